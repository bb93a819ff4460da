"""Geodesics of WGS84: inverse, direct, points along the way, area (PROJ's implementation of Karney's method).

Accuracy is about 15 nm for distances, everywhere, antipodes included.

References
----------
C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87, 43-55 (2013), doi:10.1007/s00190-012-0578-z.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, cast, overload

import numpy as np
import numpy.typing as npt

from layers.errors import GeometryError
from layers.geodesy.checks import HALF_CIRCUMFERENCE_M, Array, check_finite, check_latitude

if TYPE_CHECKING:
    from pyproj import Geod

_threads = threading.local()


def geod() -> Geod:
    """The WGS84 geodesic solver of the calling thread; pyproj asks for one per thread."""
    found: Geod | None = getattr(_threads, "geod", None)
    if found is None:
        from pyproj import Geod

        found = _threads.geod = Geod(ellps="WGS84")
    return found


def _flat(*arrays: Array) -> tuple[tuple[int, ...], list[Array]]:
    """The common shape, and fresh flat copies that pyproj may write into."""
    together = np.broadcast_arrays(*arrays)
    return together[0].shape, [np.array(one, dtype=np.float64).ravel() for one in together]


def _shaped(shape: tuple[int, ...], values: Array) -> Array:
    """`values` in `shape`; a plain float when every input was a number."""
    if shape == ():
        return float(values[0])  # type: ignore[return-value]
    return values.reshape(shape)


def _turn(azimuth_deg: Array) -> Array:
    """Azimuths in 0 <= azimuth < 360."""
    turned = np.mod(azimuth_deg, 360.0)
    turned[turned == 360.0] = 0.0  # mod of a tiny negative number rounds up to 360
    return turned


@overload
def inverse(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float, float]: ...
@overload
def inverse(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> tuple[Array, Array, Array]: ...
def inverse(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> tuple[Array, Array, Array] | tuple[float, float, float]:
    """Distance and azimuths of the shortest way from one place to another.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        [deg], numbers or arrays that broadcast together; any longitude, latitudes from -90 to 90.

    Returns
    -------
    distance_m, azimuth_deg, final_azimuth_deg
        Of the common shape. `final_azimuth_deg` is the course on arrival. Two equal places give 0, 0, 0; at a pole the
        azimuth counts from the meridian of the longitude given there.

    Raises
    ------
    GeometryError
        A latitude beyond a pole, a value that is not finite.
    """
    values: tuple[object, ...] = (lon1, lat1, lon2, lat2)
    if all(isinstance(value, float) for value in values):
        return _between(*cast("tuple[float, float, float, float]", values))
    shape, (a, b, c, d) = _flat(
        check_finite(lon1, "longitude"), check_latitude(lat1), check_finite(lon2, "longitude"), check_latitude(lat2)
    )
    azimuth, final, metres = geod().inv(a, b, c, d, inplace=True, return_back_azimuth=False)
    start, arrival = _turn(np.asarray(azimuth)), _turn(np.asarray(final))
    nowhere = np.asarray(metres) == 0.0
    start[nowhere] = arrival[nowhere] = 0.0
    return _shaped(shape, np.asarray(metres)), _shaped(shape, start), _shaped(shape, arrival)


def _between(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float, float]:
    """`inverse` for four plain numbers, which is asked for most often: the same without arrays."""
    if not (math.isfinite(lon1) and math.isfinite(lon2) and abs(lat1) <= 90.0 and abs(lat2) <= 90.0):
        for lon, lat in ((lon1, lat1), (lon2, lat2)):
            check_finite(lon, "longitude")
            check_latitude(lat)
    azimuth, final, metres = geod().inv(lon1, lat1, lon2, lat2, return_back_azimuth=False)
    if metres == 0.0:
        return 0.0, 0.0, 0.0
    start, arrival = azimuth % 360.0, final % 360.0
    return metres, start if start < 360.0 else 0.0, arrival if arrival < 360.0 else 0.0


@overload
def distance(lon1: float, lat1: float, lon2: float, lat2: float) -> float: ...
@overload
def distance(lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike) -> Array: ...
def distance(lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike) -> Array | float:
    """Length [m] of the shortest way; see `inverse`."""
    return inverse(lon1, lat1, lon2, lat2)[0]


@overload
def destination(lon: float, lat: float, azimuth_deg: float, distance_m: float) -> tuple[float, float]: ...
@overload
def destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_m: npt.ArrayLike
) -> tuple[Array, Array]: ...
def destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_m: npt.ArrayLike
) -> tuple[Array, Array] | tuple[float, float]:
    """The place reached from (`lon`, `lat`) after `distance_m` along the geodesic that leaves at `azimuth_deg`.

    Returns
    -------
    lon, lat
        [deg], longitude in -180..180, of the common shape.

    Raises
    ------
    GeometryError
        As for `inverse`; and a negative distance, or one beyond half the circumference, where the way would be the
        shortest no more.
    """
    metres = check_finite(distance_m, "distance")
    bad = (metres < 0.0) | (metres > HALF_CIRCUMFERENCE_M)
    if bad.any():
        km = float(metres[bad].flat[0]) / 1000.0
        why = "is negative" if km < 0 else "is more than half the circumference of the earth"
        raise GeometryError(f"distance {km:.10g} km {why}", remedy="give a distance from 0 to 20 003.9 km")
    shape, (a, b, c, d) = _flat(
        check_finite(lon, "longitude"), check_latitude(lat), check_finite(azimuth_deg, "azimuth"), metres
    )
    east, north, _ = geod().fwd(a, b, c, d, inplace=True, return_back_azimuth=False)
    return _shaped(shape, np.asarray(east)), _shaped(shape, np.asarray(north))


@overload
def interpolate(lon1: float, lat1: float, lon2: float, lat2: float, fraction: float) -> tuple[float, float]: ...
@overload
def interpolate(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike, fraction: npt.ArrayLike
) -> tuple[Array, Array]: ...
def interpolate(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike, fraction: npt.ArrayLike
) -> tuple[Array, Array] | tuple[float, float]:
    """The place (lon, lat [deg]) at `fraction` (0..1) of the shortest way from the first place to the second."""
    part = check_finite(fraction, "fraction")
    off = (part < 0.0) | (part > 1.0)
    if off.any():
        raise GeometryError(f"fraction {part[off].flat[0]:.10g} is off the line", remedy="give a fraction from 0 to 1")
    metres, azimuth, _ = inverse(np.asarray(lon1), np.asarray(lat1), np.asarray(lon2), np.asarray(lat2))
    # rounding may carry the longest way a nanometre beyond half the circumference
    along = np.minimum(metres * part, HALF_CIRCUMFERENCE_M)
    return destination(lon1, lat1, azimuth, along if np.ndim(along) else float(along))


@overload
def midpoint(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]: ...
@overload
def midpoint(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> tuple[Array, Array]: ...
def midpoint(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> tuple[Array, Array] | tuple[float, float]:
    """The place (lon, lat [deg]) half-way along the shortest way."""
    return interpolate(lon1, lat1, lon2, lat2, 0.5)


def _polyline(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array]:
    """The vertices of one line, shape (n,) each."""
    east, north = check_finite(lon, "longitude"), check_latitude(lat)
    if east.ndim != 1 or east.shape != north.shape:
        raise GeometryError(
            f"a line with longitudes of shape {east.shape} and latitudes of shape {north.shape}",
            remedy="give one row of each, equally long",
        )
    return east, north


def length(lon: npt.ArrayLike, lat: npt.ArrayLike) -> float:
    """Length [m] of the polyline whose vertices (n,) are joined by geodesics; 0 for fewer than two."""
    east, north = _polyline(lon, lat)
    if len(east) < 2:
        return 0.0
    return float(distance(east[:-1], north[:-1], east[1:], north[1:]).sum())


def densify(lon: npt.ArrayLike, lat: npt.ArrayLike, max_step_m: float) -> tuple[Array, Array]:
    """A polyline with vertices added along its geodesics, so that no step is longer than `max_step_m`.

    Parameters
    ----------
    lon, lat
        Vertices [deg], shape (n,). Every one of them is kept, to the last bit; those added lie in -180..180.
    max_step_m
        Longest step [m], more than 0. Steps between two given vertices are equally long.

    Returns
    -------
    lon, lat
        [deg], shape (m,), m >= n.
    """
    east, north = _polyline(lon, lat)
    step = float(check_finite(max_step_m, "step"))
    if step <= 0.0:
        raise GeometryError(f"step {step:.10g} m is not positive", remedy="give a step of more than 0 m")
    if len(east) < 2:
        return east.copy(), north.copy()
    metres, azimuth, _ = inverse(east[:-1], north[:-1], east[1:], north[1:])
    pieces = np.maximum(np.ceil(metres / step), 1.0).astype(np.int64)
    segment = np.repeat(np.arange(len(pieces)), pieces)
    within = np.arange(len(segment)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    out_lon, out_lat = np.append(east[segment], east[-1]), np.append(north[segment], north[-1])
    new = np.flatnonzero(within)
    at = segment[new]
    out_lon[new], out_lat[new] = destination(east[at], north[at], azimuth[at], metres[at] * within[new] / pieces[at])
    return out_lon, out_lat


def area(lon: npt.ArrayLike, lat: npt.ArrayLike) -> float:
    """Area [m2] inside a ring whose vertices (n,) are joined by geodesics; closed or not, either way round.

    A ring divides the earth in two: this is the smaller part, so a ring round a pole needs no care. Fewer than three
    vertices enclose 0.
    """
    east, north = _polyline(lon, lat)
    if len(east) < 3:
        return 0.0
    signed, _ = geod().polygon_area_perimeter(east, north)
    return abs(float(signed))
