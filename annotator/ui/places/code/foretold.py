"""What a new name, place or colour of a code would change, in sentences, before it is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.domain.code_place import Place, others_at, place_of
from annotator.domain.codebook import Codebook
from annotator.domain.errors import UserError
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.session import Session
from annotator.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held


@dataclass(frozen=True, slots=True)
class Foretold:
    """What would change; ``is_refused``: why it can't be."""

    words: str
    is_refused: bool = False


def held_by(session: Session, code_ids: Collection[int]) -> Held | None:
    """What hangs on codes; ``None`` while it is not known, as it would take long to count."""
    from annotator.ops import code_previews

    if not session.project.queries.counts_are_ready:
        return None
    return code_previews.held_by(session.project, code_ids)


def renaming(session: Session, code_id: int, name: str, held: Held | None) -> Foretold:
    """What the name as it is typed would change."""
    from annotator.ops.codebook import free_name

    codebook = session.codebook
    code, below = codebook[code_id], len(codebook.subtree(code_id)) - 1
    try:
        free = free_name(codebook, name, code.parent_id, but=code_id)
    except UserError as error:
        return Foretold(_what(error), is_refused=True)
    told = [_annotations(held)]
    if below and free != code.name:
        path = PATH_SEPARATOR.join([one.name for one in codebook.ancestry(code_id)[:-1]] + [free])
        told.append(
            _counted(
                below,
                _tr("1 code below it gets the path {path} › …"),
                _tr("{n} codes below it get the path {path} › …"),
            ).format(path=path)
        )
    if free != code.name:
        told += _namesake(codebook, code_id, free)
    return Foretold("\n".join(filter(None, told)))


def naming(session: Session, parent_id: int | None, name: str) -> Foretold:
    """Why a new code can't have that name under that parent; no words where it can."""
    from annotator.ops.codebook import free_name

    if not name.strip():
        return Foretold("")
    try:
        free = free_name(session.codebook, name, parent_id)
    except UserError as error:
        return Foretold(_what(error), is_refused=True)
    return Foretold("\n".join(_namesake(session.codebook, None, free)))


def moving(session: Session, code_id: int, place: Place, held: Held | None) -> Foretold:
    """What it would change to put a code there, with all that is under it."""
    from annotator.ops import code_previews

    codebook = session.codebook
    try:
        code_previews.refuse_move(codebook, code_id, place.parent_id)
    except UserError as error:
        return Foretold(_what(error), is_refused=True)
    told, now = [where(codebook, code_id, place)], place_of(codebook, code_id)
    if place.parent_id != now.parent_id:
        told += [*coming_along(session, [code_id], place.parent_id), _annotations(held)]
    elif place != now:
        told.append(_tr("Only the order changes."))
    return Foretold("\n".join(filter(None, told)))


def coming_along(session: Session, code_ids: Collection[int], parent_id: int | None) -> list[str]:
    """What comes along with codes that go under another parent, and what colour they take."""
    from annotator.ops.code_previews import recoloured_by_move

    codebook = session.codebook
    told = _below(codebook, code_ids)
    if parent_id is not None and any(
        recoloured_by_move(codebook, one, parent_id) for one in code_ids
    ):
        name = codebook[parent_id].name
        told.append(
            _counted(
                len(code_ids),
                _tr("It takes the colour of “{name}”."),
                _tr("Those without a colour of their own take that of “{name}”."),
            ).format(name=name)
        )
    return told


def recolouring(
    before: Codebook, then: Codebook, concerned: Collection[int], held: Held | None
) -> str:
    """For how many of the codes another colour is shown, and in how much of the text."""
    n = sum(before.colour(one) != then.colour(one) for one in concerned)
    if not n:
        return ""
    codes = _counted(n, _tr("1 code changes colour"), _tr("{n} codes change colour"))
    if held is None or not held.annotations:
        return f"{codes}."
    annotations = _counted(held.annotations, _tr("1 annotation"), _tr("{n} annotations"))
    articles = _counted(held.articles, _tr("1 article"), _tr("{n} articles"))
    return _tr("{codes}; up to {n} in {articles}.").format(
        codes=codes, n=annotations, articles=articles
    )


def where(codebook: Codebook, code_id: int, place: Place) -> str:
    """A place in words."""
    others = others_at(codebook, code_id, place.parent_id)
    if place == place_of(codebook, code_id):
        return _tr("Where it is now")
    before = codebook[others[place.position - 1]].name if place.position else ""
    if place.parent_id is None:
        told = (
            _tr("At the top level, after “{before}”") if before else _tr("First at the top level")
        )
        return told.format(before=before)
    told = _tr("Under “{parent}”, after “{before}”")
    if not before:
        told = _tr("Under “{parent}”, first") if others else _tr("Under “{parent}”")
    return told.format(parent=codebook[place.parent_id].name, before=before)


def _below(codebook: Codebook, code_ids: Collection[int]) -> list[str]:
    from annotator.ops.code_previews import family

    below = len(family(codebook, code_ids)) - len(set(code_ids))
    if not below:
        return []
    return [_counted(below, _tr("1 code below comes along."), _tr("{n} codes below come along."))]


def _annotations(held: Held | None) -> str:
    if held is None:
        return _tr("Annotations keep their code.")
    if not held.annotations:
        return ""
    n = _counted(held.annotations, _tr("1 annotation"), _tr("{n} annotations"))
    articles = _counted(held.articles, _tr("1 article"), _tr("{n} articles"))
    one, many = _tr("{n} in {articles} keeps its code."), _tr("{n} in {articles} keep their code.")
    return (one if held.annotations == 1 else many).format(n=n, articles=articles)


def _namesake(codebook: Codebook, code_id: int | None, name: str) -> list[str]:
    """Another code of that name elsewhere: no harm, but good to know."""
    wanted = name.casefold()
    for code in codebook:
        if code.id != code_id and code.name.casefold() == wanted and not code.is_deleted:
            path = codebook.path(code.id, PATH_SEPARATOR)
            return [_tr("Another code has that name: {path}.").format(path=path)]
    return []


def _what(error: UserError) -> str:
    """What stands in the way, in the language of the window; the way out is to type on."""
    return Notice.words(error).split("\n", 1)[0]


def _counted(n: int, one: str, many: str) -> str:
    return one if n == 1 else many.replace("{n}", f"{n:,}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("codes", text)
