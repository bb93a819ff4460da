"""Run by `bench_peers` with a Python that has cartopy: the same layers and extents drawn by it, timed there.

    python -m benchmarks.peer_cartopy JOB.json     its version, then the seconds for each view named on standard input

A view named again is drawn on the same axes: cartopy keeps what it projected.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

import cartopy
import cartopy.crs as ccrs
import matplotlib as mpl
import numpy as np
import shapely

mpl.use("agg")
from matplotlib import pyplot as plt


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    stored = np.load(job["shapes"], allow_pickle=False)
    land, borders = (list(shapely.from_wkb(_split(stored[name], stored[f"{name}_at"]))) for name in ("land", "borders"))
    print(json.dumps(cartopy.__version__), flush=True)
    views = {view["name"]: view for view in job["views"]}
    figures = {}
    for line in sys.stdin:  # one view a line, one time back
        name = line.strip()
        if name not in figures:
            figures[name] = figure_of(job, views[name], land, borders)
        begin = time.perf_counter()
        figures[name].canvas.draw()
        print(json.dumps(time.perf_counter() - begin), flush=True)
        if job["save"]:
            figures[name].savefig(f"{job['save']}/cartopy-{name.replace(' ', '-')}.png")


def figure_of(job, view, land, borders):
    crs = ccrs.AzimuthalEquidistant(*view["centre"]) if view["proj"] else ccrs.PlateCarree()
    figure = plt.figure(figsize=(job["width"] / 100, job["height"] / 100), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1), projection=crs)
    axes.set_facecolor(job["sea"])
    plain = ccrs.PlateCarree()
    axes.add_geometries(land, plain, facecolor=job["land"], edgecolor=job["coast"], linewidth=0.72)
    axes.add_geometries(borders, plain, facecolor="none", edgecolor=job["border"], linewidth=0.72)
    x0, y0, x1, y1 = view["extent"]
    axes.set_xlim(x0, x1)
    axes.set_ylim(y0, y1)
    return figure


def _split(joined, at):
    return np.array([joined[a:b].tobytes() for a, b in pairwise(at)], dtype=object)


if __name__ == "__main__":
    main()
