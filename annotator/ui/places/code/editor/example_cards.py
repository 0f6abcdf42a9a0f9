"""Examples and near-misses as cards of the code editor."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from annotator.domain.codebook import Example, NearMiss, Status
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.places.code.editor.cards import Card, CardList
from annotator.ui.places.code.editor.entries import WordsEntry
from annotator.ui.session import Session


class ExampleCard(Card):
    """A passage, where it is from, and why it is one."""

    def __init__(self) -> None:
        self.text = WordsEntry(_tr("Passage"), lines=2)
        self.source = WordsEntry(_tr("From"), _tr("Empty: made up"))
        self.why = WordsEntry(_tr("Why"))
        super().__init__((self.text, self.source, self.why), _tr("the example"))

    @property
    def value(self) -> Example | None:
        """The example; ``None`` without a passage."""
        if not self.text.value:
            return None
        return Example(self.text.value, self.source.value, self.why.value)

    def set_value(self, value: Any) -> None:
        """Show an example."""
        self.text.set_value(value.text)
        self.source.set_value(value.source)
        self.why.set_value(value.why)


class NearMissCard(Card):
    """When another code is meant, and which."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.when = WordsEntry(_tr("If"), lines=2)
        self.use = WordsEntry(_tr("use instead"), _tr("Some letters of a code…"))
        super().__init__((self.when, self.use), _tr("the near-miss"))
        self._uids = {
            session.codebook.path(code.id, PATH_SEPARATOR): code.uid
            for code in session.codebook
            if not code.is_deleted
        }
        live = [
            path
            for path, uid in self._uids.items()
            if uid not in {one.uid for one in session.codebook if one.status is Status.RETIRED}
        ]
        completer = QCompleter(live, self.use.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _path: self.use.flush())
        if isinstance(self.use.field, QLineEdit):
            self.use.field.setCompleter(completer)
        self._gone: UUID | None = None

    @property
    def value(self) -> NearMiss | None:
        """The near-miss; ``None`` without words or without a code of that path."""
        uid = self._uid()
        return NearMiss(self.when.value, uid) if self.when.value and uid else None

    def set_value(self, value: Any) -> None:
        """Show a near-miss."""
        paths = {uid: path for path, uid in self._uids.items()}
        self._gone = None if value.use in paths else value.use
        self.when.set_value(value.when)
        self.use.set_value(paths.get(value.use, _tr("(a code that is gone)")))

    def _uid(self) -> UUID | None:
        typed = self.use.text.casefold()
        if self._gone is not None and typed == _tr("(a code that is gone)").casefold():
            return self._gone
        found = [uid for path, uid in self._uids.items() if path.casefold() == typed]
        found += [
            uid
            for path, uid in self._uids.items()
            if path.rpartition(PATH_SEPARATOR)[2].casefold() == typed
        ]
        return found[0] if found else None


def examples(title: str, add: str) -> CardList:
    """A list of examples."""
    return CardList(title, add, _tr("Kept when it has a passage"), ExampleCard)


def near_misses(session: Session) -> CardList:
    """The list of near-misses."""
    return CardList(
        _tr("Near-misses"),
        _tr("+ Near-miss"),
        _tr("Kept when it says when, and which code"),
        partial(NearMissCard, session),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("code_editor", text)
