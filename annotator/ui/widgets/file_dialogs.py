"""Asking for files and folders without looking into them.

Qt's own dialog opens every file to name its type. Opening and closing a file that the program
holds a lock on gives the lock away on POSIX systems, so here names are enough.
"""

from __future__ import annotations

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget


class _Incurious(QFileIconProvider):
    """Tells folders from files and nothing more."""

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """The icon of a folder, or that of any file."""
        if isinstance(what, QFileInfo):
            folder = what.isDir()
            kinds = QAbstractFileIconProvider.IconType
            return super().icon(kinds.Folder if folder else kinds.File)
        return super().icon(what)

    def type(self, info: QFileInfo) -> str:
        """The type by its name's ending."""
        return info.suffix()


def open_file(parent: QWidget, title: str, folder: str, filters: str) -> str:
    """A file that exists, '' when nothing was chosen; ``filters`` as Qt writes them."""
    return _first(_asked(parent, title, folder, filters, QFileDialog.FileMode.ExistingFile))


def open_files(parent: QWidget, title: str, folder: str, filters: str) -> list[str]:
    """Files that exist, none when nothing was chosen."""
    return _asked(parent, title, folder, filters, QFileDialog.FileMode.ExistingFiles)


def choose_folder(parent: QWidget, title: str, folder: str) -> str:
    """A folder, '' when nothing was chosen."""
    return _first(_asked(parent, title, folder, "", QFileDialog.FileMode.Directory))


def save_file(parent: QWidget, title: str, path: str, filters: str) -> str:
    """Where to save, '' when nothing was chosen; ``path`` is proposed."""
    return _first(_asked(parent, title, path, filters, QFileDialog.FileMode.AnyFile))


def _asked(
    parent: QWidget, title: str, path: str, filters: str, mode: QFileDialog.FileMode
) -> list[str]:
    dialog = QFileDialog(parent, title)
    icons = _Incurious()
    dialog.setIconProvider(icons)
    dialog.setFileMode(mode)
    if mode is QFileDialog.FileMode.Directory:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if filters:
        dialog.setNameFilters(filters.split(";;"))
    place = QFileInfo(path)
    if place.isDir():
        dialog.setDirectory(path)
    else:
        dialog.setDirectory(place.absolutePath())
        dialog.selectFile(place.fileName())
    if mode is QFileDialog.FileMode.AnyFile:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(place.suffix())
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return chosen


def _first(chosen: list[str]) -> str:
    return chosen[0] if chosen else ""
