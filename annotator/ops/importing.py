"""Files taken into a project as articles: one action, however many they are, read one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.domain.changes import Changes, Create, Kind
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.text import text_sha256
from annotator.ops import backups, zoning
from annotator.ops.articles import article_values, recognise
from annotator.store.backups import Reason

if TYPE_CHECKING:
    from annotator.domain.article import ArticleDraft
    from annotator.store.project import Project

Progress = Callable[[int, int], bool]
"""Called with how many are done and how many there are; ``False`` asks to stop."""

_IN_FOLDERS = ".txt"
_NAMED = 20
"""Files that cannot be read are named up to that many; of the rest it is said how many."""

_AT_A_TIME = 16
"""Articles that are looked for in the project at a time."""

_T = TypeVar("_T")


class ImportCancelledError(CancelledError):
    """The person stopped the import; nothing of it is in the project."""

    def __init__(self) -> None:
        super().__init__("Import articles")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        files: how many there were.
        added: how many articles are new; their ids are in ``changes``.
        skipped: the names of the files whose text the project, or the import itself, had before.
        notes: what was guessed in reading a file, by its name.
        changes: the one step of the history.
    """

    files: int
    added: int
    skipped: tuple[str, ...]
    notes: dict[str, tuple[str, ...]]
    changes: Changes


def import_files(
    project: Project,
    paths: Iterable[Path],
    *,
    coder_id: int | None,
    progress: Progress | None = None,
) -> ImportReport:
    """Takes in these files, and the text files in these folders and below, in order of names.

    Others can use the project meanwhile, and see nothing of it before all is done.

    Raises:
        UserError: a file can't be read as an article; all such files are named, none is imported.
        ImportCancelledError: ``progress`` said stop.
    """
    files = _files(paths)
    if len(files) > backups.MANY:
        backups.before(project, Reason.IMPORT, partial(_goes_on, progress, len(files)))
    return _Import(project, len(files), progress).run(files, recognise, coder_id)


def import_drafts(
    project: Project, drafts: Sequence[ArticleDraft], *, coder_id: int | None
) -> ImportReport:
    """Takes in articles that were recognised already."""
    return _Import(project, len(drafts), None).run(drafts, lambda draft: draft, coder_id)


class _Import:
    """One import under way."""

    def __init__(self, project: Project, many: int, progress: Progress | None) -> None:
        self._project = project
        self._many = many
        self._progress = progress
        self._headline = ""
        self._added = 0
        self._skipped: list[str] = []
        self._notes: dict[str, tuple[str, ...]] = {}
        self._bad: list[UserError] = []
        self._more_bad = 0
        self._seen: set[bytes] = set()
        self._zones = zoning.all_remembered(project)

    def run(
        self, sources: Iterable[_T], read: Callable[[_T], ArticleDraft], coder_id: int | None
    ) -> ImportReport:
        """Reads each source and takes it in, all or none."""
        with self._project.begin("Import articles", coder_id=coder_id) as job:
            job.take(self._edits(self._drafts(sources, read)))
            if self._bad:
                raise self._cannot_be_read()
            job.label = f"Import {self._added:,} articles"
            if self._added == 1:
                job.label = f"Import “{self._headline}”"
            changes = job.finish()
        return ImportReport(self._many, self._added, tuple(self._skipped), self._notes, changes)

    def _drafts(
        self, sources: Iterable[_T], read: Callable[[_T], ArticleDraft]
    ) -> Iterator[ArticleDraft]:
        for done, source in enumerate(sources):
            self._report(done)
            try:
                draft = read(source)
            except UserError as error:
                self._note_bad(error)
                continue
            # Once one is bad, the others are read only to say whether they are too.
            if not self._bad:
                yield draft
        self._report(self._many)

    def _edits(self, drafts: Iterator[ArticleDraft]) -> Iterator[Create]:
        while some := list(islice(drafts, _AT_A_TIME)):
            shas = [text_sha256(draft.text) for draft in some]
            known = self._project.queries.articles_with_text(shas)
            for draft, sha in zip(some, shas, strict=True):
                name = draft.source_file or draft.headline
                if draft.notes:
                    self._notes[name] = draft.notes
                digest = bytes.fromhex(sha)
                if sha in known or digest in self._seen:
                    self._skipped.append(name)
                    continue
                self._seen.add(digest)
                self._added += 1
                self._headline = draft.headline
                said = self._zones.get(draft.outlet)
                yield Create(Kind.ARTICLE, article_values(draft, said))

    def _note_bad(self, error: UserError) -> None:
        if len(self._bad) < _NAMED:
            self._bad.append(error)
        else:
            self._more_bad += 1

    def _cannot_be_read(self) -> UserError:
        bad = len(self._bad) + self._more_bad
        if bad == 1:
            return self._bad[0]
        reasons = [f"  {error.what}" for error in self._bad]
        if self._more_bad:
            reasons.append(f"  … and {self._more_bad:,} more.")
        return UserError(
            "{bad} of {n} files can't be imported:\n{reasons}",
            "Nothing was imported. Leave these out, or repair them.",
            bad=bad,
            n=self._many,
            reasons="\n".join(reasons),
        )

    def _report(self, done: int) -> None:
        if self._progress and not self._progress(done, self._many):
            raise ImportCancelledError


def _goes_on(progress: Progress | None, many: int, _done: int, _all: int) -> bool:
    return progress is None or progress(0, many)


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
