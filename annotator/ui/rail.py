"""The rail at the left edge of the window, with a button for each place to work in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from annotator import resources
from annotator.ui.commands import Actions
from annotator.ui.theme import Look, tinted_icon

_PLACES = (("code", "Code", "code.svg"), ("charts", "Charts", "charts.svg"))


class Rail(QWidget):
    """The places by name, the one that is shown marked.

    Signals:
        wanted: a place is to be shown; its name.
    """

    wanted = Signal(str)

    def __init__(self, look: Look, actions: Actions) -> None:
        super().__init__()
        self._look = look
        self._buttons: dict[str, QToolButton] = {}
        self.setProperty("look", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(75)
        self.setAccessibleName(self.tr("Places"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 8)
        layout.setSpacing(4)
        for name, title, _ in _PLACES:
            keys = actions[f"view.{name}"].shortcut().toString()
            layout.addWidget(self._button(name, self.tr(title), keys))
        layout.addStretch(1)
        look.changed.connect(self._paint_icons)
        self._paint_icons()

    def mark(self, shown: str) -> None:
        """Mark the place that is shown."""
        for name, button in self._buttons.items():
            button.setChecked(name == shown)

    def _button(self, name: str, title: str, keys: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("look", "place")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setText(title)
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(62, 56)
        button.setCheckable(True)
        button.setToolTip(f"{title} ({keys})")
        button.clicked.connect(lambda _checked=False: self.wanted.emit(name))
        self._buttons[name] = button
        return button

    def _paint_icons(self) -> None:
        for name, _, file in _PLACES:
            icon = tinted_icon(resources.path("icons") / file, self._look.theme)
            self._buttons[name].setIcon(icon)
