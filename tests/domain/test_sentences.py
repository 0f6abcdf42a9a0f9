from __future__ import annotations

from time import process_time

import pytest
from awkward_texts import BREAKS, raw_texts
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.segments import paragraph_at, sentence_at, sentences

PROSE = st.lists(
    st.sampled_from(
        [
            "The ",
            "he ",
            "U.S. ",
            "St. ",
            "J. ",
            "3.5 ",
            "said. ",
            "“Go! ",
            "so?” ",
            "… ",
            "end…” ",
            "(He ",
            "left.) ",
            "1. ",
            "Jan. ",
            "23 ",
            "。",
            "“",
            "” ",
            "\n",
            "\u2029",
            " ",
        ]
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    "marked",
    [
        "He moved to St. Petersburg.|Then he left.",
        "It happened on Main St.|The car stopped.",
        "Dr. J. R. R. Tolkien met George W. Bush.|He won.",
        "He served as U.S. ambassador in the 1990s.|It ended.",
        "She lives in the U.S.|The U.S. Senate voted.|“No,” it said.",
        "He left the U.S.|“We won,” he said.",
        "It cost $1.5 billion.|Then 40,000 came.|3,711 were held.",
        "He said “yes.”|“No,” she said.",
        'He said "yes."|Then he left.',
        "“Really?” he asked.|“Really?” Corvin said.|“Enough!”|She left.",
        "Well…|Perhaps.|The words … Words go on.",
        "He said [...] More.|An expert (!) Smith agreed.",
        "(He left.)|Then she came.",
        "At 5 p.m. on Jan. 23 he left.|At 9 a.m. it rained, e.g. here.",
        "1. The first item.|It is long.",
        "A. The first item.|It is long.",
        "Am 23. Januar 2021 kam er.|Dann ging er.",
        "On January 23.|Police came.",
        "No. 10 said no.|No.|He did.",
        "Apple Inc. Chief Cook spoke.|It sold Apple Inc.|The end.",
        "He was ill.|Police came.|He lost mass.|Moscow denied it.",
        "Brazil vs. Russia was dull.|Yahoo! said so.",
        "As In Minsk, So In Moscow...",
        "RFE/RL's site is rferl.org.|See it.",
        "... Putin said.|He left.",
        "She left.|— Who?|— Go!",
        "«Oui.»|»Ja.«|„Gut.“|Er ging.",
        "كيف حالك؟|أنا بخير.|شكرا.",
        "यह है।|वह है।",
        "He thought . . . and left.|So . . . Nobody came.|The end.",
        "Ο πρωθυπουργός μίλησε· «όλα καλά».|Τι θα γίνει;|Κανείς δεν ξέρει.",
        "First; Then more; and so on.|Last.",
        "Он живёт на ул. Ленина.|Вчера им. Пушкина закрыли.|Пришли 3,5 тыс. человек.",
        "В 2020 г. было иначе.|«Мы устали», — сказал А. С. Иванов.|Всё.",
        "Es kostet 3,5 Mio. Euro.|Dr. Meier u. a. kamen am 3. Oktober.|Ende.",
        "M. Dupont est venu.|« Oui », dit-il.|Fin.",
        'ראש הממשלה אמר: "הכול בסדר".|מה יקרה?|איש אינו יודע.',
        "Mr. Smith of No. 10 paid $3.5 million on Jan. 3, 2021.|He e-mailed Dr. Li.",
        "Lt. Gen. H.R. McMaster met Sen. Ann Lee (R-Ky.) on Nov. 3.|They left.",
    ],
)
def test_sentences_as_a_reader_sees_them(marked: str) -> None:
    wanted = marked.split("|")
    text = " ".join(wanted)
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == wanted


def test_sentences_without_spaces_between_them() -> None:
    text = "他说：“是的。”然后走了。『行く？』と彼は言った。彼は帰った"
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == [
        "他说：“是的。”",
        "然后走了。",
        "『行く？』と彼は言った。",
        "彼は帰った",
    ]


def test_a_paragraph_ends_a_sentence_without_a_stop() -> None:
    text = "A Headline Without A Stop\n  And a caption  \n\nThe text."
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == [
        "A Headline Without A Stop",
        "And a caption",
        "The text.",
    ]


def test_sentences_of_a_part_stay_in_it() -> None:
    text = "One two. Three four. Five six."
    assert sentences(text, 4, 15) == [(4, 8), (9, 14)]
    assert sentences(text, 5, 5) == []


def test_the_sentence_at_a_place() -> None:
    text = "  One two.  Three four. \n\nFive"
    first, second, last = (2, 10), (12, 23), (26, 30)
    at = [sentence_at(text, position) for position in range(len(text) + 1)]
    assert at[:12] == [first] * 12
    assert at[12:25] == [second] * 13
    assert at[25] == (25, 25)
    assert at[26:] == [last] * 5


def test_only_the_paragraph_is_read_to_find_a_sentence() -> None:
    text = ("One is here. Two is there. " * 4 + "\n") * 20_000
    middle = text.index("Two", len(text) // 2)
    started = process_time()
    found = [sentence_at(text, middle) for _ in range(20)]
    # About 50 µs each; reading the whole text takes a quarter of a second.
    assert (process_time() - started) / 20 < 0.01
    assert {text[start:end] for start, end in found} == {"Two is there."}


@given(st.one_of(PROSE, raw_texts))
def test_sentences_hold_all_but_the_spaces_between(text: str) -> None:
    found = sentences(text, 0, len(text))
    end_before = 0
    for start, end in found:
        assert _is_blank(text[end_before:start])
        assert start < end
        assert paragraph_at(text, start) == paragraph_at(text, end - 1)
        end_before = end
    assert _is_blank(text[end_before:])


def _is_blank(between: str) -> bool:
    return all(char.isspace() or char in BREAKS for char in between)


@given(st.one_of(PROSE, raw_texts), st.data())
def test_the_sentence_at_a_place_is_one_of_its_paragraph(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    start, end = sentence_at(text, position)
    paragraph = paragraph_at(text, position)
    if start == end:
        assert start == position
        assert paragraph == (position, position)
    else:
        assert (start, end) in sentences(text, *paragraph)
        assert position <= end or text[end:position].isspace()
        assert start <= position or start == paragraph[0]
