"""Which rounds there are, and in which of them is coded."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.annotation import Round
from annotator.domain.changes import Changes, Kind
from annotator.domain.progress import State
from annotator.store import failures
from annotator.store.fields import to_json
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.store.engine import Database

_ROUND = TABLES["round"]
_HAS = sa.select(_ROUND.c.id).where(_ROUND.c.id == given("round"))
_FIRST = sa.select(sa.func.min(_ROUND.c.id))
_IS_USED = sa.or_(
    *(
        sa.select(used.c.id).where(used.c.round_id == _ROUND.c.id, used.c.deleted == LIVE).exists()
        for used in (TABLES["annotation"], TABLES["answer"], TABLES["progress"])
    )
)
# One that was removed while others worked in it is there still, as with codes.
_ALL = (
    sa.select(_ROUND.c.id, _ROUND.c.uid, _ROUND.c.name)
    .where(sa.or_(_ROUND.c.deleted == LIVE, _IS_USED))
    .order_by(_ROUND.c.id)
)

_ROUND_OF = {
    kind: sa.select(held.c.round_id).where(among(held.c.id, "ids")).distinct()
    for kind, held in (
        (Kind.ANNOTATION, TABLES["annotation"]),
        (Kind.ANSWER, TABLES["answer"]),
        (Kind.PROGRESS, TABLES["progress"]),
    )
}
_ANSWER, _PROGRESS = TABLES["answer"], TABLES["progress"]
_HELD = {
    name: sa.select(held.c.round_id, sa.func.count())
    .where(held.c.deleted == LIVE, *only)
    .group_by(held.c.round_id)
    for name, held, only in (
        ("annotations", TABLES["annotation"], ()),
        ("answers", _ANSWER, (_ANSWER.c.value != to_json(None),)),
        ("done", _PROGRESS, (_PROGRESS.c.state == State.DONE.value,)),
    )
}


class Rounds:
    """The rounds of an open project.

    Attributes:
        main: the id of the round that the project started with.
        current: the id of the round in which is coded: what coders make belongs to it, and how
            far they are is asked of it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.main = int(database.value(_FIRST))
        self.current: int = self.main

    def has(self, round_id: int) -> bool:
        """Whether there is such a round, or was; asked at once, however much was coded.

        Raises:
            UserError: the file cannot be read.
        """
        return self._database.value(_HAS, round=round_id) is not None

    def all(self) -> tuple[Round, ...]:
        """The rounds, in the order of their making.

        Raises:
            UserError: the file cannot be read.
        """
        try:
            return tuple(
                Round(one, UUID(bytes=uid), name) for one, uid, name in self._database.read(_ALL)
            )
        except (ValueError, TypeError) as error:
            raise failures.damaged(self._database.path) from error

    def of(self, kind: Kind, ids: Collection[int]) -> set[int]:
        """The rounds of records, removed ones too; none where their kind belongs to no round.

        Raises:
            UserError: the file cannot be read.
        """
        asked = _ROUND_OF.get(kind) if ids else None
        return set() if asked is None else set(self._database.column(asked, ids=listed(ids)))

    def touched(self, changes: Changes, *, most: int) -> set[int]:
        """The rounds of what was made, changed or removed; ``most`` records are asked of a kind.

        Raises:
            UserError: the file cannot be read.
        """
        found = set[int]()
        for kind in _ROUND_OF:
            some = (changes.created, changes.updated, changes.removed)
            found |= self.of(kind, list(islice(chain(*(ids.get(kind, ()) for ids in some)), most)))
        return found

    def held(self) -> dict[str, dict[int, int]]:
        """How many ``annotations`` and ``answers`` each round that has any has, of all coders.

        ``done`` counts articles, each as often as coders are done with it.

        Raises:
            UserError: the file cannot be read.
        """
        return {name: self._database.mapping(asked) for name, asked in _HELD.items()}
