from __future__ import annotations

import pytest
from awkward_texts import raw_texts
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.quotations import quotations
from annotator.domain.segments import paragraph_at, quotation_at

MARKED = st.text(alphabet="as 5.,(\n\"'“”„‘’‚«»", max_size=40)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "yes," then "no."', ['"yes,"', '"no."']),
        ("“outer ‘inner’ more” x", ["‘inner’", "“outer ‘inner’ more”"]),
        ("\"'Nested,' he said\" yes", ["'Nested,'", "\"'Nested,' he said\""]),
        ("„Das ist ‚gut‘“, sagte er", ["‚gut‘", "„Das ist ‚gut‘“"]),
        ("« Oui », dit-il, « non »", ["« Oui »", "« non »"]),
        ("»Ja«, sagte er, »nein«", ["»Ja«", "»nein«"]),
        ("”Ja”, sade han, ”nej”", ["”Ja”", "”nej”"]),
        ("»Ja», sade han", ["»Ja»"]),
        ("他说“你好”「是『的』」", ["“你好”", "『的』", "「是『的』」"]),
        ("Russia's don't Kremlin’s rock ‘n’ roll ’90s", []),
        ("‘The protesters’ rights are gone,’ he said", ["‘The protesters’ rights are gone,’"]),
        ("the 'dogs' and 'cats'", ["'dogs'", "'cats'"]),
        ("'Tell 'em to go,' he said", ["'Tell 'em to go,'"]),
        (
            "‘He said “the boys’ hats” are gone,’",
            ["“the boys’ hats”", "‘He said “the boys’ hats” are gone,’"],
        ),
        ('5\'10" tall, "thin"', ['"thin"']),
        ('"Given the example, he said "no way" to all', ['"no way"']),
        ("“Never closed", []),
        ('("in brackets")—"after a dash"', ['"in brackets"', '"after a dash"']),
        ('" spaced " out', ['" spaced "']),
        ('"He left,"she said', ['"He left,"']),
        ('צה"ל said "no"', ['"no"']),
    ],
)
def test_marks_that_belong_together(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text, 0, len(text))] == wanted


def test_the_innermost_one_is_found() -> None:
    text = "“outer ‘inner’ more” x"
    assert quotation_at(text, 3) == (0, 20)
    assert quotation_at(text, 9) == (7, 14)
    assert quotation_at(text, 14) == (0, 20)
    assert quotation_at(text, 20) == (0, 20)
    assert quotation_at(text, 21) is None


def test_a_place_between_two_quotations_belongs_to_the_one_that_begins() -> None:
    assert quotation_at("“a”“b”", 3) == (3, 6)


def test_no_quotation_reaches_over_a_paragraph() -> None:
    text = "“One\ntwo” three"
    assert [quotation_at(text, position) for position in range(len(text) + 1)] == [None] * 16


@given(st.one_of(raw_texts, MARKED))
def test_quotations_nest_or_stand_apart(text: str) -> None:
    found = quotations(text, 0, len(text))
    assert len(set(found)) == len(found)
    for start, end in found:
        for other_start, other_end in found:
            apart = end <= other_start or other_end <= start
            inside = start <= other_start and other_end <= end
            around = other_start <= start and end <= other_end
            assert apart or inside or around


@given(st.one_of(raw_texts, MARKED), st.data())
def test_the_one_found_lies_around_its_place_and_in_its_paragraph(
    text: str, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(text)))
    found = quotation_at(text, position)
    if found is not None:
        start, end = found
        assert start <= position <= end
        assert paragraph_at(text, start) == paragraph_at(text, end - 1)
