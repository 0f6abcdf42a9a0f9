"""Where a dialog that asks for files begins."""

from __future__ import annotations

from pathlib import Path

from annotator.ui.session import Session


def usual_folder(session: Session) -> str:
    """The folder of the open project, or the person's own."""
    return str(session.project.path.parent) if session.is_open else str(Path.home())
