"""The command line as a person types it: the keys promised, one clear line for a mistake, exit code 2."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from click.testing import CliRunner, Result
from shapely.geometry import shape

from layers import geodesy
from layers.errors import RimlandError
from mapapp.cli.main import rimland


def run(*arguments: str) -> Result:
    return CliRunner().invoke(rimland, list(arguments))


def answer(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refusal(*arguments: str) -> str:
    done = run(*arguments)
    assert isinstance(done.exception, RimlandError), done.output
    line = str(done.exception)
    assert "\n" not in line
    return line


def test_distance_has_its_keys_and_agrees_with_itself() -> None:
    found = answer("distance", "narva", "pratas")
    assert {"geodesic_km", "rhumb_km", "initial_azimuth_deg", "final_azimuth_deg", "rhumb_azimuth_deg"} <= found.keys()
    assert found["rhumb_km"] > found["geodesic_km"]
    back = answer("distance", "pratas", "narva")
    assert back["geodesic_km"] == pytest.approx(found["geodesic_km"], abs=1e-6)
    assert back["initial_azimuth_deg"] == pytest.approx((found["final_azimuth_deg"] + 180) % 360)


def test_one_place_in_many_notations() -> None:
    for text in ("pratas", "PRATAS", "Dongsha", "東沙島", "20.703,116.729", "20°42'10.8\"N 116°43'44.4\"E"):
        assert answer("distance", text, "narva")["geodesic_km"] == pytest.approx(
            answer("distance", "pratas", "narva")["geodesic_km"], abs=1.0
        )


def test_a_southern_latitude_is_no_option() -> None:
    assert answer("distance", "-20.5,116", "pratas")["geodesic_km"] == pytest.approx(4562, abs=5)


def test_the_essays_400_km_is_measured() -> None:
    main_island = answer("nearest", "pratas", "taiwan")
    assert 421 <= main_island["distance_km"] <= 423
    assert "Natural Earth" in main_island["dataset"]
    any_island = answer("nearest", "pratas", "taiwan", "--any-island")
    assert 391 <= any_island["distance_km"] <= 392
    # Qimei in the Penghu group, at 119.416E 23.193N.
    assert geodesy.distance(any_island["lon"], any_island["lat"], 119.416, 23.193) < 5_000


def test_places_are_listed_with_source_and_found_by_alias() -> None:
    every = answer("places")
    assert len(every) > 250
    assert all(row["id"] and row["source"] and row["theatre"] for row in every)
    assert answer("places", "diaoyu")[0]["id"] == "senkaku"


def test_rings_keep_their_parameters(tmp_path: Path) -> None:
    out = tmp_path / "rings.geojson"
    done = run("rings", "pratas", "--km", "400,1000", "--platform", "f-16", "--out", str(out))
    assert done.exit_code == 0
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [row["properties"]["radius_km"] for row in features] == [400, 1000, 600]
    for row in features:
        centre = (row["properties"]["centre_lon"], row["properties"]["centre_lat"])
        edge = shapely.get_coordinates(shape(row["geometry"]))
        off = geodesy.distance(*centre, edge[:, 0], edge[:, 1]) - row["properties"]["radius_km"] * 1e3
        assert abs(off).max() < 1.0
    assert features[2]["properties"]["source"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("distance", "95,10", "pratas"), ["latitude 95", "-90 to 90"]),
        (("distance", "qqqqqq", "pratas"), ["qqqqqq"]),
        (("distance", "senkakuu", "pratas"), ["senkakuu", "did you mean"]),
        (("nearest", "pratas", "Taiwann"), ["Taiwann", "did you mean"]),
        (("rings", "pratas", "--km", "30000", "--out", "x.geojson"), ["30000", "20 003.9"]),
        (("rings", "pratas", "--km", "four", "--out", "x.geojson"), ["four", "--km"]),
        (("rings", "pratas", "--out", "x.geojson"), ["no radius"]),
        (("rings", "pratas", "--platform", "f-17", "--out", "x.geojson"), ["f-17", "f-16"]),
        (("rings", "pratas", "--km", "400", "--out", "/proc/nowhere/x.geojson"), ["/proc/nowhere/x.geojson"]),
        (("route", "sasebo", "pratas", "--mode", "sea", "--close", "bosphorous"), ["bosphorous", "bosporus"]),
        (("route", "sasebo", "pratas", "--mode", "air", "--avoid", "GER"), ["'GER'", "did you mean"]),
        (("response", "pratas", "--allow", "Poland"), ["'POLAND'"]),
        (("response", "pratas", "--scenario", "world-peace"), ["world-peace"]),
        (("brief", "pratas", "--out", "x.docx"), ["x.docx", ".pdf"]),
    ],
)
def test_a_mistake_is_one_line_with_value_and_remedy(arguments: tuple[str, ...], words: list[str]) -> None:
    line = refusal(*arguments)
    for word in words:
        assert word in line


def test_an_error_ends_with_code_2_and_no_traceback() -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "mapapp", "distance", "95,10", "pratas"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


def test_a_sea_route_and_its_passages() -> None:
    found = answer("route", "sasebo", "pratas", "--mode", "sea")
    assert found["status"] == "ok"
    # The great circle is clear: 1 009 nmi by an independent router on a 0.02 degree network.
    assert found["length_nmi"] == pytest.approx(1015, rel=0.015)
    assert len(found["line"]["coordinates"]) >= 2
    assert found["length_km"] == pytest.approx(found["length_nmi"] * 1.852)


def test_the_bosporus_closed_is_unreachable_with_the_reason() -> None:
    shut = answer("route", "norfolk", "constanta", "--mode", "sea")
    assert shut["status"] == "unreachable"
    assert "Bosporus" in shut["reason"]
    assert shut["length_km"] is None
    through = answer("route", "norfolk", "constanta", "--mode", "sea", "--open", "bosporus,dardanelles")
    assert through["status"] == "ok"
    assert [name for name in through["passages"] if name in {"gibraltar", "dardanelles", "bosporus"}] == [
        "gibraltar",
        "dardanelles",
        "bosporus",
    ]
    # Pub. 151: Norfolk-Gibraltar 3 335 nmi and Gibraltar-Istanbul 1 821 nmi; Istanbul-Constanta is about 200.
    assert through["length_nmi"] == pytest.approx(3335 + 1821 + 200, rel=0.03)


@pytest.mark.parametrize("target", ["pratas", "senkaku", "narva", "odesa"])
def test_a_response_adds_up_and_names_its_sources(target: str) -> None:
    found = answer("response", target)
    assert found["target"] == target
    assert found["clock_h"].keys() == {"low", "likely", "high"}
    reached = [row for row in found["arrivals"] if row["likely_h"] is not None]
    assert len(reached) > (5 if target == "odesa" else 20)
    for row in reached:
        for total in ("low_h", "likely_h", "high_h"):
            assert sum(stage[total] for stage in row["stages"]) == pytest.approx(row[total], abs=1e-9)
        assert 0 < row["low_h"] <= row["likely_h"] <= row["high_h"]
        assert all(stage["source"] for stage in row["stages"])
        assert row["route_km"] > 0
    for row in found["arrivals"]:
        assert (row["likely_h"] is None) == (row["status"] in {"unreachable", "not expected"})
        if row["likely_h"] is None:
            assert not row["stages"]
            assert len(row["reason"]) > 10
    for gap in found["gaps"]:
        if gap["first_unit"]:
            assert gap["gap_h"] == pytest.approx(gap["likely_h"] - found["clock_h"]["likely"])
        else:
            assert gap["verdict"] in {"no response possible", "nobody who could come is expected to"}


def test_both_theatres_answer_by_air_and_sea() -> None:
    import resources
    from layers.io.tables import read_catalogue

    catalogue, _ = read_catalogue(resources.path("catalogue"))
    for target in ("pratas", "narva"):
        found = answer("response", target)
        coming = {row["unit"] for row in found["arrivals"] if row["likely_h"] is not None}
        domains = {
            (catalogue.units[name].theatre, catalogue.platforms[catalogue.units[name].platform].domain)
            for name in coming
        }
        # A treaty of the east brings none of Europe's ships; a treaty of the west brings the American ones of the Pacific.
        assert {("east", "air"), ("west", "air"), ("east", "sea")} <= domains
        assert ("west", "sea") in domains


def test_closing_and_committing_never_helps() -> None:
    free = {row["unit"]: row["likely_h"] for row in answer("response", "pratas")["arrivals"]}
    pressed = answer("response", "pratas", "--close", "taiwan-strait-gate,bashi", "--avoid", "PHL", "--commit", "18wg")
    for row in pressed["arrivals"]:
        if row["likely_h"] is not None:
            assert free[row["unit"]] is not None
            assert row["likely_h"] >= free[row["unit"]] - 1e-6
    by_unit = {row["unit"]: row for row in pressed["arrivals"]}
    assert by_unit["18wg"]["status"] == "unreachable"
    assert "tied down" in by_unit["18wg"]["reason"]


def test_a_response_says_how_sure_it_is_and_says_so_again() -> None:
    found = answer("response", "narva", "--draws", "500", "--seed", "7")
    assert (found["draws"], found["seed"]) == (500, 7)
    for row in found["arrivals"]:
        if row["likely_h"] is None:
            assert row["p10_h"] is row["p50_h"] is row["p90_h"] is row["p_in_time"] is None
        else:
            # A wait for lift may be shorter for who is ready late: the ends are those of each stage.
            ends = [sorted(stage[end] for end in ("low_h", "likely_h", "high_h")) for stage in row["stages"]]
            low, high = sum(end[0] for end in ends), sum(end[2] for end in ends)
            assert low - 1e-3 <= row["p10_h"] <= row["p50_h"] <= row["p90_h"] <= high + 1e-3
            assert 0.0 <= row["p_in_time"] <= 1.0
    for gap in found["gaps"]:
        if gap["first_unit"]:
            assert gap["gap_p10_h"] <= gap["gap_p50_h"] <= gap["gap_p90_h"]
            alone = [
                row["p_in_time"] for row in found["arrivals"] if row["effect"] == gap["effect"] and row["p_in_time"]
            ]
            assert gap["p_in_time"] >= max(alone, default=0.0)
    assert answer("response", "narva", "--draws", "500", "--seed", "7") == found
    other = answer("response", "narva", "--draws", "500", "--seed", "8")
    assert [row["likely_h"] for row in other["arrivals"]] == [row["likely_h"] for row in found["arrivals"]]
    assert other["arrivals"][0]["p50_h"] != found["arrivals"][0]["p50_h"]


def test_the_published_cases_are_held_against_ours() -> None:
    found = answer("validate")
    assert found["out_of_tolerance"] == 0
    assert len(found["checks"]) > 70
    for row in found["checks"]:
        assert row.keys() >= {"case", "published", "ours", "difference_pct", "tolerance", "source", "verdict"}
    done = run("validate")
    assert done.exit_code == 0
    assert "0 out" in done.stdout


def test_a_response_as_csv_opens_in_a_spreadsheet() -> None:
    done = run("response", "senkaku", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) > 100
    assert all(not value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_a_response_prints_as_a_table() -> None:
    done = run("response", "pratas")
    assert done.exit_code == 0
    assert "Seizure clock 6 / 18 / 48 h" in done.stdout
    assert "late by" in done.stdout
