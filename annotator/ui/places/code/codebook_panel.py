"""The panel at the right of the Code place: the codebook, read, chosen from and edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from annotator.domain.changes import Changes, Kind
from annotator.domain.code_place import Way
from annotator.ui.commands import Actions
from annotator.ui.menus import context_menu
from annotator.ui.places.code.code_changing import CodeChanging
from annotator.ui.places.code.codebook_model import CodebookModel
from annotator.ui.places.code.codebook_naming import CodeNaming
from annotator.ui.places.code.codebook_tree import CodeTree
from annotator.ui.places.code.codebook_verbs import CodebookVerbs
from annotator.ui.places.code.colour_card import ColourCard, beneath
from annotator.ui.places.code.placing import CodePlacing
from annotator.ui.places.code.what_next import while_locked, why_no_new_code, without_codes
from annotator.ui.session import Session
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.empty_hint import EmptyHint
from annotator.ui.widgets.filter_field import FilterField


class CodebookPanel(QWidget):
    """Shows the codes with their keys and numbers, and lets people change them.

    Signals:
        code_chosen: a code was clicked, or ``Enter`` was pressed on it; carries its id.
        code_current: the selection went to another code; carries its id, or None.
        hint_changed: other keys help now.
    """

    code_chosen = Signal(int)
    code_current = Signal(object)
    hint_changed = Signal()

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.actions_table = actions
        self._verbs = CodebookVerbs(session, actions.keys)
        self._collapsed: set[int] = set()
        self._current: int | None = None
        self._restoring = False
        self._selected: tuple[list[int], int | None] = ([], None)
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Codebook"))
        self.model = CodebookModel(session, self._verbs, self)
        self._build()
        self._lay_out()
        self._listen()
        self._project_changed()

    # -- for the place

    def add_code(self) -> None:
        """Let the person name a new code beside the current one, if the panel can be seen."""
        if not self.isVisible():
            return
        self.naming.finish()
        code_id = self.tree_widget.current_code()
        self._begin_draft(None if code_id is None else self._session.codebook[code_id].parent_id)

    def focus_filter(self) -> None:
        """Let the person type a filter, if the panel can be seen."""
        if self.isVisible():
            self.filter.go()

    def hint(self) -> str:
        """The keys that help while the panel has the focus."""
        tree = self.tree_widget
        if tree.delegate.naming:
            return self.tr("Enter: keep the name · Esc: leave it")
        if self.placing.is_placing:
            return self.tr("Arrows: further · Enter: move it there · Esc: leave it")
        if tree.waiting is not None:
            return self.tr("A letter or digit: its key · Backspace: no key · Esc: leave it")
        if self.filter.hasFocus():
            return self.tr("Enter: to the first one · Esc: show all")
        hide = ("codebook.hide", self.tr("hide"))
        new = () if self._session.is_scheme_locked else (("codebook.insert", self.tr("new code")),)
        if not self._session.can_change:
            return self.tr("Reading only · Type to filter") + " · " + self.actions_table.hints(hide)
        if tree.current_code() is None:
            told = (self.tr("Type to filter"), self.actions_table.hints(*new))
            return " · ".join(part for part in told if part)
        rename, key = (
            ("codebook.rename", self.tr("rename")),
            ("codebook.key", self.tr("key")),
        )
        return self.actions_table.hints(
            rename, *new, ("codebook.delete", self.tr("delete")), hide, key
        )

    def context(self) -> set[str]:
        """What is there, for the actions."""
        return set() if self.tree_widget.current_code() is None else {"code"}

    def select_code(self, code_id: int) -> None:
        """Make a code current, whether the filter shows it or not."""
        if not self.model.index_of(code_id).isValid():
            self.filter.clear()
        self.tree_widget.go_to(code_id)

    def set_article_counts(self, counts: Mapping[int, int] | None) -> None:
        """Show how often the article at hand has each code; None when there is no article."""
        self.model.show_counts_here(counts)
        self._measure()

    # -- what it is made of

    def _build(self) -> None:
        """Make all parts, in the order in which ``Tab`` goes through them."""
        self.caption = QLabel(self.tr("CODEBOOK"), self)
        self.caption.setProperty("look", "caption")
        self.count = ElidedLabel(self)
        self.count.setProperty("look", "quiet")
        self.filter = FilterField(self.tr("Filter codes…"), self.tr("Filter the codes"), self)
        self.tree_widget = CodeTree(self._session, self.actions_table, self.model, self)
        self.naming = CodeNaming(
            session=self._session, tree=self.tree_widget, model=self.model, verbs=self._verbs
        )
        self.placing = CodePlacing(self._session, self.tree_widget, self._verbs)
        self.changing = CodeChanging(self._session, self.actions_table, self._verbs, self)
        self.colours = ColourCard(self._session, self)
        self.empty = EmptyHint(self.tree_widget)
        self.add = QToolButton(self)
        self.add.setProperty("look", "quiet")
        self.add.setText(self.tr("+ Code"))
        self.add.setAccessibleName(self.tr("Add a code"))
        self.locked = QLabel(self)
        self.locked.setProperty("look", "quiet")
        self.locked.setWordWrap(True)
        self.locked.setContentsMargins(12, 6, 12, 6)
        self.locked.setTextFormat(Qt.TextFormat.PlainText)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 6, 4)
        head.setSpacing(8)
        head.addWidget(self.caption)
        head.addWidget(self.count, 1)
        head.addWidget(self.add)
        field = QHBoxLayout()
        field.setContentsMargins(10, 0, 10, 6)
        field.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(field)
        layout.addWidget(self.tree_widget, 1)
        layout.addWidget(self.locked)

    def _listen(self) -> None:
        tree, session = self.tree_widget, self._session
        self.add.clicked.connect(self.add_code)
        self.filter.textChanged.connect(self._filter)
        self.filter.entered.connect(self.model.make_ready)
        self.filter.left.connect(self._to_tree)
        self.filter.escaped.connect(lambda: self._to_tree(False))
        tree.chosen.connect(self.code_chosen)
        self.changing.done.connect(tree.go_to)
        self.placing.turned.connect(self.hint_changed)
        tree.eye_pressed.connect(self._verbs.toggle_hidden)
        tree.key_given.connect(self._verbs.key)
        tree.typed.connect(self.filter.type_on)
        tree.escaped.connect(self.filter.clear)
        tree.expanded.connect(self._remember_expanded)
        tree.collapsed.connect(self._remember_collapsed)
        tree.customContextMenuRequested.connect(self._show_menu)
        tree.selectionModel().currentChanged.connect(self._current_changed)
        self.naming.rows_changed.connect(self._restore)
        session.project_changed.connect(self._project_changed)
        session.changed.connect(self._changed)
        session.coder_changed.connect(self._numbers_changed)
        session.counted.connect(self._numbers_changed)
        session.hidden_changed.connect(self.model.tell_changed)
        session.look.changed.connect(tree.viewport().update)
        session.colours_tried.connect(tree.viewport().update)
        self.actions_table.keys.changed.connect(self._say_what_next)
        self._bind()

    def _bind(self) -> None:
        verbs = self._verbs
        handlers: dict[str, Callable[[int], object]] = {
            "rename": self.naming.rename,
            "key": self._ask_key,
            "up": lambda code_id: self._step(code_id, Way.UP),
            "down": lambda code_id: self._step(code_id, Way.DOWN),
            "in": lambda code_id: self._step(code_id, Way.IN),
            "out": lambda code_id: self._step(code_id, Way.OUT),
            "hide": verbs.toggle_hidden,
            "only": verbs.show_only,
            "insert_under": self._begin_draft,
        }
        for name, handler in handlers.items():
            self.actions_table.bind(f"codebook.{name}", partial(self._do, handler))
        for name, change in {
            "several": self.changing.several,
            "retire": self.changing.retire,
            "colour": self._colour,
            "under": self.changing.under,
            "merge": self.changing.merge,
            "split": self.changing.split,
            "give": self.changing.move_annotations,
            "delete": self._delete,
        }.items():
            self.actions_table.bind(f"codebook.{name}", partial(self._do_with_all, change))
        self.actions_table.bind("codebook.insert", self.add_code)
        self.actions_table.bind("codebook.all", verbs.show_all)

    # -- what is shown

    def _project_changed(self) -> None:
        self._collapsed = set()
        if self._session.is_open:
            self._collapsed = set(self._session.settings.ids(self._collapsed_key()))
        self.tree_widget.stop_waiting()
        self.model.show_counts_here(None)
        self.filter.clear()
        self._rebuild()
        if self.tree_widget.current_code() is None:
            self._tell_current()

    def _changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Kind.CODE):
            self._rebuild()
        elif changes.touches(Kind.SETTING):
            self._say_what_next()
        elif changes.counts:
            for code_id, _ in changes.counts:
                self.model.tell_code_changed(code_id)
            if self._session.counts is None:
                self.model.tell_changed()
            self._measure()

    def _numbers_changed(self) -> None:
        self.tree_widget.delegate.measure(self.model)
        self.model.tell_changed()

    def _measure(self) -> None:
        """Where the numbers need more room, or less, all rows are painted anew."""
        if self.tree_widget.delegate.measure(self.model):
            self.model.tell_changed()

    def _filter(self, words: str) -> None:
        tree = self.tree_widget
        if not self.model.is_filtered:
            self._selected = tree.selected_codes(), tree.current_code()
        if not self.model.filter(words):
            self._say_what_next()
            return
        self._restore()
        if not self.model.is_filtered and tree.current_code() is None:
            # What the filter left out, and nobody replaced, is selected again.
            codes, current = self._selected
            tree.select_codes(codes, current)

    def _rebuild(self) -> None:
        self.model.rebuild()
        self.tree_widget.delegate.measure(self.model)
        self._restore()

    def _restore(self) -> None:
        """Expand what the person has not collapsed."""
        self._restoring = True
        self.tree_widget.expandAll()
        if not self.model.is_filtered:
            for code_id in self._collapsed:
                self.tree_widget.collapse(self.model.index_of(code_id))
        self._restoring = False
        self._tell_current()
        codes = len(self._session.codebook)
        self.count.set_text(f"{codes:,}" if self._session.is_open else "")
        self.count.setAccessibleName(self.tr("{n} codes").format(n=f"{codes:,}"))
        self._say_what_next()

    def _say_what_next(self) -> None:
        """Say what an empty tree means and what a locked scheme leaves to do."""
        session, actions = self._session, self.actions_table
        codes, shown = len(session.codebook), self.model.rowCount()
        why_not = why_no_new_code(session)
        self.add.setEnabled(session.is_open and not why_not)
        beside, under = (
            actions.keys.shown(f"codebook.{way}") for way in ("insert", "insert_under")
        )
        told = self.tr("A new code beside the selected one ({beside}); under it: {under}")
        self.add.setToolTip(why_not or told.format(beside=beside, under=under))
        self.locked.setText(while_locked(session, actions))
        self.locked.setVisible(bool(self.locked.text()))
        if shown or not self._session.is_open:
            self.empty.say("")
        elif codes:
            words = self.filter.text().strip()
            self.empty.say(
                self.tr("No code contains “{words}”. Esc shows all.").format(words=words)
            )
        else:
            self.empty.say(without_codes(self._session, self.actions_table))

    def _remember_expanded(self, index: QModelIndex) -> None:
        if not self._restoring and not self.model.is_filtered:
            self._collapsed.discard(index.internalId())
            self._keep_collapsed()

    def _remember_collapsed(self, index: QModelIndex) -> None:
        if not self._restoring and not self.model.is_filtered:
            self._collapsed.add(index.internalId())
            self._keep_collapsed()

    def _keep_collapsed(self) -> None:
        self._session.settings.set_ids(self._collapsed_key(), sorted(self._collapsed))

    def _collapsed_key(self) -> str:
        return f"{self._session.project.uid}/collapsed_codes"

    # -- the current code

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._tell_current()

    def _tell_current(self) -> None:
        code_id = self.tree_widget.current_code()
        if code_id != self._current:
            self._current = code_id
            self.code_current.emit(code_id)

    def _to_tree(self, _entered: bool) -> None:
        """Leave the filter for the first code that has its words."""
        if not self.model.rowCount():
            return
        self.tree_widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.model.is_filtered or self.tree_widget.current_code() is None:
            self.tree_widget.go_to(self.model.first_match())

    # -- editing

    def _do(self, handler: Callable[[int], object]) -> None:
        """Do something with the current code."""
        code_id = self.tree_widget.current_code()
        if code_id is not None:
            handler(code_id)

    def _step(self, code_id: int, way: Way) -> None:
        """Show where the code would go one step further, among all codes."""
        self.naming.finish()
        if self.model.is_filtered:
            self.filter.clear()
            self.tree_widget.go_to(code_id)
        self.placing.step(code_id, way)

    def _begin_draft(self, parent_id: int | None) -> None:
        if self._session.is_open:
            self.filter.clear()
            self.naming.draft(parent_id)

    def _ask_key(self, code_id: int) -> None:
        self.tree_widget.wait_for_key(code_id)
        self._session.told.emit(
            self.tr(
                "Press a letter or digit for “{name}” · Backspace: no key · Esc: leave it"
            ).format(name=self._session.codebook[code_id].name)
        )

    def _do_with_all(self, handler: Callable[[Sequence[int]], object]) -> None:
        """Do something with all codes that are selected."""
        self.naming.finish()
        if code_ids := self.tree_widget.selected_codes():
            handler(code_ids)

    def _colour(self, code_ids: Sequence[int]) -> None:
        """Let another colour be tried, and kept."""
        tree = self.tree_widget
        tree.scrollTo(tree.currentIndex())
        row = beneath(tree.viewport(), tree.visualRect(tree.currentIndex()))
        self.colours.open_for(code_ids, row, lambda colour: self._verbs.colour(code_ids, colour))

    def _delete(self, code_ids: Sequence[int]) -> None:
        self.changing.delete(code_ids, self.model.neighbour(code_ids[0]))

    def _show_menu(self, place: QPoint) -> None:
        menu = context_menu(self.actions_table, "code", self)
        menu.popup(self.tree_widget.viewport().mapToGlobal(place))
