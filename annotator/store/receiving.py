"""A merge: all records of another project come into this one, as one long job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.domain.changes import Kind
from annotator.domain.errors import CancelledError
from annotator.domain.records import DELETED, Record
from annotator.store.history import FieldsChanged
from annotator.store.joining import Coming, Joining, parents_first, without_parent
from annotator.store.state import ORDER

if TYPE_CHECKING:
    from annotator.store.jobs import Job
    from annotator.store.staging import Staging
    from annotator.store.state import Records

_FEW = 64
_FEW_TEXTS = 16
"""Records that are written between two looks at the clock."""

GoOn = Callable[[int, int], bool]
"""Called with the number of records done and of all; false to stop."""

_Portion = tuple[Kind, Sequence[Coming], dict[str, str]]


def receive(job: Job, source: Records, joining: Joining, go_on: GoOn | None = None) -> None:
    """Notes all that comes; the job is still to be finished.

    Args:
        job: what writes.
        source: the records of the other project.
        joining: what they are joined with.
        go_on: called for each portion.

    Raises:
        UserError: it could not be saved, or one of the two files is damaged.
        CancelledError: ``go_on`` said stop.
    """
    receiving = _Receiving(job, source, joining, go_on)
    job.work(receiving.portions(), receiving.write)


class _Receiving:
    def __init__(self, job: Job, source: Records, joining: Joining, go_on: GoOn | None) -> None:
        self._joining = joining
        self._job = job
        self._source = source
        self._go_on = go_on

    def write(self, portion: _Portion) -> None:
        notes = self._job.notes()
        self._joining.take(notes, *portion)
        notes.flush()
        self._job.note_changes(_changes(notes))

    def portions(self) -> Iterator[_Portion]:
        """Portions that refer only to what came before them; made outside the lock."""
        done, total = 0, self._source.count()
        self._report(done, total)
        for kind in ORDER:
            for records in self._in_order(kind):
                yield kind, records, self._texts(kind, records)
                done += len(records)
                self._report(min(done, total), total)

    def _report(self, done: int, total: int) -> None:
        if self._go_on is not None and not self._go_on(done, total):
            raise CancelledError(self._job.label)

    def _in_order(self, kind: Kind) -> Iterator[Sequence[Coming]]:
        if kind is Kind.CODE:
            codes = [code for portion in self._source.portions(kind) for code in portion]
            yield from self._codes(codes)
            return
        few = _FEW_TEXTS if kind is Kind.ARTICLE else _FEW
        for portion in self._source.kept(kind):
            if kind is Kind.PROJECT:
                # A file holds one project: what is about another one stays there.
                known = self._joining.known(kind, portion)
                portion = [one for one in portion if one.uid in known]
            for at in range(0, len(portion), few):
                yield portion[at : at + few]

    def _codes(self, codes: Sequence[Record]) -> Iterator[Sequence[Record]]:
        ordered, rings = parents_first(codes)
        heads, known = {code.uid for code in rings}, self._joining.known(Kind.CODE, rings)
        first = [
            without_parent(code) if code.uid in heads else code
            for code in ordered
            if code.uid not in known
        ]
        for some in (first, rings):
            for at in range(0, len(some), _FEW):
                yield some[at : at + _FEW]

    def _texts(self, kind: Kind, records: Sequence[Coming]) -> dict[str, str]:
        if kind is not Kind.ARTICLE:
            return {}
        known = self._joining.known(kind, records)
        return self._source.texts_of([one.uid for one in records if one.uid not in known])


def _changes(notes: Staging) -> list[FieldsChanged]:
    """What came, with the stamps that it has: it was not written here.

    What is new comes before what refers to it, so that it is taken out after it.
    """
    return [
        FieldsChanged(
            record.kind,
            record.id,
            None if record.fresh else record.before,
            (None if record.is_live else {DELETED: True}) if record.fresh else record.after,
            stamps=record.stamps,
        )
        for record in sorted(notes, key=lambda record: not record.fresh)
    ]
