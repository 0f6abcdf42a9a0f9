"""The tables of an open project as the records that travel between files (``domain.records``).

Records are read in portions, by id, and texts only when asked for, so that a project of any size
can be gone through in little memory while others use it too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.records import Record, Register, Stamp, State
from annotator.store.fields import FIELDS, FIXED, Field, fields_in, to_json
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES, UNFINISHED

if TYPE_CHECKING:
    from annotator.store.engine import Database

TEXT = "text"
"""The register of an article that is the SHA-256 of its text, in hexadecimal digits."""

ORDER = (
    Kind.PROJECT,
    Kind.SETTING,
    Kind.CODER,
    Kind.ROUND,
    Kind.ARTICLE,
    Kind.CODE,
    Kind.REVISION,
    Kind.ATTRIBUTE,
    Kind.VARIABLE,
    Kind.CHOICE,
    Kind.PROGRESS,
    Kind.ANSWER,
    Kind.ANNOTATION,
    Kind.LINK,
    Kind.MEMO,
)
"""Each kind refers only to kinds before it, and codes to codes."""

_PORTION = 500
_FEW_TEXTS = 64

_KNOW = sa.select(TABLES["know"].c.replica, TABLES["know"].c.rev)
_UNFINISHED = sa.select(TABLES["txn"].c.id).where(UNFINISHED).limit(1)
_ROWS = {
    kind: sa.select(TABLES[kind])
    .where(TABLES[kind].c.id > given("after"))
    .order_by(TABLES[kind].c.id)
    .limit(given("most"))
    for kind in Kind
}
_UIDS = {
    kind: sa.select(TABLES[kind].c.id, TABLES[kind].c.uid).where(among(TABLES[kind].c.id, "ids"))
    for kind in Kind
}
_TEXT = TABLES["article_text"]
_TEXTS = (
    sa.select(_TEXT.c.id, _TEXT.c.sha256, _TEXT.c.text)
    .where(_TEXT.c.id > given("after"))
    .order_by(_TEXT.c.id)
    .limit(given("most"))
)
_ARTICLE = TABLES["article"]
_TEXTS_OF = (
    sa.select(_TEXT.c.sha256, _TEXT.c.text)
    .join(
        _ARTICLE, (_ARTICLE.c.id == _TEXT.c.article_id) & (_ARTICLE.c.text_sha256 == _TEXT.c.sha256)
    )
    .where(_ARTICLE.c.uid.in_([given(f"uid{n}") for n in range(_FEW_TEXTS)]))
)
_HIGHEST = {kind: sa.select(sa.func.max(TABLES[kind].c.id)) for kind in Kind}


class Records:
    """All records of an open project, tombstones too.

    Every method can raise ``UserError``: the file is gone, damaged or locked by another program.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def are_settled(self) -> bool:
        """Whether no long job is under way or was broken off: what it made isn't there yet."""
        return self._database.value(_UNFINISHED) is None

    def know(self) -> dict[str, int]:
        """For each replica the highest ``rev`` of its writes that is in the project."""
        return self._database.mapping(_KNOW)

    def portions(self, kind: Kind) -> Iterator[list[Record]]:
        """All records of a kind, some at a time; others may use the project in between."""
        for portion in self.kept(kind):
            yield [one.record() for one in portion]

    def kept(self, kind: Kind) -> Iterator[list[Kept]]:
        """The same as they lie in their table."""
        names, uids = TABLES[kind].columns.keys(), Uids(self._database)
        after = 0
        while True:
            rows = self._database.read(_ROWS[kind], after=after, most=_PORTION)
            if not rows:
                return
            after = rows[-1][0]
            as_columns = [dict(zip(names, row, strict=True)) for row in rows]
            uids.load(kind, as_columns)
            yield [Kept(kind, UUID(bytes=row["uid"]), row, uids.of) for row in as_columns]

    def count(self) -> int:
        """How many records there are, about."""
        return sum(self._database.value(_HIGHEST[kind]) or 0 for kind in Kind)

    def texts_of(self, articles: Sequence[UUID]) -> dict[str, str]:
        """The texts that some articles have now, by their SHA-256."""
        found: dict[str, str] = {}
        for at in range(0, len(articles), _FEW_TEXTS):
            some = [uid.bytes for uid in articles[at : at + _FEW_TEXTS]]
            some += some[-1:] * (_FEW_TEXTS - len(some))
            asked = {f"uid{n}": uid for n, uid in enumerate(some)}
            for sha256, text in self._database.read(_TEXTS_OF, **asked):
                found[sha256.hex()] = text
        return found

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text that an article has or had, by its SHA-256; a text may come again."""
        after = 0
        while True:
            rows = self._database.read(_TEXTS, after=after, most=_FEW_TEXTS)
            if not rows:
                return
            after = rows[-1][0]
            yield from ((sha256.hex(), text) for _, sha256, text in rows)

    def state(self) -> State:
        """Everything at once, texts included: for projects that are known to be small."""
        with self._database.together():
            records = {
                one.uid: one for kind in Kind for portion in self.portions(kind) for one in portion
            }
            return State(records, dict(self.texts()), self.know())


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it lies in its table; most need not be read more closely.

    Attributes:
        kind: its kind.
        uid: its identity.
        row: its columns by name.
        uid_of: called with a kind and an id there: the uid of that record, as text.
    """

    kind: Kind
    uid: UUID
    row: Mapping[str, Any]
    uid_of: Callable[[Kind, int], str]

    def record(self) -> Record:
        """The record."""
        return as_record(self.kind, self.row, self.uid_of)


class Uids:
    """The uids of the records that rows refer to, as text, by kind and id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: defaultdict[Kind, dict[int, str]] = defaultdict(dict)

    def load(self, kind: Kind, rows: Iterable[Mapping[str, Any]]) -> None:
        """Reads those that rows of a kind refer to."""
        wanted: defaultdict[Kind, set[int]] = defaultdict(set)
        for name, refers_to in references(kind):
            wanted[refers_to] |= {row[name] for row in rows if row[name] is not None}
        for other, ids in wanted.items():
            known = self._known[other]
            found = self._database.read(_UIDS[other], ids=listed(ids - known.keys()))
            known.update((record_id, str(UUID(bytes=uid))) for record_id, uid in found)

    def of(self, kind: Kind, record_id: int) -> str:
        """The uid of a record that was loaded."""
        return self._known[kind][record_id]


def references(kind: Kind) -> list[tuple[str, Kind]]:
    """The columns of a kind that refer to records, and the kinds that they refer to."""
    fields = (*FIXED.get(kind, {}).values(), *FIELDS[kind].values())
    return [(one.name, one.refers_to) for one in fields if one.refers_to is not None]


def name_of(field: Field) -> str:
    """What a field is called in a record: what it refers to, not by which number."""
    return field.name.removesuffix("_id") if field.refers_to is not None else field.name


def as_record(kind: Kind, row: Mapping[str, Any], uid_of: Callable[[Kind, int], str]) -> Record:
    """A row as a record.

    Args:
        kind: its kind.
        row: its columns by name.
        uid_of: called with a kind and an id: the uid of that record, as text.
    """
    base = Stamp(row["rev"], row["replica"])
    stamps = stamps_in(row)
    registers: dict[str, Register] = {}
    fields = FIELDS[kind] if row.get("attributes", "{}") == "{}" else fields_in(kind, row)
    for name, one in fields.items():
        stamp = stamps.get(name, base) if stamps else base
        if one.refers_to is None:
            registers[name] = Register(stamp, one.plain(row))
        else:
            registers[name_of(one)] = Register(stamp, _uid_in(row, one, uid_of))
    if kind is Kind.ARTICLE:
        registers[TEXT] = Register(base, row["text_sha256"].hex())
        return Record(UUID(bytes=row["uid"]), kind.value, {}, registers, row["created_at"])
    fixed = {
        name_of(one): one.plain(row) if one.refers_to is None else _uid_in(row, one, uid_of)
        for one in FIXED.get(kind, {}).values()
    }
    return Record(UUID(bytes=row["uid"]), kind.value, fixed, registers, row["created_at"])


def _uid_in(row: Mapping[str, Any], one: Field, uid_of: Callable[[Kind, int], str]) -> str | None:
    value = row[one.name]
    return None if value is None or one.refers_to is None else uid_of(one.refers_to, value)


def stamps_in(row: Mapping[str, Any]) -> dict[str, Stamp]:
    """The stamps of the fields that were written later than the row's own says."""
    if row["stamps"] is None:
        return {}
    return {name: Stamp(rev, replica) for name, (rev, replica) in json.loads(row["stamps"]).items()}


def put_stamps(row: dict[str, Any], stamps: Mapping[str, Stamp]) -> None:
    """Gives a row the stamps of all its fields: the smallest, and those that are larger."""
    distinct = set(stamps.values())
    least = min(distinct)
    row["rev"], row["replica"], row["stamps"] = least.rev, least.replica, None
    if len(distinct) > 1:
        later = {name: [at.rev, at.replica] for name, at in stamps.items() if at > least}
        row["stamps"] = to_json(later)
