"""An answer that is typed: a number, a date or words, with reasons for none below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.domain.errors import INNER_QUOTES, UserError
from annotator.domain.questions import Scale, Variable, reason_missing
from annotator.domain.values import from_text, in_words, title
from annotator.ui.parts.article_sheet.choice_field import ChoiceField
from annotator.ui.parts.article_sheet.options import options_of
from annotator.ui.theme import Look
from annotator.ui.widgets.growing_text import GrowingText

PAUSE_MS = 400


class LineField(QWidget):
    """Takes what is typed; it is kept when the typing pauses, and whenever the field is left.

    Signals:
        chosen: another answer was given; carries its value, ``None`` where it was taken back.
        finished: ``Enter`` was pressed.
        stepped: up or down was pressed; carries -1 or 1.
    """

    chosen = Signal(object)
    finished = Signal()
    stepped = Signal(int)

    def __init__(self, look: Look, asked: Variable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = asked
        self._kept: Any = None
        self._is_showing = False
        many = asked.scale is Scale.TEXT
        self.line: QLineEdit | GrowingText = GrowingText(1, self) if many else QLineEdit(self)
        self.line.setPlaceholderText(self._wanted())
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.wrong = QLabel(self)
        self.wrong.setProperty("look", "warning")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.reasons: ChoiceField | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 0, 2, 0)
        layout.setSpacing(5)
        layout.addWidget(self.line)
        layout.addWidget(self.wrong)
        if offered := options_of(asked):
            self.reasons = ChoiceField(look, offered, self)
            self.reasons.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.reasons.chosen.connect(self._reason_chosen)
            self.reasons.finished.connect(self.finished)
            self.reasons.stepped.connect(self._step_from_reasons)
            layout.addWidget(self.reasons)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._pause_over)
        self.line.textChanged.connect(lambda *_: self._edited())

    def set_read_only(self, on: bool) -> None:
        """Whether the answer is only shown."""
        self.line.setReadOnly(on)
        if self.reasons is not None:
            self.reasons.is_read_only = on

    def begin_anew(self) -> None:
        """Show no answer, and nothing of the one before."""
        self._kept = None
        self._show_kept()
        if self.reasons is not None:
            self.reasons.begin_anew()

    def show_value(self, value: Any) -> None:
        """Show an answer; what is being typed stays."""
        changed, self._kept = value != self._kept, value
        if self.reasons is not None:
            self.reasons.show_value(value)
        if changed or not self.line.hasFocus():
            self._show_kept()

    def _show_kept(self) -> None:
        self._pause.stop()
        self.wrong.hide()
        self._put(self._words_kept())

    def _words_kept(self) -> str:
        return "" if reason_missing(self._kept) else in_words(self._asked, self._kept)

    def keep(self, *, tells: bool = True) -> bool:
        """Keep what is typed; whether it is an answer, or nothing. Says else what it should be."""
        self._pause.stop()
        text = self._text
        if not text.strip() and (self._kept is None or reason_missing(self._kept)):
            self.wrong.hide()
            return True
        try:
            value = from_text(self._asked, text)
        except UserError as error:
            self.wrong.setText(error.what + " " + error.way_out if tells else "")
            self.wrong.setVisible(tells)
            return False
        self.wrong.hide()
        if value != self._kept:
            self._kept = value
            if self.reasons is not None:
                self.reasons.show_value(value)
            self.chosen.emit(value)
        return True

    def leave(self) -> UserError | None:
        """Keep what is typed; where it is no answer, show what was kept last and say why."""
        if self._text == self._words_kept() or self.keep(tells=False):
            return None
        text = " ".join(self._text.split())
        self._show_kept()
        return UserError(
            "“{text}” is not kept as the answer to “{asked}”: it is none.",
            "The answer is as it was before. Go back to the article, and answer again.",
            text=text.translate(INNER_QUOTES),
            asked=title(self._asked),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, arrows go to other questions, letters give reasons where none is typed."""
        if event.type() == QEvent.Type.FocusOut:
            self.keep()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CONTROL:
                if self._breaks(event):
                    return super().eventFilter(watched, event)
                if self.keep():
                    self.finished.emit()
                return True
            if self._has_line(key):
                return super().eventFilter(watched, event)
            if key == Qt.Key.Key_Down and self.reasons is not None:
                self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
            if self._is_reason(event):
                return True
        return super().eventFilter(watched, event)

    def _breaks(self, event: QKeyEvent) -> bool:
        """Shift+Enter begins another line where the answer is in words."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return shift and isinstance(self.line, GrowingText)

    def _has_line(self, key: int) -> bool:
        """Whether an arrow goes to another line of the same answer."""
        if not isinstance(self.line, GrowingText) or key not in _WAYS:
            return False
        return QTextCursor(self.line.textCursor()).movePosition(_WAYS[Qt.Key(key)])

    @property
    def _text(self) -> str:
        return self.line.text() if isinstance(self.line, QLineEdit) else self.line.toPlainText()

    def _put(self, words: str) -> None:
        self._is_showing = True
        if isinstance(self.line, QLineEdit):
            self.line.setText(words)
        elif words != self._text:
            self.line.setPlainText(words)
        self._is_showing = False

    def _is_reason(self, event: QKeyEvent) -> bool:
        """Letters are no part of numbers and dates: there they say why there is no answer."""
        letter = event.text().casefold()
        if self._asked.scale is Scale.TEXT or self.reasons is None or not letter.isalpha():
            return False
        for one in self.reasons.options:
            if letter in one.keys:
                self.reasons.choose(one)
                return True
        return False

    def _reason_chosen(self, value: Any) -> None:
        self._kept = value
        self._put("")
        self.wrong.hide()
        self.chosen.emit(value)

    def _step_from_reasons(self, step: int) -> None:
        if step < 0:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stepped.emit(step)

    def _edited(self) -> None:
        if not self._is_showing:
            self._pause.start()

    def _pause_over(self) -> None:
        # Half a date is no mistake yet.
        self.keep(tells=False)

    def _wanted(self) -> str:
        asked = self._asked
        if asked.scale is Scale.DATE:
            return self.tr("A date, such as 2025-03-01")
        if asked.scale is Scale.TEXT:
            return self.tr("In words")
        ends = [f"{one.value:g} {one.label}".strip() for one in (asked.low, asked.high) if one]
        return " – ".join(ends) or self.tr("A number")


_CONTROL = Qt.KeyboardModifier.ControlModifier
_WAYS = {
    Qt.Key.Key_Up: QTextCursor.MoveOperation.Up,
    Qt.Key.Key_Down: QTextCursor.MoveOperation.Down,
}
