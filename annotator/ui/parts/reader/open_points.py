"""Annotations of the article shown that lack a value which their code requires."""

from __future__ import annotations

from annotator.domain.annotation import Annotation
from annotator.domain.given import open_of
from annotator.domain.questions import Attribute
from annotator.ui.parts.reader.reader import Reader


class OpenPoints:
    """Looks at an annotation again only when it or what is asked has changed."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._asked: tuple[Attribute, ...] = ()
        self._known: dict[int, tuple[Annotation, bool]] = {}

    def here(self) -> list[int]:
        """The ids of the coder's own open points, in the order of the text."""
        session = self._reader.session
        if not session.is_open:
            return []
        asked = session.project.queries.questions.attributes()
        if asked is not self._asked:
            self._asked, self._known = asked, {}
        requiring = {one.code_id for one in asked if one.required}
        known, self._known = self._known, {}
        found, marks = [], self._reader.marks
        for one in marks.all_bare() if requiring else ():
            if one.code_id not in requiring or one.coder_id != session.coder_id:
                continue
            before = known.get(one.id)
            is_open = before[1] if before and before[0] is one else self._lacks(one)
            self._known[one.id] = (one, is_open)
            if is_open:
                found.append(one.id)
        return sorted(found, key=lambda one: (marks[one].start if one in marks else 0, one))

    def _lacks(self, one: Annotation) -> bool:
        return bool(
            open_of([each for each in self._asked if each.code_id == one.code_id], one.values)
        )
