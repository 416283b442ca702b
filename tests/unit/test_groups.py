"""What is shown of a panel: never of fewer than three people, not even by adding and subtracting."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.team import groups
from assessment.core.team.cuts import small_cut
from assessment.core.team.groups import shown
from assessment.core.team.merged import Merged, merge
from assessment.core.team.panel import LEAST, MOST_NAMES, Panel
from assessment.files import load_texts, load_words
from assessment.report.team.formats import write_panel
from assessment.report.team.view import panel_view
from assessment.report.words import Words
from tests.unit.generated import REAL
from tests.unit.panels import ITEMS, SMALL, Person, crowds, panel_of, worked_out

WORDS, TEXTS = Words(load_words("en")), load_texts(REAL, "en")
BY = ("role", "site")
FILLED = "1" * len(REAL.items)


def sums_shown(panel: Panel) -> dict[str, list[tuple[str, str]]]:
    """Item → the groups, and everybody, whose levels are shown; under "" those whose sizes are."""
    found = shown(panel.gathered)
    told: dict[str, list[tuple[str, str]]] = {"": [("", "")]}
    told[""] += [(by, group.name) for by, these in found.groups.items() for group in these]
    for item in ITEMS:
        told[item] = [("", "")] if found.tallies[item].levels is not None else []
        told[item] += [
            (by, group.name)
            for by, these in found.groups.items()
            for group in these
            if group.tallies[item].levels is not None
        ]
    return told


def given_away(people: Sequence[Person]) -> list[tuple[str, set[int]]]:
    """What an attacker works out about fewer than three people, by item; "" is about who did not answer."""
    found = []
    for item, told in sums_shown(panel_of(people)).items():
        answered = [person for person in people if not item or person.said[ITEMS.index(item)] in "12345"]
        found += [(item, few) for few in worked_out(answered, told)]
    return found


@given(crowds())
@settings(max_examples=300)
def test_nothing_can_be_worked_out_about_fewer_than_three_people(people: list[Person]) -> None:
    assert given_away(people) == []


def test_the_attacker_would_succeed_if_nothing_but_small_groups_were_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "small_cut", lambda edges, enough: None)
    lone = [Person("r", "x", "333")] * 4 + [Person("s", "x", "555")]
    assert given_away(lone) == [(item, {4}) for item in ("", *ITEMS)], "everybody less the one group that is shown"
    # Each role and each site has three people or more, and so have those hidden; but one is the only manager at x.
    crossed = [Person("driver", "x", "333")] * 4 + [Person("manager", "x", "555")]
    crossed += [Person("clerk", "y", "111")] * 2 + [Person("cashier", "y", "222")] * 3
    assert ("", {4}) in given_away(crossed)


def test_the_smallest_group_is_hidden_with_one_that_is_too_small() -> None:
    people = [Person("owner", "", "333")] * 2 + [Person("cashier", "", "222")] * 3 + [Person("driver", "", "111")] * 4
    found = shown(panel_of(people).gathered)
    assert [(group.name, group.people) for group in found.groups["role"]] == [("driver", 4)]
    assert found.hidden == {"role": 5}


def test_small_groups_that_are_enough_together_hide_no_other() -> None:
    people = [Person("owner", "", "333")] * 2 + [Person("buyer", "", "222")] + [Person("driver", "", "111")] * 3
    found = shown(panel_of(people).gathered)
    assert [group.name for group in found.groups["role"]] == ["driver"]


def test_two_groupings_that_cross_are_hidden_where_one_person_could_be_worked_out() -> None:
    people = [Person("driver", "x", "333")] * 4 + [Person("manager", "x", "555")]
    people += [Person("clerk", "y", "111")] * 2 + [Person("cashier", "y", "222")] * 3
    assert given_away(people) == []
    found = shown(panel_of(people).gathered)
    assert [group.name for group in found.groups["role"]] == ["driver", "cashier"]
    assert found.groups["site"] == (), "less its drivers or cashiers, each would leave a manager or two clerks"


def test_an_item_that_fewer_than_three_answered_shows_no_levels() -> None:
    found = shown(panel_of([Person("r", "x", "12."), Person("r", "x", "12."), Person("r", "x", "1??")]).gathered)
    assert [found.tallies[item].levels is None for item in ITEMS] == [False, True, True]
    assert found.tallies["A-2"].answered == 2
    assert found.tallies["M-1"].unknown == 1


def test_an_item_is_hidden_in_a_group_where_the_rest_of_the_answers_would_be_one_persons() -> None:
    people = [Person("r", "x", "123")] * 4 + [Person("s", "x", "323")] * 3 + [Person("t", "x", "5..")] * 3
    people += [Person("t", "x", "543")]
    groups_found = {group.name: group for group in shown(panel_of(people).gathered).groups["role"]}
    assert set(groups_found) == {"r", "s", "t"}
    assert [groups_found[name].tallies["A-1"].levels is None for name in "rst"] == [False, False, False]
    assert [groups_found[name].tallies["A-2"].levels is None for name in "rst"] == [False, True, True]


def test_fewer_than_three_people_are_not_shown_at_all() -> None:
    with pytest.raises(ValueError, match="2 people"):
        shown(panel_of([Person("r", "x", "123")] * 2).gathered)
    with pytest.raises(ValueError, match="2 people"):
        merge(panel_of([Person("r", "x", "123")] * 2).gathered)


def test_names_are_the_same_whatever_their_case_and_spaces() -> None:
    people = [
        Person(name, "", "333") for name in ("SALES", " Sales", "sales ", "saLes\t", "Straße", "STRASSE", "strasse")
    ]
    found = shown(panel_of(people).gathered)
    assert [(group.name, group.people) for group in found.groups["role"]] == [("Sales", 4), ("Straße", 3)]


def test_those_who_named_no_role_are_a_group_of_their_own() -> None:
    people = [Person("", "", "333")] * 3 + [Person("owner", "", "222")] * 3
    assert [group.name for group in shown(panel_of(people).gathered).groups["role"]] == ["", "owner"]
    assert shown(panel_of([Person("", "", "333")] * 6).gathered).groups == {}


def test_too_many_names_group_nobody_whatever_the_order() -> None:
    people = [Person(f"role {n % (MOST_NAMES + 1)}", f"site {n % 3}", "333") for n in range(3 * MOST_NAMES + 3)]
    for order in (people, people[::-1]):
        found = shown(panel_of(order).gathered)
        assert found.too_many == ("role",)
        assert [group.people for group in found.groups["site"]] == [MOST_NAMES + 1] * 3
        assert "role" not in found.groups


# -- every way out --------------------------------------------------------------------------------------------------


@st.composite
def real_panels(draw: st.DrawFn) -> tuple[list[Person], Panel, Merged]:
    """A small panel over the real model, the first items of which people answer each in their own way."""
    few = draw(crowds(3, 9))
    people = [person._replace(said=(person.said + FILLED)[: len(FILLED)]) for person in few]
    panel = panel_of(people, REAL)
    return people, panel, merge(panel.gathered)


@given(real_panels())
@settings(max_examples=20)
def test_no_format_shows_what_is_hidden(case: tuple[list[Person], Panel, Merged]) -> None:
    people, panel, merged = case
    items = [item.id for item in REAL.items][: len(ITEMS)]
    for told in (
        list(_told_by_json(panel, merged, items)),
        list(_told_by_csv(panel, merged, items)),
        list(_told_by_view(panel, merged, items)),
    ):
        assert told, "the attacker reads something"
        for item in items:
            answered = [person for person in people if person.said[items.index(item)] in "12345"]
            sums = [(by, name) for found, by, name in told if found == item]
            assert worked_out(answered, sums) == [], item


@given(st.lists(st.tuples(*[st.sampled_from("12345")] * 4), min_size=2, max_size=2), st.integers(3, 6))
@settings(max_examples=6)
def test_what_the_only_two_said_who_answered_an_item_changes_nothing(said: list[tuple[str, ...]], others: int) -> None:
    """They answered the first and the second item, which nobody else did, once in one way and once in another."""
    reports = set()
    for levels in (("1", "1", "1", "1"), *said):
        people = [Person("r", "x", "".join(levels[2 * n : 2 * n + 2]) + FILLED[2:]) for n in range(2)]
        people += [Person("r", "x", ".?" + FILLED[2:])] * others
        panel = panel_of(people, REAL)
        merged = merge(panel.gathered)
        reports.add("".join(write_panel(panel, merged, TEXTS, WORDS, BY, form) for form in ("json", "csv", "text")))
    assert len(reports) == 1


def test_the_name_of_a_hidden_group_stands_nowhere() -> None:
    people = [Person("Quartermaster", "Atlantis", FILLED)] * 2 + [Person("cashier", "Town", FILLED)] * 5
    panel = panel_of(people, REAL)
    merged = merge(panel.gathered)
    for form in ("text", "json", "markdown", "html", "csv"):
        text = write_panel(panel, merged, TEXTS, WORDS, BY, form)
        assert "Quartermaster" not in text
        assert "Atlantis" not in text


def _told_by_json(panel: Panel, merged: Merged, items: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    data = json.loads(write_panel(panel, merged, TEXTS, WORDS, BY, "json"))
    for item in items:
        if data["items"][item]["levels"]:
            yield item, "", ""
        for by, grouping in data["groups"].items():
            for group in grouping["groups"]:
                if group["items"][item]["levels"]:
                    yield item, by, group["name"]
    yield "", "", ""


def _told_by_csv(panel: Panel, merged: Merged, items: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    text = write_panel(panel, merged, TEXTS, WORDS, BY, "csv").removeprefix("\ufeff")
    for row in csv.DictReader(io.StringIO(text)):
        if row["id"] in items and row["Level 1"]:
            by, _, name = row["Group"].partition(": ")
            key = {"By role": "role", "By site": "site"}.get(by, "")
            yield row["id"], key, "" if name in ("", "not stated") else name
    yield "", "", ""


def _told_by_view(panel: Panel, merged: Merged, items: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    view: dict[str, Any] = panel_view(panel, merged, TEXTS, WORDS, {}, BY)
    for item in view["items"]:
        if item["item"] in items:
            if item["levels"] or item["camps"] or item["median"]:
                yield item["item"], "", ""
            for group in item["groups"]:
                if group["levels"] or group["median"]:
                    yield item["item"], group["by"], "" if group["name"] == "not stated" else group["name"]
    yield "", "", ""


# -- cuts -----------------------------------------------------------------------------------------------------------


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(4, 7)), st.integers(1, 4), max_size=12))
@settings(max_examples=250)
def test_a_small_cut_is_found_exactly_where_there_is_one(edges: dict[tuple[int, int], int]) -> None:
    side = small_cut(edges, LEAST)
    found = side is not None
    assert found == any(0 < _crossing(edges, {n for n in range(8) if chosen >> n & 1}) < LEAST for chosen in range(256))
    if side is not None:
        assert 0 < _crossing(edges, side) < LEAST


def _crossing(edges: dict[tuple[int, int], int], side: set[int]) -> int:
    return sum(weight for (one, other), weight in edges.items() if (one in side) != (other in side))


def test_the_model_of_these_tests_has_the_items_that_they_name() -> None:
    assert [item.id for item in SMALL.items] == ITEMS
