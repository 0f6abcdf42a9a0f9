"""Codebooks as Excel workbooks: codes, attributes and variables on a sheet each.

Reading takes the codes of the first sheet. Decision trees have no place in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import python_calamine
import xlsxwriter

from annotator.domain.errors import UserError
from annotator.domain.questions import End
from annotator.formats import safety
from annotator.formats.codebooks.columns import COLUMNS, Table, rows_of
from annotator.formats.schemes.model import Choice, Scheme

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_LONGEST_CELL = 32_767
_WIDTHS = {"path": 28, "name": 20, "definition": 44, "use_when": 44, "do_not_use_when": 44}
_USUAL_WIDTH = 16
_ATTRIBUTES = (
    "code", "name", "kind", "question", "choices", "low", "high", "required", "default", "when",
)  # fmt: skip
_VARIABLES = (
    "key", "title", "section", "question", "rule", "scale", "choices", "low", "high", "missing",
    "required", "when", "mean_of", "needs",
)  # fmt: skip


def write_xlsx(scheme: Scheme) -> bytes:
    """The scheme as a workbook; every cell is text, none can be a formula."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        _sheet(book, "Codes", COLUMNS, rows_of(scheme))
        if any(code.attributes for _, code in scheme.walk()):
            _sheet(book, "Attributes", _ATTRIBUTES, _attributes(scheme))
        if scheme.variables:
            _sheet(book, "Variables", _VARIABLES, _variables(scheme))
    return file.getvalue()


def read_xlsx(data: bytes, name: str) -> Table:
    """The first sheet of a workbook.

    Raises:
        UserError: it is none, or larger inside than any codebook.
    """
    safety.refuse_swollen_archive(data, name)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UserError(
            "“{file}” is no workbook that can be read: {why}.",
            "Nothing was changed. Save it as XLSX or CSV and try again.",
            file=name,
            why=error,
        ) from error
    header = tuple(map(_text, found[0])) if found else ()
    return Table(name, header, tuple(tuple(map(_text, row)) for row in found[1:]))


def _sheet(
    book: Workbook, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(name, _USUAL_WIDTH))
        sheet.write_string(0, place, name, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(last, place, safety.printable(cell)[:_LONGEST_CELL], body)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _attributes(scheme: Scheme) -> Iterable[Sequence[str]]:
    for path, code in scheme.walk():
        for one in code.attributes:
            yield (
                path, one.name, one.kind, one.question, _choices(one.choices), _end(one.low),
                _end(one.high), _flag(one.required), one.default, one.when,
            )  # fmt: skip


def _variables(scheme: Scheme) -> Iterable[Sequence[str]]:
    for one in scheme.variables:
        yield (
            one.key, one.title, one.section, one.question, one.rule, one.scale,
            _choices(one.choices), _end(one.low), _end(one.high), "\n".join(one.missing),
            _flag(one.required), one.when, "\n".join(one.mean_of),
            str(one.needs) if one.mean_of else "",
        )  # fmt: skip


def _choices(choices: Iterable[Choice]) -> str:
    return "\n".join(
        one.name if one.value is None else f"{one.value:g} = {one.name}" for one in choices
    )


def _end(end: End | None) -> str:
    return "" if end is None else f"{end.value:g} {end.label}".strip()


def _flag(on: bool) -> str:
    return "yes" if on else "no"


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
