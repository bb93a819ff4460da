"""Memory that was freed goes back to the system, and not more often than is worth it."""

from __future__ import annotations

import ctypes
import sys

import numpy as np
import pytest

from layers.picture.marks import Geometry
from mapapp.canvas.heap import Heap
from mapapp.paint.geometry import FRAMES, Areas

GNU = sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "malloc_trim")


def resident_bytes() -> int:
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123 - not a file
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Rss:"))


@pytest.mark.skipif(not GNU, reason="the C library has no malloc_trim")
def test_what_is_freed_among_pieces_that_stay_goes_back() -> None:
    """128 MiB in pieces of 64 KiB, of which every sixteenth stays."""
    pieces = [np.ones(8_192) for _ in range(2_048)]
    stays = pieces[::16]
    full = resident_bytes()
    pieces.clear()
    assert Heap().give_back()
    assert full - resident_bytes() > 96 * 2**20
    assert len(stays) == 128


@pytest.mark.skipif(not GNU, reason="the C library has no malloc_trim")
def test_it_is_not_asked_for_again_at_once() -> None:
    heap = Heap()
    assert heap.give_back()
    assert not heap.give_back()


def test_where_there_is_no_such_call_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not Heap().give_back()


def test_paths_of_many_choices_of_islands_have_a_bound() -> None:
    """One country of 40 islands, seen through 780 windows: what is kept is two frames' worth, and what is drawn right."""
    ring = np.array([(0.0, 0.0), (0.8, 0.0), (0.8, 0.8), (0.0, 0.8)])
    xy = np.concatenate([ring + np.array([k, 0.0]) for k in range(40)])
    start = np.arange(0, 161, 4, dtype=np.int32)
    areas = Areas(Geometry("islands", xy, start, np.zeros(40, dtype=np.int32)))
    for first in range(40):
        for last in range(first + 1, 40):
            ((owner, path),) = areas.visible((first + 0.1, 0.1, last + 0.1, 0.2))
            assert owner == 0
            box = path.boundingRect()
            assert (box.left(), box.right()) == pytest.approx((first, last + 0.8))
    held = sum((4 + 1) * len(parts) for parts in areas._whole)
    assert areas._held == held <= FRAMES * (160 + 40)
