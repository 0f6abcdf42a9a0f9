"""Saying what lines of an article are, and having the other articles of the outlet follow."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.domain.article import ArticleDraft
from annotator.domain.roles import Role
from annotator.domain.zones import find_zones
from annotator.ops import importing
from annotator.ui.main_window import MainWindow
from annotator.ui.parts.reader import Reader

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
NOTE = "Subscribers read more."
TEXT = "A headline of the day\n\nThe dockers went back to work on Friday, all of them.\n\n" + NOTE


@pytest.fixture
def reader(window: MainWindow) -> Reader:
    """The reader on the second of three articles, of which two have one outlet and one has none."""
    session = window.session
    assert session.coder_id is not None
    drafts = [
        ArticleDraft(text, find_zones(text), text.split("\n")[0], outlet, source_file=str(number))
        for number, (text, outlet) in enumerate(
            [(TEXT, "Post"), (f"Another {TEXT}", "Post"), (f"Third {TEXT}", "")]
        )
    ]
    report = importing.import_drafts(session.project, drafts, coder_id=session.coder_id)
    session.announce(report.changes)
    found = window.place("code").reader
    assert isinstance(found, Reader)
    found.setFocus()
    return found


def show(reader: Reader, place: int) -> int:
    """Show an article, the caret in its last line; its id."""
    session = reader.session
    article = session.project.queries.article_ids()[place]
    session.show_article(article)
    reader.place_caret(reader.text.index("read more"))
    return article


def role(reader: Reader, article: int) -> Role:
    return reader.session.project.queries.zones(article)[-1].role


def test_a_line_is_corrected_at_the_pointer_and_remembered_for_the_outlet(
    window: MainWindow, reader: Reader
) -> None:
    article = show(reader, -3)
    told: list[str] = []
    reader.session.told.connect(told.append)
    words = reader.session.project.queries.articles([article])[0].counted_words
    place = reader.caret_rectangle(reader.text.index("read more")).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, reader.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(reader.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    next(one for one in menu.actions() if one.objectName() == "article.furniture").trigger()
    menu.close()
    assert role(reader, article) is Role.FURNITURE
    assert told[-1].endswith("Later articles of Post follow; for those here see Article.")
    assert reader.session.project.queries.articles([article])[0].counted_words == words - 3
    assert reader.is_blank_line(reader.document().lastBlock())
    reader.session.undo()
    assert role(reader, article) is Role.BODY
    assert not reader.is_blank_line(reader.document().lastBlock())


def test_the_articles_of_the_outlet_that_are_here_follow_in_one_step(
    window: MainWindow, reader: Reader, qtbot: QtBot
) -> None:
    other, article = show(reader, -2), show(reader, -3)
    window.actions_table["article.caption"].trigger()
    assert (role(reader, article), role(reader, other)) == (Role.CAPTION, Role.BODY)
    window.actions_table["article.outlet"].trigger()
    qtbot.waitUntil(lambda: role(reader, other) is Role.CAPTION)
    qtbot.waitUntil(lambda: not reader.session.work.is_busy)
    reader.session.undo()
    assert (role(reader, article), role(reader, other)) == (Role.CAPTION, Role.BODY)


def test_an_article_without_an_outlet_says_that_nothing_follows(
    window: MainWindow, reader: Reader
) -> None:
    article = show(reader, -1)
    told: list[str] = []
    reader.session.told.connect(told.append)
    window.actions_table["article.outlet"].trigger()
    assert told.pop() == "This article names no outlet that others could be of."
    window.actions_table["article.heading"].trigger()
    assert role(reader, article) is Role.HEADING
    assert told.pop().endswith("It counts here alone: the article names no outlet.")
    window.actions_table["article.heading"].trigger()
    assert told.pop() == "It is that already."


def test_a_whole_paragraph_is_no_line_that_comes_again(window: MainWindow, reader: Reader) -> None:
    session = reader.session
    assert session.coder_id is not None
    text = "A headline of the day\n\n" + "The dockers went back to work on Friday. " * 20
    draft = ArticleDraft(text, find_zones(text), "A headline", "Post", source_file="long")
    importing.import_drafts(session.project, [draft], coder_id=session.coder_id)
    session.show_article(session.project.queries.article_ids()[-1])
    reader.place_caret(len(text) - 5)
    told: list[str] = []
    session.told.connect(told.append)
    window.actions_table["article.caption"].trigger()
    assert told[-1].endswith("is a caption")
