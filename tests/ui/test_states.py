"""How far one is with articles: said by key, seen in the list and under the headline."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.domain.progress import State
from annotator.domain.roles import Role
from annotator.ui.main_window import MainWindow
from annotator.ui.places.code.articles_model import ROW_ROLE

CTRL = Qt.KeyboardModifier.ControlModifier


def states(window: MainWindow) -> list[State]:
    model = window.place("code").articles.model
    return [model.index(row, 0).data(ROW_ROLE).state for row in range(model.rowCount())]


def test_done_goes_on_to_the_next_that_is_not(window: MainWindow) -> None:
    place = window.place("code")
    reader, session = place.reader, window.session
    _, second = place.articles.model.ids
    assert states(window) == [State.NEW, State.NEW]
    assert reader.meta_line.endswith("new")
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Return, CTRL)
    assert session.article_id == second
    assert states(window) == [State.DONE, State.NEW]
    assert place.articles.count.text() == "1 of 2 done"
    assert not place.articles.caption.isVisible()
    QTest.keyClick(reader, Qt.Key.Key_Return, CTRL)
    assert session.article_id == second
    assert states(window) == [State.DONE, State.DONE]
    assert reader.meta_line.endswith("done")
    session.undo()
    assert states(window) == [State.DONE, State.NEW]
    assert reader.meta_line.endswith("new")


def test_an_article_is_in_work_once_it_is_annotated(window: MainWindow) -> None:
    reader = window.place("code").reader
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert states(window)[0] is State.IN_WORK
    assert reader.meta_line.endswith("in work")
    window.session.undo()
    assert states(window)[0] is State.NEW


def test_an_article_is_to_be_discussed_and_the_list_says_so(window: MainWindow) -> None:
    reader = window.place("code").reader
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert states(window)[0] is State.DISCUSS
    index = window.place("code").articles.model.index(0, 0)
    assert "to be discussed" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    window.actions_table["article.in_work"].trigger()
    assert states(window)[0] is State.IN_WORK


def test_another_coder_has_states_of_their_own(window: MainWindow) -> None:
    from annotator.ops import people

    session = window.session
    reader = window.place("code").reader
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Return, CTRL)
    session.run_now(people.add_coder, "Ben", coder_id=session.coder_id)
    ben = next(one for one in session.coders if one.name == "Ben")
    session.choose_coder(ben)
    assert states(window) == [State.NEW, State.NEW]
    assert window.place("code").articles.count.text() == "2"


def test_a_line_is_said_to_be_furniture_and_the_text_follows(window: MainWindow) -> None:
    reader, session = window.place("code").reader, window.session
    line = reader.text.index("Residents were")
    reader.place_caret(line)
    before = reader.meta_line
    window.actions_table["article.caption"].trigger()
    zone = next(zone for zone in reader.zones if zone.start <= line < zone.end)
    assert zone.role is Role.CAPTION
    assert reader.meta_line != before
    session.undo()
    zone = next(zone for zone in reader.zones if zone.start <= line < zone.end)
    assert zone.role is not Role.CAPTION
    assert reader.meta_line == before
