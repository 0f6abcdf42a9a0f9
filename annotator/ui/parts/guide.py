"""The rules of a code, as one reads them while coding."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from annotator.domain.codebook import Code
from annotator.ui.session import Session
from annotator.ui.theme import words_font
from annotator.ui.widgets.elided_label import ElidedLabel

PATH_SEPARATOR = " › "
_STYLE = "p { margin: 0 0 7px 0; line-height: 122%; } b { font-weight: 600; }"
_LINK = "code:"
_MARKS = '“”"«»„'
_NAMED = re.compile(r"(?<=“)[^“”]{1,80}(?=”)|(?<=\")[^\"]{1,80}(?=\")")


class Guide(QWidget):
    """Shows the path, definition, rules and examples of one code at a time.

    Where the rules name another code in quotation marks, the name is a link.

    Signals:
        code_wanted: a link was followed; carries the id of the code it names.
    """

    code_wanted = Signal(int)

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, captioned: bool = True
    ) -> None:
        """Make one with a caption above, or (in a card) with the name as a title in the text."""
        super().__init__(parent)
        self._session = session
        self._code_id: int | None = None
        self._captioned = captioned
        self._html = ""
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
        layout.setContentsMargins(*((12, 9, 4, 6) if captioned else (0, 0, 0, 0)))
        layout.setSpacing(5)
        layout.addWidget(self.caption)
        layout.addWidget(self.text, 1)
        self.text.anchorClicked.connect(self._follow)
        session.changed.connect(lambda _changes, _initiator: self._show())
        session.project_changed.connect(lambda: self.show_code(None))
        session.look.changed.connect(self._show)
        self._show()

    @property
    def code_id(self) -> int | None:
        """The code whose rules are shown."""
        return self._code_id

    def show_code(self, code_id: int | None) -> None:
        """Show the rules of a code, or for None what to do to see some."""
        if code_id != self._code_id:
            self._code_id = code_id
            self._show()
            self.text.verticalScrollBar().setValue(0)

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a code's rules."""
        self._code_id = None
        self._set_html(self._mute(escape(sentence)))

    def scroll_by(self, lines: int) -> None:
        """Scroll, for somebody whose focus is elsewhere."""
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + lines * self.fontMetrics().lineSpacing())

    def _follow(self, link: QUrl) -> None:
        self.code_wanted.emit(int(link.toString().removeprefix(_LINK)))

    def _show(self) -> None:
        codebook = self._session.codebook
        if self._code_id is None or self._code_id not in codebook:
            self._code_id = None
            self.caption.set_text(self.tr("GUIDE"))
            self._set_html(self._mute(self.tr("Choose a code to read its rules here.")))
            return
        code = codebook[self._code_id]
        self.caption.set_text(self.tr("GUIDE · {name}").format(name=code.name))
        self._set_html(self._page(code))

    def _set_html(self, body: str) -> None:
        html = f"<style>{_STYLE}</style>{body}"
        if html != self._html:  # what somebody selected in it outlives changes elsewhere
            self._html = html
            self.text.setHtml(html)

    def _page(self, code: Code) -> str:
        path = self._session.codebook.path(code.id, PATH_SEPARATOR)
        if not self._captioned:
            parents, _, name = path.rpartition(PATH_SEPARATOR)
            above = self._span(f"{escape(parents)}{PATH_SEPARATOR}") if parents else ""
            title = f"<p>{above}<b>{escape(name)}</b></p>"
        else:
            title = self._mute(escape(path)) if PATH_SEPARATOR in path else ""
        rules = (
            ("", code.definition),
            (self.tr("Use when"), code.use_when),
            (self.tr("Do not use when"), code.do_not_use_when),
        )
        parts = [self._rule(head, words, code.id) for head, words in rules if words.strip()]
        parts += [self._example(one.text) for one in code.examples]
        if not parts:
            parts = [self._mute(self.tr("No rules have been written for this code."))]
        return title + "".join(parts)

    def _rule(self, head: str, words: str, code_id: int) -> str:
        bold = f"<b>{escape(head)}</b> " if head else ""
        return f"<p>{bold}{self._linked(words.strip(), code_id)}</p>"

    def _example(self, words: str) -> str:
        quoted = words if any(mark in words for mark in _MARKS) else f"“{words}”"
        return self._mute(self.tr("Example: {words}").format(words=escape(quoted)))

    def _mute(self, html: str) -> str:
        return f"<p>{self._span(html)}</p>"

    def _span(self, html: str) -> str:
        return f'<span style="color:{self._session.look.theme.mute.name()}">{html}</span>'

    def _linked(self, words: str, code_id: int) -> str:
        """The words as HTML, with the names of other codes in quotation marks as links."""
        codes = self._codes_by_name()
        colour = self._session.look.theme.accent.name()
        html, done = "", 0
        for found in _NAMED.finditer(words):
            target = codes.get(found.group().casefold())
            if target is None or target == code_id:
                continue
            html += escape(words[done : found.start()])
            html += f'<a href="{_LINK}{target}" style="color:{colour};text-decoration:none">'
            html += f"{escape(found.group())}</a>"
            done = found.end()
        return (html + escape(words[done:])).replace("\n", "<br>")

    def _codes_by_name(self) -> dict[str, int]:
        """Codes by path and, where only one has it, by name; in lower case."""
        codebook = self._session.codebook
        named: dict[str, list[int]] = {}
        for code in codebook:
            for name in {code.name.casefold(), codebook.path(code.id).casefold()}:
                named.setdefault(name, []).append(code.id)
        return {name: ids[0] for name, ids in named.items() if len(ids) == 1}
