"""The guards between a file of unknown origin and the program: size, kind, readability."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

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
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_MEMBERS = 10_000
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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


def refuse_swollen_archive(data: bytes, name: str) -> None:
    """Let a ZIP archive pass that is as large as it says, and not too large when unpacked.

    Raises:
        UserError: it is damaged, its members lie over each other, or there is too much in it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise UserError(
            "“{file}” is damaged, or no archive: {why}.",
            NOTHING_READ + " Save it anew in the program that made it.",
            file=name,
            why=error,
        ) from error
    places = sorted((one.header_offset, one.compress_size) for one in members)
    overlap = any(start + size > following for (start, size), (following, _) in pairwise(places))
    unpacked = sum(one.file_size for one in members)
    if overlap or unpacked > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
        raise UserError(
            "“{file}” is not read: unpacked it would have {size} MB in {n} members.",
            NOTHING_READ + " Such a file can fill the memory; save it anew without pictures.",
            file=name,
            size=unpacked // MEGABYTE,
            n=len(members),
        )


def parse_xml(data: bytes, name: str) -> ET.Element:
    """The outermost element of an XML document, which must have no document type definition.

    Such a definition can make a small file swell to fill the memory, and name other files.

    Raises:
        UserError: it has one, or is no XML; the line is named.
    """
    try:
        _refuse_definitions(data, name)
        return ET.fromstring(data)
    except (ET.ParseError, expat.ExpatError) as error:
        line, column = error.lineno or 0, error.offset or 0
        if isinstance(error, ET.ParseError):
            line, column = error.position
        raise UserError(
            "“{file}” is no XML that can be read: line {line}, column {column}: {why}.",
            NOTHING_READ,
            file=name,
            line=line,
            column=column + 1,
            why=expat.ErrorString(error.code),
        ) from error


def printable(text: str) -> str:
    """Text with U+FFFD in the place of each character that XML has no way to write."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _refuse_definitions(data: bytes, name: str) -> None:
    def refuse(*_args: object) -> None:
        raise UserError(
            "“{file}” is not read: it has a document type definition (line {line}).",
            NOTHING_READ + " Codebooks need none; save it anew in the program that made it.",
            file=name,
            line=parser.CurrentLineNumber,
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)


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
