"""The names in the margin, each on the row of the line where its annotation begins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QColor, QTextBlock

from annotator.domain.codebook import Code
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.rows import Row, air_around, line_of
from annotator.ui.theme import CodeColours

BESIDE = 5.0
"""Room between a name and what is said of its coders."""
_GAP = 12.0
"""Room between one name and the next."""
_LEAST = 44.0
"""A name cut shorter than this says nothing."""
_LEAST_CHOSEN = 20.0
"""Of the chosen annotation's, that its words are known, the first letters say enough."""


def dot_of(height: float) -> float:
    """Room for the coloured mark before a name of that height."""
    return max(11.0, height / 2 + 4)


@dataclass(slots=True)
class Name:
    """What one or more annotations that begin on a line are called there.

    ``x`` is the distance from the column. Without a colour it is "+2": so many more
    begin there. ``coders`` are the initials of the others who have it there, how many there are
    of it, or that it is not saved, when it ``waits``; ``hollow`` that nobody else has.
    That of the chosen annotation stands on a ``ground`` of its colour; after one that is
    ``linked`` to it stands by which relation. One that ``continues`` is the rest of the
    name above it.
    """

    x: float
    y: float
    height: float
    text: str
    colour: QColor | None
    ids: tuple[int, ...]
    width: float = 0.0
    coders: str = ""
    hollow: bool = False
    waits: bool = False
    ground: QColor | None = None
    linked: bool = False
    continues: bool = False
    whole: float = 0.0


@dataclass(frozen=True, slots=True)
class NameBrush:
    """What is the same for all names; ``others``: coders' initials by their ids.

    They begin at ``start``, as far from the column, and end before ``end``; where they need more
    room than that they begin nearer to it, beside the brackets. ``signs`` says of annotations
    whether some are unsure or have a memo. The ``chosen`` one is named
    before all others of its row, those in ``relations`` to it next.
    """

    start: float
    end: float
    height: float
    others: Mapping[int, str]
    not_saved: str
    code: Callable[[int], Code]
    colours: Callable[[int], CodeColours]
    width: Callable[[str], float]
    elided: Callable[[str, float], str]
    signs: Callable[[Sequence[Mark]], str] = lambda _marks: ""
    chosen: int | None = None
    relations: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Entry:
    """One code on a row: what it is called and how much room that takes."""

    code_id: int
    marks: list[Mark]
    text: str
    width: float
    waits: bool
    dot: float
    chosen: bool = False
    relation: str = ""
    coders: str = ""
    after: float = 0.0

    @property
    def whole(self) -> float:
        return self.dot + self.width + self.after


def names_of(
    block: QTextBlock,
    marks: Sequence[Mark],
    rows: Sequence[Row],
    taken: Sequence[float],
    below: float,
    brush: NameBrush,
) -> list[Name]:
    """The names beside one paragraph: every mark that begins in it is in one of them.

    Args:
        block: the paragraph, laid out.
        marks: the marks to draw that reach into it.
        rows: its lines.
        taken: how far from the column the brackets beside each of them reach.
        below: where the next paragraph's text begins, in this one's coordinates.
        brush: colours and measures.
    """
    origin, end = block.position(), block.position() + block.length()
    by_line: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.order)):
        if origin <= mark.start < end:
            by_line.setdefault(line_of(block.layout(), mark.start - origin), []).append(mark)
    return [
        name
        for line, some in by_line.items()
        for name in _on_row(some, rows[line], air_around(rows, line, below), taken[line], brush)
    ]


def _on_row(
    marks: Sequence[Mark], row: Row, air: tuple[float, float], taken: float, brush: NameBrush
) -> list[Name]:
    """The names of marks that begin on a row, one below the other where there is the air for it."""
    above, below = air
    most = max(1, int((above + row.height + below) / brush.height))
    lines = _lines(_entries(marks, brush), brush.end - taken, most, brush)
    widest = max((line[-1].x + line[-1].whole for line in lines), default=0.0)
    start = max(taken, min(brush.start, brush.end - widest))
    height = len(lines) * brush.height
    top = row.top + (row.height - height) / 2
    top = max(row.top - above, min(top, row.bottom + below - height))
    for number, line in enumerate(lines):
        for name in line:
            name.x += start
            name.y = top + number * brush.height
    return [name for line in lines for name in line]


def _lines(entries: Sequence[_Entry], room: float, most: int, brush: NameBrush) -> list[list[Name]]:
    """Names in up to ``most`` lines; what has no place in them is counted at the end."""
    lines: list[list[Name]] = [[]]
    x, left = 0.0, sum(len(entry.marks) for entry in entries)
    for place, entry in enumerate(entries):
        after = left - len(entry.marks)
        if x and len(lines) < most and not _fits(entry, room - x, brush):
            lines.append([])
            x = 0.0
        if not after and not x and len(lines) < most:
            two = _in_two_lines(entry, room, brush)
            if two is not None:
                lines[-1:] = [[name] for name in two]
                break
        more = _GAP + brush.width(f"+{after}") if after and len(lines) == most else 0.0
        if not _fits(entry, room - x - more, brush) and (x or not _cut(entry, room - more, brush)):
            rest = tuple(mark.id for entry in entries[place:] for mark in entry.marks)
            _count(lines, x, rest, room, brush)
            break
        lines[-1].append(_name(x, entry, brush))
        x, left = x + entry.whole + _GAP, after
    return [line for line in lines if line]


def _in_two_lines(entry: _Entry, room: float, brush: NameBrush) -> tuple[Name, Name] | None:
    """A name broken between two words, where it has no room in one line and that makes some."""
    if _fits(entry, room, brush):
        return None
    words = entry.text.split(" ")
    heads = (" ".join(words[:number]) for number in range(len(words) - 1, 0, -1))
    head = next((one for one in heads if entry.dot + brush.width(one) <= room), None)
    if head is None:
        return None
    rest = replace(entry, text=entry.text[len(head) + 1 :])
    rest.width = brush.width(rest.text)
    if not _fits(rest, room, brush) and not _cut(rest, room, brush):
        return None
    entry.text, entry.width, entry.coders, entry.after = head, brush.width(head), "", 0.0
    tail = _name(0.0, rest, brush)
    tail.continues = True
    return _name(0.0, entry, brush), tail


def _count(
    lines: list[list[Name]], x: float, rest: tuple[int, ...], room: float, brush: NameBrush
) -> None:
    """Say how many more begin on the row."""
    text = f"+{len(rest)}"
    width = brush.width(text)
    if x + width <= room:
        lines[-1].append(Name(x, 0.0, brush.height, text, None, rest, width, whole=width))


def _fits(entry: _Entry, room: float, brush: NameBrush) -> bool:
    """Choose what is said after a name in that room; whether all of both has a place in it."""
    _say_who(entry, room, brush)
    return entry.whole <= room and bool(entry.coders or not entry.relation)


def _entries(marks: Sequence[Mark], brush: NameBrush) -> list[_Entry]:
    """The codes of a row as the text has them; first the chosen, and what is linked or waits."""
    by_code: dict[int, list[Mark]] = {}
    for mark in marks:
        by_code.setdefault(mark.code_id, []).append(mark)
    entries = []
    for code_id, some in by_code.items():
        text, waits = brush.code(code_id).name, any(mark.id < 0 for mark in some)
        chosen = any(mark.id == brush.chosen for mark in some)
        width, dot = brush.width(text), dot_of(brush.height)
        said = (brush.relations.get(mark.id) for mark in some)
        relation = ", ".join(dict.fromkeys(filter(None, said)))
        entries.append(_Entry(code_id, some, text, width, waits, dot, chosen, relation))
    return sorted(
        entries, key=lambda entry: (not entry.chosen, not entry.waits, not entry.relation)
    )


def _cut(entry: _Entry, room: float, brush: NameBrush) -> bool:
    """Shorten a name so that it has room; False where too little of it would be left."""
    if entry.relation and not entry.coders:
        # A part of it is better than nothing; the card at the pointer has it whole.
        most = room - entry.dot - min(entry.width, _LEAST) - BESIDE
        if most >= _LEAST:
            entry.coders = brush.elided(entry.relation, most)
            entry.after = BESIDE + brush.width(entry.coders)
    width = room - entry.dot - entry.after
    if width < min(_LEAST_CHOSEN if entry.chosen else _LEAST, entry.width):
        if not entry.waits or width < 0:
            return False
        # That it is not saved is worth more than what it is called.
        entry.text, entry.width = "", 0.0
        return True
    entry.text = brush.elided(entry.text, width)
    entry.width = brush.width(entry.text)
    return True


def _say_who(entry: _Entry, room: float, brush: NameBrush) -> None:
    """What stands after the name: that it is not saved, unsure or noted; who has it; how many.

    Several initials are counted where they would cut the name; where even that would leave hardly
    any of it, the name is worth more.
    """
    entry.coders, entry.after = "", 0.0
    if entry.waits:
        entry.coders, entry.after = brush.not_saved, BESIDE + brush.width(brush.not_saved)
        return
    who = {mark.coder_id for mark in entry.marks}
    short = [one for coder_id, one in brush.others.items() if coder_id in who]
    several = f"×{len(entry.marks)}" if len(entry.marks) > len(who) else ""
    signs = " ".join(filter(None, (entry.relation, brush.signs(entry.marks))))
    said = [" ".join(filter(None, (signs, *short, several)))]
    if len(short) > 1:
        said.append(" ".join(filter(None, (signs, f"×{len(entry.marks)}"))))
    for coders in said:
        after = BESIDE + brush.width(coders) if coders else 0.0
        is_last = coders is said[-1]
        fits = entry.dot + entry.width + after <= room
        if fits or (is_last and room - entry.dot - after >= min(entry.width, _LEAST)):
            entry.coders, entry.after = coders, after
            return


def _name(x: float, entry: _Entry, brush: NameBrush) -> Name:
    colours = brush.colours(entry.code_id)
    return Name(
        x,
        0.0,
        brush.height,
        entry.text,
        colours.line,
        tuple(mark.id for mark in entry.marks),
        entry.width,
        entry.coders,
        hollow=_are_others(entry.marks, brush.others),
        waits=entry.waits,
        ground=colours.strong if entry.chosen else None,
        linked=bool(entry.relation),
        whole=entry.whole,
    )


def _are_others(marks: Collection[Mark], others: Mapping[int, str]) -> bool:
    return all(mark.coder_id in others for mark in marks)
