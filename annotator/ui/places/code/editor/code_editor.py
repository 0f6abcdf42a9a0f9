"""The pane in which the rules of the code chosen in the tree are written."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.codebook import Code, Status
from annotator.domain.revisions import Revision
from annotator.ui.commands import Actions
from annotator.ui.places.code.attributes_editor import AttributesEditor
from annotator.ui.places.code.editor.entries import WordsEntry
from annotator.ui.places.code.editor.form import CodeForm
from annotator.ui.places.code.editor.visit import RuleVisit
from annotator.ui.running import application
from annotator.ui.session import Session
from annotator.ui.widgets.dates import on_day
from annotator.ui.widgets.elided_label import ElidedLabel


class CodeEditor(QWidget):
    """Shows and changes all that the codebook says of one code.

    Everything is saved while it is written. What changes the meaning raises the code's revision
    once a visit, which ends when the pane is left or another code is shown.

    Signals:
        closed: the pane is to be put away.
    """

    closed = Signal()

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._actions = session, actions
        self._code_id: int | None = None
        self._visit = RuleVisit(session, self)
        self.setAccessibleName(self.tr("Rules of the code"))
        self.caption = ElidedLabel()
        self.caption.setProperty("look", "caption")
        self.close_button = QToolButton()
        self.close_button.setProperty("look", "quiet")
        self.close_button.setText(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close the rules (Esc)"))
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setProperty("look", "quiet")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.form = CodeForm(session, self._visit, actions.keys)
        self.page = QScrollArea()
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setWidgetResizable(True)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.attributes = AttributesEditor(session)
        self.page.setWidget(_under_each_other(self.form, self.attributes))
        self.why = WordsEntry(self.tr("Why?"), self.tr("For who coded before"))
        self.same = QCheckBox(self.tr("Only the wording: same meaning"))
        self.foot = QWidget()
        self.foot.setProperty("look", "bar")
        self.foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        self._listen()
        self.setFocusProxy(self.form.name.field)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 7, 6, 0)
        head.addWidget(self.caption, 1)
        head.addWidget(self.close_button)
        self.about.setContentsMargins(12, 0, 12, 4)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(12, 7, 12, 8)
        foot.setSpacing(5)
        foot.addWidget(self.why)
        foot.addWidget(self.same)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addWidget(self.page, 1)
        layout.addWidget(self.foot)
        self.foot.hide()

    def _listen(self) -> None:
        session = self._session
        self.close_button.clicked.connect(self.closed)
        self.why.written.connect(lambda: self._visit.give_reason(self.why.text))
        self.same.clicked.connect(self._visit.say_same_meaning)
        self._visit.revised.connect(self._show_revision)
        self._visit.overtaken.connect(self._show)
        session.closing.connect(self._finish)
        session.coder_changed.connect(self._finish)
        session.project_changed.connect(lambda: self.show_code(None))
        session.look.changed.connect(self._show)
        application().focusChanged.connect(self._focus_changed)

    # -- for the place

    def show_code(self, code_id: int | None) -> None:
        """Show this code, or none; what is half written of another is saved."""
        if code_id == self._code_id:
            return
        self._finish()
        self._code_id = code_id
        self._visit.turn_to(code_id)
        self.page.verticalScrollBar().setValue(0)
        self._show()

    @property
    def is_writing(self) -> bool:
        """Whether what is saved just now was written here; what it means is told in the end."""
        return self._visit.is_writing

    def hint(self) -> str:
        """The keys that help while the pane has the focus."""
        if self._why_not():
            return self.tr("Tab: next field · Esc: close")
        focused = QApplication.focusWidget()
        if focused is not None and self.attributes.form.isAncestorOf(focused):
            return self.tr("Saved by “Keep this question”, or when you leave the code · Esc: close")
        return self.tr("Saved as you type · Tab: next field · Esc: close")

    # -- what is shown

    def _show(self) -> None:
        code = self._code()
        self.page.setVisible(code is not None)
        if code is None:
            self.caption.set_text(self.tr("RULES"))
            self.about.setText(self.tr("Choose a code to read or write its rules here."))
            self.about.show()
            self.foot.hide()
            return
        self.form.show_code(code, editable=not self._why_not())
        self.attributes.show_code(code.id)
        self._show_revision()

    def _code(self) -> Code | None:
        codebook, code_id = self._session.codebook, self._code_id
        return codebook[code_id] if code_id is not None and code_id in codebook else None

    def _show_revision(self) -> None:
        code = self._code()
        if code is None:
            return
        self.caption.set_text(self.tr("RULES · {name}").format(name=code.name))
        self.about.setText("\n".join(filter(None, (self._why_not(), *self._told(code)))))
        self.about.setVisible(bool(self.about.text()))
        raised = self._visit.raised
        asks = raised is not None or self._visit.same_meaning
        if asks != self.foot.isVisibleTo(self):
            self.foot.setVisible(asks)
            # It takes room from the fields: the one that is written stays in view.
            QTimer.singleShot(0, self, self._keep_in_view)
        self.same.setChecked(self._visit.same_meaning)
        self.why.setEnabled(not self._visit.same_meaning)
        if raised is None and not self._visit.same_meaning:
            self.why.set_value("")

    def _keep_in_view(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.page.isAncestorOf(focused):
            self.page.ensureWidgetVisible(focused, 0, 24)

    def _told(self, code: Code) -> list[str]:
        found = []
        if code.status is Status.PROPOSED:
            found.append(self.tr("Proposed: not yet part of the scheme."))
        elif code.status is Status.RETIRED:
            found.append(self.tr("Retired: what has it keeps it, and it is not applied any more."))
        revision = self._session.project.queries.questions.revision_of(code.id)
        if revision is not None:
            found.append(self._revision(revision))
        return found

    def _revision(self, one: Revision) -> str:
        parts = [
            self.tr("Revision {n}").format(n=one.number),
            on_day(one.created_at),
            self._session.names.get(one.coder_id or 0, ""),
            one.why,
        ]
        return " · ".join(filter(None, parts))

    def _why_not(self) -> str:
        """Why the rules can only be read; "" where they can be written."""
        session = self._session
        if not session.can_change:
            return self.tr("The project is open for reading only.")
        if session.is_copy:
            return self.tr("This is a copy to read in: nothing can be changed here.")
        if session.is_scheme_locked:
            return self.tr(
                "The coding scheme of this study is locked: its rules can’t be changed. Ask who "
                "leads the study to unlock it."
            )
        return ""

    # -- the visit

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._is_here(old):
            return
        if not self._is_here(now):
            self._finish()
        elif not (now is self.why.field or now is self.same):
            self._visit.end_series()
        self._keep_in_view()

    def _is_here(self, widget: QWidget | None) -> bool:
        # The card of colours lies over the window, and belongs to the pane.
        while widget is not None and widget is not self and widget is not self.form.colour.card:
            widget = widget.parentWidget()
        return widget is not None

    def _finish(self) -> None:
        """Save what is half written; the visit is over."""
        self.form.flush()
        self.attributes.flush()
        self.why.flush()
        raised = self._visit.raised
        self._visit.end()
        if raised is not None:
            self._tell(raised)

    def _tell(self, raised: Revision) -> None:
        session, code = self._session, self._code()
        if session.coder_id is None or code is None:
            return
        left = session.project.queries.questions.outdated(code.id, session.coder_id)
        told = self.tr("Revision {n} of “{code}”.").format(n=raised.number, code=code.name)
        if left:
            older = self.tr("Made by older rules: {n} of yours. To recheck them, {way}.")
            if session.has_rounds:
                older = self.tr(
                    "Made by older rules in this round: {n} of yours. To recheck them, {way}."
                )
            older = older.format(n=len(left), way=self._actions.way("code.recheck"))
            told = f"{told} {older}"
        session.told.emit(told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the pane away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _under_each_other(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return page
