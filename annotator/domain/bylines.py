"""Lines about who wrote an article and when: bylines, names, dates, notes about the author."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.lines import Line

_NAME = r"[^\W\d_a-z][\w.’'-]*"
_PARTICLE = r"(?:van|von|de|del|della|der|den|di|da|dos|du|la|le|al|el|bin|ibn|and|und|et|y|en|e|&)"
_WHO = rf"{_NAME}(?:,? (?:{_NAME}|{_PARTICLE})){{0,11}}"
_DESK = (
    r"(?:correspondent|editor|reporter|writer|columnist|staff|journalist|contributor|producer"
    r"|analyst|desk|bureau|team|service|news)"
)
_BYLINE = re.compile(
    r"(?:(?:Words |Text |Story |Analysis |Report |Comment |Interview |Opinion |Written )?"
    rf"(?:[Bb]y|BY)|Von|VON|Par|Por|Di|Door)(?: by)? (?!(?:The|An?|This|That)\b){_WHO}"
    rf"(?:(?:,| [-–|•·]| in| for) .{{0,60}})?"
)
_BYLINE_LABEL = re.compile(
    r"(?:byline|author|autor|auteur|written by|reporter)s?\s*:\s*.{2,80}", re.IGNORECASE
)
_BYLINE_ELSEWHERE = re.compile(
    r"(?:מאת|بقلم|(?:本报)?记者|記者|撰文)[:：]?\s*[^\s。，、,.!?؟][^。，、,.!?؟]{1,30}"
)
_NAME_AND_DESK = re.compile(rf"{_NAME}(?: {_NAME}){{1,3}},? .{{0,50}}\b(?i:{_DESK})\b.{{0,30}}")
_NAME_ONLY = re.compile(rf"{_NAME}(?: (?:{_NAME}|{_PARTICLE})){{1,4}}")
_BIO = re.compile(
    r"\b(?:is|was) (?:an? |the )?(?:[\w’'/&-]+ ){0,6}?(?:correspondent|reporter|editor|journalist"
    r"|columnist|writer|author|producer|contributor|analyst|fellow|professor|lecturer|blogger|critic"
    r"|broadcaster|novelist|historian|director|co-?founder)\b"
    r"|\bcovers .{3,60} (?:for|at|from)\b|\bwho covers\b|\bwork has (?:also )?appeared\b"
    r"|\b(?:writes|reports) (?:for|about|on)\b|\bfollow (?:him|her|them) on\b",
    re.IGNORECASE,
)

_MONTHS_AND_DAYS = """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday mon tue tues wed thu thur thurs fri sat sun januar februar märz mai juni juli oktober
    dezember montag dienstag mittwoch donnerstag freitag samstag sonntag janvier février mars avril
    juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio
    julio agosto septiembre octubre noviembre diciembre lundi mardi mercredi jeudi vendredi samedi
    dimanche lunes martes miércoles jueves viernes sábado domingo
    gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre dicembre
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    januari februari maart mei augustus stycznia lutego marca kwietnia maja czerwca lipca sierpnia
    września października listopada grudnia ocak şubat mart nisan mayıs haziran temmuz ağustos
    eylül ekim kasım aralık января февраля марта апреля мая июня июля августа сентября октября
    ноября декабря січня лютого березня квітня травня червня липня серпня вересня жовтня
    листопада грудня يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر
    ديسمبر ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר בינואר בפברואר
    במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר 年 月 日 년 월 일
"""
_PUBLISHED = "published updated posted modified created ago"
_DATE_SMALL_WORDS = """
    at on the of am pm a m p gmt utc est edt et pt pst pdt bst cet cest eet msk ist st nd rd th uhr
    um de del le h local time first last originally second seconds minute minutes min mins hour
    hours hrs day days week weeks month months read
"""
_DATE_WORDS = frozenset(_MONTHS_AND_DAYS.split())
_PUBLISHED_WORDS = frozenset(_PUBLISHED.split())
_MAY_STAND_BESIDE = frozenset(_DATE_SMALL_WORDS.split()) | _DATE_WORDS | _PUBLISHED_WORDS
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_BY = re.compile(r"(?:By|BY|Byline:|Author:)\s+")
_JOINED = re.compile(r"\s(?:and|und|et|y|en|e|&)\s")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE_IN_WORDS = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)? )?{_MONTH}"
    r"(?: (?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?,? (?P<year>(?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_ISO_LIKE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")


def is_byline(line: Line) -> bool:
    """Whether it names who wrote the article, or says when it was published."""
    text = line.text
    return line.words <= 16 and (
        _BYLINE.fullmatch(text) is not None
        or _BYLINE_LABEL.fullmatch(text) is not None
        or _BYLINE_ELSEWHERE.fullmatch(text) is not None
        or is_date(line)
    )


def is_name(line: Line) -> bool:
    """Whether it could be a person's name and nothing else."""
    return line.words <= 5 and _NAME_ONLY.fullmatch(line.text) is not None


def is_name_with_desk(line: Line) -> bool:
    """Whether it is a name and what that person is at the outlet."""
    return line.words <= 10 and _NAME_AND_DESK.fullmatch(line.text) is not None


def is_date(line: Line) -> bool:
    """Whether it says when the article appeared or was changed, and nothing else."""
    if line.words > 14 or _DIGIT.search(line.text) is None:
        return False
    words = frozenset(word.casefold() for word in _LETTERS.findall(line.text))
    if not words <= _MAY_STAND_BESIDE:
        return False
    dated = bool(words & (_DATE_WORDS | _PUBLISHED_WORDS))
    return dated or _ISO_LIKE.search(line.text) is not None


def starts_bio(line: Line) -> bool:
    """Whether it tells what somebody writes or works as, as a note about the author does."""
    return line.words <= 120 and _BIO.search(line.text) is not None


def name_in_byline(text: str) -> str:
    """The name in "By Jane Doe"; empty if the line is no such byline or has more in it."""
    start = _BY.match(text)
    name = text[start.end() :] if start else ""
    return name if _NAME_ONLY.fullmatch(name) and not _JOINED.search(name) else ""


def published_date(text: str) -> str:
    """The date in a line, as ISO 8601 (YYYY-MM-DD).

    Empty if there is none or more than one. Dates in figures count only in ISO order: in others
    day and month can't be told apart.
    """
    found = {*_iso_dates(text), *_dates_in_words(text)}
    if len(found) != 1:
        return ""
    try:
        return date(*found.pop()).isoformat()
    except ValueError:
        return ""


def _iso_dates(text: str) -> Iterator[tuple[int, int, int]]:
    for match in _ISO_DATE.finditer(text):
        year, month, day = map(int, match.groups())
        yield year, month, day


def _dates_in_words(text: str) -> Iterator[tuple[int, int, int]]:
    for match in _DATE_IN_WORDS.finditer(text):
        day = match["before"] or match["after"]
        if day:
            yield int(match["year"]), _MONTHS.index(match["month"][:3].lower()) + 1, int(day)
