"""The rules of a code are written in the pane below the tree, saved as they are typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.codebook import Code, Status
from annotator.domain.span import Span
from annotator.ops import coding, study
from annotator.ops.revising import change_code
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader
from annotator.ui.places.code.code_dialogs.under import UnderDialog
from annotator.ui.places.code.colours_told import seen_in_words
from annotator.ui.places.code.editor import CodeEditor

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def code(window: MainWindow, name: str = "claim") -> Code:
    return window.session.codebook.find(name)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def open_editor(window: MainWindow, qtbot: QtBot, name: str = "claim") -> CodeEditor:
    place = window.place("code")
    place.codebook.select_code(code(window, name).id)
    place.codebook.tree_widget.setFocus()
    qtbot.waitUntil(place.codebook.tree_widget.hasFocus)
    QTest.keyClick(place.codebook.tree_widget, Key.Key_Return, ALT)
    made: CodeEditor = place.side.editor
    qtbot.waitUntil(made.isVisible)
    qtbot.waitUntil(made.form.name.field.hasFocus)
    return made


@pytest.fixture
def editor(window: MainWindow, qtbot: QtBot) -> CodeEditor:
    return open_editor(window, qtbot)


def revisions(window: MainWindow, name: str = "claim") -> list[tuple[int, str]]:
    found = window.session.project.queries.questions.revisions().get(code(window, name).id, ())
    return [(one.number, one.why) for one in found]


def go_to(editor: CodeEditor, widget: QWidget, qtbot: QtBot) -> None:
    """By Tab, as somebody without a mouse does."""
    editor.setFocus()
    for _ in range(90):
        if focused() is widget:
            return
        QTest.keyClick(focused(), Key.Key_Tab)
    raise AssertionError("Tab does not lead there")


def test_a_pause_saves_what_is_typed_and_a_visit_is_one_revision(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    definition = editor.form.by_rule["definition"].editor
    go_to(editor, definition, qtbot)
    before = code(window).definition
    QTest.keyClick(focused(), Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), " One")
    with qtbot.waitSignal(window.session.changed):
        pass
    assert code(window).definition == f"{before} One".strip()
    assert revisions(window) == [(2, "")]
    QTest.keyClicks(focused(), " two")
    QTest.keyClick(focused(), Key.Key_Tab)
    QTest.keyClicks(focused(), "It is said by somebody.")
    assert editor.foot.isVisible()
    go_to(editor, editor.why.field, qtbot)
    assert code(window).use_when.startswith("It is said by somebody.")
    QTest.keyClicks(focused(), "too wide")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert revisions(window) == [(2, "too wide")]
    QTest.keyClick(focused(), Key.Key_Escape)
    assert not editor.isVisible()
    assert window.place("code").codebook.tree_widget.hasFocus()
    open_editor(window, qtbot)
    go_to(editor, definition, qtbot)
    QTest.keyClicks(focused(), "Also: ")
    go_to(editor, editor.form.by_rule["use_when"].editor, qtbot)
    assert revisions(window) == [(2, "too wide"), (3, "")]


def test_what_is_to_be_rechecked_is_told_once_when_the_pane_is_left(
    window: MainWindow, qtbot: QtBot
) -> None:
    reader = select(window, "welcomed the decision")
    reader.setFocus()
    QTest.keyClick(reader, Key.Key_C)
    editor = open_editor(window, qtbot)
    told: list[str] = []
    window.session.told.connect(told.append)
    go_to(editor, editor.form.by_rule["definition"].editor, qtbot)
    for words in ("One", " two"):
        with qtbot.waitSignal(window.session.changed):
            QTest.keyClicks(focused(), words)
        # What would be told of it would be told by now.
        qtbot.wait(0)
    assert revisions(window) == [(2, "")]
    assert not any("older rules" in one for one in told)
    QTest.keyClick(focused(), Key.Key_Escape)
    assert sum("older rules" in one for one in told) == 1


def test_what_is_typed_in_a_field_is_undone_as_one(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    definition = editor.form.by_rule["definition"].editor
    before = code(window).definition
    go_to(editor, definition, qtbot)
    for words in ("One", " two"):
        with qtbot.waitSignal(window.session.changed):
            QTest.keyClicks(focused(), words)
    QTest.keyClick(focused(), Key.Key_Escape)
    window.actions_table["edit.undo"].trigger()
    assert code(window).definition == before
    assert revisions(window) == []


def test_only_the_wording_raises_no_revision(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    go_to(editor, editor.form.by_rule["definition"].editor, qtbot)
    QTest.keyClicks(focused(), "In other words: ")
    go_to(editor, editor.same, qtbot)
    assert revisions(window) == [(2, "")]
    QTest.keyClick(focused(), Key.Key_Space)
    assert revisions(window) == []
    assert code(window).definition.startswith("In other words: ")
    QTest.keyClick(focused(), Key.Key_Space)
    assert revisions(window) == [(2, "")]


def test_what_does_not_change_the_meaning_raises_no_revision(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    go_to(editor, editor.form.by_rule["keywords"].editor, qtbot)
    QTest.keyClicks(focused(), "asserts, says ,asserts")
    go_to(editor, editor.form.by_rule["status"].editor, qtbot)
    QTest.keyClick(focused(), Key.Key_Down)
    assert code(window).keywords[-2:] == ("asserts", "says")
    assert code(window).status is Status.PROPOSED
    assert "Proposed" in editor.about.text()
    assert revisions(window) == []
    assert not editor.foot.isVisible()


def test_examples_are_added_moved_and_removed(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    rows = editor.form.by_rule["counter_examples"]
    kept = code(window).counter_examples
    for words in ("First one", "Second one"):
        go_to(editor, rows.add, qtbot)
        QTest.keyClick(focused(), Key.Key_Space)
        QTest.keyClicks(focused(), words)
        QTest.keyClick(focused(), Key.Key_Tab)
        QTest.keyClicks(focused(), "Quay Radio")
        QTest.keyClick(focused(), Key.Key_Tab)
    added = code(window).counter_examples[len(kept) :]
    assert [(one.text, one.source) for one in added] == [
        ("First one", "Quay Radio"),
        ("Second one", "Quay Radio"),
    ]
    go_to(editor, rows.cards[-1].earlier, qtbot)
    QTest.keyClick(focused(), Key.Key_Space)
    assert code(window).counter_examples[-1].text == "First one"
    go_to(editor, rows.cards[-1].remove, qtbot)
    QTest.keyClick(focused(), Key.Key_Space)
    assert [one.text for one in code(window).counter_examples[len(kept) :]] == ["Second one"]
    assert revisions(window) == []


def test_a_near_miss_names_another_code(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    rows = editor.form.by_rule["instead"]
    kept = len(code(window).instead)
    go_to(editor, rows.add, qtbot)
    QTest.keyClick(focused(), Key.Key_Space)
    QTest.keyClicks(focused(), "A speaker is named")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert "which code" in rows.cards[-1].place.text()
    field = rows.cards[-1].use.field
    QTest.keyClicks(field, "attrib")
    listed = field.completer().popup()
    qtbot.waitUntil(listed.isVisible)
    QTest.keyClick(listed, Key.Key_Down)
    QTest.keyClick(listed, Key.Key_Return)
    made = code(window).instead[kept]
    assert (made.when, made.use) == ("A speaker is named", code(window, "attribution").uid)


def test_a_name_that_is_taken_is_said_at_the_field(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(focused(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), "framing")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert "framing" in editor.form.name.wrong.text()
    assert editor.form.name.wrong.isVisible()
    assert len([one for one in window.session.codebook if one.name == "framing"]) == 1
    editor.form.name.field.setFocus()
    QTest.keyClick(focused(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), "assertion")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert not editor.form.name.wrong.isVisible()
    assert code(window, "assertion").key == "c"
    assert "assertion" in editor.caption.text()


def test_the_pane_follows_the_tree_and_saves_what_was_half_written(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    go_to(editor, editor.form.by_rule["boundary"].editor, qtbot)
    QTest.keyClicks(focused(), "The whole sentence.")
    window.place("code").codebook.select_code(code(window, "framing").id)
    assert code(window).boundary.startswith("The whole sentence.")
    assert editor.form.name.text == "framing"
    assert revisions(window) == [(2, "")]
    assert revisions(window, "framing") == []


def test_a_locked_scheme_is_read_only_and_says_why(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    window.session.run(study.set_setting, study.SCHEME_LOCKED, True, coder_id=1)
    field = editor.form.name.field
    assert isinstance(field, QLineEdit)
    assert field.isReadOnly()
    assert "locked" in editor.about.text()
    assert not editor.form.by_rule["examples"].add.isVisible()
    before = code(window).name
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Key.Key_Tab)
    assert code(window).name == before


def test_colours_are_named_and_their_contrast_is_said(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    go_to(editor, editor.form.colour.button, qtbot)
    QTest.keyClick(focused(), Key.Key_Space)
    hues = editor.form.colour.card.hues
    qtbot.waitUntil(hues.hasFocus)
    QTest.keyClick(hues, Key.Key_Home)
    assert window.session.codebook.find("claim").colour == "blue"
    assert window.session.project.queries.codebook().find("claim").colour != "blue"
    QTest.keyClick(hues, Key.Key_Return)
    assert window.session.project.queries.codebook().find("claim").colour == "blue"
    assert "Safe for colour-blind" in editor.form.colour.seen.text()
    assert editor.form.colour.button.text() == "Blue"
    assert focused() is editor.form.colour.button
    window.session.undo()
    assert code(window).colour != "blue"


def test_a_code_comes_under_another_from_the_pane_with_a_preview(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    row = editor.form.place
    assert row.words.text() == "Top level, 2 of 3"
    assert row.up.toolTip() == "Move up, before “framing”"
    assert row.down.accessibleName() == "Move down, after “attribution”"
    go_to(editor, editor.form.place.under, qtbot)
    QTest.keyClick(focused(), Key.Key_Space)
    (dialog,) = [one for one in window.findChildren(UnderDialog) if one.isVisible()]
    QTest.keyClicks(dialog.to.filter, "fram")
    qtbot.waitUntil(dialog.ok.isEnabled)
    assert "It becomes framing › claim." in dialog.preview.text()
    assert code(window).parent_id is None
    QTest.keyClick(dialog.ok, Key.Key_Space)
    assert code(window).parent_id == code(window, "framing").id
    assert editor.form.place.words.text() == "Under framing, 1 of 1"
    window.session.undo()
    assert editor.form.place.words.text() == "Top level, 2 of 3"


def test_beneath_the_name_it_is_said_what_another_changes(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    field = editor.form.name.field
    QTest.keyClicks(field, "s")
    assert not editor.form.renaming.isVisible()
    window.session.run(
        coding.annotate,
        article_id=window.session.article_id or 0,
        span=Span.of((0, 5)),
        code_id=editor.form._code().id,
        coder_id=window.session.coder_id or 0,
    )
    QTest.keyClicks(field, "s")
    assert editor.form.renaming.text() == "1 annotation in 1 article keeps its code."
    QTest.keyClick(field, Key.Key_Tab)
    assert not editor.form.renaming.isVisible()


def select(window: MainWindow, words: str) -> Reader:
    reader = window.place("code").reader
    assert isinstance(reader, Reader)
    start = reader.text.index(words)
    reader.setFocus()
    reader.select(start, start + len(words))
    return reader


@pytest.mark.parametrize("counter", [False, True])
def test_words_of_the_text_become_an_example(
    window: MainWindow, qtbot: QtBot, *, counter: bool
) -> None:
    reader = select(window, "welcomed the decision")
    which = "counter_example" if counter else "example"
    window.actions_table.perform(f"codebook.{which}")
    picker = window.place("code").picker
    qtbot.waitUntil(picker.isVisible)
    assert "Enter add" in picker.hint.text()
    QTest.keyClicks(picker.field, "claim")
    QTest.keyClick(picker.field, Key.Key_Return)
    made = (code(window).counter_examples if counter else code(window).examples)[-1]
    assert made.text == "welcomed the decision"
    assert made.source == "Harbour Wire, 2025-03-14, “Ferry strike ends after nine days”"
    assert len(reader.marks) == 0
    assert revisions(window) == []
    select(window, "welcomed the decision")
    QTest.keyClick(reader, Key.Key_C)
    assert len(reader.marks) == 1


def test_a_new_code_with_its_first_example_is_one_step(window: MainWindow, qtbot: QtBot) -> None:
    known = list(window.session.codebook)
    reader = select(window, "welcomed the decision")
    window.actions_table.perform("codebook.example")
    picker = window.place("code").picker
    qtbot.waitUntil(picker.isVisible)
    QTest.keyClicks(picker.field, "relief")
    QTest.keyClick(picker.field, Key.Key_Return)
    made = window.session.codebook.find("relief")
    assert [one.text for one in made.examples] == ["welcomed the decision"]
    QTest.keyClick(reader, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert list(window.session.codebook) == known


def test_leaving_the_picker_leaves_the_example(window: MainWindow, qtbot: QtBot) -> None:
    before = code(window).examples
    reader = select(window, "welcomed the decision")
    window.actions_table.perform("codebook.example")
    picker = window.place("code").picker
    qtbot.waitUntil(picker.isVisible)
    QTest.keyClick(picker.field, Key.Key_Escape)
    select(window, "welcomed the decision")
    QTest.keyClick(reader, Key.Key_C)
    assert code(window).examples == before
    assert len(reader.marks) == 1


def change(window: MainWindow, name: str, **values: object) -> None:
    window.session.run(change_code, code(window, name).id, values, coder_id=1)


def test_a_retired_code_is_not_offered_and_its_key_says_why(
    window: MainWindow, qtbot: QtBot
) -> None:
    change(window, "claim", status=Status.RETIRED)
    reader = select(window, "night crews")
    with qtbot.waitSignal(window.session.told, check_params_cb=lambda said: "retired" in said):
        QTest.keyClick(reader, Key.Key_C)
    assert len(reader.marks) == 0
    QTest.keyClick(reader, Key.Key_Return)
    picker = window.place("code").picker
    qtbot.waitUntil(picker.isVisible)
    assert "claim" not in [row.name for row in picker.model.rows]
    model = window.place("code").codebook.model
    assert model.index_of(code(window).id).data() == "claim (retired)"


@pytest.mark.parametrize(
    ("colour", "low", "fine"),
    [
        ("#ffff66", "On light paper the contrast is too low", "on dark paper."),
        ("#101010", "On dark paper the contrast is too low", "on light paper."),
    ],
)
def test_a_colour_that_is_hard_to_see_is_said_in_words(colour: str, low: str, fine: str) -> None:
    told = seen_in_words(colour)
    assert low in told
    assert fine in told


def test_the_field_that_is_written_stays_in_view(
    editor: CodeEditor, window: MainWindow, qtbot: QtBot
) -> None:
    field = editor.form.by_rule["definition"].editor
    go_to(editor, field, qtbot)
    with qtbot.waitSignal(window.session.changed):
        QTest.keyClicks(focused(), "More. ")
    qtbot.waitUntil(editor.foot.isVisible)
    page = editor.page.viewport()

    def is_seen() -> bool:
        return page.rect().intersects(field.rect().translated(field.mapTo(page, QPoint())))

    qtbot.waitUntil(is_seen)
    assert field.hasFocus()
