"""What would happen to annotations and codes, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.places.code.foretold import coming_along
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.code_previews import Held
    from annotator.ops.moving_annotations import Preview


def moved(session: Session, preview: Preview, to: int) -> list[str]:
    """What happens to annotations that get another code."""
    name = session.codebook[to].name
    if not preview.annotations:
        return [_tr("No annotation is concerned.")]
    told = [
        _tr("{annotations} would get the code “{name}”{coders}.").format(
            annotations=_where(session, preview), name=name, coders=_coders(session, preview)
        )
    ]
    if preview.equal:
        told.append(
            _tr(
                "{n} would say the same as another one there by the same coder, and be counted "
                "once."
            ).format(n=f"{preview.equal:,}")
        )
    if preview.carried:
        told.append(_tr("Values come along: {names}.").format(names=", ".join(preview.carried)))
    if preview.values_left:
        told.append(
            _tr("{n} have values that “{name}” has no place for; they would not be shown.").format(
                n=f"{preview.values_left:,}", name=name
            )
        )
    return told


def under(
    session: Session, code_ids: Collection[int], parent_id: int | None, held: Held
) -> list[str]:
    """What happens when codes come under another one, or to the top level."""
    codebook, (first, *more) = session.codebook, code_ids
    if all(codebook[one].parent_id == parent_id for one in code_ids):
        return [_tr("It is there already.") if not more else _tr("They are there already.")]
    above = codebook.path(parent_id, PATH_SEPARATOR) + PATH_SEPARATOR if parent_id else ""
    path = f"{above}{codebook[first].name}"
    told = [_tr("It becomes {path}.") if not more else _tr("They become {path} …")]
    told = [told[0].format(path=path), *coming_along(session, code_ids, parent_id)]
    if held.annotations:
        told.append(
            _tr("{annotations} would stay as they are.").format(annotations=_where(session, held))
        )
    return told


def removed(session: Session, preview: Preview) -> list[str]:
    """What happens to annotations that are removed."""
    if not preview.annotations:
        return [_tr("No annotation is concerned.")]
    return [
        _tr("{annotations} would be removed, with their links{coders}.").format(
            annotations=_where(session, preview), coders=_coders(session, preview)
        )
    ]


def kept(session: Session, preview: Preview) -> list[str]:
    """What happens to annotations of codes that are retired."""
    if not preview.annotations:
        return [_tr("No annotation is concerned.")]
    return [
        _tr("{annotations} would stay as they are{coders}.").format(
            annotations=_where(session, preview), coders=_coders(session, preview)
        )
    ]


def to_deal(session: Session, preview: Preview) -> str:
    """How many annotations there are to be dealt out."""
    if not preview.annotations:
        return _tr("It has no annotation.")
    return _tr("{annotations} to be dealt out{coders}.").format(
        annotations=_where(session, preview), coders=_coders(session, preview)
    )


def made(names: Collection[str]) -> list[str]:
    """What happens to codes that there are not yet."""
    quoted = ", ".join(f"“{name}”" for name in names)
    one, several = _tr("The code {new} would be added."), _tr("The codes {new} would be added.")
    return [(one if len(names) == 1 else several).format(new=quoted)] if names else []


def renamed(names: Iterable[str]) -> list[str]:
    """What happens to codes whose name another one has where they come."""
    new = ", ".join(f"“{name}”" for name in names)
    return [_tr("Renamed, as the name is taken there: {names}.").format(names=new)] if new else []


def counted(n: int, one: str, many: str) -> str:
    """A number with its noun."""
    return _tr(one) if n == 1 else _tr(many).format(n=f"{n:,}")


def undone(keys: str) -> str:
    """How all of it is taken back."""
    if not keys:
        return _tr("This is one step, and can be undone.")
    return _tr("This is one step: {key} takes it back.").format(key=keys)


def _where(session: Session, preview: Preview | Held) -> str:
    what = counted(preview.annotations, "1 annotation", "{n} annotations")
    where = counted(preview.articles, "1 article", "{n} articles")
    # What is counted beside the codes is of one round.
    told = _tr("{annotations} in {articles}")
    if session.has_rounds:
        told = _tr("{annotations} of all rounds in {articles}")
    return told.format(annotations=what, articles=where)


def _coders(session: Session, preview: Preview) -> str:
    mine, others = preview.coders.get(session.coder_id or 0, 0), dict(preview.coders)
    others.pop(session.coder_id or 0, None)
    if not others:
        return ""
    parts = [_tr("{n} yours").format(n=f"{mine:,}")] if mine else []
    names = session.names
    parts += [
        _tr("{n} by {name}").format(n=f"{n:,}", name=names.get(coder, "?"))
        for coder, n in sorted(others.items(), key=lambda pair: -pair[1])
    ]
    return " (" + ", ".join(parts) + ")"


def _tr(text: str) -> str:
    return QCoreApplication.translate("codes", text)
