"""Asking once whether what was just tagged belongs to what it overlaps with the same code."""

from __future__ import annotations

from string import ascii_uppercase

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Kind
from annotator.domain.codebook import Codebook
from annotator.ui.parts.reader.beside import BesideCard
from annotator.ui.parts.reader.reader import Reader

SETTING = "coding/join"
ASK, ALWAYS, NEVER = "ask", "always", "never"

_PAIRS = ("JK", "YN")
_ALWAYS_FREE = ("Alt+J", "Alt+K")
"""No code can have these."""


def answer_keys(codebook: Codebook) -> tuple[str, str]:
    """The keys that join and that keep both, which no code has.

    J and K; where a code has one of these, Y and N; where one has one of those too, the first two
    letters of the alphabet that are free. Where fewer are, there are only the keys with Alt.
    """
    free = [letter for letter in ascii_uppercase if codebook.by_key(letter) is None]
    pairs = [pair for pair in (*_PAIRS, "".join(free[:2])) if set(pair) <= set(free)]
    join, keep = next((tuple(pair) for pair in pairs if len(pair) == len("JK")), _ALWAYS_FREE)
    return join, keep


class Joining(BesideCard):
    """A question beside the words, to be answered by a key or a click, or left alone."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._ids: tuple[int, ...] = ()
        self.setAccessibleName(self.tr("Join annotations?"))
        self._keys = _ALWAYS_FREE
        self._told = QLabel(self)
        self.join_button, self.keep_button = QPushButton(self), QPushButton(self)
        quiet = QLabel(self.tr("With Shift: always so · any other key: go on"), self)
        quiet.setProperty("look", "quiet")
        buttons = QHBoxLayout()
        for button in (self.join_button, self.keep_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 9)
        layout.setSpacing(7)
        layout.addWidget(self._told)
        layout.addLayout(buttons)
        layout.addWidget(quiet)
        self.join_button.clicked.connect(lambda: self._answer(join=True, always=False))
        self.keep_button.clicked.connect(lambda: self._answer(join=False, always=False))
        self.closed.connect(self._gone)
        reader.tagged.connect(self._tagged)
        reader.session.changed.connect(self._follow)

    # -- as a mode of the reader

    @property
    def hint(self) -> str:
        """The keys that help meanwhile."""
        join, keep = self._keys
        told = self.tr("{join}: join them · {keep}: keep both · with Shift: always so · Esc: go on")
        return told.format(join=join, keep=keep)

    def takes(self, event: QKeyEvent) -> bool:
        """The two keys answer; whoever does something else leaves both as they are."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        others = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        pressed = QKeySequence(QKeyCombination(others, Qt.Key(event.key()))).toString()
        if pressed in self._keys:
            self._answer(join=pressed == self._keys[0], always=shift)
            return True
        if event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            return False
        is_escape = event.key() == Qt.Key.Key_Escape
        self._reader.end_mode()
        return is_escape

    def pointed(self) -> None:
        """Something else was clicked: both stay."""
        self._reader.end_mode()

    def left(self) -> None:
        """The question is answered, or passed over."""
        self._ids = ()
        self.close_card()
        self._reader.session.told.emit("")

    # -- what happens

    def _tagged(self, annotation_id: int) -> None:
        from annotator.ops import extents

        session = self._reader.session
        wish = session.settings.word(SETTING)
        if wish == NEVER or annotation_id not in self._reader.marks or session.coder_id is None:
            return
        made = self._reader.marks.annotation(annotation_id)
        others = extents.overlapping_same_code(
            session.project,
            article_id=made.article_id,
            span=made.span,
            code_id=made.code_id,
            coder_id=session.coder_id,
        )
        if not others:
            return
        ids = (annotation_id, *(one.id for one in others))
        if wish == ALWAYS:
            self._join(ids)
        else:
            self._ask(made, ids)

    def _gone(self) -> None:
        """The card went with the focus or the article: both stay."""
        if self._reader.mode is self:
            self._reader.end_mode()

    def _ask(self, made: Annotation, ids: tuple[int, ...]) -> None:
        self._reader.begin(self)
        self._ids = ids
        name = self._reader.codebook.path(made.code_id, " › ")
        told = self.tr("“{code}” lies on words beside or among these already.")
        question = told.format(code=name)
        self._told.setText(question)
        self._show_keys()
        self.show_beside(made.span)
        self._reader.session.told.emit(f"{question} {self.hint}")
        self._reader.state_changed.emit()

    def _show_keys(self) -> None:
        join, keep = self._keys = answer_keys(self._reader.codebook)
        self.join_button.setText(self.tr("Join them  {key}").format(key=join))
        self.keep_button.setText(self.tr("Keep both  {key}").format(key=keep))

    def _answer(self, *, join: bool, always: bool) -> None:
        ids = self._ids
        if always:
            self._reader.session.settings.set(SETTING, ALWAYS if join else NEVER)
        self._reader.end_mode()
        if join:
            self._join(ids)

    def _join(self, ids: tuple[int, ...]) -> None:
        from annotator.ops import extents

        session = self._reader.session
        if session.coder_id is not None:
            session.run(extents.join, ids, coder_id=session.coder_id)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        if changes.removed.get(Kind.ANNOTATION, frozenset()) & set(self._ids):
            self._reader.end_mode()
