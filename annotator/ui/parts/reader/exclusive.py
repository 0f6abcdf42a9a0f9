"""Codes of which at most one may stand on the same words: said where two do, and put right."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.reader import Reader


class Exclusive(QObject):
    """Tells when somebody tags words with a second code of a group; it is never in the way."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        reader.tagged.connect(self._look)

    def keep_this(self) -> None:
        """Of the codes of a group on these words keep the one of the annotation that is meant."""
        from annotator.ops import coding

        reader, session = self._reader, self._reader.session
        target = reader.target
        others = [] if target is None else self._excluded(target)
        if target is None or session.coder_id is None:
            return
        if not others:
            session.told.emit(self.tr("No other code here excludes this one."))
            return
        ids = [one.id for one in others]
        session.run(coding.remove_annotations, ids, coder_id=session.coder_id)

    def _look(self, annotation_id: int) -> None:
        reader = self._reader
        others = self._excluded(annotation_id)
        if not others:
            return
        codebook = reader.codebook
        new = codebook[reader.marks[annotation_id].code_id].name
        told = self.tr(
            "Of {group}, at most one is meant for the same words: “{old}” is there too. "
            "{key}: keep “{new}” alone."
        )
        groups = set(codebook[others[0].code_id].exclusive)
        mine = codebook[reader.marks[annotation_id].code_id].exclusive
        reader.session.told.emit(
            told.format(
                group=next(f"“{one}”" for one in mine if one in groups),
                old=codebook[others[0].code_id].name,
                new=new,
                key=reader.actions_table.keys.shown("code.keep_this"),
            )
        )

    def _excluded(self, annotation_id: int) -> list[Mark]:
        """The coder's other annotations on the same words, with codes of one group with its own."""
        reader = self._reader
        one = reader.marks.get(annotation_id)
        if one is None or one.code_id not in reader.codebook:
            return []
        groups = set(reader.codebook[one.code_id].exclusive)
        return [
            other
            for other in reader.marks
            if other.id != one.id
            and other.id > 0
            and other.coder_id == one.coder_id
            and other.code_id != one.code_id
            and other.code_id in reader.codebook
            and groups & set(reader.codebook[other.code_id].exclusive)
            and _overlap(one, other)
        ]


def _overlap(one: Mark, other: Mark) -> bool:
    return any(
        start < other_end and other_start < end
        for start, end in one.ranges
        for other_start, other_end in other.ranges
    )
