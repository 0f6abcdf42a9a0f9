"""What can be done to a code in the codebook panel, each one step of the history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from annotator.domain.changes import Changes
from annotator.ui.keys import KeyMap
from annotator.ui.session import Session


class CodebookVerbs:
    """Runs the verbs of the codebook for the coder at work.

    Each returns what changed, or None when it was refused; the session then says why.
    """

    def __init__(self, session: Session, keys: KeyMap) -> None:
        self._session = session
        self._keys = keys

    def add(self, name: str, parent_id: int | None) -> Changes | None:
        """Add a code after those under the same parent."""
        from annotator.ops import codebook

        return self._session.run(
            codebook.add_code, name, parent_id=parent_id, coder_id=self._session.coder_id
        )

    def rename(self, code_id: int, name: str) -> Changes | None:
        """Give a code another name."""
        from annotator.ops import codebook

        return self.tell(
            self._session.run(codebook.rename_code, code_id, name, coder_id=self._session.coder_id)
        )

    def colour(self, code_ids: Sequence[int], colour: str) -> Changes | None:
        """Give codes a hue, a ``#rrggbb``, or with ``""`` their parents' colours."""
        from annotator.ops import several_codes

        return self.tell(
            self._session.run(
                several_codes.colour_codes,
                tuple(code_ids),
                colour,
                coder_id=self._session.coder_id,
            )
        )

    def key(self, code_id: int, key: str) -> Changes | None:
        """Give a code a key, or with ``""`` none."""
        from annotator.ops import codebook

        return self._session.run(codebook.set_key, code_id, key, coder_id=self._session.coder_id)

    def delete(self, code_id: int) -> Changes | None:
        """Delete a code that is not used."""
        from annotator.ops import codebook

        return self._session.run(codebook.delete_code, code_id, coder_id=self._session.coder_id)

    def move(self, code_id: int, parent_id: int | None, position: int) -> Changes | None:
        """Put a code under a parent, after ``position`` others that are there."""
        from annotator.ops import codebook

        return self.tell(
            self._session.run(
                codebook.move_code,
                code_id,
                parent_id=parent_id,
                position=position,
                coder_id=self._session.coder_id,
            )
        )

    def move_under(self, code_ids: Sequence[int], parent_id: int | None) -> Changes | None:
        """Put codes under a parent, after those that are there."""
        from annotator.ops import several_codes

        return self.tell(
            self._session.run(
                several_codes.move_codes,
                tuple(code_ids),
                parent_id,
                coder_id=self._session.coder_id,
            )
        )

    def shift(self, code_id: int, way: int) -> None:
        """Move a code among its siblings: -1 up, 1 down; nothing happens at the ends."""
        codebook = self._session.codebook
        parent_id = codebook[code_id].parent_id
        siblings = [code.id for code in codebook.children(parent_id)]
        wanted = siblings.index(code_id) + way
        if 0 <= wanted < len(siblings):
            self.move(code_id, parent_id, wanted)

    def tell(self, changes: Changes | None) -> Changes | None:
        """Say in the status line how it is taken back."""
        key = self._keys.shown("edit.undo")
        if changes is not None and changes.txn and key:
            told = QCoreApplication.translate("codes", "{did} · {key} takes it back")
            self._session.told.emit(told.format(did=changes.label, key=key))
        return changes

    # -- what is shown in the text; not part of the history

    def toggle_hidden(self, code_id: int) -> None:
        """Hide or show a code and all under it in the text."""
        codes = self._session.codebook.subtree(code_id)
        self._session.hide_codes(codes, hidden=code_id not in self._session.hidden)

    def show_only(self, code_id: int) -> None:
        """Hide all codes but this one and those under it."""
        codes = self._session.codebook.subtree(code_id)
        others = frozenset(code.id for code in self._session.codebook) - codes
        self._session.hide_codes(others, hidden=True)
        self._session.hide_codes(codes, hidden=False)

    def show_all(self) -> None:
        """Hide no code any more."""
        self._session.hide_codes(self._session.hidden, hidden=False)
