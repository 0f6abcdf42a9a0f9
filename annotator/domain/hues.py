"""The hues of the palette as they are printed and handed to other programs: on white paper."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from annotator.domain.codebook import Slot

PRINTED: Mapping[str, str] = MappingProxyType(
    {
        Slot.BLUE.value: "#2e8afd",
        Slot.VERMILION.value: "#7d2104",
        Slot.GREEN.value: "#0d5b43",
        Slot.MAGENTA.value: "#5f3259",
        Slot.AMBER.value: "#927008",
        Slot.SKY.value: "#16759a",
        Slot.VIOLET.value: "#2f22be",
        Slot.ROSE.value: "#d16d7a",
    }
)
"""``#rrggbb`` by ``Slot``."""
