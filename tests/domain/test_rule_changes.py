"""Two meanings of a code beside each other: nothing is lost, and only what differs is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.revisions import MEANING
from annotator.domain.rule_changes import compare_meanings

TEXTS = st.text("ab c\n", max_size=30)


def test_only_what_differs_is_marked() -> None:
    before = {"definition": "A claim that is true.", "examples": ["one", "two"]}
    after = {"definition": "A claim that may be untrue.", "boundary": "All of it."}
    fields = {one.name: one for one in compare_meanings(before, after, MEANING)}
    assert list(fields) == ["definition", "boundary", "examples"]
    old, new = fields["definition"].before, fields["definition"].after
    assert " ".join(words for words, alone in old if alone) == "is true."
    assert " ".join(words for words, alone in new if alone) == "may be untrue."
    assert fields["examples"].before == (("one\ntwo", True),)
    assert fields["examples"].after == ()
    assert all(one.differs for one in fields.values())


def test_objects_are_read_as_their_words() -> None:
    near = [{"when": "it is feared", "use": "01a2"}]
    (field,) = compare_meanings({"instead": near}, {"instead": near}, MEANING)
    assert field.before == (("it is feared", False),)
    assert not field.differs


def test_a_near_miss_that_names_another_code_differs() -> None:
    before = [{"when": "it is feared", "use": "01a2"}]
    after = [{"when": "it is feared", "use": "01a3"}]
    codes = {"01a2": "fear", "01a3": "hope"}
    (field,) = compare_meanings({"instead": before}, {"instead": after}, MEANING, codes)
    assert [words for words, alone in field.before if alone] == ["fear"]
    assert [words for words, alone in field.after if alone] == ["hope"]


@given(TEXTS, TEXTS)
def test_both_sides_are_whole_and_what_is_unmarked_is_the_same(before: str, after: str) -> None:
    (field,) = compare_meanings({"definition": before}, {"definition": after}, ["definition"])
    assert "".join(words for words, _ in field.before) == before
    assert "".join(words for words, _ in field.after) == after
    same = ["".join(w for w, alone in side if not alone) for side in (field.before, field.after)]
    assert same[0] == same[1]
    assert field.differs == (before != after)
