"""What a person did that could not be written yet: kept in order, to be tried again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from annotator.domain.anchor import Anchor
from annotator.domain.annotation import Annotation
from annotator.domain.errors import StorageError
from annotator.domain.records import new_uid, now_ms
from annotator.domain.span import Span

if TYPE_CHECKING:
    from annotator.domain.changes import Changes


@dataclass(frozen=True, slots=True)
class Wish:
    """A verb of ``ops`` with what it was asked to do.

    Attributes:
        verb: called with the project first.
        args: what follows, by place.
        kwargs: what follows, by name.
        number: tells wishes apart, from 1 on.
    """

    verb: Callable[..., Changes]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    number: int

    def asked(self, name: str) -> Any:
        """What the verb is given by that name, ``None`` if nothing."""
        given = self.verb.keywords if isinstance(self.verb, partial) else {}
        return {**given, **self.kwargs}.get(name)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Wishes that wait, and what stands in their way."""

    wishes: tuple[Wish, ...]
    error: StorageError


def sketch(wish: Wish, code_id: int) -> Annotation | None:
    """The annotation that a wish would make, to be drawn; its id is negative.

    Args:
        wish: what waits.
        code_id: the code to draw it with.

    Returns:
        None where the wish is another one than to annotate.
    """
    article_id, span = wish.asked("article_id"), wish.asked("span")
    if article_id is None or not isinstance(span, Span):
        return None
    return Annotation(
        -wish.number,
        new_uid(),
        article_id,
        wish.asked("coder_id"),
        0,
        code_id,
        Anchor("", span, (), "", ""),
        wish.asked("memo") or "",
        False,
        now_ms(),
    )
