"""A bar at the foot of something: one row, or two where there is not the room for one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget

_ROOM = 140
"""Pixels that what may become narrower keeps at least in one row."""


class FootBar(QFrame):
    """Holds widgets in two groups, beside each other or one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._rows.setContentsMargins(10, 6, 6, 6)
        self._rows.setSpacing(8)
        self._groups = (QHBoxLayout(), QHBoxLayout())
        for group, share in zip(self._groups, (1, 0), strict=True):
            group.setSpacing(3)
            self._rows.addLayout(group, share)

    def add(self, group: int, widget: QWidget, share: int = 0) -> None:
        """Put a widget into the first (0) or the second (1) group.

        Args:
            group: the group.
            widget: the widget.
            share: of the room that is left over.
        """
        self._groups[group].addWidget(widget, share)

    @staticmethod
    def button(text: str, handler: Callable[[], object]) -> QPushButton:
        """A button that answers; the bar itself has the keys, so it never takes the keyboard."""
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setProperty("look", "answer")
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked=False: handler())
        return button

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider group alone."""
        margins = self._rows.contentsMargins()
        widest = max(group.minimumSize().width() for group in self._groups)
        return QSize(widest + margins.left() + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row where there is room."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Choose between one row and two; to be called when widgets were shown or hidden."""
        needed = _ROOM + sum(group.minimumSize().width() for group in self._groups)
        beside = self.width() >= needed
        direction = QBoxLayout.Direction
        self._rows.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
