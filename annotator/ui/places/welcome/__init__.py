"""The first page: open the sample, make a project, open one, or go on with a recent one."""

from annotator.ui.places.welcome.place import WelcomePlace

__all__ = ["WelcomePlace"]
