"""The codebook as its table has it after merges: what is deleted but in use, and rings of parents.

Ordinary edits leave nothing of the kind; the rules see to that. What others did apart may.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from annotator.domain.codebook import Code, Codebook, without_rings
from annotator.store import rows
from annotator.store.tables import LIVE, TABLES

_CODE = TABLES["code"]
_ANNOTATION = TABLES["annotation"]
_IS_USED = (
    sa.select(_ANNOTATION.c.id)
    .where(_ANNOTATION.c.code_id == _CODE.c.id, _ANNOTATION.c.deleted == LIVE)
    .exists()
)
ALL = sa.select(*rows.CODE, sa.or_(_CODE.c.deleted == LIVE, _IS_USED))
"""All codes, dead ones too; the last column says whether one is to be seen."""


def codebook(found: Iterable[Sequence[Any]]) -> Codebook:
    """The codes that live or are in use, out of the rows of ``ALL``."""
    found = list(found)
    codes = {code.id: code for code in (rows.code(row[:-1]) for row in found)}
    shown = [codes[row[0]] for row in found if row[-1]]
    return Codebook(shown if _is_sound(shown) else _in_a_tree(codes, shown))


def _is_sound(shown: Iterable[Code]) -> bool:
    # As it nearly always is: nothing deleted, and nobody under one made after it.
    ids = set()
    for code in sorted(shown, key=lambda code: code.id):
        if code.is_deleted or (code.parent_id is not None and code.parent_id not in ids):
            return False
        ids.add(code.id)
    return True


def _in_a_tree(codes: dict[int, Code], shown: Iterable[Code]) -> list[Code]:
    parents = {
        code.uid: codes[code.parent_id].uid for code in codes.values() if code.parent_id is not None
    }
    tree = without_rings(parents)
    live = {code.uid: code.id for code in shown if not code.is_deleted}
    return [replace(code, parent_id=_above(code, tree, live)) for code in shown]


def _above(code: Code, tree: dict[Any, Any], live: dict[Any, int]) -> int | None:
    """The nearest live code above one; what is deleted is listed by itself."""
    above = None if code.is_deleted else tree.get(code.uid)
    while above is not None and above not in live:
        above = tree.get(above)
    return None if above is None else live[above]
