"""The sample project, made from its readable sources in ``seeds/``.

Everything in it has a uid derived from these sources, so that two copies hold the same records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from annotator import paths, resources
from annotator.domain.anchor import Anchor, anchor
from annotator.domain.annotation import CoderKind
from annotator.domain.changes import Create, Kind
from annotator.domain.codebook import SEPARATOR
from annotator.domain.errors import UserError
from annotator.domain.records import derived_uid
from annotator.domain.span import Range, Span
from annotator.domain.text import text_sha256
from annotator.formats import safety
from annotator.formats.schemes import Scheme, parse_scheme
from annotator.ops.articles import article_values, recognise
from annotator.ops.projects import discard
from annotator.ops.scheme_records import scheme_edits, scheme_uid, setting_edits
from annotator.store.project import Project

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.article import ArticleDraft

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_METADATA = ("headline", "outlet", "author", "published", "url", "language")


@dataclass(frozen=True, slots=True)
class _Coding:
    """One annotation of the sources; ``place`` tells equal ones of a coder apart."""

    coder: str
    file: str
    code: str
    anchor: Anchor
    memo: str
    unsure: bool
    place: int

    @property
    def uid(self) -> UUID:
        where = ",".join(f"{start}:{end}" for start, end in self.anchor.span.ranges)
        keys = (self.coder, self.anchor.text_sha256, self.code, where, str(self.place))
        return derived_uid(Kind.ANNOTATION, *keys)


@dataclass(frozen=True, slots=True)
class _Sources:
    """What ``seeds/`` says, read and checked; articles by the file they come from."""

    name: str
    scheme: Scheme
    coders: tuple[str, ...]
    articles: Mapping[str, ArticleDraft]
    codings: tuple[_Coding, ...]


def sample_name() -> str:
    """The name of the sample project.

    Raises:
        UserError: its source can't be read.
    """
    return str(_load(resources.seeds() / "project.yaml")["name"])


def fresh_path(folder: Path | None = None) -> Path:
    """A name for a new copy of the sample project that no file in ``folder`` has.

    Copies are numbered and never replaced: one may hold somebody's work. Without a folder they
    lie in the program's own data folder.
    """
    home = folder or paths.data_dir() / "sample"
    home.mkdir(parents=True, exist_ok=True)
    name, number = sample_name(), 1
    path = home / f"{name}{paths.PROJECT_SUFFIX}"
    while path.exists():
        number += 1
        path = home / f"{name} {number}{paths.PROJECT_SUFFIX}"
    return path


def create_sample(path: Path, seeds: Path | None = None) -> Project:
    """Make the sample project at ``path`` and open it.

    All sources are read and checked before the file is made; when something fails no file is left.

    Args:
        path: where the project file will be.
        seeds: the folder with the sources; by default the one that is shipped.

    Raises:
        UserError: a source is missing or damaged, names something that isn't there, or quotes
            what its article does not hold; or the file can't be made there.
    """
    sources = _read(seeds or resources.seeds())
    first = sources.coders[0]
    project = Project.create(path, sources.name, coder=(_coder_uid(first), first))
    try:
        first_coder = project.queries.coders()[0].id
        edits = [
            *_edits(sources, first_coder, project.main_round),
            *setting_edits(project, sources.scheme),
        ]
        project.apply(f"Fill the project “{sources.name}”", edits, coder_id=None)
    except BaseException:
        discard(project)
        raise
    return project


# -- writing


def _edits(sources: _Sources, first_coder: int, main_round: int) -> Iterator[Create]:
    # The project was made with its first coder; who is made here has no id to refer to yet.
    coders: dict[str, int | UUID] = {name: _coder_uid(name) for name in sources.coders}
    coders[sources.coders[0]] = first_coder
    for name in sources.coders[1:]:
        named = {"name": name, "kind": CoderKind.HUMAN.value}
        yield Create(Kind.CODER, named, uid=_coder_uid(name))
    yield from scheme_edits(sources.scheme)
    for draft in sources.articles.values():
        yield Create(Kind.ARTICLE, article_values(draft), uid=_article_uid(draft))
    for one in sources.codings:
        values = {
            "article_id": _article_uid(sources.articles[one.file]),
            "coder_id": coders[one.coder],
            "round_id": main_round,
            "code_id": scheme_uid(sources.scheme, one.code),
            "anchor": one.anchor,
            "memo": one.memo,
            "unsure": one.unsure,
        }
        yield Create(Kind.ANNOTATION, values, uid=one.uid)


def _coder_uid(name: str) -> UUID:
    return derived_uid(Kind.CODER, "sample", name)


def _article_uid(draft: ArticleDraft) -> UUID:
    return derived_uid(Kind.ARTICLE, "sample", text_sha256(draft.text))


# -- reading


def _read(seeds: Path) -> _Sources:
    source = seeds / "project.yaml"
    project = _load(source)
    with _blaming(source):
        scheme_file = seeds / project["scheme"]
        scheme = parse_scheme(safety.read_file(scheme_file), scheme_file.name)
        coders = tuple(str(one["name"]) for one in project["coders"])
        articles = {one["file"]: _draft(seeds, one) for one in project["articles"]}
        files = [seeds / name for name in project["codings"]]
        name = str(project["name"])
    codes = frozenset(_paths(scheme))
    codings = [one for file in files for one in _codings(file, coders, codes, articles)]
    return _Sources(name, scheme, coders, articles, tuple(codings))


def _draft(seeds: Path, entry: Mapping[str, Any]) -> ArticleDraft:
    known: dict[str, Any] = {name: str(entry[name]) for name in _METADATA if name in entry}
    return replace(recognise(seeds / entry["file"]), **known)


def _paths(scheme: Scheme) -> Iterator[str]:
    waiting = [(code.name, code) for code in scheme.codes]
    for path, code in waiting:
        waiting.extend((SEPARATOR.join((path, child.name)), child) for child in code.children)
        yield path


def _codings(
    source: Path,
    coders: tuple[str, ...],
    codes: frozenset[str],
    articles: Mapping[str, ArticleDraft],
) -> list[_Coding]:
    stated = _load(source)
    with _blaming(source):
        coder = stated["coder"]
        entries = [
            (file, *one) for file, some in stated["articles"].items() for one in enumerate(some, 1)
        ]
    if coder not in coders:
        raise _trouble(source, f"“{coder}” is no coder of the project")
    codings: list[_Coding] = []
    seen: Counter[tuple[str, str, Span]] = Counter()
    for file, number, entry in entries:
        where = f"{file}, entry {number}"
        if file not in articles:
            raise _trouble(source, f"{file} is no article of the project")
        with _blaming(source, where):
            code, text = entry["code"], articles[file].text
            if code not in codes:
                raise _trouble(source, f"{where}: there is no code “{code}”")
            span = _span(text, entry, source, where)
            memo, unsure = str(entry.get("memo", "")), bool(entry.get("unsure", False))
        key = (file, code, span)
        place = anchor(text, text_sha256(text), span)
        codings.append(_Coding(coder, file, code, place, memo, unsure, seen[key]))
        seen[key] += 1
    return codings


def _span(text: str, entry: Mapping[str, Any], source: Path, where: str) -> Span:
    first, *rest = entry["quotes"] if "quotes" in entry else [entry.get("quote", "")]
    starts = [found.start() for found in re.finditer(f"(?={re.escape(first)})", text)]
    occurrence = entry.get("occurrence", 1)
    if not first or len(starts) < occurrence:
        raise _trouble(source, f"{where}: “{first}” is not in the article")
    if len(starts) > 1 and "occurrence" not in entry:
        raise _trouble(source, f"{where}: “{first}” is in the article {len(starts)} times")
    ranges: list[Range] = [(starts[occurrence - 1], starts[occurrence - 1] + len(first))]
    for quote in rest:
        start = text.find(quote, ranges[-1][1])
        if start < 0 or not quote:
            raise _trouble(source, f"{where}: “{quote}” does not follow in the article")
        ranges.append((start, start + len(quote)))
    return Span.of(*ranges)


def _load(source: Path) -> dict[str, Any]:
    try:
        loaded = yaml.load(safety.read_file(source), Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _trouble(source, str(error)) from error
    if not isinstance(loaded, dict):
        raise _trouble(source, "it does not hold names and values")
    return loaded


@contextmanager
def _blaming(source: Path, where: str = "") -> Iterator[None]:
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        place = f"{where}: " if where else ""
        why = f"{place}something is missing or not what it should be ({error})"
        raise _trouble(source, why) from error


def _trouble(source: Path, why: str) -> UserError:
    return UserError(
        "The source of the sample project {file} is not right: {why}.",
        "No project was made. Install Annotator again, or correct the source.",
        file=source.name,
        why=why,
    )
