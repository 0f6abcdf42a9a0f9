"""Which code others are merged into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from annotator.ui.places.code.code_dialogs import words
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.code_field import CodeField
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.merging_codes import Merging


class MergeDialog(Asking):
    """Asks for the code that stays, and whether it gets keywords and examples of the others."""

    def __init__(
        self, session: Session, code_ids: Sequence[int], undo: str, parent: QWidget | None = None
    ) -> None:
        codebook = session.codebook
        names = ", ".join(f"“{codebook[one].name}”" for one in code_ids[:3])
        what = names if len(code_ids) <= 3 else f"{len(code_ids)} codes"
        super().__init__(session, parent)
        self.setWindowTitle(self.tr("Merge codes"))
        self.head(
            self.tr("Merge {codes} into…").format(codes=what),
            self.tr(
                "Its annotations get the code that you choose; memos and links stay, codes under "
                "it come along; then it is deleted."
            ),
            self.tr("Merge"),
        )
        self._code_ids = tuple(code_ids)
        self._undo = undo
        self.into = CodeField(
            session, self.tr("The code that stays"), lambda code: code.id not in code_ids
        )
        self.joins = QCheckBox(self.tr("Add its &keywords and examples to that code"))
        self.joins.setChecked(True)
        self.form.addWidget(self.into)
        self.form.addWidget(self.joins)
        self.into.chosen.connect(self.look)
        self.into.entered.connect(self.ok.setFocus)
        self.joins.toggled.connect(self.look)
        self.look()

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        return self.into

    def reckoning(self) -> Callable[[], Merging] | None:
        """What the merge would change."""
        from annotator.ops.merging_codes import preview_merge

        into = self.into.code_id
        if into is None:
            return None
        return partial(preview_merge, self.session.project, self._code_ids, into)

    def told(self, outcome: Merging) -> str:
        """In sentences."""
        into = self.into.code_id
        if into is None:
            return self.open_question()
        told = words.moved(self.session, outcome.annotations, into)
        if outcome.children:
            n = words.counted(outcome.children, "1 code", "{n} codes")
            told.append(self.tr("{n} would come under it.").format(n=n))
        told += words.renamed(outcome.renamed.values())
        if outcome.memos:
            n = words.counted(outcome.memos, "1 memo", "{n} memos")
            told.append(self.tr("{n} about what goes would be about it.").format(n=n))
        if self.joins.isChecked() and outcome.joined:
            n = words.counted(outcome.joined, "1 keyword or example", "{n} keywords and examples")
            told.append(self.tr("{n} would be added to it.").format(n=n))
        return " ".join([*told, words.undone(self._undo)])
