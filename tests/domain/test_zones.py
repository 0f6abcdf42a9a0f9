from __future__ import annotations

import textwrap
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.segments import count_words
from annotator.domain.zones import (
    COUNTED_BY_DEFAULT,
    FURNITURE_ROLES,
    Role,
    Zone,
    counted_words,
    find_zones,
)

ROOT = Path(__file__).resolve().parents[2]
SHARED_ARTICLE = ROOT.parent / "shared" / "data" / "articles" / "seed-article.txt"
SAMPLES = sorted((ROOT / "seeds" / "articles").glob("*.txt"))

PAGE = """\
Skip to main content

The Evening Post
Menu
Search
Sign in

Home > World > Harbours

Ferry Crews Vote To Return After Nine Days

By Hanna Orsolya

Published April 4, 2025, 9:12 a.m.

Share
Print

Crews leave the assembly hall in Brenholm on April 4.
Crews leave the assembly hall in Brenholm on April 4.

BRENHOLM, April 4 (Evening Post) – Ferry crews voted on Friday to go back to work after nine days.

"We have what we came for," said Ivo Marsh, who speaks for the crews. He said no more than that.

Islanders Count The Cost
please wait

No media source currently available

0:00 0:02:10 0:00

The company said it would restore the full timetable by Monday, if the weather allowed it to do so.

A Deal At Dawn

The talks had gone on through the night. Both sides said that they had given way on the pensions.

"The ferry is the only road that we have, and for nine days there was no road to our own hospital."

The crews had asked for three things:

- a second night off in each week
- an end to split shifts
- a ladder that does not rust

Hanna Orsolya

Hanna Orsolya is a correspondent for The Evening Post in Brenholm, covering the sea and the islands.

Related

The Islands Without A Doctor

How A Timetable Is Made

© 2025 The Evening Post. All rights reserved.

The Evening Post is an invented outlet.

We use cookies to count visits. Privacy policy. Terms of use.
"""

PAGE_ROLES = [
    *["furniture"] * 6,
    "headline",
    "byline",
    "byline",
    "furniture",
    "furniture",
    "caption",
    "furniture",
    "body",
    "body",
    "related",
    "player",
    "player",
    "player",
    "body",
    "heading",
    "body",
    "quotation",
    "body",
    "list",
    "list",
    "list",
    "byline",
    "bio",
    "furniture",
    "related",
    "related",
    "notice",
    "notice",
    "notice",
]

CLEAN = [
    "Council puts off the vote on the old bridge",
    (
        "The council of Marrow Vale put off its vote on the old bridge on Tuesday, after an evening"
        " in which neither side would give way."
    ),
    (
        "“Nobody has told us what it costs,” said Ada Quill, who has run the bakery at the bridge"
        " since 1998. She had brought a loaf for each of the members."
    ),
    "What the engineers found",
    (
        "Their report, which was made public last week, lists forty-one cracks. Most of them are"
        " harmless, it says; four are not."
    ),
    "Terms of service and a privacy policy were on the agenda as well, and they passed quietly.",
    "The vote will now be held in June.",
]


def roles(text: str) -> list[str]:
    return [zone.role.value for zone in find_zones(text)]


def role_of(text: str, start: str) -> Role:
    (found,) = [zone.role for zone in find_zones(text) if text[zone.start :].startswith(start)]
    return found


def joined(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"


def test_each_line_of_a_page_has_its_role():
    assert roles(PAGE) == PAGE_ROLES


def test_words_are_counted_in_the_article_only():
    zones = find_zones(PAGE)
    article = [zone for zone in zones if zone.role in COUNTED_BY_DEFAULT]

    assert counted_words(PAGE, zones) == sum(
        count_words(PAGE[zone.start : zone.end]) for zone in article
    )
    assert counted_words(PAGE, zones) < count_words(PAGE)
    assert counted_words(PAGE, zones, {Role.HEADLINE}) == 8
    assert counted_words(PAGE, zones, set(Role)) == count_words(PAGE)


def test_captions_and_bylines_are_neither_counted_nor_furniture():
    assert not COUNTED_BY_DEFAULT & FURNITURE_ROLES
    assert set(Role) - COUNTED_BY_DEFAULT - FURNITURE_ROLES == {Role.CAPTION, Role.BYLINE}


@pytest.mark.parametrize(
    ("headline", "author", "date", "body"),
    [
        (
            "עובדי הנמל פתחו בשביתה",
            "מאת נועה ברק",
            "3 במרץ 2025",
            "עובדי הנמל פתחו בשביתה עם שחר. ",
        ),
        (
            "إضراب في الميناء الكبير",
            "بقلم ليلى حداد",
            "3 مارس 2025",
            "بدأ عمال الميناء إضرابًا فجر يوم. ",
        ),
        (
            "码头工人开始无限期罢工",
            "记者 李明",
            "2025年3月3日",
            "星期一黎明，码头工人开始无限期罢工。",
        ),
        (
            "港湾労働者がストに突入",
            "記者 山田花子",
            "2025年3月3日",
            "月曜日の夜明けにストに入った。",
        ),
        (
            "Забастовка в порту",
            "By Anna Petrova",
            "3 марта 2025",
            "Докеры начали забастовку утром. ",
        ),
    ],
)
def test_bylines_and_dates_are_known_in_other_scripts(
    headline: str, author: str, date: str, body: str
) -> None:
    text = f"{headline}\n\n{author}\n{date}\n\n{body * 8}\n\n{body * 6}"
    assert [zone.role.value for zone in find_zones(text)] == [
        "headline",
        "byline",
        "byline",
        "body",
        "body",
    ]


def test_a_sentence_about_reporters_is_no_byline() -> None:
    text = (
        "码头工人开始无限期罢工\n\n记者从交通部获悉，谈判已于星期一中断。\n\n"
        + "工会没有回答问题。" * 9
    )
    assert "byline" not in [zone.role.value for zone in find_zones(text)]


def test_a_real_page_is_told_apart():
    if not SHARED_ARTICLE.exists():
        pytest.skip("the shared sample articles are not beside this checkout")
    text = SHARED_ARTICLE.read_text(encoding="utf-8")
    zones = find_zones(text)

    assert [(zone.start, zone.end, zone.role.value) for zone in zones[:5]] == [
        (0, 19, "furniture"),
        (21, 34, "furniture"),
        (36, 110, "headline"),
        (112, 273, "caption"),
        (274, 435, "furniture"),
    ]
    assert {zone.start: zone.role.value for zone in zones if zone.role is not Role.BODY} == {
        0: "furniture",
        21: "furniture",
        36: "headline",
        112: "caption",
        274: "furniture",
        1594: "related",
        1652: "player",
        1665: "player",
        1702: "player",
        3385: "heading",
        3915: "related",
        4004: "player",
        4017: "player",
        4054: "player",
        6598: "heading",
        8644: "furniture",
        8662: "byline",
        8683: "bio",
        8960: "notice",
        9043: "notice",
        9370: "notice",
    }
    assert len(zones) == 50
    assert 1215 <= counted_words(text, zones) <= 1240


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_sample_articles_keep_their_text_and_lose_their_page(sample):
    text = sample.read_text(encoding="utf-8")
    zones = find_zones(text)

    (headline,) = [zone for zone in zones if zone.role is Role.HEADLINE]
    above = [zone for zone in zones if zone.end < headline.start]
    assert above
    assert all(zone.role in FURNITURE_ROLES for zone in above)
    assert zones[-1].role is Role.NOTICE
    long_ones = [zone for zone in zones if count_words(text[zone.start : zone.end]) > 35]
    assert all(zone.role in COUNTED_BY_DEFAULT for zone in long_ones)
    assert 0.7 < counted_words(text, zones) / count_words(text) < 0.95


@pytest.mark.parametrize(
    ("separator", "width"),
    [("\n\n", 0), ("\n", 0), ("\n\n", 72)],
    ids=["blank", "tight", "wrapped"],
)
def test_of_a_clean_article_nothing_is_greyed(separator, width):
    paragraphs = [textwrap.fill(each, width) if width else each for each in CLEAN]
    text = separator.join(paragraphs) + "\n"

    zones = find_zones(text)

    assert {zone.role for zone in zones} == {Role.HEADLINE, Role.BODY, Role.HEADING}
    assert role_of(text, "Council puts off") is Role.HEADLINE
    assert role_of(text, "What the engineers found") is Role.HEADING
    assert counted_words(text, zones) == count_words(text)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Copyright law changed in 1998, when the court ruled for the painters.",
        "The views expressed by the voters were mixed, and few of them cared about the bridge.",
        "Writing by candlelight, he finished the report in three nights.",
        "RFE/RL has been declared an “undesirable organization” by the government of Russia.",
        "Created in 2014, the agency employs eleven people and one dog.",
        "(c) in the year 2025, any person who keeps a goose on the bridge.",
        "Update: The minister has resigned since this was written.",
        "Is it really over?",
        "* * *",
        "Live",
        "10:30",
    ],
)
@pytest.mark.parametrize("place", [2, 5, 7])
def test_a_line_that_only_resembles_furniture_stays_in_a_clean_article(paragraph, place):
    text = joined(*CLEAN[:place], paragraph, *CLEAN[place:])

    assert role_of(text, paragraph) in COUNTED_BY_DEFAULT
    assert not {zone.role for zone in find_zones(text)} & FURNITURE_ROLES


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Advertisement", Role.FURNITURE),
        ("Read more: The bridge that nobody wanted", Role.RELATED),
        ("Image caption, The old bridge in the autumn of last year", Role.CAPTION),
        ("The old bridge, seen from the mill. Photograph: Ada Quill/Getty Images", Role.CAPTION),
        ("(Reporting by Ada Quill; Editing by Tom Reed)", Role.BYLINE),
        ("© 2025 Marrow Vale Courier. All rights reserved.", Role.NOTICE),
        ("0:00 0:03:40 0:00", Role.PLAYER),
        ("> We shall not cross it, and neither will you.", Role.QUOTATION),
    ],
)
def test_sure_wording_is_known_in_any_article(line, role):
    assert role_of(joined(*CLEAN[:5], line, *CLEAN[5:]), line) is role


def test_headlines_of_other_stories_are_known_by_the_line_above_them():
    text = joined(*CLEAN, "Most read", "Ten bridges and what they cost", "The goose of Marrow Vale")

    assert roles(text)[-3:] == ["furniture", "related", "related"]


def test_menu_words_are_furniture_in_rows_and_beside_furniture_only():
    menu = "Menu\nNews\nSport\n\n" + joined(*CLEAN)
    alone = joined(CLEAN[0], CLEAN[1], "Politics", *CLEAN[2:])

    assert roles(menu)[:4] == ["furniture", "furniture", "furniture", "headline"]
    assert role_of(alone, "Politics") in COUNTED_BY_DEFAULT


def test_a_refrain_is_no_caption():
    verses = "They shall not take the bridge\n" * 2 + "Not the bridge, not the mill\n"

    assert not {zone.role for zone in find_zones(joined(*CLEAN) + "\n" + verses)} & {
        Role.CAPTION,
        Role.FURNITURE,
    }


def test_readers_comments_below_an_article_are_not_of_it():
    comments = [
        "Comments (2)",
        "I have crossed that bridge every day of my life, and I never saw a crack in it.",
        "Then you should buy yourself a pair of glasses, my dear, and look at it again.",
    ]
    text = joined("Skip to main content", "Log in", *CLEAN, *comments)

    assert roles(text)[-3:] == ["furniture"] * 3


def test_a_quotation_over_several_paragraphs_is_one():
    said = [
        "“We were told about it on a Monday, and by Friday of that week the men had come.",
        "“Nobody had asked any of us, and nobody has asked any of us to this very day.”",
    ]
    text = joined(*CLEAN[:4], *said, *CLEAN[4:])

    assert [role_of(text, line) for line in said] == [Role.QUOTATION, Role.QUOTATION]
    assert role_of(text, "“Nobody has told us") is Role.BODY


def test_scripts_without_capitals_are_read_as_text():
    chinese = joined(
        "市议会推迟老桥表决",
        "市议会星期二推迟了对老桥的表决，双方整个晚上都不肯让步，许多居民前来旁听会议。",
        "“没有人告诉我们要花多少钱，”一位面包师说，她从一九九八年起就在桥边开店，每天都走过这座桥。",
        "工程师的报告列出了四十一条裂缝，报告说其中大多数没有危险，但是有四条必须马上修补。",
    )
    assert roles(chinese) == ["headline", "body", "body", "body"]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n\u2029 \n"])
def test_nothing_has_no_zones(text):
    assert find_zones(text) == ()


@given(
    st.text(
        alphabet=st.sampled_from('ab A.\n\t \u2029\u2028\u00a0\U0001f600"“”-•0:©>'), max_size=80
    )
)
@settings(max_examples=200)
def test_zones_are_the_lines_that_are_not_blank(text):
    lines = [line for part in text.split("\n") for line in part.split("\u2029")]

    zones = find_zones(text)

    assert [text[zone.start : zone.end] for zone in zones] == [
        line.strip() for line in lines if line.strip()
    ]
    assert all(before.end < after.start for before, after in pairwise(zones))


@given(st.permutations(PAGE.split("\n\n")), st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_any_order_of_lines_is_taken(blocks, start):
    text = "\n\n".join(blocks[start:])
    zones = find_zones(text)
    assert sum(zone.end - zone.start for zone in zones) == sum(
        len(line.strip()) for line in text.split("\n")
    )


@pytest.mark.parametrize(
    "lines",
    [
        "\n\n".join(CLEAN) + "\n\n",
        " ".join(CLEAN) + " ",
        "By " + "Anna-Maria " * 16 + "\n",
        "a > " * 48 + "!\n",
    ],
    ids=["clean", "one line", "names", "almost a path"],
)
def test_long_texts_are_read_in_time(lines):
    text = lines * (1_000_000 // len(lines))
    assert best_time(text) < 2.0  # half a second where nothing else runs


def test_an_article_is_read_in_time():
    text = PAGE + joined(*CLEAN) * 8
    assert 5_500 < len(text) < 7_500
    assert best_time(text) < 0.015


def best_time(text: str) -> float:
    """Processor seconds, the best of three: other programs must not make a test fail."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        find_zones(text)
        taken.append(time.process_time() - start)
    return min(taken)


def test_a_zone_is_plain_data():
    assert Zone(0, 4, Role.BODY) == Zone(0, 4, Role("body"))
