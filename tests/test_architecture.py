"""Imports point one way, and each package knows only what it may know."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_import_contracts_are_kept() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def _behind_the_seam() -> dict[str, str]:
    """What stands in the modules of the store that are to know no engine."""
    modules = (ROOT / "annotator" / "store").glob("*.py")
    return {module.name: module.read_text(encoding="utf-8") for module in modules}


def test_only_an_engine_of_the_store_speaks_a_dialect() -> None:
    for name, text in _behind_the_seam().items():
        said = re.findall(r"PRAGMA|sqlalchemy\.dialects|@compiles|json_each|pg_", text)
        assert not said, name


def test_only_who_opens_a_project_knows_in_which_engine_it_lies() -> None:
    known = {name for name, text in _behind_the_seam().items() if "store.engines" in text}
    assert known <= {"__init__.py", "project.py", "recovering.py", "restoring.py"}


def test_no_registry_addresses_are_written_down() -> None:
    kept = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    locks = {"uv.lock", "poetry.lock", "pylock.toml", "package-lock.json"}
    assert not [name for name in kept if Path(name).name in locks]
