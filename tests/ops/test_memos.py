"""Memos and settings of the study: written, changed, undone, and told in the history."""

from __future__ import annotations

import pytest

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.memo import Memo
from annotator.domain.records import BORN
from annotator.domain.span import Span
from annotator.ops import coding, memos, study
from annotator.store.project import Project


def _code(project: Project, name: str = "claim") -> int:
    return project.queries.codebook().find(name).id


def _memo(project: Project) -> Memo:
    (one,) = project.queries.memos()
    return one


def _labels(project: Project, n: int) -> list[str]:
    return [entry.label for entry in project.histories.page(most=n).entries]


def test_memos_are_about_project_article_code_or_coder(
    project: Project, ana: int, jonas: int, article: int
) -> None:
    code = _code(project)
    for about, which in (
        (Kind.PROJECT, None),
        (Kind.ARTICLE, article),
        (Kind.CODE, code),
        (Kind.CODER, jonas),
    ):
        memos.write_memo(project, f"On {about}", about=about, record_id=which, coder_id=ana)
    assert _labels(project, 4) == [
        "Write a memo about the coder “Jonas”",
        "Write a memo about the code “claim”",
        "Write a memo about “Dockers walk out.”",
        "Write a memo about the project",
    ]
    uid = project.queries.codebook()[code].uid
    (one,) = project.queries.memos(uid)
    assert (one.about_kind, one.text, one.coder_id) == (Kind.CODE, "On code", ana)
    assert [memos.about_of(project, each) for each in project.queries.memos()] == [
        "the project",
        "“Dockers walk out.”",
        "the code “claim”",
        "the coder “Jonas”",
    ]
    with pytest.raises(ValueError, match="no article 99"):
        memos.write_memo(project, "x", about=Kind.ARTICLE, record_id=99, coder_id=ana)


def test_a_memo_is_changed_and_removed_and_that_is_undone(project: Project, ana: int) -> None:
    memos.write_memo(project, "First\nthought", about=Kind.PROJECT, coder_id=ana)
    memos.change_memo(project, _memo(project), "Second", coder_id=ana)
    memos.remove_memo(project, _memo(project), coder_id=ana)
    assert project.queries.memos() == []
    project.undo(ana)
    assert _memo(project).text == "Second"
    project.undo(ana)
    assert _memo(project).text == "First\nthought"
    project.undo(ana)
    assert project.queries.memos() == []
    for text in ("First\nthought", "Second"):
        project.redo(ana)
        assert _memo(project).text == text


def test_a_memo_is_its_coders_and_has_words_in_it(project: Project, ana: int, jonas: int) -> None:
    memos.write_memo(project, "Mine", about=Kind.PROJECT, coder_id=ana)
    for change in (
        lambda one: memos.change_memo(project, one, "x", coder_id=jonas),
        lambda one: memos.remove_memo(project, one, coder_id=jonas),
    ):
        with pytest.raises(UserError, match="the memo about the project is Ana's"):
            change(_memo(project))
    with pytest.raises(UserError, match="nothing in the memo"):
        memos.change_memo(project, _memo(project), " \n", coder_id=ana)
    assert _memo(project).text == "Mine"


def test_an_annotation_is_given_memo_and_flag(
    project: Project, ana: int, jonas: int, article: int
) -> None:
    one = coding.annotate(
        project, article_id=article, span=Span.of((0, 7)), code_id=_code(project), coder_id=ana
    ).one_created(Kind.ANNOTATION)
    coding.set_memo(project, one, "why", coder_id=ana)
    coding.set_memo(project, one, "because", coder_id=ana)
    coding.set_unsure(project, [one], True, coder_id=ana)
    assert _labels(project, 3) == [
        "Flag “claim” on “Dockers” as unsure",
        "Change the memo of “claim” on “Dockers”",
        "Write the memo of “claim” on “Dockers”",
    ]
    noted = project.queries.annotation(one)
    assert (noted.memo, noted.unsure) == ("because", True)
    with pytest.raises(UserError, match="Not yours to change"):
        coding.set_memo(project, one, "x", coder_id=jonas)
    for _ in range(3):
        project.undo(ana)
    noted = project.queries.annotation(one)
    assert (noted.memo, noted.unsure) == ("", False)


def test_locking_the_scheme_is_told_in_words(project: Project, ana: int) -> None:
    for locked in (True, False):
        study.set_setting(project, study.SCHEME_LOCKED, locked, coder_id=ana)
    assert _labels(project, 2) == ["Unlock the coding scheme", "Lock the coding scheme"]


def test_a_setting_is_set_changed_cleared_and_set_again(project: Project, ana: int) -> None:
    study.set_setting(project, " unit ", "sentence", coder_id=ana)
    study.set_setting(project, "unit", {"n": [1, 2]}, coder_id=ana)
    assert project.queries.settings() == {"unit": {"n": [1, 2]}}
    assert not study.set_setting(project, "unit", {"n": [1, 2]}, coder_id=ana).txn
    project.undo(ana)
    assert study.get_setting(project, "unit") == "sentence"
    study.clear_setting(project, "unit", coder_id=ana)
    with pytest.raises(UserError, match="“unit” is not set"):
        study.get_setting(project, "unit")
    study.set_setting(project, "unit", 3, coder_id=ana)
    assert project.queries.settings() == {"unit": 3}
    assert _labels(project, 2) == ["Set “unit” of the study to 3", "Clear “unit” of the study"]
    project.undo(ana)
    assert project.queries.settings() == {}
    assert project.check() == []
    with pytest.raises(UserError, match="needs a name"):
        study.set_setting(project, " ", 1, coder_id=ana)


def test_what_a_person_set_first_is_stamped_as_theirs(project: Project, ana: int) -> None:
    study.set_setting(project, "unit", "sentence", coder_id=ana)
    ((setting,),) = project.records.portions(Kind.SETTING)
    assert all(register.stamp > BORN for register in setting.registers.values())
