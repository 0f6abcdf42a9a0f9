"""The guide: the rules of a code, as they stand in the project."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.codebook import Example, NearMiss
from annotator.ops import codebook as verbs
from annotator.ops import people, projects
from annotator.ops.revising import change_code
from annotator.store.project import Project
from annotator.ui.parts.guide import Guide
from annotator.ui.session import Session
from annotator.ui.theme import Choice

EMPTY = "What you are looking for"
"""How the guide of the starter scheme begins."""


@pytest.fixture
def guide(qtbot: QtBot, session: Session) -> Guide:
    made = Guide(session)
    qtbot.addWidget(made)
    made.resize(260, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def write(session: Session, code_id: int, **rules: object) -> None:
    session.run(
        lambda project: project.apply("Write", [Update(Kind.CODE, code_id, rules)], coder_id=None)
    )


def test_shows_path_definition_rules_and_examples(guide, session):
    framing = session.codebook.find("framing").id
    session.run(verbs.add_code, "conflict", parent_id=framing, coder_id=session.coder_id)
    code_id = session.codebook.find("conflict").id
    write(
        session,
        code_id,
        definition="A contest.",
        use_when="Two sides <clash> & shout.",
        do_not_use_when="One side only.",
        examples=(Example("They fought."), Example("“No,” she said.")),
    )
    guide.show_code(code_id)
    assert guide.caption.text() == "GUIDE · conflict"
    assert guide.text.toPlainText().splitlines() == [
        "framing › conflict",
        "A contest.",
        "Use when Two sides <clash> & shout.",
        "Do not use when One side only.",
        "Example: “They fought.”",
        "Example: “No,” she said.",
    ]


def test_says_what_to_do_when_there_is_nothing_to_show(guide, session):
    assert guide.text.toPlainText().startswith(EMPTY)
    claim = session.codebook.find("claim").id
    guide.show_code(claim)
    assert not guide.text.toPlainText().startswith(EMPTY)
    guide.show_code(None)
    assert guide.text.toPlainText().startswith(EMPTY)
    session.run(verbs.add_code, "bare", coder_id=session.coder_id)
    guide.show_code(session.codebook.find("bare").id)
    assert guide.text.toPlainText() == "No rules have been written for this code."


def test_follows_changes_and_deletion(guide, session):
    claim = session.codebook.find("claim").id
    guide.show_code(claim)
    session.run(verbs.rename_code, claim, "assertion", coder_id=session.coder_id)
    assert guide.caption.text() == "GUIDE · assertion"
    session.run(verbs.delete_code, claim, coder_id=session.coder_id)
    assert guide.text.toPlainText().startswith(EMPTY)
    assert guide.code_id is None


def test_the_guide_of_one_project_is_not_shown_in_another(guide, session, tmp_path):
    assert guide.text.toPlainText().startswith(EMPTY)
    person = people.save_person("Ana")
    projects.create_project(tmp_path / "bare", "Bare", person, projects.EMPTY).close()
    session.show_project(Project.open(tmp_path / "bare.annotator"))
    assert guide.caption.text() == "GUIDE"
    assert guide.text.toPlainText() == "Choose a code to read its rules here."


def test_names_of_other_codes_are_links(guide, session, qtbot):
    claim, framing = (session.codebook.find(name).id for name in ("claim", "framing"))
    write(session, claim, definition='Unlike "framing" and “claim” and “nothing”.')
    guide.show_code(claim)
    anchors = [
        fragment.charFormat().anchorHref()
        for block in [guide.text.document().begin()]
        for fragment in (part.fragment() for part in block)
        if fragment.charFormat().isAnchor()
    ]
    assert anchors == [f"code:{framing}"]
    cursor = QTextCursor(guide.text.document())
    cursor.setPosition(guide.text.toPlainText().index("framing") + 3)
    place = guide.text.cursorRect(cursor).center()
    with qtbot.waitSignal(guide.code_wanted) as wanted:
        QTest.mouseClick(guide.text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert wanted.args == [framing]


def test_rules_may_stress_words(guide, session):
    claim = session.codebook.find("claim").id
    write(session, claim, use_when="It says *who says so?* & more.")
    guide.show_code(claim)
    assert "Use when It says who says so? & more." in guide.text.toPlainText()
    assert 'font-style:italic;">who says so?<' in guide.text.toHtml()


def test_a_selection_outlives_changes_elsewhere(guide, session):
    guide.show_code(session.codebook.find("claim").id)
    guide.text.selectAll()
    session.run(verbs.add_code, "other", coder_id=session.coder_id)
    assert guide.text.textCursor().hasSelection()


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_quiet_words_have_the_themes_colour(guide, session, choice):
    session.look.choose(choice)
    session.run(verbs.add_code, "bare", coder_id=session.coder_id)
    guide.show_code(session.codebook.find("bare").id)
    first = guide.text.document().begin().begin().fragment()
    assert first.charFormat().foreground().color() == session.look.theme.mute


def test_all_that_a_code_says_is_shown_in_order(guide, session):
    claim, framing = (session.codebook.find(name) for name in ("claim", "framing"))
    write(
        session,
        claim.id,
        definition="What may be untrue.",
        boundary="Without the verb.",
        unit="sentence",
        use_when="",
        do_not_use_when="",
        instead=(NearMiss("it is only an angle.", framing.uid), NearMiss("gone", uuid4())),
        examples=(Example("It rose.", "The Courier", "it can be checked"),),
        counter_examples=(Example("Hm."),),
        exclusive=("one of these",),
        citation="After nobody.",
        status="proposed",
    )
    write(session, framing.id, exclusive=("one of these",))
    asked = Create(Kind.ATTRIBUTE, {"code_id": claim.id, "name": "tone", "kind": "text",
                                    "required": True, "question": "How is it said?"})  # fmt: skip
    session.run(lambda project: project.apply("Ask", [asked], coder_id=None))
    session.run(change_code, claim.id, {"boundary": "All."}, why="shorter", coder_id=1)
    guide.show_code(claim.id)
    told = guide.text.toPlainText().splitlines()
    assert told[:-1] == [
        "Proposed: not yet part of the scheme.",
        "What may be untrue.",
        "If it is only an angle: framing",
        "Applied to whole sentences.",
        "Which words All.",
        "Example: “It rose.” (The Courier) – it can be checked",
        "Not this: “Hm.”",
        "Asks for tone (required) How is it said?",
        "Not on the same words as framing.",
        "After nobody.",
    ]
    assert told[-1].startswith("Revision 2, ")
    assert told[-1].endswith("by Ana: shorter")


def test_the_whole_guide_is_one_press_away(guide, session, qtbot):
    assert not guide.whole.isVisible()
    guide.show_code(session.codebook.find("claim").id)
    QTest.mouseClick(guide.whole, Qt.MouseButton.LeftButton)
    assert guide.text.toPlainText().startswith(EMPTY)
    assert guide.caption.text() == "GUIDE · the whole scheme"
    assert "*" not in guide.text.toPlainText()
    assert "• framing:" in guide.text.toPlainText()
