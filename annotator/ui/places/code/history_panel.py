"""The history beside the text: what was done, by whom, what it changed, and the way back.

It stands in the place of the codebook, so that a step is read next to the words that it is about.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMessageBox,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.changes import Kind
from annotator.domain.history import HistoryEntry, Sought
from annotator.domain.tally import distinct_names
from annotator.ui.places.code.history_delegate import HistoryDelegate
from annotator.ui.places.code.history_details import HistoryDetails
from annotator.ui.places.code.history_model import KINDS, HistoryModel
from annotator.ui.session import Session
from annotator.ui.widgets.choice_box import ChoiceBox
from annotator.ui.widgets.empty_hint import EmptyHint
from annotator.ui.widgets.filter_field import FilterField

if TYPE_CHECKING:
    from annotator.store.returning import Return


class HistoryPanel(QWidget):
    """The list of steps with what the chosen one changed under it.

    Signals:
        closed: the person is done with it.
    """

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("History"))
        self.model = HistoryModel(session, self)
        self._build()
        self._lay_out()
        self._listen()
        self._project_changed()

    # -- for the place

    def hint(self) -> str:
        """The keys that help while the panel has the focus."""
        if self.list_widget.hasFocus():
            return self.tr("Enter: show in the text · Type to filter · Esc: close")
        return self.tr("Tab: go on · Esc: close the history")

    @property
    def chosen(self) -> HistoryEntry | None:
        """The entry that is chosen."""
        return self.model.entry_at(self.list_widget.currentIndex().row())

    def go(self) -> None:
        """Take the focus, with the newest step chosen where none was."""
        if self.chosen is None:
            self._choose(0)
        self.list_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- what it is made of

    def _build(self) -> None:
        """Make all parts, in the order in which ``Tab`` goes through them."""
        self.state = ChoiceBox(
            self.tr("Which steps"),
            {
                "all": self.tr("All steps"),
                "standing": self.tr("Not undone"),
                "article": self.tr("This article"),
            },
            self,
        )
        self.close_button = QToolButton(self)
        self.close_button.setText("×")
        self.close_button.setProperty("look", "quiet")
        self.close_button.setAccessibleName(self.tr("Close the history"))
        self.filter = FilterField(
            self.tr("Filter: words of a step…"), self.tr("Filter the steps"), self
        )
        self.coder = ChoiceBox(self.tr("Whose steps"), {"": self.tr("Everybody")}, self)
        self.kind = ChoiceBox(self.tr("What they are about"), self._kinds(), self)
        self.list_widget = _StepList(self)
        self.list_widget.setAccessibleName(self.tr("Steps"))
        self.list_widget.setModel(self.model)
        self.list_widget.setItemDelegate(
            HistoryDelegate(self._session, self.model, self.list_widget)
        )
        self.empty = EmptyHint(self.list_widget)
        self.details = HistoryDetails(self._session, self)
        self.show_button = QPushButton(self.tr("Show in the text"), self)
        self.undo_button = QPushButton(self.tr("Undo this step"), self)
        self.back_button = QPushButton(self.tr("Go back to before this step…"), self)

    def _kinds(self) -> dict[str, str]:
        titles = (
            self.tr("Annotations"),
            self.tr("Links"),
            self.tr("Codes"),
            self.tr("Revisions of codes"),
            self.tr("Attributes"),
            self.tr("Article variables"),
            self.tr("Articles"),
            self.tr("Answers"),
            self.tr("States of articles"),
            self.tr("Memos"),
            self.tr("Coders"),
            self.tr("Settings"),
        )
        named = {kind.value: title for kind, title in zip(KINDS, titles, strict=True)}
        return {"": self.tr("Everything"), **named}

    def _lay_out(self) -> None:
        caption = QLabel(self.tr("HISTORY"))
        caption.setProperty("look", "caption")
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 6, 4)
        head.addWidget(caption, 1)
        head.addWidget(self.state)
        head.addWidget(self.close_button)
        field = QHBoxLayout()
        field.setContentsMargins(10, 0, 10, 6)
        field.addWidget(self.filter)
        boxes = QHBoxLayout()
        boxes.setContentsMargins(10, 0, 10, 8)
        boxes.setSpacing(6)
        for box in (self.coder, self.kind):
            # As narrow as the panel is; the longest name is read when the box is opened.
            box.setSizeAdjustPolicy(
                ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            boxes.addWidget(box, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list_widget)
        parts.addWidget(self._lower())
        parts.setSizes([430, 290])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for line in (head, field, boxes):
            layout.addLayout(line)
        layout.addWidget(parts, 1)

    def _lower(self) -> QWidget:
        lower = QWidget()
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.show_button, 1)
        first.addWidget(self.undo_button, 1)
        layout = QVBoxLayout(lower)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(6)
        layout.addWidget(self.details, 1)
        layout.addLayout(first)
        layout.addWidget(self.back_button)
        return lower

    def _listen(self) -> None:
        self.close_button.clicked.connect(self.closed)
        self.filter.textChanged.connect(self._list_anew)
        self.filter.left.connect(lambda _entered: self.go())
        self.filter.escaped.connect(self.closed)
        for box in (self.coder, self.kind, self.state):
            box.currentIndexChanged.connect(self._list_anew)
        self.list_widget.typed.connect(self.filter.type_on)
        self.list_widget.escaped.connect(self.closed)
        self.list_widget.opened.connect(self.show_in_text)
        self.list_widget.doubleClicked.connect(lambda _index: self.show_in_text())
        self.list_widget.selectionModel().selectionChanged.connect(self._selected)
        self.model.searched.connect(self._tell)
        self.show_button.clicked.connect(self.show_in_text)
        self.undo_button.clicked.connect(self.undo_or_redo)
        self.back_button.clicked.connect(self.go_back)
        session = self._session
        session.project_changed.connect(self._project_changed)
        session.changed.connect(lambda _changes, _initiator: self._follow())
        session.article_changed.connect(self._article_changed)
        session.coder_changed.connect(self._show_buttons)
        session.look.changed.connect(self.list_widget.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the history, whatever in it has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # -- what is listed

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has happened while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._follow()

    def _sought(self) -> Sought:
        in_article = self.state.value == "article"
        return Sought(
            coder_id=int(self.coder.value) if self.coder.value else None,
            kind=Kind(self.kind.value) if self.kind.value else None,
            words=self.filter.text(),
            article_id=self._session.article_id if in_article else None,
            standing=self.state.value == "standing",
        )

    def _list_anew(self) -> None:
        self.model.show_sought(self._sought())
        self._choose(0)

    def _follow(self) -> None:
        """Bring the list up to date, the same step chosen and in the same place."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._list_coders()
        chosen = self.chosen
        bar = self.list_widget.verticalScrollBar()
        top = bar.value()
        self.model.refresh()
        row = self.model.row_of(chosen.id) if chosen else None
        if row is not None:
            self.list_widget.setCurrentIndex(self.model.index(row))
            bar.setValue(top)
            # What came in above may have pushed it out of sight, and below are its details.
            self.list_widget.scrollTo(self.model.index(row))
        else:
            self._choose(0)

    def _list_coders(self) -> None:
        coders = distinct_names({one.id: one.name for one in self._session.coders})
        if {str(one) for one in coders} == {
            self.coder.itemData(n) for n in range(1, self.coder.count())
        }:
            return
        chosen = self.coder.value
        self.coder.blockSignals(True)
        while self.coder.count() > 1:
            self.coder.removeItem(1)
        for one, name in coders.items():
            self.coder.addItem(name, str(one))
        self.coder.set_value(chosen)
        self.coder.blockSignals(False)

    def _choose(self, row: int) -> None:
        """Choose the first step from that row on."""
        while row < self.model.rowCount() and self.model.entry_at(row) is None:
            row += 1
        self.list_widget.setCurrentIndex(self.model.index(row))
        self.list_widget.scrollToTop()
        self._show_chosen()

    def _tell(self, is_all: bool) -> None:
        if self.model.rowCount() or not self._session.is_open:
            self.empty.say("")
        elif not is_all:
            self.empty.say(self.tr("Looking through the history…"))
        else:
            self.empty.say(self.tr("No step is like that. Choose other filters, or empty them."))
        if self.chosen is None and self.model.rowCount():
            self._choose(0)

    def _article_changed(self) -> None:
        if self.state.value == "article" and self.isVisible():
            self._list_anew()

    def _project_changed(self) -> None:
        self.model.clear()
        self.details.show_entry(None)
        self.filter.clear()
        self._stale = True
        self._show_buttons()
        if self._session.is_open and self.isVisible():
            self._follow()

    # -- the chosen one

    def _selected(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.details.show_entry(self.chosen)
        self._show_buttons()

    def _show_buttons(self) -> None:
        entry = self.chosen if self._session.is_open else None
        own = entry is not None and entry.coder_id == self._session.coder_id
        writable = self._session.is_open and not self._session.project.read_only
        redoes = entry is not None and entry.can_redo
        self.undo_button.setText(self.tr("Do it again") if redoes else self.tr("Undo this step"))
        can = entry is not None and own and writable and (entry.can_undo or entry.can_redo)
        self.undo_button.setEnabled(can)
        self.undo_button.setToolTip(
            "" if own or entry is None else self.tr("Only who did a step can undo it.")
        )
        self.back_button.setEnabled(entry is not None and writable and entry.action != "start")
        self.show_button.setEnabled(any(one.article_id for one in self.details.changes))

    def show_in_text(self) -> None:
        """Go to what the step was about; the keyboard stays here."""
        for change in self.details.changes:
            if change.article_id is not None:
                self._session.show_place(change.article_id, change.kind, change.record_id)
                self.list_widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def undo_or_redo(self) -> None:
        """Take the step back, or do it again where it is undone."""
        entry = self.chosen
        if entry is not None:
            (self._session.redo if entry.can_redo else self._session.undo)(entry.id)

    def go_back(self) -> None:
        """Say what going back would take back and, if that is wanted, do it."""
        entry, session = self.chosen, self._session
        if entry is None:
            return
        would = session.project.would_go_back(entry.id, session.coder_id)
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Go back"))
        box.setText(self.tr("Go back to before this step?\n\n{step}").format(step=entry.label))
        box.setInformativeText(self._told(would))
        if would.is_empty:
            box.addButton(QMessageBox.StandardButton.Ok)
            box.exec()
            return
        box.setIcon(QMessageBox.Icon.Question)
        back = box.addButton(self.tr("Go back"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(back)
        box.exec()
        if box.clickedButton() is back:
            session.go_back(entry.id)

    def _told(self, would: Return) -> str:
        if would.is_empty:
            return self.tr("Nothing of yours stands since then: there is nothing to take back.")
        steps = self.tr("1 step of yours is taken back.")
        if would.steps != 1:
            steps = self.tr("{n} steps of yours are taken back.").format(n=f"{would.steps:,}")
        lines = [steps]
        for counts, what in (
            (would.made, self.tr("Gone again: {what}.")),
            (would.removed, self.tr("Back again: {what}.")),
            (would.changed, self.tr("As before: {what}.")),
        ):
            if counts:
                lines.append(what.format(what=", ".join(starmap(self._counted, counts.items()))))
        lines.append(self.tr("What others did stays. Going back is one step, which can be undone."))
        return "\n".join(lines)

    def _counted(self, kind: Kind, count: int) -> str:
        one, many = {
            Kind.ANNOTATION: (self.tr("1 annotation"), self.tr("{n} annotations")),
            Kind.CODE: (self.tr("1 code"), self.tr("{n} codes")),
            Kind.ARTICLE: (self.tr("1 article"), self.tr("{n} articles")),
            Kind.LINK: (self.tr("1 link"), self.tr("{n} links")),
            Kind.PROGRESS: (
                self.tr("the state of 1 article"),
                self.tr("the states of {n} articles"),
            ),
            Kind.REVISION: (self.tr("1 revision of a code"), self.tr("{n} revisions of codes")),
            Kind.ATTRIBUTE: (self.tr("1 attribute"), self.tr("{n} attributes")),
            Kind.VARIABLE: (self.tr("1 variable"), self.tr("{n} variables")),
            Kind.CHOICE: (self.tr("1 choice"), self.tr("{n} choices")),
            Kind.ANSWER: (self.tr("1 answer"), self.tr("{n} answers")),
            Kind.MEMO: (self.tr("1 memo"), self.tr("{n} memos")),
            Kind.CODER: (self.tr("1 coder"), self.tr("{n} coders")),
            Kind.SETTING: (self.tr("1 setting"), self.tr("{n} settings")),
        }.get(kind, (self.tr("1 record"), self.tr("{n} records")))
        return one if count == 1 else many.format(n=f"{count:,}")


class _StepList(QListView):
    """The list itself; typing filters.

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
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumHeight(120)

    def moveCursor(  # noqa: N802 - Qt's own name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Pass over days, upwards to the first step at most."""
        moved = super().moveCursor(action, modifiers)
        if moved.isValid() and not moved.flags() & Qt.ItemFlag.ItemIsSelectable:
            step = 1 if moved.row() >= self.currentIndex().row() or not moved.row() else -1
            moved = self.model().index(moved.row() + step, 0)
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the step in the text, Esc closes, letters go to the filter."""
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif text.isprintable() and text.strip() and not event.modifiers() & _COMMANDS:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)


_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
