"""The line under the article that says, once, which required answers an article done would lack."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.session import Session
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.foot_bar import FootBar

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.questions import Variable


class LackingBar(FootBar):
    """Offers the first of these questions, or to be done anyway; it blocks nothing.

    Signals:
        question_wanted: the first question without an answer is wanted; carries its uid.
        done_wanted: the article is done all the same.
        left: neither; back to the text.
    """

    question_wanted = Signal(object)
    done_wanted = Signal()
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._warned: set[tuple[int, int, int]] = set()
        self._first: UUID | None = None
        self.setAccessibleName(self.tr("Required answers missing"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = ElidedLabel()
        self.add(0, self.words, 1)
        for text, handler in (
            (self.tr("Go to the first  G"), self._go),
            (self.tr("Done anyway  D"), self._be_done),
            (self.tr("Back  Esc"), self._leave),
        ):
            self.add(1, self.button(text, handler))
        session.article_changed.connect(self.hide)
        session.coder_changed.connect(self._give_way)
        session.changed.connect(lambda _changes, _who: self._look_again())
        session.project_changed.connect(self._forget)
        self.hide()

    def warns(self) -> bool:
        """Whether required answers are missing, and nobody was told of this article before."""
        session = self._session
        lacking = self._lacking()
        if session.article_id is None or session.coder_id is None or not lacking:
            return False
        about = (session.article_id, session.coder_id, session.project.round_id)
        if about in self._warned:
            self.hide()
            return False
        self._warned.add(about)
        self._show(lacking)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        session.told.emit(self.words.accessibleName())
        return True

    def hint(self) -> str:
        """The keys that help while the bar has the focus."""
        return self.tr("G: go to the first · D: done anyway · Esc: back to the text")

    def _lacking(self) -> tuple[Variable, ...]:
        from annotator.ops import answers

        session = self._session
        if session.article_id is None or session.coder_id is None:
            return ()
        return answers.sheet(session.project, session.article_id, session.coder_id).lacking

    def _show(self, lacking: tuple[Variable, ...]) -> None:
        from annotator.domain.values import title

        self._first = lacking[0].uid
        asked = lacking[0].question or title(lacking[0])
        one = self.tr("A required question has no answer: {first}")
        many = self.tr("{n} required questions have no answer. The first: {first}")
        text = (one if len(lacking) == 1 else many).format(n=len(lacking), first=asked)
        self.words.set_text(text)
        self.words.setAccessibleName(text)
        self.setAccessibleDescription(text)
        self.show()
        self.arrange()

    def _look_again(self) -> None:
        """What is answered meanwhile is no more missing."""
        if self.isVisible():
            lacking = self._lacking()
            if lacking:
                self._show(lacking)
            else:
                self.hide()

    def _forget(self) -> None:
        self._warned.clear()
        self.hide()

    def _give_way(self) -> None:
        """What was told is of another coder or round; the text has the keyboard again."""
        focused = QApplication.focusWidget()
        if focused is not None and (focused is self or self.isAncestorOf(focused)):
            self.left.emit()
        self.hide()

    def _go(self) -> None:
        self.hide()
        self.question_wanted.emit(self._first)

    def _be_done(self) -> None:
        self.hide()
        self.left.emit()
        self.done_wanted.emit()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """G, D and Esc; Ctrl+Enter again is done as well."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        handlers: dict[int, Callable[[], None]] = {
            Qt.Key.Key_G: self._go,
            Qt.Key.Key_D: self._be_done,
            Qt.Key.Key_Escape: self._leave,
        }
        handler = self._be_done if is_enter and held else handlers.get(event.key())
        if handler is not None and (is_enter or not held):
            handler()
        else:
            super().keyPressEvent(event)
