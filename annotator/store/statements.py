"""Parts of statements that every engine writes in its own way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.functions import FunctionElement


class Among(FunctionElement[bool]):
    """That its first clause, a column, is one of the values in the list that is its second."""

    type = sa.Boolean()
    name = "among"
    inherit_cache = True


class Encoded(FunctionElement[bytes]):
    """A text as its bytes in UTF-8, also where damage has made it none."""

    type = sa.LargeBinary()
    name = "encoded"
    inherit_cache = True


def given(name: str) -> Any:
    """The place of a value in a statement, filled by name when it runs."""
    return sa.bindparam(name)


def among(column: sa.Column[Any], name: str) -> sa.ColumnElement[bool]:
    """That a column has one of the values that are given under ``name``, as ``listed``.

    However many they are, the statement stays the same, and so it is written once.
    """
    return Among(column, given(name))


def listed(ids: Iterable[int]) -> str:
    """Ids as ``among`` takes them."""
    return json.dumps(list(ids))
