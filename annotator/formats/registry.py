"""Which reader takes which file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from annotator.domain.article import ArticleDraft
from annotator.domain.errors import UserError
from annotator.formats.articles.plain import read_plain
from annotator.formats.safety import NOTHING_READ, what_it_seems

ArticleReader = Callable[[bytes, str], ArticleDraft]
"""Takes the bytes of a file and its name; raises ``UserError`` if it can't read them."""

ARTICLE_READERS: Mapping[str, ArticleReader] = MappingProxyType(
    {".txt": read_plain, ".text": read_plain, ".md": read_plain, "": read_plain}
)
"""The readers by ending, in lower case with its dot; "" is for names without one."""


def article_reader(name: str) -> ArticleReader:
    """The reader for a file of that name; for an unknown ending, one that says so and refuses."""
    return ARTICLE_READERS.get(PurePath(name).suffix.lower(), _refuse)


def _refuse(data: bytes, name: str) -> ArticleDraft:
    ending = PurePath(name).suffix
    kind = what_it_seems(data)
    raise UserError(
        "“{file}” can't be read as an article: it seems to be {kind}."
        if kind
        else "“{file}” can't be read as an article: files ending in {ending} are not known here.",
        NOTHING_READ + " Save its text as plain text (UTF-8, .txt) and import that file.",
        file=name,
        kind=kind,
        ending=ending,
    )
