"""How somebody arranged the panels beside the text: kept at the end, back at the next start."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.ui.settings import Settings

_VERSION = 1
_HIDDEN = "code/hidden_panels"


class Arrangement:
    """Widths of panels by the names of their splitters, and panels that are switched off.

    ``panels`` are the parts that can be switched off, with their switches, by name.
    """

    def __init__(
        self,
        settings: Settings,
        splitters: Mapping[str, QSplitter],
        panels: Mapping[str, tuple[QWidget, QAction]],
    ) -> None:
        self._settings = settings
        self._splitters = splitters
        self._panels = panels

    def restore(self) -> None:
        """Arrange the panels as they were kept; all are shown where nothing was."""
        for name, splitter in self._splitters.items():
            state = self._settings.state(f"code/{name}/{_VERSION}")
            if state is not None:
                splitter.restoreState(state)
        hidden = self._settings.place(_HIDDEN).split()
        for name, (panel, switch) in self._panels.items():
            switch.setChecked(name not in hidden)
            panel.setVisible(name not in hidden)

    def keep(self) -> None:
        """Keep the panels as they are."""
        for name, splitter in self._splitters.items():
            self._settings.set_state(f"code/{name}/{_VERSION}", splitter.saveState())
        hidden = [name for name, (_, switch) in self._panels.items() if not switch.isChecked()]
        self._settings.set_place(_HIDDEN, " ".join(hidden))
