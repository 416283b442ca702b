"""A result in words: every sentence and every shown number of a report, made once for all that show it.

The page, the text, the Markdown, the HTML and the CSV lay out what stands here; none of them makes a sentence of its
own. A view is plain data (dicts, lists, strings), so that it crosses to JavaScript as it is.
"""

from collections.abc import Mapping, Sequence

from assessment.core.advice import Priority, importance_of, target_of
from assessment.core.answers import plain_answers
from assessment.core.gate import Blocking
from assessment.core.model import Item
from assessment.core.result import Result, Scores
from assessment.core.score import Score, rounded
from assessment.core.texts import Texts
from assessment.report.digest import digest
from assessment.report.radar import radar_points
from assessment.report.words import Words

View = dict[str, object]
Articles = Mapping[str, Mapping[str, str]]
"""Article slug → {"href", "title"}; only articles that exist."""


def view(result: Result, texts: Texts, words: Words, articles: Articles) -> View:
    """Everything that a report of this result says, in the language of texts and words."""
    return _View(result, texts, words, articles).whole()


class _View:
    def __init__(self, result: Result, texts: Texts, words: Words, articles: Articles) -> None:
        self.result, self.texts, self.words, self.articles = result, texts, words, articles
        self.model, self.answers, self.rules = result.model, result.answers, result.model.rules

    def whole(self) -> View:
        result, say = self.result, self.words.say
        counts = {state: result.count(state) for state in ("level", "unknown", "not_applicable", "open")}
        quick = self.answers.form == "quick"
        n = len(result.items)
        return {
            "title": say("report.quick_title" if quick else "report.title"),
            "label": say("report.quick_label", n=n) if quick else "",
            "form": self.answers.form,
            "empty": counts["open"] == n,
            "counts": say("report.counts", total=n, answered=counts["level"], **counts),
            "profile": dict(self.answers.profile),
            "date": self.answers.date,
            "made": say(
                "report.made",
                model=self.model.id,
                version=self.model.version,
                digest=digest(plain_answers(self.answers, self.model))[:19],
            ),
            "honest": self.words.honest(self.model.id),
            "heatmap_about": say("report.heatmap_about", levels=self.rules.levels),
            "overall": self.overall(result.stated),
            "experience": self.experience(result.stated),
            "management": self.block(self.model.management.id),
            "areas": [self.block(area.id) for area in self.model.areas],
            "pillars": [self.pillar(pillar.id) for pillar in self.model.pillars],
            "spread": self.spread(),
            "strengths": [self.strength(s.item, s.level, s.evidenced) for s in result.strengths],
            "strengths_none": say("report.strengths_none", level=self.rules.strength_from),
            "priorities": [self.priority(priority) for priority in result.priorities],
            "priorities_none": say("report.priorities_none" if counts["level"] else "report.priorities_empty"),
            "find_out": [self.find_out(entry.item, entry.note) for entry in result.find_out],
            "find_out_none": say("report.find_out_none"),
            "evidenced": self.evidenced(),
            "radar": {
                "stated": radar_points([result.stated.areas[area.id].score for area in self.model.areas], self.rules),
                "target": radar_points(
                    [target_of(area.id, self.answers, self.model) for area in self.model.areas], self.rules
                ),
            },
            "announce": self.announce(),
        }

    # -- scores -------------------------------------------------------------------------------------------------------

    def score(self, name: str, score: Score, how: str, items: Sequence[Item], names: Mapping[str, str]) -> View:
        """What is said of any score over these items; `names` are the names of the members that may block it."""
        say = self.words.say
        return {
            "name": name,
            "status": score.status,
            "score": "" if score.score is None else self.words.number(score.score),
            "level": "" if score.level is None else str(score.level),
            "line": self.line(score),
            "range": self.range(score, items),
            "range_short": ""
            if score.level_range is None or score.level_range[0] == score.level_range[1]
            else say("report.range_short", low=score.level_range[0], high=score.level_range[1]),
            "coverage": "" if score.coverage is None else f"{rounded(score.coverage * 100, 0)}%",
            "how": how,
            "blocking": self.blocking(score, names),
        }

    def overall(self, scores: Scores) -> View:
        say, score = self.words.say, scores.overall
        if score.score is None:
            how = self.needs_areas(scores) if scores.experience.status != "scored" else say("report.how_needs_halves")
        else:
            how = say(
                "report.how_overall",
                experience=self.number(scores.experience),
                management=self.number(scores.management),
                levels=self.rules.levels,
            )
        how_level = say("report.how_overall_level", percent=self.rules.gate_percent, n=self.rules.gate_slack)
        names = {block.id: self.texts.blocks[block.id].name for block in self.model.blocks}
        return self.score(say("report.overall"), score, how, self.result.items, names) | {"how_level": how_level}

    def experience(self, scores: Scores) -> View:
        score = scores.experience
        if score.score is None:
            how = self.needs_areas(scores)
        else:
            quick = self.answers.form == "quick"
            key = "report.how_experience_quick" if quick else "report.how_experience"
            how = self.words.say(key, n=self.areas_scored())
        names = {area.id: self.texts.blocks[area.id].name for area in self.model.areas}
        items = [item for item in self.result.items if item.pillar is not None]
        return self.score(self.words.say("report.experience"), score, how, items, names)

    def block(self, block: str) -> View:
        management = block == self.model.management.id
        score = self.result.stated.management if management else self.result.stated.areas[block]
        evidenced = self.result.evidenced.management if management else self.result.evidenced.areas[block]
        items = [item for item in self.result.items if item.block == block]
        names = {item.id: self.names_in_block(item) for item in items}
        how = self.how_block(score, items, "how_management" if management else "how_block")
        return self.score(self.texts.blocks[block].name, score, how, items, names) | {
            "id": block,
            "cells": [self.cell(item) for item in sorted(items, key=self.column)],
            "target": str(target_of(block, self.answers, self.model)),
            "importance": self.importance(block),
            "evidenced": self.number(evidenced),
            "evidenced_line": self.line(evidenced),
        }

    def pillar(self, pillar: str) -> View:
        score = self.result.stated.pillars[pillar]
        items = [item for item in self.result.items if item.pillar == pillar]
        names = {item.id: self.texts.blocks[item.block].name for item in items}
        how = self.how_block(score, items, "how_block")
        return self.score(self.texts.pillars[pillar].name, score, how, items, names) | {"id": pillar}

    def column(self, item: Item) -> int:
        """Where an item stands in its block's row: in the order of the pillars, or as it is for practices."""
        return next((n for n, pillar in enumerate(self.model.pillars) if pillar.id == item.pillar), 0)

    def names_in_block(self, item: Item) -> str:
        """What tells an item apart from its neighbours: its pillar, or its practice."""
        if item.practice is not None:
            return self.texts.practices[item.practice]
        return self.texts.pillars[item.pillar or ""].name

    def line(self, score: Score) -> str:
        """The level with its name, or why there is none."""
        if score.level is not None:
            name = self.texts.levels[score.level - 1].name
            return self.words.say("report.level_line", level=score.level, name=name)
        key = {"not_assessed": "not_assessed", "not_in_form": "not_in_form"}.get(score.status, "no_level")
        return self.words.say(f"report.{key}")

    def range(self, score: Score, items: Sequence[Item]) -> str:
        if score.level_range is None:
            return ""
        n = sum(self.answers.to(item.id).state in ("unknown", "open") for item in items)
        low, high = score.level_range
        if score.coverage == 1:
            return self.words.say("report.range_same")
        return self.words.say(
            "report.range_level_fixed" if low == high else "report.range_open", n=n, low=low, high=high
        )

    def blocking(self, score: Score, names: Mapping[str, str]) -> list[str]:
        """One or two sentences: what stops the next level."""
        if score.level == self.rules.levels:
            return [self.words.say("report.block_top")]
        stop = score.blocking
        if stop is None or score.level is None:
            return []
        sentences = []
        if stop.below:
            low = stop.next_level - self.rules.gate_slack
            sentences.append(self.words.say("report.block_first", level=low, items=self.named(stop.below, names)))
        if stop.needed:
            sentences.append(self.enough(stop, names))
        return sentences

    def enough(self, stop: Blocking, names: Mapping[str, str]) -> str:
        items, n = self.named(stop.short, names), len(stop.short)
        if n == 1:
            return self.words.say("report.block_only", next=stop.next_level, items=items)
        return self.words.say("report.block_enough", next=stop.next_level, needed=stop.needed, n=n, items=items)

    def how_block(self, score: Score, items: Sequence[Item], key: str) -> str:
        if score.status in ("not_assessed", "not_in_form"):
            return self.line(score)
        if score.score is None and score.coverage is not None:
            percent = rounded(score.coverage * 100, 0)
            return self.words.say("report.how_too_few", percent=percent, needed=self.rules.coverage_percent)
        return self.words.say(f"report.{key}", n=sum(self.answers.to(item.id).level is not None for item in items))

    def needs_areas(self, scores: Scores) -> str:
        found = self.areas_scored()
        return self.words.say("report.how_needs_areas", needed=self.rules.areas_needed, found=found)

    def areas_scored(self) -> int:
        """How many areas count in the experience index."""
        if self.answers.form == "quick":
            return sum(
                self.answers.to(item.id).level is not None for item in self.result.items if item.pillar is not None
            )
        return sum(score.score is not None for score in self.result.stated.areas.values())

    def spread(self) -> str:
        """Whether the areas differ clearly; small differences are noise."""
        scored = [(score.score, key) for key, score in self.result.stated.areas.items() if score.score is not None]
        if len(scored) < 2:
            return ""
        (high, highest), (low, lowest) = max(scored, key=lambda s: s[0]), min(scored, key=lambda s: s[0])
        tenths = self.rules.clear_difference_tenths
        difference = self.words.decimal(f"{tenths // 10}.{tenths % 10}")
        if (high - low) * 10 < tenths:
            return self.words.say("report.spread_none", difference=difference)
        return self.words.say(
            "report.spread",
            difference=difference,
            high=self.texts.blocks[highest].name,
            low=self.texts.blocks[lowest].name,
            high_score=self.words.number(high),
            low_score=self.words.number(low),
        )

    def evidenced(self) -> str:
        bare = sum(
            answer.level is not None and answer.level >= self.rules.evidence_from and not answer.evidence
            for answer in (self.answers.to(item.id) for item in self.result.items)
        )
        facts = {"level": self.rules.evidence_from, "fallback": self.rules.evidence_fallback}
        if not bare:
            return self.words.say("report.evidenced_same", **facts)
        score = self.result.evidenced.overall
        if score.score is None:
            return self.words.say("report.evidenced_none", **facts)
        return self.words.say(
            "report.evidenced_differs", n=bare, score=self.words.number(score.score), line=self.line(score), **facts
        )

    def announce(self) -> str:
        """One sentence for people who do not see the numbers change."""
        score = self.result.stated.overall
        if score.score is None:
            how = self.overall(self.result.stated)["how"]
            return self.words.say("report.announce_none", reason=how)
        return self.words.say("report.announce", score=self.words.number(score.score), line=self.line(score))

    # -- items --------------------------------------------------------------------------------------------------------

    def cell(self, item: Item) -> View:
        answer = self.answers.to(item.id)
        if answer.level is not None:
            text, label = str(answer.level), self.texts.levels[answer.level - 1].name
        else:
            key = {"unknown": "cell_unknown", "not_applicable": "cell_na"}.get(answer.state, "cell_open")
            text, label = self.words.say(f"report.{key}"), self.words.say(f"report.{key}_label")
        return {"id": item.id, "name": self.names_in_block(item), "text": text, "label": label}

    def strength(self, item: str, level: int, evidenced: bool) -> View:
        line = self.words.say(
            "report.strength_line",
            level=level,
            name=self.texts.levels[level - 1].name,
            text=self.texts.items[item].levels[level - 1],
        )
        bare = "" if evidenced else self.words.say("report.strength_bare")
        return {"item": item, "title": self.title(item), "line": line, "bare": bare}

    def priority(self, priority: Priority) -> View:
        say, item = self.words.say, priority.item
        levels = self.texts.items[item].levels
        block = self.model.item(item).block
        copy = ""
        if priority.copy_from:
            other = self.answers.to(priority.copy_from).level
            copy = say("report.priority_copy", title=self.title(priority.copy_from), level=other)
        return {
            "item": item,
            "title": self.title(item),
            "question": self.texts.items[item].question,
            "why": say(
                "report.priority_why", n=priority.gap, target=priority.target, importance=self.importance(block)
            ),
            "now": say("report.priority_now", level=priority.level, text=levels[priority.level - 1]),
            "next": say("report.priority_next", level=priority.level + 1, text=levels[priority.level]),
            "copy": copy,
            "article": self.article(item),
        }

    def find_out(self, item: str, note: str) -> View:
        words = self.texts.items[item]
        return {
            "item": item,
            "title": self.title(item),
            "question": words.question,
            "ask": self.words.say("report.find_out_ask", ask=self.texts.blocks[self.model.item(item).block].ask),
            "look": self.words.say("report.find_out_look", evidence=self.words.list(words.evidence)),
            "note": note,
        }

    def article(self, item: str) -> View | None:
        """The page that helps with an item: its own, or its block's, whichever exists."""
        found = self.model.item(item)
        block = next(block for block in self.model.blocks if block.id == found.block)
        for slug in (found.article, block.article):
            if slug in self.articles:
                article = self.articles[slug]
                label = self.words.say("report.priority_article", title=article["title"])
                return {"href": article["href"], "label": label}
        return None

    def title(self, item: str) -> str:
        return self.texts.title(self.model, item)

    def named(self, ids: Sequence[str], names: Mapping[str, str]) -> str:
        return self.words.list(names[key] for key in ids)

    def number(self, score: Score) -> str:
        return self.words.say("report.no_score") if score.score is None else self.words.number(score.score)

    def importance(self, block: str) -> str:
        return self.words.importance(importance_of(block, self.answers, self.model))
