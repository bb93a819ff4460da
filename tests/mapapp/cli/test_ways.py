"""What one process answers, as `--json` and in files: every way with its line, legs, length, detour, what it assumes
and why the others were refused; and the kernels are compiled before the first question, none while it is answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from layers import geodesy

SCRIPT = """
import contextlib, io, json, sys
from layers import kernels
assert kernels.warm(), kernels.why_not()
from numba.core.dispatcher import Dispatcher
from mapapp.cli.main import rimland

def known():
    owners = [module for name, module in sorted(sys.modules.items()) if name.startswith("layers.kernels")]
    made = [one for owner in owners for one in vars(owner).values() if isinstance(one, Dispatcher)]
    return {(one.py_func.__module__, one.py_func.__name__, str(types)) for one in made for types in one.signatures}

before, told = known(), []
for command in json.loads(sys.argv[1]):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        rimland(command, standalone_mode=False)
    told.append(out.getvalue())
print(json.dumps({"warm": len(before), "later": sorted(known() - before), "told": told}))
"""
ROUTES = (
    ("air", "lakenheath", "32.9,13.2", "--avoid", "FRA,ESP"),
    ("sea", "sasebo", "kaohsiung"),
    ("land", "vilseck", "tapa"),
)
MODES = {"air", "sea", "land"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process said that warms its kernels and then answers."""
    out = tmp_path_factory.mktemp("ways") / "out.geojson"
    fields = ("--step", "4", "--out", str(out))
    commands = [
        ["response", "narva", "--json"],
        *(["route", start, end, "--mode", mode, *more, "--json"] for mode, start, end, *more in ROUTES),
        ["isochrones", "--units", "csg5", "--mode", "any", "--hours", "24", *fields],
        ["posture", "narva", "--platform", "f-15e", "--hours", "12", *fields],
        ["posture", "narva", "--platform", "ddg-51", "--hours", "12", *fields],
        ["brief", "narva", "--out", str(out)],
    ]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(commands)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "RIMLAND_NO_JIT": ""},
        cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def arrivals(told: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(told["told"][0])["arrivals"]
    return rows


def test_the_kernels_are_compiled_before_the_first_question(told: dict[str, Any]) -> None:
    assert told["warm"] > 30
    assert told["later"] == []


def whole(way: dict[str, Any], mode: str) -> None:
    """A way tells all that is promised of one, and its numbers agree with its line."""
    line = np.array(way["line"]["coordinates"])
    assert way["line"]["type"] == "LineString"
    assert len(way["legs_km"]) == len(line) - 1
    legs = [float(geodesy.distance(*a, *b)) / 1e3 for a, b in pairwise(line.tolist())]
    assert way["legs_km"] == pytest.approx(legs, abs=1e-6)
    direct = float(geodesy.distance(*line[0], *line[-1])) / 1e3
    assert way["geodesic_km"] == pytest.approx(direct, abs=1e-6)
    assert way["length_nmi"] == pytest.approx(way["length_km"] / 1.852)
    assert way["detour"] == pytest.approx(way["length_km"] / direct if direct else 1.0)
    assert way["detour"] >= 1.0 - 1e-9
    assert way["assumed"]
    if mode == "land":
        assert way["length_km"] >= sum(legs)
        assert way["passages"], "the states driven through"
    else:
        assert way["length_km"] == pytest.approx(sum(legs), rel=1e-9)
        assert bool(way["refused"]) == (way["detour"] > 1 + 1e-9), "why it is not the direct way"
    assert all(text.endswith(".") for text in (*way["assumed"], *way["refused"], *way["notes"]))


@pytest.mark.parametrize("mode", ["air", "sea", "land"])
def test_a_responder_by_one_mode_has_its_whole_way(arrivals: list[dict[str, Any]], mode: str) -> None:
    rows = [row for row in arrivals if [leg["mode"] for leg in row["legs"]] == [mode]]
    assert rows
    for row in rows:
        (leg,) = row["legs"]
        whole(leg, mode)
        assert row["route_km"] == pytest.approx(leg["length_km"])
        assert set(leg["assumed"]) <= set(row["notes"])


@pytest.mark.parametrize("main", ["air", "sea"])
def test_a_lift_chain_has_every_leg_and_what_it_was_chosen_from(arrivals: list[dict[str, Any]], main: str) -> None:
    """Marched to where it is loaded, carried, and marched on from where it is unloaded."""
    rows = [row for row in arrivals if [leg["mode"] for leg in row["legs"]] == ["land", main, "land"]]
    assert rows
    for row in rows:
        for leg in row["legs"]:
            whole(leg, leg["mode"])
        names = [stage["name"] for stage in row["stages"]]
        order = [name for name in names if name in {"to embarkation", "load", "transit", "unload", "onward"}]
        assert order == ["to embarkation", "load", "transit", "unload", "onward"]
        assert row["route_km"] == pytest.approx(sum(leg["length_km"] for leg in row["legs"]))
        assert any(note.startswith("by ") and " from " in note and " to " in note for note in row["notes"])
        for (_, last), (first, _) in pairwise([leg["line"]["coordinates"][k] for k in (0, -1)] for leg in row["legs"]):
            assert geodesy.distance(*last, *first) < 100e3, "from the quay or the field on"
    # others were tried: by how much they are later, or why they cannot
    assert any("later" in text for row in rows for text in row["refused"])


def test_who_does_not_come_has_a_reason_and_no_way(arrivals: list[dict[str, Any]]) -> None:
    rows = [row for row in arrivals if row["status"] in {"unreachable", "not expected"}]
    assert rows
    for row in rows:
        assert row["reason"]
        assert row["legs"] == row["stages"] == []
        numbers = ("route_km", "low_h", "likely_h", "high_h", "p10_h", "p50_h", "p90_h", "p_in_time")
        assert all(row[key] is None for key in numbers)


@pytest.mark.parametrize("which", range(len(ROUTES)), ids=[row[0] for row in ROUTES])
def test_a_route_has_its_whole_way(told: dict[str, Any], which: int) -> None:
    way, mode = json.loads(told["told"][1 + which]), ROUTES[which][0]
    assert way["mode"] == mode
    whole(way, mode)
    why = {"air": "crosses closed airspace: France", "sea": "crosses land", "land": "The direct line"}[mode]
    assert any(why in text for text in way["refused"])
