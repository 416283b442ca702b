"""A panel as plain data: the panel file, `cx-atlas/panel`, version 1."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from assessment.core.score import rounded, stored
from assessment.core.team.agreement import a_wg, average_deviation, median, r_wg
from assessment.core.team.groups import Group, Tally
from assessment.core.team.merged import Merged, Standing
from assessment.core.team.panel import Panel
from assessment.core.team.rows import GROUPINGS
from assessment.report.team.view import group_score

FORMAT = "cx-atlas/panel"
VERSION = 1

Data = dict[str, object]


def panel_data(panel: Panel, merged: Merged, by: Sequence[str]) -> Data:
    """The numbers and ids of a panel, no sentences; the same for the same people, whatever order they came in."""
    model, shown, found = merged.model, merged.shown, merged.reliability
    return {
        "format": FORMAT,
        "version": VERSION,
        "model": {"id": model.id, "version": model.version},
        "form": merged.form,
        "people": shown.people,
        "duplicates": panel.duplicates,
        "left_out": panel.left_out,
        "overall": _standing(merged.overall),
        "experience": _standing(merged.experience),
        "management": _standing(merged.blocks[model.management.id]),
        "areas": {area.id: _standing(merged.blocks[area.id]) for area in model.areas},
        "agreement": {
            "krippendorff_ordinal": _number(found.ordinal),
            "krippendorff_interval": _number(found.interval),
            "complete": found.complete,
            "icc": {key: _number(value) for key, value in found.icc._asdict().items()} if found.icc else None,
            "cronbach": _number(found.cronbach),
        },
        "items": {item.id: _item(shown.tallies[item.id]) for item in merged.items},
        "agenda": [
            {
                "item": point.item,
                "near": point.near,
                "camps": [{"low": camp.low, "counts": list(camp.counts)} for camp in point.camps],
            }
            for point in merged.agenda.points
        ],
        "find_out": list(merged.agenda.find_out),
        "agreed": list(merged.agenda.agreed),
        "groups": {
            grouping: {
                "hidden": shown.hidden.get(grouping, 0),
                "groups": [_group(merged, group) for group in shown.groups.get(grouping, ())],
            }
            for grouping in GROUPINGS
            if grouping in by
        },
    }


def _standing(standing: Standing) -> Data:
    median_form, interval = standing.median, standing.interval
    return {
        "score": _number(standing.score),
        "interval": [stored(interval.low), stored(interval.high)] if interval else None,
        "interval_how": interval.how if interval else None,
        "interval_percentile": [stored(end) for end in interval.percentile]
        if interval and interval.percentile
        else None,
        "spread": list(standing.spread) if standing.spread else None,
        "level": median_form.level,
        "level_range": list(median_form.level_range) if median_form.level_range else None,
        "r_star_wg_j": _number(standing.r_star_wg_j),
        "r_wg_j": _number(standing.r_wg_j),
    }


def _item(tally: Tally) -> Data:
    levels = tally.levels if tally.levels and tally.answered else None
    return {
        **_counts(tally),
        "median": None if levels is None else stored(median(levels)),
        "ad": None if levels is None else stored(average_deviation(levels)),
        "r_wg": None if levels is None else _number(r_wg(levels)),
        "a_wg": None if levels is None else _number(a_wg(levels)),
    }


def _counts(tally: Tally) -> Data:
    return {
        "levels": list(tally.levels) if tally.levels and tally.answered else None,
        "answered": tally.answered,
        "unknown": tally.unknown,
        "not_applicable": tally.not_applicable,
        "open": tally.open,
    }


def _group(merged: Merged, group: Group) -> Data:
    tallies: Mapping[str, Tally] = group.tallies
    blocks = merged.model.blocks if merged.form == "full" else (merged.model.management,)
    return {
        "name": group.name,
        "people": group.people,
        "blocks": {block.id: _number(group_score(merged, group, block.id)) for block in blocks},
        "items": {item: _counts(tally) for item, tally in tallies.items()},
    }


def _number(value: Fraction | None) -> float | None:
    """Two decimals."""
    return None if value is None else rounded(value, 2) / 100
