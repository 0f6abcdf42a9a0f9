"""Undo and redo are found in the history itself: per coder, without end, after a restart too."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_making import (
    ANNA,
    add_article,
    add_code,
    add_coder,
    everything,
    in_file,
    place,
    tag,
    tagged,
)

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import Example
from annotator.domain.errors import StepRefusedError, UserError
from annotator.store import Project


@pytest.fixture
def article(project: Project) -> int:
    return add_article(project)


@pytest.fixture
def claim(project: Project) -> int:
    return add_code(project, "claim", coder_id=ANNA)


@pytest.fixture
def ben(project: Project) -> int:
    return add_coder(project, "Ben")


def test_new_project_has_nothing_to_undo(project: Project) -> None:
    for coder in (ANNA, None):
        assert project.undo(coder) is None
        assert project.redo(coder) is None
        assert project.undo_label(coder) is None
        assert project.redo_label(coder) is None
    assert [coder.name for coder in project.queries.coders()] == ["Anna"]


def test_undo_removes_what_was_made_and_redo_brings_it_back_itself(
    project: Project, article: int, claim: int
) -> None:
    one = tagged(project, article, claim, (0, 5), memo="m")
    kept = project.queries.annotation(one)
    assert project.undo_label(ANNA) == "Tag"
    undone = project.undo(ANNA)
    assert undone is not None
    assert undone.removed == {Kind.ANNOTATION: {one}}
    assert undone.counts == {(claim, ANNA): -1}
    assert (undone.label, undone.articles) == ("Tag", {article})
    assert project.redo_label(ANNA) == "Tag"
    redone = project.redo(ANNA)
    assert redone is not None
    assert redone.created == {Kind.ANNOTATION: {one}}
    assert redone.counts == {(claim, ANNA): 1}
    assert project.queries.annotation(one) == kept


def test_undo_brings_back_what_was_removed_and_every_kind_of_value(
    project: Project, article: int, claim: int
) -> None:
    one = tagged(project, article, claim, (0, 5), (13, 17), memo="m", unsure=True)
    parent = add_code(project, "parent", examples=(Example("a"), Example("b")))
    before = everything(project)
    anchor, third = place(project, article, (6, 12)), (Example("c"),)
    edits = [
        Update(
            Kind.ANNOTATION,
            one,
            {"anchor": anchor, "memo": "n", "unsure": False, "code_id": parent},
        ),
        Update(Kind.CODE, claim, {"parent_id": parent, "examples": third, "colour": "rose"}),
        Update(Kind.ARTICLE, article, {"zones": (), "headline": "Other", "words": 3}),
        Update(Kind.PROJECT, 1, {"name": "Other"}),
        Remove(Kind.ANNOTATION, one),
    ]
    project.apply("All at once", edits, coder_id=ANNA)
    after = everything(project)
    assert after != before
    changes = project.undo(ANNA)
    assert changes is not None
    assert changes.created == {Kind.ANNOTATION: {one}}
    assert everything(project) == before
    project.redo(ANNA)
    assert everything(project) == after


def test_steps_go_back_one_by_one_and_forward_again(
    project: Project, article: int, claim: int
) -> None:
    states = [everything(project)]
    for start in range(4):
        tag(project, article, claim, (start, start + 5))
        states.append(everything(project))
    for state in reversed(states[:-1]):
        project.undo(ANNA)
        assert everything(project) == state
    for state in states[1:3]:
        project.redo(ANNA)
        assert everything(project) == state
    project.undo(ANNA)
    assert everything(project) == states[1]


def test_doing_something_ends_redo_and_undo_steps_over_what_was_taken_back(
    project: Project, article: int, claim: int
) -> None:
    first = tagged(project, article, claim, (0, 5))
    tag(project, article, claim, (6, 12))
    project.undo(ANNA)
    third = tagged(project, article, claim, (13, 17))
    assert project.redo(ANNA) is None
    assert project.redo_label(ANNA) is None
    assert [one.id for one in project.queries.annotations()] == [first, third]
    project.undo(ANNA)
    project.undo(ANNA)
    assert project.queries.annotations() == []
    assert project.undo_label(ANNA) == "Add claim"


def test_undo_survives_a_restart(project: Project, article: int, claim: int, path: Path) -> None:
    tag(project, article, claim, (0, 5))
    one = tagged(project, article, claim, (6, 12))
    project.undo(ANNA)
    project.close()
    with Project.open(path) as again:
        assert (again.undo_label(ANNA), again.redo_label(ANNA)) == ("Tag", "Tag")
        redone = again.redo(ANNA)
        assert redone is not None
        assert redone.created == {Kind.ANNOTATION: {one}}
        again.undo(ANNA)
        again.undo(ANNA)
        assert again.queries.annotations() == []


def test_everybody_undoes_their_own(project: Project, article: int, claim: int, ben: int) -> None:
    annas = tagged(project, article, claim, (0, 5))
    bens = tagged(project, article, claim, (0, 5), coder_id=ben)
    changes = project.undo(ANNA)
    assert changes is not None
    assert changes.removed == {Kind.ANNOTATION: {annas}}
    assert [one.id for one in project.queries.annotations()] == [bens]
    assert project.redo_label(ben) is None
    project.undo(ben)
    assert project.undo_label(ben) is None
    assert project.undo_label(ANNA) == "Add claim"


def test_undo_names_what_it_takes_back_in_the_history(
    project: Project, claim: int, path: Path
) -> None:
    project.undo(ANNA)
    project.redo(ANNA)
    project.close()
    rows = in_file(path, "SELECT id, action, label, undoes, rev FROM txn WHERE id > 1 ORDER BY id")
    assert rows == [
        (2, "do", "Add claim", None, 2),
        (3, "undo", "Add claim", 2, 3),
        (4, "redo", "Add claim", 3, 4),
    ]
    ((stamps,),) = in_file(path, "SELECT stamps FROM code WHERE id = ?", claim)
    assert '"deleted":[4,' in stamps


def test_code_that_others_use_since_is_not_undone(
    project: Project, article: int, claim: int, ben: int
) -> None:
    bens = tagged(project, article, claim, (0, 5), coder_id=ben)
    before = everything(project)
    with pytest.raises(UserError, match=r"Add claim.*other steps have built on it") as error:
        project.undo(ANNA)
    assert "“claim” is in use (annotations: 1)" in str(error.value)
    assert everything(project) == before
    assert project.undo_label(ANNA) == "Add claim"
    project.apply("Remove", [Remove(Kind.ANNOTATION, bens)], coder_id=ben)
    assert project.undo(ANNA) is not None


def test_code_with_others_codes_under_it_is_not_undone(
    project: Project, claim: int, ben: int
) -> None:
    add_code(project, "child", parent_id=claim, coder_id=ben)
    with pytest.raises(UserError, match="other steps have built on it"):
        project.undo(ANNA)


def test_annotation_does_not_come_back_under_a_code_deleted_meanwhile(
    project: Project, article: int, claim: int, ben: int
) -> None:
    one = tagged(project, article, claim, (0, 5))
    project.apply("Remove", [Remove(Kind.ANNOTATION, one)], coder_id=ANNA)
    project.apply("Delete the code", [Remove(Kind.CODE, claim)], coder_id=ben)
    with pytest.raises(UserError, match="“claim” has been deleted"):
        project.undo(ANNA)
    project.undo(ben)
    assert project.undo(ANNA) is not None
    assert len(project.queries.annotations()) == 1


def test_value_that_others_changed_since_is_not_overwritten(
    project: Project, claim: int, ben: int
) -> None:
    for coder, name in ((ANNA, "assertion"), (ben, "statement")):
        project.apply("Rename", [Update(Kind.CODE, claim, {"name": name})], coder_id=coder)
    with pytest.raises(UserError, match="other steps have built on it"):
        project.undo(ANNA)
    assert project.queries.codebook()[claim].name == "statement"
    project.undo(ben)
    project.undo(ANNA)
    assert project.queries.codebook()[claim].name == "claim"


def test_undo_never_makes_two_codes_alike(project: Project, claim: int, ben: int) -> None:
    other = add_code(project, "other", coder_id=ben)
    for values in ({"key": "k"}, {"name": "framing"}):
        before = project.queries.codebook()[claim]
        project.apply("Edit", [Update(Kind.CODE, claim, values)], coder_id=ANNA)
        back = {name: getattr(before, name) for name in values}
        project.undo(ANNA)
        project.apply("Take", [Update(Kind.CODE, other, values)], coder_id=ben)
        state = everything(project)
        with pytest.raises(StepRefusedError, match=r"Edit: this can.t be done again") as error:
            project.redo(ANNA)
        assert "“claim” and “other” would have the same key" in str(error.value) or (
            "“framing” and “framing” would have the same name" in str(error.value)
        )
        assert everything(project) == state
        project.undo(ben)
        project.redo(ANNA)
        project.apply("Edit", [Update(Kind.CODE, claim, back)], coder_id=ANNA)
        project.apply("Take", [Update(Kind.CODE, other, values)], coder_id=ben)
        with pytest.raises(StepRefusedError, match=r"Edit: this can.t be undone"):
            project.undo(ANNA)
        with pytest.raises(UserError, match="choose another step"):
            project.undo(ANNA)
        project.undo(ben)
        assert project.undo(ANNA) is not None


def test_what_others_removed_already_is_undone_without_a_trace(
    project: Project, article: int, claim: int, ben: int
) -> None:
    one = tagged(project, article, claim, (0, 5))
    project.apply("Remove", [Remove(Kind.ANNOTATION, one)], coder_id=ben)
    changes = project.undo(ANNA)
    assert changes is not None
    assert changes.txn > 0
    assert not changes.touches(Kind.ANNOTATION)
    assert project.undo_label(ANNA) == "Add claim"


def test_import_is_undone_as_one(project: Project) -> None:
    edits = [Create(Kind.ARTICLE, {"headline": str(n), "text": f"text {n}"}) for n in range(40)]
    project.apply("Import 40 articles", edits, coder_id=ANNA)
    changes = project.undo(ANNA)
    assert changes is not None
    assert len(changes.removed[Kind.ARTICLE]) == 40
    assert project.queries.article_ids() == []
    assert project.queries.articles([1, 2]) == []
    project.redo(ANNA)
    assert len(project.queries.article_ids()) == 40


def test_refused_undo_says_who_built_what_and_does_not_bar_the_way(
    project: Project, article: int, claim: int, ben: int
) -> None:
    other = add_code(project, "other")
    tagged(project, article, other, (0, 5), coder_id=ben)
    with pytest.raises(StepRefusedError, match=r"Built on it: Tag \(Ben, 20") as error:
        project.undo(ANNA)
    skipped = [error.value.step]
    assert project.undo_label(ANNA, but=skipped) == "Add claim"
    undone = project.undo(ANNA, but=skipped)
    assert undone is not None
    assert undone.removed == {Kind.CODE: {claim}}
    assert project.undo(ANNA, but=skipped) is None
    assert project.redo(ANNA) is not None


def test_code_that_others_described_since_is_not_undone(
    project: Project, claim: int, ben: int
) -> None:
    described = [Update(Kind.CODE, claim, {"definition": "What is said to be so."})]
    project.apply("Define claim", described, coder_id=ben)
    with pytest.raises(StepRefusedError, match=r"It has been changed. Built on it: Define claim"):
        project.undo(ANNA)
    project.undo(ben)
    assert project.undo(ANNA) is not None


def test_place_that_others_gave_it_does_not_keep_a_code_from_being_undone(
    project: Project, claim: int, ben: int
) -> None:
    project.apply("Move", [Update(Kind.CODE, claim, {"position": 4})], coder_id=ben)
    assert project.undo(ANNA) is not None


def test_a_step_in_between_is_undone_alone_and_done_again(
    project: Project, article: int, claim: int
) -> None:
    first, second, third = (tag(project, article, claim, (n, n + 5)) for n in range(3))
    before = everything(project)
    undone = project.undo(ANNA, second.txn)
    assert undone is not None
    assert undone.removed == second.created
    assert [one.id for one in project.queries.annotations()] == [
        changes.one_created(Kind.ANNOTATION) for changes in (first, third)
    ]
    with pytest.raises(UserError, match="Tag: this is undone already"):
        project.undo(ANNA, second.txn)
    with pytest.raises(UserError, match="can't be done again by itself"):
        project.redo(ANNA, first.txn)
    project.redo(ANNA, second.txn)
    assert everything(project) == before
    again = project.undo(ANNA, second.txn)
    assert again is not None
    assert again.removed == second.created


def test_a_step_that_later_ones_of_ones_own_depend_on_is_not_undone_before_them(
    project: Project, article: int, claim: int
) -> None:
    tagged_at = tag(project, article, claim, (0, 5))
    one = tagged_at.one_created(Kind.ANNOTATION)
    project.apply("Write", [Update(Kind.ANNOTATION, one, {"memo": "m"})], coder_id=ANNA)
    later = project.apply("Rewrite", [Update(Kind.ANNOTATION, one, {"memo": "n"})], coder_id=ANNA)
    before = everything(project)
    for entry in (tagged_at.txn, later.txn - 1):
        with pytest.raises(StepRefusedError, match=r"Built on it: Rewrite \(Anna") as error:
            project.undo(ANNA, entry)
        assert error.value.step == entry
        assert everything(project) == before
    project.undo(ANNA, later.txn)
    project.undo(ANNA, later.txn - 1)
    assert project.undo(ANNA, tagged_at.txn) is not None


def test_only_who_did_a_step_undoes_it_and_nobody_the_start(
    project: Project, claim: int, ben: int
) -> None:
    made = project.apply("Rename", [Update(Kind.CODE, claim, {"name": "x"})], coder_id=ANNA)
    with pytest.raises(UserError, match="Rename: this is another coder's step"):
        project.undo(ben, made.txn)
    with pytest.raises(UserError, match="no step 99 in the history"):
        project.undo(ANNA, 99)
    with pytest.raises(UserError, match="start of a project"):
        project.undo(ANNA, 1)
