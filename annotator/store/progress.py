"""How far coders are with articles in the round in which is coded, kept once asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Changes, Kind
from annotator.domain.progress import State
from annotator.store import failures
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from annotator.store.engine import Database
    from annotator.store.rounds import Rounds

_PROGRESS = TABLES["progress"]
_SET = sa.select(_PROGRESS.c.article_id, _PROGRESS.c.state).where(
    _PROGRESS.c.coder_id == given("coder"),
    _PROGRESS.c.round_id == given("round"),
    _PROGRESS.c.deleted == LIVE,
)
_SOME = sa.select(_PROGRESS.c.article_id, _PROGRESS.c.state).where(
    among(_PROGRESS.c.article_id, "articles"),
    _PROGRESS.c.coder_id == given("coder"),
    _PROGRESS.c.round_id == given("round"),
    _PROGRESS.c.deleted == LIVE,
)
_HOW_MANY = sa.select(sa.func.count()).where(
    _PROGRESS.c.coder_id == given("coder"),
    _PROGRESS.c.state == given("state"),
    _PROGRESS.c.round_id == given("round"),
    _PROGRESS.c.deleted == LIVE,
)
_CHANGED = sa.select(
    _PROGRESS.c.article_id,
    _PROGRESS.c.coder_id,
    _PROGRESS.c.round_id,
    _PROGRESS.c.state,
    _PROGRESS.c.deleted,
).where(among(_PROGRESS.c.id, "ids"))
_IDS = sa.select(_PROGRESS.c.article_id, _PROGRESS.c.id).where(
    among(_PROGRESS.c.article_id, "articles"),
    _PROGRESS.c.coder_id == given("coder"),
    _PROGRESS.c.round_id == given("round"),
    _PROGRESS.c.deleted == LIVE,
)
_STATES = {state.value: state for state in State}
_FEW = 1_000


class Progress:
    """The states that coders have set in the round in which is coded.

    Every method but ``forget`` can raise ``UserError``: the file cannot be read.
    """

    def __init__(self, database: Database, rounds: Rounds) -> None:
        self._database = database
        self._rounds = rounds
        self._states: dict[tuple[int, int], dict[int, State]] = {}
        self._changed: set[int] = set()

    def forget(self, changes: Changes) -> None:
        """These were set, changed or taken back; told while nobody else reads."""
        if self._states:
            for some in (changes.created, changes.updated, changes.removed):
                self._changed |= some.get(Kind.PROGRESS, frozenset())

    def of(self, coder_id: int) -> Mapping[int, State]:
        """The states that a coder has set, by article; not to be kept."""
        with self._database.together():
            if self._changed:
                self._catch_up()
            whose = (coder_id, self._rounds.current)
            if whose not in self._states:
                found = self._database.read(_SET, coder=coder_id, round=self._rounds.current)
                self._states[whose] = self._stated(found)
            return self._states[whose]

    def of_some(self, articles: Collection[int], coder_id: int) -> Mapping[int, State]:
        """The states that a coder has set of these articles; of few, without reading all."""
        with self._database.together():
            now = self._rounds.current
            if (coder_id, now) in self._states or len(articles) > _FEW:
                return self.of(coder_id)
            found = self._database.read(_SOME, articles=listed(articles), coder=coder_id, round=now)
            return self._stated(found)

    def count(self, state: State, coder_id: int) -> int:
        """In how many articles a coder has set that state."""
        with self._database.together():
            now = self._rounds.current
            if (coder_id, now) in self._states:
                return sum(one is state for one in self.of(coder_id).values())
            asked = {"coder": coder_id, "state": state.value, "round": now}
            return self._database.value(_HOW_MANY, **asked) or 0

    def ids(self, articles: Collection[int], coder_id: int) -> dict[int, int]:
        """The records in which a coder has set states of articles, by article."""
        asked = {"articles": listed(articles), "coder": coder_id, "round": self._rounds.current}
        return self._database.mapping(_IDS, **asked)

    def _catch_up(self) -> None:
        for article_id, coder_id, round_id, state, deleted in self._database.read(
            _CHANGED, ids=listed(self._changed)
        ):
            known = self._states.get((coder_id, round_id))
            if known is not None and deleted:
                known.pop(article_id, None)
            elif known is not None:
                known |= self._stated([(article_id, state)])
        self._changed.clear()

    def _stated(self, found: Iterable[tuple[int, str]]) -> dict[int, State]:
        try:
            return {article_id: _STATES[kept] for article_id, kept in found}
        except KeyError as error:
            raise failures.damaged(self._database.path) from error
