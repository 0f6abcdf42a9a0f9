"""A codebook as a table: one row a code. What the columns mean, and how they are recognised."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import NoReturn

from annotator.domain.codebook import SEPARATOR, Example, Slot
from annotator.domain.errors import UserError
from annotator.formats.schemes.model import NearMiss, Scheme, SchemeCode
from annotator.formats.schemes.reading import MOST_CODES, STATUSES, UNITS

COLUMNS = (
    "path", "name", "parent", "key", "colour", "unit", "status", "definition", "use_when",
    "do_not_use_when", "boundary", "examples", "counter_examples", "instead", "keywords",
    "citation", "uid",
)  # fmt: skip
"""The columns of a table that is written, in order; of one that is read, any of them."""

_OTHER_NAMES: Mapping[str, str] = {
    "code": "name",
    "tag": "name",
    "label": "name",
    "category": "name",
    "title": "name",
    "code name": "name",
    "code path": "path",
    "full name": "path",
    "parent code": "parent",
    "parent name": "parent",
    "shortcut": "key",
    "color": "colour",
    "description": "definition",
    "memo": "definition",
    "comment": "definition",
    "include": "use_when",
    "use if": "use_when",
    "inclusion criteria": "use_when",
    "exclude": "do_not_use_when",
    "exclusion criteria": "do_not_use_when",
    "coding rule": "boundary",
    "example": "examples",
    "anchor example": "examples",
    "anchor examples": "examples",
    "counter example": "counter_examples",
    "counterexamples": "counter_examples",
    "guid": "uid",
    "source": "citation",
}
_PARTINGS = ("::", " > ", " › ", "\\")
"""What other programs put between the names of a path, besides ``/``."""
_FORMULA = re.compile(r"\A'(?=[=+\-@\t\r＝＋－＠])")
_COLOUR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_USE = re.compile(r"(.*?)\s*(?:->|→)\s*([^>→]+)")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds, as text.

    Attributes:
        file: its name, for messages.
        header: the heads of the columns.
        rows: the cells; each row has as many as the header.
        first: the number of the first row as a spreadsheet counts it.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int = 2


def recognise(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what, as far as their heads tell: places by the names of ``COLUMNS``."""
    found: dict[str, int] = {}
    for place, head in enumerate(header):
        plain = " ".join(re.split(r"[\s_\-.]+", head.strip().casefold())).strip()
        name = _OTHER_NAMES.get(plain, plain.replace(" ", "_"))
        if name in COLUMNS:
            found.setdefault(name, place)
    return found


def matched(table: Table, heads: Mapping[str, str]) -> dict[str, int]:
    """Which column holds what: as its head tells, or as somebody says.

    Args:
        table: the table.
        heads: the head of a column by the name of what it holds; "" where none does.

    Raises:
        UserError: there is no such column, or nothing of that name to hold.
    """
    places = recognise(table.header)
    folded = [head.strip().casefold() for head in table.header]
    for name, head in heads.items():
        if name not in COLUMNS:
            _refuse(table, f"“{name}” is nothing that a column can hold", COLUMNS)
        if head and head.strip().casefold() not in folded:
            _refuse(table, f"“{table.file}” has no column “{head}”", table.header)
        # A column holds one thing: what somebody says counts more than its head.
        place = folded.index(head.strip().casefold()) if head else None
        places = {known: at for known, at in places.items() if at != place and known != name}
        if place is not None:
            places[name] = place
    return places


def silent(columns: Mapping[str, int]) -> frozenset[str]:
    """The fields of codes of which a table with these columns says nothing."""
    return frozenset(COLUMNS) - columns.keys() - {"path", "name", "parent", "uid"} | {"attributes"}


def _refuse(table: Table, why: str, known: Sequence[str]) -> NoReturn:
    raise UserError(
        f"{why}.".replace("{", "{{").replace("}", "}}"),
        "Nothing was changed. There are {known}.",
        known=", ".join(filter(None, known)),
    )


def scheme_of(table: Table, columns: Mapping[str, int], title: str) -> Scheme:
    """The codes of a table. Those that occur only in the paths of others are made.

    Args:
        table: the table.
        columns: the place of each column that is to be taken, by the names of ``COLUMNS``.
        title: what the scheme is called.

    Raises:
        UserError: no column has names, or a row makes no sense; it names the cell.
    """
    if "name" not in columns and "path" not in columns:
        raise UserError(
            "No column of “{file}” has the names of codes.",
            "Nothing was changed. Say which column it is; the heads are {heads}.",
            file=table.file,
            heads=", ".join(filter(None, table.header)) or "empty",
        )
    tree = _Tree(table, columns)
    for number, row in tree.in_order():
        tree.add(number, row)
    if not tree.codes:
        raise UserError(
            "“{file}” has no codes: there is no row under its heads.",
            "Nothing was changed.",
            file=table.file,
        )
    return Scheme(title=title, codes=tree.scheme(), notes=tuple(tree.notes))


def rows_of(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """The rows of a scheme's codes, cells in the order of ``COLUMNS``."""
    for path, code in scheme.walk():
        yield (
            path,
            code.name,
            path.rpartition(SEPARATOR)[0],
            code.key,
            code.colour,
            code.unit,
            code.status,
            code.definition,
            code.use_when,
            code.do_not_use_when,
            code.boundary,
            "\n".join(_one_line(one.text) for one in code.examples),
            "\n".join(_one_line(one.text) for one in code.counter_examples),
            "\n".join(f"{near.when} -> {near.use}".strip() for near in code.instead),
            "\n".join(code.keywords),
            code.citation,
            code.uid,
        )


class _Tree:
    """The codes by path while the rows are read."""

    def __init__(self, table: Table, columns: Mapping[str, int]) -> None:
        self._table = table
        self._columns = columns
        self._parting = _parting(table, columns)
        self._keys: dict[str, str] = {}
        self._made: set[str] = set()
        self._cased: dict[str, str] = {}
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        self.codes: dict[str, SchemeCode] = {}
        self.notes: list[str] = []

    def in_order(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows that are not empty with their numbers, each after that of its parent.

        What is given out has to be taken in before the next is asked for.
        """
        waiting: list[tuple[int, Sequence[str]]] = [
            (number, row)
            for number, row in enumerate(self._table.rows, self._table.first)
            if any(cell.strip() for cell in row)
        ]
        while waiting:
            to_come = {self._own_name(row) for _, row in waiting}
            later = []
            for number, row in waiting:
                if self._awaits(row, to_come):
                    later.append((number, row))
                else:
                    yield number, row
            if len(later) == len(waiting):
                number, row = later[0]
                parent = self._cell(row, "parent")
                self._fail(number, "parent", f"“{parent}” stands in the end under itself")
            waiting = later

    def add(self, number: int, row: Sequence[str]) -> None:
        """Take in a row."""
        if len(self.codes) >= MOST_CODES:
            self._fail(number, "path", f"there are more than {MOST_CODES} codes")
        path = self._path(number, row)
        known = self._cased.get(path.casefold())
        if known is not None and known not in self._made:
            self._fail(number, "path", f"the code “{path}” stands twice")
        path = known or path
        self._above(path)
        self._made.discard(path)
        self._take(path, self._code(number, row, path))

    def scheme(self, above: str = "") -> tuple[SchemeCode, ...]:
        """The tree of what was taken in."""
        under: dict[str, list[str]] = {}
        for path in self.codes:
            under.setdefault(path.rpartition(SEPARATOR)[0], []).append(path)

        def children(of: str) -> tuple[SchemeCode, ...]:
            return tuple(
                replace(self.codes[path], children=children(path)) for path in under.get(of, ())
            )

        return children(above)

    def _path(self, number: int, row: Sequence[str]) -> str:
        column = "path" if self._has_path(row) else "name"
        words = self._cell(row, column)
        names = [" ".join(part.split()) for part in _split(words, self._parting)]
        if column == "name":
            names = [self._name(row)] if words else []
            parent = self._cell(row, "parent")
            names = [*(self._parent(number, parent) if parent else []), *names]
        if not names or not all(names):
            self._fail(number, column, "a code has no name")
        if len(names) > _DEEPEST:
            self._fail(number, column, f"codes are nested more than {_DEEPEST} deep")
        if SEPARATOR in words and (column == "name" or self._parting != SEPARATOR):
            self._note(number, column, names[-1] if column == "name" else " › ".join(names))
        return SEPARATOR.join(names)

    def _parent(self, number: int, parent: str) -> list[str]:
        names = [" ".join(part.split()) for part in _split(parent, self._parting)]
        path = SEPARATOR.join(names)
        if path.casefold() not in self._cased and _dashed(parent).casefold() in self._named:
            names = [path := _dashed(parent)]
        if len(names) == 1:
            # A name alone may be that of a code that stands deeper.
            fitting = self._named.get(path.casefold(), [])
            if len(fitting) > 1 and path not in fitting:
                self._fail(number, "parent", f"“{parent}” names {len(fitting)} codes")
            path = path if path in fitting or not fitting else fitting[0]
        if path.casefold() not in self._cased:
            self._fail(number, "parent", f"there is no code “{parent}” for it to stand under")
        return path.split(SEPARATOR)

    def _awaits(self, row: Sequence[str], to_come: Set[str]) -> bool:
        """Whether its parent has not been taken in, and a row that is to come may be it."""
        parent = self._cell(row, "parent")
        if not parent or self._has_path(row):
            return False
        names = [" ".join(part.split()).casefold() for part in _split(parent, self._parting)]
        is_known = SEPARATOR.join(names) in self._cased or (
            len(names) == 1 and names[0] in self._named
        )
        dashed = _dashed(parent).casefold()
        return not (is_known or dashed in self._named) and not to_come.isdisjoint(
            {names[-1], dashed}
        )

    def _own_name(self, row: Sequence[str]) -> str:
        return "" if self._has_path(row) else self._name(row).casefold()

    def _has_path(self, row: Sequence[str]) -> bool:
        return "path" in self._columns and bool(self._cell(row, "path"))

    def _name(self, row: Sequence[str]) -> str:
        return _dashed(self._cell(row, "name"))

    def _above(self, path: str) -> None:
        names = path.split(SEPARATOR)
        for depth in range(1, len(names)):
            above = SEPARATOR.join(names[:depth])
            if above.casefold() not in self._cased:
                self._made.add(above)
                self._take(above, SchemeCode(names[depth - 1]))

    def _take(self, path: str, code: SchemeCode) -> None:
        if path not in self.codes:
            self._named[code.name.casefold()].append(path)
        self._cased[path.casefold()] = path
        self.codes[path] = code

    def _code(self, number: int, row: Sequence[str], path: str) -> SchemeCode:
        def cell(name: str) -> str:
            return self._cell(row, name)

        return SchemeCode(
            name=path.rpartition(SEPARATOR)[2],
            key=self._key(number, cell("key"), path),
            colour=self._colour(number, cell("colour")),
            unit=self._word(number, "unit", cell("unit"), UNITS) or "span",
            definition=cell("definition"),
            use_when=cell("use_when"),
            do_not_use_when=cell("do_not_use_when"),
            boundary=cell("boundary"),
            examples=tuple(map(Example, _lines(cell("examples")))),
            counter_examples=tuple(map(Example, _lines(cell("counter_examples")))),
            instead=tuple(_near_misses(cell("instead"))),
            keywords=tuple(_lines(cell("keywords"))),
            status=self._word(number, "status", cell("status"), STATUSES) or "active",
            citation=cell("citation"),
            uid=cell("uid"),
        )

    def _cell(self, row: Sequence[str], name: str) -> str:
        place = self._columns.get(name)
        if place is None or place >= len(row):
            return ""
        return _FORMULA.sub("", row[place].strip(), count=1) if row[place] else ""

    def _key(self, number: int, key: str, path: str) -> str:
        if not key:
            return ""
        if len(key) != 1 or not key.isalnum():
            self._fail(number, "key", f"the key “{key}” is not one letter or digit")
        holder = self._keys.setdefault(key.casefold(), path)
        if holder != path:
            self._fail(number, "key", f"the key “{key}” is already that of “{holder}”")
        return key

    def _colour(self, number: int, colour: str) -> str:
        folded = colour.casefold()
        if not folded or folded in list(Slot):
            return folded
        found = _COLOUR.fullmatch(folded)
        if found is None:
            known = ", ".join(Slot)
            why = f"the colour “{colour}” is neither one of {known} nor like #1a2b3c"
            self._fail(number, "colour", why)
        digits = found[1]
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))

    def _word(self, number: int, column: str, word: str, known: Sequence[str]) -> str:
        if word and word.casefold() not in known:
            self._fail(number, column, f"“{word}” is none of {', '.join(known)}")
        return word.casefold()

    def _note(self, number: int, column: str, name: str) -> None:
        self.notes.append(
            f"Cell {self._place(number, column)}: the code is called “{name}”, as “{SEPARATOR}” "
            "stands between the names of a path."
        )

    def _place(self, number: int, column: str) -> str:
        return f"{letters(self._columns.get(column, self._columns.get('name', 0)))}{number}"

    def _fail(self, number: int, column: str, why: str) -> NoReturn:
        raise UserError(
            "The codebook “{file}” can't be read at the cell {cell}: {why}.",
            "Nothing was changed. Correct the file, or choose other columns, and try again.",
            file=self._table.file,
            cell=self._place(number, column),
            why=why,
        )


_DEEPEST = 12


def letters(place: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _parting(table: Table, columns: Mapping[str, int]) -> str:
    """What stands between the names of paths in this table.

    Where names stand beside the paths they tell it; else it is the sign that occurs most.
    """
    place = columns.get("path", columns.get("parent"))
    if place is None:
        return SEPARATOR
    signs, names = (SEPARATOR, *_PARTINGS), columns.get("name")
    if "path" in columns and names is not None:
        counts = dict.fromkeys(signs, 0)
        for row in table.rows:
            path, name = row[place].strip(), row[names].strip()
            for sign in signs:
                # A path of one name tells nothing.
                counts[sign] += path != name and path.endswith(f"{sign.strip()}{name}".strip())
        if not any(counts.values()):
            return SEPARATOR
    else:
        counts = {sign: sum(sign in row[place] for row in table.rows) for sign in signs}
    return max(counts, key=lambda sign: counts[sign])


def _split(path: str, parting: str) -> list[str]:
    if not path:
        return []
    parts = path.split(parting)
    return parts if parting == SEPARATOR else [part.replace(SEPARATOR, "-") for part in parts]


def _dashed(name: str) -> str:
    """A name without the sign that stands between names."""
    return " ".join(name.split()).replace(SEPARATOR, "-")


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _near_misses(cell: str) -> Iterator[NearMiss]:
    for line in _lines(cell):
        found = _USE.fullmatch(line)
        if found is not None:
            yield NearMiss(found[1], found[2].strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())
