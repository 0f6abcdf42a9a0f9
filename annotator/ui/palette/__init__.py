"""The command palette: every action, code and article by name."""

from annotator.ui.palette.palette import Palette

__all__ = ["Palette"]
