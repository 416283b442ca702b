"""How far a result hangs on the model's choices, in words: a sentence first, then tables, and one drawing."""

from collections.abc import Mapping
from fractions import Fraction

from assessment.core.model import Model
from assessment.core.robustness import ASSUMPTIONS, CONCENTRATION, SPREAD, Change, Robustness
from assessment.core.score import rounded
from assessment.core.texts import Texts
from assessment.report.charts import Bar, bars
from assessment.report.drawing import Node
from assessment.report.words import Words

View = dict[str, object]

FIRM, MOSTLY = 95, 80
"""From these shares of draws on, in percent, a result counts as firm, or as mostly so."""


def robustness_view(found: Robustness, model: Model, texts: Texts, words: Words) -> View:
    """Everything that the page says of robustness."""
    return _View(found, model, texts, words).whole()


class _View:
    def __init__(self, found: Robustness, model: Model, texts: Texts, words: Words) -> None:
        self.found, self.model, self.texts, self.words = found, model, texts, words
        self.rules = model.rules

    def whole(self) -> View:
        say, published = self.words.say, self.found.published
        return {
            "overall": self.overall(),
            "priorities": self.priorities(),
            "matters": self.matters(),
            "levels": [self.level(level) for level, times in enumerate(self.found.levels) if times],
            "chart": self.chart(),
            "blocks": [
                {
                    "name": self.texts.blocks[block.id].name,
                    "line": self.line(level),
                    "level": level,
                    "share": percent(Fraction(same, self.found.draws)),
                }
                for block, level, same in zip(self.model.blocks, published.blocks, self.found.blocks, strict=True)
                if level is not None
            ],
            "items": [
                {
                    "item": item,
                    "title": self.texts.title(self.model, item),
                    "published": say("robustness.yes" if item in published.priorities else "robustness.no"),
                    "share": percent(Fraction(times, self.found.draws)),
                }
                for item, times in list(self.found.among_first.items())[: 2 * self.rules.list_length]
            ],
            "assumptions": [self.assumption(name, self.found.alone[name]) for name in ASSUMPTIONS],
            "method": say(
                "robustness.method",
                draws=self.found.draws,
                spread=SPREAD,
                gate=self.rules.gate_percent,
                coverage=self.rules.coverage_percent,
                concentration=CONCENTRATION,
            ),
        }

    def overall(self) -> str:
        level = self.found.published.overall
        if level is None:
            return self.words.say("robustness.overall_none")
        share = Fraction(self.found.levels[level], self.found.draws)
        return self.words.say(f"robustness.overall_{_verdict(share)}", level=level, percent=percent(share))

    def priorities(self) -> str:
        n = len(self.found.published.priorities)
        if not n:
            return ""
        same, first = (Fraction(times, self.found.draws) for times in (self.found.same_set, self.found.same_first))
        sentences = [self.words.say("robustness.priorities", n=n, same=percent(same))]
        if n > 1:
            sentences.append(self.words.say("robustness.first", percent=percent(first)))
        return " ".join(sentences)

    def matters(self) -> str:
        """The assumption that changes the most when it alone is switched."""
        order = [(max(change), sum(change), name) for name, change in self.found.alone.items()]
        most, _, name = max(order, key=lambda entry: entry[:2])
        if not most:
            return self.words.say("robustness.matters_none")
        return self.words.say("robustness.matters", name=self.words.say(f"robustness.{name}"))

    def assumption(self, name: str, change: Change) -> View:
        say = self.words.say
        tried = {
            "weights": say("robustness.tried_weights"),
            "gate": say("robustness.tried_threshold", percent=self.rules.gate_percent, spread=SPREAD),
            "coverage": say("robustness.tried_threshold", percent=self.rules.coverage_percent, spread=SPREAD),
            "aggregation": say("robustness.tried_aggregation"),
        }
        shares: Mapping[str, Fraction] = change._asdict()
        return {
            "name": say(f"robustness.{name}"),
            "tried": tried[name],
            **{key: percent(share) for key, share in shares.items()},
        }

    def level(self, level: int) -> View:
        share = Fraction(self.found.levels[level], self.found.draws)
        return {
            "level": level or None,
            "line": self.line(level or None),
            "share": percent(share),
            "published": level == (self.found.published.overall or 0),
        }

    def line(self, level: int | None) -> str:
        if level is None:
            return self.words.say("report.no_level")
        return self.words.say("report.level_line", level=level, name=self.texts.levels[level - 1].name)

    def chart(self) -> Node | None:
        """A bar for each overall level; none where there is no level to speak of."""
        if self.found.published.overall is None:
            return None
        shares = [Fraction(times, self.found.draws) for times in self.found.levels]
        rows = [
            Bar(str(level), shares[level], percent(shares[level]), level) for level in range(self.rules.levels, 0, -1)
        ]
        return bars(self.words.say("robustness.chart"), rows)


def percent(share: Fraction) -> str:
    """A whole percentage; 0 and 100 only where it is exactly so."""
    whole = rounded(share * 100, 0)
    return f"{max(1, min(99, whole)) if 0 < share < 1 else whole}%"


def _verdict(share: Fraction) -> str:
    return "firm" if share * 100 >= FIRM else "mostly" if share * 100 >= MOSTLY else "loose"
