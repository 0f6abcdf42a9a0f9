"""A project that needs long before it can be used is got ready beside the window."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.domain.changes import Create, Kind
from annotator.ops import people, projects
from annotator.store.engines.sqlite import schema
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import Choice

_OLD = Path(__file__).parent.parent / "golden" / "project-v1.sql"
_MANY = 3000


@pytest.fixture
def empty(qtbot: QtBot) -> MainWindow:
    """A window with no project open; long work is shown at once."""
    people.save_person("Ana")
    window = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.ui.widgets.progress._PATIENCE_MS", 0)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.annotator"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(_OLD.read_text(encoding="utf-8"))
        raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
    return path


@pytest.fixture
def left(project_path: Path) -> Path:
    """The project, in which a large import was under way when the power went."""
    with Project.open(project_path) as project:
        coder = project.queries.coders()[0].id
        with project.begin("Import 3000 articles", coder_id=coder) as job:
            job.take(
                Create(Kind.ARTICLE, {"headline": str(n), "text": f"{n} " * 50})
                for n in range(_MANY)
            )
            for ending in ("", "-wal"):
                shutil.copy(f"{project_path}{ending}", project_path.with_name(f"kept{ending}"))
    for ending in ("", "-wal"):
        shutil.move(project_path.with_name(f"kept{ending}"), f"{project_path}{ending}")
    return project_path


def words(window: MainWindow) -> str:
    label = window.progress.findChild(QLabel)
    assert isinstance(label, QLabel)
    return label.text()


def open_in(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.project_changed):
        window.errands.projects.open_project(path)


def test_an_older_file_is_brought_up_to_date_beside_the_window(
    empty: MainWindow, old: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    empty.session.work.named.connect(said.append)
    # Nobody of that name has coded in it: “Code as Ana” comes first.
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click() or 0)
    open_in(empty, old, qtbot)
    assert said[0] == "Opening “old.annotator”: a copy of it as it was is kept first"
    assert empty.session.project.name == "Kept"
    assert not empty.progress.isVisible()


def test_what_was_left_is_taken_out_while_the_window_says_how_far_it_is(
    empty: MainWindow, left: Path, qtbot: QtBot
) -> None:
    empty.errands.projects.open_project(left)
    assert not empty.session.is_open
    bar = empty.progress.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    seen: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
    empty.session.work.progressed.connect(
        lambda *told: seen.append((words(empty), (bar.value(), bar.maximum()), told))
    )
    qtbot.waitUntil(empty.progress.isVisible)
    qtbot.waitUntil(lambda: empty.session.is_open)
    assert seen
    for said, shown, told in seen:
        assert said == (
            "Opening “ferry.annotator”: “Import 3000 articles” was not finished and is taken out"
        )
        assert shown == told
    assert len(empty.session.project.queries.article_ids()) == 2
    assert not empty.progress.isVisible()


def test_cancelled_it_stays_closed_and_goes_on_the_next_time(
    empty: MainWindow, left: Path, qtbot: QtBot
) -> None:
    empty.errands.projects.open_project(left, empty.end_glimpse)
    with qtbot.waitSignal(empty.session.work.progressed):
        pass
    qtbot.waitUntil(empty.progress.isVisible)
    cancel = empty.progress.findChild(QPushButton)
    with qtbot.waitSignal(empty.session.work.ended):
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(empty.notice.isVisible)
    assert not empty.session.is_open
    assert empty.notice.text.startswith(f"“{left}” was not opened: this was cancelled.")
    assert "Nothing is lost." in empty.notice.text
    assert not left.with_name(f"{left.name}-wal").exists()
    open_in(empty, left, qtbot)
    assert len(empty.session.project.queries.article_ids()) == 2


def test_closing_the_window_meanwhile_asks_and_leaves_one_plain_file(
    empty: MainWindow, left: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def cancel_it(box: QMessageBox) -> int:
        asked.append(box.text())
        (button,) = (one for one in box.buttons() if "Cancel it" in one.text())
        button.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", cancel_it)
    empty.errands.projects.open_project(left)
    with qtbot.waitSignal(empty.session.work.progressed):
        pass
    empty.close()
    (question,) = asked
    assert question.startswith("This is still under way: Opening “ferry.annotator”")
    assert not empty.isVisible()
    assert not left.with_name(f"{left.name}-wal").exists()
    Project.open(left).close()


def test_another_project_opened_meanwhile_is_the_one_that_comes(
    empty: MainWindow,
    left: Path,
    old: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "other.annotator"
    person = people.load_person()
    assert person is not None
    Project.create(other, "Other", coder=(person.uid, person.name)).close()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[-1].click() or 0)
    empty.errands.projects.open_project(left)
    with qtbot.waitSignal(empty.session.work.progressed):
        pass
    empty.errands.projects.open_project(other)
    assert empty.session.project.path == other
    QApplication.processEvents()
    assert empty.session.project.path == other
    Project.open(left).close()


def test_a_key_pressed_before_the_file_is_open_opens_nothing_else(
    empty: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.annotator"
    projects.create_project(path, "mine", people.save_person("Ana")).close()
    empty.show_glimpse(path)
    button = next(
        one for one in empty.findChildren(QPushButton) if one.text() == "Open the sample project"
    )
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not empty.session.is_open
    empty.errands.projects.open_project(path, empty.end_glimpse)
    qtbot.waitUntil(lambda: empty.session.is_open)
    assert empty.session.project.path == path
    empty.session.close_project()
    assert button.isEnabled()


def test_what_is_made_ready_unseen_is_not_asked_about(
    empty: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: pytest.fail("nobody was to be asked"))
    goes_on = Event()
    empty.session.work.start(lambda _progress: goes_on.wait(20), lambda _done: None)
    assert empty.session.work.is_busy
    empty.errands.projects.open_sample()
    goes_on.set()
    assert empty.session.is_open
