"""The line under the article that walks a code's annotations and deals them out by key."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.domain.changes import Changes
from annotator.ui.commands import Actions
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.spoken import shortened
from annotator.ui.session import Session
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.foot_bar import FootBar

if TYPE_CHECKING:
    from annotator.domain.annotation import Annotation
    from annotator.ops.moving_annotations import Which

_LONGEST = 24
"""Characters of a code's name on its button."""

MOST = 9
"""So many codes can be dealt to: each has a digit."""


@dataclass(frozen=True, slots=True)
class Split:
    """A code that is being split, as it is remembered from day to day.

    Attributes:
        code_id: the code.
        targets: the codes that its annotations go to, in the order of their digits.
        everybody: whether other coders' annotations are dealt out too.
        skipped: annotations that were passed over.
        first: the step of the history with which it began.
    """

    code_id: int
    targets: tuple[int, ...]
    everybody: bool = False
    skipped: frozenset[int] = field(default_factory=frozenset)
    first: int | None = None

    def which(self, coder_id: int) -> Which:
        """The annotations that are dealt out."""
        from annotator.ops.moving_annotations import Which

        coders = None if self.everybody else frozenset({coder_id})
        return Which(frozenset({self.code_id}), coders)


def remembered(session: Session) -> Split | None:
    """The split that was left in the middle, if its codes are there still."""
    kept = session.settings.place(_key(session))
    if not kept:
        return None
    try:
        told = json.loads(kept)
        split = Split(
            int(told["code"]),
            tuple(map(int, told["targets"])),
            bool(told["everybody"]),
            frozenset(map(int, told["skipped"])),
            told["first"] if isinstance(told["first"], int) else None,
        )
    except (ValueError, KeyError, TypeError):
        return None
    if split.first is not None and not session.project.goes_on(session.coder_id, split.first):
        # Something else was done since: what is dealt from now on is undone by itself.
        split = replace(split, first=None)
    known = all(one in session.codebook for one in (split.code_id, *split.targets))
    return split if known and split.targets else None


def remember(session: Session, split: Split | None) -> None:
    """Keep it for when it is gone on with; ``None`` when it is at its end."""
    kept = ""
    if split is not None:
        kept = json.dumps(
            {
                "code": split.code_id,
                "targets": split.targets,
                "everybody": split.everybody,
                "skipped": sorted(split.skipped),
                "first": split.first,
            }
        )
    session.settings.set_place(_key(session), kept)


class DealingBar(FootBar):
    """A digit gives the passage that is shown a code, Space skips it, Backspace goes back.

    Each answer is saved at once. All of them are one step to undo.

    Signals:
        ended: the walk is over, and all was dealt out; carries the code's id.
    """

    ended = Signal(int)

    def __init__(self, reader: Reader, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._session = reader.session
        self._undo = partial(actions.keys.shown, "edit.undo")
        self._split: Split | None = None
        self._ids: list[int] = []
        self._at = self._dealt = 0
        self._is_dealing = False
        self.setAccessibleName(self.tr("Split a code"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = ElidedLabel()
        self.add(0, self.words, 1)
        self._targets = [self.button("", partial(self._deal, at)) for at in range(MOST)]
        self._skip = self.button(self.tr("Skip  Space"), self._pass)
        self._back = self.button(self.tr("Back  ⌫"), self._go_back)
        self._end = self.button(self.tr("End  Esc"), self.end)
        for button in (*self._targets, self._skip, self._back, self._end):
            self.add(1, button)
        session = self._session
        session.coder_changed.connect(self._leave)
        session.project_changed.connect(self._leave)
        session.changed.connect(self._follow)
        self.hide()

    @property
    def is_walking(self) -> bool:
        """Whether annotations are being dealt out."""
        return self._split is not None

    def begin(self, split: Split) -> None:
        """Walk what is left; what was skipped before comes when all else is dealt out."""
        from annotator.ops import splitting

        session = self._session
        if session.coder_id is None:
            return
        which = split.which(session.coder_id)
        left = splitting.left_to_deal(session.project, which)
        ids = [one for one in left if one not in split.skipped]
        self._split, self._ids = (
            (split if ids else replace(split, skipped=frozenset())),
            ids or left,
        )
        self._at = self._dealt = 0
        remember(session, self._split)
        if not self._ids:
            self._finish()
            return
        for button, (at, code_id) in zip(self._targets, enumerate(split.targets, 1), strict=False):
            name = session.codebook[code_id].name
            button.setText(f"{name if len(name) <= _LONGEST else name[:_LONGEST] + '…'}  {at}")
            button.setToolTip(session.codebook.path(code_id, PATH_SEPARATOR))
            button.setAccessibleName(f"{name}  {at}")
        for at, button in enumerate(self._targets):
            button.setVisible(at < len(split.targets))
        self._show()

    def end(self) -> None:
        """Stop here; it can be gone on with."""
        if self._split is None:
            return
        left, dealt = len(self._ids) - self._at, self._dealt
        self._leave()
        self._reader.setFocus(Qt.FocusReason.OtherFocusReason)
        told = self.tr(
            "{n} dealt out, {left} left: split the code again to go on. {key} takes all back."
        )
        self._session.told.emit(told.format(n=f"{dealt:,}", left=f"{left:,}", key=self._undo()))

    def hint(self) -> str:
        """The keys that help while the bar has the focus."""
        return self.tr("1–9: that code · Space: skip · Backspace: back · Esc: end, to go on later")

    # -- steps

    def _one(self) -> Annotation | None:
        found = self._session.project.queries.annotations_by_id([self._ids[self._at]])
        return found[0] if found else None

    def _show(self) -> None:
        one, split = self._one(), self._split
        if split is None:
            return
        if one is None:
            self._go_on()
            return
        session, quote = self._session, " ".join(one.anchor.quote.split())
        told = self.tr("{n} of {all} · “{code}”: {quote}")
        words = told.format(
            n=f"{self._at + 1:,}",
            all=f"{len(self._ids):,}",
            code=session.codebook[split.code_id].name,
            quote=f"“{shortened(quote)}”" if quote else self.tr("the whole article"),
        )
        if one.coder_id != session.coder_id:
            words += self.tr(" · by {name}").format(name=session.names[one.coder_id])
        if one.round_id != session.project.round_id:
            words += self.tr(" · round “{name}”").format(name=session.round_names[one.round_id])
        self.words.set_text(words)
        self.setAccessibleDescription(words)
        self._back.setEnabled(self._at > 0)
        self.show()
        self.arrange()
        is_shown = one.coder_id == session.coder_id or one.coder_id in session.others
        if is_shown and one.round_id == session.project.round_id:
            session.show_annotation(one.id)
        else:
            session.show_article(one.article_id)
            self._reader.show_span(one.span, leaves=False)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        session.told.emit(words)

    def _deal(self, at: int) -> None:
        split, one = self._split, self._one()
        if split is None or at >= len(split.targets):
            return
        if one is not None and self._move(one, split.targets[at]):
            self._dealt += 1
            self._go_on()

    def _move(self, one: Annotation, to: int) -> bool:
        from annotator.ops import splitting

        assert self._split is not None
        self._is_dealing = True
        changes = self._session.run_now(
            splitting.deal,
            one,
            to,
            coder_id=self._session.coder_id or 0,
            after=self._split.first,
        )
        self._is_dealing = False
        if changes is None:
            return False
        if self._split is not None and changes.txn and self._split.first is None:
            self._keep(replace(self._split, first=changes.txn))
        return True

    def _pass(self) -> None:
        if self._split is not None:
            self._keep(replace(self._split, skipped=self._split.skipped | {self._ids[self._at]}))
            self._go_on()

    def _go_back(self) -> None:
        """To the passage before; one that was dealt out gets its code back first."""
        split = self._split
        if split is None or not self._at:
            return
        self._at -= 1
        one = self._one()
        if one is None:
            self._at += 1
            told = self.tr("It was counted together with an equal one. {key} takes all back.")
            self._session.told.emit(told.format(key=self._undo()))
        elif one.code_id != split.code_id:
            if self._move(one, split.code_id):
                self._dealt -= 1
            else:
                self._at += 1
        else:
            self._keep(replace(split, skipped=split.skipped - {one.id}))
        self._show()

    def _go_on(self) -> None:
        self._at += 1
        if self._at < len(self._ids):
            self._show()
        else:
            self._finish()

    def _finish(self) -> None:
        split, dealt = self._split, self._dealt
        if split is None:
            return
        skipped = len(split.skipped)
        self._leave()
        if not skipped:
            remember(self._session, None)
        self._reader.setFocus(Qt.FocusReason.OtherFocusReason)
        name = self._session.codebook[split.code_id].name
        told = self.tr("“{name}”: {n} dealt out, {skipped} skipped. {key} takes all back.")
        nothing = self.tr("“{name}” has no annotations to deal out.")
        said = told if dealt or skipped else nothing
        self._session.told.emit(
            said.format(name=name, n=f"{dealt:,}", skipped=f"{skipped:,}", key=self._undo())
        )
        self.ended.emit(split.code_id)

    def _keep(self, split: Split) -> None:
        self._split = split
        remember(self._session, split)

    def _follow(self, _changes: Changes, _initiator: object) -> None:
        """What else is done meanwhile ends the series; where the codes go, the walk is over."""
        if self._split is None or self._is_dealing:
            return
        codes = (self._split.code_id, *self._split.targets)
        if all(one in self._session.codebook for one in codes):
            self._keep(replace(self._split, first=None))
        else:
            self._leave()
            self._reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._split = None
        self._ids = []
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Space, Backspace and Esc."""
        key, text = event.key(), event.text()
        handlers: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self._pass,
            Qt.Key.Key_Backspace: self._go_back,
            Qt.Key.Key_Escape: self.end,
        }
        if self._split is None:
            super().keyPressEvent(event)
        elif text in "123456789" and text:
            self._deal(int(text) - 1)
        elif key in handlers:
            handlers[key]()
        else:
            super().keyPressEvent(event)


def _key(session: Session) -> str:
    return f"{session.project.uid}/split"
