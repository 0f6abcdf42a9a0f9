"""A project that is open in one window, wanted in another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.store import Project
from annotator.ui import doorbell
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import Choice


@pytest.fixture
def second(qtbot: QtBot) -> Iterator[MainWindow]:
    """Another window, as of a second program."""
    made = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def wanted(second: MainWindow, path: Path, answer: str) -> list[str]:
    """Open the project there and press a button of the question; what the question offers."""
    offered: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "is open in another window since" in box.text()
        assert str(path) in box.text()
        buttons = {button.text(): button for button in box.findChildren(QPushButton)}
        offered.extend(buttons)
        QTest.mouseClick(buttons[answer], Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    second.errands.projects.open_project(path)
    assert offered
    return offered


def test_window_that_has_the_project_is_shown(
    window: MainWindow, second: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    window.showMinimized()
    wanted(second, project_path, "Show that window")
    qtbot.waitUntil(lambda: not window.isMinimized())
    assert not second.isVisible()
    assert window.session.is_open


def test_second_window_with_work_of_its_own_stays(
    window: MainWindow, second: MainWindow, project_path: Path
) -> None:
    second.errands.projects.open_sample()
    wanted(second, project_path, "Show that window")
    assert second.isVisible()
    assert second.session.project.path != project_path


def test_read_only_copy_shows_the_last_checkpoint(
    window: MainWindow, second: MainWindow, project_path: Path
) -> None:
    wanted(second, project_path, "Open a read-only copy")
    assert second.session.project.read_only
    assert second.session.project.uid == window.session.project.uid
    assert second.windowTitle() == "ferry.annotator (read-only copy) — Annotator"
    assert "copy of" in second.notice.text
    assert str(project_path) in second.notice.text
    assert second.place("code").reader.text
    assert second.session.settings.recent() == [str(project_path)]
    # The copy answers no bell: that is the other window's.
    assert doorbell.answers(project_path)
    assert not doorbell.answers(second.session.project.path)


def test_read_only_copy_offers_no_change_and_says_where_to_make_it(
    window: MainWindow, second: MainWindow, project_path: Path
) -> None:
    wanted(second, project_path, "Open a read-only copy")
    place = second.place("code")
    place.reader.setFocus()
    place.reader.select(0, 5)
    second._refresh()
    for name in ("article.import", "code.pick", "codebook.add", "edit.undo"):
        assert not second.actions_table[name].isEnabled()
        assert window.actions_table[name].isEnabled()
    assert not place.codebook.add.isEnabled()
    assert place.hint().startswith("Reading only")
    told: list[str] = []
    second.session.told.connect(told.append)
    QTest.keyClick(place.reader, Qt.Key.Key_C)
    assert told[-1] == "This project is for reading only."
    assert f"This is a copy of “{project_path}”" in second.notice.text
    assert "close it there" in second.notice.text
    assert "copies" not in second.notice.text
    second.actions_table["project.restore"].trigger()
    assert "restore in the window that has the project" in told[-1]
    second.errands.articles.import_articles([project_path])
    assert not second.session.work.is_busy


def test_nothing_happens_when_the_question_is_left(
    window: MainWindow, second: MainWindow, project_path: Path
) -> None:
    wanted(second, project_path, "Cancel")
    assert not second.session.is_open
    assert second.isVisible()


def test_window_is_not_offered_where_no_window_has_the_project(
    second: MainWindow, project_path: Path
) -> None:
    with Project.open(project_path):
        offered = wanted(second, project_path, "Open a read-only copy")
    assert "Show that window" not in offered
    assert second.session.is_open


def test_bell_is_taken_down_with_the_project(window: MainWindow, project_path: Path) -> None:
    assert doorbell.answers(project_path)
    window.session.close_project()
    assert not doorbell.answers(project_path)
    assert not doorbell.ring(project_path)
