"""Several people's answers, merged on the page: nothing leaves it, and no single person can be made out.

    {"do": "team.begin"}                                  {"summary"}
    {"do": "team.add", "files": [{"name", "text"}, …]}    {"summary", "files": [File, …]}
    {"do": "team.view", "by": ["role", "site"]}           {"state", "line", "summary", "view": View or null}
    {"do": "team.item", "item": "SAL-INT", "by": […]}     {"item": Item}
    {"do": "team.export", "format": "html", "by": […]}    {"text", "name"}

`by` names the groups to show besides the whole: "role", "site", both or neither (then it may be left out).
The files stay in the session until `begin`. One file cannot be taken out again: begin anew, and add the others.
Add many files in batches of about a hundred; a `.jsonl` file holds one answer document in each line.

Everything below is plain data in the page's language: a string is ready to be shown ("" where there is nothing to
say), a number is meant for a width or a count, `id` and `state` for the script.

    summary  {"n": people counted, "form": "full"|"quick"|"", "line": "12 people, full form. …",
              "notes": ["2 files were there twice and count once.", …]}      changes with every request
    File     only for files that did not simply count:
             {"name", "status": "duplicate"|"left_out"|"broken", "message": one line, with the name}

    state    "empty"  no file yet                                            view is null
             "few"    fewer than three people: nothing is shown, `line` says why    view is null
             "held"   one or two people came or went since the last view: what is new would be theirs alone.
                      `line` says what to do. view is null: leave the last one on the screen
             "ready"  view is there, and `line` is one sentence for people who do not see it change
    `team.item` and `team.export` raise errors "panel-empty", "panel-few", "panel-held" in the same cases.

View
    "title", "people", "form", "honest", "made", "announce": strings;  "n": number
    "notes": [string]                  duplicates, forms left out, groups that are hidden and why
    "method": [{"title", "text"}]      how the numbers were made, and what they cannot say
    "overall", "experience", "management": Score
    "blocks": [Score]                  the areas, then management; empty in the quick form
    "agreement": [Figure]              about the whole panel
    "agenda": [Point]                  what to talk about, most disagreement first; "agenda_about", "agenda_none"
    "find_out": [{"item", "title", "question", "line", "ask", "look"}]     many do not know; "find_out_none"
    "agreed": [{"item", "title", "line"}]                                  "agreed_about", "agreed_none"
    "items": [Item]                    every item of the form, in the order of the form
    "groupings": [Grouping]            one for each of `by`, in this order: role, site

Score     {"id", "name", "status": "scored"|"too_few"|"not_assessed"|"not_in_form",
           "score": "2.4" or "", "interval": "2.1 to 2.8" or "", "interval_how",
           "spread": "answers from 1 to 4" (in place of an interval, with fewer than five people) or "",
           "level": "2" or "", "line": "Level 2 – Defined", "range", "how", "blocking": [string],
           "agreement": [Figure]}      r*wg(J) and r_wg(J) of the block's items; empty for overall and experience
Figure    {"id": "krippendorff_ordinal"|…, "ask": "How alike are the answers?", "name": "Krippendorff’s alpha …",
           "value": "0.71" or "–", "interval": "0.60 to 0.79" or "", "label": "strong agreement" or "",
           "about": where the label's thresholds are from, or why there is no value}
Point     {"rank": 1, "item", "title", "question", "line": "Answers from 1 to 5; on average 1.6 levels from the mean.",
           "camps": [Camp], "unsure": "2 do not know" or "", "facilitate": a question to ask the group,
           "near": true where there is agreement already, and it is listed only because the agenda is short}
Camp      {"n", "share": 0 to 100, "head": "5 people: level 1 to 2",
           "levels": [{"level": 1, "n": 3, "line": "3 × level 1 – Ad hoc: description"}]}
Item      {"item", "title", "block", "block_name", "question", "state": "shown"|"hidden"|"nobody",
           "line": "Median 3 – Managed; 11 of 12 answered.",  "hidden": why the levels are not shown, or "",
           "answered", "unknown", "not_applicable", "open": numbers, always there;  "states": the same as a sentence
           "median": "3" or "2.5" or "", "levels": [Bar] (empty unless shown), "camps": [Camp], "facilitate"
           "figures": [Figure]         AD, r_wg, a_wg;  "label": "strong agreement" or ""
           "descriptions": [{"level", "name", "text"}]      what each level means, 1 first
           "groups": [{"by", "name", "n", "state", "median", "levels": [Bar], "line"}]}
Bar       {"level": 1, "n": 3, "share": 0 to 100, "label": "level 1 – Ad hoc: 3 people"}
Grouping  {"by": "role", "title": "By role", "about": what is hidden and why, or "",
           "groups": [{"name", "n", "people": "5 people", "blocks": [{"id", "name", "score"}]}],
           "none": why there is no group to show, or ""}
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.core.errors import AtlasError, RequestError
from assessment.core.model import Form
from assessment.core.shape import printable
from assessment.core.team.merged import Merged, merge
from assessment.core.team.panel import LEAST, Panel
from assessment.core.team.release import Releases, enough
from assessment.core.team.rows import GROUPINGS
from assessment.files import count_in
from assessment.report.formats import FORMATS
from assessment.report.team.formats import write_panel
from assessment.report.team.items import Items
from assessment.report.team.view import panel_view, summary
from assessment.requests import Desk, files_in, text_in

Reply = dict[str, Any]


class _Team:
    """The panel of a page, and what was shown of it and of those before."""

    def __init__(self, desk: Desk, releases: Releases) -> None:
        self.panel = Panel(desk.model)
        self.releases = releases
        self._merged: tuple[Form, int, Merged] | None = None

    def merged(self) -> Merged:
        """The result; AtlasError if there are too few people, or if it would give somebody away."""
        gathered = enough(self.panel.gathered)
        held = self.releases.held_by(gathered.digests)
        if held:
            raise RequestError("panel-held", came=held.came, went=held.went, least=LEAST)
        if self._merged is None or self._merged[:2] != (gathered.form, gathered.people):
            self._merged = gathered.form, gathered.people, merge(gathered)
        return self._merged[2]


def begin(desk: Desk, asked: Mapping[str, object]) -> Reply:
    """An empty panel. What was shown before stays in mind: a panel that differs by one or two people is still held."""
    releases = desk.session["team"].releases if "team" in desk.session else Releases()
    desk.session["team"] = _Team(desk, releases)
    return {"summary": summary(desk.session["team"].panel, desk.words)}


def add(desk: Desk, asked: Mapping[str, Any]) -> Reply:
    """Count in the people whose files these are."""
    panel, told = _team(desk).panel, []
    for called, text in files_in(asked, "files"):
        name = printable(called, 1_000)
        lines = text.split("\n") if name.lower().endswith(".jsonl") else [text]
        for number, line in enumerate(lines, 1):
            if len(lines) == 1 or line.strip():
                told.append(_count_in(desk, panel, name if len(lines) == 1 else f"{name}:{number}", line))
    form = panel.gathered.form
    files = [
        {"name": name, "status": status, "message": message or desk.words.say(f"panel.file_{key}", file=name)}
        for name, status, key, message in (_of_form(entry, form) for entry in told)
        if status != "counted"
    ]
    return {"summary": summary(panel, desk.words), "files": files}


def view(desk: Desk, asked: Mapping[str, object]) -> Reply:
    """The panel in words, or why there is none."""
    team, words, by = _team(desk), desk.words, _by(asked)
    found: Reply = {"summary": summary(team.panel, words), "view": None}
    try:
        merged = team.merged()
    except AtlasError as error:
        return {**found, "state": error.code.removeprefix("panel-"), "line": words.error(error)}
    shown = panel_view(team.panel, merged, desk.texts, words, desk.articles, by)
    return {**found, "state": "ready", "line": shown["announce"], "view": shown}


def item(desk: Desk, asked: Mapping[str, object]) -> Reply:
    """One item, with the interval of its average deviation."""
    by, merged = _by(asked), _team(desk).merged()
    wanted = text_in(asked, "item")
    found = next((item for item in merged.items if item.id == wanted), None)
    if found is None:
        raise RequestError("item-unknown", item=printable(wanted))
    return {"item": Items(merged, desk.texts, desk.words, by).item(found, interval=True)}


def export(desk: Desk, asked: Mapping[str, object]) -> Reply:
    """The panel as the text of a file."""
    team, form, by = _team(desk), text_in(asked, "format"), _by(asked)
    text = write_panel(team.panel, team.merged(), desk.texts, desk.words, by, form)
    return {"text": text, "name": f"cx-atlas-panel.{FORMATS[form]}"}


_Told = tuple[str, str, Form | str, str]
"""A file's name, its status, its form, and what is wrong in it."""


def _count_in(desk: Desk, panel: Panel, name: str, text: str) -> _Told:
    try:
        status, form = count_in(panel, text)
    except AtlasError as error:
        return name, "broken", "", desk.words.say("errors.in_file", file=name, message=desk.words.error(error))
    return name, status, form, ""


def _of_form(told: _Told, form: Form) -> _Told:
    """What became of a file, now that the panel's form is known."""
    name, status, of_form, message = told
    if status == "counted" and of_form != form:
        return name, "left_out", f"left_out_{form}", message
    return name, status, status, message


def _team(desk: Desk) -> _Team:
    if "team" not in desk.session or desk.session["team"].panel.model is not desk.model:
        begin(desk, {})
    team: _Team = desk.session["team"]
    return team


def _by(asked: Mapping[str, object]) -> Sequence[str]:
    by = asked.get("by") or ()
    chosen = by if isinstance(by, list) else ()
    for name in chosen:
        if name not in GROUPINGS:
            raise RequestError("not-a-choice", "by", value=printable(str(name)), choices=", ".join(GROUPINGS))
    return [name for name in GROUPINGS if name in chosen]
