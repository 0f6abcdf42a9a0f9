from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from annotator.domain.anchor import anchor
from annotator.domain.changes import Create, Kind, Remove
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.domain.text import text_sha256
from annotator.domain.zones import Role, Zone
from annotator.store.project import Project
from annotator.ui.parts.passage_model import WINDOW, WINDOWS_KEPT, PassageModel
from annotator.ui.parts.passages import PassageList
from annotator.ui.session import Session
from annotator.ui.settings import Settings
from annotator.ui.theme import DARK, LIGHT, Choice, Look

LINES = ("Harbour talks fail", "By Una Reporter", "One 🚢 two three.", "Four five <b>six</b>.")
TEXT = "\n\n".join(LINES)
ROLES = (Role.HEADLINE, Role.BYLINE, Role.BODY, Role.BODY)


def zones() -> tuple[Zone, ...]:
    starts = [TEXT.index(line) for line in LINES]
    return tuple(
        Zone(start, start + len(line), role)
        for start, line, role in zip(starts, LINES, ROLES, strict=True)
    )


def span(*words: str) -> Span:
    return Span.of(*((TEXT.index(word), TEXT.index(word) + len(word)) for word in words))


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    project = Project.create(tmp_path / "p.annotator", "P", coder=(new_uid(), "Ana"))
    values = {
        "headline": LINES[0],
        "text": TEXT,
        "zones": zones(),
        "outlet": "Northern Post",
        "published": "2025-03-15",
        "words": 12,
        "counted_words": 9,
    }
    code = {"name": "claim", "colour": "green"}
    project.apply("Begin", [Create(Kind.ARTICLE, values), Create(Kind.CODE, code)], coder_id=None)
    made = Session(Look(qapp, Choice.LIGHT), Settings())
    made.show_project(project)
    yield made
    made.shut_down()


def annotate(session: Session, *spans: Span, unsure: bool = False) -> list[int]:
    """The ids of new annotations, in that order."""
    project = session.project
    (article_id,) = project.queries.article_ids()
    (code,) = project.queries.codebook()
    created = [
        Create(
            Kind.ANNOTATION,
            {
                "article_id": article_id,
                "coder_id": session.coder_id,
                "round_id": project.main_round,
                "code_id": code.id,
                "anchor": anchor(TEXT, text_sha256(TEXT), one),
                "memo": "",
                "unsure": unsure,
            },
        )
        for one in spans
    ]
    changes = project.apply("Tag", created, coder_id=session.coder_id)
    session.announce(changes)
    return sorted(changes.created[Kind.ANNOTATION])


@pytest.fixture
def passages(qtbot: QtBot, session: Session) -> PassageList:
    made = PassageList(session)
    qtbot.addWidget(made)
    made.resize(420, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def shown(passages: PassageList) -> QImage:
    return passages.viewport().grab().toImage()


def middle(passages: PassageList, row: int) -> QPoint:
    return passages.visualRect(passages.model().index(row, 0)).center()


def test_a_row_says_what_where_and_who(session: Session, passages: PassageList):
    ids = annotate(session, span("two three"), span("Four", "six"), unsure=True)
    passages.show_passages(ids)
    model = passages.model()
    first = model.index(0, 0).data(PassageModel.PASSAGE)
    assert (first.quote, first.where, first.coder) == (
        "two three",
        "Northern Post · 15 Mar 2025 · ¶1",
        "Ana",
    )
    assert first.unsure
    second = model.index(1, 0).data(PassageModel.PASSAGE)
    assert second.quote == "Four […] six"
    assert second.paragraph == 2
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "two three, Northern Post · 15 Mar 2025 · ¶1, Ana"
    )


def test_a_passage_outside_the_text_proper_has_no_paragraph(
    session: Session, passages: PassageList
):
    headline, whole = annotate(session, span("Harbour"), Span())
    passages.show_passages([headline, whole])
    places = [passages.model().index(row, 0).data(PassageModel.PASSAGE) for row in (0, 1)]
    assert [place.where for place in places] == ["Northern Post · 15 Mar 2025"] * 2
    assert places[1].quote == "The article as a whole"


def test_a_tooltip_shows_signs_of_the_text_as_they_are(session: Session, passages: PassageList):
    passages.show_passages(annotate(session, span("five <b>six</b>")))
    tip = passages.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "five &lt;b&gt;six&lt;/b&gt;" in tip


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_passage_chosen_by_arrows(
    qtbot: QtBot, session: Session, passages: PassageList, key: Qt.Key
):
    ids = annotate(session, span("One"), span("two"), span("three"))
    passages.show_passages(ids)
    passages.setFocus()
    qtbot.keyClick(passages, Qt.Key.Key_Down)
    with qtbot.waitSignal(passages.opened) as opened:
        qtbot.keyClick(passages, key)
    assert opened.args == [ids[1]]


def test_a_double_click_opens_and_a_single_one_does_not(
    qtbot: QtBot, session: Session, passages: PassageList
):
    ids = annotate(session, span("One"), span("two"))
    passages.show_passages(ids)
    opened: list[int] = []
    passages.opened.connect(opened.append)
    qtbot.mouseClick(passages.viewport(), Qt.MouseButton.LeftButton, pos=middle(passages, 1))
    assert opened == []
    assert passages.chosen_id == ids[1]
    qtbot.mouseDClick(passages.viewport(), Qt.MouseButton.LeftButton, pos=middle(passages, 1))
    assert opened == [ids[1]]


def click(qtbot: QtBot, passages: PassageList, row: int) -> None:
    """A click on a row, by way of the window, so that the focus comes by the mouse."""
    top = passages.window()
    at = passages.viewport().mapTo(top, middle(passages, row))
    qtbot.mouseClick(top.windowHandle(), Qt.MouseButton.LeftButton, pos=at)


def many(session: Session, count: int, length: int) -> list[int]:
    return annotate(session, *(Span.of((n, n + length)) for n in range(count)))


def test_another_list_starts_at_its_top_and_the_same_one_stays(
    session: Session, passages: PassageList
):
    first, second = many(session, 40, 3), many(session, 40, 5)
    passages.clearFocus()
    passages.show_passages(first)
    shown(passages)
    bar = passages.verticalScrollBar()
    bar.setValue(900)
    passages.show_passages(first)
    assert bar.value() == 900
    passages.show_passages(second)
    shown(passages)
    assert bar.value() == 0


def test_a_click_in_a_scrolled_list_chooses_the_row_under_the_pointer(
    qtbot: QtBot, session: Session, passages: PassageList
):
    ids = many(session, 40, 3)
    passages.clearFocus()
    passages.show_passages(ids)
    shown(passages)
    passages.verticalScrollBar().setValue(900)
    row = passages.indexAt(QPoint(100, 200)).row()
    assert row > 5
    assert passages.chosen_id is None
    click(qtbot, passages, row)
    assert passages.hasFocus()
    assert passages.chosen_id == ids[row]
    assert passages.verticalScrollBar().value() == 900


def test_a_passage_that_stays_chosen_is_in_sight(session: Session, passages: PassageList):
    ids = many(session, 40, 3)
    passages.show_passages(ids)
    passages.setCurrentIndex(passages.model().index(30, 0))
    passages.show_passages(ids[1:])
    assert passages.chosen_id == ids[30]
    assert passages.viewport().rect().contains(middle(passages, 29))


def test_the_chosen_passage_stays_chosen_when_others_come_and_go(
    session: Session, passages: PassageList
):
    first, second = annotate(session, span("One"), span("two"))
    passages.show_passages([first, second])
    passages.setCurrentIndex(passages.model().index(1, 0))
    (third,) = annotate(session, span("three"))
    passages.show_passages([third, second])
    assert passages.chosen_id == second
    passages.clearFocus()
    passages.show_passages([third])
    assert passages.chosen_id is None


def test_a_passage_that_is_gone_leaves_its_row_blank(session: Session, passages: PassageList):
    ids = annotate(session, span("One"), span("two"))
    session.project.apply("Remove", [Remove(Kind.ANNOTATION, ids[0])], coder_id=session.coder_id)
    passages.show_passages(ids)
    assert passages.model().index(0, 0).data() is None
    assert passages.model().index(1, 0).data() == "two"
    assert not shown(passages).isNull()


def test_an_empty_list_says_what_it_was_told_to(session: Session, passages: PassageList):
    passages.show_passages([], "Nothing here. Do this.")
    (hint,) = passages.findChildren(QLabel)
    assert hint.isVisible()
    assert hint.text() == "Nothing here. Do this."
    passages.show_passages(annotate(session, span("One")), "Nothing here. Do this.")
    assert not hint.isVisible()


def test_a_hundred_thousand_rows_open_at_once_and_end_with_the_last(
    qtbot: QtBot, session: Session, passages: PassageList
):
    ids = annotate(session, span("One"), span("two"))
    many = [*ids[:1] * 99_999, ids[1]]
    started = time.process_time()
    passages.show_passages(many)
    shown(passages)
    qtbot.keyClick(passages, Qt.Key.Key_End)
    shown(passages)
    assert time.process_time() - started < 0.5
    assert passages.chosen_id == ids[1]


def test_rows_far_apart_are_still_known_after_many_windows(session: Session, passages: PassageList):
    ids = annotate(session, span("One"), span("two"))
    passages.show_passages([ids[0], *ids[1:] * (WINDOW * (WINDOWS_KEPT + 2))])
    model = passages.model()
    for row in range(0, model.rowCount(), WINDOW):
        assert model.index(row, 0).data() == ("two" if row else "One")
    assert model.index(0, 0).data() == "One"


def test_letters_are_left_to_others(qtbot: QtBot, session: Session, passages: PassageList):
    ids = annotate(session, span("One"), span("two"))
    passages.show_passages(ids)
    passages.setFocus()
    qtbot.keyClick(passages, Qt.Key.Key_T)
    assert passages.chosen_id == ids[0]


def test_another_project_empties_the_list(session: Session, passages: PassageList):
    passages.show_passages(annotate(session, span("One")))
    session.close_project()
    assert passages.model().rowCount() == 0


def test_colours_follow_the_theme_at_once(session: Session, passages: PassageList):
    passages.show_passages(annotate(session, span("One")))

    def colours() -> set[str]:
        image = shown(passages)
        return {image.pixelColor(20, y).name() for y in range(400)}

    assert LIGHT.code("green").line.name() in colours()
    session.look.choose(Choice.DARK)
    assert DARK.code("green").line.name() in colours()
    assert DARK.paper.name() in colours()
