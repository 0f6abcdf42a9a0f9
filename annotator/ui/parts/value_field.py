"""Fields for the values of attributes, one look for each kind; all speak the words people write."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)

from annotator.domain.questions import Attribute, AttributeKind
from annotator.domain.values import BETWEEN, NO, YES
from annotator.ui.widgets.elided_label import ElidedLabel

_FEW = 11
"""A scale of so many whole steps is buttons; a longer one is typed."""

_TOLD = 60
"""Characters of a list of choices that the line of hints has room for."""

_END = 18
"""Characters that the words at an end of a scale have room for."""

_WIDEST = 420
"""Pixels that the list of choices is wide at most."""

_WIDTHS = {
    AttributeKind.TEXT: 22,
    AttributeKind.NUMBER: 9,
    AttributeKind.SCALE: 7,
    AttributeKind.ONE_OF: 17,
    AttributeKind.SEVERAL_OF: 24,
    AttributeKind.NAMES: 24,
}
"""Characters that a field of a kind has room for."""

_PASSING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Reasons for which the keyboard goes away and comes back."""


class WrittenField(QLineEdit):
    """Words, numbers, and choices that are completed as one types.

    Signals:
        stepped: on to the next field (1) or back (-1); the text is to be kept first.
        gone: the keyboard went somewhere else; the text is to be kept.
        dropped: ``Esc``: the rest is for later.
        edited: something was typed.
        marked: a choice is marked in the list; carries its name.
    """

    stepped = Signal(int)
    gone = Signal()
    dropped = Signal()
    edited = Signal()
    marked = Signal(str)

    def __init__(self, asked: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several = asked.kind in (AttributeKind.SEVERAL_OF, AttributeKind.NAMES)
        self._takes_first = asked.kind in (AttributeKind.ONE_OF, AttributeKind.SEVERAL_OF)
        self._words = QStringListModel(self)
        width = _WIDTHS.get(asked.kind, 16) * self.fontMetrics().averageCharWidth() + 24
        self.setFixedWidth(width)
        self.textEdited.connect(self._typed)
        self._popup: QCompleter | None = None
        self._list = QListView()
        if self._several or self._takes_first:
            self._complete()

    def offer(self, words: Sequence[str]) -> None:
        """The choices, in that order."""
        self._words.setStringList(list(words))

    def show_text(self, text: str, hint: str) -> None:
        """Show a value in words; the hint stands where there is none."""
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
        self.setPlaceholderText(hint)

    def _complete(self) -> None:
        popup = QCompleter(self._words, self)
        popup.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup.setFilterMode(Qt.MatchFlag.MatchContains)
        popup.setMaxVisibleItems(12)
        popup.setWidget(self)
        popup.activated.connect(self._take)
        self._list.setAccessibleName(QCoreApplication.translate("values", "Choices"))
        self._list.setProperty("look", "offered")
        popup.setPopup(self._list)
        self._list.selectionModel().currentChanged.connect(
            lambda now, _before: self.marked.emit(str(now.data() or ""))
        )
        self._popup = popup

    def _open_list(self) -> None:
        """As wide as the longest choice, above or below the field."""
        assert self._popup is not None
        metrics = self.fontMetrics()
        words = self._words.stringList()
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0) + 48
        width = max(self.width(), min(_WIDEST, longest))
        self._popup.complete(QRect(0, 0, width, self.height()))
        place, window = self._list.geometry(), self.window().geometry()
        if place.bottom() > window.bottom():
            # Above, as below it would hide the line that says which keys help.
            top = self.mapToGlobal(QPoint(0, 0)).y()
            self._list.move(place.x(), max(window.top(), top - place.height()))

    def _typed(self) -> None:
        self.edited.emit()
        if self._popup is None:
            return
        last = self._last()
        self._popup.setCompletionPrefix(last)
        if last and self._popup.completionCount():
            self._open_list()
        else:
            self._list.hide()

    def _last(self) -> str:
        """What is being written: after the last sign that stands between several."""
        return self.text().rpartition(BETWEEN)[2].strip() if self._several else self.text().strip()

    def _take(self, word: str) -> None:
        before = self.text().rpartition(BETWEEN)[0].strip() if self._several else ""
        self.setText(f"{before}{BETWEEN} {word}" if before else word)
        self.edited.emit()

    def _settle(self) -> None:
        """Take what is highlighted; of a closed list, the first that fits what was typed."""
        popup, last = self._popup, self._last()
        if popup is None:
            return
        marked = self._list.currentIndex()
        shown = self._list.isVisible()
        self._list.hide()
        words = self._words.stringList()
        if shown and marked.isValid():
            self._take(str(marked.data()))
        elif self._takes_first and last and not last.lstrip("-").isdigit():
            known = [word for word in words if word.casefold() == last.casefold()]
            starts = [word for word in words if word.casefold().startswith(last.casefold())]
            holds = [word for word in words if last.casefold() in word.casefold()]
            found = known or starts or holds
            if found:
                self._take(found[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Tab go on, with Shift back; Down lists the choices; Esc leaves the rest."""
        key, back = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._settle()
            self.stepped.emit(-1 if back else 1)
        elif key == Qt.Key.Key_Escape:
            if self._popup is not None:
                self._list.hide()
            self.dropped.emit()
        elif key == Qt.Key.Key_Down and self._popup is not None:
            self.list_choices()
        else:
            super().keyPressEvent(event)

    def list_choices(self) -> None:
        """Go down in the list of choices; where it is not open, open it with all of them."""
        if self._popup is None:
            return
        row = 0
        if self._list.isVisible():
            row = self._list.currentIndex().row() + 1
        else:
            self._popup.setCompletionPrefix("")
            self._open_list()
        shown = self._popup.completionModel()
        self._list.setCurrentIndex(shown.index(min(row, shown.rowCount() - 1), 0))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the fields as Enter does."""
        self._settle()
        self.stepped.emit(1 if forward else -1)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What stands there is replaced by what is typed."""
        super().focusInEvent(event)
        if event.reason() not in _PASSING:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is kept when one leaves."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING[:1]:
            self.gone.emit()


class ButtonsField(QFrame):
    """Yes and no, or the steps of a scale: buttons beside each other, chosen by key or click.

    The signals are those of ``WrittenField``.
    """

    stepped = Signal(int)
    gone = Signal()
    dropped = Signal()
    edited = Signal()

    def __init__(self, asked: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = steps_of(asked)
        self._minus = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("look", "steps")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 1, 3, 1)
        layout.setSpacing(2)
        self.buttons = [self._button(value) for value in self._values]
        if asked.low and asked.low.label:
            layout.addWidget(_end(asked.low.label))
        for button in self.buttons:
            layout.addWidget(button)
        if asked.high and asked.high.label:
            layout.addWidget(_end(asked.high.label))

    def text(self) -> str:
        """What is chosen."""
        for value, button in zip(self._values, self.buttons, strict=True):
            if button.isChecked():
                return value
        return ""

    def show_text(self, text: str, hint: str) -> None:
        """Show a value; nothing is chosen for any other text."""
        self.setAccessibleDescription(text or hint)
        for value, button in zip(self._values, self.buttons, strict=True):
            button.setChecked(value == text)

    def _button(self, value: str) -> QPushButton:
        button = QPushButton(value.replace("-", "−"))
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("look", "toggle")
        button.setAccessibleName(value)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        narrow = button.fontMetrics().horizontalAdvance(button.text()) + 18
        button.setFixedWidth(max(30, narrow))
        button.clicked.connect(lambda _on=False, said=value: self._clicked(said))
        return button

    def _clicked(self, value: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(value)

    def _choose(self, value: str) -> None:
        self.show_text(value, "")
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit or first letter chooses, arrows go along, Backspace takes the value away."""
        key, back = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if back else 1)
        elif key == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._choose("")
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(1 if key == Qt.Key.Key_Right else -1)
        elif not self._type(event.text().casefold()):
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        now = self._values.index(self.text()) if self.text() else (-1 if step > 0 else 1)
        self._choose(self._values[min(len(self._values) - 1, max(0, now + step))])

    def _type(self, typed: str) -> bool:
        if typed == "-":
            self._minus = True
            return True
        wanted = f"-{typed}" if self._minus and typed else typed
        self._minus = False
        for value in self._values:
            if typed and (value == wanted or (value in (YES, NO) and value[0] == typed)):
                self._choose(value)
                return True
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the fields as Enter does."""
        self.stepped.emit(1 if forward else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was chosen is kept when one leaves."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING[:1]:
            self.gone.emit()

    def minimumSizeHint(self) -> QSize:
        """All buttons are always there: the strip scrolls."""
        return self.sizeHint()


def steps_of(asked: Attribute) -> list[str]:
    """What a field of buttons offers; none where the value is to be written."""
    if asked.kind is AttributeKind.YES_NO:
        return [YES, NO]
    low, high = asked.low, asked.high
    if asked.kind is not AttributeKind.SCALE or low is None or high is None:
        return []
    first, last = low.value, high.value
    whole = float(first).is_integer() and float(last).is_integer()
    if not whole or not 0 < last - first < _FEW:
        return []
    return [str(step) for step in range(int(first), int(last) + 1)]


def field_for(asked: Attribute) -> WrittenField | ButtonsField:
    """The field for what is asked; the names of an open list are offered to it later."""
    if steps_of(asked):
        return ButtonsField(asked)
    field = WrittenField(asked)
    field.offer([one.name for one in asked.choices if not one.is_deleted])
    return field


def wanted_of(asked: Attribute) -> str:
    """What may be written, in a few words."""
    live = [one.name for one in asked.choices if not one.is_deleted]
    names = ", ".join(live)
    if len(names) > _TOLD:
        names = _tr("{n} choices, ↓ lists them").format(n=len(live))
    given = [end for end in (asked.low, asked.high) if end is not None]
    numbers = [f"{end.value:g}".replace("-", "−") for end in given]
    told = [f"{n} {end.label}".strip() for n, end in zip(numbers, given, strict=True)]
    ends = " … ".join(told if len("".join(told)) < _TOLD // 2 else numbers)
    return {
        AttributeKind.TEXT: _tr("any words"),
        AttributeKind.NUMBER: ends or _tr("a number"),
        AttributeKind.SCALE: ends,
        AttributeKind.YES_NO: _tr("Y: yes · N: no"),
        AttributeKind.ONE_OF: _tr("one of: {names}").format(names=names),
        AttributeKind.SEVERAL_OF: _tr("some of, with ; between: {names}").format(names=names),
        AttributeKind.NAMES: _tr("names, with ; between; new ones too; ↓ lists them"),
    }[asked.kind]


def _end(label: str) -> ElidedLabel:
    found = ElidedLabel()
    found.set_text(label)
    found.setProperty("look", "quiet")
    found.setMaximumWidth(_END * found.fontMetrics().averageCharWidth())
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("values", text)
