"""The small list at the pointer where more than two annotations lie on one another."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Kind
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.parts.reader.beside import BesideCard
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.reader import Reader
from annotator.ui.parts.reader.spoken import shortened

_MOST_ROWS = 9
_WIDEST = 420
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class OverlapList(BesideCard):
    """What lies at a place that was clicked, the shortest first; a digit or a click chooses."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._ids: list[int] = []
        self.setAccessibleName(self.tr("Annotations here"))
        self.rows = QListWidget(self)
        self.rows.setProperty("look", "paper-list")
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setAccessibleName(self.tr("Annotations here, the shortest first"))
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        quiet = QLabel(self.tr("1 to 9 choose · click again: the next one outward"), self)
        quiet.setProperty("look", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 7)
        layout.setSpacing(4)
        layout.addWidget(self.rows)
        layout.addWidget(quiet)
        quiet.setContentsMargins(6, 0, 6, 0)
        self.rows.itemClicked.connect(lambda item: self._choose(self.rows.row(item)))
        self.closed.connect(self._gone)
        reader.several.connect(self._open)
        reader.state_changed.connect(self._end_if_words_are_meant)
        reader.session.changed.connect(self._follow)

    # -- as a mode of the reader

    @property
    def hint(self) -> str:
        """The keys that help meanwhile."""
        return self.tr("1 to 9: choose one of them · A code's key: add it here · Esc: close")

    def takes(self, event: QKeyEvent) -> bool:
        """A digit chooses; whoever does something else has the one that is chosen already."""
        if event.key() in _MODIFIERS:
            return False
        number = event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and 0 <= number < len(self._ids[:_MOST_ROWS]):
            self._choose(number)
            return True
        self._reader.end_mode()
        return event.key() == Qt.Key.Key_Escape

    def pointed(self) -> None:
        """Something was clicked: what lies there is listed anew."""
        self._reader.end_mode()

    def left(self) -> None:
        """One is chosen, or something else is done."""
        self._ids = []
        self.close_card()

    # -- what happens

    def _open(self, point: QPointF, marks: list[Mark]) -> None:
        reader = self._reader
        reader.begin(self)
        self._ids = [mark.id for mark in marks]
        self.rows.clear()
        for number, mark in enumerate(marks, 1):
            self.rows.addItem(self._row(number, reader.marks.annotation(mark.id)))
        if reader.chosen in self._ids:
            self.rows.setCurrentRow(self._ids.index(reader.chosen))
        height = self.rows.sizeHintForRow(0) * min(len(marks), _MOST_ROWS)
        bar = 16 if len(marks) > _MOST_ROWS else 0
        width = min(_WIDEST, self.rows.sizeHintForColumn(0) + 12 + bar)
        self.rows.setFixedSize(QSize(width, height + 2))
        # Not over the line that was clicked, where the next click is.
        self.show_at(point.toPoint() + QPoint(0, reader.pixels))
        reader.state_changed.emit()

    def _row(self, number: int, annotation: Annotation) -> QListWidgetItem:
        session = self._reader.session
        path = self._reader.codebook.path(annotation.code_id, " › ")
        digit = f"{number}" if number <= _MOST_ROWS else " "
        whose = session.names.get(annotation.coder_id, "?")
        by = [] if annotation.coder_id == session.coder_id else [whose]
        parts = [path, *by, f"“{shortened(annotation.anchor.quote)}”"]
        item = QListWidgetItem(f"{digit}  {' · '.join(parts)}")
        colour = session.look.theme.code(self._reader.codebook.colour(annotation.code_id)).line
        item.setIcon(square_icon(colour))
        return item

    def _choose(self, number: int) -> None:
        reader, chosen = self._reader, self._ids[number]
        reader.end_mode()
        reader.choose(chosen)
        reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def _gone(self) -> None:
        if self._reader.mode is self:
            self._reader.end_mode()

    def _end_if_words_are_meant(self) -> None:
        """Words were selected since, by a double click say: digits are keys of codes again."""
        if self._reader.mode is self and self._reader.chosen is None:
            self._reader.end_mode()

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if changes.removed.get(Kind.ANNOTATION, frozenset()) & set(self._ids):
            self._reader.end_mode()
