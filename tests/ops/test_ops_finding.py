"""Looking for words in a project: as a verb, with patterns that people write."""

from __future__ import annotations

from time import perf_counter

import pytest

from annotator.domain.errors import CancelledError, UserError
from annotator.domain.finding import Wanted
from annotator.ops import finding
from annotator.store.project import Project

RUNAWAY = r"(a|aa)+$"


def pattern(words: str, text: str, **more: bool) -> list[str]:
    finder = finding.finder(Wanted(words, regex=True, **more))
    return [text[start:end] for start, end in finder.spans(text)]


def test_a_pattern_is_a_regular_expression():
    text = "Ferry 12, ferry 345;\nno ferries"
    assert pattern(r"ferr(y|ies)\b", text) == ["Ferry", "ferry", "ferries"]
    assert pattern(r"ferry \d+", text, match_case=True) == ["ferry 345"]
    assert pattern(r"\d\d", text, whole_words=True) == ["12"]
    assert pattern("^no", text) == ["no"]
    assert pattern("z*", "azzb") == ["zz"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("(a", r"missing \), at character 3"),
        ("*a", "nothing to repeat, at character 1"),
        ("[z-a]", "bad character range"),
        ("", "nothing to look for"),
        ("(" * 9999 + ")" * 9999, "too large"),
    ],
)
def test_a_bad_pattern_is_told_in_words(words, said):
    with pytest.raises(UserError, match=said):
        finding.finder(Wanted(words, regex=True))


def test_a_pattern_that_would_run_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr("annotator.ops.patterns._SECONDS", 0.1)
    begun = perf_counter()
    with pytest.raises(UserError, match="takes too long"):
        pattern(RUNAWAY, "a" * 60 + "b")
    assert perf_counter() - begun < 5


def test_words_must_be_given():
    with pytest.raises(UserError, match="nothing to look for"):
        finding.finder(Wanted("  "))


def test_hits_are_told_as_rows(project: Project):
    rows = finding.hit_rows(project, finding.find(project, Wanted("no"), limit=2))
    assert [(row["words"], row["headline"]) for row in rows] == [("No", "Dockers walk out.")] * 2
    for row in rows:
        article = project.queries.article_by_uid_prefix(row["article"])
        text = project.queries.text(article.id)
        assert text[row["start"] : row["end"]] == row["words"]
        assert row["before"] + row["words"] + row["after"] in text
    assert len(finding.find(project, Wanted("a"), article_ids=[2])) > 3


def test_looking_can_be_cancelled_and_says_how_far_it_is(project: Project):
    told: list[tuple[int, int]] = []
    finding.find(project, Wanted("xylophone"), progress=lambda *far: told.append(far) or True)
    assert told[-1] == (2, 2)
    with pytest.raises(CancelledError):
        finding.find(project, Wanted("xylophone"), progress=lambda *_: False)
