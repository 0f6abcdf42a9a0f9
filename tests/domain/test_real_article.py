"""Selecting in a real news article; skipped where it is not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.quotations import quotations
from annotator.domain.segments import (
    grow,
    paragraph_at,
    sentence_at,
    sentences,
    snap_to_words,
    word_at,
)
from annotator.domain.text import canonical

ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "articles" / "seed-article.txt"


@pytest.fixture(scope="module")
def text() -> str:
    if not ARTICLE.exists():
        pytest.skip("the article is not at hand")
    return canonical(ARTICLE.read_text(encoding="utf-8"))


def drag(text: str, words: str, cut: int = 2) -> str:
    """What is marked after a drag from inside the first of the words to inside the last."""
    start = text.index(words)
    first, last = snap_to_words(text, start + cut, start + len(words) - cut)
    return text[first:last]


@pytest.mark.parametrize(
    ("dragged", "wanted"),
    [
        ("leader Aleksei Navalny in St. Petersburg", "leader Aleksei Navalny in St. Petersburg"),
        ("e-mailed comments", "e-mailed comments"),
        ("RFE/RL's Belarus", "RFE/RL's Belarus"),
        ("3,711 people", "3,711 people"),
        ("white-red-white flags", "white-red-white flags"),
        ("ex-Governor Sergei Furgal", "ex-Governor Sergei Furgal"),
        ("Kremlin's 'near abroad' revanchism", "Kremlin's 'near abroad' revanchism"),
        ("financial injection of $1.5 billion", "financial injection of $1.5 billion"),
        ("Gould-Davies, a former", "Gould-Davies, a former"),
        ("0:03:40", "0:03:40"),
    ],
)
def test_words_are_whole(text: str, dragged: str, wanted: str) -> None:
    assert drag(text, dragged) == wanted


@pytest.mark.parametrize(
    ("dragged", "wanted"),
    [
        ('proves it," ', "proves it"),
        ('"Protests are taking place', '"Protests are taking place'),
        ("(meaning his regime), ", "(meaning his regime)"),
        ("meaning his regime), ", "meaning his regime"),
        ('"if Belarus falls, Russia will be next."', '"if Belarus falls, Russia will be next."'),
        ('if Belarus falls, Russia will be next." ', "if Belarus falls, Russia will be next."),
        ("in the capital, Moscow. ", "in the capital, Moscow."),
        ("'Long live Belarus' slogans", "'Long live Belarus' slogans"),
    ],
)
def test_marks_at_the_ends_stay_or_go(text: str, dragged: str, wanted: str) -> None:
    start = text.index(dragged)
    first, last = snap_to_words(text, start, start + len(dragged))
    assert text[first:last] == wanted


def test_sentences_are_not_cut_at_abbreviations(text: str) -> None:
    for inside in ("St. Petersburg", "$1.5 billion", "U.S."):
        place = text.index(inside)
        start, end = sentence_at(text, place + 1)
        assert (start, end) == sentence_at(text, place + len(inside) - 1)
    found = [text[start:end] for start, end in sentences(text, 0, len(text))]
    assert not [one for one in found if one.endswith((" St.", "U.S.", "Dr."))]
    assert "The similarities don't end on the street." in found


def test_growing_in_a_nested_quotation(text: str) -> None:
    place = text.index("Long live Belarus' slogans") + 1
    here, seen = (place, place), []
    while (larger := grow(text, *here)) != here:
        here = larger
        seen.append(text[slice(*here)])
    assert seen[0] == "Long"
    assert seen[1] == "'Long live Belarus'"
    assert seen[2].startswith('"I am sure')
    assert seen[2].endswith('proves it,"')
    assert seen[-1] == text[slice(*paragraph_at(text, place))]


def test_an_unclosed_quotation_grows_to_its_sentence_and_paragraph(text: str) -> None:
    place = text.index("political techniques")
    assert not [
        (start, end)
        for start, end in quotations(text, *paragraph_at(text, place))
        if start <= place < end
    ]
    word = grow(text, place, place)
    sentence = grow(text, *word)
    assert text[slice(*sentence)].startswith('"Given the example')


def test_everywhere_in_it_growing_ends_at_the_paragraph_and_snapping_is_stable(text: str) -> None:
    for place in range(0, len(text), 37):
        here = (place, place)
        for _ in range(12):
            larger = grow(text, *here)
            assert larger[0] <= here[0]
            assert here[1] <= larger[1]
            if larger == here:
                break
            here = larger
        paragraph = paragraph_at(text, place)
        assert here[0] <= paragraph[0]
        assert paragraph[1] <= here[1]
        once = snap_to_words(text, place, min(len(text), place + 50))
        assert snap_to_words(text, *once) == once
        for edge in once:
            word = word_at(text, edge)
            assert not word[0] < edge < word[1]
