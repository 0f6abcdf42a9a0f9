"""Codes of which at most one may stand on the same words: said where two do, and put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, QTimer

from annotator.domain.annotation import Annotation
from annotator.ui.parts.reader.reader import Reader

_PAUSE_MS = 100
"""It is said after what a new annotation says by itself: what its code asks, say."""


class Exclusive(QObject):
    """Tells when words got a second code of a group; it is never in the way."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._coded: list[list[int]] = []
        self._told: int | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        reader.tagged.connect(lambda one: self.look_at([one]))
        reader.coded.connect(self.look_at)
        reader.session.project_changed.connect(self._forget)
        reader.session.coder_changed.connect(self._forget)

    def look_at(self, ids: Iterable[int]) -> None:
        """These annotations have just got their codes, in one step."""
        self._coded.append(list(ids))
        self._soon.start()

    def keep_this(self) -> None:
        """Of the codes of a group on these words keep the one of the annotation that is meant.

        That is the chosen one, else that of which it was told last, else the one at the caret.
        """
        from annotator.ops import coding

        reader, session = self._reader, self._reader.session
        if session.coder_id is None:
            return
        meant = [reader.target] if reader.chosen is not None else [self._told, reader.target]
        for one in meant:
            others = [] if one is None else self._clashes([one]).get(one, [])
            if others:
                ids = [each.id for each in others]
                session.run(coding.remove_annotations, ids, coder_id=session.coder_id)
                return
        session.told.emit(self.tr("No other code here excludes this one."))

    def _forget(self) -> None:
        self._soon.stop()
        self._coded, self._told = [], None

    def _look(self) -> None:
        steps, self._coded = self._coded, []
        for ids in steps:
            if len(ids) == 1:
                self._tell_one(ids[0], self._clashes(ids))
            else:
                self._look_at_many(ids)

    def _look_at_many(self, coded: list[int]) -> None:
        session = self._reader.session
        found: dict[int, list[Annotation]] = {}
        project = session.project

        def look(goes_on: Callable[[], bool]) -> None:
            from annotator.ops import exclusive

            found.update(exclusive.clashes(project, coded, goes_on))

        session.background.do(look, lambda done: self._tell_many(len(coded), found, done=done))

    def _clashes(self, ids: list[int]) -> Mapping[int, list[Annotation]]:
        from annotator.ops import exclusive

        return exclusive.clashes(self._reader.session.project, ids)

    def _tell_one(self, annotation_id: int, found: Mapping[int, list[Annotation]]) -> None:
        others = found.get(annotation_id)
        if not others:
            return
        session, self._told = self._reader.session, annotation_id
        (one,) = session.project.queries.annotations_by_id([annotation_id])
        told = self.tr(
            "Of {group}, at most one is meant for the same words: “{old}” is there too. "
            "{key}: keep “{new}” alone."
        )
        article = self.tr(
            "Of {group}, at most one is meant for the same article: it has “{old}” too. "
            "{key}: keep “{new}” alone."
        )
        session.told.emit(
            (told if one.span.ranges else article).format(
                group=self._group(one, others[0]),
                old=session.codebook[others[0].code_id].name,
                new=session.codebook[one.code_id].name,
                key=self._reader.actions_table.keys.shown("code.keep_this"),
            )
        )

    def _tell_many(self, many: int, found: Mapping[int, list[Annotation]], *, done: bool) -> None:
        session = self._reader.session
        if not done or not found:
            return
        first = next(iter(found))
        (one,) = session.project.queries.annotations_by_id([first])
        told = self.tr(
            "Coded {all}; where another code of {group} stands too: {n}. At most one is meant for "
            "the same words. {undo} takes all {all} back."
        )
        session.told.emit(
            told.format(
                all=f"{many:,}",
                n=f"{len(found):,}",
                group=self._group(one, found[first][0]),
                undo=self._reader.actions_table.keys.shown("edit.undo"),
            )
        )

    def _group(self, one: Annotation, other: Annotation) -> str:
        from annotator.ops import exclusive

        codebook = self._reader.session.codebook
        return f"“{exclusive.shared_group(codebook, one.code_id, other.code_id)}”"
