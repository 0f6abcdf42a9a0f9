"""Where a project lies is said once, in the window's message; pauses bring the file up to date."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.domain.span import Span
from annotator.ops import coding, projects
from annotator.ui import session as sessions
from annotator.ui.main_window import MainWindow
from annotator.ui.session import Session
from annotator.ui.theme import Choice

Open = Callable[[Path], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    """Opens a project in a window of its own, and waits until it has looked round."""
    windows: list[MainWindow] = []

    def opened(path: Path) -> MainWindow:
        window = app.make_window(app.make_application(), Choice.LIGHT)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.errands.projects.open_project(path)
        _wait_for_work(qtbot, window.session)
        return window

    yield opened
    for window in windows:
        window.close()


def _wait_for_work(qtbot: QtBot, session: Session) -> None:
    done: list[bool] = []
    session.background.do(lambda _goes_on: None, done.append)
    qtbot.waitUntil(lambda: bool(done))


@pytest.fixture
def in_dropbox(project_path: Path) -> Path:
    folder = project_path.parent / "Dropbox" / "study"
    folder.mkdir(parents=True)
    return Path(shutil.move(project_path, folder / "ferry.annotator"))


def test_synced_folder_is_said_once_of_a_project(open_window: Open, in_dropbox: Path) -> None:
    window = open_window(in_dropbox)
    assert window.notice.isVisible()
    assert "“ferry.annotator” lies in a folder that Dropbox copies" in window.notice.text
    assert "one person at a time" in window.notice.text
    window.close()
    again = open_window(in_dropbox)
    assert not again.notice.isVisible()
    again.close()
    other = in_dropbox.parents[2] / "Nextcloud" / "ferry.annotator"
    other.parent.mkdir()
    shutil.move(in_dropbox, other)
    assert "Nextcloud" in open_window(other).notice.text


def test_project_in_a_plain_folder_is_opened_without_a_word(
    open_window: Open, project_path: Path
) -> None:
    assert not open_window(project_path).notice.isVisible()


def test_copies_in_conflict_are_named_with_what_to_do(
    open_window: Open, project_path: Path
) -> None:
    for n in range(5):
        shutil.copy(project_path, project_path.with_name(f"ferry (conflicted copy {n}).annotator"))
    window = open_window(project_path)
    assert "“ferry (conflicted copy 0).annotator”" in window.notice.text
    assert "and 2 more" in window.notice.text
    assert "keep them both" in window.notice.text
    window.close()
    assert not open_window(project_path).notice.isVisible()


def test_closing_at_once_says_nothing_of_a_closed_project(
    qtbot: QtBot, window: MainWindow, in_dropbox: Path
) -> None:
    window.session.close_project()
    window.session.show_project(projects.open_project(in_dropbox))
    window.session.close_project()
    _wait_for_work(qtbot, window.session)
    assert not window.notice.isVisible()


# -- pauses


@pytest.fixture
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "PAUSE_MS", 40)


def _log(session: Session) -> int:
    return session.project.path.with_name(f"{session.project.path.name}-wal").stat().st_size


def _tag(session: Session) -> None:
    article, coder = session.article_id, session.coder_id
    assert article is not None
    assert coder is not None
    code = next(iter(session.codebook)).id
    span = Span.of((0, 5))
    assert session.run(coding.annotate, article_id=article, span=span, code_id=code, coder_id=coder)


def test_pause_brings_the_file_up_to_date(
    short_pause: None, qtbot: QtBot, session: Session
) -> None:
    qtbot.waitUntil(lambda: _log(session) == 0)
    _tag(session)
    assert _log(session) > 0
    before = session.project.path.read_bytes()
    qtbot.waitUntil(lambda: _log(session) == 0)
    assert session.project.path.read_bytes() != before
    session.undo()
    assert _log(session) > 0
    qtbot.waitUntil(lambda: _log(session) == 0)


def test_file_is_left_alone_while_work_goes_on(qtbot: QtBot, session: Session) -> None:
    _tag(session)
    session.undo()
    _wait_for_work(qtbot, session)
    assert _log(session) > 0


def test_closing_during_a_pause_is_quiet(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, session: Session
) -> None:
    monkeypatch.setattr(sessions, "PAUSE_MS", 0)
    _tag(session)
    path = session.project.path
    session.close_project()
    _wait_for_work(qtbot, session)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
