from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from importlib import metadata
from pkgutil import iter_modules

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from layers import kernels
from layers.kernels import store

GEOD = Geod(ellps="WGS84")
# Longitudes and latitudes where formulas break: poles, equator, seam, and places a hair beside them.
edges_lon = st.sampled_from([-180.0, -179.9999999, -90.0, 0.0, 1e-12, 1e-6, 90.0, 179.9999999, 180.0])
edges_lat = st.sampled_from([-90.0, -89.9999999, -45.0, -1e-12, 0.0, 1e-13, 1e-7, 30.0, 89.9999999, 90.0])
lons, lats = st.floats(-180, 180) | edges_lon, st.floats(-90, 90) | edges_lat
places = st.tuples(lons, lats)


@pytest.fixture(params=["compiled", "twin"], scope="module")
def kind(request):
    if request.param == "compiled":
        assert kernels.warm(), kernels.why_not()
        yield request.param
    else:
        before = os.environ.get("RIMLAND_NO_JIT")
        os.environ["RIMLAND_NO_JIT"] = "1"
        assert not kernels.ready()
        yield request.param
        if before is None:
            del os.environ["RIMLAND_NO_JIT"]
        else:
            os.environ["RIMLAND_NO_JIT"] = before


def hard_pairs(n: int) -> tuple[np.ndarray, ...]:
    """Random pairs over the globe; a third of them nearly antipodal, a tenth on poles and equator."""
    draw = np.random.default_rng(11)
    lon1, lat1 = draw.uniform(-180, 180, n), np.degrees(np.arcsin(draw.uniform(-1, 1, n)))
    lon2, lat2 = draw.uniform(-180, 180, n), np.degrees(np.arcsin(draw.uniform(-1, 1, n)))
    k, few = n // 3, n // 10
    lat1[:few] = draw.choice([0, 90, -90, 1e-7, -1e-12, 1e-5, 89.999999], few)
    near = 10.0 ** draw.uniform(-9, 0.9, k)
    lon2[:k] = lon1[:k] + 180 + near * draw.choice([-1, 0, 1], k)
    lat2[:k] = np.clip(-lat1[:k] + near * draw.choice([-1, 0, 0.5, 1], k), -90, 90)
    lat1[-few:] = draw.choice([90, -90, 0], few)
    lon2[-2 * few : -few] = lon1[-2 * few : -few] + 10.0 ** draw.uniform(-13, 0, few)
    lat2[-2 * few : -few] = lat1[-2 * few : -few]
    return lon1, lat1, lon2, lat2


def test_pairs_are_within_a_tenth_of_a_millimetre_of_proj_everywhere(kind: str) -> None:
    lon1, lat1, lon2, lat2 = hard_pairs(30_000)
    true = GEOD.inv(lon1, lat1, lon2, lat2)[2]
    assert np.abs(kernels.pairs(lon1, lat1, lon2, lat2) - true).max() < 1e-4
    far = true < 17e6
    assert np.abs(kernels.pairs(lon1, lat1, lon2, lat2) - true)[far].max() < 1e-7


def test_pairs_are_within_a_tenth_of_a_millimetre_of_geographiclib(kind: str) -> None:
    lon1, lat1, lon2, lat2 = hard_pairs(600)
    found = kernels.pairs(lon1, lat1, lon2, lat2)
    for k in range(len(found)):
        assert abs(found[k] - Geodesic.WGS84.Inverse(lat1[k], lon1[k], lat2[k], lon2[k])["s12"]) < 1e-4


def test_published_distances(kind: str) -> None:
    # Karney (2013), tables 2 and 4; the quarter meridian of WGS84, 10 001 965.729 m.
    found = kernels.pairs([0, 0, 0], [40, -30, 0], [137.84490004377, 179.8, 55], [41.79331020506, 29.9, 90])
    assert found == pytest.approx([10_000_000.0, 19_989_832.82761, 10_001_965.729], abs=1e-3)


def test_a_table_is_its_pairs(kind: str) -> None:
    lon1, lat1, lon2, lat2 = hard_pairs(300)
    table = kernels.table(lon1, lat1, lon2[:70], lat2[:70])
    assert table.shape == (300, 70)
    pairs = kernels.pairs(np.repeat(lon1, 70), np.repeat(lat1, 70), np.tile(lon2[:70], 300), np.tile(lat2[:70], 300))
    assert np.abs(table.ravel() - pairs).max() < 1e-4
    assert kernels.table([], [], lon2, lat2).shape == (0, 300)
    assert kernels.pairs([], [], [], []).shape == (0,)


@given(places, places)
def test_symmetric_and_zero_to_itself(kind: str, a, b) -> None:
    there, back, own = kernels.pairs([a[0], b[0], a[0]], [a[1], b[1], a[1]], [b[0], a[0], a[0]], [b[1], a[1], a[1]])
    assert there == pytest.approx(back, abs=2e-4)
    assert own == pytest.approx(0, abs=1e-8)


@given(places, places, places)
def test_triangle_inequality(kind: str, a, b, c) -> None:
    ab, bc, ac = kernels.pairs([a[0], b[0], a[0]], [a[1], b[1], a[1]], [b[0], c[0], c[0]], [b[1], c[1], c[1]])
    assert ac <= ab + bc + 3e-4


def test_the_plane_keeps_distance_and_azimuth(kind: str) -> None:
    draw = np.random.default_rng(4)
    lon, lat = draw.uniform(-180, 180, 20_000), np.degrees(np.arcsin(draw.uniform(-1, 1, 20_000)))
    lon[:5], lat[:5] = [116.72, 116.72, 0, 0, -63.28], [20.7, -20.7, 90, -90, -20.7]
    for lon0, lat0 in ((116.72, 20.7), (0.0, 90.0), (30.0, -90.0), (-180.0, 0.0)):
        x, y = kernels.aeqd_forward(lon0, lat0, lon, lat)
        azimuth, _, metres = GEOD.inv(np.full_like(lon, lon0), np.full_like(lon, lat0), lon, lat)
        off = np.hypot(x - metres * np.sin(np.radians(azimuth)), y - metres * np.cos(np.radians(azimuth)))
        assert off[metres < 17e6].max() < 1e-3
        assert off[metres < 19.9e6].max() < 0.05
    known = kernels.places(lon, lat)
    small, _ = kernels.aeqd_forward(116.72, 20.7, lon, lat, known=known, dtype=np.float32)
    assert small.dtype == np.float32
    assert np.abs(small - kernels.aeqd_forward(116.72, 20.7, lon, lat)[0]).max() < 2.0


def test_circles_hold_their_radius_as_the_shortest_way_counts(kind: str) -> None:
    draw = np.random.default_rng(5)
    lon, lat = draw.uniform(-180, 180, 400), np.degrees(np.arcsin(draw.uniform(-1, 1, 400)))
    radius = 10.0 ** draw.uniform(0, 7.301, 400)
    lat[:9] = [0, 90, -90, 89.9, -89.9, 1e-9, -1e-12, 45, 0]
    radius[:9] = [1e6, 1e6, 1e7, 2e7, 2e7, 2e7, 19_990e3, 2e7, 20_003_931.4]
    out_lon, out_lat = kernels.rings(lon, lat, radius, np.linspace(0, 360, 73))
    assert np.isfinite(out_lon).all()
    assert np.abs(out_lat).max() <= 90
    found = GEOD.inv(np.repeat(lon, 73), np.repeat(lat, 73), out_lon.ravel(), out_lat.ravel())[2].reshape(400, 73)
    assert np.abs(found - radius[:, None]).max() < 1e-6
    # where every geodesic is the shortest way, the vertices are PROJ's
    plain = np.flatnonzero(radius < 19.97e6)
    x, y, _ = GEOD.fwd(
        np.repeat(lon[plain], 73), np.repeat(lat[plain], 73),
        np.tile(np.linspace(0, 360, 73), len(plain)), np.repeat(radius[plain], 73),
    )  # fmt: skip
    apart = GEOD.inv(x, y, out_lon[plain].ravel(), out_lat[plain].ravel())[2]
    assert apart.max() < 1e-6


def test_the_twins_agree_with_the_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIMLAND_NO_JIT", raising=False)
    assert kernels.warm()
    lon1, lat1, lon2, lat2 = hard_pairs(5_000)
    fast = kernels.pairs(lon1, lat1, lon2, lat2)
    monkeypatch.setenv("RIMLAND_NO_JIT", "1")
    slow = kernels.pairs(lon1, lat1, lon2, lat2)
    assert np.abs(fast - slow).max() < 1e-4
    near = fast < 18.9e6
    assert np.abs(fast - slow)[near].max() < 2e-8


def run_python(code: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **env}
    )
    return done.stdout.strip()


def test_importing_the_kernels_leaves_the_compiler_alone() -> None:
    assert run_python("import sys, layers.kernels; print('numba' in sys.modules)") == "False"


def test_told_not_to_compile_it_does_not_and_still_serves() -> None:
    code = (
        "import sys; from layers import kernels;"
        "print(kernels.warm(), 'numba' in sys.modules, round(kernels.pairs([0],[0],[1],[0])[0]))"
    )
    assert run_python(code, RIMLAND_NO_JIT="1") == "False False 111319"


def test_without_a_compiler_it_says_why_and_still_serves() -> None:
    code = (
        "import sys; sys.modules['numba'] = None; from layers import kernels;"
        "print(kernels.warm(), bool(kernels.why_not()), kernels.ready(), round(kernels.pairs([0],[0],[1],[0])[0]))"
    )
    assert run_python(code, RIMLAND_NO_JIT="") == "False True False 111319"


def test_warming_tells_its_progress() -> None:
    code = (
        "from layers import kernels; told = [];"
        "kernels.warm(lambda done, total: told.append((done, total)));"
        "print(told == [(k, told[-1][1]) for k in range(len(told))], told[-1][0] == told[-1][1], kernels.quick_to_warm())"
    )
    assert run_python(code, RIMLAND_NO_JIT="") == "True True True"


def test_the_compiler_is_told_apart_by_its_version():
    assert store._compiler_version() == metadata.version("numba")


def test_a_kernel_that_borrows_its_arrays_returns_none_of_them():
    from numba.core.dispatcher import Dispatcher

    returned = {}
    for module in (importlib.import_module(f"layers.kernels.{found.name}") for found in iter_modules(kernels.__path__)):
        for name, kernel in vars(module).items():
            if isinstance(kernel, Dispatcher) and kernel.targetoptions.get("_nrt") is False:
                returned[name] = set(re.findall(r"\w+", kernel.py_func.__annotations__["return"]))
    assert {"clear", "sees", "cost_m"} <= set(returned)
    assert {name for name, words in returned.items() if words - {"bool", "float", "int", "None", "tuple"}} == set()
