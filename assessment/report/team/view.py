"""A panel in words: every sentence and every shown number of it, made once for all that show it.

A view is plain data; `requests/team.py` describes it for the page.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessment.core.score import mean as weighted_mean
from assessment.core.team.agreement import mean
from assessment.core.team.groups import Group
from assessment.core.team.intervals import MIN_RATERS
from assessment.core.team.merged import Merged, Standing
from assessment.core.team.panel import KEPT, LEAST, MOST_NAMES, Panel
from assessment.core.team.rows import GROUPINGS
from assessment.core.texts import Texts
from assessment.report.team.figures import Figures
from assessment.report.team.items import Items
from assessment.report.view import Articles
from assessment.report.view import view as form_view
from assessment.report.words import Words

View = dict[str, Any]

METHODS = ("score", "level", "interval", "agreement", "agenda", "privacy")
"""What is explained of the method, in this order."""


def summary(panel: Panel, words: Words) -> View:
    """How many people there are, and which files do not count."""
    gathered, say = panel.gathered, words.say
    notes = []
    if panel.duplicates:
        notes.append(say("panel.duplicates", n=panel.duplicates))
    if panel.left_out:
        notes.append(say(f"panel.left_out_{gathered.form}", n=panel.left_out))
    if not gathered.people:
        return {"n": 0, "form": "", "line": say("panel.nobody_yet"), "notes": notes}
    line = say("panel.summary", people=people(gathered.people, words), form=say(f"panel.form_{gathered.form}"))
    return {"n": gathered.people, "form": gathered.form, "line": line, "notes": notes}


def people(n: int, words: Words) -> str:
    """So many people."""
    return words.say("panel.people", n=n)


def panel_view(
    panel: Panel, merged: Merged, texts: Texts, words: Words, articles: Articles, by: Sequence[str] = ()
) -> View:
    """Everything that is said of a panel, with the groups of `by`, in the language of texts and words."""
    return _PanelView(panel, merged, texts, words, articles, by).whole()


class _PanelView:
    def __init__(
        self, panel: Panel, merged: Merged, texts: Texts, words: Words, articles: Articles, by: Sequence[str]
    ) -> None:
        self.panel, self.merged, self.texts, self.words = panel, merged, texts, words
        self.model, self.by = merged.model, [grouping for grouping in GROUPINGS if grouping in by]
        self.medians: View = form_view(merged.medians, texts, words, articles)
        self.items = Items(merged, texts, words, self.by)
        self.figures = Figures(words)

    def whole(self) -> View:
        merged, say = self.merged, self.words.say
        form = merged.form
        return {
            "title": say("panel.title"),
            "n": merged.shown.people,
            "people": people(merged.shown.people, self.words),
            "form": say(f"panel.form_{form}"),
            "honest": self.words.honest(self.model.id),
            "made": say("panel.made", model=self.model.id, version=self.model.version),
            "notes": self.notes(),
            "method": [
                {"title": say(f"panel.method_{key}_title"), "text": say(f"panel.method_{key}", **self.facts())}
                for key in METHODS
            ],
            "overall": self.overall(),
            "experience": self.experience(),
            "management": self.block(self.model.management.id, self.medians["management"]),
            "blocks": self.blocks() if form == "full" else [],
            "agreement": self.figures.of_panel(merged),
            "agenda": [self.items.point(point, rank) for rank, point in enumerate(merged.agenda.points, 1)],
            "agenda_about": say("panel.agenda_about"),
            "agenda_none": say("panel.agenda_none"),
            "find_out": [self.items.find_out(item) for item in merged.agenda.find_out],
            "find_out_none": say("panel.find_out_none"),
            "agreed": [self.items.agreed(item) for item in merged.agenda.agreed],
            "agreed_about": say("panel.agreed_about"),
            "agreed_none": say("panel.agreed_none"),
            "items": [self.items.item(item) for item in merged.items],
            "groupings": [self.grouping(by) for by in self.by],
            "announce": self.announce(),
        }

    def facts(self) -> dict[str, object]:
        rules = self.model.rules
        return {
            "percent": rules.gate_percent,
            "n": MIN_RATERS,
            "kept": KEPT,
            "least": LEAST,
            "limit": self.figures.coefficient(Fraction(rules.levels, 6)),
        }

    def announce(self) -> str:
        """One sentence for people who do not see the panel change."""
        overall, say = self.overall(), self.words.say
        who = people(self.merged.shown.people, self.words)
        if not overall["score"]:
            return say("panel.announce_none", people=who, reason=overall["how"])
        n = sum(not point.near for point in self.merged.agenda.points)
        return say("panel.announce", n=n, people=who, score=overall["score"], line=overall["line"])

    def notes(self) -> list[str]:
        notes: list[str] = summary(self.panel, self.words)["notes"]
        hidden = [self.hidden(by) for by in self.by]
        return [*notes, *(line for line in hidden if line)]

    # -- scores -------------------------------------------------------------------------------------------------------

    def overall(self) -> View:
        experience, management = self.merged.experience, self.merged.blocks[self.model.management.id]
        standing = self.merged.overall
        how = self.medians["overall"]["how"]
        if standing.score is not None and experience.score is not None and management.score is not None:
            how = self.words.say(
                "report.how_overall",
                experience=self.words.number(experience.score),
                management=self.words.number(management.score),
                levels=self.model.rules.levels,
            )
        return self.score("overall", standing, self.medians["overall"], how)

    def experience(self) -> View:
        return self.score(
            "experience", self.merged.experience, self.medians["experience"], self.medians["experience"]["how"]
        )

    def blocks(self) -> list[View]:
        medians = [*self.medians["areas"], self.medians["management"]]
        return [self.block(found["id"], found) for found in medians]

    def block(self, block: str, median: View) -> View:
        standing = self.merged.blocks[block]
        n = sum(
            bool(self.merged.shown.tallies[item.id].levels and self.merged.shown.tallies[item.id].answered)
            for item in self.merged.items
            if item.block == block
        )
        how = median["how"] if standing.score is None else self.words.say("panel.how_block", n=n)
        return self.score(block, standing, median, how) | {"agreement": self.figures.of_block(standing)}

    def score(self, key: str, standing: Standing, median: View, how: str) -> View:
        say, interval, spread = self.words.say, standing.interval, standing.spread
        number = self.words.number
        return {
            "id": key,
            "name": median["name"],
            "status": median["status"] if standing.score is None else "scored",
            "score": "" if standing.score is None else number(standing.score),
            "interval": say("panel.interval", low=number(interval.low), high=number(interval.high)) if interval else "",
            "interval_how": say(f"panel.interval_{interval.how}") if interval else "",
            "spread": say("panel.spread", low=spread[0], high=spread[1]) if spread and standing.score else "",
            "level": median["level"],
            "line": median["line"],
            "range": median["range_short"],
            "how": how,
            "blocking": median["blocking"],
            "agreement": [],
        }

    # -- groups -------------------------------------------------------------------------------------------------------

    def grouping(self, by: str) -> View:
        groups = self.merged.shown.groups.get(by, ())
        names = self.items.groups_of(by)
        return {
            "by": by,
            "title": self.words.say(f"panel.by_{by}"),
            "about": self.hidden(by),
            "groups": [self.group(group, name) for group, name in zip(groups, names, strict=True)],
            "none": "" if groups else self.words.say("panel.groups_none", least=LEAST),
        }

    def group(self, group: Group, name: str) -> View:
        blocks = self.model.blocks if self.merged.form == "full" else (self.model.management,)
        return {
            "name": name,
            "n": group.people,
            "people": people(group.people, self.words),
            "blocks": [
                {"id": block.id, "name": self.texts.blocks[block.id].name, "score": self.group_score(group, block.id)}
                for block in blocks
            ],
        }

    def group_score(self, group: Group, block: str) -> str:
        """The mean of a block's items over a group, from what is shown of the group and nothing else."""
        score = group_score(self.merged, group, block)
        return self.words.say("report.no_score") if score is None else self.words.number(score)

    def hidden(self, by: str) -> str:
        """Why there are people who are in none of the groups shown."""
        shown = self.merged.shown
        if by in shown.too_many:
            return self.words.say("panel.too_many", most=MOST_NAMES)
        n = shown.hidden.get(by, 0)
        return self.words.say("panel.hidden", n=n, least=LEAST) if n else ""


def group_score(merged: Merged, group: Group, block: str) -> Fraction | None:
    """The score of a block in a group: made like the panel's own, from what is shown of the group."""
    items = [item for item in merged.items if item.block == block]
    shown: list[tuple[Fraction, int]] = []
    for item in items:
        levels = group.tallies[item.id].levels
        if levels and any(levels):
            shown.append((mean(levels), item.weight))
    asked = sum(item.weight for item in items)
    if not shown or sum(weight for _, weight in shown) * 100 < asked * merged.model.rules.coverage_percent:
        return None
    return weighted_mean(shown)
