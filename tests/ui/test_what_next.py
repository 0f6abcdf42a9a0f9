"""What is said where something is missing, locked, or open for reading only: what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.ops import codebook, people, projects, study
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import Choice

KEY = Qt.Key


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A closed project with neither articles nor codes."""
    path = tmp_path / "bare.annotator"
    projects.create_project(path, "bare", people.save_person("Ana"), projects.EMPTY).close()
    return path


@pytest.fixture
def fresh(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window without a project."""
    made = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def look_at(window: MainWindow, path: Path) -> None:
    """Open a project for reading only."""
    window.session.show_project(projects.open_project(path, read_only=True))


def lock(window: MainWindow, *, locked: bool) -> None:
    session = window.session
    session.run(study.set_setting, study.SCHEME_LOCKED, locked, coder_id=session.coder_id)


def test_what_is_empty_says_how_to_begin_with_the_keys_as_they_are_set(
    fresh: MainWindow, bare_path: Path
) -> None:
    fresh.errands.projects.open_project(bare_path)
    place = fresh.place("code")
    assert place.empty.isVisible()
    assert place.empty.text().endswith("\n\nDrop text files here, or press Ctrl+Shift+I.")
    assert place.hint() == "Ctrl+Shift+I: import articles · F1: keys"
    assert place.codebook.empty.text() == "No codes yet. To make the first one, press Ctrl+Shift+N."
    place.side.show_annotations()
    assert place.annotations.empty.text() == "Choose an article to see its annotations."
    keys = fresh.actions_table.keys
    keys.set("article.import", ["F12"])
    keys.set("codebook.insert", [])
    assert place.empty.text().endswith("or press F12.")
    assert place.codebook.empty.text() == "No codes yet. To make the first one, press Ctrl+Shift+N."
    keys.set("codebook.add", [])
    keys.set("article.import", [])
    assert place.codebook.empty.text().endswith("choose Codebook › Add a code….")
    assert place.empty.text().endswith("choose Article › Import articles….")


def test_what_is_empty_and_only_read_offers_nothing(fresh: MainWindow, bare_path: Path) -> None:
    look_at(fresh, bare_path)
    place = fresh.place("code")
    for said in (place.empty.text(), place.codebook.empty.text()):
        assert "can be" in said
        assert "for reading only" in said
        assert "ress" not in said
    assert not place.codebook.add.isEnabled()
    assert place.codebook.add.toolTip() == "This project is for reading only."


def test_an_article_without_annotations_says_how_to_make_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    place = window.place("code")
    place.side.show_annotations()
    empty = place.annotations.empty
    said = empty.text()
    assert "press a code’s key (F: framing)" in said
    assert "press Enter" in said
    window.actions_table.keys.set("code.pick", ["F12"])
    qtbot.waitUntil(lambda: "press F12" in empty.text())
    place.reader.setFocus()
    QTest.keyClick(place.reader, KEY.Key_C)
    qtbot.waitUntil(lambda: not empty.isVisible())


def test_who_only_reads_is_not_told_to_code(fresh: MainWindow, project_path: Path) -> None:
    look_at(fresh, project_path)
    place = fresh.place("code")
    place.side.show_annotations()
    assert place.annotations.empty.text() == "Nothing is coded in this article."
    assert place.annotations.hint().startswith("Reading only")
    assert "replace" not in place.annotations.hint()


def test_a_locked_scheme_offers_no_new_code_and_says_what_to_do(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.place("code").codebook
    actions = window.actions_table
    assert panel.add.isEnabled()
    assert not panel.locked.isVisible()
    lock(window, locked=True)
    assert panel.locked.isVisible()
    assert panel.locked.text().endswith("say so in its memo (Ctrl+M).")
    assert not panel.add.isEnabled()
    for name in ("codebook.add", "codebook.insert", "codebook.insert_under", "code.in_vivo"):
        assert not actions[name].isEnabled()
    tree = panel.tree_widget
    tree.setFocus()
    QTest.keyClick(tree, KEY.Key_Down)
    assert "new code" not in panel.hint()
    with qtbot.waitSignal(actions.refused) as refused:
        QTest.keyClick(tree, KEY.Key_Insert)
    assert "is locked" in refused.args[0]
    assert not tree.delegate.naming
    lock(window, locked=False)
    assert not panel.locked.isVisible()
    assert panel.add.isEnabled()
    QTest.keyClick(tree, KEY.Key_Insert)
    assert tree.delegate.naming
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)


def test_a_code_without_rules_says_how_to_write_some(window: MainWindow) -> None:
    side, session = window.place("code").side, window.session
    session.run(codebook.add_code, "bare", coder_id=session.coder_id)
    side.codebook.select_code(session.codebook.find("bare").id)

    def said() -> str:
        return str(side.guide.text.toPlainText())

    nothing = "No rules have been written for this code."
    press = "To write some, select it in the codebook and press"
    assert said() == f"{nothing} {press} Alt+Enter."
    window.actions_table.keys.set("codebook.edit", ["F12"])
    assert said() == f"{nothing} {press} F12."
    lock(window, locked=True)
    assert said() == nothing
    lock(window, locked=False)
    side.codebook.tree_widget.setFocus()
    QTest.keyClick(side.codebook.tree_widget, KEY.Key_F12)
    assert side.editor.isVisible()
    assert side.editor.form.by_rule["definition"].isEnabled()


def shown_note(window: MainWindow, qtbot: QtBot) -> str:
    """The note beside the article, once it is there."""
    note = window.place("code").desk.note
    qtbot.waitUntil(note.isVisible)
    return str(note.text())


def test_a_note_beside_the_text_says_how_to_begin_and_goes_with_the_first_annotation(
    window: MainWindow, qtbot: QtBot
) -> None:
    place = window.place("code")
    reader, note = place.reader, place.desk.note
    assert "press a code’s key (F: framing)" in shown_note(window, qtbot)
    assert reader.measures.end < note.x() - reader.viewport().x()
    assert note.geometry().right() <= reader.viewport().geometry().right()
    before = reader.cursorRect(), reader.verticalScrollBar().value()
    window.actions_table.keys.set("code.pick", ["F12"])
    qtbot.waitUntil(lambda: "press F12" in note.text())
    assert "A code's key: tag" in place.hint()
    assert (reader.cursorRect(), reader.verticalScrollBar().value()) == before
    QTest.keyClick(reader, KEY.Key_C)
    qtbot.waitUntil(lambda: not note.isVisible())
    assert "next annotation" in place.hint()
    window.session.show_article(window.session.project.queries.article_ids()[1])
    qtbot.wait(1)
    assert not note.isVisible()


def test_the_note_is_never_over_the_text(window: MainWindow, qtbot: QtBot) -> None:
    place = window.place("code")
    reader, note = place.reader, place.desk.note
    shown_note(window, qtbot)
    settings = window.session.settings
    for size in ((700, 480), (1280, 800), (900, 500), (1800, 900)):
        window.resize(*size)
        for _ in range(3):
            settings.step("reader/measure", 1)
            qtbot.wait(1)
            over = note.geometry().left() <= reader.viewport().x() + reader.measures.end
            assert not (note.isVisible() and over)


def test_who_only_reads_sees_no_note(fresh: MainWindow, project_path: Path, qtbot: QtBot) -> None:
    look_at(fresh, project_path)
    qtbot.waitUntil(lambda: fresh.session.counts is not None)
    qtbot.wait(1)
    assert not fresh.place("code").desk.note.isVisible()
