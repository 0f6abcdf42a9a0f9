"""What is freed of large blocks goes back to the system, and not into a reserve."""

from __future__ import annotations

import ctypes
import sys

_M_MMAP_THRESHOLD = -3
"""The name of the setting in ``malloc.h``."""

_LARGE = 4 * 2**20
"""Bytes; smaller blocks are worth keeping for the next time."""


def spare_no_large_blocks() -> None:
    """Have GNU's C library give large blocks back whenever they are freed.

    Left to itself it does so only until the first of them has gone: from then on it takes what is
    not larger from its heap, which keeps holes where blocks that grow, or come and go, have been.
    After an article of ten million characters these are 60 MB. Other systems, and other libraries
    of Linux, have no such setting.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_MMAP_THRESHOLD, _LARGE)
