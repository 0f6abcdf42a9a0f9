"""The menu at the pointer in the article: for the words selected, the annotation or the place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF
from PySide6.QtGui import QContextMenuEvent

from annotator.ui.commands import Actions
from annotator.ui.menus import context_menu
from annotator.ui.parts.reader import Reader


class ReaderMenu(QObject):
    """Opens the menu by mouse, and by the menu key for what is chosen or selected."""

    def __init__(self, reader: Reader, actions: Actions) -> None:
        super().__init__(reader)
        self._reader = reader
        self._actions = actions
        reader.viewport().installEventFilter(self)
        reader.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the menu where it is asked for."""
        if event.type() != QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return super().eventFilter(watched, event)
        if not self._reader.has_text:
            return True
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            inside = self._reader.viewport().mapFromGlobal(event.globalPos())
            self._open(self._at(QPointF(inside)), event.globalPos())
        else:
            caret = self._reader.cursorRect().bottomLeft()
            self._open(self._here(), self._reader.viewport().mapToGlobal(caret))
        return True

    def _at(self, point: QPointF) -> str:
        """What a person means by a right click: the selection, an annotation, or the place."""
        reader = self._reader
        start, end = reader.selected_range()
        position = reader.position_at(point)
        if position is not None and start <= position < end:
            return "selection"
        found = [mark.id for mark in reader.marks_at(point)]
        if reader.chosen is not None and reader.chosen in found:
            return "annotation"
        reader.clicked(point)
        return "annotation" if reader.chosen is not None else "text"

    def _here(self) -> str:
        if self._reader.selected_span() is not None:
            return "selection"
        return "annotation" if self._reader.target is not None else "text"

    def _open(self, at: str, place: QPoint) -> None:
        self._reader.setFocus()
        # Not the article's: it would be written from right to left with it.
        context_menu(self._actions, at, self._reader.window()).popup(place)
