"""Data for other programs: opened with GDAL, an XML parser and openpyxl; objects come back; no text does harm."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from shapely.geometry import shape

from layers import geodesy
from layers.io import document, feature, kml, sheets
from layers.io.embedded import CARRIERS, read_embedded
from layers.io.imports import read_file
from layers.io.text import cell, line
from layers.routes.model import Line
from mapapp.export import writers
from tests.mapapp.export.conftest import DRAWN
from tests.mapapp.export.hostile import TEXTS, spoiled

LAYERS = {
    "bands",
    "rings",
    "routes",
    "passages",
    "drawn_areas",
    "drawn_lines",
    "bases",
    "arrivals",
    "pins",
    "flashpoints",
}


def written(one, order, path: Path) -> Path:
    writers.write([one], order, path)
    return path


def test_gdal_reads_every_layer_of_a_geopackage(briefing, order, tmp_path: Path) -> None:
    file = written(briefing, order, tmp_path / "a.gpkg")
    assert {name for name, kind in pyogrio.list_layers(file) if kind} == LAYERS
    rings = pyogrio.read_dataframe(file, layer="rings")
    assert rings.crs.to_epsg() == 4326
    assert rings.is_valid.all()
    for row in rings.itertuples():
        edge = shapely.get_coordinates(row.geometry)
        edge = edge[np.abs(np.abs(edge[:, 0]) - 180.0) > 1e-9]
        n = len(edge)
        off = geodesy.distance(np.full(n, row.centre_lon), np.full(n, row.centre_lat), edge[:, 0], edge[:, 1])
        assert np.abs(off - row.radius_km * 1e3).max() < 1.0
        assert row.radius_nmi * 1.852 == pytest.approx(row.radius_km)
    arrivals = pyogrio.read_dataframe(file, layer="arrivals")
    assert len(arrivals) == 5
    stuck = arrivals[arrivals.id == "stuck"].iloc[0]
    assert np.isnan(stuck.likely_h)
    assert "closed" in stuck.reason
    assert set(arrivals.source) == {"Hand-made for the test"}


def test_a_geopackage_brings_its_styles(briefing, order, tmp_path: Path) -> None:
    file = written(briefing, order, tmp_path / "a.gpkg")
    with sqlite3.connect(file) as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        broken = base.execute("PRAGMA foreign_key_check").fetchall()
    base.close()
    assert broken == []
    assert styles.keys() == LAYERS
    for name, style in styles.items():
        root = ET.fromstring(style)
        values = {one.get("value") for one in root.iter("category")}
        assert values == set(pyogrio.read_dataframe(file, layer=name).colour)
        assert len(root.findall(".//symbol")) == len(values)


def test_geojson_is_valid_and_cut_at_the_seam(briefing, order, tmp_path: Path) -> None:
    file = written(briefing, order, tmp_path / "a.geojson")
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    assert {one["properties"]["layer"] for one in features} == LAYERS
    for one in features:
        found = shape(one["geometry"])
        assert found.is_valid
        x0, y0, x1, y1 = found.bounds
        assert -180 <= x0 <= x1 <= 180
        assert -90 <= y0 <= y1 <= 90
    over = next(one for one in features if one["properties"].get("id") == "ring-1")
    assert over["geometry"]["type"] == "MultiPolygon"
    assert len(pyogrio.read_dataframe(file)) == len(features)


@pytest.mark.parametrize("ending", ["kml", "kmz"])
def test_gdal_reads_kml_with_styles_and_attributes(briefing, order, tmp_path: Path, ending: str) -> None:
    file = written(briefing, order, tmp_path / f"a.{ending}")
    data = file.read_bytes()
    if ending == "kmz":
        with zipfile.ZipFile(file) as parts:
            data = parts.read("doc.kml")
    root = ET.fromstring(data)
    space = "{http://www.opengis.net/kml/2.2}"
    names = {one.get("id") for one in root.iter(f"{space}Style")}
    marks = list(root.iter(f"{space}Placemark"))
    assert len(marks) > 20
    for mark in marks:
        assert mark.findtext(f"{space}styleUrl", "").removeprefix("#") in names
        assert mark.find(f"{space}ExtendedData/{space}Data") is not None
    for ring in root.iter(f"{space}LinearRing"):
        places = (ring.findtext(f"{space}coordinates") or "").split()
        assert places[0] == places[-1]
        assert len(places) < 10_000
    if ending == "kml":
        assert len(pyogrio.list_layers(file)) >= 9


def test_a_ring_of_too_many_vertices_is_thinned() -> None:
    turn = np.linspace(0, 2 * np.pi, 40_000, endpoint=False)
    disc = shapely.Polygon(np.column_stack((10 * np.cos(turn), 10 * np.sin(turn))))
    layer = feature.Layer("x", "X", "area", (feature.Feature(disc, {"name": "x"}, "#000000"),))
    root = ET.fromstring(kml.text((layer,), "T", b"", "S"))
    text = root.findtext(".//{http://www.opengis.net/kml/2.2}coordinates") or ""
    thin = shapely.Polygon([tuple(map(float, place.split(","))) for place in text.split()])
    assert 100 < len(text.split()) < 10_000
    assert thin.area == pytest.approx(disc.area, rel=1e-3)


def test_openpyxl_reads_the_workbook(briefing, order, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(written(briefing, order, tmp_path / "a.xlsx"))
    assert set(book.sheetnames) == LAYERS | {"About"}
    sheet = book["arrivals"]
    headings = [cell.value for cell in sheet[1]]
    assert {"low_h", "likely_h", "high_h", "route_km", "source", "reason"} <= set(headings)
    rows = {
        row[0].value: dict(zip(headings, (cell.value for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=2)
    }
    expected = {row.unit: row for row in briefing.response.arrivals}
    for unit, row in rows.items():
        total = expected[unit].total
        assert row["likely_h"] == (pytest.approx(total.likely) if total else None)
    assert any("Assumptions" in str(row[0].value) for row in book["About"].iter_rows())


def test_csv_is_a_file_a_layer(briefing, order, tmp_path: Path) -> None:
    files = writers.write([briefing], order, tmp_path / "a.csv")
    assert {file.name for file in files} == {"a.csv", *(f"a-{name}.csv" for name in LAYERS - {"arrivals"})}
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [row.unit for row in briefing.response.arrivals]
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".kml", ".kmz"])
def test_rings_and_ways_come_back_editable(briefing, order, tmp_path: Path, ending: str) -> None:
    found = read_file(written(briefing, order, tmp_path / f"a{ending}"))
    assert found.problems == ()
    plain = {replace(one, id="", group="") for one in found.drawn}
    assert {replace(one, id="") for one in DRAWN} <= plain
    ring = next(one for one in plain if one.radius_m == 400e3)
    assert (ring.shape, ring.points) == ("ring", ((116.724, 20.7),))
    way = next(one for one in plain if one.course == "air")
    assert way.shape == "line"
    assert way.way[0] == pytest.approx((120.2, 22.95))


@pytest.mark.parametrize("ending", [one for one in CARRIERS if one in writers.FORMATS])
def test_every_carrier_gives_its_document_back_and_the_same_bytes(briefing, order, catalogue, tmp_path, ending) -> None:
    first = written(briefing, order, tmp_path / f"a{ending}")
    saved, problems = document.decode(read_embedded(first), catalogue)
    assert (saved, problems) == (briefing.saved, ())
    again = written(replace(briefing, saved=saved), order, tmp_path / f"b{ending}")
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_tables_are_the_same_bytes_again(briefing, order, tmp_path: Path, ending: str) -> None:
    first, again = written(briefing, order, tmp_path / f"a{ending}"), written(briefing, order, tmp_path / f"b{ending}")
    assert first.read_bytes() == again.read_bytes()


# --- lines over the seam -----------------------------------------------------------------------------------------------


def test_a_line_is_cut_at_the_antimeridian_both_ways() -> None:
    for lon in ([170.0, -170.0], [-170.0, 170.0]):
        cut = feature.cut_line(Line(np.array(lon), np.array([10.0, 20.0])))
        assert cut.geom_type == "MultiLineString"
        ends = [np.asarray(part.coords) for part in cut.geoms]
        assert abs(ends[0][-1][0]) == 180
        assert ends[0][-1][0] == -ends[1][0][0]
        assert ends[0][-1][1] == ends[1][0][1] == pytest.approx(15.0)
        assert sum(part.length for part in cut.geoms) == pytest.approx(np.hypot(20, 10))


def test_a_line_that_stays_is_whole() -> None:
    assert feature.cut_line(Line(np.array([10.0, 20.0]), np.array([0.0, 5.0]))).geom_type == "LineString"


# --- hostile text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evil", TEXTS)
def test_hostile_text_stays_text(briefing, order, tmp_path: Path, evil: str) -> None:
    spoilt = spoiled(briefing, evil)
    look = replace(order, title=evil, subtitle=evil, marking=evil)
    for ending in (".geojson", ".kml", ".csv", ".xlsx", ".svg"):
        written(spoilt, look, tmp_path / f"a{ending}")
    words = line(evil, 100_000)
    body = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert {one["properties"]["name"] for one in body["features"] if one["properties"]["layer"] == "bases"} == {words}
    for ending in (".kml", ".svg"):
        root = ET.fromstring((tmp_path / f"a{ending}").read_bytes())
        tags = {one.tag.split("}")[1] for one in root.iter()}
        assert not tags & {"img", "script", "b", "foreignObject", "a", "NetworkLink", "href"}
        assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    for file in tmp_path.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.reader(handle):
                for value in row:
                    number = value.lstrip("-").replace(".", "").replace("e", "").isdigit()
                    assert number or not value.lstrip().startswith(("=", "+", "-", "@", "|")), value
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        for name in parts.namelist():
            root = ET.fromstring(parts.read(name))
            assert not [one for one in root.iter() if one.tag.endswith("}f")], name
            assert not [one for one in root.iter() if one.tag.endswith("}hyperlink")], name


def test_hostile_text_in_a_geopackage(briefing, order, tmp_path: Path) -> None:
    evil = " ".join(TEXTS)
    spoilt = spoiled(briefing, evil)
    file = written(spoilt, replace(order, title=evil), tmp_path / "a.gpkg")
    assert set(pyogrio.read_dataframe(file, layer="arrivals").name) == {line(evil, 100_000)}
    assert {name for name, kind in pyogrio.list_layers(file) if kind} == LAYERS
    saved, problems = document.decode(read_embedded(file), spoilt.sheet.catalogue)
    assert problems == ()
    again, _ = document.decode(document.encode(spoilt.saved), spoilt.sheet.catalogue)
    assert saved == again, "half letters, which no file can hold, have a mark in their place"


@pytest.mark.parametrize("text", ["=1", " =1", "\t=1", "+1", "-1", "@x", "|x", "＝1", "\u202e=1"])
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


def test_a_cell_of_excel_is_not_overfull() -> None:
    assert len(cell("=" * 100_000)) <= 32_767
    assert sheets.MOST_WKT < 32_767
    assert io.StringIO(cell("plain")).read() == "plain"
