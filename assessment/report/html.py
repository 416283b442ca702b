"""A report as one HTML file that needs nothing else: to keep, to print, to send."""

from collections.abc import Iterable, Iterator
from html import escape

from assessment.core.model import Rules
from assessment.report.drawing import svg
from assessment.report.outline import Drawing, Heading, Paragraph, Part, Points, Radar, Table
from assessment.report.radar import radar_svg

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2530;--paper:#fff;--line:#cfd6de;--accent:#0b5d63;
--l1:#f3d9cf;--l2:#f6e7c4;--l3:#e6ecc8;--l4:#cfe6d2;--l5:#b5dcd9}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--paper:#12181f;--line:#3a4653;--accent:#6fc7c4;
--l1:#5a2f22;--l2:#574419;--l3:#414a1c;--l4:#21482a;--l5:#114845}}
body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);
max-width:60rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3{line-height:1.2;margin:1.6em 0 .5em}h1{margin-top:0}
table{border-collapse:collapse;width:100%;margin:1em 0}caption{position:absolute;clip-path:inset(50%)}
th,td{border:1px solid var(--line);padding:.35em .5em;text-align:start;vertical-align:top}
.levels td{text-align:center}.level-1{background:var(--l1)}.level-2{background:var(--l2)}.level-3{background:var(--l3)}
.level-4{background:var(--l4)}.level-5{background:var(--l5)}
.radar{max-width:34rem;display:block;margin:1rem auto}
.radar-ring,.radar-axis{fill:none;stroke:var(--line);stroke-width:2}
.radar-stated{fill:var(--accent);fill-opacity:.25;stroke:var(--accent);stroke-width:5}
.radar-target{fill:none;stroke:var(--ink);stroke-width:3;stroke-dasharray:10 10}
.radar-label{font-size:30px;fill:var(--ink)}
figure{display:inline-block;width:17rem;margin:.5rem 1rem .5rem 0;vertical-align:top}
figcaption{font-weight:700;font-size:.85rem}
.trend-level{stroke:var(--line);stroke-width:1}.trend-line{stroke:var(--accent);stroke-width:3}
.trend-line--other{stroke-dasharray:6 5}.trend-point{fill:var(--accent)}.trend-label{font-size:12px;fill:var(--ink)}
@media print{:root{color-scheme:light}body{margin:0;max-width:none;font-size:10pt}h2,h3{break-after:avoid}
table,li,svg{break-inside:avoid}*{print-color-adjust:exact}}
"""


def html(parts: Iterable[Part], language: str, rules: Rules) -> str:
    """The parts as a complete page. What a person wrote is escaped; there is no script and no address in it."""
    body = list(parts)
    title = next((part.text for part in body if isinstance(part, Heading)), "")
    inner = "\n".join(line for part in body for line in _lines(part, rules))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n<main>\n{inner}\n</main>\n</html>\n"
    )


def _lines(part: Part, rules: Rules) -> Iterator[str]:
    if isinstance(part, Heading):
        yield f"<h{part.depth}>{escape(part.text)}</h{part.depth}>"
    elif isinstance(part, Paragraph):
        strong = f"<strong>{escape(part.strong)}</strong> " if part.strong else ""
        yield f"<p>{strong}{escape(part.text)}</p>"
    elif isinstance(part, Table):
        yield from _table(part, rules)
    elif isinstance(part, Points):
        tag = "ol" if part.numbered else "ul"
        yield f"<{tag}>"
        for title, below in part.entries:
            lines = "".join(f"<br>{escape(line)}" for line in below)
            yield f"<li><strong>{escape(title)}</strong>{lines}</li>"
        yield f"</{tag}>"
    elif isinstance(part, Radar):
        yield radar_svg(part.names, part.stated, part.target, part.title, rules)
    elif isinstance(part, Drawing):
        yield f"<figure>{svg(part.drawing)}<figcaption>{escape(part.title)}</figcaption></figure>"


def _table(part: Table, rules: Rules) -> Iterator[str]:
    yield '<table class="levels">' if part.levels else "<table>"
    yield f"<caption>{escape(part.caption)}</caption>"
    yield "<tr>" + "".join(f'<th scope="col">{escape(cell)}</th>' for cell in part.head) + "</tr>"
    known = {str(level) for level in range(1, rules.levels + 1)}
    for name, *cells in part.rows:
        written = "".join(
            f'<td class="level-{cell}">{cell}</td>' if part.levels and cell in known else f"<td>{escape(cell)}</td>"
            for cell in cells
        )
        yield f'<tr><th scope="row">{escape(name)}</th>{written}</tr>'
    yield "</table>"
