"""What is asked of articles: a list of the questions, and the form of the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMessageBox,
    QScrollArea,
    QWidget,
)

from annotator.domain.changes import Changes, Kind
from annotator.domain.questions import Scale
from annotator.domain.values import title
from annotator.ui.places.questions.form import QuestionForm
from annotator.ui.session import Session
from annotator.ui.widgets.page import Page

if TYPE_CHECKING:
    from annotator.domain.questions import Variable
    from annotator.ops.choices import ChoiceDraft


class QuestionsPlace(Page):
    """Every change is saved as it is made, one step of the history each."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Questions about articles"), parent)
        self._session = session
        self._variables: tuple[Variable, ...] = ()
        self._filling = False
        self.list_widget = QListWidget(self)
        self.list_widget.setProperty("look", "pages")
        self.list_widget.setAccessibleName(self.tr("Questions"))
        self.list_widget.setWordWrap(True)
        self.list_widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list_widget.currentRowChanged.connect(self._show_current)
        self.form = QuestionForm(self)
        self.form.changed.connect(self._change)
        self.form.choices_changed.connect(self._change_choices)
        self.form.refused.connect(session.failed)
        self.add_button = self.button(self.tr("As&k something more"), self.add)
        self.up_button = self.button(self.tr("Move &up"), lambda: self._move(-1))
        self.down_button = self.button(self.tr("Move do&wn"), lambda: self._move(1))
        self.remove_button = self.button(self.tr("Re&move…"), self.remove)
        self.told = QLabel(self)
        self.told.setProperty("look", "quiet")
        self.told.setWordWrap(True)
        self._lay_out()
        session.project_changed.connect(self._fill)
        session.changed.connect(self._follow)
        session.closing.connect(self.form.keep)
        self._fill()

    # -- for the window

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        return [self.list_widget, self.add_button, self.form.key]

    def status(self) -> str:
        """What the status line says of this place."""
        return self.tr("{n} questions about articles").format(n=len(self._variables))

    def hint(self) -> str:
        """The keys that help at this moment."""
        return self.tr("Saved as you leave a field · Ins: ask more · Esc: back to the text")

    # -- what it is made of

    def _lay_out(self) -> None:
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.form)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        body = QHBoxLayout()
        body.setSpacing(18)
        body.addWidget(self.list_widget, 2)
        body.addWidget(self.area, 3)
        deeds = (self.add_button, self.up_button, self.down_button, self.remove_button)
        column = self.column(deeds)
        column.insertWidget(1, self.told)
        column.addLayout(body, 1)

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        """As things are now: the scheme may have been locked meanwhile."""
        super().showEvent(event)
        self._fill()

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if any(changes.touches(kind) for kind in (Kind.VARIABLE, Kind.CHOICE, Kind.SETTING)):
            self._fill()
            made = changes.created.get(Kind.VARIABLE, frozenset())
            if len(made) == 1:
                self._choose(min(made))

    def _fill(self) -> None:
        session = self._session
        chosen = self._current
        self._variables = session.project.queries.questions.variables() if session.is_open else ()
        self._filling = True
        self.list_widget.clear()
        self.list_widget.addItems([self._named(one) for one in self._variables])
        self._filling = False
        self._choose(chosen.id if chosen else None)
        self._tell()

    def _named(self, one: Variable) -> str:
        said = title(one) if one.title or not one.question else one.question
        kind = self.tr("computed") if one.is_computed else one.scale.value
        return f"{said}\n{one.key} · {kind}"

    def _choose(self, variable_id: int | None) -> None:
        rows = [row for row, one in enumerate(self._variables) if one.id == variable_id]
        self.list_widget.setCurrentRow(rows[0] if rows else 0)
        self._show_current(self.list_widget.currentRow())

    def _show_current(self, _row: int) -> None:
        if self._filling:
            return
        one = self._current
        self.area.setVisible(one is not None)
        if one is not None:
            self.form.show_question(one, self._variables)
        self._tell()

    @property
    def _current(self) -> Variable | None:
        row = self.list_widget.currentRow()
        return self._variables[row] if 0 <= row < len(self._variables) else None

    def _tell(self) -> None:
        session = self._session
        is_locked = session.is_open and session.is_scheme_locked
        can_change = session.can_change and not is_locked
        if is_locked:
            said = self.tr(
                "The coding scheme of this study is locked: nothing can be changed here."
            )
        elif not self._variables:
            said = self.tr(
                "Nothing is asked of articles yet. Ask for a main topic, a tone from −2 to 2, or "
                "whatever each coder is to say of the article as a whole."
            )
        else:
            said = self.tr("Each coder answers these for each article, in the sheet beside it.")
        self.told.setText(said)
        self.form.set_read_only(not can_change)
        row = self.list_widget.currentRow()
        self.add_button.setEnabled(can_change)
        self.remove_button.setEnabled(can_change and row >= 0)
        self.up_button.setEnabled(can_change and row > 0)
        self.down_button.setEnabled(can_change and 0 <= row < len(self._variables) - 1)

    # -- what is done

    def add(self) -> None:
        """Ask something more; its key is to be written first."""
        from annotator.ops import variables

        keys = {one.key.casefold() for one in self._variables}
        number = next(n for n in range(1, len(keys) + 2) if f"question{n}" not in keys)
        done = self._session.run(
            variables.add_variable,
            f"question{number}",
            Scale.YES_NO,
            coder_id=self._session.coder_id,
        )
        if done is not None:
            self.form.key.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.key.selectAll()

    def remove(self) -> None:
        """Remove the question; where it was answered, the person is asked."""
        from annotator.ops import variables

        session, one = self._session, self._current
        if one is None or not self.remove_button.isEnabled():
            return
        given = session.project.queries.questions.answer_counts().get(one.id, 0)
        if given and not self._may_go(one, given):
            return
        session.run(
            variables.remove_variable, one.id, with_answers=given > 0, coder_id=session.coder_id
        )

    def _may_go(self, one: Variable, given: int) -> bool:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Remove the question"))
        box.setText(self.tr("“{asked}” has answers: {n}.").format(asked=title(one), n=f"{given:,}"))
        box.setInformativeText(
            self.tr("They are of all coders, and go with it. Undo brings all back.")
        )
        remove = box.addButton(
            self.tr("Remove with its answers"), QMessageBox.ButtonRole.DestructiveRole
        )
        keep = box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is remove

    def _move(self, way: int) -> None:
        from annotator.ops import variables

        one, row = self._current, self.list_widget.currentRow()
        if one is not None:
            self._session.run(
                variables.move_variable, one.id, row + way, coder_id=self._session.coder_id
            )

    def _change(self, values: Mapping[str, Any]) -> None:
        self._run(values, None)

    def _change_choices(self, drafts: Sequence[ChoiceDraft]) -> None:
        self._run({}, drafts)

    def _run(self, values: Mapping[str, Any], drafts: Sequence[ChoiceDraft] | None) -> None:
        from annotator.ops import variables

        one, session = self._current, self._session
        if one is not None and session.can_change:
            done = session.run(
                variables.change_variable,
                one.id,
                values,
                choices=drafts,
                coder_id=session.coder_id,
            )
            if done is None and session.unsaved is None:
                self.form.show_question(one, self._variables)

    def leave(self) -> None:
        """What is being written is saved first."""
        self.form.keep()
        super().leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ins asks more."""
        if event.key() == Qt.Key.Key_Insert and self.add_button.isEnabled():
            self.add()
        else:
            super().keyPressEvent(event)
