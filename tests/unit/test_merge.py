"""`cx-atlas merge`, and the requests of the page: what is read, what is told, and what is held back."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assessment.bridge import Bridge
from assessment.cli import main
from assessment.commands import merge as command
from assessment.files import load_texts_data, load_words
from tests.unit.generated import REAL
from tests.unit.panels import Person, document

FULL = len(REAL.items)
FORMATS = ("text", "json", "markdown", "csv", "html")


def write(folder: Path, name: str, person: Person, number: int, form: str = "full") -> str:
    """A person's file."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text_of(person, number, form), "utf-8")
    return str(file)


def text_of(person: Person, number: int, form: str = "full") -> str:
    """The text of a person's file."""
    return json.dumps(document(person, REAL, number, form))


def people(n: int) -> list[Person]:
    """People who differ."""
    return [Person("cashier" if i % 2 else "driver", "x", (str(1 + i % 5) * FULL)) for i in range(n)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six people's files, two of them deeper."""
    for number, person in enumerate(people(6)):
        write(tmp_path, f"{'deeper/' if number > 3 else ''}{number}.json", person, number)
    return tmp_path


def merged(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, list[str]]:
    """Exit status, output and the lines of standard error."""
    status = main(["merge", *arguments])
    seen = capsys.readouterr()
    return status, seen.out, seen.err.splitlines()


# -- the command ----------------------------------------------------------------------------------------------------


def test_a_folder_is_merged_with_all_below_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = merged(capsys, str(folder), "--format", "json")
    assert (status, err) == (0, [])
    assert json.loads(out)["people"] == 6


def test_files_lines_and_standard_input_are_merged_together(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = folder / "more.JSONL"
    lines.write_text("\n".join(text_of(person, 10 + n) for n, person in enumerate(people(3))) + "\n\n", "utf-8")
    given = b"\n".join(text_of(person, 20 + n).encode() for n, person in enumerate(people(2)))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    status, out, err = merged(capsys, str(folder / "0.json"), str(lines), "-", "--format", "json")
    assert (status, err) == (0, [])
    assert json.loads(out)["people"] == 1 + 3 + 2


def test_what_is_wrong_in_one_file_is_told_in_a_line_and_the_others_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.json").write_text("{", "utf-8")
    (folder / "latin.json").write_bytes(b'{"x": "\xe9"}')
    (folder / "other.json").write_text(text_of(people(1)[0], 0).replace('"cx-atlas"', '"else"'), "utf-8")
    (folder / "lines.jsonl").write_text(f"{text_of(people(1)[0], 9)}\n[]\n", "utf-8")
    status, out, err = merged(capsys, str(folder), str(folder / "missing.json"), "--format", "json")
    assert status == 0
    assert json.loads(out)["people"] == 7
    assert [line.split(":")[0].rsplit("/", 1)[1] for line in err] == [
        "broken.json",
        "latin.json",
        "lines.jsonl",
        "other.json",
        "missing.json",
    ]
    assert "lines.jsonl:2: This is not a file of answers" in err[2]
    assert "else" in err[3]


def test_strict_fails_if_a_single_file_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert merged(capsys, str(folder), "--strict")[0] == 0
    (folder / "broken.json").write_text("{", "utf-8")
    status, out, err = merged(capsys, str(folder), "--strict")
    assert (status, out, len(err)) == (2, "", 2)


def test_twice_the_same_and_the_other_form_are_told_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "again.json").write_text((folder / "0.json").read_text("utf-8"), "utf-8")
    write(folder, "short.json", Person("", "", "3" * 12), 30, "quick")
    status, out, err = merged(capsys, str(folder))
    assert status == 0
    assert "6 people, full form." in out
    assert [line.split(":")[0].rsplit("/", 1)[1] for line in err] == ["again.json", "short.json"]
    assert "1 quick form is left out" in out


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_people_give_no_result(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, person in enumerate(people(count)):
        write(tmp_path, f"{number}.json", person, number)
    status, out, err = merged(capsys, str(tmp_path), "--format", "json")
    assert (status, out, len(err)) == (2, "", 1)


@pytest.mark.parametrize("language", REAL.languages)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_in_every_language(
    folder: Path, form: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (str(folder), "--format", form, "--by", "role", "--by", "site", "--language", language)
    status, out, err = merged(capsys, *asked)
    assert (status, err) == (0, [])
    assert "{" not in out.replace("{\n", "") or form in ("json", "html")
    assert "driver" in out


def test_only_the_groups_that_were_asked_for_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "driver" not in merged(capsys, str(folder), "--format", "json")[1]
    assert list(json.loads(merged(capsys, str(folder), "--format", "json", "--by", "role")[1])["groups"]) == ["role"]


def test_many_forms_that_are_left_out_are_not_all_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [text_of(Person("", "", "3" * FULL), n) for n in range(command.NAMED + 20)]
    (folder / "many.jsonl").write_text("\n".join(line.replace('"full"', '"quick"') for line in lines), "utf-8")
    status, out, err = merged(capsys, str(folder))
    assert status == 0
    assert len(err) == 6, "the panel is now over the quick form"
    assert f"{command.NAMED + 20} people, quick form." in out


def test_a_file_that_never_ends_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LARGEST", 10)
    file = tmp_path / "long.jsonl"
    file.write_bytes(b"x" * 200)
    assert max(len(str(text)) for _, text in command._texts([str(file)])) <= 41


def test_a_name_that_a_terminal_would_obey_is_told_as_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a\x1b[2J.json").write_text((folder / "0.json").read_text("utf-8"), "utf-8")
    (folder / "b\x1b[2J.json").write_text("{", "utf-8")
    _, _, err = merged(capsys, str(folder))
    assert len(err) == 2
    assert not any("\x1b" in line for line in err)


# -- the page -------------------------------------------------------------------------------------------------------


class Page:
    """A page, opened in English."""

    def __init__(self) -> None:
        self.bridge = Bridge(REAL)
        language = {"texts": load_texts_data("en"), "words": load_words("en"), "articles": {}}
        assert self.ask("open", language=language)["ok"]

    def ask(self, do: str, **asked: Any) -> dict[str, Any]:
        """What the engine answers."""
        reply: dict[str, Any] = json.loads(self.bridge.handle(json.dumps({"do": do, **asked})))
        return reply

    def add(self, first: int, last: int) -> dict[str, Any]:
        """Add the files of these people."""
        files = [{"name": f"{n}.json", "text": text_of(people(last)[n], n)} for n in range(first, last)]
        return self.ask("team.add", files=files)


@pytest.fixture
def page() -> Page:
    """A page."""
    return Page()


def test_an_empty_panel_says_so(page: Page) -> None:
    assert page.ask("team.begin")["summary"]["n"] == 0
    reply = page.ask("team.view")
    assert (reply["state"], reply["view"]) == ("empty", None)
    assert page.ask("team.export", format="json")["error"]["code"] == "panel-empty"


def test_fewer_than_three_people_are_not_shown_on_the_page(page: Page) -> None:
    page.add(0, 2)
    reply = page.ask("team.view")
    assert (reply["state"], reply["view"]) == ("few", None)
    assert "3" in reply["line"]
    assert page.ask("team.item", item="SAL-INT")["error"]["code"] == "panel-few"


def test_files_that_do_not_count_are_told_by_name(page: Page) -> None:
    page.add(0, 4)
    reply = page.ask(
        "team.add",
        files=[
            {"name": "again.json", "text": text_of(people(4)[0], 0)},
            {"name": "broken.json", "text": "{"},
            {"name": "short.json", "text": text_of(Person("", "", "3" * 12), 40, "quick")},
            {"name": "more.jsonl", "text": f"{text_of(people(9)[8], 8)}\n[]\n"},
        ],
    )
    assert [(file["name"], file["status"]) for file in reply["files"]] == [
        ("again.json", "duplicate"),
        ("broken.json", "broken"),
        ("short.json", "left_out"),
        ("more.jsonl:2", "broken"),
    ]
    assert all(file["message"].startswith(f"{file['name']}: ") for file in reply["files"])
    assert reply["summary"]["n"] == 5
    assert len(reply["summary"]["notes"]) == 2


def test_a_view_says_everything_in_the_shape_that_is_promised(page: Page) -> None:
    page.add(0, 9)
    reply = page.ask("team.view", by=["role"])
    assert reply["state"] == "ready"
    view = reply["view"]
    assert view["n"] == 9
    assert [grouping["by"] for grouping in view["groupings"]] == ["role"]
    assert [group["n"] for group in view["groupings"][0]["groups"]] == [5, 4]
    assert view["agenda"][0]["rank"] == 1
    assert {len(item["levels"]) for item in view["items"]} == {5}
    assert len(view["blocks"]) == 7
    assert reply["line"].startswith("9 people: overall ")


def test_one_item_is_shown_with_the_interval_of_its_deviation(page: Page) -> None:
    page.add(0, 9)
    item = page.ask("team.item", item="SAL-INT", by=["role"])["item"]
    assert item["item"] == "SAL-INT"
    assert item["figures"][0]["interval"]
    assert [group["name"] for group in item["groups"]] == ["driver", "cashier"]
    assert page.ask("team.item", item="NO-SUCH")["error"]["code"] == "item-unknown"


@pytest.mark.parametrize("form", FORMATS)
def test_the_page_and_the_command_line_write_the_same(
    form: str, page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.add(0, 6)
    for number, person in enumerate(people(6)):
        write(tmp_path, f"{number}.json", person, number)
    reply = page.ask("team.export", format=form, by=["role"])
    assert reply["text"] == merged(capsys, str(tmp_path), "--format", form, "--by", "role")[1]
    assert reply["name"].startswith("cx-atlas-panel.")


def test_one_more_person_is_held_back_until_three_have_come(page: Page) -> None:
    page.add(0, 5)
    assert page.ask("team.view")["state"] == "ready"
    page.add(5, 6)
    reply = page.ask("team.view")
    assert (reply["state"], reply["view"]) == ("held", None)
    assert page.ask("team.export", format="json")["error"]["code"] == "panel-held"
    assert page.ask("team.item", item="SAL-INT")["error"]["code"] == "panel-held"
    page.add(6, 8)
    assert page.ask("team.view")["state"] == "ready"


def test_beginning_anew_does_not_let_one_person_be_taken_out(page: Page) -> None:
    page.add(0, 6)
    assert page.ask("team.view")["state"] == "ready"
    page.ask("team.begin")
    page.add(0, 5)
    assert page.ask("team.view")["state"] == "held"
    page.add(5, 6)
    assert page.ask("team.view")["state"] == "ready", "the same people as before"


def test_an_export_counts_as_shown(page: Page) -> None:
    page.add(0, 4)
    assert page.ask("team.export", format="csv")["ok"]
    page.add(4, 5)
    assert page.ask("team.view")["state"] == "held"


def test_a_grouping_or_a_format_that_there_is_not_is_told(page: Page) -> None:
    page.add(0, 4)
    assert page.ask("team.view", by=["shoe size"])["error"]["code"] == "not-a-choice"
    assert page.ask("team.export", format="pdf")["error"]["code"] == "format-unknown"
