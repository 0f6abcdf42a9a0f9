"""Long work goes on beside the window, where people go on as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

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
    with qtbot.waitSignal(window.session.changed):
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
