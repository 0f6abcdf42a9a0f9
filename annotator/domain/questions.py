"""What is asked of annotations (attributes) and of whole articles (variables), and the answers.

A value is plain JSON. Choices are kept by their uids, so that a choice can be renamed::

    text, date                       "Reuters", "2025-03-01"
    number, scale, interval, ratio   3, 2.5
    yes/no                           true
    one of, ordinal, nominal         "0190…" (a choice's uid)
    several of, names                ["0190…", "0191…"], in the order of choosing
    no answer, and why               {"missing": "unclear"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain.changes import Kind
from annotator.domain.records import derived_uid

if TYPE_CHECKING:
    from annotator.domain.codebook import Codebook

MISSING = "missing"
"""The one name in a value that says why there is no answer."""

MISSING_CODES = ("not applicable", "unclear")
"""The missing codes that are offered; people may write others."""

ADDED = 1_000_000
"""The position of a choice that a coder added: after those of the scheme, by name."""


class AttributeKind(StrEnum):
    """What the values of an attribute are; the words are those in scheme files."""

    TEXT = "text"
    NUMBER = "number"
    SCALE = "scale"
    YES_NO = "yes/no"
    ONE_OF = "one of"
    SEVERAL_OF = "several of"
    NAMES = "names"


class Scale(StrEnum):
    """How an article variable is measured; the words are those in scheme files."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"
    YES_NO = "yes/no"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class End:
    """An end of a scale."""

    value: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from.

    Attributes:
        id: its number in the file.
        uid: its identity, which values keep.
        of_uid: the attribute or variable that it belongs to.
        position: its place among the others.
        name: what is read.
        value: its number in tables; ``None`` for its place, counted from 1.
        definition: when it is to be chosen.
        is_deleted: whether it is chosen no more; values that have it keep it.
    """

    id: int
    uid: UUID
    of_uid: UUID
    position: int
    name: str
    value: float | None = None
    definition: str = ""
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """What each annotation of a code is asked.

    ``condition`` is about other attributes of the code, by name (``conditions``); ``preset`` is the
    value that it begins with, or ``None``; ``choices`` has deleted ones too, after the others.
    """

    id: int
    uid: UUID
    code_id: int
    position: int
    name: str
    kind: AttributeKind
    question: str = ""
    low: End | None = None
    high: End | None = None
    required: bool = False
    preset: Any = None
    condition: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """What is asked of an article as a whole; with ``mean_of`` it is computed and not asked.

    ``condition`` is about other variables, by key; ``missing`` are the codes for no answer;
    ``mean_of`` are the uids of variables, of which ``needs`` must be answered.
    """

    id: int
    uid: UUID
    position: int
    key: str
    scale: Scale
    title: str = ""
    section: str = ""
    question: str = ""
    rule: str = ""
    several: bool = False
    low: End | None = None
    high: End | None = None
    missing: tuple[str, ...] = ()
    required: bool = False
    condition: str = ""
    mean_of: tuple[UUID, ...] = ()
    needs: int = 0
    choices: tuple[Choice, ...] = ()

    @property
    def is_computed(self) -> bool:
        """Whether it follows from others."""
        return bool(self.mean_of)


Asked = Attribute | Variable


@dataclass(frozen=True, slots=True)
class Answer:
    """What a coder answered about an article in a round; ``value`` as the module says."""

    id: int
    uid: UUID
    article_id: int
    variable_id: int
    coder_id: int
    round_id: int
    value: Any
    created_at: int


def missing(reason: str) -> dict[str, str]:
    """The value that says why there is no answer."""
    return {MISSING: reason}


def reason_missing(value: Any) -> str:
    """Why there is no answer; "" where there is one, or nothing was answered yet."""
    return str(value.get(MISSING, "")) if isinstance(value, Mapping) else ""


def answer_uid(article: UUID, variable: UUID, coder: UUID, round_: UUID) -> UUID:
    """The identity of an answer: the same on all machines."""
    return derived_uid(Kind.ANSWER, str(article), str(variable), str(coder), str(round_))


def choice_uid(of: UUID, name: str) -> UUID:
    """The identity of a choice of that name: the same where two coders add it apart."""
    return derived_uid(Kind.CHOICE, str(of), name)


def attributes_by_code(
    attributes: tuple[Attribute, ...], codebook: Codebook
) -> dict[int, tuple[Attribute, ...]]:
    """The attributes of each code that has any, in order."""
    found: dict[int, tuple[Attribute, ...]] = {}
    for one in attributes:
        if one.code_id in codebook:
            found[one.code_id] = (*found.get(one.code_id, ()), one)
    return found
