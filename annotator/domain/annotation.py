"""Annotations, the people who make them, and the rounds in which they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.anchor import Anchor
    from annotator.domain.span import Span


class CoderKind(StrEnum):
    """Who a coder is; "all coders" in counts and charts means the human ones."""

    HUMAN = "human"
    MACHINE = "machine"
    RESULT = "result"
    GOLD = "gold"


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who annotates."""

    id: int
    uid: UUID
    name: str
    kind: CoderKind


@dataclass(frozen=True, slots=True)
class Round:
    """A named stretch of coding; what coders do in one is kept apart from all others."""

    id: int
    uid: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """A coder applied a code to a span of an article, in a round.

    ``created_at`` is in milliseconds since 1970, UTC; ``unsure_reason`` says why it is unsure;
    ``values`` are those of attributes by their uids (``questions``), null for none any more;
    ``revision_id`` is the revision of the code that it was made under, none for the first meaning.
    """

    id: int
    uid: UUID
    article_id: int
    coder_id: int
    round_id: int
    code_id: int
    anchor: Anchor
    memo: str
    unsure: bool
    created_at: int
    unsure_reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    revision_id: int | None = None

    @property
    def span(self) -> Span:
        """Where in the article's text, in code points."""
        return self.anchor.span
