"""The annotations of the article as a list: to look through, to filter, to change many at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.codebook import NewCode
from annotator.ui.commands import Actions
from annotator.ui.parts.reader import Reader
from annotator.ui.places.code.annotations_delegate import AnnotationDelegate
from annotator.ui.places.code.annotations_model import AnnotationsModel, Wanted
from annotator.ui.places.code.what_next import without_annotations
from annotator.ui.widgets.elided_label import ElidedLabel
from annotator.ui.widgets.empty_hint import EmptyHint
from annotator.ui.widgets.filter_field import FilterField
from annotator.ui.widgets.name_dialog import NameDialog

if TYPE_CHECKING:
    from annotator.domain.changes import Changes

_REASON = Qt.FocusReason


class AnnotationsPanel(QWidget):
    """Mirrors what is painted in the text; what is chosen in one is chosen in the other.

    Signals:
        pick_wanted: a code is to be picked for the selected annotations, beside that rectangle.
        values_wanted: values are to be given to the selected annotations, told by their ids.
    """

    pick_wanted = Signal(QRect)
    values_wanted = Signal(list)

    def __init__(self, reader: Reader, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._actions = actions
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Annotations"))
        self.model = AnnotationsModel(reader, self)
        self._build()
        self._lay_out()
        self._listen()

    def hint(self) -> str:
        """The keys that help while the panel has the focus."""
        if self.filter.hasFocus():
            return self.tr("Words of the code, the text, the memo, the coder · Esc: show all")
        many = self.tr("Enter: to the text · Shift+↑↓: select several")
        if not self._reader.session.can_change:
            return self.tr("Reading only · Type to filter") + " · " + many
        told = self._actions.hints(
            ("code.replace", self.tr("replace")),
            ("code.unsure", self.tr("unsure")),
            ("code.memo", self.tr("memo")),
            ("code.values", self.tr("values")),
            ("code.remove", self.tr("remove")),
        )
        return many + " · " + told

    @property
    def selected(self) -> list[int]:
        """The annotations that are selected."""
        rows = {index.row() for index in self.list_widget.selectionModel().selectedIndexes()}
        return self.model.ids_at(rows)

    def select(self, annotation_ids: list[int]) -> None:
        """Select these annotations, as far as they are listed."""
        selection = self.list_widget.selectionModel()
        selection.clearSelection()
        for one in annotation_ids:
            row = self.model.row_of(one)
            if row is not None:
                index = self.model.index(row)
                selection.select(index, QItemSelectionModel.SelectionFlag.Select)
                selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def add(self, annotation_ids: list[int]) -> None:
        """Select these too; where all of them are selected already, no more."""
        now = self.selected
        if set(annotation_ids) <= set(now):
            self.select([one for one in now if one not in annotation_ids])
        else:
            self.select([*now, *annotation_ids])

    # -- what it is made of

    def _build(self) -> None:
        self.count = ElidedLabel(self)
        self.count.setProperty("look", "quiet")
        self.filter = FilterField(
            self.tr("Filter: code, words, memo…"), self.tr("Filter the annotations"), self
        )
        self.list_widget = _AnnotationList(self._actions, self)
        self.list_widget.setAccessibleName(self.tr("Annotations of the article"))
        self.list_widget.setModel(self.model)
        self.list_widget.setItemDelegate(AnnotationDelegate(self._reader, self.list_widget))
        self.empty = EmptyHint(self.list_widget)
        self.unsure = self._flag(self.tr("unsure"), self.tr("Only those that are unsure"))
        self.memo = self._flag(self.tr("memo"), self.tr("Only those with a memo"))
        self.open = self._flag(self.tr("open"), self.tr("Only those that lack a required value"))

    def _flag(self, title: str, told: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setCheckable(True)
        button.setProperty("look", "quiet")
        button.setToolTip(told)
        button.setAccessibleName(told)
        button.toggled.connect(self._look)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 6, 4)
        head.setSpacing(6)
        head.addWidget(self.count, 1)
        head.addWidget(self.unsure)
        head.addWidget(self.memo)
        head.addWidget(self.open)
        field = QHBoxLayout()
        field.setContentsMargins(10, 0, 10, 6)
        field.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(field)
        layout.addWidget(self.list_widget, 1)

    def _listen(self) -> None:
        # What follows a change is looked at when all of it has happened, and only if it is seen.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        reader, session = self._reader, self._reader.session
        for signal in (
            reader.annotations_changed,
            session.hidden_changed,
            session.others_changed,
            session.coder_changed,
            self._actions.keys.changed,
        ):
            signal.connect(self._look_soon)
        reader.state_changed.connect(self._follow)
        self.filter.textChanged.connect(self._look)
        self.filter.left.connect(lambda _entered: self.list_widget.setFocus())
        self.filter.escaped.connect(self.list_widget.setFocus)
        rows = self.list_widget
        rows.typed.connect(self.filter.type_on)
        rows.opened.connect(self._open)
        rows.asked.connect(self._perform)
        rows.customContextMenuRequested.connect(self._show_menu)
        rows.selectionModel().currentChanged.connect(self._choose)

    # -- what is listed

    def showEvent(self, event: QEvent) -> None:
        """What changed while nobody looked is listed now."""
        self._look()
        self._follow()

    def _look_soon(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _look(self) -> None:
        kept = self.selected
        self.model.look(
            Wanted(
                self.filter.text(),
                unsure=self.unsure.isChecked(),
                memo=self.memo.isChecked(),
                open=self.open.isChecked(),
            )
        )
        self.select(kept)
        shown, every = self.model.rowCount(), len(self._reader.marks.all_bare())
        told = self.tr("{n} of {all}").format(n=f"{shown:,}", all=f"{every:,}")
        self.count.set_text(told if self.model.is_filtered else f"{shown:,}")
        if shown:
            self.empty.say("")
        elif self.model.is_filtered:
            self.empty.say(self.tr("No annotation here is like that. Esc shows all."))
        else:
            self.empty.say(without_annotations(self._reader.session, self._actions))

    def _follow(self) -> None:
        """Select what is chosen in the text, unless the list has the keyboard."""
        if not self.isVisible() or self.list_widget.hasFocus():
            return
        row = self.model.row_of(self._reader.chosen)
        if row is None:
            self.list_widget.clearSelection()
            self._stand_at_caret()
        elif self.selected != [self._reader.chosen]:
            self.list_widget.setCurrentIndex(self.model.index(row))

    def _stand_at_caret(self) -> None:
        """Who comes to the list begins where they read, and not at the top of the article."""
        rows, caret = range(self.model.rowCount()), self._reader.selected_range()[0]
        row = min(bisect_left(rows, caret, key=self._begin_of), len(rows) - 1)
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self.list_widget.selectionModel().setCurrentIndex(self.model.index(row), flags)

    def _begin_of(self, row: int) -> int:
        one = self.model.annotation(row)
        return one.span.start if one is not None and one.span.ranges else 0

    def _choose(self, index: object) -> None:
        if not self.list_widget.hasFocus():
            return
        one = self.model.annotation(self.list_widget.currentIndex().row())
        if one is not None:
            self._reader.choose(one.id)
            self._reader.show_span(one.span)

    def _open(self) -> None:
        one = self.model.annotation(self.list_widget.currentIndex().row())
        if one is not None:
            self._reader.reveal(one.id)

    # -- changing what is selected

    def _show_menu(self, place: QPoint) -> None:
        many = len(self.selected)
        if not many:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one, several, verb in (
            (self.tr("Re&place its code…"), self.tr("Re&place the code of {n}…"), "code.replace"),
            (
                self.tr("&Unsure, or sure again"),
                self.tr("&Unsure of {n}, or sure again"),
                "code.unsure",
            ),
            (
                self.tr("Write in its &memo…"),
                self.tr("Write in the &memo of {n}…"),
                "code.memo",
            ),
            (self.tr("Its &values…"), self.tr("&Values of {n}…"), "code.values"),
            (self.tr("Re&move the annotation"), self.tr("Re&move {n}"), "code.remove"),
        ):
            action = menu.addAction(one if many == 1 else several.format(n=many))
            action.setShortcut(self._actions[verb].shortcut())
            action.setEnabled(self._reader.session.can_change)
            action.triggered.connect(lambda _on=False, asked=verb: self._perform(asked))
        menu.popup(self.list_widget.viewport().mapToGlobal(place))

    def _perform(self, verb: str) -> None:
        from annotator.ops import coding

        ids = self.selected
        if not ids or self._is_refused(ids):
            return
        if verb == "code.replace":
            self._pick()
        elif verb == "code.remove":
            self._run(lambda project, who: coding.remove_annotations(project, ids, coder_id=who))
        elif verb == "code.unsure":
            marks = self._reader.marks
            unsure = not all(marks.bare(one).unsure for one in ids)
            self._run(lambda project, who: coding.set_unsure(project, ids, unsure, coder_id=who))
        elif verb == "code.values":
            self.values_wanted.emit(ids)
        elif verb == "code.memo":
            self._write(ids)

    def _is_refused(self, ids: list[int]) -> bool:
        """Whether some are another coder's, so that none is changed; that was told."""
        reader, shown = self._reader, self._actions.keys.shown
        others = [one for one in ids if reader.is_others(reader.marks[one])]
        if not others:
            return False
        one = self.tr(
            "Not changed: it is {whose}’s. To change it, choose them as the coder ({coder})."
        )
        some = self.tr("Not changed: {others} of {n} are not yours. {hide} hides those.")
        told = (one if len(ids) == 1 else some).format(
            whose=reader.session.names[reader.marks[others[0]].coder_id],
            coder=shown("project.coder"),
            others=len(others),
            n=len(ids),
            hide=shown("switch.others"),
        )
        reader.session.told.emit(told)
        return True

    def recode(self, code: int | NewCode) -> None:
        """Give the annotations that are selected another code, in one step."""
        from annotator.ops.moving_annotations import recode

        ids = self.selected
        if self._run(lambda project, who: recode(project, ids, code, coder_id=who)):
            self._reader.coded.emit(ids)

    def _pick(self) -> None:
        rows = self.list_widget
        place = rows.visualRect(rows.currentIndex())
        self.pick_wanted.emit(QRect(rows.viewport().mapToGlobal(place.topLeft()), place.size()))

    def _write(self, ids: list[int]) -> None:
        from annotator.ops import coding

        one, several = self.tr("Write in its memo"), self.tr("Write in the memo of {n} annotations")
        title = one if len(ids) == 1 else several.format(n=len(ids))
        why = self.tr("It is written below what stands there; one step undoes it.")
        dialog = NameDialog(title, why, self.tr("Write"), parent=self.window())
        if dialog.exec():
            words = dialog.field.text()
            self._run(lambda project, who: coding.add_to_memos(project, ids, words, coder_id=who))

    def _run(self, verb: Callable[..., Changes]) -> Changes | None:
        session = self._reader.session
        return None if session.coder_id is None else session.run(verb, session.coder_id)


class _AnnotationList(QListView):
    """The list itself: several can be selected; typing filters.

    Signals:
        typed: letters were typed, to be taken over by the filter.
        opened: ``Enter`` was pressed, or a row clicked twice.
        asked: the key of an action was pressed (its id), for all that is selected.
    """

    typed = Signal(str)
    opened = Signal()
    asked = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setProperty("look", "list")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the row that one comes to by a key, where none is chosen."""
        super().focusInEvent(event)
        comes = event.reason() in (_REASON.OtherFocusReason, _REASON.TabFocusReason)
        row = self.currentIndex()
        if comes and row.isValid() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.model().index(-1, 0))
            self.setCurrentIndex(row)

    def event(self, event: QEvent) -> bool:
        """Keys of the window that mean what is selected here are not for the article."""
        is_asked = isinstance(event, QKeyEvent) and self._verb(event) is not None
        if is_asked and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, keys of actions act on all that is selected, letters go to the filter."""
        verb, text = self._verb(event), event.text()
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if verb is not None:
            self.asked.emit(verb)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif text.isprintable() and text.strip() and not held:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def _verb(self, event: QKeyEvent) -> str | None:
        pressed = QKeySequence(event.keyCombination())
        for verb in ("code.replace", "code.unsure", "code.memo", "code.values", "code.remove"):
            keys = [QKeySequence(key) for key in self._actions.keys.of(verb)]
            if pressed in keys:
                return verb
        return None
