"""Long work goes on beside the window, where people go on as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Changes, Create, Kind
from annotator.domain.errors import CancelledError
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow


def many_files(folder: Path, number: int) -> Path:
    folder.mkdir()
    for n in range(number):
        (folder / f"{n:04}.txt").write_text(f"Headline {n}\n\nThe text of number {n}.\n" * 3)
    return folder


def number_of_articles(window: MainWindow) -> int:
    return len(window.session.project.queries.article_ids())


def import_many(window: MainWindow, folder: Path, number: int, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.changed):
        window.errands.articles.import_articles([many_files(folder, number)])


def test_one_codes_while_articles_come_in_and_is_not_taken_away_from_it(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    session, reader = window.session, window.place("code").reader
    article, before = session.article_id, len(session.project.queries.annotations())
    window.errands.articles.import_articles([many_files(tmp_path / "many", 400)])
    with qtbot.waitSignal(session.work.progressed):
        pass
    assert number_of_articles(window) == 2  # nothing of it is seen yet
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert session.work.is_busy
    assert len(session.project.queries.annotations()) == before + 1
    with qtbot.waitSignal(session.work.ended):
        pass
    qtbot.waitUntil(lambda: number_of_articles(window) == 402)
    assert session.article_id == article
    assert len(session.project.queries.annotations()) == before + 1


def test_a_new_article_is_shown_when_nobody_worked_meanwhile(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    import_many(window, tmp_path / "many", 3, qtbot)
    assert "Headline 0" in window.place("code").reader.text


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large here is large enough to be undone beside the window."""
    monkeypatch.setattr("annotator.store.taking_back.LONG", 20)


@pytest.mark.usefixtures("short")
def test_a_large_import_is_undone_and_done_again_beside_the_window(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    import_many(window, tmp_path / "many", 60, qtbot)
    told: list[str] = []
    window.session.told.connect(told.append)
    for step, number in ((window.session.undo, 2), (window.session.redo, 62)):
        with qtbot.waitSignal(window.session.changed):
            step()
            assert window.session.work.is_busy
        assert number_of_articles(window) == number
    assert told == ["Undone: Import 60 articles", "Done again: Import 60 articles"]


@pytest.mark.usefixtures("short")
def test_a_large_undo_can_be_cancelled(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    import_many(window, tmp_path / "many", 60, qtbot)
    window.session.work.started.connect(lambda _doing: window.progress.cancelled.emit())
    with qtbot.waitSignal(window.session.work.failed):
        window.session.undo()
    assert number_of_articles(window) == 62
    assert "Import 60 articles: this was cancelled." in window.notice.text


@pytest.mark.usefixtures("short")
def test_a_second_large_step_waits_for_the_first(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    import_many(window, tmp_path / "many", 60, qtbot)
    told: list[str] = []
    window.session.told.connect(told.append)
    # The first may not go on, nor be over, before the second has come.
    held = window.session.project._database.together()
    with qtbot.waitSignal(window.session.changed), held:
        window.session.undo()
        window.session.undo()
    assert told[0].startswith("Other work is under way")
    assert number_of_articles(window) == 2


def answer(button: str) -> list[str]:
    """Press that button of each question to come; what was asked."""
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        buttons = {one.text(): one for one in box.findChildren(QPushButton)}
        QTest.mouseClick(buttons[button], Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    return asked


@pytest.mark.parametrize("way", ["project.close", "project.quit"])
def test_leaving_during_an_import_asks_once_and_then_says_nothing_more(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, way: str
) -> None:
    window.errands.articles.import_articles([many_files(tmp_path / "many", 400)])
    with qtbot.waitSignal(window.session.work.progressed):
        pass
    asked = answer("Wait")
    window.actions_table[way].trigger()
    assert asked == ["This is still under way: Importing articles…"]
    assert window.session.work.is_busy
    answer("Cancel it and close")
    window.actions_table[way].trigger()
    assert not window.session.is_open
    assert window.isVisible() is (way == "project.close")
    assert not window.notice.text


def test_waiting_lets_the_import_come_to_its_end(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.errands.articles.import_articles([many_files(tmp_path / "many", 60)])
    with qtbot.waitSignal(window.session.changed):
        answer("Wait")
        window.close()
    assert number_of_articles(window) == 62


@pytest.mark.usefixtures("short")
def test_the_undo_of_a_merge_is_cancelled_and_all_is_there_as_before(
    window: MainWindow, project_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    session = window.session
    theirs = tmp_path / "theirs.annotator"
    session.project.copy(theirs)
    with Project.open(theirs) as there:
        drafts = [Create(Kind.ARTICLE, {"headline": str(n), "text": f"{n}"}) for n in range(2000)]
        there.apply("Import", drafts, coder_id=session.coder_id)
    with Project.open(theirs, read_only=True) as there:
        changes, _ = session.project.join(there, "Merge", coder_id=session.coder_id, about={})
    session.announce(changes)
    assert number_of_articles(window) == 2002
    came_back: list[Changes] = []
    session.changed.connect(lambda changes, _by: came_back.append(changes))
    session.undo()
    with qtbot.waitSignal(session.work.progressed):
        pass
    with qtbot.waitSignal(session.work.failed) as failed:
        session.work.cancel()
    assert failed.args is not None
    assert isinstance(failed.args[0], CancelledError)
    assert number_of_articles(window) == 2002
    assert [one.removed for one in came_back] == [{}]
    assert session.undo_label == "Merge"
    with qtbot.waitSignal(session.changed):
        session.undo()
    assert number_of_articles(window) == 2
