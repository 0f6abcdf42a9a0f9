"""The guards between a file of unknown origin and the program: size, kind, readability."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from annotator.domain.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
"""No article or scheme is larger; a larger file is something else, or several thousand articles."""

NOTHING_READ = "Nothing was imported."

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Microsoft Office program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"OggS\0", "a sound or video file"),
    (b"ID3\3", "a sound file"),
    (b"ID3\4", "a sound file"),
)
_ZIP = b"PK\x03\x04"
# Names of members, which stand near the start of these archives and again at the end.
_ZIP_KINDS = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
    (b"opendocument.text", "an OpenDocument text (ODT)"),
    (b"epub+zip", "an EPUB book"),
)
_LOOK_INTO_ZIP = 64 * 1024
_WEB_PAGE = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"(\xef\xbb\xbf)?\s*<\?xml\s")
_LOOK_INTO_TEXT = 4096


def read_file(path: Path) -> bytes:
    """The bytes of an article or a scheme.

    Raises:
        UserError: as ``read_limited`` with the limit of ``LARGEST_FILE``.
    """
    return read_limited(path, LARGEST_FILE)


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of a file that has at most ``limit`` of them; a larger one is not read at all.

    Raises:
        UserError: the file is missing, a folder, no ordinary file, unreadable or too large.
    """
    try:
        status = path.stat()
        _refuse_special(path, status.st_mode)
        refuse_large(status.st_size, limit, path.name)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise _unreadable("There is no file {path}.", "Check its name and folder.", path) from error
    except PermissionError as error:
        advice = "Ask for the right to read it, or copy it to a folder of your own."
        raise _unreadable("You have no right to read {path}.", advice, path) from error
    except (OSError, ValueError) as error:
        advice = "Check the drive, or copy the file to another place."
        raise _unreadable("{path} can't be read: {reason}.", advice, path, reason=error) from error
    # It may have grown since its size was asked.
    refuse_large(len(data), limit, path.name)
    return data


def refuse_large(size: int, limit: int, name: str) -> None:
    """Let a size in bytes pass that is within the limit.

    Raises:
        UserError: it is above.
    """
    if size > limit:
        raise UserError(
            "“{file}” is too large: it has {size} MB, the limit is {limit} MB.",
            NOTHING_READ + " If it holds several articles, split it into one file for each.",
            file=name,
            size=-(-size // MEGABYTE),
            limit=limit // MEGABYTE,
        )


def what_it_seems(data: bytes) -> str:
    """What kind of file other than plain text its first bytes show, in words; else empty."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:3] == b"\0\0\0" and data[4:8] == b"ftyp":
        return "a video"
    if data.startswith(_ZIP):
        seen = data[:_LOOK_INTO_ZIP] + data[-_LOOK_INTO_ZIP:]
        return next((kind for mark, kind in _ZIP_KINDS if mark in seen), "a ZIP archive")
    if _WEB_PAGE.match(data[:_LOOK_INTO_TEXT]):
        return "a web page (HTML)"
    return "an XML document" if _XML.match(data[:_LOOK_INTO_TEXT]) else ""


def _refuse_special(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        advice = "Choose the files in it."
        raise _unreadable("{path} is a folder, not a file.", advice, path)
    if not stat.S_ISREG(mode):
        advice = "Choose an ordinary file."
        raise _unreadable("{path} is no ordinary file.", advice, path)


def _unreadable(template: str, advice: str, path: Path, **details: object) -> UserError:
    return UserError(template, f"{NOTHING_READ} {advice}", path=path, **details)
