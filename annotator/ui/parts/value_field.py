"""A field for one value: what is asked above, and what can be written or chosen below."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.domain.questions import Attribute, AttributeKind
from annotator.domain.values import BETWEEN, NO, YES, takes_several

_LISTED = frozenset({AttributeKind.ONE_OF, AttributeKind.YES_NO})


class ValueField(QWidget):
    """Its text is a value as people write it; the words of choices complete themselves.

    Signals:
        committed: a choice was made with the mouse or a key.
    """

    committed = Signal()

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute = attribute
        name = attribute.name
        self.title = QLabel(self.tr("{name} (required)").format(name=name) if attribute.required
                            else name)  # fmt: skip
        self.title.setProperty("look", "quiet")
        self.title.setToolTip(attribute.question)
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.setProperty("look", "warning")
        self.wrong.hide()
        self.editor: QComboBox | QLineEdit
        names = [one.name for one in attribute.choices if not one.is_deleted]
        if attribute.kind in _LISTED:
            self.editor = self._list(names or [YES, NO])
        else:
            self.editor = self._line(names)
        self.editor.setAccessibleName(self.title.text())
        self.editor.setAccessibleDescription(attribute.question)
        self.title.setBuddy(self.editor)
        self.setFocusProxy(self.editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.title, self.editor, self.wrong):
            layout.addWidget(widget)

    @property
    def text(self) -> str:
        """What is written."""
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData() or "")
        return self.editor.text().strip().strip(BETWEEN).strip()

    def set_text(self, text: str) -> None:
        """Show a value."""
        if text == self.text:
            return
        if isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(max(0, self.editor.findData(text)))
        else:
            self.editor.setText(text)

    @property
    def is_choosing(self) -> bool:
        """Whether a list of words lies open, which has the keys."""
        listed: QWidget | None
        if isinstance(self.editor, QComboBox):
            listed = self.editor.view()
        else:
            completer = self.editor.completer()
            listed = None if completer is None else completer.popup()
        return listed is not None and listed.isVisible()

    def show_wrong(self, words: str) -> None:
        """Say what would be right; "" where it is."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _list(self, names: list[str]) -> QComboBox:
        made = QComboBox()
        made.addItem(self.tr("–"), "")
        for name in names:
            made.addItem(name, name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.activated.connect(lambda _index: self.committed.emit())
        return made

    def _line(self, names: list[str]) -> QLineEdit:
        made = QLineEdit()
        one = self.attribute
        ends = [f"{end.value:g} {end.label}".strip() for end in (one.low, one.high) if end]
        made.setPlaceholderText(" … ".join(ends) if ends else one.question)
        if names:
            completer = _Several(names, made) if takes_several(one) else QCompleter(names, made)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            made.setCompleter(completer)
        return made


class _Several(QCompleter):
    """Completes the last of several names that have ``;`` between them."""

    def __init__(self, names: list[str], field: QLineEdit) -> None:
        super().__init__(QStringListModel(names, field), field)
        self._field = field

    def splitPath(self, path: str) -> list[str]:
        """Only what stands after the last sign between names is looked for."""
        return [path.rpartition(BETWEEN)[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        """What stands before it stays."""
        chosen = super().pathFromIndex(index)  # type: ignore[arg-type]
        before, between, _ = self._field.text().rpartition(BETWEEN)
        return f"{before}{between} {chosen}{BETWEEN} " if between else f"{chosen}{BETWEEN} "
