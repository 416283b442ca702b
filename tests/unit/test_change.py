"""Change over time: the split into you and the model, the noise, and what made a level change."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.answers import Answer, Answers, parse_answers
from assessment.core.history.change import Change, Difference, Wave, compare, day_number, in_order, scores_of
from assessment.core.history.noise import about, imprecision, is_clear
from assessment.core.model import Model
from assessment.core.result import measure
from assessment.core.score import mean
from assessment.core.texts import parse_texts
from assessment.files import load_texts, load_words, load_worked_example
from assessment.report.history.change import change_view
from assessment.report.words import Words
from tests.models.family import LATER, NEXT, PRESENT, plain_texts
from tests.unit.generated import REAL, documents, models, with_answer

LANGUAGES = ("en", "pl", "ro")
AREA = REAL.areas[0].id
GROCERY = load_worked_example(REAL)


def full(model: Model = REAL, level: int = 3, **levels: int) -> Answers:
    """Every item at a level, but for those named ("SAL_INT=4"); `SAL=4` names a whole block."""
    given = {item.id: levels.get(item.id.replace("-", "_"), levels.get(item.block, level)) for item in model.items}
    return Answers("full", {key: Answer(level=value) for key, value in given.items()}, {}, {}, "", {})


def part(change: Change, name: str) -> Difference:
    """The difference of one score."""
    return next(found for found in change.parts if found.id == name)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Model, Model]:
    """A small model and a later version of it: items replaced, reworded and reweighted, other weights and rules."""
    old = draw(models())
    items = []
    for item in old.items:
        fate = draw(st.sampled_from(["kept", "kept", "kept", "replaced", "revised", "reweighted"]))
        if fate == "replaced":
            item = item._replace(id=f"{item.id}-2", since="0.2.0")
        elif fate == "revised":
            item = item._replace(revised="0.2.0")
        elif fate == "reweighted":
            item = item._replace(weight=draw(st.integers(1, 4)))
        items.append(item)
    areas = tuple(area._replace(weight=draw(st.integers(1, 4))) for area in old.areas)
    rules = old.rules._replace(
        gate_percent=draw(st.integers(1, 100)),
        coverage_percent=draw(st.integers(1, 100)),
        areas_needed=draw(st.integers(1, len(areas))),
    )
    return old, old._replace(version="0.2.0", items=tuple(items), areas=areas, rules=rules)


@st.composite
def waves(draw: st.DrawFn, *, same_model: bool = False) -> tuple[Wave, Wave]:
    """Two results, of one model or of two versions of it, in any form."""
    old, new = draw(versions())
    if same_model:
        new = old
    return Wave(old, parse_answers(draw(documents(old)), old)), Wave(new, parse_answers(draw(documents(new)), new))


# -- the split ------------------------------------------------------------------------------------------------------


@given(waves())
def test_you_and_the_model_always_add_up_to_the_whole_change(pair: tuple[Wave, Wave]) -> None:
    before, after = (scores_of(measure(wave.model, wave.answers)) for wave in pair)
    for found in compare(*pair).parts:
        scores = after[found.kind, found.id].score, before[found.kind, found.id].score
        assert found.total == (None if None in scores else scores[0] - scores[1])  # type: ignore[operator]
        if found.total is not None and found.you is not None:
            assert found.model is not None
            assert found.you + found.model == found.total
        else:
            assert found.model is None


@given(waves(same_model=True))
def test_within_one_version_and_form_the_whole_change_is_yours(pair: tuple[Wave, Wave]) -> None:
    change = compare(*pair)
    assert change.migration is None
    for found in change.parts:
        assert found.you == found.total or not change.same_form
        assert found.model in (0, None) or not change.same_form


@given(versions(), st.data())
def test_the_same_answers_under_another_version_are_no_change_of_yours(
    pair: tuple[Model, Model], data: st.DataObject
) -> None:
    old, new = pair
    answers = parse_answers(data.draw(documents(old)), old)
    kept = {key: answer for key, answer in answers.given.items() if any(item.id == key for item in new.items)}
    change = compare(Wave(old, answers), Wave(new, answers._replace(given=kept)))
    assert {found.you for found in change.parts} <= {0, None}
    assert {found.verdict for found in change.parts} <= {"same", "unknown"}
    assert (change.moved, change.answered, change.unanswered) == ((), (), ())


@given(waves(same_model=True))
def test_seen_from_the_other_end_everything_is_the_contrary(pair: tuple[Wave, Wave]) -> None:
    there, back = compare(*pair), compare(*reversed(pair))
    turned = {"rose": "fell", "fell": "rose"}
    for one, other in zip(there.parts, back.parts, strict=True):
        assert (one.total, one.you) == (_minus(other.total), _minus(other.you))
        assert one.verdict == turned.get(other.verdict, other.verdict)
        assert set(one.made_by) == set(other.made_by)
    assert there.answered == back.unanswered


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


@given(st.data())
def test_a_raised_answer_never_lowers_what_is_yours(data: st.DataObject) -> None:
    answers = parse_answers(data.draw(documents(REAL)), REAL)
    levels = {key: answer.level for key, answer in answers.given.items() if answer.level in range(1, 5)}
    if levels:
        item = data.draw(st.sampled_from(sorted(levels)))
        raised = with_answer(answers, item, level=levels[item] + 1)  # type: ignore[operator]
        for found in compare(Wave(REAL, answers), Wave(REAL, raised)).parts:
            assert found.you is None or found.you >= 0
            assert found.verdict != "fell"


def test_a_replaced_item_is_the_models_doing_and_a_raised_one_yours() -> None:
    after = full(NEXT, SAL_INT=5, SAL_QUE=5)
    found = part(compare(Wave(PRESENT, full(PRESENT)), Wave(NEXT, after)), "SAL")
    assert found.total == Fraction(4, 6)
    assert found.you == Fraction(2, 5), "five items ask the same"
    assert found.model == Fraction(4, 6) - Fraction(2, 5)


def test_an_item_that_means_something_else_is_not_compared() -> None:
    change = compare(Wave(PRESENT, full(PRESENT)), Wave(NEXT, full(NEXT, SRV_EMP=5)))
    assert part(change, "SRV").you == 0
    assert part(change, "SRV").model == Fraction(2, 6)
    assert change.moved == ()


def test_other_weights_are_the_models_doing() -> None:
    answers = full(PRESENT, SRV=5)
    change = compare(Wave(PRESENT, answers), Wave(NEXT, full(NEXT, SRV=5)))
    found = part(change, "experience")
    assert found.you == 0
    assert found.model == mean([(Fraction(3), 5), (Fraction(5), 2)]) - mean([(Fraction(3), 5), (Fraction(5), 1)])


def test_what_is_yours_counts_by_the_later_weights() -> None:
    found = part(compare(Wave(PRESENT, full(PRESENT)), Wave(NEXT, full(NEXT, MKT=4))), "experience")
    assert found.you == Fraction(1, 7), "seven, for customer service now counts twice"
    assert found.model == 0


def test_other_scales_are_not_subtracted() -> None:
    longer = REAL._replace(version="9.0.0", rules=REAL.rules._replace(levels=7))
    change = compare(Wave(REAL, full()), Wave(longer, full(longer, 6)))
    assert {(found.total, found.you, found.verdict) for found in change.parts} == {(None, None, "unknown")}
    assert change.moved == ()


# -- another form ---------------------------------------------------------------------------------------------------


def test_between_forms_only_the_whole_is_compared_on_the_questions_of_both() -> None:
    quick = full()._replace(form="quick")
    change = compare(Wave(REAL, quick), Wave(REAL, full(SAL=5)))
    assert [found.id for found in change.parts] == ["overall"]
    found = part(change, "overall")
    assert found.total == Fraction(2, 6) / 2
    assert found.you == Fraction(2, 6) / 2, "one of the six quick questions about areas is about sales"
    assert not change.same_form
    assert [move.item for move in change.moved] == ["SAL-TIM"]


def test_a_question_of_both_forms_counts_though_the_later_model_has_it_in_its_full_form_only() -> None:
    slower = REAL._replace(
        version="9.0.0", items=tuple(item._replace(quick=item.quick and item.id != "SAL-TIM") for item in REAL.items)
    )
    change = compare(Wave(REAL, full()._replace(form="quick")), Wave(slower, full(SAL_TIM=5)))
    assert part(change, "overall").you == Fraction(2, 6) / 2


def test_quick_forms_are_compared_in_their_three_scores() -> None:
    one, other = (full(**levels)._replace(form="quick") for levels in ({}, {"SAL": 5}))  # type: ignore[arg-type]
    change = compare(Wave(REAL, one), Wave(REAL, other))
    assert [found.id for found in change.parts] == ["overall", "experience", "MGT"]
    assert part(change, "experience").total == Fraction(2, 6)


# -- noise ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("raised", "verdict"), [(0, "same"), (1, "unclear"), (3, "unclear"), (4, "rose"), (6, "rose")])
def test_of_six_answers_four_must_rise_for_a_clear_change(raised: int, verdict: str) -> None:
    items = [item.id.replace("-", "_") for item in REAL.items if item.block == AREA][:raised]
    found = part(compare(Wave(REAL, full()), Wave(REAL, full(**dict.fromkeys(items, 4)))), AREA)
    assert (found.total, found.verdict, found.clear_from) == (Fraction(raised, 6), verdict, 6)
    back = part(compare(Wave(REAL, full(**dict.fromkeys(items, 4))), Wave(REAL, full())), AREA)
    assert back.verdict == {"rose": "fell"}.get(verdict, verdict)


@pytest.mark.parametrize(("raised", "verdict"), [(5, "unclear"), (6, "rose")])
def test_of_twelve_practices_the_noise_is_smaller_by_the_root_of_two(raised: int, verdict: str) -> None:
    items = [item.id.replace("-", "_") for item in REAL.items if item.practice][:raised]
    found = part(compare(Wave(REAL, full()), Wave(REAL, full(**dict.fromkeys(items, 4)))), "MGT")
    assert (found.verdict, found.clear_from) == (verdict, 4)  # 0.6 · √(6/12) = 0.424


def test_exactly_the_smallest_clear_difference_is_clear() -> None:
    square = Fraction(36)
    assert is_clear(Fraction(6, 10), square)
    assert is_clear(Fraction(-6, 10), square)
    assert not is_clear(Fraction(6, 10) - Fraction(1, 10**9), square)
    assert (about(square), about(Fraction(18)), about(Fraction(0))) == (6, 4, 0)


@given(st.fractions(0, 10_000))
def test_the_noise_that_is_told_is_the_nearest_tenth(square: Fraction) -> None:
    told = about(square)
    assert (Fraction(2 * told + 1, 2)) ** 2 > square
    assert told == 0 or Fraction(2 * told - 1, 2) ** 2 <= square


@given(st.data())
@settings(max_examples=40)
def test_imprecision_is_the_sum_of_squares_of_what_each_answer_weighs(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from([REAL, NEXT, LATER]))
    form = data.draw(st.sampled_from(["full", "quick"]))
    answers = full(model)._replace(form=form)
    for item in data.draw(st.lists(st.sampled_from([item.id for item in model.items]), max_size=3)):
        answers = with_answer(answers, item, level=None, unknown=True)
    before = scores_of(measure(model, answers))
    found = imprecision(measure(model, answers))
    weights: dict[Any, Fraction] = {}
    for item in model.of_form(answers.form):
        if answers.to(item.id).level:
            for key, score in scores_of(measure(model, with_answer(answers, item.id, level=4))).items():
                if score.score is not None and before[key].score is not None:
                    weights[key] = weights.get(key, Fraction(0)) + (score.score - before[key].score) ** 2
    scored = [key for key, score in before.items() if score.score is not None]
    assert {key: found.get(key) for key in scored} == {key: weights[key] for key in scored}


# -- items and levels -----------------------------------------------------------------------------------------------


def test_items_that_moved_most_come_first() -> None:
    change = compare(Wave(REAL, full()), Wave(REAL, full(SAL_INT=4, MKT_INT=1, MGT_01=5)))
    assert [(move.item, move.before, move.after) for move in change.moved] == [
        ("MKT-INT", 3, 1),
        ("MGT-01", 3, 5),
        ("SAL-INT", 3, 4),
    ]


def test_what_is_newly_answered_or_no_longer_is_listed() -> None:
    before = with_answer(full(), "SAL-INT", level=None, unknown=True)
    after = with_answer(full(), "MGT-02", level=None, not_applicable="one person")
    change = compare(Wave(REAL, before), Wave(REAL, after))
    assert (change.answered, change.unanswered, change.moved) == (("SAL-INT",), ("MGT-02",), ())


def test_a_level_is_made_by_the_members_that_went_past_what_it_asks() -> None:
    change = compare(Wave(REAL, full(SAL_INT=1, SAL_RES=2)), Wave(REAL, full(SAL_INT=3, SAL_RES=2, SAL_EXP=5)))
    found = part(change, "SAL")
    assert (found.before.level, found.after.level) == (2, 3)
    assert found.made_by == ("SAL-INT",)
    back = compare(Wave(REAL, full(SAL_INT=3)), Wave(REAL, full(SAL_INT=1)))
    assert part(back, "SAL").made_by == ("SAL-INT",)


def test_the_overall_level_is_made_by_blocks() -> None:
    change = compare(Wave(REAL, full(SAL=1)), Wave(REAL, full(SAL=2)))
    found = part(change, "overall")
    assert (found.before.level, found.after.level, found.made_by) == (2, 3, ("SAL",))
    assert part(change, "experience").made_by == ("SAL",)


def test_the_level_of_a_quick_form_is_made_by_items() -> None:
    one, other = full(SAL=1)._replace(form="quick"), full(SAL=2)._replace(form="quick")
    assert part(compare(Wave(REAL, one), Wave(REAL, other)), "experience").made_by == ("SAL-TIM",)


@given(waves(same_model=True))
def test_a_block_never_changes_its_level_without_a_member_that_made_it_so(pair: tuple[Wave, Wave]) -> None:
    change = compare(*pair)
    for found in change.parts:
        levels = found.before.level, found.after.level
        if None in levels or levels[0] == levels[1]:
            assert found.made_by == ()
        elif found.kind in ("area", "management", "pillar"):
            assert found.made_by


def test_a_level_that_a_rule_has_moved_is_made_by_nobody() -> None:
    stricter = REAL._replace(version="9.0.0", rules=REAL.rules._replace(gate_percent=100))
    answers = full(level=4, SAL_INT=3)
    found = part(compare(Wave(REAL, answers), Wave(stricter, answers)), "SAL")
    assert (found.before.level, found.after.level, found.made_by, found.you) == (4, 3, (), 0)


# -- order ----------------------------------------------------------------------------------------------------------


def dated(day: str, name: str = "", *, present: bool = False, **levels: int) -> Wave:
    """A result of a day."""
    return Wave(REAL, full(**levels)._replace(date=day), name, present)


def names(waves: tuple[tuple[Wave, ...], bool]) -> tuple[list[str], bool]:
    """What in_order gives, by name."""
    return [wave.name for wave in waves[0]], waves[1]


def test_results_stand_by_date_and_the_present_ones_last_where_they_have_none() -> None:
    given = [dated("2026-02-01", "c"), dated("2024-12-31", "a"), dated("2025-07-01", "b")]
    assert names(in_order(given)) == (["a", "b", "c"], True)
    assert names(in_order([dated("", "now", present=True), *given])) == (["a", "b", "c", "now"], True)
    assert names(in_order([dated("2025-01-01", "now", present=True), *given])) == (["a", "now", "b", "c"], True)


def test_on_one_day_the_present_answers_are_the_later_ones() -> None:
    pair = [dated("2026-02-01", "now", present=True, SAL=4), dated("2026-02-01", "a")]
    assert names(in_order(pair)) == (["a", "now"], True)


def test_without_a_date_the_order_given_stays_and_that_is_told() -> None:
    assert names(in_order([dated("2026-02-01", "c"), dated("", "a"), dated("2025-07-01", "b")])) == (
        ["c", "a", "b"],
        False,
    )


def test_the_same_result_counts_once_and_the_same_answers_of_another_day_count() -> None:
    assert names(in_order([dated("2026-02-01", "a"), dated("2026-02-01", "again")])) == (["a"], True)
    twice = [dated("2026-02-01", "a"), dated("2026-03-01", "b")]
    assert names(in_order(twice)) == (["a", "b"], True)
    assert compare(*twice).same_answers
    assert not compare(dated("2026-02-01"), dated("2026-02-01", SAL=4)).same_answers


@given(st.dates(), st.dates())
def test_days_are_counted_as_the_calendar_counts_them(one: date, other: date) -> None:
    assert day_number(other.isoformat()) - day_number(one.isoformat()) == (other - one).days


# -- in words -------------------------------------------------------------------------------------------------------


def view_of(*waves: Wave, language: str = "en", name: str = "present") -> Mapping[str, Any]:
    """Results in words; plain data, as it crosses to the page."""
    model = {"present": REAL, "next": NEXT}[name]
    texts = parse_texts(plain_texts(name, language), model, language)
    view: Mapping[str, Any] = json.loads(json.dumps(change_view(waves, model, texts, Words(load_words(language)))))
    return view


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_view_holds_no_gap_and_one_column_for_each_heading(language: str) -> None:
    view = view_of(
        dated("2024-05-05", "a.json", SAL=1),
        dated("2025-05-05", "b.json", SAL=2),
        Wave(NEXT, full(NEXT, SAL=4, MKT=1), "c.json", present=True),
        language=language,
        name="next",
    )
    assert "{" not in "".join(_sentences(view))
    assert [len(change["head"]) for change in view["changes"]] == [7, 7]
    assert {len(row["cells"]) for row in view["history"]["rows"]} == {3}
    assert len(view["history"]["head"]) == 4
    assert [len(view["charts"]), len(view["history"]["rows"])] == [9, 15]
    assert view["changes"][0]["migration"]["revised"][0]["item"] == "SRV-EMP"


def _sentences(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for entry in inner for text in _sentences(entry)]


def test_numbers_have_a_sign_and_one_decimal() -> None:
    (change,) = view_of(dated("2025-01-01"), dated("2026-01-01", SAL=4, MKT=2))["changes"]
    shown = {
        row["name"]: (row["earlier"], row["later"], row["change"], row["you"], row["model"]) for row in change["parts"]
    }
    assert shown["Sales"] == ("3.0 (level 3)", "4.0 (level 4)", "+1.0", "+1.0", "0.0")
    assert shown["Marketing"] == ("3.0 (level 3)", "2.0 (level 2)", "−1.0", "−1.0", "0.0")
    verdicts = {row["name"]: (row["verdict"], row["sure"]) for row in change["parts"]}
    assert verdicts["Sales"] == ("Clearly higher", True)
    assert verdicts["Marketing"] == ("Clearly lower", True)
    assert verdicts["Management"] == ("No change", False)


def test_a_change_within_the_noise_says_how_large_that_is() -> None:
    (change,) = view_of(dated("2025-01-01"), dated("2026-01-01", SAL_INT=4))["changes"]
    assert change["parts"][2]["verdict"] == "No clear change (noise: about 0.6)"


def test_what_must_be_known_first_is_said() -> None:
    one = Wave(REAL, full()._replace(profile={"organisation": "Mill"}), "a.json")
    other = Wave(REAL, full(SAL=4)._replace(date="2026-01-01", profile={"organisation": "Bakery"}), "b.json")
    view = view_of(one, other, other)
    assert [note.split(":")[0] for note in view["notes"][:1]] == ["Without a date"]
    assert "a.json" in view["notes"][0]
    assert view["notes"][1] == "1 result was there twice and counts once."
    assert "Mill; Bakery" in view["notes"][2]
    assert view["changes"][0]["title"] == "From a.json (no date) to 2026-01-01"


def test_one_result_alone_asks_for_another() -> None:
    view = view_of(dated("2025-01-01"))
    assert view["need_two"]
    assert (view["changes"], view["charts"], view["announce"]) == ([], [], "")


def test_another_form_and_the_same_answers_are_said() -> None:
    quick = Wave(REAL, full()._replace(form="quick", date="2025-01-01"))
    (change,) = view_of(quick, dated("2026-01-01"))["changes"]
    assert change["notes"][0].startswith("One of the two is the quick form")
    assert change["head"][5] == "Other questions"
    (change,) = view_of(dated("2025-01-01"), dated("2026-01-01"))["changes"]
    assert change["notes"] == ["2025-01-01 and 2026-01-01 hold the same answers."]
    assert change["moved_none"]


def test_a_chart_joins_unlike_results_with_another_line() -> None:
    alike = view_of(dated("2025-01-01"), dated("2026-01-01", SAL=4))
    unlike = view_of(dated("2025-01-01"), Wave(NEXT, full(NEXT)._replace(date="2026-01-01")), name="next")
    looks = [
        {child[1]["class"] for child in view["charts"][0]["drawing"][2] if child[0] == "line"}
        for view in (alike, unlike)
    ]
    assert looks == [{"trend-level", "trend-line"}, {"trend-level", "trend-line trend-line--other"}]


def test_a_chart_leaves_as_much_room_as_there_was_time() -> None:
    view = view_of(dated("2025-01-01", SAL=1), dated("2025-01-31", SAL=2), dated("2025-04-01", SAL=3))
    left, between, right = (int(child[1]["cx"]) for child in view["charts"][0]["drawing"][2] if child[0] == "circle")
    assert abs((between - left) * 3 - (right - left)) <= 3
    assert left < between < right
    even = view_of(dated("2025-01-01", "a", SAL=1), dated("", "b", SAL=2), dated("2025-04-01", "c", SAL=3))
    left, between, right = (int(child[1]["cx"]) for child in even["charts"][0]["drawing"][2] if child[0] == "circle")
    assert between - left == right - between


def test_a_chart_tells_its_numbers_to_those_who_do_not_see_it() -> None:
    view = view_of(dated("2025-01-01"), dated("2026-01-01", SAL=4))
    assert view["charts"][2]["drawing"][1]["aria-label"] == "Sales; 2025-01-01: 3.0; 2026-01-01: 4.0"


@given(st.data())
@settings(max_examples=25)
def test_a_view_can_be_made_of_any_results(data: st.DataObject) -> None:
    found = [
        Wave(REAL, parse_answers(data.draw(documents(REAL)), REAL), name)
        for name in data.draw(st.lists(st.text(), max_size=3))
    ]
    change_view(found, REAL, load_texts(REAL, "pl"), Words(load_words("pl")))
