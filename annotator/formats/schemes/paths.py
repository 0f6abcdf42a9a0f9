"""The paths by which a scheme speaks of its codes: each must name one."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.domain.decision import DecisionError, parse_decision
from annotator.formats.schemes.fields import Place
from annotator.formats.schemes.model import Scheme


def check_paths(scheme: Scheme, top: Place, places: Mapping[str, Place]) -> None:
    """Refuse paths that name no code, and a decision tree that is none.

    Args:
        scheme: what was read.
        top: where it stands.
        places: where each code stands, by path.

    Raises:
        UserError: a path names no code, a code is in two groups, or the tree is wrong.
    """
    known = frozenset(path.casefold() for path in places)
    for path, code in scheme.walk():
        for near in code.instead:
            _check(near.use, places[path]["instead"], known)
    for relation, place in zip(scheme.relations, top.items("relations"), strict=True):
        for end in (relation.source, relation.target):
            if end:
                _check(end, place, known)
    _check_groups(scheme, top, known)
    _check_decision(scheme, top, known)


def _check_groups(scheme: Scheme, top: Place, known: frozenset[str]) -> None:
    grouped: set[str] = set()
    for group, place in zip(scheme.exclusive, top.items("exclusive"), strict=True):
        for path in group.codes:
            _check(path, place, known)
            if path.casefold() in grouped:
                place.fail(f"“{path}” is in two groups")
            grouped.add(path.casefold())


def _check_decision(scheme: Scheme, top: Place, known: frozenset[str]) -> None:
    try:
        tree = parse_decision(scheme.decide)
    except DecisionError as error:
        top["decide"].fail(error.why, error.line)
    for outcome in tree.outcomes() if tree else ():
        if not outcome.is_nothing and outcome.path.casefold() not in known:
            top["decide"].fail(f"there is no code “{outcome.path}”", outcome.line)


def _check(path: str, place: Place, known: frozenset[str]) -> None:
    if path.casefold() not in known:
        place.fail(f"there is no code “{path}”")
