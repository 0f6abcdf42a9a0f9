"""The seam between the store and whatever a project lies in.

Everything else in ``store`` speaks to an open project through ``Database``. What differs from one
engine to the next is behind it: opening and the lock, versions, transactions, how a statement is
written, bulk loading, copies, who is told of what was saved, errors in words, the check of the
structure, the index of words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.finding import Clue
from annotator.domain.finds import Find
from annotator.store.turns import Turns


class IndexLostError(Exception):
    """An index cannot be used any more; it is to be thrown away, nothing else is lost."""


class WordIndex(Protocol):
    """Which articles have which words: made from the texts, never to be relied on alone.

    An article may be in it with another text than it has, or with one that is gone; whoever asks
    looks at the texts. Any thread may use it. Every method but ``close`` and ``throw_away`` can
    raise ``IndexLostError``.
    """

    def known(self, articles: Sequence[int]) -> dict[int, bytes]:
        """By article, for those that are in it, the SHA-256 of the text they were put in with."""

    def add(self, articles: Sequence[tuple[int, bytes, Sequence[str]]]) -> None:
        """Puts in articles that are not in it: id, SHA-256 of the text, its words in order."""

    def articles(self, clue: Clue) -> Iterator[list[int]] | None:
        """All articles that have those words side by side, by id, some at a time.

        ``None`` where they may be so many that looking at all texts is as quick.
        """

    def close(self) -> None:
        """Gives it up. May be called again."""

    def throw_away(self) -> None:
        """Gives it up and removes it."""


class Database(Protocol):
    """An open project. All use of it is serialised by one lock, which gives way to the window.

    Every method can raise ``UserError``: the project cannot be reached, is damaged, or has been
    closed.

    Attributes:
        path: where it lies: what messages call it.
        read_only: whether nothing can be written.
        is_open: whether it has not been closed.
        turns: the lock.
        ended_badly: whether who wrote in it last did not come to close it.
        engine: what keeps it, and in which version, for people.
        version: the version of its tables.
    """

    path: Path
    read_only: bool
    is_open: bool
    turns: Turns
    ended_badly: bool
    engine: str
    version: int

    @property
    def is_older(self) -> bool:
        """Whether it has to be brought up to date before it can be used."""

    def bring_up_to_date(
        self,
        keep: Callable[[], object] | None = None,
        go_on: Callable[[], bool] = lambda: True,
    ) -> None:
        """Takes an older project up the ladder of versions.

        Args:
            keep: called before the first step, to make a copy of the project as it is; not where
                a server keeps copies of its own. What it raises ends the attempt.
            go_on: asked again and again; false to stop, and leave it as it was.

        Raises:
            UserError: it is newer, or older and cannot be written.
            CancelledError: ``go_on`` said stop.
        """

    def together(self) -> AbstractContextManager[None]:
        """Keeps other threads out, so that several reads belong together."""
        return self.turns

    def read(self, statement: sa.ClauseElement, **values: Any) -> list[Any]:
        """The rows that a statement finds, as tuples.

        Args:
            statement: one that is made once: its text is kept.
            values: what is filled in by name.
        """

    def mapping(self, statement: sa.ClauseElement, **values: Any) -> dict[Any, Any]:
        """The second column of each row by the first; for many rows quicker than ``read``."""
        return dict(self.read(statement, **values))

    def column(self, statement: sa.ClauseElement, **values: Any) -> list[Any]:
        """The first column of the rows that a statement finds."""
        return [row[0] for row in self.read(statement, **values)]

    def value(self, statement: sa.ClauseElement, **values: Any) -> Any:
        """The first column of the first row that a statement finds, or ``None``."""
        return next(iter(self.column(statement, **values)), None)

    def writing(self, action: str, *, durable: bool = True) -> AbstractContextManager[None]:
        """A transaction: durable when the block ends, undone when it fails.

        Args:
            action: what is being saved, for messages.
            durable: ``False`` for a part of long work that nobody is told of yet: it is whole or
                not there, in its order, and durable with the next transaction that is.

        Raises:
            UserError: it could not be saved; nothing has changed.
        """

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows, all with the same columns; inside ``writing``."""

    def update(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Changes rows by their ``id``, all in the same columns; inside ``writing``."""

    def tell(self, txn: int) -> None:
        """Lets those who listen know of an entry of the history; inside ``writing``.

        They hear of it when that is durable, and never of one that could not be saved.
        """

    def listen(self, heard: Callable[[int], None]) -> AbstractContextManager[None]:
        """Calls ``heard`` with the number of each entry that anybody ends while the block runs.

        It runs on a thread of the engine's choice and must be quick; what others do on a server
        is heard too.
        """

    def run(self, statement: sa.ClauseElement, **values: Any) -> None:
        """Runs a statement that changes rows; inside ``writing``."""

    def structure(self, most: int, go_on: Callable[[], bool]) -> Iterator[Find]:
        """Looks for damage below the records, while work on the project goes on.

        Args:
            most: how many finds of one kind are told; the rest says nothing new.
            go_on: asked again and again; false to stop, with a ``CancelledError``.
        """

    def copy(self, target: Path, go_on: Callable[[int, int], bool] | None = None) -> None:
        """Copies the project, as it is at one instant, into a plain file that is checked.

        Work goes on meanwhile: others get their turn after some milliseconds, again and again.

        Args:
            target: a file that does not exist yet, absolute.
            go_on: called often with what is copied and what there is; false to stop.

        Raises:
            UserError: there is no room, the copy is not sound, or ``go_on`` said stop; no file
                is left.
        """

    def words(self, project: UUID, *, make: bool) -> WordIndex | None:
        """The index of words; ``None`` where there is none, or somebody else has it.

        Args:
            project: the project's identity.
            make: whether one is made where there is none.
        """

    def checkpoint(self) -> None:
        """Takes what was saved last to where it stays; it is as safe where it is already.

        What is in the way, a full disk say, is told at the next save or on closing instead.
        """

    def close(self) -> None:
        """Gives the project up. May be called again.

        Raises:
            UserError: it could not be left as it should be; all that was saved is there still.
        """
