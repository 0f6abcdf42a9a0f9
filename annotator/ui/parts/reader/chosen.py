"""What is drawn for the chosen annotation alone: handles at its ends, arcs for its links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from annotator.ui.parts.reader.arcs import FAR, Arc, Link, paint_arcs
from annotator.ui.parts.reader.extents import x_of
from annotator.ui.parts.reader.handles import End, Handle, handle, paint_handles
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.parts.reader.view import ArticleView


class ChosenLayer:
    """What lies over everything else for the chosen annotation of one article.

    Attributes:
        linked: the links of which the chosen annotation is an end.
        relations: what the annotations at their other ends are to it, by their ids.
    """

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._id: int | None = None
        self._movable = False
        self._links: tuple[Link, ...] = ()
        self.linked: list[Link] = []
        self.relations: dict[int, str] = {}

    def set(self, annotation_id: int | None, *, movable: bool) -> bool:
        """Choose that one, whose ends may be moved or not; whether this changes anything."""
        before = (self._id, self._movable)
        self._id, self._movable = annotation_id, movable
        self._look_for_linked()
        return before != (annotation_id, movable)

    @property
    def chosen(self) -> int | None:
        """The chosen annotation."""
        return self._id

    def set_links(self, links: Iterable[tuple[int, int, str]]) -> None:
        """These are all links (from, to, relation) of the article."""
        self._links = tuple(Link(*link) for link in links)
        self._look_for_linked()

    def _look_for_linked(self) -> None:
        self.linked = [one for one in self._links if self._id in (one.from_id, one.to_id)]
        found: dict[int, list[str]] = {}
        for link in self.linked:
            other = link.to_id if link.from_id == self._id else link.from_id
            found.setdefault(other, []).append(link.relation)
        self.relations = {other: ", ".join(said) for other, said in found.items()}

    def handle_at(self, point: QPointF) -> Handle | None:
        """The handle that a press at that point of the viewport takes hold of."""
        return next((each for each in self.handles() if each.holds(point)), None)

    def handles(self) -> list[Handle]:
        """The handles on the viewport: none where the ends are out of sight."""
        view = self._view
        mark = view.marks.get(self._id) if self._id is not None else None
        if mark is None or not self._movable or not view.is_shown(mark):
            return []
        found = []
        for end, position in ((End.START, mark.start), (End.END, mark.end)):
            at = self._edge(position, before=end is End.END)
            if at is not None:
                found.append(handle(mark.id, end, *at, view.pixels))
        return found

    def paint(self, painter: QPainter, font: QFont, theme: Theme) -> None:
        """Paint handles and arcs over everything else on the viewport."""
        handles = self.handles()
        if handles:
            code_id = self._view.marks[handles[0].annotation_id].code_id
            paint_handles(painter, handles, self._view.colours(code_id).line, theme.paper)
        if self.linked:
            colours = (theme.accent, theme.paper)
            paint_arcs(painter, self._arcs(), self._view.measures, font, colours)

    def _edge(self, position: int, *, before: bool) -> tuple[float, QRectF] | None:
        """Where a UTF-16 position is on the viewport, and its line; ``before``: of what it ends."""
        view = self._view
        looked = position - 1 if before else position
        for block, place in view.visible_blocks(0, view.viewport().height()):
            inside = looked - block.position()
            if 0 <= inside < block.length() and not view.is_blank_line(block):
                line = block.layout().lineForTextPosition(inside)
                if line.isValid():
                    height = line.ascent() + line.descent()
                    box = QRectF(place.x(), place.y() + line.y(), line.width(), height)
                    return place.x() + x_of(line, position - block.position()), box
        return None

    def _arcs(self) -> list[Arc]:
        view, found = self._view, list[Arc]()
        for link in self.linked:
            ends = [view.marks.get(end) for end in (link.from_id, link.to_id)]
            rows = [self._row_of(mark.start) for mark in ends if mark and view.is_shown(mark)]
            if len(rows) == 2:
                found.append(Arc(rows[0], rows[1], link.relation, len(found)))
        return found

    def _row_of(self, position: int) -> float:
        """The middle of the row of a UTF-16 position, beyond the edge when it is out of sight."""
        height = self._view.viewport().height()
        first: int | None = None
        for block, place in self._view.visible_blocks(-FAR, height + FAR):
            first = block.position() if first is None else first
            inside = position - block.position()
            if 0 <= inside < block.length():
                line = block.layout().lineForTextPosition(inside)
                if line.isValid():
                    return place.y() + line.y() + (line.ascent() + line.descent()) / 2
        return -FAR if first is not None and position < first else height + FAR
