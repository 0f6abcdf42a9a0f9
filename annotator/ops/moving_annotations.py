"""Annotations of codes given another code: what would change, and changing it in one step.

Equal ones of one coder are counted once: where one would say the same as another at the same
place, with the same code, it is removed. One with a memo, a value or a doubt of its own stays, and
so does one that has links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain.annotation import Annotation
from annotator.domain.changes import Kind, Remove, Update
from annotator.domain.codebook import NewCode
from annotator.domain.view import VALUE_PREFIX
from annotator.ops.bulk import carry_out
from annotator.ops.carrying_values import Carrying
from annotator.ops.codebook import made_with
from annotator.ops.coding import back_up_before, named, refuse_others, under_rules_of

if TYPE_CHECKING:
    from annotator.domain.changes import Changes, Edit
    from annotator.ops.bulk import Progress
    from annotator.store.project import Project

_FEW = 500
"""Records that are read in one go."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which annotations are meant: those that fit all of this; ``None`` stands for all.

    Attributes:
        code_ids: of these codes.
        coder_ids: by these coders.
        article_ids: in these articles.
        ids: these themselves.
    """

    code_ids: frozenset[int]
    coder_ids: frozenset[int] | None = None
    article_ids: frozenset[int] | None = None
    ids: frozenset[int] | None = None

    def has(self, one: Annotation) -> bool:
        """Whether an annotation is meant."""
        return (
            one.code_id in self.code_ids
            and (self.coder_ids is None or one.coder_id in self.coder_ids)
            and (self.article_ids is None or one.article_id in self.article_ids)
            and (self.ids is None or one.id in self.ids)
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen to annotations.

    Attributes:
        annotations: how many are meant.
        coders: how many of each coder.
        articles: in how many articles.
        equal: how many would say the same as another one, and be counted once.
        carried: attributes whose values come along.
        values_left: annotations with values that have no place with the new code; these stay in
            the file and are not shown.
    """

    annotations: int = 0
    coders: Mapping[int, int] = field(default_factory=dict)
    articles: int = 0
    equal: int = 0
    carried: tuple[str, ...] = ()
    values_left: int = 0

    def of_others(self, coder_id: int | None) -> int:
        """How many are by other coders."""
        return self.annotations - self.coders.get(coder_id or 0, 0)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What becomes of the annotations at one place."""

    moved: Sequence[Annotation]
    dropped: Sequence[Annotation]


def articles_of(project: Project, which: Which) -> list[int]:
    """The articles in which such annotations are, each once."""
    if which.ids is not None:
        ids = iter(sorted(which.ids))
    else:
        coders = which.coder_ids or {one.id for one in project.queries.coders()}
        ids = (
            one for code in sorted(which.code_ids) for one in project.queries.passages(code, coders)
        )
    found: dict[int, None] = {}
    while some := list(islice(ids, _FEW)):
        found.update((article_id, None) for article_id, _ in project.queries.places(some))
    wanted = which.article_ids
    return [one for one in found if wanted is None or one in wanted]


def annotations_of(project: Project, which: Which) -> Iterator[Annotation]:
    """Such annotations, article by article."""
    for article_id in articles_of(project, which):
        there = project.queries.annotations(article_id, code_ids=which.code_ids)
        yield from filter(which.has, there)


def preview_removal(project: Project, which: Which) -> Preview:
    """What would be removed."""
    return _counted(list(annotations_of(project, which)))


def preview_move(project: Project, which: Which, to: int) -> Preview:
    """What would happen if these annotations got that code."""
    carrying = Carrying(project.queries.questions, which.code_ids, to)
    moved, equal = list[Annotation](), 0
    for settled in _settled(project, which, to, carrying):
        moved += [one for one in (*settled.moved, *settled.dropped) if which.has(one)]
        equal += len(settled.dropped)
    counted = _counted(moved)
    left = sum(1 for one in moved if carrying.rest(one.values))
    return Preview(
        counted.annotations, counted.coders, counted.articles, equal, carrying.names, left
    )


def move_annotations(
    project: Project,
    which: Which,
    to: int,
    *,
    coder_id: int,
    others: bool = False,
    progress: Progress | None = None,
) -> Changes:
    """Give annotations another code, in one step of the history.

    Args:
        project: the project.
        which: the annotations.
        to: their code from now on.
        coder_id: who does it.
        others: whether other coders' annotations are meant too.
        progress: for a long job (``ops.bulk``).

    Raises:
        UserError: some are another coder's, and that was not said to be meant; it could not be
            saved.
        CancelledError: ``progress`` said stop; nothing was done.
    """
    asked = preview_move(project, which, to)
    if not others and asked.of_others(coder_id):
        refuse_others(project, list(annotations_of(project, which)), coder_id)
    number = asked.annotations
    what = "1 annotation" if number == 1 else f"{number} annotations"
    label = f"Move {what} to “{project.queries.codebook()[to].name}”"
    edits = move_edits(project, which, to)
    return carry_out(project, label, edits, number, coder_id=coder_id, progress=progress)


def recode(
    project: Project,
    ids: Iterable[int],
    code: int | NewCode,
    *,
    coder_id: int,
    others: bool = False,
) -> Changes:
    """Give a few annotations another code, all in one step of the history.

    Args:
        project: the project.
        ids: the annotations.
        code: their code from now on; one that there is not yet is made in the same step.
        coder_id: who changes them.
        others: whether another coder's annotations are meant too.

    Raises:
        UserError: some are another coder's, and that was not said to be meant; the code cannot
            be made.
    """
    annotations = project.queries.annotations_by_id(list(ids))
    if not others:
        refuse_others(project, annotations, coder_id)
    to = made_with(project, code) if isinstance(code, NewCode) else code
    back_up_before(project, annotations)
    codes = frozenset(one.code_id for one in annotations)
    which = Which(codes, ids=frozenset(one.id for one in annotations))
    label = f"Change {named(project, annotations)} to "
    if isinstance(to, int):
        label += f"“{project.queries.codebook()[to].name}”"
        edits = list(move_edits(project, which, to))
    else:
        label += f"the new code “{to.values['name']}”"
        edits = [to, *move_edits(project, which, to.uid)]
    return project.apply(label, edits, coder_id=coder_id)


def move_edits(project: Project, which: Which, to: int | UUID) -> Iterator[Edit]:
    """The edits that give annotations another code, for those who do more in the same step.

    ``to`` is its id, or the uid of one that an earlier edit makes.
    """
    carrying, rules = (
        Carrying(project.queries.questions, which.code_ids, to),
        under_rules_of(project, to),
    )
    for settled in _settled(project, which, to, carrying):
        yield from (Remove(Kind.ANNOTATION, one.id) for one in settled.dropped)
        for one in settled.moved:
            yield from carrying.names_to_add(one.values)
            carried = {
                f"{VALUE_PREFIX}{uid}": value for uid, value in carrying.carried(one.values).items()
            }
            yield Update(Kind.ANNOTATION, one.id, {"code_id": to, **rules, **carried})


def removal_edits(project: Project, which: Which) -> Iterator[Edit]:
    """The edits that remove annotations with their links."""
    queries, gone = project.queries, set[int]()
    for article_id in articles_of(project, which):
        there = queries.annotations(article_id, code_ids=which.code_ids)
        meant = [one.id for one in there if which.has(one)]
        for link in queries.links_of(meant):
            if link.id not in gone:
                gone.add(link.id)
                yield Remove(Kind.LINK, link.id)
        yield from (Remove(Kind.ANNOTATION, one) for one in meant)


def _settled(
    project: Project, which: Which, to: int | UUID, carrying: Carrying
) -> Iterator[_Settled]:
    codes = which.code_ids - {to}
    there_already = [to] if isinstance(to, int) else []
    which = Which(codes, which.coder_ids, which.article_ids, which.ids)
    for article_id in articles_of(project, which):
        places: dict[object, list[Annotation]] = {}
        there = project.queries.annotations(article_id, code_ids=[*codes, *there_already])
        for one in there:
            if one.code_id == to or which.has(one):
                places.setdefault((one.coder_id, one.round_id, one.span), []).append(one)
        crowded = [one.id for some in places.values() if len(some) > 1 for one in some]
        linked = {
            end
            for link in (project.queries.links_of(crowded) if crowded else ())
            for end in (link.from_id, link.to_id)
        }
        for some in places.values():
            if any(one.code_id != to for one in some):
                yield _settle(some, to, carrying, linked)


def _settle(
    some: Sequence[Annotation], to: int | UUID, carrying: Carrying, linked: Collection[int]
) -> _Settled:
    """Of annotations at one place, the ones that say what no other one says stay."""
    # Those that have the code already are the ones to stay, then the older ones.
    ordered = sorted(some, key=lambda one: (one.code_id != to, one.id))
    stays: list[Annotation] = []
    dropped: list[Annotation] = []
    for one in ordered:
        if one.id not in linked and one.code_id != to:
            if any(_says(other, one, carrying) for other in stays):
                dropped.append(one)
                continue
            poorer = next(
                (
                    other
                    for other in stays
                    if other.id not in linked and _says(one, other, carrying)
                ),
                None,
            )
            if poorer is not None:
                stays.remove(poorer)
                dropped.append(poorer)
        stays.append(one)
    return _Settled([one for one in stays if one.code_id != to], dropped)


def _says(one: Annotation, other: Annotation, carrying: Carrying) -> bool:
    """Whether an annotation says all that another one at its place says."""
    mine, theirs = _told(one, carrying), _told(other, carrying)
    return (
        other.memo in ("", one.memo)
        and (not other.unsure or one.unsure)
        and other.unsure_reason in ("", one.unsure_reason)
        and all(uid in mine and mine[uid] == value for uid, value in theirs.items())
    )


def _told(one: Annotation, carrying: Carrying) -> dict[str, Any]:
    return {**carrying.rest(one.values), **carrying.carried(one.values)}


def _counted(annotations: Sequence[Annotation]) -> Preview:
    return Preview(
        len(annotations),
        Counter(one.coder_id for one in annotations),
        len({one.article_id for one in annotations}),
    )
