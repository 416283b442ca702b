"""The items of a panel in words: what people chose, in which camps, and what to ask the group."""

from collections.abc import Sequence
from fractions import Fraction

from assessment.core.model import Item
from assessment.core.score import rounded
from assessment.core.team.agenda import Camp, Point, camps
from assessment.core.team.agreement import median
from assessment.core.team.groups import Tally
from assessment.core.team.merged import Merged, lower_median
from assessment.core.texts import Texts
from assessment.report.team.figures import Figures
from assessment.report.words import Words

View = dict[str, object]


class Items:
    """Puts the items of a panel into words."""

    def __init__(self, merged: Merged, texts: Texts, words: Words, by: Sequence[str]) -> None:
        self.merged, self.texts, self.words, self.by = merged, texts, words, by
        self.model, self.shown = merged.model, merged.shown
        self.figures = Figures(words)

    def item(self, item: Item, *, interval: bool = False) -> View:
        """All that is said of an item."""
        tally, texts = self.shown.tallies[item.id], self.texts.items[item.id]
        levels = self._levels(tally)
        found = camps(levels)
        figures = self.figures.of_item(levels, self.model, interval=interval) if levels else []
        return {
            "item": item.id,
            "title": self.texts.title(self.model, item.id),
            "block": item.block,
            "block_name": self.texts.blocks[item.block].name,
            "question": texts.question,
            "state": self._state(tally),
            "line": self._line(tally),
            "hidden": self.words.say("panel.hidden_item") if self._state(tally) == "hidden" else "",
            "answered": tally.answered,
            "unknown": tally.unknown,
            "not_applicable": tally.not_applicable,
            "open": tally.open,
            "states": self._states(tally),
            "median": self._median(levels),
            "levels": self._bars(levels),
            "camps": [self._camp(camp, item.id) for camp in found] if len(found) > 1 else [],
            "facilitate": self.facilitate(found, item.id),
            "figures": figures,
            "label": figures[0]["label"] if figures else "",
            "descriptions": [
                {"level": level, "name": name.name, "text": text}
                for level, (name, text) in enumerate(zip(self.texts.levels, texts.levels, strict=True), 1)
            ],
            "groups": [self.group(item.id, by, place) for by in self.by for place in range(len(self.groups_of(by)))],
        }

    def point(self, point: Point, rank: int) -> View:
        """An item on the agenda."""
        tally, item = self.shown.tallies[point.item], point.item
        say, low, high = self.words.say, point.camps[0].low, point.camps[-1].high
        line = say("panel.point_line", low=low, high=high, ad=self.words.number(point.deviation))
        return {
            "rank": rank,
            "item": item,
            "title": self.texts.title(self.model, item),
            "question": self.texts.items[item].question,
            "line": f"{line} {say('panel.point_near')}" if point.near else line,
            "camps": [self._camp(camp, item) for camp in point.camps],
            "unsure": say("panel.unsure", n=tally.unknown) if tally.unknown else "",
            "facilitate": self.facilitate(point.camps, item),
            "near": point.near,
        }

    def find_out(self, item: str) -> View:
        """An item that many do not know about."""
        tally, texts, say = self.shown.tallies[item], self.texts.items[item], self.words.say
        return {
            "item": item,
            "title": self.texts.title(self.model, item),
            "question": texts.question,
            "line": say("panel.find_out_line", n=tally.unknown, people=tally.people - tally.not_applicable),
            "ask": say("report.find_out_ask", ask=self.texts.blocks[self.model.item(item).block].ask),
            "look": say("report.find_out_look", evidence=self.words.list(texts.evidence)),
        }

    def agreed(self, item: str) -> View:
        """An item that people agree about."""
        return {
            "item": item,
            "title": self.texts.title(self.model, item),
            "line": self._median_line(self._levels(self.shown.tallies[item])),
        }

    # -- parts --------------------------------------------------------------------------------------------------------

    def _levels(self, tally: Tally) -> Sequence[int]:
        """How many people chose each level; nothing where nobody did, or where it is not shown."""
        return tally.levels if tally.levels and tally.answered else ()

    def _state(self, tally: Tally) -> str:
        """Whether there are levels to show."""
        if not tally.answered:
            return "nobody"
        return "shown" if tally.levels else "hidden"

    def _line(self, tally: Tally) -> str:
        """The median, and how many answered."""
        if not tally.answered:
            return self.words.say("panel.nobody")
        counted = self.words.say("panel.answered", n=tally.answered, people=tally.people)
        levels = self._levels(tally)
        return f"{self._median_line(levels)} {counted}" if levels else counted

    def _median_line(self, levels: Sequence[int]) -> str:
        middle = median(levels)
        if middle.denominator > 1:
            return self.words.say("panel.median_between", median=self.words.number(middle))
        name = self.texts.levels[lower_median(levels) - 1].name
        return self.words.say("panel.median_at", median=middle, name=name)

    def _median(self, levels: Sequence[int]) -> str:
        if not levels:
            return ""
        middle = median(levels)
        return str(middle) if middle.denominator == 1 else self.words.number(middle)

    def _states(self, tally: Tally) -> str:
        return self.words.say(
            "panel.states",
            answered=tally.answered,
            unknown=tally.unknown,
            not_applicable=tally.not_applicable,
            open=tally.open,
        )

    def _bars(self, levels: Sequence[int]) -> list[View]:
        return [
            {
                "level": level,
                "n": n,
                "share": _percent(n, sum(levels)),
                "label": self.words.say("panel.bar", n=n, level=level, name=self.texts.levels[level - 1].name),
            }
            for level, n in enumerate(levels, 1)
        ]

    def _camp(self, camp: Camp, item: str) -> View:
        say, everybody = self.words.say, sum(self.shown.tallies[item].levels or ())
        key = "panel.camp_one" if camp.low == camp.high else "panel.camp"
        return {
            "n": camp.people,
            "share": _percent(camp.people, everybody),
            "head": say(key, n=camp.people, low=camp.low, high=camp.high, level=camp.low),
            "levels": [
                {
                    "level": level,
                    "n": n,
                    "line": say(
                        "panel.camp_level",
                        n=n,
                        level=level,
                        name=self.texts.levels[level - 1].name,
                        text=self.texts.items[item].levels[level - 1],
                    ),
                }
                for level, n in enumerate(camp.counts, camp.low)
                if n
            ],
        }

    def facilitate(self, found: Sequence[Camp], item: str) -> str:
        """A question to ask the group: about what each camp sees, or about what shows that all are right."""
        if not found:
            return ""
        if len(found) == 1:
            return self.words.say("panel.facilitate_one", evidence=self.words.list(self.texts.items[item].evidence))
        low, high = (self.texts.items[item].levels[_usual(camp) - 1] for camp in found)
        return self.words.say("panel.facilitate", low=low, high=high)

    # -- groups -------------------------------------------------------------------------------------------------------

    def groups_of(self, by: str) -> Sequence[str]:
        """The names of the groups of a grouping that are shown."""
        return [group.name or self.words.say("panel.not_stated") for group in self.shown.groups.get(by, ())]

    def group(self, item: str, by: str, place: int) -> View:
        """What one group said of an item."""
        group = self.shown.groups[by][place]
        tally = group.tallies[item]
        levels = self._levels(tally)
        hidden = self.words.say("panel.hidden_group_item")
        return {
            "by": by,
            "name": self.groups_of(by)[place],
            "n": group.people,
            "state": self._state(tally),
            "median": self._median(levels),
            "levels": self._bars(levels),
            "line": hidden if self._state(tally) == "hidden" else self._line(tally),
        }


def _usual(camp: Camp) -> int:
    """The level that most in a camp chose; the lowest of them."""
    return camp.low + max(range(len(camp.counts)), key=lambda place: (camp.counts[place], -place))


def _percent(n: int, everybody: int) -> int:
    return rounded(Fraction(100 * n, everybody), 0) if everybody else 0
