from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.errors import UserError
from annotator.formats.schemes import Example, Scheme, SchemeCode, parse_scheme

ROOT = Path(__file__).resolve().parents[2]
FORMAT = ROOT / "resources" / "schemes" / "scheme.schema.json"
SHIPPED = sorted([ROOT / "seeds" / "scheme.yaml", *(ROOT / "resources" / "schemes").glob("*.yaml")])

SCHEME = """\
title: Frames
version: "1.10"
licence: CC0-1.0
codes:
  - name: framing
    key: f
    colour: blue
    definition: >-
      What the event
      is about.
    use_when: An angle is set.
    do_not_use_when: It can be checked.
    examples:
      - "It's a quarrel."
      - |
        Two
        lines
    children:
      - name: conflict
        key: 1
        colour: "#1A2B3C"
      - name:  human   interest
  - name: claim
"""


def refusal(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        parse_scheme(text.encode(), "frames.yaml")
    assert "frames.yaml" in caught.value.what
    assert "Nothing was changed" in caught.value.way_out
    return caught.value


def test_a_scheme_is_a_tree_of_codes():
    assert parse_scheme(b"\xef\xbb\xbf" + SCHEME.encode(), "frames.yaml") == Scheme(
        title="Frames",
        version="1.10",
        licence="CC0-1.0",
        codes=(
            SchemeCode(
                name="framing",
                key="f",
                colour="blue",
                definition="What the event is about.",
                use_when="An angle is set.",
                do_not_use_when="It can be checked.",
                examples=(Example("It's a quarrel."), Example("Two\nlines")),
                children=(
                    SchemeCode(name="conflict", key="1", colour="#1a2b3c"),
                    SchemeCode(name="human interest"),
                ),
            ),
            SchemeCode(name="claim"),
        ),
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_schemes_can_be_read(path):
    scheme = parse_scheme(path.read_bytes(), path.name)

    assert scheme.title
    assert scheme.version
    assert all(code.definition and code.use_when and code.examples for code in scheme.codes)


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        ("key: f", "kee: f", "“code 1”", "“kee” is no field"),
        ("key: f", "key: ff", "“framing”", "not one letter or digit"),
        ("key: 1", "key: F", "“framing/conflict”", "already that of “framing”"),
        ("colour: blue", "colour: mauve", "“framing”", "“mauve”"),
        ("name: claim", "name: Framing", "“Framing”", "another code of this name"),
        ("name: claim", "name: claim/fact", "“code 2”", "which stands between names"),
        ("name: claim", "name: ''", "“code 2”", "“name” is missing"),
        ("name: claim", "claim", "“code 2”", "there have to be fields here"),
        ("title: Frames", "titel: Frames", "line 1", "“titel” is no field"),
        ("title: Frames\n", "", "line 1", "“title” is missing"),
        ("    key: f\n", "    key: f\n    key: g\n", "line 7", "“key” stands twice"),
        ("colour: blue", "colour: [blue]", "“framing”", "“colour” has to be text"),
        ("An angle is set.", "An angle: is set: now", "line 11", "put the words in quotes"),
        ("- name: claim", '- name: "claim', "line 23", "quotes that begin here never end"),
        ("colour: blue", "colour: [blue", "line 7", "bracket that begins here"),
        ("colour: blue", "colour: {a: Is it?, b: c}", "line 7", "in it have to be in quotes"),
        ("    key: f", "\tkey: f", "line 6", "use spaces"),
        ("    key: f", "   key: f", "line 6", "not set in like those"),
        ("key: f", "key f", "line 6", "no “:” after the name"),
        ("An angle is set.", "@angle", "line 11", "have to be in quotes"),
        ("An angle is set.", "An angle\0is set.", "line 11", "a byte without a sign (NUL)"),
        ("An angle is set.", "An angle\x07is set.", "line 11", "sign that cannot be seen (U+0007)"),
    ],
)
def test_a_mistake_is_told_with_its_place(old, new, place, why):
    assert old in SCHEME

    error = refusal(SCHEME.replace(old, new))

    assert place in error.what
    assert why in error.what


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- b",
        "title: A\nversion: '1'",
        "title: A\ncodes: []",
        "title: A\ncodes: x",
    ],
)
def test_what_is_no_scheme_is_refused(text):
    refusal(text)


def test_examples_have_to_be_a_list():
    assert "list of texts" in refusal("title: A\ncodes:\n  - name: a\n    examples: one\n").what


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(UserError, match="not in UTF-8"):
        parse_scheme(b"title: Caf\xe9", "frames.yaml")
    with pytest.raises(UserError, match=r"frames\.yaml.*line 2.*NUL"):
        parse_scheme(b"\xef\xbb\xbftitle: a\r\nguide: \x00", "frames.yaml")
    with pytest.raises(UserError, match=r"line 1.*not saved as UTF-8"):
        parse_scheme("title: a".encode("utf-16-le"), "frames.yaml")


def test_no_python_object_comes_out_of_a_scheme():
    error = refusal("title: !!python/object/apply:os.getcwd []\ncodes:\n  - name: a\n")
    assert "line 1" in error.what


def test_references_that_could_grow_without_end_are_refused():
    text = "title: A\ncodes:\n  - &a {name: a}\n  - name: b\n    children: [*a, *a]\n"
    error = refusal(text)
    assert "line 3" in error.what
    assert "references" in error.what


def test_depth_and_number_have_a_limit():
    deep = "title: A\ncodes: " + "[{name: a, children: " * 20 + "[]" + "}]" * 20
    many = "title: A\ncodes:\n" + "".join(f"  - name: code {n}\n" for n in range(10_001))

    assert "deep" in refusal(deep).what
    assert "10000 codes" in refusal(many).what
    assert "nested too deeply" in refusal("[" * 5000).what
