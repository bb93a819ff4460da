"""Other people's files: every kind and reference system gives the same places; what is wrong is told, the rest is there."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.document import Drawn
from layers.document.shown import area_m2
from layers.errors import RimlandError
from layers.io.imports import read_file

PRATAS, KAOHSIUNG = (116.724, 20.7), (120.2833, 22.6167)
BOX = shapely.Polygon(
    [(118, 20), (119, 20), (119, 21), (118, 21)], [[(118.4, 20.4), (118.6, 20.4), (118.6, 20.6), (118.4, 20.6)]]
)
LINE = shapely.LineString([PRATAS, KAOHSIUNG])


def frame(shapes: list[Any], crs: str | None = "EPSG:4326", **columns: list[Any]) -> Any:
    import geopandas

    return geopandas.GeoDataFrame(columns or {"name": ["a"] * len(shapes)}, geometry=shapes, crs=crs)


@pytest.mark.parametrize(("suffix", "driver"), [("geojson", "GeoJSON"), ("gpkg", "GPKG"), ("shp", "ESRI Shapefile")])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32650"])
def test_points_lines_and_areas_in_any_reference_system(tmp_path: Path, suffix: str, driver: str, crs: str) -> None:
    for name, shape in (("point", shapely.Point(PRATAS)), ("line", LINE), ("area", BOX)):
        path = tmp_path / f"{name}.{suffix}"
        made = frame([shape], name=[f"My {name}"], note=["seen"]).to_crs(crs)
        if suffix == "geojson":
            made.to_file(path, driver=driver, RFC7946="NO")
        else:
            made.to_file(path, driver=driver)
        found = read_file(path)
        assert found.problems == ()
        (one,) = found.drawn
        assert (one.name, one.note, one.group) == (f"My {name}", "seen", name)
        if name == "point":
            assert one.shape == "pin"
            assert one.points[0] == pytest.approx(PRATAS, abs=1e-6)
        elif name == "line":
            assert one.points[1] == pytest.approx(KAOHSIUNG, abs=1e-6)
        else:
            assert len(one.points) == 4
            assert len(one.holes) == 1
            assert area_m2(one) == pytest.approx(1.109e10, rel=0.04)


def test_a_zipped_shapefile_and_several_layers(tmp_path: Path) -> None:
    frame([LINE]).to_file(tmp_path / "way.shp")
    with zipfile.ZipFile(tmp_path / "way.zip", "w") as archive:
        for part in tmp_path.glob("way.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    assert read_file(tmp_path / "way.zip").drawn[0].shape == "line"
    path = tmp_path / "two.gpkg"
    frame([shapely.Point(PRATAS)]).to_file(path, layer="harbours")
    frame([LINE]).to_file(path, layer="lanes")
    assert {(one.shape, one.group) for one in read_file(path).drawn} == {("pin", "harbours"), ("line", "lanes")}


def test_a_shapefile_without_its_system_is_assumed_in_degrees_or_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        frame([LINE], crs=None).to_file(tmp_path / "bare.shp")
    found = read_file(tmp_path / "bare.shp")
    assert len(found.drawn) == 1
    assert any("WGS84 were assumed" in str(problem) for problem in found.problems)
    far = shapely.LineString([(500_000, 2_000_000), (600_000, 2_100_000)])
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        frame([far], crs=None).to_file(tmp_path / "metres.shp")
    with pytest.raises(RimlandError, match="names no coordinate reference system"):
        read_file(tmp_path / "metres.shp")


GPX = """<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="20.7" lon="116.724"><name>Pratas</name><desc>An island</desc></wpt>
<rte><name>Out</name><rtept lat="20.7" lon="116.724"/><rtept lat="22.6167" lon="120.2833"/></rte>
<trk><name>Back</name><trkseg><trkpt lat="22.6167" lon="120.2833"/><trkpt lat="20.7" lon="116.724"/></trkseg></trk></gpx>"""


def test_gpx_gives_waypoints_routes_and_tracks_once(tmp_path: Path) -> None:
    path = tmp_path / "trip.gpx"
    path.write_text(GPX)
    found = read_file(path)
    assert found.problems == ()
    assert [(one.shape, one.name) for one in found.drawn] == [("pin", "Pratas"), ("line", "Out"), ("line", "Back")]
    assert found.drawn[0].note == "An island"


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>d</name>
<Style id="red"><LineStyle><color>ff2211aa</color><width>3</width></LineStyle></Style>
<Style id="blue"><LineStyle><color>7fb27200</color></LineStyle><PolyStyle><color>40000000</color></PolyStyle></Style>
<StyleMap id="map"><Pair><key>normal</key><styleUrl>#red</styleUrl></Pair>
<Pair><key>highlight</key><styleUrl>#blue</styleUrl></Pair></StyleMap>
<Folder><name>Lanes</name><Placemark><name>Lane</name><description><![CDATA[<b>Old</b> lane]]></description>
<styleUrl>#map</styleUrl><LineString><coordinates>116.724,20.7,0 120.2833,22.6167,0</coordinates></LineString></Placemark></Folder>
<Placemark><name>Box</name><visibility>0</visibility><styleUrl>#blue</styleUrl><Polygon><outerBoundaryIs><LinearRing>
<coordinates>118,20 119,20 119,21 118,21 118,20</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing>
<coordinates>118.4,20.4 118.6,20.4 118.6,20.6 118.4,20.4</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
<Placemark><name>Both</name><Style><IconStyle><color>ff00ff00</color></IconStyle></Style><MultiGeometry>
<Point><coordinates>10,50</coordinates></Point><Point><coordinates>11,51</coordinates></Point></MultiGeometry></Placemark>
<Placemark><name>Bad</name><Point><coordinates>ten,50</coordinates></Point></Placemark>
<Placemark><name>Nowhere</name></Placemark>
<GroundOverlay><name>Photo</name></GroundOverlay></Document></kml>"""


@pytest.mark.parametrize("packed", [False, True])
def test_kml_keeps_styles_folders_and_visibility(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("lanes.kmz" if packed else "lanes.kml")
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", KML)
    else:
        path.write_text(KML, encoding="utf-8")
    found = read_file(path)
    lane, box, first, second = found.drawn
    assert (lane.name, lane.group, lane.note) == ("Lane", "Lanes", "Old lane")
    assert (lane.colour, lane.width) == ("#aa1122", 3.0)
    assert (box.shape, box.visible, box.colour, len(box.holes), len(box.points)) == ("area", False, "#0072b2", 1, 4)
    assert (first.points, second.points) == (((10.0, 50.0),), ((11.0, 51.0),))
    told = "\n".join(map(str, found.problems))
    assert "placemark 4" in told
    assert "placemark 5" in told
    assert "'Photo'" in told
    assert len(found.problems) == 3


CSV = """name;lat;lon;radius_km;colour;note
Pratas;20,7;116,724;400;#AA1122;reach
Kaohsiung;22.6167;120.2833;;;
Pole star;95;10;;;
;;;;;
Port;22.6167;120.2833;wide;;
"""


def test_a_table_gives_pins_and_rings_and_names_the_bad_rows(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(b"\xef\xbb\xbf" + CSV.encode())
    found = read_file(path)
    ring, pin = found.drawn
    assert (ring.shape, ring.radius_m, ring.colour, ring.note) == ("ring", 400_000.0, "#aa1122", "reach")
    assert ring.points[0] == pytest.approx(PRATAS)
    assert (pin.shape, pin.name, pin.group) == ("pin", "Kaohsiung", "places")
    assert [problem.place for problem in found.problems] == [
        "places.csv, row 4, column lat, lon", "places.csv, row 6, column radius_km",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["20.7, 116.724", "20°42'00\"N 116°43'26.4\"E", "50QMH7125888970", "20 42.0 N 116 43.44 E"],
)
def test_positions_in_one_column_in_any_notation(tmp_path: Path, text: str) -> None:
    path = tmp_path / "one.csv"
    path.write_text(f'name,position\nHere,"{text.replace(chr(34), chr(34) * 2)}"\n', encoding="utf-8")
    (pin,) = read_file(path).drawn
    assert pin.points[0] == pytest.approx(PRATAS, abs=1e-4)


def test_what_rimland_wrote_comes_back_as_it_was(tmp_path: Path) -> None:
    ring = Drawn("ring-7", "ring", (PRATAS,), "Reach", radius_m=4e5, inner_m=1e5, colour="#0072b2")
    body = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": list(PRATAS)},
                "properties": {
                    "name": "x",
                    "rimland_object": json.dumps(
                        {"id": "ring-7", "shape": "ring", "points": [list(PRATAS)], "name": "Reach", "radius_m": 4e5,
                         "inner_m": 1e5, "colour": "#0072b2", "group": "g"}
                    ),
                },
            },
            {"type": "Feature", "geometry": None, "properties": {"name": "lost"}},
        ],
    }  # fmt: skip
    path = tmp_path / "back.geojson"
    path.write_text(json.dumps(body))
    found = read_file(path)
    from dataclasses import replace

    assert found.drawn == (replace(ring, group="g"),)
    assert "'lost': it has no shape" in str(found.problems[0])


def test_longitudes_beyond_the_seam_are_brought_back(tmp_path: Path) -> None:
    path = tmp_path / "seam.geojson"
    frame([shapely.LineString([(170, 10), (190, 12)])]).to_file(path, driver="GeoJSON")
    assert read_file(path).drawn[0].points[1] == (-170.0, 12.0)


def test_too_much_for_a_document_is_left_out_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from layers.io.imports import shapes

    monkeypatch.setattr(shapes, "MOST_POINTS", 3)
    frame([LINE, LINE], name=["a", "b"]).to_file(tmp_path / "big.gpkg")
    found = read_file(tmp_path / "big.gpkg")
    assert len(found.drawn) == 1
    assert "simplify it" in str(found.problems[0])


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.geojson", b"{", "it cannot be read"),
        ("a.gpkg", b"no", "it cannot be read"),
        ("a.kml", b"<a>", "it is no KML"),
        ("a.kml", b"<html/>", "its root is <html>"),
        ("a.kmz", b"no", "it is no KML"),
        ("a.csv", b"a,b\n1,2\n", "no column holds positions among a, b"),
        ("a.csv", b"", "no column holds positions"),
        ("a.docx", b"x", "a kind that is not read"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(RimlandError) as caught:
        read_file(path)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(RimlandError, match="there is no file"):
        read_file(Path("/nowhere/x.kml"))
