"""A list to choose from, where one name or bracket stands for several annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.annotation import Annotation
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.session import Session

_LONGEST = 44


def menu_of(
    annotations: Iterable[Annotation],
    session: Session,
    choose: Callable[[int], object],
    parent: QWidget,
) -> QMenu:
    """A menu of annotations by code, coder and first words; it deletes itself.

    Args:
        annotations: what there is to choose from.
        session: knows their codes and coders.
        choose: is called with the id of the one that is chosen.
        parent: the menu's parent.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(QCoreApplication.translate("Among", "Annotations that begin here"))
    theme, book = session.look.theme, session.codebook
    for one in annotations:
        path = book.path(one.code_id, " › ")
        whose = "" if one.coder_id == session.coder_id else session.names.get(one.coder_id, "?")
        quote = " ".join(one.anchor.quote.split())
        words = quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST].rstrip()}…"
        text = " · ".join(part for part in (path, whose, f"“{words}”") if part)
        # In a menu an ampersand marks the letter after it: one that is meant is written twice.
        action = menu.addAction(text.replace("&", "&&"))
        action.setIcon(square_icon(theme.code(book.colour(one.code_id)).line))
        action.triggered.connect(lambda _checked=False, chosen=one.id: choose(chosen))
    return menu
