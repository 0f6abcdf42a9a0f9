"""Pages on paper: where they begin, and that nothing stands torn or alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QTextDocument

from annotator.ui.printing import page_breaks, pdf_of

BLOCK = "<h3>Head {n}</h3><p>Some words.</p><p>Examples.</p><ul><li>one</li><li>two</li></ul>"
SPACE = 20
STYLE = (
    "<style>table { border-collapse: collapse; margin-bottom: 8px; } "
    "td { border: 1px solid black; padding: 4px; }</style>"
)
TABLE = f"{STYLE}<table>" + "<tr><td>a<br>b<br>c</td><td>d</td></tr>" * 40 + "</table>"


@pytest.fixture
def laid(qtbot):
    def lay(html: str) -> QTextDocument:
        document = QTextDocument()
        document.setTextWidth(500)
        document.setHtml(html)
        document.documentLayout().documentSize()
        return document

    return lay


def tops(document: QTextDocument) -> dict[float, str]:
    layout = document.documentLayout()
    found, block = {}, document.begin()
    while block.isValid():
        found[layout.blockBoundingRect(block).top()] = block.text()
        block = block.next()
    return found


@pytest.mark.parametrize("height", range(200, 420, 7))
def test_a_heading_and_the_words_before_a_list_stand_with_what_follows(laid, height):
    document = laid("".join(BLOCK.format(n=n) for n in range(30)))

    breaks = page_breaks(document, height)

    lines = tops(document)
    for begin, end in zip(breaks, [*breaks[1:], document.size().height()], strict=True):
        last = max(top for top in lines if top < end)
        assert not re.match(r"Head|Examples", lines[last])
        # The space above a heading may reach below a page, words may not.
        assert 0 < end - begin <= height + SPACE


def test_no_row_of_a_table_is_torn(laid):
    document = laid(TABLE)
    layout, rows = document.documentLayout(), []
    block = document.begin()
    while block.isValid():
        box = layout.blockBoundingRect(block)
        rows.append((box.top(), box.bottom()))
        block = block.next()

    breaks = page_breaks(document, 300)

    assert len(breaks) > 5
    assert not [at for at in breaks for top, bottom in rows if top < at < bottom]


def test_the_line_below_a_table_stays_with_it(laid):
    rows = "<tr><td>a</td></tr><tr><td>b</td></tr>"
    document = laid(f"<p>x</p>{STYLE}<table>{rows}</table>\n<h3>Head</h3><p>words</p>")
    places = {words: top for top, words in tops(document).items()}

    for height in range(60, 130):
        breaks = page_breaks(document, height)
        assert not [at for at in breaks if places["b"] < at < places["Head"]]


def test_what_is_higher_than_a_page_goes_on_on_the_next(laid):
    document = laid("<table><tr><td>" + "line<br>" * 60 + "</td></tr></table>")

    breaks = page_breaks(document, 300)

    assert max(b - a for a, b in pairwise(breaks)) <= 300
    assert document.size().height() - breaks[-1] <= 320


def test_many_pages_are_printed(qtbot):
    printed = pdf_of("".join(BLOCK.format(n=n) for n in range(60)).encode(), "Codebook")

    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 5
