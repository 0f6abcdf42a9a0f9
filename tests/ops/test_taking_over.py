"""Another codebook is compared with the project's, and what was chosen of it is taken over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.changes import Create, Kind
from annotator.domain.codebook import Status
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.formats.schemes import Scheme, SchemeCode, parse_scheme
from annotator.formats.schemes.comparing import Way, compare
from annotator.ops import projects, schemes
from annotator.ops.coding import annotate
from annotator.ops.people import Person
from annotator.ops.project_scheme import of_project
from annotator.ops.study import SCHEME_LOCKED, set_setting
from annotator.ops.taking_over import differences, take_over
from annotator.store import Project

ANNA = 1


def new(folder: Path, scheme: str = "starter") -> Project:
    return projects.create_project(
        folder / f"{uuid4()}.annotator", "Study", Person(uuid4(), "Anna"), scheme
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new(tmp_path) as project:
        text = {"headline": "Grain", "text": "Grain prices rose. Farmers fear the winter."}
        project.apply("Import", [Create(Kind.ARTICLE, text)], coder_id=ANNA)
        yield project


def scheme(text: str) -> Scheme:
    return parse_scheme(f"title: Theirs\n{text}".encode(), "theirs.yaml")


@pytest.mark.parametrize("first", ["starter", "attribution", "generic-news-frames"])
@pytest.mark.parametrize("second", schemes.shipped_names())
def test_all_taken_over_leaves_no_difference(first: str, second: str, tmp_path: Path) -> None:
    other = schemes.load(second)
    with new(tmp_path, first) as project:
        before = of_project(project)
        take_over(project, other, differences(project, other), coder_id=ANNA)
        assert differences(project, other) == ()
        assert project.check() == []
        project.undo(ANNA)
        assert of_project(project) == before


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_chosen_differences_are_gone_and_the_others_stay(data: st.DataObject) -> None:
    names = st.sampled_from(schemes.shipped_names())
    other = schemes.load(data.draw(names))
    with TemporaryDirectory() as folder, new(Path(folder), data.draw(names)) as project:
        told, before = differences(project, other), of_project(project)
        chosen = [one for one in told if data.draw(st.booleans())]
        taken = take_over(project, other, chosen, coder_id=ANNA)
        assert project.check() == []
        left = differences(project, other)
        # A code brings those above it along, without what names codes that were not chosen, and
        # without a key that another code has.
        brought = {"key", "exclusive", "decide", "relations", "instead"}
        assert {one for one in left if one.field not in brought} <= set(told)
        gone = {one for one in chosen if one.field not in brought}
        assert not gone & set(left) or taken.left
        if taken.changes.txn:
            project.undo(ANNA)
        assert of_project(project) == before


def test_meaning_that_was_taken_over_is_a_revision(project: Project) -> None:
    claim = project.queries.codebook().find("claim")
    theirs = scheme("codes:\n  - {name: claim, definition: What may be untrue, key: c}")
    chosen = [one for one in differences(project, theirs) if one.field == "definition"]
    take_over(project, theirs, chosen, why="agreed in May", coder_id=ANNA)
    revision = project.queries.questions.revision_of(claim.id)
    assert revision is not None
    assert (revision.why, revision.meaning["definition"]) == ("agreed in May", "What may be untrue")
    changed = project.queries.codebook()[claim.id]
    assert replace(changed, definition=claim.definition) == claim


def test_nothing_goes_unless_it_was_chosen_and_what_is_used_is_retired(project: Project) -> None:
    codebook = project.queries.codebook()
    used = codebook.find("claim")
    annotate(project, article_id=1, span=Span.of((0, 5)), code_id=used.id, coder_id=ANNA)
    theirs = scheme("codes:\n  - {name: tone, key: c}")
    taken = take_over(project, theirs, coder_id=ANNA)
    assert len(project.queries.codebook()) == len(codebook) + 1
    assert any("key c" in words for words in taken.left)
    gone = [one for one in differences(project, theirs) if one.way is Way.REMOVED]
    taken = take_over(project, theirs, gone, coder_id=ANNA)
    assert {code.name for code in project.queries.codebook()} == {"tone", "claim"}
    assert project.queries.codebook()[used.id].status is Status.RETIRED
    assert any("“claim” is in use" in words for words in taken.left)


def test_codes_of_one_path_are_one_whoever_made_them(project: Project, tmp_path: Path) -> None:
    with new(tmp_path, "starter") as other:
        other.apply("Add", [Create(Kind.CODE, {"name": "tone", "position": 9})], coder_id=ANNA)
        theirs = of_project(other)
    project.apply("Add", [Create(Kind.CODE, {"name": "Tone", "position": 9})], coder_id=ANNA)
    (one,) = differences(project, theirs)
    assert (one.name, one.field, one.after) == ("Tone", "name", "tone")


def test_variable_that_was_answered_stays(tmp_path: Path) -> None:
    with new(tmp_path, "generic-news-frames") as project:
        text = {"headline": "Grain", "text": "Grain prices rose."}
        project.apply("Import", [Create(Kind.ARTICLE, text)], coder_id=ANNA)
        asked = project.queries.questions.variables()[0]
        keys = {"article_id": 1, "variable_id": asked.id, "coder_id": ANNA}
        said = Create(Kind.ANSWER, {**keys, "round_id": project.main_round, "value": True})
        project.apply("Answer", [said], coder_id=ANNA)
        before = of_project(project)
        theirs = scheme("codes:\n  - name: tone")
        with pytest.raises(UserError, match="has been answered"):
            take_over(project, theirs, differences(project, theirs), coder_id=ANNA)
        assert of_project(project) == before


def test_locked_scheme_takes_nothing_over(project: Project) -> None:
    set_setting(project, SCHEME_LOCKED, True, coder_id=ANNA)
    with pytest.raises(UserError, match="locked"):
        take_over(project, scheme("codes:\n  - name: tone"), coder_id=ANNA)


def test_comparing_sees_what_taking_over_brings(project: Project) -> None:
    theirs = schemes.load("attribution")
    take_over(project, theirs, coder_id=ANNA)
    left = compare(of_project(project), theirs)
    assert {one.way for one in left if one.kind == "code" and not one.field} == {Way.REMOVED}


def test_very_many_codes_are_taken_over_and_changed_in_a_moment(project: Project) -> None:
    """What each of them takes does not grow with how many there are."""
    code = SchemeCode("", "", colour="blue", definition="What.")
    many = tuple(replace(code, name=f"code {n}") for n in range(60))
    tree = tuple(replace(one, children=many) for one in many[:40])
    theirs = replace(of_project(project), codes=tree)
    for definition in ("What.", "What it is."):
        theirs = replace(theirs, codes=_defined(theirs.codes, definition))
        told = [one for one in differences(project, theirs) if one.way is not Way.REMOVED]
        begun = time.thread_time()
        assert take_over(project, theirs, told, coder_id=ANNA).count == 40 * 61
        assert time.thread_time() - begun < 3
    assert len(project.queries.questions.revisions()) == 40 * 61


def _defined(codes: tuple[SchemeCode, ...], words: str) -> tuple[SchemeCode, ...]:
    return tuple(
        replace(one, definition=words, children=_defined(one.children, words)) for one in codes
    )
