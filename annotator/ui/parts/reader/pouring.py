"""Puts an article into Qt's document: a long one in portions, while the window goes on."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from annotator.domain.lazy_text import LazyText
from annotator.ui.parts.reader.lazy_layout import LazyLayout
from annotator.ui.parts.reader.outline import Outline

_FIRST = 32_000
"""So many characters, some screens, are put in before a text is shown,"""
_CHARACTERS = 100_000
"""and so many at a time after that; and what is left of the line that they end in."""


class Pouring(QObject):
    """The text of an article on its way into a document, from its beginning to its end.

    Whoever needs a place that has not come yet asks for it (``to``, ``cover``, ``finish``).

    Signals:
        poured: more has come; the number of the block that was the last one before.
    """

    poured = Signal(int)

    def __init__(self, edit: QTextEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._text = LazyText("")
        self._outline = Outline()
        self._headings: dict[int, int] = {}
        self._is_pouring = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on_later)

    @property
    def _layout(self) -> LazyLayout:
        return cast(LazyLayout, self._edit.document().documentLayout())

    @staticmethod
    def first(text: LazyText) -> int:
        """Where the first portion of a text ends."""
        return text.find_break(min(text.length, _FIRST))

    def begin(self, text: LazyText, outline: Outline) -> None:
        """Show a text from its beginning: what the outline knows now, the rest when there is time.

        Args:
            text: of the article.
            outline: of its first portion.
        """
        self._text, self._outline = text, outline
        self._layout.forget()
        self._edit.setPlainText(text.to(outline.end)[: outline.end])
        self._headings = {}
        self._tell_headings(0)
        if not self.is_done:
            self._timer.start()

    def use(self, outline: Outline) -> None:
        """The same paragraphs have another outline."""
        self._outline = outline
        self._tell_headings(0)

    @property
    def end(self) -> int:
        """Where what has come ends, in code points."""
        return self._outline.end

    @property
    def is_done(self) -> bool:
        """Whether all has come."""
        return self.end >= self._text.length

    def to(self, position: int) -> None:
        """Put in at once what is missing before a UTF-16 position."""
        if not self.is_done and position >= self._edit.document().characterCount():
            # No character has an index above its position.
            self._reach(_cut(self._text, position))

    def cover(self, y: float) -> None:
        """Put in at once what is missing above a height of the document."""
        while not (self.is_done or self._is_pouring) and self._layout.bottom < y:
            self._go_on()

    def finish(self) -> None:
        """Put in at once all that is missing."""
        self._reach(self._text.length)

    def _go_on_later(self) -> None:
        # What can't be read is told, and told once.
        self._timer.stop()
        self._go_on()
        if not self.is_done:
            self._timer.start()

    def _go_on(self) -> None:
        self._reach(_cut(self._text, self.end))

    def _reach(self, end: int) -> None:
        start, last = self.end, self._edit.document().blockCount() - 1
        # A longer document changes the scroll bar, and who is scrolled asks for more.
        if end > start and not self._is_pouring:
            words = self._text.to(end)[start + 1 : end]
            self._is_pouring = True
            self._outline.read_to(end)
            self._layout.go_on()
            self._put(words)
            self._tell_headings(last + 1)
            self._is_pouring = False
            self._layout.documentSizeChanged.emit(self._layout.documentSize())
            self.poured.emit(last)
        if self.is_done:
            self._timer.stop()

    def _put(self, words: str) -> None:
        """Put words below all that is there; whoever has the caret at the end keeps it there."""
        caret = self._edit.textCursor()
        cursor = QTextCursor(self._edit.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        before, scrolled = cursor.position(), self._edit.verticalScrollBar().value()
        places = caret.anchor(), caret.position()
        cursor.beginEditBlock()
        # A paragraph of its own: what is below a heading is no heading.
        cursor.insertBlock(QTextBlockFormat())
        cursor.insertText(words)
        cursor.endEditBlock()
        if before in places:
            caret.setPosition(places[0])
            caret.setPosition(places[1], QTextCursor.MoveMode.KeepAnchor)
            self._edit.setTextCursor(caret)
            self._edit.verticalScrollBar().setValue(scrolled)

    def _tell_headings(self, first: int) -> None:
        """Screen readers hear which paragraphs are headings; how they look is the page's affair."""
        document, headings = self._edit.document(), self._outline.headings
        cursor = QTextCursor(document)
        for number in sorted(headings.keys() | self._headings.keys()):
            if number >= first and headings.get(number, 0) != self._headings.get(number, 0):
                form = QTextBlockFormat()
                form.setHeadingLevel(headings.get(number, 0))
                cursor.setPosition(document.findBlockByNumber(number).position())
                cursor.setBlockFormat(form)
        self._headings = dict(headings)


def _cut(text: LazyText, start: int) -> int:
    """Where a portion that holds so many characters after ``start`` ends: at a line break."""
    return text.find_break(min(text.length, start + _CHARACTERS))
