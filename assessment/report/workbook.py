"""Workbooks for spreadsheets, by XlsxWriter: texts stay texts, and the same cells give the same bytes everywhere.

What a person wrote is never a formula, a number or a link. There is no clock in the file, and nothing is compressed,
for how well that is done differs between machines.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from assessment.core.errors import RequestError
from assessment.report.drawing import NOT_IN_XML

LONGEST = 32_767
"""Characters in a cell, at most: the format's limit."""

_FORMULA = ("=", "+", "-", "@")
"""A spreadsheet would take a text that begins so for a formula once somebody edits it."""

_LINE = 118
"""Characters of a line across the first sheet, about."""

_COLOURS = ("#efe0bd", "#d3cf8c", "#8fc08c", "#27796f", "#0f4a5c")
"""Of the levels, as on the page; from the fourth on with light text."""

Cell = str | int | float | None


class Sheet(NamedTuple):
    """A table with a head, one to a sheet. `widths` are those of the columns, in characters."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    levels: int = -1
    """The column that holds levels, to be coloured; -1 for none."""


class Workbook:
    """A workbook that is being written."""

    def __init__(self, title: str) -> None:
        """RequestError where XlsxWriter is not installed."""
        try:
            import xlsxwriter
        except ImportError:
            raise RequestError("xlsx-missing") from None
        from datetime import datetime
        from io import BytesIO

        self._file = BytesIO()
        never = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True, **never})
        self._book.set_properties({"title": _clean(title), "author": "CX Atlas", "created": datetime(2000, 1, 1)})
        plain = {"text_wrap": True, "valign": "top"}
        self.text = self._book.add_format(plain)
        self.strong = self._book.add_format({**plain, "bold": True})
        self.head = self._book.add_format({**plain, "bold": True, "bottom": 1, "bg_color": "#edf3ef"})
        self.title = self._book.add_format({"bold": True, "font_size": 16})
        self.heading = self._book.add_format({"bold": True, "font_size": 12})
        self._guarded = self._book.add_format({**plain, "quote_prefix": True})
        self._levels = [
            self._book.add_format({"align": "center", "valign": "top", "bg_color": colour, "font_color": ink})
            for colour, ink in zip(_COLOURS, ("#16262b",) * 3 + ("#ffffff",) * 2, strict=True)
        ]

    def table(self, sheet: Sheet) -> None:
        """A sheet with a table that can be sorted and filtered."""
        page = self.sheet(sheet.name, sheet.widths)
        for column, text in enumerate(sheet.head):
            self.cell(page, 0, column, text, self.head)
        for line, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                look = None
                if column == sheet.levels and isinstance(value, int):
                    look = self._levels[min(value, len(_COLOURS)) - 1]  # a model may have more levels than colours
                self.cell(page, line, column, value, look)
        page.freeze_panes(1, 0)
        if any(sheet.head) and sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.head) - 1)

    def lines(self, page: Any, line: int, texts: Iterable[tuple[str, Any]], first: int = 0) -> int:
        """Texts across the page from a column on, each as high as it needs; the next free line."""
        for text, look in texts:
            if text:
                page.merge_range(line, first, line, 5, "", look or self.text)
                self.cell(page, line, first, text, look)
                page.set_row(line, 21 if look is self.title else 15 * (1 + len(text) // (_LINE - 34 * first)))
                line += 1
        return line

    def sheet(self, name: str, widths: Sequence[int]) -> Any:
        """A new sheet that prints one page wide."""
        page = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page

    def cell(self, page: Any, line: int, column: int, value: Cell, look: Any = None) -> None:
        """A value; what is not there leaves the cell empty."""
        if isinstance(value, str):
            text = _clean(value)
            page.write_string(line, column, text, look or (self._guarded if text.startswith(_FORMULA) else self.text))
        elif value is not None:
            page.write_number(line, column, value, look or self.text)

    def content(self) -> bytes:
        """The file; nothing can be written after this."""
        self._book.close()
        return _stored(self._file.getvalue())


def _clean(text: str) -> str:
    """What a cell can hold: no control characters that XML does not know, and not too long."""
    text = text.translate(NOT_IN_XML)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _stored(content: bytes) -> bytes:
    """The same archive with nothing compressed."""
    from io import BytesIO
    from zipfile import ZipFile, ZipInfo

    file = BytesIO()
    with ZipFile(BytesIO(content)) as packed, ZipFile(file, "w") as plain:
        for name in packed.namelist():
            entry = ZipInfo(name)  # which says 1980, and is stored
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            plain.writestr(entry, packed.read(name))
    return file.getvalue()
