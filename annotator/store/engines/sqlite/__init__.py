"""A project as one SQLite file."""

from annotator.store.engines.sqlite.checkpoint_copy import copy_checkpoint
from annotator.store.engines.sqlite.connection import ProjectFile
from annotator.store.engines.sqlite.creation import create

__all__ = ["ProjectFile", "copy_checkpoint", "create"]
