"""The reader at work: selecting, tagging and walking, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from annotator.domain import segments
from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import NewCode, Status, Unit
from annotator.domain.span import Span
from annotator.domain.units import fitted
from annotator.ui.actions import NEEDS, translated
from annotator.ui.commands import Actions
from annotator.ui.parts.reader.among import menu_of
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.modes import Mode
from annotator.ui.parts.reader.showing import ShownArticle
from annotator.ui.parts.reader.spoken import shortened, spoken
from annotator.ui.session import Session

_UNITS = {"sentence": segments.sentence_at, "paragraph": segments.paragraph_at}
"""What a code's key marks where nothing is selected, by the setting's value."""
_FARTHEST = (Qt.Key.Key_Home, Qt.Key.Key_End)
"""Keys that lead with Ctrl to the first and the last words."""


class Reader(ShownArticle):
    """The current article of a session, to be coded.

    Signals:
        chosen_too: annotations are meant (the second list) besides those before (the first).
        coded: annotations got a code by another way than tagging; carries their ids.
        pick_wanted: a code is to be picked for the place at that rectangle (global coordinates).
        tagged: a code was applied; carries the id of the annotation.
        several: more than two marks lie at a point of the viewport that was clicked.
    """

    chosen_too = Signal(list, list)
    pick_wanted = Signal(QRect)
    coded = Signal(list)
    tagged = Signal(int)
    several = Signal(QPointF, object)

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.actions_table = actions
        self.mode: Mode | None = None
        self.instead: Callable[[int | NewCode], object] | None = None
        """What the next code does, if not to tag."""
        self._caret_before_picking: int | None = None
        self.setAccessibleName(self.tr("Article"))

    # -- what is meant

    @property
    def last_code(self) -> int | None:
        """The code that was applied last in this project, on another day perhaps; None for none."""
        session = self.session
        uid = session.settings.place(f"{session.project.uid}/last_code") if session.is_open else ""
        usable = (code for code in session.codebook if not code.is_deleted)
        return next((code.id for code in usable if str(code.uid) == uid), None)

    @last_code.setter
    def last_code(self, code_id: int) -> None:
        session = self.session
        uid = str(session.codebook[code_id].uid)
        session.settings.set_place(f"{session.project.uid}/last_code", uid)

    def wanted_span(self) -> Span | None:
        """What a code would be applied to.

        The selection and the pieces that are held, else the chosen annotation's span, else, as
        the setting says, the sentence or the paragraph at the caret; None where there is none.
        """
        selected = self.selected_span()
        if selected is not None:
            return selected
        if self.chosen is not None and self.chosen in self.marks:
            return self.marks.annotation(self.chosen).span
        return self.unit_at(self.selected_range()[1])

    def unit_at(self, position: int) -> Span | None:
        """The sentence or paragraph there, as the setting says; None where nothing is meant."""
        unit = _UNITS.get(self.session.settings.word("reader/unselected"))
        if unit is None:
            return None
        start, end = unit(self.text, position)
        return Span.of((start, end)) if start < end else None

    def tag(self, code_id: int, *, stay: bool = False) -> None:
        """Apply a code to what is meant; then the caret stands at its end and nothing has moved.

        Args:
            code_id: the code.
            stay: keep the place selected, for another code.
        """
        from annotator.ops import coding

        code = self.session.codebook[code_id]
        if code.status is Status.RETIRED:
            told = self.tr("“{code}” is retired: it is not applied any more. Nothing was changed.")
            self.session.told.emit(told.format(code=code.name))
            return
        if self.instead is not None:
            self.instead(code_id)
            return
        unit = self.codebook[code_id].unit if code_id in self.codebook else Unit.SPAN
        if self._tag(partial(coding.annotate, code_id=code_id), stay=stay, unit=unit):
            self._tagged(code_id)

    def tag_with_new_code(
        self, name: str, *, parent_id: int | None = None, stay: bool = False
    ) -> None:
        """Make a code of that name and apply it to what is meant, as one step.

        Where a code is asked for to do something else with, it is made in that step.
        """
        from annotator.ops import coding

        if self.instead is not None:
            self.instead(NewCode(name, parent_id))
            return
        verb = partial(coding.annotate_with_new_code, name=name, parent_id=parent_id)
        self._tag(verb, stay=stay)

    def _tagged(self, code_id: int) -> None:
        self.last_code = code_id
        if code_id in self.session.hidden:
            # What was just made is to be seen.
            self.session.hide_codes(frozenset({code_id}), hidden=False)

    def _tag(self, verb: Callable[..., Changes], *, stay: bool, unit: Unit = Unit.SPAN) -> bool:
        """Run a verb on what is meant, as a code of that unit takes it; whether it did not fail."""
        meant, session = self.wanted_span(), self.session
        if session.is_open and not session.can_change:
            session.told.emit(translated(NEEDS["writable"]))
            return False
        span = Span() if meant is None and unit is Unit.ARTICLE else meant
        if span is None or session.article_id is None or session.coder_id is None:
            opening = self.tr("One moment: the project is being opened.")
            select = self.tr("Select words first, then press a code's key.")
            session.told.emit(select if session.is_open else opening)
            return False
        span = fitted(span, unit, self.text)
        where = {"article_id": session.article_id, "span": span, "coder_id": session.coder_id}
        changes = session.run(verb, **where)
        if changes is None and session.unsaved is None:
            return False
        if changes is not None and not changes.txn:
            session.told.emit(self.tr("This passage has that code already."))
        if not stay:
            self._caret_before_picking = None
            selected = self.wanted_range()
            self.drop_pieces()
            self._let_go()
            if span.ranges or selected is not None:
                self.place_caret(span.end if selected is None else selected[1])
        for made in changes.created.get(Kind.ANNOTATION, ()) if changes is not None else ():
            self._tagged(self.marks.annotation(made).code_id)
            self.tagged.emit(made)
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

    def remove_chosen(self) -> None:
        """Remove the annotation that is meant: see ``target``."""
        target = self.target
        if target is None or self.session.coder_id is None:
            return
        if target < 0:
            self.session.give_up({-target})
            return
        if self._is_refused(target):
            return
        from annotator.ops import coding

        self.session.run(coding.remove_annotations, [target], coder_id=self.session.coder_id)

    def take_target(self) -> int | None:
        """Choose the annotation that is meant (see ``target``), to be changed.

        Returns:
            None where there is none, or it cannot be changed; that was told.
        """
        target = self.target
        if target is None or self.session.coder_id is None:
            self.session.told.emit(self.tr("There is no annotation here."))
            return None
        if target < 0:
            self.session.told.emit(self.tr("It is not saved yet. Try to save it first."))
            return None
        if self._is_refused(target):
            return None
        self.choose(target)
        return target

    def _is_refused(self, target: int) -> bool:
        """Whether an annotation is another coder's; that was told."""
        if not self.is_others(self.marks.annotation(target)):
            return False
        self.session.told.emit(
            self.tr(
                "Not changed: it is {coder}’s. To change it, choose them as the coder ({key})."
            ).format(coder=self.whose, key=self.actions_table.keys.shown("project.coder"))
        )
        return True

    # -- what is begun

    def begin(self, mode: Mode) -> None:
        """The next keys belong to ``mode``; the one before is over."""
        self.end_mode()
        self.mode = mode
        self.state_changed.emit()

    def end_mode(self) -> None:
        """The keys mean what they always do."""
        mode, self.mode = self.mode, None
        if mode is not None:
            mode.left()
            self.state_changed.emit()

    def walk(self, step: int) -> None:
        """Choose the next (1) or previous (-1) annotation in the order of the text."""
        self.read_all()
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
        chosen = self.marks.annotation(target.id)
        self.show_span(chosen.span, leaves=False)
        self.session.told.emit(
            self.tr("{what} · {n} of {all} · “{quote}”").format(
                what=spoken(self.session, [chosen]),
                n=order.index(target) + 1,
                all=len(order),
                quote=shortened(chosen.anchor.quote),
            )
        )

    def say_here(self) -> None:
        """Say which annotations are at the caret, or touch what is selected."""
        start, end = self.textCursor().selectionStart(), self.textCursor().selectionEnd()
        found = self.marks.within(start, end) if start < end else self._at_caret(start)
        here = [self.marks.annotation(mark.id) for mark in found if self.is_shown(mark)]
        nothing = self.tr("No annotation here.")
        self.session.told.emit(spoken(self.session, here) if here else nothing)

    def _at_caret(self, caret: int) -> list[Mark]:
        """The marks around the caret; where there are none, those that end there."""
        around = self.marks.at(caret)
        before = self.marks.at(caret - 1) if caret else []
        return around or [mark for mark in before if mark.end == caret]

    def zoom(self, step: int) -> None:
        """Larger (1), smaller (-1) or the usual (0) text."""
        self.session.settings.step("reader/pixels", step)

    def pick(self) -> None:
        """Ask for a code for what is meant."""
        span = self.wanted_span()
        if span is None:
            return
        if self.chosen is None and self.selected_span() is None:
            # What is going to be tagged is to be seen meanwhile.
            self._caret_before_picking = self.selected_range()[1]
            self.select(span.start, span.end)
            self._exact = True
        self.ensureCursorVisible()
        seen = self.rectangle_of(span)
        self.pick_wanted.emit(QRect(self.viewport().mapToGlobal(seen.topLeft()), seen.size()))

    def picked(self) -> None:
        """No code is being picked any more: what was only selected for it is so no longer."""
        before, self._caret_before_picking = self._caret_before_picking, None
        if before is not None and self.selected_span() is not None:
            self._let_go()
            self.place_caret(before)

    def snaps(self) -> bool:
        """As the setting says."""
        return self.session.settings.flag("reader/snap")

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits belong to the codes, a few keys to the reader, the rest to Qt."""
        self._hide_card()
        if self.mode is not None and self.mode.takes(event):
            event.accept()
            return
        if self._own_key(event) or self.step_by_sentence(event) or self._code_key(event):
            event.accept()
            return
        if event.key() in _FARTHEST and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.leaving.emit()
        before = self.textCursor().position()
        super().keyPressEvent(event)
        self.step_over_blank_lines(event, before)
        if self.textCursor().position() != before:
            self._let_go()

    def _own_key(self, event: QKeyEvent) -> bool:
        if not self.has_text:
            return False
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self._escape()
            return True
        name = self.actions_table.keys.action_in("reader", event)
        if name is not None:
            self.actions_table.perform(name)
        return name is not None

    def repeat(self) -> None:
        """Apply the last code again."""
        last = self.last_code
        if last is not None:
            self.tag(last)
        else:
            told = self.tr("There is no last code yet: press a code's key, or choose one by {key}.")
            self.session.told.emit(told.format(key=self.actions_table.keys.shown("code.pick")))

    def _escape(self) -> None:
        if self.pieces:
            self.drop_pieces()
            self.held()
        self.place_caret(self.selected_range()[1])
        self._let_go()

    def held(self) -> None:
        """Say how many pieces are held; what was said of them holds no more when there are none."""
        told = self.tr("Held: {n}. Select more words; a code’s key tags all as one.")
        self.session.told.emit(told.format(n=len(self.pieces)) if self.pieces else "")
        self.state_changed.emit()

    def hold_piece(self) -> None:
        """Hold what is selected, to be tagged together with what is selected next."""
        self.selecting()
        if self.hold():
            self.pieces.asked = bool(self.pieces)
            self.held()
            return
        told = self.tr("Select words first, then hold them with {key} and select more.")
        self.session.told.emit(told.format(key=self.actions_table.keys.shown("code.hold")))

    def _code_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        typed = event.text()
        if plain != Qt.KeyboardModifier.NoModifier or len(typed) != 1 or not typed.isalnum():
            return False
        code = self.session.codebook.by_key(typed)
        if code is not None and self.has_text:
            self.tag(code.id)
        elif self.has_text and self.session.is_open:
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
            if self.has_text and self.actions_table.keys.action_in("reader", event):
                event.accept()
                return True
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if plain and len(event.text()) == 1 and event.text().isprintable():
                event.accept()
                return True
        return super().event(event)

    # -- mouse

    def _show_card(self) -> None:
        """While something is begun the card would be in its way."""
        if self.mode is None:
            super()._show_card()

    def clicked(self, point: QPointF) -> None:
        """Choose the shortest annotation there; the one around it with the next click.

        While pieces are held that were asked for, a click in the text places the caret alone.
        """
        if self.pieces.asked and not self.is_beside(point):
            self.forget_selection()
            self.place_caret(self.caret_at(point))
            return
        found = self.marks_at(point)
        if len(found) > 1 and self.is_beside(point):
            self._choose_among(found, point)
            return
        again = [mark.id for mark in found]
        chosen = None
        if found:
            following = again.index(self.chosen) + 1 if self.chosen in again else 0
            chosen = again[following % len(again)]
        self.forget_selection()
        if self.pieces:
            self.drop_pieces()
            self.held()
        self.chosen = chosen
        if not self.is_beside(point):
            self.place_caret(self.caret_at(point))
        self._show_chosen()
        if self.mode is not None:
            self.mode.pointed()
        if self.mode is None and len(found) > 2:
            self.several.emit(point, found)

    def clicked_too(self, point: QPointF) -> None:
        """What is at that place of the margin is meant besides what was chosen before."""
        found = [mark.id for mark in self.marks_at(point)]
        if found:
            before = [self.chosen] if self.chosen is not None and self.chosen in self.marks else []
            self.chosen_too.emit(before, found)

    def _choose_among(self, marks: list[Mark], point: QPointF) -> None:
        """List what a name or bracket of the margin stands for."""
        annotations = [self.marks.annotation(mark.id) for mark in marks]
        menu = menu_of(annotations, self.session, self._choose, self.window())
        menu.popup(self.viewport().mapToGlobal(point.toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whoever presses has seen what is under the pointer."""
        self.forget_pointer()
        super().mousePressEvent(event)
