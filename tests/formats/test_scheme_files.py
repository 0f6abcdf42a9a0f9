"""Schemes written and read again, the questions they ask, and those that are shipped."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.codebook import Slot
from annotator.domain.decision import parse_decision
from annotator.domain.errors import UserError
from annotator.formats.schemes import (
    Choice,
    End,
    Example,
    NearMiss,
    Scheme,
    SchemeAttribute,
    SchemeCode,
    SchemeVariable,
    parse_scheme,
    write_scheme,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "schemes"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
NAMES = {
    "starter",
    "generic-news-frames",
    "policy-frames",
    "framing-functions",
    "attribution",
    "political-claims",
    "persuasion-techniques",
    "news-discourse",
    "credibility",
}

QUESTIONS = """\
title: Questions
codes:
  - name: source
    attributes:
      - name: named
        kind: yes/no
        required: yes
      - name: who
        kind: names
        choices: [Ida Brock]
        when: named = yes
      - name: stance
        kind: scale
        low: {value: -2, label: against}
        high: {value: 2, label: for}
        default: 0
  - name: cue
variables:
  - key: relevant
    scale: yes/no
  - key: tone
    scale: ordinal
    choices: [{value: -1, name: negative}, {value: 1, name: positive}]
    missing: [unclear]
    when: relevant = yes
  - key: score
    scale: interval
    mean_of: [relevant, tone]
    needs: 1
relations:
  - {name: cue of, from: cue, to: source}
exclusive:
  - {name: one role, codes: [source, cue]}
decide: |
  Does somebody speak?
    yes: -> source
    no: -> nothing
"""


def refusal(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse_scheme(text.encode(), "questions.yaml")
    assert "Nothing was changed" in caught.value.way_out
    return caught.value.what


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        ("when: named = yes", "when: named = true", "“source”, line 11", "neither yes nor no"),
        ("when: relevant = yes", "when: relevant > 0", "“tone”, line 25", "above or below"),
        (
            "    needs: 1\n",
            "    needs: 1\n    when: tone = neutral\n",
            "“score”, line 30",
            "“neutral” is none of negative, positive",
        ),
    ],
)
def test_what_is_never_asked_is_told_with_its_line(old, new, place, why):
    assert old in QUESTIONS
    scheme = parse_scheme(QUESTIONS.replace(old, new).encode(), "questions.yaml")
    (told,) = scheme.notes
    assert told.startswith(f"{place}: it is asked if “")
    assert why in told
    assert parse_scheme(write_scheme(scheme), "again.yaml") == scheme


def test_a_scheme_asks_of_annotations_and_of_articles():
    scheme = parse_scheme(QUESTIONS.encode(), "questions.yaml")

    named, who, stance = scheme.codes[0].attributes
    assert named == SchemeAttribute("named", "yes/no", required=True)
    assert who == SchemeAttribute(
        "who", "names", choices=(Choice("Ida Brock"),), when="named = yes"
    )
    assert (stance.low, stance.high, stance.default) == (End(-2, "against"), End(2, "for"), "0")
    relevant, tone, score = scheme.variables
    assert relevant == SchemeVariable("relevant", "yes/no")
    assert tone.choices == (Choice("negative", -1), Choice("positive", 1))
    assert (tone.missing, tone.when) == (("unclear",), "relevant = yes")
    assert (score.mean_of, score.needs) == (("relevant", "tone"), 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("kind: names", "kind: name", 9, "none of text, number"),
        ("- name: who", "- name: Named", 8, "another attribute of the code"),
        ("        choices: [Ida Brock]\n", "        choices: Ida\n", 10, "a list of choices"),
        ("[Ida Brock]", "[Ida, ida]", 10, "stands twice"),
        ("when: named = yes", "when: nam = yes", 11, "“nam” is not asked before"),
        ("when: named = yes", "when: named", 11, "no comparison"),
        ("low: {value: -2, label: against}", "low: {label: against}", 14, "“value” is missing"),
        ("value: -2", "value: much", 14, "has to be a number"),
        ("value: -2", "value: .nan", 14, "a number"),
        ("value: -2", "value: 3", 15, "above the low one"),
        ("        low: {value: -2, label: against}\n", "", 12, "needs a “low” end"),
        ("required: yes", "required: perhaps", 7, "true or false"),
        ("kind: yes/no", "kind: one of", 5, "needs “choices”"),
        ("key: tone", "key: Relevant", 21, "another variable has the key"),
        ("key: tone", "key: 1st tone", 21, "letters, digits"),
        ("scale: ordinal", "scale: ordinary", 22, "none of nominal"),
        ("scale: ordinal", "scale: text", 23, "has no choices"),
        ("mean_of: [relevant, tone]", "mean_of: [relevant, sum]", 28, "no variable “sum”"),
        ("mean_of: [relevant, tone]", "mean_of: [score]", 28, "no variable “score”"),
        ("needs: 1", "needs: 3", 29, "from 1 to 2"),
        ("needs: 1", "needs: 1.5", 29, "whole number"),
        ("from: cue", "from: queue", 31, "no code “queue”"),
        ("codes: [source, cue]", "codes: [source]", 33, "at least two"),
        ("codes: [source, cue]", "codes: [source, sauce]", 33, "no code “sauce”"),
        ("-> source", "-> sauce", 36, "no code “sauce”"),
        ("    no: -> nothing\n", "", 35, "“no:” is missing"),
        ("name: cue", "name: cue\n    instead: [{when: x, use: none}]", 18, "no code “none”"),
        ("title: Questions", "title: Questions\nname: My Scheme", 2, "small letters"),
        ("- name: cue", "- name: cue\n    uid: 12", 18, "no identity"),
        ("missing: [unclear]", "missing: [unclear, Unclear]", 24, "stands twice"),
        ("missing: [unclear]", "missing: [positive]", 24, "is a choice as well"),
        ("value: 1,", "value: -1,", 23, "another choice has the number -1"),
    ],
)
def test_a_mistake_in_a_question_is_told_with_its_line(old, new, line, why):
    assert old in QUESTIONS

    what = refusal(QUESTIONS.replace(old, new, 1))

    assert why in what
    assert f"line {line}" in what


def test_scalars_are_read_as_they_are_written():
    scheme = parse_scheme(
        b"title: no\nversion: 1.10\ncodes:\n  - {name: 2024-01-01, key: 0}\n", "s.yaml"
    )
    assert (scheme.title, scheme.version) == ("no", "1.10")
    assert (scheme.codes[0].name, scheme.codes[0].key) == ("2024-01-01", "0")


def test_names_of_every_script_are_taken():
    names = ["Rahmung", "框架", "الإطار", "מסגרת", "फ़्रेम", "👩🏽‍🚀 ok"]
    text = "title: A\ncodes:\n" + "".join(f"  - name: {name}\n" for name in names)
    assert [code.name for code in parse_scheme(text.encode(), "s.yaml").codes] == names


def test_ten_thousand_codes_are_taken():
    text = "title: A\ncodes:\n" + "".join(f"  - name: code {n}\n" for n in range(10_000))
    assert len(parse_scheme(text.encode(), "s.yaml").codes) == 10_000


# -- written and read again

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=90
).map(lambda text: " ".join(text.split()))
TEXT = WORDS.filter(bool)
LINES = st.lists(TEXT, min_size=1, max_size=3).map("\n".join)
NAME = TEXT.map(lambda text: text.replace("/", "-")[:30].strip()).filter(bool)
CHOICES = st.lists(
    st.builds(
        Choice,
        NAME.filter(lambda name: ";" not in name),
        st.none() | st.integers(-9, 9).map(float),
        st.just("") | TEXT,
    ),
    min_size=1,
    max_size=3,
    unique_by=(
        lambda choice: choice.name.casefold(),
        lambda choice: choice.name if choice.value is None else choice.value,
    ),
).map(tuple)
ATTRIBUTES = st.lists(
    st.builds(SchemeAttribute, NAME, st.just("text"), question=TEXT, required=st.booleans())
    | st.builds(SchemeAttribute, NAME, st.just("one of"), choices=CHOICES)
    | st.builds(
        SchemeAttribute,
        NAME,
        st.just("scale"),
        low=st.builds(End, st.just(-2.0), TEXT),
        high=st.builds(End, st.just(2.5), TEXT),
    ),
    max_size=2,
    unique_by=lambda attribute: attribute.name.casefold(),
).map(tuple)


def codes(children: st.SearchStrategy[tuple[SchemeCode, ...]]) -> st.SearchStrategy[SchemeCode]:
    return st.builds(
        SchemeCode,
        name=NAME,
        colour=st.sampled_from(["", *Slot, "#1a2b3c"]).map(str),
        unit=st.sampled_from(["span", "paragraph"]),
        definition=st.just("") | LINES,
        use_when=st.just("") | TEXT,
        examples=st.lists(st.builds(Example, LINES, st.just("") | TEXT), max_size=2).map(tuple),
        keywords=st.lists(TEXT, max_size=2).map(tuple),
        status=st.sampled_from(["active", "proposed"]),
        attributes=ATTRIBUTES,
        children=children,
    )


def tree(inner: st.SearchStrategy[SchemeCode]) -> st.SearchStrategy[tuple[SchemeCode, ...]]:
    return st.lists(inner, max_size=3, unique_by=lambda code: code.name.casefold()).map(tuple)


CODES = codes(tree(codes(st.just(()))))
SCHEMES = st.builds(
    Scheme,
    title=TEXT,
    version=st.just("") | TEXT,
    guide=st.just("") | LINES,
    codes=tree(CODES).filter(bool),
)


@settings(max_examples=60, deadline=None)
@given(SCHEMES)
def test_what_is_written_is_read_again(scheme):
    path, _ = next(scheme.walk())
    first = scheme.codes[0]
    named = SchemeCode(first.name, key="x", instead=(NearMiss("so", path),))
    whole = Scheme(scheme.title, guide=scheme.guide, codes=(named, *scheme.codes[1:]))
    for one in (scheme, whole):
        written = write_scheme(one)
        assert parse_scheme(written, "again.yaml") == one
        assert write_scheme(parse_scheme(written, "again.yaml")) == written


# -- the shipped ones


def test_all_promised_schemes_are_there():
    assert {path.stem for path in SHIPPED} == NAMES


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scheme_is_complete(path):
    scheme = parse_scheme(path.read_bytes(), path.name)

    assert scheme.name == path.stem
    assert scheme.version
    assert scheme.language == "en"
    assert scheme.licence == "CC0-1.0"
    assert scheme.description
    assert len(scheme.guide.split()) > 60
    assert scheme.citation or scheme.name == "starter"
    parse_decision(scheme.decide)
    for where, code in scheme.walk():
        assert code.definition, where
        assert code.use_when, where
        assert code.boundary or scheme.name == "starter", where
        assert code.examples, where
    for variable in scheme.variables:
        assert variable.question or variable.mean_of or variable.rule, variable.key


def test_the_frames_of_news_are_scored_from_twenty_questions():
    scheme = parse_scheme((FOLDER / "generic-news-frames.yaml").read_bytes(), "frames.yaml")
    items = [one for one in scheme.variables if one.scale == "yes/no"]
    scores = [one for one in scheme.variables if one.mean_of]
    assert len(items) == 20
    assert sorted(len(one.mean_of) for one in scores) == [3, 3, 4, 5, 5]
    assert sorted(key for one in scores for key in one.mean_of) == sorted(one.key for one in items)


def test_the_techniques_of_persuasion_are_twenty_three_in_six_families():
    scheme = parse_scheme((FOLDER / "persuasion-techniques.yaml").read_bytes(), "p.yaml")
    assert len(scheme.codes) == 6
    assert sum(len(family.children) for family in scheme.codes) == 23


def test_policy_frames_have_fifteen_dimensions():
    scheme = parse_scheme((FOLDER / "policy-frames.yaml").read_bytes(), "p.yaml")
    assert len(scheme.codes) == 15


@pytest.mark.parametrize(
    "path", [*SHIPPED, ROOT / "seeds" / "scheme.yaml"], ids=lambda path: path.stem
)
def test_the_shipped_schemes_are_what_the_format_says(path):
    form = json.loads((FOLDER / "scheme.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(form)
    jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), form)


@pytest.mark.parametrize(
    "text", ["title: A", "title: A\ncodes: [{name: a, colour: mauve}]", "title: A\ncodes: [{}]"]
)
def test_the_format_refuses_what_is_no_scheme(text):
    form = json.loads((FOLDER / "scheme.schema.json").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), form)
    with pytest.raises(UserError):
        parse_scheme(text.encode(), "s.yaml")
