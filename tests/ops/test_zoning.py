"""Zones corrected by hand: one step, remembered for the outlet, applied to what is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.article import ArticleDraft
from annotator.domain.errors import UserError
from annotator.domain.roles import Role
from annotator.domain.zones import Zone, find_zones
from annotator.ops import importing, people, projects, zoning
from annotator.store.project import Project

FIRST = "Ferry strike ends\n\nDockers went back to work on Friday.\n\nFollow the harbour desk\n"
SECOND = "Water is safe\n\nThe ministry said so on Monday.\n\nFollow the Harbour Desk!\n"


def draft(text: str, outlet: str = "Harbour Wire") -> ArticleDraft:
    return ArticleDraft(
        text=text, headline=text.split("\n")[0], outlet=outlet, zones=find_zones(text)
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with projects.create_project(tmp_path / "p", "p", people.person_named("Ana")) as made:
        importing.import_drafts(made, [draft(FIRST), draft(SECOND)], coder_id=1)
        yield made


def line(words: str, text: str = FIRST) -> tuple[int, int]:
    start = text.index(words)
    return start, start


def role_of(project: Project, article_id: int, words: str) -> Role:
    text = project.queries.text(article_id)
    at = text.casefold().index(words.casefold())
    return next(z.role for z in project.queries.zones(article_id) if z.start <= at < z.end)


def words_of(project: Project, article_id: int) -> int:
    (article,) = project.queries.articles([article_id])
    return article.counted_words


def test_a_line_is_furniture_and_its_words_are_counted_no_more(project: Project) -> None:
    first, _ = project.queries.article_ids()
    before = words_of(project, first)
    changes = zoning.set_role(project, first, line("Follow"), Role.FURNITURE, coder_id=1)
    assert "page furniture" in changes.label
    assert role_of(project, first, "Follow the") is Role.FURNITURE
    assert words_of(project, first) == before - 4
    project.undo(1)
    assert role_of(project, first, "Follow the") is not Role.FURNITURE
    assert words_of(project, first) == before
    assert zoning.remembered(project, "Harbour Wire") == {}


def test_what_was_said_holds_for_later_articles_of_the_outlet(project: Project) -> None:
    first, _ = project.queries.article_ids()
    zoning.set_role(project, first, line("Follow"), Role.FURNITURE, coder_id=1)
    later = "Storm nears\n\nBoats stay in.\n\nFOLLOW THE HARBOUR DESK\n"
    importing.import_drafts(project, [draft(later), draft(later + "x\n", "Gull")], coder_id=1)
    _, _, same, other = project.queries.article_ids()
    assert role_of(project, same, "follow the") is Role.FURNITURE
    assert role_of(project, other, "follow the") is not Role.FURNITURE


def test_what_is_there_already_follows_when_wanted_in_one_step(project: Project) -> None:
    first, second = project.queries.article_ids()
    zoning.set_role(project, first, line("Follow"), Role.FURNITURE, coder_id=1)
    seen: list[tuple[int, int]] = []

    def go_on(done: int, every: int) -> bool:
        seen.append((done, every))
        return True

    changes = zoning.apply_to_outlet(project, "Harbour Wire", coder_id=1, go_on=go_on)
    assert changes.articles == {second}
    assert seen == [(0, 2), (1, 2)]
    assert role_of(project, second, "Follow the") is Role.FURNITURE
    project.undo(1)
    assert role_of(project, second, "Follow the") is not Role.FURNITURE
    assert role_of(project, first, "Follow the") is Role.FURNITURE


def test_no_line_is_no_zone(project: Project) -> None:
    first, _ = project.queries.article_ids()
    with pytest.raises(UserError, match="no line"):
        zoning.set_role(project, first, (len(FIRST), len(FIRST)), Role.BODY, coder_id=1)


def test_saying_what_it_is_already_changes_nothing(project: Project) -> None:
    first, _ = project.queries.article_ids()
    role = role_of(project, first, "Dockers went")
    assert zoning.set_role(project, first, line("Dockers"), role, coder_id=1).txn == 0


@given(st.lists(st.sampled_from(["one", "two", "three"]), min_size=1, max_size=5), st.data())
def test_only_roles_change_and_only_of_lines_that_were_spoken_of(
    lines: list[str], data: st.DataObject
) -> None:
    text = "\n".join(lines)
    zones, at = [], 0
    for words in lines:
        zones.append(Zone(at, at + len(words), Role.BODY))
        at += len(words) + 1
    known = data.draw(st.dictionaries(st.sampled_from(["one", "two"]), st.sampled_from(Role)))
    found = zoning.with_remembered(text, tuple(zones), known)
    assert [(zone.start, zone.end) for zone in found] == [(z.start, z.end) for z in zones]
    assert [zone.role for zone in found] == [known.get(words, Role.BODY) for words in lines]
