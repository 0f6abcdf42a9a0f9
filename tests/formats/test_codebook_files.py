"""Codebooks as tables, as REFI-QDA and on paper."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
import python_calamine
import xmlschema
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import UserError
from annotator.domain.hues import PRINTED
from annotator.formats.codebooks.columns import COLUMNS, Table, letters, recognise, scheme_of
from annotator.formats.codebooks.csv_file import read_csv, write_csv
from annotator.formats.codebooks.docx_file import write_docx
from annotator.formats.codebooks.html import write_html
from annotator.formats.codebooks.qdc import NAMESPACE, read_qdc, write_qdc
from annotator.formats.codebooks.xlsx import read_xlsx, write_xlsx
from annotator.formats.schemes import Example, NearMiss, Scheme, SchemeCode, parse_scheme
from annotator.formats.tables import Dialect

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "schemes"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
SHARED = ROOT.parent / "shared" / "data"

CODES = (
    SchemeCode(
        "framing",
        key="f",
        colour="blue",
        definition="What it is about.\n\nIn short.",
        use_when="An angle is set.",
        examples=(Example("=SUM(A1)"), Example("“So,” he said.")),
        instead=(NearMiss("it can be checked", "claim"),),
        keywords=("angle", "frame"),
        children=(SchemeCode("@conflict", colour="#1a2b3c", status="proposed"),),
    ),
    SchemeCode("claim", unit="sentence", do_not_use_when="Nobody disputes it."),
)
SCHEME = Scheme("frames", codes=CODES)


def back(table: Table) -> Scheme:
    return scheme_of(table, recognise(table.header), "frames")


def refusal(text: str) -> str:
    with pytest.raises(UserError) as caught:
        back(read_csv(text.encode(), "codes.csv"))
    assert "codes.csv" in caught.value.what
    assert "Nothing was changed" in caught.value.way_out
    return caught.value.what


# -- tables


@pytest.mark.parametrize("dialect", Dialect)
def test_a_csv_file_is_read_as_it_was_written(dialect):
    assert back(read_csv(write_csv(SCHEME, dialect), "codes.csv")) == SCHEME


def test_a_workbook_is_read_as_it_was_written():
    assert back(read_xlsx(write_xlsx(SCHEME), "codes.xlsx")) == SCHEME


def test_no_cell_of_a_workbook_is_a_formula():
    with zipfile.ZipFile(io.BytesIO(write_xlsx(SCHEME))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert sheets
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_workbook_has_attributes_and_variables_on_sheets_of_their_own():
    scheme = parse_scheme((FOLDER / "attribution.yaml").read_bytes(), "attribution.yaml")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(scheme)))
    assert book.sheet_names == ["Codes", "Attributes", "Variables"]
    rows = book.get_sheet_by_name("Attributes").to_python()
    assert ["source", "source type", "one of"] in [row[:3] for row in rows]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_all_codes_of_the_shipped_schemes_go_through_a_table(path):
    scheme = parse_scheme(path.read_bytes(), path.name)
    again = back(read_csv(write_csv(scheme), "codes.csv"))
    kept = [(path, code.definition, code.use_when, code.key) for path, code in scheme.walk()]
    assert [(path, code.definition, code.use_when, code.key) for path, code in again.walk()] == kept


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Name;Description\nclaim;What\nframing;Which\n", ["claim", "framing"]),
        ("tag\tparent\na\t\nb\ta\nc\tb\n", ["a", "a/b", "a/b/c"]),
        ("code,code_path\nx,a::x\ny,a::y\n", ["a", "a/x", "a/y"]),
        ("path\na > b\na > c\n", ["a", "a/b", "a/c"]),
        ("\ufeffCategory\n\n框架\n", ["框架"]),
        ("path\na/b\n", ["a", "a/b"]),
        ("name,parent\nc,b\nb,A\na,\nd,b\n", ["a", "a/b", "a/b/d", "a/b/c"]),
        ("name,parent\na/b,\n", ["a-b"]),
    ],
)
def test_tables_of_other_programs_are_understood(text, paths):
    scheme = back(read_csv(text.encode(), "codes.csv"))
    assert [path for path, _ in scheme.walk()] == paths


def test_names_with_the_signs_of_other_programs_stay_whole():
    for name in ("a\\b", "a::b", "a > b", "\\", "::"):
        for children in ((), (SchemeCode("x"),)):
            scheme = Scheme("frames", codes=(SchemeCode(name, children=children),))
            assert back(read_csv(write_csv(scheme), "codes.csv")) == scheme


def test_columns_can_be_matched_by_hand():
    table = read_csv(b"Kode,Beskrivelse\nramme,Hva\n", "koder.csv")
    assert recognise(table.header) == {}
    scheme = scheme_of(table, {"name": 0, "definition": 1}, "koder")
    assert scheme.codes == (SchemeCode("ramme", definition="Hva"),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("What,Why\na,b\n", "No column"),
        ("name\n", "no codes"),
        ("name,key\na,ab\n", "B2: the key “ab”"),
        ("name,key\na,a\nb,A\n", "B3: the key “A” is already that of “a”"),
        ("name,colour\na,mauve\n", "B2: the colour “mauve”"),
        ("name,status\na,old\n", "B2: “old” is none of"),
        ("name\na\nA\n", "A3: the code “A” stands twice"),
        ("definition,name\nx,\n", "B2: a code has no name"),
        ("path\na//b\n", "A2: a code has no name"),
        ("name,parent\na,\nb,\nx,a\nx,b\ny,x\n", "B6: “x” names 2 codes"),
        ("name,parent\na,\nb,aa\n", "B3: there is no code “aa”"),
        ("name,parent\nc,\na,b\nb,a\n", "B3: “b” stands in the end under itself"),
        ("name,parent\na,a\n", "B2: “a” stands in the end under itself"),
        ("path\n" + "/".join("abcdefghijklm") + "\n", "A2: codes are nested more than 12"),
        ("name\n" + "".join(f"c{n}\n" for n in range(10_001)), "more than 10000 codes"),
        ('name\n"a\n', "no table"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_cell(text, why):
    assert why in refusal(text)


@pytest.mark.parametrize(
    ("text", "paths", "notes"),
    [
        ("name\na\nyes/no\n", ["a", "yes-no"], ["A3: the code is called “yes-no”"]),
        (
            "definition;name;parent\nx;yes/no;\ny;sub;yes/no\n",
            ["yes-no", "yes-no/sub"],
            ["B2: the code is called “yes-no”"],
        ),
        ("path\na::b/c\na::d\n", ["a", "a/b-c", "a/d"], ["A2: the code is called “a › b-c”"]),
        ("path\na/b\n", ["a", "a/b"], []),
    ],
)
def test_a_name_that_is_made_another_is_told_with_its_cell(text, paths, notes):
    scheme = back(read_csv(text.encode(), "codes.csv"))
    assert [path for path, _ in scheme.walk()] == paths
    assert [one.removeprefix("Cell ").partition(",")[0] for one in scheme.notes] == notes


def test_ten_thousand_rows_are_taken():
    text = "name,parent\n" + "".join(
        f"c{n},{'' if n < 100 else f'c{n % 100}'}\n" for n in range(9000)
    )
    assert sum(1 for _ in back(read_csv(text.encode(), "codes.csv")).walk()) == 9000


def test_what_is_no_workbook_is_refused():
    for data in (b"name\na\n", b"PK\x03\x04 torn"):
        with pytest.raises(UserError, match=r"codes\.xlsx"):
            read_xlsx(data, "codes.xlsx")


def test_a_workbook_that_would_swell_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(21):
            archive.writestr(f"xl/{n}", b"\0" * 10_000_000)
    with pytest.raises(UserError, match="unpacked it would have"):
        read_xlsx(file.getvalue(), "codes.xlsx")


def test_columns_are_named_as_in_spreadsheets():
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


WORD = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="/"),
    min_size=1,
    max_size=12,
).filter(lambda text: not text.startswith("'"))
NAMED = st.lists(WORD, min_size=1, max_size=4, unique_by=str.casefold)


@settings(max_examples=60, deadline=None)
@given(NAMED, NAMED, st.sampled_from(Dialect))
@example(["0"], ["0'-"], Dialect.PLAIN)
def test_names_of_any_script_go_through_csv(above, under, dialect):
    children = tuple(SchemeCode(name, definition=name) for name in under)
    codes = tuple(SchemeCode(name, children=children) for name in above)
    scheme = Scheme("frames", codes=codes)
    assert back(read_csv(write_csv(scheme, dialect), "codes.csv")) == scheme


# -- REFI-QDA


@pytest.fixture(scope="module")
def standard() -> xmlschema.XMLSchema:
    path = SHARED / "standards" / "Codebook.xsd"
    if not path.exists():
        pytest.skip("the schema of the standard is not here")
    return xmlschema.XMLSchema(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_written_is_valid_by_the_standard(path, standard):
    scheme = parse_scheme(path.read_bytes(), path.name)
    standard.validate(io.BytesIO(write_qdc(scheme, PRINTED, "Annotator 0")))


def test_a_codebook_of_the_standard_is_read_as_it_was_written():
    again = read_qdc(write_qdc(SCHEME, PRINTED, "Annotator 0"), "frames.qdc")
    framing, claim = again.codes
    assert framing.definition == "What it is about.\n\nIn short."
    assert framing.use_when == "An angle is set."
    assert [one.text for one in framing.examples] == ["=SUM(A1)", "“So,” he said."]
    assert framing.keywords == ("angle", "frame")
    assert framing.colour == PRINTED["blue"]
    assert framing.children[0].name == "@conflict"
    assert claim.do_not_use_when == "Nobody disputes it."
    assert write_qdc(again, PRINTED, "Annotator 0") == write_qdc(
        read_qdc(write_qdc(again, PRINTED, "Annotator 0"), "frames.qdc"), PRINTED, "Annotator 0"
    )


def test_what_xml_cannot_write_is_replaced():
    scheme = Scheme("a", codes=(SchemeCode("a\x00b", definition="c\x0bd & <e>"),))
    again = read_qdc(write_qdc(scheme, PRINTED, "A"), "a.qdc")
    assert again.codes[0].name == "a\ufffdb"
    assert again.codes[0].definition == "c\ufffdd & <e>"


def qdc(codes: str, namespace: str = NAMESPACE) -> bytes:
    return f'<CodeBook xmlns="{namespace}"><Codes>{codes}</Codes><Sets/></CodeBook>'.encode()


GUID = "5215cc69-b628-4e02-afb9-9beeaee55808"


def test_what_other_programs_write_is_read():
    data = qdc(
        '<Code guid="{5215CC69-B628-4E02-AFB9-9BEEAEE55808}" name="Topics" isCodable="false">'
        '<Code guid="x" name="jobs/taxes" isCodable="1" color="#FF0"/></Code>'
        '<Code name="Topics"/><Code guid="y" name=""/>',
        "urn:QDA-XML:codebook:0:4",
    )
    scheme = read_qdc(data, "other.qdc")
    assert [path for path, _ in scheme.walk()] == [
        "Topics", "Topics/jobs-taxes", "Topics (2)", "unnamed",
    ]  # fmt: skip
    topics = scheme.codes[0]
    assert topics.uid == "5215cc69-b628-4e02-afb9-9beeaee55808"
    assert topics.children[0].colour == "#ffff00"
    assert [bool(code.uid) for _, code in scheme.walk()] == [True, True, False, True]
    assert scheme.notes == (
        "The code “jobs/taxes” is called “jobs-taxes”, as “/” stands between the names of a path.",
        "The code “Topics” is called “Topics (2)”, as another one beside it has its name.",
        "The code “” is called “unnamed”, as it has no name.",
    )
    assert read_qdc(data, "other.qdc") == scheme


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<CodeBook>", "line 1"),
        (b"not xml", "line 1"),
        (b"<Project/>", "not CodeBook"),
        (qdc(""), "no code in it"),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>\n'
            + qdc("<Code name='&c;'/>"),
            "document type definition (line 2)",
        ),
        (
            b'<!DOCTYPE a SYSTEM "file:///etc/hostname">' + qdc("<Code name='a'/>"),
            "document type definition",
        ),
        (qdc("<Code name='a'>" * 14 + "</Code>" * 14), "nested more than 12"),
        (qdc("".join(f"<Code name='{n}'/>" for n in range(10_001))), "more than 10000 codes"),
        (
            qdc(
                f'<Code guid="{GUID.upper()}" name="a"><Code name="b"/></Code>'
                f'<Code name="c"><Code guid="{{{GUID}}}" name="d"/></Code>'
            ),
            "“a” and “c/d” have one identity (guid)",
        ),
    ],
)
def test_what_is_no_codebook_is_refused(data, why):
    with pytest.raises(UserError) as caught:
        read_qdc(data, "bad.qdc")
    assert "bad.qdc" in caught.value.what
    assert why in caught.value.what


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("uto_tag_codebook.qdc", 3),
        ("portableqda_portableQDA_Atlasti.qdc", 5),
        ("portableqda_REFI-QDA-1-5.qdc", 6),
    ],
)
def test_real_codebooks_are_read(name, codes):
    path = SHARED / "projects" / "qdc" / name
    if not path.exists():
        pytest.skip("codebooks by other programs are not here")
    assert sum(1 for _ in read_qdc(path.read_bytes(), name).walk()) == codes


# -- on paper


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_page_and_a_document_say_all_rules(path):
    scheme = parse_scheme(path.read_bytes(), path.name)
    page = write_html(scheme).decode()
    document = docx.Document(io.BytesIO(write_docx(scheme)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for _, code in scheme.walk():
        said = code.use_when.replace("&", "&amp;")
        assert re.sub(r"\*(.+?)\*", r"<i>\1</i>", said) in page
        assert code.use_when.replace("*", "") in words
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0] == scheme.title
    for variable in scheme.variables:
        assert (variable.title or variable.key) in page


def test_emphasis_is_set_in_italics_and_examples_keep_their_asterisks():
    code = SchemeCode("a", definition="Who *says* so?", examples=(Example("5 *times* 3"),))
    scheme = Scheme("t", guide="- the *source*: who", codes=(code,))

    page = write_html(scheme).decode()
    assert "Who <i>says</i> so?" in page
    assert "the <i>source</i>: who" in page
    assert "“5 *times* 3”" in page
    document = docx.Document(io.BytesIO(write_docx(scheme)))
    italic = [run.text for one in document.paragraphs for run in one.runs if run.italic]
    assert italic == ["source", "says"]
    assert any(one.text == "“5 *times* 3”" for one in document.paragraphs)


def test_nothing_in_a_codebook_becomes_markup():
    scheme = Scheme("<script>alert(1)</script>", codes=(SchemeCode("<b>", definition="a & b\x00"),))
    page = write_html(scheme).decode()
    assert "<script>" not in page
    assert "&lt;b&gt;" in page
    assert "a &amp; b\ufffd" in page
    assert write_docx(scheme)


def test_the_columns_are_those_of_the_format():
    text = (ROOT / "docs" / "formats" / "scheme.md").read_text("utf-8")
    for column in COLUMNS:
        assert f"`{column}`" in text
