"""The legend tells exactly what can be seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layers.picture import legend
from layers.picture.compose import compose
from layers.picture.kit import Box
from layers.picture.marks import Colour, Entry, Pen, Stroke, Symbol, Text
from layers.picture.sheet import LayerSetting, Sheet
from layers.style.named import named
from layers.style.symbols import LEADERS
from tests.layers.picture.conftest import PRATAS, view


def told(sheet: Sheet, *where: float) -> set[str]:
    return {entry.text for entry in compose(sheet, view(*where)).legend}


def test_lists_what_is_drawn(full: Sheet) -> None:
    words = told(full, *PRATAS, 4_500)
    assert words >= {
        "Target of the response",
        "Flashpoint",
        "0–6 h",
        "6–12 h",
        "12–24 h",
        "Later than 24 h, or never",
        "Range ring (geodesic)",
        "Denial range, illustrative",
        "Air route",
        "Arrives too late",
        "Air base",
        "United States",
        "Geodesic (shortest way)",
        "Marked place",
        "Incident",
    }


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("bands", {"0–6 h", "6–12 h", "12–24 h", "Later than 24 h, or never"}),
        ("rings", {"Range ring (geodesic)"}),
        ("denial", {"Denial range, illustrative"}),
        ("routes", {"Air route", "Arrives too late"}),
        ("flashpoints", {"Target of the response", "Flashpoint"}),
        ("drawings", {"Geodesic (shortest way)", "Marked place"}),
        ("events", {"Incident"}),
    ],
)
def test_says_nothing_of_what_is_hidden(full: Sheet, layer: str, words: set[str]) -> None:
    with_it = told(full, *PRATAS, 4_500)
    without = told(full.with_layer(LayerSetting(layer, visible=False)), *PRATAS, 4_500)  # type: ignore[arg-type]
    assert with_it - without == words
    assert without <= with_it


def test_says_nothing_of_what_lies_out_of_view(full: Sheet) -> None:
    """Close to Pratas only the first band covers the window, and no ring passes through it."""
    words = told(full, *PRATAS, 100)
    assert "0–6 h" in words
    assert not words & {"6–12 h", "12–24 h", "Later than 24 h, or never", "Range ring (geodesic)", "Line of control"}


def test_every_symbol_of_the_legend_stands_on_the_map(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 3_000))
    drawn = {mark.name for mark in picture.over if isinstance(mark, Symbol) and mark.space == "plane"}
    listed = {entry.symbol for entry in picture.legend if entry.kind == "symbol" and entry.symbol != "dot"}
    assert listed <= drawn
    assert {"base_air", "target", "flashpoint"} <= listed


def test_the_page_shows_every_line(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 4_500, (1400, 900)))
    words = {mark.text for mark in picture.over if isinstance(mark, Text) and mark.layer == "furniture"}
    assert {entry.text for entry in picture.legend if entry.kind != "ramp"} <= words


def test_an_empty_map_needs_no_legend(plain: Sheet) -> None:
    bare = replace(plain, layers=(LayerSetting("land"), LayerSetting("furniture")), target="")
    assert compose(bare, view(*PRATAS, 4_500)).legend == ()
    assert legend.block((), named("light")).height == 0


def test_long_words_are_cut_with_an_ellipsis() -> None:
    letter = named("light").letters.legend
    text = legend.fitted(letter, "A very long explanation of what this sample means", 90.0)
    assert text.endswith("…")
    assert legend.width_of(letter, text) <= 90.0
    assert legend.fitted(letter, "Short", 90.0) == "Short"


def test_wrapped_lines_hold_every_word() -> None:
    letter = named("light").letters.note
    text = "Azimuthal equidistant centred on 20.70°N 116.73°E, WGS84. Natural Earth"
    lines = legend.wrapped(letter, text, 120.0)
    assert " ".join(lines) == text
    assert all(legend.width_of(letter, line) <= 120.0 for line in lines)


def test_steps_of_a_ramp_stand_side_by_side() -> None:
    style = named("light")
    steps = tuple(Entry(1, f"{k}–{k + 1} h", "ramp", style.thematic.hours[k % 2], group="Hours") for k in range(4))
    block = legend.block(steps, style)
    one = legend.block(steps[:1], style)
    assert block.height == one.height


def test_a_small_map_keeps_the_first_groups_of_a_long_legend(full: Sheet) -> None:
    """The share of the map it takes is bounded; what is left off is told with the picture."""
    wide = replace(view(*PRATAS, 9_000), width=1400, height=700)
    small = replace(view(*PRATAS, 9_000), width=560, height=500)
    titles = {}
    for one in (wide, small):
        picture = compose(full, one)
        said = {mark.text for mark in picture.over if isinstance(mark, Text) and mark.layer == "furniture"}
        groups = [entry.group for entry in sorted(picture.legend, key=lambda entry: entry.order) if entry.group]
        titles[one.width] = [name for name in dict.fromkeys(groups) if name in said], groups
    shown, groups = titles[small.width]
    assert titles[wide.width][0] == list(dict.fromkeys(titles[wide.width][1])), "all of it on a large map"
    assert 0 < len(shown) < len(set(groups))
    assert shown == list(dict.fromkeys(groups))[: len(shown)]


def test_no_word_is_left_alone_on_the_last_line() -> None:
    letter = named("light").letters.note
    text = "Azimuthal equidistant centred on 59.00°N 26.50°E, WGS84. Natural Earth; © OpenStreetMap contributors"
    for room in (140.0, 260.0, 420.0):
        filled, even = legend.wrapped(letter, text, room), legend.evenly(letter, text, room)
        assert " ".join(even) == text
        assert len(even) == len(filled)
        widths = [legend.width_of(letter, line) for line in even]
        assert min(widths) >= min(legend.width_of(letter, line) for line in filled)
        assert max(widths) <= room
        assert not any(line.endswith("©") for line in even)
    assert legend.evenly(letter, "Mississippi 2025", 20.0) == legend.wrapped(letter, "Mississippi 2025", 20.0)


def test_a_hatch_leans_in_the_legend_as_it_does_on_the_map(plain: Sheet) -> None:
    """Law without treaty leans to the left, what comes too late and denial to the right."""
    pen = Pen(Colour(0, 0, 0), 1.0)
    for lean in (45.0, -45.0):
        key = legend.block((Entry(1, "words", "hatch", pen=pen, hatch_deg=lean),), named("light"), 200.0)
        lines = next(mark for mark in key.marks if isinstance(mark, Stroke)).geometry
        dx, dy = (lines.xy[1::2] - lines.xy[::2]).T
        assert (np.sign(-dy * dx) == np.sign(lean)).all()  # y runs down on the page
    picture = compose(plain.with_layer(LayerSetting("commitments")), view(121.0, 23.8, 700))
    on_map = next(mark for mark in picture.base if mark.layer == "commitments" and isinstance(mark, Stroke)).geometry
    dx, dy = (on_map.xy[1::2] - on_map.xy[::2]).T
    entry = next(entry for entry in picture.legend if entry.kind == "hatch")
    assert (np.sign(dy * dx) == np.sign(entry.hatch_deg)).all()


@pytest.mark.parametrize("target", ["second-thomas", "pratas", "narva", "odesa"])
@pytest.mark.parametrize("mpp", [900.0, 2_500.0, 6_900.0])
def test_only_signs_that_are_seen_are_explained(full: Sheet, target: str, mpp: float) -> None:
    """What lies only beneath the legend, the scale bar or the locator needs no explanation, and all else has its own."""
    place = full.catalogue.flashpoints[target]
    crowd = frozenset(full.catalogue.bases)
    picture = compose(replace(full, target=target, responders=crowd), view(place.lon, place.lat, mpp, (960, 700)))
    listed = {entry.symbol for entry in picture.legend if entry.kind == "symbol"} - {"dot"}
    nations = {entry.fill for entry in picture.legend if entry.symbol == "dot"}
    frame = Box(0.0, 0.0, 960.0, 700.0)
    signs = [mark for mark in picture.over if isinstance(mark, Symbol) and mark.space == "plane"]
    inside = []
    for mark in signs:
        x, y = picture.view.to_page(mark.x, mark.y)
        if frame.has(x + mark.dx, y + mark.dy) and mark.name not in LEADERS:
            inside.append(mark)
    drawn = {mark.name for mark in inside if mark.layer in {"bases", "units", "flashpoints", "events", "cooperation"}}
    assert drawn - {"dot"} == listed - {"pin"}
    assert {mark.fill for mark in inside if mark.layer == "bases" and mark.name != "dot"} == nations
