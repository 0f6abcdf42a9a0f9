from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.schemes import Scheme, SchemeCode, SchemeVariable, parse_scheme
from annotator.formats.schemes.comparing import Difference, Way, compare

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "schemes"
ONE, TWO = "018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-000000000002"
BEFORE = Scheme(
    "Frames",
    version="1",
    codes=(
        SchemeCode("framing", key="f", uid=ONE, children=(SchemeCode("loss", uid=TWO),)),
        SchemeCode("claim", definition="What is asserted."),
    ),
    variables=(SchemeVariable("tone", "text"),),
)


def test_equal_schemes_do_not_differ():
    assert compare(BEFORE, BEFORE) == ()
    for path in FOLDER.glob("*.yaml"):
        scheme = parse_scheme(path.read_bytes(), path.name)
        assert compare(scheme, scheme) == ()


def test_what_was_added_removed_and_changed_is_told():
    framing, claim = BEFORE.codes
    after = replace(
        BEFORE,
        version="2",
        codes=(framing, replace(claim, definition="What one could dispute."), SchemeCode("tone")),
        variables=(SchemeVariable("genre", "text"),),
    )
    assert compare(BEFORE, after) == (
        Difference("scheme", "", Way.CHANGED, "version", "1", "2"),
        Difference(
            "code",
            "claim",
            Way.CHANGED,
            "definition",
            "What is asserted.",
            "What one could dispute.",
        ),
        Difference("code", "tone", Way.ADDED, after="tone"),
        Difference("variable", "tone", Way.REMOVED, before="tone"),
        Difference("variable", "genre", Way.ADDED, after="genre"),
    )


def test_a_code_of_one_identity_is_renamed_and_what_is_under_it_stays():
    framing, claim = BEFORE.codes
    after = replace(BEFORE, codes=(replace(framing, name="frame"), claim))
    assert compare(BEFORE, after) == (
        Difference("code", "framing", Way.CHANGED, "name", "framing", "frame"),
    )


def test_a_code_of_one_identity_moves():
    framing, claim = BEFORE.codes
    (loss,) = framing.children
    after = replace(BEFORE, codes=(replace(framing, children=()), replace(claim, children=(loss,))))
    assert compare(BEFORE, after) == (
        Difference("code", "framing/loss", Way.MOVED, before="framing/loss", after="claim/loss"),
    )


def test_codes_of_different_identities_are_two_even_with_one_path():
    framing, claim = BEFORE.codes
    other = replace(framing, uid="018f0000-0000-7000-8000-000000000003", children=())
    ways = [(one.name, one.way) for one in compare(BEFORE, replace(BEFORE, codes=(other, claim)))]
    assert ways == [
        ("framing", Way.REMOVED),
        ("framing/loss", Way.REMOVED),
        ("framing", Way.ADDED),
    ]


NAMES = st.lists(st.sampled_from("abcdef"), max_size=4, unique=True)


@given(NAMES, NAMES)
def test_what_is_added_one_way_is_removed_the_other(some, others):
    one = Scheme("s", codes=tuple(map(SchemeCode, some)))
    other = Scheme("s", codes=tuple(map(SchemeCode, others)))
    added = {each.name for each in compare(one, other) if each.way is Way.ADDED}
    removed = {each.name for each in compare(other, one) if each.way is Way.REMOVED}
    assert added == removed == set(others) - set(some)
