"""What the palette offers for what was typed: actions, codes and articles, best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from annotator.domain.codebook import Code
from annotator.domain.matching import Fit, Match, contains_words, match, match_path
from annotator.ui.actions import ACTIONS, ActionSpec, plain
from annotator.ui.commands import Actions
from annotator.ui.session import Session
from annotator.ui.widgets.dates import shown_date

Kind = Literal["action", "code", "article"]
SEPARATOR = " › "
_MOST_ACTIONS, _MOST_CODES, _MOST_ARTICLES = 8, 6, 12
_LOOKED_AT = 200
"""So many of the articles that have the words are looked at for the best."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be had.

    Attributes:
        kind: what it is.
        id: the action's id, or the code's or article's uid as text.
        before: what stands before its name, quietly: the menu, the codes above, nothing.
        name: its name.
        after: what is said at the right: where it leads, or why it can't be done now.
        keys: its key, '' for none.
        positions: the places of the letters found in ``before + name``.
        possible: whether it can be done now.
        caption: what stands above it: a group begins here.
    """

    kind: Kind
    id: str
    before: str
    name: str
    after: str = ""
    keys: str = ""
    positions: tuple[int, ...] = ()
    possible: bool = True
    caption: str = ""

    @property
    def token(self) -> str:
        """What is remembered of it."""
        return f"{self.kind}:{self.id}"


class Offers:
    """Finds rows in the table of actions and in the open project.

    Attributes:
        caption_of_codes: says what choosing a code would do now.
    """

    def __init__(self, session: Session, actions: Actions) -> None:
        self._session = session
        self._actions = actions
        self.caption_of_codes = ""

    def at_first(self, recent: Sequence[str]) -> list[Row]:
        """With nothing typed: what was used last, then all actions in the order of the menus."""
        last = [row for token in recent if (row := self._remembered(token)) is not None]
        known = {row.token for row in last}
        rest = [row for spec in ACTIONS if (row := self._action(spec)).token not in known]
        return [*_captioned(_tr("Used last"), last), *_captioned(_tr("Everything"), rest)]

    def fitting(self, typed: str, recent: Sequence[str]) -> list[Row]:
        """The actions and codes for what was typed; the group with the best one goes first."""
        # Letters scattered over a name are worth nothing in so long a list.
        least = Fit.INSIDE * len(typed.split())
        actions = _best((self._fit(typed, spec, least) for spec in ACTIONS), recent)
        codes = _best((self._fit_code(typed, code, least) for code in self._codes()), recent)
        groups = [
            (_tr("Actions"), actions[:_MOST_ACTIONS]),
            (self.caption_of_codes, codes[:_MOST_CODES]),
        ]
        groups.sort(key=lambda group: -max((score for score, _ in group[1]), default=0))
        return [
            row
            for caption, found in groups
            for row in _captioned(caption, [row for _, row in found])
        ]

    def articles(self, typed: str) -> list[Row]:
        """The articles that have the words, those with the words in the headline first.

        None as long as the list of a large project is being read.
        """
        session = self._session
        if not session.is_open or not session.project.queries.can_list_articles("imported"):
            return []
        queries = session.project.queries
        ids = queries.article_ids(typed, "imported", descending=False)[:_LOOKED_AT]
        found = []
        for article in queries.articles(ids):
            name = article.headline or article.source_file or article.url or "–"
            about = " · ".join(filter(None, (article.outlet, shown_date(article.published))))
            fit = match(typed, name)
            exact = contains_words(typed, name)
            places = fit.positions if exact and fit else ()
            row = Row("article", str(article.uid), "", name, about, "", places)
            found.append((not exact, row))
        found.sort(key=lambda one: one[0])
        return _captioned(_tr("Articles"), [row for _, row in found[:_MOST_ARTICLES]])

    # -- one row

    def _action(self, spec: ActionSpec, positions: tuple[int, ...] = ()) -> Row:
        menu = "".join(plain(part) + SEPARATOR for part in (spec.menu,) if part)
        why = self._actions.why_not(spec.id)
        title = self._actions.title(spec.id)
        keys = self._actions.keys.shown(spec.id)
        return Row("action", spec.id, menu, title, why, keys, positions, not why)

    def _code(self, code: Code, positions: tuple[int, ...] = ()) -> Row:
        above = self._session.codebook.ancestry(code.id)[:-1]
        before = "".join(one.name + SEPARATOR for one in above)
        return Row("code", str(code.uid), before, code.name, "", code.key, positions)

    def _codes(self) -> list[Code]:
        return [code for code in self._session.codebook if not code.is_deleted]

    def _remembered(self, token: str) -> Row | None:
        kind, _, name = token.partition(":")
        if kind == "action":
            return next((self._action(spec) for spec in ACTIONS if spec.id == name), None)
        if kind == "code":
            return next((self._code(code) for code in self._codes() if str(code.uid) == name), None)
        if kind == "article" and self._session.is_open:
            article = self._session.project.queries.article_by_uid(UUID(name))
            if article is not None:
                return Row("article", name, "", article.headline or article.source_file or "–")
        return None

    # -- how well it fits

    def _fit(self, typed: str, spec: ActionSpec, least: int) -> tuple[int, Row] | None:
        row = self._action(spec)
        fit = match_path(typed, row.before + row.name, len(row.before))
        if fit is not None and fit.score >= least:
            return fit.score, self._action(spec, fit.positions)
        if spec.also and contains_words(typed, _tr(spec.also)):
            return least, row
        return None

    def _fit_code(self, typed: str, code: Code, least: int) -> tuple[int, Row] | None:
        row = self._code(code)
        fit = match_path(typed, row.before + row.name, len(row.before))
        if fit is None and code.key == typed.casefold():
            fit = Match(least, ())
        if fit is None or fit.score < least:
            return None
        return fit.score, self._code(code, fit.positions)


def _best(found: Iterable[tuple[int, Row] | None], recent: Sequence[str]) -> list[tuple[int, Row]]:
    """The best first; of equals those that can be done, and those used last."""
    used = {token: place for place, token in enumerate(recent)}

    def order(one: tuple[int, Row]) -> tuple[int, bool, int, int]:
        score, row = one
        return (-score, not row.possible, used.get(row.token, len(used)), len(row.name))

    return sorted((one for one in found if one is not None), key=order)


def _captioned(caption: str, rows: list[Row]) -> list[Row]:
    return [replace(row, caption=caption if n == 0 else "") for n, row in enumerate(rows)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("palette", text)
