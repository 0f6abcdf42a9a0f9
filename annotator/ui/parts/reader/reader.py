"""The reader at work: selecting, tagging and walking, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from annotator.domain import segments
from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import Code, Codebook
from annotator.domain.errors import UserError
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.ui.actions import key_of
from annotator.ui.glimpse import Glimpse
from annotator.ui.parts.code_drag import dragged_code
from annotator.ui.parts.reader.hover_card import HoverCard
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.selecting import SelectableArticle
from annotator.ui.session import Session
from annotator.ui.unsaved import sketch
from annotator.ui.widgets.dates import shown_date

_HOVER_MS = 350


class Reader(SelectableArticle):
    """The current article of a session, to be coded.

    Signals:
        pick_wanted: a code is to be picked for the place at that rectangle (global coordinates).
        state_changed: what is selected or chosen changed.
        annotations_changed: the article shown, or its annotations, changed.
    """

    pick_wanted = Signal(QRect)
    annotations_changed = Signal()
    state_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.look.theme, session.settings.number("reader/pixels"), parent)
        self.session = session
        self.chosen: int | None = None
        self.last_code: int | None = None
        self._read: frozenset[int] = frozenset()
        self._hovered: list[Mark] = []
        self._card = HoverCard(session, self.viewport())
        self._hover_timer = QTimer(self)
        self._hover_timer.setSingleShot(True)
        self._hover_timer.setInterval(_HOVER_MS)
        self._hover_timer.timeout.connect(self._show_card)
        self.setAccessibleName(self.tr("Article"))
        self._listen()

    def _listen(self) -> None:
        session = self.session
        session.article_changed.connect(self._show_article)
        session.project_changed.connect(self._show_article)
        session.coder_changed.connect(self._show_annotations)
        session.others_changed.connect(self._others_changed)
        session.changed.connect(self._follow)
        session.hidden_changed.connect(self._codes_changed)
        session.unsaved_changed.connect(self._unsaved_changed)
        session.look.changed.connect(lambda: self.set_theme(session.look.theme))
        session.reveal.connect(self.reveal)
        session.scroll_to.connect(self.show_span)
        self.selectionChanged.connect(self.state_changed)

    # -- what is shown

    def _show_article(self) -> None:
        session = self.session
        self._let_go()
        self._forget_pointer()
        self.set_codebook(session.codebook, session.hidden)
        self.set_coders(session.coder_id, session.others)
        if session.article_id is None:
            self.show_text("", (), [])
            self.annotations_changed.emit()
            return
        queries = session.project.queries
        text = queries.text(session.article_id)
        zones, meta_line = queries.zones(session.article_id), self._meta_line(session.article_id)
        self.show_text(text, zones, self._read_annotations(text), meta_line)
        self._sketch_unsaved()
        self.annotations_changed.emit()

    def _show_annotations(self) -> None:
        """Show what the coders at work and on show have here; the text stays where it is."""
        session = self.session
        self._let_go()
        self._forget_pointer()
        self.set_coders(session.coder_id, session.others)
        if session.article_id is not None:
            self.show_annotations(self._read_annotations(self.text))
            self._sketch_unsaved()
        self.annotations_changed.emit()

    def _read_annotations(self, text: str) -> list[Annotation]:
        session = self.session
        self._read = frozenset(session.others)
        if session.coder_id is not None:
            self._read |= {session.coder_id}
        queries, coders = session.project.queries, sorted(self._read)
        found = queries.annotations(article_id=session.article_id, coder_ids=coders)
        sound = [annotation for annotation in found if annotation.anchor.holds_in(text)]
        if len(sound) < len(found):
            session.failed.emit(_out_of_place(len(found) - len(sound), session.project.path.name))
        return sound

    def _others_changed(self) -> None:
        """Show or hide other coders' annotations; those that were read need not be read again."""
        session = self.session
        if self._read.issuperset(session.others):
            self._forget_pointer()
            self.set_coders(session.coder_id, session.others)
            if self.chosen is not None and not self.is_shown(self.marks[self.chosen]):
                self._let_go()
        else:
            self._show_annotations()

    def glimpse(self) -> Glimpse:
        """What is on screen, to be shown again at the next start."""
        session, codebook = self.session, self.codebook
        whose = (session.coder_id, session.others)
        seen = [
            one
            for one in self.marks.annotations()
            if one.id > 0 and one.coder_id in (whose[0], *whose[1])
        ]
        return Glimpse(
            self.text, self.zones, self.meta_line, tuple(seen), codebook, session.hidden, *whose
        )

    def show_glimpse(self, glimpse: Glimpse) -> None:
        """Show what was on screen last, until the project is open."""
        self.set_codebook(glimpse.codebook, glimpse.hidden)
        self.set_coders(glimpse.coder_id, glimpse.others)
        self.show_text(glimpse.text, glimpse.zones, list(glimpse.annotations), glimpse.meta_line)

    def _meta_line(self, article_id: int) -> str:
        (article,) = self.session.project.queries.articles([article_id])
        parts = [article.outlet, article.author, shown_date(article.published)]
        words = self.tr("{n} words").format(n=f"{article.counted_words:,}")
        return " · ".join([part for part in parts if part] + [words])

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
            self._forget_pointer()
        if self.chosen in removed:
            self._let_go()
        if self.session.article_id in changes.articles:
            self._draw_changed(changes)
            self.annotations_changed.emit()

    def _draw_changed(self, changes: Changes) -> None:
        wanted = changes.created.get(Kind.ANNOTATION, frozenset()) | changes.updated.get(
            Kind.ANNOTATION, frozenset()
        )
        session = self.session
        for annotation in session.project.queries.annotations_by_id(sorted(wanted)):
            if annotation.article_id == session.article_id and annotation.coder_id in self._read:
                self.put_annotation(annotation)

    def reveal(self, annotation_id: int) -> None:
        """Choose an annotation and scroll to it; another coder's place is selected instead."""
        session = self.session
        mark = self.marks.get(annotation_id)
        if mark is not None and mark.coder_id in (session.coder_id, *session.others):
            if mark.code_id in session.hidden:
                session.hide_codes(frozenset({mark.code_id}), hidden=False)
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
            self._let_go()
            self.select(annotation.span.start, annotation.span.end)
            self.show_span(annotation.span)
            session.told.emit(
                self.tr("Selected: where {coder} has “{code}”.").format(
                    coder=session.names[annotation.coder_id],
                    code=session.codebook.path(annotation.code_id, " › "),
                )
            )

    # -- what is meant

    def wanted_span(self) -> Span | None:
        """What a code would be applied to.

        The selection, else the chosen annotation's span, else the sentence at the caret; None
        where there is no sentence.
        """
        wanted = self.wanted_range()
        if wanted is not None:
            return Span.of(wanted)
        if self.chosen is not None and self.chosen in self.marks:
            return self.marks.annotation(self.chosen).span
        start, end = segments.sentence_at(self.text, self.selected_range()[1])
        return Span.of((start, end)) if start < end else None

    def tag(self, code_id: int, *, stay: bool = False) -> None:
        """Apply a code to what is meant; then the caret stands at its end and nothing has moved.

        Args:
            code_id: the code.
            stay: keep the place selected, for another code.
        """
        from annotator.ops import coding

        if self._tag(partial(coding.annotate, code_id=code_id), stay=stay):
            self.last_code = code_id
            if code_id in self.session.hidden:
                # What was just made is to be seen.
                self.session.hide_codes(frozenset({code_id}), hidden=False)

    def tag_with_new_code(self, name: str, *, stay: bool = False) -> None:
        """Make a code of that name and apply it to what is meant, as one step."""
        from annotator.ops import coding

        self._tag(partial(coding.annotate_with_new_code, name=name), stay=stay)

    def _tag(self, verb: Callable[..., Changes], *, stay: bool) -> bool:
        """Run a verb on what is meant; whether it did not fail."""
        span = self.wanted_span()
        session = self.session
        if span is None or session.article_id is None or session.coder_id is None:
            opening = self.tr("One moment: the project is being opened.")
            select = self.tr("Select words first, then press a code's key.")
            session.told.emit(select if session.is_open else opening)
            return False
        where = {"article_id": session.article_id, "span": span, "coder_id": session.coder_id}
        changes = session.run(verb, **where)
        if changes is None and session.unsaved is None:
            return False
        if changes is not None and not changes.txn:
            session.told.emit(self.tr("This passage has that code already."))
        if not stay:
            self._let_go()
            self.place_caret(span.end)
        return True

    @property
    def target(self) -> int | None:
        """The annotation that *remove* is about.

        The chosen one; else, of the coder's own, the newest that ends at the caret, where it
        stands after tagging; else the shortest around the caret.
        """
        if self.chosen is not None:
            return self.chosen
        caret = self.textCursor().position()
        ending = [mark for mark in self.marks.at(max(0, caret - 1)) if mark.end == caret]
        found = sorted(ending, key=lambda mark: -mark.id) + self.marks.at(caret)
        own = (mark.id for mark in found if self.is_shown(mark) and not self.is_others(mark))
        return next(own, None)

    @property
    def whose(self) -> str:
        """The name of the other coder whose annotation is chosen; '' when none of theirs is."""
        mark = self.marks.get(self.chosen) if self.chosen is not None else None
        if mark is None or not self.is_others(mark):
            return ""
        return self.session.names.get(mark.coder_id, "?")

    def remove_chosen(self) -> None:
        """Remove the annotation that is meant: see ``target``."""
        target = self.target
        if target is None or self.session.coder_id is None:
            return
        if target < 0:
            self.session.give_up({-target})
            return
        if self.whose:
            self.session.told.emit(
                self.tr(
                    "Not removed: it is {coder}’s. To change it, choose them as the coder ({key})."
                ).format(coder=self.whose, key=key_of("project.coder"))
            )
            return
        from annotator.ops import coding

        self.session.run(coding.remove_annotations, [target], coder_id=self.session.coder_id)

    def walk(self, step: int) -> None:
        """Choose the next (1) or previous (-1) annotation in the order of the text."""
        order = [mark for mark in self.marks.in_order() if self.is_shown(mark)]
        if not order:
            return
        ids = [mark.id for mark in order]
        if self.chosen in ids:
            target = order[(ids.index(self.chosen) + step) % len(order)]
        else:
            caret = self.textCursor().position()
            after = [mark for mark in order if mark.start >= caret]
            before = [mark for mark in order if mark.start < caret]
            target = (after or order)[0] if step > 0 else (before or order)[-1]
        self._choose(target.id)
        self.show_span(self.marks.annotation(target.id).span)

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1) or the usual (0) text."""
        pixels = min(48, max(10, self.pixels + step)) if step else 18
        self.session.settings.set("reader/pixels", pixels)
        self.set_pixels(pixels)

    def pick(self) -> None:
        """Ask for a code for what is meant."""
        if self.wanted_span() is not None:
            self.ensureCursorVisible()
            self.pick_wanted.emit(self.selection_rectangle())

    def _choose(self, annotation_id: int | None) -> None:
        self.chosen = annotation_id
        if annotation_id is not None:
            self.place_caret(self.marks.annotation(annotation_id).span.start)
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._show_strong()
        if self.whose and self.chosen is not None:
            code_id = self.marks[self.chosen].code_id
            self.session.told.emit(
                self.tr("{coder} has “{code}” here. A code’s key applies it as your own.").format(
                    coder=self.whose, code=self.codebook.path(code_id, " › ")
                )
            )
        self.state_changed.emit()

    def _let_go(self) -> None:
        self.forget_selection()
        self.selecting()

    def snaps(self) -> bool:
        """As the setting says."""
        return self.session.settings.flag("reader/snap")

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

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits belong to the codes, a few keys to the reader, the rest to Qt."""
        self._hide_card()
        if self._own_key(event) or self._code_key(event):
            event.accept()
            return
        before = self.textCursor().position()
        super().keyPressEvent(event)
        self.step_over_blank_lines(event, before)
        if self.textCursor().position() != before:
            self._let_go()

    def _own_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        modifiers &= ~Qt.KeyboardModifier.KeypadModifier
        none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        handlers = {
            (Qt.Key.Key_Return, none): self.pick,
            (Qt.Key.Key_Enter, none): self.pick,
            (Qt.Key.Key_Space, none): self.grow,
            (Qt.Key.Key_Space, shift): self.shrink,
            (Qt.Key.Key_Tab, none): lambda: self.walk(1),
            (Qt.Key.Key_Backtab, shift): lambda: self.walk(-1),
            (Qt.Key.Key_Delete, none): self.remove_chosen,
            (Qt.Key.Key_Period, none): self.repeat,
            (Qt.Key.Key_Escape, none): self._escape,
        }
        handler = handlers.get((Qt.Key(key), modifiers)) if self.text else None
        if handler is not None:
            handler()
        return handler is not None

    def repeat(self) -> None:
        """Apply the last code again."""
        if self.last_code is not None and self.last_code in self.session.codebook:
            self.tag(self.last_code)

    def _escape(self) -> None:
        self.place_caret(self.selected_range()[1])
        self._let_go()

    def _code_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        typed = event.text()
        if plain != Qt.KeyboardModifier.NoModifier or len(typed) != 1 or not typed.isalnum():
            return False
        code = self.session.codebook.by_key(typed)
        if code is not None and self.text:
            self.tag(code.id)
        elif self.text and self.session.is_open:
            self.session.told.emit(self.tr("No code has the key “{key}”.").format(key=typed))
        return True

    def event(self, event: QEvent) -> bool:
        """Tab walks the annotations and never leaves the article; F6 does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if tab and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.keyPressEvent(event)
                return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if plain and len(event.text()) == 1 and event.text().isprintable():
                event.accept()
                return True
        return super().event(event)

    # -- mouse

    def clicked(self, point: QPointF) -> None:
        """Choose the shortest annotation there; the one around it with the next click."""
        found = self.marks_at(point)
        again = [mark.id for mark in found]
        chosen = None
        if found:
            following = again.index(self.chosen) + 1 if self.chosen in again else 0
            chosen = again[following % len(again)]
        self.forget_selection()
        self.chosen = chosen
        if point.x() < self.margin_left:
            self.place_caret(self.caret_at(point))
        self._show_chosen()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whoever presses has seen what is under the pointer."""
        self._forget_pointer()
        super().mousePressEvent(event)

    # -- a code dragged from the codebook

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Codes are welcome; files are for the window."""
        self._welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same all over the text."""
        self._welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tag the selection, or without one the sentence that the code was dropped on."""
        code_id = dragged_code(event.mimeData())
        if code_id is None or not self.text:
            event.ignore()
            return
        event.acceptProposedAction()
        if self.wanted_range() is None:
            self._let_go()
            self.place_caret(self.caret_at(event.position()))
        self.tag(code_id)
        self.setFocus()

    def _welcome(self, event: QDropEvent) -> None:
        if self.text and dragged_code(event.mimeData()) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    # -- hover

    def pointed(self, point: QPointF) -> None:
        """Show what is under the pointer, and after a moment say what it is."""
        found = self.marks_at(point) if self.text else []
        in_margin = point.x() >= self.margin_left
        shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape if in_margin else Qt.CursorShape.IBeamCursor)
        if [mark.id for mark in found] == [mark.id for mark in self._hovered]:
            return
        self._hovered = found
        self._show_strong()
        self._card.hide()
        if found:
            self._hover_timer.start()
        else:
            self._hover_timer.stop()

    def _show_card(self) -> None:
        annotations = [self.marks.annotation(m.id) for m in self._hovered if m.id in self.marks]
        if annotations and not self.is_dragging and self.session.is_open:
            half = round(self.pixels * 1.3)
            line = QRect(0, round(self.pointer.y()) - half, 1, half * 2)
            self._card.show_for(annotations, self.pointer.toPoint(), line)

    def _hide_card(self) -> None:
        self._hover_timer.stop()
        self._card.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._forget_pointer()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The viewport hears of the pointer leaving before the reader does."""
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Wheel):
            self._forget_pointer()
        return super().viewportEvent(event)

    def _forget_pointer(self) -> None:
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
