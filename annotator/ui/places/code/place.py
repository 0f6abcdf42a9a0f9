"""The Code place: articles at the left, the article in the middle, the codebook at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.changes import Changes, Kind
from annotator.domain.edges import Edge
from annotator.domain.progress import State
from annotator.domain.roles import Role
from annotator.ui.commands import Actions
from annotator.ui.glimpse import Glimpse
from annotator.ui.parts.article_sheet import ArticleSheet, LackingBar
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
from annotator.ui.parts.rules_compared import RulesCompared
from annotator.ui.parts.same_words import SameWordsBar
from annotator.ui.parts.tool_row import ToolRow
from annotator.ui.parts.values_strip import ValuesStrip
from annotator.ui.places.code.annotations_panel import AnnotationsPanel
from annotator.ui.places.code.arrangement import Arrangement
from annotator.ui.places.code.articles_panel import ArticlesPanel
from annotator.ui.places.code.begin_note import BeginNote
from annotator.ui.places.code.codebook_model import UNKNOWN
from annotator.ui.places.code.codebook_panel import CodebookPanel
from annotator.ui.places.code.example_from_text import ExampleFromText
from annotator.ui.places.code.hints import reader_hint
from annotator.ui.places.code.looks import bind_looks
from annotator.ui.places.code.reader_menu import ReaderMenu
from annotator.ui.places.code.states import States
from annotator.ui.places.code.what_next import without_articles
from annotator.ui.places.code.zones import Zones
from annotator.ui.session import Session

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.ui.places.code.editor import CodeEditor
    from annotator.ui.places.code.history_panel import HistoryPanel


_TOOLS = "code/tools"
_NARROW = 760
"""Narrower than this, in pixels at 100 %, list, text and codes have no room beside one another."""


class CodePlace(QWidget):
    """Reading and coding."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self.setAccessibleName(self.tr("Code"))
        self.articles = ArticlesPanel(session, actions)
        self.reader = Reader(session, actions)
        self.moving = Moving(self.reader)
        self.paragraph_field = ParagraphField(self.reader)
        self.find_bar = FindBar(self.reader)
        self.tools = ToolRow(actions)
        self._narrow, self._listed_when_wide = False, True
        self._zones = Zones(self.reader)
        self._states = States(session, self.articles)
        self._replacing = Replacing(self.reader)
        self._linking = Linking(self.reader)
        self._exclusive = Exclusive(self.reader)
        self._examples = ExampleFromText(self.reader)
        SelectionDrag(self.reader)
        Dropping(self.reader)
        self._edges = EdgeMoving(self.reader)
        self.overlap_list = OverlapList(self.reader)
        self.memo_editor = MemoEditor(self.reader)
        self.unsure_card = UnsureCard(self.reader)
        self.joining = Joining(self.reader)
        self.same_words = SameWordsBar(self.reader, actions)
        self.codebook = CodebookPanel(session, actions)
        self.annotations = AnnotationsPanel(self.reader, actions)
        self.sheet = ArticleSheet(session)
        self.lacking = LackingBar(session)
        self.guide = Guide(session)
        self._editor: CodeEditor | None = None
        self.deciding = DecidingBar(self.reader, self.guide)
        self.rechecking = RecheckingBar(self.reader, actions)
        self.dealing = DealingBar(self.reader, actions)
        self.picker = CodePicker(session, self)
        self.values = ValuesStrip(self.reader, self.picker.isVisible)
        self._history: HistoryPanel | None = None
        self._click_tagged = False
        self._sizes_before = [520, 250]
        self._centre = QStackedWidget()
        ReaderMenu(self.reader, actions)
        self.note = BeginNote(self.reader, actions)
        self._lay_out()
        self._connect()
        self._bind()
        self._arrange()
        if session.is_open:
            self._project_changed()

    def _lay_out(self) -> None:
        self._centre.addWidget(self._reading_page())
        self._centre.addWidget(self._empty_page())
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Codes and annotations"))
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setAccessibleName(self.tr("Codes or annotations"))
        self._tabs.tabBar().setExpanding(False)
        self._tabs.addTab(self.codebook, self.tr("Codes"))
        self._tabs.addTab(self.annotations, self.tr("Annotations"))
        self._tabs.addTab(self.sheet, self.tr("Article"))
        self._right.addWidget(self._tabs)
        self._below = QStackedWidget()
        self._below.addWidget(self.guide)
        self._right.addWidget(self._below)
        self._right.setSizes([520, 250])
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.articles, self._centre, self._right):
            self._columns.addWidget(widget)
        self._columns.setStretchFactor(1, 1)
        for splitter in (self._right, self._columns):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.articles.setMinimumWidth(140)
        self._right.setMinimumWidth(160)
        self._centre.setMinimumWidth(250)
        self._columns.setSizes([232, 800, 268])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._columns)

    def _reading_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tools)
        layout.addWidget(self.reader, 1)
        layout.addWidget(self.same_words)
        layout.addWidget(self.values)
        layout.addWidget(self.lacking)
        layout.addWidget(self.deciding)
        layout.addWidget(self.rechecking)
        layout.addWidget(self.dealing)
        layout.addWidget(self.find_bar)
        return page

    def _empty_page(self) -> QWidget:
        page = QWidget()
        page.setProperty("look", "paper")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.empty = QLabel()
        self.empty.setProperty("look", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(page)
        layout.addWidget(self.empty)
        return page

    def _connect(self) -> None:
        session, reader = self._session, self.reader
        session.article_changed.connect(self._show_centre)
        session.project_changed.connect(self._project_changed)
        self._actions.keys.changed.connect(self._show_centre)
        session.changed.connect(self._follow)
        reader.state_changed.connect(self._show_rules)
        reader.annotations_changed.connect(self._count)
        reader.pick_wanted.connect(self._pick)
        reader.chosen_too.connect(self._gather)
        self.rechecking.another_wanted.connect(self._recode_rechecked)
        self.rechecking.comparison_wanted.connect(self._compare_rules)
        self.picker.chosen.connect(lambda code_id, stay: reader.tag(code_id, stay=stay))
        self.picker.closed.connect(self._picked)
        self.picker.creation_wanted.connect(self._create_and_tag)
        self.codebook.code_chosen.connect(self._code_clicked)
        self.codebook.changing.split_wanted.connect(
            lambda split: self._in_text(lambda: self.dealing.begin(split))
        )
        self.codebook.code_current.connect(self.guide.show_code)
        self.codebook.code_current.connect(self._actions.refresh)
        self.codebook.code_current.connect(self._edit_other)
        self.codebook.tree_widget.edit_wanted.connect(self._edit_clicked)
        self.annotations.pick_wanted.connect(self._pick_for_list)
        self._tabs.currentChanged.connect(self._tab_changed)
        self.sheet.left.connect(reader.setFocus)
        self.sheet.counted.connect(self._name_sheet)
        self.sheet.done_wanted.connect(lambda: self._actions.perform("article.done"))
        self.lacking.left.connect(reader.setFocus)
        self.lacking.done_wanted.connect(self._states.done_and_next)
        self.lacking.question_wanted.connect(self._show_question)
        self.annotations.values_wanted.connect(
            lambda ids: self.values.open(ids, self.annotations.list_widget)
        )
        self.guide.code_wanted.connect(self.codebook.select_code)
        self.guide.left.connect(reader.setFocus)
        self.articles.opened.connect(reader.setFocus)

    def _bind(self) -> None:
        actions, reader = self._actions, self.reader
        for name, handler in {
            "code.same_words": lambda: self._in_text(self.same_words.walk),
            "article.find": lambda: self._in_text(self.find_bar.open),
            "article.find_next": lambda: self._in_text(partial(self.find_bar.step, 1)),
            "article.find_previous": lambda: self._in_text(partial(self.find_bar.step, -1)),
            "article.paragraph": lambda: self._in_text(self.paragraph_field.open),
            "article.back": lambda: self._in_text(self.moving.back),
            "article.forward": lambda: self._in_text(self.moving.forward),
            "edit.copy": reader.copy_selection,
            "article.done": self._be_done,
            "article.discuss": lambda: self._states.set(State.DISCUSS),
            "article.in_work": lambda: self._states.set(State.IN_WORK),
            "article.new": lambda: self._states.set(State.NEW),
            "article.furniture": lambda: self._zones.set(Role.FURNITURE),
            "article.body": lambda: self._zones.set(Role.BODY),
            "article.heading": lambda: self._zones.set(Role.HEADING),
            "article.caption": lambda: self._zones.set(Role.CAPTION),
            "article.outlet": self._zones.apply_to_outlet,
            "article.previous": self.articles.previous,
            "article.next": self.articles.next,
            "code.pick": reader.pick,
            "code.repeat": reader.repeat,
            "code.recheck": lambda: self._in_text(self.rechecking.begin),
            "codebook.compare": self._compare_rules,
            "code.next_open": lambda: self._in_text(self.values.next_open),
            "code.values": lambda: self._in_text(self.values.open_target),
            "code.decide": lambda: self._in_text(self.deciding.begin),
            "code.in_vivo": self._in_vivo,
            "code.remove": reader.remove_chosen,
            "code.replace": lambda: self._in_text(self._replacing.begin),
            "code.memo": lambda: self._in_text(self.memo_editor.open),
            "code.unsure": lambda: self._in_text(self.unsure_card.turn),
            "code.link": lambda: self._in_text(self._linking.begin),
            "code.unlink": lambda: self._in_text(self._linking.remove),
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
        }.items():
            actions.bind(name, handler)
        bind_looks(actions, self._session.settings)
        actions.bind("article.filter", lambda: self._come_to(self.articles, "switch.articles"))
        actions.bind("view.annotations", self.show_annotations)
        actions.bind("article.sheet", self.show_sheet)
        actions.bind("codebook.filter", lambda: self._come_to(self.codebook, "switch.codebook"))
        actions.bind("codebook.add", self._add_code)
        actions.bind("codebook.edit", self.edit_code)
        actions.bind("code.keep_this", lambda: self._in_text(self._exclusive.keep_this))
        begin = self._examples.begin
        actions.bind("codebook.example", partial(begin, counters=False))
        actions.bind("codebook.counter_example", partial(begin, counters=True))
        actions.bind("codebook.guide", self._show_guide)
        actions.bind("edit.history", self.show_history)
        actions.bind_switch("switch.articles", self.articles.setVisible)
        actions.bind_switch("switch.codebook", self._switch_codebook)
        actions.bind_switch("switch.tools", self._switch_tools)
        shows_tools = self._session.settings.place(_TOOLS) == "1"
        actions["switch.tools"].setChecked(shows_tools)
        self.tools.setVisible(shows_tools)

    def _arrange(self) -> None:
        self._arrangement = Arrangement(
            self._session.settings,
            {"columns": self._columns, "right": self._right},
            {
                "articles": (self.articles, self._actions["switch.articles"]),
                "codebook": (self._right, self._actions["switch.codebook"]),
            },
        )
        self._arrangement.restore()
        self._session.closing.connect(self._keep_arrangement)

    def show_glimpse(self, glimpse: Glimpse) -> None:
        """Show what was on screen last, until the project is open."""
        self.reader.show_glimpse(glimpse)
        self._centre.setCurrentIndex(0)

    @property
    def editor(self) -> CodeEditor:
        """The pane in which rules are written, made when it is first wanted."""
        if self._editor is None:
            from annotator.ui.places.code.editor import CodeEditor

            self._editor = CodeEditor(self._session, self._actions)
            self._editor.closed.connect(self._close_editor)
            changing = self.codebook.changing
            self._editor.form.under_wanted.connect(lambda code_id: changing.under([code_id]))
            self._below.addWidget(self._editor)
        return self._editor

    @property
    def _edits(self) -> bool:
        """Whether rules are being written."""
        return self._editor is not None and self._below.currentWidget() is self._editor

    @property
    def history(self) -> HistoryPanel:
        """The history, made when it is first wanted."""
        if self._history is None:
            from annotator.ui.places.code.history_panel import HistoryPanel

            self._history = HistoryPanel(self._session)
            self._history.setMinimumWidth(200)
            self._history.hide()
            self._history.closed.connect(self._close_history)
            self._columns.addWidget(self._history)
            self._columns.setSizes([*self._columns.sizes()[:-1], 380])
        return self._history

    # -- what the window asks

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        panes: list[QWidget] = [self.articles.list_widget, self.reader]
        panes += [
            self.same_words,
            self.values,
            self.lacking,
            self.deciding,
            self.rechecking,
            self.dealing,
            self.find_bar,
        ]
        panes.append(
            {
                self.annotations: self.annotations.list_widget,
                self.sheet: self.sheet,
            }.get(self._tabs.currentWidget(), self.codebook.tree_widget)
        )
        panes.append(self.guide.text)
        if self._editor is not None:
            panes.append(self._editor)
        return [*panes, self._history.list_widget] if self._history else panes

    def status(self) -> str:
        """What the status line says of this place."""
        here = sum(self.reader.marks.counts(self._session.coder_id).values())
        total = self._session.total_of(self._session.coder_id)
        mine = UNKNOWN if total is None else f"{total:,}"
        one, many = self.tr("{n} annotation here"), self.tr("{n} annotations here")
        first = (one if here == 1 else many).format(n=f"{here:,}")
        told = first + self.tr(" · {n} in the project").format(n=mine)
        names = self._session.names
        if lacking := len(self.values.open_points.here()):
            told += self.tr(" · {n} open here").format(n=f"{lacking:,}")
        others = ", ".join(names[coder_id] for coder_id in self._session.others)
        return told + (self.tr(" · also shown: {others}").format(others=others) if others else "")

    def hint(self) -> str:
        """The keys that help at this moment, in the pane that has the focus."""
        focused = QApplication.focusWidget() or self.reader
        for panel in (
            self.same_words,
            self.values,
            self.lacking,
            self.deciding,
            self.rechecking,
            self.dealing,
            self.find_bar,
            self.articles,
            self.codebook,
            self._editor,
            self.annotations,
            self.sheet,
            self.guide,
            self._history,
        ):
            if panel and (panel is focused or panel.isAncestorOf(focused)):
                return panel.hint()
        return reader_hint(self._session, self.reader, self._actions)

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
        there |= self.codebook.context()
        return there

    # -- what happens

    def _project_changed(self) -> None:
        session = self._session
        if session.is_open:
            last = session.settings.place(f"{session.project.uid}/article")
            queries = session.project.queries
            wanted = [one.id for one in queries.articles([int(last)])] if last.isdigit() else []
            session.show_article(next(iter(wanted or queries.first_articles(1)), None))
            asks_only = not len(session.codebook) and bool(queries.questions.variables())
            self._tabs.setCurrentWidget(self.sheet if asks_only else self.codebook)
            self._name_sheet()
        self._show_centre()

    def _show_centre(self) -> None:
        shown = self._session.article_id is not None
        without = self.tr("This project has no articles yet.")
        self.empty.setText(f"{without}\n\n{without_articles(self._session, self._actions)}")
        self._centre.setCurrentIndex(0 if shown else 1)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        session = self._session
        if session.article_id in changes.removed.get(Kind.ARTICLE, frozenset()):
            session.show_article(next(iter(session.project.queries.first_articles(1)), None))
        elif session.article_id is None and changes.created.get(Kind.ARTICLE):
            session.show_article(min(changes.created[Kind.ARTICLE]))

    def show_history(self) -> None:
        """Show the history in the place of the codebook."""
        self._actions["view.code"].trigger()
        history = self.history
        self._right.hide()
        history.show()
        history.go()

    def show_annotations(self) -> None:
        """Show the annotations of the article in the place of the codes; again, the codes."""
        if self.annotations.isVisible() and self.annotations.list_widget.hasFocus():
            self._tabs.setCurrentWidget(self.codebook)
            self.reader.setFocus()
            return
        self._show_panel("switch.codebook")
        self._tabs.setCurrentWidget(self.annotations)
        self.annotations.list_widget.setFocus()

    def show_sheet(self) -> None:
        """Come to the questions about the article; again, back to the text."""
        focused = QApplication.focusWidget()
        if focused is not None and self.sheet.isAncestorOf(focused):
            self.sheet.keep()
            self.reader.setFocus()
            return
        self._show_panel("switch.codebook")
        self._tabs.setTabVisible(self._tabs.indexOf(self.sheet), True)
        self._tabs.setCurrentWidget(self.sheet)
        self.sheet.go()

    def _show_question(self, variable: UUID) -> None:
        self._show_panel("switch.codebook")
        self._tabs.setCurrentWidget(self.sheet)
        self.sheet.go_to(variable)

    def _be_done(self) -> None:
        """Done with the article; who has left out required answers is told once."""
        self.sheet.keep()
        if not self.lacking.warns():
            self._states.done_and_next()

    def _name_sheet(self) -> None:
        """The tab of the questions says how many are answered; it is there if there are any."""
        place, session = self._tabs.indexOf(self.sheet), self._session
        answered, asked = self.sheet.progress
        name = self.tr("Article {n}/{all}").format(n=answered, all=asked)
        self._tabs.setTabText(place, name if asked else self.tr("Article"))
        self._tabs.setTabToolTip(place, self.sheet.count.accessibleName() if asked else "")
        is_asked = session.is_open and bool(session.project.queries.questions.variables())
        self._tabs.setTabVisible(place, is_asked or self._tabs.currentWidget() is self.sheet)

    def _tab_changed(self, _place: int) -> None:
        """The rules of a code are no help with the questions, which have rules of their own."""
        self._below.setVisible(self._tabs.currentWidget() is not self.sheet)

    def _gather(self, before: list[int], found: list[int]) -> None:
        """Several are meant: the list shows and changes them together."""
        if not self.annotations.isVisible():
            self.show_annotations()
            self.annotations.select(before)
        self.annotations.list_widget.setFocus()
        self.annotations.add(found)

    def _pick_for_list(self, anchor: QRect) -> None:
        """The code that is picked next is for what is selected in the list."""
        self.reader.instead = self._recode_list
        self.picker.open_at(anchor, once=self.tr("replace"))

    def _recode_list(self, code_id: int) -> None:
        self.reader.instead = None
        self.annotations.recode(code_id)

    def _picked(self) -> None:
        if self.reader.instead == self._recode_list:
            self.reader.instead = None
        self._examples.end()
        self.reader.picked()
        self.values.ask_waiting()

    def _close_history(self) -> None:
        self._hide_history()
        self._right.setVisible(self._actions["switch.codebook"].isChecked())
        self.reader.setFocus()

    def _in_text(self, handler: Callable[[], None]) -> None:
        """Do what moves through the text, in the text, wherever it was asked for."""
        if not self.isVisible():
            self._actions["view.code"].trigger()
        handler()

    def _come_to(self, panel: ArticlesPanel | CodebookPanel, switch: str) -> None:
        self._show_panel(switch)
        if panel is self.codebook:
            self._tabs.setCurrentWidget(self.codebook)
        panel.focus_filter()

    def _recode_rechecked(self) -> None:
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)
        self._replacing.begin()

    def _compare_rules(self, code_id: int | None = None) -> None:
        code_id = self.codebook.tree_widget.current_code() if code_id is None else code_id
        if code_id is None:
            return
        if code_id not in self._session.project.queries.questions.revisions():
            self._session.told.emit(self.tr("The rules of this code have not been changed yet."))
            return
        RulesCompared(self._session, code_id, self).exec()

    def edit_code(self) -> None:
        """Write the rules of the code chosen in the tree, below it."""
        code_id = self.codebook.tree_widget.current_code()
        if code_id is None:
            return
        self._show_panel("switch.codebook")
        self._tabs.setCurrentWidget(self.codebook)
        if not self._edits:
            self._sizes_before = self._right.sizes()
            height = sum(self._sizes_before)
            self._right.setSizes([height // 3, height - height // 3])
        self._below.setCurrentWidget(self.editor)
        self.editor.show_code(code_id)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit_other(self, code_id: int | None) -> None:
        if self._edits:
            self.editor.show_code(code_id)

    def _edit_clicked(self) -> None:
        """The second click of two: unless the first one tagged, the rules are meant."""
        if not self._click_tagged:
            self.edit_code()

    def _close_editor(self) -> None:
        self.editor.show_code(None)
        self._below.setCurrentWidget(self.guide)
        self._right.setSizes(self._sizes_before)
        self.codebook.tree_widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_guide(self) -> None:
        if self._edits:
            self._close_editor()
        self._show_panel("switch.codebook")
        if self._tabs.currentWidget() is self.sheet:
            self._tabs.setCurrentWidget(self.codebook)
        self.guide.show_code(None)
        self.guide.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_code(self) -> None:
        self._show_panel("switch.codebook")
        self._tabs.setCurrentWidget(self.codebook)
        self.codebook.add_code()

    def _switch_tools(self, on: bool) -> None:
        self.tools.setVisible(on)
        self._session.settings.set_place(_TOOLS, "1" if on else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all, the text has it: the list of articles makes way."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        switch = self._actions["switch.articles"]
        if narrow:
            self._listed_when_wide = switch.isChecked()
        listed = self._listed_when_wide and not narrow
        switch.setChecked(listed)
        self.articles.setVisible(listed)

    def _keep_arrangement(self) -> None:
        """What only a narrow window hid is not hidden for good."""
        if self._narrow:
            self._actions["switch.articles"].setChecked(self._listed_when_wide)
        self._arrangement.keep()

    def _switch_codebook(self, on: bool) -> None:
        self._hide_history()
        self._right.setVisible(on)

    def _hide_history(self) -> None:
        if self._history is not None:
            self._history.hide()

    def _show_panel(self, switch: str) -> None:
        """A panel that is wanted is shown, from whichever place it is asked for."""
        self._actions["view.code"].trigger()
        if switch == "switch.codebook" and self._history and self._history.isVisible():
            self._close_history()
        if not self._actions[switch].isChecked():
            self._actions[switch].trigger()

    def _count(self) -> None:
        self.codebook.set_article_counts(self.reader.marks.counts(self._session.coder_id))

    def _show_rules(self) -> None:
        chosen = self.reader.chosen
        mark = self.reader.marks.get(chosen) if chosen is not None else None
        if mark is not None and mark.code_id != self.guide.code_id:
            self.guide.show_code(mark.code_id)

    def _pick(self, anchor: QRect) -> None:
        once = self.tr("replace") if self.reader.instead is not None else ""
        self.picker.open_at(anchor, once=self.tr("add") if self._examples.is_asking else once)

    @property
    def would_tag(self) -> bool:
        """Whether something is selected or chosen that a code would be applied to."""
        return self.reader.selected_span() is not None or self.reader.chosen is not None

    def use_code(self, code_id: int) -> None:
        """Tag what is selected or chosen with a code; without such show it in the codebook."""
        if self.would_tag:
            self.reader.tag(code_id)
        else:
            self._show_panel("switch.codebook")
            self._tabs.setCurrentWidget(self.codebook)
            self.codebook.select_code(code_id)
            self.codebook.tree_widget.setFocus()

    def _code_clicked(self, code_id: int) -> None:
        """A click on a code tags what is selected, or replaces another; else it shows its rules."""
        self._click_tagged = bool(self.reader.selected_span() or self.reader.instead)
        if self._click_tagged:
            self.reader.tag(code_id)
            self.reader.setFocus()

    def _create_and_tag(self, name: str, parent_id: int | None, stay: bool) -> None:
        self.reader.tag_with_new_code(name, parent_id=parent_id, stay=stay)

    def _in_vivo(self) -> None:
        span = self.reader.selected_span()
        if span is not None:
            self.reader.tag_with_new_code(" ".join(span.quotes(self.reader.text)))
