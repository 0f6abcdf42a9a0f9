"""``python -m bench [--table] [NAME…]``: runs the benchmarks named, or all."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench import suites, table


def main() -> int:
    """Run and print; 2 when a name is unknown."""
    known = suites.found()
    in_table = "--table" in sys.argv[1:]
    wanted = [name for name in sys.argv[1:] if name != "--table"] or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    figures = []
    for name in wanted:
        for figure in known[name]():
            figures.append(figure)
            if not in_table:
                figure.print()
    if in_table:
        print(*table.lines(figures), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
