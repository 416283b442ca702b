"""What GitHub reads from .github is of the form that it reads, gives nobody more than they need, leads somewhere."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema

from assessment.publish.forge import Forge
from assessment.publish.pages import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(file for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if file.name != "config.yml")
PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def read(file: Path) -> dict:
    """YAML as JSON sees it; YAML takes a workflow's `on` for true."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return json.loads(json.dumps({("on" if key is True else key): value for key, value in data.items()}))


def name_of(file: Path) -> str:
    return file.stem


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        *(("vendor.github-workflows", file) for file in WORKFLOWS),
        *(("custom.github-workflows-require-timeout", file) for file in WORKFLOWS),
        *(("vendor.github-issue-forms", file) for file in FORMS),
        ("vendor.github-issue-config", GITHUB / "ISSUE_TEMPLATE" / "config.yml"),
        ("vendor.dependabot", GITHUB / "dependabot.yml"),
    ],
)
def test_a_file_is_of_the_published_form(schema, file):
    rules = get_builtin_schema(schema)
    kind = jsonschema.validators.validator_for(rules)
    assert [error.message for error in kind(rules).iter_errors(read(file))] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=name_of)
def test_an_action_is_pinned_by_its_commit(file):
    lines = [line.strip().removeprefix("- ") for line in file.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.match(line)] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=name_of)
def test_what_may_write_runs_nothing_of_a_pull_request(file):
    workflow = read(file)
    assert "pull_request_target" not in workflow["on"]
    assert "write" not in workflow["permissions"].values()
    assert workflow["concurrency"]
    for job in workflow["jobs"].values():
        steps = job["steps"]
        if "write" in job.get("permissions", {}).values():
            assert not any("checkout" in step.get("uses", "") or "artifact" in step.get("uses", "") for step in steps)
            assert not any("run" in step for step in steps)
        for step in steps:
            assert "${{" not in step.get("run", "") + step.get("with", {}).get("script", ""), (
                "what others named is no code"
            )
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
    if "workflow_run" in workflow["on"] and any("checkout" in str(job["steps"]) for job in workflow["jobs"].values()):
        assert workflow["on"]["workflow_run"]["branches"] == ["main"]
        (first, *_) = workflow["jobs"].values()
        assert "event == 'push'" in first["if"]
        assert "head_repository.full_name == github.repository" in first["if"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=name_of)
def test_a_workflow_runs_commands_that_there_are(file):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for job in read(file)["jobs"].values():
        for step in job["steps"]:
            for target in re.findall(r"\bmake ([\w-]+)", step.get("run", "")):
                assert target in targets, f"{file.name}: make {target}"


def test_report_a_mistake_fills_in_a_form_that_there_is():
    query = parse_qs(urlsplit(Forge("https://github.com/example/x").report("A title", "learn/x/")).query)
    form = read(GITHUB / "ISSUE_TEMPLATE" / query.pop("template")[0])
    assert query.keys() - {"title"} <= {field.get("id") for field in form["body"]}


def test_owners_are_asked_about_what_there_is():
    lines = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    patterns = [match[1] for line in lines if (match := re.match(r"(?:# )?(/\S+)", line))]
    assert len(patterns) > 10
    assert [pattern for pattern in patterns if not (ROOT / pattern.strip("/")).exists()] == []
