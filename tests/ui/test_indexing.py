"""The index of words is filled beside the window, and follows what is imported."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from annotator.domain.article import ArticleDraft
from annotator.domain.finding import Wanted, WordFinder
from annotator.domain.zones import find_zones
from annotator.ops import importing
from annotator.ui.main_window import MainWindow


def test_the_index_is_filled_after_opening_and_after_an_import(window: MainWindow, qtbot: QtBot):
    queries = window.session.project.queries
    qtbot.waitUntil(lambda: queries.search_is_ready)
    text = "An armadillo\n\nThe armadillo was seen by the quay."
    draft = ArticleDraft(text, find_zones(text), "An armadillo", "Wire")
    report = importing.import_drafts(
        window.session.project, [draft], coder_id=window.session.coder_id
    )
    assert not queries.search_is_ready
    window.session.announce(report.changes)
    qtbot.waitUntil(lambda: queries.search_is_ready)
    looked_at: list[int] = []
    found = list(queries.find(WordFinder(Wanted("armadillo")), None, looked_at.append))
    assert [one.words for one in found] == ["armadillo", "armadillo"]
    assert looked_at == [1]
