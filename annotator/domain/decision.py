"""Decision trees: questions answered with yes or no until a code is found, or none.

They are written as an indented list::

    Is somebody given the word?
      yes: Are the words in quotation marks?
        yes: -> content/direct
        no: -> content/indirect
      no: -> nothing
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

NOTHING = "nothing"
"""Where it leads when no code fits."""

_BRANCH = re.compile(r"(yes|no)\s*:\s*(.*)", re.IGNORECASE)
_LEAF = re.compile(r"(?:->|→)\s*(.*)")
_DEEPEST = 64


class DecisionError(ValueError):
    """What is written is no decision tree.

    Attributes:
        line: the line that is wrong, counted from 1.
        why: what is wrong with it.
    """

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a tree ends: the path of a code, or ``NOTHING``."""

    path: str
    line: int = field(default=0, compare=False)

    @property
    def is_nothing(self) -> bool:
        """Whether no code fits."""
        return self.path == NOTHING


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what follows from each answer."""

    text: str
    yes: Question | Outcome
    no: Question | Outcome

    def outcomes(self) -> Iterator[Outcome]:
        """Where it can end, in the order of the list."""
        for branch in (self.yes, self.no):
            if isinstance(branch, Outcome):
                yield branch
            else:
                yield from branch.outcomes()


@dataclass(slots=True)
class _Line:
    number: int
    indent: int
    text: str


def parse_decision(text: str) -> Question | None:
    """The tree that is written there; ``None`` where nothing is.

    Raises:
        DecisionError: it is no decision tree.
    """
    lines = [
        _Line(number, len(line) - len(line.lstrip()), line.strip())
        for number, line in enumerate(text.expandtabs(4).splitlines(), 1)
        if line.strip()
    ]
    if not lines:
        return None
    first = lines[0]
    question, after = _question(lines, 0, first.text, 0)
    if after < len(lines):
        left = lines[after]
        raise DecisionError(left.number, f"“{left.text}” does not belong to any question")
    return question


def write_decision(tree: Question | Outcome, indent: int = 0) -> str:
    """The tree as an indented list, each line ending in a line feed."""
    if isinstance(tree, Outcome):
        return f"-> {tree.path}\n"
    inner = " " * (indent + 2)
    yes, no = write_decision(tree.yes, indent + 2), write_decision(tree.no, indent + 2)
    return f"{tree.text}\n{inner}yes: {yes}{inner}no: {no}"


def with_outcomes(tree: Question | Outcome, called: Callable[[str], str]) -> Question | Outcome:
    """The same tree with its codes called otherwise; ``NOTHING`` stays."""
    if isinstance(tree, Outcome):
        return tree if tree.is_nothing else Outcome(called(tree.path), tree.line)
    yes, no = (with_outcomes(branch, called) for branch in (tree.yes, tree.no))
    return Question(tree.text, yes, no)


def _question(lines: list[_Line], at: int, text: str, depth: int) -> tuple[Question, int]:
    asked = lines[at]
    if depth > _DEEPEST:
        raise DecisionError(asked.number, f"questions are nested more than {_DEEPEST} deep")
    if not text or _LEAF.match(text):
        raise DecisionError(asked.number, "a question is missing here")
    answers: dict[str, Question | Outcome] = {}
    after = at + 1
    while after < len(lines) and lines[after].indent > asked.indent and len(answers) < 2:
        line = lines[after]
        found = _BRANCH.fullmatch(line.text)
        if found is None:
            raise DecisionError(line.number, f"“{line.text}” begins with neither “yes:” nor “no:”")
        word = found[1].casefold()
        if word in answers:
            raise DecisionError(line.number, f"“{word}” stands twice under “{text}”")
        answers[word], after = _branch(lines, after, found[2].strip(), depth)
    for word in ("yes", "no"):
        if word not in answers:
            raise DecisionError(asked.number, f"“{word}:” is missing under “{text}”")
    return Question(text, answers["yes"], answers["no"]), after


def _branch(lines: list[_Line], at: int, text: str, depth: int) -> tuple[Question | Outcome, int]:
    leaf = _LEAF.fullmatch(text)
    if leaf is None:
        return _question(lines, at, text, depth + 1)
    if not leaf[1]:
        raise DecisionError(lines[at].number, "after the arrow a code, or “nothing”, is missing")
    return Outcome(leaf[1].strip(), lines[at].number), at + 1
