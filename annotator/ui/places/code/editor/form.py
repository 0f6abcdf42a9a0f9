"""The fields of a code in the order in which they are written, and how each is saved."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from annotator.domain.codebook import Code, Status, Unit
from annotator.domain.errors import UserError
from annotator.ui.keys import KeyMap
from annotator.ui.places.code.codebook_verbs import CodebookVerbs
from annotator.ui.places.code.editor.cards import CardList
from annotator.ui.places.code.editor.colour_entry import ColourEntry
from annotator.ui.places.code.editor.entries import ChoiceEntry, Entry, ListEntry, WordsEntry
from annotator.ui.places.code.editor.example_cards import examples, near_misses
from annotator.ui.places.code.editor.visit import RuleVisit
from annotator.ui.places.code.foretold import held_by, renaming
from annotator.ui.session import Session

PATH_SEPARATOR = " › "


class CodeForm(QWidget):
    """All that is written of one code; each field is saved by itself.

    Signals:
        under_wanted: the code of that id is to come under another one.
    """

    under_wanted = Signal(int)

    def __init__(self, session: Session, visit: RuleVisit, keys: KeyMap) -> None:
        super().__init__()
        self._session, self._visit = session, visit
        self._verbs = CodebookVerbs(session, keys)
        self._code_id: int | None = None
        self.name = WordsEntry(_tr("Name"))
        self.renaming = QLabel()
        self.renaming.setProperty("look", "quiet")
        self.renaming.setWordWrap(True)
        self.renaming.setTextFormat(Qt.TextFormat.PlainText)
        self.renaming.setAccessibleName(_tr("What the name would change"))
        self.renaming.hide()
        self.place = PlaceRow(session)
        self.colour = ColourEntry(session)
        self.key = WordsEntry(_tr("Key"), _tr("A letter or digit"))
        self.by_rule: dict[str, Entry] = {
            "status": ChoiceEntry(
                _tr("Status"),
                {
                    Status.ACTIVE: _tr("Active"),
                    Status.PROPOSED: _tr("Proposed"),
                    Status.RETIRED: _tr("Retired: not applied any more"),
                },
            ),
            "unit": ChoiceEntry(
                _tr("Applied to"),
                {
                    Unit.SPAN: _tr("Any words"),
                    Unit.SENTENCE: _tr("Whole sentences"),
                    Unit.PARAGRAPH: _tr("Whole paragraphs"),
                    Unit.ARTICLE: _tr("The article as a whole"),
                },
            ),
            "definition": WordsEntry(_tr("Definition"), _tr("What it means"), lines=2),
            "use_when": WordsEntry(_tr("Use when"), lines=2),
            "do_not_use_when": WordsEntry(_tr("Do not use when"), lines=2),
            "boundary": WordsEntry(_tr("Which words"), _tr("Where it begins and ends"), lines=2),
            "examples": examples(_tr("Examples"), _tr("+ Example")),
            "counter_examples": examples(_tr("Counter-examples"), _tr("+ Counter-example")),
            "instead": near_misses(session),
            "keywords": ListEntry(_tr("Keywords, with commas between"), _tr("Found by these too")),
            "exclusive": ListEntry(
                _tr("Exclusive groups, with commas between"),
                _tr("At most one of a group on the same words"),
            ),
            "citation": WordsEntry(_tr("Citation"), lines=2),
        }
        self._lay_out()
        self._listen()

    @property
    def entries(self) -> list[Entry]:
        """All fields."""
        return [self.name, self.key, self.colour, *self.by_rule.values()]

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 12)
        layout.setSpacing(11)
        name = self.name.layout()
        assert name is not None
        name.addWidget(self.renaming)
        for widget in (self.name, self.place, self.colour, self.key, *self.by_rule.values()):
            layout.addWidget(widget)
        layout.addStretch(1)

    def _listen(self) -> None:
        self.name.written.connect(self._rename)
        self.key.written.connect(self._give_key)
        self.colour.written.connect(self._recolour)
        self.place.moved.connect(self._move)
        self.place.under_wanted.connect(lambda: self.under_wanted.emit(self._code().id))
        self.name.field.textChanged.connect(lambda *_: self._foretell())
        self.name.left.connect(self.renaming.hide)
        for name, entry in self.by_rule.items():
            _Saver(name, entry, self._visit)

    # -- showing

    def show_code(self, code: Code, *, editable: bool) -> None:
        """Show what the codebook says of a code; what is being written of it stays."""
        if code.id != self._code_id:
            self._code_id = code.id
            self.renaming.hide()
            for entry in self.entries:
                entry.show_wrong("")
                if isinstance(entry, CardList):
                    entry.set_value(())
                    entry.put_away()
        self.name.set_value(code.name)
        self.key.set_value(code.key)
        self.colour.show_code(code)
        self.place.show_code(code)
        for name, entry in self.by_rule.items():
            entry.set_value(getattr(code, name))
        for entry in self.entries:
            entry.set_editable(editable)
        self.place.set_editable(editable)

    def flush(self) -> None:
        """Save at once what waits for a pause."""
        for entry in self.entries:
            entry.flush()

    # -- what has rules of its own

    def _rename(self) -> None:
        from annotator.ops import codebook

        code = self._code()
        try:
            codebook.free_name(self._session.codebook, self.name.text, code.parent_id, but=code.id)
        except UserError as error:
            self.name.show_wrong(f"{error.what} {_tr('Not saved.')}")
        else:
            self.name.show_wrong("")
            if self.name.text != code.name:
                self._visit.run("name", codebook.rename_code, code.id, self.name.text)
        self.name.set_value(self._code().name)

    def _give_key(self) -> None:
        from annotator.ops import codebook

        code = self._code()
        try:
            codebook.free_key(self._session.codebook, self.key.text, but=code.id)
        except UserError as error:
            self.key.show_wrong(f"{error.what} {_tr('Not saved.')}")
        else:
            self.key.show_wrong("")
            if self.key.text.lower() != code.key:
                self._visit.run("key", codebook.set_key, code.id, self.key.text)
        self.key.set_value(self._code().key)

    def _recolour(self) -> None:
        from annotator.ops import codebook

        changes = self._visit.run("colour", codebook.set_colour, self._code().id, self.colour.value)
        self._verbs.tell(changes)
        self.colour.show_code(self._code())

    def _move(self, way: int) -> None:
        self._verbs.shift(self._code().id, way)

    def _foretell(self) -> None:
        """Say beneath the name what it changes, while it is being written."""
        if self._code_id is None or not self.name.field.hasFocus():
            self.renaming.hide()
            return
        held = held_by(self._session, [self._code_id])
        told = renaming(self._session, self._code_id, self.name.text, held)
        # Why it can't be saved is said when it is tried.
        self.renaming.setText("" if told.is_refused else told.words)
        self.renaming.setVisible(bool(self.renaming.text()))

    def _code(self) -> Code:
        return self._session.codebook[self._code_id or 0]


class _Saver(QObject):
    """Saves one field of the rules when it is written."""

    def __init__(self, name: str, entry: Entry, visit: RuleVisit) -> None:
        super().__init__(entry)
        self._name, self._entry, self._visit = name, entry, visit
        entry.written.connect(self._save)

    def _save(self) -> None:
        self._visit.write(self._name, {self._name: self._entry.value})


class PlaceRow(QWidget):
    """Where in the codebook a code stands, and the buttons that move it.

    Signals:
        moved: among its siblings it is to stand one earlier (-1) or later (1).
        under_wanted: it is to come under another code.
    """

    moved = Signal(int)
    under_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.words = QLabel()
        self.words.setProperty("look", "quiet")
        self.words.setWordWrap(True)
        self.up, self.down = self._button("↑", _tr("Move up")), self._button("↓", _tr("Move down"))
        self.under = self._button(_tr("Move…"), _tr("Move under another code"))
        self.under.clicked.connect(self.under_wanted)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self.under, self.up, self.down):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.words)
        layout.addLayout(buttons)

    def show_code(self, code: Code) -> None:
        """Say where it stands."""
        codebook = self._session.codebook
        siblings = [one.id for one in codebook.children(code.parent_id)]
        place = siblings.index(code.id) + 1 if code.id in siblings else 1
        above = codebook.path(code.id, PATH_SEPARATOR).rpartition(PATH_SEPARATOR)[0]
        under = _tr("Under {path}, {n} of {all}") if above else _tr("Top level, {n} of {all}")
        self.words.setText(under.format(path=above, n=place, all=len(siblings)))
        before, after = (
            codebook[siblings[at]].name if 0 <= at < len(siblings) else ""
            for at in (place - 2, place)
        )
        _offer(self.up, _tr("Move up"), _tr("Move up, before “{name}”"), before)
        _offer(self.down, _tr("Move down"), _tr("Move down, after “{name}”"), after)

    def set_editable(self, editable: bool) -> None:
        """Let it be moved, or only be read."""
        for button in (self.under, self.up, self.down):
            button.setVisible(editable)

    def _button(self, sign: str, name: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("look", "quiet")
        made.setText(sign)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made


def _offer(button: QToolButton, title: str, past: str, name: str) -> None:
    """Say which code it moves past; where there is none it does nothing."""
    told = past.format(name=name) if name else title
    button.setEnabled(bool(name))
    button.setToolTip(told)
    button.setAccessibleName(told)


def _tr(text: str) -> str:
    return QCoreApplication.translate("code_editor", text)
