"""Articles: files read, recognised and taken into a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Changes, Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.segments import count_words
from annotator.domain.text import text_sha256
from annotator.domain.zones import counted_words
from annotator.formats import registry, safety

if TYPE_CHECKING:
    from annotator.domain.article import ArticleDraft
    from annotator.store.project import Project

Progress = Callable[[int, int], bool]
"""Called with how many are done and how many there are; ``False`` asks to stop."""

_IN_FOLDERS = ".txt"


class ImportCancelledError(UserError):
    """The person stopped the import; nothing of it is in the project."""

    def __init__(self) -> None:
        super().__init__("The import was cancelled.", "Nothing was imported.")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        added: how many articles are new; their ids are in ``changes``.
        skipped: the names of the files whose text the project, or the import itself, had before.
        changes: the one step of the history.
    """

    added: int
    skipped: tuple[str, ...]
    changes: Changes


def recognise(path: Path) -> ArticleDraft:
    """What a file holds; nothing is written anywhere.

    Raises:
        UserError: the file is missing, not text, empty, too large, or of an unknown kind.
    """
    reader = registry.article_reader(path.name)
    return reader(safety.read_file(path), path.name)


def recognise_all(paths: Iterable[Path], progress: Progress | None = None) -> list[ArticleDraft]:
    """What these files hold, and the text files in these folders and below, in order of names.

    Raises:
        UserError: a file can't be read as an article; all such files are named.
        ImportCancelledError: ``progress`` said stop.
    """
    files = _files(paths)
    drafts: list[ArticleDraft] = []
    bad: list[UserError] = []
    for done, file in enumerate(files):
        _report(progress, done, len(files))
        try:
            drafts.append(recognise(file))
        except UserError as error:
            bad.append(error)
    _report(progress, len(files), len(files))
    if len(bad) == 1:
        raise bad[0]
    if bad:
        raise UserError(
            "{bad} of {n} files can't be imported:\n{reasons}",
            "Nothing was imported. Leave these out, or repair them.",
            bad=len(bad),
            n=len(files),
            reasons="\n".join(f"  {error.what}" for error in bad),
        )
    return drafts


def import_drafts(
    project: Project,
    drafts: Sequence[ArticleDraft],
    *,
    coder_id: int | None,
    progress: Progress | None = None,
) -> ImportReport:
    """Take articles into the project, all in one step; texts that are there are left out.

    Raises:
        ImportCancelledError: ``progress`` said stop.
    """
    texts = [text_sha256(draft.text) for draft in drafts]
    known = set(project.queries.articles_with_text(texts))
    edits: list[Create] = []
    skipped: list[str] = []
    for done, (draft, sha) in enumerate(zip(drafts, texts, strict=True)):
        _report(progress, done, len(drafts))
        if sha in known:
            skipped.append(draft.source_file or draft.headline)
        else:
            known.add(sha)
            edits.append(Create(Kind.ARTICLE, article_values(draft)))
    _report(progress, len(drafts), len(drafts))
    label = f"Import {len(edits)} articles"
    if len(edits) == 1:
        label = f"Import “{edits[0].values['headline']}”"
    return ImportReport(len(edits), tuple(skipped), project.apply(label, edits, coder_id=coder_id))


def article_values(draft: ArticleDraft) -> dict[str, Any]:
    """The fields of the article that a draft becomes, its words counted."""
    return {
        "headline": draft.headline,
        "outlet": draft.outlet,
        "author": draft.author,
        "published": draft.published,
        "url": draft.url,
        "language": draft.language,
        "source_file": draft.source_file,
        "text": draft.text,
        "zones": draft.zones,
        "words": count_words(draft.text),
        "counted_words": counted_words(draft.text, draft.zones),
    }


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(
            file
            for file in path.rglob("*")
            if file.suffix.lower() == _IN_FOLDERS and file.is_file()
        )
        if not inside:
            raise UserError(
                "There are no text files in the folder {folder}.",
                "Nothing was imported. Choose a folder with .txt files, or the files themselves.",
                folder=path,
            )
        files.extend(inside)
    return files


def _report(progress: Progress | None, done: int, total: int) -> None:
    if progress and not progress(done, total):
        raise ImportCancelledError
