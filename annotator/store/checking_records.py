"""Checks stamps and values of records, and the history; finds what merging left to be settled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.codebook import without_rings
from annotator.domain.finds import Find, Group
from annotator.domain.records import BORN, Stamp
from annotator.domain.zones import Role
from annotator.store.checking_texts import as_uid
from annotator.store.fields import field_of
from annotator.store.state import ORDER, TEXT, references, stamps_in
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES, UNFINISHED

if TYPE_CHECKING:
    from annotator.store.engine import Database

Portion = tuple[int, list[Find]]
"""How many were looked at, and what was found."""

_MOST = 1000
"""Rows that are read at a time; fewer are the last ones, whatever is saved meanwhile."""

_TXN, _CHANGE, _CODE = TABLES["txn"], TABLES["change"], TABLES["code"]
_JSON = {
    Kind.ARTICLE: ("zones",),
    Kind.CODE: ("examples", "keywords", "counter_examples", "instead", "exclusive"),
    Kind.REVISION: ("earlier", "meaning"),
    Kind.ATTRIBUTE: ("low", "high", "preset"),
    Kind.VARIABLE: ("low", "high", "missing", "mean_of"),
    Kind.CHOICE: ("value",),
    Kind.ANSWER: ("value",),
    Kind.ANNOTATION: ("attributes",),
    Kind.SETTING: ("value",),
}
"""The columns that hold JSON; those of an annotation's place are checked with its text."""

_CALLED = {Kind.PROGRESS: "state"}

_COLUMNS = {kind: ("id", "uid", "rev", "replica", "stamps", *_JSON.get(kind, ())) for kind in Kind}
_ROWS = {
    kind: sa.select(*(TABLES[kind].c[name] for name in _COLUMNS[kind]))
    .where(TABLES[kind].c.id > given("after"))
    .order_by(TABLES[kind].c.id)
    .limit(_MOST)
    for kind in Kind
}
_MEMO = TABLES["memo"]
_ABOUT_NOTHING = {
    kind: sa.select(sa.func.count()).where(
        _MEMO.c.about_kind == kind.value,
        _MEMO.c.deleted == LIVE,
        ~sa.exists().where(TABLES[kind].c.uid == _MEMO.c.about_uid),
    )
    for kind in Kind
    if kind is not Kind.MEMO
}
_KNOW = sa.select(TABLES["know"].c.replica, TABLES["know"].c.rev)
_IS_UNFINISHED = sa.select(_TXN.c.label).where(UNFINISHED)
_ENTRIES = (
    sa.select(_TXN.c.id, _TXN.c.label, _TXN.c.origin)
    .where(_TXN.c.id > given("after"))
    .order_by(_TXN.c.id)
    .limit(_MOST)
)
_CHANGES = (
    sa.select(
        _CHANGE.c.txn_id, _CHANGE.c.position, _CHANGE.c.before, _CHANGE.c.after, _CHANGE.c.stamps
    )
    .where(
        sa.or_(
            _CHANGE.c.txn_id > given("txn"),
            sa.and_(_CHANGE.c.txn_id == given("txn"), _CHANGE.c.position > given("position")),
        ),
        _CHANGE.c.txn_id >= given("txn"),
    )
    .order_by(_CHANGE.c.txn_id, _CHANGE.c.position)
    .limit(_MOST)
)
_CODES = sa.select(_CODE.c.id, _CODE.c.uid, _CODE.c.parent_id, _CODE.c.name).where(
    _CODE.c.deleted == LIVE
)
_DELETED = {kind: sa.select(TABLES[kind].c.id).where(TABLES[kind].c.deleted == 1) for kind in Kind}
_USING = {
    (kind, name): sa.select(sa.func.count()).where(
        among(TABLES[kind].c[name], "ids"), TABLES[kind].c.deleted == LIVE
    )
    for kind in Kind
    for name, _ in references(kind)
}


def parts(database: Database) -> Iterator[Iterator[Portion]]:
    """What there is to check, one part after another, each in portions.

    Every portion can raise ``UserError``: it cannot be read.
    """
    for kind in ORDER:
        yield _records(database, kind)
    yield _entries(database)
    yield _changes(database)


def loose_ends(database: Database) -> list[Find]:
    """What is sound, and still waits for somebody to settle it; quickly told.

    Raises:
        UserError: it cannot be read.
    """
    found = [
        Find(Group.UNFINISHED, f"“{label}” was not finished.")
        for label in database.column(_IS_UNFINISHED)
    ]
    found += _rings(database)
    return found + list(_left_out(database))


def _rings(database: Database) -> Iterator[Find]:
    codes = {row[0]: row[1:] for row in database.read(_CODES)}
    uids = {code: UUID(bytes=uid) for code, (uid, _, _) in codes.items()}
    above = {uids[code]: uids[up] for code, (_, up, _) in codes.items() if up in uids}
    names = {uids[code]: name for code, (_, _, name) in codes.items()}
    for code in above.keys() - without_rings(above).keys():
        words = (
            f"“{names[code]}” lies under “{names[above[code]]}”, and that under “{names[code]}”."
        )
        yield Find(Group.RINGS, words)


def _left_out(database: Database) -> Iterator[Find]:
    for kind in Kind:
        for name, other in references(kind):
            gone = database.column(_DELETED[other])
            count = database.value(_USING[kind, name], ids=listed(gone)) if gone else 0
            if count:
                called = _CALLED.get(kind, kind.value)
                has = f"{count} {called}s use" if count > 1 else f"1 {called} uses"
                yield Find(Group.LEFT_OUT, f"{has} a deleted {other}.")
    for other, about_nothing in _ABOUT_NOTHING.items():
        count = database.value(about_nothing)
        if count:
            has = f"{count} memos are" if count > 1 else "1 memo is"
            yield Find(Group.LEFT_OUT, f"{has} about a missing {other}.")


def _records(database: Database, kind: Kind) -> Iterator[Portion]:
    after = 0
    while True:
        # Together: what is saved in between is written by somebody who is known by then.
        with database.together():
            rows = database.read(_ROWS[kind], after=after, most=_MOST)
            know = _known(database)
        if not rows:
            return
        finds = []
        for row in rows:
            found = list(_row(kind, dict(zip(_COLUMNS[kind], row, strict=True)), know))
            finds += [
                Find(group, f"{kind.title()} {as_uid(row[1])}: {words}.") for group, words in found
            ]
        after = rows[-1][0]
        yield len(rows), finds
        if len(rows) < _MOST:
            return


def _known(database: Database) -> dict[str, int] | None:
    """What has been seen of each replica; ``None`` while something is on its way in."""
    if database.column(_IS_UNFINISHED):
        return None
    return database.mapping(_KNOW)


def _row(
    kind: Kind, row: dict[str, Any], know: dict[str, int] | None
) -> Iterator[tuple[Group, str]]:
    if as_uid(row["uid"]) == "?":
        yield Group.VALUES, "it has no identity"
    base = Stamp(row["rev"], row["replica"])
    try:
        stamps = {} if row["stamps"] is None else stamps_in(row)
    except (ValueError, TypeError, AttributeError):
        stamps = {}
        yield Group.STAMPS, "when its fields were written cannot be read"
    for name, stamp in stamps.items():
        try:
            if not (kind is Kind.ARTICLE and name == TEXT):
                field_of(kind, name)
            if stamp < base:
                yield Group.STAMPS, f"“{name}” was written before the record itself"
        except (ValueError, TypeError):
            yield Group.STAMPS, f"there is no field “{name}” that could have been written"
    yield from _beyond(know, {base, *stamps.values()})
    for column in _JSON.get(kind, ()):
        if not _makes_sense(kind, row[column]):
            yield Group.VALUES, f"its {column} cannot be read"


def _beyond(know: dict[str, int] | None, stamps: set[Stamp]) -> Iterator[tuple[Group, str]]:
    for stamp in stamps if know is not None else ():
        if stamp != BORN and not _seen(know or {}, stamp):
            yield Group.STAMPS, f"it was written by “{stamp.replica}”, of whom nothing was seen"


def _seen(know: dict[str, int], stamp: Stamp) -> bool:
    return isinstance(stamp.rev, int) and 0 <= stamp.rev <= know.get(stamp.replica, -1)


def _makes_sense(kind: Kind, kept: Any) -> bool:
    try:
        value = json.loads(kept)
        if kind is Kind.ARTICLE:
            return all(0 <= start <= end and Role(role) for start, end, role in value)
        if kind is Kind.CODE:
            return isinstance(value, list) and all(isinstance(one, str | dict) for one in value)
        if kind is Kind.ANNOTATION:
            return isinstance(value, dict) and all(UUID(one) for one in value)
    except (ValueError, TypeError):
        return False
    return True


def _entries(database: Database) -> Iterator[Portion]:
    after, is_last = 0, False
    while not is_last:
        rows = database.read(_ENTRIES, after=after)
        after, is_last = rows[-1][0] if rows else after, len(rows) < _MOST
        yield (
            len(rows),
            [
                Find(Group.HISTORY, f"Where step {number}, “{label}”, came from cannot be read.")
                for number, label, origin in rows
                if not _is_object(origin)
            ],
        )


def _changes(database: Database) -> Iterator[Portion]:
    txn, position, is_last = 0, -1, False
    while not is_last:
        rows = database.read(_CHANGES, txn=txn, position=position)
        (txn, position), is_last = rows[-1][:2] if rows else (txn, position), len(rows) < _MOST
        broken = dict.fromkeys(
            number for number, _, *kept in rows if not all(map(_is_object, kept))
        )
        yield (
            len(rows),
            [
                Find(Group.HISTORY, f"What step {number} of the history changed cannot be read.")
                for number in broken
            ],
        )


def _is_object(kept: str | None) -> bool:
    if kept is None:
        return True
    try:
        return isinstance(json.loads(kept), dict)
    except ValueError:
        return False
