"""All that can be done, with its keys, in the order of the menus: what the sheet of keys shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from annotator.domain.codebook import Codebook
from annotator.ui.actions import ACTIONS, MENUS, plain, translated
from annotator.ui.commands import Actions
from annotator.ui.widgets.keys_sheet import Row, Section


def key_list(actions: Actions, codebook: Codebook) -> list[Section]:
    """The actions by their menus, and the codes with a key; also what has no key."""
    found = {menu: Section(plain(menu), []) for menu in MENUS}
    # What stands in no menu, but in one at the pointer, stands with its like.
    homes = {_kind(spec.id): spec.menu for spec in reversed(ACTIONS) if spec.menu}
    for spec in ACTIONS:
        row = Row(plain(spec.title), actions.keys.all_shown(spec.id), translated(spec.also))
        found[spec.menu or homes[_kind(spec.id)]].rows.append(row)
    keyed = [code for code in codebook if code.key and not code.is_deleted]
    codes = [Row(codebook.path(code.id, " › "), code.key.upper()) for code in keyed]
    title = QCoreApplication.translate("key_list", "Codes, in the article")
    return [section for section in (*found.values(), Section(title, codes)) if section.rows]


def _kind(name: str) -> str:
    return name.partition(".")[0]
