"""Lists of cards in the code editor: added, written, moved and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from annotator.ui.places.code.editor.entries import Entry


class Card(QWidget):
    """One entry of a list, with the buttons that move and remove it.

    Signals:
        written: it says something else than before.
        moved: it is to stand one earlier (-1) or later (1).
        removed: it is to go.
    """

    written = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self, fields: Sequence[Entry], what: str) -> None:
        super().__init__()
        self.fields = fields
        self.setProperty("look", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.place = QLabel()
        self.place.setProperty("look", "quiet")
        self.earlier = self._button("↑", _tr("Move {what} up").format(what=what))
        self.later = self._button("↓", _tr("Move {what} down").format(what=what))
        self.remove = self._button("✕", _tr("Remove {what}").format(what=what))
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.place, 1)
        for button in (self.earlier, self.later, self.remove):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 4, 9, 9)
        layout.setSpacing(5)
        for field in fields:
            layout.addWidget(field)
            field.written.connect(self.written)
        layout.addLayout(head)

    def set_editable(self, editable: bool) -> None:
        """Let it be changed, or only be read."""
        for field in self.fields:
            field.set_editable(editable)
        for button in (self.earlier, self.later, self.remove):
            button.setVisible(editable)

    @property
    def value(self) -> Any:
        """What it says; ``None`` while that is not enough to be kept."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show what is kept."""
        raise NotImplementedError

    def flush(self) -> None:
        """Hand on at once what waits for a pause."""
        for field in self.fields:
            field.flush()

    def _button(self, sign: str, name: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("look", "quiet")
        made.setText(sign)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made


class CardList(Entry):
    """The cards of one field. A card that says too little waits, and says so, till it is enough."""

    def __init__(self, title: str, add: str, lacks: str, make: Callable[[], Card]) -> None:
        self._rows = QWidget()
        self._layout = QVBoxLayout(self._rows)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(7)
        super().__init__(title, self._rows)
        self._make, self._lacks = make, lacks
        self._editable = True
        self.cards: list[Card] = []
        self.add = QToolButton()
        self.add.setProperty("look", "quiet")
        self.add.setText(add)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.clicked.connect(self._add)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.add)

    @property
    def value(self) -> Any:
        """What the cards say that say enough."""
        return tuple(card.value for card in self.cards if card.value is not None)

    def set_value(self, value: Any) -> None:
        """Show what is kept; where that is what the cards say they stay as they are."""
        if value != self.value:
            while self.cards:
                self._drop(self.cards[-1])
            for one in value:
                self._append().set_value(one)
        self._number()

    def put_away(self) -> None:
        """Take cards away that never said enough."""
        for card in [card for card in self.cards if card.value is None]:
            self._drop(card)
        self._number()

    def set_editable(self, editable: bool) -> None:
        """Let the cards be changed, or only be read."""
        self._editable = editable
        self.add.setVisible(editable)
        self._number()

    def flush(self) -> None:
        """Hand on at once what waits for a pause."""
        for card in list(self.cards):
            card.flush()

    def _add(self) -> None:
        card = self._append()
        self._number()
        card.fields[0].editor.setFocus()

    def _append(self) -> Card:
        card = self._make()
        card.written.connect(self._written)
        card.moved.connect(lambda way: self._move(card, way))
        card.removed.connect(lambda: self._remove(card))
        self.cards.append(card)
        self._layout.addWidget(card)
        return card

    def _drop(self, card: Card) -> None:
        self.cards.remove(card)
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _remove(self, card: Card) -> None:
        said = card.value is not None
        place = self.cards.index(card)
        self._drop(card)
        self._number()
        left = (
            self.cards[min(place, len(self.cards) - 1)].fields[0].editor if self.cards else self.add
        )
        left.setFocus()
        if said:
            self.written.emit()

    def _move(self, card: Card, way: int) -> None:
        place = self.cards.index(card) + way
        if 0 <= place < len(self.cards):
            card.flush()
            self.cards.remove(card)
            self.cards.insert(place, card)
            self._layout.removeWidget(card)
            self._layout.insertWidget(place, card)
            self._number()
            self.written.emit()

    def _written(self) -> None:
        self._number()
        self.written.emit()

    def _number(self) -> None:
        last = len(self.cards) - 1
        self._rows.setVisible(bool(self.cards))
        for n, card in enumerate(self.cards):
            card.show()
            card.set_editable(self._editable)
            card.earlier.setEnabled(n > 0)
            card.later.setEnabled(n < last)
            told = _tr("{n} of {all}").format(n=n + 1, all=last + 1)
            card.place.setText(self._lacks if card.value is None else told)
        self.title.setVisible(self._editable or bool(self.cards))
        self._order()

    def _order(self) -> None:
        """Tab goes through the cards as they stand; Qt puts what is made later last."""
        before: QWidget = self.add
        for card in self.cards:
            fields = [field.editor for field in card.fields]
            for widget in (*fields, card.earlier, card.later, card.remove):
                QWidget.setTabOrder(before, widget)
                before = widget
        if before is not self.add:
            QWidget.setTabOrder(before, self.add)


def _tr(text: str) -> str:
    return QCoreApplication.translate("code_editor", text)
