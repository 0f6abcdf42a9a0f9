"""A memo: what a coder wrote about the project, an article, a code or a coder."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from annotator.domain.changes import Kind


@dataclass(frozen=True, slots=True)
class Memo:
    """What a coder wrote about a record, ``created_at`` in milliseconds since 1970, UTC."""

    id: int
    uid: UUID
    about_kind: Kind
    about_uid: UUID
    coder_id: int | None
    text: str
    created_at: int
