"""Names of rivers and lakes: which are written at a scale, and that they lie where the water is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import resources
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture import inland
from layers.picture.compose import compose, draft_map, stage_of
from layers.picture.kit import Wish
from layers.picture.sheet import Sheet
from layers.projection import Projection
from layers.style.named import named
from layers.view import View


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet(load_basemap(), read_catalogue(resources.path("catalogue"))[0], named("light"))


def view(lon: float, lat: float, mpp: float, rotation_deg: float = 0.0) -> View:
    return View(Projection("aeqd", lon, lat), 0.0, 0.0, mpp, 1200, 800, rotation_deg)


def wishes(sheet: Sheet, seen: View) -> dict[str, list[Wish]]:
    letters = (sheet.style.letters.river.font, sheet.style.letters.lake.font)
    found: dict[str, list[Wish]] = {}
    for wish in draft_map(stage_of(sheet, seen)).wishes:
        if wish.lines[0][1].font in letters:
            found.setdefault(wish.lines[0][0], []).append(wish)
    return found


@pytest.mark.parametrize(
    ("lon", "lat", "mpp", "names"),
    [
        (27.0, 58.0, 900.0, {"Lake Peipus", "Lake Ladoga", "Daugava", "Lake Pskov", "Võrtsjärv"}),
        (28.15, 59.42, 60.0, {"Narva"}),
        (31.0, 48.5, 900.0, {"Dnipro", "Danube", "Dniester", "Kremenchuk Reservoir"}),
        (127.0, 48.0, 1_500.0, {"Amur", "Lake Khanka"}),
        (113.0, 30.0, 900.0, {"Yangtze", "Poyang Hu", "Dongting Hu"}),
    ],
)
def test_an_atlas_names_them(sheet, lon, lat, mpp, names):
    assert names <= set(wishes(sheet, view(lon, lat, mpp)))


def test_from_afar_none_is_named(sheet):
    assert not wishes(sheet, view(60.0, 50.0, 6_700.0))


@pytest.mark.parametrize("rotation_deg", [0.0, 65.0, -150.0])
def test_a_rivers_name_follows_it_just_above(sheet, rotation_deg):
    """Every point of its middle lies within some pixels of the river's own line, on the side that is up."""
    seen = view(26.0, 57.0, 800.0, rotation_deg)
    base, name = sheet.basemap, "Daugava"
    lines = []
    for k, feature in enumerate(base.rivers.feature.tolist()):
        if base.river_table[feature].name == name:
            a, b = base.rivers.start[k : k + 2]
            px, py = seen.pixels_of(base.rivers.lon[a:b], base.rivers.lat[a:b])
            lines.append(shapely.LineString(np.column_stack((px, py))))
    water = shapely.union_all(lines)
    found = wishes(sheet, seen)[name]
    for wish in found:
        page = np.array([seen.to_page(*point) for point in wish.curve])
        # without what goes on straight at both ends, eight points each
        core = page[8:-8]
        assert shapely.distance(water, shapely.points(core)).max() < 16.0
        angle = np.unwrap(np.arctan2(*np.diff(core, axis=0).T[::-1]))
        assert np.degrees(np.ptp(angle)) < inland.TURN_DEG + 15.0
        middle = core[len(core) // 2]
        nearest = shapely.shortest_line(water, shapely.Point(middle)).coords[0]
        normal = middle - np.array(nearest)
        assert normal[1] < 0 or abs(normal[0]) > abs(normal[1])


def test_a_pan_leaves_them_where_they_are(sheet):
    seen = view(26.0, 57.0, 800.0)
    before, after = wishes(sheet, seen), wishes(sheet, seen.panned(57, -31))
    both = before.keys() & after.keys()
    assert len(both) > 5
    for name in both:
        places = {wish.curve or (wish.x, wish.y) for wish in before[name]}
        assert places & {wish.curve or (wish.x, wish.y) for wish in after[name]}


def test_what_is_written_has_all_its_letters(sheet):
    """The source lost some; only names that were looked at are kept."""
    rows = (*sheet.basemap.lake_table, *sheet.basemap.river_table)
    written = {row.name for row in rows if row.name}
    assert len(written) > 150
    assert not [name for name in written if "?" in name or "  " in name]
    assert {"Vänern", "Dalälven", "Päijänne", "Daugava"} <= written


def test_they_take_part_in_the_placing(sheet):
    texts = [mark.text for mark in compose(sheet, view(27.0, 58.0, 900.0)).over if hasattr(mark, "text")]
    assert "Lake Peipus" in texts


@pytest.mark.parametrize("kind", ["merc", "eqc", "eqearth", "lcc"])
def test_no_name_lies_on_the_leap_from_one_edge_of_a_flat_map_to_the_other(sheet, kind):
    """The Yukon crosses 160 degrees west, where a map about 20 degrees east begins and ends."""
    plane = Projection(kind, 20.0, 58.0 if kind == "lcc" else 0.0)
    held = inland.Held(sheet.basemap)
    for river in inland._rivers(plane, held):
        assert max(np.hypot(*np.diff(part, axis=0).T).max() for part in river.parts) < 1e6, river.name
    assert max(lake.wide for lake in inland._lakes(plane, held)) < 1e6
    assert "Yukon" not in wishes(sheet, View.centred(plane, 20.0, 58.0, 1_800.0, 840, 560))


def test_what_keeps_a_river_keeps_no_others(sheet):
    """Curves of its name are kept with it, long after the plane has gone in which all the others lie."""
    held = inland.Held(sheet.basemap)
    assert all(
        part.base is None for river in inland._rivers(Projection("laea", 27.0, 58.0), held) for part in river.parts
    )
