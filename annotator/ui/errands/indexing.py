"""Keeps the index of words up to date, beside the window, a little at a time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from annotator.domain.changes import Changes, Kind
from annotator.ui.session import Session

_SECONDS = 0.4
"""So long it is filled before other quiet work gets its turn."""

_PAUSE_MS = 400


class Indexing(QObject):
    """Puts articles into the index when a project was opened or articles have come."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._go_on)
        self._is_under_way = False
        session.project_changed.connect(self._begin)
        session.changed.connect(self._follow)

    def _begin(self) -> None:
        self._is_under_way = False
        self._soon.stop()
        # A copy only serves to look at: it is thrown away.
        if self._session.is_open and not self._session.is_copy:
            self._soon.start()

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Kind.ARTICLE) and not self._session.is_copy:
            self._soon.start()

    def _go_on(self) -> None:
        session = self._session
        if self._is_under_way or not session.is_open:
            return
        queries = session.project.queries
        if not queries.search_is_settled:
            self._is_under_way = True
            fill = partial(queries.prepare_search, seconds=_SECONDS)
            session.background.do(fill, self._filled)

    def _filled(self, done: bool) -> None:
        self._is_under_way = False
        if done:
            self._soon.start()
