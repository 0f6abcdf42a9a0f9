"""What a new project needs: where it lies and who codes."""

from __future__ import annotations

from pathlib import Path

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


class NewProjectDialog(QDialog):
    """Asks for the project's name and folder, and for the coder's name if it is not known."""

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
        form.addRow("", self._note)
        form.addRow(self._buttons)
        for field in (self._name, self._folder, self._coder):
            field.textChanged.connect(self._check)
        self._check()

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
        starter = self.tr("It begins with the codes framing, claim and attribution.")
        unusable = self.tr('The name can not hold / \\ : * ? " < > |')
        self._note.setText(starter if usable else unusable)

    def _browse(self) -> None:
        folder = file_dialogs.choose_folder(
            self, self.tr("Folder of the project"), self._folder.text()
        )
        if folder:
            self._folder.setText(folder)


def _documents() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
