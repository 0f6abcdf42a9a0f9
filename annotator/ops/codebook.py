"""The codebook: codes added, named, coloured, given keys, moved and deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.clusters import cluster_start
from annotator.domain.codebook import SEPARATOR, Code, Codebook, NewCode, Slot, Status
from annotator.domain.errors import UserError
from annotator.ops.removing_codes import with_what_is_theirs
from annotator.ops.study import is_scheme_locked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.domain.changes import Changes
    from annotator.store.project import Project

LONGEST_NAME = 60
"""Characters of a name that is made from words of a text."""

_OWN_COLOUR = re.compile(r"#[0-9a-f]{6}")
_UNCHANGED = "Nothing was changed."


def add_code(
    project: Project,
    name: str,
    *,
    parent_id: int | None = None,
    colour: str = "",
    key: str = "",
    coder_id: int | None,
) -> Changes:
    """Add a code after its siblings.

    Without a ``colour`` a code of the top level gets the hue that the fewest others there have,
    and one below takes its parent's.

    Raises:
        UserError: the name is empty, holds a ``/`` or is a sibling's; the colour is none; the key
            is not one letter or digit, or another code's; the coding scheme is locked.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    made = new_code(codebook, name, parent_id=parent_id, colour=colour, key=key)
    return project.apply(f"Add the code “{made.values['name']}”", [made], coder_id=coder_id)


def propose_code(
    project: Project, name: str, *, parent_id: int | None = None, coder_id: int | None
) -> Changes:
    """Record a code that the scheme lacks as proposed, also where the scheme is locked.

    Raises:
        UserError: the name is empty, holds a ``/`` or is a sibling's.
    """
    made = new_code(project.queries.codebook(), name, parent_id=parent_id)
    proposed = Create(made.kind, {**made.values, "status": Status.PROPOSED.value}, made.uid)
    label = f"Propose the code “{made.values['name']}”"
    return project.apply(label, [proposed], coder_id=coder_id)


def new_code(
    codebook: Codebook,
    name: str,
    *,
    parent_id: int | None = None,
    colour: str = "",
    key: str = "",
) -> Create:
    """The edit that adds a code, for those who do something else in the same step.

    Raises:
        UserError: as ``add_code``.
    """
    siblings = codebook.children(parent_id)
    values = {
        "parent_id": parent_id,
        "position": siblings[-1].position + 1 if siblings else 0,
        "name": free_name(codebook, name, parent_id),
        "colour": valid_colour(colour) or (_rarest_hue(codebook) if parent_id is None else ""),
        "key": free_key(codebook, key),
    }
    return Create(Kind.CODE, values)


def new_codes(
    codebook: Codebook, names: Iterable[str], *, parent_id: int | None = None
) -> list[Create]:
    """The edits that add codes one after another, as if each were made alone.

    Raises:
        UserError: as ``add_code``; two of them have one name.
    """
    made: list[Create] = []
    for name in names:
        made.append(new_code(codebook, name, parent_id=parent_id))
        # Those after it reckon with it; no code has a negative id.
        there = Code(id=-len(made), uid=made[-1].uid, **made[-1].values)
        codebook = Codebook([*codebook, there])
    return made


def made_with(project: Project, wanted: NewCode) -> Create | int:
    """The edit that makes a code with what it is used for; the id of one that has its name.

    Upper and lower case are one name.

    Raises:
        UserError: the name is empty, or the coding scheme of the study is locked.
    """
    codebook, usable = project.queries.codebook(), usable_name(wanted.name)
    for code in codebook.children(wanted.parent_id):
        if code.name.casefold() == usable.casefold():
            return code.id
    refuse_if_locked(project)
    return new_code(codebook, usable, parent_id=wanted.parent_id)


def refuse_if_locked(project: Project) -> None:
    """Let pass who may change the codes of the study's coding scheme.

    Raises:
        UserError: it is locked.
    """
    if is_scheme_locked(project):
        raise UserError(
            "The coding scheme of this study is locked.",
            f"{_UNCHANGED} Use the code that fits best and say in its memo what you miss, or ask "
            "who leads the study to unlock the scheme.",
        )


def usable_name(words: str) -> str:
    """Words from a text, or typed in haste, as the name of a code.

    White space becomes single spaces, a ``/`` becomes a dash, and at most ``LONGEST_NAME``
    characters stay. Empty if the words are.
    """
    tidy = " ".join(words.replace(SEPARATOR, " - ").split())
    if len(tidy) <= LONGEST_NAME:
        return tidy
    return tidy[: cluster_start(tidy, LONGEST_NAME)].rstrip()


def rename_code(project: Project, code_id: int, name: str, *, coder_id: int | None) -> Changes:
    """Give a code another name; its annotations stay.

    Raises:
        UserError: the name is empty, holds a ``/`` or is a sibling's.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    code = codebook[code_id]
    free = free_name(codebook, name, code.parent_id, but=code_id)
    label = f"Rename “{code.name}” to “{free}”"
    return project.apply(label, [Update(Kind.CODE, code_id, {"name": free})], coder_id=coder_id)


def set_colour(project: Project, code_id: int, colour: str, *, coder_id: int | None) -> Changes:
    """Give a code a hue (``Slot``), a ``#rrggbb``, or with ``""`` its parent's colour again.

    Raises:
        UserError: the colour is none of these.
    """
    refuse_if_locked(project)
    label = f"Change the colour of “{project.queries.codebook()[code_id].name}”"
    values = {"colour": valid_colour(colour)}
    return project.apply(label, [Update(Kind.CODE, code_id, values)], coder_id=coder_id)


def set_key(project: Project, code_id: int, key: str, *, coder_id: int | None) -> Changes:
    """Give a code a key of its own, or with ``""`` none.

    Raises:
        UserError: the key is not one letter or digit, or another code has it.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    free = free_key(codebook, key, but=code_id)
    name = codebook[code_id].name
    label = f"Give “{name}” the key {free}" if free else f"Take the key from “{name}”"
    return project.apply(label, [Update(Kind.CODE, code_id, {"key": free})], coder_id=coder_id)


def delete_code(project: Project, code_id: int, *, coder_id: int | None) -> Changes:
    """Delete a code that nobody uses.

    Raises:
        UserError: it has annotations or codes under it.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    name = codebook[code_id].name
    if codebook.children(code_id):
        raise UserError(
            "“{name}” has codes under it: {children}.",
            f"{_UNCHANGED} Move or delete these first.",
            name=name,
            children=", ".join(f"“{child.name}”" for child in codebook.children(code_id)),
        )
    _refuse_used(project, code_id, name, coder_id)
    edits = with_what_is_theirs(project, [code_id])
    return project.apply(f"Delete the code “{name}”", edits, coder_id=coder_id)


def move_code(
    project: Project,
    code_id: int,
    *,
    parent_id: int | None,
    position: int,
    coder_id: int | None,
) -> Changes:
    """Put a code under another parent or elsewhere among its siblings.

    One that comes to the top level keeps the colour that it shows.

    Args:
        project: the project.
        code_id: the code; what is under it goes with it.
        parent_id: its parent from now on; ``None`` for the top level.
        position: how many siblings stand before it then, itself not counted.
        coder_id: who does it.

    Raises:
        UserError: the parent is the code itself or under it, or has a child of that name.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    edits = move_edits(codebook, code_id, parent_id, position)
    return project.apply(f"Move the code “{codebook[code_id].name}”", edits, coder_id=coder_id)


def move_edits(
    codebook: Codebook, code_id: int, parent_id: int | None, position: int
) -> list[Update]:
    """The edits that put a code in its place, for those who do more in the same step.

    The last one is about the code's parent, the others about the order of its siblings.

    Raises:
        UserError: as ``move_code``.
    """
    code = codebook[code_id]
    if parent_id in codebook.subtree(code_id):
        raise UserError(
            "“{name}” can't be moved under itself.",
            f"{_UNCHANGED} Choose a code that is not under it.",
            name=code.name,
        )
    free_name(codebook, code.name, parent_id, but=code_id)
    order = [child.id for child in codebook.children(parent_id) if child.id != code_id]
    order.insert(max(0, position), code_id)
    edits = [Update(Kind.CODE, one, {"position": place}) for place, one in enumerate(order)]
    moved: dict[str, object] = {"parent_id": parent_id}
    if parent_id is None and code.parent_id is not None:
        # It may have shown an ancestor's colour, which it would lose.
        moved["colour"] = codebook.colour(code_id)
    edits.append(Update(Kind.CODE, code_id, moved))
    return edits


def free_name(
    codebook: Codebook, name: str, parent_id: int | None, *, but: int | None = None
) -> str:
    """A name as codes keep it, for a code under that parent; ``but`` is the code that gets it.

    Raises:
        UserError: the name is empty, holds a ``/`` or is a sibling's.
    """
    tidy = " ".join(name.split())
    if not tidy:
        raise UserError("A code needs a name.", f"{_UNCHANGED} Write at least one letter.")
    if SEPARATOR in tidy:
        raise UserError(
            "The name “{name}” has a “/” in it, which stands between the names of a path.",
            f"{_UNCHANGED} Use another sign, or add a code under a code.",
            name=tidy,
        )
    for sibling in codebook.children(parent_id):
        if sibling.id != but and sibling.name.casefold() == tidy.casefold():
            raise UserError(
                "There is a code “{path}” already.",
                f"{_UNCHANGED} Choose another name, or another place in the codebook.",
                path=codebook.path(sibling.id),
            )
    return tidy


def _refuse_used(project: Project, code_id: int, name: str, coder_id: int | None) -> None:
    counts = project.queries.annotation_counts()
    by = {who: n for (used_id, who), n in counts.items() if used_id == code_id}
    used = sum(by.values())
    # Who acts for nobody, as in setting up, is not told of others.
    others = used - by.get(coder_id, 0) if coder_id is not None else 0
    if not used:
        return
    template = "The code “{name}” is in use: {n} annotations"
    if used == 1:
        template = "The code “{name}” is in use: 1 annotation"
    if others == used:
        template += ", made by another coder" if used == 1 else ", all of them by other coders"
    elif others:
        template += ", {others} of them by other coders"
    raise UserError(
        f"{template}.",
        f"{_UNCHANGED} Remove these or give them another code first.",
        name=name,
        n=used,
        others=others,
    )


def valid_colour(colour: str) -> str:
    """A colour as codes keep it.

    Raises:
        UserError: it is none.
    """
    wanted = colour.strip().lower()
    if wanted and wanted not in list(Slot) and not _OWN_COLOUR.fullmatch(wanted):
        raise UserError(
            "“{colour}” is not a colour.",
            f"{_UNCHANGED} Use one of {{slots}}, or #rrggbb.",
            colour=colour,
            slots=", ".join(Slot),
        )
    return wanted


def free_key(codebook: Codebook, key: str, *, but: int | None = None) -> str:
    """A key as codes keep it; ``but`` is the code that gets it.

    Raises:
        UserError: it is not one letter or digit, or another code has it.
    """
    wanted = key.strip().lower()
    if wanted and not (len(wanted) == 1 and wanted.isalnum()):
        raise UserError(
            "“{key}” can't be a code's key.",
            f"{_UNCHANGED} A key is one letter or one digit.",
            key=key,
        )
    holder = codebook.by_key(wanted) if wanted else None
    if holder and holder.id != but:
        raise UserError(
            "The key {key} belongs to the code “{path}”.",
            f"{_UNCHANGED} Choose another key, or take it from that code first.",
            key=wanted,
            path=codebook.path(holder.id),
        )
    return wanted


def _rarest_hue(codebook: Codebook) -> str:
    worn = [code.colour for code in codebook.children(None)]
    return min(Slot, key=worn.count).value
