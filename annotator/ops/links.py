"""Links: one annotation stands in a named relation to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind, Remove
from annotator.domain.errors import UserError
from annotator.ops.coding import excerpt, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.domain.changes import Changes
    from annotator.store.project import Project


def link(project: Project, from_id: int, to_id: int, relation: str, *, coder_id: int) -> Changes:
    """Link two annotations; where they are linked so already, nothing happens (``txn`` 0).

    Others' annotations may be linked too: nothing of theirs is changed by it.

    Args:
        project: the project.
        from_id: the annotation that the relation begins with: the cue in “cue of”.
        to_id: the annotation that it leads to.
        relation: one of ``domain.link.RELATIONS``, or any other words.
        coder_id: who links.

    Raises:
        UserError: the relation has no name, or an annotation would be linked to itself.
        ValueError: an annotation does not exist.
    """
    usable = " ".join(relation.split())
    if not usable:
        raise UserError("A link needs a name.", "Nothing was changed. Say what relation it is.")
    if from_id == to_id:
        raise UserError(
            "An annotation can't be linked to itself.", "Nothing was changed. Choose another one."
        )
    start, end = (project.queries.annotation(one) for one in (from_id, to_id))
    label = f"Link {named(project, [start])}, “{usable}”, to {named(project, [end])}"
    for known in project.queries.links_of([from_id]):
        if (known.from_id, known.to_id, known.relation) == (from_id, to_id, usable):
            return project.apply(label, (), coder_id=coder_id)
    ends = {"from_id": from_id, "to_id": to_id, "relation": usable}
    return project.apply(label, [Create(Kind.LINK, ends)], coder_id=coder_id)


def unlink(project: Project, link_ids: Iterable[int], *, coder_id: int) -> Changes:
    """Remove links, all in one step of the history; their annotations stay."""
    links = project.queries.links_by_id(list(link_ids))
    what = f"{len(links)} links"
    if len(links) == 1:
        (start,) = project.queries.annotations_by_id([links[0].from_id])
        what = f"the link “{links[0].relation}” from {excerpt(start.anchor.quote)}"
    edits = [Remove(Kind.LINK, one.id) for one in links]
    return project.apply(f"Remove {what}", edits, coder_id=coder_id)
