"""Names: none over another, none cut off, at rest while the map is panned."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from layers.picture.compose import compose
from layers.picture.marks import Picture, Symbol, Text
from layers.picture.names import smooth
from layers.picture.routes import along
from layers.picture.sheet import RouteSpec, Sheet
from layers.projection import Kind
from layers.routes.model import Line
from layers.style.named import named
from layers.style.typeset import measure
from layers.view import View
from tests.layers.picture.conftest import PRATAS, view
from tests.pictures import cases
from tests.pictures.cases import THEATRES


def outline(picture: Picture, mark: Text) -> shapely.Polygon:
    """The inked box of a name on the page, turned as it is."""
    size = measure(mark.text, mark.font)
    x, y = picture.view.to_page(mark.x, mark.y) if mark.space == "plane" else (mark.x, mark.y)
    x, y = x + mark.dx, y + mark.dy
    turn = math.radians(mark.angle_deg)
    corners = [(0, -size.ascent), (size.width, -size.ascent), (size.width, size.descent), (0, size.descent)]
    return shapely.Polygon(
        [(x + u * math.cos(turn) - v * math.sin(turn), y + u * math.sin(turn) + v * math.cos(turn)) for u, v in corners]
    )


def names(picture: Picture) -> list[Text]:
    return [mark for mark in picture.over if isinstance(mark, Text) and mark.space == "plane"]


KINDS = ("aeqd", "laea", "ortho", "merc", "lcc", "eqc", "eqearth")
VIEWS = 29
"""Views through each projection: 203 in all."""


def random_views(kind: str) -> list[tuple[View, str]]:
    """Views through one projection, with a style each; every third is turned."""
    chance = np.random.default_rng(KINDS.index(kind) + 7)
    projection = view(float(chance.uniform(20, 130)), float(chance.uniform(10, 60)), 1_000, kind=kind).projection
    found = []
    for k in range(VIEWS):
        lon, lat = projection.lon0 + float(chance.uniform(-35, 35)), float(chance.uniform(5, 66))
        x, y = projection.forward(lon, lat)
        mpp = float(10 ** chance.uniform(2.5, 4.3))
        turn = float(chance.uniform(-90, 90)) if k % 3 == 0 else 0.0
        found.append((View(projection, x, y, mpp, 1000, 700, turn), ("light", "dark", "print")[k % 3]))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_names_overlap_and_none_is_cut_off(full: Sheet, plain: Sheet, kind: str) -> None:
    total = 0
    frame = shapely.box(0, 0, 1000, 700)
    for number, (window, style) in enumerate(random_views(kind)):
        picture = compose(replace(full if number % 2 else plain, style=named(style)), window)
        marks = names(picture)
        total += len(marks)
        boxes = np.array([outline(picture, mark) for mark in marks], dtype=object)
        cut = [mark.text for mark, box in zip(marks, boxes, strict=True) if not frame.contains(box)]
        assert not cut, f"cut off in {window}: {cut}"
        for a, b in shapely.STRtree(boxes).query(boxes, predicate="intersects").T:
            # letters of one word stand on one plane point; they may touch one another
            same = (marks[a].x, marks[a].y) == (marks[b].x, marks[b].y)
            if a < b and not same:
                assert boxes[a].intersection(boxes[b]).area < 0.5, f"{marks[a].text} on {marks[b].text} in {window}"
    assert total > 60


def test_no_name_lies_on_a_base_or_under_the_furniture(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 2_500, (1400, 900)))
    marks = names(picture)
    tree = shapely.STRtree([outline(picture, mark) for mark in marks])
    for sign in picture.over:
        if isinstance(sign, Symbol) and sign.layer in {"bases", "flashpoints"} and sign.space == "plane":
            x, y = picture.view.to_page(sign.x, sign.y)
            hit = tree.query(shapely.Point(x, y).buffer(sign.size * 0.35), predicate="intersects")
            assert not [marks[k].text for k in hit], sign.ref
    furniture = [mark for mark in picture.over if isinstance(mark, Text) and mark.space == "page"]
    for mark in furniture:
        hit = tree.query(outline(picture, mark), predicate="intersects")
        assert not [marks[k].text for k in hit], mark.text


@pytest.mark.parametrize("mpp", [6_000.0, 1_200.0, 300.0])
def test_names_rest_while_the_map_is_panned(plain: Sheet, mpp: float) -> None:
    """What is wholly in the window before and after stands at the same place of the plane."""

    def standing(picture: Picture, dx: float, dy: float) -> set[tuple[object, ...]]:
        inner = shapely.box(200 + dx, 200 + dy, 800 + dx, 500 + dy)
        return {
            (mark.text, mark.x, mark.y, mark.dx, mark.dy)
            for mark in names(picture)
            # flashpoints that are chosen and countries seen in part may move to stay in the window
            if mark.layer in {"labels", "bases"} and not mark.text.isupper() and inner.contains(outline(picture, mark))
        }

    start = view(121.0, 24.5, mpp)
    before = standing(compose(plain, start), 0, 0)
    assert len(before) >= 5
    for dx, dy in ((37, 12), (-90, 64), (13, -111)):
        assert standing(compose(plain, start.panned(dx, dy)), dx, dy) == before


def test_contested_places_carry_both_names(plain: Sheet) -> None:
    texts = {mark.text for mark in names(compose(plain, view(123.47, 25.74, 900)))}
    assert any("Senkaku" in text and "Diaoyu" in text for text in texts)


ISLANDS = (
    "pratas", "uotsuri", "snake", "scarborough", "mischief", "subi", "fiery-cross", "nangan", "kinmen", "itu-aba",
)  # fmt: skip
"""The places that most maps lose."""


@pytest.mark.parametrize("ident", ISLANDS)
@pytest.mark.parametrize("flashpoints", [True, False])
def test_small_islands_never_vanish(plain: Sheet, ident: str, flashpoints: bool) -> None:
    """At theatre scale Pratas is a fraction of a pixel: it and its like are a sign with a name."""
    from layers.picture.sheet import LayerSetting

    island = next(row for row in plain.basemap.islands if row.id == ident)
    sheet = replace(plain, target="").with_layer(LayerSetting("flashpoints", visible=flashpoints))
    picture = compose(sheet, view(island.lon + 1.0, island.lat + 0.5, 1_500))
    x, y = picture.view.pixels_of(island.lon, island.lat)
    signs = [
        mark
        for mark in picture.over
        if isinstance(mark, Symbol) and mark.space == "plane"
        and math.dist(picture.view.to_page(mark.x, mark.y), (float(x), float(y))) < 6.0
    ]  # fmt: skip
    assert any(mark.name in {"islet", "flashpoint"} for mark in signs)
    known = {*island.name.split(" / "), *island.aliases, island.name.split(" ", maxsplit=1)[0]}
    assert any(any(name in mark.text for name in known) for mark in names(picture)), [m.text for m in names(picture)]


def test_taiwan_has_its_name_on_a_crowded_map(full: Sheet) -> None:
    """Bases and flashpoints fill the island: the name stands beside it, on a line."""
    crowd = frozenset(base.id for base in full.catalogue.bases.values() if base.country == "TWN")
    picture = compose(replace(full, responders=crowd), view(117.0, 22.0, 3_800, (1200, 800)))
    assert any(mark.text == "TAIWAN" for mark in names(picture))


def test_a_name_stands_off_where_no_side_is_free(plain: Sheet) -> None:
    from layers.picture.sheet import LayerSetting

    sheet = plain.with_layer(LayerSetting("events")).with_layer(LayerSetting("cooperation"))
    picture = compose(sheet, view(120.0, 24.0, 3_800, (1200, 800)))
    lines = [mark for mark in picture.over if isinstance(mark, Symbol) and mark.name.startswith("leader")]
    assert lines
    marks = names(picture)
    boxes = [outline(picture, mark) for mark in marks]
    for line in lines:
        x, y = picture.view.to_page(line.x, line.y)
        turn = math.radians(line.angle_deg)
        half = np.array([math.sin(turn), -math.cos(turn)]) * line.size / 2
        middle = np.array([x + line.dx, y + line.dy])
        drawn = shapely.LineString([middle - half, middle + half])
        own = [k for k, mark in enumerate(marks) if (mark.x, mark.y) == (line.x, line.y)]
        assert min(boxes[k].distance(drawn) for k in own) < 8.0
        assert not any(box.intersects(drawn) for k, box in enumerate(boxes) if k not in own)


def test_a_sea_is_written_along_a_curve(plain: Sheet) -> None:
    picture = compose(plain, view(34.0, 43.3, 1_200))
    letters = [mark for mark in names(picture) if len(mark.text) == 1 and mark.font.italic]
    angles = {mark.angle_deg for mark in letters}
    assert "".join(mark.text for mark in letters if (mark.x, mark.y) == (letters[0].x, letters[0].y)) in {
        "BlackSea",
        "SeaofAzov",
    }
    assert len(angles) > 3
    assert max(map(abs, angles)) < 60


def test_names_are_upright_whatever_the_turn(plain: Sheet) -> None:
    for turn in (90.0, 180.0, 250.0):
        picture = compose(plain, replace(view(34.0, 43.3, 1_200), rotation_deg=turn))
        assert all(abs((mark.angle_deg + 180) % 360 - 180) <= 120 for mark in names(picture))
        level = [mark for mark in names(picture) if not mark.font.italic]
        assert level
        assert all(mark.angle_deg == 0 for mark in level)


def test_a_curve_passes_through_its_guide() -> None:
    guide = np.array([(0.0, 0.0), (10.0, 4.0), (20.0, 0.0)])
    line = smooth(guide)
    for point in guide:
        assert np.hypot(*(line - point).T).min() < 1e-9


@pytest.mark.parametrize("mpp", [2_500.0, 3_600.0, 5_500.0])
def test_a_country_is_named_within_its_borders(full: Sheet, mpp: float) -> None:
    """Also where bases crowd it: a name moved too far would christen the neighbour."""
    crowd = frozenset(full.catalogue.bases)
    picture = compose(replace(full, responders=crowd, zones=()), view(24.0, 51.0, mpp, (1200, 800)))
    table = {row.name.upper(): row.code for row in full.basemap.country_table}
    told = 0
    for mark in names(picture):
        code = table.get(mark.text)
        lines = [one for one in picture.over if isinstance(one, Symbol) and one.name.startswith("leader")]
        if code is None or any((one.x, one.y) == (mark.x, mark.y) for one in lines):
            continue
        middle = outline(picture, mark).centroid
        x, y = picture.view.to_plane(middle.x, middle.y)
        land = full.basemap.country(code)
        east, north = picture.view.projection.forward(land.lon.astype(float), land.lat.astype(float))
        rings = [
            shapely.make_valid(shapely.Polygon(np.column_stack((east[a:b], north[a:b]))))
            for a, b in zip(land.start[:-1], land.start[1:], strict=True)
        ]
        far = min(ring.distance(shapely.Point(x, y)) for ring in rings) / mpp
        told += far == 0.0
        assert far < 45.0, f"{mark.text} stands {far:.0f} px off"
    assert told >= 8


def test_the_name_of_a_base_keeps_off_the_route_that_begins_there(plain: Sheet) -> None:
    base, place = plain.catalogue.bases["amari"], plain.catalogue.flashpoints["narva"]
    way = Line(np.array([base.lon, place.lon]), np.array([base.lat, place.lat]))
    sheet = replace(plain, target="narva", responders=frozenset({base.id}), routes=(RouteSpec("r", "air", way, ""),))
    picture = compose(sheet, view(26.5, 59.0, 700))
    ends = [picture.view.pixels_of(*end) for end in zip(way.lon, way.lat, strict=True)]
    line = shapely.LineString([(float(x), float(y)) for x, y in ends])
    for words in ("Ämari AB", "Narva"):
        name = next(mark for mark in names(picture) if mark.text == words)
        assert outline(picture, name).distance(line) > 1.0, words


def test_the_name_of_a_flashpoint_stands_off_rather_than_cross_a_route(plain: Sheet) -> None:
    """Between two ways that meet at Pratas each side of Senkaku's sign is crossed by one."""
    place, known = plain.catalogue.flashpoints["pratas"], plain.catalogue.bases
    bases = [known[ident] for ident in ("kadena-ab", "iwakuni")]
    ways = [Line(np.array([base.lon, place.lon]), np.array([base.lat, place.lat])) for base in bases]
    sheet = replace(
        plain,
        responders=frozenset(base.id for base in bases),
        routes=tuple(RouteSpec(base.id, "air", way, "") for base, way in zip(bases, ways, strict=True)),
    )
    picture = compose(sheet, view(117.5, 22.5, 3_800, (840, 560)))
    for words in ("Senkaku / Diaoyu", "Taipei"):
        name = next(mark for mark in names(picture) if mark.text == words)
        for way in ways:
            lon, lat = along(way, np.linspace(0.0, 1.0, 200))
            line = shapely.LineString(np.column_stack(picture.view.pixels_of(lon, lat)))
            assert outline(picture, name).distance(line) > 1.0, words


def test_a_flashpoint_without_room_for_two_lines_is_named_in_one() -> None:
    """Penghu between the legend and the bases of Taiwan; the name of the target beside it keeps both."""
    theatre = next(one for one in THEATRES if one.id == "strait")
    said = {mark.text for mark in names(compose(cases.sheet(theatre, "light"), cases.view(theatre, "aeqd", 840, 560)))}
    assert {"Penghu / Pescadores", "Taiwan Strait", "臺灣海峽"} <= said


def test_on_a_map_of_half_the_world_a_land_whose_middle_is_out_of_sight_is_named_too(plain: Sheet) -> None:
    picture = compose(plain, view(95.0, 33.0, 16_000, (840, 560), "merc"))
    assert "RUSSIA" in {mark.text for mark in names(picture)}


def test_whence_a_route_comes_is_named(plain: Sheet) -> None:
    """Okinawa and Senkaku leave the name of the base no side that is free."""
    theatre = next(one for one in THEATRES if one.id == "pratas")
    said = {mark.text for mark in names(compose(cases.sheet(theatre, "light"), cases.view(theatre, "aeqd", 840, 560)))}
    assert {"MCAS Futenma  +2", "Okinawa", "Senkaku / Diaoyu"} <= said


@pytest.mark.parametrize(
    ("target", "mpp"), [("pratas", 4_500.0), ("pratas", 6_900.0), ("senkaku", 6_900.0), ("narva", 6_900.0)]
)
def test_every_flashpoint_in_sight_is_named_in_a_crowd(plain: Sheet, target: str, mpp: float) -> None:
    """Second Thomas Shoal beside the legend, Taiwan Strait among its neighbours, the shores of the Baltic."""
    place = plain.catalogue.flashpoints[target]
    hosts = {"USA", "JPN", "TWN", "PHL", "EST", "POL", "FIN", "LVA", "LTU", "ROU", "DEU", "GBR"}
    crowd = frozenset(base.id for base in plain.catalogue.bases.values() if base.country in hosts)
    window = view(place.lon, place.lat, mpp, (745, 938))
    picture = compose(replace(plain, target=target, responders=crowd), window)
    named_at = {(mark.x, mark.y) for mark in names(picture)}
    signs = [mark for mark in picture.over if isinstance(mark, Symbol) and mark.name in {"flashpoint", "target"}]
    inside = [sign for sign in signs if sign.space == "plane" and shapely.box(0, 0, 745, 938).contains(
        shapely.Point(*picture.view.to_page(sign.x, sign.y)))]  # fmt: skip
    assert len(inside) >= 8
    assert not [sign.ref for sign in inside if (sign.x, sign.y) not in named_at]


@pytest.mark.parametrize("kind", KINDS)
def test_the_name_of_a_zone_stands_clear_of_those_of_countries(kind: Kind) -> None:
    """ "Baltic states" close over LITHUANIA reads as one name."""
    theatre = next(one for one in THEATRES if one.id == "baltic")
    picture = compose(cases.sheet(theatre, "light"), cases.view(theatre, kind, 840, 560))
    marks = names(picture)
    zones = [outline(picture, mark) for mark in marks if mark.layer == "zones"]
    lands = [outline(picture, mark) for mark in marks if mark.layer == "labels" and mark.text.isupper()]
    assert zones
    assert {"LATVIA", "LITHUANIA"} <= {mark.text for mark in marks}
    assert min(zone.distance(land) for zone in zones for land in lands) > 8.0


@pytest.mark.parametrize("ident", ["pratas", "senkaku", "narva"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_name_of_a_place_is_crossed_by_a_route(ident: str, kind: Kind) -> None:
    theatre = next(one for one in THEATRES if one.id == ident)
    sheet = cases.sheet(theatre, "light")
    picture = compose(sheet, cases.view(theatre, kind, 840, 560))
    ways = []
    for spec in sheet.routes:
        lon, lat = along(spec.line, np.linspace(0.0, 1.0, 200))
        ways.append(shapely.LineString(np.column_stack(picture.view.pixels_of(lon, lat))))
    marks = [mark for mark in names(picture) if mark.layer in {"labels", "bases", "flashpoints"}]
    places = [mark for mark in marks if not mark.text.isupper() and len(mark.text) > 1]  # no lands, no letters of seas
    assert len(places) >= 7
    assert not [mark.text for mark in places if any(outline(picture, mark).intersects(way) for way in ways)]
