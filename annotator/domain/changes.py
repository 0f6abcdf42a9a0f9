"""What is asked of a project (edits) and what it tells afterwards (changes)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from annotator.domain.records import new_uid


class Kind(StrEnum):
    """The kinds of record; the value is also the name of the table."""

    PROJECT = "project"
    CODER = "coder"
    ROUND = "round"
    ARTICLE = "article"
    CODE = "code"
    REVISION = "revision"
    ATTRIBUTE = "attribute"
    VARIABLE = "variable"
    CHOICE = "choice"
    ANSWER = "answer"
    ANNOTATION = "annotation"
    LINK = "link"
    PROGRESS = "progress"
    MEMO = "memo"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Create:
    """Make a record. ``values`` are its fields by name; references are ids inside the file."""

    kind: Kind
    values: Mapping[str, Any]
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True)
class Update:
    """Give fields of a record new values; fields that already have them are left alone."""

    kind: Kind
    id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remove:
    """Mark a record as deleted; it stays in the file as a tombstone."""

    kind: Kind
    id: int


Edit = Create | Update | Remove


@dataclass(frozen=True, slots=True)
class Changes:
    """What one transaction did, for everybody who shows something of it.

    Attributes:
        txn: number of the transaction; 0 when there was nothing to do.
        label: the action in plain words.
        created: ids of records that exist now and did not, by kind (undone removals too).
        updated: ids of records whose fields changed.
        removed: ids of records that are gone (undone creations too).
        articles: articles whose annotations, zones, metadata or state changed.
        counts: change in the number of live annotations by (code id, coder id).
    """

    txn: int
    label: str
    created: Mapping[Kind, frozenset[int]]
    updated: Mapping[Kind, frozenset[int]]
    removed: Mapping[Kind, frozenset[int]]
    articles: frozenset[int]
    counts: Mapping[tuple[int, int], int]

    def touches(self, kind: Kind) -> bool:
        """Whether any record of that kind was made, changed or removed."""
        return bool(self.created.get(kind) or self.updated.get(kind) or self.removed.get(kind))

    def one_created(self, kind: Kind) -> int:
        """The id of the only record of that kind that was made.

        Raises:
            ValueError: there was none, or more than one.
        """
        (one,) = self.created.get(kind, frozenset())
        return one
