"""A code on its way from the codebook to another place in it, or to the text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

CODE_MIME = "application/x-annotator-code"
"""What a dragged code is offered as; only places of the same window understand it."""


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
