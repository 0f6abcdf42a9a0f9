"""What can be done to a code: the panel's context menu and keys, from one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeySequence
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from annotator.domain.codebook import Slot
from annotator.ui.parts.code_marks import square_icon
from annotator.ui.session import Session


@dataclass(frozen=True, slots=True)
class _Spec:
    id: str
    title: str
    keys: str = ""
    group: int = 0
    needs_code: bool = True


_SPECS = (
    _Spec("add", "New code", "Insert", needs_code=False),
    _Spec("sub", "New code under this one", "Shift+Insert"),
    _Spec("rename", "Rename", "F2", 1),
    _Spec("key", "Key…", "Alt+K", 1),
    _Spec("up", "Move up", "Alt+Up", 2),
    _Spec("down", "Move down", "Alt+Down", 2),
    _Spec("in", "Move under the code above", "Alt+Right", 2),
    _Spec("out", "Move out, beside its parent", "Alt+Left", 2),
    _Spec("hide", "Hide or show in the text", "Space", 3),
    _Spec("only", "Show only this one in the text", "", 3),
    _Spec("all", "Show all in the text", "", 3, needs_code=False),
    _Spec("delete", "Delete", "Del", 4),
)

_LOOKING = frozenset({"hide", "only", "all"})


class CodebookActions:
    """The actions of the tree. Their keys mean this only while the tree has the focus."""

    def __init__(self, tree: QWidget) -> None:
        self._code_id: int | None = None
        self._actions = {spec.id: self._made(spec, tree) for spec in _SPECS}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def bind(self, name: str, handler: Callable[[int], object]) -> None:
        """Do ``handler(code id)`` with the current code when the action is chosen."""

        def act(_checked: bool = False) -> None:
            if self._code_id is not None:
                handler(self._code_id)

        self._actions[name].triggered.connect(act)

    def bind_always(self, name: str, handler: Callable[[], object]) -> None:
        """Do ``handler()`` when the action is chosen, with or without a current code."""
        self._actions[name].triggered.connect(lambda _checked=False: handler())

    def set_code(self, code_id: int | None, *, can_change: bool) -> None:
        """The code that the actions are for; None disables those that need one.

        Where nothing can be changed, only those are left that hide and show.
        """
        self._code_id = code_id
        for spec in _SPECS:
            has_code = code_id is not None or not spec.needs_code
            self._actions[spec.id].setEnabled(has_code and (can_change or spec.id in _LOOKING))

    def fill(self, menu: QMenu) -> None:
        """Put all actions into a menu."""
        group = 0
        for spec in _SPECS:
            if spec.group != group:
                menu.addSeparator()
                group = spec.group
            menu.addAction(self._actions[spec.id])

    def _made(self, spec: _Spec, tree: QWidget) -> QAction:
        action = QAction(_translated(spec.title), tree)
        action.setObjectName(f"codebook.{spec.id}")
        action.setShortcut(QKeySequence(spec.keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
        tree.addAction(action)
        return action


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
