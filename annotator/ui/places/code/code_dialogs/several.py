"""What is changed of several codes at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from annotator.domain.changes import Changes
from annotator.domain.codebook import Slot, Status, Unit
from annotator.ui.places.code.code_dialogs import words
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.code_field import TOP, CodeField
from annotator.ui.session import Session
from annotator.ui.widgets.choice_box import ChoiceBox

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held

_NAMES_SHOWN = 6
STATUS, UNIT, COLOUR, KEYWORDS, PARENT = "status", "unit", "colour", "keywords", "parent"


class SeveralDialog(Asking):
    """Colour, status, unit, more keywords or another parent: one of these, for all."""

    def __init__(
        self, session: Session, code_ids: Sequence[int], undo: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self.setWindowTitle(self.tr("Change codes"))
        names = [f"“{session.codebook[one].name}”" for one in code_ids]
        more = len(names) - _NAMES_SHOWN
        shown = ", ".join(names[:_NAMES_SHOWN])
        if more > 0:
            shown += self.tr(" and {n} more").format(n=more)
        head = self.tr("Change {n} codes").format(n=f"{len(names):,}")
        self.head(head if len(names) > 1 else self.tr("Change the code"), shown, self.tr("Change"))
        self._code_ids, self._undo = tuple(code_ids), undo
        self.what = ChoiceBox(
            self.tr("What is changed"),
            {
                STATUS: self.tr("Status"),
                UNIT: self.tr("Applied to"),
                COLOUR: self.tr("Colour"),
                KEYWORDS: self.tr("Add keywords"),
                PARENT: self.tr("Move under"),
            },
        )
        statuses = {
            Status.RETIRED.value: self.tr("Retired"),
            Status.ACTIVE.value: self.tr("Active"),
            Status.PROPOSED.value: self.tr("Proposed"),
        }
        units = {
            Unit.SPAN.value: self.tr("Any words"),
            Unit.SENTENCE.value: self.tr("Sentences"),
            Unit.PARAGRAPH.value: self.tr("Paragraphs"),
            Unit.ARTICLE.value: self.tr("Whole articles"),
        }
        colours = {slot.value: slot.value.capitalize() for slot in Slot}
        colours[""] = self.tr("Like the code above")
        self.status = ChoiceBox(self.tr("Status"), statuses)
        self.unit = ChoiceBox(self.tr("Applied to"), units)
        self.colour = ChoiceBox(self.tr("Colour"), colours)
        self.keywords = QLineEdit()
        self.keywords.setPlaceholderText(self.tr("Words, with commas between them"))
        self.keywords.setAccessibleName(self.tr("Keywords to add"))
        chosen = set(code_ids)
        self.under = CodeField(
            session,
            self.tr("The code that they come under"),
            lambda code: chosen.isdisjoint(one.id for one in session.codebook.ancestry(code.id)),
            top=self.tr("The top level"),
        )
        self._fields = {
            STATUS: self.status,
            UNIT: self.unit,
            COLOUR: self.colour,
            KEYWORDS: self.keywords,
            PARENT: self.under,
        }
        form = QFormLayout()
        label = QLabel(self.tr("&What"))
        label.setBuddy(self.what)
        form.addRow(label, self.what)
        self.form.addLayout(form)
        for field in self._fields.values():
            self.form.addWidget(field)
        self.what.currentIndexChanged.connect(self._turned)
        for box in (self.status, self.unit, self.colour):
            box.currentIndexChanged.connect(self.look)
        self.keywords.textChanged.connect(self.look)
        self.under.chosen.connect(self.look)
        self.under.entered.connect(self.ok.setFocus)
        self._turned()

    def _turned(self) -> None:
        for name, field in self._fields.items():
            field.setVisible(name == self.what.value)
        self.fit()
        self.look()

    def verb(self, session: Session) -> Changes | None:
        """Do what was chosen."""
        from annotator.ops import several_codes

        ids, by = self._code_ids, session.coder_id
        what = self.what.value
        if what == STATUS:
            status = Status(self.status.value)
            return session.run(several_codes.set_status, ids, status, coder_id=by)
        if what == UNIT:
            return session.run(several_codes.set_unit, ids, Unit(self.unit.value), coder_id=by)
        if what == COLOUR:
            return session.run(several_codes.colour_codes, ids, self.colour.value, coder_id=by)
        if what == KEYWORDS:
            added = self.keywords.text().split(",")
            return session.run(several_codes.add_keywords, ids, added, coder_id=by)
        return session.run(several_codes.move_codes, ids, self._parent_id, coder_id=by)

    @property
    def _parent_id(self) -> int | None:
        return None if self.under.code_id == TOP else self.under.code_id

    def open_question(self) -> str:
        """What is missing."""
        return self.tr("Write keywords, or choose a code.")

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        return self.what

    def reckoning(self) -> Callable[[], int | Held] | None:
        """How many of the codes would change."""
        from annotator.ops.several_codes import preview_move

        what, codebook, ids = self.what.value, self.session.codebook, self._code_ids
        if what == KEYWORDS:
            said = {one.strip().casefold() for one in self.keywords.text().split(",")} - {""}
            if not said:
                return None
            return lambda: sum(
                not said <= {word.casefold() for word in codebook[one].keywords} for one in ids
            )
        if what == PARENT:
            if self.under.code_id is None:
                return None
            return partial(preview_move, self.session.project, ids, self._parent_id)
        box = self._fields[what]
        assert isinstance(box, ChoiceBox)
        value = box.value
        return lambda: sum(getattr(codebook[one], what) != value for one in ids)

    def told(self, outcome: int | Held) -> str:
        """In sentences."""
        if not isinstance(outcome, int):
            told = words.under(self.session, self._code_ids, self._parent_id, outcome)
            return " ".join([*told, words.undone(self._undo)])
        n = words.counted(outcome, "1 code", "{n} codes")
        told = [self.tr("{n} would change; annotations stay as they are.").format(n=n)]
        if self.what.value == UNIT and outcome:
            told.append(self.tr("This raises their revisions."))
        return " ".join([*told, words.undone(self._undo)])
