"""Makes sense of rows that were read out of a damaged file, one by one, as far as there is any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from annotator.domain.changes import Kind
from annotator.domain.history import Action
from annotator.domain.records import BORN, Stamp
from annotator.store.fields import to_json
from annotator.store.state import stamps_in
from annotator.store.tables import TABLES

Row = dict[str, Any]


class Letters(bytes):
    """A text in UTF-8, that may be damaged."""


_EMPTY: dict[str, tuple[type, str]] = {
    "zones": (list, "[]"),
    "examples": (list, "[]"),
    "keywords": (list, "[]"),
    "counter_examples": (list, "[]"),
    "instead": (list, "[]"),
    "exclusive": (list, "[]"),
    "earlier": (dict, "{}"),
    "meaning": (dict, "{}"),
    "low": (object, "null"),
    "high": (object, "null"),
    "preset": (object, "null"),
    "missing": (list, "[]"),
    "mean_of": (list, "[]"),
    "attributes": (dict, "{}"),
    "value": (object, "null"),
    "quotes": (list, "[]"),
}
"""What JSON is to be in these columns, and what is put where it cannot be read."""

_FLAGS = {"deleted": 0, "unsure": 0, "done": 1, "applied": 1, "required": 0, "several": 0}
_HIGHEST = 2**40
_ACTIONS = frozenset(action.value for action in Action)
_KINDS = frozenset(kind.value for kind in Kind)


def cleaned(table: str, row: Row) -> Row | None:
    """A row that the table takes, texts as strings; ``None`` where it means nothing any more."""
    made = {name: _plain(value) for name, value in row.items()}
    if table == "change":
        return made if _is_change(made) else None
    for name, value in _FLAGS.items():
        if name in TABLES[table].columns and made[name] not in {0, 1}:
            made[name] = value
    if "stamps" in made:
        _clean_stamps(made)
    for name, (kind, empty) in _EMPTY.items():
        if name in made and not _is_json(made[name], kind):
            made[name] = empty
    if table == "annotation":
        _clean_place(made)
    if table == "txn":
        _clean_entry(made)
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Letters):
        return value.decode("utf-8", "replace").replace("\0", "\ufffd")
    return value


def _clean_stamps(row: Row) -> None:
    if not 0 <= row["rev"] < _HIGHEST:
        row["rev"], row["replica"] = BORN.rev, BORN.replica
    base = Stamp(row["rev"], row["replica"])
    try:
        stamps = {name: stamp for name, stamp in stamps_in(row).items() if _is_later(stamp, base)}
    except (ValueError, TypeError, AttributeError):
        stamps = {}
    row["stamps"] = kept_stamps(stamps)


def kept_stamps(stamps: Mapping[str, Stamp]) -> str | None:
    """The stamps of fields as their column keeps them."""
    if not stamps:
        return None
    return to_json({name: [at.rev, at.replica] for name, at in stamps.items()})


def _is_later(stamp: Stamp, base: Stamp) -> bool:
    return isinstance(stamp.replica, str) and 0 <= stamp.rev < _HIGHEST and stamp > base


def _clean_place(row: Row) -> None:
    row["start"] = max(0, row["start"])
    row["end"] = max(row["start"], row["end"])
    if row["ranges"] is not None and not _is_json(row["ranges"], list):
        row["ranges"] = None


def _clean_entry(row: Row) -> None:
    if row["action"] not in _ACTIONS:
        row["action"] = Action.DO.value
    if row["origin"] is not None and not _is_json(row["origin"], dict):
        row["origin"] = None


def _is_change(row: Row) -> bool:
    kept = (row["before"], row["after"], row["stamps"])
    return row["kind"] in _KINDS and all(one is None or _is_json(one, dict) for one in kept)


def _is_json(kept: Any, kind: type) -> bool:
    try:
        return isinstance(json.loads(kept), kind)
    except (ValueError, TypeError):
        return False
