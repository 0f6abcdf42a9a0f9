from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.tables import Dialect, csv_text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_table_has_its_heads_and_one_line_a_row():
    rows = [["framing/conflict", 12, 0.1234567890123, None, True], ["a, “b”", 0, 1.0, "", False]]

    assert csv_text(["code", "n", "share", "note", "unsure"], rows) == (
        "code,n,share,note,unsure\n"
        "framing/conflict,12,0.1234567890123,,true\n"
        '"a, “b”",0,1.0,,false\n'
    )


def test_no_rows_leave_the_heads():
    assert csv_text(["code", "n"], []) == "code,n\n"


@given(st.lists(st.tuples(texts, texts)))
def test_plain_texts_come_back_as_they_were(rows):
    assert read(csv_text(["first", "second"], rows)) == [["first", "second"], *map(list, rows)]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_becomes_a_formula_in_a_spreadsheet(start):
    text = f"{start}cmd|' /C calc'!A0"

    assert read(csv_text(["quote"], [[text]]))[1] == [text]
    assert read(csv_text(["quote"], [[text]], Dialect.EXCEL))[1] == [f"'{text}"]


@given(st.lists(texts, min_size=1, max_size=4))
def test_in_the_excel_dialect_no_cell_can_be_computed(cells):
    (row,) = read(csv_text(["n"] * len(cells), [cells], Dialect.EXCEL))[1:]

    assert not any(cell.startswith(FORMULA_STARTS) for cell in row)
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]


def test_numbers_below_zero_stay_numbers():
    assert csv_text(["n"], [[-5], [-0.5]], Dialect.EXCEL) == "\ufeffn\n-5\n-0.5\n"


def test_a_row_of_another_length_is_a_mistake():
    with pytest.raises(ValueError, match="1 cells"):
        csv_text(["code", "n"], [["a"]])
