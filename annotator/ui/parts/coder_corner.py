"""The corner of the window that says which file is open, who is coding, and in which round."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMenuBar, QToolButton, QWidget

from annotator.domain.annotation import Coder, CoderKind
from annotator.domain.changes import Changes, Kind
from annotator.ui.commands import Actions
from annotator.ui.menus import as_title
from annotator.ui.parts.coder_marks import SIZE, coder_icon, coder_mark
from annotator.ui.parts.round_menu import RoundMenu
from annotator.ui.session import Session
from annotator.ui.widgets.elided_label import ElidedLabel

_WIDTH, _HEIGHT = 460, 25
_GAP, _BESIDE = 6, 8
_AROUND = 30
"""Pixels round a menu's title, about."""
_RINGS = 3
"""So many other coders are shown by their marks; more are counted."""
_LONGEST = 24
"""Characters of a name on a button."""


class CoderCorner(QWidget):
    """The file's name, the marks of the coders shown beside one's own, and the coder at work.

    Signals:
        add_wanted: another coder is to be added.
        rename_wanted: a coder is to get another name; carries the ``Coder``.
    """

    add_wanted = Signal()
    rename_wanted = Signal(object)

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._keys = actions.keys
        self.file = ElidedLabel()
        self.file.setProperty("look", "quiet")
        self.file.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rings = QLabel()
        self.rings.setAccessibleName(self.tr("Other coders shown"))
        self.round = _button()
        self.rounds = RoundMenu(session, self)
        self.round.setMenu(self.rounds)
        self.button = _button()
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setIconSize(QSize(SIZE, SIZE))
        self.menu = CoderMenu(session, self)
        self.menu.add_wanted.connect(self.add_wanted)
        self.menu.rename_wanted.connect(self.rename_wanted)
        self.button.setMenu(self.menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, _BESIDE, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self.file, 1)
        layout.addWidget(self.round)
        layout.addWidget(self.rings)
        layout.addWidget(self.button)
        for happened in (session.project_changed, session.coder_changed, session.others_changed):
            happened.connect(self.refresh)
        session.changed.connect(self._follow)
        session.look.changed.connect(self.refresh)
        self._keys.changed.connect(self.refresh)
        self.refresh()

    def sizeHint(self) -> QSize:
        """What the menus leave, as far as the coder's name has room; asked with each new width."""
        bar = self.parentWidget()
        if not isinstance(bar, QMenuBar):
            return QSize(_WIDTH, _HEIGHT)
        metrics = bar.fontMetrics()
        menus = sum(metrics.horizontalAdvance(one.text()) + _AROUND for one in bar.actions())
        shown = [
            one for one in (self.file, self.round, self.rings, self.button) if not one.isHidden()
        ]
        widths = [one.sizeHint().width() for one in shown if one is not self.file]
        least = sum(widths) + self.file.minimumSizeHint().width() + len(shown) * _GAP + _BESIDE
        return QSize(min(_WIDTH, max(least, bar.width() - menus)), _HEIGHT)

    def open_menu(self) -> None:
        """Let the person choose who codes and whose annotations are shown."""
        if self.button.isVisible():
            self.button.showMenu()

    def open_rounds(self) -> None:
        """Let the person choose in which round is coded."""
        # Where there is only one, its button is not there.
        under = self.round if self.round.isVisible() else self.button
        if under.isVisible():
            self.rounds.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def _follow(self, changes: Changes, _initiator: object) -> None:
        # The bar lays its menus out anew for it: not with every tag.
        if changes.touches(Kind.CODER) or changes.touches(Kind.ROUND):
            self.refresh()

    def refresh(self, *_what: object) -> None:
        """Say who codes in which file now."""
        session = self._session
        self.file.set_text(session.project.path.name if session.is_open else "")
        coder = session.coder
        self.button.setVisible(session.is_open)
        self.round.setVisible(session.is_open)
        self.rings.setVisible(bool(session.others))
        if not session.is_open:
            return
        name = session.names[coder.id] if coder else self.tr("Nobody")
        short = session.initials[coder.id] if coder else "–"
        ratio = self.devicePixelRatioF()
        self.button.setText(as_title(name, _LONGEST))
        self.button.setIcon(coder_icon(short, session.look.theme, at_work=True, ratio=ratio))
        self.button.setAccessibleName(self.tr("Coder: {name}").format(name=name))
        told = self.tr(
            "{name} is coding. Choose who codes and whose annotations are shown ({key})."
        )
        self.button.setToolTip(
            _plain(told.format(name=name, key=self._keys.shown("project.coder")))
        )
        self._show_round()
        self._show_rings()
        bar = self.parentWidget()
        if isinstance(bar, QMenuBar):
            # A menu bar asks for the size of its corner only when it has another size itself.
            bar.setCornerWidget(self)

    def _show_round(self) -> None:
        session = self._session
        name = session.round_name
        self.round.setVisible(session.has_rounds)
        self.round.setText(self.tr("Round: {name}").format(name=as_title(name, _LONGEST)))
        self.round.setAccessibleName(self.tr("Round: {name}").format(name=name))
        told = self.tr("What is coded now belongs to the round “{name}”. Choose another ({key}).")
        self.round.setToolTip(_plain(told.format(name=name, key=self._keys.shown("project.round"))))

    def _show_rings(self) -> None:
        session = self._session
        others = session.others
        names = ", ".join(session.names[one] for one in others)
        self.rings.setToolTip(_plain(self.tr("Also shown, dashed: {names}").format(names=names)))
        if len(others) > _RINGS:
            self.rings.setText(self.tr("+ {n} coders").format(n=len(others)))
            return
        ratio = self.devicePixelRatioF()
        width = max(1, len(others) * (SIZE + 3))
        row = QPixmap(round(width * ratio), round(SIZE * ratio))
        row.setDevicePixelRatio(ratio)
        row.fill(Qt.GlobalColor.transparent)
        painter = QPainter(row)
        for place, short in enumerate(others.values()):
            mark = coder_mark(short, session.look.theme, at_work=False, ratio=ratio)
            painter.drawPixmap(place * (SIZE + 3), 0, mark)
        painter.end()
        self.rings.setPixmap(row)


def _button() -> QToolButton:
    button = QToolButton()
    button.setProperty("look", "coder")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _plain(words: str) -> str:
    """For a tooltip, which takes whatever looks like HTML for that."""
    return escape(words) if "<" in words or "&lt;" in words else words


class CoderMenu(QMenu):
    """Who codes, and whose annotations are shown beside their own; made anew when it opens.

    Signals:
        add_wanted: another coder is to be added.
        rename_wanted: a coder is to get another name; carries the ``Coder``.
    """

    add_wanted = Signal()
    rename_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(self.tr("Coders"))
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the rows for the coders that there are now."""
        self.clear()
        session = self._session
        if not session.is_open:
            return
        self._caption(self.tr("Who is coding"))
        people = QActionGroup(self)
        for coder in session.coders:
            if coder.kind is CoderKind.HUMAN:
                self._add_person(coder, people)
        others = [coder for coder in session.coders if coder.id != session.coder_id]
        if others:
            self._caption(self.tr("Also show, dashed"))
        for coder in others:
            self._add_other(coder)
        self.addSeparator()
        add = self.addAction(self.tr("&Add a coder…"), self.add_wanted.emit)
        add.setEnabled(not session.project.read_only)
        if session.coder is not None:
            name = session.names[session.coder.id].replace("&", "&&")
            rename = self.addAction(
                self.tr("&Rename {name}…").format(name=name),
                partial(self.rename_wanted.emit, session.coder),
            )
            rename.setEnabled(not session.project.read_only)

    def _caption(self, text: str) -> None:
        self.addSeparator()
        caption = self.addAction(text)
        caption.setEnabled(False)

    def _add_person(self, coder: Coder, people: QActionGroup) -> None:
        session = self._session
        row = self._row(coder)
        row.setActionGroup(people)
        row.setChecked(coder.id == session.coder_id)
        row.triggered.connect(lambda: session.choose_coder(coder))

    def _add_other(self, coder: Coder) -> None:
        session = self._session
        row = self._row(coder)
        row.setData(coder.id)
        row.setChecked(coder.id in session.others)
        row.triggered.connect(lambda on: session.show_coders([coder], shown=on))

    def _row(self, coder: Coder) -> QAction:
        # What stands after the tab is set apart at the right, where keys are in other menus.
        name, short = self._session.names[coder.id], self._session.initials[coder.id]
        row = self.addAction(f"{name.replace('&', '&&')}\t{short}")
        row.setCheckable(True)
        return row

    # -- several are shown or hidden without opening the menu anew

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that shows or hides a coder leaves the menu open."""
        if not self._toggled(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So does Space."""
        if event.key() != Qt.Key.Key_Space or not self._toggled(self.activeAction()):
            super().keyPressEvent(event)

    def _toggled(self, row: QAction | None) -> bool:
        if row is None or row.data() is None or not row.isEnabled():
            return False
        row.trigger()
        return True
