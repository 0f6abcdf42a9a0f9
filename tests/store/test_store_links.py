"""Links and states of articles: they go with what they are about, and come back with it."""

from __future__ import annotations

import pytest
from store_making import ANNA, add_article, add_code, add_coder, set_state, tagged

from annotator.domain.changes import Create, Edit, Kind, Remove
from annotator.domain.errors import StepRefusedError, UserError
from annotator.domain.progress import State
from annotator.store import Project

_Three = tuple[int, int, int]


@pytest.fixture
def three(project: Project) -> _Three:
    article, code = add_article(project), add_code(project, "claim")
    one, two, other = (tagged(project, article, code, (at, at + 5)) for at in (0, 6, 12))
    return one, two, other


def _link(from_id: int, to_id: int, relation: str = "cue of") -> Edit:
    return Create(Kind.LINK, {"from_id": from_id, "to_id": to_id, "relation": relation})


def _linked(project: Project, from_id: int, to_id: int, coder_id: int = ANNA) -> int:
    edit = _link(from_id, to_id)
    return project.apply("Link", [edit], coder_id=coder_id).one_created(Kind.LINK)


def _ids(project: Project) -> set[int]:
    return {one.id for one in project.queries.links(1)}


def test_link_is_found_at_both_ends(project: Project, three: _Three) -> None:
    one, two, other = three
    made = _linked(project, one, two)
    (link,) = project.queries.links(1)
    assert (link.id, link.from_id, link.to_id, link.relation) == (made, one, two, "cue of")
    for end in (one, two):
        assert project.queries.links_of([end]) == [link]
    assert project.queries.links_of([other]) == []
    assert project.queries.links_of([one, two]) == [link]


def test_link_between_articles_is_found_in_both(project: Project, three: _Three) -> None:
    there = add_article(project, "Elsewhere prices fell.")
    far = tagged(project, there, 1, (0, 9))
    made = _linked(project, three[0], far)
    assert [one.id for one in project.queries.links(there)] == [made]
    assert _ids(project) == {made}


def test_removing_an_annotation_takes_its_links_along_and_undo_brings_them_back(
    project: Project, three: _Three
) -> None:
    one, two, other = three
    gone, came, stays = (
        _linked(project, *ends) for ends in ((one, two), (other, one), (two, other))
    )
    changes = project.apply("Remove", [Remove(Kind.ANNOTATION, one)], coder_id=ANNA)
    assert changes.removed[Kind.LINK] == {gone, came}
    assert _ids(project) == {stays}
    undone = project.undo(ANNA)
    assert undone is not None
    assert undone.created[Kind.LINK] == {gone, came}
    assert _ids(project) == {gone, came, stays}
    project.redo(ANNA)
    assert _ids(project) == {stays}
    assert project.check() == []


def test_long_job_takes_links_along_too(project: Project, three: _Three) -> None:
    one, two, other = three
    gone, stays = _linked(project, one, two), _linked(project, two, other)
    with project.begin("Remove", coder_id=ANNA) as job:
        job.take([Remove(Kind.ANNOTATION, one)])
        assert _ids(project) == {gone, stays}
        changes = job.finish()
    assert changes.removed[Kind.LINK] == {gone}
    assert _ids(project) == {stays}


def test_link_that_is_made_meanwhile_stands_in_the_way_of_a_job(
    project: Project, three: _Three
) -> None:
    one, two, _ = three
    with project.begin("Remove", coder_id=ANNA) as job:
        job.take([Remove(Kind.ANNOTATION, one)])
        made = _linked(project, one, two)
        with pytest.raises(UserError, match="is linked"):
            job.finish()
    assert _ids(project) == {made}
    assert len(project.queries.annotations()) == 3


def test_job_makes_annotations_and_links_between_them(project: Project, three: _Three) -> None:
    one = project.queries.annotation(three[0])
    values = {
        "article_id": 1,
        "coder_id": ANNA,
        "round_id": project.main_round,
        "code_id": one.code_id,
        "anchor": one.anchor,
    }
    made = [Create(Kind.ANNOTATION, values) for _ in range(2)]
    ends = {"from_id": made[0].uid, "to_id": made[1].uid, "relation": "repeats"}
    with project.begin("Import", coder_id=ANNA) as job:
        job.take([*made, Create(Kind.LINK, ends)])
        assert _ids(project) == set()
        changes = job.finish()
    assert _ids(project) == changes.created[Kind.LINK]
    assert project.check() == []


def test_nothing_is_linked_to_what_is_gone(project: Project, three: _Three) -> None:
    one, two, _ = three
    project.apply("Remove", [Remove(Kind.ANNOTATION, one)], coder_id=ANNA)
    with pytest.raises(UserError, match="The annotation of “Grain” has been removed"):
        project.apply("Link", [_link(one, two)], coder_id=ANNA)
    with pytest.raises(UserError, match="has been removed"):
        project.apply("Both", [Remove(Kind.ANNOTATION, two), _link(two, three[2])], coder_id=ANNA)
    assert _ids(project) == set()


def test_link_comes_back_only_with_both_its_ends(project: Project, three: _Three) -> None:
    one, two, _ = three
    made = _linked(project, one, two)
    step = project.apply("Remove one", [Remove(Kind.ANNOTATION, one)], coder_id=ANNA).txn
    project.apply("Remove two", [Remove(Kind.ANNOTATION, two)], coder_id=ANNA)
    with pytest.raises(StepRefusedError, match="Remove two"):
        project.undo(ANNA, step)
    project.undo(ANNA)
    project.undo(ANNA)
    assert _ids(project) == {made}


def test_annotation_that_others_have_linked_is_not_unmade(project: Project, three: _Three) -> None:
    ben = add_coder(project, "Ben")
    made = _linked(project, three[2], three[0], ben)
    with pytest.raises(StepRefusedError, match=r"is linked.*Link \(Ben"):
        project.undo(ANNA)
    assert _ids(project) == {made}


def test_history_says_what_was_linked(project: Project, three: _Three) -> None:
    changes = project.apply("Link", [_link(three[0], three[1])], coder_id=ANNA)
    (told,) = project.histories.changes(changes.txn)
    assert (told.title, told.about, told.article_id) == ("Grain → price", "cue of", 1)


def test_states_are_those_set_or_follow_from_annotations(project: Project, three: _Three) -> None:
    new = add_article(project, "Nothing in it yet.")
    queries = project.queries
    assert queries.states(ANNA, [1, new]) == {1: State.IN_WORK, new: State.NEW}
    for state in State:
        changes = project.apply("Set", [set_state(project, new, ANNA, state)], coder_id=ANNA)
        assert changes.articles == {new}
        assert queries.states(ANNA, [new]) == {new: state}
        assert queries.set_states(ANNA) == {new: state}
        assert queries.articles_in(state, ANNA) == 1
    ben = add_coder(project, "Ben")
    assert queries.states(ben, [1, new]) == {1: State.NEW, new: State.NEW}
    for back in (State.DONE, State.IN_WORK, State.NEW):
        project.undo(ANNA)
        assert queries.states(ANNA, [new]) == {new: back}
    project.undo(ANNA)
    assert queries.set_states(ANNA) == {}
    project.apply("Set", [set_state(project, new, ANNA, State.DONE)], coder_id=ANNA)
    assert queries.set_states(ANNA) == {new: State.DONE}
    assert project.check() == []


def test_state_of_an_article_goes_with_it(project: Project) -> None:
    article = add_article(project, coder_id=ANNA)
    project.apply("Set", [set_state(project, article, ANNA, State.DONE)], coder_id=ANNA)
    project.apply("Remove", [Remove(Kind.ARTICLE, article)], coder_id=ANNA)
    assert project.queries.set_states(ANNA) == {}
    assert project.loose_ends() == []
    project.undo(ANNA)
    assert project.queries.set_states(ANNA) == {article: State.DONE}


def test_article_with_anothers_state_is_not_unmade(project: Project) -> None:
    article = add_article(project, coder_id=ANNA)
    ben = add_coder(project, "Ben")
    project.apply("Set", [set_state(project, article, ben, State.DONE)], coder_id=ben)
    with pytest.raises(StepRefusedError, match=r"has states that were set.*Set \(Ben"):
        project.undo(ANNA)
    assert project.queries.article_ids() == [article]


def test_states_of_few_articles_are_known_before_and_after_all_are(project: Project) -> None:
    new = add_article(project, "Nothing in it yet.")
    project.apply("Set", [set_state(project, new, ANNA, State.DONE)], coder_id=ANNA)
    queries = project.queries
    before = queries.states(ANNA, [new]), queries.articles_in(State.DONE, ANNA)
    assert queries.set_states(ANNA) == {new: State.DONE}
    assert (queries.states(ANNA, [new]), queries.articles_in(State.DONE, ANNA)) == before
    assert before == ({new: State.DONE}, 1)
    assert queries.articles_in(State.DISCUSS, ANNA) == 0
