"""What another codebook says otherwise, to be chosen from; of a table, which column holds what."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.errors import UserError
from annotator.formats.schemes import Scheme
from annotator.formats.schemes.comparing import Difference, Way
from annotator.ops import codebook_files, taking_over
from annotator.ops.codebook_files import CodebookFile
from annotator.ui.session import Session
from annotator.ui.widgets.choice_box import PlainBox
from annotator.ui.widgets.notice import in_few

_SHARE = 0.92
"""Of the screen, at most."""
_MATCHED = (
    "path", "name", "parent", "key", "definition", "use_when", "do_not_use_when", "boundary",
    "examples", "counter_examples", "instead", "keywords",
)  # fmt: skip
"""What columns are asked for; others are taken by their heads."""
_LONGEST = 160
_NOTES = 4
"""Sentences about the file that are shown."""


class TakeOverDialog(QDialog):
    """Lists differences; what would take something away is not chosen at first.

    Args:
        session: the project.
        path: the file.
        read: what it says; ``None`` for a table, which is read here, and again when its columns
            are matched otherwise.

    Raises:
        UserError: the table can't be read.
    """

    def __init__(
        self,
        session: Session,
        path: Path,
        read: CodebookFile | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._path = path
        self._known = read
        self.scheme = Scheme(title=path.stem)
        self._differences: tuple[Difference, ...] = ()
        self._columns: dict[str, QComboBox] = {}
        self.setWindowTitle(self.tr("Take over “{file}”").format(file=path.name))
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setAccessibleName(self.tr("About the file"))
        self.notes.hide()
        self.list = self._list()
        self._why = QLineEdit()
        self._why.setPlaceholderText(self.tr("Why the rules change, for the revisions (optional)"))
        self._why.setAccessibleName(self.tr("Why the rules change"))
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        if read is None:
            layout.addLayout(self._matching())
        layout.addWidget(self.told)
        layout.addWidget(self.notes)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._why)
        layout.addWidget(self._buttons)
        room = self.screen().availableSize() * _SHARE
        self.resize(min(860, room.width()), min(560, room.height()))
        self._read()

    @property
    def has_differences(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self._differences)

    @property
    def why(self) -> str:
        """The reason for changed rules."""
        return self._why.text().strip()

    def chosen(self) -> list[Difference]:
        """What is to be taken over."""
        items = (self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount()))
        ticked = [item.checkState(0) is Qt.CheckState.Checked for item in items if item is not None]
        return [one for one, wanted in zip(self._differences, ticked, strict=True) if wanted]

    # -- what is read

    def _matching(self) -> QGridLayout:
        from annotator.formats.codebooks.columns import recognise

        header = codebook_files.read_table(self._path).header
        known = recognise(header)
        grid = QGridLayout()
        for n, what in enumerate(_MATCHED):
            choice = PlainBox()
            choice.addItem(self.tr("–"), "")
            for head in filter(None, header):
                choice.addItem(head, head)
            choice.setCurrentIndex(choice.findData(header[known[what]]) if what in known else 0)
            label = QLabel(self._named(what))
            label.setBuddy(choice)
            choice.setAccessibleName(self.tr("Column of: {what}").format(what=self._named(what)))
            choice.currentIndexChanged.connect(self._read_again)
            grid.addWidget(label, n // 4 * 2, n % 4)
            grid.addWidget(choice, n // 4 * 2 + 1, n % 4)
            self._columns[what] = choice
        return grid

    def _read_again(self) -> None:
        self.notes.hide()
        try:
            self._read()
        except UserError as error:
            self._show(())
            self.told.setText(f"{error.what} {error.way_out}")

    def _read(self) -> None:
        read = self._known
        if read is None:
            heads = {what: str(choice.currentData()) for what, choice in self._columns.items()}
            if not heads["path"] and not heads["name"]:
                self._show(())
                self.told.setText(self.tr("Say which column has the names of the codes."))
                return
            read = codebook_files.read_codebook(self._path, heads)
        self.scheme = read.scheme
        self.notes.setText(in_few(read.scheme.notes, _NOTES))
        self.notes.setVisible(bool(read.scheme.notes))
        self._show(
            taking_over.differences(
                self._session.project, read.scheme, read.silent, only_codes=read.only_codes
            )
        )

    # -- what is shown

    def _list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(self.tr("What it says otherwise"))
        made.setHeaderLabels([self.tr("What"), self.tr("Here"), self.tr("There")])
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        made.setColumnWidth(0, 300)
        made.setColumnWidth(1, 240)
        made.itemChanged.connect(self._count)
        return made

    def _show(self, differences: tuple[Difference, ...]) -> None:
        self._differences = differences
        self.list.blockSignals(True)
        self.list.clear()
        items = []
        for one in differences:
            item = QTreeWidgetItem([self._what(one), _short(one.before), _short(one.after)])
            state = (
                Qt.CheckState.Unchecked if taking_over.takes_away(one) else (Qt.CheckState.Checked)
            )
            item.setCheckState(0, state)
            for column, words in ((1, one.before), (2, one.after)):
                item.setToolTip(column, words)
            items.append(item)
        self.list.addTopLevelItems(items)
        self.list.blockSignals(False)
        self._count()

    def _count(self) -> None:
        chosen, all_ = len(self.chosen()), len(self._differences)
        told = self.tr("{n} of {all} differences are taken over, as one step that can be undone. "
                       "Nothing is taken away unless you choose it.")  # fmt: skip
        same = self.tr("It says the same.")
        self.told.setText(told.format(n=f"{chosen:,}", all=f"{all_:,}") if all_ else same)
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Take over {n}").format(n=f"{chosen:,}"))
        ok.setEnabled(bool(chosen))

    def _what(self, one: Difference) -> str:
        of = one.name or self.tr("The scheme")
        if one.kind == "variable":
            of = self.tr("Question {key}").format(key=one.name)
        how = {
            Way.ADDED: self.tr("is new there"),
            Way.REMOVED: self.tr("is not there"),
            Way.MOVED: self.tr("stands elsewhere"),
        }.get(one.way, self._named(one.field))
        return f"{of}: {how}"

    def _named(self, field: str) -> str:
        return {
            "path": self.tr("path"),
            "name": self.tr("name"),
            "parent": self.tr("parent"),
            "key": self.tr("key"),
            "colour": self.tr("colour"),
            "unit": self.tr("unit"),
            "definition": self.tr("definition"),
            "use_when": self.tr("use when"),
            "do_not_use_when": self.tr("do not use when"),
            "boundary": self.tr("boundary rule"),
            "examples": self.tr("examples"),
            "counter_examples": self.tr("counter-examples"),
            "instead": self.tr("near-misses"),
            "keywords": self.tr("keywords"),
            "status": self.tr("status"),
            "citation": self.tr("citation"),
            "attributes": self.tr("attributes"),
            "guide": self.tr("guide"),
            "decide": self.tr("decision tree"),
            "relations": self.tr("names of links"),
            "exclusive": self.tr("codes that exclude each other"),
        }.get(field, field)


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[:_LONGEST]}…"
