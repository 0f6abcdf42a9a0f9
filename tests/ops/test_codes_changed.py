"""Codes merged, moved, deleted, split, several changed: nothing is lost, nothing doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Changes, Create, Kind, Update
from annotator.domain.codebook import Example, NearMiss, NewCode, Status, Unit
from annotator.domain.decision import NOTHING, Outcome, Question, write_decision
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.questions import choice_uid
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.ops import (
    codebook,
    coding,
    deleting_codes,
    links,
    memos,
    merging_codes,
    moving_annotations,
    revising,
    several_codes,
    splitting,
    study,
)
from annotator.ops.deleting_codes import Deletion, Fate
from annotator.ops.moving_annotations import Which, recode
from annotator.ops.project_scheme import decision
from annotator.ops.study import DECISION
from annotator.store.project import Project

PLACES = tuple(Span.of((at, at + 3)) for at in range(4))


def code(project: Project, name: str) -> int:
    return project.queries.codebook().find(name).id


def tag(project: Project, article: int, coder: int, name: str, at: int = 0, memo: str = "") -> int:
    made = coding.annotate(
        project,
        article_id=article,
        span=PLACES[at],
        code_id=code(project, name),
        coder_id=coder,
        memo=memo,
    )
    return made.one_created(Kind.ANNOTATION)


def state(project: Project) -> tuple[object, ...]:
    """All that people see of a project."""
    queries = project.queries
    return (
        [shown(one) for one in sorted(queries.annotations(), key=lambda one: one.id)],
        [vars_of(one) for one in queries.codebook()],
        [
            replace(one, choices=tuple(each for each in one.choices if not each.is_deleted))
            for one in queries.questions.attributes()
        ],
        queries.questions.revisions(),
        queries.memos(),
        queries.links_of([one.id for one in queries.annotations()]),
        +queries.annotation_counts(),
    )


def shown(one: Annotation) -> Annotation:
    """An annotation without the values that were taken back."""
    there = {uid: value for uid, value in one.values.items() if value is not None}
    return replace(one, values=there)


def vars_of(one: object) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in type(one).__slots__)


def told(one: Annotation) -> tuple[object, ...]:
    return (one.article_id, one.coder_id, one.round_id, one.span, one.memo, one.unsure)


def which(project: Project, *names: str, **more: Any) -> Which:
    return Which(frozenset(code(project, name) for name in names), **more)


def test_a_merge_moves_what_is_coded_and_counts_equal_ones_once(project, article, ana, jonas):
    tag(project, article, ana, "claim", 0)
    tag(project, article, ana, "source", 0)
    kept = tag(project, article, ana, "source", 1, memo="mine")
    theirs = tag(project, article, jonas, "source", 0)
    before = state(project)

    preview = merging_codes.preview_merge(
        project, [code(project, "source")], code(project, "claim")
    )
    merging_codes.merge_codes(
        project, [code(project, "source")], code(project, "claim"), coder_id=ana
    )

    assert (preview.annotations.annotations, preview.annotations.equal) == (3, 1)
    assert preview.annotations.coders == {ana: 2, jonas: 1}
    assert preview.annotations.of_others(ana) == 1
    assert preview.annotations.articles == 1
    claim = code(project, "claim")
    assert {one.code_id for one in project.queries.annotations()} == {claim}
    assert len(project.queries.annotations()) == 3
    assert {one.id for one in project.queries.annotations()} >= {kept, theirs}
    assert "source" not in [one.name for one in project.queries.codebook()]
    assert project.undo_label(ana) == "Merge “source” into “claim”"
    project.undo(ana)
    assert state(project) == before


def test_a_richer_one_is_the_one_that_stays(project, article, ana):
    tag(project, article, ana, "claim", 0)
    rich = tag(project, article, ana, "source", 0, memo="why")

    moving_annotations.move_annotations(
        project, which(project, "source"), code(project, "claim"), coder_id=ana
    )

    (one,) = project.queries.annotations()
    assert (one.id, one.memo, one.code_id) == (rich, "why", code(project, "claim"))


def test_two_memos_at_one_place_both_stay(project, article, ana):
    tag(project, article, ana, "claim", 0, memo="one")
    tag(project, article, ana, "source", 0, memo="two")

    moving_annotations.move_annotations(
        project, which(project, "source"), code(project, "claim"), coder_id=ana
    )

    assert sorted(one.memo for one in project.queries.annotations()) == ["one", "two"]


def test_links_stay(project, article, ana):
    tag(project, article, ana, "claim", 0)
    linked = tag(project, article, ana, "source", 0)
    other = tag(project, article, ana, "conflict", 2)
    links.link(project, linked, other, "cue of", coder_id=ana)

    merging_codes.merge_codes(
        project, [code(project, "source")], code(project, "claim"), coder_id=ana
    )

    (link,) = project.queries.links(article)
    assert (link.from_id, link.to_id) == (linked, other)


def test_children_come_along_and_are_told_apart(project, ana):
    codebook.add_code(project, "conflict", parent_id=code(project, "claim"), coder_id=ana)
    gone, into = code(project, "framing"), code(project, "claim")
    before = state(project)

    preview = merging_codes.preview_merge(project, [gone], into)
    merging_codes.merge_codes(project, [gone], into, coder_id=ana)

    assert preview.children == 2
    assert list(preview.renamed.values()) == ["conflict (framing)"]
    names = [one.name for one in project.queries.codebook().children(into)]
    assert names == ["conflict", "conflict (framing)", "morality"]
    project.undo(ana)
    assert state(project) == before


def test_a_code_is_merged_into_one_below_it(project, ana):
    framing, conflict = code(project, "framing"), code(project, "conflict")
    deep = codebook.add_code(project, "deep", parent_id=conflict, coder_id=ana)
    deepest = deep.one_created(Kind.CODE)

    merging_codes.merge_codes(project, [framing], deepest, coder_id=ana)

    known = project.queries.codebook()
    assert known[deepest].parent_id is None
    assert {one.name for one in known.children(deepest)} == {"conflict", "morality"}


def test_what_is_said_about_the_codes_is_joined(project, ana):
    claim, source = code(project, "claim"), code(project, "source")
    several_codes.add_keywords(project, [source, claim], ["says", "told"], coder_id=ana)
    several_codes.add_keywords(project, [source], ["cites"], coder_id=ana)
    framing = project.queries.codebook().find("framing")
    values = {"examples": (Example("He said so."),)}
    revising.change_code(project, source, values, coder_id=ana)
    uid = project.queries.codebook()[source].uid
    missed = {"instead": (NearMiss("who said it", uid),)}
    revising.change_code(project, framing.id, missed, coder_id=ana)
    memos.write_memo(project, "To be split?", about=Kind.CODE, record_id=source, coder_id=ana)
    before = state(project)

    merging_codes.merge_codes(project, [source], claim, coder_id=ana)

    stays = project.queries.codebook()[claim]
    assert stays.keywords == ("says", "told", "cites")
    assert stays.examples == (Example("He said so."),)
    revision = project.queries.questions.revision_of(claim)
    assert revision is not None
    assert revision.why == "Merged with “source”"
    (memo,) = project.queries.memos(stays.uid)
    assert (memo.text, memo.coder_id) == ("To be split?", ana)
    (miss,) = project.queries.codebook()[framing.id].instead
    assert miss.use == stays.uid
    project.undo(ana)
    assert state(project) == before


def test_questions_that_led_to_a_code_that_goes_lead_to_the_one_that_stays(project, ana):
    known = project.queries.codebook()
    source, claim = known.find("source"), known.find("claim")
    tree = Question("Said by somebody?", Outcome(str(source.uid)), Outcome(NOTHING))
    study.set_setting(project, DECISION, write_decision(tree).rstrip(), coder_id=ana)

    merging_codes.merge_codes(project, [source.id], claim.id, coder_id=ana)

    assert decision(project) == Question(tree.text, Outcome(str(claim.uid)), tree.no)
    project.undo(ana)
    assert decision(project) == tree


def attribute(project: Project, name: str, kind: str, *choices: str, of: str) -> Any:
    uid = new_uid()
    values = {"code_id": code(project, of), "position": 0, "name": name, "kind": kind}
    made = [
        Create(
            Kind.CHOICE, {"of_uid": uid, "position": at, "name": choice}, choice_uid(uid, choice)
        )
        for at, choice in enumerate(choices)
    ]
    project.apply("Ask", [Create(Kind.ATTRIBUTE, values, uid), *made], coder_id=None)
    return uid


def test_values_are_carried_between_attributes_of_one_name_and_kind(project, article, ana):
    mine = attribute(project, "Stance", "one of", "for", "against", of="source")
    yours = attribute(project, "stance", "one of", "against", of="claim")
    names = attribute(project, "who", "names", "Ana", "Bo", of="source")
    others = attribute(project, "who", "names", "ana", of="claim")
    only = attribute(project, "cue", "text", of="source")
    one = tag(project, article, ana, "source", 0)
    two = tag(project, article, ana, "source", 1)
    for which_one, uid, value in (
        (one, mine, str(choice_uid(mine, "against"))),
        (one, names, [str(choice_uid(names, "Ana")), str(choice_uid(names, "Bo"))]),
        (one, only, "said"),
        (two, mine, str(choice_uid(mine, "for"))),
    ):
        edit = Update(Kind.ANNOTATION, which_one, {f"value:{uid}": value})
        project.apply("Give a value", [edit], coder_id=ana)
    before = state(project)

    preview = merging_codes.preview_merge(
        project, [code(project, "source")], code(project, "claim")
    )
    merging_codes.merge_codes(
        project, [code(project, "source")], code(project, "claim"), coder_id=ana
    )

    assert set(preview.annotations.carried) == {"Stance", "who"}
    assert preview.annotations.values_left == 2
    moved, left = project.queries.annotations_by_id([one, two])
    assert moved.values[str(yours)] == str(choice_uid(yours, "against"))
    known = {
        str(choice.uid): choice.name
        for each in project.queries.questions.attributes_of(code(project, "claim"))
        if each.uid == others
        for choice in each.choices
    }
    assert [known[uid] for uid in moved.values[str(others)]] == ["ana", "Bo"]
    assert moved.values[str(only)] == "said"
    assert left.values.get(str(yours)) is None
    assert left.values[str(mine)] == str(choice_uid(mine, "for"))
    project.undo(ana)
    assert state(project) == before


def test_a_few_given_another_code_bring_their_values_and_lose_none(project, article, ana):
    mine = attribute(project, "stance", "text", of="source")
    yours = attribute(project, "Stance", "text", of="claim")
    one = tag(project, article, ana, "source", 0)
    twin, there = (tag(project, article, ana, name, 1) for name in ("source", "claim"))
    for which_one, value in ((one, "for"), (twin, "against")):
        edit = Update(Kind.ANNOTATION, which_one, {f"value:{mine}": value})
        project.apply("Give a value", [edit], coder_id=ana)
    before = state(project)

    recode(project, [one, twin], code(project, "claim"), coder_id=ana)

    found = {each.id: each for each in project.queries.annotations()}
    # What stood there says less than the one that comes, which has a value.
    assert there not in found
    assert {found[each].code_id for each in (one, twin)} == {code(project, "claim")}
    assert [found[each].values[str(yours)] for each in (one, twin)] == ["for", "against"]
    project.undo(ana)
    assert state(project) == before


def test_equal_ones_given_a_code_that_is_made_for_them_are_counted_once(project, article, ana):
    one, twin = (tag(project, article, ana, name, 1) for name in ("source", "claim"))
    before = state(project)

    changes = recode(project, [one, twin], NewCode("strike", code(project, "claim")), coder_id=ana)

    made = changes.one_created(Kind.CODE)
    assert project.queries.codebook().path(made) == "claim/strike"
    assert [(each.id, each.code_id) for each in project.queries.annotations()] == [(one, made)]
    assert project.undo_label(ana) == "Change 2 annotations to the new code “strike”"
    project.undo(ana)
    assert state(project) == before


def test_only_some_annotations_are_moved(project, ana, jonas):
    first, second = project.queries.article_ids()
    one = tag(project, first, ana, "claim", 0)
    two = tag(project, second, ana, "claim", 0)
    three = tag(project, first, jonas, "claim", 1)
    to = code(project, "source")

    def moved() -> set[int]:
        return {one.id for one in project.queries.annotations(code_ids=[to])}

    moving_annotations.move_annotations(
        project,
        which(project, "claim", coder_ids=frozenset({ana}), article_ids=frozenset({first})),
        to,
        coder_id=ana,
    )
    assert moved() == {one}
    moving_annotations.move_annotations(
        project, which(project, "claim", ids=frozenset({two})), to, coder_id=ana
    )
    assert moved() == {one, two}
    with pytest.raises(UserError, match="Not yours"):
        moving_annotations.move_annotations(project, which(project, "claim"), to, coder_id=ana)
    moving_annotations.move_annotations(
        project, which(project, "claim"), to, coder_id=ana, others=True
    )
    assert moved() == {one, two, three}


@pytest.mark.parametrize("long", [False, True])
def test_a_code_is_deleted_and_its_annotations_go_elsewhere(project, article, ana, long):
    attribute(project, "cue", "text", of="framing")
    tag(project, article, ana, "framing", 0)
    tag(project, article, ana, "conflict", 0)
    before = state(project)
    deletion = Deletion(frozenset({code(project, "framing")}), Fate.MOVE, code(project, "claim"))
    preview = deleting_codes.preview_delete(project, deletion)

    deleting_codes.delete_codes(
        project, deletion, coder_id=ana, progress=(lambda *_: True) if long else None
    )

    assert (preview.codes, preview.moved_up, preview.annotations.annotations) == (1, 2, 1)
    known = project.queries.codebook()
    assert known.find("conflict").parent_id is None
    assert known.colour(known.find("conflict").id) == "blue"
    names = [known[one.code_id].name for one in project.queries.annotations()]
    assert sorted(names) == ["claim", "conflict"]
    project.undo(ana)
    assert state(project) == before


@pytest.mark.parametrize("long", [False, True])
def test_a_code_is_deleted_with_all_that_is_under_it(project, article, ana, long):
    one = tag(project, article, ana, "framing", 0)
    two = tag(project, article, ana, "conflict", 0)
    kept = tag(project, article, ana, "claim", 0)
    links.link(project, one, kept, "cue of", coder_id=ana)
    links.link(project, one, two, "cue of", coder_id=ana)
    before = state(project)
    deletion = Deletion(frozenset({code(project, "framing")}), Fate.REMOVE, with_children=True)

    deleting_codes.delete_codes(
        project, deletion, coder_id=ana, progress=(lambda *_: True) if long else None
    )

    assert [one.id for one in project.queries.annotations()] == [kept]
    assert [one.name for one in project.queries.codebook()] == ["claim", "source"]
    project.undo(ana)
    assert state(project) == before


def test_a_code_is_kept_as_retired(project, article, ana):
    tag(project, article, ana, "claim", 0)
    claim = code(project, "claim")

    deleting_codes.delete_codes(project, Deletion(frozenset({claim})), coder_id=ana)

    assert project.queries.codebook()[claim].status is Status.RETIRED
    assert len(project.queries.annotations()) == 1


def test_annotations_do_not_go_to_a_code_that_is_deleted_too(project, ana):
    deletion = Deletion(
        frozenset({code(project, "framing")}),
        Fate.MOVE,
        code(project, "conflict"),
        with_children=True,
    )
    with pytest.raises(UserError, match="a code that stays"):
        deleting_codes.delete_codes(project, deletion, coder_id=ana)


def test_a_long_merge_that_is_stopped_does_nothing(project, article, ana):
    tag(project, article, ana, "source", 0)
    before = state(project)

    with pytest.raises(CancelledError):
        merging_codes.merge_codes(
            project,
            [code(project, "source")],
            code(project, "claim"),
            coder_id=ana,
            progress=lambda *_: False,
        )

    assert state(project) == before


def test_annotations_are_dealt_out_and_taken_back_in_one_step(project, article, ana):
    made = [tag(project, article, ana, "claim", at) for at in range(3)]
    tag(project, article, ana, "source", 0)
    before = state(project)
    asked = which(project, "claim")
    assert splitting.left_to_deal(project, asked) == made

    first = None
    for one, name in zip(made[:2], ("source", "morality"), strict=True):
        annotation = project.queries.annotation(one)
        done = splitting.deal(project, annotation, code(project, name), coder_id=ana, after=first)
        first = first or done.txn

    assert splitting.left_to_deal(project, asked) == made[2:]
    with pytest.raises(UserError, match="changed or removed"):
        splitting.deal(project, annotation, code(project, "source"), coder_id=ana)
    project.undo(ana)
    assert state(project) == before


def test_several_codes_are_changed_alike(project, ana):
    some = [code(project, "conflict"), code(project, "claim")]
    steps: list[Callable[[], Changes]] = [
        lambda: several_codes.colour_codes(project, some, "rose", coder_id=ana),
        lambda: several_codes.set_status(project, some, Status.PROPOSED, coder_id=ana),
        lambda: several_codes.set_unit(project, some, Unit.SENTENCE, coder_id=ana),
        lambda: several_codes.add_keywords(project, some, ["a  b", "c"], coder_id=ana),
        lambda: several_codes.move_codes(project, some, code(project, "source"), coder_id=ana),
    ]
    for step in steps:
        before = state(project)
        step()
        assert state(project) != before
        project.undo(ana)
        assert state(project) == before
        project.redo(ana)
    known = project.queries.codebook()
    under = known.children(code(project, "source"))
    assert [one.name for one in under] == ["conflict", "claim"]
    for one in under:
        assert (one.colour, one.status, one.unit) == ("rose", Status.PROPOSED, Unit.SENTENCE)
        assert one.keywords == ("a b", "c")
        assert project.queries.questions.revision_of(one.id)


def test_a_locked_scheme_is_left_alone(project, ana):
    study.set_setting(project, study.SCHEME_LOCKED, True, coder_id=ana)
    claim, source = code(project, "claim"), code(project, "source")
    refused: list[Callable[[], object]] = [
        lambda: codebook.rename_code(project, claim, "x", coder_id=ana),
        lambda: codebook.set_colour(project, claim, "rose", coder_id=ana),
        lambda: codebook.set_key(project, claim, "x", coder_id=ana),
        lambda: codebook.delete_code(project, claim, coder_id=ana),
        lambda: codebook.move_code(project, claim, parent_id=source, position=0, coder_id=ana),
        lambda: merging_codes.merge_codes(project, [claim], source, coder_id=ana),
        lambda: deleting_codes.delete_codes(project, Deletion(frozenset({claim})), coder_id=ana),
        lambda: several_codes.set_status(project, [claim], Status.RETIRED, coder_id=ana),
        lambda: several_codes.move_codes(project, [claim], source, coder_id=ana),
        lambda: several_codes.add_keywords(project, [claim], ["x"], coder_id=ana),
    ]
    before = state(project)
    for verb in refused:
        with pytest.raises(UserError, match="locked"):
            verb()
    assert state(project) == before


def test_what_comes_along_is_counted_and_what_is_refused_is_refused_before(project, article, ana):
    framing, claim = code(project, "framing"), code(project, "claim")
    for at in range(2):
        tag(project, article, ana, "conflict", at)
    held = several_codes.preview_move(project, [framing], claim)
    assert (held.annotations, held.articles) == (2, 1)
    before = state(project)
    for ids, under in (([framing], code(project, "conflict")), ([claim], claim)):
        with pytest.raises(UserError, match="under itself"):
            several_codes.preview_move(project, ids, under)
    assert state(project) == before


# -- laws

NAMES = ("framing", "conflict", "morality", "claim", "source")
coded = st.tuples(
    st.sampled_from(NAMES),
    st.integers(0, 1),
    st.integers(0, 2),
    st.sampled_from(["", "", "a", "b"]),
    st.booleans(),
)


@pytest.fixture(scope="module")
def drawn() -> Iterator[Callable[[list[Any]], Project]]:
    """Makes projects of what was drawn, all in one folder."""
    open_projects: list[Project] = []
    with TemporaryDirectory() as folder:

        def make(drawn: list[Any]) -> Project:
            for one in open_projects:
                one.close()
            path = Path(folder) / f"{new_uid()}.annotator"
            project = Project.create(path, "P", coder=(new_uid(), "Ana"))
            open_projects[:] = [project]
            uids = {name: new_uid() for name in NAMES}
            made = [
                Create(
                    Kind.CODE,
                    {
                        "name": name,
                        "position": at,
                        "parent_id": uids["framing"] if name in NAMES[1:3] else None,
                    },
                    uids[name],
                )
                for at, name in enumerate(NAMES)
            ]
            text = {"headline": "H", "text": "Dockers walk out.", "words": 3, "counted_words": 3}
            jonas = Create(Kind.CODER, {"name": "Jonas"})
            project.apply("Begin", [*made, jonas, Create(Kind.ARTICLE, text)], coder_id=None)
            (article,) = project.queries.article_ids()
            coders = [one.id for one in project.queries.coders()]
            for name, coder, at, memo, unsure in drawn:
                values = {
                    "article_id": article,
                    "coder_id": coders[coder],
                    "round_id": project.main_round,
                    "code_id": code(project, name),
                    "anchor": coding.place(project, article, PLACES[at]),
                    "memo": memo,
                    "unsure": unsure,
                }
                project.apply("Tag", [Create(Kind.ANNOTATION, values)], coder_id=None)
            return project

        yield make
        for one in open_projects:
            one.close()


@settings(max_examples=40, deadline=None)
@given(
    some=st.lists(coded, max_size=12),
    gone=st.sets(st.sampled_from(NAMES), min_size=1, max_size=3),
    into=st.sampled_from(NAMES),
    long=st.booleans(),
)
def test_a_merge_loses_and_doubles_nothing_and_can_be_undone(drawn, some, gone, into, long):
    if into in gone and len(gone) == 1:
        return
    project = drawn(some)
    ana = project.queries.coders()[0].id
    before, annotations = state(project), project.queries.annotations()
    ids = [code(project, name) for name in sorted(gone)]
    stays = code(project, into)
    preview = merging_codes.preview_merge(project, ids, stays)

    merging_codes.merge_codes(
        project, ids, stays, coder_id=ana, progress=(lambda *_: True) if long else None
    )

    after = project.queries.annotations()
    moved = {*ids, stays}
    was, now = (
        Counter(told(one) for one in many if one.code_id in moved) for many in (annotations, after)
    )
    assert len(after) == len(annotations) - preview.annotations.equal
    for one in was:
        # What is gone is said by another one at its place.
        assert any(
            other[:4] == one[:4] and one[4] in ("", other[4]) and (not one[5] or other[5])
            for other in now
        )
    assert all(now[one] <= was[one] for one in now)
    untouched = [one for one in annotations if one.code_id not in moved]
    assert [one for one in after if one.code_id not in moved] == untouched
    project.undo(ana)
    assert state(project) == before


@settings(max_examples=40, deadline=None)
@given(
    some=st.lists(coded, max_size=12),
    gone=st.sets(st.sampled_from(NAMES), min_size=1, max_size=3),
    to=st.sampled_from(NAMES),
    fate=st.sampled_from(list(Fate)),
    with_children=st.booleans(),
    long=st.booleans(),
)
def test_a_deletion_can_be_undone(drawn, some, gone, to, fate, with_children, long):
    project = drawn(some)
    ana = project.queries.coders()[0].id
    before, count = state(project), len(project.queries.annotations())
    deletion = Deletion(
        frozenset(code(project, name) for name in gone), fate, code(project, to), with_children
    )
    try:
        preview = deleting_codes.preview_delete(project, deletion)
    except UserError:
        assert fate is Fate.MOVE
        return

    deleting_codes.delete_codes(
        project, deletion, coder_id=ana, progress=(lambda *_: True) if long else None
    )

    lost = {
        Fate.MOVE: preview.annotations.equal,
        Fate.REMOVE: preview.annotations.annotations,
        Fate.RETIRE: 0,
    }[fate]
    assert len(project.queries.annotations()) == count - lost
    project.undo(ana)
    assert state(project) == before
