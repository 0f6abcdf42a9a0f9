"""Which codes the annotations of a code are dealt out to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QListWidget, QPushButton, QWidget

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.ui.parts.dealing import MOST, Split, remembered
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.places.code.code_dialogs import words
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.code_field import CodeField
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.moving_annotations import Preview


class SplitDialog(Asking):
    """Asks for up to nine codes; those that there are not yet are made when it is gone on with."""

    def __init__(
        self, session: Session, code_id: int, undo: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        name = session.codebook[code_id].name
        self.setWindowTitle(self.tr("Split a code"))
        self.head(
            self.tr("Split “{name}” into…").format(name=name),
            self.tr(
                "Its annotations are shown one after another; a digit gives each one of the codes "
                "that you choose here. You can stop and go on later."
            ),
            self.tr("&Walk them"),
        )
        self._code_id, self._undo = code_id, undo
        self._left: Split | None = None
        self.field = CodeField(
            session, self.tr("A code to deal to"), lambda code: code.id != code_id
        )
        self.add = QPushButton(self.tr("&Add this code"))
        self.make = QPushButton(self.tr("Add a &new code of that name"))
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.make)
        row.addStretch(1)
        label = QLabel(self.tr("Dealt to (Del takes one away)"))
        label.setProperty("look", "quiet")
        self.targets = QListWidget()
        self.targets.setProperty("look", "rows")
        self.targets.setAccessibleName(self.tr("The codes that are dealt to"))
        line = self.fontMetrics().lineSpacing() + 8
        self.targets.setMinimumHeight(line * 2)
        self.targets.setMaximumHeight(line * 4)
        self.everybody = QCheckBox(self.tr("Other coders’ annotations &too"))
        self.everybody.setVisible(len(session.coders) > 1)
        self.form.addWidget(self.field)
        self.form.addLayout(row)
        self.form.addWidget(label)
        self.form.addWidget(self.targets)
        self.form.addWidget(self.everybody)
        self._to: list[int | str] = []
        """The codes by their ids; one that is to be made by its name."""
        self._resume()
        self.add.clicked.connect(self._add)
        self.make.clicked.connect(self._make)
        self.field.entered.connect(self._add)
        self.field.unknown.connect(self.make.click)
        self.field.nothing.connect(self.ok.click)
        self.field.chosen.connect(self._can)
        self.everybody.toggled.connect(self.look)
        self._can()
        self.look()

    def decided(self) -> Split | None:
        """What was chosen, all of its codes made; ``None`` where they could not be, which was told.

        They are the first step of the series that the dealing is.
        """
        from annotator.ops import splitting

        session, begun, first = self.session, self._begun, self._begun.first
        made: dict[str, int] = {}
        if self._new:
            changes = session.run_now(
                splitting.make_codes,
                self._code_id,
                self._new,
                coder_id=session.coder_id or 0,
                after=first,
            )
            if changes is None:
                return None
            made = {session.codebook[one].name: one for one in changes.created[Kind.CODE]}
            first = first or changes.txn
        targets = tuple(made[one] if isinstance(one, str) else one for one in self._to)
        return replace(begun, targets=targets, first=first)

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        return self.field

    def reckoning(self) -> Callable[[], Preview] | None:
        """How many there are to be dealt out."""
        from annotator.ops.moving_annotations import preview_removal

        if not self._to:
            return None
        which = self._begun.which(self.session.coder_id or 0)
        return partial(preview_removal, self.session.project, which)

    def told(self, outcome: Preview) -> str:
        """In sentences."""
        skipped = len(self._begun.skipped)
        told = [words.to_deal(self.session, outcome), *words.made(self._new)]
        if skipped:
            n = words.counted(skipped, "1 of them", "{n} of them")
            told.append(self.tr("{n} skipped before come last.").format(n=n))
        return " ".join([*told, words.undone(self._undo)])

    def open_question(self) -> str:
        """What is missing."""
        return self.tr("Add at least one code to deal to.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes a code away."""
        row = self.targets.currentRow()
        if event.key() == Qt.Key.Key_Delete and self.targets.hasFocus() and row >= 0:
            self._to.pop(row)
            self._list()
        else:
            super().keyPressEvent(event)

    def _resume(self) -> None:
        left = remembered(self.session)
        if left is not None and left.code_id == self._code_id:
            self._left, self._to = left, list(left.targets)
            self.everybody.setChecked(left.everybody)
            self._list()

    @property
    def _begun(self) -> Split:
        """What was skipped and done before, if it is gone on with; no code yet."""
        left, everybody = self._left, self.everybody.isChecked()
        if left is None:
            return Split(self._code_id, (), everybody)
        skipped = left.skipped if left.everybody == everybody else frozenset()
        return Split(self._code_id, (), everybody, skipped, left.first)

    @property
    def _new(self) -> list[str]:
        return [one for one in self._to if isinstance(one, str)]

    def _can(self) -> None:
        free = len(self._to) < MOST
        code_id = self.field.code_id
        self.add.setEnabled(free and code_id is not None and code_id not in self._to)
        self.make.setEnabled(free and bool(self.field.filter.text().strip()))

    def _add(self) -> None:
        code_id = self.field.code_id
        if code_id is not None and self.add.isEnabled():
            self._take(code_id)

    def _make(self) -> None:
        from annotator.ops.codebook import new_codes

        if not self.make.isEnabled():
            # Pressed by its letter it comes a moment later, when Enter may have done it already.
            return
        codebook = self.session.codebook
        names = [*self._new, self.field.filter.text()]
        try:
            made = new_codes(codebook, names, parent_id=codebook[self._code_id].parent_id)
        except UserError as error:
            self.session.failed.emit(error)
            return
        self._take(made[-1].values["name"])

    def _take(self, code: int | str) -> None:
        self._to.append(code)
        self.field.empty()
        self._list()
        self.field.setFocus()

    def _list(self) -> None:
        codebook = self.session.codebook
        self.targets.clear()
        for at, one in enumerate(self._to, 1):
            new = self.tr("{name} (new)").format(name=one)
            path = new if isinstance(one, str) else codebook.path(one, PATH_SEPARATOR)
            self.targets.addItem(f"{at}   {path}")
        self.field.may_be_empty = bool(self._to)
        self._can()
        self.look()
