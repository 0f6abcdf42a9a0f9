"""A card that lies over the window for a moment: with a shadow, gone at a press beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from annotator.ui.running import application
from annotator.ui.theme import Look

SHADOW = 20
"""Pixels around the card that its shadow may take."""
_ROUND = 10


class Overlay(QWidget):
    """Lies over the window it is opened in, not in a window of its own.

    So its shadow and round corners do not depend on the desktop, and input methods work as
    everywhere. Contents keep ``SHADOW`` pixels off the edges.

    Signals:
        closed: it is gone, whatever was done.
    """

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._home = parent
        self._had_focus: QWidget | None = None
        self._is_open = False
        self.hide()
        application().focusChanged.connect(self._focus_moved)
        look.changed.connect(self.update)

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return self._is_open

    def dismiss(self) -> None:
        """Close without doing anything; the focus goes back to where it was."""
        if self._is_open:
            self._close()
            self.closed.emit()

    def _open(self, card: QRect, first: QWidget) -> None:
        """Show the card there (in global coordinates), with the focus on ``first``."""
        window = self._home.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        if not self._is_open:
            self._had_focus = QApplication.focusWidget()
        place = card.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW)
        self.setGeometry(place.translated(-window.mapToGlobal(QPoint())))
        self._is_open = True
        application().installEventFilter(self)
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _close(self, *, give_back: bool = True) -> None:
        self._is_open = False
        application().removeEventFilter(self)
        before = self._had_focus
        if give_back and before is not None and isValid(before):
            _nearest_seen(before).setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press elsewhere closes the card."""
        if event.type() == QEvent.Type.MouseButtonPress and self._is_outside(watched):
            self._close(give_back=False)
            self.closed.emit()
        return super().eventFilter(watched, event)

    def _is_outside(self, watched: QObject) -> bool:
        return (
            self._is_open
            and isinstance(watched, QWidget)
            and watched is not self
            and not self.isAncestorOf(watched)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the shadow is one beside the card."""
        if self._card().contains(event.position()):
            event.accept()
        else:
            self._close()
            self.closed.emit()

    def _focus_moved(self) -> None:
        # Asked, not told: who had the focus may be gone by the time that this is called.
        now = QApplication.focusWidget()
        if self._is_open and now is not None and not self.isAncestorOf(now):
            self._close(give_back=False)
            self.closed.emit()

    def _card(self) -> QRectF:
        return QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card with its shadow."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self._card()
        if not card.adjusted(_ROUND, _ROUND, -_ROUND, -_ROUND).contains(QRectF(event.rect())):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 10 if theme.dark else 4))
            for spread in range(SHADOW - 4, 0, -2):
                grown = card.adjusted(-spread, -spread, spread, spread).translated(0, 4)
                painter.drawRoundedRect(grown, _ROUND + spread, _ROUND + spread)
        painter.setPen(QPen(theme.hairline, 1))
        painter.setBrush(theme.paper)
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)


def _nearest_seen(widget: QWidget) -> QWidget:
    """The widget or, where its card went meanwhile, what the card lay on."""
    found = widget
    while not found.isVisible() and (around := found.parentWidget()) is not None:
        found = around
    return found


def seen_of(window: QWidget, least: QRect) -> QRect:
    """Where a card of that size may lie, in global coordinates: what can be seen of the window."""
    inside = QRect(window.mapToGlobal(QPoint()), window.size())
    screen = window.screen().availableGeometry()
    seen = inside & screen
    fits = screen.width() >= inside.width() and screen.height() >= inside.height()
    return seen if fits and seen.contains(QRect(seen.topLeft(), least.size())) else inside
