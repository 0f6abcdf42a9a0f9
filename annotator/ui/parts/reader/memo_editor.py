"""Writing the memo of an annotation beside it; what is typed is saved at every pause."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout

from annotator.domain.changes import Changes, Kind
from annotator.ui.parts.reader.beside import BesideCard
from annotator.ui.parts.reader.reader import Reader
from annotator.ui.widgets.elided_label import ElidedLabel

PAUSE_MS = 400
_WIDTH = 380
_FEWEST, _MOST = 3, 10
"""Lines that are seen at once."""


class MemoEditor(BesideCard):
    """Takes the memo of one annotation at a time.

    Nothing typed is lost: it is saved when the typing pauses, and when the card goes, in whatever
    way. An empty memo is none.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._id: int | None = None
        self._coder_id = 0
        self._kept = ""
        self.setAccessibleName(self.tr("Memo"))
        self._about = ElidedLabel(self)
        self._about.setProperty("look", "caption")
        self.field = QPlainTextEdit(self)
        self.field.setProperty("look", "field")
        self.field.setAccessibleName(self.tr("Memo of the annotation"))
        self.field.setPlaceholderText(self.tr("What is worth noting here?"))
        self.field.setTabChangesFocus(True)
        self.field.setFixedWidth(_WIDTH)
        self.field.installEventFilter(self)
        self._hint = QLabel(self.tr("Saved as you type · Esc: back to the text"), self)
        self._hint.setProperty("look", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 9)
        layout.setSpacing(6)
        for widget in (self._about, self.field, self._hint):
            layout.addWidget(widget)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._listen()

    def _listen(self) -> None:
        session = self._reader.session
        self.field.textChanged.connect(self._typed)
        self.closed.connect(self._keep)
        session.closing.connect(self.close_card)
        session.changed.connect(self._follow)
        session.leaving.connect(self.close_card)
        session.coder_changed.connect(self.close_card)

    def open(self) -> None:
        """Write the memo of the annotation that is meant; where it is open already, close it."""
        if self.isVisible():
            self.close_card()
            return
        reader, session = self._reader, self._reader.session
        target = reader.take_target()
        if target is None or session.coder_id is None:
            return
        annotation = reader.marks.annotation(target)
        self._id, self._coder_id, self._kept = target, session.coder_id, annotation.memo
        path = reader.codebook.path(annotation.code_id, " › ")
        self._about.set_text(self.tr("MEMO · {code}").format(code=path))
        self._show(annotation.memo)
        reader.show_span(annotation.span, leaves=False)
        self.show_beside(annotation.span, self.field)

    # -- what is typed

    def _typed(self) -> None:
        self._fit()
        self._pause.start()

    def _show(self, memo: str) -> None:
        self.field.setPlainText(memo)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self._pause.stop()
        self._fit()

    def _fit(self) -> None:
        """As high as what is written, within bounds."""
        lines = round(self.field.document().size().height())
        shown = min(max(_FEWEST, lines), _MOST)
        margins = self.field.contentsMargins()
        frame = margins.top() + margins.bottom() + round(2 * self.field.document().documentMargin())
        height = shown * self.field.fontMetrics().lineSpacing() + frame + 2
        if height != self.field.height():
            self.field.setFixedHeight(height)
            if self.isVisible():
                self.place_again()

    def _keep(self) -> None:
        """Save what was typed since it was saved last."""
        from annotator.ops import coding

        self._pause.stop()
        text = self.field.toPlainText()
        text = text if text.strip() else ""
        if self._id is None or text == self._kept or not self._reader.session.is_open:
            return
        self._kept = text
        self._reader.session.run(coding.set_memo, self._id, text, coder_id=self._coder_id)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if self._id is None or not self.isVisible():
            return
        if self._id in changes.removed.get(Kind.ANNOTATION, frozenset()):
            self._let_go()
        elif self._id in changes.updated.get(Kind.ANNOTATION, frozenset()):
            memo = self._reader.marks.annotation(self._id).memo
            if memo != self._kept and self.field.toPlainText() == self._kept:
                self._kept = memo
                self._show(memo)

    def _let_go(self) -> None:
        """The annotation is gone: what could not be saved any more goes to the clipboard."""
        text = self.field.toPlainText()
        if text.strip() and text != self._kept:
            QGuiApplication.clipboard().setText(text)
            told = self.tr("The annotation was removed; what you wrote is on the clipboard.")
            self._reader.session.told.emit(told)
        self._id = None
        self.close_card()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape and Ctrl+Enter are done with it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Escape or (is_enter and held):
                self.close_card()
                return True
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """As small as what is in it."""
        return self.sizeHint()
