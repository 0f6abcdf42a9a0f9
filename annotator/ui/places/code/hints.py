"""The line that says which keys help while the article has the focus."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from annotator.ui.commands import Actions
from annotator.ui.parts.reader import Reader
from annotator.ui.session import Session


def reader_hint(session: Session, reader: Reader, actions: Actions) -> str:
    """The keys that help at this moment, with the keys that the person chose."""
    if session.can_change and session.article_id is None:
        beginning = (("article.import", _tr("import articles")), ("help.keys", _tr("keys")))
        return actions.hints(*beginning)
    if not session.can_change:
        reading = (
            ("code.next", _tr("next annotation")),
            ("article.filter", _tr("find an article")),
            ("help.keys", _tr("keys")),
        )
        return " · ".join((_tr("Reading only"), actions.hints(*reading)))
    if reader.mode is not None:
        return reader.mode.hint
    if reader.pieces:
        told = _tr("{n} held · select more · A code's key: tag all as one · Esc: drop them")
        return told.format(n=len(reader.pieces))
    if reader.selected_span() is not None:
        selected = (
            ("code.pick", _tr("choose a code")),
            ("code.grow", _tr("grow")),
            ("code.hold", _tr("hold, and more")),
        )
        return _between(_tr("A code's key: tag"), actions.hints(*selected), _tr("Esc: let go"))
    following = ("code.next", _tr("next"))
    if reader.whose:
        first = _tr("A code's key: apply it as yours")
        return _between(first, actions.hints(following), _tr("Esc: let go"))
    if reader.chosen is not None:
        chosen = actions.hints(
            ("code.replace", _tr("replace")),
            ("code.memo", _tr("memo")),
            ("code.unsure", _tr("unsure")),
            ("code.remove", _tr("remove")),
            following,
        )
        return _between(_tr("A code's key: add it here"), chosen, _tr("Esc: let go"))
    grow, keys = ("code.grow", _tr("select outward")), ("help.keys", _tr("keys"))
    pick = ("code.pick", _tr("a code"))
    if not len(reader.marks):
        tag = _tr("A code's key: tag") if any(code.key for code in session.codebook) else ""
        return _between(actions.hints(grow), tag, actions.hints(pick, keys))
    return actions.hints(grow, ("code.next", _tr("next annotation")), pick, keys)


def _between(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("hints", text)
