"""The reader: an article laid out for reading, with its annotations painted around the words."""

from annotator.ui.parts.reader.find_bar import FindBar
from annotator.ui.parts.reader.moving import Moving
from annotator.ui.parts.reader.paragraph_field import ParagraphField
from annotator.ui.parts.reader.reader import Reader

__all__ = ["FindBar", "Moving", "ParagraphField", "Reader"]
