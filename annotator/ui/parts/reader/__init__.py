"""The reader: an article laid out for reading, with its annotations painted around the words."""

from annotator.ui.parts.reader.reader import Reader

__all__ = ["Reader"]
