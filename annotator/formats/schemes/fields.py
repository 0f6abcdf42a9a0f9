"""What stands in a YAML file, read with the place of everything, so that mistakes can be named.

Scalars are read as they are written: ``1.10`` stays ``1.10`` and ``no`` stays ``no``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

import yaml

from annotator.domain.errors import UserError

_EMPTY = "tag:yaml.org,2002:null"
_PLAIN = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
)
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_EARLIER = ("could not find expected ':'", "found unexpected end of stream", "expected ',' or")
"""Such a mistake is where what could not be read begins."""
_IN_WORDS = {
    "mapping values are not allowed": "there is a “:” among the words; put the words in quotes",
    "found character '\\t'": "there is a tab; use spaces to set lines in",
    "found character": "words that begin with such a sign have to be in quotes",
    "could not find expected ':'": "there is no “:” after the name of the field",
    "found unexpected end of stream": "the quotes that begin here never end",
    "expected <block end>": "the line is not set in like those that it belongs to, or it goes on "
    "after its quotes",
    "sequence entries are not allowed": "a list has to begin on a line of its own",
    "expected ',' or": "the bracket that begins here never ends, or words in it have to be in "
    "quotes",
    "found unknown escape": "a \\ between double quotes has to stand twice",
    "but found another document": "another file begins here; there can be one only",
}
"""What the reader of YAML says first, and what that means to whoever wrote the file."""
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
MOST_BYTES = 32 * 1024 * 1024


def load(data: bytes, file: str) -> Place:
    """The top of a YAML file.

    Raises:
        UserError: it is no YAML, or uses what a scheme must not: anchors, references, tags, fields
            that stand twice.
    """
    if len(data) > MOST_BYTES:
        fail(file, "", f"the file is larger than {MOST_BYTES >> 20} MB")
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        fail(file, f"byte {error.start + 1}", "the file is not in UTF-8")
    except yaml.MarkedYAMLError as error:
        fail(file, _line(_mark(error)), _said(error.problem))
    except yaml.reader.ReaderError as error:
        text = data.decode("utf-8-sig")[: error.position]
        number = len(_LINE_END.findall(text)) + 1
        fail(file, f"line {number}", _unprintable(error.character))
    except (yaml.YAMLError, ValueError) as error:
        fail(file, "", " ".join(str(error).split()))
    except RecursionError:
        fail(file, "", "it is nested too deeply")
    if root is None:
        fail(file, "", "the file is empty")
    _check(root, file)
    return Place(root, file, "", [])


def _mark(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    begins_earlier = (error.problem or "").startswith(_EARLIER)
    return error.context_mark if begins_earlier else error.problem_mark


def _said(problem: str | None) -> str:
    told = problem or "this is no YAML"
    return next((words for start, words in _IN_WORDS.items() if told.startswith(start)), told)


def _unprintable(character: int | bytes) -> str:
    number = character if isinstance(character, int) else ord(character)
    if number == 0:
        return (
            "there is a byte without a sign (NUL), as in files that are damaged or not saved as "
            "UTF-8"
        )
    return f"there is a sign that cannot be seen (U+{number:04X}); take it out"


def _check(root: yaml.Node, file: str) -> None:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            fail(file, _line(node.start_mark), "anchors and references (& and *) can't be used")
        if node.tag not in _PLAIN:
            fail(file, _line(node.start_mark), f"the tag {node.tag} can't be used")
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            _check_names(node, file)
            waiting.extend(value for _, value in node.value)


def _check_names(node: yaml.MappingNode, file: str) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            fail(file, _line(key.start_mark), "the name of a field has to be a word")
        if key.value in seen:
            fail(file, _line(key.start_mark), f"“{key.value}” stands twice")
        seen.add(key.value)


class Place:
    """A value in the file: fields, a list, or words; ``path`` says where for people.

    ``notes`` are what is told about the whole file without refusing it.
    """

    def __init__(self, node: yaml.Node, file: str, path: str, notes: list[str]) -> None:
        self._node = node
        self._file = file
        self.path = path
        self.notes = notes
        self._fields: dict[str, yaml.Node] = {}

    def named(self, path: str) -> Place:
        """The same place under another name for people."""
        place = Place(self._node, self._file, path, self.notes)
        place._fields = self._fields
        return place

    def with_fields(self, known: tuple[str, ...]) -> Place:
        """The place as a set of fields, none of which is unknown."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail(f"there have to be fields here, such as {', '.join(known)}")
        for key, value in self._node.value:
            if key.value not in known:
                at = Place(key, self._file, self.path, self.notes)
                at.fail(f"“{key.value}” is no field; the fields are {', '.join(known)}")
            if value.tag != _EMPTY:
                self._fields[key.value] = value
        return self

    @property
    def is_scalar(self) -> bool:
        """Whether words stand here."""
        return isinstance(self._node, yaml.ScalarNode)

    def __contains__(self, field: str) -> bool:
        return field in self._fields

    def __getitem__(self, field: str) -> Place:
        """Where a field's value stands."""
        return Place(self._fields[field], self._file, self.path, self.notes)

    def words(self, what: str = "") -> str:
        """The words that stand here."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail(f"“{what}” has to be text")
        return "" if self._node.tag == _EMPTY else self._node.value.strip()

    def text(self, field: str, *, needed: bool = False, default: str = "") -> str:
        """The words of a field."""
        found = self[field].words(field) if field in self else ""
        if needed and not found:
            self.fail(f"“{field}” is missing or empty")
        return found or default

    def one_of(self, field: str, known: tuple[str, ...], *, default: str = "") -> str:
        """A field that is one of some words; the first where ``default`` is not given."""
        found = self.text(field, needed=not default, default=default)
        if found not in known:
            self[field].fail(f"the {field} “{found}” is none of {', '.join(known)}")
        return found

    def flag(self, field: str) -> bool:
        """A field that is true or false; false where it is left out."""
        if field not in self:
            return False
        found = self[field].words(field)
        if found.casefold() not in _FLAGS:
            self[field].fail(f"“{field}” has to be true or false")
        return _FLAGS[found.casefold()]

    def number(self, field: str) -> float | None:
        """A field that is a number, None where it is left out."""
        if field not in self:
            return None
        found = self[field].words(field)
        try:
            number = float(found)
        except ValueError:
            self[field].fail(f"“{field}” has to be a number")
        if not abs(number) < 1e15:
            self[field].fail(f"“{field}” has to be a number of at most 15 digits")
        return number

    def items(self, field: str, what: str = "texts") -> Iterator[Place]:
        """What a field lists."""
        if field in self:
            node = self._fields[field]
            if not isinstance(node, yaml.SequenceNode):
                self[field].fail(f"“{field}” has to be a list of {what}")
            for value in node.value:
                yield Place(value, self._file, self.path, self.notes)

    def texts(self, field: str) -> tuple[str, ...]:
        """The words that a field lists, those that are empty left out."""
        return tuple(text for text in (one.words(field) for one in self.items(field)) if text)

    def fail(self, why: str, line: int = 0) -> NoReturn:
        """Refuse the file because of what stands here, or ``line`` lines further down."""
        fail(self._file, self._where(line), why)

    def note(self, why: str) -> None:
        """Tell something about what stands here."""
        self.notes.append(f"{self._where()}: {why}.")

    def _where(self, line: int = 0) -> str:
        number = self._node.start_mark.line + 1 + line if self._node.start_mark else 0
        return f"“{self.path}”, line {number}" if self.path else f"line {number}"


def fail(file: str, place: str, why: str) -> NoReturn:
    """Refuse a file."""
    at = " at {place}" if place else ""
    raise UserError(
        "The scheme “{file}” can't be read" + at + ": {why}.",
        "Nothing was changed. Correct the file and try again.",
        file=file,
        place=place,
        why=why,
    )


def _line(mark: yaml.Mark | None) -> str:
    return f"line {mark.line + 1}" if mark else ""
