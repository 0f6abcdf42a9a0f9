"""Says in words why Qt cannot start, before Qt aborts the process with a misleading message."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping

_ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
_ON_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def has_screen(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> bool:
    """Whether a window could be shown: a display is named, or the system always has one."""
    environ = os.environ if environ is None else environ
    return not platform.startswith("linux") or bool(
        environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") or _is_headless(environ)
    )


def trouble(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> str | None:
    """Why Qt could not start here, with the way out, or ``None`` when nothing is known against it.

    A process that asks for Qt's ``offscreen`` platform needs no screen, but the libraries.
    """
    environ = os.environ if environ is None else environ
    if not platform.startswith("linux"):
        return None
    if not has_screen(environ, platform):
        return "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set."
    on_x11 = not _is_headless(environ) and not environ.get("WAYLAND_DISPLAY")
    packages = missing_packages(_ALWAYS | _ON_X11 if on_x11 else _ALWAYS)
    if packages:
        return (
            "System libraries that Qt needs are missing. On Debian or Ubuntu, install them with:\n"
            f"    sudo apt install {' '.join(packages)}"
        )
    return None


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """The Debian packages of those shared ``libraries`` that cannot be loaded, sorted."""
    return sorted({libraries[name] for name in _unloadable(libraries)})


def _unloadable(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            yield name


def _is_headless(environ: Mapping[str, str]) -> bool:
    return environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal", "vnc")
