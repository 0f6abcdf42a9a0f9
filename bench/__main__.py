"""``python -m bench [NAME…]``: runs the benchmarks named, or all."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench import suites


def main() -> int:
    """Run and print; 2 when a name is unknown."""
    wanted = sys.argv[1:] or list(suites.SUITES)
    unknown = [name for name in wanted if name not in suites.SUITES]
    if unknown:
        known = ", ".join(suites.SUITES)
        print(f"no benchmark {', '.join(unknown)}; there are: {known}", file=sys.stderr)
        return 2
    for name in wanted:
        for figure in suites.SUITES[name]():
            figure.print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
