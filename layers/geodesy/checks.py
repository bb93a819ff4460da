"""What a latitude, a longitude and a distance on the earth may be, refused with the value and the remedy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.errors import GeometryError

Array = npt.NDArray[np.float64]

HALF_CIRCUMFERENCE_M = 20_003_931.458_625_4
"""Pole to pole along a meridian of WGS84, the longest distance there is between two places (C. F. F. Karney, 2013)."""

SHORTEST_EVERYWHERE_M = 19_970_326.371_122
"""Pi times the polar radius: up to here every geodesic, whatever its course, is the shortest way."""


def _first(values: Array, bad: npt.NDArray[np.bool_]) -> str:
    """The first refused value, as a person would write it."""
    return f"{values[bad].flat[0]:.10g}"


def check_finite(values: npt.ArrayLike, name: str) -> Array:
    """`values` as float64, of any shape.

    Raises
    ------
    GeometryError
        When one is NaN, infinite or no number; `name` says in the message what it should have been.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise GeometryError(f"{name} {values!r} is not a number", remedy=f"give a number for the {name}") from None
    bad = ~np.isfinite(array)
    if bad.any():
        raise GeometryError(f"{name} {_first(array, bad)} is not a number", remedy=f"give a finite {name}")
    return array


def check_latitude(lat: npt.ArrayLike) -> Array:
    """`lat` [deg] as float64, each from -90 to 90; GeometryError otherwise."""
    array = check_finite(lat, "latitude")
    bad = np.abs(array) > 90.0
    if bad.any():
        raise GeometryError(
            f"latitude {_first(array, bad)} is beyond the pole", remedy="give a latitude from -90 to 90"
        )
    return array


def check_distance(distance_m: npt.ArrayLike) -> Array:
    """`distance_m` as float64, none negative; GeometryError otherwise."""
    array = check_finite(distance_m, "distance")
    bad = array < 0.0
    if bad.any():
        raise GeometryError(
            f"distance {_first(array, bad)} m is negative", remedy="turn the azimuth by 180 degrees instead"
        )
    return array


def check_radius(radius_m: npt.ArrayLike) -> Array:
    """`radius_m` as float64, from 0 to half the circumference of the earth; GeometryError otherwise."""
    array = check_finite(radius_m, "radius")
    bad = (array < 0.0) | (array > HALF_CIRCUMFERENCE_M)
    if bad.any():
        km = float(array[bad].flat[0]) / 1000.0
        why = "is negative" if km < 0 else "is more than half the circumference of the earth"
        raise GeometryError(f"radius {km:.10g} km {why}", remedy="give a radius from 0 to 20 003.9 km")
    return array


def wrap_longitude(lon: npt.ArrayLike) -> Array:
    """Longitudes [deg] brought to -180..180; a value already there stays as it is, to the last bit."""
    array = np.asarray(lon, dtype=np.float64)
    outside = np.abs(array) > 180.0
    return np.where(outside, array - 360.0 * np.round(array / 360.0), array)
