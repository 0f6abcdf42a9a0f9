"""The page of keys: which action has which, and how to give it another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.matching import contains_words
from annotator.ui.actions import ACTIONS, MENUS, ActionSpec, plain, scope_of
from annotator.ui.commands import Actions
from annotator.ui.key_rules import refusal
from annotator.ui.keys import shown_key
from annotator.ui.places.preferences.key_field import KeyField
from annotator.ui.theme import words_font

_NAME = Qt.ItemDataRole.UserRole
_WIDEST = 760


class KeysPage(QWidget):
    """A list of all actions by menu; below it the keys of the one that is chosen."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._keys = actions.keys
        self._adding = False
        self._wanted: str | None = None
        self._words = ""
        self.setProperty("look", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Keys"))
        self._build()
        self._lay_out()
        self._keys.changed.connect(self._refill)
        self._refill()

    # -- for the place

    def filter(self, words: str) -> int:
        """List the actions that have these words in their name, menu or keys; how many."""
        self._words = words
        self._refill()
        return sum(self.model.item(row).rowCount() for row in range(self.model.rowCount()))

    # -- what it is made of

    def _build(self) -> None:
        self.model = QStandardItemModel(self)
        self.list = QTreeView(self)
        self.list.setProperty("look", "rows")
        self.list.setAccessibleName(self.tr("Actions and their keys"))
        self.list.setModel(self.model)
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setIndentation(14)
        self.list.setUniformRowHeights(True)
        self.list.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(lambda _index: self.change())
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.field = KeyField(self)
        self.field.pressed.connect(self._pressed)
        self.field.left.connect(self._leave)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setProperty("look", "quiet")
        self.change_button = self._button(self.tr("Chan&ge…"), self.change)
        self.add_button = self._button(self.tr("Another &key…"), self.add)
        self.none_button = self._button(self.tr("N&o key"), self.take_away)
        self.back_button = self._button(self.tr("Re&set"), self.reset)
        self.take_button = self._button(self.tr("Take it"), self._take_over)
        self.all_button = self._button(self.tr("Reset a&ll keys"), self._keys.reset)
        self._leave()

    def _button(self, title: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(title, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        for widget in (
            self.change_button,
            self.add_button,
            self.none_button,
            self.back_button,
            self.field,
            self.take_button,
        ):
            deeds.addWidget(widget)
        deeds.addStretch(1)
        deeds.addWidget(self.all_button)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.about)
        layout.addLayout(deeds)
        layout.addWidget(self.told)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 6, 28, 20)
        row.addWidget(inside, 1)
        row.addStretch()

    # -- the list

    def _refill(self) -> None:
        chosen = self.chosen()
        self.model.clear()
        self.model.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys"), ""])
        for menu in (*MENUS, ""):
            group = QStandardItem(plain(menu) if menu else self.tr("At the pointer"))
            for spec in ACTIONS:
                if spec.menu == menu and self._fits(spec):
                    group.appendRow(self._row(spec))
            if group.rowCount():
                group.setSelectable(False)
                group.setFont(words_font(weight=QFont.Weight.DemiBold))
                self.model.appendRow([group, _blank(), _blank()])
        self.list.expandAll()
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.all_button.setEnabled(any(self._keys.is_changed(spec.id) for spec in ACTIONS))
        self.choose(chosen)

    def _fits(self, spec: ActionSpec) -> bool:
        keys = self._keys.all_shown(spec.id)
        texts = (plain(spec.menu), plain(spec.title), plain(spec.also), keys)
        return contains_words(self._words, " ".join(texts))

    def _row(self, spec: ActionSpec) -> list[QStandardItem]:
        name = QStandardItem(plain(spec.title))
        name.setData(spec.id, _NAME)
        keys = QStandardItem(self._keys.all_shown(spec.id))
        changed = self.tr("changed") if self._keys.is_changed(spec.id) else ""
        return [name, keys, QStandardItem(changed)]

    def choose(self, name: str | None) -> None:
        """Make an action the current one, the first where it is not listed."""
        first = QModelIndex()
        for row in range(self.model.rowCount()):
            group = self.model.item(row)
            for place in range(group.rowCount()):
                index = group.child(place).index()
                first = first if first.isValid() else index
                if index.data(_NAME) == name:
                    first = index
        if first.isValid():
            self.list.setCurrentIndex(first)
        self._show_current()

    def chosen(self) -> str | None:
        """The action that is current."""
        index = self.list.currentIndex()
        name = index.siblingAtColumn(0).data(_NAME) if index.isValid() else None
        return None if name is None else str(name)

    # -- changing

    def change(self) -> None:
        """Wait for the key that the action is to have instead of those it has."""
        self._wait(adding=False)

    def add(self) -> None:
        """Wait for a key that the action is to have as well."""
        self._wait(adding=True)

    def take_away(self) -> None:
        """The action has no key any more."""
        name = self.chosen()
        if name is not None:
            self._keys.set(name, ())

    def reset(self) -> None:
        """The action has its first keys again."""
        name = self.chosen()
        if name is not None:
            self._keys.reset(name)

    def _wait(self, *, adding: bool) -> None:
        if self.chosen() is None:
            return
        self._adding, self._wanted = adding, None
        self.field.clear()
        for button in (self.change_button, self.add_button, self.none_button, self.back_button):
            button.hide()
        self.take_button.hide()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.told.setText(self.tr("Esc: leave it as it is"))

    def _pressed(self, key: str) -> None:
        name = self.chosen()
        if name is None:
            return
        if key == self._wanted:
            self._take_over()
            return
        self._wanted = None
        self.take_button.hide()
        self.field.setText(shown_key(key))
        why_not = refusal(key, scope_of(name)) or self._menu_of(key)
        holders = self._keys.holders(key, name)
        if why_not:
            self.told.setText(why_not)
        elif holders:
            self._wanted = key
            others = ", ".join(f"“{self._actions.title(one)}”" for one in holders)
            clash = self.tr(
                "{key} is the key of {others}, which would lose it. Press it again to take it."
            )
            self.told.setText(clash.format(key=shown_key(key), others=others))
            self.take_button.show()
        else:
            self._give(name, key)

    def _take_over(self) -> None:
        name = self.chosen()
        if name is not None and self._wanted is not None:
            self._give(name, self._wanted)

    def _give(self, name: str, key: str) -> None:
        before = self._keys.of(name) if self._adding else ()
        self._keys.set(name, (*before, key))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._leave()

    def _leave(self) -> None:
        """Back to the buttons, unless the key in question is about to be taken over."""
        if self._wanted is not None and self.take_button.hasFocus():
            return
        had_focus = self.field.hasFocus()
        self._wanted = None
        self.field.hide()
        self.take_button.hide()
        for button in (self.change_button, self.add_button, self.none_button):
            button.show()
        self._show_current()
        if had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _menu_of(self, key: str) -> str:
        """Says so where this key opens a menu."""
        for menu in MENUS:
            title = plain(menu)
            letter = menu.partition("&")[2][:1]
            if letter and key == f"Alt+{letter.upper()}":
                return self.tr("{key} opens the menu {menu}.").format(key=key, menu=title)
        return ""

    def _show_current(self) -> None:
        name = self.chosen()
        for button in (self.change_button, self.add_button, self.none_button):
            button.setEnabled(name is not None)
        self.back_button.setVisible(
            name is not None and self._keys.is_changed(name) and self.field.isHidden()
        )
        if name is None:
            self.about.clear()
            self.told.clear()
            return
        keys = self._keys.all_shown(name) or self.tr("no key")
        self.about.setText(f"{self._actions.title(name)}: {keys}")
        where = {
            "window": self.tr("These keys count everywhere in the window."),
            "reader": self.tr("These keys count while the article has the focus."),
            "codebook": self.tr("These keys count while the codebook has the focus."),
        }
        self.told.setText(where[scope_of(name)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter waits for a key, Delete takes the keys away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.change()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.take_away()
                return True
        return super().eventFilter(watched, event)


def _blank() -> QStandardItem:
    item = QStandardItem()
    item.setSelectable(False)
    return item
