"""The form of one question: each field is saved as it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.errors import UserError
from annotator.domain.questions import MISSING_CODES, Scale, Variable
from annotator.domain.values import is_choice, is_number
from annotator.ui.parts.choice_table import ChoiceTable
from annotator.ui.places.questions import writing
from annotator.ui.widgets.choice_box import ChoiceBox

_LINES = 4


class QuestionForm(QWidget):
    """Shows what a question has and tells what was changed in it.

    Signals:
        changed: a field was changed; carries the new values by field.
        choices_changed: carries the ``ChoiceDraft`` of each.
        refused: what is written makes no sense; carries the ``UserError``.
    """

    changed = Signal(object)
    choices_changed = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: Variable | None = None
        self._variables: tuple[Variable, ...] = ()
        self._filling = False
        self._rows = QFormLayout()
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._rows.setHorizontalSpacing(14)
        self._rows.setVerticalSpacing(9)
        self.key = self._line(self.tr("Key"), "key", self.tr("main_topic"))
        self.question = self._text(self.tr("Question"), "question")
        self.scale = ChoiceBox(self.tr("Answers"), {one.value: one.value for one in Scale}, self)
        self.scale.activated.connect(lambda _at: self._change("scale", self.scale.value))
        self._rows.addRow(self._label(self.tr("Answers"), self.scale), self.scale)
        self.choices = ChoiceTable(self)
        self.choices.written.connect(self._choices_written)
        self._rows.addRow(self._label(self.tr("Choices"), self.choices), self.choices)
        self.several = self._box(self.tr("Several can be chosen"), "several")
        self.low = self._line(self.tr("From"), "low", self.tr("-2 very negative"), writing.end_in)
        self.high = self._line(self.tr("To"), "high", self.tr("2 very positive"), writing.end_in)
        self.rule = self._text(self.tr("Coding rule"), "rule")
        self.required = self._box(self.tr("An answer is required"), "required")
        self.missing = self._line(
            self.tr("No answer, for"), "missing", "; ".join(MISSING_CODES), writing.words_in
        )
        self.condition = self._line(
            self.tr("Asked only if"), "condition", self.tr("relevant = yes and tone >= 1")
        )
        self.section = self._line(self.tr("Section"), "section", "")
        self.title = self._line(self.tr("Short title"), "title", "")
        self.mean_of = self._line(
            self.tr("Mean of"),
            "mean_of",
            self.tr("keys of questions, with ; between"),
            lambda text: writing.items_in(text, self._variables),
        )
        self.needs = self._line(self.tr("Needs answers"), "needs", "1", _whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 12, 12)
        layout.addLayout(self._rows)
        layout.addStretch(1)

    def show_question(self, asked: Variable, variables: tuple[Variable, ...]) -> None:
        """Show a question; what stands in the field with the focus and is unchanged is replaced."""
        self._filling = True
        self._asked, self._variables = asked, variables
        for line, text in (
            (self.key, asked.key),
            (self.low, writing.end_text(asked.low)),
            (self.high, writing.end_text(asked.high)),
            (self.missing, "; ".join(asked.missing)),
            (self.condition, asked.condition),
            (self.section, asked.section),
            (self.title, asked.title),
            (self.mean_of, writing.keys_text(asked.mean_of, variables)),
            (self.needs, str(asked.needs) if asked.needs else ""),
        ):
            line.setText(text)
        for area, text in (
            (self.question, asked.question),
            (self.rule, asked.rule),
        ):
            if area.toPlainText() != text:
                area.setPlainText(text)
        self.choices.set_choices(asked.choices)
        self.scale.set_value(asked.scale.value)
        self.several.setChecked(asked.several)
        self.required.setChecked(asked.required)
        self._show_what_counts(asked)
        self._filling = False

    def set_read_only(self, on: bool) -> None:
        """Whether it is only shown."""
        for widget in self.findChildren(QWidget):
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.setReadOnly(on)
            elif isinstance(widget, ChoiceTable):
                widget.set_read_only(on)
            elif isinstance(widget, QCheckBox | ChoiceBox):
                widget.setEnabled(not on)

    def keep(self) -> None:
        """Keep what is half written."""
        focused = self.focusWidget()
        self.choices.flush()
        if self.choices.lacks_names:
            self._keep_choices()
        if isinstance(focused, QLineEdit) and focused.isModified():
            focused.editingFinished.emit()
        elif isinstance(focused, QPlainTextEdit):
            self._leave(focused)

    def _show_what_counts(self, asked: Variable) -> None:
        choosing = asked.scale in (Scale.NOMINAL, Scale.ORDINAL)
        for widget, counts in (
            (self.choices, choosing),
            (self.several, asked.scale is Scale.NOMINAL),
            (self.low, is_number(asked)),
            (self.high, is_number(asked)),
            (self.required, not asked.is_computed),
            (self.missing, not asked.is_computed),
            (self.mean_of, is_number(asked) and not is_choice(asked)),
            (self.needs, asked.is_computed),
        ):
            self._rows.setRowVisible(widget, counts)

    # -- fields

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("look", "quiet")
        label.setBuddy(buddy)
        label.setContentsMargins(0, 5, 0, 0)
        return label

    def _line(
        self, title: str, field: str, wanted: str, read: Callable[[str], Any] = str.strip
    ) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(title)
        line.setPlaceholderText(wanted)
        line.editingFinished.connect(lambda: self._line_left(line, field, read))
        self._rows.addRow(self._label(title, line), line)
        return line

    def _line_left(self, line: QLineEdit, field: str, read: Callable[[str], Any]) -> None:
        if not line.isModified():
            return
        line.setModified(False)
        try:
            value = read(line.text())
        except UserError as error:
            self.refused.emit(error)
        else:
            self._change(field, value)

    def _text(self, title: str, field: str) -> QPlainTextEdit:
        return self._area(title, lambda area: self._change(field, area.toPlainText().strip()))

    def _area(self, title: str, left: Callable[[QPlainTextEdit], object]) -> QPlainTextEdit:
        area = QPlainTextEdit(self)
        area.setProperty("look", "field")
        area.setAccessibleName(title)
        area.setTabChangesFocus(True)
        area.setFixedHeight(_LINES * area.fontMetrics().lineSpacing() + 14)
        area.installEventFilter(self)
        self._lefts = {**getattr(self, "_lefts", {}), area: left}
        self._rows.addRow(self._label(title, area), area)
        return area

    def _box(self, title: str, field: str) -> QCheckBox:
        box = QCheckBox(title, self)
        box.toggled.connect(lambda on: self._change(field, on))
        self._rows.addRow("", box)
        return box

    def _choices_written(self) -> None:
        # What has a number or a meaning may get its name next.
        if not self.choices.lacks_names:
            self._keep_choices()

    def _keep_choices(self) -> None:
        try:
            drafts = self.choices.drafts()
        except UserError as error:
            self.refused.emit(error)
        else:
            self.choices_changed.emit(drafts)

    def _leave(self, area: QPlainTextEdit) -> None:
        if not self._filling:
            self._lefts[area](area)

    def _change(self, field: str, value: Any) -> None:
        if not self._filling and self._asked is not None and getattr(self._asked, field) != value:
            self.changed.emit({field: value})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text is saved when it is left."""
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, QPlainTextEdit):
            self._leave(watched)
        return super().eventFilter(watched, event)


def _whole(text: str) -> int:
    if not text.strip():
        return 0
    if not text.strip().isdecimal():
        raise UserError(
            "“{text}” is no whole number.", "Nothing was changed. Write such as 2.", text=text
        )
    return int(text)
