"""Questions about articles: added, changed, put in order, removed, each in one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.domain.changes import Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.questions import End, Scale, Variable
from annotator.domain.values import applying
from annotator.formats.schemes import parse_scheme, write_scheme
from annotator.ops import study
from annotator.ops.answers import answer_in_words, sheet, variable_of
from annotator.ops.choices import ChoiceDraft
from annotator.ops.project_scheme import of_project
from annotator.ops.variables import (
    add_variable,
    change_variable,
    move_variable,
    remove_variable,
)
from annotator.store.project import Project

TONE = (ChoiceDraft("bad", -1), ChoiceDraft("good", 1, "Praised."))


@pytest.fixture
def asking(project: Project, ana: int) -> Project:
    add_variable(project, "relevant", Scale.YES_NO, required=True, coder_id=ana)
    add_variable(
        project, "tone", Scale.ORDINAL, choices=TONE, condition="relevant = yes", coder_id=ana
    )
    return project


def of(project: Project, key: str) -> Variable:
    return variable_of(project, key)


def choices(project: Project, key: str) -> list[tuple[str, float | None]]:
    return [(one.name, one.value) for one in of(project, key).choices if not one.is_deleted]


def keys(project: Project) -> list[str]:
    return [one.key for one in project.queries.questions.variables()]


def test_a_question_is_asked_and_taken_back(asking: Project, ana: int) -> None:
    assert keys(asking) == ["relevant", "tone"]
    assert choices(asking, "tone") == [("bad", -1), ("good", 1)]
    asking.undo(ana)
    assert keys(asking) == ["relevant"]
    assert asking.check() == []


def test_a_key_changes_with_the_conditions_that_name_it(asking: Project, ana: int) -> None:
    change_variable(asking, of(asking, "relevant").id, {"key": "about_us"}, coder_id=ana)
    assert of(asking, "tone").condition == "about_us = yes"
    asking.undo(ana)
    assert of(asking, "tone").condition == "relevant = yes"


def test_a_choice_may_have_and_in_its_name(asking: Project, ana: int) -> None:
    add_variable(asking, "why", Scale.TEXT, condition="tone = Bad", coder_id=ana)
    bad, good = of(asking, "tone").choices
    drafts = [ChoiceDraft("bad and worse", -1, uid=bad.uid), ChoiceDraft("good", 1, uid=good.uid)]
    change_variable(asking, of(asking, "tone").id, {}, choices=drafts, coder_id=ana)
    assert of(asking, "why").condition == 'tone = "bad and worse"'
    every = asking.queries.questions.variables()
    for value, asks in ((bad.uid, True), (good.uid, False)):
        given = {of(asking, "relevant").uid: True, of(asking, "tone").uid: str(value)}
        assert ("why" in [one.key for one in applying(every, given)]) is asks
    mine = of_project(asking)
    assert parse_scheme(write_scheme(mine), "again.yaml").variables == mine.variables


def test_what_hung_on_a_choice_whose_name_was_not_quoted_is_mended(
    asking: Project, ana: int
) -> None:
    add_variable(asking, "why", Scale.TEXT, condition="tone = bad", coder_id=ana)
    bad, good = of(asking, "tone").choices
    edits = [
        Update(Kind.CHOICE, bad.id, {"name": "bad and worse"}),
        Update(Kind.VARIABLE, of(asking, "why").id, {"condition": "tone = bad and worse"}),
    ]
    asking.apply("Rename", edits, coder_id=ana)
    every = asking.queries.questions.variables()
    for value, asks in ((bad.uid, True), (good.uid, False)):
        given = {of(asking, "relevant").uid: True, of(asking, "tone").uid: str(value)}
        assert ("why" in [one.key for one in applying(every, given)]) is asks
    move_variable(asking, of(asking, "why").id, 2, coder_id=ana)
    with pytest.raises(UserError, match="hangs on"):
        remove_variable(asking, of(asking, "tone").id, coder_id=ana)
    mine = of_project(asking)
    assert mine.variables[-1].when == 'tone = "bad and worse"'
    assert parse_scheme(write_scheme(mine), "again.yaml").variables == mine.variables


def test_conditions_follow_a_choice_that_gets_another_name(asking: Project, ana: int) -> None:
    add_variable(asking, "why", Scale.TEXT, condition="tone = Bad", coder_id=ana)
    bad, good = of(asking, "tone").choices
    drafts = [ChoiceDraft("awful", -1, uid=bad.uid), ChoiceDraft("good", 1, uid=good.uid)]
    change_variable(asking, of(asking, "tone").id, {}, choices=drafts, coder_id=ana)
    assert of(asking, "why").condition == "tone = awful"
    asking.undo(ana)
    assert of(asking, "why").condition == "tone = Bad"


def test_choices_keep_their_answers_under_another_name(
    asking: Project, ana: int, article: int
) -> None:
    answer_in_words(asking, article, "relevant", "yes", coder_id=ana)
    answer_in_words(asking, article, "tone", "good", coder_id=ana)
    tone = of(asking, "tone")
    drafts = [ChoiceDraft("mixed"), ChoiceDraft("bad"), ChoiceDraft("good")]
    change_variable(asking, tone.id, {}, choices=drafts, coder_id=ana)
    assert choices(asking, "tone") == [("mixed", None), ("bad", None), ("good", None)]
    good = of(asking, "tone").choices[2]
    drafts[2] = ChoiceDraft("glad", uid=good.uid)
    change_variable(asking, tone.id, {}, choices=drafts, coder_id=ana)
    tone = of(asking, "tone")
    kept = sheet(asking, article, ana).values[tone.uid]
    assert [one.name for one in tone.choices if str(one.uid) == kept] == ["glad"]
    drafts = [*drafts, ChoiceDraft("good")]
    change_variable(asking, tone.id, {}, choices=drafts, coder_id=ana)
    assert [name for name, _ in choices(asking, "tone")] == ["mixed", "bad", "glad", "good"]
    change_variable(asking, tone.id, {}, choices=drafts[:2], coder_id=ana)
    assert [name for name, _ in choices(asking, "tone")] == ["mixed", "bad"]
    assert sheet(asking, article, ana).values[tone.uid] == kept
    assert asking.check() == []


def test_an_answered_question_is_removed_only_with_its_answers(
    asking: Project, ana: int, article: int
) -> None:
    answer_in_words(asking, article, "tone", "good", coder_id=ana)
    tone = of(asking, "tone").id
    with pytest.raises(UserError, match="answers: 1"):
        remove_variable(asking, tone, coder_id=ana)
    with pytest.raises(UserError, match="scale"):
        change_variable(asking, tone, {"scale": Scale.TEXT.value}, coder_id=ana)
    remove_variable(asking, tone, with_answers=True, coder_id=ana)
    assert keys(asking) == ["relevant"]
    assert list(asking.queries.questions.all_answers()) == []
    asking.undo(ana)
    assert len(list(asking.queries.questions.all_answers())) == 1
    assert choices(asking, "tone") == [("bad", -1), ("good", 1)]


def test_what_others_hang_on_stays(asking: Project, ana: int) -> None:
    with pytest.raises(UserError, match="hangs on"):
        remove_variable(asking, of(asking, "relevant").id, coder_id=ana)
    with pytest.raises(UserError, match="only if"):
        move_variable(asking, of(asking, "tone").id, 0, coder_id=ana)
    add_variable(asking, "topic", Scale.TEXT, coder_id=ana)
    move_variable(asking, of(asking, "topic").id, 0, coder_id=ana)
    assert keys(asking) == ["topic", "relevant", "tone"]
    items = (of(asking, "tone").uid,)
    add_variable(asking, "mood", Scale.INTERVAL, mean_of=items, needs=1, coder_id=ana)
    with pytest.raises(UserError, match="mood"):
        remove_variable(asking, of(asking, "tone").id, coder_id=ana)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"key": "Relevant"}, "already"),
        ({"key": "main topic"}, "without spaces"),
        ({"key": ""}, "key of a question"),
        ({"condition": "tone"}, "makes no sense"),
        ({"condition": "later = yes"}, "not asked before"),
        ({"condition": "tone = good"}, "not asked before"),
        ({"condition": "relevant = maybe"}, "neither yes nor no"),
        ({"low": End(3), "high": End(1)}, "begin at 3"),
        ({"needs": 2, "mean_of": ("x",)}, "more answers"),
    ],
)
def test_what_makes_no_sense_is_refused(
    asking: Project, ana: int, values: dict[str, object], said: str
) -> None:
    before = of(asking, "tone")
    with pytest.raises(UserError) as error:
        change_variable(asking, before.id, values, coder_id=ana)
    assert said in str(error.value)
    assert of(asking, "tone") == before


def test_choices_need_numbers_of_their_own(asking: Project, ana: int) -> None:
    twice = [ChoiceDraft("a", 1), ChoiceDraft("b", 1)]
    with pytest.raises(UserError, match="“a” and “b” have one number: 1"):
        change_variable(asking, of(asking, "tone").id, {}, choices=twice, coder_id=ana)


def test_choices_need_names_of_their_own(asking: Project, ana: int) -> None:
    for drafts in ([ChoiceDraft("a"), ChoiceDraft("A ")], [ChoiceDraft(" ")]):
        with pytest.raises(UserError, match="choice"):
            change_variable(asking, of(asking, "tone").id, {}, choices=drafts, coder_id=ana)


def test_a_locked_scheme_asks_what_it_asks(asking: Project, ana: int) -> None:
    study.set_setting(asking, study.SCHEME_LOCKED, True, coder_id=ana)
    tone = of(asking, "tone").id
    attempts: list[Callable[[], object]] = [
        lambda: add_variable(asking, "more", Scale.TEXT, coder_id=ana),
        lambda: change_variable(asking, tone, {"title": "T"}, coder_id=ana),
        lambda: remove_variable(asking, tone, coder_id=ana),
        lambda: move_variable(asking, tone, 0, coder_id=ana),
    ]
    for attempt in attempts:
        with pytest.raises(UserError, match="locked"):
            attempt()
