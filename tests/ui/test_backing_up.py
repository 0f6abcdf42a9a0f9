"""Backups in the window: made in silence, told when they fail, restored by keys and by mouse."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.ops import backups, codebook
from annotator.store import Project
from annotator.store.backups import Reason
from annotator.ui.errands.backups import BackupErrands
from annotator.ui.main_window import MainWindow
from annotator.ui.places.backups import BackupsDialog
from annotator.ui.theme import Choice
from annotator.ui.widgets import file_dialogs


@pytest.fixture
def backed_up(project_path: Path) -> Path:
    """The project with a backup, and a code added since."""
    with Project.open(project_path) as project:
        backups.back_up(project, Reason.OPENING)
        codebook.add_code(project, "added since", coder_id=1)
    return project_path


@pytest.fixture
def empty_window(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window without a project."""
    window = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


@pytest.fixture
def damaged(backed_up: Path, empty_window: MainWindow) -> MainWindow:
    """A window in front of that project, whose file has been overwritten."""
    with backed_up.open("r+b") as file:
        file.write(bytes(200))
    empty_window.errands.projects.open_project(backed_up)
    return empty_window


def in_dialog(qtbot: QtBot, act: Callable[[BackupsDialog], None]) -> None:
    """Does something in the dialog as soon as it has compared what it shows."""

    def when_ready() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BackupsDialog)
        restore = button(dialog, "&Restore")
        qtbot.waitUntil(lambda: restore.isEnabled() or not restore.isVisible())
        act(dialog)

    QTimer.singleShot(0, when_ready)


def button(dialog: BackupsDialog, text: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == text)


def names(window: MainWindow) -> set[str]:
    return {code.name for code in window.session.codebook}


def ready(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.session.is_open and not window.session.work.is_busy)


def test_restoring_by_keys_brings_back_what_was(
    qtbot: QtBot, backed_up: Path, window: MainWindow
) -> None:
    assert "added since" in names(window)
    article = window.session.project.queries.article_ids()[1]
    window.session.show_article(article)
    seen = []

    def act(dialog: BackupsDialog) -> None:
        rows = dialog.findChild(QTreeView)
        assert rows.hasFocus()
        seen.append(rows.model().index(0, 3).data())
        seen.append(dialog.findChild(QPlainTextEdit).toPlainText())
        # It takes something away: Return goes to the button first.
        QTest.keyClick(rows, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert button(dialog, "&Restore").hasFocus()
        QTest.keyClick(button(dialog, "&Restore"), Qt.Key.Key_Return)

    in_dialog(qtbot, act)
    window.actions_table["project.restore"].trigger()
    ready(qtbot, window)
    assert seen == ["1 code fewer", "1 code fewer\n  − code added since"]
    assert "added since" not in names(window)
    assert window.session.project.path == backed_up
    assert window.session.article_id == article
    reasons = [one.reason for one in backups.of_file(backed_up)]
    assert reasons == [Reason.RESTORE, Reason.OPENING]


def test_one_return_restores_what_only_adds(
    qtbot: QtBot, backed_up: Path, window: MainWindow
) -> None:
    backups.back_up(window.session.project, Reason.WORK)
    added = next(code for code in window.session.codebook if code.name == "added since")
    window.session.run(codebook.delete_code, added.id, coder_id=1)
    in_dialog(qtbot, lambda dialog: QTest.keyClick(dialog.findChild(QTreeView), Qt.Key.Key_Return))
    window.actions_table["project.restore"].trigger()
    ready(qtbot, window)
    assert "added since" in names(window)


def test_backup_of_another_copy_is_not_the_first(
    qtbot: QtBot, backed_up: Path, window: MainWindow
) -> None:
    copy = backed_up.with_name("copy.annotator")
    shutil.copy(backups.of_file(backed_up)[0].path, copy)
    with Project.open(copy) as project:
        backups.back_up(project, Reason.ASKED)
    said = []

    def act(dialog: BackupsDialog) -> None:
        rows = dialog.findChild(QTreeView)
        said.extend(rows.model().index(n, 1).data() for n in range(rows.model().rowCount()))
        said.append(rows.currentIndex().row())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(qtbot, act)
    window.actions_table["project.restore"].trigger()
    assert said == ["when it was opened", "on request (copy.annotator)", 0]


def test_damaged_project_says_it_cannot_be_compared_and_return_does_not_restore(
    qtbot: QtBot, backed_up: Path, empty_window: MainWindow
) -> None:
    with closing(sqlite3.connect(backed_up)) as raw:
        (size,) = raw.execute("PRAGMA page_size").fetchone()
        (root,) = raw.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_code_1'"
        ).fetchone()
    with backed_up.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 64)
    empty_window.errands.projects.open_project(backed_up)
    assert empty_window.session.is_open
    said = []

    def act(dialog: BackupsDialog) -> None:
        rows = dialog.findChild(QTreeView)
        said.append(rows.model().index(0, 3).data())
        said.append(dialog.findChild(QPlainTextEdit).toPlainText())
        QTest.keyClick(rows, Qt.Key.Key_Return)
        assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(qtbot, act)
    empty_window.actions_table["project.restore"].trigger()
    assert said[0] == "cannot be compared"
    assert said[1].startswith("This project cannot be compared")


def test_without_a_project_it_is_asked_which_one(
    qtbot: QtBot, backed_up: Path, empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = backed_up.with_name("moved.annotator")
    backed_up.rename(moved)
    with moved.open("r+b") as file:
        file.write(bytes(100))
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_args: str(moved))
    assert empty_window.actions_table["project.restore"].isEnabled()
    empty_window.actions_table["project.restore"].trigger()
    assert any(
        one.isVisible() and one.text() == "Re&store a backup…"
        for one in empty_window.notice.findChildren(QPushButton)
    )


def test_cancelling_the_dialog_changes_nothing(
    qtbot: QtBot, backed_up: Path, window: MainWindow
) -> None:
    project = window.session.project
    in_dialog(qtbot, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    window.actions_table["project.restore"].trigger()
    assert window.session.project is project
    assert "added since" in names(window)
    assert len(backups.of_file(backed_up)) == 1


def test_restoring_as_a_copy_by_mouse_leaves_the_project(
    qtbot: QtBot, backed_up: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backed_up.with_name("copy.annotator")
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_args: str(copy))
    in_dialog(
        qtbot,
        lambda dialog: QTest.mouseClick(
            button(dialog, "Restore as a &copy…"), Qt.MouseButton.LeftButton
        ),
    )
    window.actions_table["project.restore"].trigger()
    qtbot.waitUntil(lambda: window.session.is_open and window.session.project.path == copy)
    assert "added since" not in names(window)
    with Project.open(backed_up, read_only=True) as project:
        assert "added since" in {code.name for code in project.queries.codebook()}


def test_each_backup_is_compared_when_it_is_chosen(
    qtbot: QtBot, backed_up: Path, window: MainWindow
) -> None:
    for n in range(3):
        backups.back_up(window.session.project, Reason.WORK)
        window.session.run(codebook.add_code, f"code {n}", coder_id=1)
    said = []

    def act(dialog: BackupsDialog) -> None:
        rows = dialog.findChild(QTreeView)
        told = dialog.findChild(QPlainTextEdit)
        QTest.keyClick(rows, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: told.toPlainText().startswith("4 codes fewer"))
        qtbot.waitUntil(lambda: all(rows.model().index(n, 3).data() != "…" for n in range(4)))
        said.extend(rows.model().index(n, 3).data() for n in range(4))
        QTest.mouseClick(button(dialog, "Cancel"), Qt.MouseButton.LeftButton)

    in_dialog(qtbot, act)
    window.actions_table["project.restore"].trigger()
    assert said == ["1 code fewer", "2 codes fewer", "3 codes fewer", "4 codes fewer"]


def test_without_backups_it_says_when_one_is_made(qtbot: QtBot, window: MainWindow) -> None:
    def act(dialog: BackupsDialog) -> None:
        assert not dialog.findChild(QTreeView).isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    in_dialog(qtbot, act)
    window.actions_table["project.restore"].trigger()
    assert window.session.is_open


def test_project_that_cannot_be_opened_offers_its_backups(
    qtbot: QtBot, backed_up: Path, damaged: MainWindow
) -> None:
    offered = next(
        one
        for one in damaged.notice.findChildren(QPushButton)
        if one.text() == "Re&store a backup…"
    )
    assert offered.isVisible()
    in_dialog(
        qtbot,
        lambda dialog: QTest.mouseClick(button(dialog, "&Restore"), Qt.MouseButton.LeftButton),
    )
    QTest.mouseClick(offered, Qt.MouseButton.LeftButton)
    ready(qtbot, damaged)
    assert damaged.session.project.path == backed_up
    assert "(put aside " in damaged.notice.text
    assert sum("(put aside " in file.name for file in backed_up.parent.iterdir()) == 1


def test_other_messages_leave_the_offer_there(qtbot: QtBot, damaged: MainWindow) -> None:
    damaged.notice.show_text("Something else")
    assert any(
        one.isVisible() and "Restore" in one.text().replace("&", "")
        for one in damaged.notice.findChildren(QPushButton)
    )


def errands(window: MainWindow) -> BackupErrands:
    return window.errands.backups


def test_backup_is_made_after_opening_and_while_working_only_if_something_changed(
    qtbot: QtBot, window: MainWindow
) -> None:
    keeping, path = window.session.keeping, window.session.project.path
    errands(window).after_opening()
    qtbot.waitUntil(lambda: not keeping.is_busy)
    (first,) = backups.of_file(path)
    assert first.reason is Reason.OPENING
    for again in (errands(window).after_opening, errands(window).while_working):
        again()
        qtbot.waitUntil(lambda: not keeping.is_busy)
    assert backups.of_file(path) == [first]
    assert not window.notice.isVisible()


def test_backup_goes_on_beside_an_import(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text("News\n\nSomething happened.\n")
    errands(window).after_opening()
    assert window.session.keeping.is_busy
    window.errands.articles.import_articles([text])
    qtbot.waitUntil(lambda: not window.session.keeping.is_busy and not window.session.work.is_busy)
    assert len(window.session.project.queries.article_ids()) == 3
    assert len(backups.of_file(window.session.project.path)) == 1


def test_backup_that_fails_is_told_once_and_again_after_one_that_did_not(
    qtbot: QtBot, window: MainWindow, own_folders: Path
) -> None:
    keeping = window.session.keeping
    place = own_folders / "data" / "backups"
    shutil.rmtree(place, ignore_errors=True)
    place.write_text("in the way")

    def told() -> str:
        errands(window).after_opening()
        qtbot.waitUntil(lambda: not keeping.is_busy)
        said = window.notice.text
        window.notice.clear()
        return said

    assert "backups" in told()
    assert not told()
    place.unlink()
    assert not told()
    assert len(backups.of_file(window.session.project.path)) == 1


def test_closing_ends_a_backup_without_a_word(
    qtbot: QtBot, window: MainWindow, project_path: Path
) -> None:
    errands(window).after_opening()
    window.session.close_project()
    assert not window.session.keeping.is_busy
    assert not window.notice.isVisible()
    assert [file.name for file in project_path.parent.glob("*.annotator*")] == [project_path.name]
