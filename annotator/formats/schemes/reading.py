"""From the bytes of a YAML file to a scheme, or to a refusal that names the line."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

from annotator.domain.codebook import SEPARATOR, Example, Slot
from annotator.formats.schemes.fields import Place, load
from annotator.formats.schemes.model import Group, NearMiss, Relation, Scheme, SchemeCode
from annotator.formats.schemes.paths import check_paths
from annotator.formats.schemes.questions import attributes, variables

_OF_SCHEME = (
    "name", "title", "version", "language", "licence", "citation", "description", "guide",
    "codes", "relations", "exclusive", "variables", "decide",
)  # fmt: skip
_OF_CODE = (
    "name", "key", "colour", "unit", "definition", "use_when", "do_not_use_when", "boundary",
    "examples", "counter_examples", "instead", "keywords", "status", "citation", "attributes",
    "children", "uid",
)  # fmt: skip
UNITS = ("span", "sentence", "paragraph", "article")
STATUSES = ("active", "proposed", "retired")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEEPEST = 12
MOST_CODES = 10_000


def parse_scheme(data: bytes, name: str) -> Scheme:
    """The scheme that a YAML file holds.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        UserError: the file is no YAML, or not what a scheme must be; it names the line.
    """
    top = load(data, name).with_fields(_OF_SCHEME)
    short = top.text("name")
    if short and not _NAME.fullmatch(short):
        top["name"].fail("the name has to be of small letters, digits and hyphens")
    scheme = Scheme(
        title=top.text("title", needed=True),
        version=top.text("version"),
        name=short,
        language=top.text("language"),
        licence=top.text("licence"),
        citation=top.text("citation"),
        description=top.text("description"),
        guide=top.text("guide"),
        codes=_Codes().read(top),
        relations=tuple(_relation(one) for one in top.items("relations", "relations")),
        exclusive=tuple(_group(one) for one in top.items("exclusive", "groups of codes")),
        variables=variables(top),
        decide=top.text("decide"),
    )
    if not scheme.codes and not scheme.variables:
        top.fail("there are neither “codes” nor “variables”")
    check_paths(scheme, top, dict(_places(top, "codes", "")))
    return replace(scheme, notes=tuple(top.notes))


class _Codes:
    """Reads the tree of codes and watches over what must be there once only."""

    def __init__(self) -> None:
        self._number = 0
        self._keys: dict[str, str] = {}
        self._uids: set[str] = set()

    def read(self, top: Place) -> tuple[SchemeCode, ...]:
        return self._children(top, "codes", "")

    def _children(self, place: Place, field: str, above: str) -> tuple[SchemeCode, ...]:
        if field in place and above.count(SEPARATOR) >= _DEEPEST:
            place.fail(f"codes are nested more than {_DEEPEST} deep")
        codes: list[SchemeCode] = []
        seen: set[str] = set()
        for number, one in enumerate(place.items(field, "codes"), 1):
            code = self._code(one.named(_join(above, f"code {number}")), above)
            if code.name.casefold() in seen:
                twin = one.named(_join(above, code.name))
                twin.fail("there is another code of this name beside it")
            seen.add(code.name.casefold())
            codes.append(code)
        return tuple(codes)

    def _code(self, place: Place, above: str) -> SchemeCode:
        self._number += 1
        if self._number > MOST_CODES:
            place.fail(f"there are more than {MOST_CODES} codes")
        fields = place.with_fields(_OF_CODE)
        name = " ".join(fields.text("name", needed=True).split())
        if SEPARATOR in name:
            fields["name"].fail(
                f"the name “{name}” has a “{SEPARATOR}”, which stands between names"
            )
        fields = fields.named(_join(above, name))
        return SchemeCode(
            name=name,
            key=self._key(fields),
            colour=_colour(fields),
            unit=fields.one_of("unit", UNITS, default="span"),
            definition=fields.text("definition"),
            use_when=fields.text("use_when"),
            do_not_use_when=fields.text("do_not_use_when"),
            boundary=fields.text("boundary"),
            examples=_examples(fields, "examples"),
            counter_examples=_examples(fields, "counter_examples"),
            instead=tuple(_near_miss(one) for one in fields.items("instead", "near-misses")),
            keywords=fields.texts("keywords"),
            status=fields.one_of("status", STATUSES, default="active"),
            citation=fields.text("citation"),
            attributes=attributes(fields),
            children=self._children(fields, "children", fields.path),
            uid=self._uid(fields),
        )

    def _key(self, fields: Place) -> str:
        key = fields.text("key")
        if not key:
            return ""
        if len(key) != 1 or not key.isalnum():
            fields["key"].fail(f"the key “{key}” is not one letter or digit")
        if key.casefold() in self._keys:
            fields["key"].fail(f"the key “{key}” is already that of “{self._keys[key.casefold()]}”")
        self._keys[key.casefold()] = fields.path
        return key

    def _uid(self, fields: Place) -> str:
        found = fields.text("uid")
        if not found:
            return ""
        try:
            uid = str(UUID(found))
        except ValueError:
            fields["uid"].fail(f"“{found}” is no identity such as {UUID(int=0)}")
        if uid in self._uids:
            fields["uid"].fail("another code has this identity")
        self._uids.add(uid)
        return uid


def _colour(fields: Place) -> str:
    colour = fields.text("colour").lower()
    if colour and colour not in list(Slot) and not _COLOUR.fullmatch(colour):
        known = ", ".join(Slot)
        fields["colour"].fail(f"the colour “{colour}” is neither one of {known} nor like #1a2b3c")
    return colour


def _examples(fields: Place, name: str) -> tuple[Example, ...]:
    found = (_example(one, name) for one in fields.items(name))
    return tuple(example for example in found if example.text)


def _example(place: Place, name: str) -> Example:
    if place.is_scalar:
        return Example(place.words(name))
    fields = place.with_fields(("text", "from", "why"))
    return Example(fields.text("text", needed=True), fields.text("from"), fields.text("why"))


def _near_miss(place: Place) -> NearMiss:
    fields = place.with_fields(("when", "use"))
    return NearMiss(fields.text("when"), fields.text("use", needed=True))


def _relation(place: Place) -> Relation:
    fields = place.with_fields(("name", "from", "to"))
    return Relation(fields.text("name", needed=True), fields.text("from"), fields.text("to"))


def _group(place: Place) -> Group:
    fields = place.with_fields(("name", "codes"))
    codes = fields.texts("codes")
    if len(codes) < 2:
        place.fail("a group has to have at least two “codes”")
    return Group(fields.text("name", needed=True), codes)


def _places(place: Place, field: str, above: str) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for one in place.items(field):
        fields = one.with_fields(_OF_CODE)
        path = _join(above, " ".join(fields.text("name").split()))
        found.append((path, fields.named(path)))
        found.extend(_places(fields, "children", path))
    return found


def _join(above: str, name: str) -> str:
    return f"{above}{SEPARATOR}{name}" if above else name
