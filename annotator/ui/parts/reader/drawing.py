"""Draws the strokes of a paragraph, once they are worked out, where the paragraph stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.ui.parts.reader.byline import fitted
from annotator.ui.parts.reader.measures import Measures
from annotator.ui.parts.reader.names import BESIDE, Name, dot_of
from annotator.ui.parts.reader.strokes import Strokes
from annotator.ui.theme import Theme

_DASH, _DASH_GAP = 5, 3
_WAVE = 3.0
"""Pixels from a crest to a trough of a line under what is not saved."""
_AFTER_SQUARE = 4.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A painter on the viewport, with what all paragraphs share."""

    painter: QPainter
    measures: Measures
    theme: Theme
    font: QFont

    def below(self, strokes: Strokes, place: QPointF) -> None:
        """What lies below the words: no underline cuts the tail of a letter."""
        painter = self.painter
        for found, draw in (
            (strokes.fills, QPainter.fillRect),
            (strokes.lines, QPainter.fillRect),
            (strokes.waves, _wave),
            (strokes.dashes, _dash),
        ):
            for rectangle, colour in found:
                draw(painter, rectangle.translated(place), colour)

    def beside(self, strokes: Strokes, place: QPointF) -> None:
        """What lies beside the words: brackets, joints and names."""
        painter = self.painter
        down = QPointF(0, place.y())
        for bracket in strokes.brackets:
            fill: Callable[..., None] = _dash if bracket.dashed else QPainter.fillRect
            fill(painter, self.measures.beside(bracket.extent).translated(down), bracket.colour)
        for joint in strokes.joints:
            line = self.measures.beside(joint.extent).translated(down)
            painter.setPen(QPen(joint.colour, 1, Qt.PenStyle.DotLine))
            painter.drawLine(line.topLeft(), line.bottomLeft())
        painter.setFont(self.font)
        for name in strokes.names:
            self._name(name, place.y())

    def number(self, number: int, top: float, height: float) -> None:
        """The number of a paragraph, beside its first line."""
        room = self.measures.gutter - 18
        if room < 11:
            return
        box = self.measures.before(QRectF(18, top, room, height))
        side = Qt.AlignmentFlag.AlignLeft if self.measures.mirrored else Qt.AlignmentFlag.AlignRight
        self.painter.setPen(self.theme.mute)
        self.painter.setFont(self.font)
        self.painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, str(number))

    def line(self, text: str, box: QRectF) -> None:
        """A line in small grey letters, its names shortened where it has no room."""
        metrics = QFontMetricsF(self.font)
        text = fitted(text, lambda line: metrics.horizontalAdvance(line) <= box.width())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if self.measures.mirrored else Qt.AlignmentFlag.AlignLeft
        self.painter.setPen(self.theme.mute)
        self.painter.setFont(self.font)
        self.painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _name(self, name: Name, top: float) -> None:
        box = name_box(name, self.measures).translated(0, top)
        if name.colour is None:
            self._words(box, name.text, self.theme.mute)
            return
        if name.ground is not None:
            self.painter.fillRect(box.adjusted(-2, 0, 2, 0), name.ground)
        square, box = self._cut(box, dot_of(name.height))
        side = square.width() - _AFTER_SQUARE
        y = square.center().y() - side / 2
        x = square.right() - side if self.measures.mirrored else square.left()
        square = QRectF(x, y, side, side)
        if not name.continues:
            self.painter.fillRect(square, name.colour)
        if name.hollow and not name.continues:
            self.painter.fillRect(square.adjusted(1.5, 1.5, -1.5, -1.5), self.theme.paper)
        text, box = self._cut(box, name.width)
        self._words(text, name.text, self.theme.ink)
        if name.coders:
            _, box = self._cut(box, BESIDE)
            colour = self.theme.accent if name.linked else self.theme.mute
            self._words(box, name.coders, self.theme.warning if name.waits else colour)

    def _cut(self, box: QRectF, width: float) -> tuple[QRectF, QRectF]:
        """The part of a box nearest to the column, and the rest of it."""
        near, rest = QRectF(box), QRectF(box)
        if self.measures.mirrored:
            near.setLeft(box.right() - width)
            rest.setRight(near.left())
        else:
            near.setRight(box.left() + width)
            rest.setLeft(near.right())
        return near, rest

    def _words(self, box: QRectF, text: str, colour: QColor) -> None:
        self.painter.setPen(colour)
        # A name is as wide as it was measured; a rounded half pixel must not cut its last letter.
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        side = Qt.AlignmentFlag.AlignRight if self.measures.mirrored else Qt.AlignmentFlag.AlignLeft
        self.painter.drawText(box, flags | side, text)


def name_box(name: Name, measures: Measures) -> QRectF:
    """Where a name stands, in the rows of its paragraph."""
    return measures.beside(QRectF(name.x, name.y, name.whole, name.height))


def _dash(painter: QPainter, line: QRectF, colour: QColor) -> None:
    """Draw a line broken into dashes along its longer side."""
    across = line.width() > line.height()
    thick, middle = min(line.width(), line.height()), line.center()
    pen = QPen(colour, thick, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([_DASH / thick, _DASH_GAP / thick])
    painter.setPen(pen)
    if across:
        painter.drawLine(QLineF(line.left(), middle.y(), line.right(), middle.y()))
    else:
        painter.drawLine(QLineF(middle.x(), line.top(), middle.x(), line.bottom()))


def _wave(painter: QPainter, line: QRectF, colour: QColor) -> None:
    """Draw a line that goes up and down."""
    steps = max(1, int(line.width() // _WAVE))
    points = [
        QPointF(line.left() + n * _WAVE, line.top() if n % 2 else line.bottom())
        for n in range(steps + 1)
    ]
    painter.setPen(QPen(colour, 1.5))
    painter.drawPolyline(points)
