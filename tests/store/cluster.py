"""A PostgreSQL of the tests' own: made, started and stopped by them, reached by nobody else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "20",
    "shared_buffers": "32MB",
    # What it holds is thrown away: power cuts are none of its worries.
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "timezone": "UTC",
}
OWNER = "annotator"
PATIENCE = 30.0
"""Seconds for it to start or stop."""


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; ``None`` where there is none to be used."""
    if os.name != "posix":
        return None
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    found = [one for one in debian if (one / "initdb").exists()]
    if found:
        return max(found, key=lambda one: float(one.parent.name))
    beside = shutil.which("initdb")
    return Path(beside).resolve().parent if beside and shutil.which("postgres") else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running server, as libpq reaches it; gone when the block ends."""
    # Not in a folder of pytest's: the name of a socket is at most 107 bytes long, 103 on macOS.
    folder = Path(mkdtemp(prefix="annotator-pg-", dir="/tmp"))
    try:
        account = _account()
        if account:
            os.chown(folder, account["user"], account["group"])
        data = folder / "data"
        making = [programs / "initdb", "--pgdata", data, "--username", OWNER, "--auth", "trust"]
        making += ["--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"]
        subprocess.run(making, check=True, capture_output=True, cwd=folder, **account)
        with _running(programs, folder, data, account):
            yield f"host={folder} user={OWNER} dbname=postgres"
    finally:
        shutil.rmtree(folder)


@contextmanager
def _running(programs: Path, folder: Path, data: Path, account: dict[str, Any]) -> Iterator[None]:
    command = [programs / "postgres", "-D", data, "-k", folder]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    if shutil.which("setpriv"):
        # It ends also where the tests are killed and end nothing themselves.
        command = ["setpriv", "--pdeathsig", "QUIT", *command]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **account)
    try:
        _wait(programs, folder, server)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing is kept
        try:
            server.wait(PATIENCE)
        finally:
            server.kill()


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    asking = [programs / "pg_isready", "--quiet", "--host", folder]
    while subprocess.run(asking, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.05)


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as somebody who may do nothing else."""
    if os.geteuid() != 0:
        return {}
    import pwd  # POSIX only

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
