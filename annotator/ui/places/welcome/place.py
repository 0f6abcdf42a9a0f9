"""The page that is shown while no project is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.ui.commands import Actions
from annotator.ui.session import Session
from annotator.ui.theme import serif_font


class WelcomePlace(QWidget):
    """Three ways to begin, and the projects opened last."""

    open_wanted = Signal(str)

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = session.settings
        self.setProperty("look", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Welcome"))
        self._sample = self._button(self.tr("Open the sample project"), "primary")
        self._sample.setAutoDefault(True)
        self._sample.clicked.connect(actions["project.sample"].trigger)
        new = self._button(self.tr("New project…"))
        new.clicked.connect(actions["project.new"].trigger)
        open_ = self._button(self.tr("Open…"))
        open_.clicked.connect(actions["project.open"].trigger)
        self._recent_title = QLabel(self.tr("Recent projects"))
        self._recent_title.setProperty("look", "caption")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._lay_out([self._sample, new, open_])
        self.fill()

    def _lay_out(self, buttons: list[QPushButton]) -> None:
        title = QLabel("Annotator")
        title.setFont(serif_font(40))
        lead = QLabel(
            self.tr(
                "Read news articles, highlight what matters, tag it with the codes of your\n"
                "scheme, and see how often each was used. Everything stays on this computer."
            )
        )
        lead.setProperty("look", "quiet")
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(title)
        column.addWidget(lead)
        column.addSpacing(8)
        column.addLayout(row)
        column.addSpacing(20)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addStretch(3)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(column)
        outer.addStretch(1)

    def _button(self, text: str, look: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setProperty("look", look)
        button.setAutoDefault(False)
        return button

    def fill(self) -> None:
        """List the projects opened last; those that are gone can only be taken off the list."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                # It is deleted late, and later still while a question is open.
                widget.hide()
                widget.deleteLater()
        paths = self._settings.recent()
        self._recent_title.setVisible(bool(paths))
        for path in paths:
            self._recent.addWidget(self._recent_row(path))

    def _recent_row(self, path: str) -> QWidget:
        file = Path(path)
        there = file.exists()
        row = QWidget()
        open_ = QToolButton()
        open_.setProperty("look", "quiet")
        missing = "" if there else self.tr("  (not there any more)")
        open_.setText(f"{file.stem}{missing}   {_short(file.parent)}")
        open_.setToolTip(path)
        open_.setEnabled(there)
        open_.setAccessibleName(self.tr("Open {name}").format(name=file.stem))
        open_.clicked.connect(lambda: self.open_wanted.emit(path))
        forget = QToolButton()
        forget.setProperty("look", "quiet")
        forget.setText("×")
        forget.setToolTip(self.tr("Take it off this list; the file stays"))
        forget.setAccessibleName(self.tr("Take {name} off the list").format(name=file.stem))
        forget.clicked.connect(lambda: self._forget(path))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(open_)
        layout.addStretch(1)
        layout.addWidget(forget)
        return row

    def _forget(self, path: str) -> None:
        self._settings.forget_recent(path)
        self.fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Enter opens the sample project."""
        super().showEvent(event)
        self.fill()
        self._sample.setFocus()


def _short(folder: Path) -> str:
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
