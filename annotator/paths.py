"""What project files are called, and where the program keeps what is not in a project."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

PROJECT_SUFFIX = ".annotator"
"""How the name of a project file ends."""

_DIRS = PlatformDirs("annotator", appauthor=False)


def config_dir() -> Path:
    """Settings and the person's identity; made when it is missing."""
    return _made("config", _DIRS.user_config_dir)


def data_dir() -> Path:
    """Copies of the sample project and the names of replicas; made when it is missing."""
    return _made("data", _DIRS.user_data_dir)


def cache_dir() -> Path:
    """What can be made again at any time; made when it is missing."""
    return _made("cache", _DIRS.user_cache_dir)


def _made(name: str, usual: str) -> Path:
    # One variable moves everything: tests and demonstrations never touch a person's own folders.
    home = os.environ.get("ANNOTATOR_HOME")
    folder = Path(home) / name if home else Path(usual)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
