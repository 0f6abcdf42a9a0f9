"""A project as one SQLite file."""

from annotator.store.engines.sqlite.connection import ProjectFile
from annotator.store.engines.sqlite.creation import create

__all__ = ["ProjectFile", "create"]
