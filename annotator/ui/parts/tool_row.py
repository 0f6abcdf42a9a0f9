"""A row of buttons with words, for who would rather click: off until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QToolButton, QWidget

from annotator.ui.actions import TOOLS
from annotator.ui.commands import Actions

_SPACING = 2


class ToolRow(QWidget):
    """The actions of ``TOOLS`` in one line above the article; what has no room is in a menu."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Tools"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 3, 10, 3)
        self._row.setSpacing(_SPACING)
        # The row may be narrower than its buttons: the menu then has them.
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._names = [name for name, _ in TOOLS]
        self.buttons = [self._button(name, title) for name, title in TOOLS]
        self.more = self._more()
        for button in (*self.buttons, self.more):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.hide()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the menu alone."""
        margins = self._row.contentsMargins()
        width = self.more.sizeHint().width() + margins.left() + margins.right()
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the buttons there is room for."""
        super().resizeEvent(event)
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        widths = [button.sizeHint().width() + _SPACING for button in self.buttons]
        fits = sum(widths) - _SPACING <= room
        left = room - self.more.sizeHint().width()
        for button, width in zip(self.buttons, widths, strict=True):
            left -= width
            button.setVisible(fits or left >= 0)
        self.more.setVisible(not fits)

    def _more(self) -> QToolButton:
        button = self._plain(self.tr("More ▾"))
        button.setAccessibleName(self.tr("More tools"))
        button.setToolTip(self.tr("What there is no room for here"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)
        button.hide()
        return button

    def _fill(self, menu: QMenu) -> None:
        self._actions.refresh()
        menu.clear()
        for name, button in zip(self._names, self.buttons, strict=True):
            if button.isHidden():
                menu.addAction(self._actions[name])

    def _plain(self, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("look", "tool")
        button.setText(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _button(self, name: str, title: str) -> QToolButton:
        action: QAction = self._actions[name]
        button = self._plain(QCoreApplication.translate("tools", title))
        button.setCheckable(action.isCheckable())

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            button.setChecked(action.isChecked())
            told = self._actions.title(name)
            key = self._actions.keys.shown(name)
            button.setToolTip(f"{told} ({key})" if key else told)
            button.setAccessibleName(told)

        action.changed.connect(follow)
        action.toggled.connect(follow)
        button.clicked.connect(action.trigger)
        follow()
        return button
