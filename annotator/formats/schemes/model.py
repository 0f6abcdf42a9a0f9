"""What a scheme holds. Codes refer to each other by path: names with ``/`` between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.domain.codebook import SEPARATOR, Example
from annotator.domain.questions import End


@dataclass(frozen=True, slots=True)
class NearMiss:
    """When another code is meant: ``use`` is its path."""

    when: str
    use: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from; ``value`` is its number in tables, None for its place."""

    name: str
    value: float | None = None
    definition: str = ""


@dataclass(frozen=True, slots=True)
class SchemeAttribute:
    """What each annotation of a code is asked. ``default`` is text as it is written."""

    name: str
    kind: str
    question: str = ""
    choices: tuple[Choice, ...] = ()
    low: End | None = None
    high: End | None = None
    required: bool = False
    default: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class SchemeCode:
    """A code of a scheme, with the codes under it."""

    name: str
    key: str = ""
    colour: str = ""
    unit: str = "span"
    definition: str = ""
    use_when: str = ""
    do_not_use_when: str = ""
    boundary: str = ""
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    instead: tuple[NearMiss, ...] = ()
    keywords: tuple[str, ...] = ()
    status: str = "active"
    citation: str = ""
    attributes: tuple[SchemeAttribute, ...] = ()
    children: tuple[SchemeCode, ...] = ()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class SchemeVariable:
    """A question about an article as a whole; with ``mean_of`` it is computed."""

    key: str
    scale: str
    title: str = ""
    section: str = ""
    question: str = ""
    rule: str = ""
    choices: tuple[Choice, ...] = ()
    several: bool = False
    low: End | None = None
    high: End | None = None
    missing: tuple[str, ...] = ()
    required: bool = False
    when: str = ""
    mean_of: tuple[str, ...] = ()
    needs: int = 0
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A name of links between annotations; ``source`` and ``target`` are paths, or "" for any."""

    name: str
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Codes of which at most one may stand on the same words."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A codebook as a file; ``codes`` are those of the top level.

    ``notes`` are sentences about it for whoever reads or writes the file; no part of it.
    """

    title: str
    version: str = ""
    name: str = ""
    language: str = ""
    licence: str = ""
    citation: str = ""
    description: str = ""
    guide: str = ""
    codes: tuple[SchemeCode, ...] = ()
    relations: tuple[Relation, ...] = ()
    exclusive: tuple[Group, ...] = ()
    variables: tuple[SchemeVariable, ...] = ()
    decide: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)

    def walk(self) -> Iterator[tuple[str, SchemeCode]]:
        """All codes with their paths, parents before children."""
        waiting = [("", code) for code in reversed(self.codes)]
        while waiting:
            above, code = waiting.pop()
            path = f"{above}{SEPARATOR}{code.name}" if above else code.name
            yield path, code
            waiting.extend((path, child) for child in reversed(code.children))
