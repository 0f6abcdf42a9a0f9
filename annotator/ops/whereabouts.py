"""Where a project file lies: in a folder that a program keeps in step, or on a network drive.

Told from the names of folders, from files that such programs leave there, and from what the system
says of its drives. Nothing is opened and nothing changed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePath

from annotator.paths import PROJECT_SUFFIX


class Sort(Enum):
    """What kind of place it is."""

    SYNCED = "synced"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that needs care.

    Attributes:
        sort: what kind of place.
        name: the program that keeps the folder in step, or the kind of network drive.
    """

    sort: Sort
    name: str


@dataclass(frozen=True, slots=True)
class Mount:
    """A drive as the system sees it: the folder where it appears, and its kind."""

    folder: str
    kind: str


_FOLDERS = {
    "Dropbox": r"dropbox( \(.*\))?",
    "OneDrive": r"onedrive( - .*|-.*)?|skydrive",
    "iCloud": r"mobile documents|com~apple~clouddocs|icloud ?drive|icloud~.*",
    "Google Drive": r"google ?drive(-.*)?|my drive|gdrive",
    "Nextcloud": r"nextcloud\d*",
    "ownCloud": r"owncloud\d*",
    "pCloud": r"pcloud( ?drive| sync)?",
    "Syncthing": r"syncthing",
    "MEGA": r"mega ?sync( uploads)?|mega ?limited.*",
    "Box": r"box sync|box-box.*",
    "Proton Drive": r"proton ?drive(-.*)?",
    "Seafile": r"seafile|seadrive",
    "Resilio Sync": r"resilio sync|bittorrent sync|btsync",
    "Synology Drive": r"synology ?drive(-.*)?|cloudstation",
    "Tresorit": r"tresorit( drive)?|tresors",
    "Yandex Disk": r"yandex\.?disk(-.*)?",
    "kDrive": r"kdrive\d*",
}
"""How folders are called that these programs make, whole names in lower case."""

_IN_HOME = {"box": "Box", "mega": "MEGA"}
"""Names that mean a program only for a folder right in a person's own."""

_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
    ".megaignore": "MEGA",
    ".sync/ID": "Resilio Sync",
    ".SynologyWorkingDirectory": "Synology Drive",
}
"""What such programs leave in the topmost folder that they keep in step."""

_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
"""Where Windows says which folders belong to OneDrive."""

_NETWORK = re.compile(
    r"9p|afpfs|afs|beegfs|ceph|cifs|coda|davfs|glusterfs|lustre|ncpfs|nfs\d?|prl_fs|smb\d|smbfs|sshfs"
    r"|vboxsf|virtiofs|vmhgfs|webdav"
)
_LOCAL_FUSE = re.compile(
    r"fuse\.(encfs|gocryptfs|cryfs|securefs|veracrypt|mergerfs|unionfs.*|bindfs|portal|lxcfs|snapfuse"
    r"|squashfuse.*|fuse-overlayfs|ntfs-3g|exfat.*|ext\d|zfs|apfs|gvfsd-disk.*)"
)
_FUSE = ("fuse.", "macfuse", "osxfuse")

_CONFLICT = re.compile(r"confli|konflikt|конфликт|競合|冲突|衝突|충돌")
_OTHER_MACHINE = re.compile(r"-(desktop|laptop|pc|win)-[a-z0-9]+")
_NUMBERED = {"Google Drive": re.compile(r" \(\d\)"), "iCloud": re.compile(r" \d")}
"""How copies are called by programs that only number them; elsewhere people do so themselves."""


def place_of(path: Path, mounts: Iterable[Mount] | None = None) -> Place | None:
    """What needs care about the place of a project file; ``None`` for a plain folder.

    Args:
        path: the file, absolute.
        mounts: the system's drives; asked for where they aren't given.
    """
    real = path.resolve()
    for seen in dict.fromkeys((path, real)):
        program = _program(seen, os.environ, Path.home())
        if program:
            return Place(Sort.SYNCED, program)
    drive = _network_drive(real, _mounts() if mounts is None else mounts)
    return Place(Sort.NETWORK, drive) if drive else None


def conflicting_copies(path: Path, place: Place | None = None) -> list[Path]:
    """Files beside a project that a program made because it had been changed in two places.

    Args:
        path: the project file.
        place: where it lies, as ``place_of`` found.
    """
    try:
        beside = [file for file in path.parent.iterdir() if file.name != path.name]
    except OSError:
        return []
    return sorted(
        file
        for file in beside
        if file.suffix.lower() == PROJECT_SUFFIX
        and file.stem.lower().startswith(path.stem.lower())
        and _is_conflict(file.stem[len(path.stem) :].lower(), place)
    )


def _is_conflict(added: str, place: Place | None) -> bool:
    numbered = _NUMBERED.get(place.name) if place else None
    return bool(
        _CONFLICT.search(added)
        or _OTHER_MACHINE.fullmatch(added)
        or (numbered and numbered.fullmatch(added))
    )


def _program(path: PurePath, variables: Mapping[str, str], home: PurePath) -> str | None:
    folders = [part.lower() for part in path.parent.parts]
    for program, pattern in _FOLDERS.items():
        if any(re.fullmatch(pattern, folder) for folder in folders):
            return program
    if "cloudstorage" in folders[:-1]:
        # Where macOS puts the folders of all such programs: “Box-anna@example.org”.
        return path.parts[folders.index("cloudstorage") + 1].partition("-")[0]
    if path.is_relative_to(home):
        inside = path.relative_to(home).parts
        if len(inside) > 1 and inside[0].lower() in _IN_HOME:
            return _IN_HOME[inside[0].lower()]
    for name in _VARIABLES:
        if variables.get(name) and path.is_relative_to(variables[name]):
            return "OneDrive"
    return _by_marker(path)


def _by_marker(path: PurePath) -> str | None:
    for folder in path.parents:
        for marker, program in _MARKERS.items():
            if os.path.exists(folder / marker):
                return program
    return None


def _network_drive(path: PurePath, mounts: Iterable[Mount]) -> str | None:
    if path.drive.startswith("\\\\") and not re.match(r"\\\\[.?]\\(?!UNC)", path.drive):
        return path.drive
    holding = [mount for mount in mounts if path.is_relative_to(mount.folder)]
    # Of two drives at one place the later one is seen.
    kind = max(reversed(holding), key=lambda one: len(one.folder), default=Mount("", "")).kind
    if _NETWORK.fullmatch(kind.lower()):
        return kind
    if kind.startswith(_FUSE) and not _LOCAL_FUSE.fullmatch(kind):
        return kind.partition(".")[2] or kind
    return None


def _mounts() -> list[Mount]:
    """The system's drives, as far as it tells; none where it doesn't."""
    if sys.platform == "win32":
        return _windows_drives()
    try:
        if sys.platform == "darwin":
            command = ["/sbin/mount"]
            told = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
            return macos_mounts(told.stdout)
        return linux_mounts(Path("/proc/self/mounts").read_text("utf-8", "surrogateescape"))
    except (OSError, subprocess.SubprocessError):
        return []


def linux_mounts(told: str) -> list[Mount]:
    """The drives in the words of ``/proc/mounts``."""
    fields = (line.split(" ") for line in told.splitlines())
    return [Mount(_unescaped(one[1]), one[2]) for one in fields if len(one) > 2]


def macos_mounts(told: str) -> list[Mount]:
    """The drives in the words of the program ``mount``."""
    found = re.findall(r"^.* on (/.*) \(([\w.]+)", told, re.MULTILINE)
    return [Mount(folder, kind) for folder, kind in found]


def _unescaped(folder: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), folder)


if sys.platform == "win32":

    def _windows_drives() -> list[Mount]:
        import ctypes
        from string import ascii_uppercase

        remote = 4
        drives = [f"{letter}:\\" for letter in ascii_uppercase]
        kind_of = ctypes.windll.kernel32.GetDriveTypeW
        return [Mount(drive, "smbfs") for drive in drives if kind_of(drive) == remote]

else:

    def _windows_drives() -> list[Mount]:
        return []
