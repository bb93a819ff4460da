"""What is kept of past pictures has a bound, whatever the hand does."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import resources
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture import kit
from layers.picture.sheet import RingSpec, Sheet
from layers.projection import KINDS
from layers.style.named import named
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.render import render, sketched, widened
from mapapp.paint import Painter, painter


@pytest.fixture(scope="module")
def sheets(qapp) -> tuple[Sheet, Sheet]:
    rings = (RingSpec("r", 116.7, 20.7, 900e3, "900 km"),)
    one = Sheet(
        load_basemap(), read_catalogue(resources.path("catalogue"))[0], named("light"), target="pratas", rings=rings
    )
    return one, replace(one, style=named("dark"))


def test_pans_zooms_and_switches_leave_no_more_than_the_stores_hold(sheets, monkeypatch):
    """With small stores thirty views fill them many times over; what they hold stays under their bound."""
    store = kit._Store(3_200_000)
    monkeypatch.setattr(kit, "_STORE", store)
    monkeypatch.setattr(painter, "KEPT_BYTES", 3_000_000)
    rng, sink = random.Random(3), Painter()
    view = View(navigate.projection("aeqd", (116.7, 20.7)), 0.0, 0.0, 20_000.0, 240, 180)
    done = None
    fullest = largest = 0
    for _ in range(32):
        what = rng.random()
        if what < 0.5:
            view = view.panned(rng.randint(-90, 90), rng.randint(-60, 60))
        elif what < 0.8:
            view = replace(view, mpp=min(max(view.mpp * rng.choice((0.5, 2.0)), 4_000.0), 40_000.0))
        else:
            view = replace(view, projection=navigate.projection(rng.choice(KINDS), (116.7, 20.7)), x=0.0, y=0.0)
            done = sketched(sheets[0], view, 1.0, done, legend=False)
        before = done
        done = render(rng.choice(sheets), view, 1.0, sink, lambda: None, legend=False, before=before)
        done = widened(done, 1.0, sink, lambda: None)
        held = sum(one.held_bytes for one in store._kept.values())
        assert held == store._weight
        assert held <= 3_200_000 or len(store._kept) == 1
        assert sink._weight == sum(sink._weights[key] for key in sink._made)
        assert sink._weight <= 3_000_000 or len(sink._made) == 1
        fullest, largest = max(fullest, held), max(largest, sink._weight)
        assert before is None or done.image.width() <= 2 * 240
    assert fullest > 2_000_000, "the stores were filled"
    assert largest > 2_000_000


def test_a_picture_holds_no_picture_before_it(sheets):
    """Each takes over pixels of the last: it must not keep it alive."""
    import gc
    import weakref

    view, sink = View(navigate.projection("aeqd", (116.7, 20.7)), 0.0, 0.0, 8_000.0, 200, 150), Painter()
    first = render(sheets[0], view, 1.0, sink, lambda: None)
    old = weakref.ref(first.floats)
    later = widened(
        render(sheets[0], view.panned(60, 0), 1.0, sink, lambda: None, before=first), 1.0, sink, lambda: None
    )
    del first
    gc.collect()
    assert old() is None
    assert later.wide


def test_lines_to_names_of_every_scale_leave_little():
    """How far a sign reaches changes with every scale; the places round it take 0.1 MB each."""
    import tracemalloc

    from layers.picture.callouts import callouts

    callouts.cache_clear()
    tracemalloc.start()
    try:
        for number in range(120):
            callouts(4.0 + number / 16)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 6_000_000
