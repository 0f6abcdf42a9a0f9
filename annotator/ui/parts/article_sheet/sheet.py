"""The article sheet: the questions about the article, answered by the coder at work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.changes import Changes, Kind
from annotator.ui.parts.article_sheet.question_box import QuestionBox, ScoreRow
from annotator.ui.running import application
from annotator.ui.session import Session
from annotator.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.questions import Variable
    from annotator.domain.sheet import Sheet


class ArticleSheet(QWidget):
    """Shows the questions in sections; each answer is saved as it is given.

    Signals:
        left: ``Esc`` was pressed: back to the text.
        done_wanted: ``Ctrl+Enter`` was pressed: done with the article.
        counted: other numbers of questions are answered.
        define_wanted: somebody wants to say what is asked.
    """

    left = Signal()
    done_wanted = Signal()
    counted = Signal()
    define_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._made_of: tuple[Variable, ...] | None = None
        self._sheet: Sheet | None = None
        self._boxes: dict[UUID, QuestionBox] = {}
        self._scores: dict[UUID, ScoreRow] = {}
        self._heads: list[tuple[QLabel, list[UUID]]] = []
        self._active: QuestionBox | None = None
        self._shown_of: tuple[int | None, int | None, int] | None = None
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Questions about the article"))
        self._build()
        self._listen()
        self._refresh()

    # -- for the place

    def go(self) -> None:
        """Go to the first open question; where none is, to the first."""
        self._refresh()
        box = next(iter(self._open_boxes()), None) or next(iter(self._shown_boxes()), None)
        if box is not None:
            box.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.define.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, variable: UUID) -> None:
        """Go to one question."""
        self._refresh()
        if variable in self._boxes:
            self._boxes[variable].field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def progress(self) -> tuple[int, int]:
        """How many questions about the article are answered, and how many there are."""
        return (self._sheet.answered, len(self._sheet.questions)) if self._sheet else (0, 0)

    @property
    def boxes(self) -> list[QuestionBox]:
        """All questions that can be answered, in order, those that do not apply too."""
        return list(self._boxes.values())

    def hint(self) -> str:
        """The keys that help while the sheet has the focus."""
        if not self._session.can_change:
            return self.tr("Reading only · Up, Down: other questions · Esc: back to the text")
        if self._active is not None and self._active.is_typed:
            return self._active.hint()
        return self.tr(
            "A key on a chip: that answer · Enter: next open · Backspace: none · Esc: to the text"
        )

    def keep(self) -> None:
        """Keep what is half typed."""
        if self._active is not None:
            self._active.keep()

    def leave(self) -> None:
        """Keep what is half typed where it belongs; what is no answer is told, and goes."""
        for box in self._boxes.values():
            if error := box.leave():
                self._session.failed.emit(error)

    # -- what it is made of

    def _build(self) -> None:
        self.caption = QLabel(self.tr("ARTICLE"), self)
        self.caption.setProperty("look", "caption")
        self.count = ElidedLabel(self)
        self.count.setProperty("look", "quiet")
        self.others = ElidedLabel(self)
        self.others.setProperty("look", "quiet")
        self.others.setContentsMargins(12, 0, 10, 4)
        self.others.setAccessibleName(self.tr("Round and other coders"))
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.empty = QWidget(self)
        self.nothing = QLabel(self.empty)
        self.nothing.setProperty("look", "quiet")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.define = QPushButton(self.tr("Ask something…"), self.empty)
        self.define.clicked.connect(self.define_wanted)
        inner = QVBoxLayout(self.empty)
        inner.setContentsMargins(18, 24, 18, 18)
        inner.setSpacing(12)
        inner.addWidget(self.nothing)
        inner.addWidget(self.define, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 10, 4)
        head.setSpacing(8)
        head.addWidget(self.caption)
        head.addWidget(self.count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.others)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.area, 1)

    def _listen(self) -> None:
        session = self._session
        session.project_changed.connect(self._project_changed)
        session.article_changed.connect(self._another)
        session.coder_changed.connect(self._another)
        session.changed.connect(self._follow)
        session.closing.connect(self.keep)
        session.leaving.connect(self.leave)
        session.unsaved_changed.connect(self._refresh)
        application().focusChanged.connect(self._focus_moved)

    # -- what is shown

    def _project_changed(self) -> None:
        self._made_of = None
        self._another()

    def _another(self) -> None:
        """Another article, or another coder: what is shown is theirs, from the top."""
        self._refresh()
        self.area.verticalScrollBar().setValue(0)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Kind.VARIABLE) or changes.touches(Kind.CHOICE):
            self._made_of = None
            self._refresh()
        elif changes.touches(Kind.ANSWER) and self._session.article_id in changes.articles:
            self._refresh()

    def showEvent(self, event: Any) -> None:
        """Questions are made when they are first seen."""
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        """Show the answers of now; only where somebody looks."""
        session = self._session
        variables = session.project.queries.questions.variables() if session.is_open else ()
        self._look_at(variables)
        if self.isVisible():
            if self._made_of is not variables:
                self._make(variables)
            self._show_answers()
        self._tell(bool(variables))

    def _look_at(self, variables: tuple[Variable, ...]) -> None:
        session = self._session
        self._sheet = None
        if variables and session.article_id is not None and session.coder_id is not None:
            from annotator.ops import answers

            self._sheet = answers.sheet(session.project, session.article_id, session.coder_id)

    def _make(self, variables: tuple[Variable, ...]) -> None:
        """A box for each question, in sections."""
        self._made_of, self._active = variables, None
        self._boxes, self._scores, self._heads = {}, {}, []
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(2)
        section = None
        for one in variables:
            if one.section != section:
                section = one.section
                column.addWidget(self._head(section))
            if self._heads:
                self._heads[-1][1].append(one.uid)
            if one.is_computed:
                self._scores[one.uid] = ScoreRow(one)
                column.addWidget(self._scores[one.uid])
            else:
                column.addWidget(self._box(one))
        column.addStretch(1)
        self.area.setWidget(page)
        page.setAutoFillBackground(False)

    def _head(self, section: str) -> QLabel:
        head = QLabel(section.upper())
        head.setProperty("look", "caption")
        head.setContentsMargins(12, 10, 12, 2)
        head.setWordWrap(True)
        self._heads.append((head, []))
        return head

    def _box(self, one: Variable) -> QuestionBox:
        box = QuestionBox(self._session.look, one)
        box.answered.connect(partial(self._answer, one))
        box.finished.connect(self._next_open)
        box.stepped.connect(self._step)
        self._boxes[one.uid] = box
        return box

    def _show_answers(self) -> None:
        sheet = self._sheet
        if not self._session.is_open:
            return
        applying = {one.uid for one in sheet.applying} if sheet else set()
        session = self._session
        about = (session.article_id, session.coder_id, session.project.round_id)
        # What waits to be saved stays, but not before another article.
        stays = self._shown_of == about and session.unsaved is not None
        self._leave_what_goes(applying)
        is_other, self._shown_of = self._shown_of != about, about
        for uid, box in self._boxes.items():
            if is_other:
                box.begin_anew()
            value = sheet.values.get(uid) if sheet else None
            if value != box.value and not stays:
                box.show_value(value)
            box.set_read_only(not session.can_change)
            box.setVisible(uid in applying)
        for uid, row in self._scores.items():
            row.setVisible(uid in applying)
            if sheet and uid in sheet.scores:
                row.show_score(sheet.scores[uid])
        for head, uids in self._heads:
            head.setVisible(bool(head.text()) and not applying.isdisjoint(uids))

    def _leave_what_goes(self, applying: set[UUID]) -> None:
        """A question that is asked no more, as after an undo, gives the focus to the first."""
        if self._active is None or self._active.asked.uid in applying:
            return
        for uid, box in self._boxes.items():
            if uid in applying:
                box.setVisible(True)
                box.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _tell_of_others(self) -> None:
        """In which round is answered, and how far others are; what they answered is theirs."""
        session, found = self._session, dict[int, tuple[int, int]]()
        if self._sheet is not None and session.article_id is not None:
            from annotator.ops import answers

            coder_id = session.coder_id or 0
            found = answers.others_progress(session.project, session.article_id, coder_id)
        one = self.tr("{coder} {n} of {all}")
        parts = [
            one.format(coder=session.names.get(coder, "?"), n=answered, all=asked)
            for coder, (answered, asked) in found.items()
        ]
        if session.has_rounds:
            parts.insert(0, self.tr("Round “{name}”").format(name=session.round_name))
        told = " · ".join(parts)
        self.others.set_text(told)
        self.others.setAccessibleDescription(told)
        self.others.setVisible(bool(told))

    def _tell(self, is_asked: bool) -> None:
        answered, asked = self.progress
        text = self.tr("{n} of {all} answered").format(n=f"{answered:,}", all=f"{asked:,}")
        self.count.set_text(text if self._sheet else "")
        self.count.setAccessibleName(text)
        self._tell_of_others()
        self.area.setVisible(is_asked and self._sheet is not None)
        self.empty.setVisible(self._sheet is None)
        self.define.setVisible(not is_asked and self._session.can_change)
        self.define.setEnabled(not self._session.is_scheme_locked)
        if is_asked:
            said = self.tr("Choose an article: its questions are answered here.")
        elif self._session.is_scheme_locked:
            said = self.tr("The coding scheme, which is locked, asks nothing of articles.")
        else:
            said = self.tr(
                "No questions about articles yet: a main topic, a tone from −2 to 2, whatever is"
                " asked of the article as a whole and answered by each coder."
            )
        self.nothing.setText(said)
        self.counted.emit()

    # -- answering

    def _answer(self, asked: Variable, value: Any) -> None:
        from annotator.ops import answers

        session = self._session
        if session.article_id is None or session.coder_id is None:
            return
        done = session.run(
            answers.answer, session.article_id, asked.id, value, coder_id=session.coder_id
        )
        if done is None:
            self._refresh()

    def _shown_boxes(self) -> list[QuestionBox]:
        return [box for box in self._boxes.values() if not box.isHidden()]

    def _open_boxes(self) -> list[QuestionBox]:
        return [box for box in self._shown_boxes() if box.value is None]

    def _next_open(self) -> None:
        """To the next open question, from the end to the first; where none is, say so."""
        shown = self._shown_boxes()
        at = shown.index(self._active) + 1 if self._active in shown else 0
        for box in (*shown[at:], *shown[:at]):
            if box.value is None and box is not self._active:
                box.field.setFocus(Qt.FocusReason.TabFocusReason)
                return
        if at < len(shown):
            shown[at].field.setFocus(Qt.FocusReason.TabFocusReason)
        elif not any(box.value is None for box in shown):
            self._session.told.emit(self.tr("All questions are answered. Esc: back to the text"))

    def _step(self, step: int) -> None:
        shown = self._shown_boxes()
        if self._active in shown:
            at = shown.index(self._active) + step
            if 0 <= at < len(shown):
                shown[at].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next open question, Shift+Tab to the one before."""
        shown = self._shown_boxes()
        if self._active not in shown:
            return super().focusNextPrevChild(forward)
        at = shown.index(self._active)
        if not forward:
            if at:
                shown[at - 1].field.setFocus(Qt.FocusReason.BacktabFocusReason)
                return True
            return super().focusNextPrevChild(forward)
        after = [box for box in shown[at + 1 :] if box.value is None]
        if after or self._open_boxes() not in ([], [self._active]):
            self._next_open()
            return True
        if at + 1 < len(shown):
            shown[at + 1].field.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes to the pane comes to a question."""
        super().focusInEvent(event)
        self.go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the text; Ctrl+Enter is done with the article."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.done_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.keep()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Asked, not told: who had the focus may be gone by now.
        now = QApplication.focusWidget()
        found = None
        if now is not None and self.area.isAncestorOf(now):
            found = next((box for box in self._boxes.values() if box.isAncestorOf(now)), None)
        if found is self._active:
            return
        if self._active is not None:
            self._active.set_active(False)
        self._active = found
        if found is not None:
            found.set_active(True)
            self._bring_into_view(found)

    def _bring_into_view(self, box: QuestionBox) -> None:
        page = self.area.widget()
        layout = page.layout() if page is not None else None
        if page is None or layout is None:
            return
        layout.activate()
        self.area.updateGeometry()
        top, bar = box.mapTo(page, QPoint(0, 0)).y(), self.area.verticalScrollBar()
        bottom = top + box.height()
        if top < bar.value():
            bar.setValue(top - 24)
        elif bottom > bar.value() + self.area.viewport().height():
            bar.setValue(bottom - self.area.viewport().height() + 24)
