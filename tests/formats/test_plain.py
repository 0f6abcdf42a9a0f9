from __future__ import annotations

import codecs
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.errors import UserError
from annotator.domain.text import canonical
from annotator.domain.zones import Role, find_zones
from annotator.formats.articles.plain import read_plain
from annotator.formats.registry import ARTICLE_READERS, article_reader
from annotator.formats.safety import LARGEST_FILE, MEGABYTE, read_file, read_limited

SHARED_ARTICLE = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "articles" / "seed-article.txt"
)
ARTICLE = """\
Müller sagt „nein“ zur Brücke

By Jana Klee

Published 3 March 2025

Der Rat der Stadt hat die Abstimmung über die Brücke verschoben, sagte Bürgermeister Müller.

„Niemand weiß, was sie kostet“, sagte er am Dienstag – und ging nach Hause.
"""
RUSSIAN = "Совет отложил голосование\n\nСовет города отложил голосование о мосте, сказал мэр.\n"


def refusal(data: bytes, name: str = "bad.txt") -> UserError:
    with pytest.raises(UserError) as caught:
        article_reader(name)(data, name)
    return caught.value


@pytest.mark.parametrize(
    ("mark", "encoding", "told"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_is_certain_is_read_without_a_note(mark, encoding, told, line_end):
    draft = read_plain(mark + ARTICLE.replace("\n", line_end).encode(encoding), "bridge.txt")

    assert draft.text == ARTICLE
    assert draft.encoding == told
    assert draft.notes == ()
    assert draft.zones == find_zones(ARTICLE)


@pytest.mark.parametrize("text", [ARTICLE, RUSSIAN], ids=["latin", "cyrillic"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_guessed_and_told(text, encoding):
    draft = read_plain(text.encode(encoding), "bridge.txt")

    assert (draft.text, draft.encoding) == (text, encoding)
    assert "UTF-16 was guessed" in draft.notes[0]


def test_windows_1252_is_guessed_and_told():
    draft = read_plain(ARTICLE.encode("cp1252"), "bridge.txt")

    assert (draft.text, draft.encoding) == (ARTICLE, "cp1252")
    (note,) = draft.notes
    assert "Windows-1252" in note
    assert "guessed" in note


def test_bytes_that_windows_1252_has_not_are_shown_and_counted():
    draft = read_plain(b"Caf\xe9 d\x81cor\n\nIt costs more than it is worth, he said.\n", "c.txt")

    assert draft.text.startswith("Café d\ufffdcor")
    assert any("Bytes that mean nothing in it: 1;" in note for note in draft.notes)


def test_a_guess_that_is_probably_wrong_is_called_so():
    draft = read_plain(RUSSIAN.encode("cp1251"), "bridge.txt")

    assert draft.encoding == "cp1252"
    assert any("probably wrong" in note for note in draft.notes)


def test_damage_in_a_file_that_says_its_encoding_is_told():
    whole = codecs.BOM_UTF16_LE + ARTICLE.encode("utf-16-le")

    draft = read_plain(whole[:-1], "bridge.txt")

    assert draft.text == ARTICLE[:-1] + "\ufffd"
    assert "Damaged places in the file: 1;" in draft.notes[0]


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\r\t\v\f\x85\x1b"))
)
@settings(max_examples=100)
def test_any_text_in_utf8_comes_through_canonical(tail):
    text = "The bridge\n\n" + tail

    draft = read_plain(text.encode(), "any.txt")

    assert draft.text == canonical(text)
    assert draft.encoding == "utf-8"


def test_metadata_that_is_certain_is_taken():
    draft = read_plain(ARTICLE.encode(), "bridge.txt")

    assert draft.headline == "Müller sagt „nein“ zur Brücke"
    assert draft.author == "Jana Klee"
    assert draft.published == "2025-03-03"
    assert draft.source_file == "bridge.txt"
    assert (draft.outlet, draft.url, draft.language) == ("", "", "")


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("2025-03-03", "2025-03-03"),
        ("Published March 3rd, 2025, 6:42 p.m.", "2025-03-03"),
        ("Updated 31 Dec. 2024", "2024-12-31"),
        ("03/04/2025", ""),
        ("March 2025", ""),
        ("Published 3 March 2025. Updated 4 March 2025", ""),
        ("Published 31 February 2025", ""),
    ],
)
def test_a_date_is_taken_only_if_it_is_certain(line, published):
    text = ARTICLE.replace("Published 3 March 2025", line)
    assert read_plain(text.encode(), "bridge.txt").published == published


@pytest.mark.parametrize("byline", ["By Jana Klee and Tom Reed", "By our own correspondent"])
def test_an_author_is_taken_only_if_certain(byline):
    text = ARTICLE.replace("By Jana Klee", byline)
    assert read_plain(text.encode(), "bridge.txt").author == ""


def test_the_author_may_stand_below_the_article():
    text = ARTICLE.replace("By Jana Klee\n\n", "") + (
        "\nJana Klee\n\nJana Klee is a reporter for the Courier, covering bridges.\n"
    )
    assert read_plain(text.encode(), "bridge.txt").author == "Jana Klee"


def test_without_a_headline_the_name_of_the_file_stands_for_it():
    text = "The council put off its vote on the old bridge on Tuesday, after a very long evening.\n"

    draft = read_plain(text.encode(), "2025-03 old.bridge.txt")

    assert draft.headline == "2025-03 old.bridge"
    assert any("name of the file" in note for note in draft.notes)


def test_a_headline_over_several_lines_is_joined():
    text = (
        "Council of Marrow Vale puts off its vote on the old bridge until the\n"
        "summer\n\n"
        "The council of Marrow Vale put off its vote on the old bridge on\n"
        "Tuesday, after a long evening in which neither of the two sides in\n"
        "the matter would give way. The vote will now be held in June, said\n"
        "the mayor.\n"
    )
    draft = read_plain(text.encode(), "bridge.txt")

    assert draft.headline.endswith("on the old bridge until the summer")
    assert [zone.role for zone in draft.zones] == [Role.HEADLINE] * 2 + [Role.BODY] * 4


def test_a_real_page_gives_its_headline_and_author():
    if not SHARED_ARTICLE.exists():
        pytest.skip("the shared sample articles are not beside this checkout")

    draft = read_plain(SHARED_ARTICLE.read_bytes(), SHARED_ARTICLE.name)

    assert draft.headline.startswith("Minsk, Moscow, And Beyond")
    assert (draft.author, draft.published, draft.notes) == ("Tony Wesolowsky", "", ())


def document(*members: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in members:
            archive.writestr(member, "text")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"{\\rtf1\\ansi text}", "an RTF document"),
        (b"SQLite format 3\0" + bytes(84), "an SQLite database"),
        (document("[Content_Types].xml", "word/document.xml"), "a Word document (DOCX)"),
        (document("notes/a.txt"), "a ZIP archive"),
        (b"\n<!DOCTYPE html><html><body>Text</body></html>", "a web page (HTML)"),
        (b"<?xml version='1.0'?><a>Text</a>", "an XML document"),
    ],
)
@pytest.mark.parametrize("name", ["bad.txt", "bad", "bad.xyz"])
def test_what_is_no_text_is_named(data, kind, name):
    error = refusal(data, name)

    assert f"“{name}”" in error.what
    assert kind in error.what
    assert "Nothing was imported." in error.way_out
    assert "plain text" in error.way_out


@pytest.mark.parametrize(
    "data",
    [
        b"text\0text" * 30,
        bytes(range(256)) * 8,
        b"\x01\x02\x03\x04text",
        b"\x7f\x91\xe2\x10" + bytes(99),
    ],
    ids=["zeros", "all bytes", "controls", "program"],
)
def test_bytes_that_no_text_has_are_refused(data):
    error = refusal(data)

    assert "“bad.txt” is no text" in error.what
    assert "Nothing was imported." in error.way_out


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t\r\n ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u00a0\u2029\ufeff\n".encode()],
    ids=["nothing", "spaces", "mark", "wide mark", "exotic spaces"],
)
def test_a_file_without_text_is_refused(data):
    error = refusal(data)

    assert "“bad.txt” is empty" in error.what
    assert "Nothing was imported." in error.way_out


def test_an_unknown_ending_is_refused_by_its_name():
    error = refusal(b'{"text": "An article"}', "data.json")

    assert "data.json" in error.what
    assert ".json" in error.what
    assert "Nothing was imported." in error.way_out


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.text", "notes.md", "README"])
def test_texts_are_read_by_their_ending(name):
    assert article_reader(name)(ARTICLE.encode(), name).text == ARTICLE


def test_endings_are_lower_case_with_their_dot():
    assert all(ending == "" or ending.startswith(".") for ending in ARTICLE_READERS)
    assert all(ending == ending.lower() for ending in ARTICLE_READERS)


def test_a_file_is_read_whole_up_to_the_limit(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)

    assert read_limited(path, 100) == b"x" * 100
    assert read_file(path) == b"x" * 100
    with pytest.raises(UserError, match=r"a\.txt"):
        read_limited(path, 99)


def test_a_large_file_is_refused_from_its_size_alone(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * MEGABYTE)

    with pytest.raises(UserError) as caught:
        read_file(path)

    assert "large.txt" in caught.value.what
    assert "50 MB" in caught.value.what
    assert "20 MB" in caught.value.what
    assert "Nothing was imported." in caught.value.way_out


def test_the_limit_holds_for_bytes_from_elsewhere():
    error = refusal(b"x" * (LARGEST_FILE + 1))
    assert "too large" in error.what


def test_what_can_not_be_read_is_named(tmp_path):
    for path, why in (
        (tmp_path / "missing.txt", "There is no file"),
        (tmp_path, "is a folder"),
        (Path(os.devnull), "is no ordinary file"),
        (tmp_path / "nul\0.txt", "can't be read"),
    ):
        with pytest.raises(UserError) as caught:
            read_file(path)
        assert str(path) in caught.value.what
        assert why in caught.value.what
        assert "Nothing was imported." in caught.value.way_out


@pytest.mark.skipif(os.name != "posix", reason="rights are set otherwise on this system")
def test_a_file_without_the_right_to_read_it_is_named(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_bytes(b"text")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")

    with pytest.raises(UserError, match="no right to read"):
        read_file(path)


def test_a_part_of_the_path_that_is_a_file_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"text")

    with pytest.raises(UserError) as caught:
        read_file(tmp_path / "a.txt" / "b.txt")

    assert "b.txt" in caught.value.what
