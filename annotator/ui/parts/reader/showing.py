"""The current article of a session with its annotations: what is shown, chosen and pointed at."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import Code, Codebook
from annotator.domain.errors import UserError
from annotator.domain.lazy_text import LazyText
from annotator.domain.link import Link
from annotator.domain.records import new_uid
from annotator.domain.span import Range, Span
from annotator.domain.zones import Zone
from annotator.ui.glimpse import LONGEST, Glimpse
from annotator.ui.parts.reader.byline import byline
from annotator.ui.parts.reader.folding import Folding
from annotator.ui.parts.reader.hover_card import HoverCard
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.portions import SHORT, Portions
from annotator.ui.parts.reader.selecting import SelectableArticle
from annotator.ui.parts.reader.spoken import shortened
from annotator.ui.parts.reader.style import Style
from annotator.ui.session import Session
from annotator.ui.unsaved import sketch

_HOVER_MS = 350


class ShownArticle(SelectableArticle):
    """Follows the session: draws what changes, and lets an annotation be chosen.

    Signals:
        state_changed: what is selected or chosen changed.
        annotations_changed: the article shown, or its annotations, changed.
        article_shown: another article is shown, or none.
    """

    article_shown = Signal()
    annotations_changed = Signal()
    state_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.look.theme, Style.of(session.settings), parent)
        self.session = session
        self.chosen: int | None = None
        self.shown_article: int | None = None
        self._read: frozenset[int] = frozenset()
        self._round_id = 0
        self._misplaced = 0
        self._portions = Portions(self)
        self._portions.taken.connect(self.take_annotations)
        self._portions.done.connect(self._all_taken)
        self._portions.failed.connect(session.failed)
        self._begun = False
        self._hovered: list[Mark] = []
        self._card = HoverCard(session, self.viewport(), self._told_links)
        self._hover_timer = QTimer(self)
        self._hover_timer.setSingleShot(True)
        self._hover_timer.setInterval(_HOVER_MS)
        self._hover_timer.timeout.connect(self._show_card)
        self._listen()

    def _listen(self) -> None:
        session = self.session
        session.article_changed.connect(self._show_article)
        session.project_changed.connect(self._show_article)
        session.coder_changed.connect(self._show_annotations)
        session.others_changed.connect(self._others_changed)
        session.changed.connect(self._follow)
        session.hidden_changed.connect(self._codes_changed)
        session.colours_tried.connect(self._codes_changed)
        session.unsaved_changed.connect(self._unsaved_changed)
        session.settings.changed.connect(self._setting_changed)
        self.fold_turned.connect(self._remember_folds)
        session.look.changed.connect(lambda: self.set_theme(session.look.theme))
        session.reveal.connect(self.reveal)
        session.scroll_to.connect(self._come_to)
        self.selectionChanged.connect(self.state_changed)

    # -- what is shown

    def _show_article(self) -> None:
        session = self.session
        self.leaving.emit()
        self.drop_pieces()
        self._let_go()
        self.forget_pointer()
        self.set_codebook(session.codebook, session.hidden)
        self.set_coders(session.coder_id, session.others)
        if session.article_id is None:
            self._portions.stop()
            self.shown_article = None
            self.show_text("", (), [])
            self.annotations_changed.emit()
            self.article_shown.emit()
            return
        queries = session.project.queries
        text = queries.lazy_text(session.article_id)
        zones, meta_line = self._read_zones(session.article_id), self._meta_line(session.article_id)
        folding = self._folding(zones, session.article_id)
        self.show_text(text, zones, self._read_annotations(text), meta_line, folding)
        self.shown_article = session.article_id
        self._sketch_unsaved()
        self.annotations_changed.emit()
        self.article_shown.emit()

    def _show_annotations(self) -> None:
        """Show what the coders at work and on show have here; the text stays where it is."""
        session = self.session
        self._let_go()
        self.forget_pointer()
        self.set_coders(session.coder_id, session.others)
        if session.article_id is not None:
            self.show_annotations(self._read_annotations(self.lazy_text))
            self._sketch_unsaved()
            self._show_state()
        self.annotations_changed.emit()

    @property
    def is_whole(self) -> bool:
        """Whether all annotations of the article have been read."""
        return self._portions.is_done

    def _read_annotations(self, text: LazyText) -> list[Annotation]:
        session = self.session
        self._read = frozenset(session.others)
        if session.coder_id is not None:
            self._read |= {session.coder_id}
        self._misplaced = 0
        article_id, queries = session.article_id, session.project.queries
        round_id = self._round_id = session.project.round_id
        if text.length <= SHORT:
            self._portions.stop()
            found = queries.annotations(
                article_id=article_id, coder_ids=sorted(self._read), round_id=self._round_id
            )
            sound = self._sound(found, text)
            self._tell_misplaced()
            return sound

        def read(coders: Collection[int], part: Range) -> list[Annotation]:
            found = queries.annotations(
                article_id=article_id, coder_ids=coders, starting=part, round_id=round_id
            )
            return self._sound(found, text)

        mine = [session.coder_id] if session.coder_id is not None else []
        return self._portions.begin(read, text.length, [mine, sorted(session.others)])

    def _sound(self, found: list[Annotation], text: LazyText) -> list[Annotation]:
        """Those that quote the text where they say; the others are counted."""
        sound = [one for one in found if one.anchor.holds_in(text.to(one.span.end))]
        self._misplaced += len(found) - len(sound)
        return sound

    def _tell_misplaced(self) -> None:
        if self._misplaced:
            path = self.session.project.path
            self.session.failed.emit(_out_of_place(self._misplaced, path.name))

    def _all_taken(self) -> None:
        self._spare_the_collector()
        self._tell_misplaced()
        self.annotations_changed.emit()

    def read_all(self) -> None:
        """Read now what is still missing of a long article's annotations."""
        self._portions.finish()

    def _read_zones(self, article_id: int) -> Sequence[Zone]:
        """The zones of an article; while a long one comes, perhaps where nobody can be told."""

        def damaged(error: UserError) -> None:
            QTimer.singleShot(0, self, lambda: self.session.failed.emit(error))

        return self.session.project.queries.lazy_zones(article_id, damaged)

    def _zones_changed(self) -> None:
        shown = self.session.article_id
        zones = self._read_zones(shown) if shown is not None else self.zones
        if zones != self.zones:
            self.show_zones(zones)
            self._show_state()

    def _show_links(self) -> None:
        """Draw the links of the annotation that is chosen."""
        found = self.links_of(self.chosen) if self.chosen is not None else []
        self.set_links((one.from_id, one.to_id, one.relation) for one in found)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the article."""
        session = self.session
        if not session.is_open or session.article_id is None:
            return ()
        return tuple(session.project.queries.links(session.article_id))

    def links_of(self, annotation_id: int) -> list[Link]:
        """The links that begin or end at an annotation of the article."""
        if annotation_id < 0 or not self.session.is_open:
            return []
        return self.session.project.queries.links_of([annotation_id])

    def told_link(self, link: Link, annotation_id: int) -> str:
        """A link in words, as seen from one of its ends."""
        begins = link.from_id == annotation_id
        other = link.to_id if begins else link.from_id
        words = shortened(self.marks.annotation(other).anchor.quote) if other in self.marks else "…"
        told = (
            self.tr("{relation} “{words}”") if begins else self.tr("“{words}” is {relation} this")
        )
        return told.format(relation=link.relation, words=words)

    def _others_changed(self) -> None:
        """Show or hide other coders' annotations; those that were read need not be read again."""
        session = self.session
        if self._read.issuperset(session.others):
            self.forget_pointer()
            self.set_coders(session.coder_id, session.others)
            if self.chosen is not None and not self.is_shown(self.marks.bare(self.chosen)):
                self._let_go()
        else:
            self._show_annotations()

    def glimpse(self) -> Glimpse | None:
        """What is on screen, to be shown again at the next start; None if it is too long."""
        if self.offsets.length > LONGEST:
            return None
        session, codebook = self.session, self.codebook
        whose = (session.coder_id, session.others)
        seen = [
            one
            for one in self.marks.annotations()
            if one.id > 0 and one.coder_id in (whose[0], *whose[1])
        ]
        caret = self.offsets.from_utf16(self.textCursor().position())
        return Glimpse(
            self.text,
            self.zones,
            self.meta_line,
            tuple(seen),
            codebook,
            session.hidden,
            *whose,
            article_id=self.shown_article or 0,
            caret=caret,
            scrolled=self.scrolled(),
        )

    def show_glimpse(self, glimpse: Glimpse) -> None:
        """Show what was on screen last, until the project is open."""
        self.set_codebook(glimpse.codebook, glimpse.hidden)
        self.set_coders(glimpse.coder_id, glimpse.others)
        annotations, folding = list(glimpse.annotations), self._folding(glimpse.zones, None)
        self.show_text(glimpse.text, glimpse.zones, annotations, glimpse.meta_line, folding)
        self.shown_article = glimpse.article_id
        self.go_to(glimpse.caret, glimpse.scrolled)

    def _setting_changed(self, key: str) -> None:
        if key == "reader/folded":
            self.fold(Folding(self.zones, folded=self.session.settings.flag(key)))
            self._remember_folds()
        elif key.startswith("reader/"):
            self.set_style(Style.of(self.session.settings))

    def _folding(self, zones: Sequence[Zone], article_id: int | None) -> Folding:
        """Furniture as it is set, but for what was unfolded in this article."""
        settings = self.session.settings
        if not settings.flag("reader/folded"):
            return Folding(zones)
        unfolded = settings.ids(self._folds_key(article_id)) if article_id is not None else []
        return Folding(zones, folded=True, exceptions=unfolded)

    def _remember_folds(self) -> None:
        session = self.session
        if session.is_open and session.article_id is not None:
            key = self._folds_key(session.article_id)
            if self.folding.exceptions or session.settings.ids(key):
                session.settings.set_ids(key, sorted(self.folding.exceptions))

    def _folds_key(self, article_id: int) -> str:
        return f"{self.session.project.uid}/unfolded/{article_id}"

    def _meta_line(self, article_id: int) -> str:
        session = self.session
        queries, coder_id = session.project.queries, session.coder_id
        (article,) = queries.articles([article_id])
        state = queries.states(coder_id, [article_id])[article_id] if coder_id else None
        self._begun = self._is_begun
        return byline(article, state)

    @property
    def _is_begun(self) -> bool:
        """Whether the coder has any annotation here."""
        return any(self.marks.counts(self.session.coder_id).values())

    def _show_state(self) -> None:
        """Say in the line below the headline how far the coder is."""
        if self.session.article_id is not None:
            self.show_meta_line(self._meta_line(self.session.article_id))

    def _codes_changed(self) -> None:
        self.set_codebook(self._codes(), self.session.hidden)

    def _codes(self) -> Codebook:
        """The codebook, and the codes that are to be made with what could not be saved."""
        waiting = self.session.unsaved.wishes if self.session.unsaved else ()
        new = [wish for wish in waiting if wish.asked("span") and wish.asked("name")]
        if not new:
            return self.session.codebook
        made = (Code(-w.number, new_uid(), None, 0, w.asked("name")) for w in new)
        return Codebook((*self.session.codebook, *made))

    def _unsaved_changed(self) -> None:
        self._sketch_unsaved()
        self.annotations_changed.emit()

    def _sketch_unsaved(self) -> None:
        """Draw what could not be saved, so that it stays on screen until it is."""
        for mark in [mark for mark in self.marks if mark.id < 0]:
            if mark.id == self.chosen:
                self._let_go()
            self.drop_annotation(mark.id)
        if self.codebook is not self._codes():
            self._codes_changed()
        for wish in self.session.unsaved.wishes if self.session.unsaved else ():
            code_id = wish.asked("code_id")
            drawn = sketch(wish, -wish.number if code_id is None else code_id)
            if drawn is not None and drawn.article_id == self.session.article_id:
                self.put_annotation(drawn)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        """Draw what a transaction changed, and nothing else."""
        if changes.touches(Kind.CODE):
            self._codes_changed()
        if changes.touches(Kind.CODER):
            self.set_coders(self.session.coder_id, self.session.others)
        removed = changes.removed.get(Kind.ANNOTATION, frozenset())
        for annotation_id in removed:
            self.drop_annotation(annotation_id)
        if any(mark.id in removed for mark in self._hovered):
            self.forget_pointer()
        if self.chosen in removed:
            self._let_go()
        if self.session.article_id in changes.articles:
            self._draw_changed(changes)
            self.annotations_changed.emit()
        if changes.touches(Kind.LINK):
            self._show_links()
        if self.session.article_id in changes.updated.get(Kind.ARTICLE, frozenset()):
            self._zones_changed()
        told = changes.touches(Kind.PROGRESS) or changes.touches(Kind.ANSWER)
        if told or self._begun != self._is_begun:
            self._show_state()

    def _draw_changed(self, changes: Changes) -> None:
        wanted = changes.created.get(Kind.ANNOTATION, frozenset()) | changes.updated.get(
            Kind.ANNOTATION, frozenset()
        )
        session = self.session
        for annotation in session.project.queries.annotations_by_id(sorted(wanted)):
            is_here = annotation.article_id == session.article_id
            if (
                is_here
                and annotation.coder_id in self._read
                and annotation.round_id == self._round_id
            ):
                self.put_annotation(annotation)

    def _come_to(self, span: Span) -> None:
        """Show a place, and put the caret there unless something is selected."""
        self.show_span(span)
        if not self.textCursor().hasSelection():
            self.place_caret(span.end)

    def reveal(self, annotation_id: int) -> None:
        """Choose an annotation and scroll to it; another coder's place is selected instead."""
        session = self.session
        self.read_all()
        mark = self.marks.get(annotation_id)
        if mark is not None and mark.coder_id in (session.coder_id, *session.others):
            if mark.code_id in session.hidden:
                session.hide_codes(frozenset({mark.code_id}), hidden=False)
            self.leaving.emit()
            self._choose(annotation_id)
            self.show_span(self.marks.annotation(annotation_id).span)
        else:
            self._select_place_of(annotation_id)
        self.setFocus()

    def _select_place_of(self, annotation_id: int) -> None:
        session = self.session
        for annotation in session.project.queries.annotations_by_id([annotation_id]):
            if annotation.article_id != session.article_id or not annotation.span.ranges:
                continue
            self.leaving.emit()
            self._let_go()
            self.select(annotation.span.start, annotation.span.end)
            self.show_span(annotation.span)
            session.told.emit(
                self.tr("Selected: where {coder} has “{code}”.").format(
                    coder=session.names[annotation.coder_id],
                    code=session.codebook.path(annotation.code_id, " › "),
                )
            )

    # -- what is chosen

    @property
    def whose(self) -> str:
        """The name of the other coder whose annotation is chosen; '' when none of theirs is."""
        if self.chosen is None or not self.marks.knows(self.chosen):
            return ""
        one = self.marks.annotation(self.chosen)
        return self.session.names.get(one.coder_id, "?") if self.is_others(one) else ""

    def _show_chosen(self) -> None:
        self._show_strong()
        if self.whose and self.chosen is not None:
            code_id = self.marks.annotation(self.chosen).code_id
            self.session.told.emit(
                self.tr("{coder} has “{code}” here. A code’s key applies it as your own.").format(
                    coder=self.whose, code=self.codebook.path(code_id, " › ")
                )
            )
        self.state_changed.emit()

    def choose(self, annotation_id: int) -> None:
        """Choose an annotation of the article; the caret and the view stay."""
        if annotation_id != self.chosen:
            self.chosen = annotation_id
            self.drop_pieces()
            self._show_chosen()

    def _choose(self, annotation_id: int | None) -> None:
        self.chosen = annotation_id
        self.drop_pieces()
        if annotation_id is not None:
            self.place_caret(self.marks.annotation(annotation_id).span.start)
        self._show_chosen()

    def _let_go(self) -> None:
        self.forget_selection()
        self.selecting()

    def selecting(self) -> None:
        """What is selected is meant now, not the annotation that was chosen."""
        if self.chosen is not None:
            self.chosen = None
            self._show_strong()
            self.state_changed.emit()

    def _show_strong(self) -> None:
        strong = {mark.id for mark in self._hovered[:1]}
        if self.chosen is not None:
            strong.add(self.chosen)
        self.set_strong(frozenset(strong))
        if self.chosen != self.layer.chosen:
            self._show_links()
        mine = not self.whose and self.chosen is not None and self.chosen > 0
        self.set_chosen(self.chosen, movable=mine and self.session.can_change)

    # -- hover

    def pointed(self, point: QPointF) -> None:
        """Show what is under the pointer, and after a moment say what it is."""
        found = self.marks_at(point) if self.has_text else []
        self.viewport().setCursor(self._pointer_shape(point, is_mark=bool(found)))
        if [mark.id for mark in found] == [mark.id for mark in self._hovered]:
            return
        self._hovered = found
        self._show_strong()
        self._card.hide()
        if found:
            self._hover_timer.start()
        else:
            self._hover_timer.stop()

    def _pointer_shape(self, point: QPointF, *, is_mark: bool) -> Qt.CursorShape:
        if self.handle_at(point) is not None:
            return Qt.CursorShape.SizeHorCursor
        if self.fold_at(point) is not None:
            return Qt.CursorShape.PointingHandCursor
        if not self.is_beside(point):
            return Qt.CursorShape.IBeamCursor
        return Qt.CursorShape.PointingHandCursor if is_mark else Qt.CursorShape.ArrowCursor

    def _show_card(self) -> None:
        annotations = [self.marks.annotation(m.id) for m in self._hovered if m.id in self.marks]
        if annotations and not self.is_dragging and self.session.is_open:
            half = round(self.pixels * 1.3)
            line = QRect(0, round(self.pointer.y()) - half, 1, half * 2)
            self._card.show_for(annotations, self.pointer.toPoint(), line)

    def _told_links(self, annotation_id: int) -> list[str]:
        return [self.told_link(one, annotation_id) for one in self.links_of(annotation_id)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words are elsewhere then: a card beside them would lie on others."""
        super().resizeEvent(event)
        self._hide_card()

    def _hide_card(self) -> None:
        self._hover_timer.stop()
        self._card.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self.forget_pointer()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The viewport hears of the pointer leaving before the reader does."""
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Wheel):
            self.forget_pointer()
        return super().viewportEvent(event)

    def forget_pointer(self) -> None:
        """What is under the pointer is seen, and told no more."""
        self._hide_card()
        if self._hovered:
            self._hovered = []
            self._show_strong()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A card over a text that nobody is reading is in the way."""
        self._hide_card()
        super().focusOutEvent(event)


def _out_of_place(number: int, project: str) -> UserError:
    return UserError(
        "{n} annotations of this article do not quote its text where they say.",
        "They are not shown; nothing was changed. “annotator check” lists them; compare with a "
        "backup of {project}.",
        n=number,
        project=project,
    )
