"""`cx-atlas compare` and `cx-atlas migrate`: what they print, what they write, and what they refuse."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment import cli
from assessment.core.answers import Answer, Answers
from assessment.core.history.migration import migrate
from assessment.core.model import Model, parse_model
from assessment.files import read_answers, write_answers
from assessment.report.history.comparison import FORMATS, MIGRATION_FORMATS
from tests.models.family import PRESENT, plain_model, plain_texts, released, toml

LANGUAGES = ("en", "pl", "ro")


@pytest.fixture
def future(tmp_path: Path) -> Iterator[Model]:
    """CX Atlas once the next version is out and the present one is an earlier release."""
    with released(tmp_path / "data") as model:
        yield model


def saved(file: Path, day: str, model: Model = PRESENT, **levels: int) -> str:
    """A file with every item at level 3, but for the blocks named; its name."""
    given = {item.id: Answer(level=levels.get(item.block, 3)) for item in model.items}
    file.write_text(write_answers(Answers("full", given, {}, {}, day, {}), model), "utf-8")
    return str(file)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Three results, the newest first."""
    days = {"c.json": ("2026-11-02", 4), "a.json": ("2024-11-02", 2), "b.json": ("2025-11-02", 3)}
    return [saved(tmp_path / name, day, SAL=level) for name, (day, level) in days.items()]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Standard output of a command that succeeds and says nothing else."""
    status = cli.main(arguments)
    output, errors = capsys.readouterr()
    assert (status, errors) == (0, "")
    return output


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a command says when it cannot."""
    status = cli.main(arguments)
    output, errors = capsys.readouterr()
    assert (status, output, errors.count("\n")) == (2, "", 1)
    return errors[:-1]


# -- compare --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_compare_prints_every_format_in_every_language(
    form: str, language: str, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(capsys, "compare", "--language", language, "--format", form, *files)
    assert output.endswith("\n")
    assert "2024-11-02" in output
    assert "{name}" not in output
    assert {"json": '"change": 1.0', "csv": "1.00"}.get(form, "+1.0" if language == "en" else "+1,0") in output
    if form == "html":
        assert f'<html lang="{language}">' in output
        assert output.count('<svg class="trend"') == 9


def test_results_are_compared_by_date_whatever_the_order_of_the_files(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for form in FORMATS:
        outputs = {
            told(capsys, "compare", "--format", form, *order) for order in (files, files[::-1], files[1:] + files[:1])
        }
        assert len(outputs) == 1


def test_the_latest_result_is_compared_with_the_one_before_it_and_with_the_first(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(told(capsys, "compare", "--format", "json", *files))
    assert (data["format"], data["version"], data["by_date"]) == ("cx-atlas/change", 1, True)
    assert [wave["date"] for wave in data["waves"]] == ["2024-11-02", "2025-11-02", "2026-11-02"]
    assert [(change["earlier"], change["later"]) for change in data["changes"]] == [(1, 2), (0, 2)]
    assert [change["parts"]["SAL"]["you"] for change in data["changes"]] == [1.0, 2.0]
    assert data["changes"][0]["parts"]["SAL"]["verdict"] == "rose"
    assert data["changes"][0]["parts"]["MKT"]["verdict"] == "same"


def test_a_report_counts_as_the_answers_that_it_was_made_of(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    report.write_text(told(capsys, "score", "--format", "json", files[1]), "utf-8")
    expected = told(capsys, "compare", "--format", "json", *files[:2])
    assert told(capsys, "compare", "--format", "json", files[0], str(report)) == expected


def test_a_fall_stays_a_number_in_a_spreadsheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair = [saved(tmp_path / "a.json", "2025-01-01"), saved(tmp_path / "b.json", "2026-01-01", SAL=2)]
    rows = list(csv.reader(io.StringIO(told(capsys, "compare", "--format", "csv", *pair).removeprefix("\ufeff"))))
    (sales,) = [row for row in rows if row[2] == "SAL"]
    assert sales == [
        "2025-01-01",
        "2026-01-01",
        "SAL",
        "Sales",
        "3.00",
        "2.00",
        "-1.00",
        "-1.00",
        "0.00",
        "Clearly lower",
    ]


def test_results_of_two_versions_are_split_into_you_and_the_model(
    future: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = [saved(tmp_path / "a.json", "2025-01-01", SRV=5), saved(tmp_path / "b.json", "2026-01-01", future, SRV=5)]
    data = json.loads(told(capsys, "compare", "--format", "json", *pair))
    experience = data["changes"][0]["parts"]["experience"]
    assert (experience["change"], experience["you"], experience["model"]) == (0.24, 0.0, 0.24)
    assert data["changes"][0]["migration"]["revised"] == ["SRV-EMP"]
    assert future.version in told(capsys, "compare", *pair)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_result_is_nothing_to_compare(language: str, files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for given in (files[:1], [files[0], files[0]]):
        line = refused(capsys, "compare", "--language", language, *given)
        assert line.startswith(files[0])


def test_a_file_that_cannot_be_read_stops_the_comparison(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    assert refused(capsys, "compare", files[0], str(broken), files[1]).startswith(f"{broken}: ")


def test_another_model_brings_its_own_earlier_versions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    (folder / "texts").mkdir(parents=True)
    (folder / "releases").mkdir()
    old, new = ({**plain_model(name), "id": "mine", "languages": ["pl"]} for name in ("present", "next"))
    for name, data in {
        "model.toml": new,
        "texts/pl.toml": plain_texts("next", "pl"),
        f"releases/{old['version']}.toml": old,
    }.items():
        (folder / name).write_text(toml(data), "utf-8")
    models = [parse_model(data) for data in (old, new)]
    pair = [
        saved(tmp_path / f"{model.version}.json", day, model, SRV=5)
        for day, model in zip(("2025-01-01", "2026-01-01"), models, strict=True)
    ]
    data = json.loads(told(capsys, "compare", "--model", str(folder), "--format", "json", *pair))
    assert data["changes"][0]["parts"]["experience"]["model"] == 0.24
    assert "SAL-TIM" in told(capsys, "migrate", "--model", str(folder), pair[0])
    assert old["version"] in refused(capsys, "migrate", "--model", str(folder), "--to", "0.0.1", pair[0])


# -- migrate --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", MIGRATION_FORMATS)
def test_migrate_says_what_became_of_the_answers(
    form: str, language: str, future: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path / "old.json", "2025-01-01")
    output = told(capsys, "migrate", "--language", language, "--format", form, file)
    assert future.version in output
    assert "SAL-TIM" in output.replace("\\", "")
    assert output.endswith("\n")


def test_migrate_writes_the_answers_only_where_it_is_told_to(
    future: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = saved(tmp_path / "old.json", "2025-01-01"), tmp_path / "new.json"
    before = Path(file).read_bytes()
    told(capsys, "migrate", file)
    assert not out.exists()
    told(capsys, "migrate", "--output", str(out), file)
    assert Path(file).read_bytes() == before
    carried = read_answers(out.read_text("utf-8"), future)
    assert json.loads(out.read_text("utf-8"))["model"]["version"] == future.version
    assert carried == migrate(read_answers(before.decode(), PRESENT), PRESENT, future).answers
    told(capsys, "score", str(out))


def test_migrate_goes_to_the_version_that_is_named(
    future: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, out = saved(tmp_path / "new.json", "2026-01-01", future), tmp_path / "old.json"
    data = json.loads(told(capsys, "migrate", "--to", PRESENT.version, "--format", "json", "--output", str(out), new))
    assert (data["model"]["from"], data["model"]["to"]) == (future.version, PRESENT.version)
    assert [entry["item"] for entry in data["set_aside"]] == ["SAL-QUE", "MGT-90"]
    assert json.loads(out.read_text("utf-8"))["model"]["version"] == PRESENT.version


def test_migrating_to_its_own_version_changes_nothing(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert PRESENT.version in told(capsys, "migrate", "--to", PRESENT.version, "--output", str(out), files[0])
    assert out.read_bytes() == Path(files[0]).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", ["0.9.0", "1", "../model", "next"])
def test_a_version_that_there_is_not_is_refused_with_those_that_there_are(
    version: str, language: str, future: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path / "old.json", "2025-01-01")
    line = refused(capsys, "migrate", "--language", language, "--to", version, file)
    assert f"{PRESENT.version}; {future.version}" in line


def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "no" / "such" / "folder" / "new.json"
    assert str(nowhere) in refused(capsys, "migrate", "--output", str(nowhere), files[0])


def test_a_score_of_an_old_file_says_on_standard_error_that_it_was_carried(
    future: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path / "old.json", "2025-01-01")
    assert cli.main(["score", "--format", "json", file]) == 0
    output, errors = capsys.readouterr()
    assert json.loads(output)["model"]["version"] == future.version
    assert errors.startswith(f"{file}: ")
    assert PRESENT.version in errors
    assert errors.count("\n") == 1
