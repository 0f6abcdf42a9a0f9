"""The backups of a project: what each differs in, and which to restore."""

from annotator.ui.places.backups.dialog import BackupsDialog

__all__ = ["BackupsDialog"]
