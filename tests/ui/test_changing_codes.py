"""Codes merged, split, given away, retired and deleted in the window, as a person does it."""

from __future__ import annotations

import shutil
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind
from annotator.domain.codebook import Status
from annotator.domain.span import Span
from annotator.ops import coding, study
from annotator.store import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.places.code import CodePlace
from annotator.ui.places.code.code_dialogs.asking import Asking
from annotator.ui.places.code.code_dialogs.deleting import DeleteDialog
from annotator.ui.places.code.code_dialogs.merging import MergeDialog
from annotator.ui.places.code.code_dialogs.moving import MoveDialog
from annotator.ui.places.code.code_dialogs.several import KEYWORDS, SeveralDialog
from annotator.ui.places.code.code_dialogs.splitting import SplitDialog
from annotator.ui.places.code.codebook_tree import CodeTree

D = TypeVar("D", bound=Asking)


@pytest.fixture
def tree(window: MainWindow) -> CodeTree:
    """The codebook, with four claims coded and claim current."""
    session = window.session
    for at in range(0, 40, 10):
        session.run(
            coding.annotate,
            article_id=session.article_id or 0,
            span=Span.of((at, at + 5)),
            code_id=code(window, "claim"),
            coder_id=session.coder_id or 0,
        )
    tree = place(window).codebook.tree_widget
    tree.setFocus()
    tree.go_to(code(window, "claim"))
    window.actions_table.refresh()
    return tree


def place(window: MainWindow) -> CodePlace:
    found = window.findChild(CodePlace)
    assert found is not None
    return found


def code(window: MainWindow, name: str) -> int:
    return window.session.codebook.find(name).id


def asked(window: MainWindow, kind: type[D], action: str) -> D:
    """The dialog that an action of the codebook opens."""
    window.actions_table.perform(f"codebook.{action}")
    (dialog,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return dialog


def agreed(qtbot: QtBot, dialog: Asking) -> str:
    """Go on with what is asked, once it is said what would change; that."""
    qtbot.waitUntil(dialog.ok.isEnabled)
    said = dialog.preview.text()
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.ok, Qt.Key.Key_Space)
    return said


def used(window: MainWindow, name: str) -> int:
    return window.session.total(code(window, name), everybody=True) or 0


def test_codes_are_merged(qtbot, window, tree):
    dialog = asked(window, MergeDialog, "merge")
    assert not dialog.ok.isEnabled()
    QTest.keyClicks(dialog.into.filter, "attri")
    said = agreed(qtbot, dialog)

    assert "4 annotations in 1 article would get the code “attribution”" in said
    assert [one.name for one in window.session.codebook] == ["framing", "attribution"]
    assert used(window, "attribution") == 4
    assert tree.current_code() == code(window, "attribution")
    window.session.undo()
    assert used(window, "claim") == 4


def test_esc_empties_the_field_and_then_leaves_the_question(window, tree):
    dialog = asked(window, MergeDialog, "merge")
    QTest.keyClicks(dialog.into.filter, "x")
    QTest.keyClick(dialog.into.filter, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog.into.filter, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_question_that_is_left_while_it_reckons_is_gone(qtbot, window, tree):
    dialog = asked(window, MergeDialog, "merge")
    QTest.keyClicks(dialog.into.filter, "attri")
    assert dialog.preview.text() == "Reckoning what would change…"
    qtbot.wait(80)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(MergeDialog))
    qtbot.wait(80)
    assert used(window, "claim") == 4


def test_annotations_get_another_code(qtbot, window, tree):
    dialog = asked(window, MoveDialog, "give")
    QTest.keyClicks(dialog.to.filter, "framing")
    agreed(qtbot, dialog)

    assert (used(window, "claim"), used(window, "framing")) == (0, 4)


def test_a_code_is_deleted_with_its_annotations(qtbot, window, tree):
    dialog = asked(window, DeleteDialog, "delete")
    assert dialog.ok.text() == "Retire"
    dialog.take.setChecked(True)
    said = agreed(qtbot, dialog)

    assert "4 annotations in 1 article would be removed" in said
    assert [one.name for one in window.session.codebook] == ["framing", "attribution"]
    assert window.session.project.queries.annotations() == []


def test_a_code_is_deleted_and_its_annotations_get_another(qtbot, window, tree):
    dialog = asked(window, DeleteDialog, "delete")
    dialog.give.setChecked(True)
    assert not dialog.ok.isEnabled()
    QTest.keyClicks(dialog.to.filter, "framing")
    agreed(qtbot, dialog)

    assert used(window, "framing") == 4


def test_several_codes_are_changed_and_retired(qtbot, window, tree):
    tree.go_to(code(window, "framing"))
    QTest.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert tree.selected_codes() == [code(window, "framing"), code(window, "claim")]
    dialog = asked(window, SeveralDialog, "several")
    dialog.what.set_value(KEYWORDS)
    QTest.keyClicks(dialog.keywords, "tilt, bent")
    said = agreed(qtbot, dialog)
    window.actions_table.perform("codebook.retire")

    known = window.session.codebook
    assert "2 codes would change" in said
    for name in ("framing", "claim"):
        assert known.find(name).keywords[-2:] == ("tilt", "bent")
        assert known.find(name).status is Status.RETIRED
    window.actions_table.perform("codebook.retire")
    assert window.session.codebook.find("claim").status is Status.ACTIVE


def test_a_click_with_ctrl_selects_and_applies_nothing(qtbot, window, tree):
    chosen = []
    tree.chosen.connect(chosen.append)
    index = tree.model().index(0, 0)
    middle = tree.visualRect(index).center()
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, middle
    )
    assert chosen == []
    assert tree.selected_codes() == [code(window, "framing"), code(window, "claim")]


def test_a_code_is_split_by_keys_and_gone_on_with_later(qtbot, window, tree):
    dialog = asked(window, SplitDialog, "split")
    QTest.keyClicks(dialog.field.filter, "framing")
    QTest.keyClick(dialog.field.filter, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.field.filter, "forecast")
    QTest.keyClick(dialog.field.filter, Qt.Key.Key_Return)
    agreed(qtbot, dialog)
    bar = place(window).desk.dealing
    assert bar.isVisible()

    QTest.keyClick(bar, Qt.Key.Key_1)
    QTest.keyClick(bar, Qt.Key.Key_2)
    QTest.keyClick(bar, Qt.Key.Key_Backspace)
    assert (used(window, "framing"), used(window, "forecast")) == (1, 0)
    QTest.keyClick(bar, Qt.Key.Key_Space)
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert used(window, "claim") == 3

    again = asked(window, SplitDialog, "split")
    assert again.targets.count() == 2
    said = agreed(qtbot, again)
    assert "3 annotations in 1 article to be dealt out" in said
    assert "1 of them skipped before" in said
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        QTest.keyClick(bar, key)
    assert not bar.isVisible()
    assert [used(window, name) for name in ("claim", "framing", "forecast")] == [1, 2, 1]

    window.session.undo()
    assert [used(window, name) for name in ("claim", "framing")] == [4, 0]
    assert "forecast" not in [one.name for one in window.session.codebook]


def test_a_locked_scheme_offers_no_changes(window, tree):
    session = window.session
    session.run(study.set_setting, study.SCHEME_LOCKED, True, coder_id=session.coder_id)
    window.actions_table.refresh()
    for name in ("merge", "split", "several", "retire", "delete", "rename", "up", "key"):
        assert not window.actions_table[f"codebook.{name}"].isEnabled()
    assert window.actions_table["codebook.give"].isEnabled()


def test_many_annotations_are_merged_beside_the_window(qtbot, window, tree):
    session = window.session
    (article, *_) = session.project.queries.article_ids()
    length = session.project.queries.articles([article])[0].length
    spans = [Span.of((at, at + 2)) for at in range(min(length - 2, 150))]
    made = [
        Create(
            Kind.ANNOTATION,
            {
                "article_id": article,
                "coder_id": session.coder_id,
                "round_id": session.project.main_round,
                "code_id": code(window, "claim"),
                "anchor": coding.place(session.project, article, span),
            },
        )
        for span in spans
    ]
    session.announce(session.project.apply("Tag", made, coder_id=session.coder_id))
    qtbot.waitUntil(lambda: session.counts is not None)
    number = used(window, "claim")
    tree.setFocus()
    tree.go_to(code(window, "claim"))
    dialog = asked(window, MergeDialog, "merge")
    QTest.keyClicks(dialog.into.filter, "framing")
    with qtbot.waitSignal(session.work.ended):
        agreed(qtbot, dialog)
    qtbot.waitUntil(lambda: session.counts is not None and len(session.codebook) == 2)
    assert used(window, "framing") == number


def test_where_the_screen_is_low_what_is_asked_scrolls_and_what_would_change_is_seen(window, tree):
    dialog = asked(window, SplitDialog, "split")
    dialog.resize(dialog.width(), 300)
    for part in (dialog.preview, dialog.ok):
        assert dialog.rect().contains(part.geometry()), part
    assert dialog.targets.visibleRegion().isEmpty()
    for _ in range(9):
        if dialog.focusWidget() is not dialog.targets:
            QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert not dialog.targets.visibleRegion().isEmpty()
    dialog.reject()


def test_enter_on_cancel_leaves_all_as_it_is(qtbot, window, tree):
    place(window).codebook.select_code(window.session.codebook.find("claim").id)
    dialog = asked(window, SeveralDialog, "several")
    qtbot.waitUntil(dialog.ok.isEnabled)
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    dialog.ok.setFocus(Qt.FocusReason.TabFocusReason)
    cancel.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.result() == dialog.DialogCode.Rejected


def split_into(window: MainWindow, *names: str) -> SplitDialog:
    """The question what claim is split into, answered by typing."""
    dialog = asked(window, SplitDialog, "split")
    for name in names:
        QTest.keyClicks(dialog.field.filter, name)
        QTest.keyClick(dialog.field.filter, Qt.Key.Key_Return)
    return dialog


def steps(window: MainWindow) -> list[str]:
    return [one.label for one in window.session.project.histories.page().entries]


def taken_back(window: MainWindow) -> None:
    """Undone by its key."""
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def done_again(window: MainWindow) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_Z, both)


def test_enter_with_nothing_typed_begins_to_deal_once_there_are_codes(qtbot, window, tree):
    dialog = asked(window, SplitDialog, "split")
    QTest.keyClick(dialog.field.filter, Qt.Key.Key_Return)
    assert dialog.targets.count() == 0
    dialog.field.filter.setFocus()
    QTest.keyClicks(dialog.field.filter, "forecast")
    # By its letter the button is pressed a moment later; Enter may come before.
    dialog.make.animateClick()
    QTest.keyClick(dialog.field.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.make.isDown())
    assert dialog.targets.count() == 1
    assert not window.notice.isVisible()
    qtbot.waitUntil(dialog.ok.isEnabled)
    QTest.keyClick(dialog.field.filter, Qt.Key.Key_Return)
    assert place(window).desk.dealing.isVisible()


def test_enter_after_a_code_that_there_is_begins_to_deal_too(qtbot, window, tree):
    dialog = split_into(window, "attri")
    assert dialog.field.code_id is None
    qtbot.waitUntil(dialog.ok.isEnabled)
    QTest.keyClick(dialog.field.filter, Qt.Key.Key_Return)
    assert place(window).desk.dealing.isVisible()


def test_a_split_that_is_not_gone_on_with_leaves_nothing(qtbot, window, tree):
    codes, before = list(window.session.codebook), steps(window)
    dialog = split_into(window, "forecast", "outlook")
    assert [dialog.targets.item(n).text() for n in range(2)] == [
        "1   forecast (new)",
        "2   outlook (new)",
    ]
    qtbot.waitUntil(dialog.ok.isEnabled)
    assert "The codes “forecast”, “outlook” would be added." in dialog.preview.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert (list(window.session.codebook), steps(window)) == (codes, before)


def test_a_split_with_the_codes_made_for_it_is_one_step(qtbot, window, tree):
    codes, before = list(window.session.codebook), steps(window)
    agreed(qtbot, split_into(window, "forecast", "framing", "outlook"))
    bar = place(window).desk.dealing
    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_2, Qt.Key.Key_1):
        QTest.keyClick(bar, key)
    names = ("claim", "forecast", "outlook", "framing")
    assert not bar.isVisible()
    assert [used(window, name) for name in names] == [0, 2, 1, 1]
    beside = window.session.codebook.children(None)
    assert [one.name for one in beside][-2:] == ["forecast", "outlook"]
    assert len({one.colour for one in beside}) == len(beside)
    whole = window.session.undo_label
    assert whole == "Split “claim”: the new codes “forecast”, “outlook”, and 4 more steps"

    taken_back(window)
    assert used(window, "claim") == 4
    assert list(window.session.codebook) == codes
    assert steps(window)[-len(before) :] == before
    done_again(window)
    assert [used(window, name) for name in names] == [0, 2, 1, 1]
    taken_back(window)
    assert list(window.session.codebook) == codes


def test_a_split_that_is_taken_back_half_way_is_over(qtbot, window, tree):
    codes = list(window.session.codebook)
    agreed(qtbot, split_into(window, "forecast"))
    bar = place(window).desk.dealing
    QTest.keyClick(bar, Qt.Key.Key_1)
    taken_back(window)

    assert not bar.isVisible()
    assert window.focusWidget() is place(window).reader
    assert list(window.session.codebook) == codes
    assert used(window, "claim") == 4
    assert asked(window, SplitDialog, "split").targets.count() == 0


def test_each_key_of_a_split_is_on_disk(qtbot, window, tree, tmp_path):
    agreed(qtbot, split_into(window, "forecast"))
    bar = place(window).desk.dealing
    QTest.keyClick(bar, Qt.Key.Key_1)
    QTest.keyClick(bar, Qt.Key.Key_1)
    killed = tmp_path / "killed.annotator"
    for end in ("", "-wal"):
        kept = window.session.project.path
        shutil.copy(kept.with_name(kept.name + end), killed.with_name(killed.name + end))

    who = window.session.coder_id
    with Project.open(killed) as project:
        found = {one.name: one.id for one in project.queries.codebook()}
        counts = project.queries.annotation_counts()
        assert (counts[found["claim"], who], counts[found["forecast"], who]) == (2, 2)
        project.undo(who)
        assert "forecast" not in [one.name for one in project.queries.codebook()]
        assert project.queries.annotation_counts() == {(found["claim"], who): 4}


def test_what_is_dealt_after_other_work_is_one_step_again(qtbot, window, tree):
    agreed(qtbot, split_into(window, "framing"))
    bar = place(window).desk.dealing
    QTest.keyClick(bar, Qt.Key.Key_1)
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    tree.go_to(code(window, "claim"))
    window.actions_table.perform("codebook.retire")

    agreed(qtbot, split_into(window, "forecast"))
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2):
        QTest.keyClick(bar, key)
    assert [used(window, name) for name in ("claim", "framing", "forecast")] == [0, 2, 2]
    taken_back(window)
    assert [used(window, name) for name in ("claim", "framing")] == [3, 1]
    assert "forecast" not in [one.name for one in window.session.codebook]


def test_a_split_gone_on_with_is_one_step_with_what_was_dealt_before(qtbot, window, tree):
    agreed(qtbot, split_into(window, "framing"))
    bar = place(window).desk.dealing
    QTest.keyClick(bar, Qt.Key.Key_1)
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    tree.setFocus()
    agreed(qtbot, split_into(window, "forecast"))
    QTest.keyClick(bar, Qt.Key.Key_2)
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    taken_back(window)
    assert [used(window, name) for name in ("claim", "framing")] == [4, 0]
    assert "forecast" not in [one.name for one in window.session.codebook]


@pytest.mark.parametrize("name", ["framing", "Forecast", "a/b"])
def test_a_new_code_that_cannot_be_is_refused_when_it_is_added(qtbot, window, tree, name):
    dialog = split_into(window, "forecast")
    QTest.keyClicks(dialog.field.filter, name)
    with qtbot.waitSignal(window.session.failed):
        QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert dialog.targets.count() == 1
    dialog.reject()


def test_enter_on_a_button_of_splitting_does_what_it_says(qtbot, window, tree):
    dialog = asked(window, SplitDialog, "split")
    QTest.keyClicks(dialog.field.filter, "forecast")
    dialog.make.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dialog.make, Qt.Key.Key_Return)
    assert [dialog.targets.item(n).text() for n in range(dialog.targets.count())] == [
        "1   forecast (new)"
    ]
