"""The strip beside the scroll bar: where in the article which codes are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.parts.reader.measures import STRIP

if TYPE_CHECKING:
    from annotator.ui.parts.reader.hits import Hits
    from annotator.ui.parts.reader.marks import Mark, Marks
    from annotator.ui.theme import CodeColours


class Overviewed(Protocol):
    """What the strip asks of the article that it is a picture of."""

    marks: Marks
    hits: Hits

    def height(self) -> int:
        """How high it is on the screen."""
        ...

    def is_shown(self, mark: Mark) -> bool:
        """Whether the mark is drawn at all."""
        ...

    def is_others(self, mark: Mark) -> bool:
        """Whether it is another coder's."""
        ...

    def colours(self, code_id: int) -> CodeColours:
        """The colours of a code."""
        ...

    def scroll_to(self, position: int) -> None:
        """Show the line of a UTF-16 position."""
        ...


class OverviewStrip(QWidget):
    """A narrow picture of the whole article; a click goes to that place."""

    def __init__(self, view: Overviewed, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._picture: QPixmap | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._refresh)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Where annotations are in the article"))

    def place(self, x: int) -> None:
        """Stand at ``x`` over the view's whole height."""
        self.setGeometry(x, 0, STRIP, self._view.height())

    def refresh_soon(self) -> None:
        """Draw the picture anew a moment later, so that tagging never waits for it."""
        self._soon.start()

    def _refresh(self) -> None:
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture has the height of the view."""
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture, drawn once for each state of the annotations."""
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _drawn(self) -> QPixmap:
        """One short bar for each annotation, at its share of the text; thin for other coders'."""
        view, ratio = self._view, self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        total, height = max(1, view.marks.offsets.utf16_length), self.height()
        bars = {
            (
                round(mark.start / total * height),
                max(2, round(mark.length / total * height)),
                mark.lane % 3,
                mark.code_id,
                view.is_others(mark),
            )
            for mark in view.marks
            if view.is_shown(mark)
        }
        painter = QPainter(picture)
        for top, tall, column, code_id, is_others in sorted(bars):
            bar = QRectF(column * 3 + 0.5, top, 1 if is_others else 2, tall)
            painter.fillRect(bar, view.colours(code_id).line)
        # What was found lies across all columns: a line right through.
        for top in {round(start / total * height) for start in view.hits.starts()}:
            painter.fillRect(QRectF(0, top, STRIP, 1.5), self.palette().text().color())
        painter.end()
        return picture

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place that was clicked."""
        self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is held."""
        self._go(event.position().y())

    def _go(self, y: float) -> None:
        share = min(1.0, max(0.0, y / max(1, self.height())))
        self._view.scroll_to(round(share * self._view.marks.offsets.utf16_length))
