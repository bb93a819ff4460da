"""The land network: resources/data/land-regions.npz.

Run `python resources/build/land_network.py` after `base.py` and `waters.py`; it reads the data made there and
takes about a minute.

A raster of 0.05 degrees. A cell belongs to the state and the landmass its centre lies in; islands too small for a
centre get the cell of their own middle. Lakes from 300 km2 are taken out. What hangs together within one state and one
landmass (by any of the eight neighbours) is a region; regions of one landmass that touch are neighbours. Rows are
stored as runs.
"""

from __future__ import annotations

import sys

import airspace
import numpy as np
import shapely
from scipy import ndimage

STEP = 0.05
SOUTH, NORTH = -56.0, 84.0
ROWS, COLUMNS = round((NORTH - SOUTH) / STEP), round(360 / STEP)
LAKE_KM2 = 300.0
DATA = airspace.DATA


def polygons(lon, lat, start, feature):
    """(feature, polygon) of rings by the even-odd rule; each ring stands alone."""
    for ring in range(len(feature)):
        xy = np.column_stack((lon[start[ring] : start[ring + 1]], lat[start[ring] : start[ring + 1]])).astype(float)
        if len(xy) >= 3:
            yield int(feature[ring]), xy


def burn(grid: np.ndarray, rings: list[np.ndarray], value: int, over: np.ndarray | None = None) -> int:
    """Set the cells whose centre lies in an odd number of `rings` (n, 2) to `value`; how many.

    Rows count from the south. `over`, where given, says which cells may change.
    """
    edges = np.vstack([np.hstack((r, np.roll(r, -1, axis=0))) for r in rings])
    low, high = np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3])
    # rows whose centre latitude c satisfies low <= c < high
    first = np.maximum(np.ceil((low - SOUTH) / STEP - 0.5).astype(int), 0)
    last = np.minimum(np.ceil((high - SOUTH) / STEP - 0.5).astype(int), ROWS)
    count = np.maximum(last - first, 0)
    if count.sum() == 0:
        return 0
    edge = np.repeat(np.arange(len(edges)), count)
    row = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    centre = SOUTH + (row + 0.5) * STEP
    x1, y1, x2, y2 = edges[edge].T
    x = x1 + (centre - y1) / (y2 - y1) * (x2 - x1)
    order = np.lexsort((x, row))
    row, x = row[order], x[order]
    column = np.clip(np.ceil((x + 180.0) / STEP - 0.5).astype(int), 0, COLUMNS)
    total = 0
    for r, a, b in zip(row[::2], column[::2], column[1::2], strict=True):
        if over is None:
            grid[r, a:b] = value
            total += b - a
        else:
            part = over[r, a:b]
            grid[r, a:b][part] = value
            total += int(part.sum())
    return total


def landmasses(base) -> np.ndarray:
    """The number of the landmass of each cell, 0 for water."""
    arcs = [
        np.column_stack((base["arc_lon"][a:b], base["arc_lat"][a:b])).astype(float)
        for a, b in zip(base["arc_start"][:-1], base["arc_start"][1:], strict=True)
    ]
    refs, start, feature = base["land_ref"], base["land_start"], base["land_feature"]
    rings: dict[int, list] = {}
    for i, land in enumerate(feature):
        parts = [arcs[r] if r >= 0 else arcs[~r][::-1] for r in refs[start[i] : start[i + 1]]]
        rings.setdefault(int(land), []).append(np.vstack([p[:-1] for p in parts]))
    grid = np.zeros((ROWS, COLUMNS), dtype=np.uint16)
    small = []
    for land, parts in rings.items():
        if burn(grid, parts, land + 1) == 0:
            small.append((land + 1, parts[0].mean(axis=0)))
    number = max(rings) + 1
    for land, (east, north) in small:
        put(grid, east, north, land)
    for _, east, north, radius_m in airspace.OUTLYING:
        number += 1
        corners = shapely.get_coordinates(airspace.disc(east, north, radius_m))[:-1]
        if burn(grid, [corners], number) == 0:
            put(grid, east, north, number, replace=True)
    return grid


def put(grid: np.ndarray, east: float, north: float, value: int, *, replace: bool = False) -> None:
    """The one cell of a small island, unless it is taken."""
    row, column = int((north - SOUTH) / STEP), int((east + 180.0) / STEP) % COLUMNS
    if 0 <= row < ROWS and (replace or grid[row, column] == 0):
        grid[row, column] = value


def joined_at_seam(mass: np.ndarray) -> np.ndarray:
    """Landmasses that touch across the 180th meridian become one."""
    left, right = mass[:, -1], mass[:, 0]
    for shift in (-1, 0, 1):
        other = np.roll(right, shift)
        for a, b in {(int(a), int(b)) for a, b in zip(left, other, strict=True) if a and b and a != b}:
            mass[mass == b] = a
            right[right == b] = a
            left[left == b] = a
    return mass


def states(land: dict) -> tuple[np.ndarray, list[str]]:
    """Number of the state of each cell (0 for none) and their codes, from 1."""
    grid = np.zeros((ROWS, COLUMNS), dtype=np.uint8)
    codes = [""]
    for code, shape in land.items():
        codes.append(code)
        for part in shapely.get_parts(shape):
            rings = [shapely.get_coordinates(r)[:-1] for r in (part.exterior, *part.interiors)]
            if burn(grid, rings, len(codes) - 1) == 0:
                put(grid, *shapely.get_coordinates(shapely.point_on_surface(part))[0], len(codes) - 1)
    return grid, codes


def lakes(mass: np.ndarray) -> None:
    """Take large lakes out of the land; their islands stay water too."""
    with np.load(DATA / "waters.npz") as water:
        lon, lat = water["lake_lon"], water["lake_lat"]
        start, feature = water["lake_start"], water["lake_feature"]
    rings: dict[int, list] = {}
    for lake, xy in polygons(lon, lat, start, feature):
        rings.setdefault(lake, []).append(xy)
    taken = 0
    for parts in rings.values():
        outer = shapely.Polygon(parts[0])
        km2 = outer.area * 111.2**2 * np.cos(np.radians(outer.centroid.y))
        if km2 >= LAKE_KM2:
            burn(mass, parts, 0)
            taken += 1
    print(taken, "lakes taken out")


def regions(mass: np.ndarray, state: np.ndarray) -> tuple[np.ndarray, list[int], list[int]]:
    """Region of each cell (0: none), and per region its state and landmass."""
    pair = np.where((mass > 0) & (state > 0), mass.astype(np.int64) * 256 + state, 0)
    values, index = np.unique(pair, return_inverse=True)
    index = index.reshape(pair.shape).astype(np.int32)
    grid = np.zeros(pair.shape, dtype=np.uint16)
    of_state, of_mass = [0], [0]
    for number, window in enumerate(ndimage.find_objects(index), start=1):
        if window is None or number >= len(values):
            continue
        parts, count = ndimage.label(index[window] == number, structure=np.ones((3, 3)))
        grid[window][parts > 0] = parts[parts > 0] + len(of_state) - 1
        of_state += [int(values[number] % 256)] * count
        of_mass += [int(values[number] // 256)] * count
    return grid, of_state, of_mass


def neighbours(grid: np.ndarray, of_mass: list[int]) -> np.ndarray:
    """Pairs (a < b) of regions of one landmass with touching cells, across the seam too."""
    mass = np.array(of_mass)
    found = set()
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = grid[: ROWS - dy]
        there = np.roll(grid, -dx, axis=1)[dy:]
        touch = (here != there) & (here > 0) & (there > 0)
        a, b = here[touch].astype(int), there[touch].astype(int)
        same = mass[a] == mass[b]
        found |= set(zip(np.minimum(a, b)[same].tolist(), np.maximum(a, b)[same].tolist(), strict=True))
    return np.array(sorted(found), dtype=np.uint16)


def main() -> int:
    with np.load(DATA / "basemap.npz") as base:
        mass = landmasses(base)
    mass = joined_at_seam(mass)
    lakes(mass)
    state, codes = states(airspace.countries())
    # a coastal cell whose centre no state claims takes the state of its neighbour
    missing = (mass > 0) & (state == 0)
    nearest = ndimage.distance_transform_edt(state == 0, return_distances=False, return_indices=True)
    state[missing] = state[tuple(nearest[:, missing])]
    grid, of_state, of_mass = regions(mass, state)
    pairs = neighbours(grid, of_mass)
    flat = grid.ravel()
    change = np.flatnonzero(np.diff(flat, prepend=np.uint16(65535)))
    out = DATA / "land-regions.npz"
    np.savez_compressed(
        out,
        run_length=np.diff(np.append(change, len(flat))).astype(np.int32),
        run_region=flat[change],
        region_state=np.array([codes[s] for s in of_state]),
        region_mass=np.array(of_mass, dtype=np.uint16),
        neighbour=pairs,
        rows=np.int32(ROWS),
        columns=np.int32(COLUMNS),
        south=np.float64(SOUTH),
        step=np.float64(STEP),
    )
    print(
        f"{int(missing.sum())} cells without a state, {len(of_state) - 1} regions, {len(pairs)} neighbours, "
        f"{len(change)} runs, {out.stat().st_size} bytes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
