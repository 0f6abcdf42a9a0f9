"""Edges of annotations moved, and overlapping annotations with one code made one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import coding, extents, links
from annotator.store import Project

ranges = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), min_size=1, max_size=3).map(
    lambda found: Span.of(*((start, start + size) for start, size in found))
)


def _code(project: Project, name: str = "claim") -> int:
    return project.queries.codebook().find(name).id


def _tag(project: Project, *at: tuple[int, int], code: str = "claim", coder_id: int = 1) -> int:
    changes = coding.annotate(
        project,
        article_id=1,
        span=Span.of(*at),
        code_id=_code(project, code),
        coder_id=coder_id,
    )
    return changes.one_created("annotation")


def _meeting(project: Project, *at: tuple[int, int]) -> list[int]:
    found = extents.overlapping_same_code(
        project, article_id=1, span=Span.of(*at), code_id=_code(project), coder_id=1
    )
    return [one.id for one in found]


def test_edges_move_and_the_quote_with_them(project: Project) -> None:
    one = _tag(project, (0, 7))
    changes = extents.set_span(project, one, Span.of((0, 12)), coder_id=1)
    assert changes.label == "Move the edges of “claim” on “Dockers”"
    assert project.queries.annotation(one).anchor.quotes == ("Dockers walk",)
    assert extents.set_span(project, one, Span.of((0, 12)), coder_id=1).txn == 0
    pieces = Span.of((0, 7), (8, 12))
    extents.set_span(project, one, pieces, coder_id=1)
    assert project.queries.annotation(one).span == pieces
    project.undo(1)
    project.undo(1)
    assert project.queries.annotation(one).anchor.quotes == ("Dockers",)


def test_moves_in_a_row_are_saved_one_by_one_and_undone_as_one(project: Project) -> None:
    one = _tag(project, (0, 7))
    first = extents.set_span(project, one, Span.of((0, 12)), coder_id=1).txn
    extents.set_span(project, one, Span.of((0, 15)), coder_id=1, after=first)
    extents.set_span(project, one, Span.of((0, 19)), coder_id=1, after=first)
    assert project.queries.annotation(one).span == Span.of((0, 19))
    project.undo(1)
    assert project.queries.annotation(one).span == Span.of((0, 7))
    project.redo(1)
    assert project.queries.annotation(one).span == Span.of((0, 19))


def test_edges_stay_in_the_article_and_apart(project: Project, jonas: int) -> None:
    one = _tag(project, (0, 7))
    with pytest.raises(UserError, match="reaches beyond"):
        extents.set_span(project, one, Span.of((0, 7000)), coder_id=1)
    with pytest.raises(UserError, match="Nothing would be left"):
        extents.set_span(project, one, Span(), coder_id=1)
    with pytest.raises(UserError, match="Not yours"):
        extents.set_span(project, one, Span.of((0, 5)), coder_id=jonas)
    assert project.queries.annotation(one).span == Span.of((0, 7))
    extents.set_span(project, one, Span.of((0, 5)), coder_id=jonas, others=True)
    assert project.queries.annotation(one).span == Span.of((0, 5))


def test_what_overlaps_or_touches_with_the_same_code_is_found(project: Project, jonas: int) -> None:
    one = _tag(project, (10, 20))
    _tag(project, (10, 20), code="source")
    _tag(project, (10, 20), coder_id=jonas)
    assert _meeting(project, (15, 30)) == [one]
    assert _meeting(project, (20, 25)) == _meeting(project, (5, 10)) == [one]
    assert _meeting(project, (12, 14)) == _meeting(project, (5, 40)) == [one]
    assert _meeting(project, (21, 25)) == _meeting(project, (5, 9)) == []
    assert _meeting(project, (10, 20)) == []
    assert _meeting(project, (0, 5), (25, 30)) == []


def test_join_keeps_every_word_and_every_link(project: Project) -> None:
    one, two, far = _tag(project, (0, 7)), _tag(project, (5, 12)), _tag(project, (30, 35))
    coding.set_memo(project, one, "first", coder_id=1)
    coding.set_memo(project, two, "second", coder_id=1)
    coding.set_unsure(project, [two], True, reason="irony?", coder_id=1)
    links.link(project, two, far, "cue of", coder_id=1)
    links.link(project, one, two, "repeats", coder_id=1)
    before = project.queries.annotations(), project.queries.links(1)
    changes = extents.join(project, [two, one], Span.of((11, 17)), coder_id=1)
    assert changes.label == "Join 2 annotations with “claim” on “Dockers walk out.”"
    joined, left = project.queries.annotations()
    assert (joined.id, left.id) == (one, far)
    assert joined.span == Span.of((0, 17))
    assert (joined.memo, joined.unsure, joined.unsure_reason) == (
        "first\n\nsecond",
        True,
        "irony?",
    )
    (link,) = project.queries.links(1)
    assert (link.from_id, link.to_id, link.relation) == (one, far, "cue of")
    project.undo(1)
    assert (project.queries.annotations(), project.queries.links(1)) == before


def test_only_what_is_alike_is_joined(project: Project, jonas: int) -> None:
    one, other = _tag(project, (0, 7)), _tag(project, (0, 7), code="source")
    with pytest.raises(ValueError, match="same code"):
        extents.join(project, [one, other], coder_id=1)
    with pytest.raises(UserError, match="Not yours"):
        extents.join(project, [one], Span.of((0, 9)), coder_id=jonas)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spans=st.lists(ranges, min_size=1, max_size=4), more=ranges)
def test_joined_annotation_covers_just_what_its_parts_did(
    project: Project, spans: list[Span], more: Span
) -> None:
    ids = {_tag_or_known(project, span) for span in spans}
    extents.join(project, ids, more, coder_id=1)
    (joined,) = project.queries.annotations()
    covered = {
        at for span in (*spans, more) for start, end in span.ranges for at in range(start, end)
    }
    assert {at for start, end in joined.span.ranges for at in range(start, end)} == covered
    assert joined.anchor.holds_in(project.queries.text(1))
    coding.remove_annotations(project, [joined.id], coder_id=1)


def _tag_or_known(project: Project, span: Span) -> int:
    coding.annotate(project, article_id=1, span=span, code_id=_code(project), coder_id=1)
    return coding.equal_annotations(project, 1, span, _code(project), 1)[0].id


def test_further_code_lies_just_where_others_do(project: Project, jonas: int) -> None:
    one, two = _tag(project, (0, 7)), _tag(project, (8, 12), coder_id=jonas)
    changes = coding.add_code(project, [one, two], _code(project, "source"), coder_id=1)
    assert changes.label == "Tag “source” on 2 places"
    made = [a for a in project.queries.annotations() if a.code_id == _code(project, "source")]
    assert [(a.coder_id, a.anchor.quote) for a in made] == [(1, "Dockers"), (1, "walk")]
    assert coding.add_code(project, [one], _code(project, "source"), coder_id=1).txn == 0


def test_words_are_added_below_memos_once(project: Project) -> None:
    one, two = _tag(project, (0, 7)), _tag(project, (8, 12))
    coding.set_memo(project, one, "see p. 3", coder_id=1)
    coding.add_to_memos(project, [one, two], " ask Ben ", coder_id=1)
    coding.add_to_memos(project, [one, two], "ask Ben", coder_id=1)
    assert [a.memo for a in project.queries.annotations()] == ["see p. 3\n\nask Ben", "ask Ben"]
