"""The rules of a code, as one reads them while coding."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.codebook import Code
from annotator.ui.parts.guide_page import LINK, PATH_SEPARATOR, Page, Said
from annotator.ui.session import Session
from annotator.ui.theme import words_font
from annotator.ui.widgets.elided_label import ElidedLabel

_STYLE = "p { margin: 0 0 7px 0; line-height: 122%; } b { font-weight: 600; }"


class Guide(QWidget):
    """Shows the path, definition, rules and examples of one code at a time.

    Where the rules name another code in quotation marks, the name is a link.

    Signals:
        code_wanted: a link was followed; carries the id of the code it names.
        left: Escape was pressed in it, back to the text.
    """

    code_wanted = Signal(int)
    left = Signal()

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, captioned: bool = True
    ) -> None:
        """Make one with a caption above, or (in a card) with the name as a title in the text."""
        super().__init__(parent)
        self.how_to_write: Callable[[], str] = str
        """Says what to do where a code has no rules."""
        self._session = session
        self._code_id: int | None = None
        self._captioned = captioned
        self._html = ""
        self._writer: Page | None = None
        self._written: object = None
        self.caption = ElidedLabel(self)
        self.caption.setProperty("look", "caption")
        self.caption.setVisible(captioned)
        self.text = QTextBrowser(self)
        self.text.setProperty("look", "guide")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setFont(words_font())
        self.text.document().setDefaultFont(words_font())
        self.text.document().setDocumentMargin(0)
        self.text.setAccessibleName(self.tr("Rules of the code"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*((7, 9, 4, 6) if captioned else (0, 0, 0, 0)))
        layout.setSpacing(5)
        self.whole = QPushButton(self.tr("Whole guide"), self)
        self.whole.setProperty("look", "answer")
        self.whole.setAccessibleName(self.tr("Show the guide of the whole scheme"))
        self.whole.setAutoDefault(False)
        self.whole.clicked.connect(lambda: self.show_code(None))
        self.whole.hide()
        head = QHBoxLayout()
        head.setContentsMargins(5, 0, 0, 0)
        head.addWidget(self.caption, 1)
        head.addWidget(self.whole)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        self.text.anchorClicked.connect(self._follow)
        if captioned:
            self.text.installEventFilter(self)
        session.changed.connect(lambda _changes, _initiator: self._show())
        session.project_changed.connect(self._begin_anew)
        session.look.changed.connect(self._show)
        self._show()

    @property
    def code_id(self) -> int | None:
        """The code whose rules are shown."""
        return self._code_id

    def hint(self) -> str:
        """The keys that help here."""
        return self.tr("↑ ↓: read on · Tab: next name of a code · Enter: go to it · Esc: back")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leads back to the text."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.keyCombination() == QKeyCombination(Qt.Key.Key_Escape):
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _begin_anew(self) -> None:
        """Another project has another guide, and other codes by the same numbers."""
        self._code_id = None
        self._show()

    def show_code(self, code_id: int | None) -> None:
        """Show the rules of a code, or for None what to do to see some."""
        if code_id != self._code_id:
            self._code_id = code_id
            self._show()
            self.text.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Say it as it is now, the keys as they are set."""
        if self._code_id is not None:
            self._show()

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a code's rules."""
        self._code_id = None
        self._set_html(self._pages().muted(escape(sentence)))

    def scroll_by(self, lines: int) -> None:
        """Scroll, for somebody whose focus is elsewhere."""
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + lines * self.fontMetrics().lineSpacing())

    def _follow(self, link: QUrl) -> None:
        self.code_wanted.emit(int(link.toString().removeprefix(LINK)))

    def _show(self) -> None:
        codebook = self._session.codebook
        if self._code_id is None or self._code_id not in codebook:
            self._code_id = None
            self._show_study()
            return
        code = codebook[self._code_id]
        self.whole.setVisible(self._captioned and bool(self._study_guide()))
        self.caption.set_text(self.tr("GUIDE · {name}").format(name=code.name))
        self._set_html(self._page(code))

    def _show_study(self) -> None:
        told, page = self._study_guide(), self._pages()
        self.whole.hide()
        self.caption.set_text(self.tr("GUIDE · the whole scheme") if told else self.tr("GUIDE"))
        choose = page.muted(escape(self.tr("Choose a code to read its rules here.")))
        self._set_html(page.of_study(told) if told else choose)

    def _study_guide(self) -> str:
        from annotator.ops.study import GUIDE

        if not (self._captioned and self._session.is_open):
            return ""
        return str(self._session.project.queries.settings().get(GUIDE) or "")

    def _set_html(self, body: str) -> None:
        html = f"<style>{_STYLE}</style>{body}"
        if html != self._html:  # what somebody selected in it outlives changes elsewhere
            self._html = html
            self.text.setHtml(html)

    def _page(self, code: Code) -> str:
        path = self._session.codebook.path(code.id, PATH_SEPARATOR)
        page = self._pages()
        if not self._captioned:
            parents, _, name = path.rpartition(PATH_SEPARATOR)
            above = page.quiet(escape(f"{parents}{PATH_SEPARATOR}")) if parents else ""
            title = f"<p>{above}<b>{escape(name)}</b></p>"
        else:
            title = page.muted(escape(path)) if PATH_SEPARATOR in path else ""
        return title + page.of_code(code, self._said(code.id), self.how_to_write())

    def _pages(self) -> Page:
        """The writer of pages; kept while the codebook is the same, for it knows all names."""
        theme, codebook = self._session.look.theme, self._session.codebook
        colours = (theme.mute.name(), theme.accent.name())
        if self._writer is None or self._written != (id(codebook), colours):
            self._writer, self._written = Page(codebook, *colours), (id(codebook), colours)
        return self._writer

    def _said(self, code_id: int) -> Said:
        if not self._session.is_open:
            return Said()
        questions = self._session.project.queries.questions
        return Said(
            questions.attributes_of(code_id), questions.revision_of(code_id), self._session.names
        )
