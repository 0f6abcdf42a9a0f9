"""The panel at the left of the Code place: the project's articles, filtered as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.changes import Changes, Kind
from annotator.ui.commands import Actions
from annotator.ui.menus import context_menu
from annotator.ui.places.code.articles_delegate import ROW_HEIGHT, ArticleDelegate
from annotator.ui.places.code.articles_model import ArticlesModel, Listing
from annotator.ui.session import Session
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.empty_hint import EmptyHint
from annotator.ui.widgets.filter_field import FilterField

if TYPE_CHECKING:
    from annotator.store.listing import Sort

_ORDERS: tuple[tuple[Sort, bool], ...] = (
    ("imported", False),
    ("headline", False),
    ("outlet", False),
    ("published", True),
    ("words", True),
)
"""What the list can be sorted by, and whether the largest then comes first."""
_REMEMBERED = "articles/order"


class ArticlesPanel(QWidget):
    """Shows the articles and makes the one that is selected the current one.

    Signals:
        opened: ``Enter`` was pressed on an article: the person wants to read it.
    """

    opened = Signal()

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._sort, self._descending = _ORDERS[0]
        self._total = 0
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Articles"))
        self.model = ArticlesModel(session, self)
        self._build()
        self._lay_out()
        self._listen()
        self._remember_order()
        self._project_changed()

    # -- for the place

    def next(self) -> None:
        """Go to the article after the current one; to the first if that is not listed."""
        self._step(1)

    def previous(self) -> None:
        """Go to the article before the current one; to the last if that is not listed."""
        self._step(-1)

    def focus_filter(self) -> None:
        """Let the person type a filter, if the panel can be seen."""
        if self.isVisible():
            self.filter.go()

    def hint(self) -> str:
        """The keys that help while the panel has the focus."""
        if self.filter.hasFocus():
            return self.tr("Enter: read the first one · Down: to the list · Esc: show all")
        if self.list_widget.hasFocus():
            return self.tr("Type to filter · Enter: read · Home, End: first and last")
        return self.tr("Space: order of the list · Tab: go on")

    # -- what it is made of

    def _build(self) -> None:
        """Make all parts, in the order in which ``Tab`` goes through them."""
        self.caption = ElidedLabel(self)
        self.caption.set_text(self.tr("ARTICLES"))
        self.caption.setProperty("look", "caption")
        self.count = ElidedLabel(self)
        self.count.setProperty("look", "quiet")
        self.filter = FilterField(
            self.tr("Filter: headline, outlet, date…"), self.tr("Filter the articles"), self
        )
        self.list_widget = _ArticleList(self)
        self.list_widget.setAccessibleName(self.tr("Articles"))
        self.list_widget.setModel(self.model)
        self.list_widget.setItemDelegate(ArticleDelegate(self._session, self.list_widget))
        self.empty = EmptyHint(self.list_widget)
        self.order = QToolButton(self)
        self.order.setProperty("look", "quiet")
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setToolTip(self.tr("Order of the list"))
        self.order.setMenu(self._order_menu())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 6, 4)
        head.setSpacing(8)
        head.addWidget(self.caption)
        head.addWidget(self.count, 1)
        head.addWidget(self.order)
        field = QHBoxLayout()
        field.setContentsMargins(10, 0, 10, 8)
        field.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(field)
        layout.addWidget(self.list_widget, 1)

    def _order_menu(self) -> QMenu:
        menu = QMenu(self.order)
        group = QActionGroup(menu)
        self._order_actions = {}
        for sort, descending in _ORDERS:
            action = menu.addAction(self._order_name(sort))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(
                lambda _on=False, s=sort, d=descending: self._order_by(s, descending=d)
            )
            self._order_actions[sort] = action
        menu.addSeparator()
        self._reverse = menu.addAction(self.tr("The other way round"))
        self._reverse.triggered.connect(
            lambda _on=False: self._order_by(self._sort, descending=not self._descending)
        )
        return menu

    def _order_name(self, sort: Sort) -> str:
        return {
            "imported": self.tr("Imported order"),
            "headline": self.tr("Headline"),
            "outlet": self.tr("Outlet"),
            "published": self.tr("Date"),
            "words": self.tr("Words"),
        }[sort]

    def _listen(self) -> None:
        self.filter.textChanged.connect(self._list_anew)
        self.filter.left.connect(self._to_list)
        self.filter.escaped.connect(lambda: self._to_list(False))
        self.list_widget.typed.connect(self.filter.type_on)
        self.list_widget.escaped.connect(self.filter.clear)
        self.list_widget.opened.connect(self._open)
        self.list_widget.customContextMenuRequested.connect(self._show_menu)
        self.list_widget.selectionModel().selectionChanged.connect(self._selected)
        self.model.listed.connect(self._listed)
        session = self._session
        session.project_changed.connect(self._project_changed)
        session.changed.connect(self._changed)
        session.article_changed.connect(self._follow)
        session.coder_changed.connect(self.model.forget)
        session.coder_changed.connect(self._tell_how_many)
        session.look.changed.connect(self.list_widget.viewport().update)

    # -- what is listed

    def _list_anew(self) -> None:
        self.model.show_listing(Listing(self.filter.text(), self._sort, self._descending))
        self._listed()

    def _listed(self) -> None:
        if not self.filter.text().strip() and self.model.is_whole:
            self._total = self.model.rowCount()
        self._tell_how_many()
        self._follow()

    def _tell_how_many(self) -> None:
        shown, wanted = self.model.rowCount(), self.filter.text().strip()
        done = 0 if wanted or not self.model.is_whole else self._done()
        # The long one has the room of the word before it, which would be cut to two letters.
        self.caption.setVisible(not done)
        if not self.model.is_whole:
            text = "…"
        elif wanted:
            text = self.tr("{n} of {all}").format(n=f"{shown:,}", all=f"{self._total:,}")
        elif done:
            text = self.tr("{done} of {all} done").format(done=f"{done:,}", all=f"{shown:,}")
        else:
            text = f"{shown:,}"
        self.count.set_text(text if self._session.is_open else "")
        self.count.setAccessibleName(self.tr("{n} articles").format(n=text))
        # The number of all is worth more than the word before it; where it is filtered, both give.
        whole = 0 if wanted else self.count.fontMetrics().horizontalAdvance(text)
        self.count.setMinimumWidth(whole)
        if shown or not self._session.is_open or not self.model.is_whole:
            self.empty.say("")
        elif wanted and self._total:
            self.empty.say(
                self.tr("No article contains “{words}”. Esc shows all.").format(words=wanted)
            )
        else:
            self.empty.say(self.tr("No articles yet."))

    def _done(self) -> int:
        """How many of all articles the coder at work is done with."""
        session = self._session
        if not session.is_open or session.coder_id is None:
            return 0
        from annotator.ops import progress

        return progress.done_count(session.project, coder_id=session.coder_id)

    def _order_by(self, sort: Sort, *, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self._session.settings.set_place(_REMEMBERED, f"{sort} {descending:d}")
        self._show_order()
        self._list_anew()

    def _remember_order(self) -> None:
        kept, _, descending = self._session.settings.place(_REMEMBERED).partition(" ")
        for sort, _ in _ORDERS:
            if sort == kept:
                self._sort, self._descending = sort, descending == "1"
        self._show_order()

    def _show_order(self) -> None:
        self._order_actions[self._sort].setChecked(True)
        name = self.tr("Imported") if self._sort == "imported" else self._order_name(self._sort)
        self.order.setText(f"{name} {'↓' if self._descending else '↑'}")
        self.order.setAccessibleName(self.tr("Order: {name}").format(name=name))

    # -- what is selected

    def _selected(self, selected: QItemSelection, _deselected: QItemSelection) -> None:
        for index in selected.indexes():
            self._session.show_article(self.model.id_at(index.row()))

    def _follow(self) -> None:
        """Select the current article where it is listed, and nothing else."""
        row = self.model.row_of(self._session.article_id)
        if row is None:
            self.list_widget.clearSelection()
        elif row != self.list_widget.selected_row():
            self.list_widget.selectRow(row)

    def _to_list(self, entered: bool) -> None:
        """Leave the filter for the current article, or the first where that is not listed."""
        if not self.model.rowCount():
            return
        self.list_widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.list_widget.selected_row() is None:
            self.list_widget.selectRow(0)
        if entered:
            self._open()

    def _show_menu(self, place: QPoint) -> None:
        menu = context_menu(self._actions, "article", self)
        menu.popup(self.list_widget.viewport().mapToGlobal(place))

    def _open(self) -> None:
        row = self.list_widget.selected_row()
        if row is not None:
            self._session.show_article(self.model.id_at(row))
            self.opened.emit()

    def _step(self, way: int) -> None:
        rows = self.model.rowCount()
        row = self.model.row_of(self._session.article_id)
        before_first = -1 if way > 0 else rows
        wanted = (before_first if row is None else row) + way
        if 0 <= wanted < rows:
            self.list_widget.selectRow(wanted)

    # -- the project

    def _project_changed(self) -> None:
        self.model.clear()
        if self.filter.text():
            self.filter.clear()
        else:
            self._list_anew()

    def _changed(self, changes: Changes, _initiator: object) -> None:
        self.model.forget(changes.articles)
        if changes.touches(Kind.VARIABLE):
            self.model.forget()
        if changes.touches(Kind.PROGRESS):
            self._tell_how_many()
        if changes.touches(Kind.ARTICLE):
            self.model.forget(changes.updated.get(Kind.ARTICLE, frozenset()))
            if self.filter.text().strip():
                self._total = self._session.project.queries.article_count()
            self._list_anew()


class _ArticleList(QTableView):
    """The list itself: one column; typing filters.

    Signals:
        typed: letters were typed, to be taken over by the filter.
        escaped: ``Esc`` was pressed.
        opened: ``Enter`` was pressed.
    """

    typed = Signal(str)
    escaped = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 3)

    def selected_row(self) -> int | None:
        """The row that is selected."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Home and End go to the ends, letters go to the filter."""
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            self.selectRow(0 if key == Qt.Key.Key_Home else self.model().rowCount() - 1)
        elif text.isprintable() and text.strip() and not _is_command(event):
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)


def _is_command(event: QKeyEvent) -> bool:
    commands = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return bool(event.modifiers() & commands)
