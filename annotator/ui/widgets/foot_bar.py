"""A bar at the foot of something: one row, or several where there is not the room for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_SPACING = 3
_ROOM = 140
"""Pixels that what may become narrower keeps at least in one row."""


class FootBar(QFrame):
    """Holds widgets in two groups, beside each other or one under the other.

    The second takes as many rows as it needs.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._rows.setContentsMargins(10, 6, 6, 6)
        self._rows.setSpacing(8)
        self._head_row, self._answer_rows = QHBoxLayout(), QVBoxLayout()
        self._made_rows: list[QHBoxLayout] = []
        self._answers: list[QWidget] = []
        self._laid: list[list[QWidget]] = []
        for group, share in ((self._head_row, 1), (self._answer_rows, 0)):
            group.setSpacing(_SPACING)
            self._rows.addLayout(group, share)

    def add(self, group: int, widget: QWidget, share: int = 0) -> None:
        """Put a widget into the first (0) or the second (1) group.

        Args:
            group: the group.
            widget: the widget.
            share: of the room that is left over, in the first group.
        """
        if group == 0:
            self._head_row.addWidget(widget, share)
        else:
            self._answers.append(widget)
            self._answer_row(0).addWidget(widget)

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
        """As narrow as the first group alone, or the widest of the second."""
        widest = max([self._head_row.minimumSize().width(), *map(_width, self._visible_answers())])
        return QSize(widest + self._at_ends(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row where there is room."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Choose how many rows there are; to be called when widgets were shown or hidden."""
        answers = self._visible_answers()
        in_one = sum(map(_width, answers)) + _SPACING * max(0, len(answers) - 1)
        beside = self.width() >= _ROOM + self._head_row.minimumSize().width() + in_one
        direction = QBoxLayout.Direction
        self._rows.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        laid = _parted(answers, in_one if beside else self.width() - self._at_ends())
        if laid != self._laid:
            self._laid = laid
            for at, some in enumerate(laid):
                for widget in some:
                    self._answer_row(at).addWidget(widget)

    def _visible_answers(self) -> list[QWidget]:
        return [one for one in self._answers if not one.isHidden()]

    def _answer_row(self, at: int) -> QHBoxLayout:
        while len(self._made_rows) <= at:
            line = QHBoxLayout()
            line.setSpacing(_SPACING)
            self._answer_rows.addLayout(line)
            self._made_rows.append(line)
        return self._made_rows[at]

    def _at_ends(self) -> int:
        """Pixels at both ends."""
        margins = self._rows.contentsMargins()
        return margins.left() + margins.right()


def _parted(widgets: Iterable[QWidget], room: int) -> list[list[QWidget]]:
    """The widgets of each row; as many as there is room for."""
    rows: list[list[QWidget]] = []
    left = 0
    for widget in widgets:
        left -= _width(widget) + _SPACING
        if not rows or left < 0:
            rows.append([])
            left = room - _width(widget)
        rows[-1].append(widget)
    return rows


def _width(widget: QWidget) -> int:
    return max(widget.minimumSizeHint().width(), widget.minimumWidth())
