"""Large blocks go back to the system when they are freed."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import sys
from pathlib import Path
from annotator.ui import heap

def resident():
    line = next(one for one in Path("/proc/self/status").open() if one.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024

if sys.argv[1] == "sparing":
    heap.spare_no_large_blocks()
first = bytearray(24 * 2**20)
del first
before = resident()
blocks, small = [], []
for _ in range(5):
    blocks.append(bytearray(b"x") * (8 * 2**20))
    small.append(bytearray(b"x") * 50_000)
blocks.clear()
print(resident() - before)
"""
"""What lies between blocks that are freed keeps them in a heap; how many MB that is is told."""


def left_over(how: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="other libraries have no such setting"
)
def test_large_blocks_are_given_back() -> None:
    assert left_over("as ever") > 20
    assert left_over("sparing") < 5
