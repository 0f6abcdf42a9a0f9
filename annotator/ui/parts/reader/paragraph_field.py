"""The small field that takes the number of a paragraph and goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit

from annotator.domain.span import Span
from annotator.ui.parts.reader.view import ArticleView


class ParagraphField(QFrame):
    """Lies over the top of an article while it is wanted; Enter goes, Escape stays."""

    def __init__(self, reader: ArticleView) -> None:
        super().__init__(reader)
        self._reader = reader
        self.setProperty("look", "card")
        # The article's direction is not that of the words here.
        self.setLayoutDirection(QGuiApplication.layoutDirection())
        self._number = QLineEdit()
        self._number.setFixedWidth(64)
        self._number.setAccessibleName(self.tr("Number of the paragraph"))
        self._number.returnPressed.connect(self._go)
        self._label = QLabel(self.tr("&Go to paragraph"))
        self._label.setBuddy(self._number)
        self._of = QLabel()
        self._of.setProperty("look", "quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        for widget in (self._label, self._number, self._of):
            layout.addWidget(widget)
        self._number.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Ask for a number, that of the paragraph at the caret standing there."""
        numbers = self._reader.paragraph_numbers()
        if not numbers:
            return
        here = self._reader.textCursor().blockNumber()
        current = max((n for n, block in numbers.items() if block <= here), default=1)
        most = max(numbers)
        self._number.setValidator(QIntValidator(0, most * 10, self._number))
        self._of.setText(self.tr("of {n} · Enter: go · Esc: stay").format(n=most))
        self._number.setAccessibleDescription(self._of.text())
        self._number.setText(str(current))
        self._number.selectAll()
        self.adjustSize()
        view = self._reader.viewport().geometry()
        self.move(view.left() + max(0, (view.width() - self.width()) // 2), view.top() + 12)
        self.show()
        self.raise_()
        self._number.setFocus(Qt.FocusReason.PopupFocusReason)

    def _go(self) -> None:
        numbers = self._reader.paragraph_numbers()
        wanted = min(max(1, int(self._number.text() or 1)), max(numbers))
        block = self._reader.document().findBlockByNumber(numbers[wanted])
        start = self._reader.offsets.from_utf16(block.position())
        self._close()
        self._reader.show_span(Span.of((start, start + 1)))
        self._reader.place_caret(start)

    def _close(self) -> None:
        self.hide()
        self._reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the field has no use for is not for the article under it."""
        event.accept()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Escape closes the field, and so does going elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
        elif isinstance(event, QFocusEvent) and event.lostFocus():
            self.hide()
        return False
