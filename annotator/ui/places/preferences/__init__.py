"""The preferences: what a person can set, and which keys do what."""

from annotator.ui.places.preferences.place import PreferencesPlace

__all__ = ["PreferencesPlace"]
