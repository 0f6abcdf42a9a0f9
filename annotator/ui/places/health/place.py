"""The page Project health: what is known of the file at once, and what a check of it finds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from annotator.domain.records import now_ms
from annotator.ui.places.health.report import as_html
from annotator.ui.places.health.table import FactsTable
from annotator.ui.session import Session
from annotator.ui.widgets import dates
from annotator.ui.widgets.page import Page

if TYPE_CHECKING:
    from annotator.ops.health import Facts, Report
    from annotator.ops.repairing import Recovered


class HealthPlace(Page):
    """Facts at the top, deeds under them, and what was found below.

    Signals:
        backup_wanted: make a backup now.
        restore_wanted: show the backups.
        recover_wanted: make a copy of what can be read.
    """

    backup_wanted = Signal()
    restore_wanted = Signal()
    recover_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Project health"), parent)
        self._session = session
        self._facts: Facts | None = None
        self._told = ""
        self.facts = FactsTable(self)
        self.check_button = self.button(self.tr("Check no&w"), self.check)
        self.backup_button = self.button(self.tr("Back &up now"), self.backup_wanted.emit)
        self.restore_button = self.button(self.tr("Re&store…"), self.restore_wanted.emit)
        recover = self.tr("Recover &into a copy…")
        self.recover_button = self.button(recover, self.recover_wanted.emit)
        self.copy_button = self.button(self.tr("Cop&y report"), self.copy_report)
        self.found = QTextBrowser(self)
        self.found.setAccessibleName(self.tr("What was found"))
        self.found.setTabChangesFocus(True)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        session.project_changed.connect(self._project_changed)
        session.changed.connect(lambda _changes, _initiator: self.look_again())
        session.work.ended.connect(self.look_again)
        session.keeping.ended.connect(self.look_again)
        self._project_changed()

    # -- for the window

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        return [self.facts, self.check_button, self.found]

    def status(self) -> str:
        """What the status line says of this place."""
        return ""

    def hint(self) -> str:
        """The keys that help at this moment."""
        return self.tr("Tab: go on · Esc: back to the text")

    # -- what it is made of

    def _lay_out(self) -> None:
        deeds = (
            self.check_button,
            self.backup_button,
            self.restore_button,
            self.recover_button,
            self.copy_button,
        )
        column = self.column(deeds)
        column.insertWidget(1, self.facts)
        column.addWidget(self.found, 1)
        self.setTabOrder(self.facts, self.check_button)
        self.setTabOrder(self.copy_button, self.found)
        self.setTabOrder(self.found, self.close_button)

    # -- what is known

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the file as it is now."""
        super().showEvent(event)
        self.look_again()

    def look_again(self) -> None:
        """Something may be otherwise now; it is looked at when somebody sees it."""
        if self.isVisible():
            self._soon.start()

    def _project_changed(self) -> None:
        self._facts = None
        self._told = ""
        self.facts.clear()
        self.found.setPlainText(
            self.tr(
                "Check now looks at everything in the file: its structure, every text, every quote "
                "in its place, and the history. You can go on working meanwhile."
            )
        )
        self.look_again()

    def _look(self) -> None:
        from annotator.ops import health

        session = self._session
        if not session.is_open:
            return
        project = session.project
        seen: list[Facts] = []
        # Counting and asking a network drive can take their time.
        session.background.do(
            lambda _goes_on: seen.append(health.facts(project)),
            lambda done: self._show(seen[0]) if done else None,
        )
        busy = session.work.is_busy
        for button in (self.check_button, self.restore_button, self.recover_button):
            button.setEnabled(not busy)
        self.backup_button.setEnabled(not session.keeping.is_busy and not session.is_copy)

    def _show(self, facts: Facts) -> None:
        self._facts = facts
        self.facts.show_facts(facts, self._last_check())

    def _last_check(self) -> str:
        kept = self._session.settings.place(self._key()).split()
        if len(kept) != 2:
            return self.tr("never on this machine")
        when, number = dates.moment(int(kept[0])), int(kept[1])
        if not number:
            return self.tr("{when}: nothing was wrong").format(when=when)
        one, many = self.tr("{when}: 1 find"), self.tr("{when}: {n} finds")
        return (one if number == 1 else many).format(when=when, n=number)

    def _key(self) -> str:
        project = self._session.project
        return f"{project.uid}/checked/{project.path.name}"

    # -- deeds

    def check(self) -> None:
        """Check everything beside the window's work; the line at the top says how far it is."""
        from annotator.ops import health

        session = self._session
        if session.work.is_busy:
            session.told.emit(self.tr("Something else is under way; wait for it, or cancel it."))
            return
        project = session.project
        session.work.start(partial(health.check, project), self.show_report, self.tr("Checking…"))
        self.look_again()

    def show_report(self, report: Report) -> None:
        """Show what a check found."""
        from annotator.ops import health

        settings = self._session.settings
        settings.set_place(self._key(), f"{now_ms()} {len(report.finds)}")
        self._told = health.in_words(report)
        self.found.setHtml(as_html(report))
        self.look_again()
        self.found.setFocus()

    def show_recovered(self, done: Recovered) -> None:
        """Show what came of recovering a file."""
        from annotator.ops import repairing

        self._told = repairing.in_words(done)
        self.found.setPlainText(self._told)

    def copy_report(self) -> None:
        """Put the facts and what was found on the clipboard, as plain text."""
        QGuiApplication.clipboard().setText(
            "\n\n".join(filter(None, [self.facts.text(), self._told]))
        )
        self._session.told.emit(self.tr("The report was copied."))
