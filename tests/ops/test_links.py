"""Links between annotations and states of articles, as people make them."""

from __future__ import annotations

import pytest

from annotator.domain.errors import UserError
from annotator.domain.progress import State
from annotator.domain.span import Span
from annotator.ops import coding, links, progress
from annotator.store import Project


def _tag(project: Project, start: int, end: int, coder_id: int = 1) -> int:
    code = next(iter(project.queries.codebook())).id
    article = project.queries.article_ids()[0]
    changes = coding.annotate(
        project, article_id=article, span=Span.of((start, end)), code_id=code, coder_id=coder_id
    )
    return next(iter(changes.created["annotation"]))


def test_link_has_a_sentence_and_is_made_once(project: Project) -> None:
    one, two = _tag(project, 0, 5), _tag(project, 6, 12)
    made = links.link(project, one, two, "  cue   of ", coder_id=1)
    assert "“cue of”, to" in made.label
    (link,) = project.queries.links(project.queries.article_ids()[0])
    assert (link.from_id, link.to_id, link.relation) == (one, two, "cue of")
    assert links.link(project, one, two, "cue of", coder_id=1).txn == 0
    assert links.link(project, two, one, "cue of", coder_id=1).txn
    assert links.link(project, one, two, "contradicts", coder_id=1).txn
    gone = links.unlink(project, [link.id], coder_id=1)
    assert gone.label.startswith("Remove the link “cue of” from “")
    assert len(project.queries.links_of([one])) == 2
    project.undo(1)
    assert len(project.queries.links_of([one])) == 3


def test_link_needs_a_name_and_two_ends(project: Project) -> None:
    one, two = _tag(project, 0, 5), _tag(project, 6, 12)
    with pytest.raises(UserError, match="needs a name"):
        links.link(project, one, two, " ", coder_id=1)
    with pytest.raises(UserError, match="to itself"):
        links.link(project, one, one, "cue of", coder_id=1)
    assert project.queries.links_of([one]) == []


def test_state_is_set_for_many_at_once_and_only_where_it_is_another(project: Project) -> None:
    ids = project.queries.article_ids()
    first = progress.set_state(project, ids[:1], State.DONE, coder_id=1)
    assert first.label.startswith("Mark “")
    assert first.label.endswith("” as done")
    rest = progress.set_state(project, ids, State.DONE, coder_id=1)
    assert rest.articles == set(ids[1:])
    assert progress.set_state(project, ids, State.DONE, coder_id=1).txn == 0
    assert progress.done_count(project, coder_id=1) == len(ids)
    project.undo(1)
    assert progress.done_count(project, coder_id=1) == 1


def test_what_comes_next_is_the_first_that_is_not_done(project: Project) -> None:
    ids = project.queries.article_ids()
    assert progress.next_not_done(project, ids, None, coder_id=1) == ids[0]
    assert progress.next_not_done(project, ids, ids[0], coder_id=1) == ids[1]
    assert progress.next_not_done(project, ids, ids[-1], coder_id=1) == ids[0]
    progress.set_state(project, ids[1:], State.DONE, coder_id=1)
    assert progress.next_not_done(project, ids, ids[-1], coder_id=1) == ids[0]
    assert progress.next_not_done(project, ids, ids[0], coder_id=1) is None


def test_reason_for_being_unsure_goes_with_the_flag(project: Project) -> None:
    one = _tag(project, 0, 5)

    def now() -> tuple[bool, str]:
        annotation = project.queries.annotation(one)
        return annotation.unsure, annotation.unsure_reason

    coding.set_unsure(project, [one], True, coder_id=1)
    changes = coding.set_unsure(project, [one], True, reason="irony?", coder_id=1)
    assert changes.label.startswith("Say why")
    assert now() == (True, "irony?")
    coding.set_unsure(project, [one], True, coder_id=1)
    assert now() == (True, "irony?")
    coding.set_unsure(project, [one], False, coder_id=1)
    assert now() == (False, "")
    project.undo(1)
    assert now() == (True, "irony?")
