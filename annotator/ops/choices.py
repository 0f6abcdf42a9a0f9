"""The choices of a question or an attribute: what somebody wants, and the edits that make it so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.conditions import Condition, kept_condition
from annotator.domain.errors import UserError
from annotator.domain.questions import Choice, choice_uid
from annotator.domain.records import new_uid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from annotator.domain.changes import Edit

_FIELDS = ("position", "name", "value", "definition")


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    """A choice as somebody wants it.

    ``value`` is its number in tables, ``None`` for its place; ``definition`` says when it is to be
    chosen; ``uid`` is that of one that is kept, perhaps under another name.
    """

    name: str
    value: float | None = None
    definition: str = ""
    uid: UUID | None = None


def wanted_choices(
    of: UUID, before: Sequence[Choice], drafts: Sequence[ChoiceDraft]
) -> tuple[Choice, ...]:
    """The choices of a question or an attribute as they will be; new ones have the id 0.

    Args:
        of: the question or the attribute.
        before: the choices that it has, those that are chosen no more among them.
        drafts: those that are wanted. Without a ``uid`` the name says which one is meant.

    Raises:
        UserError: one has no name, or that of another, or a “;” in its name, or the number of
            another.
    """
    drafts = [replace(one, name=" ".join(one.name.split())) for one in drafts]
    _check(drafts)
    known = {one.uid: one for one in before}
    named = {one.name.casefold(): one.uid for one in before if not one.is_deleted}
    taken = {one.uid for one in drafts}
    found = []
    for place, one in enumerate(drafts):
        uid = one.uid or named.get(one.name.casefold())
        if uid is None or (one.uid is None and uid in taken):
            uid = choice_uid(of, one.name)
            if uid in taken or (uid in known and not known[uid].is_deleted):
                # One that has another name by now was made under this one.
                uid = new_uid()
        record_id = known[uid].id if uid in known else 0
        definition = one.definition.strip()
        found.append(Choice(record_id, uid, of, place, one.name, one.value, definition))
    return tuple(found)


def choice_edits(before: Sequence[Choice], after: Sequence[Choice]) -> Iterator[Edit]:
    """What makes ``after`` of ``before``; choices left out are chosen no more, values keep them."""
    known = {one.uid: one for one in before if not one.is_deleted}
    for one in after:
        old = known.pop(one.uid, None)
        values = {name: getattr(one, name) for name in _FIELDS}
        if old is None:
            yield Create(Kind.CHOICE, {"of_uid": one.of_uid, **values}, one.uid)
        elif changed := {name: v for name, v in values.items() if getattr(old, name) != v}:
            yield Update(Kind.CHOICE, old.id, changed)
    for old in known.values():
        yield Remove(Kind.CHOICE, old.id)


def followed(
    condition: str, keys: tuple[str, str], before: Sequence[Choice], after: Sequence[Choice]
) -> str:
    """A condition, with the names that a question and its choices have from then on.

    Args:
        condition: as it is written.
        keys: what the question was called by in conditions, and is then.
        before: its choices.
        after: its choices then.
    """
    old, new = keys
    names = {one.uid: one.name for one in after}
    renamed = {
        one.name.casefold(): names[one.uid]
        for one in before
        if one.uid in names and not one.is_deleted
    }
    parts = kept_condition(condition).parts
    led = tuple(
        replace(part, key=new, value=renamed.get(part.value.casefold(), part.value))
        if part.key.casefold() == old.casefold()
        else part
        for part in parts
    )
    return condition if led == parts else str(Condition(led))


def _check(drafts: Sequence[ChoiceDraft]) -> None:
    names = [one.name.casefold() for one in drafts]
    numbered: dict[float, str] = {}
    for place, one in enumerate(drafts):
        if one.value is not None and numbered.setdefault(one.value, one.name) != one.name:
            raise UserError(
                "The choices “{first}” and “{second}” have one number: {number}.",
                "Nothing was changed. Tables could not tell them apart: give each its own.",
                first=numbered[one.value],
                second=one.name,
                number=f"{one.value:g}",
            )
        if not one.name:
            raise UserError(
                "A choice has no name.",
                "Nothing was changed. Write one, or remove the choice.",
            )
        if names[place] in names[:place]:
            raise UserError(
                "The choice “{choice}” is there twice.",
                "Nothing was changed. Give each choice a name of its own.",
                choice=one.name,
            )
        if ";" in one.name:
            raise UserError(
                "The choice “{choice}” has a “;” in its name, which stands between choices.",
                "Nothing was changed. Write a comma, or two choices.",
                choice=one.name,
            )
