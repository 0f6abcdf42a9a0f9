"""A code dragged onto the article: what it would tag is seen before it is dropped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from annotator.domain.span import Span
from annotator.domain.units import fitted
from annotator.ui.parts.code_drag import dragged_code
from annotator.ui.parts.reader.reader import Reader


class Dropping(QObject):
    """Tags the selection, or without one the sentence that the code is dropped on.

    Codes are welcome; files are for the window.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        reader.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A drag over the article, from its coming to its leaving or the drop."""
        if event.type() == QEvent.Type.DragLeave:
            self._aim(Span())
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        code_id = dragged_code(event.mimeData())
        if code_id is None or not self._reader.has_text:
            event.ignore()
            return True
        event.acceptProposedAction()
        if isinstance(event, QDragMoveEvent):
            self._aim(self._meant(event.position(), code_id))
        else:
            self._drop(event.position(), code_id)
        return True

    def _meant(self, point: QPointF, code_id: int) -> Span:
        """What would be tagged besides what is selected."""
        reader = self._reader
        if reader.selected_span() is not None or not reader.session.can_change:
            return Span()
        found = reader.unit_at(reader.caret_at(point))
        if found is None or code_id not in reader.codebook:
            return Span()
        return fitted(found, reader.codebook[code_id].unit, reader.text)

    def _aim(self, span: Span) -> None:
        if span != self._reader.aimed:
            self._reader.aimed = span
            self._reader.viewport().update()

    def _drop(self, point: QPointF, code_id: int) -> None:
        reader = self._reader
        self._aim(Span())
        if reader.selected_span() is None:
            reader.selecting()
            reader.forget_selection()
            reader.place_caret(reader.caret_at(point))
        reader.tag(code_id)
        reader.setFocus()
