"""Codebooks are taken over, exported and locked from the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.domain.codebook import Status
from annotator.domain.questions import Scale
from annotator.formats.schemes import parse_scheme
from annotator.ops.answers import variable_of
from annotator.ops.choices import ChoiceDraft
from annotator.ops.project_scheme import of_project
from annotator.ops.variables import add_variable, change_variable
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.taking_over import TakeOverDialog
from annotator.ui.widgets import file_dialogs
from annotator.ui.widgets.name_dialog import NameDialog

SCHEME = """
title: Theirs
codes:
  - name: claim
    definition: What may be untrue.
  - name: tone
"""


def names(window: MainWindow) -> set[str]:
    return {code.name for code in window.session.codebook}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "theirs.yaml"
    path.write_text(SCHEME, "utf-8")
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_asked: str(path))
    return path


def when_asked(window: MainWindow, answer: Callable[[], None]) -> None:
    """Answers the question that will be asked when the file has been read."""
    timer = QTimer(window)
    timer.setInterval(10)

    def look() -> None:
        if isinstance(QApplication.activeModalWidget(), TakeOverDialog):
            timer.stop()
            answer()

    timer.timeout.connect(look)
    timer.start()


def test_what_another_codebook_says_is_chosen_and_taken_over(window, file, qtbot: QtBot):
    seen: list[str] = []

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TakeOverDialog)
        rows = [dialog.list.topLevelItem(n) for n in range(dialog.list.topLevelItemCount())]
        seen.extend(row.text(0) for row in rows if row.checkState(0) is Qt.CheckState.Checked)
        new = next(row for row in rows if row.text(0) == "tone: is new there")
        new.setCheckState(0, Qt.CheckState.Unchecked)
        why = next(one for one in dialog.findChildren(QLineEdit) if one.placeholderText())
        QTest.keyClicks(why, "agreed")
        ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
        assert ok.text() == "Take over 1"
        QTest.mouseClick(ok, Qt.MouseButton.LeftButton)

    when_asked(window, choose)
    with qtbot.waitSignal(window.session.changed):
        window.actions_table["codebook.take_over"].trigger()
    assert seen == ["claim: definition", "tone: is new there"]
    session = window.session
    claim = session.codebook.find("claim")
    assert claim.definition == "What may be untrue."
    assert names(window) == {"framing", "claim", "attribution"}
    assert session.project.queries.questions.revision_of(claim.id).why == "agreed"
    session.undo()
    assert session.codebook.find("claim").definition != "What may be untrue."


def test_columns_of_a_table_are_matched(window, tmp_path, qtbot: QtBot):
    table = tmp_path / "ours.csv"
    table.write_text("Kode,Beschreibung,Taste\ntone,How it sounds.,t\n", "utf-8")

    def match() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TakeOverDialog)
        assert "which column has the names" in dialog.told.text()
        matches = {"name": "Kode", "definition": "Beschreibung", "key": "Taste"}
        for what, head in matches.items():
            choice = dialog._columns[what]
            choice.setCurrentIndex(choice.findData(head))
        shown = [dialog.list.topLevelItem(n) for n in range(dialog.list.topLevelItemCount())]
        said = [item.text(0) for item in shown if item is not None]
        # A table has no place for the guide: it says nothing of it.
        assert said
        assert not [words for words in said if words.startswith("The scheme")]
        dialog.accept()

    QTimer.singleShot(0, match)
    window.errands.codebooks.take_over_from(table)
    tone = window.session.codebook.find("tone")
    assert (tone.definition, tone.key) == ("How it sounds.", "t")
    assert len(names(window)) == 4


def test_what_is_made_of_names_is_said_before_it_is_taken_over(window, tmp_path, qtbot: QtBot):
    table = tmp_path / "ours.csv"
    table.write_text("name\n" + "".join(f"{n}/{n}\n" for n in range(6)), "utf-8")
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TakeOverDialog)
        assert dialog.notes.isVisible()
        said.extend(dialog.notes.text().splitlines())
        choice = dialog._columns["name"]
        choice.setCurrentIndex(0)
        assert not dialog.notes.isVisible()
        dialog.reject()

    QTimer.singleShot(0, look)
    window.errands.codebooks.take_over_from(table)
    assert said[0].startswith("Cell A2: the code is called “0-0”, as “/” stands between")
    assert said[-1] == "And 2 more like these."
    assert names(window) == {"framing", "claim", "attribution"}


def test_a_question_that_is_never_asked_is_told_when_it_is_exported(window, tmp_path, qtbot: QtBot):
    session = window.session
    project, ana = session.project, session.coder_id
    drafts = [ChoiceDraft("good"), ChoiceDraft("bad")]
    add_variable(project, "tone", Scale.NOMINAL, choices=drafts, coder_id=ana)
    add_variable(project, "why", Scale.TEXT, condition="tone = bad", coder_id=ana)
    tone = variable_of(project, "tone")
    change_variable(project, tone.id, {}, choices=drafts[:1], coder_id=ana)
    out = tmp_path / "mine.yaml"
    with qtbot.waitSignal(window.notice.shown) as shown:
        window.errands.codebooks.export_to(out, of_project(project))
    assert "“why”: it is asked if “tone = bad”, which never holds" in shown.args[0]
    assert len(parse_scheme(out.read_bytes(), "mine").variables) == 2


def test_a_file_that_makes_no_sense_is_named_and_nothing_changes(window, file, qtbot: QtBot):
    file.write_text("title: x\ncodes:\n  - nome: a\n", "utf-8")
    with qtbot.waitSignal(window.notice.shown):
        window.actions_table["codebook.take_over"].trigger()
    assert names(window) == {"framing", "claim", "attribution"}
    assert window.notice.isVisible()


def test_a_codebook_that_says_the_same_is_told(window, tmp_path, qtbot: QtBot):
    out = tmp_path / "mine.yaml"
    session = window.session
    with qtbot.waitSignal(session.told, check_params_cb=lambda words: "mine.yaml" in words):
        window.errands.codebooks.export_to(out, of_project(session.project))
    assert {code.name for code in parse_scheme(out.read_bytes(), "m").codes} == names(window)
    with qtbot.waitSignal(session.told, check_params_cb=lambda words: "says the same" in words):
        window.errands.codebooks.take_over_from(out)


def test_a_locked_scheme_only_takes_proposals(window, qtbot: QtBot):
    actions, session = window.actions_table, window.session
    actions["switch.lock"].trigger()
    assert session.is_scheme_locked
    assert actions["switch.lock"].isChecked()
    assert not actions["codebook.take_over"].isEnabled()
    assert not actions["codebook.add"].isEnabled()

    def name() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NameDialog)
        QTest.keyClicks(dialog.field, "irony")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    QTimer.singleShot(0, name)
    actions["codebook.propose"].trigger()
    assert session.codebook.find("irony").status is Status.PROPOSED
    session.undo()
    session.undo()
    assert not session.is_scheme_locked
    qtbot.waitUntil(lambda: not actions["switch.lock"].isChecked())
