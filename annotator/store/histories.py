"""Reading the history a page at a time, however long it is and however large an entry.

Pages are found by number, newest first. What cannot be found by an index is looked for in
stretches, so that no call takes long: a page says where to look on.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.history import EVERYTHING, Action, HistoryEntry, HistoryPage
from annotator.domain.tally import distinct_names
from annotator.store import naming, series, standing
from annotator.store.history import MERGE
from annotator.store.staging import filter_key
from annotator.store.standing import ACTS, STANDS
from annotator.store.statements import among, given, listed
from annotator.store.tables import DONE, LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from annotator.domain.history import RecordChange, Sought
    from annotator.store.engine import Database

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]
_CODER = TABLES["coder"]
_ANNOTATION = TABLES["annotation"]
_ARTICLE = TABLES["article"]
_LINK = TABLES["link"]
_PROGRESS = TABLES["progress"]
_ANSWER = TABLES["answer"]
_MEMO = TABLES["memo"]

_STRETCH = 20_000
"""So many entries are looked at for a page."""
_WORDY_STRETCH = 4_000
"""The same where each label must be read."""
_COUNTED = 4_096
"""Of so many entries it is kept how many records they touched."""

_SAID = {Action.UNDO.value: "Undone", Action.REDO.value: "Done again"}
"""What people read before the label of such an entry, and so look for."""

_CODERS = sa.select(_CODER.c.id, _CODER.c.name).order_by(_CODER.c.deleted != LIVE, _CODER.c.id)
"""The live ones first, so that coders of one name have the numbers they have elsewhere."""
_HIGHEST = sa.select(sa.func.max(_TXN.c.id))
_COLUMNS = (
    _TXN.c.id,
    _TXN.c.at,
    _TXN.c.coder_id,
    _TXN.c.action,
    _TXN.c.label,
    _TXN.c.undoes,
    _TXN.c.back_to,
    _TXN.c.origin,
)
_TAKEN_BACK = sa.select(_TXN.c.undoes, _TXN.c.id, _TXN.c.action).where(
    among(_TXN.c.undoes, "ids"), _TXN.c.done == DONE
)
_COUNTS = (
    sa.select(_CHANGE.c.txn_id, _CHANGE.c.kind, sa.func.count())
    .where(among(_CHANGE.c.txn_id, "ids"))
    .group_by(_CHANGE.c.txn_id, _CHANGE.c.kind)
)
_CHANGES = (
    sa.select(
        _CHANGE.c.position, _CHANGE.c.kind, _CHANGE.c.record_id, _CHANGE.c.before, _CHANGE.c.after
    )
    .where(_CHANGE.c.txn_id == given("txn"), _CHANGE.c.position >= given("first"))
    .order_by(_CHANGE.c.position)
    .limit(given("most"))
)
_IN_ARTICLE = sa.union(
    *(
        sa.select(_CHANGE.c.txn_id).where(
            _CHANGE.c.kind == kind.value, _CHANGE.c.record_id.in_(found)
        )
        for kind, found in (
            (
                Kind.ANNOTATION,
                sa.select(_ANNOTATION.c.id).where(_ANNOTATION.c.article_id == given("article")),
            ),
            (
                Kind.LINK,
                sa.select(_LINK.c.id)
                .join(_ANNOTATION, _ANNOTATION.c.id == _LINK.c.from_id)
                .where(_ANNOTATION.c.article_id == given("article")),
            ),
            (
                Kind.PROGRESS,
                sa.select(_PROGRESS.c.id).where(_PROGRESS.c.article_id == given("article")),
            ),
            (
                Kind.ANSWER,
                sa.select(_ANSWER.c.id).where(_ANSWER.c.article_id == given("article")),
            ),
            (Kind.ARTICLE, sa.select(_ARTICLE.c.id).where(_ARTICLE.c.id == given("article"))),
            (
                Kind.MEMO,
                sa.select(_MEMO.c.id)
                .join(_ARTICLE, _ARTICLE.c.uid == _MEMO.c.about_uid)
                .where(_ARTICLE.c.id == given("article")),
            ),
        )
    )
)


@cache
def _entries(given_names: frozenset[str]) -> sa.Select[Any]:
    conditions: dict[str, sa.ColumnElement[bool]] = {
        # So written, the stretch is gone through, and not all that the coder ever did.
        "coder": sa.func.coalesce(_TXN.c.coder_id, 0) == given("coder"),
        "kind": sa.select(_CHANGE.c.txn_id)
        .where(_CHANGE.c.txn_id == _TXN.c.id, _CHANGE.c.kind == given("kind"))
        .exists(),
        "touching": among(_TXN.c.id, "touching"),
        "since": _TXN.c.at >= given("since"),
        "until": _TXN.c.at < given("until"),
        "backs": sa.and_(STANDS, ACTS),
    }
    return (
        sa.select(*_COLUMNS)
        .select_from(_TXN)
        .where(
            _TXN.c.done == DONE,
            _TXN.c.id < given("below"),
            _TXN.c.id >= given("floor"),
            *(condition for name, condition in conditions.items() if name in given_names),
        )
        .order_by(_TXN.c.id.desc())
        .limit(given("most"))
    )


class Histories:
    """The history of an open project, to be read.

    Every method can raise ``UserError``: the file is gone, damaged or locked by another program.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: dict[int, dict[Kind, int]] = {}

    def page(
        self,
        sought: Sought = EVERYTHING,
        below: int | None = None,
        most: int = 100,
    ) -> HistoryPage:
        """Entries that are looked for, newest first.

        Args:
            sought: which.
            below: only entries with lower numbers, such as ``older`` of the page before.
            most: how many at most.
        """
        with self._database.together():
            highest = self._database.value(_HIGHEST) or 0
            below = highest + 1 if below is None else min(below, highest + 1)
            floor, found = self._found(sought, below, most)
            entries = tuple(self._entries(found))
        older = found[-1][0] if len(found) >= most else floor
        return HistoryPage(entries, older if older > 1 else None)

    def entry(self, number: int) -> HistoryEntry | None:
        """One entry, ``None`` where there is none of that number."""
        found = self.page(below=number + 1, most=1).entries
        return found[0] if found and found[0].id == number else None

    def changes(self, number: int, first: int = 0, most: int = 100) -> list[RecordChange]:
        """What an entry did to records, in its order.

        Args:
            number: the entry.
            first: the position of the first record that is wanted.
            most: how many at most.
        """
        with self._database.together():
            kept = standing.parting_of(self._database, number) or number
            found = self._database.read(_CHANGES, txn=kept, first=first, most=most)
            return naming.named(self._database, found)

    def _found(self, sought: Sought, below: int, most: int) -> tuple[int, Sequence[Any]]:
        """Down to where it was looked, and the rows of what was found."""
        values = self._values(sought)
        wanted = filter_key(sought.words).split()
        stretch = _WORDY_STRETCH if wanted else _STRETCH
        # What is known to touch the article is few, wherever it is.
        floor = 1 if "touching" in values else max(1, below - stretch)
        rows = self._database.read(
            _entries(frozenset(values)),
            **values,
            below=below,
            floor=floor,
            most=_WORDY_STRETCH if wanted else most,
        )
        if wanted:
            rows = list(islice((row for row in rows if _has(row, wanted)), most))
        return floor, rows

    def _values(self, sought: Sought) -> dict[str, Any]:
        asked = {
            "coder": sought.coder_id,
            "kind": sought.kind.value if sought.kind else None,
            "since": sought.since,
            "until": sought.until,
        }
        values = {name: value for name, value in asked.items() if value is not None}
        if sought.article_id is not None:
            touching = self._database.column(_IN_ARTICLE, article=sought.article_id)
            values["touching"] = listed(touching)
        if sought.standing:
            values["backs"] = standing.going_back(self._database)
        return values

    def _entries(self, rows: Sequence[Any]) -> Iterator[HistoryEntry]:
        ids = [row[0] for row in rows]
        by, last = self._taken_back(ids)
        backs = standing.backs(self._database)
        undone = standing.series_undone(self._database)
        names = distinct_names(dict(self._database.read(_CODERS)))
        self._count(ids)
        for number, at, coder_id, action, label, undoes, back_to, origin in rows:
            tip, done = last.get(number, (number, Action(action)))
            left = [one.id for one in backs if one.left_behind(number, coder_id)]
            free = not any(one.left_behind(tip, coder_id) for one in backs)
            begun = series.first_of(origin) or number
            left += [one for one, first in undone if first == begun and number < one]
            # Of a series that was undone as a whole only the last stands for all.
            free = free and (number in last or not left)
            yield HistoryEntry(
                number,
                at,
                coder_id,
                names.get(coder_id, ""),
                Action(action),
                label,
                undoes,
                back_to,
                taken_back_by=by.get(number) or next(iter(left), None),
                can_undo=free and done in (Action.DO, Action.REDO),
                # Nothing is left of a merge that was undone.
                can_redo=free and done is Action.UNDO and not (origin or "").startswith(MERGE),
                records=self._counts[self._kept_at(number, origin)],
                origin=origin,
            )

    def _kept_at(self, number: int, origin: str | None) -> int:
        """Where it is kept which records an entry touched: of a merge, where it was taken back."""
        if not (origin or "").startswith(MERGE):
            return number
        kept = standing.parting_of(self._database, number) or number
        self._count([kept])
        return kept

    def _taken_back(
        self, ids: Iterable[int]
    ) -> tuple[dict[int, int], dict[int, tuple[int, Action]]]:
        """What took each back, and what did so last: an undo, or a doing again of it."""
        by: dict[int, int] = {}
        last: dict[int, tuple[int, Action]] = {}
        origins = {number: [number] for number in ids}
        while origins:
            following: dict[int, list[int]] = {}
            for undone, number, action in self._database.read(_TAKEN_BACK, ids=listed(origins)):
                for origin in origins[undone]:
                    by.setdefault(origin, number)
                    last[origin] = (number, Action(action))
                following.setdefault(number, []).extend(origins[undone])
            origins = following
        return by, last

    def _count(self, ids: Iterable[int]) -> None:
        unknown = [number for number in ids if number not in self._counts]
        self._counts.update({number: {} for number in unknown})
        for number, kind, count in self._database.read(_COUNTS, ids=listed(unknown)):
            self._counts[number][Kind(kind)] = count


def _has(row: Sequence[Any], words: Iterable[str]) -> bool:
    key = filter_key(f"{_SAID.get(row[3], '')} {row[4]}")
    return all(word in key for word in words)
