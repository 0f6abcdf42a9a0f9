from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.changes import Kind
from annotator.domain.codebook import Slot
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops import codebook as verbs
from annotator.ops import coding


def paths(project) -> list[str]:
    codebook = project.queries.codebook()
    return [codebook.path(code.id) for code in codebook]


def code_id(project, path: str) -> int:
    return project.queries.codebook().find(path).id


def test_a_new_code_stands_after_its_siblings_and_has_a_hue_of_its_own(project, ana):
    changes = verbs.add_code(project, "  loaded \n language ", coder_id=ana)

    codebook = project.queries.codebook()
    made = codebook[changes.one_created(Kind.CODE)]
    assert paths(project)[-1] == made.name == "loaded language"
    assert made.colour in set(Slot) - {"blue", "green"}
    assert project.undo_label(ana) == "Add the code “loaded language”"


def test_a_code_under_a_code_takes_its_colour(project, ana):
    parent = code_id(project, "claim")
    made = verbs.add_code(project, "prediction", parent_id=parent, key="P", coder_id=ana)

    codebook = project.queries.codebook()
    code = codebook[made.one_created(Kind.CODE)]
    assert (code.colour, code.key, codebook.colour(code.id)) == ("", "p", "green")
    assert codebook.path(code.id) == "claim/prediction"


@pytest.mark.parametrize("name", ["", " \t", "a/b", "CLAIM", "claim\n"])
def test_a_name_must_be_free_and_not_a_path(project, ana, name):
    before = paths(project)
    with pytest.raises(UserError) as caught:
        verbs.add_code(project, name, coder_id=ana)
    with pytest.raises(UserError):
        verbs.rename_code(project, code_id(project, "source"), name, coder_id=ana)

    assert "Nothing was changed." in caught.value.way_out
    assert paths(project) == before


def test_the_same_name_under_another_parent_and_in_other_case_is_free(project, ana):
    verbs.add_code(project, "claim", parent_id=code_id(project, "framing"), coder_id=ana)
    verbs.rename_code(project, code_id(project, "source"), "Source", coder_id=ana)

    assert "framing/claim" in paths(project)
    assert "Source" in paths(project)


def test_colours_are_hues_own_ones_or_the_parents(project, ana):
    code = code_id(project, "conflict")
    for colour, seen in (("Violet", "violet"), ("#A0b1C2", "#a0b1c2"), ("", "blue")):
        verbs.set_colour(project, code, colour, coder_id=ana)
        assert project.queries.codebook().colour(code) == seen

    with pytest.raises(UserError) as caught:
        verbs.set_colour(project, code, "{mauve}", coder_id=ana)
    assert "{mauve}" in caught.value.what
    assert "vermilion" in caught.value.way_out


def test_a_key_that_is_taken_names_the_code_that_has_it(project, ana):
    with pytest.raises(UserError) as caught:
        verbs.set_key(project, code_id(project, "claim"), "F", coder_id=ana)
    assert "“framing”" in caught.value.what
    assert project.queries.codebook().by_key("c").name == "claim"


def test_keys_are_given_kept_and_taken(project, ana):
    claim = code_id(project, "claim")
    assert verbs.set_key(project, claim, "C", coder_id=ana).txn == 0
    verbs.set_key(project, claim, "x", coder_id=ana)
    assert project.undo_label(ana) == "Give “claim” the key x"
    verbs.set_key(project, claim, "", coder_id=ana)
    assert project.queries.codebook()[claim].key == ""


@pytest.mark.parametrize("key", ["xy", "+", "F5"])
def test_a_key_is_one_letter_or_digit(project, ana, key):
    with pytest.raises(UserError):
        verbs.set_key(project, code_id(project, "claim"), key, coder_id=ana)


def test_only_a_code_that_nobody_uses_is_deleted(project, article, ana, jonas):
    claim = code_id(project, "claim")
    tagged = coding.annotate(
        project, article_id=article, span=Span.of((0, 3)), code_id=claim, coder_id=jonas
    )
    with pytest.raises(UserError, match="in use: 1 annotation, made by another coder"):
        verbs.delete_code(project, claim, coder_id=ana)
    with pytest.raises(UserError, match="“conflict”, “morality”"):
        verbs.delete_code(project, code_id(project, "framing"), coder_id=ana)

    coding.remove_annotations(project, tagged.created[Kind.ANNOTATION], coder_id=jonas)
    verbs.delete_code(project, claim, coder_id=ana)
    assert "claim" not in paths(project)
    project.undo(ana)
    assert "claim" in paths(project)


def test_who_deletes_is_told_how_many_uses_are_not_their_own(project, article, ana, jonas):
    claim = code_id(project, "claim")

    def use(coder: int, times: int) -> None:
        for end in range(1, times + 1):
            span = Span.of((0, end))
            coding.annotate(project, article_id=article, span=span, code_id=claim, coder_id=coder)

    def refusal(coder: int | None) -> str:
        with pytest.raises(UserError) as caught:
            verbs.delete_code(project, claim, coder_id=coder)
        return caught.value.what

    use(ana, 1)
    assert refusal(ana) == "The code “claim” is in use: 1 annotation."
    use(ana, 3)
    assert refusal(ana) == "The code “claim” is in use: 3 annotations."
    assert refusal(jonas).endswith("is in use: 3 annotations, all of them by other coders.")
    use(jonas, 2)
    assert refusal(ana).endswith("is in use: 5 annotations, 2 of them by other coders.")
    assert refusal(jonas).endswith("is in use: 5 annotations, 3 of them by other coders.")
    assert refusal(None) == "The code “claim” is in use: 5 annotations."


def test_a_code_that_comes_to_the_top_level_keeps_the_colour_that_it_shows(project, ana):
    claim = code_id(project, "claim")
    made = verbs.add_code(project, "prediction", parent_id=claim, coder_id=ana)
    moved = made.one_created(Kind.CODE)

    verbs.move_code(project, moved, parent_id=None, position=0, coder_id=ana)
    assert project.queries.codebook()[moved].colour == "green"

    project.undo(ana)
    assert project.queries.codebook()[moved].colour == ""
    verbs.move_code(project, moved, parent_id=code_id(project, "framing"), position=0, coder_id=ana)
    assert project.queries.codebook().colour(moved) == "blue"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("strike", "strike"),
        (" the\n\tdockers \u00a0 walk ", "the dockers walk"),
        ("and/or", "and - or"),
        ("a / b/", "a - b -"),
        ("\n", ""),
        ("x" * 61, "x" * 60),
        ("x" * 59 + " y", "x" * 59),
        ("x" * 59 + "e\u0301", "x" * 59),
    ],
)
def test_words_become_a_name(words, name):
    assert verbs.usable_name(words) == name


@settings(max_examples=100)
@given(st.text(st.sampled_from("ab /\n\t\u00a0é🚢\u0301\u200d"), max_size=90))
def test_a_name_made_from_words_needs_no_more_making(words):
    name = verbs.usable_name(words)

    assert "/" not in name
    assert len(name) <= verbs.LONGEST_NAME
    assert name == " ".join(name.split()) == verbs.usable_name(name)


def test_a_code_is_moved_among_its_siblings_and_under_others(project, ana):
    verbs.move_code(project, code_id(project, "source"), parent_id=None, position=0, coder_id=ana)
    assert paths(project) == ["source", "framing", "framing/conflict", "framing/morality", "claim"]

    verbs.move_code(
        project,
        code_id(project, "claim"),
        parent_id=code_id(project, "framing"),
        position=1,
        coder_id=ana,
    )
    assert paths(project) == [
        "source",
        "framing",
        "framing/conflict",
        "framing/claim",
        "framing/morality",
    ]
    project.undo(ana)
    assert paths(project)[-1] == "claim"


def test_a_code_goes_neither_under_itself_nor_to_a_namesake(project, ana):
    framing, source = code_id(project, "framing"), code_id(project, "source")
    before = paths(project)
    for parent in (framing, code_id(project, "morality")):
        with pytest.raises(UserError, match="under itself"):
            verbs.move_code(project, framing, parent_id=parent, position=0, coder_id=ana)
    assert paths(project) == before

    verbs.add_code(project, "source", parent_id=framing, coder_id=ana)
    with pytest.raises(UserError, match="framing/source"):
        verbs.move_code(project, source, parent_id=framing, position=0, coder_id=ana)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 4), st.integers(-2, 9)), max_size=6))
def test_no_move_loses_a_code_or_makes_a_ring(project, ana, moves):
    ids = sorted(code.id for code in project.queries.codebook())
    for moved, parent, position in moves:
        parent_id = None if parent < 0 else ids[parent]
        try:
            verbs.move_code(
                project, ids[moved], parent_id=parent_id, position=position, coder_id=ana
            )
        except UserError:
            continue
        siblings = [code.id for code in project.queries.codebook().children(parent_id)]
        assert siblings.index(ids[moved]) == min(max(position, 0), len(siblings) - 1)
    assert sorted(code.id for code in project.queries.codebook()) == ids
