"""The project file: tables, history, undo, and everything that is read. The only SQL."""

from annotator.store.engines.sqlite import copy_checkpoint, is_of_older_version, remove_files
from annotator.store.opening import Opening
from annotator.store.project import Project
from annotator.store.queries import Queries

__all__ = [
    "Opening",
    "Project",
    "Queries",
    "copy_checkpoint",
    "is_of_older_version",
    "remove_files",
]
