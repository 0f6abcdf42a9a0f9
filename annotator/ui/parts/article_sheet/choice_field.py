"""Answers to choose from, as chips in rows: by digit, by letter, by arrows or by click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.ui.parts.article_sheet.options import Option
from annotator.ui.theme import Look, words_font

_HEIGHT = 27.0
_GAP = 5.0
_SIDE = 9.0
_BETWEEN = 6.0
"""Between the key and the words of a chip."""
_LEAST_WIDTH = 30.0
_EDGE = 2.0
"""Room for the ring round the chip at the cursor."""
_KEY_PIXELS = 11


class ChoiceField(QWidget):
    """Shows what can be chosen and what is; with ``several`` each chip is switched.

    Signals:
        chosen: another answer was given; carries its value, ``None`` where it was taken back.
        finished: ``Enter`` was pressed.
        stepped: up or down was pressed; carries -1 or 1.
        moved: the cursor went to another chip.
    """

    chosen = Signal(object)
    finished = Signal()
    stepped = Signal(int)
    moved = Signal()

    def __init__(
        self,
        look: Look,
        options: Sequence[Option],
        parent: QWidget | None = None,
        *,
        several: bool = False,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.options = tuple(options)
        self._several = several
        self._value: Any = None
        self._cursor = 0
        self._has_moved = False
        self._begun = ""
        self._places: list[QRectF] = []
        self.is_read_only = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    # -- what is chosen

    @property
    def current(self) -> Option:
        """The option at the cursor."""
        return self.options[self._cursor]

    def show_value(self, value: Any) -> None:
        """Show an answer; the cursor goes to it."""
        self._value = value
        self._begun, self._has_moved = "", False
        chosen = [n for n, one in enumerate(self.options) if self.is_chosen(one)]
        if chosen and self._cursor not in chosen:
            self._cursor = chosen[0]
        self.update()

    def begin_anew(self) -> None:
        """Show no answer; the cursor says nothing of the one before."""
        self._cursor = 0
        self.show_value(None)

    def is_chosen(self, one: Option) -> bool:
        """Whether an option is the answer, or among the answers."""
        if isinstance(self._value, list):
            return one.value in self._value
        # True equals 1 and False 0: what is kept for yes and no is no number.
        return type(one.value) is type(self._value) and bool(one.value == self._value)

    def choose(self, one: Option) -> None:
        """Give that answer; of several, switch it."""
        if self.is_read_only:
            return
        self._cursor = self.options.index(one)
        value = one.value
        if self._several and not one.is_reason:
            before = self._value if isinstance(self._value, list) else []
            value = [each for each in before if each != one.value]
            if len(value) == len(before):
                value = [*before, one.value]
        self._answer(value or None if isinstance(value, list) else value)

    def _answer(self, value: Any) -> None:
        self.show_value(value)
        self.chosen.emit(value)

    # -- keys and clicks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of chips choose, arrows move, Space takes what is at the cursor, Enter goes on."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _is_command(event):
            if self._has_moved and not self._several:
                self.choose(self.current)
            self.finished.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(self._cursor + (1 if key == Qt.Key.Key_Right else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(0 if key == Qt.Key.Key_Home else len(self.options) - 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if self._value is not None and not self.is_read_only:
                self._answer(None)
        elif key == Qt.Key.Key_Space:
            self.choose(self.current)
        elif _is_command(event) or not self._type(event.text().casefold()):
            event.ignore()

    def _type(self, text: str) -> bool:
        """Choose by key; a minus waits for its digit, a letter else goes to a word it begins."""
        typed = self._begun + text
        self._begun = ""
        if not text or not text.isprintable():
            return False
        for one in self.options:
            if typed in one.keys:
                self.choose(one)
                return True
        if typed == "-" or any(key.startswith(typed) for one in self.options for key in one.keys):
            self._begun = typed
            return True
        after = [*range(self._cursor + 1, len(self.options)), *range(self._cursor + 1)]
        for place in after:
            if self.options[place].label.casefold().startswith(text):
                self._move(place)
                return True
        return False

    def _move(self, place: int) -> None:
        if 0 <= place < len(self.options):
            self._cursor, self._has_moved, self._begun = place, True, ""
            self.update()
            self.moved.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        found = self._at(event.position())
        if found is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer says what can be clicked."""
        over = self._at(event.position()) is not None and not self.is_read_only
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """The pointer resting on a chip says when it is to be chosen."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._at(QPointF(event.pos()))
            said = "" if found is None else "\n".join(filter(None, (found.label, found.definition)))
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows where the keys go."""
        self._has_moved = False
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring."""
        self._begun = ""
        super().focusOutEvent(event)
        self.update()

    # -- how it looks

    def place_of(self, one: Option) -> QRectF:
        """Where its chip is, in the field."""
        return self._places[self.options.index(one)]

    def _at(self, point: QPointF) -> Option | None:
        pairs = zip(self._places, self.options, strict=False)
        return next((one for box, one in pairs if box.contains(point)), None)

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many rows as are needed."""
        return round(self._arranged(float(width))[-1].bottom() + _EDGE) if self.options else 0

    def sizeHint(self) -> QSize:
        """Narrow, for the panel is; the height follows."""
        return QSize(200, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:
        """One chip, cut."""
        return QSize(60, round(_HEIGHT + 2 * _EDGE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        self._places = self._arranged(float(self.width()))
        super().resizeEvent(event)

    def _arranged(self, width: float) -> list[QRectF]:
        left, top, room = _EDGE, _EDGE, width - 2 * _EDGE
        places: list[QRectF] = []
        for one in self.options:
            wide = min(self._width_of(one), room)
            if places and left + wide > _EDGE + room:
                left, top = _EDGE, top + _HEIGHT + _GAP
            places.append(QRectF(left, top, wide, _HEIGHT))
            left += wide + _GAP
        return places

    def _width_of(self, one: Option) -> float:
        words = QFontMetricsF(words_font()).horizontalAdvance(one.label)
        key = self._shown_key(one)
        more = (
            QFontMetricsF(words_font(_KEY_PIXELS)).horizontalAdvance(key) + _BETWEEN if key else 0
        )
        return max(_LEAST_WIDTH, words + more + 2 * _SIDE + 1)

    @staticmethod
    def _shown_key(one: Option) -> str:
        is_number = not isinstance(one.value, bool) and isinstance(one.value, int)
        return "" if is_number or not one.keys else one.keys[0].upper()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chips."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, one in enumerate(self.options):
            self._paint(painter, self._places[place], one, has_ring=place == self._cursor)

    def _paint(self, painter: QPainter, box: QRectF, one: Option, *, has_ring: bool) -> None:
        theme, chosen = self._look.theme, self.is_chosen(one)
        frame = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if chosen else theme.hairline, 1.6 if chosen else 1.0))
        painter.setBrush(theme.selected if chosen else theme.paper)
        painter.drawRoundedRect(frame, 6, 6)
        if has_ring and self.hasFocus():
            painter.setPen(QPen(theme.accent, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 7.5, 7.5)
        key, inner = self._shown_key(one), box.adjusted(_SIDE, 0, -_SIDE, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if key:
            painter.setFont(words_font(_KEY_PIXELS))
            painter.setPen(theme.mute)
            painter.drawText(inner, middle, key)
            inner.setLeft(
                inner.left() + QFontMetricsF(painter.font()).horizontalAdvance(key) + _BETWEEN
            )
        painter.setFont(words_font())
        painter.setPen(_ink(self._look, one, chosen=chosen, is_read_only=self.is_read_only))
        elide = Qt.TextElideMode.ElideRight
        words = QFontMetricsF(painter.font()).elidedText(one.label, elide, inner.width() + 1)
        painter.drawText(inner, middle if key else Qt.AlignmentFlag.AlignCenter, words)


def _ink(look: Look, one: Option, *, chosen: bool, is_read_only: bool) -> QColor:
    is_quiet = not chosen and (one.is_reason or is_read_only)
    return look.theme.mute if is_quiet else look.theme.ink


def _is_command(event: QKeyEvent) -> bool:
    commands = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return bool(event.modifiers() & commands)
