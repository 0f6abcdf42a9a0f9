"""The open project as the window sees it: runs verbs, tells what changed, knows who and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from annotator.domain.annotation import Coder, CoderKind
from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import Codebook
from annotator.domain.errors import UserError
from annotator.ui.settings import Settings
from annotator.ui.theme import Look

if TYPE_CHECKING:
    from annotator.store.project import Project

P = ParamSpec("P")


class Progress(Protocol):
    """Called by long work with what is done and what there is; False means: stop."""

    def __call__(self, done: int, total: int) -> bool:
        """Tell how far the work is."""
        ...


class Session(QObject):
    """What is open, who works on it and on which article. Everybody who shows it listens here.

    Signals:
        project_changed: another project is open, or none.
        changed: a transaction happened; carries the ``Changes`` and who asked for it (or None).
        article_changed: another article is current, or none.
        coder_changed: another coder is at work.
        hidden_changed: codes were hidden or shown.
        reveal: somebody wants to see an annotation in its text (its id).
        failed: a ``UserError`` to be shown.
        told: a sentence for the status line.
    """

    project_changed = Signal()
    changed = Signal(object, object)
    article_changed = Signal()
    coder_changed = Signal()
    hidden_changed = Signal()
    reveal = Signal(int)
    failed = Signal(object)
    told = Signal(str)
    _worked = Signal(object, object)
    _progressed = Signal(int, int)
    progressed = Signal(int, int)

    def __init__(self, look: Look, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.settings = settings
        self._project: Project | None = None
        self.coder: Coder | None = None
        self.article_id: int | None = None
        self.codebook = Codebook(())
        self.counts: Counter[tuple[int, int]] = Counter()
        self.hidden: frozenset[int] = frozenset()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="annotator-work")
        self._cancelled = False
        self._worked.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self.progressed, Qt.ConnectionType.QueuedConnection)

    # -- the project

    @property
    def project(self) -> Project:
        """The open project.

        Raises:
            LookupError: none is open; ask ``is_open`` first.
        """
        if self._project is None:
            raise LookupError("no project is open")
        return self._project

    @property
    def is_open(self) -> bool:
        """Whether a project is open."""
        return self._project is not None

    def show_project(self, project: Project, person_uid: str = "") -> None:
        """Take over an open project (closing the one before) and show it."""
        self.close_project()
        self._project = project
        self.codebook = project.queries.codebook()
        self.counts = Counter(project.queries.annotation_counts())
        coders = [c for c in project.queries.coders() if c.kind is CoderKind.HUMAN]
        last = self.settings.place(f"{project.uid}/coder")
        by_uid = {str(coder.uid): coder for coder in coders}
        self.coder = by_uid.get(last) or by_uid.get(person_uid) or (coders[0] if coders else None)
        hidden = self.settings.place(f"{project.uid}/hidden")
        self.hidden = frozenset(int(i) for i in hidden.split() if int(i) in self.codebook)
        self.settings.add_recent(str(project.path))
        self.project_changed.emit()

    def close_project(self) -> None:
        """Close the project, so that one plain file is left; nothing happens when none is open."""
        if self._project is None:
            return
        project, self._project = self._project, None
        self.article_id, self.coder, self.hidden = None, None, frozenset()
        self.codebook, self.counts = Codebook(()), Counter()
        project.close()
        self.settings.save()
        self.project_changed.emit()

    def shut_down(self) -> None:
        """Stop working for good."""
        self.cancel()
        self._worker.shutdown(wait=True)
        self.close_project()

    # -- verbs

    def run(
        self,
        verb: Callable[Concatenate[Project, P], Changes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Changes | None:
        """Run a verb of ``ops`` on the project and tell everybody what it changed.

        Returns:
            What changed, or None when the verb failed; then the failure was told as well.
        """
        try:
            changes = verb(self.project, *args, **kwargs)
        except UserError as error:
            self.failed.emit(error)
            return None
        self.announce(changes)
        return changes

    def announce(self, changes: Changes, initiator: object = None) -> None:
        """Bring what is cached here up to date and tell everybody."""
        if not changes.txn:
            return
        if changes.touches(Kind.CODE):
            self.codebook = self.project.queries.codebook()
        self.counts.update(changes.counts)
        self.changed.emit(changes, initiator)
        self.told.emit(changes.label)

    def undo(self) -> None:
        """Undo the active coder's latest action."""
        self._step(lambda project, coder: project.undo(coder))

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(lambda project, coder: project.redo(coder))

    def _step(self, step: Callable[[Project, int], Changes | None]) -> None:
        if self.coder_id is None:
            return
        try:
            changes = step(self.project, self.coder_id)
        except UserError as error:
            self.failed.emit(error)
            return
        if changes is not None:
            self.announce(changes)

    # -- long work

    def run_in_background(
        self, work: Callable[[Progress], Any], then: Callable[[Any], None]
    ) -> None:
        """Run ``work(progress)`` beside the window, then ``then(result)`` in the window's thread.

        A ``UserError`` is told by ``failed`` and gives the result None; any other exception is
        raised in the window's thread.
        """
        self._cancelled = False

        def progress(done: int, total: int) -> bool:
            self._progressed.emit(done, total)
            return not self._cancelled

        future = self._worker.submit(work, progress)
        future.add_done_callback(lambda done: self._worked.emit(done, then))

    def cancel(self) -> None:
        """Ask the long work to stop; it leaves nothing half done."""
        self._cancelled = True

    def _finish(self, done: Future[Any], then: Callable[[Any], None]) -> None:
        try:
            result = done.result()
        except UserError as error:
            self.failed.emit(error)
            result = None
        then(result)

    # -- who and where

    @property
    def coder_id(self) -> int | None:
        """The id of the coder at work, None when no project is open."""
        return self.coder.id if self.coder else None

    def choose_coder(self, coder: Coder) -> None:
        """That coder works from now on."""
        self.coder = coder
        self.settings.set_place(f"{self.project.uid}/coder", str(coder.uid))
        self.coder_changed.emit()

    def show_article(self, article_id: int | None) -> None:
        """Make an article the current one."""
        if article_id == self.article_id:
            return
        self.article_id = article_id
        if article_id is not None:
            self.settings.set_place(f"{self.project.uid}/article", str(article_id))
        self.article_changed.emit()

    def show_annotation(self, annotation_id: int) -> None:
        """Go to an annotation's article and show it there."""
        found = self.project.queries.annotations_by_id([annotation_id])
        if found:
            self.show_article(found[0].article_id)
            self.reveal.emit(annotation_id)

    def hide_codes(self, codes: frozenset[int], *, hidden: bool) -> None:
        """Hide or show the annotations of codes in the reader."""
        self.hidden = self.hidden | codes if hidden else self.hidden - codes
        self.settings.set_place(
            f"{self.project.uid}/hidden", " ".join(map(str, sorted(self.hidden)))
        )
        self.hidden_changed.emit()

    def total(self, code_id: int, *, everybody: bool = False) -> int:
        """How many live annotations of the project carry the code (of this coder, or of all)."""
        if everybody:
            return sum(n for (code, _), n in self.counts.items() if code == code_id)
        return self.counts[code_id, self.coder_id or 0]


def tr(context: str, text: str) -> str:
    """``text`` in the language of the window."""
    return QCoreApplication.translate(context, text)
