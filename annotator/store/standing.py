"""Which entries of the history stand, and so what can be undone and done again.

It is found from the entries themselves, and so survives a restart: an entry that another names in
``undoes`` is taken back, and so are those of a coder that an entry of theirs went back before. Of
a series (``series``) all are, once it was undone as a whole; what does it again stands for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.errors import UserError
from annotator.domain.history import Action
from annotator.store.history import MERGE, Entry
from annotator.store.statements import among, given, listed
from annotator.store.tables import DONE, TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database

_TXN = TABLES["txn"]
_LATER = _TXN.alias("later")
_BACK = _TXN.alias("back")

_NAMED = sa.select(_LATER.c.id).where(_LATER.c.undoes == _TXN.c.id, _LATER.c.done == DONE).exists()
_LEFT_BEHIND = (
    sa.select(_BACK.c.id)
    .where(
        among(_BACK.c.id, "backs"),
        # So written, no index of all that a coder did is tried: of these there are few.
        sa.func.coalesce(_BACK.c.coder_id, 0) == sa.func.coalesce(_TXN.c.coder_id, 0),
        _BACK.c.back_to <= _TXN.c.id,
        _TXN.c.id < _BACK.c.id,
    )
    .exists()
)
_UNDOES = sa.literal_column(f"'{Action.UNDO.value}'", sa.Text)
_WHOLE = _TXN.alias("whole")
_IN_SERIES_UNDONE = (
    sa.select(_WHOLE.c.id)
    .where(
        _WHOLE.c.back_to > 0,
        _WHOLE.c.action == _UNDOES,
        _WHOLE.c.done == DONE,
        _WHOLE.c.id > _TXN.c.id,
        sa.or_(
            _WHOLE.c.back_to == _TXN.c.id,
            _TXN.c.origin
            == sa.literal_column("'{\"series\": '", sa.Text)
            + sa.cast(_WHOLE.c.back_to, sa.Text)
            + sa.literal_column("'}'", sa.Text),
        ),
    )
    .exists()
)
STANDS = sa.and_(_TXN.c.done == DONE, ~_NAMED, ~_LEFT_BEHIND, ~_IN_SERIES_UNDONE)
"""That an entry is not taken back; needs ``backs``, what ``going_back`` found."""

ACTS = sa.or_(_TXN.c.action == Action.DO.value, _TXN.c.action == Action.REDO.value)
"""That an entry does something, be it again; others start a project or undo."""

_IS_MERGE = _TXN.c.origin.startswith(MERGE, autoescape=True)
_MERGE = _TXN.alias("merge")
_PARTS = (
    sa.select(_MERGE.c.id)
    .where(_MERGE.c.id == _TXN.c.undoes, _MERGE.c.origin.startswith(MERGE, autoescape=True))
    .exists()
)
"""That an entry took a merge back: nothing of it is left that could be done again."""

_BACKS = sa.select(_TXN.c.id, _TXN.c.coder_id, _TXN.c.back_to, _NAMED).where(
    _TXN.c.back_to > 0, _TXN.c.done == DONE, _TXN.c.action != _UNDOES
)
_SERIES_UNDONE = (
    sa.select(_TXN.c.id, _TXN.c.back_to)
    .where(_TXN.c.back_to > 0, _TXN.c.done == DONE, _TXN.c.action == _UNDOES)
    .order_by(_TXN.c.id)
)
_BY = (_TXN.c.coder_id.is_not_distinct_from(given("coder")), _TXN.c.action == given("action"))
_NEWEST = sa.select(sa.func.max(_TXN.c.id)).where(*_BY)
_ENTRY = (_TXN.c.action, _TXN.c.label, _TXN.c.coder_id, _TXN.c.undoes, _TXN.c.back_to, _TXN.c.id)
_NEWEST_STANDING = (
    sa.select(*_ENTRY)
    .where(*_BY, STANDS, ~_PARTS, sa.not_(among(_TXN.c.id, "but")))
    .order_by(_TXN.c.id.desc())
    .limit(1)
)
_ONE = sa.select(*_ENTRY).where(_TXN.c.id == given("id"), _TXN.c.done == DONE)
_ONE_STANDING = _ONE.where(STANDS)
_ONE_PARTING = _ONE.where(_PARTS)
_PARTING_OF = sa.select(_TXN.c.id).where(_TXN.c.undoes == given("id"), _TXN.c.done == DONE, _PARTS)
_MERGES_SINCE = (
    sa.select(*_ENTRY)
    .where(
        _TXN.c.coder_id.is_not_distinct_from(given("coder")),
        _TXN.c.id >= given("since"),
        _IS_MERGE,
        STANDS,
    )
    .order_by(_TXN.c.id.desc())
    .limit(1)
)
_NEXT = sa.select(*_ENTRY).where(_TXN.c.undoes == given("id"), _TXN.c.done == DONE)

_WAY_OUT = "Nothing was changed. Choose another step."


@dataclass(frozen=True, slots=True)
class Back:
    """An entry that went back to a point and stands: those of its coder in between are undone."""

    id: int
    coder_id: int | None
    back_to: int

    def left_behind(self, number: int, coder_id: int | None) -> bool:
        """Whether it took that entry back."""
        return coder_id == self.coder_id and self.back_to <= number < self.id


def backs(database: Database) -> list[Back]:
    """The entries that went back to a point and stand, newest first."""
    standing: list[Back] = []
    for number, coder, back_to, named in sorted(database.read(_BACKS), reverse=True):
        # From the newest on: whether it stands is decided by later ones alone.
        if not named and not any(one.left_behind(number, coder) for one in standing):
            standing.append(Back(number, coder, back_to))
    return standing


def going_back(database: Database) -> str:
    """The same as ``STANDS`` takes them."""
    return listed(one.id for one in backs(database))


def series_undone(database: Database) -> list[tuple[int, int]]:
    """The entries that took a whole series back, each with the first of the series, in order."""
    return [(number, first) for number, first in database.read(_SERIES_UNDONE)]


def to_undo(database: Database, coder_id: int | None, but: Iterable[int] = ()) -> Entry | None:
    """The coder's newest entry, done or redone, that is not taken back.

    Args:
        database: the project.
        coder_id: whose.
        but: entries that are passed over.
    """
    skipped = list(but)
    done = _newest_standing(database, coder_id, Action.DO, skipped)
    redone = _newest_standing(database, coder_id, Action.REDO, skipped)
    return max((one for one in (done, redone) if one), key=lambda one: one.id, default=None)


def to_redo(database: Database, coder_id: int | None) -> Entry | None:
    """The coder's newest undo that is not taken back, unless they did something after it."""
    undone = _newest_standing(database, coder_id, Action.UNDO)
    since = database.value(_NEWEST, coder=coder_id, action=Action.DO) or 0
    return undone if undone and undone.id > since else None


def parting_of(database: Database, number: int) -> int | None:
    """The entry that took a merge back: it still says which records had come in."""
    found: int | None = database.value(_PARTING_OF, id=number)
    return found


def chosen_to_undo(database: Database, coder_id: int | None, number: int) -> Entry:
    """What undoing that entry takes back: itself, or what did it again last.

    Raises:
        UserError: it isn't the coder's, can't be undone at all, or is undone already.
    """
    last = _last_of(database, coder_id, number)
    if last.action not in (Action.DO, Action.REDO) or not stands(database, last.id):
        raise UserError("{label}: this is undone already.", _WAY_OUT, label=last.label)
    return last


def chosen_to_redo(database: Database, coder_id: int | None, number: int) -> Entry:
    """What doing that entry again takes back: its last undo.

    Raises:
        UserError: it isn't the coder's, or isn't undone.
    """
    last = _last_of(database, coder_id, number)
    if database.read(_ONE_PARTING, id=last.id):
        raise UserError(
            "{label}: nothing of this merge is left in the project.",
            "Nothing was changed. Merge the other file again.",
            label=last.label,
        )
    if last.action is not Action.UNDO or not stands(database, last.id):
        raise UserError(
            "{label}: this can't be done again by itself, as it isn't undone by itself.",
            _WAY_OUT,
            label=last.label,
        )
    return last


def merge_since(database: Database, coder_id: int | None, since: int) -> Entry | None:
    """The coder's newest merge from an entry on that is not taken back."""
    backs = going_back(database)
    return next(
        map(_entry, database.read(_MERGES_SINCE, coder=coder_id, since=since, backs=backs)), None
    )


def entry(database: Database, number: int) -> Entry | None:
    """An entry by its number."""
    return next(map(_entry, database.read(_ONE, id=number)), None)


def no_such_step(number: int) -> UserError:
    """Nobody did anything under that number."""
    return UserError("There is no step {number} in the history.", _WAY_OUT, number=number)


def reverse(database: Database, action: Action, target: Entry) -> Entry:
    """The entry that takes back another one, not written yet.

    What does a going back again goes back as far.
    """
    back_to = None
    if action is Action.REDO and target.undoes is not None:
        undone = entry(database, target.undoes)
        back_to = undone.back_to if undone else None
    return Entry(action, target.label, target.coder_id, undoes=target.id, back_to=back_to)


def stands(database: Database, number: int) -> bool:
    """Whether an entry is not taken back."""
    return bool(database.read(_ONE_STANDING, id=number, backs=going_back(database)))


def _last_of(database: Database, coder_id: int | None, number: int) -> Entry:
    found = entry(database, number)
    if found is None:
        raise no_such_step(number)
    if found.coder_id != coder_id:
        raise UserError(
            "{label}: this is another coder's step.",
            "Nothing was changed. Only who did something can undo it: choose that coder first.",
            label=found.label,
        )
    if found.action is Action.START:
        raise UserError("The start of a project can't be undone.", _WAY_OUT)
    while later := database.read(_NEXT, id=found.id):
        found = _entry(later[0])
    return found


def _newest_standing(
    database: Database, coder_id: int | None, action: Action, but: Collection[int] = ()
) -> Entry | None:
    found = database.read(
        _NEWEST_STANDING,
        coder=coder_id,
        action=action,
        backs=going_back(database),
        but=listed(but),
    )
    return next(map(_entry, found), None)


def _entry(row: Any) -> Entry:
    action, *rest = row
    return Entry(Action(action), *rest)
