from __future__ import annotations

from time import process_time

import pytest
from awkward_texts import BREAKS, places, raw_texts
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.domain.segments import (
    cluster_end,
    cluster_start,
    count_words,
    grow,
    paragraph_at,
    snap_to_words,
    trim,
    word_at,
)
from annotator.domain.span import Range

PARAGRAPH = (
    '"I am sure Belarusian protests inspired some Russians, and the presence of flags as well as '
    "'Long live Belarus' slogans proves it,\" explained Alesia Rudnik, a Belarusian analyst "
    "(based in Sweden), in e-mailed comments to RFE/RL. It cost $1.5 billion, said the U.S. "
    'ambassador: "We paid." He left.'
)
ARTICLE = f"A Headline\n\n{PARAGRAPH}\nThe next paragraph. It is short.\n"


def words(text: str) -> list[str]:
    found = dict.fromkeys(word_at(text, position) for position in range(len(text) + 1))
    return [text[start:end] for start, end in found if start < end]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("The Kremlin's don’t", ["The", "Kremlin's", "don’t"]),
        ("white-red-white, -- RFE/RL's AT&T", ["white-red-white", "RFE/RL's", "AT&T"]),
        ("in the U.S., e.g. at 5 p.m.", ["in", "the", "U.S.", "e.g.", "at", "5", "p.m."]),
        ("$1.5 billion, 3,711, 100%, 0:03:40", ["$1.5", "billion", "3,711", "100%", "0:03:40"]),
        ("40\u00a0000 francs en 2020\u00a0et", ["40\u00a0000", "francs", "en", "2020", "et"]),
        ("co\u00adop re\u2011do zero\u200bwidth", ["co\u00adop", "re\u2011do", "zero", "width"]),
        ("e\u0301te\u0301 क\u094dषि म\u200cन", ["e\u0301te\u0301", "क\u094dषि", "म\u200cन"]),
        ('שָׁלוֹם צה"ל مُحَمَّد', ["שָׁלוֹם", 'צה"ל', "مُحَمَّد"]),
        ("@navalny #tag tony@rferl.org a_b", ["@navalny", "#tag", "tony@rferl.org", "a_b"]),
        ("____ -- 😀 … ___", []),
        ("a😀b “Long” (x)", ["a", "b", "Long", "x"]),
        ("日本の コンピュータ 한국어", ["日", "本", "の", "コンピュータ", "한국어"]),
        ("ไทย", ["ไ", "ท", "ย"]),
    ],
)
def test_words(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted
    assert count_words(text) == len(wanted)


@pytest.mark.parametrize(
    ("position", "wanted"),
    [(0, (0, 3)), (2, (0, 3)), (3, (0, 3)), (4, (4, 4)), (5, (5, 8)), (8, (5, 8)), (10, (10, 10))],
)
def test_the_word_at_a_place_is_around_it_or_ends_there(position: int, wanted: Range) -> None:
    assert word_at("foo, bar  ", position) == wanted


def test_of_two_words_that_touch_the_second_is_at_the_place() -> None:
    assert word_at("日本", 1) == (1, 2)


@given(raw_texts, st.sampled_from([" ", "\n", "; "]))
def test_words_are_counted_as_they_are_found(text: str, between: str) -> None:
    assert count_words(text) == len(
        {word_at(text, at) for at in range(len(text) + 1) if word_at(text, at) != (at, at)}
    )
    assert count_words(f"{text}{between}{text}") == 2 * count_words(text)


@given(raw_texts)
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    for position, char in enumerate(text):
        start, end = word_at(text, position)
        if char.isalnum():
            assert start <= position < end
        if char.isspace() and start <= position < end:
            assert char in "\u00a0\u202f"


def test_paragraphs_lie_between_the_line_breaks_that_qt_knows() -> None:
    text = " One\u2028two \n\n\tThree\u2029four\ufdd0five\ufdd1six"
    found = dict.fromkeys(paragraph_at(text, position) for position in range(len(text) + 1))
    assert [text[start:end] for start, end in found] == [
        "One\u2028two",
        "",
        "Three",
        "four",
        "five",
        "six",
    ]


def test_a_place_on_a_line_break_is_in_the_paragraph_before() -> None:
    assert paragraph_at("One\n\nTwo", 3) == (0, 3)
    assert paragraph_at("One\n\nTwo", 4) == (4, 4)
    assert paragraph_at("One\n\nTwo", 5) == (5, 8)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  a b\n", (2, 5)),
        (" \n", (0, 0)),
        ("", (0, 0)),
        ("a", (0, 1)),
        (" \u0301a \u0301", (0, 5)),
    ],
)
def test_trim(text: str, wanted: Range) -> None:
    assert trim(text, 0, len(text)) == wanted


@given(places(st.text(alphabet="aé. \n\t\u00a0\u2028\u3000😀")))
def test_trimming_takes_white_space_and_nothing_else(place: tuple[str, int, int]) -> None:
    text, start, end = place
    first, last = trim(text, start, end)
    assert text[first:last] == text[start:end].strip()
    assert start <= first <= last <= end


def snapped(dragged: str) -> str:
    """What is marked after a drag over what stands between the two bars."""
    before, inside, after = dragged.split("|")
    text = before + inside + after
    start, end = snap_to_words(text, len(before), len(before) + len(inside))
    return text[start:end]


@pytest.mark.parametrize(
    ("dragged", "wanted"),
    [
        ("The qu|ick bro|wn fox", "quick brown"),
        ("The |quick, |brown", "quick"),
        ("The |quick.| Brown", "quick."),
        ("The| quick |brown", "quick"),
        ("Navalny|'s rele|ase", "Navalny's release"),
        ("white-r|ed-white fl|ags", "white-red-white flags"),
        ('slogans |proves it,"| explained', "proves it"),
        ('|"I am sure, it proves it,"| explained', '"I am sure, it proves it,"'),
        ('|"I am sure,| it proves it," explained', '"I am sure'),
        ('he |said: "|We won."', "said"),
        ('he said: |"We won." |He', '"We won."'),
        ('he said: "|We won." |He', "We won."),
        ('it,|" explained Rudnik, |a', "explained Rudnik"),
        ("it,|” explained Rudnik,| a", "explained Rudnik"),
        ("a |‘near abroad’| b", "‘near abroad’"),
        ("a ‘|near abroad’| b", "near abroad"),
        ("the |protesters’ |demands", "protesters"),
        ("falls |(meaning his regime), |Russia", "(meaning his regime)"),
        ("falls (|meaning his regime), |Russia", "meaning his regime"),
        ("falls |(|meaning", "("),
        ("falls, |and (|meaning", "and"),
        ("regime|), Russia| would", "Russia"),
        ("cost $1|.5 bill|ion", "$1.5 billion"),
        ("the U|.|S. ambassador", "U.S."),
        ("RF|E|/RL said", "RFE/RL"),
        ("co|\u00adop|erate now", "co\u00adoperate"),
        ("caf|e|\u0301 noir", "cafe\u0301"),
        ("a 👩🏽|\u200d|🚀 b", "👩🏽\u200d🚀"),
        ("a 🇧|🇾 🇵|🇱 b", "🇧🇾 🇵🇱"),
        ("של|ו|ם עולם", "שלום"),
        ("مر|حبا بال|عالم", "مرحبا بالعالم"),
        ("他说|你好，|他", "你好"),
        ("a| , |b", ","),
        ("a |”| b", "”"),
        ("a|  |b", ""),
        ("wo||rd", ""),
        ("the |end.\n|Next", "end."),
        ("the |end.\n\nNext| one", "end.\n\nNext"),
    ],
)
def test_a_drag_marks_what_a_person_means(dragged: str, wanted: str) -> None:
    assert snapped(dragged) == wanted


def test_a_drag_backwards_marks_the_same() -> None:
    assert snap_to_words("The quick fox", 8, 5) == snap_to_words("The quick fox", 5, 8) == (4, 9)


@given(places())
@example(("a, \u0301b", 0, 4))
def test_snapping_cuts_neither_words_nor_clusters(place: tuple[str, int, int]) -> None:
    text, start, end = place
    first, last = snap_to_words(text, start, end)
    assert 0 <= first <= last <= len(text)
    if first == last:
        assert start == end or text[start:end].isspace()
        return
    assert (cluster_start(text, first), cluster_end(text, last)) == (first, last)
    for edge in (first, last):
        word_start, word_end = word_at(text, edge)
        assert not word_start < edge < word_end


@given(places())
def test_snapping_a_second_time_changes_nothing(place: tuple[str, int, int]) -> None:
    once = snap_to_words(*place)
    assert snap_to_words(place[0], *once) == once


@given(places())
def test_snapping_loses_no_word_that_was_dragged_over(place: tuple[str, int, int]) -> None:
    text, start, end = place
    first, last = snap_to_words(text, start, end)
    for position in range(start, end):
        if text[position].isalnum():
            assert first <= position < last


@given(places())
def test_snapping_reaches_no_further_than_the_words_at_the_ends(
    place: tuple[str, int, int],
) -> None:
    text, start, end = place
    first, last = snap_to_words(text, start, end)
    if first < start:
        assert first in {word_at(text, start)[0], cluster_start(text, start)}
    assert last <= max(end, cluster_end(text, word_at(text, end)[1]), cluster_end(text, end))


def growth(text: str, start: int, end: int) -> list[str]:
    found = []
    while (larger := grow(text, start, end)) != (start, end):
        start, end = larger
        found.append(text[start:end])
    return found


def test_growing_goes_from_word_to_paragraph() -> None:
    place = ARTICLE.index("live")
    first_sentence = PARAGRAPH[: PARAGRAPH.index(" It cost")]
    assert growth(ARTICLE, place + 1, place + 1) == [
        "live",
        "'Long live Belarus'",
        PARAGRAPH[: PARAGRAPH.index(" explained")],
        first_sentence,
        PARAGRAPH,
    ]


def test_a_quotation_of_several_sentences_comes_after_the_first_of_them() -> None:
    text = "“One two. Three four,” he said. Five."
    assert growth(text, 2, 2) == [
        "One",
        "“One two.",
        "“One two. Three four,”",
        "“One two. Three four,” he said.",
        text,
    ]


def test_inside_a_quotation_its_parts_come_before_it_and_what_is_around_after() -> None:
    text = "He said: “We came. Nobody met us,” and left. Five."
    assert growth(text, text.index("came"), text.index("came")) == [
        "came",
        "We came.",
        "“We came. Nobody met us,”",
        "He said: “We came. Nobody met us,” and left.",
        text,
    ]
    assert growth(text, text.index("met"), text.index("met"))[1:3] == [
        "Nobody met us",
        "“We came. Nobody met us,”",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Il a dit : « Je suis *là. » Puis rien.", ["là", "Je suis là.", "« Je suis là. »"]),
        ("Er rief: „Das ist ‚sehr *gut‘, ja.“ Still.", ["gut", "‚sehr gut‘"]),
        ("»Ich *gehe«, sagte er. Still.", ["gehe", "»Ich gehe«", "»Ich gehe«, sagte er."]),
        ("‘It’s the boys’ *own,’ he said. Yes.", ["own", "‘It’s the boys’ own,’"]),
        ('"*Never closed, he said. Yes.', ["Never", '"Never closed, he said.']),
        ("Он сказал: «Мы *здесь». Да.", ["здесь", "«Мы здесь»", "Он сказал: «Мы здесь»."]),
        ("彼は「もう*行く」と言った。終。", ["行", "「もう行く」", "彼は「もう行く」と言った。"]),
    ],
)
def test_growing_in_quotations_of_all_houses(text: str, wanted: list[str]) -> None:
    place = text.index("*")
    assert growth(text.replace("*", ""), place, place)[: len(wanted)] == wanted


LONG_QUOTATION = """He rose. He said: “We came here in the spring. Nobody met us.

“We waited at the gate. It rained.

“Then they let us in.” He sat down.

She left."""


def test_a_quotation_over_several_paragraphs_comes_after_the_paragraph() -> None:
    whole = LONG_QUOTATION[LONG_QUOTATION.index("“We") : LONG_QUOTATION.index(" He sat")]
    for word, before in (
        ("spring", ["spring", "We came here in the spring."]),
        ("gate", ["gate", "“We waited at the gate.", "“We waited at the gate. It rained."]),
        ("let", ["let", "“Then they let us in.”"]),
    ):
        place = LONG_QUOTATION.index(word)
        grown = growth(LONG_QUOTATION, place, place)
        assert grown[: len(before)] == before
        assert whole in grown
    assert whole not in growth(LONG_QUOTATION, 2, 2)
    assert growth(LONG_QUOTATION, len(LONG_QUOTATION) - 2, len(LONG_QUOTATION) - 2) == [
        "left",
        "She left.",
    ]


def test_a_word_that_is_known_better_comes_first() -> None:
    text = "政府は昨日、新しい計画を発表した。"
    assert grow(text, 1, 1) == (1, 2)
    assert grow(text, 1, 1, (0, 2)) == (0, 2)
    assert grow(text, 0, 2, (0, 2)) == (0, len(text))


def test_growing_from_a_space_begins_with_the_sentence() -> None:
    assert growth("One  two. Three.", 4, 4) == ["One  two.", "One  two. Three."]


def test_a_selection_that_cuts_words_grows_to_whole_ones() -> None:
    assert growth("The quick brown fox", 6, 12) == ["quick brown", "The quick brown fox"]


def test_a_selection_over_two_paragraphs_grows_to_both() -> None:
    start = ARTICLE.index("left")
    end = ARTICLE.index("paragraph.") + 4
    assert growth(ARTICLE, start, end) == [
        "left.\nThe next paragraph",
        "He left.\nThe next paragraph.",
        f"{PARAGRAPH}\nThe next paragraph. It is short.",
    ]


def test_white_space_around_a_selection_does_not_keep_it_from_growing() -> None:
    assert growth("One two.  \nThree", 4, 10) == ["One two.  "]


def test_nothing_grows_where_there_is_nothing() -> None:
    assert grow("", 0, 0) == (0, 0)
    assert grow("a\n\n\nb", 2, 2) == (2, 2)
    assert grow("a b", 0, 3) == (0, 3)


@given(places())
@example(("0$0\r", 1, 4))
@example(("a\n  b", 3, 3))
def test_growing_grows_until_it_stops(place: tuple[str, int, int]) -> None:
    text, start, end = place
    for _ in range(len(text) + 1):
        larger = grow(text, start, end)
        assert larger[0] <= start
        assert end <= larger[1]
        if larger == (start, end):
            break
        start, end = larger
    assert grow(text, start, end) == (start, end)
    if not any(char in BREAKS for char in text[start:end]):
        paragraph = paragraph_at(text, start)
        assert start <= paragraph[0]
        assert paragraph[1] <= end


def test_only_the_neighbourhood_is_read() -> None:
    text = (PARAGRAPH + "\n") * 3_000
    place = text.index("inspired", len(text) // 2) + 2
    started = process_time()
    for _ in range(50):
        word_at(text, place)
        paragraph_at(text, place)
        snap_to_words(text, place, place + 60)
        grow(text, place, place)
    # About 0.2 ms for the four; reading the megabyte once takes a hundred.
    assert (process_time() - started) / 50 < 0.01
