"""What hangs on codes that are about to be renamed, moved or coloured, counted beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.ops.codebook import move_edits

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.domain.codebook import Codebook
    from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Held:
    """What comes along when something about codes changes, and stays theirs.

    Attributes:
        annotations: how many there are of the codes, by anybody.
        articles: in how many articles.
    """

    annotations: int
    articles: int


def held_by(project: Project, code_ids: Collection[int]) -> Held:
    """What hangs on these codes; quick once ``queries.counts_are_ready``."""
    queries, wanted = project.queries, set(code_ids)
    counts = queries.annotation_counts()
    annotations = sum(n for (code_id, _), n in counts.items() if code_id in wanted)
    return Held(annotations, queries.articles_with(wanted) if annotations else 0)


def family(codebook: Codebook, code_ids: Collection[int]) -> frozenset[int]:
    """The codes and all that are under them."""
    return frozenset().union(*(codebook.subtree(one) for one in code_ids))


def recoloured_by_move(codebook: Codebook, code_id: int, parent_id: int | None) -> str:
    """The colour that a code would show under that parent, where it is another one; else ""."""
    code, now = codebook[code_id], codebook.colour(code_id)
    # One that comes to the top level keeps the colour that it shows.
    then = code.colour or (now if parent_id is None else codebook.colour(parent_id))
    return then if then != now else ""


def refuse_move(codebook: Codebook, code_id: int, parent_id: int | None) -> None:
    """Let pass what may be moved under that parent.

    Raises:
        UserError: the parent is the code itself or under it, or has a child of that name.
    """
    move_edits(codebook, code_id, parent_id, 0)
