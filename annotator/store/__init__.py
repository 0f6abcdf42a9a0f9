"""The project file: tables, history, undo, and everything that is read. The only SQL."""

from annotator.store.engines.sqlite import copy_checkpoint, remove_files
from annotator.store.project import Project
from annotator.store.queries import Queries

__all__ = ["Project", "Queries", "copy_checkpoint", "remove_files"]
