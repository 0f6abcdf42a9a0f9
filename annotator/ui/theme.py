"""How everything looks: two sets of colours, the fonts, and the switch between light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from annotator import resources
from annotator.domain.codebook import Slot

SERIF = "Source Serif 4"
SANS = "Inter"
UI_PIXELS = 13


class Choice(StrEnum):
    """What a person wants: the system's scheme, or one of ours whatever the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class CodeColours:
    """One hue of the palette: ``line`` for marks, ``tint`` behind text, ``strong`` when chosen."""

    line: QColor
    tint: QColor
    strong: QColor


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one scheme; the names are those of the things they colour."""

    dark: bool
    paper: QColor
    ink: QColor
    mute: QColor
    hairline: QColor
    panel: QColor
    rail: QColor
    selected: QColor
    accent: QColor
    on_accent: QColor
    chip: QColor
    text_selection: QColor
    warning: QColor
    slots: dict[str, CodeColours]

    def code(self, colour: str) -> CodeColours:
        """The colours of a code: a palette slot by name, or a ``#rrggbb`` of the user's own."""
        known = self.slots.get(colour)
        if known is None:
            own = QColor(colour)
            line = _legible(own if own.isValid() else self.mute, self.paper)
            known = CodeColours(
                line, _mixed(line, self.paper, 0.20), _mixed(line, self.paper, 0.38)
            )
        return known


# Searched so that on its own paper each line has at least 3:1 and any two stay apart in normal,
# deuteranope and protanope sight. Tints are one lightness: they say "coded here", not which code.
_LINES = {
    Slot.BLUE: ("#2E8AFD", "#2E8AFD"),
    Slot.VERMILION: ("#7D2104", "#E8B78F"),
    Slot.GREEN: ("#0D5B43", "#50FDD2"),
    Slot.MAGENTA: ("#5F3259", "#BC778D"),
    Slot.AMBER: ("#927008", "#FE8F18"),
    Slot.SKY: ("#16759A", "#4EC0FF"),
    Slot.VIOLET: ("#2F22BE", "#AE89B9"),
    Slot.ROSE: ("#D16D7A", "#F15464"),
}
_TINTS = {
    Slot.BLUE: ("#E4F0FE", "#20364A"),
    Slot.VERMILION: ("#FDE9E1", "#46302A"),
    Slot.GREEN: ("#DFF3E6", "#22392D"),
    Slot.MAGENTA: ("#F9E6F3", "#43303E"),
    Slot.AMBER: ("#FAF1DC", "#403824"),
    Slot.SKY: ("#D9F4FD", "#143B44"),
    Slot.VIOLET: ("#EBE7FA", "#332F44"),
    Slot.ROSE: ("#FBE2E4", "#4A3034"),
}
_STRONG = {
    Slot.BLUE: ("#BBD8FC", "#2C5B84"),
    Slot.VERMILION: ("#FEC9B5", "#7D4A38"),
    Slot.GREEN: ("#ACE0BE", "#2F6046"),
    Slot.MAGENTA: ("#F1BEE2", "#74476A"),
    Slot.AMBER: ("#F3DDA6", "#6E5E33"),
    Slot.SKY: ("#98E2F8", "#06667A"),
    Slot.VIOLET: ("#CCC0F5", "#544C77"),
    Slot.ROSE: ("#F7B1B9", "#884C56"),
}


def _slots(dark: int) -> dict[str, CodeColours]:
    return {
        slot.value: CodeColours(
            QColor(_LINES[slot][dark]), QColor(_TINTS[slot][dark]), QColor(_STRONG[slot][dark])
        )
        for slot in Slot
    }


LIGHT = Theme(
    dark=False,
    paper=QColor("#fdfcf9"),
    ink=QColor("#1d1d1f"),
    mute=QColor("#66666c"),
    hairline=QColor("#e4e1da"),
    panel=QColor("#f5f3ee"),
    rail=QColor("#efece5"),
    selected=QColor("#dfe8f6"),
    accent=QColor("#2E6BD6"),
    on_accent=QColor("#ffffff"),
    chip=QColor("#ece9e2"),
    text_selection=QColor("#bcd3f5"),
    warning=QColor("#a03a12"),
    slots=_slots(0),
)
DARK = Theme(
    dark=True,
    paper=QColor("#1b1c1e"),
    ink=QColor("#e3e1dc"),
    mute=QColor("#9c9ca3"),
    hairline=QColor("#34363a"),
    panel=QColor("#222427"),
    rail=QColor("#191a1c"),
    selected=QColor("#2b3a52"),
    accent=QColor("#6ea3ff"),
    on_accent=QColor("#10131a"),
    chip=QColor("#2d2f33"),
    text_selection=QColor("#35517d"),
    warning=QColor("#ffab7a"),
    slots=_slots(1),
)


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
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
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

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice is Choice.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        dark = self._choice is Choice.DARK or (
            self._choice is Choice.SYSTEM
            and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self.theme = DARK if dark else LIGHT
        self._app.setPalette(_palette(self.theme))
        self._app.setStyleSheet(_stylesheet(self.theme))
        self.changed.emit()


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
    """The font of the article."""
    font = QFont(SERIF)
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


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(p) for p in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: QColor, paper: QColor, share: float) -> QColor:
    def part(one: float, other: float) -> float:
        return one * share + other * (1 - share)

    return QColor.fromRgbF(
        part(colour.redF(), paper.redF()),
        part(colour.greenF(), paper.greenF()),
        part(colour.blueF(), paper.blueF()),
    )


def _legible(colour: QColor, paper: QColor) -> QColor:
    """The colour, moved towards black or white until it has 3:1 on the paper."""
    far = QColor("#000000") if paper.lightnessF() > 0.5 else QColor("#ffffff")
    for step in range(11):
        candidate = _mixed(far, colour, step / 10)
        if contrast(candidate, paper) >= 3:
            return candidate
    return far


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
