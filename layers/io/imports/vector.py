"""GeoJSON, GeoPackage, Shapefile, GPX and what else GDAL reads, in any coordinate reference system."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.errors import RimlandError
from layers.io.imports.shapes import Collector

LEFT_OUT = {"track_points", "route_points"}
"""Layers of a GPX file that say again, point by point, what tracks and routes say."""
ALONE = {"tracks", "routes", "waypoints"}


def read(path: Path, into: Collector) -> None:
    """All layers of a file.

    Raises
    ------
    RimlandError
        It cannot be read at all.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    source = f"/vsizip/{path}" if path.suffix.casefold() == ".zip" else str(path)
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            layers = [(str(name), kind) for name, kind in pyogrio.list_layers(source)]
            shown = [name for name, kind in layers if kind is not None and name not in LEFT_OUT]
            for name in shown:
                _layer(source, name, into, path.stem if len(shown) == 1 or name in ALONE else name)
    except (DataSourceError, DataLayerError, ValueError, UnicodeDecodeError) as error:
        what = str(error).splitlines()[0].replace(str(path), path.name)
        raise RimlandError(f"it cannot be read: {what}", place=path.name, remedy="export it again") from None
    for text in dict.fromkeys(str(one.message) for one in told):
        into.tell("whole file", text, "the rest was read")
    if not shown:
        into.tell("whole file", "no layer with shapes", "give a file with points, lines or areas")


def _layer(source: str, name: str, into: Collector, group: str) -> None:
    from pyogrio import raw

    meta, _, shapes, columns = raw.read(source, layer=name, force_2d=True)
    fields = [str(field) for field in meta["fields"]]
    geometries = shapely.from_wkb(shapes, on_invalid="ignore") if shapes is not None else np.array([])
    geometries = _in_degrees(geometries, meta.get("crs"), into, name)
    for number, shape in enumerate(geometries):
        attributes = {field: _plain(column[number]) for field, column in zip(fields, columns, strict=True)}
        into.add_shape(shape, f"{name} {number + 1}", attributes, group=group)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _in_degrees(shapes: Any, crs: str | None, into: Collector, name: str) -> Any:
    """The shapes on WGS84, whatever they were on.

    Raises
    ------
    RimlandError
        No coordinate reference system is named, and the numbers are no degrees.
    """
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    if crs is None:
        x0, y0, x1, y1 = shapely.total_bounds(shapes) if len(shapes) else (0.0, 0.0, 0.0, 0.0)
        if not (x0 >= -180 and x1 <= 360 and y0 >= -90 and y1 <= 90):
            raise RimlandError(
                f"{name} names no coordinate reference system and its numbers are no degrees",
                place=into.file,
                remedy="add the .prj file, or export it in WGS84",
            )
        into.tell(name, "no coordinate reference system", "longitude and latitude on WGS84 were assumed")
        return shapes
    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        raise RimlandError(
            f"{crs!r} is no known system", place=f"{into.file}, {name}", remedy="export it in WGS84"
        ) from None
    if found.is_geographic and found.to_epsg() in {4326, 4979}:
        return shapes
    change = Transformer.from_crs(found, 4326, always_xy=True)

    def turned(points: Any) -> Any:
        return np.column_stack(change.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shapes, turned)
