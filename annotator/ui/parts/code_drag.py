"""What is dragged between codebook and text: a code to either, or the words selected to a code."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

CODE_MIME = "application/x-annotator-code"
"""What a dragged code is offered as; only places of the same window understand it."""

SELECTION_MIME = "application/x-annotator-selection"
"""What the words selected in the article are offered as; the drag itself carries no place."""


def code_data(code_id: int, name: str) -> QMimeData:
    """The data of a drag that carries a code; other programs get its name."""
    data = QMimeData()
    data.setData(CODE_MIME, str(code_id).encode("ascii"))
    data.setText(name)
    return data


def dragged_code(data: QMimeData) -> int | None:
    """The id of the code that is dragged, None when it is something else."""
    if not data.hasFormat(CODE_MIME):
        return None
    return int(bytes(data.data(CODE_MIME).data()))


def selection_data(words: str) -> QMimeData:
    """The data of a drag of the words selected in the article; other programs get the words."""
    data = QMimeData()
    data.setData(SELECTION_MIME, b"")
    data.setText(words)
    return data


def is_selection(data: QMimeData) -> bool:
    """Whether the words selected in the article are dragged."""
    return data.hasFormat(SELECTION_MIME)
