"""What differs between two files of a project: records by uid, told by their stamps.

Both files are gone through in the order of uids, in portions, side by side; portions that are
equal cost one comparison. Contents are read only of the few records that are to be named.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.records import Stamp
from annotator.store.fields import FIELDS
from annotator.store.statements import given
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database

GoOn = Callable[[int, int], bool]
"""Called with the records compared and all there are; false to stop."""

NAMED = 40
"""So many records of a kind are named that differ in one way; all are counted."""

_PORTION = 2_000
_QUOTED = 60
_ANNOTATION, _CODE = TABLES["annotation"].c, TABLES["code"].c


class Way(StrEnum):
    """How a record differs, seen from here."""

    ONLY_HERE = "only here"
    ONLY_THERE = "only there"
    CHANGED = "changed"


class Newer(StrEnum):
    """Where a record that both have was changed last; each may have changes the other lacks."""

    HERE = "here"
    THERE = "there"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that differs.

    Attributes:
        kind: what it is.
        uid: its identity.
        way: how it differs.
        fields: the names of the fields that differ; none where only one file has it.
        newer: where they were changed last; ``None`` where only one file has it.
        here: what to call it in this file; "" where it isn't there.
        there: what to call it in the other file.
    """

    kind: Kind
    uid: UUID
    way: Way
    fields: tuple[str, ...]
    newer: Newer | None
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs.

    Attributes:
        counts: how many records of a kind differ in a way.
        fields: how many records of a kind differ in a field.
        newer: how many records that both have were changed last where.
        named: the first of each kind and way, with their names.
    """

    counts: Mapping[tuple[Kind, Way], int]
    fields: Mapping[tuple[Kind, str], int]
    newer: Mapping[Newer, int]
    named: tuple[Difference, ...]

    def __bool__(self) -> bool:
        return bool(self.counts)


class ComparisonCancelledError(UserError):
    """Whoever asked for the comparison wanted it no longer."""

    def __init__(self) -> None:
        super().__init__("The comparison was cancelled.", "Nothing was changed.")


def between(here: Database, there: Database, go_on: GoOn | None = None) -> Differences:
    """Compares two files; both can be used meanwhile.

    Raises:
        UserError: one cannot be read, or ``go_on`` said stop.
    """
    found = _Found(here, there)
    total = sum(_count(here, kind) for kind in Kind)
    done = 0
    for kind in Kind:
        for mine, theirs in _portions(here, there, kind):
            found.compare(kind, mine, theirs)
            done += len(mine)
            if go_on is not None and not go_on(min(done, total), total):
                raise ComparisonCancelledError
    return Differences(found.counts, found.fields, found.newer, tuple(found.named))


_Row = tuple[bytes, int, str, str | None, int]
"""uid, rev, replica, stamps, deleted."""

_ROWS = {
    kind: sa.select(
        *(TABLES[kind].c[name] for name in ("uid", "rev", "replica", "stamps", "deleted"))
    )
    .where(TABLES[kind].c.uid > given("after"))
    .order_by(TABLES[kind].c.uid)
    .limit(given("most"))
    for kind in Kind
}
_COUNTS = {kind: sa.select(sa.func.count()).select_from(TABLES[kind]) for kind in Kind}
_NAMES = {
    kind: sa.select(TABLES[kind].c[name]).where(TABLES[kind].c.uid == given("uid"))
    for kind, name in {
        Kind.PROJECT: "name",
        Kind.CODER: "name",
        Kind.ROUND: "name",
        Kind.ARTICLE: "headline",
        Kind.CODE: "name",
        Kind.MEMO: "text",
        Kind.SETTING: "key",
        Kind.LINK: "relation",
        Kind.ATTRIBUTE: "name",
        Kind.VARIABLE: "key",
        Kind.CHOICE: "name",
    }.items()
} | {
    Kind.PROGRESS: sa.select(TABLES["article"].c.headline)
    .join_from(
        TABLES["progress"],
        TABLES["article"],
        TABLES["progress"].c.article_id == TABLES["article"].c.id,
    )
    .where(TABLES["progress"].c.uid == given("uid")),
    Kind.ANSWER: sa.select(TABLES["variable"].c.key, TABLES["article"].c.headline)
    .join_from(
        TABLES["answer"],
        TABLES["variable"],
        TABLES["answer"].c.variable_id == TABLES["variable"].c.id,
    )
    .join(TABLES["article"], TABLES["answer"].c.article_id == TABLES["article"].c.id)
    .where(TABLES["answer"].c.uid == given("uid")),
    Kind.REVISION: sa.select(_CODE.name)
    .join_from(TABLES["revision"], TABLES["code"], TABLES["revision"].c.code_id == _CODE.id)
    .where(TABLES["revision"].c.uid == given("uid")),
    Kind.ANNOTATION: sa.select(_ANNOTATION.quotes, _CODE.name)
    .join_from(TABLES["annotation"], TABLES["code"], _ANNOTATION.code_id == _CODE.id)
    .where(_ANNOTATION.uid == given("uid")),
}


@dataclass
class _Found:
    here_database: Database
    there_database: Database
    counts: Counter[tuple[Kind, Way]] = field(default_factory=Counter)
    fields: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    newer: Counter[Newer] = field(default_factory=Counter)
    named: list[Difference] = field(default_factory=list)

    def compare(self, kind: Kind, mine: list[_Row], theirs: list[_Row]) -> None:
        if mine == theirs:
            return
        others = {row[0]: row for row in theirs}
        for row in mine:
            other = others.pop(row[0], None)
            if row != other:
                self._note(kind, row, other)
        for row in others.values():
            self._note(kind, None, row)

    def _note(self, kind: Kind, mine: _Row | None, theirs: _Row | None) -> None:
        here, there = _is_live(mine), _is_live(theirs)
        fields: tuple[str, ...] = ()
        newer = None
        if here and there and mine and theirs:
            fields, newer = _changed(kind, mine, theirs)
            if newer is None:
                return
            self.fields.update((kind, name) for name in fields)
            self.newer[newer] += 1
            way = Way.CHANGED
        elif here or there:
            way = Way.ONLY_HERE if here else Way.ONLY_THERE
        else:
            return
        self.counts[kind, way] += 1
        row = mine or theirs
        if row and self.counts[kind, way] <= NAMED:
            names = (
                _name(database, kind, row[0]) if live else ""
                for database, live in ((self.here_database, here), (self.there_database, there))
            )
            self.named.append(Difference(kind, UUID(bytes=row[0]), way, fields, newer, *names))


def _count(database: Database, kind: Kind) -> int:
    return int(database.value(_COUNTS[kind]))


def _portions(
    here: Database, there: Database, kind: Kind
) -> Iterator[tuple[list[_Row], list[_Row]]]:
    """The rows of both between the same two uids, again and again."""
    after = b""
    while True:
        sides = [
            [tuple(row) for row in one.read(_ROWS[kind], after=after, most=_PORTION)]
            for one in (here, there)
        ]
        ends = [rows[-1][0] for rows in sides if len(rows) == _PORTION]
        if not ends:
            yield sides[0], sides[1]
            return
        after = min(ends)
        mine, theirs = (rows[: bisect_right(rows, after, key=lambda row: row[0])] for rows in sides)
        yield mine, theirs


def _is_live(row: _Row | None) -> bool:
    return row is not None and not row[4]


def _changed(kind: Kind, mine: _Row, theirs: _Row) -> tuple[tuple[str, ...], Newer | None]:
    """The fields whose stamps differ, and where the later ones are."""
    here, there = _stamps(mine), _stamps(theirs)
    base_here, base_there = Stamp(mine[1], mine[2]), Stamp(theirs[1], theirs[2])
    names = dict.fromkeys((*FIELDS[kind], *sorted({*here, *there})))
    pairs = {
        name: (here.get(name, base_here), there.get(name, base_there))
        for name in names
        if name != "deleted"
    }
    later_here = [name for name, (a, b) in pairs.items() if a > b]
    later_there = [name for name, (a, b) in pairs.items() if b > a]
    fields = tuple(name for name in pairs if name in {*later_here, *later_there})
    if not fields:
        return (), None
    if later_here and later_there:
        return fields, Newer.BOTH
    return fields, Newer.HERE if later_here else Newer.THERE


def _stamps(row: _Row) -> dict[str, Stamp]:
    return {name: Stamp(*stamp) for name, stamp in json.loads(row[3] or "{}").items()}


def _name(database: Database, kind: Kind, uid: bytes) -> str:
    for row in database.read(_NAMES[kind], uid=uid):
        return _of_annotation(*row) if kind is Kind.ANNOTATION else str(row[0])
    return ""


def _of_annotation(quotes: str, code: Any) -> str:
    quote = " ".join(" […] ".join(json.loads(quotes)).split())
    cut = quote if len(quote) <= _QUOTED else f"{quote[: _QUOTED - 1]}…"
    return f"“{cut}” ({code})"
