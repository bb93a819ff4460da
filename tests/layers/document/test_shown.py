"""Objects of the user's: lengths and areas against other routes, outlines at their distance, bad ones refused."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from layers import geodesy
from layers.document import Drawn
from layers.document.objects import check, free_id
from layers.document.shown import area_m2, figure, label, length_m, outline, shown
from layers.errors import GeometryError

PRATAS, KAOHSIUNG, NARVA = (116.724, 20.7), (120.2833, 22.6167), (28.19, 59.377)
WGS84 = Geodesic.WGS84


def _line(*points: tuple[float, float], **more: object) -> Drawn:
    return Drawn("line-1", "line", points, **more)  # type: ignore[arg-type]


def test_a_line_is_as_long_as_its_geodesics() -> None:
    both = [WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"] for a, b in ((PRATAS, KAOHSIUNG), (KAOHSIUNG, NARVA))]
    assert length_m(_line(PRATAS, KAOHSIUNG, NARVA)) == pytest.approx(sum(both), abs=1e-3)


def test_a_rhumb_line_is_longer_and_a_computed_way_counts_as_it_runs() -> None:
    straight, rhumb = _line(PRATAS, NARVA), _line(PRATAS, NARVA, course="rhumb")
    assert length_m(rhumb) > length_m(straight) * 1.01
    detour = _line(PRATAS, NARVA, course="sea", way=(PRATAS, KAOHSIUNG, NARVA))
    assert length_m(detour) == pytest.approx(length_m(_line(PRATAS, KAOHSIUNG, NARVA)))


def test_an_area_loses_its_hole() -> None:
    def box(half: float) -> tuple[tuple[float, float], ...]:
        return ((-half, -half), (half, -half), (half, half), (-half, half))

    polygon = WGS84.Polygon()
    for lon, lat in box(2.0):
        polygon.AddPoint(lat, lon)
    whole = abs(polygon.Compute(False, True)[2])
    area = Drawn("a", "area", box(2.0))
    assert area_m2(area) == pytest.approx(whole, rel=1e-9)
    hole = area_m2(Drawn("h", "area", box(1.0)))
    assert area_m2(replace(area, holes=(box(1.0),))) == pytest.approx(whole - hole, rel=1e-9)
    assert len(outline(replace(area, holes=(box(1.0),)))) == 2


@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(1e4, 5e6))
def test_a_ring_stands_at_its_radius_and_encloses_what_a_cap_does(lon: float, lat: float, radius: float) -> None:
    ring = Drawn("r", "ring", ((lon, lat),), radius_m=radius)
    (edge,) = outline(ring)
    centre = np.full(len(edge.lon), lon), np.full(len(edge.lon), lat)
    assert geodesy.distance(*centre, edge.lon, edge.lat) == pytest.approx(radius, abs=1.0)
    cap = 2 * math.pi * 6_371_007.18**2 * (1 - math.cos(radius / 6_371_007.18))
    assert area_m2(ring) == pytest.approx(cap, rel=0.012), "a sphere of the earth's area is that near"


def test_sectors_of_a_full_turn_add_up_to_the_ring() -> None:
    ring = Drawn("r", "ring", (PRATAS,), radius_m=1e6)
    parts = [Drawn("s", "sector", (PRATAS,), radius_m=1e6, from_deg=a, to_deg=a + 120) for a in (10, 130, 250)]
    assert sum(map(area_m2, parts)) == pytest.approx(area_m2(ring), rel=1e-4)
    inner = [replace(part, inner_m=4e5) for part in parts]
    donut = replace(ring, inner_m=4e5)
    assert sum(map(area_m2, inner)) == pytest.approx(area_m2(donut), rel=1e-4)


def test_figures_follow_the_unit_and_names_stand_before_them() -> None:
    ring = Drawn("r", "ring", (PRATAS,), "Reach", radius_m=926_000.0)
    assert label(ring, "km") == "Reach · 926 km"
    assert label(ring, "nmi") == "Reach · 500 nmi"
    assert figure(Drawn("s", "sector", (PRATAS,), radius_m=1e5, from_deg=5, to_deg=95), "km") == "100 km, 005–095°"
    assert figure(Drawn("p", "pin", (PRATAS,)), "km") == ""
    assert figure(Drawn("a", "area", ((0, 0), (1, 0), (1, 1))), "km") == "6 155 km²"


def test_what_is_hidden_is_not_shown_and_rings_are_rings() -> None:
    ring = Drawn("r", "ring", (PRATAS,), radius_m=1e5, colour="#aa2211", width=3.0)
    pin, hidden = Drawn("p", "pin", (NARVA,), "Here"), Drawn("h", "pin", (NARVA,), visible=False)
    rings, drawings = shown((ring, pin, hidden), "km")
    assert [(one.id, one.radius_m, one.colour, one.width) for one in rings] == [("r", 1e5, "#aa2211", 3.0)]
    assert [(one.id, one.kind, one.label) for one in drawings] == [("p", "pin", "Here")]
    assert shown((pin,), "km")[1][0] is drawings[0], "the same object, so that nothing is projected anew"


def test_rings_of_one_radius_and_look_unite_when_asked() -> None:
    two = [Drawn(f"r{k}", "ring", ((116.0 + k, 20.0),), f"Battery {k}", radius_m=1e5) for k in range(2)]
    other = Drawn("wide", "ring", (PRATAS,), "Fighter", radius_m=2e5)
    rings, _ = shown((*two, other), "nmi", "united")
    assert [one.label for one in rings] == ["54 nmi", "54 nmi", "Fighter \u00b7 108 nmi"]
    assert rings[0].group == rings[1].group != "", "drawn as the area they cover together"
    assert rings[2].group == "", "a ring alone stays itself"
    assert not any(one.group for one in shown((*two, other), "nmi")[0]), "each by itself unless asked"
    red, _ = shown((two[0], replace(two[1], colour="#aa2211")), "km", "united")
    assert not any(one.group for one in red), "colours are kept apart"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (Drawn("x", "line", (PRATAS,)), "1 points make no line"),
        (Drawn("x", "pin", ((181.0, 0.0),)), "181, 0 is no place"),
        (Drawn("x", "pin", ((0.0, math.nan),)), "no place"),
        (Drawn("x", "ring", (PRATAS,), radius_m=3e7), "make no ring"),
        (Drawn("x", "ring", (PRATAS,), radius_m=10.0, inner_m=10.0), "make no ring"),
        (Drawn("x", "pin", (PRATAS,), colour="red"), "'red' is no colour"),
        (Drawn("x", "pin", (PRATAS,), width=99.0), "99 is no width"),
    ],
)
def test_what_cannot_be_drawn_is_refused(bad: Drawn, words: str) -> None:
    with pytest.raises(GeometryError, match=words):
        check(bad)


def test_ids_are_free() -> None:
    taken = (Drawn("ring-1", "pin", (PRATAS,)), Drawn("ring-3", "pin", (PRATAS,)))
    assert free_id(taken, "ring") == "ring-2"
