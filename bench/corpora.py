"""Reproducible corpora: articles and projects made from a seed number, kept in the cache folder."""

from __future__ import annotations

import random
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import paths, resources
from annotator.domain.anchor import anchor
from annotator.domain.changes import Create, Edit, Kind
from annotator.domain.codebook import Slot
from annotator.domain.records import derived_uid
from annotator.domain.segments import count_words
from annotator.domain.span import Span
from annotator.domain.text import text_sha256
from annotator.domain.zones import Role, Zone, counted_words

if TYPE_CHECKING:
    from annotator.store.project import Project

VERSION = 5
CODES = 50
MANY_CODES = 200
CODERS = 5
OUTLETS = 60
SLICE = 2000

ARTICLES = {
    "6KB": (6_000, 100),
    "100KB": (100_000, 1_000),
    "1MB": (1_000_000, 10_000),
    "10MB": (10_000_000, 100_000),
}
"""Length in characters and number of annotations."""

PROJECTS = {"10k": (1_000, 10_000), "100k": (10_000, 100_000), "1M": (100_000, 1_000_000)}
"""Number of articles and of annotations."""

LIBRARIES = {"10k": 1_000, "100k": 10_000, "1M": 100_000}
"""Number of articles of 6,000 characters, by the name of the project of that many annotations."""


@cache
def paragraphs() -> tuple[str, ...]:
    """The paragraphs of the sample articles."""
    files = sorted((resources.seeds() / "articles").glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(line for line in lines if len(line) > 80)


def article_text(length: int, seed: int) -> str:
    """About ``length`` characters of paragraphs with a blank line between, a headline first."""
    chance = random.Random(seed)
    parts = [f"Harbour report number {seed}"]
    size = len(parts[0])
    while size < length:
        parts.append(chance.choice(paragraphs()))
        size += len(parts[-1]) + 2
    return "\n\n".join(parts)[:length].rstrip()


def zones_of(text: str) -> tuple[Zone, ...]:
    """The zones of a made article: a headline, then body."""
    zones, start = [], 0
    for line in text.split("\n"):
        if line:
            role = Role.BODY if zones else Role.HEADLINE
            zones.append(Zone(start, start + len(line), role))
        start += len(line) + 1
    return tuple(zones)


def spans(text: str, number: int, seed: int) -> list[Span]:
    """``number`` spans in clusters, so that where there is one there are often several."""
    chance = random.Random(seed)
    mean = min(140.0, max(8.0, 3 * len(text) / max(1, number)))
    found: list[Span] = []
    while len(found) < number:
        centre = chance.randrange(len(text))
        for _ in range(min(number - len(found), chance.choice((1, 2, 3, 4, 5)))):
            length = max(3, int(min(600, chance.expovariate(1 / mean))))
            start = max(
                0, min(len(text) - length - 1, centre + int(chance.uniform(-0.5, 0.5) * mean))
            )
            found.append(Span.of((start, min(len(text), start + length))))
    return found


def one_article(name: str) -> Path:
    """A project with one article of that size and its annotations by one coder."""
    length, number = ARTICLES[name]
    path = _path(f"article-{name}")
    if not path.exists():
        _made(path, articles=1, length=length, annotations=number, codes=CODES, coders=1)
    return path


def project(name: str) -> Path:
    """A project with that many annotations, by several coders over many articles."""
    articles, annotations = PROJECTS[name]
    path = _path(f"project-{name}")
    if not path.exists():
        _made(
            path,
            articles=articles,
            length=2_000,
            annotations=annotations,
            codes=MANY_CODES,
            coders=CODERS,
        )
    return path


def library(name: str) -> Path:
    """A project with that many articles of the usual length, not yet coded."""
    path = _path(f"library-{name}")
    if not path.exists():
        _made(path, articles=LIBRARIES[name], length=6_000, annotations=0, codes=CODES, coders=1)
    return path


def codebook(number: int) -> Path:
    """A project with that many codes in three levels, with rules, and one article."""
    path = _path(f"codebook-{number}")
    if not path.exists():
        from annotator.store.project import Project

        part = path.with_name(f"unfinished-{path.name}")
        part.unlink(missing_ok=True)
        with Project.create(part, path.stem, coder=(derived_uid("coder", "0"), "Coder 0")) as made:
            _tree_of_codes(made, number)
            _fill(made, 1, 6_000, 100)
        part.rename(path)
    return path


def _tree_of_codes(project: Project, number: int) -> None:
    """A fiftieth of the codes at the top, a sixth under these, the others under those."""
    chance = random.Random(number)
    words = sorted({word.strip(',.:;“”"()') for text in paragraphs() for word in text.split()})
    words = [word.casefold() for word in words if word.isalpha()]
    levels = (number // 50, number // 6, number - number // 50 - number // 6)
    above: list[int] = []
    made = 0
    for level in levels:
        edits: list[Edit] = []
        for n in range(made, made + level):
            values = {
                "parent_id": chance.choice(above) if above else None,
                "position": n,
                "name": f"{' '.join(chance.sample(words, 2))} {n}",
                "colour": "" if above else list(Slot)[n % len(Slot)].value,
                "definition": " ".join(chance.sample(words, 25)),
                "use_when": " ".join(chance.sample(words, 20)),
            }
            edits.append(Create(Kind.CODE, values, derived_uid("code", str(n))))
        changes = project.apply("Make codes", edits, coder_id=None)
        above, made = sorted(changes.created[Kind.CODE]), made + level


def team(annotations: int) -> tuple[Path, Path]:
    """Two copies of one project, each with that many annotations of its own by another coder."""
    name = f"team-{annotations}"
    base, mine, theirs = (_path(f"{name}-{part}") for part in ("base", "mine", "theirs"))
    if not theirs.exists():
        articles = max(1, annotations // 10)
        for path in (base, mine, theirs):
            path.unlink(missing_ok=True)
        _made(base, articles=articles, length=2_000, annotations=0, codes=MANY_CODES, coders=2)
        _tagged(base, mine, annotations, 0)
        _tagged(base, theirs, annotations, 1)
        base.unlink()
    return mine, theirs


def described(name: str) -> str:
    """The corpus of one article, as figures name it."""
    length, number = ARTICLES[name]
    return f"article {length:,} characters, {number:,} annotations"


def _path(name: str) -> Path:
    folder = paths.cache_dir() / f"bench-{VERSION}"
    folder.mkdir(exist_ok=True)
    return folder / f"{name}.annotator"


def _made(
    path: Path, *, articles: int, length: int, annotations: int, codes: int, coders: int
) -> None:
    from annotator.store.project import Project

    part = path.with_name(f"unfinished-{path.name}")
    part.unlink(missing_ok=True)
    with Project.create(part, path.stem, coder=(derived_uid("coder", "0"), "Coder 0")) as made:
        _people_and_codes(made, codes, coders)
        _fill(made, articles, length, annotations)
    part.rename(path)


def _people_and_codes(project: Project, codes: int, coders: int) -> None:
    edits: list[Edit] = [
        Create(Kind.CODER, {"name": f"Coder {n}", "kind": "human"}, derived_uid("coder", str(n)))
        for n in range(1, coders)
    ]
    slots = list(Slot)
    edits += [
        Create(
            Kind.CODE,
            {
                "parent_id": None,
                "position": n,
                "name": f"code {n:03d}",
                "colour": slots[n % len(slots)].value,
                "key": "abcdefghijklmnopqrstuvwxyz0123456789"[n] if n < 36 else "",
            },
            derived_uid("code", str(n)),
        )
        for n in range(codes)
    ]
    project.apply("Make people and codes", edits, coder_id=None)


def _fill(project: Project, articles: int, length: int, annotations: int) -> None:
    codes = [code.id for code in project.queries.codebook()]
    weights = [1 / (rank + 1) for rank in range(len(codes))]
    coders = [coder.id for coder in project.queries.coders()]
    each = annotations // articles
    for first in range(0, articles, SLICE):
        numbers = range(first, min(first + SLICE, articles))
        texts = {n: article_text(length, n + 1) for n in numbers}
        made = project.apply("Import", [_article(n, texts[n]) for n in numbers], coder_id=coders[0])
        ids = sorted(made.created[Kind.ARTICLE])
        edits: list[Edit] = []
        for article_id, n in zip(ids, numbers, strict=True):
            chance = random.Random(n)
            sha = text_sha256(texts[n])
            edits += [
                Create(
                    Kind.ANNOTATION,
                    {
                        "article_id": article_id,
                        "coder_id": chance.choice(coders),
                        "round_id": project.main_round,
                        "code_id": chance.choices(codes, weights)[0],
                        "anchor": anchor(texts[n], sha, span),
                        "memo": "",
                        "unsure": False,
                    },
                )
                for span in spans(texts[n], each, n)
            ]
        project.apply("Tag", edits, coder_id=coders[0])


def _tagged(base: Path, path: Path, annotations: int, coder: int) -> None:
    from annotator.store.project import Project

    part = path.with_name(f"unfinished-{path.name}")
    shutil.copy(base, part)
    with Project.open(part) as project:
        who = project.queries.coders()[coder].id
        codes = [code.id for code in project.queries.codebook()]
        ids = project.queries.article_ids()
        each = annotations // len(ids)
        for first in range(0, len(ids), SLICE):
            edits = [
                _annotation(project, article, who, codes, span, text)
                for article in ids[first : first + SLICE]
                for text in [project.queries.text(article)]
                for span in spans(text, each, article * 2 + coder)
            ]
            project.apply("Tag", edits, coder_id=who)
    part.rename(path)


def _annotation(
    project: Project, article: int, coder: int, codes: list[int], span: Span, text: str
) -> Create:
    return Create(
        Kind.ANNOTATION,
        {
            "article_id": article,
            "coder_id": coder,
            "round_id": project.main_round,
            "code_id": codes[(span.start + article) % len(codes)],
            "anchor": anchor(text, text_sha256(text), span),
        },
    )


def _article(number: int, text: str) -> Create:
    zones = zones_of(text)
    return Create(
        Kind.ARTICLE,
        {
            "headline": text.split("\n", 1)[0],
            "outlet": f"Outlet {number % OUTLETS:02d}",
            "author": "",
            "published": f"{2015 + number % 11}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            "url": "",
            "language": "en",
            "source_file": f"{number}.txt",
            "text": text,
            "zones": zones,
            "words": count_words(text),
            "counted_words": counted_words(text, zones),
        },
    )
