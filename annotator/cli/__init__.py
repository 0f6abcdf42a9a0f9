"""The command line: verbs for scripts and terminals, and the door to the window.

Nothing heavy is imported up here: each verb imports what it needs, so that the window shows, and
help is printed, before Qt, SQL or numbers are loaded.
"""

from __future__ import annotations

import sys

# Imported for the verbs that they add, in the order in which help lists them.
from annotator.cli import (  # noqa: F401 - their verbs register themselves
    answering,
    articles,
    backups,
    checking,
    codebook,
    coders,
    coding,
    finding,
    history,
    merging,
    notes,
    projects,
    rounds,
    schemes,
    window,
)
from annotator.cli.shared import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; leaves with exit code 0, 1 (bad input) or 2 (usage)."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows would get the system's old encoding, which lacks most of the world.
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    app(prog_name="annotator")
