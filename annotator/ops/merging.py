"""Merging: what others did in their copies of a project comes into this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Changes, Kind
from annotator.domain.errors import UserError
from annotator.ops import backups
from annotator.ops.projects import refuse_hollow
from annotator.store.backups import Reason
from annotator.store.restoring import reading

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.merge import Conflict
    from annotator.store.project import GoOn, Project

_PLURALS = {
    Kind.PROJECT: ("project", "projects"),
    Kind.CODER: ("coder", "coders"),
    Kind.ROUND: ("round", "rounds"),
    Kind.ARTICLE: ("article", "articles"),
    Kind.CODE: ("code", "codes"),
    Kind.REVISION: ("revision of a code", "revisions of codes"),
    Kind.ATTRIBUTE: ("attribute", "attributes"),
    Kind.VARIABLE: ("variable", "variables"),
    Kind.CHOICE: ("choice", "choices"),
    Kind.ANSWER: ("answer", "answers"),
    Kind.ANNOTATION: ("annotation", "annotations"),
    Kind.LINK: ("link", "links"),
    Kind.PROGRESS: ("state of an article", "states of articles"),
    Kind.MEMO: ("memo", "memos"),
    Kind.SETTING: ("setting", "settings"),
}


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did.

    Attributes:
        file: what was merged.
        changes: for everybody who shows something of it.
        new: how many records came, by kind.
        changed: how many records got values from there.
        deleted: how many records are deleted because they were deleted there.
        conflicts: what both sides wrote without knowing of each other; of very many the first.
        conflict_count: how many there are.
    """

    file: Path
    changes: Changes
    new: Mapping[Kind, int]
    changed: Mapping[Kind, int]
    deleted: Mapping[Kind, int]
    conflicts: tuple[Conflict, ...]
    conflict_count: int

    @property
    def is_news(self) -> bool:
        """Whether anything in the file was new here."""
        return bool(self.changes.txn)


def merge_project_file(
    project: Project,
    path: Path,
    go_on: GoOn | None = None,
    *,
    coder_id: int | None,
    allow_other: bool = False,
) -> Merged:
    """Bring everything in from another copy of the project; a backup is made before.

    Of what both have the later value stays. It is one action, and undoing it lets all of it
    vanish again, here alone.

    Args:
        project: where it comes in.
        path: the other project file, of any version; it is only read.
        go_on: called with the number of records done and of all; false to stop.
        coder_id: who merges.
        allow_other: whether the file may be of another project than this one.

    Raises:
        UserError: the file cannot be read, is damaged, is of another project or open elsewhere; it
            could not be saved; or ``go_on`` said stop. Nothing was changed then.
    """
    refuse_hollow(path)
    _refuse_itself(project, path)
    with reading(path.absolute()) as other:
        if other.uid != project.uid and not allow_other:
            raise UserError(
                "“{path}” is a copy of another project, “{name}”, not of this one.",
                "Nothing was changed. Choose a copy of this project. On the command line, "
                "--other-project brings in what another one holds.",
                path=path,
                name=other.name,
            )
        backups.before(project, Reason.MERGE)
        changes, tally = project.join(
            other,
            f"Merge “{path.name}”",
            coder_id=coder_id,
            about={"file": path.name, "project": other.name, "uid": str(other.uid)},
            go_on=go_on,
        )
    new, changed, deleted = (
        {kind: count for kind, count in some.items() if count}
        for some in (tally.new, tally.changed, tally.deleted)
    )
    return Merged(
        path, changes, new, changed, deleted, tuple(tally.conflicts), tally.conflict_count
    )


def in_words(project: Project, merged: Merged) -> str:
    """What a merge did, as sentences; each conflict is a line of its own."""
    if not merged.is_news:
        return f"{merged.file} is merged already: it holds nothing new."
    parts = [
        f"{_counted(some)} {what}"
        for what, some in (
            ("new", merged.new),
            ("changed", merged.changed),
            ("deleted", merged.deleted),
        )
        if some
    ]
    lines = [f"Merged {merged.file}: {'; '.join(parts) or 'nothing to be seen'}."]
    if merged.conflict_count:
        lines.append(f"Changed on both sides ({merged.conflict_count}):")
        lines += [f"  {_conflict_in_words(one)}" for one in conflict_rows(project, merged)]
    return "\n".join(lines)


def conflict_rows(project: Project, merged: Merged) -> list[dict[str, Any]]:
    """The conflicts of a merge, each as what it is about, and the values here, there and kept."""
    return [
        {
            "kind": conflict.kind,
            "id": str(conflict.uid),
            "name": _name(project, conflict),
            "why": conflict.why.value,
            "field": conflict.field,
            "here": conflict.mine.value,
            "there": conflict.theirs.value,
            "kept": conflict.kept.value,
        }
        for conflict in merged.conflicts
    ]


def _counted(some: Mapping[Kind, int]) -> str:
    return ", ".join(f"{count:,} {_PLURALS[kind][count != 1]}" for kind, count in some.items())


def _conflict_in_words(row: Mapping[str, Any]) -> str:
    what = f"{row['kind']} “{row['name']}”" + (f", {row['field']}" if row["field"] else "")
    here, there, kept = (_value_in_words(row[name]) for name in ("here", "there", "kept"))
    return f"{what} ({row['why']}): here {here}, there {there}; kept {kept}"


def _value_in_words(value: Any) -> str:
    if isinstance(value, dict) and "quotes" in value:
        return f"“{' […] '.join(value['quotes'])}”"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value in (None, "") else f"“{value}”"


def _name(project: Project, conflict: Conflict) -> str:
    queries = project.queries
    try:
        if conflict.kind == Kind.ARTICLE:
            return queries.article_by_uid_prefix(conflict.uid.hex).headline
        if conflict.kind == Kind.ANNOTATION:
            return queries.annotation_by_uid_prefix(conflict.uid.hex).anchor.quote
    except UserError:
        # It is deleted.
        return str(conflict.uid)
    named: dict[UUID, str] = {code.uid: code.name for code in queries.codebook()}
    named |= {coder.uid: coder.name for coder in queries.coders()}
    return named.get(conflict.uid, str(conflict.uid))


def _refuse_itself(project: Project, path: Path) -> None:
    if path.exists() and path.samefile(project.path):
        raise UserError(
            "“{path}” is the project itself.",
            "Nothing was changed. Choose the file of somebody else.",
            path=path,
        )
