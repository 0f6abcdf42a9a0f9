from __future__ import annotations

import csv
import io
import json
import time

import pytest

from annotator.domain.changes import Create, Kind
from annotator.domain.span import Span
from annotator.ops import codebook_rows, coding, people, reporting


@pytest.fixture
def coded(project, article, ana, jonas):
    """Framing twice by Ana and once by Jonas, conflict once by Jonas in the other article."""
    codebook = project.queries.codebook()
    first, second = project.queries.article_ids()

    def tag(article_id: int, coder_id: int, name: str, *ranges: tuple[int, int], memo: str = ""):
        coding.annotate(
            project,
            article_id=article_id,
            span=Span.of(*ranges),
            code_id=codebook.find(name).id,
            coder_id=coder_id,
            memo=memo,
        )

    tag(first, ana, "framing", (0, 7))
    tag(first, ana, "framing", (8, 12), (13, 16), memo="split")
    tag(first, jonas, "framing", (0, 7))
    tag(second, jonas, "conflict", (0, 5))
    return project


def test_articles_and_codes_are_rows_that_json_can_hold(coded):
    first, second = reporting.article_rows(coded)
    assert (first["headline"], first["words"], second["outlet"]) == (
        "Dockers walk out.",
        8,
        "Bench",
    )
    assert reporting.article_rows(coded, coded.queries.article_ids()[1:]) == [second]

    rows = codebook_rows.code_rows(coded)
    assert [(row["path"], row["annotations"], row["colour"]) for row in rows[:2]] == [
        ("framing", 3, "blue"),
        ("framing/conflict", 1, "blue"),
    ]
    assert json.loads(json.dumps([first, *rows]))[1]["examples"] == []


def test_the_rows_of_many_codes_are_quick(project, ana):
    edits = [Create(Kind.CODE, {"name": f"code {n}", "position": n}) for n in range(3_000)]
    project.apply("Add codes", edits, coder_id=ana)
    began = time.process_time()

    rows = codebook_rows.code_rows(project)

    assert rows[-1]["path"] == "code 2999"
    assert time.process_time() - began < 3.0


def test_annotations_tell_places_words_and_times(coded):
    rows = reporting.annotation_rows(coded, coded.queries.annotations())

    split = next(row for row in rows if row["memo"])
    assert (split["start"], split["end"]) == (8, 16)
    assert split["ranges"] == [[8, 12], [13, 16]]
    assert split["quote"] == "walk […] out"
    assert (split["code"], split["coder"]) == ("framing", "Ana")
    assert split["created"].endswith("Z")
    assert len(split["created"]) == len("2025-03-03T12:00:00.000Z")
    articles = [row["id"] for row in reporting.article_rows(coded)]
    assert [row["article"] for row in rows] == [articles[0]] * 3 + [articles[1]]


def test_frequencies_are_of_the_coders_asked_for(coded, ana):
    everybody = reporting.frequency_table(coded, "code", people.human_coders(coded))
    alone = reporting.frequency_table(coded, "code", [ana])

    counts = {row.code: (row.annotations, row.articles) for row in everybody}
    assert counts["framing"] == (3, 1)
    assert counts["framing/conflict"] == (1, 1)
    assert counts["claim"] == (0, 0)
    assert everybody[0].share_of_articles == 0.5
    assert everybody[0].per_1000_words == 3 / 16 * 1000
    assert {row.code: row.annotations for row in alone}["framing"] == 2


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("outlet", {("Wire", "framing", 3), ("Bench", "framing/conflict", 1)}),
        ("month", {("2025-03", "framing", 3), ("2025-04", "framing/conflict", 1)}),
        (
            "coder",
            {("Ana", "framing", 2), ("Jonas", "framing", 1), ("Jonas", "framing/conflict", 1)},
        ),
    ],
)
def test_frequencies_by_group(coded, by, expected):
    rows = reporting.frequency_table(coded, by, people.human_coders(coded))

    assert {(row.group, row.code, row.annotations) for row in rows if row.annotations} == expected
    assert len(rows) == 5 * 2
    base = 16 if by == "coder" else 8
    assert all(row.per_1000_words == row.annotations / base * 1000 for row in rows)


def test_by_coder_those_not_asked_for_have_no_rows(coded, ana):
    rows = reporting.frequency_table(coded, "coder", [ana])

    assert {row.group for row in rows} == {"Ana"}


def test_the_csv_holds_the_table_unrounded(coded, ana):
    coders = people.human_coders(coded)
    rows = list(csv.DictReader(io.StringIO(reporting.frequency_csv(coded, "outlet", coders))))
    table = reporting.frequency_rows(reporting.frequency_table(coded, "outlet", coders))

    assert [{name: str(value) for name, value in row.items()} for row in table] == rows
    by_code = reporting.frequency_csv(coded, "code", [ana]).splitlines()[0]
    assert by_code == "code,annotations,articles,share_of_articles,per_1000_words"


def test_coders_of_one_name_have_rows_of_their_own(coded, ana):
    namesake = Create(Kind.CODER, {"name": "Ana", "kind": "human"})
    changes = coded.apply("Add coder", [namesake], coder_id=None)
    other = changes.one_created(Kind.CODER)

    both = reporting.frequency_table(coded, "coder", [ana, other])
    framing = {row.group: row.annotations for row in both if row.code == "framing"}
    assert framing == {"Ana": 2, "Ana (2)": 0}

    alone = reporting.frequency_table(coded, "coder", [other])
    assert {row.group for row in alone} == {"Ana (2)"}
