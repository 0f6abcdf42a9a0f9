"""Flagging annotations as unsure, and saying why in a line beside the words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout

from annotator.ui.parts.reader.beside import BesideCard
from annotator.ui.parts.reader.reader import Reader
from annotator.ui.widgets.elided_label import ElidedLabel

_WIDTH = 340
_LONGEST = 400


class UnsureCard(BesideCard):
    """Asks why, once the annotation is flagged; nothing has to be written."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._id: int | None = None
        self._kept = ""
        self.setAccessibleName(self.tr("Unsure"))
        self._about = ElidedLabel(self)
        self._about.setProperty("look", "caption")
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Why you are unsure"))
        self.field.setPlaceholderText(self.tr("Why? (you need not say)"))
        self.field.setMaxLength(_LONGEST)
        self.field.setFixedWidth(_WIDTH)
        self.field.installEventFilter(self)
        hint = QLabel(self.tr("Flagged · Enter or Esc: back to the text"), self)
        hint.setProperty("look", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 9)
        layout.setSpacing(6)
        for widget in (self._about, self.field, hint):
            layout.addWidget(widget)
        self.closed.connect(self._keep)
        reader.session.closing.connect(self.close_card)
        for gone in (reader.session.leaving, reader.session.coder_changed):
            gone.connect(self.close_card)

    def turn(self) -> None:
        """Flag the annotation that is meant as unsure and ask why; or as sure again."""
        reader, session = self._reader, self._reader.session
        target = reader.take_target()
        if target is None or session.coder_id is None:
            return
        annotation = reader.marks.annotation(target)
        if self._flag(target, unsure=not annotation.unsure) and not annotation.unsure:
            self._id, self._kept = target, annotation.unsure_reason
            path = reader.codebook.path(annotation.code_id, " › ")
            self._about.set_text(self.tr("UNSURE · {code}").format(code=path))
            self.field.setText(annotation.unsure_reason)
            reader.show_span(annotation.span)
            self.show_beside(annotation.span, self.field)

    def _flag(self, target: int, *, unsure: bool, reason: str | None = None) -> bool:
        from annotator.ops import coding

        session = self._reader.session
        if session.coder_id is None:
            return False
        changes = session.run(
            coding.set_unsure, [target], unsure, coder_id=session.coder_id, reason=reason
        )
        return changes is not None

    def _keep(self) -> None:
        target, self._id = self._id, None
        reason = " ".join(self.field.text().split())
        is_there = target is not None and target in self._reader.marks
        if target is not None and is_there and reason != self._kept:
            self._flag(target, unsure=True, reason=reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape are done with it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_card()
            return True
        return super().eventFilter(watched, event)
