"""How everything looks: the set of colours in force, the fonts, and the switch between them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from annotator import resources
from annotator.ui.palettes import (
    CONTRAST,
    DARK,
    LIGHT,
    SEPIA,
    CodeColours,
    Theme,
    contrast,
)

__all__ = [
    "CONTRAST",
    "DARK",
    "LIGHT",
    "SEPIA",
    "Choice",
    "CodeColours",
    "Look",
    "Theme",
    "article_font",
    "contrast",
    "load_fonts",
    "serif_font",
    "tinted_icon",
    "ui_font",
    "words_font",
]

SERIF = "Source Serif 4"
SANS = "Inter"
UI_PIXELS = 13


class Choice(StrEnum):
    """What a person wants: the system's scheme, or one of ours whatever the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    SEPIA = "sepia"
    CONTRAST = "contrast"


_THEMES = {
    Choice.LIGHT: LIGHT,
    Choice.DARK: DARK,
    Choice.SEPIA: SEPIA,
    Choice.CONTRAST: CONTRAST,
}


class Look(QObject):
    """The theme in force; tells everybody who paints when it changes."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: Choice = Choice.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        load_fonts()
        app.setStyle("Fusion")
        app.setFont(words_font())
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self.theme = LIGHT
        self._apply()

    @property
    def choice(self) -> Choice:
        """What was asked for, as against ``theme``: what is shown."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Show that scheme from now on."""
        self._choice = choice
        self._apply()

    def _system_changed(self, _what: object) -> None:
        if self._choice is Choice.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        self.theme = _THEMES.get(self._choice) or _like_the_system()
        self._app.setPalette(_palette(self.theme))
        self._app.setStyleSheet(_stylesheet(self.theme))
        self.changed.emit()


def _like_the_system() -> Theme:
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; twice is harmless."""
    if SERIF not in QFontDatabase.families():
        for file in sorted(resources.path("fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))


def ui_font(pixels: int = UI_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of everything but the article, with digits of one width."""
    font = QFont(SANS)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def words_font(pixels: int = UI_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The same for running words: digits of one width come with wide hyphens and commas."""
    font = ui_font(pixels, weight)
    font.unsetFeature(QFont.Tag("tnum"))
    return font


def serif_font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The shipped font for reading."""
    return article_font(SERIF, pixels, weight)


def article_font(family: str, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font for reading, of that family or, where this computer has none such, the shipped one."""
    font = QFont([family, SERIF])
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def tinted_icon(file: Path, theme: Theme) -> QIcon:
    """A black line drawing in the theme's quiet colour, and in ink when it is chosen."""
    source = file.read_text(encoding="utf-8")
    icon = QIcon()
    for state, colour in ((QIcon.State.Off, theme.mute), (QIcon.State.On, theme.ink)):
        for ratio in (1, 2, 3):
            picture = QPixmap()
            drawn = source.replace("#000", colour.name()).replace(
                "<svg ", f'<svg width="{20 * ratio}" height="{20 * ratio}" ', 1
            )
            picture.loadFromData(drawn.encode("utf-8"), "SVG")
            picture.setDevicePixelRatio(ratio)
            icon.addPixmap(picture, QIcon.Mode.Normal, state)
    return icon


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Base: theme.paper,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.PlaceholderText: theme.mute,
        QPalette.ColorRole.Button: theme.paper,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.ToolTipBase: theme.paper,
        QPalette.ColorRole.ToolTipText: theme.ink,
        QPalette.ColorRole.Highlight: theme.selected,
        QPalette.ColorRole.HighlightedText: theme.ink,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.BrightText: theme.warning,
        QPalette.ColorRole.Light: theme.paper,
        QPalette.ColorRole.Midlight: theme.chip,
        QPalette.ColorRole.Mid: theme.hairline,
        QPalette.ColorRole.Dark: theme.mute,
        QPalette.ColorRole.Shadow: theme.mute,
    }
    for role, colour in roles.items():
        palette.setColor(role, colour)
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.mute)
    return palette


def _stylesheet(theme: Theme) -> str:
    """Hairlines instead of boxes. Widgets say what they are with the property ``look``."""
    names = {
        "paper": theme.paper.name(),
        "ink": theme.ink.name(),
        "mute": theme.mute.name(),
        "line": theme.hairline.name(),
        "panel": theme.panel.name(),
        "rail": theme.rail.name(),
        "selected": theme.selected.name(),
        "accent": theme.accent.name(),
        "on_accent": theme.on_accent.name(),
        "chip": theme.chip.name(),
        "warning": theme.warning.name(),
    }
    sheet = resources.path("themes/window.qss").read_text(encoding="utf-8")
    for name, value in names.items():
        sheet = sheet.replace(f"@{name};", f"{value};")
    return sheet
