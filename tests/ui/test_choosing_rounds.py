"""Rounds as a person meets them: added, chosen, and what is seen of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind
from annotator.domain.progress import State
from annotator.ops import answers, people
from annotator.ops.revising import change_code
from annotator.ops.rounds import round_names
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.article_sheet import ArticleSheet
from annotator.ui.parts.reader import Reader
from annotator.ui.places.code.code_dialogs.deleting import DeleteDialog
from tests.ui.conftest import counted

WORDS = "nine days"


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    found: Reader = window.place("code").reader
    found.setFocus()
    return found


def when_open(dialog: Callable[[], QWidget | None], act: Callable[[QWidget], None]) -> None:
    """Does something in what opens next."""

    def wait() -> None:
        found = dialog()
        if found is None:
            QTimer.singleShot(10, wait)
        else:
            act(found)

    QTimer.singleShot(0, wait)


def add(window: MainWindow, name: str) -> None:
    """Shift+F8, A, the name, Enter."""

    def type_name(dialog: QWidget) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, name)
        QTest.keyClick(field, Qt.Key.Key_Return)

    when_open(QApplication.activeModalWidget, type_name)
    press_in_menu(window, "A")
    window.activateWindow()


def menu_of(window: MainWindow) -> QMenu:
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    menu = window.coders.rounds
    assert menu.isVisible()
    return menu


def press_in_menu(window: MainWindow, letter: str) -> None:
    QTest.keyClicks(menu_of(window), letter)


def choose(window: MainWindow, name: str) -> None:
    menu = menu_of(window)
    (row,) = (one for one in menu.actions() if one.text() == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(row).center())


def tag(reader: Reader, letter: str = "c") -> None:
    start = reader.text.index(WORDS)
    reader.select(start, start + len(WORDS))
    QTest.keyClicks(reader, letter)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def ask(window: MainWindow) -> ArticleSheet:
    asked = {"key": "calm", "scale": "yes/no", "position": 0, "question": "Is it calm?"}
    session = window.session
    session.announce(session.project.apply("Ask", [Create(Kind.VARIABLE, asked)], coder_id=None))
    sheet: ArticleSheet = window.place("code").sheet
    return sheet


def value(window: MainWindow) -> object:
    session = window.session
    assert session.article_id is not None
    assert session.coder_id is not None
    found = answers.sheet(session.project, session.article_id, session.coder_id)
    return next(iter(found.values.values()), None)


def test_a_round_is_added_by_key_and_coded_in_from_then_on(
    window: MainWindow, reader: Reader
) -> None:
    corner, session = window.coders, window.session
    assert not corner.round.isVisible()
    tag(reader)
    assert len(reader.marks.annotations()) == 1
    add(window, "pilot")
    assert corner.round.isVisible()
    assert corner.round.text() == "Round: pilot"
    assert list(round_names(session.project).values()) == ["main", "pilot"]
    assert not reader.marks.annotations()
    tag(reader)
    (again,) = reader.marks.annotations()
    assert again.round_id == session.project.round_id != session.project.main_round
    assert len(session.project.queries.annotations(session.article_id)) == 2
    choose(window, "main")
    (first,) = reader.marks.annotations()
    assert first.id != again.id
    assert corner.round.text() == "Round: main"
    assert window.place("code").status() == "1 annotation here · 1 in the round"


def test_the_sheet_is_answered_for_each_round(window: MainWindow, reader: Reader) -> None:
    sheet = ask(window)
    window.actions_table["article.sheet"].trigger()
    QTest.keyClicks(focused(), "y")
    assert value(window) is True
    assert not sheet.others.isVisible()
    add(window, "pilot")
    assert value(window) is None
    assert [box.value for box in sheet.boxes] == [None]
    assert sheet.count.text() == "0 of 1 answered"
    assert sheet.others.text() == "Round “pilot”"
    QTest.keyClicks(sheet.boxes[0].field, "n")
    assert value(window) is False
    choose(window, "main")
    assert value(window) is True
    assert [box.value for box in sheet.boxes] == [True]
    assert sheet.count.text() == "1 of 1 answered"


def test_done_codebook_and_charts_are_those_of_the_round(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    session = window.session
    article, coder = session.article_id or 0, session.coder_id or 0
    claim = session.codebook.find("claim").id
    tag(reader)
    window.actions_table["article.done"].trigger()
    session.show_article(article)
    add(window, "pilot")
    assert session.project.queries.states(coder, [article]) == {article: State.NEW}
    assert session.total(claim) == 0
    window.go_to("charts")
    charts = window.place("charts")
    assert charts.controls.isVisible()
    tag(reader)
    tag(reader, "f")
    qtbot.waitUntil(lambda: charts.status().startswith("2 "))
    choose(window, "main")
    qtbot.waitUntil(lambda: charts.status().startswith("1 "))
    assert "Only the round “main” is counted." in charts.controls._sentence.accessibleName()


def test_what_belongs_to_another_round_is_shown_in_it(window: MainWindow, reader: Reader) -> None:
    session = window.session
    tag(reader)
    (first,) = reader.marks.annotations()
    add(window, "pilot")
    session.show_annotation(first.id)
    assert session.round_name == "main"
    assert reader.chosen == first.id
    choose(window, "pilot")
    session.undo()
    assert list(round_names(session.project).values()) == ["main"]
    assert session.round_name == "main"
    assert not window.coders.round.isVisible()
    session.undo()
    assert not reader.marks.annotations()


def test_undo_of_what_was_removed_in_another_round_goes_there(
    window: MainWindow, reader: Reader
) -> None:
    session = window.session
    add(window, "pilot")
    tag(reader)
    (made,) = reader.marks.annotations()
    reader.reveal(made.id)
    QTest.keyClick(reader, Qt.Key.Key_Delete)
    choose(window, "main")
    session.undo()
    assert session.round_name == "pilot"
    assert [one.id for one in reader.marks.annotations()] == [made.id]


def test_the_round_is_remembered(window: MainWindow, reader: Reader, qtbot: QtBot) -> None:
    add(window, "pilot")
    path = window.session.project.path
    window.errands.projects.close_project()
    assert not window.coders.round.isVisible()
    window.errands.projects.open_project(path)
    counted(qtbot, window.session)
    assert window.session.round_name == "pilot"


def test_a_round_is_renamed_and_one_in_which_something_was_done_stays(
    window: MainWindow, reader: Reader
) -> None:
    add(window, "pilot")
    tag(reader)

    def type_name(dialog: QWidget) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        assert field.text() == "pilot"
        field.clear()
        QTest.keyClicks(field, "Trial & error")
        QTest.keyClick(field, Qt.Key.Key_Return)

    when_open(QApplication.activeModalWidget, type_name)
    press_in_menu(window, "R")
    assert window.session.round_name == "Trial & error"
    press_in_menu(window, "M")
    assert "“Trial & error” holds annotations" in window.notice.text
    window.session.undo()
    window.session.undo()
    press_in_menu(window, "M")
    assert window.session.round_name == "main"


def test_others_in_the_sheet_are_those_of_the_round(window: MainWindow, reader: Reader) -> None:
    sheet, session = ask(window), window.session
    window.actions_table["article.sheet"].trigger()
    people.add_coder(session.project, "Ben", coder_id=None)
    ben = session.project.queries.coders()[-1]
    article = session.article_id or 0
    changes = answers.answer_in_words(session.project, article, "calm", "no", coder_id=ben.id)
    session.coders = session.project.queries.coders()
    session.announce(changes)
    assert sheet.others.text() == "Ben 1 of 1"
    add(window, "pilot")
    assert sheet.others.text() == "Round “pilot”"


def test_whatever_is_undone_is_shown_in_its_round(window: MainWindow, reader: Reader) -> None:
    session, told = window.session, list[str]()
    session.told.connect(told.append)
    ask(window)
    add(window, "pilot")
    tag(reader)
    window.actions_table["article.sheet"].trigger()
    QTest.keyClicks(window.place("code").sheet.boxes[0].field, "y")
    window.actions_table["article.done"].trigger()
    first = session.project.queries.article_ids()[0]
    session.show_article(first)
    for done in ("Mark", "Answer", "Tag"):
        choose(window, "main")
        session.show_article(session.project.queries.article_ids()[1])
        session.undo()
        assert session.round_name == "pilot"
        assert told[-1].startswith(f"Undone: {done}")
        assert " — in the round “pilot”" in told[-1]
        assert (session.article_id == first) is (done != "Mark")
    assert value(window) is None
    choose(window, "main")
    session.redo()
    assert session.round_name == "pilot"


def test_another_round_gives_the_keyboard_from_a_warning_to_the_text(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    add(window, "pilot")
    qtbot.waitUntil(window.isActiveWindow)
    session = window.session
    asked = {"key": "calm", "scale": "yes/no", "question": "Is it calm?", "required": True}
    session.announce(session.project.apply("Ask", [Create(Kind.VARIABLE, asked)], coder_id=None))
    window.actions_table["article.done"].trigger()
    lacking = window.place("code").desk.lacking
    assert focused() is lacking
    choose(window, "main")
    assert not lacking.isVisible()
    assert focused() is reader


def test_the_history_says_in_which_round(window: MainWindow, reader: Reader, qtbot: QtBot) -> None:
    add(window, "pilot")
    tag(reader)
    window.actions_table["edit.history"].trigger()
    history = window.place("code").history
    qtbot.waitUntil(lambda: "claim · round “pilot”" in history.details.toPlainText())
    window.session.undo()
    for round_name in ("main", "pilot"):
        choose(window, round_name)
        history.show_in_text()
        assert window.session.round_name == "pilot"


def test_what_is_left_to_do_is_told_of_this_round_and_changes_of_codes_of_all(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    session, told = window.session, list[str]()
    session.told.connect(told.append)
    claim = session.codebook.find("claim").id
    tag(reader)
    session.run(change_code, claim, {"definition": "New."}, coder_id=session.coder_id or 0)
    add(window, "pilot")
    window.actions_table["code.recheck"].trigger()
    assert told[-1].startswith("Nothing to recheck in this round")
    tag(reader)
    window.place("code").codebook.tree_widget.go_to(claim)
    window.actions_table.refresh()
    window.actions_table.perform("codebook.delete")
    (dialog,) = (one for one in window.findChildren(DeleteDialog) if one.isVisible())
    qtbot.waitUntil(lambda: "2 annotations of all rounds in 1 article" in dialog.preview.text())
    dialog.reject()
    tree = window.place("code").codebook.tree_widget
    spoken = tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 in this article, 1 in this round" in spoken


def test_any_name_is_shown_as_it_is_and_within_the_menu(window: MainWindow, reader: Reader) -> None:
    add(window, "Pilot & <b>drift</b>, the round of all who came late to the training in spring")
    tip = QTextDocument()
    tip.setHtml(window.coders.round.toolTip())
    assert "“Pilot & <b>drift</b>, the round" in tip.toPlainText()
    menu = menu_of(window)
    assert menu.actions()[2].text().startswith("Pilot && <b>drift</b>, the round")
    assert menu.actions()[2].text().endswith("…")
    menu.close()


def test_why_one_is_unsure_is_kept_when_another_round_is_chosen(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    session = window.session
    add(window, "pilot")
    qtbot.waitUntil(window.isActiveWindow)
    tag(reader)
    (made,) = reader.marks.annotations()
    reader.reveal(made.id)
    window.actions_table.perform("code.unsure")
    QTest.keyClicks(focused(), "vague")
    session.choose_round(session.project.main_round)
    (kept,) = session.project.queries.annotations_by_id([made.id])
    assert kept.unsure_reason == "vague"


def test_a_coder_with_an_ampersand_is_named_in_full(window: MainWindow) -> None:
    session = window.session
    people.add_coder(session.project, "Bert & Søn", coder_id=None)
    session.choose_coder(session.project.queries.coders()[-1])
    assert window.coders.button.text() == "Bert && Søn"
