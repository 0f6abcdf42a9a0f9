"""The Code place: reading and coding."""

from annotator.ui.places.code.place import CodePlace

__all__ = ["CodePlace"]
