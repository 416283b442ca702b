"""A plan in words: its steps, why it cannot be smaller, what else would do, and what it would change."""

from collections.abc import Sequence

from assessment.core.answers import Answers
from assessment.core.model import Model
from assessment.core.planning.plan import EFFORT_DEFAULT, EFFORTS, BlockNeed, Effort, Gap, Plan, Step, effort_of
from assessment.core.planning.whatif import what_if
from assessment.core.texts import Texts
from assessment.report.planning.whatif import moved
from assessment.report.view import Articles, View
from assessment.report.words import Words


class PlanWords:
    """Puts plans for one form into the words of one language."""

    def __init__(self, model: Model, answers: Answers, texts: Texts, words: Words, articles: Articles) -> None:
        self.model, self.answers, self.texts, self.words, self.articles = model, answers, texts, words, articles

    def view(self, plan: Plan, efforts: dict[str, Effort]) -> View:
        """Everything that is said of a plan."""
        target = plan.target
        return {
            "status": plan.status,
            "heading": self.words.say("plan.heading", level=target.level, name=self.name(target.block)),
            "headline": self.headline(plan),
            "areas": self.areas(plan),
            "lacking": [
                {
                    "line": self.words.say("plan.lacking", n=entry.fewest, name=self.name(entry.block)),
                    "items": [{"item": item, "title": self.title(item)} for item in entry.open],
                }
                for entry in plan.lacking
            ],
            "steps": [self.step(step, efforts.get(step.item, EFFORT_DEFAULT)) for step in plan.steps],
            "effort": self.effort(plan),
            "why": self.why(plan),
            "why_head": self.why_head(plan),
            "why_blocks": [self.block(entry, plan.steps) for entry in plan.blocks],
            "others": self.others(plan),
            "alternatives": [self.alternative(plan.steps, other) for other in plan.alternatives],
            "moved": self.moved(plan.steps),
        }

    def name(self, block: str | None) -> str:
        """What a target is for."""
        return self.words.say("report.overall") if block is None else self.texts.blocks[block].name

    def title(self, item: str) -> str:
        """What an item is called."""
        return self.texts.title(self.model, item)

    def headline(self, plan: Plan) -> str:
        """The plan in one sentence, or why there is none."""
        say, level, whole = self.words.say, plan.target.level, plan.target.block is None
        if plan.status == "plan":
            return say("plan.found", n=len(plan.steps), level=level)
        if plan.status == "reached":
            return say("plan.reached", level=level, now=plan.level)
        if plan.status == "not_in_form":
            return say("plan.not_in_form")
        if plan.status == "not_assessed":
            return say("plan.not_assessed_overall" if whole else "plan.not_assessed")
        return say("plan.unanswered_overall") if whole else say("plan.unanswered", n=plan.lacking[0].fewest)

    def areas(self, plan: Plan) -> str:
        """How many of the areas that lack answers need them."""
        return self.words.say("plan.unanswered_areas", n=plan.areas_short) if plan.areas_short else ""

    def effort(self, plan: Plan) -> str:
        """What the steps cost together."""
        counted = {str(effort): count for effort, count in EFFORTS.items()}
        return self.words.say("plan.effort_total", total=plan.effort, **counted) if plan.steps else ""

    # -- steps --------------------------------------------------------------------------------------------------------

    def step(self, step: Step, effort: Effort) -> View:
        """An improvement."""
        item, words = self.model.item(step.item), self.texts.items[step.item]
        say = self.words.say
        return {
            "item": step.item,
            "block": item.block,
            "area": self.name(item.block),
            "title": self.title(step.item),
            "question": words.question,
            "from": step.start,
            "to": step.to,
            "change": say("plan.from_to", start=step.start, to=step.to),
            "now": say("plan.now", level=step.start, text=words.levels[step.start - 1]),
            "then": say("plan.then", level=step.to, text=words.levels[step.to - 1]),
            "effort": effort,
            "effort_line": say("plan.effort_of", effort=say(f"plan.effort_{effort}")),
            "article": article_of(step.item, self.model, self.articles),
            "slug": item.article,
        }

    def others(self, plan: Plan) -> str:
        """How many plans of the same size there are."""
        if plan.status != "plan":
            return ""
        alone = plan.sets == 1
        return self.words.say("plan.others_none") if alone else self.words.say("plan.others_count", n=plan.sets)

    def alternative(self, steps: Sequence[Step], other: Sequence[Step]) -> View:
        """Another plan, by what is different in it."""
        mine, theirs = ({step.item for step in some} for some in (steps, other))
        new = self.words.list(self.title(step.item) for step in other if step.item not in mine)
        old = self.words.list(self.title(step.item) for step in steps if step.item not in theirs)
        return {"line": self.words.say("plan.other", new=new, old=old, effort=effort_of(other))}

    def moved(self, steps: Sequence[Step]) -> list[str]:
        """What the steps would change, in sentences."""
        if not steps:
            return []
        found = what_if(self.model, self.answers, {step.item: step.to for step in steps})
        return moved(found, self.texts, self.words)

    # -- why no smaller plan works ------------------------------------------------------------------------------------

    def why(self, plan: Plan) -> list[str]:
        """The reasons, in sentences."""
        if plan.gap is not None:
            return self.why_block(plan.gap, plan.target.level)
        return self.why_whole(plan) if plan.blocks else []

    def why_block(self, gap: Gap, level: int) -> list[str]:
        """Why no smaller plan works for a block."""
        say, floor = self.words.say, level - self.model.rules.gate_slack
        if gap.even:
            found = [say("plan.why_share", level=level, needed=gap.needed, total=gap.total, there=gap.there)]
        else:
            there = gap.there * 100 // gap.total
            found = [say("plan.why_weight", level=level, needed=self.model.rules.gate_percent, there=there)]
        if gap.forced:
            items = self.words.list(self.title(item) for item in gap.forced)
            found.append(say("plan.why_forced", n=len(gap.forced), floor=floor, items=items))
            if not gap.further:
                found.append(say("plan.why_enough"))
        if gap.further:
            found.append(say("plan.why_further" if gap.forced else "plan.why_only", n=gap.further, level=level))
        return found

    def why_whole(self, plan: Plan) -> list[str]:
        """Why no smaller plan works for the whole."""
        say, level = self.words.say, plan.target.level
        scored = sum(block.level is not None for block in plan.blocks)
        found = [say("plan.why_whole", level=level, needed=plan.needed, total=scored)]
        floor = level - self.model.rules.gate_slack
        if floor > 1:
            found.append(say("plan.why_whole_floor", floor=floor))
        if scored < len(plan.blocks):
            found.append(say("plan.why_whole_open", n=len(plan.blocks) - scored))
        return [*found, say("plan.why_whole_table")]

    def why_head(self, plan: Plan) -> dict[str, str]:
        """The heads of the table of blocks."""
        level = plan.target.level
        return {
            "held": self.words.say("plan.least_held", level=max(1, level - self.model.rules.gate_slack)),
            "reached": self.words.say("plan.least_reached", level=level),
        }

    def block(self, need: BlockNeed, steps: Sequence[Step]) -> View:
        """A row of the table of blocks."""
        none = self.words.say("plan.none")
        return {
            "name": self.name(need.block),
            "level": none if need.level is None else str(need.level),
            "held": str(need.least_held),
            "reached": none if need.least_reached is None else str(need.least_reached),
            "steps": str(sum(self.model.item(step.item).block == need.block for step in steps)),
        }


def article_of(item: str, model: Model, articles: Articles) -> View | None:
    """The page that helps with an item: its own, or its block's, whichever exists."""
    found = model.item(item)
    block = next(block for block in model.blocks if block.id == found.block)
    slug = next((slug for slug in (found.article, block.article) if slug in articles), None)
    return None if slug is None else dict(articles[slug])
