"""A codebook as one HTML page without scripts or links, to be read, printed or pasted."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from annotator.formats.codebooks.appendix import (
    Grid,
    Heading,
    Listing,
    Paragraph,
    Part,
    parts,
    runs,
)
from annotator.formats.safety import printable
from annotator.formats.schemes.model import Scheme

# Only what a text document of Qt understands too: it makes the PDF.
_STYLE = """\
body { font-family: "Source Serif 4", Georgia, serif; font-size: 11pt; line-height: 140%;
       color: #1d1d1f; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3, h4, h5, h6 { font-family: Inter, Arial, sans-serif; line-height: 120%;
       margin-top: 18px; margin-bottom: 4px; }
h1 { font-size: 20pt; } h2 { font-size: 15pt; margin-top: 28px; }
h3 { font-size: 12pt; } h4, h5, h6 { font-size: 11pt; }
p, ul { margin-top: 3px; margin-bottom: 5px; }
table { border-collapse: collapse; margin-top: 6px; margin-bottom: 8px; }
th { text-align: left; background-color: #f3f1ec; }
th, td { border: 1px solid #d8d4cb; padding: 4px; vertical-align: top; font-size: 10pt; }
.note, .quiet { color: #5f5b54; font-size: 9pt; font-weight: normal; }
"""


def write_html(scheme: Scheme) -> bytes:
    """The page, in UTF-8."""
    body = "\n".join(line for part in parts(scheme) for line in _element(part))
    language = escape(scheme.language or "en", quote=True)
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_text(scheme.title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


def _element(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield _heading(part)
        case Paragraph():
            lead = f"<b>{_text(part.lead)}.</b> " if part.lead else ""
            kind = ' class="quiet"' if part.quiet else ""
            yield f"<p{kind}>{lead}{_runs(part.text)}</p>"
        case Listing():
            if part.lead:
                yield f"<p><b>{_text(part.lead)}.</b></p>"
            yield from _list(part)
        case Grid():
            yield "<table>"
            yield "<tr>" + "".join(f"<th>{_text(cell)}</th>" for cell in part.heads) + "</tr>"
            for row in part.rows:
                yield "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>"
            yield "</table>"


def _heading(part: Heading) -> str:
    colour = escape(part.colour, quote=True)
    mark = f'<span style="color: {colour}">■</span> ' if colour else ""
    note = f' <span class="note">{_text(part.note)}</span>' if part.note else ""
    return f"<h{part.level}>{mark}{_text(part.text)}{note}</h{part.level}>"


def _list(part: Listing) -> Iterator[str]:
    depth = -1
    for level, text in part.items:
        while depth < level:
            yield "<ul>"
            depth += 1
        while depth > level:
            yield "</ul>"
            depth -= 1
        yield f"<li>{_text(text) if part.quoted else _runs(text)}</li>"
    yield "</ul>" * (depth + 1)


def _runs(text: str) -> str:
    return "".join(f"<i>{_text(one)}</i>" if strong else _text(one) for one, strong in runs(text))


def _text(text: str) -> str:
    return escape(printable(text), quote=False).replace("\n", "<br>")
