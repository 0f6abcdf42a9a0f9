"""The benchmarks by name, each measured in the real widgets and the real file.

A module here has its benchmarks in ``SUITES``; a new module is found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.measuring import Suite


def found() -> dict[str, Suite]:
    """All benchmarks by name, those of one module together."""
    modules = sorted(one.name for one in pkgutil.iter_modules(__path__))
    suites: dict[str, Suite] = {}
    for name in modules:
        suites |= importlib.import_module(f"{__name__}.{name}").SUITES
    return suites
