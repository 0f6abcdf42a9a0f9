"""The fields of one attribute as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.errors import UserError
from annotator.domain.questions import Attribute, AttributeKind, End
from annotator.domain.values import in_words
from annotator.ui.parts.choice_table import ChoiceTable
from annotator.ui.widgets.choice_box import ChoiceBox

if TYPE_CHECKING:
    from annotator.ops.attributes import AttributeDraft

_CHOOSING = (AttributeKind.ONE_OF, AttributeKind.SEVERAL_OF, AttributeKind.NAMES)
_MEASURED = (AttributeKind.NUMBER, AttributeKind.SCALE)


class AttributeForm(QWidget):
    """Only what its kind has is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 4, 0, 0)
        self._lines.setSpacing(4)
        self.name = self._field(self.tr("Name"))
        self.kind = ChoiceBox(
            self.tr("Kind"),
            {
                AttributeKind.TEXT: self.tr("Words"),
                AttributeKind.NUMBER: self.tr("A number"),
                AttributeKind.SCALE: self.tr("A scale"),
                AttributeKind.YES_NO: self.tr("Yes or no"),
                AttributeKind.ONE_OF: self.tr("One of a list"),
                AttributeKind.SEVERAL_OF: self.tr("Several of a list"),
                AttributeKind.NAMES: self.tr("Names, coders add to the list"),
            },
        )
        self.kind.setSizeAdjustPolicy(
            ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._add(self.tr("Kind"), self.kind)
        self.question = self._field(self.tr("Question"))
        self.choices = ChoiceTable()
        self._of_list = self._group(
            self._label(self.tr("Choices: F2 writes, Del removes, Alt+↑ and Alt+↓ move")),
            self.choices,
        )
        self.low, self.low_label = self._end(self.tr("Low end")), self._end(self.tr("says"))
        self.high, self.high_label = self._end(self.tr("High end")), self._end(self.tr("says"))
        self._of_scale = self._group(
            self._beside(self.low, self.low_label), self._beside(self.high, self.high_label)
        )
        self.required = QCheckBox(self.tr("Required"))
        self._lines.addWidget(self.required)
        self.default = self._field(self.tr("Begins with"))
        self.condition = self._field(self.tr("Asked only if"), self.tr("named = yes"))
        self.why = self._field(self.tr("Why the change?"))
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.show_attribute(None)

    def show_attribute(self, one: Attribute | None) -> None:
        """Show an attribute, or an empty form."""
        self.name.setText(one.name if one else "")
        self.kind.set_value(one.kind if one else AttributeKind.TEXT)
        self.question.setText(one.question if one else "")
        self.required.setChecked(bool(one and one.required))
        self.default.setText(in_words(one, one.preset) if one else "")
        self.condition.setText(one.condition if one else "")
        self.why.clear()
        self.choices.set_choices(one.choices if one else ())
        ends = ((self.low, self.low_label), (self.high, self.high_label))
        values = (one.low, one.high) if one else (None, None)
        for (number, label), end in zip(ends, values, strict=True):
            number.setText(f"{end.value:g}" if end else "")
            label.setText(end.label if end else "")
        self._show_kind()
        self._as_shown = self.written()

    @property
    def is_changed(self) -> bool:
        """Whether something was written since the attribute was shown."""
        return self.written() != self._as_shown

    def written(self) -> tuple[object, ...]:
        """All that is written, to be compared."""
        fields = (self.name, self.question, self.default, self.condition)
        ends = (self.low, self.low_label, self.high, self.high_label)
        return (
            *(field.text() for field in (*fields, *ends)),
            self.kind.value,
            self.required.isChecked(),
            *self.choices.rows(),
        )

    def draft(self) -> AttributeDraft:
        """The attribute as it is written.

        Raises:
            UserError: an end of the scale, or the number of a choice, is none.
        """
        from annotator.ops.attributes import AttributeDraft

        self.choices.flush()
        return AttributeDraft(
            self.name.text(),
            AttributeKind(self.kind.value),
            self.question.text(),
            self._read_end(self.low, self.low_label),
            self._read_end(self.high, self.high_label),
            self.required.isChecked(),
            self.default.text(),
            self.condition.text(),
            tuple(self.choices.drafts()),
        )

    def _read_end(self, number: QLineEdit, label: QLineEdit) -> End | None:
        text = number.text().strip().replace("−", "-")
        if not text:
            return None
        try:
            return End(float(text), label.text().strip())
        except ValueError:
            raise UserError(
                "“{text}” is no number for the end of a scale.",
                "Nothing was changed. Write a number such as 1 or -2.",
                text=text,
            ) from None

    def _show_kind(self) -> None:
        kind = AttributeKind(self.kind.value)
        self._of_list.setVisible(kind in _CHOOSING)
        self._of_scale.setVisible(kind in _MEASURED)

    # -- how it is laid out

    def _field(self, name: str, hint: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        self._add(name, field)
        return field

    def _add(self, name: str, field: QWidget) -> None:
        label = self._label(name)
        label.setBuddy(field)
        self._lines.addWidget(label)
        self._lines.addWidget(field)

    def _end(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        return field

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("look", "quiet")
        label.setWordWrap(True)
        return label

    def _group(self, *widgets: QWidget) -> QWidget:
        group = QWidget()
        lines = QVBoxLayout(group)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for widget in widgets:
            lines.addWidget(widget)
        self._lines.addWidget(group)
        return group

    def _beside(self, number: QLineEdit, label: QLineEdit) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(number, 1)
        line.addWidget(label, 2)
        return row
