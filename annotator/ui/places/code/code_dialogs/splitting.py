"""Which codes the annotations of a code are dealt out to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QListWidget, QPushButton, QWidget

from annotator.domain.changes import Kind
from annotator.ui.parts.dealing import MOST, Split, remembered
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.places.code.code_dialogs import words
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.code_field import CodeField
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.moving_annotations import Preview


class SplitDialog(Asking):
    """Asks for up to nine codes; one that there is not yet is made by its name."""

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
            self.tr("Walk them"),
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
        self._ids: list[int] = []
        self._resume()
        self.add.clicked.connect(self._add)
        self.make.clicked.connect(self._make)
        self.field.entered.connect(self._add)
        self.field.unknown.connect(self.make.click)
        self.field.chosen.connect(self._can)
        self.everybody.toggled.connect(self.look)
        self._can()
        self.look()

    @property
    def split(self) -> Split:
        """What was chosen; what was skipped and done before is kept."""
        left = self._left
        if left is None or left.everybody != self.everybody.isChecked():
            return Split(self._code_id, tuple(self._ids), self.everybody.isChecked())
        return Split(self._code_id, tuple(self._ids), left.everybody, left.skipped, left.first)

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        return self.field

    def reckoning(self) -> Callable[[], Preview] | None:
        """How many there are to be dealt out."""
        from annotator.ops.moving_annotations import preview_removal

        if not self._ids:
            return None
        which = self.split.which(self.session.coder_id or 0)
        return partial(preview_removal, self.session.project, which)

    def told(self, outcome: Preview) -> str:
        """In sentences."""
        skipped = len(self.split.skipped)
        told = [words.to_deal(self.session, outcome)]
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
            self._ids.pop(row)
            self._list()
        else:
            super().keyPressEvent(event)

    def _resume(self) -> None:
        left = remembered(self.session)
        if left is not None and left.code_id == self._code_id:
            self._left, self._ids = left, list(left.targets)
            self.everybody.setChecked(left.everybody)
            self._list()

    def _can(self) -> None:
        free = len(self._ids) < MOST
        code_id = self.field.code_id
        self.add.setEnabled(free and code_id is not None and code_id not in self._ids)
        self.make.setEnabled(free and bool(self.field.filter.text().strip()))

    def _add(self) -> None:
        code_id = self.field.code_id
        if code_id is not None and self.add.isEnabled():
            self._take(code_id)

    def _make(self) -> None:
        from annotator.ops import codebook

        session = self.session
        changes = session.run_now(
            codebook.add_code,
            self.field.filter.text(),
            parent_id=session.codebook[self._code_id].parent_id,
            coder_id=session.coder_id,
        )
        if changes is not None:
            self._take(changes.one_created(Kind.CODE))

    def _take(self, code_id: int) -> None:
        self._ids.append(code_id)
        self.field.filter.clear()
        self._list()
        self.field.setFocus()

    def _list(self) -> None:
        codebook = self.session.codebook
        self.targets.clear()
        for at, one in enumerate(self._ids, 1):
            self.targets.addItem(f"{at}   {codebook.path(one, PATH_SEPARATOR)}")
        self._can()
        self.look()
