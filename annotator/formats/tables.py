"""Tables as text: CSV in UTF-8 with LF, plain or such as Excel opens without harm."""

from __future__ import annotations

import csv
import io
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | float | bool | None

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
    out = io.StringIO(newline="")
    if dialect is Dialect.EXCEL:
        out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(name, dialect) for name in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells, there are {len(columns)} columns")
        writer.writerow([_cell(value, dialect) for value in row])
    return out.getvalue()


def _cell(value: Cell, dialect: Dialect) -> str | int | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and dialect is Dialect.EXCEL and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value
