"""Statistics of agreement as figures: a plain question, the number, and a label whose thresholds have a source."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from assessment.core.model import Model
from assessment.core.score import rounded
from assessment.core.team.agenda import agree
from assessment.core.team.agreement import a_wg, average_deviation, r_wg
from assessment.core.team.intervals import MIN_RATERS, bootstrap_item
from assessment.core.team.merged import Merged, Standing
from assessment.report.words import Words

Figure = dict[str, object]


class Scale(NamedTuple):
    """Labels from a value up, the highest first; the last one is for everything below. Bounds are in thousandths."""

    about: str
    steps: Sequence[tuple[int, str]]
    below: str

    def label(self, value: Fraction) -> str:
        """The key of the label's words."""
        thousandths = rounded(value, 3)
        return next((key for bound, key in self.steps if thousandths >= bound), self.below)


AGREEMENT = Scale(
    "panel.about_agreement",
    (
        (910, "panel.label_very_strong"),
        (710, "panel.label_strong"),
        (510, "panel.label_moderate"),
        (310, "panel.label_weak"),
    ),
    "panel.label_none",
)
"""LeBreton & Senter (2008), table 3."""

ALPHA = Scale(
    "panel.about_alpha", ((800, "panel.label_reliable"), (667, "panel.label_tentative")), "panel.label_unreliable"
)
"""Krippendorff (2004)."""

CORRELATION = Scale(
    "panel.about_icc",
    ((900, "panel.label_excellent"), (750, "panel.label_good"), (500, "panel.label_moderate_icc")),
    "panel.label_poor",
)
"""Koo & Li (2016)."""

CONSISTENCY = Scale("panel.about_cronbach", ((700, "panel.label_consistent"),), "panel.label_inconsistent")
"""Nunnally (1978)."""


class Figures:
    """Makes figures in a language."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def of_item(self, levels: Sequence[int], model: Model, *, interval: bool) -> list[Figure]:
        """AD, r_wg and a_wg of the answers to an item; AD with its interval where that is asked for."""
        say, deviation = self.words.say, average_deviation(levels)
        near = ""
        if interval and sum(levels) >= MIN_RATERS and (found := bootstrap_item(levels, average_deviation)):
            ends = found.bca or found.percentile
            near = say("panel.interval", low=self.coefficient(ends.low), high=self.coefficient(ends.high))
        limit = self.coefficient(Fraction(model.rules.levels, 6))
        return [
            {
                "id": "ad",
                "ask": say("panel.ask_ad"),
                "name": say("panel.name_ad"),
                "value": self.coefficient(deviation),
                "interval": near,
                "label": say("panel.label_agree" if agree(deviation, model) else "panel.label_apart"),
                "about": say("panel.about_ad", limit=limit),
            },
            self.figure("r_wg", "panel.ask_r_wg", "r_wg", r_wg(levels), AGREEMENT, "panel.none_two"),
            self.figure("a_wg", "panel.ask_a_wg", "a_wg", a_wg(levels), None, "panel.none_a_wg"),
        ]

    def of_block(self, standing: Standing) -> list[Figure]:
        """r*_wg(J) and r_wg(J) of a block's items."""
        if standing.r_wg_j is None:
            return []
        return [
            self.figure("r_star_wg_j", "panel.ask_block", "r*_wg(J)", standing.r_star_wg_j, AGREEMENT, ""),
            self.figure("r_wg_j", "panel.ask_block_long", "r_wg(J)", standing.r_wg_j, AGREEMENT, ""),
        ]

    def of_panel(self, merged: Merged) -> list[Figure]:
        """Krippendorff's alpha, the intraclass correlations and Cronbach's alpha of the whole panel."""
        found, say = merged.reliability, self.words.say
        kripp, none = "panel.ask_krippendorff", "panel.none_alike"
        figures = [
            self.figure("krippendorff_ordinal", kripp, say("panel.name_ordinal"), found.ordinal, ALPHA, none),
            self.figure("krippendorff_interval", kripp, say("panel.name_interval"), found.interval, ALPHA, none),
        ]
        missing = "panel.none_alike" if found.complete else "panel.none_complete"
        names = (
            ("one_way", "panel.ask_icc", "ICC(1)"),
            ("absolute", "panel.ask_icc_absolute", "ICC(A,1)"),
            ("consistent", "panel.ask_icc_consistent", "ICC(C,1)"),
            ("one_way_k", "panel.ask_icc_mean", "ICC(k)"),
            ("absolute_k", "panel.ask_icc_mean", "ICC(A,k)"),
            ("consistent_k", "panel.ask_icc_mean", "ICC(C,k)"),
        )
        for key, ask, name in names:
            value = getattr(found.icc, key) if found.icc else None
            figures.append(self.figure(f"icc_{key}", ask, name, value, CORRELATION, missing))
        cronbach = say("panel.name_cronbach")
        figures.append(self.figure("cronbach", "panel.ask_cronbach", cronbach, found.cronbach, CONSISTENCY, missing))
        return figures

    def figure(self, key: str, ask: str, name: str, value: Fraction | None, scale: Scale | None, none: str) -> Figure:
        """A coefficient with two decimals, as its labels' thresholds have; without a value it says why."""
        say = self.words.say
        known = value is not None
        return {
            "id": key,
            "ask": say(ask),
            "name": name,
            "value": self.coefficient(value) if value is not None else say("report.no_score"),
            "interval": "",
            "label": say(scale.label(value)) if scale and value is not None else "",
            "about": (say(scale.about) if scale else "") if known else say(none),
        }

    def coefficient(self, value: Fraction) -> str:
        """Two decimals, with a minus sign that no line breaks at."""
        hundredths = rounded(value, 2)
        sign = "−" if hundredths < 0 else ""
        return sign + self.words.decimal(f"{abs(hundredths) // 100}.{abs(hundredths) % 100:02}")
