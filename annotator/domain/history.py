"""The history as it is read: entries, what they did to which records, and what is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.changes import Kind


class Action(StrEnum):
    """What kind of entry it is; the first one of a project cannot be undone."""

    START = "start"
    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class Deed(StrEnum):
    """What was done to a record."""

    MADE = "made"
    CHANGED = "changed"
    REMOVED = "removed"
    BROUGHT_BACK = "brought back"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are looked for; all of what is given must hold.

    Attributes:
        coder_id: whose.
        kind: a kind of record that was made, changed or removed.
        words: all of them in the label, upper and lower case alike.
        article_id: an article, its annotations, or memos about it were made, changed or removed.
        since: from that moment on, in milliseconds since 1970, UTC.
        until: before that moment.
        standing: whether only what is not taken back is looked for.
    """

    coder_id: int | None = None
    kind: Kind | None = None
    words: str = ""
    article_id: int | None = None
    since: int | None = None
    until: int | None = None
    standing: bool = False


EVERYTHING = Sought()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry: one action of somebody's.

    Attributes:
        id: its number; later ones are higher.
        at: when, in milliseconds since 1970, UTC.
        coder_id: who did it, ``None`` for nobody in particular.
        coder: their name, numbered where others have it too; ``""`` for nobody.
        action: what kind of entry.
        label: in plain words; an undo has the label of what it takes back.
        undoes: the entry that it takes back.
        back_to: for a going back, the entry before which it goes.
        taken_back_by: the entry that took this one back, if one did.
        can_undo: whether it, or its being done again, can be undone.
        can_redo: whether it is undone and can be done again.
        records: how many records it made, changed or removed, by kind.
        origin: JSON about the files that it took things from.
    """

    id: int
    at: int
    coder_id: int | None
    coder: str
    action: Action
    label: str
    undoes: int | None
    back_to: int | None
    taken_back_by: int | None
    can_undo: bool
    can_redo: bool
    records: Mapping[Kind, int]
    origin: str | None

    @property
    def stands(self) -> bool:
        """Whether nothing took it back."""
        return self.taken_back_by is None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries next to one another, newest first.

    Attributes:
        entries: those found.
        older: where to look on: entries below this number; ``None`` when all was looked at. There
            may be older ones even where this page is short or empty.
    """

    entries: tuple[HistoryEntry, ...]
    older: int | None


Shown = str | int | bool | None
"""A value to be read: names and quotes in place of ids, ``None`` for nothing."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a record that got another value."""

    name: str
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What an entry did to one record.

    Attributes:
        position: its place in the entry, from 0.
        kind: what kind of record.
        record_id: its id in the file.
        deed: what was done.
        title: what the record is called: the quote of an annotation, else a name.
        about: where it belongs: the code of an annotation, what a memo is about; often ``""``.
        article_id: the article that it is, or is in.
        fields: what got other values, ``deleted`` left out.
        round: the round that it belongs to, where there are several; else ``""``.
    """

    position: int
    kind: Kind
    record_id: int
    deed: Deed
    title: str
    about: str
    article_id: int | None
    fields: tuple[FieldChange, ...]
    round: str = ""
