"""Zones corrected by hand: what a line of an article is, remembered for the outlet's other ones.

What was said of a line is kept as a setting of the study for its outlet and words, one each, so
that what two coders say apart comes together in a merge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.lines import key_of
from annotator.domain.roles import Role
from annotator.domain.zones import Zone, counted_words
from annotator.ops.coding import excerpt
from annotator.ops.study import setting_edit

if TYPE_CHECKING:
    from annotator.domain.article import Article
    from annotator.domain.changes import Changes, Edit
    from annotator.domain.span import Range
    from annotator.store.project import Project

_KEY = "zone"
_LONGEST = 160
"""A line of more letters does not come again in another article."""

_NAMES = {
    Role.FURNITURE: "page furniture",
    Role.BODY: "text of the article",
    Role.HEADING: "a heading",
    Role.CAPTION: "a caption",
    Role.QUOTATION: "a quotation",
    Role.BYLINE: "a byline",
    Role.HEADLINE: "the headline",
}
_PORTION = 200

Remembered = Mapping[str, Role]
"""What was said of the lines of one outlet, by their letters and digits (``key_of``)."""


def set_role(
    project: Project, article_id: int, lines: Range, role: Role, *, coder_id: int
) -> Changes:
    """Say what lines of an article are, in one step; it is remembered for the article's outlet.

    Args:
        project: the project.
        article_id: the article.
        lines: all lines that this range touches; an empty one means the line there.
        role: what they are.
        coder_id: who says so.

    Raises:
        UserError: there is no line there.
    """
    (article,) = project.queries.articles([article_id])
    text, zones = project.queries.text(article_id), project.queries.zones(article_id)
    touched = [zone for zone in zones if _touches(zone, lines)]
    if not touched:
        raise UserError(
            "There is no line here.", "Nothing was changed. Put the caret into a line of text."
        )
    changed = [zone for zone in touched if zone.role is not role]
    corrected = tuple(replace(zone, role=role) if zone in changed else zone for zone in zones)
    what = excerpt(text[touched[0].start : touched[0].end])
    more = f" and {len(touched) - 1} more lines" if len(touched) > 1 else ""
    label = f"Say that {what}{more} is {_NAMES.get(role, role.value)}"
    edits: list[Edit] = []
    if changed:
        edits.append(_corrected(article.id, text, corrected))
        edits += _remembering(project, article, text, changed, role)
    return project.apply(label, edits, coder_id=coder_id)


def remembered(project: Project, outlet: str) -> dict[str, Role]:
    """What was said of lines of an outlet."""
    return dict(_of_outlets(project.queries.settings()).get(outlet, {}))


def all_remembered(project: Project) -> dict[str, dict[str, Role]]:
    """What was said of lines, by outlet."""
    return _of_outlets(project.queries.settings())


def with_remembered(text: str, zones: tuple[Zone, ...], known: Remembered) -> tuple[Zone, ...]:
    """Zones of a text with what was said of such lines before."""
    if not known:
        return zones
    return tuple(
        replace(zone, role=known.get(key_of(text[zone.start : zone.end]), zone.role))
        if zone.end - zone.start <= _LONGEST
        else zone
        for zone in zones
    )


def apply_to_outlet(
    project: Project,
    outlet: str,
    *,
    coder_id: int,
    go_on: Callable[[int, int], bool] = lambda _done, _all: True,
) -> Changes:
    """Give lines of all articles of an outlet the roles that were said of such lines.

    Long work: one entry of the history, which can be cancelled and is undone in one step.

    Args:
        project: the project.
        outlet: whose articles.
        coder_id: who wants it.
        go_on: told how many articles were looked at, and of how many; False to stop.
    """
    known = remembered(project, outlet)
    with project.begin(f"Set the zones of {outlet} as remembered", coder_id=coder_id) as job:
        job.take(_corrections(project, outlet, known, go_on))
        return job.finish()


def _corrections(
    project: Project, outlet: str, known: Remembered, go_on: Callable[[int, int], bool]
) -> Iterator[Edit]:
    queries = project.queries
    ids = queries.article_ids(outlet)
    for at in range(0, len(ids), _PORTION):
        for number, article in enumerate(queries.articles(ids[at : at + _PORTION]), at):
            if not go_on(number, len(ids)):
                return
            if article.outlet == outlet:
                text, zones = queries.text(article.id), queries.zones(article.id)
                corrected = with_remembered(text, zones, known)
                if corrected != zones:
                    yield _corrected(article.id, text, corrected)


def _corrected(article_id: int, text: str, zones: tuple[Zone, ...]) -> Edit:
    values = {"zones": zones, "counted_words": counted_words(text, zones)}
    return Update(Kind.ARTICLE, article_id, values)


def _remembering(
    project: Project, article: Article, text: str, zones: Iterable[Zone], role: Role
) -> Iterator[Edit]:
    if not article.outlet:
        return
    told: set[str] = set()
    for zone in zones:
        words = key_of(text[zone.start : zone.end])
        if words and words not in told and zone.end - zone.start <= _LONGEST:
            told.add(words)
            yield setting_edit(project, f"{_KEY}/{article.outlet}/{words}", role.value)


def _of_outlets(settings: Mapping[str, Any]) -> dict[str, dict[str, Role]]:
    found: dict[str, dict[str, Role]] = {}
    for key, value in settings.items():
        kind, _, rest = key.partition("/")
        outlet, _, words = rest.rpartition("/")
        if kind == _KEY and value in list(Role):
            found.setdefault(outlet, {})[words] = Role(value)
    return found


def _touches(zone: Zone, lines: Range) -> bool:
    start, end = lines
    return (
        zone.start <= start <= zone.end if start == end else zone.start < end and start < zone.end
    )
