"""Values of attributes carried along when annotations get another code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain.changes import Create, Kind
from annotator.domain.questions import (
    ADDED,
    Attribute,
    AttributeKind,
    choice_uid,
    reason_missing,
)
from annotator.domain.values import is_choice, takes_several

if TYPE_CHECKING:
    from annotator.store.questions import Questions


class Carrying:
    """Knows which attribute of a code stands for which of others: same name and same kind.

    Attributes:
        names: the attributes of the other codes that have a counterpart.
        left: those that have none; their values stay with the annotations and are not shown.
    """

    def __init__(self, questions: Questions, code_ids: Collection[int], to: int | UUID) -> None:
        """Looks at codes; one that is made in the same step, told by its uid, asks nothing yet."""
        there = questions.attributes_of(to) if isinstance(to, int) else ()
        own = {(_named(one), one.kind): one for one in there}
        asked = [one for code_id in code_ids for one in questions.attributes_of(code_id)]
        pairs = ((one, own.get((_named(one), one.kind))) for one in asked)
        self._pairs = {str(one.uid): (one, other) for one, other in pairs if other is not None}
        self._added: set[UUID] = set()
        self.names = tuple(dict.fromkeys(one.name for one, _ in self._pairs.values()))
        self.left = tuple(
            dict.fromkeys(one.name for one in asked if str(one.uid) not in self._pairs)
        )

    def carried(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What an annotation says for the code from now on, by the uid of its attribute."""
        found: dict[str, Any] = {}
        for uid, value in values.items():
            one, other = self._pairs.get(uid, (None, None))
            if one is None or other is None or value is None:
                continue
            fitting = _fitting(one, other, value)
            if fitting is not None:
                found[str(other.uid)] = fitting
        return found

    def rest(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that have no counterpart, or one that cannot say the same."""
        return {
            uid: value
            for uid, value in values.items()
            if value is not None and not self.carried({uid: value})
        }

    def names_to_add(self, values: Mapping[str, Any]) -> Iterator[Create]:
        """Names that an open list does not have yet, each one once."""
        for uid, value in values.items():
            one, other = self._pairs.get(uid, (None, None))
            if one is None or other is None or other.kind is not AttributeKind.NAMES:
                continue
            known = {_uid_of(other, choice.name) for choice in other.choices}
            for name in _names(one, value):
                made = choice_uid(other.uid, name)
                if _uid_of(other, name) in known or made in self._added:
                    continue
                self._added.add(made)
                yield Create(
                    Kind.CHOICE, {"of_uid": other.uid, "position": ADDED, "name": name}, made
                )


def _fitting(one: Attribute, other: Attribute, value: Any) -> Any:
    if reason_missing(value) or not is_choice(one):
        return value
    names = _names(one, value)
    if other.kind is AttributeKind.NAMES:
        return [str(_uid_of(other, name)) for name in names]
    there = {_folded(choice.name): str(choice.uid) for choice in other.choices}
    if not names or any(_folded(name) not in there for name in names):
        return None
    found = [there[_folded(name)] for name in names]
    return found if takes_several(one) else found[0]


def _names(one: Attribute, value: Any) -> list[str]:
    chosen = value if isinstance(value, list) else [value]
    by_uid = {str(choice.uid): choice.name for choice in one.choices}
    return [by_uid[uid] for uid in map(str, chosen) if uid in by_uid]


def _uid_of(attribute: Attribute, name: str) -> UUID:
    """The choice of that name; where there is none, the one that will be added."""
    for choice in attribute.choices:
        if _folded(choice.name) == _folded(name) and not choice.is_deleted:
            return choice.uid
    return choice_uid(attribute.uid, name)


def _named(one: Attribute) -> str:
    return _folded(one.name)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
