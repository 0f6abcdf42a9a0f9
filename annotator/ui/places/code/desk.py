"""The article with what lies over it and below it: cards, the picker, and bars."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.codebook import NewCode
from annotator.domain.edges import Edge
from annotator.domain.roles import Role
from annotator.ui.commands import Actions
from annotator.ui.parts.article_sheet import LackingBar
from annotator.ui.parts.dealing import DealingBar
from annotator.ui.parts.deciding import DecidingBar
from annotator.ui.parts.guide import Guide
from annotator.ui.parts.picker import CodePicker
from annotator.ui.parts.reader import FindBar, Moving, ParagraphField, Reader
from annotator.ui.parts.reader.dropping import Dropping
from annotator.ui.parts.reader.edge_moving import EdgeMoving
from annotator.ui.parts.reader.exclusive import Exclusive
from annotator.ui.parts.reader.joining import Joining
from annotator.ui.parts.reader.linking import Linking
from annotator.ui.parts.reader.memo_editor import MemoEditor
from annotator.ui.parts.reader.overlap_list import OverlapList
from annotator.ui.parts.reader.replacing import Replacing
from annotator.ui.parts.reader.selection_drag import SelectionDrag
from annotator.ui.parts.reader.unsure import UnsureCard
from annotator.ui.parts.rechecking import RecheckingBar
from annotator.ui.parts.same_words import SameWordsBar
from annotator.ui.parts.tool_row import ToolRow
from annotator.ui.parts.values_strip import ValuesStrip
from annotator.ui.places.code.begin_note import BeginNote
from annotator.ui.places.code.example_from_text import ExampleFromText
from annotator.ui.places.code.reader_menu import ReaderMenu
from annotator.ui.places.code.zones import Zones
from annotator.ui.session import Session

Bar = SameWordsBar | ValuesStrip | LackingBar | DecidingBar | RecheckingBar | DealingBar | FindBar
_TOOLS = "code/tools"


class Desk(QWidget):
    """All that is done in the text, wherever it is asked for."""

    def __init__(
        self,
        session: Session,
        actions: Actions,
        reader: Reader,
        guide: Guide,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self.reader = reader
        self.moving = Moving(reader)
        self.paragraph_field = ParagraphField(reader)
        self.find_bar = FindBar(reader)
        self.tools = ToolRow(actions)
        self._zones = Zones(reader)
        self._replacing = Replacing(reader)
        self._linking = Linking(reader)
        self._exclusive = Exclusive(reader)
        self._examples = ExampleFromText(reader)
        SelectionDrag(reader)
        Dropping(reader)
        self._edges = EdgeMoving(reader)
        self.overlap_list = OverlapList(reader)
        self.memo_editor = MemoEditor(reader)
        self.unsure_card = UnsureCard(reader)
        self.joining = Joining(reader)
        self.same_words = SameWordsBar(reader, actions)
        self.lacking = LackingBar(session)
        self.deciding = DecidingBar(reader, guide)
        self.rechecking = RecheckingBar(reader, actions)
        self.dealing = DealingBar(reader, actions)
        self.picker = CodePicker(session, self)
        self.values = ValuesStrip(reader, self._is_asking)
        self._instead: Callable[[int], None] | None = None
        ReaderMenu(reader, actions)
        self.note = BeginNote(reader, actions)
        self._lay_out()
        self._connect()
        self._bind()

    @property
    def bars(self) -> list[Bar]:
        """What stands below the text when it is wanted, from above."""
        return [
            self.same_words,
            self.values,
            self.lacking,
            self.deciding,
            self.rechecking,
            self.dealing,
            self.find_bar,
        ]

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tools)
        layout.addWidget(self.reader, 1)
        for bar in self.bars:
            layout.addWidget(bar)
        shows_tools = self._session.settings.place(_TOOLS) == "1"
        self._actions["switch.tools"].setChecked(shows_tools)
        self.tools.setVisible(shows_tools)

    def _connect(self) -> None:
        reader = self.reader
        reader.pick_wanted.connect(self._pick)
        self.rechecking.another_wanted.connect(self._recode_rechecked)
        self.picker.chosen.connect(lambda code_id, stay: reader.tag(code_id, stay=stay))
        self.picker.closed.connect(self._picked)
        self.picker.creation_wanted.connect(self._create_and_tag)
        self.lacking.left.connect(reader.setFocus)

    def _bind(self) -> None:
        actions, reader = self._actions, self.reader
        in_text: dict[str, Callable[[], object]] = {
            "code.same_words": self.same_words.walk,
            "article.find": self.find_bar.open,
            "article.find_next": partial(self.find_bar.step, 1),
            "article.find_previous": partial(self.find_bar.step, -1),
            "article.paragraph": self.paragraph_field.open,
            "article.back": self.moving.back,
            "article.forward": self.moving.forward,
            "code.recheck": self.rechecking.begin,
            "code.next_open": self.values.next_open,
            "code.values": self.values.open_target,
            "code.decide": self.deciding.begin,
            "code.replace": self._replacing.begin,
            "code.memo": self.memo_editor.open,
            "code.unsure": self.unsure_card.turn,
            "code.link": self._linking.begin,
            "code.unlink": self._linking.remove,
            "code.keep_this": self._exclusive.keep_this,
        }
        for name, handler in in_text.items():
            actions.bind(name, partial(self.in_text, handler))
        here: dict[str, Callable[[], object]] = {
            "edit.copy": reader.copy_selection,
            "article.furniture": lambda: self._zones.set(Role.FURNITURE),
            "article.body": lambda: self._zones.set(Role.BODY),
            "article.heading": lambda: self._zones.set(Role.HEADING),
            "article.caption": lambda: self._zones.set(Role.CAPTION),
            "article.outlet": self._zones.apply_to_outlet,
            "code.pick": reader.pick,
            "code.repeat": reader.repeat,
            "code.in_vivo": self._in_vivo,
            "code.remove": reader.remove_chosen,
            "code.start_left": lambda: self._edges.step(Edge.START, right=False),
            "code.start_right": lambda: self._edges.step(Edge.START, right=True),
            "code.end_left": lambda: self._edges.step(Edge.END, right=False),
            "code.end_right": lambda: self._edges.step(Edge.END, right=True),
            "code.next": lambda: reader.walk(1),
            "code.previous": lambda: reader.walk(-1),
            "code.say": reader.say_here,
            "code.grow": reader.grow,
            "code.shrink": reader.shrink,
            "code.hold": reader.hold_piece,
            "codebook.example": partial(self._examples.begin, counters=False),
            "codebook.counter_example": partial(self._examples.begin, counters=True),
        }
        for name, handler in here.items():
            actions.bind(name, handler)
        actions.bind_switch("switch.tools", self._switch_tools)

    # -- what the place asks

    def context(self) -> set[str]:
        """What is there, for the actions."""
        there = set()
        if self._session.article_id is not None:
            there.add("article")
        if self.reader.textCursor().hasSelection() or self.reader.pieces:
            there.add("selection")
        if self.reader.target is not None:
            there.add("annotation")
        if self.deciding.has_questions:
            there.add("decision")
        return there

    @property
    def would_tag(self) -> bool:
        """Whether something is selected or chosen that a code would be applied to."""
        return self.reader.selected_span() is not None or self.reader.chosen is not None

    def _is_asking(self) -> bool:
        """Whether something else has the keyboard, that values must wait for."""
        return self.picker.isVisible() or self.rechecking.is_walking

    def in_text(self, handler: Callable[[], object]) -> None:
        """Do what moves through the text, in the text, wherever it was asked for."""
        if not self.isVisible():
            self._actions["view.code"].trigger()
        handler()

    # -- picking a code

    def pick_for(self, anchor: QRect, use: Callable[[int | NewCode], object]) -> None:
        """Let a code be picked that is not applied to words but used otherwise.

        Args:
            anchor: what the code is for, in global coordinates.
            use: what is done with the code's id, or with a code that is to be made for it.
        """

        def instead(code: int | NewCode) -> None:
            self.reader.instead = None
            use(code)

        self._instead = self.reader.instead = instead
        self.picker.open_at(anchor, once=self.tr("replace"))

    def _pick(self, anchor: QRect) -> None:
        once = self.tr("replace") if self.reader.instead is not None else ""
        self.picker.open_at(anchor, once=self.tr("add") if self._examples.is_asking else once)

    def _picked(self) -> None:
        if self.reader.instead is self._instead:
            self.reader.instead = None
        self._examples.end()
        self.reader.picked()
        self.values.ask_waiting()

    def _create_and_tag(self, name: str, parent_id: int | None, stay: bool) -> None:
        self.reader.tag_with_new_code(name, parent_id=parent_id, stay=stay)

    def _in_vivo(self) -> None:
        span = self.reader.selected_span()
        if span is not None:
            self.reader.tag_with_new_code(" ".join(span.quotes(self.reader.text)))

    def _recode_rechecked(self) -> None:
        self.reader.setFocus()
        self._replacing.begin()

    def _switch_tools(self, on: bool) -> None:
        self.tools.setVisible(on)
        self._session.settings.set_place(_TOOLS, "1" if on else "")
