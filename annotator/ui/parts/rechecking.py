"""The line under the article that walks the annotations made under older rules of their codes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.domain.changes import Changes, Kind
from annotator.domain.revisions import FIRST
from annotator.ui.commands import Actions
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.parts.reader import Reader
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.foot_bar import FootBar


class RecheckingBar(FootBar):
    """One key says that an annotation is right by the rules of now; each answer is saved at once.

    Signals:
        another_wanted: the annotation that is shown should get another code.
        comparison_wanted: somebody wants to see how the rules changed; carries the code's id.
    """

    another_wanted = Signal()
    comparison_wanted = Signal(int)

    def __init__(self, reader: Reader, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._actions = actions
        self._session = reader.session
        self._ids: list[int] = []
        self._at = self._right = 0
        self.told_elsewhere: Callable[[], bool] = lambda: False
        """Whether whoever changes rules just now says in the end what is to be rechecked."""
        self.setAccessibleName(self.tr("Annotations made under older rules"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = ElidedLabel()
        self.add(0, self.words, 1)
        for text, handler in (
            (self.tr("Still right  Y"), self._confirm),
            (self.tr("Later  N"), self._go_on),
            (self.tr("Another code  R"), self.another_wanted.emit),
            (self.tr("Remove  Del"), self._remove),
            (self.tr("Compare rules  C"), self._compare),
            (self.tr("End  Esc"), self.end),
        ):
            self.add(1, self.button(text, handler))
        self._session.changed.connect(self._follow)
        self._session.coder_changed.connect(self._leave)
        self._session.project_changed.connect(self._leave)
        self.hide()

    @property
    def is_walking(self) -> bool:
        """Whether annotations are being rechecked."""
        return bool(self._ids)

    def begin(self) -> None:
        """Walk all of the coder's annotations that were made under older rules."""
        from annotator.ops import revising

        session = self._session
        if session.coder_id is None:
            return
        self._ids = revising.outdated(session.project, session.coder_id)
        self._at = self._right = 0
        if self._ids:
            self._show()
        else:
            told = self.tr("Nothing to recheck: all was coded by the rules of now.")
            if session.has_rounds:
                told = self.tr(
                    "Nothing to recheck in this round: all in it was coded by the rules of now."
                )
            session.told.emit(told)

    def end(self) -> None:
        """Stop here, and say how far it came."""
        left = len(self._ids) - self._at
        right = self._right
        self._leave()
        self._reader.setFocus(Qt.FocusReason.OtherFocusReason)
        told = self.tr("{n} confirmed, {left} left to recheck.")
        said = told.format(n=f"{right:,}", left=f"{max(0, left):,}")
        # After what is said of the last answer itself.
        QTimer.singleShot(0, self, lambda: self._session.told.emit(said))

    def hint(self) -> str:
        """The keys that help while the bar has the focus."""
        return self.tr(
            "Y: still right · N: later · R: another code · Del: remove · C: compare · Esc: end"
        )

    # -- steps

    def _show(self) -> None:
        session = self._session
        found = session.project.queries.annotations_by_id([self._ids[self._at]])
        if not found:
            self._go_on()
            return
        (one,) = found
        questions = session.project.queries.questions
        now = questions.revision_of(one.code_id)
        numbers = {each.id: each.number for each in questions.revisions().get(one.code_id, ())}
        told = self.tr("{n} of {all} · “{code}”, made under revision {old}, now {new}")
        words = told.format(
            n=f"{self._at + 1:,}",
            all=f"{len(self._ids):,}",
            code=session.codebook.path(one.code_id, PATH_SEPARATOR),
            old=numbers.get(one.revision_id or 0, FIRST),
            new=FIRST if now is None else now.number,
        )
        if now is not None and now.why:
            words += f": {now.why}"
        self.words.set_text(words)
        self.setAccessibleDescription(words)
        self.show()
        self.arrange()
        session.show_annotation(one.id)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        session.told.emit(words)

    def _go_on(self) -> None:
        self._at += 1
        if self._at >= len(self._ids):
            self.end()
        else:
            self._show()

    def _confirm(self) -> None:
        from annotator.ops import revising

        one = [self._ids[self._at]]
        self._session.run(revising.confirm, one, coder_id=self._session.coder_id or 0)

    def _remove(self) -> None:
        from annotator.ops import coding

        one = [self._ids[self._at]]
        self._session.run(coding.remove_annotations, one, coder_id=self._session.coder_id or 0)

    def _compare(self) -> None:
        found = self._session.project.queries.annotations_by_id([self._ids[self._at]])
        for one in found:
            self.comparison_wanted.emit(one.code_id)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        """Whoever confirms, removes or recodes the one that is shown has answered for it."""
        revised = bool(changes.created.get(Kind.REVISION))
        if revised and not self._ids and not self.told_elsewhere():
            # After what is said of the change itself.
            QTimer.singleShot(0, self._offer)
        if not self._ids or self._at >= len(self._ids):
            return
        shown = self._ids[self._at]
        if shown in changes.removed.get(Kind.ANNOTATION, ()):
            self._go_on()
        elif shown in changes.updated.get(Kind.ANNOTATION, ()) and not self._is_outdated(shown):
            self._right += 1
            self._go_on()

    def _offer(self) -> None:
        from annotator.ops import revising

        session = self._session
        if not session.is_open or session.coder_id is None or not session.can_change:
            return
        left = len(revising.outdated(session.project, session.coder_id))
        if left:
            told = self.tr("{n} of your annotations were made under older rules: {key} walks them.")
            one = self.tr("One of your annotations was made under older rules: {key} shows it.")
            key = self._actions.keys.shown("code.recheck")
            session.told.emit((one if left == 1 else told).format(n=f"{left:,}", key=key))

    def _is_outdated(self, annotation_id: int) -> bool:
        queries = self._session.project.queries
        for one in queries.annotations_by_id([annotation_id]):
            now = queries.questions.revision_of(one.code_id)
            return now is not None and one.revision_id != now.id
        return False

    def _leave(self) -> None:
        self._ids.clear()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y, N, R, Del, C and Esc."""
        handlers: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Y: self._confirm,
            Qt.Key.Key_N: self._go_on,
            Qt.Key.Key_R: self.another_wanted.emit,
            Qt.Key.Key_Delete: self._remove,
            Qt.Key.Key_C: self._compare,
            Qt.Key.Key_Escape: self.end,
        }
        handler = handlers.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if handler is not None and plain and self._ids:
            handler()
        else:
            super().keyPressEvent(event)
