"""The page Project health: how the file is, and what can be done for it."""

from annotator.ui.places.health.place import HealthPlace

__all__ = ["HealthPlace"]
