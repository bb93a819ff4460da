"""Memory that was freed goes back to the system, and not more often than is worth it."""

from __future__ import annotations

import ctypes
import sys

import numpy as np
import pytest

from layers.picture.marks import Colour, Font, Geometry, Text
from mapapp.canvas.heap import Heap
from mapapp.paint.geometry import FRAMES, PATH_BYTES, POINT_BYTES, STEP_BYTES, Areas
from mapapp.paint.lettering import Stamps, text_path

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
    held = sum(PATH_BYTES + (4 * STEP_BYTES + POINT_BYTES) * len(parts) for parts in areas._whole)
    assert areas._held == held <= FRAMES * (PATH_BYTES + 160 * STEP_BYTES + 40 * POINT_BYTES)
    assert areas.held_bytes > held


@pytest.mark.skipif(not GNU, reason="needs the C library's own count")
def test_a_stamp_is_no_more_than_its_pixels(qapp: object) -> None:
    """Qt keeps a paint engine of 50 kB with an image that was painted on; three thousand stamps would hold 150 MB."""
    stamps = Stamps()
    names = [Text("x", f"Name {k}", 0, 0, "page", Font("Inter", 12, 600), Colour(0, 0, 0)) for k in range(201)]
    stamps.text(names[0], 1.0, (0.0, 0.0))
    for name in names:
        text_path(name.text, name)  # outlines are kept apart, a bounded number of them
    before = allocated_bytes()
    pixels = sum(stamps.text(name, 1.0, (0.0, 0.0)).image.sizeInBytes() for name in names[1:])
    assert allocated_bytes() - before < pixels + 200 * 6_000


def allocated_bytes() -> int:
    class Counts(ctypes.Structure):
        _fields_ = tuple(
            (name, ctypes.c_size_t)
            for name in ("arena", "free", "small", "mapped", "mapped_bytes", "a", "b", "used_bytes", "c", "d")
        )

    library = ctypes.CDLL(None)
    library.mallinfo2.restype = Counts
    found = library.mallinfo2()
    return found.used_bytes + found.mapped_bytes
