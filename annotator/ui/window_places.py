"""The pages of the window: each is made when it is first wanted; one that is left leads back."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.commands import Actions
from annotator.ui.errands import Errands
from annotator.ui.places.code import CodePlace
from annotator.ui.places.health import HealthPlace
from annotator.ui.places.welcome import WelcomePlace
from annotator.ui.session import Session

_WORK = ("code", "charts")
"""Where people work; all other places are visited, and left again."""


class Place(Protocol):
    """What the window asks of a place."""

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        ...

    def status(self) -> str:
        """What the status line says of the place."""
        ...

    def hint(self) -> str:
        """The keys that help at this moment."""
        ...

    def context(self) -> set[str]:
        """What is there, for the actions."""
        ...


class WindowPlaces(QStackedWidget):
    """One place of the window, or its first page.

    Signals:
        moved: another place is shown.
        status_changed: what a place says of itself changed.
    """

    moved = Signal()
    status_changed = Signal()

    def __init__(self, session: Session, actions: Actions, errands: Errands) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self._errands = errands
        self._made: dict[str, QWidget] = {}
        self._worked_in = _WORK[0]
        self.welcome = WelcomePlace(session, actions)
        self.welcome.open_wanted.connect(lambda path: errands.projects.open_project(Path(path)))
        self.addWidget(self.welcome)

    @property
    def current(self) -> Place | None:
        """The place that is shown, None on the first page."""
        shown = self.currentWidget()
        return None if shown is self.welcome else cast(Place, shown)

    @property
    def name(self) -> str:
        """The name of the place that is shown; "" on the first page."""
        shown = self.currentWidget()
        return next((name for name, place in self._made.items() if place is shown), "")

    def made(self, name: str) -> QWidget | None:
        """The place of that name, if it was wanted before."""
        return self._made.get(name)

    def place(self, name: str) -> Any:
        """The place of that name, made if need be."""
        if name not in self._made:
            self._made[name] = self._make(name)
            self.addWidget(self._made[name])
        return self._made[name]

    def show_place(self, name: str) -> None:
        """Show a place."""
        self.setCurrentWidget(self.place(name))
        if name in _WORK:
            self._worked_in = name

    def go_to(self, name: str) -> None:
        """Show a place, with the keyboard in its main part; without a project only preferences."""
        if not self._session.is_open and name != "preferences":
            return
        self.show_place(name)
        panes = cast(Place, self.currentWidget()).panes()
        panes[min(1, len(panes) - 1)].setFocus()
        self.moved.emit()

    def show_welcome(self) -> None:
        """Show the first page."""
        self._worked_in = _WORK[0]
        self.setCurrentWidget(self.welcome)
        self.moved.emit()

    def leave(self) -> None:
        """Go back to where somebody worked before the place that is shown."""
        if self._session.is_open:
            self.go_to(self._worked_in)
        else:
            self.show_welcome()

    # -- how they are made

    def _make(self, name: str) -> QWidget:
        make = {
            "code": self._code,
            "charts": self._charts,
            "health": self._health,
            "preferences": self._preferences,
            "questions": self._questions,
        }[name]
        return make()

    def _code(self) -> QWidget:
        place = CodePlace(self._session, self._actions)
        place.reader.state_changed.connect(self.status_changed)
        place.reader.annotations_changed.connect(self.status_changed)
        place.codebook.hint_changed.connect(self.status_changed)
        place.sheet.define_wanted.connect(lambda: self.go_to("questions"))
        return place

    def _charts(self) -> QWidget:
        # They bring pyqtgraph and numpy: half a second that only they should cost.
        charts = importlib.import_module("annotator.ui.places.charts")
        place: QWidget = charts.ChartsPlace(self._session, self._actions)
        seen: Any = place
        seen.passage_opened.connect(lambda *_: self.go_to("code"))
        seen.status_changed.connect(self.status_changed)
        return place

    def _health(self) -> QWidget:
        place = HealthPlace(self._session)
        place.closed.connect(self.leave)
        place.backup_wanted.connect(self._errands.backups.back_up)
        place.restore_wanted.connect(self._errands.backups.restore)
        place.recover_wanted.connect(self._errands.repairs.recover_open)
        return place

    def _preferences(self) -> QWidget:
        from annotator.ui.places.preferences import PreferencesPlace

        place = PreferencesPlace(self._session.settings, self._actions)
        place.closed.connect(self.leave)
        return place

    def _questions(self) -> QWidget:
        from annotator.ui.places.questions import QuestionsPlace

        place = QuestionsPlace(self._session)
        place.closed.connect(self.leave)
        return place
