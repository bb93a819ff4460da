"""Scale bar, north arrow, degrees along the frame: measured against the geodesic."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from layers import geodesy
from layers.picture import furniture, graticule
from layers.picture.compose import compose, stage_of
from layers.picture.kit import Box, Draft
from layers.picture.marks import Picture, Symbol, Text
from layers.picture.sheet import Sheet
from layers.units import METRES_PER_NMI
from tests.layers.picture.conftest import PRATAS, view


@pytest.mark.parametrize("kind", ["aeqd", "laea", "ortho", "lcc", "merc", "eqc", "eqearth"])
@pytest.mark.parametrize(("lon", "lat", "mpp"), [(116.7, 20.7, 800.0), (28.2, 59.4, 60.0), (80.0, 50.0, 8_000.0)])
def test_the_bar_is_as_long_as_it_says(plain: Sheet, kind: str, lon: float, lat: float, mpp: float) -> None:
    """Its two ends, laid about the middle of the map, lie as far apart on the ellipsoid as is written on it."""
    stage = stage_of(plain, view(lon, lat, mpp, kind=kind))
    for unit_m, unit in ((1000.0, "km"), (METRES_PER_NMI, "nmi")):
        bar = furniture.bar(stage, unit_m, unit)
        assert bar is not None
        x, y = stage.middle
        ends = np.array([stage.view.to_plane(x + side * bar.pixels / 2, y) for side in (-1, 1)])
        (lon1, lon2), (lat1, lat2) = stage.projection.inverse(ends[:, 0], ends[:, 1])
        assert geodesy.distance(lon1, lat1, lon2, lat2) == pytest.approx(bar.metres, rel=1e-6)
        figures, _, written_unit = bar.text.rpartition(" ")
        assert written_unit == unit
        assert float(figures.replace(" ", "")) * unit_m == pytest.approx(bar.metres)
        assert 30 < bar.pixels <= 190


def test_published_lengths_of_the_bar(plain: Sheet) -> None:
    """100 km in the middle of an equidistant map at 1 km per pixel are 100 pixels; Mercator at 59 N is not naive."""
    stage = stage_of(plain, view(119.5, 24.0, 1_000))
    assert furniture.pixels_of(stage, 100_000.0, 190.0) == pytest.approx(100.0, abs=0.01)
    far = stage_of(plain, view(28.2, 59.0, 1_000, kind="merc"))
    # `merc` is true along its own latitude
    assert furniture.pixels_of(far, 50_000.0, 190.0) == pytest.approx(50.0, abs=0.3)


def test_off_the_map_there_is_no_bar(plain: Sheet) -> None:
    stage = stage_of(plain, replace(view(*PRATAS, 1_000), x=60e6, y=0.0))
    assert furniture.bar(stage, 1000.0, "km") is None
    assert not math.isfinite(furniture.north_deg(stage))


def test_the_north_arrow_points_north(plain: Sheet) -> None:
    def arrows(turn: float) -> list[Symbol]:
        picture = compose(plain, replace(view(*PRATAS, 2_000), rotation_deg=turn))
        return [mark for mark in picture.over if isinstance(mark, Symbol) and mark.name == "north"]

    for turn in (0.0, 30.0, -100.0):
        (arrow,) = arrows(turn)
        assert arrow.angle_deg == pytest.approx(turn, abs=0.01)


def test_the_bar_says_where_it_is_true(plain: Sheet) -> None:
    for lat, said in ((58.95, "59.0°N"), (-12.3, "12.3°S")):
        picture = compose(plain, view(100.0, lat, 2_000, kind="merc"))
        assert any(isinstance(mark, Text) and f"true at {said}" in mark.text for mark in picture.over)


def test_the_credit_and_the_projection_are_named(plain: Sheet) -> None:
    picture = compose(plain, view(*PRATAS, 2_000))
    words = " ".join(mark.text for mark in picture.over if isinstance(mark, Text) and mark.layer == "furniture")
    for part in ("Azimuthal equidistant", "20.70°N 116.73°E", "WGS84", "Natural Earth", "OpenStreetMap contributors"):
        assert part in words


@pytest.mark.parametrize(
    ("value", "meridian", "step", "text"),
    [
        (120.0, True, 10.0, "120°E"),
        (-75.0, True, 5.0, "75°W"),
        (190.0, True, 10.0, "170°W"),
        (180.0, True, 10.0, "180°"),
        (0.0, True, 10.0, "0°"),
        (0.0, False, 10.0, "0°"),
        (-20.5, False, 0.5, "20°30′S"),
        (59 + 22 / 60 + 10 / 3600, False, 1 / 360, "59°22′10″N"),
    ],
)
def test_degrees_as_printed(value: float, meridian: bool, step: float, text: str) -> None:
    assert graticule.written(value, meridian, step) == text


@pytest.mark.parametrize("kind", ["aeqd", "merc", "lcc"])
def test_degrees_stand_where_their_line_meets_the_frame(plain: Sheet, kind: str) -> None:
    picture = compose(plain, view(25.0, 58.0, 900, kind=kind))
    marks = [mark for mark in picture.over if isinstance(mark, Text) and mark.layer == "graticule"]
    assert len(marks) >= 8
    for mark in marks:
        if mark.text.endswith("N"):
            y = mark.y - 3.5
            lat = picture.view.projection.inverse(*picture.view.to_plane(0.0 if mark.x < 500 else 1000.0, y))[1]
            assert lat == pytest.approx(float(mark.text[:-2]), abs=0.08)


def test_a_side_that_was_taken_is_told_where_it_is_seen(plain: Sheet) -> None:
    def said(picture: Picture) -> bool:
        return any(isinstance(mark, Text) and "68/262" in mark.text for mark in picture.over)

    assert said(compose(plain, view(34.0, 44.5, 1_500)))
    assert not said(compose(plain, view(*PRATAS, 1_500)))
    assert not said(compose(plain, view(34.0, 44.5, 1_500, (500, 400))))


def test_the_arrow_covers_nothing_but_its_panel(plain: Sheet) -> None:
    """It stands on the scale bar's panel, whichever way it points, so that no place lies under bare ink."""
    for turn in (0.0, 90.0, 215.0):
        stage = stage_of(plain, replace(view(*PRATAS, 2_000), rotation_deg=turn))
        draft = Draft()
        furniture.draw_scale(stage, draft, 800.0, 600.0)
        (taken,) = draft.taken
        panel = taken.grown(-4.0)
        (arrow,) = [mark for mark in draft.furniture if isinstance(mark, Symbol)]
        (letter,) = [mark for mark in draft.furniture if isinstance(mark, Text) and mark.text == "N"]
        half = arrow.size / 2
        assert panel.holds(Box(arrow.x - half, arrow.y - half, arrow.x + half, arrow.y + half))
        assert panel.holds(Box(letter.x, letter.y - 8.0, letter.x + 8.0, letter.y))


def test_numbers_on_the_frame_keep_off_signs(plain: Sheet) -> None:
    """A sign where a parallel meets the frame takes the number's place."""
    stage = stage_of(plain, view(*PRATAS, 2_000))
    free = Draft()
    graticule.write(stage, free)
    number = next(mark for mark in free.furniture if isinstance(mark, Text) and mark.text.endswith("N"))
    x, y = stage.view.to_plane(number.x + 8.0, number.y - 4.0)
    ink = plain.style.panel.ink
    taken = Draft(symbols=[Symbol("events", "dot", x, y, "plane", 16.0, ink, ink)])
    graticule.write(stage, taken)
    left = [(mark.text, mark.x) for mark in taken.furniture if isinstance(mark, Text)]
    assert (number.text, number.x) not in left
    assert len(left) == len(free.furniture) - 1, "only that one"
