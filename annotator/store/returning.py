"""Going back to a point: all that a coder did since, taken back in one step.

What a coder did to a field of a record, from their first change to their last, is folded into one:
what they had undone since, or changed and changed back, is no change, and nothing stands in its
way. Others' work stays, and where it was built on what would go the whole is refused.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import CancelledError
from annotator.domain.history import Action
from annotator.store import building
from annotator.store.fields import field_of
from annotator.store.rules import RefusedError
from annotator.store.standing import ACTS, STANDS, going_back
from annotator.store.statements import given
from annotator.store.tables import DONE, TABLES
from annotator.store.undoing import refuse_gone

if TYPE_CHECKING:
    from annotator.store.engine import Database
    from annotator.store.jobs import Job
    from annotator.store.staging import Staging

_TXN = TABLES["txn"]
_CHANGE = TABLES["change"]

_SINCE = (
    _TXN.c.coder_id.is_not_distinct_from(given("coder")),
    _TXN.c.id >= given("since"),
    _TXN.c.action != Action.START.value,
    _TXN.c.done == DONE,
)
_CHANGES = (
    sa.select(_CHANGE.c.kind, _CHANGE.c.record_id, _CHANGE.c.before, _CHANGE.c.after)
    .select_from(_TXN.join(_CHANGE, _CHANGE.c.txn_id == _TXN.c.id))
    .where(*_SINCE)
    .order_by(_TXN.c.id.desc(), _CHANGE.c.position.desc())
)
_STEPS = sa.select(sa.func.count()).where(*_SINCE, STANDS, ACTS)


_PORTION = 25
"""Records that are taken back at a time where they are many."""


@dataclass(slots=True)
class Folded:
    """What a coder's changes to one field come to; values as the history keeps them."""

    before: Any
    after: Any
    whole: bool = True

    def precede(self, before: Any, after: Any) -> None:
        """An earlier change of theirs comes to it."""
        self.whole &= after == self.before
        self.before = before


Records = Mapping[tuple[Kind, int], Mapping[str, Folded]]
"""By kind and id, the fields that are other ones."""


@dataclass(frozen=True, slots=True)
class Return:
    """What going back to a point would do.

    Attributes:
        steps: how many standing steps it would take back.
        made: how many records would be gone, by kind: those that were made since.
        removed: how many would be there again.
        changed: how many would have former values.
    """

    steps: int
    made: Mapping[Kind, int]
    removed: Mapping[Kind, int]
    changed: Mapping[Kind, int]

    @property
    def records(self) -> int:
        """How many records would be other ones."""
        return sum(map(sum, (self.made.values(), self.removed.values(), self.changed.values())))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take back."""
        return not (self.made or self.removed or self.changed)


def preview(database: Database, coder_id: int | None, since: int) -> Return:
    """What a coder's going back to before an entry would do, others' work not considered."""
    made: Counter[Kind] = Counter()
    removed: Counter[Kind] = Counter()
    changed: Counter[Kind] = Counter()
    for (kind, _), fields in folded(database, coder_id, since).items():
        life = fields.get("deleted")
        (changed if life is None else made if life.before else removed)[kind] += 1
    steps = database.value(_STEPS, coder=coder_id, since=since, backs=going_back(database))
    return Return(steps, made, removed, changed)


def take_back(
    database: Database, staging: Staging, records: Records, coder_id: int | None, since: int
) -> None:
    """Gathers what brings back the values from before an entry, of all that a coder did since.

    Args:
        database: the project.
        staging: where to gather.
        records: what ``folded`` found, or a part of it.
        coder_id: the coder.
        since: the entry.

    Raises:
        RefusedError: others have changed the same since, or something is not there any more.
    """
    refuse_gone(
        database,
        (
            (kind, record_id, {name: one.before for name, one in fields.items()})
            for (kind, record_id), fields in records.items()
        ),
    )
    staging.load(records)
    in_the_way: defaultdict[Kind, list[int]] = defaultdict(list)
    values: dict[tuple[Kind, int], dict[str, Any]] = {}
    for which, fields in records.items():
        values[which] = {}
        for name, one in fields.items():
            field = field_of(which[0], name)
            now = field.decode(staging[which].row)
            before = field.from_history(one.before)
            if now != before and not (one.whole and now == field.from_history(one.after)):
                in_the_way[which[0]].append(which[1])
            values[which][name] = before
    gone = _of_those_made(records)
    others = [
        step for step in building.changed_since(database, gone, since) if step.coder_id != coder_id
    ]
    for kind, ids in (*in_the_way.items(), *(gone.items() if others else ())):
        raise RefusedError("Their values are other ones now.", records=(kind, ids))
    for (kind, record_id), former in values.items():
        staging.write(kind, record_id, former)


def take_back_many(
    job: Job,
    records: Records,
    coder_id: int | None,
    since: int,
    go_on: Callable[[int, int], bool] | None = None,
) -> None:
    """Notes in a job what ``take_back`` gathers.

    Raises:
        RefusedError: others have changed the same since.
        CancelledError: ``go_on`` said stop.
    """

    def portions() -> Iterator[Records]:
        each = list(records.items())
        for at in range(0, len(each), _PORTION):
            if go_on and not go_on(at, len(each)):
                raise CancelledError(job.label)
            yield dict(each[at : at + _PORTION])

    def write(portion: Records) -> None:
        notes = job.notes()
        take_back(job.database, notes, portion, coder_id, since)
        job.note(notes)

    job.work(portions(), write)


def _of_those_made(records: Records) -> dict[Kind, list[int]]:
    gone: defaultdict[Kind, list[int]] = defaultdict(list)
    for (kind, record_id), fields in records.items():
        if "deleted" in fields and fields["deleted"].before:
            gone[kind].append(record_id)
    return gone


def folded(database: Database, coder_id: int | None, since: int) -> Records:
    """The records that a coder made other ones than before an entry, with the fields that are."""
    records: defaultdict[tuple[Kind, int], dict[str, Folded]] = defaultdict(dict)
    made: set[tuple[Kind, int]] = set()
    for kind, record_id, before, after in database.read(_CHANGES, coder=coder_id, since=since):
        which = (Kind(kind), record_id)
        if before is None:
            made.add(which)
        old = {"deleted": True} if before is None else json.loads(before)
        new = {"deleted": False} if after is None else json.loads(after)
        for name, value in old.items():
            if name in records[which]:
                records[which][name].precede(value, new[name])
            else:
                records[which][name] = Folded(value, new[name])
    found: dict[tuple[Kind, int], Mapping[str, Folded]] = {}
    for which, fields in records.items():
        other = {name: one for name, one in fields.items() if one.before != one.after}
        if which in made:
            # What it was like is of no matter where it was not there.
            other = {name: one for name, one in other.items() if name == "deleted"}
        if other:
            found[which] = other
    return found
