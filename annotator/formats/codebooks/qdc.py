"""REFI-QDA codebooks (``.qdc``), version 1.0 of the standard's schema; other versions are read too.

A code has a name, a colour, a place in the tree and one description: the rules and examples are
written into it under headings, and found there again. Keys, attributes, variables and decision
trees have no place in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from annotator.domain.codebook import SEPARATOR, Example, Slot
from annotator.domain.errors import UserError
from annotator.formats import safety
from annotator.formats.schemes.model import Group, Scheme, SchemeCode
from annotator.formats.schemes.reading import MOST_CODES

NAMESPACE = "urn:QDA-XML:codebook:1.0"
SILENT = frozenset(
    {"key", "unit", "status", "citation", "instead", "counter_examples", "attributes"}
)
"""The fields of codes that have no place in such a file."""

_READ = re.compile(r"(?:\{urn:QDA-XML:(?:codebook|project):[^}]*\}|)(\w+)")
_OF_FILE = UUID("6b3a1f52-6c0e-5d52-9a55-0c6e1a7d3f10")
_RGB = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DEEPEST = 12
_PARTS: Mapping[str, str] = {
    "use_when": "Use when",
    "do_not_use_when": "Do not use when",
    "boundary": "Boundary",
    "examples": "Examples",
    "counter_examples": "Counter-examples",
    "keywords": "Keywords",
    "citation": "Citation",
}
_HEADING = re.compile(rf"^({'|'.join(map(re.escape, _PARTS.values()))}):[ \t]*", re.MULTILINE)
_FIELDS = {heading: field for field, heading in _PARTS.items()}


def write_qdc(scheme: Scheme, colours: Mapping[str, str], origin: str) -> bytes:
    """The codes of a scheme, valid by the standard's schema.

    Args:
        scheme: the scheme; it has codes.
        colours: ``#rrggbb`` of each ``Slot``.
        origin: the program that writes it.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("CodeBook"), {"origin": origin})
    codes = ET.SubElement(root, _tag("Codes"))
    elements: dict[str, ET.Element] = {"": codes}
    worn: dict[str, str] = {"": Slot.BLUE.value}
    for path, code in scheme.walk():
        above = path.rpartition(SEPARATOR)[0]
        worn[path] = code.colour or worn[above]
        elements[path] = ET.SubElement(
            elements[above],
            _tag("Code"),
            {
                "guid": _guid(scheme, path, code),
                "name": safety.printable(code.name),
                "isCodable": "true",
                "color": colours.get(worn[path], worn[path]),
            },
        )
        description = _description(code)
        if description:
            ET.SubElement(elements[path], _tag("Description")).text = description
    _sets(root, scheme, {path: _guid(scheme, path, code) for path, code in scheme.walk()})
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def read_qdc(data: bytes, name: str) -> Scheme:
    """The codebook in a REFI-QDA file, also one that is not quite valid.

    Raises:
        UserError: it is no XML, no codebook, holds a document type definition, or two codes have
            one identity.
    """
    root = safety.parse_xml(data, name)
    book = (
        root
        if _local(root) == "CodeBook"
        else next((one for one in root.iter() if _local(one) == "CodeBook"), None)
    )
    if book is None:
        raise _no_codebook(name, f"its outermost element is {_local(root)}, not CodeBook")
    reader = _Reader(name)
    for codes in _children(book, "Codes"):
        reader.read(codes, "")
    if not reader.number:
        raise _no_codebook(name, "there is no code in it")
    return Scheme(
        title=name.rpartition(".")[0] or name,
        codes=reader.tree(""),
        exclusive=(),
        notes=tuple(reader.notes),
    )


class _Reader:
    """Reads the tree of codes; names that stand twice side by side are told apart by a number."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.number = 0
        self.notes: list[str] = []
        self._names: dict[str, str] = {}
        self._under: dict[str, list[SchemeCode]] = {}

    def read(self, element: ET.Element, above: str) -> None:
        if above.count(SEPARATOR) >= _DEEPEST:
            raise _no_codebook(self._file, f"codes are nested more than {_DEEPEST} deep")
        siblings = self._under.setdefault(above, [])
        for child in _children(element, "Code"):
            if self.number >= MOST_CODES:
                raise _no_codebook(self._file, f"there are more than {MOST_CODES} codes")
            self.number += 1
            code = self._code(child, {one.name.casefold() for one in siblings})
            siblings.append(code)
            path = _join(above, code.name)
            self._check_once(code.uid, path)
            self.read(child, path)

    def tree(self, above: str) -> tuple[SchemeCode, ...]:
        return tuple(
            replace(code, children=self.tree(_join(above, code.name)))
            for code in self._under.get(above, ())
        )

    def _code(self, element: ET.Element, taken: set[str]) -> SchemeCode:
        said = " ".join(element.get("name", "").split())
        name = self._name(said, taken)
        if name != said:
            why = (
                f"“{SEPARATOR}” stands between the names of a path"
                if SEPARATOR in said
                else "another one beside it has its name"
                if said
                else "it has no name"
            )
            self.notes.append(f"The code “{said}” is called “{name}”, as {why}.")
        text = next((one.text or "" for one in _children(element, "Description")), "")
        fields = dict(_parts(text.replace("\r\n", "\n")))
        return SchemeCode(
            name=name,
            colour=_colour(element.get("color", "")),
            definition=fields.get("", ""),
            use_when=fields.get("use_when", ""),
            do_not_use_when=fields.get("do_not_use_when", ""),
            boundary=fields.get("boundary", ""),
            examples=tuple(map(Example, _listed(fields.get("examples", "")))),
            counter_examples=tuple(map(Example, _listed(fields.get("counter_examples", "")))),
            keywords=tuple(filter(None, map(str.strip, fields.get("keywords", "").split(",")))),
            citation=fields.get("citation", ""),
            uid=_uid(element.get("guid", "")),
        )

    @staticmethod
    def _name(said: str, taken: set[str]) -> str:
        wanted = said.replace(SEPARATOR, "-") or "unnamed"
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted} ({number})", number + 1
        return name

    def _check_once(self, uid: str, path: str) -> None:
        if uid and uid in self._names:
            why = f"“{self._names[uid]}” and “{path}” have one identity (guid)"
            raise _no_codebook(self._file, why, "Give one of them another guid, or none.")
        self._names[uid] = path


def _uid(guid: str) -> str:
    plain = guid.strip().strip("{}")
    try:
        return str(UUID(plain))
    except ValueError:
        return str(uuid5(_OF_FILE, plain)) if plain else ""


def _description(code: SchemeCode) -> str:
    lists = {
        "examples": "\n" + "\n".join(f"- {' '.join(one.text.split())}" for one in code.examples),
        "counter_examples": "\n"
        + "\n".join(f"- {' '.join(one.text.split())}" for one in code.counter_examples),
        "keywords": ", ".join(code.keywords),
        "use_when": code.use_when,
        "do_not_use_when": code.do_not_use_when,
        "boundary": code.boundary,
        "citation": code.citation,
    }
    parts = [code.definition] if code.definition else []
    parts += [
        f"{heading}:{'' if lists[field].startswith(chr(10)) else ' '}{lists[field]}"
        for field, heading in _PARTS.items()
        if lists[field].strip()
    ]
    return safety.printable("\n\n".join(parts))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    at, field = 0, ""
    for found in _HEADING.finditer(text):
        yield field, text[at : found.start()].strip()
        at, field = found.end(), _FIELDS[found[1]]
    yield field, text[at:].strip()


def _listed(text: str) -> list[str]:
    lines = (line.strip().removeprefix("- ").strip() for line in text.splitlines())
    return [line for line in lines if line]


def _join(above: str, name: str) -> str:
    return f"{above}{SEPARATOR}{name}" if above else name


def _sets(root: ET.Element, scheme: Scheme, guids: Mapping[str, str]) -> None:
    if not scheme.exclusive:
        return
    folded = {path.casefold(): guid for path, guid in guids.items()}
    sets = ET.SubElement(root, _tag("Sets"))
    for group in scheme.exclusive:
        guid = str(uuid5(_OF_FILE, f"{scheme.name or scheme.title}\x1fset\x1f{group.name}"))
        element = ET.SubElement(
            sets, _tag("Set"), {"guid": guid, "name": safety.printable(group.name)}
        )
        for path in _known(group, folded):
            ET.SubElement(element, _tag("MemberCode"), {"guid": folded[path]})


def _known(group: Group, guids: Mapping[str, str]) -> Iterator[str]:
    return (path.casefold() for path in group.codes if path.casefold() in guids)


def _guid(scheme: Scheme, path: str, code: SchemeCode) -> str:
    return code.uid or str(uuid5(_OF_FILE, f"{scheme.name or scheme.title}\x1f{path}"))


def _colour(colour: str) -> str:
    found = _RGB.fullmatch(colour.strip())
    if found is None:
        return ""
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _local(element: ET.Element) -> str:
    found = _READ.fullmatch(element.tag) if isinstance(element.tag, str) else None
    return found[1] if found else ""


def _children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (child for child in element if _local(child) == name)


def _no_codebook(file: str, why: str, way_out: str = "") -> UserError:
    return UserError(
        "“{file}” is no REFI-QDA codebook that can be read: {why}.",
        f"Nothing was changed. {way_out}".strip(),
        file=file,
        why=why,
    )
