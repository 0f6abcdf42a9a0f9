"""What a new project needs: where it lies, who codes, and with which codebook it begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.paths import PROJECT_SUFFIX
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.choice_box import PlainBox

if TYPE_CHECKING:
    from annotator.ops.schemes import Shipped

STARTER, EMPTY = "starter", "empty"
"""The names of the scheme that is proposed, and of none, as ``ops.projects`` takes them."""


class NewProjectDialog(QDialog):
    """Asks for name, folder and codebook, and for the coder's name if it is not known."""

    def __init__(self, coder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self.setMinimumWidth(500)
        self._name = QLineEdit()
        self._name.setPlaceholderText(self.tr("Port dispute"))
        self._folder = QLineEdit(str(_documents()))
        browse = QPushButton(self.tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        folder = QHBoxLayout()
        folder.addWidget(self._folder, 1)
        folder.addWidget(browse)
        self._coder = QLineEdit(coder)
        self._coder.setPlaceholderText(self.tr("As your team knows you"))
        self._note = QLabel()
        self._note.setProperty("look", "quiet")
        self._make_choice_of_schemes()
        self._folder.setAccessibleName(self.tr("Folder"))
        folder_label = QLabel(self.tr("&Folder"))
        folder_label.setBuddy(self._folder)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Make it"))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(22, 20, 22, 16)
        form.setVerticalSpacing(12)
        form.addRow(self.tr("&Name"), self._name)
        form.addRow(folder_label, folder)
        if coder:
            form.addRow(self.tr("Coder"), QLabel(self.tr("{name} (you)").format(name=coder)))
        else:
            form.addRow(self.tr("&Coder (you)"), self._coder)
            form.addRow("", self._why())
        scheme = QHBoxLayout()
        scheme.addWidget(self.scheme, 1)
        scheme.addWidget(self.from_file)
        label = QLabel(self.tr("Code&book"))
        label.setBuddy(self.scheme)
        form.addRow(label, scheme)
        form.addRow("", self._about)
        form.addRow("", self._note)
        form.addRow(self._buttons)
        for field in (self._name, self._folder, self._coder):
            field.textChanged.connect(self._check)
        self._check()

    def show_schemes(self, schemes: Sequence[Shipped]) -> None:
        """Offer these schemes, beside none at all and that of a file."""
        chosen = self.scheme.currentData()
        self.scheme.clear()
        for one in schemes:
            self.scheme.addItem(one.title, one.name)
            self._told[one.name] = self._described(one)
        self._offer_others()
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(chosen)))
        self._show_scheme()

    def _offer_others(self) -> None:
        self.scheme.insertSeparator(self.scheme.count())
        self.scheme.addItem(self.tr("No codes yet"), EMPTY)

    def _make_choice_of_schemes(self) -> None:
        self._told = {
            STARTER: self.tr("It begins with the codes framing, claim and attribution."),
            EMPTY: self.tr("Codes are made while you read, or later from a scheme or a file."),
        }
        self.scheme = PlainBox()
        self.scheme.setAccessibleName(self.tr("Codebook to begin with"))
        self.scheme.addItem(self.tr("Starter scheme"), STARTER)
        self._offer_others()
        self.scheme.currentIndexChanged.connect(self._show_scheme)
        self.from_file = QPushButton(self.tr("From a file…"))
        self.from_file.setAutoDefault(False)
        self.from_file.setToolTip(self.tr("The codebook of a file, or of another project"))
        self.from_file.clicked.connect(self._choose_file)
        self._about = QLabel()
        self._about.setProperty("look", "quiet")
        self._about.setWordWrap(True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about.setMinimumHeight(self._about.fontMetrics().lineSpacing() * 6)
        self._show_scheme()

    def _described(self, one: Shipped) -> str:
        codes = self.tr("{n} codes").format(n=one.codes)
        asked = self.tr("{n} questions about the article").format(n=one.variables)
        counted = " · ".join((codes, asked) if one.variables else (codes,))
        return "\n".join((one.description, counted))

    def _choose_file(self) -> None:
        filters = self.tr("Codebooks and projects (*.yaml *.yml *.csv *.xlsx *.qdc *{suffix})")
        file = file_dialogs.open_file(
            self,
            self.tr("Codebook to begin with"),
            self._folder.text(),
            filters.format(suffix=PROJECT_SUFFIX),
        )
        if file:
            self._told[file] = file
            if self.scheme.findData(file) < 0:
                self.scheme.insertItem(0, Path(file).name, file)
            self.scheme.setCurrentIndex(self.scheme.findData(file))

    def _show_scheme(self) -> None:
        self._about.setText(self._told.get(str(self.scheme.currentData()), ""))

    @property
    def chosen_scheme(self) -> str:
        """The name of the scheme to begin with, or the file that has it."""
        return str(self.scheme.currentData())

    @property
    def path(self) -> Path:
        """Where the project file is to be made."""
        return Path(self._folder.text()).expanduser() / f"{self.name}{PROJECT_SUFFIX}"

    @property
    def name(self) -> str:
        """What the project is called."""
        return self._name.text().strip()

    @property
    def coder(self) -> str:
        """Who codes."""
        return " ".join(self._coder.text().split())

    def _why(self) -> QLabel:
        why = QLabel(
            self.tr(
                "Your annotations carry it, so that a team can see whose\n"
                "they are. You can change it later; they stay yours."
            )
        )
        why.setProperty("look", "quiet")
        return why

    def _check(self) -> None:
        complete = bool(self.name and self._folder.text().strip() and self.coder)
        usable = not set(self.name) & set('/\\:*?"<>|')
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(complete and usable)
        unusable = self.tr('The name can not hold / \\ : * ? " < > |')
        self._note.setText("" if usable else unusable)
        self._note.setVisible(not usable)

    def _browse(self) -> None:
        folder = file_dialogs.choose_folder(
            self, self.tr("Folder of the project"), self._folder.text()
        )
        if folder:
            self._folder.setText(folder)


def _documents() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
