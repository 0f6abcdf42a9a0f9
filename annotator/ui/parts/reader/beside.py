"""A small card that lies beside the words it is about and never over them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from annotator.domain.span import Span
from annotator.ui.parts.reader.showing import ShownArticle
from annotator.ui.running import application

_GAP = 7
_EDGE = 6


class BesideCard(QFrame):
    """Lies in the reader below the lines of a span, above them, or at their side.

    It goes with the article, with Escape, and when the keyboard goes elsewhere.

    Signals:
        closed: it has gone.
    """

    closed = Signal()

    def __init__(self, reader: ShownArticle) -> None:
        super().__init__(reader)
        self.reader = reader
        self._span = Span()
        self._at: QPoint | None = None
        self.setProperty("look", "card")
        self.hide()
        reader.verticalScrollBar().valueChanged.connect(self._place)
        reader.article_shown.connect(self.close_card)
        application().focusChanged.connect(self._focus_moved)

    def show_beside(self, span: Span, first: QWidget | None = None) -> None:
        """Show the card beside a span, with the keyboard on ``first`` if there is one."""
        self._span, self._at = span, None
        self._appear(first)

    def show_at(self, point: QPoint, first: QWidget | None = None) -> None:
        """Show the card below a point of the viewport."""
        self._span, self._at = Span(), point
        self._appear(first)

    def close_card(self) -> None:
        """Hide the card; the keyboard goes back to the article if the card had it."""
        if not self.isVisible():
            return
        had = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if had:
            self.reader.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def place_again(self) -> None:
        """The card has another size: find its place."""
        self.adjustSize()
        self._place()

    def _appear(self, first: QWidget | None) -> None:
        self.show()
        self.raise_()
        self.place_again()
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        if not self.isVisible():
            return
        view = self.reader.viewport().geometry()
        room = view.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if self._at is not None:
            words = QRect(self._at + view.topLeft(), self._at + view.topLeft())
            left = self._at.x() + view.left() + 2 * _GAP
        else:
            words = self.reader.rectangle_of(self._span).translated(view.topLeft())
            left = self.reader.caret_rectangle(self._span.end).translated(view.topLeft()).left()
            left -= self.width() // 2
        # Underlines and handles reach out of the lines, the more the larger the text is.
        gap = _GAP + self.reader.pixels // 3
        box = QRect(QPoint(left, words.bottom() + gap), self.size())
        if box.bottom() > room.bottom():
            box.moveBottom(words.top() - gap)
        if box.top() < room.top():
            box.moveBottom(room.bottom())
        box.moveLeft(max(room.left(), min(box.left(), room.right() - box.width())))
        self.move(box.topLeft())

    def _focus_moved(self) -> None:
        # Asked, not told: who had the focus may be gone by the time that this is called.
        now = QApplication.focusWidget()
        inside = now is not None and (now is self.reader or self.isAncestorOf(now))
        if self.isVisible() and now is not None and not inside:
            self.close_card()

    def changeEvent(self, event: QEvent) -> None:
        """Another font makes another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self.place_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; what the card has no use for is not for the article under it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        event.accept()
