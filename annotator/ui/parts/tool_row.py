"""A row of buttons with words, for who would rather click: off until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.ui.actions import TOOLS
from annotator.ui.commands import Actions


class ToolRow(QWidget):
    """The actions of ``TOOLS`` in one line above the article."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Tools"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(2)
        self.buttons = [self._button(name, title) for name, title in TOOLS]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def _button(self, name: str, title: str) -> QToolButton:
        action: QAction = self._actions[name]
        button = QToolButton(self)
        button.setProperty("look", "quiet")
        button.setText(QCoreApplication.translate("tools", title))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            told = action.text().replace("&", "")
            key = self._actions.keys.shown(name)
            button.setToolTip(f"{told} ({key})" if key else told)
            button.setAccessibleName(told)

        action.changed.connect(follow)
        button.clicked.connect(action.trigger)
        follow()
        return button
