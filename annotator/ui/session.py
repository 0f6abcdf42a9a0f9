"""The open project as the window sees it: runs verbs, tells what changed, knows who and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.annotation import Coder, CoderKind, Round
from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import Codebook
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.initials import initials
from annotator.domain.tally import distinct_names
from annotator.ui.background import Background
from annotator.ui.settings import Settings
from annotator.ui.steps import Steps
from annotator.ui.theme import Look
from annotator.ui.unsaved import Refusal, Wish
from annotator.ui.wishes import Wishes
from annotator.ui.work import Work

if TYPE_CHECKING:
    from annotator.store.project import Project

P = ParamSpec("P")

_PLACES = 200
"""So many of the annotations that a step changed are looked at for one that can be shown."""

PAUSE_MS = 30_000
"""Without a change for so long, people are taken to pause, and the file is brought up to date."""


class Session(QObject):
    """What is open, who works on it and on which article. Everybody who shows it listens here.

    Signals:
        closing: the project is about to be closed; what is half typed is to be kept now.
        leaving: another article, coder or round is about to be current; so is it then.
        project_changed: another project is open, or none.
        changed: a transaction happened; carries the ``Changes`` and who asked for it (or None).
        article_changed: another article is current, or none.
        coder_changed: another coder is at work, or the same in another round.
        others_changed: other coders' annotations were shown or hidden.
        hidden_changed: codes were hidden or shown.
        colours_tried: codes are shown in colours that are not kept yet, or no more.
        reveal: somebody wants to see an annotation in its text (its id).
        scroll_to: a span of the current article is to come into view.
        failed: a ``UserError`` to be shown.
        told: a sentence for the status line; '' where what was told last holds no more.
        counted: the counts are known, or have to be waited for; where they only follow a change
            that is told by ``changed``, this is not.
        unsaved_changed: something could not be written, or could be after all.
    """

    closing = Signal()
    leaving = Signal()
    project_changed = Signal()
    changed = Signal(object, object)
    article_changed = Signal()
    coder_changed = Signal()
    others_changed = Signal()
    hidden_changed = Signal()
    colours_tried = Signal()
    reveal = Signal(int)
    scroll_to = Signal(object)
    failed = Signal(object)
    told = Signal(str)
    counted = Signal()
    unsaved_changed = Signal()

    def __init__(self, look: Look, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.settings = settings
        self._project: Project | None = None
        self.copy_of: Path | None = None
        self.coder: Coder | None = None
        self.coders: tuple[Coder, ...] = ()
        self.rounds: tuple[Round, ...] = ()
        self._shown: frozenset[str] = frozenset()
        self.article_id: int | None = None
        self.codebook = Codebook(())
        self.counts: Counter[tuple[int, int]] | None = None
        self.hidden: frozenset[int] = frozenset()
        self._wishes = Wishes(self._fulfil, self)
        self._wishes.changed.connect(self.unsaved_changed)
        self._wishes.failed.connect(self.failed)
        self.work = Work(self)
        self._steps = Steps(self.work, self)
        self._steps.taken.connect(self._step_taken)
        self._steps.failed.connect(self.failed)
        self._steps.told.connect(self.told)
        self.background = Background(self)
        self._is_counting = False
        self.work.failed.connect(self._work_failed)
        self.background.failed.connect(self.failed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._bring_file_up_to_date)
        # Backups have a thread of their own: they must not wait for an import, nor it for them.
        self.keeping = Work(self)

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

    @property
    def is_copy(self) -> bool:
        """Whether it is a copy that only serves to look at a project open elsewhere."""
        return self.copy_of is not None

    @property
    def can_change(self) -> bool:
        """Whether a project is open that is not for reading only."""
        return self._project is not None and not self._project.read_only

    @property
    def is_scheme_locked(self) -> bool:
        """Whether nobody adds codes to the study's coding scheme."""
        from annotator.ops import study

        return self._project is not None and study.is_scheme_locked(self._project)

    def show_project(
        self, project: Project, person_uid: str = "", *, copy_of: Path | None = None
    ) -> None:
        """Take over an open project (closing the one before) and show it.

        Args:
            project: the project.
            person_uid: the coder to work as where nobody was chosen here before.
            copy_of: the file, where this is a copy that only serves to look at it.
        """
        self.close_project()
        self._project, self.copy_of = project, copy_of
        self.codebook = project.queries.codebook()
        self.coders = project.queries.coders()
        self.rounds = project.queries.rounds.all()
        self._work_in(self.settings.place(f"{project.uid}/round"))
        self.coder = self._at_work(self.settings.place(f"{project.uid}/coder"), person_uid)
        self._shown = frozenset(self.settings.place(_shown_key(project)).split())
        hidden = self.settings.ids(f"{project.uid}/hidden")
        self.hidden = frozenset(code_id for code_id in hidden if code_id in self.codebook)
        self._name_at_work()
        if not self.is_copy:
            self.settings.add_recent(str(project.path))
        self._pause.start()
        self.project_changed.emit()
        self._count()

    def close_project(self) -> None:
        """Close the project, so that one plain file is left; nothing happens when none is open."""
        if self._project is None:
            return
        self._pause.stop()
        self.stop_work()
        self.background.drop()
        self.keeping.drop()
        self.closing.emit()
        project, self._project = self._project, None
        self._wishes.drop()
        self.article_id, self.coder, self.hidden = None, None, frozenset()
        self.coders, self.rounds, self._shown = (), (), frozenset()
        self._steps.forget_passed_over()
        self.codebook, self.counts, self._is_counting = Codebook(()), None, False
        try:
            project.close()
        except UserError as error:
            self.failed.emit(error)
        self.settings.save()
        self.project_changed.emit()

    def stop_work(self) -> None:
        """Stop what is done beside the window; what it wrote so far is seen by nobody."""
        if self._project is not None:
            self._project.stop_job()
        self.work.drop()

    def _work_failed(self, error: UserError) -> None:
        if isinstance(error, CancelledError) and error.brought_back and self.is_open:
            # Somebody may have looked meanwhile, and seen a part of it gone.
            self.announce(error.brought_back, saying=error.what)
        self.failed.emit(error)

    def _bring_file_up_to_date(self) -> None:
        # A slow disk takes longer for this than a frame.
        if self._project is not None:
            bring_up_to_date = self._project.checkpoint
            self.background.do(lambda _goes_on: bring_up_to_date(), lambda _done: None)

    def shut_down(self) -> None:
        """Stop working for good."""
        self.close_project()
        self.work.shut_down()
        self.background.shut_down()
        self.keeping.shut_down()

    # -- verbs

    def run(
        self,
        verb: Callable[Concatenate[Project, P], Changes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Changes | None:
        """Run a verb of ``ops`` on the project and tell everybody what it changed.

        Returns:
            What changed, or None when the verb failed. Then the failure was told as well; what
            the disk was in the way of waits in ``unsaved``.
        """
        self._wishes.forget_given_up()
        return self._wishes.attempt(self._wishes.new(verb, *args, **kwargs))

    def run_now(
        self,
        verb: Callable[Concatenate[Project, P], Changes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Changes | None:
        """Run a verb on which rests who does what follows: it is done now or not at all.

        Returns:
            What changed, or None when the verb failed; the failure was told.
        """
        return self._wishes.attempt_now(self._wishes.new(verb, *args, **kwargs))

    @property
    def unsaved(self) -> Refusal | None:
        """What could not be written and waits, and what stands in its way."""
        return self._wishes.refusal

    def retry(self) -> bool:
        """Try again, in order, what could not be written; whether nothing waits any more."""
        return self._wishes.retry()

    def give_up(self, numbers: Collection[int]) -> None:
        """Wish no longer what has these numbers; ``redo`` wishes it again."""
        if self._wishes.give_up(numbers):
            self.told.emit(self.tr("Taken back: it was not saved yet. Redo brings it back."))

    def _refuse_copy(self) -> None:
        if self.copy_of is not None:
            raise UserError(
                "This is a copy of “{path}” to read in.",
                "Nothing was changed. To work on the project, close it in the other window, then "
                "open it here.",
                path=self.copy_of,
            )

    def _fulfil(self, wish: Wish) -> Changes:
        self._refuse_copy()
        changes = wish.verb(self.project, *wish.args, **wish.kwargs)
        self._steps.forget_passed_over()
        self.announce(changes)
        return changes

    def announce(self, changes: Changes, *, saying: str = "") -> None:
        """Bring what is cached here up to date and tell everybody; ``saying`` in these words."""
        if not changes.txn:
            return
        # It is kept there, and another one only where something in it changed.
        self.codebook = self.project.queries.codebook()
        self._pause.start()
        before = self.coder_id, self.project.round_id
        if changes.touches(Kind.ROUND):
            now = {one.id: str(one.uid) for one in self.rounds}.get(self.project.round_id, "")
            self.rounds = self.project.queries.rounds.all()
            self._work_in(now)
        if changes.touches(Kind.CODER):
            self.coders = self.project.queries.coders()
            self.coder = self._at_work(str(self.coder.uid) if self.coder else "")
        self._count()
        self.changed.emit(changes, None)
        if (self.coder_id, self.project.round_id) != before:
            self.coder_changed.emit()
        self.told.emit(saying or changes.label)

    @property
    def undo_label(self) -> str | None:
        """What ``undo`` would take back, in plain words."""
        if self.coder_id is None:
            return None
        if self.unsaved is not None:
            return self.tr("what is not saved")
        return self._steps.undo_label(self.project, self.coder_id)

    @property
    def redo_label(self) -> str | None:
        """What ``redo`` would do again, in plain words."""
        if self.coder_id is None:
            return None
        if self._wishes.were_given_up:
            return self.tr("what was not saved")
        return self.project.redo_label(self.coder_id)

    def undo(self, entry: int | None = None) -> None:
        """Undo the active coder's latest action, or another one of theirs, and show where it was.

        What could not be written comes first of all. Those that could not be undone, and were
        passed over, are left out until the coder does something else.
        """
        if entry is None and not self.retry() and self.unsaved is not None:
            self.give_up({self.unsaved.wishes[-1].number})
            return
        self._wishes.forget_given_up()
        self._step(partial(self._steps.undo, entry=entry))

    def undo_before(self, refused: int) -> None:
        """Pass over a step that could not be undone, and undo the one before it."""
        self._steps.pass_over(refused)
        self.undo()

    def redo(self, entry: int | None = None) -> None:
        """Do again what was undone last, or another undone step, and show where it was."""
        if entry is None and self._wishes.were_given_up:
            self._wishes.wish_again()
        else:
            self._step(partial(self._steps.redo, entry=entry))

    def go_back(self, entry: int) -> None:
        """Take back all that the active coder did from an entry of the history on."""
        self._step(partial(self._steps.go_back, entry=entry))

    def _step(self, take: Callable[[Project, int], None]) -> None:
        if self.coder_id is None:
            return
        try:
            self._refuse_copy()
        except UserError as error:
            self.failed.emit(error)
        else:
            take(self.project, self.coder_id)

    def _step_taken(self, changes: Changes, said: str) -> None:
        self.announce(changes, saying=said)
        where = self._go_to_round(changes) + self._bring_into_view(changes)
        if where:
            self.told.emit(said + where)

    def _go_to_round(self, changes: Changes) -> str:
        """Work in the round in which something changed; which it is, if that is another one."""
        found = self.project.queries.rounds.touched(changes, most=_PLACES)
        before = self.project.round_id
        if not found or before in found:
            return ""
        self.choose_round(min(found))
        if self.project.round_id == before:
            return ""
        return self.tr(" — in the round “{name}”").format(name=self.round_name)

    def _bring_into_view(self, changes: Changes) -> str:
        """Show what was changed in the text; where it is, if that is another article."""
        touched = [
            *sorted(changes.created.get(Kind.ANNOTATION, ())),
            *sorted(changes.updated.get(Kind.ANNOTATION, ())),
            *sorted(changes.removed.get(Kind.ANNOTATION, ())),
        ]
        queries = self.project.queries
        places = queries.places(touched[:_PLACES])
        here = [span for article_id, span in places if article_id == self.article_id]
        if here:
            self.scroll_to.emit(here[0])
            return ""
        for article_id, span in places:
            if where := self._bring_article(article_id):
                self.scroll_to.emit(span)
                return where
        if changes.touches(Kind.ANSWER) and len(changes.articles) == 1:
            return self._bring_article(min(changes.articles))
        return ""

    def _bring_article(self, article_id: int) -> str:
        """Show an article; which it is, if it is another one that is still there."""
        found = self.project.queries.articles([article_id])
        if article_id == self.article_id or not found:
            return ""
        self.show_article(article_id)
        return self.tr(" — in “{headline}”").format(headline=found[0].headline)

    # -- who and where

    @property
    def coder_id(self) -> int | None:
        """The id of the coder at work, None when no project is open."""
        return self.coder.id if self.coder else None

    @property
    def names(self) -> dict[int, str]:
        """What the coders are called, by id; coders of one name are told apart."""
        return distinct_names({coder.id: coder.name for coder in self.coders})

    @property
    def initials(self) -> dict[int, str]:
        """The coders' initials by id, no two alike."""
        return initials({coder.id: coder.name for coder in self.coders})

    @property
    def others(self) -> dict[int, str]:
        """The initials of the other coders whose annotations are shown, by id."""
        shown = {coder.id for coder in self.coders if str(coder.uid) in self._shown}
        return {
            one: short
            for one, short in self.initials.items()
            if one in shown and one != self.coder_id
        }

    def choose_coder(self, coder: Coder) -> None:
        """That coder works from now on."""
        self.leaving.emit()
        self.coders = self.project.queries.coders()
        self.coder = coder
        self._steps.forget_passed_over()
        self._wishes.forget_given_up()
        self.settings.set_place(f"{self.project.uid}/coder", str(coder.uid))
        self._name_at_work()
        self.coder_changed.emit()

    def _name_at_work(self) -> None:
        if self.coder is not None:
            self.project.name_at_work(self.names[self.coder.id])

    def _work_in(self, wanted: str) -> None:
        """Code in the round with that uid; where there is none, in the first."""
        found = (one.id for one in self.rounds if str(one.uid) == wanted)
        self.project.work_in(next(found, self.project.main_round))

    @property
    def round_names(self) -> dict[int, str]:
        """What the rounds are called, by id; rounds of one name are told apart."""
        return distinct_names({one.id: one.name for one in self.rounds})

    @property
    def has_rounds(self) -> bool:
        """Whether there are several rounds, so that it has to be said which is meant."""
        return len(self.rounds) > 1

    @property
    def round_name(self) -> str:
        """What the round is called in which is coded."""
        return self.round_names[self.project.round_id]

    def choose_round(self, round_id: int) -> None:
        """What is coded from now on belongs to that round, and only what was coded in it is shown.

        Not while something waits to be saved, which belongs to the round of now.
        """
        project = self.project
        uids = {one.id: str(one.uid) for one in self.rounds}
        if round_id == project.round_id or round_id not in uids:
            return
        self.leaving.emit()
        if not self.retry():
            self.told.emit(
                self.tr("The round stays “{name}” until all is saved.").format(name=self.round_name)
            )
            return
        project.work_in(round_id)
        self.settings.set_place(f"{project.uid}/round", uids[round_id])
        self._count()
        self.coder_changed.emit()
        self.told.emit(self.tr("Round “{name}”").format(name=self.round_name))

    def show_coders(self, coders: Iterable[Coder], *, shown: bool) -> None:
        """Show or hide other coders' annotations in the reader; it is remembered."""
        uids = {str(coder.uid) for coder in coders}
        self._shown = self._shown | uids if shown else self._shown - uids
        self.settings.set_place(_shown_key(self.project), " ".join(sorted(self._shown)))
        self.others_changed.emit()

    def show_others(self, shown: bool) -> None:
        """Show or hide all other coders' annotations."""
        self.show_coders([one for one in self.coders if one.id != self.coder_id], shown=shown)

    def _at_work(self, *wanted: str) -> Coder | None:
        """The first human coder with one of these uids, tried in turn; else the first of all."""
        human = {str(coder.uid): coder for coder in self.coders if coder.kind is CoderKind.HUMAN}
        found = [human[uid] for uid in wanted if uid in human]
        return next(iter([*found, *human.values()]), None)

    def show_article(self, article_id: int | None) -> None:
        """Make an article the current one."""
        if article_id == self.article_id:
            return
        if self.article_id is not None:
            self.leaving.emit()
        self.article_id = article_id
        if article_id is not None:
            self.settings.set_place(f"{self.project.uid}/article", str(article_id))
        self.article_changed.emit()

    def show_annotation(self, annotation_id: int) -> None:
        """Go to an annotation's article and show it there."""
        found = self.project.queries.annotations_by_id([annotation_id])
        if found:
            self.choose_round(found[0].round_id)
            self.show_article(found[0].article_id)
            self.reveal.emit(annotation_id)

    def show_place(self, article_id: int, kind: Kind, record_id: int) -> None:
        """Go to an article and, there, to what is about it, in its round.

        Of an annotation that has been removed, to where it was.
        """
        queries = self.project.queries
        if not queries.articles([article_id]):
            self.told.emit(self.tr("That article has been removed."))
            return
        for round_id in queries.rounds.of(kind, [record_id]):
            self.choose_round(round_id)
        self.show_article(article_id)
        if kind is not Kind.ANNOTATION:
            return
        if queries.annotations_by_id([record_id]):
            self.reveal.emit(record_id)
            return
        for _, span in queries.places([record_id]):
            self.scroll_to.emit(span)

    def hide_codes(self, codes: frozenset[int], *, hidden: bool) -> None:
        """Hide or show the annotations of codes in the reader."""
        self.hidden = self.hidden | codes if hidden else self.hidden - codes
        self.settings.set_ids(f"{self.project.uid}/hidden", sorted(self.hidden))
        self.hidden_changed.emit()

    def try_colours(self, colours: Mapping[int, str]) -> None:
        """Show codes in these colours, here and nowhere else; whatever is done ends it."""
        self.codebook = self.project.queries.codebook().with_colours(colours)
        self.colours_tried.emit()

    def stop_trying(self) -> None:
        """Show codes in the colours that they have."""
        if self.is_open:
            self.codebook = self.project.queries.codebook()
        self.colours_tried.emit()

    # -- counts

    def total_of(self, coder_id: int | None) -> int | None:
        """How many annotations of the round are this coder's; None while not known."""
        if self.counts is None:
            return None
        return sum(n for (_, coder), n in self.counts.items() if coder == coder_id)

    def total(self, code_id: int, *, everybody: bool = False) -> int | None:
        """How many annotations of the round carry the code (of this coder, or of all).

        None while it is not known: after opening, or after a very large change.
        """
        if self.counts is None:
            return None
        if everybody:
            return sum(n for (code, _), n in self.counts.items() if code == code_id)
        return self.counts[code_id, self.coder_id or 0]

    def _count(self) -> None:
        """Have the counts as they are now, at once or as soon as they can be had."""
        queries = self.project.queries
        try:
            ready = queries.counts_are_ready
            self.counts = queries.annotation_counts(self.project.round_id) if ready else None
        except UserError as error:
            self.counts = None
            self.failed.emit(error)
            return
        if not ready and not self._is_counting:
            self._is_counting = True
            self.background.do(queries.prepare_counts, self._counted)

    def _counted(self, done: bool) -> None:
        self._is_counting = False
        if done:
            self._count()
            self.counted.emit()


def _shown_key(project: Project) -> str:
    return f"{project.uid}/shown_coders"
