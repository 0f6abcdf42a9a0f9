"""The history beside the text, by keys and by mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from annotator.domain.annotation import Coder
from annotator.domain.changes import Create, Kind
from annotator.domain.span import Span
from annotator.ops import codebook, coding
from annotator.ui.main_window import MainWindow
from annotator.ui.places.code.history_panel import HistoryPanel
from annotator.ui.session import Session


@pytest.fixture
def coded(window: MainWindow) -> MainWindow:
    """The window, with three tags of Ana's in the first article and one in the second."""
    session = window.session
    first, second = session.project.queries.article_ids()
    for article, start, end in ((first, 0, 5), (first, 6, 12), (second, 0, 5), (first, 13, 17)):
        _tag(session, article, start, end)
    session.show_article(first)
    return window


@pytest.fixture
def panel(qtbot: QtBot, coded: MainWindow) -> HistoryPanel:
    qtbot.keyClick(
        coded.place("code").reader,
        Qt.Key.Key_H,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    shown: HistoryPanel = coded.place("code").history
    qtbot.waitUntil(shown.isVisible)
    return shown


def _tag(session: Session, article: int, start: int, end: int) -> None:
    code = session.codebook.find("claim").id
    assert session.coder_id is not None
    session.run(
        coding.annotate,
        article_id=article,
        span=Span.of((start, end)),
        code_id=code,
        coder_id=session.coder_id,
    )


def _listed(panel: HistoryPanel) -> list[str]:
    model = panel.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def _ben(session: Session) -> Coder:
    made = session.run(
        lambda project: project.apply("Join", [Create(Kind.CODER, {"name": "Ben"})], coder_id=None)
    )
    assert made is not None
    (ben,) = (one for one in session.project.queries.coders() if one.name == "Ben")
    return ben


def _click_row(qtbot: QtBot, panel: HistoryPanel, row: int) -> None:
    box = panel.list_widget.visualRect(panel.model.index(row))
    qtbot.mouseClick(
        panel.list_widget.viewport(), Qt.MouseButton.LeftButton, pos=box.center() + QPoint(0, 1)
    )


def test_it_comes_in_the_place_of_the_codebook_with_days_and_steps(
    coded: MainWindow, panel: HistoryPanel
) -> None:
    place = coded.place("code")
    assert not place.codebook.isVisible()
    assert place.reader.isVisible()
    assert panel.list_widget.hasFocus()
    day, newest, *_ = _listed(panel)
    assert day == "Today"
    assert newest.startswith("Tag “claim” on “")
    assert panel.chosen is not None
    assert panel.model.about(panel.chosen).endswith("Ana")
    assert "“" in panel.details.toPlainText()
    assert "Annotation added" in panel.details.toPlainText()


def test_escape_gives_the_codebook_and_the_text_back(
    qtbot: QtBot, coded: MainWindow, panel: HistoryPanel
) -> None:
    qtbot.keyClick(panel.list_widget, Qt.Key.Key_Escape)
    place = coded.place("code")
    assert not panel.isVisible()
    assert place.codebook.isVisible()
    qtbot.waitUntil(place.reader.hasFocus)


def test_keys_walk_over_the_days_and_enter_shows_the_step_in_the_text(
    qtbot: QtBot, coded: MainWindow, panel: HistoryPanel
) -> None:
    rows = panel.list_widget
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    second = panel.chosen
    assert second is not None
    assert rows.currentIndex().row() == 2
    for _ in range(4):
        qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert rows.currentIndex().row() == 1
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    (change,) = panel.details.changes
    assert coded.session.article_id == change.article_id
    assert coded.session.article_id == coded.session.project.queries.article_ids()[1]
    assert coded.place("code").reader.chosen == change.record_id


def test_letters_filter_and_an_empty_list_says_why(qtbot: QtBot, panel: HistoryPanel) -> None:
    qtbot.keyClicks(panel.list_widget, "imp")
    assert panel.filter.hasFocus()
    assert panel.filter.text() == "imp"
    assert _listed(panel)[1:] == ["Import 2 articles"]
    qtbot.keyClicks(panel.filter, "ossible")
    assert _listed(panel) == []
    assert "No step is like that" in panel.empty.text()
    assert not panel.undo_button.isEnabled()
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert len(_listed(panel)) > 5


def test_filters_narrow_it_down(qtbot: QtBot, coded: MainWindow, panel: HistoryPanel) -> None:
    session = coded.session
    ben = _ben(session)
    session.run(codebook.add_code, "bens", coder_id=ben.id)
    panel.coder.set_value(str(ben.id))
    assert _listed(panel)[1:] == ["Add the code “bens”"]
    panel.coder.set_value("")
    panel.kind.set_value(Kind.ARTICLE.value)
    assert _listed(panel)[1:] == ["Import 2 articles"]
    panel.kind.set_value("")
    panel.state.set_value("article")
    assert len([label for label in _listed(panel) if label.startswith("Tag")]) == 3
    session.show_article(session.project.queries.article_ids()[1])
    assert len([label for label in _listed(panel) if label.startswith("Tag")]) == 1
    session.undo()
    panel.state.set_value("standing")
    assert len([label for label in _listed(panel) if label.startswith("Tag")]) == 3
    assert not [label for label in _listed(panel) if label.startswith("Undone")]


def test_it_follows_what_happens_and_keeps_the_chosen_step(
    coded: MainWindow, panel: HistoryPanel
) -> None:
    chosen = panel.chosen
    assert chosen is not None
    coded.session.undo()
    assert _listed(panel)[1] == f"Undone: {chosen.label}"
    assert panel.chosen is not None
    assert panel.chosen.id == chosen.id
    assert panel.model.state(panel.chosen) == "undone"
    assert "undone" in panel.model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_step_in_between_is_undone_and_done_again_by_mouse(
    qtbot: QtBot, coded: MainWindow, panel: HistoryPanel
) -> None:
    _click_row(qtbot, panel, 3)
    chosen = panel.chosen
    assert chosen is not None
    queries = coded.session.project.queries
    assert len(queries.annotations()) == 4
    qtbot.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    assert len(queries.annotations()) == 3
    assert panel.undo_button.text() == "Do it again"
    qtbot.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    assert len(queries.annotations()) == 4
    assert panel.chosen is not None
    assert panel.model.state(panel.chosen) == "undone, done again"
    assert panel.undo_button.text() == "Undo this step"


def test_another_coders_step_can_only_be_read(
    qtbot: QtBot, coded: MainWindow, panel: HistoryPanel
) -> None:
    session = coded.session
    session.choose_coder(_ben(session))
    _click_row(qtbot, panel, 2)
    assert panel.chosen is not None
    assert panel.chosen.coder == "Ana"
    assert not panel.undo_button.isEnabled()
    assert "Only who did a step" in panel.undo_button.toolTip()


def _answer(button: str, told: list[str]) -> None:
    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append(box.informativeText())
        next(one for one in box.buttons() if one.text().replace("&", "") == button).click()

    QTimer.singleShot(0, press)


def test_going_back_says_first_what_it_takes_back(
    qtbot: QtBot, coded: MainWindow, panel: HistoryPanel
) -> None:
    _click_row(qtbot, panel, 3)
    queries, told = coded.session.project.queries, list[str]()
    _answer("Cancel", told)
    qtbot.mouseClick(panel.back_button, Qt.MouseButton.LeftButton)
    assert len(queries.annotations()) == 4
    _answer("Go back", told)
    qtbot.mouseClick(panel.back_button, Qt.MouseButton.LeftButton)
    assert len(queries.annotations()) == 1
    assert told[0] == told[1]
    assert "3 steps of yours are taken back." in told[0]
    assert "Gone again: 3 annotations." in told[0]
    assert _listed(panel)[1].startswith("Go back to before “Tag ‘claim’")
    coded.session.undo()
    assert len(queries.annotations()) == 4


def test_undo_goes_to_the_article_and_says_which(coded: MainWindow) -> None:
    session = coded.session
    first, second = session.project.queries.article_ids()
    session.undo()
    assert session.article_id == first
    said: list[str] = []
    session.told.connect(said.append)
    session.undo()
    assert session.article_id == second
    assert said[-1].endswith(" — in “Water is safe, says ministry”")
    session.show_article(first)
    session.redo()
    assert session.article_id == second


def test_a_step_that_others_built_on_can_be_passed_over(qtbot: QtBot, coded: MainWindow) -> None:
    session = coded.session
    session.run(codebook.add_code, "extra", coder_id=session.coder_id)
    ben, extra = _ben(session), session.codebook.find("extra").id
    session.run(
        coding.annotate,
        article_id=session.project.queries.article_ids()[0],
        span=Span.of((0, 5)),
        code_id=extra,
        coder_id=ben.id,
    )
    coded.actions_table["edit.undo"].trigger()
    assert "Built on it: Tag “extra” on “Ferry” (Ben" in coded.notice.text
    (other,) = (
        one
        for one in coded.notice.findChildren(type(coded.place("code").history.undo_button))
        if one.text() == "Undo the step before it instead"
    )
    assert other.isVisible()
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert not coded.notice.isVisible()
    assert len(session.project.queries.annotations()) == 4
    coded.actions_table["edit.undo"].trigger()
    assert len(session.project.queries.annotations()) == 3
    assert "extra" in [code.name for code in session.codebook]


def test_a_large_step_is_read_in_pieces(
    qtbot: QtBot, coded: MainWindow, panel: HistoryPanel
) -> None:
    edits = [Create(Kind.CODE, {"name": f"code {n}"}) for n in range(120)]
    coded.session.run(lambda project: project.apply("Add many", edits, coder_id=1))
    qtbot.keyClick(panel.list_widget, Qt.Key.Key_Home)
    _click_row(qtbot, panel, 1)
    assert len(panel.details.changes) == 50
    assert "70 more" in panel.details.toPlainText()
    panel.details.anchorClicked.emit("more:")
    assert len(panel.details.changes) == 100
    assert "20 more" in panel.details.toPlainText()


def test_older_steps_are_read_when_somebody_comes_to_them(
    qtbot: QtBot, coded: MainWindow, panel: HistoryPanel
) -> None:
    for n in range(230):
        coded.session.project.apply(
            "Add", [Create(Kind.CODE, {"name": f"code {n}"})], coder_id=coded.session.coder_id
        )
    panel.model.refresh()
    assert panel.model.rowCount() < 150
    for _ in range(4):
        panel.list_widget.scrollToBottom()
        QApplication.processEvents()
    qtbot.waitUntil(lambda: panel.model.rowCount() > 235)
    assert _listed(panel)[-1] == "Create the project"


def test_every_part_has_a_name_and_is_reached_by_tab(qtbot: QtBot, panel: HistoryPanel) -> None:
    parts = [panel.filter, panel.coder, panel.kind, panel.list_widget, panel.details]
    assert all(part.accessibleName() for part in (panel, panel.state, panel.close_button, *parts))
    panel.filter.setFocus()
    for expected in parts[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_the_panel_of_the_codebook_comes_back_when_it_is_asked_for(
    coded: MainWindow, panel: HistoryPanel
) -> None:
    coded.actions_table["codebook.filter"].trigger()
    assert not panel.isVisible()
    assert coded.place("code").codebook.isVisible()


def test_it_is_empty_without_a_project_and_full_with_the_next(
    coded: MainWindow, panel: HistoryPanel
) -> None:
    path = coded.session.project.path
    coded.session.close_project()
    assert panel.model.rowCount() == 0
    coded.errands.projects.open_project(path)
    coded.actions_table["edit.history"].trigger()
    assert len(_listed(panel)) > 5


def test_esc_closes_the_history_from_a_button_as_well(coded: MainWindow) -> None:
    history = coded.place("code").history
    coded.actions_table["edit.history"].trigger()
    history.back_button.setFocus()
    QTest.keyClick(history.back_button, Qt.Key.Key_Escape)
    assert not history.isVisible()
    assert coded.place("code").reader.hasFocus()


def test_an_undoing_is_not_called_done_again_after_going_back(
    coded: MainWindow, panel: HistoryPanel
) -> None:
    session = coded.session

    def states() -> dict[str, str]:
        entries = [panel.model.entry_at(row) for row in range(panel.model.rowCount())]
        return {panel.model.sentence(one): panel.model.state(one) for one in entries if one}

    step = next(entry for entry in map(panel.model.entry_at, range(9)) if entry is not None)
    session.undo()
    session.redo()
    assert states()[f"Undone: {step.label}"] == "done again"
    session.go_back(step.id)
    assert states()[step.label] == "undone"
    assert states()[f"Undone: {step.label}"] == ""


def test_the_chosen_step_stays_in_sight_when_others_come_in_above(
    coded: MainWindow, panel: HistoryPanel
) -> None:
    chosen = panel.chosen
    for _ in range(30):
        coded.session.undo()
        coded.session.redo()
    assert panel.chosen is not None
    assert chosen is not None
    assert panel.chosen.id == chosen.id
    row = panel.list_widget.visualRect(panel.list_widget.currentIndex())
    assert panel.list_widget.viewport().rect().contains(row)


@pytest.mark.parametrize("size", [(1276, 800), (1440, 900), (2200, 1000)])
def test_the_history_stands_in_the_place_of_the_codes_and_moves_no_line_of_the_text(
    coded: MainWindow, size: tuple[int, int]
) -> None:
    place = coded.place("code")
    coded.resize(*size)
    QApplication.processEvents()
    before = place.reader.measures
    wide = place.side.width()
    for _ in range(2):
        coded.actions_table["edit.history"].trigger()
        QApplication.processEvents()
        assert place.history.isVisible()
        assert (place.reader.measures, place.history.width()) == (before, wide)
        QTest.keyClick(place.history.list_widget, Qt.Key.Key_Escape)
        QApplication.processEvents()
        assert place.side.isVisible()
        assert (place.reader.measures, place.side.width()) == (before, wide)


def test_the_history_has_a_place_where_the_codes_are_switched_off(coded: MainWindow) -> None:
    place = coded.place("code")
    coded.actions_table["switch.codebook"].trigger()
    assert not place.side.isVisible()
    coded.actions_table["edit.history"].trigger()
    QApplication.processEvents()
    assert 200 <= place.history.width() < 400
    QTest.keyClick(place.history.list_widget, Qt.Key.Key_Escape)
    assert not place.side.isVisible()
    assert not place.history.isVisible()
