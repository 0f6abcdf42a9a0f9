"""The Code place: articles at the left, the article in the middle, the codebook at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.changes import Changes, Kind
from annotator.domain.progress import State
from annotator.ui.commands import Actions
from annotator.ui.glimpse import Glimpse
from annotator.ui.parts.reader import Reader
from annotator.ui.places.code.arrangement import Arrangement
from annotator.ui.places.code.articles_panel import ArticlesPanel
from annotator.ui.places.code.codebook_model import UNKNOWN
from annotator.ui.places.code.desk import Desk
from annotator.ui.places.code.hints import reader_hint
from annotator.ui.places.code.looks import bind_looks
from annotator.ui.places.code.side import Side
from annotator.ui.places.code.states import States
from annotator.ui.places.code.what_next import without_articles
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ui.places.code.history_panel import HistoryPanel


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
        self.side = Side(session, actions, self.reader)
        self.desk = Desk(session, actions, self.reader, self.side.guide)
        self.codebook, self.annotations = self.side.codebook, self.side.annotations
        self.sheet, self.guide = self.side.sheet, self.side.guide
        self.picker, self.values = self.desk.picker, self.desk.values
        self._states = States(session, self.articles)
        self._narrow, self._listed_when_wide = False, True
        self._history: HistoryPanel | None = None
        self._click_tagged = False
        self._centre = QStackedWidget()
        self._lay_out()
        self._connect()
        self._bind()
        self._arrange()
        if session.is_open:
            self._project_changed()

    def _lay_out(self) -> None:
        self._centre.addWidget(self.desk)
        self._centre.addWidget(self._empty_page())
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.articles, self._centre, self.side):
            self._columns.addWidget(widget)
        self._columns.setStretchFactor(1, 1)
        for splitter in (self.side, self._columns):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.articles.setMinimumWidth(140)
        self.side.setMinimumWidth(160)
        self._centre.setMinimumWidth(250)
        self._columns.setSizes([232, 800, 268])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._columns)

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
        session, reader, side, desk = self._session, self.reader, self.side, self.desk
        session.article_changed.connect(self._show_centre)
        session.project_changed.connect(self._project_changed)
        self._actions.keys.changed.connect(self._show_centre)
        session.changed.connect(self._follow)
        self.articles.opened.connect(reader.setFocus)
        side.wanted.connect(lambda: self._show_panel("switch.codebook"))
        side.codebook.code_chosen.connect(self._code_clicked)
        side.codebook.tree_widget.edit_wanted.connect(self._edit_clicked)
        side.codebook.changing.split_wanted.connect(
            lambda split: desk.in_text(lambda: desk.dealing.begin(split))
        )
        annotations = side.annotations
        annotations.pick_wanted.connect(lambda at: desk.pick_for(at, annotations.recode))
        annotations.values_wanted.connect(
            lambda ids: desk.values.open(ids, annotations.list_widget)
        )
        desk.values.asks_about.connect(side.guide.show_code)
        side.sheet.done_wanted.connect(lambda: self._actions.perform("article.done"))
        desk.lacking.done_wanted.connect(self._states.done_and_next)
        desk.lacking.question_wanted.connect(side.show_question)
        desk.rechecking.comparison_wanted.connect(side.compare_rules)
        desk.rechecking.told_elsewhere = side.is_writing_rules

    def _bind(self) -> None:
        actions = self._actions
        for name, handler in {
            "article.done": self._be_done,
            "article.discuss": lambda: self._states.set(State.DISCUSS),
            "article.in_work": lambda: self._states.set(State.IN_WORK),
            "article.new": lambda: self._states.set(State.NEW),
            "article.previous": self.articles.previous,
            "article.next": self.articles.next,
            "article.filter": self._filter_articles,
            "edit.history": self.show_history,
        }.items():
            actions.bind(name, handler)
        bind_looks(actions, self.reader)
        actions.bind_switch("switch.articles", self.articles.setVisible)
        actions.bind_switch("switch.codebook", self._switch_codebook)

    def _arrange(self) -> None:
        self._arrangement = Arrangement(
            self._session.settings,
            {"columns": self._columns, "right": self.side},
            {
                "articles": (self.articles, self._actions["switch.articles"]),
                "codebook": (self.side, self._actions["switch.codebook"]),
            },
        )
        self._arrangement.restore()
        self._session.closing.connect(self._keep_arrangement)

    def show_glimpse(self, glimpse: Glimpse) -> None:
        """Show what was on screen last, until the project is open."""
        self.reader.show_glimpse(glimpse)
        self._centre.setCurrentIndex(0)

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
        return self._history

    # -- what the window asks

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round, in order."""
        panes = [self.articles.list_widget, self.reader, *self.desk.bars, *self.side.panes()]
        return [*panes, self._history.list_widget] if self._history else panes

    def status(self) -> str:
        """What the status line says of this place."""
        here = sum(self.reader.marks.counts(self._session.coder_id).values())
        total = self._session.total_of(self._session.coder_id)
        mine = UNKNOWN if total is None else f"{total:,}"
        one, many = self.tr("{n} annotation here"), self.tr("{n} annotations here")
        first = (one if here == 1 else many).format(n=f"{here:,}")
        of_all, of_round = self.tr(" · {n} in the project"), self.tr(" · {n} in the round")
        told = first + (of_round if self._session.has_rounds else of_all).format(n=mine)
        names = self._session.names
        if lacking := len(self.desk.values.open_points.here()):
            told += self.tr(" · {n} open here").format(n=f"{lacking:,}")
        others = ", ".join(names[coder_id] for coder_id in self._session.others)
        return told + (self.tr(" · also shown: {others}").format(others=others) if others else "")

    def hint(self) -> str:
        """The keys that help at this moment, in the pane that has the focus."""
        focused = QApplication.focusWidget() or self.reader
        for panel in (*self.desk.bars, self.articles, *self.side.panels(), self._history):
            if panel and (panel is focused or panel.isAncestorOf(focused)):
                return panel.hint()
        return reader_hint(self._session, self.reader, self._actions)

    def context(self) -> set[str]:
        """What is there, for the actions."""
        return self.desk.context() | self.side.codebook.context()

    # -- what happens

    def _project_changed(self) -> None:
        session = self._session
        if session.is_open:
            last = session.settings.place(f"{session.project.uid}/article")
            queries = session.project.queries
            wanted = [one.id for one in queries.articles([int(last)])] if last.isdigit() else []
            session.show_article(next(iter(wanted or queries.first_articles(1)), None))
            self.side.project_changed()
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
        self._swap(self.side, self.history)
        self.history.go()

    def _be_done(self) -> None:
        """Done with the article; who has left out required answers is told once."""
        self.side.sheet.keep()
        if not self.desk.lacking.warns():
            self._states.done_and_next()

    def _swap(self, gone: QWidget, shown: QWidget) -> None:
        """Show one panel in the place of another, as wide as that was, so that no line moves."""
        width = self._columns.sizes()[self._columns.indexOf(gone)]
        gone.hide()
        shown.show()
        if width:
            sizes = self._columns.sizes()
            sizes[1] += sizes[self._columns.indexOf(shown)] - width
            sizes[self._columns.indexOf(shown)] = width
            self._columns.setSizes(sizes)

    def _close_history(self) -> None:
        self._switch_codebook(self._actions["switch.codebook"].isChecked())
        self.reader.setFocus()

    def _filter_articles(self) -> None:
        self._show_panel("switch.articles")
        self.articles.focus_filter()

    def _edit_clicked(self) -> None:
        """The second click of two: unless the first one tagged, the rules are meant."""
        if not self._click_tagged:
            self.side.edit_code()

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
        if on and self._history is not None:
            self._swap(self._history, self.side)
            return
        if self._history is not None:
            self._history.hide()
        self.side.setVisible(on)

    def _show_panel(self, switch: str) -> None:
        """A panel that is wanted is shown, from whichever place it is asked for."""
        self._actions["view.code"].trigger()
        if switch == "switch.codebook" and self._history and self._history.isVisible():
            self._close_history()
        if not self._actions[switch].isChecked():
            self._actions[switch].trigger()

    @property
    def would_tag(self) -> bool:
        """Whether something is selected or chosen that a code would be applied to."""
        return self.desk.would_tag

    def use_code(self, code_id: int) -> None:
        """Tag what is selected or chosen with a code; without such show it in the codebook."""
        if self.would_tag:
            self.reader.tag(code_id)
        else:
            self.side.show_code(code_id)

    def _code_clicked(self, code_id: int) -> None:
        """A click on a code tags what is selected, or replaces another; else it shows its rules."""
        self._click_tagged = bool(self.reader.selected_span() or self.reader.instead)
        if self._click_tagged:
            self.reader.tag(code_id)
            self.reader.setFocus()
