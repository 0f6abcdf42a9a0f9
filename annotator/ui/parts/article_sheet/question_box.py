"""One question about the article with its answer, and its coding rule while one is at it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.domain.errors import UserError
from annotator.domain.questions import Scale, Variable
from annotator.domain.sheet import Score
from annotator.domain.values import in_words, takes_several, title
from annotator.ui.parts.article_sheet.choice_field import ChoiceField
from annotator.ui.parts.article_sheet.line_field import LineField
from annotator.ui.parts.article_sheet.options import options_of
from annotator.ui.theme import Look
from annotator.ui.widgets.elided_label import ElidedLabel

ANSWERED, OPEN = "✓", "○"


class QuestionBox(QWidget):
    """A question that is answered.

    Signals:
        answered: carries the new answer, ``None`` where it was taken back.
        finished: ``Enter`` was pressed.
        stepped: up or down was pressed; carries -1 or 1.
    """

    answered = Signal(object)
    finished = Signal()
    stepped = Signal(int)

    def __init__(self, look: Look, asked: Variable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.asked = asked
        self._is_active = False
        self._value: Any = None
        self.mark = QLabel(self)
        self.mark.setFixedWidth(16)
        self.mark.setProperty("look", "quiet")
        self.mark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.question = QLabel(asked.question or title(asked), self)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setWordWrap(True)
        self.question.setMinimumWidth(40)
        self.rule = QLabel(self)
        self.rule.setTextFormat(Qt.TextFormat.PlainText)
        self.rule.setProperty("look", "quiet")
        self.rule.setWordWrap(True)
        self.rule.setMinimumWidth(40)
        self.rule.hide()
        self.field = self._made_field()
        self.field.chosen.connect(self._answer)
        self.field.finished.connect(self.finished)
        self.field.stepped.connect(self.stepped)
        self._lay_out()
        self.show_value(None)

    def _made_field(self) -> ChoiceField | LineField:
        options = options_of(self.asked)
        if any(not one.is_reason for one in options):
            several = takes_several(self.asked)
            field = ChoiceField(self._look, options, self, several=several)
            field.moved.connect(self._say_rule)
            return field
        return LineField(self._look, self.asked, self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.mark)
        head.addWidget(self.question, 1)
        below = QVBoxLayout()
        below.setContentsMargins(16, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.rule)
        below.addWidget(self.field)
        if ends := self._ends():
            below.addLayout(ends)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(below)

    def _ends(self) -> QHBoxLayout | None:
        """What the ends of a scale of steps mean."""
        low, high = self.asked.low, self.asked.high
        if isinstance(self.field, LineField) or low is None or high is None:
            return None
        if not low.label and not high.label:
            return None
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 2, 0)
        text = f"{low.value:g} = {low.label} · {high.value:g} = {high.label}".replace("-", "−")
        label = QLabel(text, self)
        label.setProperty("look", "quiet")
        label.setWordWrap(True)
        row.addWidget(label, 1)
        return row

    # -- the answer

    @property
    def value(self) -> Any:
        """The answer that is shown."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show an answer, ``None`` for none."""
        self._value = value
        self.field.show_value(value)
        is_open = value is None
        self.mark.setText(ANSWERED if not is_open else OPEN if self.asked.required else "")
        self._name()

    def begin_anew(self) -> None:
        """Show no answer, and nothing of whose answer was shown before."""
        self.field.begin_anew()
        self.show_value(None)

    def set_read_only(self, on: bool) -> None:
        """Whether the answer is only shown."""
        if isinstance(self.field, ChoiceField):
            self.field.is_read_only = on
            self.field.update()
        else:
            self.field.set_read_only(on)

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed, not chosen."""
        return isinstance(self.field, LineField)

    def hint(self) -> str:
        """The keys that help while the answer is typed."""
        if self.asked.scale is Scale.TEXT:
            return self.tr("Saved as you type · Shift+Enter: another line · Enter: next open · Esc")
        return self.tr("Saved as you type · Enter: next open · Esc: to the text")

    def keep(self) -> None:
        """Keep what is half typed."""
        if isinstance(self.field, LineField):
            self.field.keep()

    def leave(self) -> UserError | None:
        """Keep what is half typed; where it is no answer, forget it and say why."""
        return self.field.leave() if isinstance(self.field, LineField) else None

    def _answer(self, value: Any) -> None:
        self.show_value(value)
        self.answered.emit(value)

    def _name(self) -> None:
        """A screen reader says the question, the answer and what can be chosen."""
        said = in_words(self.asked, self._value) or (
            self.tr("required, no answer yet") if self.asked.required else self.tr("no answer yet")
        )
        name = self.tr("{question} {answer}").format(question=self.question.text(), answer=said)
        self.field.setAccessibleName(name)
        if isinstance(self.field, LineField):
            self.field.line.setAccessibleName(name)
            self.field.line.setAccessibleDescription(self.asked.rule)
            if self.field.reasons is not None:
                reasons = self.tr("Why there is no answer: {question}")
                self.field.reasons.setAccessibleName(reasons.format(question=title(self.asked)))
        else:
            self._say_rule()

    # -- the rule

    def set_active(self, on: bool) -> None:
        """Unfold the rule while one is at the question."""
        self._is_active = on
        self._say_rule()
        self.update()

    def _say_rule(self) -> None:
        parts = [self.asked.rule]
        if isinstance(self.field, ChoiceField):
            current = self.field.current
            if current.definition:
                parts.append(f"{current.label}: {current.definition}")
            offered = ", ".join(one.label for one in self.field.options)
            self.field.setAccessibleDescription(
                self.tr("At {option}, of {offered}. {rule}").format(
                    option=current.label, offered=offered, rule=self.asked.rule
                )
            )
        text = "\n".join(part for part in parts if part)
        if text != self.rule.text():
            self.rule.setText(text)
        self.rule.setVisible(self._is_active and bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The question one is at lies on paper."""
        if self._is_active:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.theme.paper)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 0, -2, 0), 7, 7)


class ScoreRow(QWidget):
    """What is computed from answers, or how many more that needs."""

    def __init__(self, asked: Variable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked
        self.name = ElidedLabel(self)
        self.name.set_text(title(asked))
        self.value = QLabel(self)
        self.setToolTip(asked.rule or asked.question)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 3, 12, 3)
        layout.setSpacing(8)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.value)

    def show_score(self, score: Score) -> None:
        """Show it."""
        if score.value is None:
            text = self.tr("needs {n} more").format(n=score.lacking)
        else:
            text = f"{score.value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
        look = "quiet" if score.value is None else "strong"
        self.value.setText(text)
        if self.value.property("look") != look:
            self.value.setProperty("look", look)
            self.value.style().unpolish(self.value)
            self.value.style().polish(self.value)
        self.setAccessibleName(f"{title(self.asked)}: {text}")
