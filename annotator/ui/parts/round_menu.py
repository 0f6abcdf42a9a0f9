"""The menu that says in which round is coded."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from annotator.ui.menus import as_title
from annotator.ui.session import Session

_LONGEST = 60
"""Characters of a name; a menu is as wide as its widest row."""


class RoundMenu(QMenu):
    """The rounds, and what can be done about them; made anew when it opens.

    Signals:
        add_wanted: another round is to be added.
        rename_wanted: a round is to get another name; carries the ``Round``.
        remove_wanted: a round in which nothing was done is to be removed; carries the ``Round``.
    """

    add_wanted = Signal()
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(self.tr("Rounds"))
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the rows for the rounds that there are now."""
        self.clear()
        session = self._session
        if not session.is_open:
            return
        self.addAction(self.tr("Round in which is coded")).setEnabled(False)
        rounds = QActionGroup(self)
        for one in session.rounds:
            row = self.addAction(as_title(session.round_names[one.id], _LONGEST))
            row.setCheckable(True)
            row.setActionGroup(rounds)
            row.setChecked(one.id == session.project.round_id)
            row.triggered.connect(partial(session.choose_round, one.id))
        self.addSeparator()
        can_change = session.can_change
        self.addAction(self.tr("&Add a round…"), self.add_wanted.emit).setEnabled(can_change)
        name = as_title(session.round_name, _LONGEST)
        now = next(one for one in session.rounds if one.id == session.project.round_id)
        self.addAction(
            self.tr("&Rename “{name}”…").format(name=name), partial(self.rename_wanted.emit, now)
        ).setEnabled(can_change)
        if now.id != session.project.main_round:
            self.addAction(
                self.tr("Re&move “{name}”").format(name=name),
                partial(self.remove_wanted.emit, now),
            ).setEnabled(can_change)
