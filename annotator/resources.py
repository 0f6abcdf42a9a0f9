"""Finds what is shipped beside the code, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def path(name: str) -> Path:
    """The shipped file or folder ``name`` under ``resources/``."""
    return _folder("resources") / name


def seeds() -> Path:
    """The folder with the readable sources of the sample project."""
    return _folder("seeds")


def _folder(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name
