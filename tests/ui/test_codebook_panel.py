"""The codebook panel, worked by keys and mouse on a real project."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import codebook as verbs
from annotator.ops import coding, projects, revising, several_codes
from annotator.ops.people import save_person
from annotator.store.project import Project
from annotator.ui.commands import Actions
from annotator.ui.places.code.code_dialogs.deleting import DeleteDialog
from annotator.ui.places.code.codebook_delegate import eye_box
from annotator.ui.places.code.codebook_panel import CodebookPanel
from annotator.ui.session import Session
from annotator.ui.theme import Choice

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
NO_SCREEN = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


def make_panel(session: Session) -> CodebookPanel:
    """A panel with actions of its own, which know of nothing but it."""
    actions = Actions(session, session.settings)
    panel = CodebookPanel(session, actions)
    rights = {"project", "unlocked"} | ({"writable"} if session.can_change else set())
    actions.look_with(lambda: rights | panel.context())
    panel.code_current.connect(actions.refresh)
    actions.refresh()
    return panel


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[CodebookPanel]:
    """The panel with framing > conflict, morality; claim; attribution; and the focus."""
    for name in ("conflict", "morality"):
        add(session, name, session.codebook.find("framing").id)
    made = make_panel(session)
    qtbot.addWidget(made)
    QAbstractItemModelTester(
        made.model, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    made.resize(280, 500)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.tree_widget.setFocus()
    qtbot.waitUntil(made.tree_widget.hasFocus)
    yield made
    made.hide()


def add(session: Session, name: str, parent_id: int | None = None) -> int:
    changes = session.run(verbs.add_code, name, parent_id=parent_id, coder_id=session.coder_id)
    assert changes is not None
    return changes.one_created(Kind.CODE)


def annotate(session: Session, name: str, *places: int, coder_id: int | None = None) -> None:
    assert session.article_id is not None
    assert session.coder_id is not None
    for place in places:
        session.run(
            coding.annotate,
            article_id=session.article_id,
            span=Span.of((place, place + 5)),
            code_id=session.codebook.find(name).id,
            coder_id=coder_id or session.coder_id,
        )


def shown(panel: CodebookPanel, parent: QModelIndex | None = None) -> list[str]:
    """The rows that can be seen, from top to bottom; sub-codes are indented."""
    tree, model, rows = panel.tree_widget, panel.model, []
    index = model.index(0, 0)
    while index.isValid():
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        rows.append("  " * depth + str(index.data()))
        index = tree.indexBelow(index)
    return rows


def index(panel: CodebookPanel, name: str) -> QModelIndex:
    return panel.model.index_of(code_id(panel, name))


def code_id(panel: CodebookPanel, name: str) -> int:
    return panel._session.codebook.find(name).id


def middle(panel: CodebookPanel, name: str) -> QPoint:
    """On the name of a code."""
    box = panel.tree_widget.visualRect(index(panel, name))
    return QPoint(box.left() + 30, box.center().y())


def click(panel: CodebookPanel, name: str) -> None:
    QTest.mouseClick(panel.tree_widget.viewport(), LEFT, pos=middle(panel, name))


def press(panel: CodebookPanel, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(panel.tree_widget, key, held or Qt.KeyboardModifier.NoModifier)


def move(panel: CodebookPanel, key: Qt.Key) -> None:
    """One step of the current code, kept."""
    press(panel, key, ALT)
    press(panel, Qt.Key.Key_Return)


def editor(panel: CodebookPanel) -> QLineEdit:
    """The line in which a name is being edited."""
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.parentWidget() is panel.tree_widget.viewport()
    return line


def write(panel: CodebookPanel, name: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    line = editor(panel)
    line.selectAll()
    QTest.keyClicks(line, name)
    QTest.keyClick(line, end)
    QApplication.processEvents()


def spoken(panel: CodebookPanel, name: str) -> str:
    return str(index(panel, name).data(Qt.ItemDataRole.AccessibleTextRole))


ALL = ["framing", "  conflict", "  morality", "claim", "attribution"]


def test_shows_the_tree_with_keys_and_the_coders_numbers(panel, session):
    annotate(session, "claim", 0, 10)
    annotate(session, "conflict", 20)
    panel.set_article_counts({code_id(panel, "claim"): 2})

    assert shown(panel) == ALL
    assert spoken(panel, "claim") == "claim, Key c, 2 in this article, 2 in the project"
    assert "With its sub-codes: 0 in this article, 1 in the project" in spoken(panel, "framing")
    assert panel.count.text() == "5"


def test_numbers_are_those_of_the_coder_at_work(panel, session):
    session.project.apply("Jonas comes", [Create(Kind.CODER, {"name": "Jonas"})], coder_id=None)
    jonas = session.project.queries.coders()[-1]
    annotate(session, "claim", 0)
    annotate(session, "claim", 0, 10, 20, coder_id=jonas.id)
    assert "1 in the project" in spoken(panel, "claim")

    session.choose_coder(jonas)
    assert "3 in the project" in spoken(panel, "claim")


def test_a_click_on_a_name_chooses_the_code_once(panel, qtbot):
    chosen: list[int] = []
    panel.code_chosen.connect(chosen.append)

    click(panel, "claim")
    assert chosen == [code_id(panel, "claim")]
    click(panel, "conflict")
    # The second click of a double click, as Qt tells of it.
    QTest.mouseDClick(panel.tree_widget.viewport(), LEFT, pos=middle(panel, "conflict"))
    QTest.mouseRelease(panel.tree_widget.viewport(), LEFT, pos=middle(panel, "conflict"))
    assert chosen == [code_id(panel, "claim"), code_id(panel, "conflict")]


def test_a_press_that_is_released_elsewhere_chooses_nothing(panel, qtbot):
    viewport = panel.tree_widget.viewport()
    with qtbot.assertNotEmitted(panel.code_chosen):
        QTest.mousePress(viewport, LEFT, pos=middle(panel, "claim"))
        QTest.mouseRelease(viewport, LEFT, pos=middle(panel, "attribution"))


def test_enter_chooses_and_arrows_tell_the_guide(panel, qtbot):
    panel.select_code(code_id(panel, "framing"))
    with qtbot.waitSignal(panel.code_current) as current:
        press(panel, Qt.Key.Key_Down)
    assert current.args == [code_id(panel, "conflict")]
    with qtbot.waitSignal(panel.code_chosen) as chosen:
        press(panel, Qt.Key.Key_Return)
    assert chosen.args == [code_id(panel, "conflict")]


def test_the_eye_hides_a_code_with_its_sub_codes_and_chooses_nothing(panel, session, qtbot):
    eye = eye_box(panel.tree_widget.visualRect(index(panel, "framing"))).center().toPoint()
    with qtbot.assertNotEmitted(panel.code_chosen):
        QTest.mouseClick(panel.tree_widget.viewport(), LEFT, pos=eye)
    family = {code_id(panel, name) for name in ("framing", "conflict", "morality")}
    assert session.hidden == family
    assert "Hidden in the text" in spoken(panel, "conflict")

    QTest.mouseClick(panel.tree_widget.viewport(), LEFT, pos=eye)
    assert session.hidden == frozenset()


def test_space_hides_and_shows(panel, session):
    panel.select_code(code_id(panel, "claim"))
    press(panel, Qt.Key.Key_Space)
    assert session.hidden == {code_id(panel, "claim")}
    press(panel, Qt.Key.Key_Space)
    assert session.hidden == frozenset()


def test_show_only_this_hides_the_others_and_show_all_none(panel, session):
    panel.select_code(code_id(panel, "framing"))
    panel.actions_table["codebook.only"].trigger()
    assert session.hidden == {code_id(panel, "claim"), code_id(panel, "attribution")}
    panel.actions_table["codebook.all"].trigger()
    assert session.hidden == frozenset()


def test_insert_makes_a_code_beside_the_selected_one(panel, session):
    click(panel, "conflict")
    press(panel, Qt.Key.Key_Insert)
    write(panel, "human interest")
    assert shown(panel) == [
        *ALL[:3],
        "  human interest",
        *ALL[3:],
    ]
    assert panel.tree_widget.current_code() == code_id(panel, "human interest")
    session.undo()
    assert shown(panel) == ALL


def test_shift_insert_makes_a_sub_code_and_opens_its_parent(panel):
    click(panel, "claim")
    press(panel, Qt.Key.Key_Insert, SHIFT)
    write(panel, "prediction", end=Qt.Key.Key_Tab)
    assert shown(panel) == [*ALL[:4], "  prediction", "attribution"]


@pytest.mark.parametrize(("name", "end"), [("x", Qt.Key.Key_Escape), ("", Qt.Key.Key_Return)])
def test_a_new_code_without_a_name_or_given_up_leaves_nothing(panel, session, name, end):
    panel.add.click()
    write(panel, name, end)
    assert shown(panel) == ALL
    assert session.project.undo_label(session.coder_id) == "Add the code “morality”"


def test_a_name_that_is_taken_is_refused_and_can_be_mended(panel, session, qtbot):
    click(panel, "claim")
    press(panel, Qt.Key.Key_Insert)
    with qtbot.waitSignal(session.failed) as failed:
        write(panel, "Framing")
    assert isinstance(failed.args[0], UserError)
    assert "“framing”" in failed.args[0].what
    qtbot.waitUntil(lambda: editor(panel).text() == "Framing")
    write(panel, "Framing 2")
    assert shown(panel) == [*ALL, "Framing 2"]


def test_f2_renames_where_the_name_stands(panel, session):
    click(panel, "conflict")
    press(panel, Qt.Key.Key_F2)
    assert editor(panel).text() == "conflict"
    write(panel, "dispute")
    assert shown(panel)[1] == "  dispute"
    assert panel.tree_widget.current_code() == code_id(panel, "dispute")


def test_a_refused_new_name_can_be_mended(panel, session, qtbot):
    click(panel, "conflict")
    press(panel, Qt.Key.Key_F2)
    with qtbot.waitSignal(session.failed):
        write(panel, "morality")
    qtbot.waitUntil(lambda: editor(panel).text() == "morality")
    QTest.keyClick(editor(panel), Qt.Key.Key_Escape)
    assert shown(panel) == ALL


def test_renaming_while_filtered_so_that_the_code_no_longer_fits(panel):
    QTest.keyClicks(panel.filter, "conf")
    panel.select_code(code_id(panel, "conflict"))
    panel.tree_widget.setFocus()
    press(panel, Qt.Key.Key_F2)
    write(panel, "dispute")
    assert shown(panel) == []
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert "  dispute" in shown(panel)


def rename_conflict(panel: CodebookPanel) -> None:
    click(panel, "conflict")
    press(panel, Qt.Key.Key_F2)


def new_code(panel: CodebookPanel) -> None:
    click(panel, "conflict")
    press(panel, Qt.Key.Key_Insert)


def paths_in(path: Path) -> list[str]:
    with Project.open(path) as project:
        codebook = project.queries.codebook()
        return [codebook.path(code.id) for code in codebook]


BEFORE = ["framing", "framing/conflict", "framing/morality", "claim", "attribution"]


@pytest.mark.parametrize(
    ("begin", "kept"),
    [
        (rename_conflict, ["framing", "framing/dispute", "framing/morality", *BEFORE[3:]]),
        (new_code, [*BEFORE[:3], "framing/dispute", *BEFORE[3:]]),
    ],
)
@pytest.mark.parametrize("other", [False, True], ids=["close", "switch"])
def test_a_name_half_typed_is_kept_in_its_project_when_that_closes(
    panel: CodebookPanel,
    session: Session,
    project_path: Path,
    tmp_path: Path,
    begin: Callable[[CodebookPanel], None],
    kept: list[str],
    other: bool,
) -> None:
    begin(panel)
    line = editor(panel)
    line.selectAll()
    QTest.keyClicks(line, "dispute")
    if other:
        path = tmp_path / "other.annotator"
        session.show_project(projects.create_project(path, "other", save_person("Ana")))
    else:
        session.close_project()
    QApplication.processEvents()

    assert shown(panel) == (["framing", "claim", "attribution"] if other else [])
    session.close_project()
    assert paths_in(project_path) == kept


@pytest.mark.parametrize("begin", [rename_conflict, new_code])
@pytest.mark.parametrize("name", ["morality", "a/b", "", "  "])
def test_a_name_that_will_not_do_is_dropped_when_the_project_closes(
    panel: CodebookPanel,
    session: Session,
    project_path: Path,
    begin: Callable[[CodebookPanel], None],
    name: str,
) -> None:
    begin(panel)
    line = editor(panel)
    line.selectAll()
    QTest.keyClicks(line, name)
    if not name:
        line.clear()
    session.close_project()
    QApplication.processEvents()
    assert shown(panel) == []
    assert paths_in(project_path) == BEFORE


@pytest.mark.parametrize("begin", [rename_conflict, new_code])
def test_a_refused_name_does_not_come_back_in_another_project(
    panel, session, tmp_path, begin
) -> None:
    begin(panel)
    line = editor(panel)
    line.setText("morality")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    path = tmp_path / "other.annotator"
    session.show_project(projects.create_project(path, "other", save_person("Ana")))
    QApplication.processEvents()
    assert shown(panel) == ["framing", "claim", "attribution"]
    assert not panel.tree_widget.delegate.naming


def test_a_code_that_is_removed_while_it_is_renamed_takes_the_line_with_it(panel, session):
    click(panel, "morality")
    press(panel, Qt.Key.Key_F2)
    QTest.keyClicks(editor(panel), "virtue")
    session.undo()
    QApplication.processEvents()
    assert shown(panel) == ["framing", "  conflict", "claim", "attribution"]
    assert not panel.tree_widget.delegate.naming


def test_a_parent_that_is_removed_takes_the_new_code_under_it_with_it(panel, session):
    click(panel, "morality")
    press(panel, Qt.Key.Key_Insert, SHIFT)
    QTest.keyClicks(editor(panel), "virtue")
    session.undo()
    QApplication.processEvents()
    assert shown(panel) == ["framing", "  conflict", "claim", "attribution"]
    assert not panel.model.has_draft


def test_a_new_code_asked_for_while_one_is_named_keeps_the_first(panel):
    new_code(panel)
    QTest.keyClicks(editor(panel), "first")
    panel.add_code()
    write(panel, "second")
    assert shown(panel) == [*ALL[:3], "  first", "  second", *ALL[3:]]


def test_a_panel_that_can_not_be_seen_begins_nothing(panel, session):
    panel.hide()
    panel.add_code()
    panel.focus_filter()
    assert not panel.model.has_draft
    assert not panel.filter.hasFocus()
    panel.show()
    session.close_project()
    panel.add_code()
    assert not panel.model.has_draft


def test_a_key_waited_for_is_not_given_to_a_code_of_another_project(panel, session, tmp_path):
    click(panel, "claim")
    press(panel, Qt.Key.Key_K, ALT)
    path = tmp_path / "other.annotator"
    session.show_project(projects.create_project(path, "other", save_person("Ana")))
    press(panel, Qt.Key.Key_9)
    assert session.codebook.by_key("9") is None


def test_a_key_waited_for_by_a_code_that_is_gone_is_nobodys(panel, session, qtbot):
    click(panel, "morality")
    press(panel, Qt.Key.Key_K, ALT)
    session.undo()
    with qtbot.assertNotEmitted(session.failed):
        press(panel, Qt.Key.Key_9)
    assert session.codebook.by_key("9") is None
    assert panel.tree_widget.waiting is None


def test_delete_takes_an_unused_code_and_goes_to_the_next(panel, session):
    click(panel, "conflict")
    press(panel, Qt.Key.Key_Delete)
    assert shown(panel) == ["framing", "  morality", "claim", "attribution"]
    assert panel.tree_widget.current_code() == code_id(panel, "morality")


def test_a_code_in_use_is_not_deleted_without_a_question(panel, session):
    annotate(session, "claim", 0)
    click(panel, "claim")
    press(panel, Qt.Key.Key_Delete)
    panel.findChild(DeleteDialog).reject()
    assert shown(panel) == ALL


def test_a_key_is_given_by_pressing_it(panel, session):
    click(panel, "conflict")
    press(panel, Qt.Key.Key_K, ALT)
    press(panel, Qt.Key.Key_Shift)
    press(panel, Qt.Key.Key_9)
    assert session.codebook.find("conflict").key == "9"
    assert panel.filter.text() == ""
    press(panel, Qt.Key.Key_K, ALT)
    press(panel, Qt.Key.Key_Backspace)
    assert session.codebook.find("conflict").key == ""


def test_a_key_that_is_taken_is_refused_with_the_name_of_its_code(panel, session, qtbot):
    click(panel, "conflict")
    press(panel, Qt.Key.Key_K, ALT)
    with qtbot.waitSignal(session.failed) as failed:
        press(panel, Qt.Key.Key_C)
    assert "The key c belongs to the code “claim”" in failed.args[0].what
    assert session.codebook.find("conflict").key == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Space])
def test_while_a_key_is_waited_for_no_other_action_happens(panel, session, key):
    click(panel, "conflict")
    press(panel, Qt.Key.Key_K, ALT)
    press(panel, key)
    assert panel.tree_widget.waiting is None
    assert shown(panel) == ALL
    assert session.hidden == frozenset()


def test_tells_the_keys_that_help_at_the_moment(panel):
    panel.tree_widget.go_to(None)
    assert panel.hint() == "Type to filter · Ins: new code"
    click(panel, "claim")
    usual = "F2: rename · Ins: new code · Del: delete · Space: hide · Alt+K: key"
    assert panel.hint() == usual
    press(panel, Qt.Key.Key_K, ALT)
    assert panel.hint().startswith("A letter or digit")
    press(panel, Qt.Key.Key_Escape)
    press(panel, Qt.Key.Key_F2)
    assert panel.hint() == "Enter: keep the name · Esc: leave it"
    QTest.keyClick(editor(panel), Qt.Key.Key_Escape)
    assert panel.hint() == usual
    panel.focus_filter()
    assert panel.hint() == "Enter: to the first one · Esc: show all"


def test_codes_are_moved_by_keys(panel):
    click(panel, "attribution")
    move(panel, Qt.Key.Key_Up)
    assert shown(panel) == [*ALL[:3], "attribution", "claim"]
    move(panel, Qt.Key.Key_Right)
    assert shown(panel) == [*ALL[:3], "  attribution", "claim"]
    move(panel, Qt.Key.Key_Up)
    assert shown(panel) == ["framing", "  conflict", "  attribution", "  morality", "claim"]
    move(panel, Qt.Key.Key_Left)
    assert shown(panel) == [*ALL[:3], "attribution", "claim"]
    press(panel, Qt.Key.Key_Down, ALT)
    move(panel, Qt.Key.Key_Down)
    assert shown(panel) == ALL
    assert panel.tree_widget.current_code() == code_id(panel, "attribution")


def drop(panel: CodebookPanel, name: str, place: QPoint) -> bool:
    """Drag a code over a place of the tree and let it go there."""
    viewport, data = panel.tree_widget.viewport(), panel.model.mimeData([index(panel, name)])
    assert isinstance(data, QMimeData)
    move, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, move, data, LEFT, none)
    QApplication.sendEvent(viewport, enter)
    over = QDragMoveEvent(place, move, data, LEFT, none)
    QApplication.sendEvent(viewport, over)
    dropped = QDropEvent(QPointF(place), move, data, LEFT, none)
    QApplication.sendEvent(viewport, dropped)
    return over.isAccepted()


def edge(panel: CodebookPanel, name: str, *, top: bool) -> QPoint:
    box = panel.tree_widget.visualRect(index(panel, name))
    return QPoint(box.left() + 30, box.top() + 1 if top else box.bottom() - 1)


def test_a_code_is_dragged_between_others(panel):
    assert drop(panel, "attribution", edge(panel, "morality", top=True))
    assert shown(panel) == ["framing", "  conflict", "  attribution", "  morality", "claim"]
    assert drop(panel, "conflict", edge(panel, "morality", top=False))
    assert shown(panel) == ["framing", "  attribution", "  morality", "  conflict", "claim"]


def test_a_code_is_dragged_under_another(panel):
    assert drop(panel, "claim", middle(panel, "framing"))
    assert shown(panel) == [*ALL[:3], "  claim", "attribution"]


def test_a_code_can_not_be_dragged_under_itself(panel):
    assert not drop(panel, "framing", middle(panel, "conflict"))
    assert shown(panel) == ALL


def test_what_is_collapsed_stays_collapsed(panel, session, qtbot):
    click(panel, "framing")
    press(panel, Qt.Key.Key_Left)
    closed = ["framing", "claim", "attribution"]
    assert shown(panel) == closed
    session.run(verbs.rename_code, code_id(panel, "claim"), "assertion", coder_id=session.coder_id)
    assert shown(panel) == ["framing", "assertion", "attribution"]
    again = make_panel(session)
    qtbot.addWidget(again)
    assert shown(again) == ["framing", "assertion", "attribution"]


def test_damaged_settings_are_no_reason_to_fail(panel, session, qtbot):
    key = f"{session.project.uid}/collapsed_codes"
    session.settings.set_place(key, f"x {code_id(panel, 'framing')} 1.5 -3 99999 ²")
    again = make_panel(session)
    qtbot.addWidget(again)
    assert shown(again) == ["framing", "claim", "attribution"]


def test_a_click_on_the_chevron_opens_and_closes_and_chooses_nothing(panel, qtbot):
    box = panel.tree_widget.visualRect(index(panel, "framing"))
    with qtbot.assertNotEmitted(panel.code_chosen):
        QTest.mouseClick(
            panel.tree_widget.viewport(), LEFT, pos=QPoint(box.left() - 8, box.center().y())
        )
    assert shown(panel) == ["framing", "claim", "attribution"]


def test_typing_in_the_tree_filters_and_esc_shows_all(panel):
    QTest.keyClicks(panel.tree_widget, "c")
    QTest.keyClicks(panel.filter, "onf")
    assert shown(panel) == ["framing", "  conflict"]
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.tree_widget.hasFocus()
    assert panel.tree_widget.current_code() == code_id(panel, "conflict")
    press(panel, Qt.Key.Key_Escape)
    assert shown(panel) == ALL
    assert panel.tree_widget.current_code() == code_id(panel, "conflict")


def test_the_filter_finds_codes_by_keywords_and_rules_and_keeps_the_selection(panel, session):
    claim, by = code_id(panel, "claim"), session.coder_id
    session.run(several_codes.add_keywords, [claim], ["Zebra"], coder_id=by)
    rules = {"use_when": "Somebody forecasts quinoa."}
    session.run(revising.change_code, code_id(panel, "morality"), rules, coder_id=by)
    click(panel, "conflict")
    panel.focus_filter()
    QTest.keyClicks(panel.filter, "zebra")
    assert shown(panel) == ["claim"]
    panel.filter.clear()
    assert panel.tree_widget.current_code() == code_id(panel, "conflict")
    QTest.keyClicks(panel.filter, "QUINOA")
    assert shown(panel) == ["framing", "  morality"]
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert shown(panel) == ALL
    assert panel.tree_widget.selected_codes() == [code_id(panel, "conflict")]


def test_a_thousand_codes_are_filtered_within_a_frame(qtbot, session):
    chance = random.Random(7)
    words = [
        "economy",
        "jobs",
        "tax",
        "climate",
        "strike",
        "water",
        "health",
        "budget",
        "reform",
        "source",
        "frame",
    ]

    def made(under: list[int], number: int) -> list[int]:
        edits = [
            Create(
                Kind.CODE,
                {
                    "name": f"{' '.join(chance.sample(words, 2))} {n}",
                    "parent_id": chance.choice(under) if under else None,
                    "position": n,
                    "definition": " ".join(chance.choices(words, k=30)),
                },
            )
            for n in range(number)
        ]
        return sorted(session.project.apply("Add", edits, coder_id=None).created[Kind.CODE])

    last = made(made([], 100), 900)
    session.announce(
        session.project.apply("Add", [Create(Kind.CODE, {"name": "x"})], coder_id=None)
    )
    # Without the tester of the other tests, which asks for every row at every change.
    panel = make_panel(session)
    qtbot.addWidget(panel)
    panel.resize(280, 500)
    panel.show()
    qtbot.waitExposed(panel)
    took = []
    for typed in ("e", "ec", "econ", "econ", "tax 7", "tax", "zzz"):
        begun = time.thread_time()
        panel.filter.setText(typed)
        panel.tree_widget.viewport().repaint()
        took.append(time.thread_time() - begun)
        panel.filter.clear()
    assert statistics.median(took) < 0.016
    panel.filter.setText(session.codebook[last[-1]].name)
    assert len(shown(panel)) >= 2
    assert panel.model.first_match() == last[-1]


def test_a_code_that_nothing_was_under_opens_when_something_is(panel, session):
    assert panel.model.flags(index(panel, "claim")) & Qt.ItemFlag.ItemNeverHasChildren
    add(session, "of fact", code_id(panel, "claim"))
    assert shown(panel) == [*ALL[:4], "  of fact", "attribution"]


def test_a_filter_that_fits_nothing_says_so(panel):
    panel.focus_filter()
    QTest.keyClicks(panel.filter, "xyz")
    assert shown(panel) == []
    assert panel.empty.isVisible()
    assert panel.empty.text() == "No code contains “xyz”. Esc shows all."
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert not panel.empty.isVisible()


def test_an_empty_codebook_says_how_to_begin(panel, session):
    for name in ("conflict", "morality", "framing", "claim", "attribution"):
        click(panel, name)
        press(panel, Qt.Key.Key_Delete)
    assert panel.empty.text() == "No codes yet. To make the first one, press Ctrl+Shift+N."
    press(panel, Qt.Key.Key_Insert)
    write(panel, "first")
    assert shown(panel) == ["first"]
    assert not panel.empty.isVisible()


@NO_SCREEN
def test_the_menu_of_a_code_offers_all_that_changes_it(panel):
    panel.select_code(code_id(panel, "conflict"))
    panel.tree_widget.customContextMenuRequested.emit(middle(panel, "conflict"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menus = [menu, *menu.findChildren(QMenu)]
    assert len(menu.actions()) < 15
    offered = {action.objectName() for one in menus for action in one.actions()}
    menu.close()
    ways = ("rename", "colour", "up", "down", "in", "out", "under", "merge", "split", "delete")
    assert {f"codebook.{way}" for way in ways} <= offered


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_squares_have_the_codes_colour_in_both_themes(panel, session, choice):
    session.look.choose(choice)
    box = panel.tree_widget.visualRect(index(panel, "claim"))
    picture = panel.tree_widget.viewport().grab().toImage()
    painted = picture.pixelColor(box.left() + 5, box.center().y())
    assert painted == session.look.theme.code(session.codebook.find("claim").colour).line


def test_closing_the_project_empties_the_panel(panel, session, qtbot):
    click(panel, "claim")
    with qtbot.waitSignal(panel.code_current) as current:
        session.close_project()
    assert current.args == [None]
    assert shown(panel) == []
    assert panel.empty.text() == ""


def test_moving_out_keeps_what_is_open_and_what_is_closed(panel):
    click(panel, "claim")
    press(panel, Qt.Key.Key_Insert, SHIFT)
    write(panel, "prediction")
    click(panel, "framing")
    press(panel, Qt.Key.Key_Left)
    click(panel, "claim")
    move(panel, Qt.Key.Key_Right)
    move(panel, Qt.Key.Key_Left)
    assert shown(panel) == ["framing", "claim", "  prediction", "attribution"]


def test_after_undoing_a_deletion_the_selection_stays_on_a_code_that_is_there(panel, session):
    click(panel, "morality")
    press(panel, Qt.Key.Key_Delete)
    assert panel.tree_widget.current_code() == code_id(panel, "conflict")
    session.undo()
    assert shown(panel) == ALL
    assert panel.tree_widget.current_code() == code_id(panel, "conflict")
    session.redo()
    assert panel.tree_widget.current_code() == code_id(panel, "conflict")


def pressed(key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> Step:
    return lambda panel, _chance: press(panel, key, held)


def named(key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> Step:
    """Name a code, old or new: with a name that is free, taken, or will not do, and not always."""

    def step(panel: CodebookPanel, chance: random.Random) -> None:
        press(panel, key, held)
        if panel.tree_widget.delegate.naming:
            name = chance.choice(["claim", "a/b", "", f"code {chance.randrange(30)}"])
            end = chance.choice([Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape])
            write(panel, name, end)
            QApplication.processEvents()  # what was refused comes back
        if panel.tree_widget.delegate.naming and chance.random() < 0.7:
            QTest.keyClick(editor(panel), Qt.Key.Key_Escape)

    return step


def filtered(panel: CodebookPanel, chance: random.Random) -> None:
    panel.filter.setText(chance.choice(["", "", "c", "code", "fra", "xyz"]))


def went(panel: CodebookPanel, chance: random.Random) -> None:
    ids = [code.id for code in panel._session.codebook]
    if ids:
        panel.select_code(chance.choice(ids))


def used(panel: CodebookPanel, chance: random.Random) -> None:
    session, codes = panel._session, list(panel._session.codebook)
    if codes and session.article_id in session.project.queries.article_ids():
        name = session.codebook.path(chance.choice(codes).id)
        annotate(session, name, chance.randrange(60))


def folded(panel: CodebookPanel, chance: random.Random) -> None:
    key = chance.choice([Qt.Key.Key_Left, Qt.Key.Key_Right])
    press(panel, key)


def deleted(panel: CodebookPanel, chance: random.Random) -> None:
    """Delete a code; what is used still, is kept."""
    press(panel, Qt.Key.Key_Delete)
    for dialog in panel.findChildren(DeleteDialog):
        dialog.reject()
        panel.activateWindow()
        panel.tree_widget.setFocus()
        QTest.qWaitForWindowActive(panel)


Step = Callable[[CodebookPanel, random.Random], None]
STEPS: tuple[Step, ...] = (
    went,
    went,
    filtered,
    folded,
    folded,
    used,
    named(Qt.Key.Key_Insert),
    named(Qt.Key.Key_Insert, SHIFT),
    named(Qt.Key.Key_F2),
    deleted,
    pressed(Qt.Key.Key_Up, ALT),
    pressed(Qt.Key.Key_Down, ALT),
    pressed(Qt.Key.Key_Right, ALT),
    pressed(Qt.Key.Key_Left, ALT),
    pressed(Qt.Key.Key_Return),
    pressed(Qt.Key.Key_Space),
    lambda panel, _chance: panel._session.undo(),
    lambda panel, _chance: panel._session.undo(),
    lambda panel, _chance: panel._session.redo(),
)


def rows_of(panel: CodebookPanel, parent: QModelIndex) -> list[QModelIndex]:
    model = panel.model
    rows = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    return [one for row in rows for one in (row, *rows_of(panel, row))]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_in_whatever_order_the_panel_shows_the_codebook(panel, session, seed):
    chance = random.Random(seed)
    for _ in range(300):
        chance.choice(STEPS)(panel, chance)
        codes = {code.id for code in session.codebook}
        rows = [panel.model.code_id(row) for row in rows_of(panel, QModelIndex())]
        if not panel.model.is_filtered and not panel.model.has_draft:
            assert rows == [code.id for code in session.codebook]
        current = panel.tree_widget.current_code()
        assert current is None or current in codes
        assert panel.actions_table["codebook.delete"].isEnabled() == (current is not None)
    panel.tree_widget.grab()
