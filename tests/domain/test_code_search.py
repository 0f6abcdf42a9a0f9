from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.code_search import CodeSearch
from annotator.domain.codebook import Code, Codebook, Example
from annotator.domain.records import new_uid


def code(number: int, parent: int | None = None, **said: object) -> Code:
    values: dict[str, object] = {"name": f"code {number}", **said}
    return Code(number, new_uid(), parent, number, **values)  # type: ignore[arg-type]


def test_codes_are_found_by_all_that_is_said_of_them():
    codebook = Codebook(
        [
            code(1, name="Framing"),
            code(2, 1, name="Conflict", keywords=("Strike",)),
            code(3, 1, definition="A moral judgement", examples=(Example("Élodie says"),)),
            code(4),
        ]
    )
    search = CodeSearch(codebook, " › ")

    assert search.fitting("framing") == [1, 2, 3]
    assert search.fitting("strike FRAM") == [2]
    assert search.fitting("elodie moral") == [3]
    assert search.fitting("conflict strikes") == []
    assert search.named("conflict") == [2]
    assert search.named("strike") == []
    assert search.with_above([2]) == {1, 2}


@given(st.lists(st.integers(0, 30), max_size=30), st.text("co de12", max_size=5))
def test_what_is_shown_hangs_together(parents, words):
    codes = [
        code(number, parent if 0 < parent < number else None)
        for number, parent in enumerate(parents, 1)
    ]
    search = CodeSearch(Codebook(codes), "/")
    shown = search.with_above(search.fitting(words))

    assert all(search.parents[one] in (None, *shown) for one in shown)
    assert list(search.parents) == [one.id for one in Codebook(codes)]
