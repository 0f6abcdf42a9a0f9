"""Which code others are moved under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.places.code.code_dialogs import words
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.code_field import TOP, CodeField
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held


class UnderDialog(Asking):
    """Asks for the code that they come under, or the top level."""

    def __init__(
        self, session: Session, code_ids: Sequence[int], undo: str, parent: QWidget | None = None
    ) -> None:
        codebook = session.codebook
        super().__init__(session, parent)
        self.setWindowTitle(self.tr("Move codes"))
        one, many = self.tr("Move “{name}” under…"), self.tr("Move {n} codes under…")
        told = one if len(code_ids) == 1 else many
        name = codebook[code_ids[0]].name
        why = self.tr("They come after the codes that are there.")
        if len(code_ids) == 1:
            above = codebook.path(code_ids[0], PATH_SEPARATOR).rpartition(PATH_SEPARATOR)[0]
            under, top = self.tr("It is under {path} now."), self.tr("It is at the top level now.")
            why = under.format(path=above) if above else top
        self.head(told.format(name=name, n=f"{len(code_ids):,}"), why, self.tr("Move"))
        self._code_ids, self._undo = tuple(code_ids), undo
        chosen = set(code_ids)
        self.to = CodeField(
            session,
            self.tr("The code that they come under"),
            lambda code: chosen.isdisjoint(one.id for one in codebook.ancestry(code.id)),
            top=self.tr("The top level"),
        )
        self.form.addWidget(self.to)
        self.to.chosen.connect(self.look)
        self.to.entered.connect(self.ok.setFocus)
        self.look()

    @property
    def first(self) -> QWidget:
        """What is asked first."""
        return self.to

    def reckoning(self) -> Callable[[], Held] | None:
        """What comes along."""
        from annotator.ops.several_codes import preview_move

        if self.to.code_id is None:
            return None
        parent_id = None if self.to.code_id == TOP else self.to.code_id
        return partial(preview_move, self.session.project, self._code_ids, parent_id)

    def told(self, outcome: Held) -> str:
        """In sentences."""
        parent_id = None if self.to.code_id == TOP else self.to.code_id
        told = words.under(self.session, self._code_ids, parent_id, outcome)
        return " ".join([*told, words.undone(self._undo)])
