"""Giving memory that was freed back to the system.

Projected geometry comes as many small pieces among others that stay, so the C library keeps what is freed of it: after
800 random steps of the hand 195 of 729 MiB of its heap were free, and 188 of them went back when asked for. Pictures
of a whole window are taken from the system one by one and go back at once.
"""

from __future__ import annotations

import ctypes
import sys
import time

PAUSE_S = 2.0
"""Least time between two askings: each looks through the whole heap."""
LARGE = 1 << 20
"""Pieces of so many bytes are had from the system and go back to it: a window's picture has 8 MB, a coast's array 5.
Left alone the library raises this bound to that of the largest piece freed, and pictures lie among the small ones."""
ARENAS = 2
"""Heaps: one for the window's thread, one for all others; by itself the library opens eight for each processor."""
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Numbers of the parameters in the library's ``malloc.h``."""


class Heap:
    """The heap of this process; where the C library is not GNU's, nothing is done."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
        self._trim = getattr(library, "malloc_trim", None)
        self._last = -PAUSE_S
        if self._trim is not None and library is not None:
            library.mallopt(_MMAP_THRESHOLD, LARGE)
            library.mallopt(_ARENA_MAX, ARENAS)

    def give_back(self) -> bool:
        """Give back what is free, unless that was done just now; whether it was asked for.

        For a thread that is not the window's: it takes some milliseconds.
        """
        now = time.monotonic()
        if self._trim is None or now - self._last < PAUSE_S:
            return False
        self._trim(0)
        self._last = time.monotonic()
        return True
