"""The line under the article that asks the questions of the decision tree, one after another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from annotator.domain.codebook import Code, Status
from annotator.domain.decision import Outcome, Question
from annotator.ui.parts.guide import Guide
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.parts.reader import Reader
from annotator.ui.widgets.foot_bar import FootBar


class DecidingBar(FootBar):
    """Y and N answer, Backspace takes an answer back; where a code is reached, it is applied.

    It is applied to what the reader means when the last answer is given: what is selected, or
    the sentence at the caret.
    """

    def __init__(self, reader: Reader, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._guide = guide
        self._session = reader.session
        self._asked: list[Question] = []
        self.setAccessibleName(self.tr("Questions that lead to a code"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self._yes = self.button(self.tr("Yes  Y"), lambda: self._answer(yes=True))
        self._no = self.button(self.tr("No  N"), lambda: self._answer(yes=False))
        self._back = self.button(self.tr("Back  ⌫"), self._take_back)
        self._end = self.button(self.tr("End  Esc"), self.end)
        self.add(0, self.words, 1)
        for button in (self._yes, self._no, self._back, self._end):
            self.add(1, button)
        self._session.article_changed.connect(self._leave)
        self._session.project_changed.connect(self._leave)
        self.hide()

    @property
    def has_questions(self) -> bool:
        """Whether the study has a decision tree."""
        from annotator.ops.study import DECISION

        session = self._session
        return session.is_open and bool(session.project.queries.settings().get(DECISION))

    def begin(self) -> None:
        """Ask the first question."""
        from annotator.ops.project_scheme import decision

        tree = decision(self._session.project)
        if isinstance(tree, Question):
            self._asked = [tree]
            self._ask()
        elif tree is not None:
            self._reached(tree)

    def end(self) -> None:
        """Go back to the text; nothing is applied."""
        self._leave()
        self._reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def hint(self) -> str:
        """The keys that help while the bar has the focus."""
        return self.tr("Y: yes · N: no · Backspace: the question before · Esc: end")

    def _leave(self) -> None:
        self._asked.clear()
        self.hide()

    def _ask(self) -> None:
        asked = self._asked[-1].text
        self.words.setText(self.tr("{n}. {question}").format(n=len(self._asked), question=asked))
        self._back.setEnabled(len(self._asked) > 1)
        self.setAccessibleDescription(asked)
        self.show()
        self.arrange()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._session.told.emit(asked)

    def _answer(self, *, yes: bool) -> None:
        question = self._asked[-1]
        after = question.yes if yes else question.no
        if isinstance(after, Question):
            self._asked.append(after)
            self._ask()
        else:
            self._reached(after)

    def _take_back(self) -> None:
        if len(self._asked) > 1:
            self._asked.pop()
            self._ask()

    def _reached(self, outcome: Outcome) -> None:
        self.end()
        code = self._code(outcome)
        if code is None:
            fits = self.tr("No code fits: nothing was tagged.")
            gone = self.tr("The code that this leads to is not in the codebook any more.")
            self._session.told.emit(fits if outcome.is_nothing else gone)
        elif code.status is Status.RETIRED:
            path = self._session.codebook.path(code.id, PATH_SEPARATOR)
            retired = self.tr("“{code}” is retired: nothing was tagged.")
            self._session.told.emit(retired.format(code=path))
        else:
            self._guide.show_code(code.id)
            self._reader.tag(code.id)

    def _code(self, outcome: Outcome) -> Code | None:
        live = (code for code in self._session.codebook if not code.is_deleted)
        return next((code for code in live if str(code.uid) == outcome.path), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y, N, Backspace and Esc."""
        handlers: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Y: lambda: self._answer(yes=True),
            Qt.Key.Key_N: lambda: self._answer(yes=False),
            Qt.Key.Key_Backspace: self._take_back,
            Qt.Key.Key_Escape: self.end,
        }
        handler = handlers.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if handler is not None and plain and self._asked:
            handler()
        else:
            super().keyPressEvent(event)
