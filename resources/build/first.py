"""Makes data/first.npz: the coarsest land and borders alone, for the map that is there before anything else is read.

    python -m resources.build.first

A copy of the last rung of the ladder of data/basemap.npz, so that it can be read in two milliseconds instead of eighty.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from layers.basemap import BORDER_KINDS, LADDER_M
from layers.io.shipped import load_basemap

TARGET = Path(__file__).parents[1] / "data" / "first.npz"


def arrays() -> dict[str, np.ndarray]:
    """What is written: longitudes and latitudes [deg] in float32 and the starts of land rings and border lines."""
    base = load_basemap()
    land = base.land.at(LADDER_M[-1])
    with np.load(TARGET.with_name("basemap.npz")) as file:  # without the small islands, whose licence is another one
        rings = int(np.searchsorted(land.feature, file["land_feature"][-1], side="right"))
    last = int(land.start[rings])
    borders = base.borders.only(base.border_kind[base.borders.feature] != BORDER_KINDS.index("zone")).at(LADDER_M[-1])
    return {
        "land": np.vstack((land.lon, land.lat))[:, :last],
        "land_start": land.start[: rings + 1],
        "land_feature": land.feature[:rings],
        "borders": np.vstack((borders.lon, borders.lat)),
        "border_start": borders.start,
    }


if __name__ == "__main__":
    np.savez(TARGET, **arrays())
    print(TARGET, TARGET.stat().st_size)
