"""A project as one SQLite file."""

from annotator.store.engines.sqlite.checkpoint_copy import copy_checkpoint
from annotator.store.engines.sqlite.connection import ProjectFile
from annotator.store.engines.sqlite.creation import create
from annotator.store.engines.sqlite.files import refuse_taken, remove_files
from annotator.store.engines.sqlite.holding import held
from annotator.store.engines.sqlite.placing import move_aside, put_in_place
from annotator.store.engines.sqlite.rebuilding import rebuild
from annotator.store.engines.sqlite.salvage import rows_in
from annotator.store.engines.sqlite.schema import is_of_older_version, project_uid
from annotator.store.engines.sqlite.words import open_words

__all__ = [
    "ProjectFile",
    "copy_checkpoint",
    "create",
    "held",
    "is_of_older_version",
    "move_aside",
    "open_words",
    "project_uid",
    "put_in_place",
    "rebuild",
    "refuse_taken",
    "remove_files",
    "rows_in",
]
