from __future__ import annotations

from awkward_texts import places, raw_texts
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.segments import sentences
from annotator.domain.sentence_steps import (
    holds_sentences,
    sentence_after,
    sentence_before,
    step,
)

TEXT = "One. “Two two.”\n\nThree… Four?\nFive"


def steps(text: str, first: str, ways: str) -> list[str]:
    """What is selected after each step down (d) or up (u) from the sentence ``first``."""
    start = text.index(first)
    here = (start, start + len(first), False)
    found = []
    for way in ways:
        here = step(text, *here[:2], down=way == "d", backwards=here[2]) or here
        found.append(text[here[0] : here[1]])
    return found


def test_down_adds_the_next_sentence_and_up_takes_it_back() -> None:
    assert steps(TEXT, "One.", "dduu") == [
        "One. “Two two.”",
        "One. “Two two.”\n\nThree…",
        "One. “Two two.”",
        "One.",
    ]


def test_up_adds_the_sentence_before_and_down_takes_it_back() -> None:
    assert steps(TEXT, "Four?", "uudd") == [
        "Three… Four?",
        "“Two two.”\n\nThree… Four?",
        "Three… Four?",
        "Four?",
    ]


def test_at_the_ends_of_the_text_nothing_is_added() -> None:
    assert steps(TEXT, "One.", "uud") == ["One.", "One.", "One. “Two two.”"]
    assert steps(TEXT, "Five", "dd") == ["Five", "Five"]


def test_sentences_without_spaces_are_stepped_over_one_by_one() -> None:
    assert steps("他来了。他走了！没有人知道。", "他来了。", "ddu") == [
        "他来了。他走了！",
        "他来了。他走了！没有人知道。",
        "他来了。他走了！",
    ]


def test_only_whole_sentences_count() -> None:
    assert holds_sentences(TEXT, 0, 4)
    assert holds_sentences(TEXT, 0, TEXT.index("\n"))
    assert not holds_sentences(TEXT, 0, 3)
    assert not holds_sentences(TEXT, 1, 4)
    assert not holds_sentences(TEXT, 4, 4)
    assert not holds_sentences("", 0, 0)


@given(raw_texts, st.data())
def test_the_nearest_sentence_is_found_in_either_direction(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    found = sentences(text, 0, len(text))
    assert sentence_after(text, position) == next(
        (each for each in found if each[0] >= position), None
    )
    assert sentence_before(text, position) == next(
        (each for each in reversed(found) if each[1] <= position), None
    )


@given(places(), st.booleans())
def test_each_step_is_taken_back_by_one_the_other_way(
    place: tuple[str, int, int], down: bool
) -> None:
    text, position, _ = place
    start = sentence_after(text, position)
    if start is None:
        return
    before = (*start, False)
    after = step(text, *start, down=down, backwards=False)
    seen = 0
    while after is not None and seen < 4:
        assert holds_sentences(text, *after[:2])
        assert after[2] is not down
        back = step(text, *after[:2], down=not down, backwards=after[2])
        assert back is not None
        assert back[:2] == before[:2]
        before, after = after, step(text, *after[:2], down=down, backwards=after[2])
        seen += 1
