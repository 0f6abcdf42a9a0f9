"""The mark in the tree of codes where a code would go, and the note that says what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPointF, QRect
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from annotator.domain.code_place import Place, others_at
from annotator.ui.parts.code_drag import dragged_code
from annotator.ui.places.code.change_note import ChangeNote
from annotator.ui.places.code.codebook_delegate import ROW_HEIGHT
from annotator.ui.places.code.codebook_model import CodebookModel
from annotator.ui.places.code.foretold import Foretold, held_by, moving
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held

INSET = 4
"""So far from the right edge rows end, in pixels."""
_LINE = 1
"""The height of the line between two rows where a code would go."""
_ON = QAbstractItemView.DropIndicatorPosition.OnItem
_BELOW = QAbstractItemView.DropIndicatorPosition.BelowItem


class DropMark:
    """A box round the row that a code would come under, or a line between two rows."""

    def __init__(self, session: Session, tree: QTreeView, model: CodebookModel) -> None:
        self._session, self._tree, self._codes = session, tree, model
        self._box = QRect()
        self._held: Held | None = None
        self._way = _ON
        self.note = ChangeNote(tree.viewport())

    def clear(self) -> None:
        """Nothing is on its way any more."""
        self._box = QRect()
        self.note.hide()
        self._tree.viewport().update()

    def mark(self, index: QModelIndex) -> None:
        """Mark a row; an invalid index is none."""
        self._box = self._row(index)
        self._tree.viewport().update()

    def show(self, code_id: int, place: Place, told: Foretold) -> None:
        """Bring a place into view and mark it for a code, with a note beneath."""
        tree, others = self._tree, others_at(self._session.codebook, code_id, place.parent_id)
        at = min(place.position, len(others) - 1)
        near = self._codes.index_of(others[at] if others else place.parent_id)
        parent = self._codes.index_of(place.parent_id)
        tree.scrollTo(parent if parent.isValid() and not tree.isExpanded(parent) else near)
        self._box = self._box_of(code_id, place)
        own = tree.visualRect(self._codes.index_of(code_id))
        self.note.say(told, self._box if self._box.isValid() else own)
        tree.viewport().update()

    # -- dragging

    def begin(self, event: QDragMoveEvent) -> None:
        """A code is dragged in."""
        code_id, codebook = dragged_code(event.mimeData()), self._session.codebook
        if code_id is not None and code_id in codebook:
            self._held = held_by(self._session, codebook.subtree(code_id))

    def follow(self, event: QDragMoveEvent, way: QAbstractItemView.DropIndicatorPosition) -> None:
        """Mark where the code would go that is let go here, and say what that would change."""
        self._way = way
        dragged = self.dragged(event) if event.isAccepted() else None
        if dragged is None:
            self.clear()
            return
        spot = event.position().toPoint()
        over = self._tree.indexAt(spot)
        on_row = way is _ON or not over.isValid()
        self._box = self._row(over) if on_row else self._box_of(*dragged)
        beneath = QRect(0, spot.y(), 1, ROW_HEIGHT)
        self.note.say(moving(self._session, *dragged, self._held), beneath)
        self._tree.viewport().update()

    def dragged(self, event: QDropEvent) -> tuple[int, Place] | None:
        """The code that is dragged, and where it would go if it were let go here."""
        code_id, codebook = dragged_code(event.mimeData()), self._session.codebook
        if code_id is None or code_id not in codebook:
            return None
        over, codes = self._tree.indexAt(event.position().toPoint()), self._codes
        if self._way is _ON or not over.isValid():
            return code_id, codes.place_at(code_id, -1, over)
        below = self._way is _BELOW
        is_open = below and self._tree.isExpanded(over) and codes.rowCount(over) > 0
        if is_open and codes.code_id(over) not in codebook.subtree(code_id):
            # Between a code and the first one under it.
            return code_id, codes.place_at(code_id, 0, over)
        return code_id, codes.place_at(code_id, over.row() + below, over.parent())

    # -- where it is

    def _row(self, index: QModelIndex) -> QRect:
        return (
            self._tree.visualRect(index).adjusted(0, 0, -INSET, 0) if index.isValid() else QRect()
        )

    def _box_of(self, code_id: int, place: Place) -> QRect:
        others = others_at(self._session.codebook, code_id, place.parent_id)
        parent = self._codes.index_of(place.parent_id)
        if parent.isValid() and (not others or not self._tree.isExpanded(parent)):
            return self._row(parent)
        if not others:
            return QRect()
        beside = self._codes.index_of(others[min(place.position, len(others) - 1)])
        box = self._row(beside)
        top = box.top()
        if place.position >= len(others):
            top = self._tree.visualRect(self._last_below(beside)).bottom() + 1
        return QRect(box.left(), top, box.width(), _LINE)

    def _last_below(self, index: QModelIndex) -> QModelIndex:
        while self._tree.isExpanded(index) and (rows := self._codes.rowCount(index)):
            index = self._codes.index(rows - 1, 0, index)
        return index

    def paint(self) -> None:
        """Paint it over the rows."""
        if self._box.isNull():
            return
        painter = QPainter(self._tree.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._session.look.theme.accent, 2))
        box = self._box.toRectF()
        if self._box.height() > _LINE:
            painter.drawRoundedRect(box.adjusted(-4, 1, -1, -1), 6, 6)
        else:
            line = box.translated(0, 1 if not box.top() else 0)
            painter.drawLine(line.topLeft() + QPointF(5, 0), line.topRight())
            painter.drawEllipse(line.topLeft() + QPointF(2, 0), 3, 3)
