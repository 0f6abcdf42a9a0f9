"""The colours that a code may have, as a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QActionGroup, QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from annotator.domain.codebook import Slot
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.session import Session


def fill_colours(
    menu: QMenu, session: Session, code_id: int, choose: Callable[[int, str], object]
) -> None:
    """Put the hues of the palette into a menu, the parent's, and one of the user's own."""
    codebook, theme = session.codebook, session.look.theme
    code = codebook[code_id]
    group = QActionGroup(menu)

    def offer(title: str, colour: str, shown: str) -> None:
        chosen = code.colour == colour
        icon = square_icon(theme.code(shown).line, theme.ink if chosen else None)
        action = menu.addAction(icon, title)
        action.setCheckable(True)
        action.setChecked(chosen)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False: choose(code_id, colour))

    for slot in Slot:
        offer(_translated(slot.value.capitalize()), slot.value, slot.value)
    if code.parent_id is not None:
        menu.addSeparator()
        title = _translated("Like “{name}”").format(name=codebook[code.parent_id].name)
        offer(title, "", codebook.colour(code.parent_id))
    menu.addSeparator()
    own = menu.addAction(_translated("Own colour…"))
    own.triggered.connect(
        lambda _checked=False: _ask_colour(
            menu.window().parentWidget() or menu,
            theme.code(codebook.colour(code_id)).line,
            lambda colour: choose(code_id, colour),
        )
    )


def _ask_colour(parent: QWidget, initial: QColor, choose: Callable[[str], object]) -> None:
    dialog = QColorDialog(initial, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_translated("Colour of the code"))
    dialog.colorSelected.connect(lambda colour: choose(colour.name()))
    dialog.open()


def _translated(text: str) -> str:
    return QCoreApplication.translate("codebook", text)
