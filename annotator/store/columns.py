"""Live annotations as columns of numbers, and what is counted in them.

What a chart of a million annotations asks takes milliseconds here, and seconds in SQL. Nobody but
``counting`` imports this module, when something is to be counted: numpy takes long to load.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from annotator.domain.tally import Base
from annotator.store.article_counts import ArticleCounts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]
    Keys = NDArray[np.int64]

    from annotator.domain.tally import Grouping

Cell = tuple[int, str | int, int, int]
"""A code, a group (a coder by id), annotations, articles that have any."""

ANNOTATION = ("deleted", "article_id", "code_id", "coder_id", "round_id", "start", "end")
"""What is read of an annotation after its id."""

ARTICLE = ("deleted", "outlet", "published", "counted_words")
"""What is read of an article after its id."""

_ARTICLE, _CODE, _CODER, _ROUND, _START = 0, 1, 2, 3, 4
_OUTLET, _MONTH, _WORDS, _LIVE = range(4)
_SPARE = 1024
_FEW = 1000
"""So many annotations are counted one by one; of more all are counted again."""
_MONTH_LENGTH = len("2025-03")


class Columns:
    """Annotations and articles by id, each field a column.

    A column has a place for every id up to the highest one, since ids are given in turn and kept:
    nothing has to be looked up or moved when records come, change and go. Where there is no live
    annotation everything is 0, which is no code's, coder's or article's id.
    """

    def __init__(self) -> None:
        self._annotations = _Table(len(ANNOTATION) - 1)
        self._articles = _Table(4)
        self._outlets = _Names()
        self._months = _Names()
        self._counts: dict[int, Counter[tuple[int, int]]] | None = None
        self._per_article = ArticleCounts(_ARTICLE, (_CODER, _ROUND))

    # -- what there is

    def put_annotations(self, asked: Collection[int], rows: Sequence[Sequence[Any]]) -> None:
        """Takes annotations as they are now.

        Args:
            asked: ids that were asked for; where there is no row the annotation does not exist.
            rows: id and ``ANNOTATION``.

        Raises:
            OverflowError, TypeError, ValueError: they cannot be such numbers.
        """
        found = np.array(rows, np.int32).reshape(-1, 1 + len(ANNOTATION))
        missing = set(asked).difference(found[:, 0].tolist())
        ids = np.concatenate([found[:, 0], np.array(sorted(missing), np.int32)])
        values = np.zeros((len(ids), len(ANNOTATION) - 1), np.int32)
        values[: len(found)] = found[:, 2:] * (found[:, 1:2] == 0)
        before = self._annotations.get(ids)
        if self._counts is not None:
            self._count_again(before, values)
        self._per_article.correct(before.T, values.T)
        self._annotations.put(ids, values)

    def put_articles(self, asked: Collection[int], rows: Sequence[Sequence[Any]]) -> None:
        """Takes articles as they are now; ``rows`` are id and ``ARTICLE``, else as above."""
        values = [
            (
                one,
                self._outlets.number(outlet),
                self._months.number(published[:_MONTH_LENGTH]),
                words,
                not deleted,
            )
            for one, deleted, outlet, published, words in rows
        ]
        missing = set(asked).difference(row[0] for row in values)
        values += [(one, 0, 0, 0, False) for one in missing]
        found = np.array(values, np.int32).reshape(-1, 5)
        self._articles.put(found[:, 0], found[:, 1:])

    # -- what is counted

    def counts(self, round_id: int | None = None) -> Counter[tuple[int, int]]:
        """Annotations by (code, coder) in a round or in all, where there are any."""
        if self._counts is None:
            self._counts = self._counted()
        if round_id is not None:
            return Counter(self._counts.get(round_id))
        found = Counter[tuple[int, int]]()
        for some in self._counts.values():
            found.update(some)
        return found

    def _counted(self) -> dict[int, Counter[tuple[int, int]]]:
        codes, coders, rounds = self._annotations.columns[[_CODE, _CODER, _ROUND]].astype(np.int64)
        width = int(coders.max(initial=0)) + 1
        pairs, counts = codes * width + coders, dict[int, Counter[tuple[int, int]]]()
        for one in np.flatnonzero(np.bincount(rounds[codes > 0])).tolist():
            keys, numbers = _runs(np.sort(pairs[(codes > 0) & (rounds == one)]))
            counts[one] = Counter(
                {
                    (key // width, key % width): number
                    for key, number in zip(keys.tolist(), numbers.tolist(), strict=True)
                }
            )
        return counts

    def by_article(self, articles: Collection[int], coder: int, round_id: int) -> dict[int, int]:
        """A coder's annotations in a round in each of these articles, 0 included."""
        return self._per_article.of((coder, round_id), articles, self._annotations.columns)

    def tallies(
        self, by: Grouping, coders: Collection[int], round_id: int | None = None
    ) -> list[Cell]:
        """How often each code was used by these coders in each group; unused codes are left out."""
        rows = self._by(coders, round_id)
        articles, codes, coder_ids = (
            self._annotations.columns[n][rows].astype(np.int64) for n in (_ARTICLE, _CODE, _CODER)
        )
        groups: Any = np.zeros(1, np.int64)
        if by == "coder":
            groups = coder_ids
        elif by != "code":
            groups = self._group(by)[articles]
        width, height = int(groups.max(initial=0)) + 1, int(articles.max(initial=0)) + 1
        pairs = np.sort((codes * width + groups) * height + articles)
        cells, annotations = _runs(pairs // height)
        # Each article once: what is left of a run of equal pairs is its first one.
        _, distinct = _runs(_runs(pairs)[0] // height)
        return [
            (cell // width, self._name(by, cell % width), n, in_articles)
            for cell, n, in_articles in zip(
                cells.tolist(), annotations.tolist(), distinct.tolist(), strict=True
            )
        ]

    def bases(self, by: Grouping) -> dict[str, Base]:
        """All articles of each group and their counted words; one group but by property.

        One that was removed while somebody else annotated it is there still.
        """
        live = self._articles.columns[_LIVE] == 1
        annotated = self._annotations.columns[_ARTICLE]
        live[annotated[annotated < len(live)]] = True
        live[:1] = False
        words = self._articles.columns[_WORDS][live]
        if by in ("code", "coder"):
            return {"": Base(int(live.sum()), int(words.sum(dtype=np.int64)))}
        groups = self._group(by)[live]
        numbers = np.bincount(groups)
        # Doubles are exact up to 2 ** 53 words.
        sums = np.bincount(groups, weights=words)
        return {
            str(self._name(by, group)): Base(int(numbers[group]), int(sums[group]))
            for group in np.flatnonzero(numbers).tolist()
        }

    def passages(
        self, code: int, coders: Collection[int], round_id: int | None = None
    ) -> list[int]:
        """Ids of a code's annotations by these coders, by article and start."""
        columns = self._annotations.columns
        ids = np.flatnonzero((columns[_CODE] == code) & self._by(coders, round_id))
        places = columns[_ARTICLE][ids].astype(np.int64) << 32 | columns[_START][ids]
        found: list[int] = ids[np.argsort(places, kind="stable")].tolist()
        return found

    def articles_with(self, codes: Collection[int]) -> int:
        """In how many articles any of these codes is."""
        columns = self._annotations.columns
        wanted = np.zeros(int(columns[_CODE].max(initial=0)) + 1, np.bool_)
        wanted[[code for code in codes if code < len(wanted)]] = True
        return int(np.count_nonzero(np.bincount(columns[_ARTICLE][wanted[columns[_CODE]]])))

    # -- snapshots

    def copy(self) -> Columns:
        """The same, to be kept while this one goes on changing."""
        names = {name: list(some) for name, some in self.names().items()}
        return Columns.of({name: one.copy() for name, one in self.arrays().items()}, names)

    def arrays(self) -> dict[str, Numbers]:
        """All numbers, to be kept."""
        return {"annotations": self._annotations.columns, "articles": self._articles.columns}

    def names(self) -> dict[str, list[str]]:
        """The names behind numbers of articles, to be kept."""
        return {"outlets": self._outlets.names, "months": self._months.names}

    @classmethod
    def of(cls, arrays: Mapping[str, Numbers], names: Mapping[str, list[str]]) -> Columns:
        """What was kept.

        Raises:
            KeyError, ValueError: it was not kept from here.
        """
        made = cls()
        made._annotations.take(arrays["annotations"])
        made._articles.take(arrays["articles"])
        made._outlets.take(names["outlets"])
        made._months.take(names["months"])
        return made

    # -- inside

    def _by(self, coders: Collection[int], round_id: int | None) -> NDArray[np.bool_]:
        # Nobody's id is 0, so that empty places are left out.
        whose = self._annotations.columns[_CODER]
        wanted = np.zeros(max(int(whose.max(initial=0)), *coders, 0) + 1, np.bool_)
        wanted[list(coders)] = True
        wanted[0] = False
        theirs: NDArray[np.bool_] = wanted[whose]
        if round_id is not None:
            theirs &= self._annotations.columns[_ROUND] == round_id
        return theirs

    def _group(self, by: Grouping) -> Numbers:
        groups: Numbers = self._articles.columns[_OUTLET if by == "outlet" else _MONTH]
        return groups

    def _name(self, by: Grouping, group: int) -> str | int:
        if by == "coder":
            return group
        if by == "code":
            return ""
        return (self._outlets if by == "outlet" else self._months).names[group]

    def _count_again(self, before: Numbers, after: Numbers) -> None:
        if len(after) > _FEW:
            self._counts = None
            return
        assert self._counts is not None
        for at, change in ((before, -1), (after, 1)):
            for code, coder, round_id in at[:, [_CODE, _CODER, _ROUND]].tolist():
                if code:
                    counts = self._counts.setdefault(round_id, Counter())
                    counts[code, coder] += change
                    if not counts[code, coder]:
                        del counts[code, coder]


class _Table:
    """Rows by id, in columns; a row that was never put is all 0."""

    def __init__(self, width: int) -> None:
        self._room = np.zeros((width, _SPARE), np.int32)
        self._height = 1

    @property
    def columns(self) -> Numbers:
        """A row for each field, a place for each id from 0 on."""
        return self._room[:, : self._height]

    def get(self, ids: Numbers) -> Numbers:
        """The rows with these ids."""
        within = ids < self._height
        found = np.zeros((len(ids), len(self._room)), np.int32)
        found[within] = self._room[:, ids[within]].T
        return found

    def put(self, ids: Numbers, rows: Numbers) -> None:
        """Takes rows."""
        if not len(ids):
            return
        if ids.min() < 1:
            raise ValueError("ids count from 1")
        highest = int(ids.max())
        if highest >= self._room.shape[1]:
            room = np.zeros((len(self._room), highest + highest // 4 + _SPARE), np.int32)
            room[:, : self._height] = self.columns
            self._room = room
        self._height = max(self._height, highest + 1)
        self._room[:, ids] = rows.T

    def take(self, columns: Numbers) -> None:
        """Takes all rows as they were kept."""
        if columns.dtype != np.int32 or columns.ndim != 2 or len(columns) != len(self._room):
            raise ValueError("other columns")
        self._room, self._height = columns, columns.shape[1]


class _Names:
    """A number for each name."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}
        self.number("")

    def number(self, name: str) -> int:
        """The name's number, a new one for a new name."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def take(self, names: Iterable[str]) -> None:
        """Takes all names as they were kept."""
        for name in names:
            self.number(name)


def _runs(ordered: Keys) -> tuple[Keys, Keys]:
    """The different values in a sorted array, and how often each stands there."""
    begins = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    return ordered[starts], np.diff(starts, append=len(ordered))
