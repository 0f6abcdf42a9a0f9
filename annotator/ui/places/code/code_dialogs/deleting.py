"""What becomes of the annotations of codes that are deleted, and of the codes under them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from annotator.ui.places.code.code_dialogs import words
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.code_field import CodeField
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.deleting_codes import Deleting, Deletion


class DeleteDialog(Asking):
    """Moves the annotations, removes them too, or keeps the codes as retired ones."""

    def __init__(
        self, session: Session, code_ids: Collection[int], undo: str, parent: QWidget | None = None
    ) -> None:
        codebook = session.codebook
        super().__init__(session, parent)
        self.setWindowTitle(self.tr("Delete codes"))
        one = next(iter(code_ids))
        several = self.tr("Delete {n} codes?").format(n=f"{len(code_ids):,}")
        single = self.tr("Delete the code “{name}”?").format(name=codebook[one].name)
        self.head(
            single if len(code_ids) == 1 else several,
            self.tr("What is to become of what was coded with it?"),
            self.tr("Delete"),
        )
        self._code_ids = frozenset(code_ids)
        self._undo = undo
        self.give = QRadioButton(self.tr("Give its annotations &another code:"))
        self.to = CodeField(
            session, self.tr("The code that they get"), lambda code: code.id not in code_ids
        )
        self.take = QRadioButton(self.tr("&Remove its annotations too"))
        self.retire = QRadioButton(self.tr("&Keep it as retired: nobody uses it anew"))
        self.with_children = QCheckBox(self.tr("Do the same with the codes &under it"))
        for widget in (self.retire, self.give, self.to, self.take, self.with_children):
            self.form.addWidget(widget)
        self.retire.setChecked(True)
        under = any(codebook.children(one) for one in code_ids)
        self.with_children.setVisible(under)
        for button in (self.give, self.take, self.retire):
            button.toggled.connect(self._turned)
        self.with_children.toggled.connect(self.look)
        self.to.chosen.connect(self.look)
        self.to.entered.connect(self.ok.setFocus)
        self._turned()

    def _turned(self) -> None:
        self.to.setVisible(self.give.isChecked())
        self.ok.setText(self.tr("Retire") if self.retire.isChecked() else self.tr("Delete"))
        self.fit()
        self.look()

    @property
    def deletion(self) -> Deletion | None:
        """What was chosen; ``None`` while a code is missing."""
        from annotator.ops.deleting_codes import Deletion, Fate

        fate = Fate.RETIRE if self.retire.isChecked() else Fate.REMOVE
        to = None
        if self.give.isChecked():
            fate, to = Fate.MOVE, self.to.code_id
            if to is None:
                return None
        return Deletion(self._code_ids, fate, to, self.with_children.isChecked())

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        return self.retire

    def reckoning(self) -> Callable[[], Deleting] | None:
        """What deleting would change."""
        from annotator.ops.deleting_codes import preview_delete

        deletion = self.deletion
        if deletion is None:
            return None
        return partial(preview_delete, self.session.project, deletion)

    def told(self, outcome: Deleting) -> str:
        """In sentences."""
        from annotator.ops.deleting_codes import Fate

        deletion = self.deletion
        if deletion is None:
            return self.open_question()
        session, n = self.session, words.counted(outcome.codes, "1 code", "{n} codes")
        if deletion.fate is Fate.RETIRE:
            told = [self.tr("{n} would be retired.").format(n=n)]
            told += words.kept(session, outcome.annotations)
        else:
            told = [self.tr("{n} would be deleted.").format(n=n)]
            if deletion.to is not None:
                told += words.moved(session, outcome.annotations, deletion.to)
            else:
                told += words.removed(session, outcome.annotations)
        if outcome.moved_up:
            up = words.counted(outcome.moved_up, "1 code", "{n} codes")
            told.append(self.tr("{n} under it would move up.").format(n=up))
        told += words.renamed(outcome.renamed.values())
        return " ".join([*told, words.undone(self._undo)])
