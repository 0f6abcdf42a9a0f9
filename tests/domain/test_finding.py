"""Words are found as people mean them, at their places in code points."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.finding import Clue, Wanted, WordFinder, hit, tokens
from annotator.domain.folding import folded, unfolded


def found(
    words: str, text: str, *, whole_words: bool = False, match_case: bool = False
) -> list[str]:
    finder = WordFinder(Wanted(words, whole_words, match_case))
    return [text[start:end] for start, end in finder.spans(text)]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("strike", "Strike, STRIKE; strikers", ["Strike", "STRIKE", "strike"]),
        ("strasse", "Straße, STRASSE, Hauptstraße", ["Straße", "STRASSE", "straße"]),
        ("straße", "Strasse", ["Strasse"]),
        ("inaki", "Iñaki, In\u0303aki", ["Iñaki", "In\u0303aki"]),
        ("Iñaki", "inaki", ["inaki"]),
        ("sørdal", "SØRDAL, Sordal", ["SØRDAL"]),
        ("σοφος", "ΣΟΦΟΣ, σοφός", ["ΣΟΦΟΣ", "σοφός"]),
        ("елка", "Ёлка", ["Ёлка"]),
        ("istanbul", "İstanbul", ["İstanbul"]),
        ("don't", "don’t DON'T", ["don’t", "DON'T"]),
        ('"we warned', "“We warned", ["“We warned"]),
        ("co-operate", "co\u2010operate", ["co\u2010operate"]),
        ("cooperate", "co\u00adoperate", ["co\u00adoperate"]),
        ("office", "o\ufb03ce", ["o\ufb03ce"]),
        ("...", "Wait… what...", ["…", "..."]),
        (
            "outside agitators",
            "outside  agitators, outside\nagitators",
            ["outside  agitators", "outside\nagitators"],
        ),
        ("10 000", "10\u00a0000 10\u202f000", ["10\u00a0000", "10\u202f000"]),
        ("agitators the", "agitators\n\nThe", []),
        ("新聞", "読売新聞社", ["新聞"]),
        ("שלום", "שָׁלוֹם", ["שָׁלוֹם"]),
        ("عرب", "عَرَب", ["عَرَب"]),
        ("😀 said", "so 😀 said", ["😀 said"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("aa", "aaaa", ["aa", "aa"]),
    ],
)
def test_words_are_found_whatever_their_dress(words, text, expected):
    assert found(words, text) == expected


def test_whole_words_have_no_letters_beside_them():
    text = "art, part, artist, ART; e\u0301art; state-of-the-art"
    assert found("art", text, whole_words=True) == ["art", "ART", "art"]
    assert found("(art)", "so(art)ed", whole_words=True) == ["(art)"]
    # Where no spaces are, none are asked for.
    assert found("新聞", "読売新聞社", whole_words=True) == ["新聞"]


def test_matched_case_is_just_these_letters():
    assert found("Don’t", "don’t Don't Don’t", match_case=True) == ["Don’t"]
    assert found("Was hot", "Was\nhot was hot", match_case=True) == ["Was\nhot"]


@pytest.mark.parametrize("words", ["", "  \n", "\u00ad"])
def test_nothing_cannot_be_looked_for(words):
    with pytest.raises(ValueError, match="nothing"):
        WordFinder(Wanted(words))


def test_a_hit_has_the_words_around_it():
    text = "x" * 99 + " the ferry " + "y" * 99
    one = hit(7, text, 104, 109)
    assert one.before == "x" * 55 + " the "
    assert (one.article_id, one.start, one.end, one.words) == (7, 104, 109, "ferry")
    assert one.after == " " + "y" * 59


def test_the_clue_says_which_words_are_there():
    assert WordFinder(Wanted("The fer")).clue == Clue(("the", "fer"), True, True)
    assert WordFinder(Wanted("e-mail", True)).clue == Clue(("e", "mail"), False, False)
    assert WordFinder(Wanted("新聞")).clue == Clue(("新", "聞"), True, True)
    assert WordFinder(Wanted("—")).clue is None
    assert tokens("Été_1999: 10,5 新聞") == ["ete", "1999", "10", "5", "新", "聞"]


def test_a_long_text_has_the_words_of_its_lines():
    lines = [f"Été {number} \u0301a新 _b" * 20 for number in range(1_000)]
    assert tokens("\n".join(lines)) == [word for line in lines for word in tokens(line)]
    assert tokens("\r".join(lines)) == tokens("\n".join(lines))


@given(st.text(), st.text())
def test_a_text_folds_letter_by_letter_and_once(one, other):
    assert folded(one + other) == folded(one) + folded(other)
    assert folded(folded(one)) == folded(one)


def test_what_folds_is_known_backwards():
    for fold, characters in unfolded().items():
        assert all(folded(one + "\u200b") == fold for one in characters)


_NEAR = st.text("aAàßtTﬁ… -’'\u00ad\u0301ё", max_size=9)
"""Of letters that stand for several, none is beside what could be a part of it."""


@given(_NEAR, _NEAR, _NEAR)
def test_what_stands_in_a_text_is_found_there(before, words, after):
    text = f"{before}{words}{after}"
    if not folded(words).strip() or words != words.strip() or "  " in words:
        return
    spans = list(WordFinder(Wanted(words)).spans(text))
    assert spans
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for start, end in spans:
        assert folded(text[start:end]).split() == folded(words).split()
