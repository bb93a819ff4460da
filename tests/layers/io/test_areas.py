"""Areas closed to aircraft, read from GeoJSON: what is read, and what is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layers.errors import RimlandError
from layers.io.areas import read_areas

SQUARE = [[20, 50], [21, 50], [21, 51], [20, 51], [20, 50]]


def written(folder: Path, held: object) -> Path:
    path = folder / "areas.geojson"
    path.write_text(held if isinstance(held, str) else json.dumps(held))
    return path


def collection(*geometries: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": one} for one in geometries]}


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_polygons_become_rings(tmp_path: Path) -> None:
    many = {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 5, y] for x, y in SQUARE]]]}
    found = read_areas(written(tmp_path, collection(polygon(SQUARE), many)))
    assert found[0] == ((20.0, 50.0), (21.0, 50.0), (21.0, 51.0), (20.0, 51.0))
    assert len(found) == 3
    assert read_areas(written(tmp_path, polygon(SQUARE))) == found[:1]


def test_long_sides_keep_to_their_parallel_and_the_antimeridian_is_crossed(tmp_path: Path) -> None:
    wide = [[170, 60], [-170, 60], [-170, 62], [170, 62], [170, 60]]
    (ring,) = read_areas(written(tmp_path, polygon(wide)))
    assert len(ring) == 44
    assert all(-180.0 <= lon <= 180.0 and lat in {60.0, 61.0, 62.0} for lon, lat in ring)
    assert {abs(lon) for lon, _ in ring} >= {170.0, 180.0}
    assert min(abs(lon) for lon, _ in ring) == 170.0, "not the long way round"


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("{", "is no GeoJSON"),
        ([], "None is no collection of features"),
        (collection(), "no polygon"),
        (collection(polygon(SQUARE), {"type": "Point", "coordinates": [1, 2]}), "feature 2: 'Point' is no area"),
        (collection(None), "feature 1: None is no area"),
        (collection(polygon(SQUARE, SQUARE)), "feature 1: a polygon with a hole"),
        (collection(polygon(SQUARE[:-1])), "feature 1: a ring that does not close"),
        (collection(polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])), "feature 1: a ring that is not simple"),
        (collection(polygon([[0, 0], [1, "x"], [1, 0], [0, 0]])), "feature 1, position 2: "),
        (collection(polygon([[0, 0], [1, 91], [1, 0], [0, 0]])), "is no longitude and latitude"),
        (collection({"type": "Polygon"}), "feature 1: a Polygon without coordinates"),
        (collection({"type": "MultiPolygon", "coordinates": [7]}), "feature 1, polygon 1: a polygon without rings"),
    ],
)
def test_what_is_no_area_is_refused_with_its_place(tmp_path: Path, held: object, words: str) -> None:
    with pytest.raises(RimlandError, match=words) as caught:
        read_areas(written(tmp_path, held))
    assert "areas.geojson" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RimlandError, match="cannot read"):
        read_areas(tmp_path / "none.geojson")
