"""Walks what a screen reader is given of a widget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

NEEDS_NO_NAME = frozenset(
    {
        QAccessible.Role.ScrollBar,
        QAccessible.Role.Splitter,
        QAccessible.Role.Grip,
        QAccessible.Role.Indicator,
        QAccessible.Role.Separator,
        QAccessible.Role.Whitespace,
        QAccessible.Role.LayeredPane,
        QAccessible.Role.Client,
        QAccessible.Role.Pane,
        QAccessible.Role.Border,
        QAccessible.Role.Grouping,
        QAccessible.Role.StaticText,
    }
)
"""Parts that hold others, or that another part speaks for, unless the keyboard reaches them."""

MOST = 60
"""Rows and cells of one list that are looked at."""


@dataclass(frozen=True)
class Found:
    """One thing a screen reader can come to."""

    role: QAccessible.Role
    name: str
    focusable: bool
    path: str


def walk(widget: QWidget) -> Iterator[Found]:
    """Everything visible in the accessible tree of a widget."""
    yield from _walk(QAccessible.queryAccessibleInterface(widget), type(widget).__name__)


def unnamed(widget: QWidget) -> list[str]:
    """Where in a widget a screen reader has nothing to say."""
    return [
        f"{found.path} ({found.role.name})"
        for found in walk(widget)
        if not found.name and (found.focusable or found.role not in NEEDS_NO_NAME)
    ]


def _walk(interface: QAccessibleInterface, path: str) -> Iterator[Found]:
    state = interface.state()
    if state.invisible:
        return
    name = interface.text(QAccessible.Text.Name)
    yield Found(interface.role(), name, bool(state.focusable), path)
    for number in range(min(interface.childCount(), MOST)):
        child = interface.child(number)
        if child is None or not child.isValid():
            continue
        it = child.object()
        what = f"{type(it).__name__}{'#' + it.objectName() if it and it.objectName() else ''}"
        yield from _walk(child, f"{path} > {what}")
