"""Coding schemes as YAML files: the codes that a study starts with, and the rules to choose them.

A scheme has a ``title``, a ``version`` and ``codes``; a code has a ``name`` and may have ``key``,
``colour``, ``definition``, ``use_when``, ``do_not_use_when``, ``examples`` and ``children``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from annotator.domain.codebook import SEPARATOR, Slot
from annotator.domain.errors import UserError

_OF_SCHEME = frozenset({"title", "version", "rights", "credits", "description", "codes"})
_TEXTS = ("key", "colour", "definition", "use_when", "do_not_use_when")
_OF_CODE = frozenset({"name", "examples", "children", *_TEXTS})
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_DEEPEST = 12
_MOST_CODES = 5000


@dataclass(frozen=True, slots=True)
class SchemeCode:
    """A code of a scheme, with the codes under it. The fields are those of ``Code``."""

    name: str
    key: str = ""
    colour: str = ""
    definition: str = ""
    use_when: str = ""
    do_not_use_when: str = ""
    examples: tuple[str, ...] = ()
    children: tuple[SchemeCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A codebook as a file; ``codes`` are those of the top level."""

    title: str
    version: str
    codes: tuple[SchemeCode, ...]


def parse_scheme(data: bytes, name: str) -> Scheme:
    """The scheme that a YAML file holds.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        UserError: the file is no YAML, or not what a scheme must be; it names the place.
    """
    return _Parser(name).scheme(_load(data, name))


def _load(data: bytes, name: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
        _check_nodes(yaml.compose(text, Loader=yaml.SafeLoader), name)
        return yaml.safe_load(text)
    except UnicodeDecodeError as error:
        _fail(name, f"byte {error.start + 1}", "the file is not in UTF-8")
    except yaml.MarkedYAMLError as error:
        _fail(name, _line(error.problem_mark), error.problem or "this is no YAML")
    except (yaml.YAMLError, ValueError) as error:
        _fail(name, "", " ".join(str(error).split()))
    except RecursionError:
        _fail(name, "", "it is nested too deeply")


def _check_nodes(root: yaml.Node | None, name: str) -> None:
    """Refuse what YAML would take in silence: a field written twice, and references to nodes."""
    seen: set[int] = set()
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            _fail(name, _line(node.start_mark), "anchors and references (& and *) can't be used")
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            _check_fields(node, name)
            waiting.extend(value for _, value in node.value)


def _check_fields(node: yaml.MappingNode, name: str) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            _fail(name, _line(key.start_mark), "the name of a field has to be a word")
        if key.value in seen:
            _fail(name, _line(key.start_mark), f"“{key.value}” stands twice")
        seen.add(key.value)


class _Parser:
    """Turns what YAML gave into a scheme; knows the file and the place for messages."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._codes = 0
        self._keys: dict[str, str] = {}

    def scheme(self, loaded: Any) -> Scheme:
        fields = self._fields(loaded, "", _OF_SCHEME)
        title = self._text(fields, "title", "", needed=True)
        version = self._text(fields, "version", "")
        return Scheme(title, version, self._children(fields, "codes", "", needed=True))

    def _children(
        self, fields: Mapping[str, Any], field: str, place: str, *, needed: bool = False
    ) -> tuple[SchemeCode, ...]:
        if field not in fields and not needed:
            return ()
        found = fields.get(field)
        if not isinstance(found, list) or not (found or not needed):
            self._fail(place, f"“{field}” has to be a list of codes")
        if place.count(SEPARATOR) >= _DEEPEST:
            self._fail(place, f"codes are nested more than {_DEEPEST} deep")
        codes = tuple(self._code(one, place, number) for number, one in enumerate(found, 1))
        self._refuse_twins(codes, place)
        return codes

    def _code(self, loaded: Any, above: str, number: int) -> SchemeCode:
        self._codes += 1
        if self._codes > _MOST_CODES:
            self._fail("", f"there are more than {_MOST_CODES} codes")
        place = _join(above, f"code {number}")
        fields = self._fields(loaded, place, _OF_CODE)
        name = self._name(fields, place)
        place = _join(above, name)
        texts = {field: self._text(fields, field, place) for field in _TEXTS}
        self._check_key(texts["key"], place)
        self._check_colour(texts["colour"].lower(), place)
        return SchemeCode(
            name=name,
            examples=tuple(self._examples(fields, place)),
            children=self._children(fields, "children", place),
            **{**texts, "colour": texts["colour"].lower()},
        )

    def _fields(self, loaded: Any, place: str, known: frozenset[str]) -> Mapping[str, Any]:
        if not isinstance(loaded, dict):
            self._fail(place, f"there have to be fields here, such as {_listed(known)}")
        unknown = [str(field) for field in loaded if field not in known]
        if unknown:
            self._fail(place, f"“{unknown[0]}” is no field; the fields are {_listed(known)}")
        return loaded

    def _name(self, fields: Mapping[str, Any], place: str) -> str:
        name = " ".join(self._text(fields, "name", place, needed=True).split())
        if SEPARATOR in name:
            self._fail(place, f"the name “{name}” has a “{SEPARATOR}”, which stands between names")
        return name

    def _text(
        self, fields: Mapping[str, Any], field: str, place: str, *, needed: bool = False
    ) -> str:
        text = self._as_text(fields.get(field), field, place)
        if needed and not text:
            self._fail(place, f"“{field}” is missing or empty")
        return text

    def _as_text(self, value: Any, field: str, place: str) -> str:
        if value is None:
            return ""
        # YAML has already turned 1.10 into 1.1 and "no" into False.
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            self._fail(place, f"“{field}” has to be text; put it in quotation marks")
        return str(value).strip()

    def _examples(self, fields: Mapping[str, Any], place: str) -> Iterator[str]:
        found = fields.get("examples") or []
        if not isinstance(found, list):
            self._fail(place, "“examples” has to be a list of texts")
        for example in found:
            text = self._as_text(example, "examples", place)
            if text:
                yield text

    def _check_key(self, key: str, place: str) -> None:
        if not key:
            return
        if len(key) != 1 or not key.isalnum():
            self._fail(place, f"the key “{key}” is not one letter or digit")
        folded = key.casefold()
        if folded in self._keys:
            self._fail(place, f"the key “{key}” is already that of “{self._keys[folded]}”")
        self._keys[folded] = place

    def _check_colour(self, colour: str, place: str) -> None:
        if colour and colour not in list(Slot) and not _COLOUR.fullmatch(colour):
            known = ", ".join(Slot)
            self._fail(place, f"the colour “{colour}” is neither one of {known} nor like #1a2b3c")

    def _refuse_twins(self, codes: tuple[SchemeCode, ...], place: str) -> None:
        seen: set[str] = set()
        for code in codes:
            if code.name.casefold() in seen:
                self._fail(_join(place, code.name), "there is another code of this name beside it")
            seen.add(code.name.casefold())

    def _fail(self, place: str, why: str) -> NoReturn:
        _fail(self._file, f"“{place}”" if place else "", why)


def _fail(file: str, place: str, why: str) -> NoReturn:
    at = " at {place}" if place else ""
    raise UserError(
        "The scheme “{file}” can't be read" + at + ": {why}.",
        "Nothing was added. Correct the file and try again.",
        file=file,
        place=place,
        why=why,
    )


def _line(mark: yaml.Mark | None) -> str:
    return f"line {mark.line + 1}" if mark else ""


def _join(above: str, name: str) -> str:
    return f"{above}{SEPARATOR}{name}" if above else name


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
