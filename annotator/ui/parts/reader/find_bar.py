"""The bar at the foot of the article that finds words in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from annotator.domain.errors import UserError
from annotator.domain.finding import Wanted
from annotator.domain.span import Range, Span
from annotator.ui.parts.reader.hits import Hits
from annotator.ui.parts.reader.reader import Reader
from annotator.ui.parts.reader.text_search import MOST, TextSearch
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.foot_bar import FootBar

_LONGEST = 200
"""Characters of a selection that are taken over as what is looked for."""

_PAUSE_MS = 150
"""A pattern is looked for when nothing was typed for so long: half typed it may take its time."""


class FindBar(FootBar):
    """Marks all places of what is typed, and goes from one to the next.

    Nothing in the text moves or is changed. On closing, the place that was reached stays selected.
    """

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._from = 0
        self._goes = True
        self._reached: Range | None = None
        self._is_more = False
        self._hits = Hits()
        self._search = TextSearch(self)
        self._search.found.connect(self._found)
        self._search.failed.connect(self._failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        self.setAccessibleName(self.tr("Find in the article"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Find in this article"))
        self.words.setAccessibleName(self.tr("Words to find in the article"))
        self.words.setMinimumWidth(60)
        self.words.installEventFilter(self)
        self.setFocusProxy(self.words)
        self.whole = self._toggle(self.tr("&Whole words"))
        self.case = self._toggle(self.tr("&Match case"))
        self.pattern = self._toggle(self.tr("Pa&ttern"))
        self.pattern.setToolTip(
            self.tr("A regular expression: \\d+ stands for a number, (peace|truce) for either word")
        )
        self.count = ElidedLabel()
        self.count.setProperty("look", "quiet")
        self._previous = self._button("‹", self.tr("Previous place"))
        self._next = self._button("›", self.tr("Next place"))
        self._close = self._button("✕", self.tr("Close (Esc)"))
        self._lay_out()
        self._connect()
        self.hide()

    def _toggle(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setProperty("look", "toggle")
        button.setAutoDefault(False)
        button.setAccessibleName(text.replace("&", ""))
        return button

    def _button(self, sign: str, name: str) -> QPushButton:
        button = QPushButton(sign)
        button.setProperty("look", "sign")
        button.setAutoDefault(False)
        button.setFixedWidth(28)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _lay_out(self) -> None:
        self.add(0, self._close)
        self.add(0, self.words, 3)
        self.add(0, self._previous)
        self.add(0, self._next)
        self.add(0, self.count, 3)
        for button in (self.whole, self.case, self.pattern):
            self.add(1, button)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._typed)
        for box in (self.whole, self.case, self.pattern):
            box.clicked.connect(self._chosen)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.close_bar)
        self._reader.article_shown.connect(self._article_shown)

    # -- opening and closing

    def open(self) -> None:
        """Take the words that are selected, or those of last time, and find them."""
        reader = self._reader
        if not reader.has_text:
            return
        start, end = reader.selected_range()
        selected = reader.text[start:end]
        self._from = start
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        is_new = (start, end) != self._reached
        if is_new and selected.strip() and "\n" not in selected and len(selected) <= _LONGEST:
            self.pattern.setChecked(False)
            self.words.setText(selected)
        self.words.selectAll()
        self._look()

    def close_bar(self) -> None:
        """Mark nothing any more; the place that was reached stays selected, to be tagged."""
        self._soon.stop()
        self._search.stop()
        self._show_hits(Hits())
        self.hide()
        self._reader.session.told.emit("")
        self._reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the bar from wherever in it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next place, with Shift to the one before."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step(-1 if back else 1)
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def hint(self) -> str:
        """The keys that help while the bar has the focus."""
        return self.tr("Enter: next place · Shift+Enter: previous · Esc: close, and tag it")

    # -- finding

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(
            self.words.text(),
            self.whole.isChecked(),
            self.case.isChecked(),
            self.pattern.isChecked(),
        )

    def step(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) place; open the bar where nothing is looked for.

        From where the caret is: after reading on, the next place is the next one there.
        """
        if not self.isVisible():
            self.open()
        if self._soon.isActive():
            self._look()
        hits = self._hits
        if not hits:
            return
        start, end = self._reader.selected_range()
        at = hits.current
        if at >= 0 and (start, end) == hits.spans[at]:
            at = (at + step) % len(hits)
        else:
            at = hits.after(end) if step > 0 else hits.before(start) % len(hits)
        self._go(at)

    def _typed(self) -> None:
        if self.pattern.isChecked():
            self._soon.start()
        else:
            self._look()

    def _chosen(self) -> None:
        """Look again, and let the person go on typing."""
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def _look(self) -> None:
        self._soon.stop()
        if not self.isVisible():
            return
        if not self.words.text().strip():
            self._search.stop()
            self._show_hits(Hits())
            self._say("")
            return
        if not self._search.look(self.wanted, self._reader.text):
            self._say(self.tr("Looking…"))

    def _found(self, spans: list[Range]) -> None:
        hits = Hits(spans[:MOST], self._reader.offsets)
        self._is_more = len(spans) > MOST
        self._show_hits(hits)
        if not hits:
            self._say(self.tr("Not in this article"), warns=True)
        elif self._goes:
            self._go(hits.after(self._from))
        else:
            one, many = self.tr("{n} place"), self.tr("{n} places")
            self._say((one if len(hits) == 1 else many).format(n=self._number()))
        self._goes = True

    def _failed(self, error: UserError) -> None:
        self._show_hits(Hits())
        reason = error.details.get("reason")
        self._say(str(reason).capitalize() if reason else error.what, warns=True)
        self._reader.session.told.emit(str(error))

    def _article_shown(self) -> None:
        """Another text: mark its places, and leave the caret where it is."""
        if not self.isVisible():
            self._show_hits(Hits())
            return
        self._from, self._goes, self._reached = 0, False, None
        self._show_hits(Hits())
        if self._reader.has_text:
            self._look()

    def _go(self, at: int) -> None:
        hits, reader = self._hits, self._reader
        hits.current = at
        start, end = hits.spans[at]
        self._from, self._reached = start, (start, end)
        reader.forget_selection()
        reader.selecting()
        reader.select(start, end)
        reader.show_span(Span.of((start, end)), leaves=False)
        reader.viewport().update()
        self._say(self.tr("{n} of {all}").format(n=f"{at + 1:,}", all=self._number()))

    def _number(self) -> str:
        number = f"{len(self._hits):,}"
        return self.tr("more than {n}").format(n=number) if self._is_more else number

    def _show_hits(self, hits: Hits) -> None:
        self._hits = hits
        self._reader.set_hits(hits)

    def _say(self, words: str, *, warns: bool = False) -> None:
        self.count.set_text(words)
        self.count.setAccessibleName(words)
        theme = self._reader.session.look.theme
        self.count.setStyleSheet(f"color: {theme.warning.name()}" if warns else "")
        if words:
            self._reader.session.told.emit(words)
