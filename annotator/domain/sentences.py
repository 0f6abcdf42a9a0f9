"""Sentences: where one ends and the next begins, within a paragraph.

Rules and short lists, no model: an abbreviation too many joins two sentences, one too few cuts
one in two. The lists hold what newspapers print, mostly in English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.domain.paragraphs import paragraph_at, paragraphs

if TYPE_CHECKING:
    from annotator.domain.span import Range

# After full-width punctuation a sentence ends without a space.
_STOP = re.compile(
    r"(?:(?P<wide>[。！？．｡]+)|(?P<stop>[.!?…‽؟۔։።၊။។॥।;\u037e]+))"
    r"(?P<closers>[\"'”’»›)\]}」』“‘«‹]*)"
    r"(?P<space>(?(wide)\s*|\s+))"
)
_QUOTES = "\"'“„‘‚«»‹›「『"
_OPENERS = _QUOTES + "([{¿¡—–-•* "
_LONGEST_TOKEN = 40


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = _words(
    "mr mrs ms mx dr prof rev fr msgr hon gen lt col maj capt cmdr cpl sgt adm brig gov sen rep "
    "pres supt insp det amb atty st ste mt ft mme mlle messrs hrn dipl ing"
)
"""Before a name, whatever it begins with."""

_ABBREVIATIONS = _words(
    "jr sr esq inc ltd co corp bros llc plc gmbh est dept univ assn assoc ave blvd rd hwy jan feb "
    "mar apr jun jul aug sep sept oct nov dec tue tues thu thurs fri ala ariz ark calif colo conn "
    "del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va "
    "vt wis wyo ont que wash"
)
"""Mostly inside a sentence, but one may end with them; many are words when written small."""

_SMALL_ABBREVIATIONS = _words(
    "vs v approx ca cf viz bzw usw vgl evtl ggf mio mrd ул им св проф акад ген просп тыс млн млрд"
)

_NUMBERED = _words("no nos nr art sec fig figs vol vols ch pp para")
"""Before a number; else words of their own."""

_STARTERS = _words(
    "the he she it they we you but and this that these those his her its their our there here if "
    "when while where however although though as at for from in on with by after before since "
    "what who why how yet still then now meanwhile moreover also not no some many most all both "
    "one two several another last under according"
)
"""Words that, with a capital letter, begin a sentence far more often than a name."""

_GERMAN_MONTH = re.compile(
    r"Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
)
_ATTRIBUTION = re.compile(
    r"(?:[^\W\d_][\w’'-]*\.? ){1,4}(?:said|says|asked|asks|added|replied|wrote|told|cried|shouted"
    r"|answered|demanded|wondered|exclaimed|tweeted|explained|joked|insisted)\b"
)
_INITIALS = re.compile(r"[^\W\d_]{1,3}(?:\.-?[^\W\d_]{1,3})+|[^\W\d_]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_GREEK_QUESTION = ";\u037e"
_HIRAGANA = re.compile("[\u3041-\u309f]")


def sentence_at(text: str, position: int) -> Range:
    """The sentence around ``position`` or, between two, the one before; without outer spaces.

    Where the paragraph is blank the range is empty, at ``position``.
    """
    found = (position, position)
    for number, each in enumerate(sentences(text, *paragraph_at(text, position))):
        if number and each[0] > position:
            break
        found = each
    return found


def sentences(text: str, start: int, end: int) -> list[Range]:
    """The sentences in ``[start, end)``, paragraph by paragraph, without the space between them.

    Quotation marks and brackets that close after the stop belong to the sentence before. A
    sentence ends with its paragraph, with or without a stop.
    """
    found: list[Range] = []
    for first, last in paragraphs(text, start, end):
        sentence = first
        for stop in _STOP.finditer(text, first, last):
            if stop.end() < last and _ends_sentence(text, sentence, stop):
                found.append((sentence, stop.start("space")))
                sentence = stop.end()
        found.append((sentence, last))
    return found


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the sentence that begins at ``start`` ends with ``stop``."""
    after = text[stop.end() : stop.end() + 2 * _LONGEST_TOKEN]
    closers, marks = stop["closers"], stop["stop"]
    if marks is not None and marks[-1] in _GREEK_QUESTION:
        return _GREEK.match(text, stop.start() - 1) is not None and not after[:1].islower()
    if marks is None:
        return not (closers and _HIRAGANA.match(after))
    if after.lstrip(_OPENERS)[:1].islower() or _is_remark(text, stop):
        return False
    if "!" in marks or "?" in marks:
        return not (closers.strip(")]}") and _ATTRIBUTION.match(after))
    if _is_spaced_ellipsis(text, stop.start(), after):
        return False
    token = _token_before(text, start, stop.start())
    if marks == ".":
        return _ends_after(token, after, first=stop.start() - len(token) == start)
    # An ellipsis that stands alone leaves words out; one that touches a word trails off.
    return bool(token)


def _is_spaced_ellipsis(text: str, position: int, after: str) -> bool:
    """Whether the stop is one of ". . ."."""
    before = text[max(0, position - 2) : position]
    return before.endswith(" ") and (after[:2] in {". ", "."} or before == ". ")


def _is_remark(text: str, stop: re.Match[str]) -> bool:
    """Whether the brackets hold nothing else, as in "(!)" and "[…]"."""
    return stop["closers"][:1] in {")", "]", "}"} and text[stop.start() - 1] in "([{"


def _token_before(text: str, start: int, end: int) -> str:
    """The characters without a space that end at ``end``, without what opens before them."""
    chunk = text[max(start, end - _LONGEST_TOKEN) : end]
    if not chunk or chunk[-1].isspace():
        return ""
    return chunk.split()[-1].lstrip(_OPENERS)


def _ends_after(token: str, after: str, *, first: bool) -> bool:
    """Whether a sentence ends with ``token`` and a full stop, if ``after`` follows."""
    word = token.casefold()
    if first and (token.isdecimal() or len(token) == 1):
        return False
    if word in _NUMBERED and after[:1].isdecimal():
        return False
    if token.isdecimal() and len(token) <= 2:
        return _GERMAN_MONTH.match(after) is None
    starter = _FIRST_WORD.match(after.lstrip(_OPENERS))
    starts_anew = starter is not None and starter[0].casefold() in _STARTERS
    if token[:1].isupper() and word in _TITLES:
        return starts_anew
    if _is_abbreviation(token):
        return starts_anew or after[:1] in _QUOTES
    return True


def _is_abbreviation(token: str) -> bool:
    word = token.casefold()
    return (
        word in _SMALL_ABBREVIATIONS
        or (token[:1].isupper() and word in _ABBREVIATIONS)
        or _INITIALS.fullmatch(token) is not None
    )
