"""The compiled search over passable ground against plain Dijkstra."""

from __future__ import annotations

import numpy as np
import pytest

from layers.kernels import land_paths, land_paths_plain


def _ground(seed: int) -> np.ndarray:
    """Two landmasses with holes, 30 x 40."""
    rng = np.random.default_rng(seed)
    ground = np.where(rng.random((30, 40)) < 0.75, 1, 0).astype(np.uint16)
    ground[:, 25:] *= 2
    return ground


def _tables(rows: int, columns: int):
    lat, lon = np.radians(40.0 + 0.05 * np.arange(rows)), np.radians(10.0 + 0.05 * np.arange(columns))
    angles = np.concatenate((lat, lon))
    dy, dx = land_paths_plain.MOVES.T
    steps = 6371e3 * np.radians(0.05) * np.hypot(dy[None, :], dx[None, :] * np.cos(lat)[:, None])
    return steps, np.column_stack((np.sin(angles), np.cos(angles)))


@pytest.mark.parametrize("seed", range(6))
def test_search_is_dijkstra(seed):
    ground = _ground(seed)
    steps, cells = _tables(*ground.shape)
    land = np.flatnonzero(ground.ravel())
    one, other = land[ground.ravel()[land] == 1], land[ground.ravel()[land] == 2]
    links = (np.array([one[5], other[7]]), np.array([other[7], one[5]]), np.array([90e3, 90e3]))
    plain = land_paths_plain.spread(ground, steps, *links, int(one[0]))
    everything, _, _ = land_paths.search(ground, steps, cells, *links, int(one[0]), -1, np.inf)
    np.testing.assert_allclose(everything, plain)
    assert np.isfinite(plain[other]).any()
    for goal in (int(one[-1]), int(other[-1]), int(other[40])):
        aimed, before, _ = land_paths.search(ground, steps, cells, *links, int(one[0]), goal, np.inf)
        assert aimed[goal] == pytest.approx(plain[goal])
        if np.isfinite(plain[goal]):
            at, count = goal, 0
            while before[at] >= 0:
                at, count = int(before[at]), count + 1
            assert at == one[0]
            assert count > 0


def test_no_step_leaves_its_landmass_or_cuts_a_corner():
    ground = np.zeros((3, 4), dtype=np.uint16)
    ground[1, 1] = ground[2, 3] = 1
    assert not land_paths.free(ground, 1, 1, 1, 2)  # a knight's step over water
    ground[1, 2] = ground[2, 2] = 1
    assert land_paths.free(ground, 1, 1, 1, 2)
    ground[2, 2] = 2
    assert not land_paths.free(ground, 1, 1, 1, 2)
    assert not land_paths.free(ground, 1, 1, 1, 1)  # onto another landmass
    assert not land_paths.free(ground, 1, 1, -2, 1)  # off the raster
    for dy, dx in land_paths_plain.MOVES.tolist():
        for row in range(3):
            for column in range(4):
                if ground[row, column]:
                    told = land_paths.free(ground, row, column, dy, dx)
                    assert told == land_paths_plain.free(ground, row, column, dy, dx)


def test_sight_stops_at_water():
    ground = np.ones((40, 40), dtype=np.uint16)
    ground[20, :38] = 0

    def place(lon, lat):
        lam, phi = np.radians(lon), np.radians(lat)
        return np.array([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])

    def sees(a, b):
        return land_paths.sees(ground, 40.0, 10.0, 0.05, place(*a), place(*b))

    assert sees((10.2, 40.2), (11.8, 40.8))
    assert not sees((10.2, 40.2), (10.3, 41.8))
    assert sees((11.95, 40.2), (11.95, 41.8))
    assert not sees((11.95, 40.2), (12.5, 40.2))  # off the raster
