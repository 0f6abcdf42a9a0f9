"""Tables as text: CSV in UTF-8 with LF, plain or such as Excel opens without harm."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | float | bool | None

_NEEDS_QUOTES = re.compile('[,"\n\r]')
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Dialect(Enum):
    """For whom a table is written."""

    PLAIN = auto()
    """For statistics programs: every text as it is."""
    EXCEL = auto()
    """For spreadsheets: begins with a byte order mark; no text can become a formula."""


def csv_text(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], dialect: Dialect = Dialect.PLAIN
) -> str:
    """A table with its heads as CSV, separated by commas, each line ended by LF.

    Numbers are written unrounded, truth as ``true`` and ``false``, ``None`` as nothing. In the
    Excel dialect an apostrophe goes before texts that a spreadsheet would compute.

    Raises:
        ValueError: a row has not as many cells as there are columns.
    """
    lines = [_line(columns, dialect)]
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells, there are {len(columns)} columns")
        lines.append(_line(row, dialect))
    mark = "\ufeff" if dialect is Dialect.EXCEL else ""
    return mark + "".join(lines)


def _line(cells: Sequence[Cell], dialect: Dialect) -> str:
    line = ",".join(_cell(value, dialect) for value in cells)
    # A reader would take a line without anything for no row at all.
    return (line or '""') + "\n"


def _cell(value: Cell, dialect: Dialect) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if dialect is Dialect.EXCEL and value.startswith(_STARTS_FORMULA):
        value = f"'{value}"
    # Python's own writer leaves a lone carriage return unquoted, and readers end the row there.
    return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value
