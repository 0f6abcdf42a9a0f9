from __future__ import annotations

import math
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.frequencies import frequencies
from annotator.domain.codebook import Code, Codebook
from annotator.domain.tally import Base, Tally


def code(code_id: int, name: str, parent_id: int | None = None, position: int = 0) -> Code:
    return Code(code_id, UUID(int=code_id), parent_id, position, name)


CODEBOOK = Codebook([code(7, "claim", position=1), code(3, "framing"), code(5, "conflict", 3)])


def test_every_code_has_a_row_in_the_order_of_the_codebook():
    rows = frequencies([Tally(5, "", 6, 3)], {"": Base(12, 4000)}, CODEBOOK, by="code")

    assert [(row.code_id, row.code, row.annotations) for row in rows] == [
        (3, "framing", 0),
        (5, "framing/conflict", 6),
        (7, "claim", 0),
    ]
    assert {row.group for row in rows} == {""}


def test_numbers_are_over_the_articles_considered_and_not_rounded():
    (row,) = frequencies(
        [Tally(3, "", 7, 1)], {"": Base(3, 1229)}, Codebook([code(3, "a")]), by="code"
    )

    assert row.share_of_articles == 1 / 3
    assert row.per_1000_words == 7 / 1229 * 1000


def test_groups_have_their_own_base_and_the_unnamed_one_comes_last():
    tallies = [Tally(3, "Wire", 4, 2), Tally(3, "", 1, 1)]
    bases = {"Wire": Base(4, 2000), "": Base(2, 500), "Bench": Base(1, 100)}

    rows = frequencies(tallies, bases, Codebook([code(3, "a")]), by="outlet")

    assert [
        (row.group, row.annotations, row.share_of_articles, row.per_1000_words) for row in rows
    ] == [
        ("Bench", 0, 0.0, 0.0),
        ("Wire", 4, 0.5, 2.0),
        ("", 1, 0.5, 2.0),
    ]


def test_all_coders_have_the_same_base():
    tallies = [Tally(3, "Ana", 4, 2), Tally(3, "Ana (2)", 1, 1)]

    rows = frequencies(tallies, {"Ana": Base(4, 2000)}, Codebook([code(3, "a")]), by="coder")

    assert [(row.group, row.share_of_articles, row.per_1000_words) for row in rows] == [
        ("Ana", 0.5, 2.0),
        ("Ana (2)", 0.25, 0.5),
    ]


def test_months_are_in_the_order_of_time():
    bases = {"2025-03": Base(1, 1), "2024-11": Base(1, 1), "2025": Base(1, 1)}

    rows = frequencies([], bases, Codebook([code(3, "a")]), by="month")

    assert [row.group for row in rows] == ["2024-11", "2025", "2025-03"]


def test_an_empty_base_gives_zero_and_not_an_error():
    (row,) = frequencies([], {"": Base(0, 0)}, Codebook([code(3, "a")]), by="code")

    assert (row.share_of_articles, row.per_1000_words) == (0.0, 0.0)


def test_annotations_of_a_code_that_is_gone_are_shown():
    rows = frequencies([Tally(9, "", 2, 1)], {"": Base(1, 100)}, CODEBOOK, by="code")

    assert (rows[-1].code_id, rows[-1].code, rows[-1].annotations) == (None, "(deleted code)", 2)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([3, 5, 7]), st.sampled_from(["Wire", "Bench", ""])),
        st.tuples(st.integers(1, 50), st.integers(1, 9)),
    )
)
def test_nothing_is_lost_or_counted_twice(counts: dict[tuple[int, str], tuple[int, int]]):
    tallies = [
        Tally(code_id, group, annotations, min(articles, annotations))
        for (code_id, group), (annotations, articles) in counts.items()
    ]
    bases = {tally.group: Base(9, 1000) for tally in tallies}

    rows = frequencies(tallies, bases, CODEBOOK, by="outlet")

    assert len(rows) == len(CODEBOOK) * len(bases)
    assert sum(row.annotations for row in rows) == sum(tally.annotations for tally in tallies)
    assert math.isclose(
        sum(row.per_1000_words for row in rows), sum(tally.annotations for tally in tallies)
    )
    assert all(0 <= row.share_of_articles <= 1 for row in rows)
