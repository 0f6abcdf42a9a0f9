from __future__ import annotations

import pytest

from annotator.domain.changes import Changes, Kind
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import codebook, coding, study
from annotator.ops.moving_annotations import recode
from annotator.store.project import Project

SPAN = Span.of((0, 7))


def code(project: Project, name: str) -> int:
    return project.queries.codebook().find(name).id


def tag(
    project: Project, article: int, coder: int, name: str, span: Span = SPAN, memo: str = ""
) -> Changes:
    return coding.annotate(
        project,
        article_id=article,
        span=span,
        code_id=code(project, name),
        coder_id=coder,
        memo=memo,
    )


def spans_and_codes(project: Project) -> list[tuple[Span, str]]:
    codebook = project.queries.codebook()
    return [(one.span, codebook[one.code_id].name) for one in project.queries.annotations()]


def test_an_annotation_keeps_place_words_context_memo_and_who(project, article, ana):
    start = project.queries.text(article).index("🚢")
    changes = tag(project, article, ana, "claim", Span.of((start, start + 8)), "why?")

    (made,) = project.queries.annotations(article)
    assert changes.one_created(Kind.ANNOTATION) == made.id
    assert changes.counts == {(code(project, "claim"), ana): 1}
    assert made.anchor.quotes == ("🚢 Nobody",)
    assert made.anchor.prefix.endswith("“No.” ")
    assert (made.coder_id, made.round_id, made.memo) == (ana, project.main_round, "why?")
    assert project.undo_label(ana) == "Tag “claim” on “🚢 Nobody”"


def test_fragments_and_the_whole_article_can_be_tagged(project, article, ana):
    tag(project, article, ana, "claim", Span.of((0, 7), (13, 16)))
    tag(project, article, ana, "source", Span())

    assert {span.ranges for span, _ in spans_and_codes(project)} == {((0, 7), (13, 16)), ()}


def test_the_same_code_on_the_same_span_is_applied_once(project, article, ana, jonas):
    tag(project, article, ana, "claim", memo="mine")

    again = tag(project, article, ana, "claim")
    others = tag(project, article, jonas, "claim")

    assert (again.txn, again.counts) == (0, {})
    assert others.txn
    assert len(project.queries.annotations()) == 2


def test_another_memo_is_not_lost(project, article, ana):
    tag(project, article, ana, "claim", memo="one")
    tag(project, article, ana, "claim", memo="two")

    assert sorted(one.memo for one in project.queries.annotations()) == ["one", "two"]


def test_a_removed_annotation_can_be_made_again(project, article, ana):
    made = tag(project, article, ana, "claim").one_created(Kind.ANNOTATION)
    coding.remove_annotations(project, [made], coder_id=ana)

    assert tag(project, article, ana, "claim").txn
    assert len(project.queries.annotations()) == 1


def test_a_span_beyond_the_article_is_refused_in_words(project, article, ana):
    length = len(project.queries.text(article))
    with pytest.raises(UserError) as caught:
        tag(project, article, ana, "claim", Span.of((3, length + 1)))

    assert str(length) in caught.value.what
    assert "Dockers walk out." in caught.value.what
    assert project.queries.annotations() == []
    assert tag(project, article, ana, "claim", Span.of((3, length))).txn


def test_several_are_removed_in_one_step_and_come_back_in_one(project, article, ana):
    ids = [
        tag(project, article, ana, name).one_created(Kind.ANNOTATION)
        for name in ("claim", "source")
    ]

    changes = coding.remove_annotations(project, ids, coder_id=ana)

    assert changes.removed[Kind.ANNOTATION] == set(ids)
    assert spans_and_codes(project) == []
    assert project.undo_label(ana) == "Remove 2 annotations"
    project.undo(ana)
    assert {one.id for one in project.queries.annotations()} == set(ids)


def test_recoding_keeps_the_annotation_and_its_memo(project, article, ana):
    made = tag(project, article, ana, "claim", memo="m").one_created(Kind.ANNOTATION)

    recode(project, [made], code(project, "source"), coder_id=ana)

    (one,) = project.queries.annotations()
    assert (one.id, one.code_id, one.memo) == (made, code(project, "source"), "m")
    label = project.undo_label(ana)
    assert label is not None
    assert label.startswith("Change “claim” on “")
    assert label.endswith("to “source”")


def test_recoding_to_the_code_that_it_has_changes_nothing(project, article, ana):
    made = tag(project, article, ana, "claim").one_created(Kind.ANNOTATION)

    assert recode(project, [made], code(project, "claim"), coder_id=ana).txn == 0


def test_recoding_makes_no_doubles(project, article, ana, jonas):
    there = tag(project, article, ana, "source").one_created(Kind.ANNOTATION)
    ids = [
        tag(project, article, ana, "claim").one_created(Kind.ANNOTATION),
        tag(project, article, ana, "conflict").one_created(Kind.ANNOTATION),
        tag(project, article, ana, "conflict", memo="keep me").one_created(Kind.ANNOTATION),
        tag(project, article, jonas, "claim").one_created(Kind.ANNOTATION),
    ]

    recode(project, ids, code(project, "source"), coder_id=ana, others=True)

    # The one with a memo says all that the others do.
    assert {one.id for one in project.queries.annotations()} == {ids[2], ids[3]}
    assert {name for _, name in spans_and_codes(project)} == {"source"}
    project.undo(ana)
    assert {one.id for one in project.queries.annotations()} == {there, *ids}


# -- whose they are


@pytest.mark.parametrize("verb", ["remove", "recode"])
def test_what_another_coder_made_is_not_changed_unless_that_is_said(
    project, article, ana, jonas, verb
):
    ids = [tag(project, article, who, "claim").one_created(Kind.ANNOTATION) for who in (ana, jonas)]

    def change(coder: int, some: list[int], **how: bool) -> Changes:
        if verb == "remove":
            return coding.remove_annotations(project, some, coder_id=coder, **how)
        return recode(project, some, code(project, "source"), coder_id=coder, **how)

    before = project.queries.annotations()
    with pytest.raises(UserError) as caught:
        change(ana, ids)

    assert caught.value.what == "Not yours to change: “claim” on “Dockers” (Jonas)."
    assert "choose that coder first" in caught.value.way_out
    assert project.queries.annotations() == before
    assert change(jonas, ids[1:]).txn
    assert change(jonas, ids[:1], others=True).txn


def test_several_others_are_named(project, article, ana, jonas):
    mine = tag(project, article, ana, "claim").one_created(Kind.ANNOTATION)
    theirs = [
        tag(project, article, jonas, name).one_created(Kind.ANNOTATION)
        for name in ("claim", "source")
    ]

    with pytest.raises(UserError) as caught:
        coding.remove_annotations(project, [mine, *theirs], coder_id=ana)

    assert caught.value.what == "Not yours to change: 2 annotations (Jonas)."
    assert len(project.queries.annotations()) == 3


# -- with a new code


def tag_new(project: Project, article: int, coder: int, name: str, span: Span = SPAN) -> Changes:
    return coding.annotate_with_new_code(
        project, article_id=article, span=span, name=name, coder_id=coder
    )


def names(project: Project) -> list[str]:
    return [one.name for one in project.queries.codebook()]


def test_a_new_code_and_its_first_annotation_are_one_step(project, article, ana):
    before = names(project)

    changes = tag_new(project, article, ana, "strike")

    made = changes.one_created(Kind.CODE)
    assert changes.counts == {(made, ana): 1}
    assert spans_and_codes(project) == [(SPAN, "strike")]
    assert names(project) == [*before, "strike"]
    assert project.undo_label(ana) == "Tag the new code “strike” on “Dockers”"

    project.undo(ana)
    assert (spans_and_codes(project), names(project)) == ([], before)
    project.redo(ana)
    assert spans_and_codes(project) == [(SPAN, "strike")]


def test_a_new_code_has_a_hue_that_no_other_of_the_top_level_has(project, article, ana):
    made = tag_new(project, article, ana, "strike").one_created(Kind.CODE)

    others = [one.colour for one in project.queries.codebook().children(None) if one.id != made]
    assert project.queries.codebook()[made].colour
    assert project.queries.codebook()[made].colour not in others


@pytest.mark.parametrize("name", ["claim", "  CLAIM\n"])
def test_a_code_of_that_name_is_applied_instead_of_a_new_one(project, article, ana, name):
    before = names(project)

    changes = tag_new(project, article, ana, name)

    assert changes.one_created(Kind.ANNOTATION)
    assert spans_and_codes(project) == [(SPAN, "claim")]
    assert names(project) == before
    assert tag_new(project, article, ana, name).txn == 0


def test_a_code_below_another_does_not_stand_in_for_a_new_one(project, article, ana):
    made = tag_new(project, article, ana, "conflict").one_created(Kind.CODE)

    assert project.queries.codebook().path(made) == "conflict"


def test_a_new_code_can_be_made_under_another(project, article, ana):
    parent = code(project, "claim")

    made = coding.annotate_with_new_code(
        project, article_id=article, span=SPAN, name="of fact", coder_id=ana, parent_id=parent
    ).one_created(Kind.CODE)

    assert project.queries.codebook().path(made) == "claim/of fact"


def test_a_locked_scheme_gets_no_new_codes_but_those_it_has_can_be_used(project, article, ana):
    before = names(project)
    study.set_setting(project, study.SCHEME_LOCKED, True, coder_id=ana)

    with pytest.raises(UserError, match="locked"):
        tag_new(project, article, ana, "strike")
    with pytest.raises(UserError, match="locked"):
        codebook.add_code(project, "strike", coder_id=ana)
    assert tag_new(project, article, ana, "claim").txn
    assert names(project) == before

    study.clear_setting(project, study.SCHEME_LOCKED, coder_id=ana)
    assert tag_new(project, article, ana, "strike").txn


def test_selected_words_become_a_name_that_can_be_used_and_found_again(project, article, ana):
    words = "Port/harbour:\n the  minister " + "said no " * 20

    made = tag_new(project, article, ana, words).one_created(Kind.CODE)
    again = tag_new(project, article, ana, words, Span.of((8, 12)))

    name = project.queries.codebook()[made].name
    assert name.startswith("Port - harbour: the minister said no")
    assert not again.touches(Kind.CODE)
    assert {used for _, used in spans_and_codes(project)} == {name}


@pytest.mark.parametrize(
    ("name", "span"), [(" \n", SPAN), ("strike", Span.of((0, 9999)))], ids=["no name", "beyond"]
)
def test_when_the_annotation_or_the_code_cannot_be_neither_is_made(
    project, article, ana, name, span
):
    before = names(project)
    with pytest.raises(UserError):
        tag_new(project, article, ana, name, span)

    assert (spans_and_codes(project), names(project)) == ([], before)
