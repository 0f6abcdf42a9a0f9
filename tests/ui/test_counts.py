"""Numbers of annotations: known a moment after a project is shown, then always those of now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.domain.changes import Changes, Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import coding
from annotator.store import filling
from annotator.store.project import Project
from annotator.ui.main_window import MainWindow
from annotator.ui.session import Session
from annotator.ui.settings import Settings
from annotator.ui.theme import Choice, Look


def truth(session: Session) -> Counter[tuple[int, int]]:
    found = session.project.queries.annotations()
    return Counter((one.code_id, one.coder_id) for one in found)


def tagged(session: Session, start: int) -> None:
    assert session.article_id is not None
    assert session.coder_id is not None
    changes = session.run(
        coding.annotate,
        article_id=session.article_id,
        span=Span.of((start, start + 9)),
        code_id=next(iter(session.codebook)).id,
        coder_id=session.coder_id,
    )
    assert changes is not None


def many(project: Project, coder_id: int | None) -> Changes:
    """A change of more annotations than are counted at once."""
    one = project.queries.annotations()[0]
    fields = ("article_id", "coder_id", "round_id", "code_id", "anchor")
    values = {name: getattr(one, name) for name in fields}
    edits = [Create(Kind.ANNOTATION, values) for _ in range(700)]
    return project.apply("Tag a lot", edits, coder_id=coder_id)


def test_counts_follow_every_change_and_undo(session: Session) -> None:
    tagged(session, 0)
    assert session.counts == truth(session) != Counter()
    tagged(session, 20)
    session.undo()
    assert session.counts == truth(session)
    session.redo()
    assert session.counts == truth(session)


def test_after_a_very_large_change_counts_are_waited_for(qtbot: QtBot, session: Session) -> None:
    tagged(session, 0)
    with qtbot.waitSignal(session.counted):
        session.run(many, session.coder_id)
        assert session.counts is None
        assert session.total(next(iter(session.codebook)).id) is None
    assert session.counts == truth(session)
    with qtbot.waitSignal(session.counted):
        session.undo()
    assert session.counts == truth(session)


def _wait(held: Event) -> None:
    held.wait()


@pytest.fixture
def held() -> Iterator[Event]:
    """Nothing is counted before this is set."""
    event = Event()
    yield event
    event.set()


@pytest.fixture
def opening(qtbot: QtBot, project_path: Path, held: Event) -> Iterator[MainWindow]:
    """The window with a project that has just been opened: nothing is counted yet."""
    made = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.session.background.do(lambda _goes_on: _wait(held), lambda _done: None)
    made.session.show_project(Project.open(project_path))
    yield made
    held.set()
    made.close()


def test_until_counts_are_known_a_placeholder_stands_in_their_place(
    qtbot: QtBot, opening: MainWindow, held: Event
) -> None:
    place, session = opening.place("code"), opening.session
    assert session.counts is None
    model = place.codebook.model
    first = model.index(0, 0)
    assert "… in the project" in model.data(first, 3)
    assert place.status().endswith("… in the project")
    tagged(session, 0)
    assert place.status().startswith("1 annotation here")
    held.set()
    qtbot.waitUntil(lambda: session.counts is not None)
    assert session.counts == truth(session)
    assert "1 in the project" in model.data(first, 3)
    assert place.status().endswith("1 in the project")


def test_the_chart_waits_until_all_is_counted(
    qtbot: QtBot, opening: MainWindow, held: Event
) -> None:
    tagged(opening.session, 0)
    opening.go_to("charts")
    charts = opening.place("charts")
    assert charts.status() == ""
    assert [one.text() for one in charts.findChildren(QLabel) if one.text() == "Counting…"]
    held.set()
    qtbot.waitUntil(lambda: charts.status() != "")
    assert charts.status().startswith("1 annotation ")


def test_a_project_can_be_closed_while_it_is_counted(qapp: object, project_path: Path) -> None:
    for _ in range(3):
        session = Session(Look(app.make_application(), Choice.LIGHT), Settings())
        session.show_project(Project.open(project_path))
        session.shut_down()
        assert session.counts is None


def test_what_is_in_the_way_of_counting_is_told(
    qtbot: QtBot, project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = UserError("It cannot be read.", "Look at the disk.")

    def fails(*_: object) -> Iterator[None]:
        raise trouble

    monkeypatch.setattr(filling, "put_all", fails)
    session = Session(Look(app.make_application(), Choice.LIGHT), Settings())
    with qtbot.waitSignal(session.failed) as told:
        session.show_project(Project.open(project_path))
    assert told.args == [trouble]
    assert session.counts is None
    session.shut_down()
