"""Annotations and the people who make them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

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
class Annotation:
    """A coder applied a code to a span of an article, in a round.

    ``created_at`` is in milliseconds since 1970, UTC; ``unsure_reason`` says why it is unsure.
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

    @property
    def span(self) -> Span:
        """Where in the article's text, in code points."""
        return self.anchor.span
