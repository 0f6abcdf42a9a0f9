"""Naming codes in their rows of the codebook panel: new ones, and others anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from annotator.domain.changes import Kind
from annotator.ui.places.code.codebook_model import DRAFT, CodebookModel
from annotator.ui.places.code.codebook_tree import CodeTree
from annotator.ui.places.code.codebook_verbs import CodebookVerbs
from annotator.ui.places.code.foretold import held_by, naming, renaming
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held

Hint = QAbstractItemDelegate.EndEditHint


class CodeNaming(QObject):
    """Opens the line in which a name is typed, and does what it was for when the line is gone.

    What is typed when the project is closed is kept as if ``Enter`` had been pressed.

    Signals:
        rows_changed: room for a new code was made, or taken away again.
    """

    rows_changed = Signal()

    def __init__(
        self, session: Session, tree: CodeTree, model: CodebookModel, verbs: CodebookVerbs
    ) -> None:
        super().__init__(tree)
        self._session = session
        self._tree = tree
        self._model = model
        self._verbs = verbs
        self._renamed: int | None = None
        self._held: Held | None = None
        tree.delegate.typed.connect(self._foretell)
        tree.delegate.closeEditor.connect(self._ended)
        session.closing.connect(self.finish)

    def draft(self, parent_id: int | None, retry: str = "") -> None:
        """Let the person name a new code under a parent; ``retry`` is a name to start from."""
        self.finish()
        if parent_id is not None and parent_id not in self._session.codebook:
            return
        index = self._model.begin_draft(parent_id, retry)
        self.rows_changed.emit()
        if parent_id is not None:
            self._tree.expand(self._model.index_of(parent_id))
        self._tree.setCurrentIndex(index)
        self._tree.edit(index)

    def rename(self, code_id: int, retry: str = "") -> None:
        """Let the person give a code another name; ``retry`` is one to start from."""
        self.finish()
        index = self._model.index_of(code_id)
        if index.isValid():
            self._model.retry = retry
            self._renamed = code_id
            self._held = held_by(self._session, [code_id])
            self._tree.edit(index)

    def finish(self) -> None:
        """Act on what is typed now; nothing happens while no code is being named."""
        self._tree.delegate.finish()

    def _ended(self, _editor: QWidget, hint: Hint) -> None:
        """The line is gone: do what it was for. After a refusal of ``Enter`` it comes back."""
        self._renamed = None
        self._tree.mark.note.hide()
        given, self._model.given = self._model.given, None
        self._model.retry = ""
        parent_id = self._model.draft_parent
        if self._model.has_draft:
            self._model.drop_draft()
            self.rows_changed.emit()
        if given is None or hint == Hint.RevertModelCache or not self._session.is_open:
            return
        code_id, name = given
        again = hint == Hint.SubmitModelCache
        codebook = self._session.codebook
        if code_id == DRAFT and name.strip():
            self._add(name, parent_id, again=again)
        elif code_id in codebook and name != codebook[code_id].name:
            self._rename(code_id, name, again=again)

    def _foretell(self, name: str) -> None:
        """Say beneath the line what the name would change."""
        session, code_id = self._session, self._renamed
        if code_id is None:
            told, row = naming(session, self._model.draft_parent, name), DRAFT
        elif code_id in session.codebook:
            told, row = renaming(session, code_id, name, self._held), code_id
        else:
            return
        self._tree.mark.note.say(told, self._tree.visualRect(self._model.index_of(row)))
        self._tree.delegate.describe(told.words)

    def _add(self, name: str, parent_id: int | None, *, again: bool) -> None:
        changes = self._verbs.add(name, parent_id)
        if changes is not None:
            self._tree.go_to(changes.one_created(Kind.CODE))
        elif again:
            self._soon(lambda: self.draft(parent_id, name))

    def _rename(self, code_id: int, name: str, *, again: bool) -> None:
        if self._verbs.rename(code_id, name) is None and again:
            self._soon(lambda: self.rename(code_id, name))

    def _soon(self, begin: Callable[[], None]) -> None:
        """Begin again when the line that was refused is really gone, unless more has happened."""
        project = self._session.project

        def begin_there() -> None:
            same = self._session.is_open and self._session.project is project
            if same and not self._tree.delegate.naming:
                begin()

        QTimer.singleShot(0, self, begin_there)
