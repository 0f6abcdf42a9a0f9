"""Damage in the window: said with a way out, recovered into a copy; the page Project health."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.ops import backups, codebook
from annotator.store import Project
from annotator.store.backups import Reason
from annotator.ui.errands import repairing
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.places.health import HealthPlace
from annotator.ui.theme import Choice
from annotator.ui.widgets import file_dialogs

PAGE = 4096


@pytest.fixture
def empty_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window without a project, which looks at what was left behind at once."""
    monkeypatch.setattr(repairing, "AFTER_OPENING_MS", 0)
    made = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is answered to the question where the copy should be."""
    target = tmp_path / "whole.annotator"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: str(target))
    return target


def overwrite(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(bytes(PAGE))


def offered(window: MainWindow, beginning: str) -> QPushButton:
    return next(
        one
        for one in window.notice.findChildren(QPushButton)
        if one.text().replace("&", "").startswith(beginning) and one.isVisible()
    )


def health_page(qtbot: QtBot, window: MainWindow) -> HealthPlace:
    window.actions_table["project.health"].trigger()
    page = window.current
    assert isinstance(page, HealthPlace)
    qtbot.waitUntil(lambda: page.facts.rowCount() > 0)
    return page


def idle(qtbot: QtBot, window: MainWindow) -> Callable[[], bool]:
    return lambda: window.session.is_open and not window.session.work.is_busy


# -- a file that cannot be opened


def test_file_that_cannot_be_opened_is_recovered_by_mouse(
    qtbot: QtBot, project_path: Path, empty_window: MainWindow, chosen: Path
) -> None:
    overwrite(project_path, 0)
    damaged = project_path.read_bytes()
    empty_window.errands.projects.open_project(project_path)
    assert "is damaged" in empty_window.notice.text
    qtbot.mouseClick(offered(empty_window, "Recover into a copy"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(idle(qtbot, empty_window))
    assert empty_window.session.project.path == chosen
    assert "Nothing is known to be lost." in empty_window.notice.text
    assert project_path.read_bytes() == damaged
    assert len(empty_window.session.project.queries.article_ids()) == 2

    qtbot.mouseClick(offered(empty_window, "Show the report"), Qt.MouseButton.LeftButton)
    page = empty_window.current
    assert isinstance(page, HealthPlace)
    assert "Made " in page.found.toPlainText()


def test_backup_is_offered_beside_recovering(
    qtbot: QtBot, project_path: Path, empty_window: MainWindow, chosen: Path
) -> None:
    with Project.open(project_path) as project:
        backups.back_up(project, Reason.ASKED)
        codebook.add_code(project, "newer than the backup", coder_id=1)
    overwrite(project_path, 0)
    empty_window.errands.projects.open_project(project_path)
    assert offered(empty_window, "Restore a backup").isEnabled()
    offered(empty_window, "Recover").setFocus()
    QTest.keyClick(offered(empty_window, "Recover"), Qt.Key.Key_Space)
    qtbot.waitUntil(idle(qtbot, empty_window))
    assert "newest sound backup" in empty_window.notice.text
    assert "newer than the backup" in {code.name for code in empty_window.session.codebook}


def test_no_copy_is_made_where_nobody_says_where(
    project_path: Path, empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    overwrite(project_path, 0)
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: "")
    empty_window.errands.projects.open_project(project_path)
    offered(empty_window, "Recover").click()
    assert not empty_window.session.work.is_busy
    assert not empty_window.session.is_open


# -- damage that is noticed while a project is open


def test_damage_noticed_while_working_offers_the_same(
    qtbot: QtBot, project_path: Path, empty_window: MainWindow, chosen: Path
) -> None:
    whole = project_path.read_bytes()
    project_path.write_bytes(whole.replace(b"A laboratory found", b"A laboratory lost!"))
    empty_window.errands.projects.open_project(project_path)
    session = empty_window.session
    text = session.project.queries.text
    session.show_article(session.project.queries.article_ids()[1])
    session.failed.emit(_error_of(session.project))
    assert "is not the text that was imported" in empty_window.notice.text
    assert session.is_open
    assert text(session.project.queries.article_ids()[0])
    offered(empty_window, "Recover").click()
    qtbot.waitUntil(lambda: session.is_open and session.project.path == chosen)
    assert session.project.check() == []


def _error_of(project: Project) -> Exception:
    from annotator.store.failures import text_damaged

    return text_damaged(project.path, "Water is safe, says ministry")


def _left_behind(path: Path, to: Path) -> None:
    """Files as they are when the program was killed."""
    with Project.open(path) as project:
        codebook.add_code(project, f"in the log of {to.stem}", coder_id=1)
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{to}{ending}")


def test_file_is_looked_at_after_an_unclean_end_and_only_damage_is_told(
    qtbot: QtBot,
    project_path: Path,
    tmp_path: Path,
    empty_window: MainWindow,
) -> None:
    repairs = empty_window.errands.repairs
    left = tmp_path / "left.annotator"
    _left_behind(project_path, left)
    with qtbot.waitSignal(repairs.looked):
        empty_window.errands.projects.open_project(left)
    assert not empty_window.notice.isVisible()
    empty_window.errands.projects.close_project()

    torn = tmp_path / "torn.annotator"
    _left_behind(project_path, torn)
    with closing(sqlite3.connect(project_path)) as raw:
        where = "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_memo_about_uid'"
        ((page,),) = raw.execute(where)
    overwrite(torn, page - 1)
    with qtbot.waitSignal(repairs.looked):
        empty_window.errands.projects.open_project(torn)
    assert "is damaged" in empty_window.notice.text
    assert offered(empty_window, "Recover").isVisible()
    assert empty_window.session.is_open


def test_file_that_was_closed_is_not_looked_at(
    project_path: Path, empty_window: MainWindow
) -> None:
    empty_window.errands.projects.open_project(project_path)
    assert not empty_window.session.project.ended_badly


def test_where_roles_of_lines_cannot_be_read_it_is_told_and_the_text_is_there(
    qtbot: QtBot, project_path: Path, empty_window: MainWindow
) -> None:
    with closing(sqlite3.connect(project_path, isolation_level=None)) as raw:
        raw.execute("UPDATE article SET zones = '[[0,5,\"nonsense\"]]'")
    empty_window.errands.projects.open_project(project_path)
    qtbot.waitUntil(lambda: "is damaged" in empty_window.notice.text)
    reader = empty_window.place("code").reader
    assert isinstance(reader, Reader)
    assert reader.toPlainText() == reader.text != ""


# -- the page


def test_page_says_what_is_known_and_checks_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    page = health_page(qtbot, window)
    facts = page.facts.text()
    assert str(window.session.project.path) in facts
    assert "2 articles" in facts
    assert "1 round" in facts
    assert "Backups: none yet" in facts
    assert "Last check: never" in facts
    assert "SQLite" in facts
    assert page.check_button.hasFocus()
    QTest.keyClick(page.check_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Nothing is wrong" in page.found.toPlainText())
    assert page.found.hasFocus()
    qtbot.waitUntil(lambda: "nothing was wrong" in page.facts.text())
    QTest.keyClick(page.found, Qt.Key.Key_Escape)
    assert not isinstance(window.current, HealthPlace)


def test_page_lists_finds_with_what_to_do_and_copies_them(
    qtbot: QtBot, project_path: Path, empty_window: MainWindow
) -> None:
    whole = project_path.read_bytes()
    project_path.write_bytes(whole.replace(b"A laboratory found", b"A laboratory lost!"))
    empty_window.errands.projects.open_project(project_path)
    page = health_page(qtbot, empty_window)
    qtbot.mouseClick(page.check_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1 thing is damaged" in page.found.toPlainText())
    found = page.found.toPlainText()
    assert "The text of “Water is safe, says ministry” is not the text" in found
    assert "a backup may have these texts whole" in found
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert str(project_path) in copied
    assert "Water is safe" in copied


def test_page_makes_a_backup_and_counts_it(qtbot: QtBot, window: MainWindow) -> None:
    page = health_page(qtbot, window)
    qtbot.waitUntil(page.backup_button.isEnabled)
    qtbot.mouseClick(page.backup_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Backups: 1; the newest of" in page.facts.text())
    assert len(backups.of_project(window.session.project)) == 1


def test_page_recovers_into_a_copy_that_is_opened(
    qtbot: QtBot, window: MainWindow, project_path: Path, chosen: Path
) -> None:
    page = health_page(qtbot, window)
    qtbot.mouseClick(page.recover_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.is_open and window.session.project.path == chosen)
    assert project_path.exists()


def test_project_is_open_again_when_recovering_is_cancelled(
    qtbot: QtBot, window: MainWindow, project_path: Path, chosen: Path
) -> None:
    page = health_page(qtbot, window)
    page.recover_button.click()
    assert window.session.work.is_busy
    window.session.work.cancel()
    qtbot.waitUntil(idle(qtbot, window))
    assert window.session.project.path == project_path
    assert "cancelled" in window.notice.text
    assert not chosen.exists()


def test_every_part_of_the_page_has_a_name_and_is_reached_by_tab(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = health_page(qtbot, window)
    reached = []
    for _ in range(12):
        focused = window.focusWidget()
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    parts = (page.facts, page.backup_button, page.recover_button, page.found, page.close_button)
    assert set(parts) <= set(reached)
    assert all(part.accessibleName() or part.text() for part in parts)
