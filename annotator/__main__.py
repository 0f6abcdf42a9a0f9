"""``python -m annotator`` and the ``annotator`` command."""

from __future__ import annotations

from annotator import cli


def main() -> None:
    """Run the command line; leaves with its exit code."""
    cli.main()


if __name__ == "__main__":
    main()
