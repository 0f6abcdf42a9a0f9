"""Words of scripts that are written without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.clusters import cluster_start
from annotator.ui.parts.reader.unspaced import unspaced_word_at


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("北京时间周一，外*交部发言人表示：“我们反对。”", "外交部"),
        ("北京时间周一，外交部发*言人表示：“我们反对。”", "发言人"),
        ("臺北市政府今天宣*布新的交通計畫", "宣布"),
        ("政府は昨日、新しい計*画を発表した。", "計画"),
        ("東京都知事は*問題ないと述べた", "問題"),
        ("コンピュータ・システ*ムの障害で", "システム"),
        ("ทุกอย่างเรี*ยบร้อยดี", "เรียบร้อย"),
        ("彼は反対*。", "反対"),
    ],
)
def test_the_word_at_a_place(marked: str, wanted: str) -> None:
    place = marked.index("*")
    text = marked.replace("*", "")
    found = unspaced_word_at(text, place)
    assert found is not None
    assert text[slice(*found)] == wanted


@pytest.mark.parametrize("text", ["plain words", "мир", "שלום", "한국어", "", "，。"])
def test_other_scripts_have_words_of_their_own(text: str) -> None:
    assert unspaced_word_at(text, 0) is None


@given(st.text(alphabet="政府は計画をคำไทยที่เ。 aカタ们個", max_size=80), st.data())
def test_it_holds_its_place_and_cuts_no_cluster(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    found = unspaced_word_at(text, position)
    if found is not None:
        start, end = found
        assert start <= position <= end
        assert cluster_start(text, start) == start
        assert cluster_start(text, end) == end
        assert text[start:end].strip()
