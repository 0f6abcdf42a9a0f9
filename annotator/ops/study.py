"""Settings of the study: the same for all its coders, kept in the project and merged with it."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.records import derived_uid

if TYPE_CHECKING:
    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

ABOUT, GUIDE, RELATIONS, DECISION = "scheme", "guide", "relations", "decision"
"""The settings of a study that keep what a scheme says besides its codes and variables.

``ABOUT`` is an object of texts; ``GUIDE`` a text; ``RELATIONS`` a list of ``{name, from, to}`` and
``DECISION`` an indented list, both with the uids of codes where the scheme has paths.
"""

SCHEME_LOCKED = "scheme_locked"
"""The setting by which nobody adds codes to the study's coding scheme."""

_EXCERPT = 40
"""Characters of a value that the history shows."""


def get_setting(project: Project, key: str) -> Any:
    """A setting of the study.

    Raises:
        UserError: it is not set.
    """
    settings = project.queries.settings()
    if key not in settings:
        raise UserError(
            "The setting “{key}” is not set in this study.",
            "Nothing was changed. Set are: {known}.",
            key=key,
            known=", ".join(settings) or "none yet",
        )
    return settings[key]


def is_scheme_locked(project: Project) -> bool:
    """Whether the study's coding scheme is locked."""
    return project.queries.settings().get(SCHEME_LOCKED) is True


def resembling(project: Project, key: str) -> str:
    """The setting that a new name may have been meant for; "" if it is set, or none is like it."""
    known = list(project.queries.settings())
    close = [] if key.strip() in known else get_close_matches(key.strip(), known, 1)
    return close[0] if close else ""


def set_setting(project: Project, key: str, value: Any, *, coder_id: int | None) -> Changes:
    """Set a setting of the study to anything that JSON knows.

    Raises:
        UserError: it has no name.
    """
    tidy = key.strip()
    if not tidy:
        raise UserError("A setting needs a name.", "Nothing was changed.")
    edit = setting_edit(project, tidy, value)
    return project.apply(_label(tidy, value), [edit], coder_id=coder_id)


def _label(key: str, value: Any) -> str:
    """What is done, as the history tells it."""
    if key == SCHEME_LOCKED and isinstance(value, bool):
        return "Lock the coding scheme" if value else "Unlock the coding scheme"
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= _EXCERPT else f"{shown[:_EXCERPT]}…"
    return f"Set “{key}” of the study to {shown}"


def setting_edit(project: Project, key: str, value: Any) -> Edit:
    """The edit that sets a setting, for those who do something else in the same step."""
    known = project.queries.setting_id(key)
    if known is not None:
        return Update(Kind.SETTING, known, {"value": value})
    uid = derived_uid(Kind.SETTING, str(project.uid), key)
    return Create(Kind.SETTING, {"key": key, "value": value}, uid=uid)


def clear_setting(project: Project, key: str, *, coder_id: int | None) -> Changes:
    """Let a setting of the study be unset again.

    Raises:
        UserError: it is not set.
    """
    get_setting(project, key)
    known = project.queries.setting_id(key)
    gone = [Remove(Kind.SETTING, known)] if known is not None else []
    return project.apply(f"Clear “{key}” of the study", gone, coder_id=coder_id)
