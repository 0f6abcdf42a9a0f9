"""Texts that break careless programs, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

CLUSTERS = (
    "a",
    "B",
    "7",
    "é",
    "e\u0301",
    "ß",
    "я",
    "😀",
    "👩🏽\u200d🚀",
    "👨\u200d👩\u200d👧\u200d👦",
    "❤\ufe0f\u200d🔥",
    "🇧🇾",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "1\ufe0f\u20e3",
    "𝒜",
    "क\u094dषि",
    "שׁ",
    "ב",
    "م\u064f",
    "한",
    "日",
    "の",
    "ไ",
)
"""Each is one character to a reader."""

MARKS = tuple(".,;:!?…\"'“”‘’„«»()[]-–—/&@#$%•_")
SPACES = (" ", "\t", "\u00a0", "\u202f", "\u3000")
BREAKS = ("\n", "\u2029", "\ufdd0", "\ufdd1")
LINE_ENDS = ("\r\n", "\r", "\u2028", "\v", "\f", "\x85")
INVISIBLE = (
    "\u00ad",
    "\u200b",
    "\u200e",
    "\u200f",
    "\u202b",
    "\u202c",
    "\u2066",
    "\u2069",
    "\u2060",
)
BROKEN = (
    "\0",
    "\ufeff",
    "\ufffe",
    "\ufffd",
    "\ufffc",
    "\ue000",
    "\ud83d",
    "\ude00",
    "\u0301",
    "\u200d",
    "\u200c",
    "\U0001f3fd",
    "🇧",
)

pieces = st.sampled_from(
    (*CLUSTERS, *MARKS, *SPACES, *BREAKS, *LINE_ENDS, *INVISIBLE, *BROKEN, "St. ", "U.S. ", "the ")
)
raw_texts = st.one_of(st.lists(pieces, max_size=60).map("".join), st.text(max_size=60))
"""Anything that a file may hold, lone surrogates included."""


@st.composite
def places(draw: st.DrawFn, texts: st.SearchStrategy[str] = raw_texts) -> tuple[str, int, int]:
    """A text and two positions in it, the first not after the second."""
    text = draw(texts)
    ends = st.integers(0, len(text))
    first, second = draw(ends), draw(ends)
    return text, min(first, second), max(first, second)
