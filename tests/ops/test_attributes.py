"""What codes ask is added, changed, moved and removed; what annotations say is never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.given import told_values
from annotator.domain.questions import Attribute, AttributeKind, End
from annotator.domain.span import Span
from annotator.ops import attribute_values, attributes, coding, study
from annotator.ops.attributes import AttributeDraft
from annotator.ops.choices import ChoiceDraft
from annotator.store import Project

TONE = AttributeDraft(
    "tone", AttributeKind.ONE_OF, "How?", choices=(ChoiceDraft("sad"), ChoiceDraft("glad"))
)
WHY = AttributeDraft("why", AttributeKind.TEXT, required=True, condition="tone = sad")


@pytest.fixture
def claim(project: Project, ana: int) -> int:
    found = project.queries.codebook().find("claim").id
    attributes.add(project, found, TONE, coder_id=ana)
    attributes.add(project, found, WHY, coder_id=ana)
    return found


def asked(project: Project, code: int, name: str) -> Attribute:
    return attribute_values.attribute_of(project, tagged(project, code), name)


def tagged(project: Project, code: int):
    for one in project.queries.annotations(code_ids=[code]):
        return one
    made = coding.annotate(
        project, article_id=1, span=Span.of((0, 7)), code_id=code, coder_id=1
    ).one_created(Kind.ANNOTATION)
    return project.queries.annotation(made)


def told(project: Project, code: int) -> dict[str, str]:
    questions = project.queries.questions
    return dict(told_values(questions.attributes_of(code), tagged(project, code).values))


def say(project: Project, code: int, name: str, text: str) -> None:
    one = asked(project, code, name)
    attribute_values.set_in_words(project, [tagged(project, code).id], one, text, coder_id=1)


def number(project: Project, code: int) -> int:
    revision = project.queries.questions.revision_of(code)
    return revision.number if revision else 1


def test_adding_raises_the_revision_in_the_same_step(project, claim, ana):
    assert number(project, claim) == 3
    project.undo(ana)
    assert number(project, claim) == 2
    assert [one.name for one in project.queries.questions.attributes_of(claim)] == ["tone"]


def test_renaming_keeps_values_and_conditions(project, claim, ana):
    say(project, claim, "tone", "sad")
    tone = asked(project, claim, "tone")
    sad, glad = tone.choices
    draft = replace(
        TONE,
        name="mood",
        choices=(
            ChoiceDraft("glad", uid=glad.uid),
            ChoiceDraft("gloomy", uid=sad.uid),
            ChoiceDraft("sad"),
        ),
    )
    attributes.change(project, tone.id, draft, coder_id=ana)
    assert told(project, claim) == {"mood": "gloomy"}
    assert asked(project, claim, "why").condition == "mood = gloomy"
    say(project, claim, "mood", "sad")
    assert told(project, claim) == {"mood": "sad"}
    for _ in range(2):
        project.undo(ana)
    assert told(project, claim) == {"tone": "sad"}
    assert project.check() == []


def test_a_choice_left_out_stays_with_the_values_that_have_it(project, claim, ana):
    say(project, claim, "tone", "sad")
    tone = asked(project, claim, "tone")
    one = replace(TONE, choices=(ChoiceDraft("glad", uid=tone.choices[1].uid),))
    attributes.change(project, tone.id, one, coder_id=ana)
    assert told(project, claim)["tone"] == "sad"
    with pytest.raises(UserError, match="no value"):
        say(project, claim, "tone", "sad")


def test_a_condition_that_could_never_hold_is_refused(project, claim, ana):
    draft = AttributeDraft("x", AttributeKind.TEXT, condition="tone = sda")
    with pytest.raises(UserError, match="“x” would never be asked if tone = sda: “sda” is none of"):
        attributes.add(project, claim, draft, coder_id=ana)


def test_order_is_no_change_of_meaning_and_follows_conditions(project, claim, ana):
    attributes.add(project, claim, AttributeDraft("n", AttributeKind.NUMBER), coder_id=ana)
    before, last = number(project, claim), asked(project, claim, "n")
    attributes.move(project, last.id, -1, coder_id=ana)
    names = [one.name for one in project.queries.questions.attributes_of(claim)]
    assert (names, number(project, claim)) == (["tone", "n", "why"], before)
    with pytest.raises(UserError, match="nothing before it"):
        attributes.move(project, asked(project, claim, "tone").id, 2, coder_id=ana)


def test_removing_says_how_many_values_and_undo_brings_them_back(project, claim, ana):
    say(project, claim, "tone", "sad")
    say(project, claim, "why", "rain")
    with pytest.raises(UserError, match="“why” is asked only if"):
        attributes.remove(project, asked(project, claim, "tone").id, coder_id=ana)
    changes = attributes.remove(project, asked(project, claim, "why").id, coder_id=ana)
    assert changes.label == "Ask “why” of “claim” no more, which had 1 value"
    assert told(project, claim) == {"tone": "sad"}
    project.undo(ana)
    assert told(project, claim) == {"tone": "sad", "why": "rain"}


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (AttributeDraft(" ", AttributeKind.TEXT), "needs a name"),
        (AttributeDraft("Tone", AttributeKind.TEXT), "asks for “Tone” already"),
        (AttributeDraft("x", AttributeKind.ONE_OF), "nothing to choose from"),
        (replace(TONE, name="x", choices=(ChoiceDraft("a"), ChoiceDraft("A"))), "twice"),
        (AttributeDraft("x", AttributeKind.SCALE, low=End(3), high=End(1)), "no scale"),
        (AttributeDraft("x", AttributeKind.SCALE), "no scale"),
        (AttributeDraft("x", AttributeKind.NUMBER, default="many"), "no value"),
        (AttributeDraft("x", AttributeKind.TEXT, condition="tone"), "cannot be understood"),
        (AttributeDraft("x", AttributeKind.TEXT, condition="y = 1"), "nothing before it"),
    ],
)
def test_what_makes_no_sense_changes_nothing(project, claim, ana, draft, said):
    before = project.queries.questions.attributes()
    with pytest.raises(UserError, match=said):
        attributes.add(project, claim, draft, coder_id=ana)
    assert project.queries.questions.attributes() == before


def test_another_kind_is_refused_once_there_are_values(project, claim, ana):
    tone = asked(project, claim, "tone")
    attributes.change(project, tone.id, replace(TONE, kind=AttributeKind.SEVERAL_OF), coder_id=ana)
    say(project, claim, "tone", "sad; glad")
    with pytest.raises(UserError, match="has 1 values"):
        attributes.change(project, tone.id, TONE, coder_id=ana)


def test_a_locked_scheme_stays_as_it_is(project, claim, ana):
    tone = asked(project, claim, "tone")
    study.set_setting(project, "scheme_locked", True, coder_id=ana)
    for verb in (
        lambda: attributes.add(project, claim, replace(TONE, name="x"), coder_id=ana),
        lambda: attributes.change(project, tone.id, TONE, coder_id=ana),
        lambda: attributes.move(project, tone.id, 1, coder_id=ana),
        lambda: attributes.remove(project, tone.id, coder_id=ana),
    ):
        with pytest.raises(UserError, match="locked"):
            verb()
