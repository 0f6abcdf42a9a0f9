"""Projects that can only be read: it is said once why, with the way to work on them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator import app, paths
from annotator.ops import importing, people, projects
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import Choice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


@pytest.fixture
def fresh(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window without a project."""
    made = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def in_dialog(act: Callable[[QWidget], object]) -> None:
    """Do something with the next dialog that opens."""

    def wait() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, wait)
        else:
            act(dialog)

    QTimer.singleShot(0, wait)


def press(within: QWidget, title: str) -> None:
    """Press the button with that title."""
    buttons = [one for one in within.findChildren(QPushButton) if one.isVisible()]
    (button,) = [one for one in buttons if one.text() == title]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def save_as(path: Path) -> Callable[[QWidget], None]:
    def answer(dialog: QWidget) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.selectFile(str(path))
        dialog.accept()

    return answer


def state(window: MainWindow) -> str:
    return window._state.text()


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of somebody who has no more rights than others, also where the tests run as root."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        monkeypatch.setenv("ANNOTATOR_HOME", str(folder / "home"))
        monkeypatch.setenv("HOME", str(folder))
        as_root = os.geteuid() == 0
        if as_root:
            os.seteuid(65534)
        yield folder
        if as_root:
            os.seteuid(0)


@pytest.fixture
def protected(own_folder: Path) -> Iterator[Path]:
    """A project in a folder in which nothing can be written."""
    path = own_folder / "theirs" / "ferry.annotator"
    path.parent.mkdir()
    article = own_folder / "ferry.txt"
    article.write_text("Ferry strike ends\n\nDockers went back to work.\n", encoding="utf-8")
    with projects.create_project(path, "ferry", people.save_person("Ana")) as project:
        importing.import_files(project, [article], coder_id=project.queries.coders()[0].id)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    yield path
    path.parent.chmod(0o755)


def test_who_looks_is_told_how_to_code_after_all(
    fresh: MainWindow, project_path: Path, qtbot: QtBot
) -> None:
    (paths.config_dir() / "person.json").unlink()
    people.save_person("Maya")
    in_dialog(lambda box: press(box, "Only look"))
    fresh.errands.projects.open_project(project_path)
    assert state(fresh) == "Read only"
    assert fresh.notice.text == f"You only look at “{project_path}”: nothing can be changed."
    in_dialog(lambda box: press(box, "Code as Maya"))
    press(fresh.notice, "Code in it…")
    qtbot.waitUntil(lambda: fresh.session.can_change)
    assert state(fresh) == "Saved"
    assert fresh.notice.text == ""
    assert fresh.session.coder is not None
    assert fresh.session.coder.name == "Maya"


@pytest.mark.skipif(os.name != "posix", reason="folders are protected otherwise there")
def test_a_protected_file_is_read_and_a_copy_worked_in(
    protected: Path, fresh: MainWindow, qtbot: QtBot
) -> None:
    fresh.errands.projects.open_project(protected)
    session = fresh.session
    assert session.is_open
    assert not session.can_change
    assert "write-protected" in fresh.notice.text
    assert str(protected) in fresh.notice.text
    reader = fresh.place("code").reader
    assert fresh.place("code").hint().startswith("Reading only")
    article, told = session.article_id, list[str]()
    session.told.connect(told.append)
    before = fresh.notice.text
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert told == ["This project is for reading only."]
    assert fresh.notice.text == before
    copy = protected.parent.parent / "mine.annotator"
    in_dialog(save_as(copy))
    press(fresh.notice, "Save a copy…")
    qtbot.waitUntil(lambda: session.can_change)
    assert session.project.path == copy
    assert session.article_id == article
    assert fresh.notice.text == ""
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert len(session.project.queries.annotations()) == 1


def test_nothing_happens_where_no_place_is_chosen(
    fresh: MainWindow, project_path: Path, tmp_path: Path
) -> None:
    fresh.session.show_project(projects.open_project(project_path, read_only=True))
    before = sorted(tmp_path.iterdir())
    in_dialog(lambda box: box.close())
    fresh.actions_table["project.copy"].trigger()
    assert sorted(tmp_path.iterdir()) == before
    assert fresh.session.project.path == project_path


def test_a_copy_of_a_project_at_work_is_gone_on_in(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    reader = window.place("code").reader
    QTest.keyClick(reader, Qt.Key.Key_C)
    in_dialog(save_as(tmp_path / "other.annotator"))
    with qtbot.waitSignal(window.session.project_changed):
        window.actions_table["project.copy"].trigger()
    qtbot.waitUntil(lambda: window.session.is_open)
    assert window.session.project.path.name == "other.annotator"
    assert len(window.session.project.queries.annotations()) == 1
