"""Dragging the words selected out of the article, onto a code or into another program."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from annotator.ui.parts.code_drag import selection_data
from annotator.ui.parts.reader.reader import Reader
from annotator.ui.parts.reader.spoken import shortened

_PADDING = 8


class SelectionDrag(QObject):
    """A press on the selection may become a drag of it; without a drag it is a click."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._pressed: QPointF | None = None
        self._since_press = QElapsedTimer()
        reader.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse, from a press on the selection until the button is released."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            # The third and the fourth of quick clicks select more, on what the second selected.
            quick = not self._since_press.hasExpired(QApplication.doubleClickInterval())
            self._since_press.start()
            self._pressed = event.position() if not quick and self._is_on_words(event) else None
            return self._pressed is not None
        if kind == QEvent.Type.MouseButtonDblClick:
            self._since_press.start()
            self._pressed = None
        elif kind == QEvent.Type.MouseMove and self._pressed is not None:
            far = (event.position() - self._pressed).manhattanLength()
            if far >= QApplication.startDragDistance():
                self._pressed = None
                self._drag()
            return True
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._pressed = None
            self._reader.setFocus(Qt.FocusReason.MouseFocusReason)
            self._reader.clicked(event.position())
            return True
        return super().eventFilter(watched, event)

    def _is_on_words(self, event: QMouseEvent) -> bool:
        """Whether a press, which nothing else is held with, is on what is selected."""
        reader = self._reader
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        start, end = reader.selected_range()
        if not plain or start == end:
            return False
        place = reader.position_at(event.position())
        return place is not None and start <= place < end

    def _drag(self) -> None:
        span = self._reader.selected_span()
        if span is None:
            return
        words = " […] ".join(span.quotes(self._reader.text))
        drag = QDrag(self._reader)
        drag.setMimeData(selection_data(words))
        drag.setPixmap(self._picture(shortened(words)))
        drag.exec(Qt.DropAction.CopyAction)

    def _picture(self, words: str) -> QPixmap:
        reader = self._reader
        theme, metrics = reader.session.look.theme, reader.fontMetrics()
        width = metrics.horizontalAdvance(words) + 2 * _PADDING
        height, ratio = metrics.height() + _PADDING, reader.devicePixelRatioF()
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.text_selection)
        painter = QPainter(picture)
        painter.setFont(reader.font())
        painter.setPen(theme.ink)
        painter.drawText(0, 0, width, height, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
        return picture
