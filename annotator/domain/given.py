"""What annotations were given of what their codes ask: in words, and what is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from annotator.domain.questions import Attribute
from annotator.domain.values import applying, in_words


def is_empty(value: Any) -> bool:
    """Whether it is no value: nothing, no words, no choices. 0 and no are values."""
    return value is None or value in ("", [])


def by_attribute(attributes: Iterable[Attribute], values: Mapping[str, Any]) -> dict[UUID, Any]:
    """An annotation's values by the uids of its code's attributes; empty ones are left out."""
    found = {one.uid: values.get(str(one.uid)) for one in attributes}
    return {uid: value for uid, value in found.items() if not is_empty(value)}


def asked_of(attributes: Iterable[Attribute], values: Mapping[str, Any]) -> list[Attribute]:
    """What applies to an annotation, given its values."""
    attributes = list(attributes)
    return applying(attributes, by_attribute(attributes, values))


def open_of(attributes: Iterable[Attribute], values: Mapping[str, Any]) -> list[Attribute]:
    """What is required of an annotation, applies, and has no value."""
    return [
        one
        for one in asked_of(attributes, values)
        if one.required and is_empty(values.get(str(one.uid)))
    ]


def told_values(
    attributes: Iterable[Attribute], values: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Names and values in words, of what applies and has one."""
    return [
        (one.name, in_words(one, values[str(one.uid)]))
        for one in asked_of(attributes, values)
        if not is_empty(values.get(str(one.uid)))
    ]
