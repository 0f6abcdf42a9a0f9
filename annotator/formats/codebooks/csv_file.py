"""Codebooks as CSV. Attributes, variables and decision trees have no place in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from annotator.domain.errors import UserError
from annotator.formats.articles.encoding import decode
from annotator.formats.codebooks.columns import COLUMNS, Table, rows_of
from annotator.formats.schemes.model import Scheme
from annotator.formats.tables import Dialect, csv_text

_SIGNS = (",", ";", "\t", "|")


def write_csv(scheme: Scheme, dialect: Dialect = Dialect.PLAIN) -> bytes:
    """The codes of a scheme, one row each, in UTF-8."""
    return csv_text(COLUMNS, rows_of(scheme), dialect).encode("utf-8")


def read_csv(data: bytes, name: str) -> Table:
    """The table in a CSV file, whatever of comma, semicolon, tab or bar parts its cells.

    Raises:
        UserError: it is no text, or no table.
    """
    decoded = decode(data)
    if decoded is None:
        raise UserError(
            "“{file}” is no text.",
            "Nothing was changed. Save it as CSV in UTF-8 and try again.",
            file=name,
        )
    text = decoded.text.removeprefix("\ufeff")
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=_sign(text), strict=True))
    except csv.Error as error:
        raise UserError(
            "“{file}” is no table that can be read: {why}.",
            "Nothing was changed. Save it as CSV in UTF-8 and try again.",
            file=name,
            why=error,
        ) from error
    header = tuple(found[0]) if found else ()
    return Table(name, header, tuple(_as_wide(row, len(header)) for row in found[1:]))


def _as_wide(row: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple([*row, *[""] * (width - len(row))][: max(width, len(row))])


def _sign(text: str) -> str:
    """What parts the cells: the sign that occurs most in the first line."""
    first = text.partition("\n")[0]
    return max(_SIGNS, key=first.count)
