"""Words of scripts that put no spaces between them: Chinese, Japanese and Thai.

BudouX, a small model of where such words begin, knows them well enough for a double click. A drag
takes any characters, as the scripts do.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from annotator.domain.clusters import cluster_end, cluster_start

if TYPE_CHECKING:
    from budoux import Parser

    from annotator.domain.span import Range

_AROUND = 60
"""Characters on either side that the model is shown; a word never is longer."""
_STYLE = 400
"""Characters on either side that are looked at for the language."""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc"
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_KANA_OR_HAN = re.compile(f"[{_HAN}{_KANA}]+")
_THAI_RUN = re.compile(f"[{_THAI}]+")
_SOME_KANA = re.compile(f"[{_KANA}]")
# Common characters that are written differently in simplified Chinese.
_TRADITIONAL = re.compile(
    "[們這個國會來說時對發後為與還開關長門問學現經過進報導總統選舉灣東車點電話語讀書寫實權務員將]"
)


def unspaced_word_at(text: str, position: int) -> Range | None:
    """The word around ``position`` in a script without spaces, or the one that ends there.

    None in other scripts.
    """
    if position and not text[position : position + 1].isalnum():
        return _word_around(text, position) or _word_around(text, position - 1)
    return _word_around(text, position)


def _word_around(text: str, position: int) -> Range | None:
    for pattern in (_KANA_OR_HAN, _THAI_RUN):
        run = _run_at(pattern, text, position)
        if run is not None:
            return _word_in(text, run, position, _parser(_model(text, position)))
    return None


def _run_at(pattern: re.Pattern[str], text: str, position: int) -> Range | None:
    """What of a run of such characters lies near, if the one at ``position`` is in it."""
    if not pattern.match(text, position):
        return None
    start, floor = position, max(0, position - _AROUND)
    while start > floor and pattern.match(text, start - 1):
        start -= 1
    found = pattern.match(text, start, position + _AROUND)
    return found.span() if found else None


def _word_in(text: str, run: Range, position: int, parser: Parser) -> Range:
    start, end = run
    for word in parser.parse(text[start:end]):
        if start + len(word) > position:
            return (cluster_start(text, start), cluster_end(text, start + len(word)))
        start += len(word)
    return run


def _model(text: str, position: int) -> str:
    near = text[max(0, position - _STYLE) : position + _STYLE]
    if _THAI_RUN.match(text, position):
        return "th"
    if _SOME_KANA.search(near):
        return "ja_word"
    return "zh-hant" if _TRADITIONAL.search(near) else "zh-hans"


@cache
def _parser(model: str) -> Parser:
    import json
    from importlib import resources

    from budoux import Parser

    file = resources.files("budoux") / "models" / f"{model}.json"
    return Parser(json.loads(file.read_text(encoding="utf-8")))
