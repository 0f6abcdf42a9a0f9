"""Decisions about codes: what is asked, what would change, and going on with it."""
