"""What the chart of frequencies shows, as plain values: its rows, its words and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QCoreApplication

from annotator.analysis.frequencies import Frequency
from annotator.domain.codebook import Codebook

STEP = " › "
"""Between the names of a path where people read it."""

SPOKEN_ROWS = 20
"""How many codes a screen reader is told in one sentence; the table has all of them."""


class Measure(StrEnum):
    """What the length of a bar means."""

    ANNOTATIONS = "annotations"
    ARTICLES = "articles"
    PER_1000 = "per_1000_words"
    SHARE = "share_of_articles"


class Order(StrEnum):
    """In which order the bars stand."""

    VALUE = "value"
    CODEBOOK = "codebook"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was looked at: whose annotations (names), how many, in how much text, in which round.

    ``round`` is "" where there is only one.
    """

    coders: tuple[str, ...]
    annotations: int
    articles: int
    counted_words: int
    round: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One code: its names from the top level down, its colour and how often it was used.

    ``inherited`` tells that the colour is that of the code above.
    """

    names: tuple[str, ...]
    colour: str
    inherited: bool
    frequency: Frequency

    @property
    def code_id(self) -> int | None:
        """The code, or None for annotations whose code is gone."""
        return self.frequency.code_id

    @property
    def path(self) -> str:
        """The names from the top level down."""
        return STEP.join(self.names)

    def same(self, other: Row) -> bool:
        """Whether this is the row of the same code, in another figure perhaps."""
        return self.code_id == other.code_id


@dataclass(frozen=True)
class Figure:
    """A chart, before anybody draws it."""

    rows: tuple[Row, ...]
    measure: Measure
    order: Order
    counted: Counted

    @property
    def title(self) -> str:
        """What the chart is about."""
        return _tr("How often each code was used")

    @property
    def sentence(self) -> str:
        """What was counted."""
        return self.told(str)

    def told(self, strong: Callable[[str], str]) -> str:
        """What was counted, with ``strong`` applied to what may differ from chart to chart."""
        counted = self.counted
        said = [
            _tr("{n} by {who} in {articles} with {words} counted words.").format(
                n=strong(_annotations(counted.annotations)),
                who=strong(_who(counted.coders)),
                articles=strong(articles(counted.articles)),
                words=strong(number(counted.counted_words)),
            ),
            _tr(
                "Annotations are counted wherever they lie; words without bylines, captions and "
                "page furniture."
            ),
        ]
        if counted.round:
            said.append(
                _tr("Only the round {name} is counted.").format(name=strong(f"“{counted.round}”"))
            )
        if any(len(row.names) > 1 for row in self.rows):
            said.append(_tr("Subcodes are counted on their own."))
        return " ".join(said)

    @property
    def counts(self) -> str:
        """How much was counted, in short."""
        return f"{_annotations(self.counted.annotations)} · {articles(self.counted.articles)}"

    @property
    def axis_title(self) -> str:
        """What the bars measure, with its unit and n."""
        counted = self.counted
        return {
            Measure.ANNOTATIONS: _tr("annotations (n = {annotations})"),
            Measure.ARTICLES: _tr("articles with the code (n = {articles})"),
            Measure.PER_1000: _tr("annotations per 1,000 counted words (n = {words} words)"),
            Measure.SHARE: _tr("% of articles with the code (n = {articles} articles)"),
        }[self.measure].format(
            annotations=number(counted.annotations),
            articles=number(counted.articles),
            words=number(counted.counted_words),
        )

    @property
    def spoken(self) -> str:
        """The sentence that the chart says."""
        said = [f"{row.path} {self.shown(row)}" for row in self.rows[:SPOKEN_ROWS]]
        more = len(self.rows) - len(said)
        if more > 0:
            said.append(_tr("and {n} more in the table").format(n=number(more)))
        return f"{self.axis_title}: {', '.join(said)}"

    @property
    def whole_numbers(self) -> bool:
        """Whether the values are counts."""
        return self.measure in (Measure.ANNOTATIONS, Measure.ARTICLES)

    @cached_property
    def largest(self) -> float:
        """The longest bar's value; 0 when there is none."""
        return max((self.value(row) for row in self.rows), default=0.0)

    def value(self, row: Row) -> float:
        """The length of the row's bar, in the unit of the axis."""
        return VALUES[self.measure](row.frequency)

    def shown(self, row: Row) -> str:
        """The value as it stands at the end of the bar."""
        return shown(self.measure, row.frequency)


VALUES: dict[Measure, Callable[[Frequency], float]] = {
    Measure.ANNOTATIONS: lambda found: found.annotations,
    Measure.ARTICLES: lambda found: found.articles,
    Measure.PER_1000: lambda found: found.per_1000_words,
    Measure.SHARE: lambda found: found.share_of_articles * 100,
}


def figure(
    frequencies: Iterable[Frequency],
    codebook: Codebook,
    counted: Counted,
    *,
    measure: Measure,
    order: Order,
) -> Figure:
    """The chart of frequencies that are in the order of the codebook."""
    rows = [_row(found, codebook) for found in frequencies]
    if order is Order.VALUE:
        rows.sort(key=lambda row: VALUES[measure](row.frequency), reverse=True)
    return Figure(tuple(rows), measure, order, counted)


def shown(measure: Measure, found: Frequency) -> str:
    """A frequency in one of its measures, as people read it."""
    value = VALUES[measure](found)
    if measure is Measure.PER_1000:
        return f"{value:,.2f}" if not 0 < value < 0.005 else "< 0.01"
    if measure is Measure.SHARE:
        return f"{value:.1f}" if not 0 < value < 0.05 else "< 0.1"
    return number(int(value))


def number(value: int) -> str:
    """A count with its thousands set apart."""
    return f"{value:,}"


def articles(count: int) -> str:
    """So many articles, in words."""
    return _tr("1 article") if count == 1 else _tr("{n} articles").format(n=number(count))


def _annotations(count: int) -> str:
    return _tr("1 annotation") if count == 1 else _tr("{n} annotations").format(n=number(count))


def _row(found: Frequency, codebook: Codebook) -> Row:
    if found.code_id is None:
        return Row((found.code,), "", inherited=False, frequency=found)
    chain = codebook.ancestry(found.code_id)
    colour = codebook.colour(found.code_id)
    inherited = len(chain) > 1 and colour == codebook.colour(chain[-2].id)
    return Row(tuple(code.name for code in chain), colour, inherited, found)


def _who(coders: Sequence[str]) -> str:
    if not coders:
        return _tr("nobody")
    if len(coders) > 3:
        return _tr("{n} coders").format(n=number(len(coders)))
    if len(coders) == 1:
        return coders[0]
    return _tr("{some} and {last}").format(some=", ".join(coders[:-1]), last=coders[-1])


def _tr(text: str) -> str:
    return QCoreApplication.translate("charts", text)
