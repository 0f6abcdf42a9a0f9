"""The fields of each kind of record, and how their values lie in columns and in the history.

A field is what is written, stamped and undone as one. Most are one column; an annotation's anchor
is many. ``deleted`` is a field like the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from annotator.domain.anchor import Anchor
from annotator.domain.annotation import CoderKind
from annotator.domain.changes import Kind
from annotator.domain.codebook import Example, NearMiss, Status, Unit
from annotator.domain.questions import End
from annotator.domain.span import Range, Span
from annotator.domain.zones import Role, Zone

VALUE = "value:"
"""How the name of a field begins that is the value of an attribute; its uid follows."""

_ATTRIBUTES = "attributes"
"""The column that holds the values of all attributes."""

REQUIRED = object()
"""The default of a field that every new record must be given."""

Columns = Mapping[str, Any]


# Made once: the function of the module makes one for each call.
_TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    """Compact JSON, readable in any script."""
    return _TO_JSON.encode(value)


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is one column and the same there, in the history and in memory.

    Attributes:
        name: the field's name and its column's.
        default: the value of a record that is made without one.
        refers_to: the kind of record whose id it holds.
    """

    name: str
    default: Any = ""
    refers_to: Kind | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it lies in."""
        return (self.name,)

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value."""
        return {self.name: value}

    def put(self, row: dict[str, Any], value: Any) -> None:
        """Gives a row the value."""
        row.update(self.encode(value))

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return row[self.name]

    def plain(self, row: Columns) -> Any:
        """The value in a row as JSON knows it; read for many rows, so by the shortest way."""
        return row[self.name]

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return value

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return value


@dataclass(frozen=True, slots=True)
class Flag(Field):
    """True or false; 1 or 0 in its column."""

    default: Any = False

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value."""
        return {self.name: int(value)}

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return bool(row[self.name])

    def plain(self, row: Columns) -> Any:
        """The value in a row as JSON knows it."""
        return bool(row[self.name])


@dataclass(frozen=True, slots=True)
class Uid(Field):
    """The uid of a record of any kind."""

    default: Any = REQUIRED

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value."""
        return {self.name: value.bytes}

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return UUID(bytes=row[self.name])

    def plain(self, row: Columns) -> Any:
        """The value in a row as JSON knows it."""
        return str(self.decode(row))

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return str(value)

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return UUID(value)


@dataclass(frozen=True, slots=True)
class Json(Field):
    """Anything that JSON knows."""

    default: Any = REQUIRED

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value."""
        return {self.name: to_json(value)}

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return json.loads(row[self.name])

    def plain(self, row: Columns) -> Any:
        """The value in a row as JSON knows it."""
        return json.loads(row[self.name])


@dataclass(frozen=True, slots=True)
class AttributeValue(Field):
    """The value of one attribute of an annotation: anything that JSON knows, ``None`` for none.

    All of an annotation's values share one column, a JSON object by the attributes' uids. A value
    that was taken away stays there as null, for its stamp.
    """

    default: Any = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it lies in."""
        return (_ATTRIBUTES,)

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value that is the annotation's only one."""
        return {_ATTRIBUTES: to_json({self._attribute: value})}

    def put(self, row: dict[str, Any], value: Any) -> None:
        """Gives a row the value."""
        values = json.loads(row[_ATTRIBUTES])
        values[self._attribute] = value
        row[_ATTRIBUTES] = to_json(dict(sorted(values.items())))

    def drop(self, row: dict[str, Any]) -> None:
        """Leaves a row as if the attribute had never had a value."""
        values = json.loads(row[_ATTRIBUTES])
        values.pop(self._attribute, None)
        row[_ATTRIBUTES] = to_json(values)

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return json.loads(row[_ATTRIBUTES]).get(self._attribute)

    def plain(self, row: Columns) -> Any:
        """The value in a row as JSON knows it."""
        return self.decode(row)

    @property
    def _attribute(self) -> str:
        return self.name.removeprefix(VALUE)


@dataclass(frozen=True, slots=True)
class Strings(Field):
    """A tuple of strings; a JSON list in its column."""

    default: Any = ()

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value."""
        return {self.name: to_json(self.to_history(value))}

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return self.from_history(json.loads(row[self.name]))

    def plain(self, row: Columns) -> Any:
        """The value in a row as JSON knows it."""
        return json.loads(row[self.name])

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return list(value)

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return tuple(value)


@dataclass(frozen=True, slots=True)
class Examples(Strings):
    """A tuple of examples; a JSON list in its column, of texts or of ``{text, from, why}``."""

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return [_example(one) for one in value]

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return examples_in(value)


@dataclass(frozen=True, slots=True)
class NearMisses(Strings):
    """A tuple of near-misses; a JSON list of ``{when, use}`` in its column."""

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return [{"when": one.when, "use": str(one.use)} for one in value]

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return near_misses_in(value)


@dataclass(frozen=True, slots=True)
class Uids(Strings):
    """A tuple of uids; a JSON list in its column."""

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return [str(one) for one in value]

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return tuple(UUID(one) for one in value)


@dataclass(frozen=True, slots=True)
class EndField(Json):
    """An end of a scale or ``None``; ``[value, label]`` or null in its column."""

    default: Any = None

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value."""
        return {self.name: to_json(self.to_history(value))}

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return self.from_history(json.loads(row[self.name]))

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return None if value is None else [value.value, value.label]

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return None if value is None else End(*value)


@dataclass(frozen=True, slots=True)
class Zones(Strings):
    """A tuple of zones; ``[[start, end, role], …]`` in its column."""

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return [(zone.start, zone.end, zone.role.value) for zone in value]

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return tuple(Zone(start, end, Role(role)) for start, end, role in value)


@dataclass(frozen=True, slots=True)
class AnchorField(Field):
    """Where an annotation lies and what it quotes: one field in seven columns."""

    default: Any = REQUIRED

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it lies in."""
        return ANCHOR_COLUMNS

    def encode(self, value: Any) -> dict[str, Any]:
        """The columns of a value."""
        span = value.span
        return {
            "start": span.start,
            "end": span.end,
            "ranges": None if len(span.ranges) == 1 else to_json(span.ranges),
            "quotes": to_json(value.quotes),
            "prefix": value.prefix,
            "suffix": value.suffix,
            "text_sha256": bytes.fromhex(value.text_sha256),
        }

    def decode(self, row: Columns) -> Any:
        """The value in a row."""
        return anchor_in(*(row[name] for name in ANCHOR_COLUMNS))

    def plain(self, row: Columns) -> Any:
        """The value in a row as JSON knows it."""
        ranges = row["ranges"]
        return {
            "text_sha256": row["text_sha256"].hex(),
            "ranges": [[row["start"], row["end"]]] if ranges is None else json.loads(ranges),
            "quotes": json.loads(row["quotes"]),
            "prefix": row["prefix"],
            "suffix": row["suffix"],
        }

    def to_history(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return {
            "text_sha256": value.text_sha256,
            "ranges": value.span.ranges,
            "quotes": value.quotes,
            "prefix": value.prefix,
            "suffix": value.suffix,
        }

    def from_history(self, value: Any) -> Any:
        """The value that the history kept."""
        return Anchor(
            value["text_sha256"],
            Span(_ranges(value["ranges"])),
            tuple(value["quotes"]),
            value["prefix"],
            value["suffix"],
        )


ANCHOR_COLUMNS = ("start", "end", "ranges", "quotes", "prefix", "suffix", "text_sha256")
"""In the order that ``anchor_in`` takes them."""


def anchor_in(
    start: int, end: int, ranges: str | None, quotes: str, prefix: str, suffix: str, sha256: bytes
) -> Anchor:
    """The anchor in the columns ``ANCHOR_COLUMNS``.

    Raises:
        ValueError: the columns make no sense.
    """
    span = Span(((start, end),) if ranges is None else _ranges(json.loads(ranges)))
    return Anchor(_in_hex(sha256), span, _strings(quotes), prefix, suffix)


@lru_cache(maxsize=1024)
def _in_hex(sha256: bytes) -> str:
    """The same text for all annotations of an article: they are very many."""
    return sha256.hex()


def examples_in(value: Any) -> tuple[Example, ...]:
    """Examples out of JSON.

    Raises:
        AttributeError, TypeError: the JSON is of another kind.
    """
    return tuple(
        Example(one)
        if isinstance(one, str)
        else Example(one.get("text", ""), one.get("from", ""), one.get("why", ""))
        for one in value
    )


def near_misses_in(value: Any) -> tuple[NearMiss, ...]:
    """Near-misses out of JSON.

    Raises:
        KeyError, TypeError, ValueError: the JSON is of another kind.
    """
    return tuple(NearMiss(one["when"], UUID(one["use"])) for one in value)


def _example(one: Example) -> Any:
    more = {name: words for name, words in (("from", one.source), ("why", one.why)) if words}
    return {"text": one.text, **more} if more else one.text


def _strings(kept: str) -> tuple[str, ...]:
    """A JSON list of strings; without escapes, as nearly all are, its words are what is quoted."""
    if "\\" not in kept and kept.startswith('["') and kept.endswith('"]'):
        return tuple(kept.split('"')[1::2])
    return tuple(json.loads(kept))


def _ranges(pairs: list[list[int]]) -> tuple[Range, ...]:
    return tuple((start, end) for start, end in pairs)


def _by_name(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in (*fields, DELETED)}


DELETED = Flag("deleted")

FIELDS: Mapping[Kind, Mapping[str, Field]] = {
    Kind.PROJECT: _by_name(Field("name", REQUIRED)),
    Kind.CODER: _by_name(Field("name", REQUIRED), Field("kind", CoderKind.HUMAN.value)),
    Kind.ROUND: _by_name(Field("name", REQUIRED)),
    Kind.ARTICLE: _by_name(
        Field("headline"),
        Field("outlet"),
        Field("author"),
        Field("published"),
        Field("url"),
        Field("language"),
        Field("source_file"),
        Field("words", 0),
        Field("counted_words", 0),
        Zones("zones"),
    ),
    Kind.CODE: _by_name(
        Field("parent_id", None, Kind.CODE),
        Field("position", 0),
        Field("name", REQUIRED),
        Field("colour"),
        Field("key"),
        Field("definition"),
        Field("use_when"),
        Field("do_not_use_when"),
        Examples("examples"),
        Strings("keywords"),
        Field("unit", Unit.SPAN.value),
        Field("boundary"),
        Examples("counter_examples"),
        NearMisses("instead"),
        Field("status", Status.ACTIVE.value),
        Field("citation"),
        Strings("exclusive"),
    ),
    Kind.REVISION: _by_name(Field("why")),
    Kind.ATTRIBUTE: _by_name(
        Field("position", 0),
        Field("name", REQUIRED),
        Field("kind", REQUIRED),
        Field("question"),
        EndField("low"),
        EndField("high"),
        Flag("required"),
        Json("preset", None),
        Field("condition"),
    ),
    Kind.VARIABLE: _by_name(
        Field("position", 0),
        Field("key", REQUIRED),
        Field("scale", REQUIRED),
        Field("title"),
        Field("section"),
        Field("question"),
        Field("rule"),
        Flag("several"),
        EndField("low"),
        EndField("high"),
        Strings("missing"),
        Flag("required"),
        Field("condition"),
        Uids("mean_of"),
        Field("needs", 0),
    ),
    Kind.CHOICE: _by_name(
        Field("position", 0), Field("name", REQUIRED), Json("value", None), Field("definition")
    ),
    Kind.ANSWER: _by_name(Json("value")),
    Kind.ANNOTATION: _by_name(
        AnchorField("anchor"),
        Field("code_id", REQUIRED, Kind.CODE),
        Field("memo"),
        Flag("unsure"),
        Field("unsure_reason"),
        Field("revision_id", None, Kind.REVISION),
    ),
    Kind.LINK: _by_name(),
    Kind.PROGRESS: _by_name(Field("state", REQUIRED)),
    Kind.MEMO: _by_name(Field("text", REQUIRED)),
    Kind.SETTING: _by_name(Json("value")),
}
"""The fields that can change, by kind and name; each has a stamp of its own.

Annotations have further ones: a value for each attribute (``field_of``).
"""

FIXED: Mapping[Kind, Mapping[str, Field]] = {
    Kind.ARTICLE: {"text": Field("text", REQUIRED)},
    Kind.REVISION: {
        "code_id": Field("code_id", REQUIRED, Kind.CODE),
        "coder_id": Field("coder_id", None, Kind.CODER),
        "number": Field("number", REQUIRED),
        "earlier": Json("earlier"),
        "meaning": Json("meaning"),
    },
    Kind.ATTRIBUTE: {"code_id": Field("code_id", REQUIRED, Kind.CODE)},
    Kind.CHOICE: {"of_uid": Uid("of_uid")},
    Kind.ANSWER: {
        "article_id": Field("article_id", REQUIRED, Kind.ARTICLE),
        "variable_id": Field("variable_id", REQUIRED, Kind.VARIABLE),
        "coder_id": Field("coder_id", REQUIRED, Kind.CODER),
        "round_id": Field("round_id", REQUIRED, Kind.ROUND),
    },
    Kind.ANNOTATION: {
        "article_id": Field("article_id", REQUIRED, Kind.ARTICLE),
        "coder_id": Field("coder_id", REQUIRED, Kind.CODER),
        "round_id": Field("round_id", REQUIRED, Kind.ROUND),
    },
    Kind.LINK: {
        "from_id": Field("from_id", REQUIRED, Kind.ANNOTATION),
        "to_id": Field("to_id", REQUIRED, Kind.ANNOTATION),
        "relation": Field("relation", REQUIRED),
    },
    Kind.PROGRESS: {
        "article_id": Field("article_id", REQUIRED, Kind.ARTICLE),
        "coder_id": Field("coder_id", REQUIRED, Kind.CODER),
        "round_id": Field("round_id", REQUIRED, Kind.ROUND),
    },
    Kind.MEMO: {
        "about_kind": Field("about_kind", REQUIRED),
        "about_uid": Uid("about_uid"),
        "coder_id": Field("coder_id", None, Kind.CODER),
    },
    Kind.SETTING: {"key": Field("key", REQUIRED)},
}
"""What a record is made with and never changes."""


def field_of(kind: Kind, name: str) -> Field:
    """The field of that name; also one that is the value of an attribute, ``value:<uid>``.

    Raises:
        ValueError: records of that kind have no such field that can change.
    """
    if name in FIELDS[kind]:
        return FIELDS[kind][name]
    if kind is Kind.ANNOTATION and name.startswith(VALUE):
        return AttributeValue(f"{VALUE}{UUID(name.removeprefix(VALUE))}")
    raise ValueError(f"{kind} has no field “{name}” that can change")


def fields_in(kind: Kind, row: Columns) -> dict[str, Field]:
    """All fields that a row has a value of."""
    if kind is not Kind.ANNOTATION:
        return dict(FIELDS[kind])
    values = (AttributeValue(VALUE + attribute) for attribute in json.loads(row[_ATTRIBUTES]))
    return {**FIELDS[kind], **{each.name: each for each in values}}
