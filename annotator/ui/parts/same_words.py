"""The line under the article that offers other places with the words tagged, and walks them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.domain.changes import Changes, Kind
from annotator.domain.finding import Hit
from annotator.domain.span import Span
from annotator.ui.commands import Actions
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.hits import Hits
from annotator.ui.parts.reader.spoken import shortened
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.foot_bar import FootBar
from annotator.ui.work import Progress

if TYPE_CHECKING:
    from annotator.ops.same_words import SameWords
    from annotator.store.project import Project

_PAUSE_MS = 250
"""Other places are looked for when nothing was tagged for so long."""

_AT_ONCE = 200
"""So many places are tagged within a moment; more beside the window."""


class SameWordsBar(FootBar):
    """After tagging, says where else the words stand; then one answers for each place.

    Each place that is taken is saved at once. All that was taken is one step to undo.
    """

    def __init__(self, reader: Reader, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._session = reader.session
        self._actions = actions
        self._tagged: int | None = None
        self._same: SameWords | None = None
        self._places: tuple[Hit, ...] = ()
        self._at = 0
        self._taken: list[int] = []
        self._first: int | None = None
        self._is_taking = False
        self._from: tuple[int, int, tuple[int, int]] | None = None
        self._asked = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._look_here)
        self._lay_out()
        self._listen()
        self.hide()

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("The same words elsewhere"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = ElidedLabel()
        self._walk = self.button(self.tr("Walk them"), self.walk)
        self._yes = self.button(self.tr("Yes  Y"), self._take)
        self._no = self.button(self.tr("No  N"), self._pass)
        self._all = self.button(self.tr("All  A"), self._take_rest)
        self._all.setToolTip(self.tr("All that are left"))
        self._end = self.button(self.tr("End  Esc"), self.end)
        self.add(0, self._words, 1)
        for button in (self._walk, self._yes, self._no, self._all, self._end):
            self.add(1, button)

    def _listen(self) -> None:
        session = self._session
        self._reader.tagged.connect(self._was_tagged)
        self._reader.installEventFilter(self)
        session.article_changed.connect(self._article_changed)
        session.coder_changed.connect(self.forget)
        session.project_changed.connect(self.forget)
        session.changed.connect(self._follow)

    # -- the offer

    @property
    def is_walking(self) -> bool:
        """Whether places are being answered for."""
        return self._from is not None

    def _was_tagged(self, annotation_id: int) -> None:
        self.forget()
        self._tagged = annotation_id
        self._soon.start()

    def _look_here(self) -> None:
        """Look for other places, in other articles too where that takes a moment only."""
        session, found = self._session, list["SameWords | None"]()
        if not session.is_open or self._tagged is None:
            return
        self._asked += 1
        everywhere = session.project.queries.search_is_ready
        look = partial(_look, session.project, self._tagged, everywhere=everywhere)
        session.background.do(
            lambda _goes_on: found.append(look()),
            partial(self._found, self._asked, found, everywhere),
        )

    def _found(self, asked: int, found: list[SameWords | None], whole: bool, done: bool) -> None:
        if not done or asked != self._asked or self._tagged is None or self.is_walking:
            return
        (same,) = found
        if same is None or not same.places:
            return
        self._same = same if whole else None
        self._words.set_text(self._offer(same, whole))
        self._show("offer")

    def _offer(self, same: SameWords, whole: bool) -> str:
        from annotator.ops.same_words import MOST

        key = self._actions.keys.shown("code.same_words")
        here, there = len(same.here), len(same.elsewhere)
        count = self.tr("more than {n}") if there == MOST else "{n}"
        elsewhere = count.format(n=f"{there:,}")
        if not whole:
            where = self.tr("{n} more here; other articles are looked through then")
        elif not there:
            where = self.tr("{n} more here")
        elif not here:
            where = self.tr("{there} in other articles")
        else:
            where = self.tr("{n} more here, {there} in other articles")
        return self.tr("“{words}” — {where} · {key}: walk them").format(
            words=shortened(same.words),
            where=where.format(n=f"{here:,}", there=elsewhere),
            key=key,
        )

    def forget(self) -> None:
        """Offer nothing any more."""
        self._soon.stop()
        self._asked += 1
        self._tagged = self._same = None
        self._from = None
        if self.isVisible():
            self._reader.set_hits(Hits())
            self.hide()

    # -- the walk

    def walk(self) -> None:
        """Walk the other places of what was tagged last, or of the annotation that is chosen."""
        session, reader = self._session, self._reader
        if self.is_walking:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        target = reader.target if reader.chosen is not None or self._tagged is None else None
        wanted = self._tagged if target is None else target
        if wanted is None or wanted < 0:
            session.told.emit(self.tr("Tag some words first: then other places are looked for."))
            return
        if self._same is not None and wanted == self._tagged:
            self._begin(self._same)
            return
        if session.work.is_busy:
            session.told.emit(self.tr("Other work is under way; wait for it, or cancel it."))
            return
        self._soon.stop()
        self._tagged = wanted
        look = partial(_look, session.project, wanted, everywhere=True)
        session.work.start(
            lambda progress: look(progress=progress),
            self._begin,
            self.tr("Looking for the same words…"),
        )

    def _begin(self, same: SameWords | None) -> None:
        session, reader = self._session, self._reader
        if same is None or not same.places or session.article_id is None:
            session.told.emit(self.tr("These words stand nowhere else without this code."))
            return
        self._same, self._places = same, same.places
        self._at, self._taken = 0, []
        self._first = None
        caret = reader.selected_range()[1]
        self._from = (session.article_id, caret, reader.scrolled())
        self._show("walk")
        self._show_place()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_place(self) -> None:
        assert self._same is not None
        one, reader = self._places[self._at], self._reader
        self._session.show_article(one.article_id)
        here = [each for each in self._places if each.article_id == one.article_id]
        hits = Hits([(each.start, each.end) for each in sorted(here, key=_start)], reader.offsets)
        hits.current = hits.after(one.start)
        reader.set_hits(hits)
        reader.selecting()
        reader.select(one.start, one.end)
        reader.show_span(Span.of((one.start, one.end)), leaves=False)
        name = self._session.codebook[self._same.code_id].name
        asked = self.tr("{n} of {all} · Is this “{code}” too?").format(
            n=f"{self._at + 1:,}", all=f"{len(self._places):,}", code=name
        )
        self._words.set_text(asked)
        around = f"…{one.before[-30:]}{one.words}{one.after[:30]}…"
        self._session.told.emit(f"{asked} {' '.join(around.split())}")

    def _take(self) -> None:
        if self._take_some([self._places[self._at]]):
            self._go_on()

    def _take_some(self, places: list[Hit]) -> bool:
        from annotator.ops import same_words

        assert self._same is not None
        self._is_taking = True
        changes = self._session.run_now(same_words.take, self._same, places, after=self._first)
        self._is_taking = False
        return self._count(changes)

    def _count(self, changes: Changes | None) -> bool:
        if changes is None:
            return False
        if self._first is None and changes.txn:
            self._first = changes.txn
        self._taken += changes.created.get(Kind.ANNOTATION, ())
        return True

    def _pass(self) -> None:
        self._go_on()

    def _go_on(self) -> None:
        self._at += 1
        if self._at == len(self._places):
            self.end()
        else:
            self._show_place()

    def _take_rest(self) -> None:
        from annotator.ops import same_words

        rest, session = list(self._places[self._at :]), self._session
        if len(rest) <= _AT_ONCE:
            if self._take_some(rest):
                self.end()
            return
        if session.work.is_busy or self._same is None:
            session.told.emit(self.tr("Other work is under way; wait for it, or cancel it."))
            return
        take = partial(same_words.take_many, session.project, self._same, rest, after=self._first)
        session.work.start(
            lambda progress: take(progress=progress), self._took_rest, self.tr("Tagging…")
        )

    def _took_rest(self, changes: Changes) -> None:
        self._is_taking = True
        self._session.announce(changes)
        self._is_taking = False
        if self._count(changes) and self.is_walking:
            self.end()

    def end(self) -> None:
        """Go back to where the walk began, and say what was taken."""
        if self._from is None:
            self.forget()
            return
        article_id, caret, scrolled = self._from
        taken, reader = self._taken, self._reader
        self.forget()
        self._session.show_article(article_id)
        reader.go_to(caret, scrolled)
        reader.setFocus(Qt.FocusReason.OtherFocusReason)
        undo = self._actions.keys.shown("edit.undo")
        said = self.tr("Tagged {n} more. {key} takes all of them back.")
        nothing = self.tr("Nothing more was tagged.")
        self._session.told.emit(said.format(n=f"{len(taken):,}", key=undo) if taken else nothing)
        if taken:
            reader.coded.emit(taken)

    # -- what happens meanwhile

    def _follow(self, changes: Changes, _initiator: object) -> None:
        """What else is done meanwhile ends the series; what was tagged may be gone."""
        if not self._is_taking:
            self._first = None
            if self._tagged in changes.removed.get(Kind.ANNOTATION, ()) and not self.is_walking:
                self.forget()

    def _article_changed(self) -> None:
        session = self._session
        if not self.is_walking:
            self.forget()
        elif self._at < len(self._places):
            walked = self._places[self._at].article_id
            if session.article_id != walked:
                # Somebody went elsewhere: that is the end, where they are.
                self.forget()

    def _show(self, state: str) -> None:
        walking = state == "walk"
        self._walk.setVisible(not walking)
        for button in (self._yes, self._no, self._all):
            button.setVisible(walking)
        self._end.setText(self.tr("End  Esc") if walking else self.tr("Not now  Esc"))
        self.show()
        self.arrange()

    def hint(self) -> str:
        """The keys that help while the bar has the focus."""
        if not self.is_walking:
            return self.tr("Enter: walk them · Esc: not now")
        return self.tr("Y: yes · N: no · A: all that are left · Esc: end")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y, N, A and Esc while places are walked."""
        handlers = {
            Qt.Key.Key_Y: self._take,
            Qt.Key.Key_N: self._pass,
            Qt.Key.Key_A: self._take_rest,
            Qt.Key.Key_Escape: self.end,
        }
        handler = handlers.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if handler is not None and plain and self.is_walking and not self._session.work.is_busy:
            handler()
        elif event.key() == Qt.Key.Key_Escape:
            self.end()
            self._reader.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_walking:
            self.walk()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the article lets the offer go as well."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.isVisible()
            and not self.is_walking
        ):
            self.forget()
        return super().eventFilter(watched, event)


def _start(one: Hit) -> int:
    return one.start


def _look(
    project: Project, annotation_id: int, *, everywhere: bool, progress: Progress | None = None
) -> SameWords | None:
    from annotator.ops import same_words

    for annotation in project.queries.annotations_by_id([annotation_id]):
        return same_words.same_words(project, annotation, everywhere=everywhere, progress=progress)
    return None
