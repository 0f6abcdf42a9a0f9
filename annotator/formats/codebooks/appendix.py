"""What a printed codebook says, in order: the parts of a methods appendix, for HTML and DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.domain.codebook import SEPARATOR, Example, Slot
from annotator.domain.decision import Outcome, Question, parse_decision
from annotator.domain.hues import PRINTED
from annotator.domain.questions import End
from annotator.formats.schemes.model import (
    Choice,
    Scheme,
    SchemeAttribute,
    SchemeCode,
    SchemeVariable,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``colour`` is that of the code it names, or ""."""

    level: int
    text: str
    note: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with a word or two in bold before it, or nothing; quiet ones are set small."""

    text: str
    lead: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; items that begin deeper have their depth with them.

    Words that are ``quoted`` have no emphasis: their asterisks are their own.
    """

    items: tuple[tuple[int, str], ...]
    lead: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


_EMPHASIS = re.compile(r"\*(?! )([^*\n]+)(?<! )\*")

Part = Heading | Paragraph | Listing | Grid


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph or an item, and whether they are emphasised: ``so, *or so*``."""
    for place, words in enumerate(_EMPHASIS.split(text)):
        if words:
            yield words, place % 2 == 1


def parts(scheme: Scheme) -> Iterator[Part]:
    """The whole appendix of a scheme."""
    yield Heading(1, scheme.title)
    about = [f"Version {scheme.version}"] if scheme.version else []
    about += [f"Licence of the wording: {scheme.licence}"] if scheme.licence else []
    if about:
        yield Paragraph(" · ".join(about), quiet=True)
    for text in (scheme.description, scheme.citation):
        if text:
            yield Paragraph(text)
    yield from _guide(scheme.guide)
    yield from _codes(scheme)
    yield from _links(scheme)
    yield from _variables(scheme.variables)
    yield from _decision(scheme.decide)


def _guide(guide: str) -> Iterator[Part]:
    """Paragraphs, ``# headings`` and ``- lists``, parted by blank lines or by what they are."""
    if guide:
        yield Heading(2, "Guide for coders")
    for is_item, lines in groupby(_joined(guide), lambda line: line.startswith("- ")):
        if is_item:
            yield Listing(tuple((0, line[2:]) for line in lines))
            continue
        for line in lines:
            yield Heading(3, line[2:]) if line.startswith("# ") else Paragraph(line)


def _joined(guide: str) -> list[str]:
    """A line for each paragraph, heading and item."""
    joined: list[str] = []
    goes_on = False
    for line in map(str.strip, guide.splitlines()):
        if goes_on and line and not line.startswith(("# ", "- ")):
            joined[-1] = f"{joined[-1]} {line}"
        elif line:
            joined.append(line)
        goes_on = bool(line) and not line.startswith("# ")
    return joined


def _codes(scheme: Scheme) -> Iterator[Part]:
    if scheme.codes:
        yield Heading(2, "Codes")
    numbers: dict[str, str] = {"": ""}
    counts: dict[str, int] = {}
    worn: dict[str, str] = {"": Slot.BLUE.value}
    for path, code in scheme.walk():
        above = path.rpartition(SEPARATOR)[0]
        counts[above] = counts.get(above, 0) + 1
        numbers[path] = f"{numbers[above]}{counts[above]}."
        worn[path] = code.colour or worn[above]
        colour = PRINTED.get(worn[path], worn[path])
        level = min(6, 3 + path.count(SEPARATOR))
        yield Heading(level, f"{numbers[path]} {code.name}", _note(code), colour)
        yield from _rules(code)


def _note(code: SchemeCode) -> str:
    notes = [f"key {code.key}"] if code.key else []
    notes += [f"unit: {code.unit}"] if code.unit != "span" else []
    notes += [code.status] if code.status != "active" else []
    return " · ".join(notes)


def _rules(code: SchemeCode) -> Iterator[Part]:
    if code.definition:
        yield Paragraph(code.definition)
    for lead, text in (
        ("Use when", code.use_when),
        ("Do not use when", code.do_not_use_when),
        ("Boundary", code.boundary),
    ):
        if text:
            yield Paragraph(text, lead)
    yield from _examples("Examples", code.examples)
    yield from _examples("Counter-examples", code.counter_examples)
    if code.instead:
        near = tuple((0, f"{one.when}: {one.use}".removeprefix(": ")) for one in code.instead)
        yield Listing(near, "Instead")
    if code.attributes:
        rows = tuple(_attribute(one) for one in code.attributes)
        yield Grid(("Attribute", "Question", "Answers"), rows)
    if code.citation:
        yield Paragraph(code.citation, quiet=True)


def _examples(lead: str, examples: Sequence[Example]) -> Iterator[Part]:
    if examples:
        yield Listing(tuple((0, _example(one)) for one in examples), lead, quoted=True)


def _example(example: Example) -> str:
    text = example.text if example.text.startswith(("“", "„", "«")) else f"“{example.text}”"
    after = [example.source] if example.source else []
    after += [example.why] if example.why else []
    return f"{text} ({'; '.join(after)})" if after else text


def _attribute(one: SchemeAttribute) -> tuple[str, ...]:
    name = f"{one.name} *" if one.required else one.name
    question = one.question + (f" (if {one.when})" if one.when else "")
    return (name, question.strip(), _answers(one.kind, one.choices, one.low, one.high))


def _answers(kind: str, choices: Iterable[Choice], low: End | None, high: End | None) -> str:
    listed = "; ".join(_choice(one) for one in choices)
    ends = " … ".join(f"{end.value:g} {end.label}".strip() for end in (low, high) if end)
    return f"{kind}: {listed or ends}" if listed or ends else kind


def _choice(one: Choice) -> str:
    named = one.name if one.value is None else f"{one.value:g} = {one.name}"
    return f"{named} ({one.definition})" if one.definition else named


def _links(scheme: Scheme) -> Iterator[Part]:
    if scheme.relations:
        yield Heading(2, "Links between annotations")
        ends = ((one.name, one.source or "any", one.target or "any") for one in scheme.relations)
        yield Grid(("Link", "From", "To"), tuple(ends))
    for group in scheme.exclusive:
        yield Paragraph(", ".join(group.codes), f"At most one on the same words ({group.name})")


def _variables(variables: Sequence[SchemeVariable]) -> Iterator[Part]:
    if variables:
        yield Heading(2, "Questions about the article")
    section = ""
    for one in variables:
        if one.section != section:
            section = one.section
            if section:
                yield Heading(3, section)
        yield Heading(4, one.title or one.key, _variable_note(one))
        if one.question:
            yield Paragraph(one.question)
        if one.rule:
            yield Paragraph(one.rule, "Rule")
        if one.mean_of:
            text = f"{', '.join(one.mean_of)}; needs {one.needs} answers"
            yield Paragraph(text, "Mean of")
        else:
            yield Paragraph(_answers(one.scale, one.choices, one.low, one.high), "Answers")
        if one.missing:
            yield Paragraph(", ".join(one.missing), "No answer")
        if one.when:
            yield Paragraph(one.when, "Asked only if")


def _variable_note(one: SchemeVariable) -> str:
    return " · ".join([one.key] * bool(one.title) + ["required"] * one.required)


def _decision(decide: str) -> Iterator[Part]:
    tree = parse_decision(decide)
    if tree is not None:
        yield Heading(2, "Decision tree")
        yield Listing(tuple(_steps(tree, 0, "")))


def _steps(at: Question | Outcome, depth: int, answer: str) -> Iterator[tuple[int, str]]:
    if isinstance(at, Outcome):
        yield depth, f"{answer}→ {at.path}"
        return
    yield depth, f"{answer}{at.text}"
    yield from _steps(at.yes, depth + 1, "Yes: ")
    yield from _steps(at.no, depth + 1, "No: ")
