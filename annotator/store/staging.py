"""Edits gathered in memory: each record as it was and as it will be, then written in bulk.

Nothing reaches the file before ``flush``; what must be known of existing records is read with a
few statements a kind, however many edits there are.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Create, Edit, Kind, Remove
from annotator.domain.errors import GoneError
from annotator.domain.records import BORN, Stamp
from annotator.domain.text import canonical, text_sha256
from annotator.store.fields import (
    DELETED,
    FIELDS,
    FIXED,
    REQUIRED,
    Field,
    field_of,
    fields_in,
)
from annotator.store.going_along import take_along
from annotator.store.state import ORDER, TEXT, put_stamps, stamps_in
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.domain.anchor import Anchor
    from annotator.store.engine import Database

_FILTERED = ("headline", "outlet", "author", "published")
"""The columns of an article that the filter looks in."""

_FROM_OUTSIDE = 5
"""UUIDs of this version are derived: the record comes from a shipped scheme or a foreign file."""

_SET_BY_PEOPLE = frozenset({Kind.SETTING, Kind.PROGRESS, Kind.ANSWER})
"""These have derived uids, so that all machines make the same record, and yet are no less ours."""

_ROWS = {kind: sa.select(TABLES[kind]).where(among(TABLES[kind].c.id, "ids")) for kind in Kind}
_BY_UID = {
    kind: sa.select(TABLES[kind].c.id).where(TABLES[kind].c.uid == given("uid")) for kind in Kind
}
_HIGHEST = {kind: sa.select(sa.func.max(TABLES[kind].c.id)) for kind in Kind}


@dataclass(slots=True)
class Staged:
    """One record in a transaction.

    Attributes:
        fresh: whether the transaction makes it.
        was_live: whether it existed, undeleted, before.
        row: its columns as they will be.
        before: the former values of the changed fields by name; empty for a fresh record.
        after: their new values.
        stamps: the stamps of new values that were not written now.
    """

    kind: Kind
    id: int
    fresh: bool
    was_live: bool
    row: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        """Whether it will exist, undeleted."""
        return not self.row["deleted"]

    def was(self, name: str) -> Any:
        """The value that a plain field had before the transaction."""
        return self.before.get(name, self.row[name])

    def stamp_of(self, name: str) -> Stamp:
        """When a field was last written."""
        return self.stamps.get(name) or stamps_in(self.row).get(name, row_stamp(self.row))


class Staging:
    """All records that one transaction touches.

    Attributes:
        texts: the texts of the articles it makes, by article.
        anchors: the anchors it sets, each with its article.
    """

    def __init__(self, database: Database, stamp: Stamp, at: int) -> None:
        self.stamp = stamp
        self.at = at
        self.texts: dict[int, str] = {}
        self.anchors: list[tuple[int, Anchor]] = []
        self._database = database
        self._records: dict[tuple[Kind, int], Staged] = {}
        self._made: dict[tuple[Kind, UUID], int] = {}
        self._last_id: dict[Kind, int] = {}

    def __iter__(self) -> Iterator[Staged]:
        """The records that are made or changed."""
        return (record for record in self._records.values() if record.fresh or record.after)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to write."""
        return any(True for _ in self)

    def __getitem__(self, which: tuple[Kind, int]) -> Staged:
        return self._records[which]

    def has(self, kind: Kind, record_id: int) -> bool:
        """Whether it was loaded or is made here."""
        return (kind, record_id) in self._records

    def take(self, edits: Sequence[Edit]) -> None:
        """Gathers edits, in their order, and the removal of what cannot be without what goes.

        Raises:
            GoneError: what is to be changed has been removed.
            ValueError: an edit names a record or field that is not there or cannot be changed.
        """
        self.load((edit.kind, edit.id) for edit in edits if not isinstance(edit, Create))
        for edit in edits:
            if isinstance(edit, Create):
                self._create(edit)
            elif isinstance(edit, Remove):
                self.write(edit.kind, edit.id, {"deleted": True})
            elif "deleted" in edit.values:
                raise ValueError(f"not to be updated: {edit.kind} {edit.id}")
            elif not self[edit.kind, edit.id].is_live:
                raise GoneError(edit.kind.value)
            else:
                self.write(edit.kind, edit.id, edit.values)
        take_along(self._database, self)

    def load(self, which: Iterable[tuple[Kind, int]]) -> None:
        """Reads the records that are to be changed.

        Raises:
            ValueError: one of them does not exist.
        """
        wanted: defaultdict[Kind, set[int]] = defaultdict(set)
        for kind, record_id in which:
            wanted[kind].add(record_id)
        for kind, ids in wanted.items():
            for row in self._rows(kind, ids):
                record = Staged(kind, row["id"], False, not row["deleted"], row)
                self._records[kind, record.id] = record
            missing = [one for one in ids if (kind, one) not in self._records]
            if missing:
                raise ValueError(f"there is no {kind} {missing[0]}")

    def write(self, kind: Kind, record_id: int, values: Mapping[str, Any]) -> None:
        """Gives fields of a loaded record new values."""
        record = self[kind, record_id]
        for name, value in values.items():
            changed = field_of(kind, name)
            self._set(record, changed, self._resolved(changed, value))

    def join(
        self, kind: Kind, record_id: int, values: Mapping[str, Any], stamps: Mapping[str, Stamp]
    ) -> None:
        """Gives fields of a loaded record values written earlier, unless there are later ones.

        Args:
            kind: of the record.
            record_id: its id.
            values: by field.
            stamps: when they were written, where it was not at the stamp of this staging.
        """
        record = self[kind, record_id]
        for name, value in values.items():
            joined, stamp = field_of(kind, name), stamps.get(name, self.stamp)
            if stamp < record.stamp_of(name):
                continue
            record.before.setdefault(name, joined.decode(record.row))
            joined.put(record.row, value)
            record.after[name] = value
            record.stamps[name] = stamp

    def receive(self, kind: Kind, row: dict[str, Any], text: str = "") -> int:
        """Makes a record as another file has it, with its own uid and stamps; its id here.

        Args:
            kind: of the record.
            row: all its columns but the id, and those that are derived from others.
            text: of an article.
        """
        record_id = self._next_id(kind)
        row["id"] = record_id
        if kind is Kind.ARTICLE:
            self.texts[record_id] = text
            row["filter_key"] = filter_key(*(row[name] for name in _FILTERED))
        stamps = {DELETED.name: stamps_in(row).get(DELETED.name, row_stamp(row))}
        self._records[kind, record_id] = Staged(kind, record_id, True, False, row, stamps=stamps)
        return record_id

    def flush(self) -> None:
        """Writes everything into the file, inside its transaction."""
        made: defaultdict[Kind, list[dict[str, Any]]] = defaultdict(list)
        altered: defaultdict[tuple[Kind, frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
        for record in self:
            if record.fresh:
                made[record.kind].append(record.row)
            else:
                row = self._altered(record)
                altered[record.kind, frozenset(row)].append(row)
        self._insert(made)
        for (kind, _), rows in altered.items():
            self._database.update(TABLES[kind], rows)

    def _insert(self, made: Mapping[Kind, Sequence[Mapping[str, Any]]]) -> None:
        for kind in ORDER:
            rows = made.get(kind, ())
            if not rows:
                continue
            self._database.insert(TABLES[kind], rows)
            if kind is Kind.ARTICLE:
                self._insert_texts(rows)

    def _create(self, edit: Create) -> None:
        derived = edit.uid.version == _FROM_OUTSIDE
        if derived and self._revived(edit):
            return
        if (edit.kind, edit.uid) in self._made:
            raise ValueError(f"{edit.kind} {edit.uid} is made twice")
        kind, record_id = edit.kind, self._next_id(edit.kind)
        fields = (*FIXED.get(kind, {}).values(), *FIELDS[kind].values())
        if "deleted" in edit.values:
            raise ValueError(f"{kind} is not made deleted")
        more = [field_of(kind, name) for name in edit.values.keys() - {one.name for one in fields}]
        stamp = BORN if derived and kind not in _SET_BY_PEOPLE else self.stamp
        row: dict[str, Any] = {
            "id": record_id,
            "uid": edit.uid.bytes,
            "rev": stamp.rev,
            "replica": stamp.replica,
            "stamps": None,
            "created_at": self.at,
        }
        for each in fields:
            value = edit.values.get(each.name, each.default)
            if value is REQUIRED:
                raise ValueError(f"{kind} is made without {each.name}")
            each.put(row, self._resolved(each, value))
        if kind is Kind.ARTICLE:
            self._add_text(row)
        elif kind is Kind.ANNOTATION:
            row["attributes"] = "{}"
            for each in more:
                each.put(row, edit.values[each.name])
            self.anchors.append((row["article_id"], edit.values["anchor"]))
        self._made[kind, edit.uid] = record_id
        self._records[kind, record_id] = Staged(kind, record_id, True, False, row)

    def _revived(self, edit: Create) -> bool:
        """Brings back what was made with that uid before and is gone, if there is such a record."""
        known = self._database.value(_BY_UID[edit.kind], uid=edit.uid.bytes)
        if known is None:
            return False
        self.load([(edit.kind, known)])
        if self[edit.kind, known].is_live:
            raise ValueError(f"there is such a {edit.kind} already: {edit.uid}")
        changing = {
            name: value
            for name, value in edit.values.items()
            if name not in FIXED.get(edit.kind, {})
        }
        self._made[edit.kind, edit.uid] = known
        self.write(edit.kind, known, {**changing, "deleted": False})
        return True

    def _set(self, record: Staged, changed: Field, value: Any) -> None:
        name, old = changed.name, changed.decode(record.row)
        if value == old:
            return
        changed.put(record.row, value)
        record.after[name] = value
        if record.before.setdefault(name, old) == value:
            del record.before[name], record.after[name]
        if name == "anchor":
            self.anchors.append((record.row["article_id"], value))

    def _resolved(self, one: Field, value: Any) -> Any:
        # A record made in the same transaction has no id yet that its maker could know.
        if one.refers_to is None or not isinstance(value, UUID):
            return value
        made = self._id_of(one.refers_to, value)
        if made is None:
            raise ValueError(f"no {one.refers_to} {value} is made before it is used")
        return made

    def _id_of(self, kind: Kind, uid: UUID) -> int | None:
        return self._made.get((kind, uid))

    def _add_text(self, row: dict[str, Any]) -> None:
        text = row.pop("text")
        if text != canonical(text):
            raise ValueError("the text of an article is not canonical")
        self.texts[row["id"]] = text
        row["text_sha256"] = bytes.fromhex(text_sha256(text))
        row["length"] = len(text)
        row["filter_key"] = filter_key(*(row[name] for name in _FILTERED))

    def _insert_texts(self, articles: Iterable[Mapping[str, Any]]) -> None:
        rows = [
            {
                "article_id": article["id"],
                "sha256": article["text_sha256"],
                "text": self.texts[article["id"]],
            }
            for article in articles
        ]
        self._database.insert(TABLES["article_text"], rows)

    def _altered(self, record: Staged) -> dict[str, Any]:
        columns = {
            name for changed in record.after for name in field_of(record.kind, changed).columns
        }
        if record.kind is Kind.ARTICLE and not columns.isdisjoint(_FILTERED):
            record.row["filter_key"] = filter_key(*(record.row[name] for name in _FILTERED))
            columns.add("filter_key")
        self._restamp(record)
        columns |= {"id", "rev", "replica", "stamps"}
        return {name: record.row[name] for name in columns}

    def _restamp(self, record: Staged) -> None:
        row, least = record.row, row_stamp(record.row)
        stamps = dict.fromkeys(fields_in(record.kind, row), least)
        known = {
            **stamps_in(row),
            **{name: record.stamps.get(name, self.stamp) for name in record.after},
        }
        stamps |= {name: at for name, at in known.items() if name in stamps}
        if record.kind is Kind.ARTICLE:
            # Its text has the stamp that the article was made with.
            stamps[TEXT] = least
        put_stamps(row, stamps)

    def _rows(self, kind: Kind, ids: Iterable[int]) -> Iterator[dict[str, Any]]:
        names = TABLES[kind].columns.keys()
        for row in self._database.read(_ROWS[kind], ids=listed(ids)):
            yield dict(zip(names, row, strict=True))

    def _next_id(self, kind: Kind) -> int:
        if kind not in self._last_id:
            self._last_id[kind] = self._database.value(_HIGHEST[kind]) or 0
        self._last_id[kind] += 1
        return self._last_id[kind]


def row_stamp(row: Mapping[str, Any]) -> Stamp:
    """The smallest stamp of a record's fields."""
    return Stamp(row["rev"], row["replica"])


def filter_key(*parts: str) -> str:
    """What the filter compares: without case in any script, and however accents were typed."""
    return unicodedata.normalize("NFKC", "\n".join(parts)).casefold()
