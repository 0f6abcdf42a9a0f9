"""Menus made from the table of actions: those of the window, and those at the pointer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.ui.actions import ACTIONS, CONTEXT_MENUS, MENUS, SUBMENUS, translated
from annotator.ui.commands import Actions


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """Make the menus of the window: a rule between groups, menus within as ``SUBMENUS`` says."""
    within = _within()
    for title in MENUS:
        menu = bar.addMenu(translated(title))
        submenus: dict[str, QMenu] = {}
        specs = sorted((spec for spec in ACTIONS if spec.menu == title), key=lambda one: one.group)
        group = specs[0].group
        for spec in specs:
            if spec.group != group:
                menu.addSeparator()
                group = spec.group
            inner = within.get(spec.id)
            if inner is not None and inner not in submenus:
                submenus[inner] = menu.addMenu(translated(inner))
            (menu if inner is None else submenus[inner]).addAction(actions[spec.id])


def as_title(name: str, most: int) -> str:
    """A name that people gave, on a button or in a menu: its signs as they are, cut if long."""
    short = name if len(name) <= most else f"{name[:most].rstrip()}…"
    return short.replace("&", "&&")


def context_menu(actions: Actions, at: str, parent: QWidget) -> QMenu:
    """The menu of what can be done at such a place (see ``CONTEXT_MENUS``); it deletes itself."""
    actions.refresh()
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for names in CONTEXT_MENUS[at].split():
        if names == "|":
            menu.addSeparator()
            continue
        first, *more = names.split("+")
        where = menu.addMenu(translated(_within()[first])) if more else menu
        for name in (first, *more):
            where.addAction(actions[name])
    return menu


def _within() -> dict[str, str]:
    """The titles of menus within the menus, by the actions that stand in them."""
    return {name: title for title, names in SUBMENUS.items() for name in names.split()}
