"""What a code asks of its annotations: a list of attributes, and the form of the one chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.changes import Changes, Kind
from annotator.domain.errors import UserError
from annotator.domain.questions import Attribute
from annotator.ui.places.code.attribute_form import AttributeForm
from annotator.ui.session import Session


class AttributesEditor(QWidget):
    """Adds, changes, orders and removes what one code asks.

    A change is kept by a button: each raises the revision of the code, as what it asks is a part
    of what it means.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._code_id: int | None = None
        self._one: Attribute | None = None
        self._is_open = self._keeping = False
        self._tried: tuple[object, ...] = ()
        self.setAccessibleName(self.tr("What annotations are asked"))
        title = QLabel(self.tr("Annotations are asked"))
        title.setProperty("look", "quiet")
        self.list = QListWidget()
        self.list.setProperty("look", "pages")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(title.text())
        title.setBuddy(self.list)
        self.add_button = self._button(self.tr("+ Question"), self._begin)
        self.up_button = self._button(self.tr("Up"), lambda: self._move(-1))
        self.down_button = self._button(self.tr("Down"), lambda: self._move(1))
        self.remove_button = self._button(self.tr("Remove"), self._remove)
        self.form = AttributeForm()
        self.keep_button = self._button(self.tr("Keep this question"), self._keep)
        self.leave_button = self._button(self.tr("As it was"), self._show_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 12)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addWidget(self.list)
        verbs = (self.add_button, self.up_button, self.down_button, self.remove_button)
        layout.addLayout(_row(*verbs))
        layout.addWidget(self.form)
        layout.addLayout(_row(self.keep_button, self.leave_button))
        self.list.currentItemChanged.connect(lambda _now, _before: self._another())
        session.changed.connect(self._follow)
        self._show()

    def show_code(self, code_id: int | None) -> None:
        """Show what this code asks."""
        if code_id != self._code_id:
            self.flush()
            self._code_id = code_id
            self._show()

    def flush(self) -> None:
        """Keep what was written and not kept by the button; where it can't be, it is said why."""
        if not (self._is_open and self._can_change() and self.form.is_changed):
            return
        # What was refused and told is not tried again until it is written otherwise.
        if self.form.written() != self._tried:
            self._keep()

    # -- what is shown

    def _attributes(self) -> list[Attribute]:
        if self._code_id is None or not self._session.is_open:
            return []
        return list(self._session.project.queries.questions.attributes_of(self._code_id))

    def _show(self, chosen: int | None = None) -> None:
        self._fill(chosen)
        self._show_current()

    def _fill(self, chosen: int | None) -> None:
        """The list; what is written in the form stays."""
        asked = self._attributes()
        self.list.blockSignals(True)
        self.list.clear()
        for one in asked:
            required = self.tr("{name} (required) · {kind}")
            told = required if one.required else self.tr("{name} · {kind}")
            kind = self.form.kind.itemText(self.form.kind.findData(one.kind.value))
            item = QListWidgetItem(told.format(name=one.name, kind=kind))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setToolTip(one.question)
            self.list.addItem(item)
            if one.id == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        rows = min(max(1, len(asked)), 6)
        self.list.setFixedHeight(rows * max(30, self.list.sizeHintForRow(0)) + 6)
        self.list.setVisible(bool(asked))

    def _current(self) -> Attribute | None:
        item = self.list.currentItem()
        wanted = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return next((one for one in self._attributes() if one.id == wanted), None)

    def _show_current(self) -> None:
        one, can = self._current(), self._can_change()
        self._one, self._is_open = one, one is not None
        self.form.show_attribute(one)
        self.form.setVisible(one is not None)
        self.keep_button.setVisible(one is not None and can)
        self.leave_button.setVisible(one is not None and can)
        self.form.setEnabled(can)
        self.add_button.setVisible(can)
        for button in (self.up_button, self.down_button, self.remove_button):
            button.setVisible(one is not None and can)

    def _another(self) -> None:
        """What was written of the one before is kept first."""
        now = self._current()
        self.flush()
        self._show(now.id if now else None)

    def _can_change(self) -> bool:
        session = self._session
        return self._code_id is not None and session.can_change and not session.is_scheme_locked

    @property
    def _is_half_written(self) -> bool:
        """Whether something is written that is not kept yet, of what is asked still, or anew."""
        there = self._one is None or self._one.id in (one.id for one in self._attributes())
        can = self._can_change() and not self._keeping
        return self._is_open and self.form.is_changed and there and can

    def _follow(self, changes: Changes, _initiator: object) -> None:
        touched = (Kind.ATTRIBUTE, Kind.CHOICE, Kind.SETTING)
        if any(changes.touches(kind) for kind in touched):
            one = self._current()
            if self._is_half_written:
                self._fill(self._one.id if self._one else None)
                return
            made = changes.created.get(Kind.ATTRIBUTE, frozenset())
            self._show(next(iter(made), one.id if one else None))

    # -- what is done

    def _begin(self) -> None:
        """A form for a new one."""
        self.flush()
        self.list.setCurrentRow(-1)
        self._show_current()
        self._is_open = True
        for widget in (self.form, self.keep_button, self.leave_button):
            widget.show()
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:

        from annotator.ops import attributes

        session, one = self._session, self._one
        self._tried = self.form.written()
        if self._code_id is None or not session.is_open:
            return
        try:
            draft = self.form.draft()
        except UserError as error:
            session.failed.emit(error)
            return
        who, why = session.coder_id, self.form.why.text()
        self._keeping = True
        try:
            if one is None:
                session.run_now(attributes.add, self._code_id, draft, why=why, coder_id=who)
            else:
                session.run_now(attributes.change, one.id, draft, why=why, coder_id=who)
        finally:
            self._keeping = False

    def _move(self, step: int) -> None:
        from annotator.ops import attributes

        if one := self._current():
            self._session.run_now(attributes.move, one.id, step, coder_id=self._session.coder_id)

    def _remove(self) -> None:
        from annotator.ops import attributes

        one, session = self._current(), self._session
        if one is None:
            return
        values = attributes.value_count(session.project, one)
        told = self.tr("Ask “{name}” no more? {n} annotations have a value; it is not shown then.")
        if values and not self._is_sure(told.format(name=one.name, n=f"{values:,}")):
            return
        session.run_now(attributes.remove, one.id, coder_id=session.coder_id)

    def _is_sure(self, told: str) -> bool:
        remove = QMessageBox.StandardButton.Yes
        keep = QMessageBox.StandardButton.Cancel
        return QMessageBox.question(self, self.tr("Remove"), told, remove | keep, keep) == remove

    def _button(self, text: str, handler: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(True)
        button.setProperty("look", "answer")
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: handler())
        return button


def _row(*widgets: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
