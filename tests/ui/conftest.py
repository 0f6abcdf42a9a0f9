"""A window on a real project in a real file, without a screen."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import app
from annotator.domain.article import ArticleDraft
from annotator.domain.text import canonical
from annotator.domain.zones import find_zones
from annotator.ops import importing, people, projects
from annotator.store.project import Project
from annotator.ui.collecting import Collector
from annotator.ui.main_window import MainWindow
from annotator.ui.session import Session
from annotator.ui.settings import Settings
from annotator.ui.theme import Choice, Look

TEXT = """Ferry strike ends after nine days

Dockers in the old harbour went back to work on Friday, 😀 said a spokesman. The port authority \
welcomed the decision, and the minister called it “a victory for reason”.

Residents were less sure. "Nobody asked us," said Iñaki Sørdal, who runs a bakery by the quay.

A reform nobody voted for

The plan would cut night crews by a third and hand scheduling to a private operator.
"""
OTHER = """Water is safe, says ministry

The ministry said on Monday that the water was safe to drink. A laboratory found otherwise.
"""


def draft(text: str, headline: str, outlet: str, published: str) -> ArticleDraft:
    """An article as an importer would recognise it."""
    clean = canonical(text)
    return ArticleDraft(
        clean, find_zones(clean), headline, outlet, published=published, source_file=headline
    )


@pytest.fixture(autouse=True)
def collected(qapp: QApplication) -> Iterator[None]:
    """Widgets of a test are let go as in the program; whatever follows is Python's own matter."""
    yield
    collector = qapp.findChild(Collector)
    if isinstance(collector, Collector):
        # First the one, then the other: while Qt takes an object apart, its locks are held, and
        # Python may not destroy widgets in passing.
        shiboken6.delete(collector)
        gc.enable()


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    """A closed project with two articles and the three starter codes, coded by Ana."""
    person = people.save_person("Ana")
    path = tmp_path / "ferry.annotator"
    with projects.create_project(path, "ferry", person) as project:
        drafts = [
            draft(TEXT, "Ferry strike ends after nine days", "Harbour Wire", "2025-03-14"),
            draft(OTHER, "Water is safe, says ministry", "Quay Radio", "2025-03-15"),
        ]
        (ana,) = project.queries.coders()
        importing.import_drafts(project, drafts, coder_id=ana.id)
    return path


def counted(qtbot: QtBot, session: Session) -> None:
    """Wait until the numbers of an opened project are known."""
    qtbot.waitUntil(lambda: session.counts is not None)


@pytest.fixture
def session(qtbot: QtBot, project_path: Path) -> Iterator[Session]:
    """A session with that project open, its first article current."""
    made = Session(Look(app.make_application(), Choice.LIGHT), Settings())
    made.show_project(Project.open(project_path))
    counted(qtbot, made)
    made.show_article(made.project.queries.article_ids()[0])
    yield made
    made.shut_down()


def _let_close(path: Path, window: MainWindow) -> None:
    """Nothing is asked at the end of a test, whatever it did to the file."""
    if window.session.unsaved is not None:
        window.session.give_up({wish.number for wish in window.session.unsaved.wishes})
    aside = path.with_name("aside.annotator")
    if aside.exists():
        aside.rename(path)


@pytest.fixture
def window(qtbot: QtBot, project_path: Path) -> Iterator[MainWindow]:
    """The whole window, shown, with that project open."""
    made = app.make_window(app.make_application(), Choice.LIGHT)
    qtbot.addWidget(made, before_close_func=partial(_let_close, project_path))
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.errands.projects.open_project(project_path)
    counted(qtbot, made.session)
    yield made
    made.close()
