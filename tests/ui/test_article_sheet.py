"""The questions about the article: answered by key beside the text, saved as they are given."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind
from annotator.domain.progress import State
from annotator.domain.questions import End, choice_uid
from annotator.domain.records import new_uid
from annotator.ops import answers, people
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.article_sheet import ArticleSheet
from annotator.ui.parts.article_sheet.choice_field import ChoiceField
from annotator.ui.parts.article_sheet.question_box import QuestionBox, ScoreRow
from annotator.ui.places.code.articles_model import ROW_ROLE

KEYS = ("relevant", "topic", "tone", "sources", "words", "day", "score")


def ask(window: MainWindow, **required: bool) -> ArticleSheet:
    """Questions of every scale; all but the first hang on that one's yes."""
    uids = {key: new_uid() for key in KEYS}
    fields = {
        "relevant": {
            "scale": "yes/no",
            "missing": ("unclear",),
            "question": "Is it about ferries?",
        },
        "topic": {"scale": "nominal", "several": True, "rule": "All that are named."},
        "tone": {"scale": "interval", "low": End(-2, "bad"), "high": End(2, "good")},
        "sources": {"scale": "ratio", "missing": ("unclear",)},
        "words": {"scale": "text"},
        "day": {"scale": "date"},
        "score": {"scale": "interval", "needs": 2, "mean_of": (uids["tone"], uids["sources"])},
    }
    edits = [
        Create(
            Kind.VARIABLE,
            {
                "key": key,
                "position": place,
                "required": required.get(key, False),
                "condition": "" if key in ("relevant", "score") else "relevant = yes",
                **fields[key],
            },
            uids[key],
        )
        for place, key in enumerate(KEYS)
    ]
    for place, name in enumerate(("war", "trade")):
        of = uids["topic"]
        values = {"of_uid": of, "position": place, "name": name, "definition": f"Of {name}."}
        edits.append(Create(Kind.CHOICE, values, choice_uid(of, name)))
    session = window.session
    session.announce(session.project.apply("Ask", edits, coder_id=None))
    sheet: ArticleSheet = window.place("code").sheet
    return sheet


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key | str) -> None:
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(focused(), key)
        else:
            QTest.keyClick(focused(), key)


def shown(sheet: ArticleSheet) -> list[str]:
    return [box.asked.key for box in sheet.boxes if box.isVisible()]


def kept(window: MainWindow) -> dict[str, object]:
    """What is in the file."""
    session = window.session
    assert session.article_id is not None
    assert session.coder_id is not None
    found = answers.sheet(session.project, session.article_id, session.coder_id)
    return {one.key: found.values[one.uid] for one in found.questions if one.uid in found.values}


def at(sheet: ArticleSheet) -> str:
    """The question that has the focus."""
    return next(box.asked.key for box in sheet.boxes if box.isAncestorOf(focused()))


def box_of(sheet: ArticleSheet, key: str) -> QuestionBox:
    return next(box for box in sheet.boxes if box.asked.key == key)


def score(sheet: ArticleSheet) -> str:
    (row,) = sheet.findChildren(ScoreRow)
    return row.value.text()


def test_the_tab_is_there_only_where_something_is_asked(window: MainWindow) -> None:
    tabs = window.place("code").findChild(QTabWidget)
    assert not tabs.isTabVisible(2)
    ask(window)
    assert tabs.isTabVisible(2)
    assert tabs.tabText(2) == "Article 0/1"


def test_an_article_is_answered_by_keys_alone(window: MainWindow, qtbot: QtBot) -> None:
    sheet = ask(window)
    reader = window.place("code").reader
    reader.setFocus()
    window.actions_table["article.sheet"].trigger()
    assert (shown(sheet), at(sheet)) == (["relevant"], "relevant")
    press("y")
    assert kept(window) == {"relevant": True}
    assert shown(sheet) == list(KEYS[:-1])
    assert at(sheet) == "relevant"
    assert sheet.count.text() == "1 of 6 answered"
    press(Qt.Key.Key_Return)
    assert at(sheet) == "topic"
    press("2", "1")
    assert len(kept(window)["topic"]) == 2
    press("2", Qt.Key.Key_Tab)
    assert len(kept(window)["topic"]) == 1
    assert at(sheet) == "tone"
    press("-", "2")
    assert kept(window)["tone"] == -2
    press(Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert kept(window)["tone"] == -1
    assert at(sheet) == "sources"
    assert score(sheet) == "needs 1 more"
    press("4", Qt.Key.Key_Return)
    assert kept(window)["sources"] == 4
    assert score(sheet) == "1.5"
    press("All calm", Qt.Key.Key_Return, "2025-03-14", Qt.Key.Key_Return)
    assert kept(window)["words"] == "All calm"
    assert kept(window)["day"] == "2025-03-14"
    assert sheet.count.text() == "6 of 6 answered"
    press(Qt.Key.Key_Escape)
    assert reader.hasFocus()


def test_answers_are_taken_back_undone_and_given_reasons(window: MainWindow) -> None:
    sheet = ask(window)
    sheet_action = window.actions_table["article.sheet"]
    sheet_action.trigger()
    press("u")
    assert kept(window) == {"relevant": {"missing": "unclear"}}
    press(Qt.Key.Key_Backspace)
    assert kept(window) == {}
    press("y", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert at(sheet) == "sources"
    press("u")
    assert kept(window)["sources"] == {"missing": "unclear"}
    window.session.undo()
    window.session.undo()
    assert kept(window) == {}
    assert shown(sheet) == ["relevant"]
    assert sheet.isAncestorOf(focused())


def test_what_is_no_answer_is_said_and_not_kept(window: MainWindow) -> None:
    sheet = ask(window)
    window.actions_table["article.sheet"].trigger()
    # One of them leads to the reasons for no number.
    press("y", *[Qt.Key.Key_Down] * 6)
    assert at(sheet) == "day"
    press("14.3.25", Qt.Key.Key_Return)
    assert "2025-03-01" in box_of(sheet, "day").field.wrong.text()
    assert at(sheet) == "day"
    assert "day" not in kept(window)


def test_each_article_has_its_answers(window: MainWindow) -> None:
    sheet = ask(window)
    first, second = window.place("code").articles.model.ids
    window.session.show_article(first)
    window.actions_table["article.sheet"].trigger()
    press("y")
    window.session.show_article(second)
    assert shown(sheet) == ["relevant"]
    assert sheet.count.text() == "0 of 1 answered"
    window.session.show_article(first)
    assert len(shown(sheet)) == 6


def test_rules_unfold_where_one_is(window: MainWindow) -> None:
    sheet = ask(window)
    window.actions_table["article.sheet"].trigger()
    press("y", Qt.Key.Key_Return)
    box = sheet.boxes[1]
    assert box.rule.isVisible()
    assert box.rule.text() == "All that are named.\nwar: Of war."
    press(Qt.Key.Key_Tab)
    assert not box.rule.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Y, Qt.Key.Key_Space, Qt.Key.Key_Backspace])
def test_where_nothing_can_be_changed_the_sheet_is_read(
    window: MainWindow, key: Qt.Key, qtbot: QtBot
) -> None:
    from annotator.store.project import Project

    sheet = ask(window)
    path = window.session.project.path
    window.session.close_project()
    window.session.show_project(Project.open(path, read_only=True))
    window.actions_table["article.sheet"].trigger()
    press(key)
    assert kept(window) == {}
    assert "Reading only" in sheet.hint()


def test_a_hundred_questions_are_shown_at_once(window: MainWindow) -> None:
    session = window.session
    edits = [
        Create(Kind.VARIABLE, {"key": f"v{n}", "position": n, "scale": "yes/no"})
        for n in range(100)
    ]
    session.announce(session.project.apply("Ask", edits, coder_id=None))
    window.actions_table["article.sheet"].trigger()
    for _ in range(100):
        press("y", Qt.Key.Key_Return)
    assert len(kept(window)) == 100


CTRL = Qt.KeyboardModifier.ControlModifier


def test_done_tells_once_of_required_answers_that_are_missing(window: MainWindow) -> None:
    ask(window, relevant=True, tone=True)
    place, session = window.place("code"), window.session
    first, second = place.articles.model.ids
    place.reader.setFocus()
    QTest.keyClick(place.reader, Qt.Key.Key_Return, CTRL)
    assert session.article_id == first
    assert place.desk.lacking.isVisible()
    assert "Is it about ferries?" in place.desk.lacking.words.accessibleName()
    press("g")
    assert at(place.sheet) == "relevant"
    press("n")
    assert not place.desk.lacking.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    assert session.article_id == second
    QTest.keyClick(place.reader, Qt.Key.Key_Return, CTRL)
    assert place.desk.lacking.isVisible()
    press("d")
    assert not place.desk.lacking.isVisible()
    assert session.project.queries.states(session.coder_id or 0, [second])[second] is State.DONE


def test_done_again_is_done_all_the_same(window: MainWindow) -> None:
    ask(window, relevant=True)
    place, session = window.place("code"), window.session
    first, second = place.articles.model.ids
    place.reader.setFocus()
    for _ in range(2):
        QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    assert session.article_id == second
    assert session.project.queries.states(session.coder_id or 0, [first])[first] is State.DONE


def test_f6_comes_to_the_questions(window: MainWindow) -> None:
    sheet = ask(window)
    window.actions_table["article.sheet"].trigger()
    press(Qt.Key.Key_Escape)
    for _ in range(4):
        if sheet.isAncestorOf(focused()):
            break
        window.actions_table["view.next_pane"].trigger()
    assert at(sheet) == "relevant"


def test_the_list_says_how_much_is_answered(window: MainWindow) -> None:
    model = window.place("code").articles.model
    index = model.index(0, 0)
    assert "questions" not in index.data(Qt.ItemDataRole.AccessibleTextRole)
    ask(window)
    window.actions_table["article.sheet"].trigger()
    assert index.data(ROW_ROLE).answered == (0, 1)
    press("y")
    assert index.data(ROW_ROLE).answered == (1, 6)
    assert "1 of 6 questions answered" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 of 6 questions answered" in index.data(Qt.ItemDataRole.ToolTipRole)
    window.session.undo()
    assert index.data(ROW_ROLE).answered == (0, 1)


def test_an_answer_in_words_may_have_several_lines(window: MainWindow) -> None:
    sheet = ask(window)
    window.actions_table["article.sheet"].trigger()
    press("1")
    box = next(one for one in sheet.boxes if one.asked.key == "words")
    box.field.setFocus()
    height = focused().height()
    press("Of ferries.")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press("Of trains.")
    assert focused().height() > height
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert box.field.isAncestorOf(focused())
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert not box.field.isAncestorOf(focused())
    session = window.session
    found = answers.sheet(session.project, session.article_id or 0, session.coder_id or 0)
    assert found.values[box.asked.uid] == "Of ferries.\nOf trains."


def test_who_answers_has_begun_with_the_article(window: MainWindow) -> None:
    place, session = window.place("code"), window.session
    second = session.project.queries.article_ids()[1]
    session.show_article(second)
    ask(window)
    assert "new" in place.reader.meta_line
    window.actions_table["article.sheet"].trigger()
    press("1")
    assert "in work" in place.reader.meta_line
    row = place.articles.model.row_of(second)
    assert place.articles.model.index(row, 0).data(ROW_ROLE).state is State.IN_WORK
    session.undo()
    assert "new" in place.reader.meta_line
    assert place.articles.model.index(row, 0).data(ROW_ROLE).state is State.NEW


def test_how_far_others_are_is_told_and_not_what_they_answered(
    window: MainWindow, qtbot: QtBot
) -> None:
    sheet, session = ask(window), window.session
    article = session.article_id or 0
    coming = [Create(Kind.CODER, {"name": "Ben"})]
    session.announce(session.project.apply("Ben comes", coming, coder_id=None))
    ben = session.project.queries.coders()[-1].id
    window.actions_table["article.sheet"].trigger()
    assert not sheet.others.isVisible()
    for key, value in (("relevant", "yes"), ("sources", "4")):
        changes = answers.answer_in_words(session.project, article, key, value, coder_id=ben)
        session.announce(changes)
    qtbot.waitUntil(sheet.others.isVisible)
    assert sheet.others.accessibleDescription() == "Ben 2 of 6"
    assert sheet.progress == (0, 1)


def test_what_is_half_typed_belongs_to_the_article_it_was_typed_for(window: MainWindow) -> None:
    sheet = ask(window)
    window.actions_table["article.sheet"].trigger()
    press("y", Qt.Key.Key_Return)
    sheet.go_to(sheet.boxes[4].asked.uid)
    press("strike")
    window.actions_table["article.next"].trigger()
    assert kept(window) == {}
    window.actions_table["article.previous"].trigger()
    assert kept(window) == {"relevant": True, "words": "strike"}
    sheet.go_to(sheet.boxes[5].asked.uid)
    press("2025-0")
    window.actions_table["article.next"].trigger()
    assert "“2025-0” is not kept as the answer to “day”" in window.notice.text
    assert kept(window) == {}
    line = sheet.boxes[5].field.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    assert line.text() == ""
    window.actions_table["article.previous"].trigger()
    assert kept(window) == {"relevant": True, "words": "strike"}


def test_what_is_half_typed_is_of_who_typed_it(window: MainWindow) -> None:
    sheet, session = ask(window), window.session
    people.add_coder(session.project, "Ben", coder_id=None)
    anna, ben = session.project.queries.coders()[0], session.project.queries.coders()[-1]
    window.actions_table["article.sheet"].trigger()
    press("y", Qt.Key.Key_Return)
    sheet.go_to(sheet.boxes[4].asked.uid)
    press("strike")
    session.choose_coder(ben)
    assert kept(window) == {}
    session.choose_coder(anna)
    assert kept(window) == {"relevant": True, "words": "strike"}


def test_the_cursor_tells_nothing_of_another_coders_answer(window: MainWindow) -> None:
    sheet, session = ask(window), window.session
    people.add_coder(session.project, "Ben", coder_id=None)
    anna, ben = session.project.queries.coders()[0], session.project.queries.coders()[-1]
    window.actions_table["article.sheet"].trigger()
    press("u")
    first = sheet.boxes[0].field
    assert isinstance(first, ChoiceField)
    assert first.current.value == {"missing": "unclear"}
    session.choose_coder(ben)
    assert first.current.value is True
    session.choose_coder(anna)
    assert first.current.value == {"missing": "unclear"}
    window.actions_table["article.next"].trigger()
    assert first.current.value is True


def test_the_keys_that_help_are_those_of_the_question(window: MainWindow) -> None:
    sheet = ask(window)
    window.actions_table["article.sheet"].trigger()
    assert sheet.hint().startswith("A key on a chip")
    press("y", Qt.Key.Key_Return)
    sheet.go_to(sheet.boxes[4].asked.uid)
    assert "Shift+Enter: another line" in sheet.hint()
    sheet.go_to(sheet.boxes[5].asked.uid)
    assert sheet.hint() == "Saved as you type · Enter: next open · Esc: to the text"
