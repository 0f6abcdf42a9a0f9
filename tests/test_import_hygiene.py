"""What is slow to load is loaded when it is needed, and not before."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlmodel", "sqlalchemy", "numpy", "pyqtgraph")


def loaded_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running ``code``."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sorted(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_the_command_line_imports_no_qt() -> None:
    loaded = loaded_after("import annotator.cli")
    assert not {"PySide6", "shiboken6", *HEAVY} & loaded


def test_a_verb_of_the_command_line_runs_without_qt(tmp_path: object) -> None:
    loaded = loaded_after(
        "from annotator.ops import projects, people; from pathlib import Path\n"
        f"person = people.save_person('Ana'); path = Path({str(tmp_path)!r}) / 'p.annotator'\n"
        "projects.create_project(path, 'p', person).close()"
    )
    assert "sqlmodel" in loaded
    assert not {"PySide6", "shiboken6", "numpy", "pyqtgraph"} & loaded
    # A project file needs no words of servers.
    assert not {"psycopg", "sqlalchemy.dialects.postgresql"} & loaded


def test_the_window_shows_before_anything_heavy_is_loaded() -> None:
    loaded = loaded_after(
        "from annotator import app\n"
        "qt = app.make_application(); window = app.make_window(qt)\n"
        "window.show(); qt.processEvents(); assert window.isVisible()\n"
        # What is shown of the last article while the project is being opened.
        "window.place('code'); qt.processEvents()"
    )
    assert "PySide6" in loaded
    assert not set(HEAVY) & loaded
