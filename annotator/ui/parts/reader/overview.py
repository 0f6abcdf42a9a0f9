"""The strip beside the scroll bar: where in the article which codes are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.parts.reader.measures import STRIP

if TYPE_CHECKING:
    from annotator.domain.codebook import Codebook
    from annotator.ui.parts.reader.hits import Hits
    from annotator.ui.parts.reader.marks import Mark, Marks
    from annotator.ui.theme import CodeColours


_AT_ONCE = 3_000
"""So many annotations take no longer than a frame."""


class Overviewed(Protocol):
    """What the strip asks of the article that it is a picture of."""

    marks: Marks
    hits: Hits
    codebook: Codebook

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
        self._bars: dict[tuple[int, int, bool], tuple[int, int]] = {}
        self._marks: Marks | None = None
        self._left: Iterator[Mark] = iter(())
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._gather)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Where annotations are in the article"))

    def place(self, x: int) -> None:
        """Stand at ``x`` over the view's whole height."""
        self.setGeometry(x, 0, STRIP, self._view.height())

    def refresh_soon(self) -> None:
        """Draw the picture anew a moment later, so that tagging never waits for it."""
        self._soon.start()

    def _refresh(self) -> None:
        """Begin a new picture; the one before is shown until it is done."""
        self._bars.clear()
        self._marks = self._view.marks
        self._left = iter(list(self._marks))
        self._slices.start()
        self._gather()

    def _gather(self) -> None:
        """Find the bars of more annotations; where they are very many, the window goes on."""
        if self._marks is not self._view.marks:
            self._refresh()  # Another article is shown.
            return
        if not self._take(islice(self._left, _AT_ONCE)):
            return
        self._slices.stop()
        self._picture = self._drawn()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture has the height of the view."""
        super().resizeEvent(event)
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture, drawn once for each state of the annotations."""
        if self._picture is not None:
            painter = QPainter(self)
            painter.drawPixmap(0, 0, self._picture)
            painter.end()

    def _take(self, marks: Iterable[Mark]) -> bool:
        """Note the bars of some annotations; whether they were the last ones.

        Of bars that begin on one row of a column only the one that covers the others counts.
        """
        view, bars, taken = self._view, self._bars, 0
        place_of, scale = view.marks.offsets.from_utf16, self._scale
        for mark in marks:
            taken += 1
            if view.is_shown(mark):
                top = round(place_of(mark.start) * scale)
                place = top, mark.lane % 3, view.is_others(mark)
                bar = max(2, round(mark.length * scale)), mark.code_id
                bars[place] = max(bar, bars.get(place, bar))
        return taken < _AT_ONCE

    @property
    def _scale(self) -> float:
        """Pixels to a character: where in the text something is needs no counting beyond it."""
        return self.height() / max(1, self._view.marks.offsets.length)

    def _drawn(self) -> QPixmap:
        """One short bar for each annotation, at its share of the text; thin for other coders'."""
        view, ratio = self._view, self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        for (top, column, is_others), (tall, code_id) in sorted(self._bars.items()):
            if code_id in view.codebook:
                bar = QRectF(column * 3 + 0.5, top, 1 if is_others else 2, tall)
                painter.fillRect(bar, view.colours(code_id).line)
        # What was found lies across all columns: a line right through.
        for top in {round(start * self._scale) for start, _ in view.hits.spans}:
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
        offsets = self._view.marks.offsets
        self._view.scroll_to(offsets.to_utf16(round(share * offsets.length)))
