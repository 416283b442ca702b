"""A result in any of the formats that people take away."""

from collections.abc import Mapping

from assessment.core.errors import RequestError
from assessment.core.result import Result
from assessment.core.shape import printable
from assessment.core.texts import Texts
from assessment.report.words import Words

FORMATS: Mapping[str, str] = {"text": "txt", "json": "json", "markdown": "md", "html": "html", "csv": "csv"}
"""Format → file ending, of texts."""

BINARY: Mapping[str, str] = {"xlsx": "xlsx"}
"""Format → file ending, of what is no text (`report.xlsx`)."""


def write_report(result: Result, texts: Texts, words: Words, form: str) -> str:
    """The report in a format: the same characters on the command line and in the browser."""
    if form == "json":
        from assessment.report.data import report_json

        return report_json(result)
    if form == "csv":
        from assessment.report.csv import csv

        return csv(result, texts, words)
    if form not in FORMATS:
        raise RequestError("format-unknown", format=printable(form), known=", ".join((*FORMATS, *BINARY)))
    from assessment.report.outline import outline
    from assessment.report.view import view

    parts = outline(view(result, texts, words, {}), result.model, words)
    if form == "html":
        from assessment.report.html import html

        return html(parts, texts.language, result.model.rules)
    if form == "markdown":
        from assessment.report.markdown import markdown

        return markdown(parts)
    from assessment.report.text import text

    return text(parts)
