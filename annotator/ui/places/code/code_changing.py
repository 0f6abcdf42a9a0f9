"""Changing codes with all that hangs on them: a question with a preview, then one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.changes import Changes
from annotator.domain.codebook import Status
from annotator.ui.commands import Actions
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.deleting import DeleteDialog
from annotator.ui.places.code.code_dialogs.merging import MergeDialog
from annotator.ui.places.code.code_dialogs.moving import MoveDialog
from annotator.ui.places.code.code_dialogs.several import SeveralDialog
from annotator.ui.places.code.code_dialogs.splitting import SplitDialog
from annotator.ui.places.code.code_dialogs.under import UnderDialog
from annotator.ui.places.code.codebook_verbs import CodebookVerbs
from annotator.ui.session import Session
from annotator.ui.work import Progress

if TYPE_CHECKING:
    from annotator.store.project import Project

_AT_ONCE = 100
"""So many annotations are changed within a moment; more beside the window."""


class CodeChanging(QObject):
    """Opens the dialogs for codes that are selected, and does what was decided.

    Signals:
        split_wanted: the annotations of a code are to be dealt out; carries the ``Split``.
        done: codes went; carries the id of the one to go to, or None.
    """

    split_wanted = Signal(object)
    done = Signal(object)

    def __init__(
        self, session: Session, actions: Actions, verbs: CodebookVerbs, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._keys = actions.keys
        self._verbs = verbs
        self._window = parent

    def merge(self, code_ids: Sequence[int]) -> None:
        """Ask which code these are merged into, and do it."""
        dialog = MergeDialog(self._session, code_ids, self._undo, self._window)
        self._ask(dialog, lambda: self._merge(dialog, tuple(code_ids)))

    def _merge(self, dialog: MergeDialog, code_ids: Sequence[int]) -> None:
        from annotator.ops import merging_codes

        if (into := dialog.into.code_id) is None:
            return
        merge = partial(
            merging_codes.merge_codes,
            code_ids=code_ids,
            into=into,
            joins=dialog.joins.isChecked(),
            coder_id=self._session.coder_id,
        )
        self._do(
            merge, self._coded(code_ids), self.tr("Merging codes…"), lambda: self.done.emit(into)
        )

    def move_annotations(self, code_ids: Sequence[int]) -> None:
        """Ask which annotations of these get which code, and do it."""
        session = self._session
        here = [] if session.article_id is None else [session.article_id]
        dialog = MoveDialog(session, code_ids, here, self._undo, self._window)
        self._ask(dialog, lambda: self._move(dialog, code_ids))

    def _move(self, dialog: MoveDialog, code_ids: Sequence[int]) -> None:
        from annotator.ops import moving_annotations

        if (to := dialog.to.code_id) is None or self._session.coder_id is None:
            return
        move = partial(
            moving_annotations.move_annotations,
            which=dialog.which,
            to=to,
            coder_id=self._session.coder_id,
            others=True,
        )
        self._do(move, self._coded(code_ids), self.tr("Moving annotations…"))

    def delete(self, code_ids: Sequence[int], beside: int | None) -> None:
        """Delete a code that nobody uses; ask first what becomes of what was coded.

        Args:
            code_ids: the codes.
            beside: the code to go to then.
        """
        codebook = self._session.codebook
        (first, *more) = code_ids
        is_counted = self._session.counts is not None
        if is_counted and not more and not codebook.children(first) and not self._coded(code_ids):
            if self._verbs.delete(first) is not None:
                self.done.emit(beside)
            return
        dialog = DeleteDialog(self._session, code_ids, self._undo, self._window)
        self._ask(dialog, lambda: self._delete(dialog, code_ids, beside))

    def _delete(self, dialog: DeleteDialog, code_ids: Sequence[int], beside: int | None) -> None:
        from annotator.ops import deleting_codes

        if (deletion := dialog.deletion) is None:
            return
        delete = partial(
            deleting_codes.delete_codes, deletion=deletion, coder_id=self._session.coder_id
        )
        concerned, codebook = set(code_ids), self._session.codebook
        if deletion.with_children:
            concerned = {one for code_id in code_ids for one in codebook.subtree(code_id)}
        goes = deletion.fate is not deleting_codes.Fate.RETIRE
        next_one = beside if beside not in concerned else None
        self._do(
            delete,
            self._coded(concerned),
            self.tr("Deleting codes…"),
            lambda: self.done.emit(next_one if goes else code_ids[0]),
        )

    def several(self, code_ids: Sequence[int]) -> None:
        """Ask what is changed of these codes, and do it."""
        dialog = SeveralDialog(self._session, code_ids, self._undo, self._window)
        self._ask(dialog, lambda: dialog.verb(self._session))

    def under(self, code_ids: Sequence[int]) -> None:
        """Ask which code these come under, and do it."""
        dialog = UnderDialog(self._session, code_ids, self._undo, self._window)
        self._ask(dialog, lambda: self._verbs.move_under(code_ids, dialog.to.code_id or None))

    def retire(self, code_ids: Sequence[int]) -> None:
        """Retire codes; where all of them are, have them used again."""
        from annotator.ops import several_codes

        codebook = self._session.codebook
        retired = all(codebook[one].status is Status.RETIRED for one in code_ids)
        status = Status.ACTIVE if retired else Status.RETIRED
        by = self._session.coder_id
        self._session.run(several_codes.set_status, tuple(code_ids), status, coder_id=by)

    def split(self, code_ids: Sequence[int]) -> None:
        """Ask what the annotations of the first of these are dealt to, and have it done."""
        dialog = SplitDialog(self._session, code_ids[0], self._undo, self._window)
        self._ask(dialog, lambda: self._split(dialog))

    def _split(self, dialog: SplitDialog) -> None:
        split = dialog.decided()
        if split is not None:
            self.split_wanted.emit(split)

    def _ask(self, dialog: Asking, do: Callable[[], object]) -> None:
        """Show it over the window; when it is accepted, and that project is open still, do it."""
        session = self._session
        project = session.project
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        session.closing.connect(dialog.reject)

        def accepted() -> None:
            if session.is_open and session.project is project:
                do()

        dialog.accepted.connect(accepted)
        dialog.open()

    @property
    def _undo(self) -> str:
        return self._keys.shown("edit.undo")

    def _coded(self, code_ids: Sequence[int] | set[int]) -> int:
        """How many annotations carry these codes, of all coders in all rounds."""
        counts = self._session.project.queries.annotation_counts()
        return sum(n for (code_id, _), n in counts.items() if code_id in code_ids)

    def _do(
        self,
        verb: Callable[..., Changes],
        number: int,
        doing: str,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Do it at once, or beside the window where it concerns very many annotations."""
        session = self._session
        if session.counts is not None and number <= _AT_ONCE:
            if session.run_now(partial(_run, verb=verb)) is not None:
                then()
            return
        if session.work.is_busy:
            session.told.emit(self.tr("Other work is under way; wait for it, or cancel it."))
            return
        project = session.project

        def work(progress: Progress) -> Changes:
            return verb(project, progress=progress)

        def done(changes: Changes) -> None:
            session.announce(changes)
            then()

        session.work.start(work, done, doing)


def _run(project: Project, *, verb: Callable[..., Changes]) -> Changes:
    return verb(project)
