"""What a check found, and how it is told: a line for a person, or an annotation on a pull request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend, or, where it does not block, to know."""

    file: str
    line: int
    what: str
    remedy: str
    blocks: bool = True

    def __str__(self) -> str:
        note = "" if self.blocks else "note: "
        return f"{self.file}:{self.line}: {note}{self._said}"

    @property
    def annotation(self) -> str:
        """The command by which a workflow of GitHub's marks the line in the pull request."""
        kind = "error" if self.blocks else "notice"
        return f"::{kind} file={_escaped(self.file, ':,')},line={self.line}::{_escaped(self._said)}"

    @property
    def _said(self) -> str:
        end = "" if self.what.endswith((".", "!", "?")) else "."
        return f"{self.what}{end} {self.remedy}".strip()


def from_message(message: str) -> Finding:
    """A finding from the message of an error, which begins with the file and, often, the line."""
    file, line, what = re.match(r"(?:([^:]+):)?(?:(\d+):)?\s*(.*)", message, re.DOTALL).groups()  # type: ignore[union-attr]
    return Finding(file or "docs", int(line or 1), what.rstrip("."), "")


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """Those that must be mended."""
    return [finding for finding in findings if finding.blocks]


def _escaped(text: str, also: str = "") -> str:
    """A text as GitHub's commands want it: the characters that would end it are written by their numbers."""
    return "".join(f"%{ord(letter):02X}" if letter in f"%\r\n{also}" else letter for letter in text)
