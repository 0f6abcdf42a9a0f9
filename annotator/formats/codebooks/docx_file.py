"""A codebook as a Word document, with real headings, so that it can become an appendix."""

from __future__ import annotations

import io

import docx
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

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

_QUIET = RGBColor(0x5F, 0x5B, 0x54)
_INK = RGBColor(0x1D, 0x1D, 0x1F)
_BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")


def write_docx(scheme: Scheme) -> bytes:
    """The document."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = printable(scheme.title)
    document.core_properties.author = ""
    for part in parts(scheme):
        _write(document, part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(document: docx.document.Document, part: Part) -> None:
    match part:
        case Heading():
            _heading(document, part)
        case Paragraph():
            paragraph = document.add_paragraph()
            if part.lead:
                paragraph.add_run(f"{printable(part.lead)}. ").bold = True
            for run in _runs(paragraph, part.text):
                if part.quiet:
                    run.font.size, run.font.color.rgb = Pt(9), _QUIET
        case Listing():
            _listing(document, part)
        case Grid():
            _grid(document, part)


def _listing(document: docx.document.Document, part: Listing) -> None:
    if part.lead:
        lead = document.add_paragraph()
        lead.paragraph_format.keep_with_next = True
        lead.add_run(f"{printable(part.lead)}.").bold = True
    for level, text in part.items:
        item = document.add_paragraph(style=_BULLETS[min(level, len(_BULLETS) - 1)])
        if part.quoted:
            item.add_run(printable(text))
        else:
            _runs(item, text)


def _runs(paragraph: WordParagraph, text: str) -> list[Run]:
    found = []
    for words, strong in runs(text):
        run = paragraph.add_run(printable(words))
        run.italic = True if strong else None
        found.append(run)
    return found


def _heading(document: docx.document.Document, part: Heading) -> None:
    heading = document.add_heading(level=part.level)
    if part.colour:
        heading.add_run("■ ").font.color.rgb = RGBColor.from_string(part.colour[1:].upper())
    heading.add_run(printable(part.text)).font.color.rgb = _INK
    if part.note:
        note = heading.add_run(f"  {printable(part.note)}")
        note.bold, note.font.size, note.font.color.rgb = False, Pt(9), _QUIET


def _grid(document: docx.document.Document, part: Grid) -> None:
    table = document.add_table(rows=1, cols=len(part.heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, part.heads, strict=True):
        cell.paragraphs[0].add_run(printable(text)).bold = True
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = printable(text)
    document.add_paragraph()
