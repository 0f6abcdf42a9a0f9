"""When the disk is in the way: what was done stays on screen, marked, and is not lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import coding, people
from annotator.store import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader.drawing import name_box


@pytest.fixture
def away(window: MainWindow, project_path: Path) -> Path:
    """Where the open project file has been moved to: nothing can be saved until it is back."""
    aside = project_path.with_name("aside.annotator")
    project_path.rename(aside)
    return aside


def tag(window: MainWindow, key: str, start: int, end: int) -> None:
    reader = window.place("code").reader
    reader.setFocus()
    reader.select(start, end)
    QTest.keyClick(reader, key)


def quotes(window: MainWindow) -> list[tuple[str, bool]]:
    """What is drawn in the article, and whether it is saved."""
    reader = window.place("code").reader
    marks = reader.marks.in_order()
    return [(reader.text[mark.start : mark.end], mark.id > 0) for mark in marks]


def drawn(window: MainWindow) -> list[str]:
    """What stands in the margin beside the article."""
    reader = window.place("code").reader
    blocks = [block for block, _ in reader.visible_blocks(0, reader.height())]
    return [name.coders for block in blocks for name in reader._strokes(block).names]


def claim(window: MainWindow) -> int:
    """The id of the code “claim”."""
    return window.session.codebook.find("claim").id


def in_file(path: Path) -> list[str]:
    with Project.open(path, read_only=True) as project:
        return [one.anchor.quote for one in project.queries.annotations()]


def offered(window: MainWindow, title: str) -> QPushButton:
    QApplication.processEvents()
    (button,) = (
        b for b in window.notice.findChildren(QPushButton) if b.text() == title and b.isVisible()
    )
    return button


def state(window: MainWindow) -> str:
    window._refresh()
    return next(
        label.text()
        for label in window.statusBar().findChildren(QLabel)
        if label.property("look") == "strong"
    )


def test_what_could_not_be_saved_stays_and_is_saved_by_retry(
    window: MainWindow, project_path: Path, away: Path
) -> None:
    tag(window, "c", 0, 5)
    tag(window, "f", 6, 12)
    assert quotes(window) == [("Ferry", False), ("strike", False)]
    assert "not saved" in drawn(window)
    assert "was moved, renamed" in window.notice.text
    assert state(window) == "Not saved: 2"
    QTest.mouseClick(offered(window, "Retry"), Qt.MouseButton.LeftButton)
    assert quotes(window) == [("Ferry", False), ("strike", False)]
    away.rename(project_path)
    QTest.mouseClick(offered(window, "Retry"), Qt.MouseButton.LeftButton)
    assert quotes(window) == [("Ferry", True), ("strike", True)]
    assert "not saved" not in drawn(window)
    assert window.place("code").codebook.model.counts(claim(window)) == (1, 1)
    assert not window.notice.isVisible()
    assert state(window) == "Saved"
    window.session.close_project()
    assert in_file(project_path) == ["Ferry", "strike"]


def test_next_change_saves_what_waited_first(
    window: MainWindow, project_path: Path, away: Path
) -> None:
    tag(window, "c", 0, 5)
    away.rename(project_path)
    tag(window, "f", 6, 12)
    assert quotes(window) == [("Ferry", True), ("strike", True)]
    (first, second) = window.session.project.queries.annotations()
    assert first.id < second.id


def test_what_waits_is_drawn_in_its_own_article_only(window: MainWindow, away: Path) -> None:
    tag(window, "c", 0, 5)
    first, second = window.session.project.queries.article_ids()
    window.session.show_article(second)
    assert quotes(window) == []
    window.session.show_article(first)
    assert quotes(window) == [("Ferry", False)]


def test_a_new_code_waits_with_its_annotation(
    window: MainWindow, project_path: Path, away: Path
) -> None:
    reader = window.place("code").reader
    reader.select(0, 5)
    reader.tag_with_new_code("ferries")
    assert quotes(window) == [("Ferry", False)]
    away.rename(project_path)
    window.errands.saving.retry()
    assert quotes(window) == [("Ferry", True)]
    assert [code.name for code in window.session.codebook][-1] == "ferries"


@pytest.mark.parametrize("by_undo", [True, False])
def test_what_waits_can_be_given_up(window: MainWindow, away: Path, by_undo: bool) -> None:
    reader = window.place("code").reader
    tag(window, "c", 0, 5)
    tag(window, "f", 6, 12)
    if by_undo:
        window.session.undo()
    else:
        QTest.keyClick(reader, Qt.Key.Key_Delete)
    assert quotes(window) == [("Ferry", False)]
    reader.select(0, 1)
    window.session.undo()
    assert quotes(window) == []
    assert not window.notice.isVisible()


def test_what_was_given_up_is_said_and_comes_back_by_redo(
    window: MainWindow, project_path: Path, away: Path
) -> None:
    tag(window, "c", 0, 5)
    tag(window, "f", 6, 12)
    reader = window.place("code").reader
    for _ in range(2):
        QTest.keyClick(reader, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert window._told.text() == "Taken back: it was not saved yet. Redo brings it back."
    assert quotes(window) == []
    window._refresh()
    window.actions_table["edit.redo"].trigger()
    assert quotes(window) == [("Ferry", False)]
    assert state(window) == "Not saved: 1"
    away.rename(project_path)
    window.actions_table["edit.redo"].trigger()
    assert quotes(window) == [("Ferry", True), ("strike", True)]
    assert state(window) == "Saved"
    assert window.session.redo_label is None


def test_copy_elsewhere_holds_everything_and_work_goes_on_in_it(
    window: MainWindow, project_path: Path, away: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    tag(window, "c", 0, 5)
    elsewhere = tmp_path / "elsewhere.annotator"
    with qtbot.waitSignal(window.session.project_changed):
        window.errands.saving.go_on_in_copy(elsewhere)
    qtbot.waitUntil(lambda: window.session.is_open)
    assert window.session.project.path == elsewhere
    assert quotes(window) == [("Ferry", True)]
    assert str(elsewhere) in window.notice.text
    tag(window, "f", 6, 12)
    window.session.close_project()
    assert in_file(elsewhere) == ["Ferry", "strike"]


@pytest.mark.parametrize("answer", ["Stay", "Close and lose them"])
def test_closing_asks_before_anything_is_lost(window: MainWindow, away: Path, answer: str) -> None:
    tag(window, "c", 0, 5)
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        buttons = {button.text(): button for button in box.findChildren(QPushButton)}
        QTest.mouseClick(buttons[answer], Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    window.errands.projects.close_project()
    assert asked == ["The last change is not saved."]
    assert window.session.is_open is (answer == "Stay")
    if window.session.is_open:
        assert quotes(window) == [("Ferry", False)]


def test_what_is_not_saved_and_what_failed_meanwhile_are_both_said(
    window: MainWindow, away: Path
) -> None:
    tag(window, "c", 0, 5)
    window.session.failed.emit(UserError("The import failed.", "Nothing was imported."))
    assert "The import failed." in window.notice.text
    assert "was moved, renamed" in window.notice.text
    tag(window, "f", 6, 12)
    assert window.notice.text.count("was moved, renamed") == 1
    assert "The import failed." in window.notice.text


def test_a_click_in_a_message_leaves_the_keyboard_in_the_text(
    window: MainWindow, project_path: Path, away: Path
) -> None:
    tag(window, "c", 0, 5)
    away.rename(project_path)
    QTest.mouseClick(offered(window, "Retry"), Qt.MouseButton.LeftButton)
    assert window.place("code").reader.hasFocus()


def test_messages_are_reached_by_keyboard_which_then_goes_back(
    window: MainWindow, project_path: Path, away: Path
) -> None:
    tag(window, "c", 0, 5)
    retry = offered(window, "Retry")
    place = window.place("code")
    for pane in (place.codebook.tree_widget, place.guide.text):
        window.actions_table["view.next_pane"].trigger()
        assert pane.hasFocus()
    window.actions_table["view.next_pane"].trigger()
    assert retry.hasFocus()
    QTest.keyClick(retry, Qt.Key.Key_Escape)
    assert place.guide.text.hasFocus()
    window.actions_table["view.next_pane"].trigger()
    away.rename(project_path)
    QTest.keyClick(retry, Qt.Key.Key_Return)
    assert quotes(window) == [("Ferry", True)]
    assert not window.notice.isVisible()
    assert place.guide.text.hasFocus()


def test_that_something_is_not_saved_is_said_before_whose_else_is_there(
    window: MainWindow, project_path: Path
) -> None:
    session = window.session
    session.run(people.add_coder, "Ben", coder_id=session.coder_id)
    ben = next(coder for coder in session.coders if coder.name == "Ben")
    session.run(
        coding.annotate,
        article_id=session.article_id,
        span=Span.of((0, 5)),
        code_id=claim(window),
        coder_id=ben.id,
    )
    session.show_others(True)
    assert drawn(window) == ["Be"]
    aside = project_path.with_name("aside.annotator")
    project_path.rename(aside)
    tag(window, "f", 6, 12)
    assert drawn(window)[0] == "not saved"


def test_names_end_before_the_overview(window: MainWindow, away: Path) -> None:
    for key, place in (("c", 0), ("f", 6), ("a", 13)):
        tag(window, key, place, place + 3)
    reader = window.place("code").reader
    block = reader.document().firstBlock()
    ends = [name_box(name, reader.measures).right() for name in reader._strokes(block).names]
    assert max(ends) <= reader.viewport().width() - 8


def test_an_answer_that_waits_is_shown_at_its_own_article_only(
    window: MainWindow, project_path: Path
) -> None:
    session = window.session
    asked = {"key": "calm", "scale": "yes/no", "position": 0, "question": "Is it calm?"}
    session.announce(session.project.apply("Ask", [Create(Kind.VARIABLE, asked)], coder_id=None))
    sheet = window.place("code").sheet
    window.actions_table["article.sheet"].trigger()
    aside = project_path.with_name("aside.annotator")
    project_path.rename(aside)
    QTest.keyClicks(sheet.boxes[0].field, "y")
    assert session.unsaved is not None
    assert [box.value for box in sheet.boxes] == [True]
    window.actions_table["article.next"].trigger()
    assert [box.value for box in sheet.boxes] == [None]
    aside.rename(project_path)
    assert session.retry()
    assert [box.value for box in sheet.boxes] == [None]
    window.actions_table["article.previous"].trigger()
    assert [box.value for box in sheet.boxes] == [True]
