from __future__ import annotations

from annotator import preflight


def test_without_a_screen_it_says_so() -> None:
    said = preflight.trouble({}, platform="linux")
    assert said is not None
    assert "no screen" in said


def test_offscreen_needs_no_screen() -> None:
    assert preflight.trouble({"QT_QPA_PLATFORM": "offscreen"}, platform="linux") is None


def test_other_systems_always_have_a_screen() -> None:
    assert preflight.trouble({}, platform="darwin") is None


def test_missing_libraries_are_named_as_packages() -> None:
    named = preflight.missing_packages(
        {"libno-such-thing.so.7": "libno-such-thing7", "libc.so.6": "libc6"}
    )
    assert named == ["libno-such-thing7"]
