"""Other places with the words that were tagged, and tagging them there too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Create, Kind
from annotator.domain.errors import CancelledError
from annotator.domain.records import new_uid
from annotator.domain.span import Span
from annotator.ops import coding, same_words
from annotator.store.project import Project

ANA = 1
FIRST = (
    "Outside agitators, he said.\n\n“Outside agitators” came. Nobody saw outside\nagitators; "
    "outside agitators’ bus."
)
TEXTS = (FIRST, "Calm.", "The OUTSIDE AGITATORS left. An outside agitatorship.")


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", "P", coder=(new_uid(), "Ana")) as project:
        edits = [
            Create(Kind.CODE, {"name": "blame"}),
            Create(Kind.CODE, {"name": "other"}),
            Create(Kind.CODER, {"name": "Ben"}),
            *(Create(Kind.ARTICLE, {"headline": text[:9], "text": text}) for text in TEXTS),
        ]
        project.apply("Make", edits, coder_id=None)
        yield project


def tag(project: Project, at: int, end: int, *, code: int = 1, coder: int = ANA) -> Annotation:
    span = Span.of((at, end))
    changes = coding.annotate(project, article_id=1, span=span, code_id=code, coder_id=coder)
    return project.queries.annotation(changes.one_created(Kind.ANNOTATION))


def found(project: Project, annotation: Annotation, everywhere: bool = True) -> list[str]:
    same = same_words.same_words(project, annotation, everywhere=everywhere)
    assert same is not None
    return [f"{one.article_id}: {one.words}" for one in same.places]


def test_all_other_places_are_found_those_after_it_first(study: Project):
    at = FIRST.index("outside\nagitators")
    annotation = tag(study, at, at + 17)
    assert found(study, annotation) == [
        "1: outside agitators",
        "1: Outside agitators",
        "1: Outside agitators",
        "3: OUTSIDE AGITATORS",
    ]
    assert len(found(study, annotation, everywhere=False)) == 3


def test_places_that_have_the_code_by_this_coder_are_left_out(study: Project):
    annotation = tag(study, 0, 17)
    tag(study, 25, 50)
    before = found(study, annotation)
    tag(study, FIRST.rindex("agitators"), len(FIRST), code=2)
    tag(study, FIRST.rindex("agitators"), len(FIRST), coder=2)
    assert (
        found(study, annotation)
        == before
        == [
            "1: outside\nagitators",
            "1: outside agitators",
            "3: OUTSIDE AGITATORS",
        ]
    )


def test_what_nobody_would_look_for_is_nowhere_else(study: Project):
    fragments = Span.of((0, 7), (8, 17))
    changes = coding.annotate(study, article_id=1, span=fragments, code_id=1, coder_id=ANA)
    one = study.queries.annotation(changes.one_created(Kind.ANNOTATION))
    assert same_words.same_words(study, one, everywhere=True) is None


def test_places_are_taken_each_in_turn_and_undone_together(study: Project):
    annotation = tag(study, 0, 17)
    same = same_words.same_words(study, annotation, everywhere=True)
    assert same is not None
    first = same_words.take(study, same, same.places[:1])
    assert first.label == "Tag “blame” on “Outside agitators”"
    again = same_words.take(study, same, same.places[:1], after=first.txn)
    assert not again.txn
    rest = same_words.take(study, same, same.places, after=first.txn)
    assert rest.label == "Tag “blame” on “Outside agitators” at 4 places"
    assert len(rest.created[Kind.ANNOTATION]) == 3
    for one in study.queries.annotations():
        text = study.queries.text(one.article_id)
        assert one.anchor.quote == text[one.span.start : one.span.end]
    assert found(study, annotation) == []
    study.undo(ANA)
    assert [one.id for one in study.queries.annotations()] == [annotation.id]


def test_many_places_are_taken_in_a_long_job(study: Project):
    annotation = tag(study, 0, 17)
    same = same_words.same_words(study, annotation, everywhere=True)
    assert same is not None
    with pytest.raises(CancelledError):
        same_words.take_many(study, same, same.places, progress=lambda *_: False)
    assert len(study.queries.annotations()) == 1
    changes = same_words.take_many(study, same, same.places, progress=lambda *_: True)
    assert len(changes.created[Kind.ANNOTATION]) == 4
    study.undo(ANA)
    assert len(study.queries.annotations()) == 1


def test_looking_can_be_cancelled(study: Project):
    annotation = tag(study, 0, 17)
    with pytest.raises(CancelledError):
        same_words.same_words(study, annotation, everywhere=True, progress=lambda *_: False)
