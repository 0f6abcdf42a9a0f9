"""The colours of everything, in each of the looks a person can choose."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from annotator.domain.codebook import Slot


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
    least: float = 3.0
    """The contrast that the marks of codes have on the paper at least."""

    def code(self, colour: str) -> CodeColours:
        """The colours of a code: a palette slot by name, or a ``#rrggbb`` of the user's own."""
        known = self.slots.get(colour)
        if known is None:
            own = QColor(colour)
            line = _legible(own if own.isValid() else self.mute, self.paper, self.least)
            known = _shades(line, self.paper, self.ink)
        return known


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


def _shades(line: QColor, paper: QColor, ink: QColor) -> CodeColours:
    """The line with grounds of its hue, as strong as the ink on them allows."""

    def ground(share: float, least: float) -> QColor:
        while share > 0 and contrast(ink, _mixed(line, paper, share)) < least:
            share -= 0.02
        return _mixed(line, paper, max(0.0, share))

    return CodeColours(
        line, ground(0.20, 7.0), ground(0.38, 7.0 if contrast(ink, paper) > 20 else 5.0)
    )


def _legible(colour: QColor, paper: QColor, least: float) -> QColor:
    """The colour, moved towards black or white until it has that contrast on the paper."""
    far = QColor("#000000") if paper.lightnessF() > 0.5 else QColor("#ffffff")
    for step in range(11):
        candidate = _mixed(far, colour, step / 10)
        if contrast(candidate, paper) >= least:
            return candidate
    return far


# Searched so that on its own paper each line has at least 3:1 (in high contrast 7:1) and any two
# stay apart in normal, deuteranope and protanope sight. Tints are one lightness: they say "coded
# here", not which code.
_LIGHT = {
    Slot.BLUE: ("#2E8AFD", "#E4F0FE", "#BBD8FC"),
    Slot.VERMILION: ("#7D2104", "#FDE9E1", "#FEC9B5"),
    Slot.GREEN: ("#0D5B43", "#DFF3E6", "#ACE0BE"),
    Slot.MAGENTA: ("#5F3259", "#F9E6F3", "#F1BEE2"),
    Slot.AMBER: ("#927008", "#FAF1DC", "#F3DDA6"),
    Slot.SKY: ("#16759A", "#D9F4FD", "#98E2F8"),
    Slot.VIOLET: ("#2F22BE", "#EBE7FA", "#CCC0F5"),
    Slot.ROSE: ("#D16D7A", "#FBE2E4", "#F7B1B9"),
}
_DARK = {
    Slot.BLUE: ("#2E8AFD", "#20364A", "#2C5B84"),
    Slot.VERMILION: ("#E8B78F", "#46302A", "#7D4A38"),
    Slot.GREEN: ("#50FDD2", "#22392D", "#2F6046"),
    Slot.MAGENTA: ("#BC778D", "#43303E", "#74476A"),
    Slot.AMBER: ("#FE8F18", "#403824", "#6E5E33"),
    Slot.SKY: ("#4EC0FF", "#143B44", "#06667A"),
    Slot.VIOLET: ("#AE89B9", "#332F44", "#544C77"),
    Slot.ROSE: ("#F15464", "#4A3034", "#884C56"),
}
_SEPIA_LINES = {
    Slot.BLUE: "#1F7AEB",
    Slot.VERMILION: "#A96D59",
    Slot.GREEN: "#193621",
    Slot.MAGENTA: "#4A2147",
    Slot.AMBER: "#625506",
    Slot.SKY: "#4A8591",
    Slot.VIOLET: "#2F22BE",
    Slot.ROSE: "#7E525B",
}
_CONTRAST_LINES = {
    Slot.BLUE: "#6F99F9",
    Slot.VERMILION: "#D38C40",
    Slot.GREEN: "#96FEB1",
    Slot.MAGENTA: "#EBB9C6",
    Slot.AMBER: "#EED122",
    Slot.SKY: "#8BCEFB",
    Slot.VIOLET: "#AD93B2",
    Slot.ROSE: "#D08887",
}


def _chosen(table: dict[Slot, tuple[str, str, str]]) -> dict[str, CodeColours]:
    return {slot.value: CodeColours(*map(QColor, colours)) for slot, colours in table.items()}


def _on(paper: str, ink: str, lines: dict[Slot, str]) -> dict[str, CodeColours]:
    ground, words = QColor(paper), QColor(ink)
    return {slot.value: _shades(QColor(line), ground, words) for slot, line in lines.items()}


def _through(paper: str) -> dict[str, CodeColours]:
    """The tints of the light look as they are on a darker paper."""

    def dyed(tint: str) -> QColor:
        one, other = QColor(tint), QColor(paper)
        return QColor.fromRgbF(
            one.redF() * other.redF(), one.greenF() * other.greenF(), one.blueF() * other.blueF()
        )

    return {
        slot.value: CodeColours(QColor(_SEPIA_LINES[slot]), dyed(tint), dyed(strong))
        for slot, (_, tint, strong) in _LIGHT.items()
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
    slots=_chosen(_LIGHT),
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
    slots=_chosen(_DARK),
)
SEPIA = Theme(
    dark=False,
    paper=QColor("#f5ecd7"),
    ink=QColor("#33281a"),
    mute=QColor("#6a5a44"),
    hairline=QColor("#dccfb2"),
    panel=QColor("#eee3ca"),
    rail=QColor("#e8dcc0"),
    selected=QColor("#dfcfa3"),
    accent=QColor("#2358a6"),
    on_accent=QColor("#ffffff"),
    chip=QColor("#e4d8ba"),
    text_selection=QColor("#b9c9d8"),
    warning=QColor("#963209"),
    slots=_through("#f5ecd7"),
)
CONTRAST = Theme(
    dark=True,
    paper=QColor("#000000"),
    ink=QColor("#ffffff"),
    mute=QColor("#d6d6d6"),
    hairline=QColor("#949494"),
    panel=QColor("#000000"),
    rail=QColor("#000000"),
    selected=QColor("#003c78"),
    accent=QColor("#ffd84d"),
    on_accent=QColor("#000000"),
    chip=QColor("#262626"),
    text_selection=QColor("#0a56a8"),
    warning=QColor("#ffb380"),
    slots=_on("#000000", "#ffffff", _CONTRAST_LINES),
    least=7.0,
)
