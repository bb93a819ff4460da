"""Isochrones and posture on the command line: valid areas that nest in a file, and one clear line for a mistake."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from shapely.geometry import shape

from layers.errors import RimlandError
from mapapp.cli.common import catalogue
from mapapp.cli.main import rimland


def features(out: Path, *arguments: str) -> list[dict]:
    done = CliRunner().invoke(rimland, [*arguments, "--out", str(out), "--step", "2"])
    assert done.exit_code == 0, done.output
    found = json.loads(out.read_text(encoding="utf-8"))["features"]
    hours = [one["properties"]["hours"] for one in found]
    assert hours == sorted(hours, reverse=True)
    return found[::-1]


def refusal(*arguments: str) -> str:
    done = CliRunner().invoke(rimland, arguments)
    assert isinstance(done.exception, RimlandError), done.output
    return str(done.exception)


@pytest.mark.parametrize("unit", ["3wg", "18wg", "48fw"])
def test_isochrones_nest(tmp_path: Path, unit: str) -> None:
    found = features(tmp_path / "i.geojson", "isochrones", "--units", unit, "--mode", "air", "--hours", "26,6,30,48")
    assert [one["properties"]["hours"] for one in found] == [6, 26, 30, 48]
    for one in found:
        assert one["properties"]["units"] == [unit]
        assert "RUS" in one["properties"]["closed_countries"]
    areas = [shape(one["geometry"]) for one in found if one["geometry"]]
    assert len(areas) >= 2
    assert all(area.is_valid for area in areas)
    for inner, outer in pairwise(areas):
        assert inner.difference(outer).area < 1e-6


def test_isochrones_of_all_units(tmp_path: Path) -> None:
    told = features(tmp_path / "i.geojson", "isochrones", "--units", "all", "--hours", "48")[0]["properties"]
    assert len(told["units"]) + len(told["left_out"]) == len(catalogue().units)
    assert {"3wg", "18wg"} <= set(told["units"])


def test_posture_nests_and_shrinks_with_notice(tmp_path: Path) -> None:
    given = ("posture", "pratas", "--platform", "f-15e", "--hours", "4,8,12")
    soon, late = features(tmp_path / "a.geojson", *given), features(tmp_path / "b.geojson", *given, "--notice", "3")
    for one, other in zip(soon, late, strict=True):
        if other["geometry"]:
            assert shape(other["geometry"]).difference(shape(one["geometry"])).area < 1e-6
    assert soon[0]["properties"]["target"]
    assert soon[0]["properties"]["source"]


def test_mistakes_are_one_line(tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "x.geojson"))
    for arguments, words in (
        (("isochrones", "--units", "19wg"), "unknown id '19wg'"),
        (("isochrones", "--units", "18wg", "--hours", "0"), "hours '0'"),
        (("isochrones", "--units", "18wg", "--hours", "6,nan"), "--hours: hours '6,nan'"),
        (("posture", "pratas", "--platform", "f-15e", "--hours", "inf"), "--hours: hours 'inf'"),
        (("posture", "50,50", "--platform", "ddg-51"), "from the nearest water open to the sea"),
        (("posture", "20,116.7", "--platform", "stryker-road"), "the target is at sea, no land within 10"),
        (("posture", "pratas", "--platform", "ddg-51", "--nation", "TUX"), "--nation: unknown id 'TUX'; did you mean"),
        (("isochrones", "--units", "18wg", "--mode", "land"), "moves by air"),
        (("isochrones", "--units", "18wg", "--step", "0.001"), "cells of 0.001 degrees"),
        (("posture", "pratas", "--platform", "f-99"), "unknown id 'f-99'"),
        (("posture", "pratas", "--platform", "f-15e", "--notice", "-1"), "notice of -1 h"),
        (("posture", "nowhere-at-all", "--platform", "f-15e"), "nowhere-at-all"),
    ):
        line = refusal(*arguments, *out)
        assert words in line
        assert "\n" not in line
    for name in ("x.gpkg", "x.kml", "x.txt"):
        line = refusal("posture", "pratas", "--platform", "f-15e", "--step", "5", "--out", str(tmp_path / name))
        assert f"--out: '{name}' is no name of a GeoJSON file" in line
        assert not (tmp_path / name).exists()
    missing = refusal("posture", "pratas", "--platform", "f-15e", "--step", "5", "--out", "/proc/none/x.geojson")
    assert "cannot write" in missing


def test_a_file_without_an_ending_is_written(tmp_path):
    one = features(tmp_path / "F", "posture", "senkaku", "--platform", "ddg-51", "--hours", "12")
    assert len(one) == 1
