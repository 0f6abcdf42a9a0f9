"""What can be read and told apart in each of the looks, measured."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from annotator.ui.main_window import MainWindow
from annotator.ui.theme import CONTRAST, DARK, LIGHT, SEPIA, Choice, Theme, contrast

THEMES = {"light": LIGHT, "dark": DARK, "sepia": SEPIA, "contrast": CONTRAST}


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return THEMES[request.param]


def least_for_words(theme: Theme) -> float:
    return 7.0 if theme is CONTRAST else 4.5


def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    grounds = (theme.paper, theme.panel, theme.rail, theme.selected, theme.chip)
    for ground in grounds:
        assert contrast(theme.ink, ground) >= 7
    assert contrast(theme.ink, theme.text_selection) >= least_for_words(theme)
    for ground in grounds[:3]:
        assert contrast(theme.mute, ground) >= least_for_words(theme), ground.name()
        assert contrast(theme.warning, ground) >= least_for_words(theme), ground.name()
        assert contrast(theme.accent, ground) >= 3, ground.name()
    for ground in (theme.paper, theme.panel):
        assert contrast(theme.accent, ground) >= 4.5, ground.name()
    assert contrast(theme.on_accent, theme.accent) >= 4.5


def test_words_can_be_read_on_the_tints_of_all_codes(theme: Theme) -> None:
    for colours in theme.slots.values():
        assert contrast(theme.ink, colours.tint) >= 7
        assert contrast(theme.ink, colours.strong) >= least_for_words(theme)


def test_the_marks_of_codes_stand_out_from_the_paper(theme: Theme) -> None:
    for colours in theme.slots.values():
        assert contrast(colours.line, theme.paper) >= theme.least
    assert theme.least >= (7 if theme is CONTRAST else 3)


@pytest.mark.parametrize("own", ["#ffffff", "#000000", "#fdfcf9", "#808080", "#ffff00"])
def test_a_colour_of_ones_own_is_made_legible(theme: Theme, own: str) -> None:
    colours = theme.code(own)
    assert contrast(colours.line, theme.paper) >= theme.least
    assert contrast(theme.ink, colours.strong) >= 4.5


@pytest.mark.parametrize("sight", ["normal", "deutan", "protan"])
def test_any_two_codes_can_be_told_apart(theme: Theme, sight: str) -> None:
    """Distances in Lab after simulating the sight (Machado 2009), well above what is just seen."""
    places = [_lab(colours.line, sight) for colours in theme.slots.values()]
    for one, other in combinations(places, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 14


@pytest.mark.parametrize("choice", Choice)
def test_each_look_can_be_chosen_and_is_kept(window: MainWindow, choice: Choice) -> None:
    action = window.actions_table[f"switch.{choice.value}"]
    action.trigger()
    assert action.isChecked()
    assert window.session.settings.word("look/theme") == choice.value
    if choice is not Choice.SYSTEM:
        assert window.session.look.theme is THEMES[choice.value]
    reader = window.place("code").reader
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    picture = reader.viewport().grab().toImage()
    assert picture.pixelColor(3, picture.height() - 3) == window.session.look.theme.paper


_SIGHTS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def _lab(colour: QColor, sight: str) -> tuple[float, float, float]:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    light = [linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())]
    seen = [min(1.0, max(0.0, _row(row, light))) for row in _SIGHTS[sight]]
    shares = [_row(row, seen) / white for row, white in zip(_XYZ, _WHITE, strict=True)]
    x, y, z = (s ** (1 / 3) if s > 0.008856 else 7.787 * s + 16 / 116 for s in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _row(row: tuple[float, float, float], column: list[float]) -> float:
    return sum(a * b for a, b in zip(row, column, strict=True))
