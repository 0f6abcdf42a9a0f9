"""Files for people: written whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from annotator.domain.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


def write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        UserError: it can't be written there; what was there before is unchanged.
    """
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            "{file} could not be written: {reason}.",
            "Nothing was changed. Choose a folder that you may write to, and that has room.",
            file=file,
            reason=error.strerror or type(error).__name__,
        ) from error
