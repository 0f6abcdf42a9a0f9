"""Coders as a person meets them: saying who one is, who codes, and whose annotations are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator import app, paths
from annotator.domain.annotation import Annotation, Coder
from annotator.domain.changes import Kind
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.ops import coding, people, projects
from annotator.store.failures import OpenElsewhereError
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.coder_corner import CoderMenu
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.hover_card import HoverCard
from annotator.ui.theme import Choice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
CREWS = "night crews by a third"
OPERATOR = "private operator"


@pytest.fixture
def empty(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with no project, as at the first start."""
    window = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


def forget_person() -> None:
    (paths.config_dir() / "person.json").unlink()


def tag(project: Project, name: str, words: str, coder: Coder) -> int:
    """What another coder has done, at another time."""
    article = project.queries.article_ids()[0]
    start = project.queries.text(article).index(words)
    return coding.annotate(
        project,
        article_id=article,
        span=Span.of((start, start + len(words))),
        code_id=project.queries.codebook().find(name).id,
        coder_id=coder.id,
    ).one_created(Kind.ANNOTATION)


@pytest.fixture
def team_path(project_path: Path) -> Path:
    """The project, coded by Ana (who sits here) and by Ben."""
    with Project.open(project_path) as project:
        ben = people.join(project, people.Person(new_uid(), "Ben Okri"))
        tag(project, "claim", CREWS, ben)
        tag(project, "framing", OPERATOR, ben)
        tag(project, "claim", OPERATOR, people.coder_of(project, "Ana"))
    return project_path


@pytest.fixture
def team(team_path: Path, empty: MainWindow) -> MainWindow:
    empty.resize(1280, 800)
    empty.errands.projects.open_project(team_path)
    return empty


@pytest.fixture
def reader(team: MainWindow) -> Reader:
    found = team.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def coder(window: MainWindow, name: str) -> Coder:
    return next(one for one in window.session.coders if one.name == name)


def show(window: MainWindow, name: str) -> None:
    window.session.show_coders([coder(window, name)], shown=True)


def in_dialog(act: Callable[[QWidget], None]) -> list[QWidget]:
    """Do something with the next dialog that opens; it must close. Holds it once it came."""
    seen: list[QWidget] = []

    def wait() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, wait)
        else:
            seen.append(dialog)
            act(dialog)

    QTimer.singleShot(0, wait)
    return seen


def answer(name: str, key: Qt.Key = Qt.Key.Key_Return) -> list[QWidget]:
    def act(dialog: QWidget) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.clear()
        QTest.keyClicks(field, name)
        QTest.keyClick(field, key)

    return in_dialog(act)


def press(text: str) -> list[QWidget]:
    def act(box: QWidget) -> None:
        next(b for b in box.findChildren(QPushButton) if b.text() == text).click()

    return in_dialog(act)


def said(window: MainWindow) -> str:
    """What the status line tells."""
    return window._told.text()


def point_of(reader: Reader, words: str, at: int = 2) -> QPoint:
    index = reader.marks.offsets.to_utf16(reader.text.index(words) + at)
    left, right = reader._rectangle_at(index), reader._rectangle_at(index + 1)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def in_file(window: MainWindow) -> list[Annotation]:
    return window.session.project.queries.annotations(window.session.article_id)


def row(menu: CoderMenu, name: str, nth: int = 0) -> QPoint:
    """Where in the menu a coder's name stands, the first time or the second."""
    rows = [action for action in menu.actions() if action.text().split("\t")[0] == name]
    return menu.actionGeometry(rows[nth]).center()


def opened(window: MainWindow) -> CoderMenu:
    """The menu, opened by its key."""
    menu = window.coders.menu
    menu.popup(window.coders.button.mapToGlobal(QPoint(0, 24)))
    return menu


# -- saying who one is


def test_at_the_first_start_a_name_is_asked_for_and_enter_goes_on(empty: MainWindow) -> None:
    asked = answer("  Maya   Lind ")
    empty.actions_table["project.sample"].trigger()
    assert len(asked) == 1
    person = people.load_person()
    assert person is not None
    assert person.name == "Maya Lind"
    assert empty.session.coder is not None
    assert (empty.session.coder.name, empty.session.coder.uid) == ("Maya Lind", person.uid)


@pytest.mark.parametrize(("typed", "key"), [("  ", Qt.Key.Key_Return), ("Maya", Qt.Key.Key_Escape)])
def test_without_a_name_nothing_is_opened(
    empty: MainWindow, project_path: Path, typed: str, key: Qt.Key
) -> None:
    forget_person()
    before = project_path.read_bytes()

    def act(dialog: QWidget) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, key)
        if dialog.isVisible():
            QTest.keyClick(field, Qt.Key.Key_Escape)

    asked = in_dialog(act)
    empty.errands.projects.open_project(project_path)
    assert len(asked) == 1
    assert not empty.session.is_open
    assert people.load_person() is None
    assert project_path.read_bytes() == before


def test_who_has_given_a_name_is_not_asked_again(empty: MainWindow) -> None:
    people.save_person("Maya Lind")
    empty.actions_table["project.sample"].trigger()
    assert empty.session.is_open
    sample = empty.session.project.path
    empty.session.close_project()
    empty.errands.projects.open_project(sample)
    assert [one.name for one in empty.session.coders].count("Maya Lind") == 1


def test_in_the_sample_one_codes_as_oneself_beside_the_first_coder(empty: MainWindow) -> None:
    people.save_person("Maya Lind")
    empty.actions_table["project.sample"].trigger()
    session, reader = empty.session, empty.place("code").reader
    ana, jonas = session.coders[:2]
    assert list(session.others) == [ana.id]
    drawn = {mark.coder_id for mark in reader.marks if reader.is_shown(mark)}
    assert drawn == {ana.id}
    session.show_coders([jonas], shown=True)
    assert {mark.coder_id for mark in reader.marks if reader.is_shown(mark)} == {ana.id, jonas.id}
    session.show_others(False)
    assert not [mark for mark in reader.marks if reader.is_shown(mark)]


def test_who_is_new_in_a_project_is_asked(empty: MainWindow, team_path: Path) -> None:
    forget_person()
    people.save_person("Maya")
    asked = press("Code as Maya")
    empty.errands.projects.open_project(team_path)
    assert len(asked) == 1
    assert empty.session.coder is not None
    assert empty.session.coder.name == "Maya"
    assert empty.session.others == {}


def test_escape_leaves_the_project_and_nobody_becomes_another(
    empty: MainWindow, team_path: Path
) -> None:
    forget_person()
    people.save_person("Maya")
    asked = in_dialog(lambda box: QTest.keyClick(box, Qt.Key.Key_Escape))
    empty.errands.projects.open_project(team_path)
    assert len(asked) == 1
    assert not empty.session.is_open
    with projects.open_project(team_path) as project:
        assert [one.name for one in project.queries.coders()] == ["Ana", "Ben Okri"]


def test_who_only_looks_changes_nothing(empty: MainWindow, team_path: Path) -> None:
    forget_person()
    people.save_person("Maya")
    press("Only look")
    empty.errands.projects.open_project(team_path)
    assert empty.session.project.read_only
    assert [one.name for one in empty.session.coders] == ["Ana", "Ben Okri"]


@pytest.mark.parametrize(
    ("reply", "names"),
    [
        ("Yes, that is me", ["Ana", "Ben Okri"]),
        ("No, add me as another", ["Ana", "Ben Okri", "Ana"]),
    ],
)
def test_a_namesake_at_another_computer_is_asked_whether_it_is_they(
    empty: MainWindow, team_path: Path, reply: str, names: list[str]
) -> None:
    forget_person()
    person = people.save_person("Ana")
    asked = press(reply)
    empty.errands.projects.open_project(team_path)
    assert len(asked) == 1
    assert [one.name for one in empty.session.coders] == names
    me = empty.session.coder
    assert me is not None
    assert me == empty.session.coders[0 if len(names) == 2 else 2]
    assert (me.uid == person.uid) is (len(names) == 3)
    empty.session.close_project()
    empty.errands.projects.open_project(team_path)
    assert empty.session.coder == me


# -- the control in the corner


def test_the_corner_says_who_codes_and_its_key_opens_the_menu(team: MainWindow) -> None:
    button, menu = team.coders.button, team.coders.menu
    assert button.isVisible()
    assert button.text() == "Ana"
    assert button.accessibleName() == "Coder: Ana"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    seen = []

    def close() -> None:
        seen.append(menu.isVisible())
        menu.close()

    QTimer.singleShot(50, close)
    QTest.keyClick(team, Qt.Key.Key_F7)
    assert seen == [True]


def test_another_coder_is_chosen_and_codes_as_themselves(team: MainWindow, reader: Reader) -> None:
    first = reader.text
    bar = reader.verticalScrollBar()
    bar.setValue(30)
    scrolled = bar.value()
    menu = opened(team)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=row(menu, "Ben Okri"))
    assert not menu.isVisible()
    assert team.coders.button.text() == "Ben Okri"
    assert (reader.text, bar.value()) == (first, scrolled)
    ben = coder(team, "Ben Okri")
    assert {mark.coder_id for mark in reader.marks} == {ben.id}
    reader.place_caret(reader.text.index("less sure"))
    QTest.keyClick(reader, Qt.Key.Key_C)
    assert [one.coder_id for one in in_file(team)].count(ben.id) == 3


def test_who_is_shown_is_ticked_without_closing_the_menu_and_remembered(
    team: MainWindow, reader: Reader, team_path: Path
) -> None:
    assert team.session.others == {}
    menu = opened(team)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=row(menu, "Ben Okri", 1))
    assert menu.isVisible()
    menu.close()
    ben = coder(team, "Ben Okri")
    assert team.session.others == {ben.id: "BO"}
    assert team.coders.rings.isVisible()
    assert "Ben Okri" in team.coders.rings.toolTip()
    team.session.close_project()
    assert not team.coders.button.isVisible()
    team.errands.projects.open_project(team_path)
    assert team.session.others == {ben.id: "BO"}
    assert len([mark for mark in reader.marks if reader.is_shown(mark)]) == 3


def test_the_coder_has_room_in_narrow_windows_beside_those_shown(
    team: MainWindow, qtbot: QtBot
) -> None:
    team.resize(640, 450)
    show(team, "Ben Okri")
    corner = team.coders
    qtbot.waitUntil(lambda: corner.rings.width() >= corner.rings.sizeHint().width())
    assert corner.button.width() >= corner.button.sizeHint().width()
    assert corner.button.geometry().right() < corner.width()
    assert corner.mapTo(team, corner.rect().topRight()).x() < 640


def test_one_key_shows_and_hides_all_others(team: MainWindow, reader: Reader) -> None:
    switch = team.actions_table["switch.others"]
    shift = Qt.KeyboardModifier.ShiftModifier
    for shown in (3, 1, 3):
        QTest.keyClick(team, Qt.Key.Key_F7, shift)
        assert len([mark for mark in reader.marks if reader.is_shown(mark)]) == shown
        assert switch.isChecked() == (shown == 3)


def test_the_list_changes_nothing_where_some_are_not_ones_own(
    team: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    show(team, "Ben Okri")
    place = team.place("code")
    place.side.show_annotations()
    rows, panel = place.annotations.list_widget, place.annotations
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    told: list[str] = []
    team.session.told.connect(told.append)
    rows.setFocus()
    rows.selectAll()
    for key in (Qt.Key.Key_R, Qt.Key.Key_U, Qt.Key.Key_M):
        QTest.keyClick(rows, key, Qt.KeyboardModifier.ControlModifier)
        assert told.pop().startswith("Not changed: 2 of 3 are not yours. Shift+F7 hides those.")
    assert not place.picker.is_open
    assert not any(one.unsure for one in in_file(team))
    others = [mark.id for mark in reader.marks if reader.is_others(mark)]
    panel.select(others[:1])
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert told.pop().startswith("Not changed: it is Ben Okri’s.")
    team.actions_table["switch.others"].trigger()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    rows.selectAll()
    QTest.keyClick(rows, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert [one.unsure for one in in_file(team)].count(True) == 1


def test_a_coder_is_added_and_codes_from_then_on(team: MainWindow) -> None:
    asked = answer("Eva")
    team.coders.menu.add_wanted.emit()
    assert len(asked) == 1
    assert team.session.coder is not None
    assert team.session.coder.name == "Eva"
    assert team.coders.button.text() == "Eva"


def test_a_name_that_is_taken_is_told_and_nobody_is_added(team: MainWindow) -> None:
    answer("ben okri")
    team.coders.menu.add_wanted.emit()
    assert team.notice.isVisible()
    assert "already" in team.notice.text
    assert len(team.session.coders) == 2


def test_renaming_keeps_the_annotations_and_can_be_undone(team: MainWindow, reader: Reader) -> None:
    mine = [mark.id for mark in reader.marks]
    person = people.load_person()
    answer("Ana Ruiz")
    team.coders.menu.rename_wanted.emit(team.session.coder)
    assert team.coders.button.text() == "Ana Ruiz"
    assert [mark.id for mark in reader.marks] == mine
    assert person is not None
    assert people.load_person() == people.Person(person.uid, "Ana Ruiz")
    team.session.undo()
    assert team.coders.button.text() == "Ana"


def test_when_the_adding_of_the_coder_at_work_is_undone_another_one_works(
    team: MainWindow,
) -> None:
    ana = team.session.coder
    assert ana is not None
    answer("Eva")
    team.coders.menu.add_wanted.emit()
    changes = team.session.project.undo(ana.id)
    assert changes is not None
    team.session.announce(changes)
    assert team.session.coder == ana
    assert team.coders.button.text() == "Ana"


def test_coders_of_one_name_are_told_apart(empty: MainWindow, team_path: Path) -> None:
    with projects.open_project(team_path) as project:
        people.join(project, people.Person(new_uid(), "Ana"))
    empty.errands.projects.open_project(team_path)
    empty.coders.menu.fill()
    texts = [action.text() for action in empty.coders.menu.actions()]
    assert {"Ana\tAn", "Ana (2)\tAn2", "Ben Okri\tBO"} <= set(texts)


def test_another_window_is_told_which_coder_has_the_project(team: MainWindow) -> None:
    def by() -> str:
        with pytest.raises(OpenElsewhereError) as caught:
            projects.open_project(team.session.project.path)
        return caught.value.what

    assert by().endswith("by Ana.")
    team.session.choose_coder(coder(team, "Ben Okri"))
    assert by().endswith("by Ben Okri.")


@pytest.mark.parametrize("waits", [True, False])
def test_a_coder_that_cannot_be_saved_is_refused_in_words(
    team: MainWindow, team_path: Path, reader: Reader, waits: bool
) -> None:
    aside = team_path.with_name("aside.annotator")
    team_path.rename(aside)
    if waits:
        reader.select(0, 5)
        QTest.keyClick(reader, "c")
    answer("Zoe")
    team.coders.menu.add_wanted.emit()
    assert said(team) == "Zoe was not added; Ana is coding still."
    assert "was moved, renamed" in team.notice.text
    answer("Anna")
    team.coders.menu.rename_wanted.emit(team.session.coder)
    assert said(team) == "Ana was not renamed."
    aside.rename(team_path)
    assert team.session.retry()
    assert [one.name for one in team.session.coders] == ["Ana", "Ben Okri"]
    assert team.coders.button.text() == "Ana"


# -- in the text


def test_others_are_drawn_apart_and_move_nothing(team: MainWindow, reader: Reader) -> None:
    """Under Ben's words there is a broken line and no tint; under Ana's a whole one and a tint."""

    def drawn(words: str) -> tuple[QImage, QColor]:
        start = reader.text.index(words)
        first, last = (
            reader._rectangle_at(reader.marks.offsets.to_utf16(place))
            for place in (start, start + len(words))
        )
        below = QRect(first.left(), first.bottom() - 6, last.left() - first.left(), 16)
        picture = reader.viewport().grab().toImage()
        return picture.copy(below), picture.pixelColor(first.left() + 1, first.top() + 8)

    def breaks(line: QImage, colour: QColor) -> int:
        """The most changes between line and gap in any row of pixels."""
        most = 0
        for y in range(line.height()):
            hits = [line.pixelColor(x, y) == colour for x in range(line.width())]
            if sum(hits) > line.width() // 3:
                most = max(most, sum(a != b for a, b in pairwise(hits)))
        return most

    reader.clearFocus()
    claim = team.session.codebook.find("claim").id
    line = reader.colours(claim).line
    paper = team.session.look.theme.paper
    before = [reader.document().documentLayout().blockBoundingRect(b) for b in blocks(reader)]
    assert drawn(CREWS)[1] == paper
    show(team, "Ben Okri")
    theirs, behind = drawn(CREWS)
    assert behind == paper
    assert breaks(theirs, line) > 10
    mine, tint = drawn(OPERATOR)
    assert tint == reader.colours(claim).tint
    assert breaks(mine, line) <= 6
    after = [reader.document().documentLayout().blockBoundingRect(b) for b in blocks(reader)]
    assert after == before


def blocks(reader: Reader) -> Iterator[object]:
    block = reader.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def test_the_names_say_who_else_has_the_code(team: MainWindow, reader: Reader) -> None:
    show(team, "Ben Okri")
    tag_own = reader.text.index(CREWS)
    reader.select(tag_own, tag_own + len(CREWS))
    names = [
        (name.text, name.coders, name.hollow)
        for block, _ in reader.visible_blocks(0, reader.height())
        for name in reader._strokes(block).names
    ]
    assert ("claim", "BO", True) in names
    QTest.keyClick(reader, Qt.Key.Key_C)
    names = [
        (name.text, name.coders, name.hollow)
        for block, _ in reader.visible_blocks(0, reader.height())
        for name in reader._strokes(block).names
    ]
    assert ("claim", "BO", False) in names


def test_ones_own_line_keeps_its_colour_however_many_others_coded_there(
    team: MainWindow, reader: Reader
) -> None:
    ben, codebook = coder(team, "Ben Okri"), team.session.codebook
    for name in ("framing", "attribution"):
        tag(team.session.project, name, CREWS, ben)
    show(team, "Ben Okri")
    start = reader.text.index(CREWS)
    reader.select(start, start + len(CREWS))
    QTest.keyClick(reader, Qt.Key.Key_A)
    block = reader.document().findBlock(reader.marks.offsets.to_utf16(start))
    lines, dashes = reader._strokes(block).lines, reader._strokes(block).dashes
    own = reader.colours(codebook.find("attribution").id).line
    (whole,) = (place for place, colour in lines if colour == own)
    assert all(place.top() > whole.top() for place, _ in dashes if place.left() == whole.left())


def test_hidden_others_leave_no_trace(team: MainWindow, reader: Reader) -> None:
    reader.place_caret(0)
    reader.clearFocus()
    QApplication.processEvents()
    before = reader.viewport().grab().toImage()
    show(team, "Ben Okri")
    assert reader.viewport().grab().toImage() != before
    assert reader.marks_at(QPointF(point_of(reader, CREWS)))
    team.session.show_others(False)
    assert reader.viewport().grab().toImage() == before
    assert reader.marks_at(QPointF(point_of(reader, CREWS))) == []


def test_choosing_anothers_says_whose_it_is_and_delete_leaves_it(
    team: MainWindow, reader: Reader
) -> None:
    show(team, "Ben Okri")
    told: list[str] = []
    team.session.told.connect(told.append)
    before = in_file(team)
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, CREWS))
    assert reader.whose == "Ben Okri"
    assert "Ben Okri has “claim” here" in told[-1]
    assert "apply it as yours" in team.place("code").hint()
    QTest.keyClick(reader, Qt.Key.Key_Delete)
    assert in_file(team) == before
    assert "it is Ben Okri’s" in told[-1]
    assert "F7" in told[-1]
    team.actions_table["code.remove"].trigger()
    assert in_file(team) == before


def test_a_codes_key_on_anothers_applies_it_as_ones_own(team: MainWindow, reader: Reader) -> None:
    show(team, "Ben Okri")
    before = in_file(team)
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, CREWS))
    QTest.keyClick(reader, Qt.Key.Key_C)
    (made,) = (one for one in in_file(team) if one not in before)
    assert made.coder_id == team.session.coder_id
    assert made.anchor.quote == CREWS
    assert set(before) <= set(in_file(team))


def test_without_a_choice_delete_means_ones_own_alone(team: MainWindow, reader: Reader) -> None:
    show(team, "Ben Okri")
    before = in_file(team)
    reader.place_caret(reader.text.index(CREWS) + 3)
    QTest.keyClick(reader, Qt.Key.Key_Delete)
    assert in_file(team) == before
    reader.place_caret(reader.text.index(OPERATOR) + 3)
    QTest.keyClick(reader, Qt.Key.Key_Delete)
    (gone,) = (one for one in before if one not in in_file(team))
    assert gone.coder_id == team.session.coder_id


def test_of_equal_spans_ones_own_is_chosen_first(team: MainWindow, reader: Reader) -> None:
    show(team, "Ben Okri")
    chosen = []
    for _ in range(2):
        QTest.mouseClick(
            reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, OPERATOR)
        )
        chosen.append(reader.whose)
    assert chosen == ["", "Ben Okri"]


def test_tab_walks_what_is_shown(team: MainWindow, reader: Reader) -> None:
    def walked() -> set[str]:
        reader.place_caret(0)
        seen = set()
        for _ in range(4):
            QTest.keyClick(reader, Qt.Key.Key_Tab)
            assert reader.chosen is not None
            seen.add((reader.whose, reader.marks.annotation(reader.chosen).anchor.quote))
        return seen

    assert walked() == {("", OPERATOR)}
    show(team, "Ben Okri")
    assert walked() == {("", OPERATOR), ("Ben Okri", OPERATOR), ("Ben Okri", CREWS)}


def test_a_chosen_one_that_is_hidden_is_let_go(team: MainWindow, reader: Reader) -> None:
    show(team, "Ben Okri")
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, CREWS))
    assert reader.chosen is not None
    team.session.show_others(False)
    assert reader.chosen is None


def test_the_card_names_the_coder(team: MainWindow, reader: Reader, qtbot: QtBot) -> None:
    show(team, "Ben Okri")
    card = reader.findChild(HoverCard)
    assert isinstance(card, HoverCard)
    QTest.mouseMove(reader.viewport(), point_of(reader, CREWS, 9))
    qtbot.waitUntil(card.isVisible)
    assert "Ben Okri" in card.accessibleName()
    # A pointer that stays where it is makes no event in the next window.
    QTest.mouseMove(reader.viewport(), QPoint(2, 2))


def test_the_codebook_counts_ones_own_and_says_so(
    team: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    show(team, "Ben Okri")
    qtbot.waitUntil(lambda: team.session.counts is not None)
    model = team.place("code").codebook.model
    claim, framing = (team.session.codebook.find(name).id for name in ("claim", "framing"))
    assert (model.counts(claim), model.counts(framing)) == ((1, 1), (0, 0))
    told = model.data(model.index_of(framing), Qt.ItemDataRole.ToolTipRole)
    assert "Counted are Ana’s own; other coders have 1" in told
    assert team.place("code").status().startswith("1 annotation here · 1 in the project")
    assert "Ben Okri" in team.place("code").status()


def test_what_others_do_meanwhile_is_drawn(team: MainWindow, reader: Reader) -> None:
    show(team, "Ben Okri")
    ben = coder(team, "Ben Okri")
    start = reader.text.index("went back to work")
    where = {"article_id": team.session.article_id, "span": Span.of((start, start + 17))}
    claim = team.session.codebook.find("claim").id
    changes = team.session.run(coding.annotate, code_id=claim, coder_id=ben.id, **where)
    assert changes is not None
    assert changes.one_created(Kind.ANNOTATION) in reader.marks
    team.session.show_others(False)
    assert reader.marks_at(QPointF(point_of(reader, "went back to work"))) == []


def test_the_glimpse_shows_others_as_before(
    team: MainWindow, reader: Reader, team_path: Path, qtbot: QtBot
) -> None:
    show(team, "Ben Okri")
    reader.place_caret(0)
    reader.clearFocus()
    seen = reader.viewport().grab().toImage()
    team.close()
    again = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(again)
    again.resize(team.size())
    again.show()
    qtbot.waitExposed(again)
    again.show_glimpse(team_path)
    glimpsed = again.place("code").reader
    glimpsed.place_caret(0)
    glimpsed.clearFocus()
    assert glimpsed.viewport().grab().toImage() == seen
    again.close()
