"""What is said once where something is missing or can't be done: what to do next."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from annotator.ui.actions import NEEDS, translated
from annotator.ui.commands import Actions
from annotator.ui.session import Session


def without_articles(session: Session, actions: Actions) -> str:
    """Where a project has no articles: how to get some."""
    if session.can_change:
        told = _tr("Drop text files here, or {import}.")
        return told.format_map({"import": actions.way("article.import")})
    return _tr("None can be added here.") + " " + _reading(session)


def without_codes(session: Session, actions: Actions) -> str:
    """Where a codebook has no codes: how to make the first one, or why nobody can."""
    if not session.can_change:
        return _tr("No codes yet, and none can be made here.") + " " + _reading(session)
    if session.is_scheme_locked:
        return _tr(
            "No codes yet, and the coding scheme of this study is locked. Ask who leads the study "
            "for its codes."
        )
    return _tr("No codes yet. To make the first one, {way}.").format(
        way=actions.way("codebook.add")
    )


def without_annotations(session: Session, actions: Actions) -> str:
    """Where an article has no annotations: how to make one, with the keys as they are set."""
    if session.article_id is None:
        return _tr("Choose an article to see its annotations.")
    if not session.can_change:
        return _tr("Nothing is coded in this article.")
    keyed = next((code for code in session.codebook if code.key and not code.is_deleted), None)
    picks = actions.way("code.pick")
    if keyed is not None:
        told = _tr(
            "Nothing is coded here yet. Select words, then press a code’s key ({key}: {name}); to "
            "choose from a list, {picks}."
        )
        return told.format(key=keyed.key.upper(), name=keyed.name, picks=picks)
    if not len(session.codebook) and session.is_scheme_locked:
        return _tr("Nothing is coded here yet, and there are no codes to do it with.")
    told = _tr("Nothing is coded here yet. Select words; to choose a code for them, {picks}.")
    return told.format(picks=picks)


def without_rules(session: Session, actions: Actions) -> str:
    """Where a code has no rules: how to write some; "" where they can't be written."""
    if not session.can_change or session.is_scheme_locked:
        return ""
    told = _tr("To write some, select it in the codebook and {way}.")
    return told.format(way=actions.way("codebook.edit"))


def why_no_new_code(session: Session) -> str:
    """Why no code can be made now; "" where one can."""
    if not session.can_change:
        return translated(NEEDS["writable"]) if session.is_open else ""
    return translated(NEEDS["unlocked"]) if session.is_scheme_locked else ""


def while_locked(session: Session, actions: Actions) -> str:
    """Where the coding scheme is locked: what to do where no code fits; "" where it is not."""
    if not session.is_scheme_locked or not session.can_change or not len(session.codebook):
        return ""
    memo = actions.keys.shown("code.memo")
    told = _tr(
        "The scheme is locked. Where no code fits, propose one (menu Codebook › Scheme), or use the"
        " best one and say so in its memo"
    )
    return f"{told} ({memo})." if memo else f"{told}."


def _reading(session: Session) -> str:
    if session.is_copy:
        return _tr("This is a copy to read in: work in the window that has the project open.")
    return _tr("The project is open for reading only.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("what_next", text)
