"""The line under the article that asks for the values of an annotation's attributes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Kind
from annotator.domain.errors import INNER_QUOTES, UserError
from annotator.domain.given import asked_of, open_of
from annotator.domain.questions import Attribute, AttributeKind
from annotator.domain.values import from_text, in_words
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.open_points import OpenPoints
from annotator.ui.parts.value_field import ButtonsField, WrittenField, field_for, wanted_of
from annotator.ui.widgets.elided_label import ElidedLabel

ASKS = "coding/values"
"""The setting whether it opens by itself."""


class ValuesStrip(QFrame):
    """Opens when a code is applied that asks for values; each is saved when its field is left.

    Nothing in the text moves for it, and it takes the keyboard only for the annotation just made.

    Signals:
        asks_about: the code whose annotations are asked about from now on.
    """

    asks_about = Signal(int)

    def __init__(
        self, reader: Reader, busy: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        """``busy`` says whether something else has the keyboard, and the strip must wait."""
        super().__init__(parent)
        self._reader = reader
        self._session = reader.session
        self._busy = busy
        self.open_points = OpenPoints(reader)
        self._ids: list[int] = []
        self._waiting: list[int] = []
        self._asked: list[Attribute] = []
        self._fields: dict[int, WrittenField | ButtonsField] = {}
        self._cells: dict[int, QWidget] = {}
        self._made: dict[int, Attribute] = {}
        self._shown: dict[int, str] = {}
        self._back_to: QWidget = reader
        self._keeping = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.ask_waiting)
        self._lay_out()
        self._listen()
        self.hide()

    def _lay_out(self) -> None:
        self.setProperty("look", "bar")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Values of the annotation"))
        self.about = ElidedLabel()
        self.about.setProperty("look", "strong")
        self.wrong = QLabel()
        self.wrong.setProperty("look", "warning")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self._row = QWidget()
        self._cells_layout = QHBoxLayout(self._row)
        self._cells_layout.setContentsMargins(0, 0, 0, 0)
        self._cells_layout.setSpacing(14)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("What is asked"))
        self.area.viewport().setAutoFillBackground(False)
        self._row.setAutoFillBackground(False)
        self.area.setWidget(self._row)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.about)
        line.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(3)
        layout.addLayout(line)
        layout.addWidget(self.wrong)

    def _listen(self) -> None:
        session = self._session
        self._reader.tagged.connect(self._was_tagged)
        self._reader.coded.connect(self._were_coded)
        self._reader.state_changed.connect(self._wait_no_longer)
        session.changed.connect(self._follow)
        session.article_changed.connect(self.close_strip)
        session.coder_changed.connect(self.close_strip)
        session.project_changed.connect(self._forget)
        session.closing.connect(self._leave_field)
        session.leaving.connect(self._leave_annotation)

    # -- what is asked

    @property
    def ids(self) -> list[int]:
        """The annotations whose values are shown."""
        return list(self._ids)

    @property
    def fields(self) -> dict[str, WrittenField | ButtonsField]:
        """The fields that are asked for now, by the name of the attribute."""
        return {one.name: self._fields[one.id] for one in self._applying()}

    def hint(self) -> str:
        """The keys that help, and what may be written in the field that has the keyboard."""
        for one in self._applying():
            if self._is_in(self._fields[one.id]):
                keys = self.tr("Enter: next · Shift+Enter: back · Esc: later")
                return f"{wanted_of(one)} · {keys}"
        return self.tr("Esc: back to the text")

    def open(self, ids: Sequence[int], back_to: QWidget | None = None) -> None:
        """Ask for the values of annotations of one code; ``back_to`` has the keyboard after."""
        self._leave_field()
        codes = {one.code_id for one in self._annotations(ids)}
        if len(codes) > 1:
            told = self.tr("Values can be given to several annotations if they have one code.")
            self._session.told.emit(told)
            return
        asked = [one for code in codes for one in self._attributes(code)]
        if not asked:
            self._session.told.emit(self.tr("This code asks for no values."))
            return
        self._ids, self._asked = list(ids), asked
        self._back_to = back_to or self._reader
        self._build()
        self._refresh()
        self.show()
        empty = (n for n, one in enumerate(self._applying()) if not self._fields[one.id].text())
        self._focus(next(empty, 0))
        self.asks_about.emit(codes.pop())

    def open_target(self) -> None:
        """Ask for the values of the annotation that is meant in the text."""
        target = self._reader.take_target()
        if target is not None:
            self._waiting.clear()
            self.open([target])

    def next_open(self) -> None:
        """Ask for what is lacking next: further on here, in other articles, from the top here."""
        self._reader.read_all()
        here = self.open_points.here()
        marks, caret = self._reader.marks, self._reader.selected_range()[0]
        now = self._ids[0] if self._ids else self._reader.chosen
        if now in here:
            after = here[here.index(now) + 1 :]
        else:
            after = [one for one in here if marks.span(one).start >= caret]
        if after:
            self._go_to(after[0])
        else:
            self._look_elsewhere(here[0] if here else None)

    def _go_to(self, annotation_id: int) -> None:
        self._session.show_annotation(annotation_id)
        self.open([annotation_id])

    def _look_elsewhere(self, here: int | None) -> None:
        from annotator.ops import attribute_values

        session, found = self._session, list[Annotation]()
        coder_id, article_id = session.coder_id, session.article_id
        if coder_id is None:
            return
        project = session.project
        session.background.do(
            lambda _goes_on: found.extend(attribute_values.open_annotations(project, coder_id)),
            lambda done: self._found(found, article_id, here) if done else None,
        )

    def _found(self, found: list[Annotation], article_id: int | None, here: int | None) -> None:
        after = [one for one in found if one.article_id > (article_id or 0)]
        others = [one for one in found if one.article_id != article_id]
        if others:
            self._go_to((after or others)[0].id)
        elif here is not None:
            self._go_to(here)
        else:
            told = self.tr("No open points: all annotations have the values that are required.")
            if self._session.has_rounds:
                told = self.tr(
                    "No open points in this round: all annotations have the values that are"
                    " required."
                )
            self._session.told.emit(told)

    def close_strip(self) -> None:
        """Close it; who had the keyboard here has it no more."""
        had = self.isVisible() and self._has_keyboard()
        self._waiting.clear()
        self._leave_field()
        self._ids = []
        self.hide()
        if had:
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_waiting(self) -> None:
        """Ask about what was tagged last, unless something else has the keyboard."""
        if self._busy() or self._reader.mode is not None:
            return
        while self._waiting:
            one = self._waiting.pop(0)
            if self._annotations([one]):
                self.open([one])
                return

    def _was_tagged(self, annotation_id: int) -> None:
        if not self._session.settings.flag(ASKS):
            return
        for one in self._annotations([annotation_id]):
            if self._attributes(one.code_id):
                self._waiting.append(annotation_id)
                self._soon.start()
            elif self.isVisible():
                self.close_strip()

    def _were_coded(self, ids: list[int]) -> None:
        """One that has another code now is asked what that asks; of many the open points tell."""
        if len(ids) == 1:
            self._was_tagged(ids[0])

    def _wait_no_longer(self) -> None:
        if self._waiting and self._reader.mode is None:
            self._soon.start()

    def _annotations(self, ids: Sequence[int]) -> list[Annotation]:
        if not self._session.is_open:
            return []
        return self._session.project.queries.annotations_by_id(list(ids))

    def _attributes(self, code_id: int) -> list[Attribute]:
        return list(self._session.project.queries.questions.attributes_of(code_id))

    def _applying(self) -> list[Attribute]:
        wanted = {
            one.id
            for each in self._annotations(self._ids)
            for one in asked_of(self._asked, each.values)
        }
        return [one for one in self._asked if one.id in wanted]

    # -- what is shown

    def _build(self) -> None:
        while self._cells_layout.count():
            self._cells_layout.takeAt(0)
        for cell in self._cells.values():
            cell.hide()
        self._shown = {}
        for one in self._asked:
            if self._made.get(one.id) != _form(one):
                self._drop(one.id)
                self._made[one.id] = _form(one)
                self._cells[one.id] = self._cell(one)
            field = self._fields[one.id]
            if one.kind is AttributeKind.NAMES and isinstance(field, WrittenField):
                field.offer(self._names(one))
            self._cells_layout.addWidget(self._cells[one.id])
        self._cells_layout.addStretch(1)
        self.wrong.hide()
        self._say_place()
        # A cell that is hidden wants no room of the row, but still knows what it needs.
        self.area.setFixedHeight(
            max(self._fields[one.id].sizeHint().height() for one in self._asked)
        )

    def _say_place(self) -> None:
        """What is coded, and which question of how many it is: others may be out of sight."""
        found = self._annotations(self._ids)
        if not found:
            return
        parts = [self._session.codebook[found[0].code_id].name]
        if len(found) > 1:
            parts.append(self.tr("{n} annotations").format(n=len(found)))
        applying = self._applying()
        place = [n for n, one in enumerate(applying, 1) if self._is_in(self._fields[one.id])]
        if place and len(applying) > 1:
            told = self.tr("{n} of {all}")
            parts.append(told.format(n=place[0], all=len(applying)))
            asked = applying[place[0] - 1]
            if self._cells[asked.id].sizeHint().width() > self.area.width():
                # The field has all the room: its name goes before that of the code.
                parts[0] = asked.name
        self.about.set_text(" · ".join(parts))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say which question it is, whichever way the keyboard comes to its field."""
        if event.type() == QEvent.Type.FocusIn and self.isVisible():
            self._say_place()
        return super().eventFilter(watched, event)

    def _say_choice(self, which: int, name: str) -> None:
        """When the choice that is marked in the list is to be chosen."""
        for one in self._asked:
            for choice in one.choices if one.id == which else ():
                if choice.name == name and choice.definition:
                    self._session.told.emit(f"{choice.name}: {choice.definition}")

    def _drop(self, which: int) -> None:
        cell = self._cells.pop(which, None)
        self._fields.pop(which, None)
        if cell is not None:
            cell.hide()
            cell.deleteLater()

    def _forget(self) -> None:
        self.close_strip()
        for which in list(self._cells):
            self._drop(which)
        self._made.clear()

    def _cell(self, one: Attribute) -> QWidget:
        cell = QWidget()
        layout = QHBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        name = self.tr("{name} (required)") if one.required else "{name}"
        label = QLabel(name.format(name=one.name))
        label.setProperty("look", "quiet")
        field = field_for(one)
        asked = one.question or one.name
        required = self.tr("required") if one.required else ""
        field.setAccessibleName(", ".join(part for part in (one.name, required) if part))
        tip = "\n".join(part for part in (asked, wanted_of(one), required) if part)
        field.setToolTip(tip)
        label.setToolTip(tip)
        label.setBuddy(field)
        field.stepped.connect(lambda step, which=one.id: self._step(which, step))
        field.gone.connect(lambda which=one.id: self._left(which))
        field.dropped.connect(self._later)
        field.edited.connect(self._was_edited)
        field.installEventFilter(self)
        if isinstance(field, ButtonsField):
            field.edited.connect(lambda which=one.id: self._keep(which))
        else:
            field.marked.connect(lambda name, which=one.id: self._say_choice(which, name))
        layout.addWidget(label)
        layout.addWidget(field)
        self._fields[one.id] = field
        return cell

    def _names(self, one: Attribute) -> list[str]:
        from annotator.ops import attribute_values

        return attribute_values.names_by_use(self._session.project, one)

    def _refresh(self) -> None:
        """Show the values as they are, but for what is being written."""
        annotations = self._annotations(self._ids)
        shown = {one.id for one in self._applying()}
        for one in self._asked:
            said = {in_words(one, each.values.get(str(one.uid))) for each in annotations}
            common = said.pop() if len(said) == 1 else ""
            hint = self.tr("several values") if said else ""
            field = self._fields[one.id]
            if field.text() == self._shown.get(one.id, field.text()) or not self._is_in(field):
                field.show_text(common, hint)
            self._shown[one.id] = common
            self._cells[one.id].setVisible(one.id in shown)

    def _focus(self, place: int) -> None:
        applying = self._applying()
        if applying:
            field = self._fields[applying[min(place, len(applying) - 1)].id]
            self._cells_layout.activate()
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring(field)
            # What is said at the left may have taken room from it.
            QTimer.singleShot(0, field, lambda: self._bring(field))
            one = next(each for each in applying if self._fields[each.id] is field)
            self._session.told.emit(one.question or one.name)

    def _bring(self, field: QWidget) -> None:
        self.area.ensureWidgetVisible(self._cells_of(field), 8, 0)
        self.area.ensureWidgetVisible(field, 8, 0)

    def _cells_of(self, field: QWidget) -> QWidget:
        return field.parentWidget() or field

    def _is_in(self, field: QWidget) -> bool:
        """Whether that field has the keyboard, or will again when the window comes to the front."""
        return self.window().focusWidget() is field

    def _has_keyboard(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes here by F6 comes to the first field."""
        super().focusInEvent(event)
        self._focus(0)

    # -- keeping

    def _keep(self, which: int) -> bool:
        """Save what a field says; whether it could be understood, and there was nothing wrong."""
        from annotator.ops import attribute_values

        one = next((each for each in self._asked if each.id == which), None)
        coder_id = self._session.coder_id
        if one is None or coder_id is None or not self._ids or not self._session.is_open:
            return True
        text = self._fields[which].text().strip()
        if text == self._shown.get(which, ""):
            return True
        try:
            from_text(one, text)
        except UserError as error:
            self._say_wrong(error)
            return False
        self._keeping = True
        try:
            self._session.run(
                attribute_values.set_in_words, self._ids, one, text, coder_id=coder_id
            )
        finally:
            self._keeping = False
        if self._ids:
            self._read_again()
            self._shown[which] = text
            self._refresh()
        return True

    def _read_again(self) -> None:
        """Names were added, perhaps."""
        by_id = {one.id: one for each in self._asked for one in self._attributes(each.code_id)}
        self._asked = [by_id.get(one.id, one) for one in self._asked]
        for one in self._asked:
            field = self._fields[one.id]
            if one.kind is AttributeKind.NAMES and isinstance(field, WrittenField):
                field.offer(self._names(one))

    def _say_wrong(self, error: UserError) -> None:
        self.wrong.setText(f"{error.what} {error.way_out}")
        self.wrong.show()
        self._session.told.emit(self.wrong.text())

    def _was_edited(self) -> None:
        self.wrong.hide()

    def _left(self, which: int) -> None:
        """The keyboard went elsewhere: what was written is saved; what is wrong calls back."""
        if self._keep(which) or not self.isVisible():
            return
        field = self._fields[which]
        QTimer.singleShot(0, field, lambda: field.setFocus(Qt.FocusReason.PopupFocusReason))

    def _leave_field(self) -> None:
        for which, field in list(self._fields.items()):
            if self._is_in(field):
                self._keep(which)

    def _leave_annotation(self) -> None:
        """Save what was written before something else is shown; what is no value is told."""
        for one in list(self._asked):
            field = self._fields[one.id]
            if not self._is_in(field) or self._keep(one.id):
                continue
            text = " ".join(field.text().split())
            field.show_text(self._shown.get(one.id, ""), "")
            self._session.failed.emit(
                UserError(
                    "“{text}” is not kept as “{asked}” of the annotation: it is none.",
                    "The value is as it was before. Go back to the annotation to give one.",
                    text=text.translate(INNER_QUOTES),
                    asked=one.name,
                )
            )

    def _step(self, which: int, step: int) -> None:
        if not self._keep(which):
            return
        order = [one.id for one in self._applying()]
        place = order.index(which) + step if which in order else 0
        if place >= len(order):
            self._finish()
        else:
            self._focus(max(0, place))

    def _finish(self) -> None:
        """After the last field: on to what was tagged besides, or back to the text."""
        if self._waiting:
            self.ask_waiting()
        else:
            self.close_strip()

    def _later(self) -> None:
        """What was written and is right is saved; the rest is left open."""
        for which, field in self._fields.items():
            if self._is_in(field) and not self._keep(which):
                field.show_text(self._shown.get(which, ""), "")
        self.wrong.hide()
        missing = [
            one.name
            for each in self._annotations(self._ids)
            for one in open_of(self._asked, each.values)
        ]
        self.close_strip()
        if missing:
            told = self.tr("Left open: {names}.")
            self._session.told.emit(told.format(names=", ".join(dict.fromkeys(missing))))

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if not self._ids or self._keeping:
            return
        if changes.removed.get(Kind.ANNOTATION, frozenset()) & set(self._ids):
            self._shown = {which: field.text() for which, field in self._fields.items()}
            self.close_strip()
        elif changes.touches(Kind.ATTRIBUTE) or self._recoded():
            self.close_strip()
        elif changes.updated.get(Kind.ANNOTATION, frozenset()) & set(self._ids):
            self._refresh()

    def _recoded(self) -> bool:
        code = self._asked[0].code_id if self._asked else None
        return any(one.code_id != code for one in self._annotations(self._ids))


def _form(one: Attribute) -> Attribute:
    """What a field is made for; of an open list, the names come and go in it."""
    return replace(one, choices=()) if one.kind is AttributeKind.NAMES else one
