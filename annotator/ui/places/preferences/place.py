"""The preferences: pages at the left, a field that finds a setting, what is set at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.commands import Actions
from annotator.ui.places.preferences.keys_page import KeysPage
from annotator.ui.places.preferences.settings_page import SettingsPage, pages, translated
from annotator.ui.settings import Settings
from annotator.ui.widgets.filter_field import FilterField
from annotator.ui.widgets.page import Page

_LIST_WIDTH = 150
_ROW = 32


class PreferencesPlace(Page):
    """Everything that can be set; each change applies at once."""

    def __init__(self, settings: Settings, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Preferences"), parent)
        self._names = [*pages(), self.tr("Keys")]
        self.pages: list[SettingsPage | KeysPage] = [
            *(SettingsPage(page, settings) for page in pages()),
            KeysPage(actions),
        ]
        self.filter = FilterField(self.tr("Find a setting or a key…"), self.tr("Find a setting"))
        self.filter.setMaximumWidth(280)
        self.list = QListWidget()
        self.list.setProperty("look", "pages")
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setFixedWidth(_LIST_WIDTH)
        for name in self._names:
            item = QListWidgetItem(translated(name), self.list)
            item.setSizeHint(QSize(0, _ROW))
        self._stack = QStackedWidget()
        for page in self.pages:
            self._stack.addWidget(page)
        self._lay_out()
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(lambda _entered: self._to_page())
        self.filter.escaped.connect(self.closed)

    @property
    def keys(self) -> KeysPage:
        """The page of keys."""
        page = self.pages[-1]
        assert isinstance(page, KeysPage)
        return page

    def show_keys(self) -> None:
        """Go to the page of keys."""
        self.list.setCurrentRow(len(self.pages) - 1)

    # -- for the window

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        return [self.list, self.filter, self.pages[self._stack.currentIndex()]]

    def status(self) -> str:
        """What the status line says of this place."""
        return self.tr("Each change applies at once.")

    def hint(self) -> str:
        """The keys that help at this moment."""
        if self.keys.isAncestorOf(self.focusWidget() or self):
            return self.tr("Enter: change the key · Del: no key · Esc: back")
        return self.tr("Tab: go on · Esc: back")

    # -- what it is made of

    def _lay_out(self) -> None:
        head = self.head()
        head.setContentsMargins(28, 20, 28, 12)
        head.insertWidget(1, self.filter, 1)
        body = QHBoxLayout()
        body.setContentsMargins(16, 0, 0, 0)
        body.addWidget(self.list)
        body.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(body, 1)
        QWidget.setTabOrder(self.filter, self.list)
        QWidget.setTabOrder(self.list, self.close_button)

    def _filter(self, words: str) -> None:
        """Say at each page how much of it is about these words, and go to the first that is."""
        found = [page.filter(words) for page in self.pages]
        for row, count in enumerate(found):
            name = translated(self._names[row])
            self.list.item(row).setText(f"{name}  {count}" if words.strip() else name)
        if words.strip() and not found[self.list.currentRow()] and any(found):
            self.list.setCurrentRow(next(row for row, count in enumerate(found) if count))

    def _to_page(self) -> None:
        page = self.pages[self._stack.currentIndex()]
        if isinstance(page, KeysPage):
            self.keys.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first = next((row for row in page.rows if not row.isHidden()), None)
            if first is not None:
                first.control.setFocus(Qt.FocusReason.OtherFocusReason)
