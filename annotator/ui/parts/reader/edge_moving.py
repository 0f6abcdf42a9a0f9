"""Moving the edges of the annotation that is meant, by keys and by dragging its handles."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from annotator.domain import edges
from annotator.domain.anchor import anchor
from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes
from annotator.domain.edges import Edge
from annotator.domain.span import Span
from annotator.ui.parts.reader.reader import Reader


class EdgeMoving(QObject):
    """By word, or by character while snapping is off.

    Each press of a key is saved at once; those in a row that move one edge are undone as one.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._held: tuple[Annotation, Edge] | None = None
        self._span = Span()
        self._moving: tuple[int, Edge] | None = None
        self._first: int | None = None
        self._is_stepping = False
        reader.session.changed.connect(self._follow)
        reader.session.project_changed.connect(self._forget)
        reader.viewport().installEventFilter(self)
        reader.installEventFilter(self)

    def step(self, edge: Edge, *, right: bool) -> None:
        """Move an edge by one word or character, left or right as it is seen."""
        reader = self._reader
        target = reader.take_target()
        if target is None:
            return
        span = reader.marks.annotation(target).span
        if not span.ranges:
            reader.session.told.emit(self.tr("It is about the whole article and has no edges."))
            return
        # Words written from right to left go on at the left.
        forward = right != reader.measures.mirrored
        moved = edges.step(reader.text, span, edge, forward=forward, exact=not reader.snaps())
        if moved == span:
            reader.session.told.emit(self.tr("There is no room for the edge to move there."))
            return
        self._save_step(target, edge, moved)
        reader.show_span(Span.of(_beside(moved, edge)))

    def _save_step(self, target: int, edge: Edge, moved: Span) -> None:
        if self._moving != (target, edge):
            self._moving, self._first = (target, edge), None
        self._is_stepping = True
        changes = self._save(target, moved, after=self._first)
        self._is_stepping = False
        if changes is None:
            self._forget()
        elif self._first is None:
            self._first = changes.txn

    def _follow(self, _changes: Changes, _initiator: object) -> None:
        """What else is done meanwhile ends the row."""
        if not self._is_stepping:
            self._forget()

    def _forget(self) -> None:
        self._moving = self._first = None

    # -- by the handles

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on a handle takes hold of the edge, until the button or Escape lets it go."""
        if isinstance(event, QKeyEvent) and self._held is not None:
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self._draw(self._held[0])
                self._held = None
            return True
        if isinstance(event, QMouseEvent) and watched is self._reader.viewport():
            if event.type() == QEvent.Type.MouseButtonPress:
                return self._take_hold(event)
            if self._held is not None and event.type() == QEvent.Type.MouseMove:
                self._drag(event)
                return True
            if self._held is not None and event.type() == QEvent.Type.MouseButtonRelease:
                self._let_go()
                return True
        return super().eventFilter(watched, event)

    def _take_hold(self, event: QMouseEvent) -> bool:
        reader = self._reader
        handle = reader.handle_at(event.position())
        if handle is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        annotation = reader.marks.annotation(handle.annotation_id)
        self._held, self._span = (annotation, Edge(handle.end.value)), annotation.span
        reader.forget_pointer()
        reader.setFocus(Qt.FocusReason.MouseFocusReason)
        return True

    def _drag(self, event: QMouseEvent) -> None:
        if self._held is None:
            return
        reader, (annotation, edge) = self._reader, self._held
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        exact = shift or not reader.snaps()
        place = reader.caret_at(event.position())
        moved = edges.move(reader.text, annotation.span, edge, place, exact=exact)
        if moved != self._span:
            self._span = moved
            shown = anchor(reader.text, annotation.anchor.text_sha256, moved)
            self._draw(replace(annotation, anchor=shown))

    def _let_go(self) -> None:
        if self._held is None:
            return
        (annotation, _), self._held = self._held, None
        if self._span != annotation.span and self._save(annotation.id, self._span) is None:
            self._draw(annotation)

    def _draw(self, annotation: Annotation) -> None:
        if annotation.id in self._reader.marks:
            self._reader.put_annotation(annotation)

    def _save(self, annotation_id: int, span: Span, after: int | None = None) -> Changes | None:
        from annotator.ops import extents

        session = self._reader.session
        if session.coder_id is None:
            return None
        who = session.coder_id
        return session.run(extents.set_span, annotation_id, span, coder_id=who, after=after)


def _beside(span: Span, edge: Edge) -> tuple[int, int]:
    """The character at an edge."""
    return (span.end - 1, span.end) if edge is Edge.END else (span.start, span.start + 1)
