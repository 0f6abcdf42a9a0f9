"""Where a project lies, by the names of folders, by what is left there, and by drives."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

import pytest

from annotator.ops import whereabouts
from annotator.ops.whereabouts import Mount, Place, Sort, conflicting_copies, place_of


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("Dropbox", "Dropbox"),
        ("dropbox (Universität)/study", "Dropbox"),
        ("OneDrive - Contoso/Documents", "OneDrive"),
        ("OneDrive", "OneDrive"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Library/CloudStorage/Box-anna@example.org/x", "Box"),
        ("Library/CloudStorage/Egnyte-team", "Egnyte"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive/study", "iCloud"),
        ("Google Drive/My Drive", "Google Drive"),
        ("GoogleDrive-anna@example.org", "Google Drive"),
        ("NEXTCLOUD", "Nextcloud"),
        ("Nextcloud2/team/study", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("pCloudDrive", "pCloud"),
        ("Syncthing/study", "Syncthing"),
        ("Seafile/My Library", "Seafile"),
        ("Proton Drive", "Proton Drive"),
        ("SynologyDrive", "Synology Drive"),
        ("Yandex.Disk", "Yandex Disk"),
    ],
)
def test_folders_of_sync_programs_are_known(tmp_path: Path, folder: str, program: str) -> None:
    path = tmp_path / folder / "study.annotator"
    assert place_of(path, []) == Place(Sort.SYNCED, program)


@pytest.mark.parametrize(
    "folder",
    ["Documents", "dropbox-leaks-study", "boxes", "The OneDrive scandal", "cloud/storage", "MEGA"],
)
def test_folders_that_only_sound_like_it_are_plain(tmp_path: Path, folder: str) -> None:
    assert place_of(tmp_path / folder / "Dropbox.annotator", []) is None


@pytest.mark.parametrize(
    ("marker", "program"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".sync/ID", "Resilio Sync"),
    ],
)
def test_what_sync_programs_leave_is_found_further_up(
    tmp_path: Path, marker: str, program: str
) -> None:
    (tmp_path / marker).parent.mkdir(exist_ok=True)
    (tmp_path / marker).touch()
    path = tmp_path / "a" / "b" / "study.annotator"
    assert place_of(path, []) == Place(Sort.SYNCED, program)


def test_folder_of_a_program_right_in_the_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert place_of(tmp_path / "Box" / "study.annotator", []) == Place(Sort.SYNCED, "Box")
    assert place_of(tmp_path / "work" / "Box" / "study.annotator", []) is None


def test_windows_says_which_folder_is_onedrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Contoso"))
    path = tmp_path / "Contoso" / "Documents" / "study.annotator"
    assert place_of(path, []) == Place(Sort.SYNCED, "OneDrive")
    assert place_of(tmp_path / "study.annotator", []) is None


def test_link_to_a_synced_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "study").symlink_to(tmp_path / "Dropbox")
    path = tmp_path / "study" / "x.annotator"
    assert place_of(path, []) == Place(Sort.SYNCED, "Dropbox")


# -- drives

_LINUX = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/home /home/anna nfs4 rw,vers=4.2 0 0
//server/Team\040share /mnt/Team\040share cifs rw 0 0
anna@host: /mnt/ssh fuse.sshfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
cipher /mnt/vault fuse.gocryptfs rw 0 0
/dev/sdb1 /media/stick fuseblk rw 0 0
/dev/sdc1 /home/anna/local ext4 rw 0 0
shared /mnt/host 9p rw 0 0
broken
"""
_MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//anna@server/Team%20share on /Volumes/Team (1) (smbfs, nodev, nosuid, mounted by anna)
server:/export on /Volumes/export (nfs, asynchronous)
/dev/disk4s1 on /Volumes/STICK (msdos, local, nodev)
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/anna/study.annotator", "nfs4"),
        ("/home/anna/local/study.annotator", None),
        ("/home/annabel/study.annotator", None),
        ("/mnt/Team share/x/study.annotator", "cifs"),
        ("/mnt/ssh/study.annotator", "sshfs"),
        ("/run/user/1000/gvfs/smb-share:server=x/study.annotator", "gvfsd-fuse"),
        ("/mnt/vault/study.annotator", None),
        ("/media/stick/study.annotator", None),
        ("/mnt/host/study.annotator", "9p"),
        ("/srv/study.annotator", None),
    ],
)
def test_network_drives_on_linux(path: str, kind: str | None) -> None:
    found = place_of(Path(path), whereabouts.linux_mounts(_LINUX))
    assert found == (Place(Sort.NETWORK, kind) if kind else None)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Volumes/Team (1)/study.annotator", "smbfs"),
        ("/Volumes/export/study.annotator", "nfs"),
        ("/Volumes/STICK/study.annotator", None),
        ("/Users/anna/study.annotator", None),
    ],
)
def test_network_drives_on_macos(path: str, kind: str | None) -> None:
    found = place_of(Path(path), whereabouts.macos_mounts(_MACOS))
    assert found == (Place(Sort.NETWORK, kind) if kind else None)


@pytest.mark.parametrize(
    ("path", "drive"),
    [
        (r"\\server\share\study.annotator", r"\\server\share"),
        (r"\\?\UNC\server\share\study.annotator", r"\\?\UNC\server\share"),
        (r"\\?\C:\Users\anna\study.annotator", None),
        (r"C:\Users\anna\study.annotator", None),
        (r"Z:\study.annotator", "smbfs"),
    ],
)
def test_network_drives_on_windows(path: str, drive: str | None) -> None:
    mounts = [Mount("Z:\\", "smbfs")]
    assert whereabouts._network_drive(PureWindowsPath(path), mounts) == drive


def test_of_two_drives_at_one_place_the_later_one_counts() -> None:
    mounts = [Mount("/mnt", "nfs"), Mount("/mnt", "ext4")]
    assert place_of(Path("/mnt/study.annotator"), mounts) is None


@pytest.mark.skipif(os.name != "posix", reason="asks for a system with one root folder")
def test_drives_of_this_system_are_known() -> None:
    assert "/" in [mount.folder for mount in whereabouts._mounts()]


# -- copies in conflict


@pytest.mark.parametrize(
    "name",
    [
        "study (Anna's conflicted copy 2025-03-14).annotator",
        "Study (In Konflikt stehende Kopie von Anna 2025-03-14).annotator",
        "study (conflicted copy 2025-03-14 101500).annotator",
        "study_conflict-20250314-101500.annotator",
        "study.sync-conflict-20250314-101500-ABCDEFG.annotator",
        "study.Conflict.annotator",
        "study (SFConflict anna@example.org 2025-03-14-10-15-00).annotator",
        "study [conflicted].annotator",
        "study_NAS_Mar-14-1015-2025_Conflict.annotator",
        "study-LAPTOP-8QJ2K1.annotator",
    ],
)
def test_copies_of_sync_programs_are_found(tmp_path: Path, name: str) -> None:
    for each in ("study.annotator", name, "other (conflicted copy).annotator", "study.txt"):
        (tmp_path / each).touch()
    assert conflicting_copies(tmp_path / "study.annotator") == [tmp_path / name]


@pytest.mark.parametrize(
    ("program", "name", "found"),
    [
        ("Google Drive", "study (1).annotator", True),
        ("iCloud", "study 2.annotator", True),
        ("Dropbox", "study (1).annotator", False),
        ("Google Drive", "study 2.annotator", False),
        ("iCloud", "study 2025.annotator", False),
        ("Dropbox", "study-final.annotator", False),
        ("Dropbox", "study (conflicted copy).txt", False),
    ],
)
def test_numbered_copies_count_only_where_a_program_numbers_them(
    tmp_path: Path, program: str, name: str, found: bool
) -> None:
    (tmp_path / name).touch()
    path = tmp_path / "study.annotator"
    assert bool(conflicting_copies(path, Place(Sort.SYNCED, program))) == found


def test_folder_that_is_not_there_has_no_copies(tmp_path: Path) -> None:
    assert conflicting_copies(tmp_path / "gone" / "study.annotator") == []
