"""The strip under the article that asks for the values of an annotation's attributes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Kind
from annotator.domain.errors import UserError
from annotator.domain.questions import Attribute
from annotator.domain.values import from_text, in_words
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.value_field import ValueField
from annotator.ui.widgets.elided_label import ElidedLabel

_ROOM = 190
"""Pixels at 100 % that a field needs."""


class ValuesStrip(QFrame):
    """One field for each attribute; what is written is saved when its field is left.

    Enter goes through the fields and, after the last one, back to the text; Esc leaves the rest
    for later. Fields come and go with the values that they hang on.
    """

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._session = reader.session
        self._id: int | None = None
        self.fields: list[ValueField] = []
        self.setProperty("look", "bar")
        self.setAccessibleName(self.tr("Values of the annotation"))
        self.about = ElidedLabel()
        self.about.setProperty("look", "caption")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 6, 10, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        reader.tagged.connect(self._was_tagged)
        self._session.changed.connect(self._follow)
        for signal in (
            self._session.article_changed,
            self._session.project_changed,
            self._session.coder_changed,
        ):
            signal.connect(self.leave)
        self.asks = True
        self.hide()

    def open(self) -> None:
        """Ask for the values of the annotation that is meant."""
        session, target = self._session, self._reader.target
        if target is None:
            return
        annotation = self._reader.marks.annotation(target)
        if annotation.coder_id != session.coder_id:
            session.told.emit(self.tr("Not yours to change: its coder gives the values."))
        elif not self._show(annotation):
            session.told.emit(self.tr("This code asks for nothing."))

    def leave(self) -> None:
        """Close; what was written in the field with the focus is saved as it is left."""
        had = self.isAncestorOf(self.window().focusWidget() or self)
        self._commit()
        self._id = None
        self.hide()
        if had:
            self._reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def hint(self) -> str:
        """The keys that help while a field has the focus."""
        return self.tr("Enter: next · Shift+Enter: the one before · Esc: leave the rest for later")

    # -- what is shown

    def _was_tagged(self, annotation_id: int) -> None:
        if not self.asks or annotation_id not in self._reader.marks:
            return
        annotation = self._reader.marks.annotation(annotation_id)
        self._commit()
        if not self._show(annotation):
            self.leave()

    def _show(self, annotation: Annotation) -> bool:
        """Show the fields of an annotation and begin with the first that is empty; whether any."""
        asked = self._asked(annotation)
        if not asked:
            return False
        self._id = annotation.id
        path = self._reader.codebook.path(annotation.code_id, PATH_SEPARATOR)
        quote = annotation.anchor.quote
        self.about.set_text(f"{path} · {quote}" if quote else path)
        self._make_fields(asked, annotation)
        self.show()
        empty = (one for one in self.fields if not one.text)
        next(empty, self.fields[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _asked(self, annotation: Annotation) -> list[Attribute]:
        from annotator.ops import attribute_values

        if not self._session.is_open:
            return []
        return attribute_values.applying(self._session.project, annotation)

    def _make_fields(self, asked: list[Attribute], annotation: Annotation) -> None:
        known = {one.attribute.uid: one for one in self.fields}
        fields = []
        for one in asked:
            field = known.pop(one.uid, None)
            if field is None or field.attribute != one:
                if field is not None:
                    field.deleteLater()
                field = ValueField(one, self)
                field.editor.installEventFilter(self)
                field.committed.connect(partial(self._save, field))
            field.set_text(in_words(one, annotation.values.get(str(one.uid))))
            fields.append(field)
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        self.fields = fields
        self._place()

    def _place(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        room = _ROOM * self.fontMetrics().height() // 16
        columns = max(1, min(len(self.fields), self.width() // max(1, room)))
        self._grid.addWidget(self.about, 0, 0, 1, columns)
        for n, field in enumerate(self.fields):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(field, 1 + n // columns, n % columns, top)
            field.show()
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for before, after in zip(self.fields, self.fields[1:], strict=False):
            QWidget.setTabOrder(before.editor, after.editor)

    # -- what is written

    def _commit(self) -> None:
        for field in self.fields:
            if self._id is not None and field.editor.hasFocus():
                self._save(field)

    def _save(self, field: ValueField) -> bool:
        """Save what a field says; where it makes no sense, say so in it."""
        from annotator.ops import attribute_values

        annotation = self._annotation()
        if annotation is None:
            return True
        asked, text = field.attribute, field.text
        if text == in_words(asked, annotation.values.get(str(asked.uid))):
            field.show_wrong("")
            return True
        try:
            from_text(asked, text)
        except UserError as error:
            field.show_wrong(error.way_out)
            self._session.told.emit(f"{error.what} {error.way_out}")
            return False
        field.show_wrong("")
        self._session.run(
            attribute_values.set_in_words,
            [annotation.id],
            asked,
            text,
            coder_id=self._session.coder_id or 0,
        )
        return True

    def _annotation(self) -> Annotation | None:
        if self._id is None or self._id not in self._reader.marks:
            return None
        return self._reader.marks.annotation(self._id)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        """Values that others hang on bring and take fields; undo shows what was before."""
        if self._id is None:
            return
        annotation = self._annotation()
        if annotation is None or self._id in changes.removed.get(Kind.ANNOTATION, ()):
            self.leave()
        elif (
            changes.touches(Kind.ATTRIBUTE)
            or changes.touches(Kind.CHOICE)
            or (self._id in changes.updated.get(Kind.ANNOTATION, ()))
        ):
            asked = self._asked(annotation)
            if asked:
                self._make_fields(asked, annotation)
            else:
                self.leave()

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter back, Esc leaves; a field that is left is saved."""
        field = next((one for one in self.fields if one.editor is watched), None)
        if field is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and not field.is_choosing:
            self._save(field)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not field.is_choosing:
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                if self._save(field):
                    self._go(field, -1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape and not field.is_choosing:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def _go(self, field: ValueField, step: int) -> None:
        at = self.fields.index(field) + step if field in self.fields else len(self.fields)
        if at >= len(self.fields):
            self.leave()
        else:
            self.fields[max(0, at)].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many fields in a row as there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()
