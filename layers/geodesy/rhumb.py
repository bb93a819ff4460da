"""Rhumb lines (constant course) on the ellipsoid, by isometric latitude and meridian arc.

A rhumb line is straight in Mercator: its course is the slope of longitude over isometric latitude psi, its length the
meridian arc divided by the cosine of the course. Differences of psi and of the arc are taken in closed form, not as
differences of two large numbers, so the limit due east or west is exact.

References
----------
C. F. F. Karney, The area of rhumb polygons, Studia Geophysica et Geodaetica 68, 99-120 (2024), sections 2-3.
R. E. Deakin and M. N. Hunter, Geometric Geodesy part A (2013), meridian arc and its reversal as series in n.
"""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt

from layers.errors import GeometryError
from layers.geodesy.checks import Array, check_distance, check_finite, check_latitude, wrap_longitude

_A = 6378137.0
_F = 1 / 298.257223563
_N = _F / (2 - _F)
_E2 = _F * (2 - _F)
_E = _E2**0.5
_RECTIFYING_RADIUS_M = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
# Rectifying latitude mu from geographic latitude phi: mu = phi + sum of c_k sin(2 k phi); and the way back.
_TO_MU = (
    -3 / 2 * _N + 9 / 16 * _N**3 - 3 / 32 * _N**5,
    15 / 16 * _N**2 - 15 / 32 * _N**4 + 135 / 2048 * _N**6,
    -35 / 48 * _N**3 + 105 / 256 * _N**5,
    315 / 512 * _N**4 - 189 / 512 * _N**6,
    -693 / 1280 * _N**5,
    1001 / 2048 * _N**6,
)
_FROM_MU = (
    3 / 2 * _N - 27 / 32 * _N**3 + 269 / 512 * _N**5,
    21 / 16 * _N**2 - 55 / 32 * _N**4 + 6759 / 4096 * _N**6,
    151 / 96 * _N**3 - 417 / 128 * _N**5,
    1097 / 512 * _N**4 - 15543 / 2560 * _N**6,
    8011 / 2560 * _N**5,
    293393 / 61440 * _N**6,
)
_POLE_DEG = 90.0 - 1e-9
"""Within 0.1 mm of a pole every course leads there; the line is taken as the meridian."""


def _mu(phi: Array) -> Array:
    """Rectifying latitude [rad] of geographic latitude [rad]."""
    return np.asarray(phi + np.sum([c * np.sin(2 * k * phi) for k, c in enumerate(_TO_MU, start=1)], axis=0))


def _arc(phi1: Array, phi2: Array) -> Array:
    """Meridian arc [m] from phi1 to phi2 [rad], signed."""
    step, total = phi2 - phi1, phi1 + phi2
    waves = [2 * c * np.cos(k * total) * np.sin(k * step) for k, c in enumerate(_TO_MU, start=1)]
    return np.asarray(_RECTIFYING_RADIUS_M * (step + np.sum(waves, axis=0)))


def _psi(phi1: Array, phi2: Array) -> Array:
    """Difference of isometric latitude [rad] from phi1 to phi2, signed."""
    sin1, sin2 = np.sin(phi1), np.sin(phi2)
    rise = 2 * np.cos((phi1 + phi2) / 2) * np.sin((phi2 - phi1) / 2)
    sphere = np.arcsinh(rise / (np.cos(phi1) * np.cos(phi2)))
    return np.asarray(sphere - _E * np.arctanh(_E * rise / (1 - _E2 * sin1 * sin2)))


def _stretch(phi1: Array, phi2: Array) -> Array:
    """Metres of meridian arc per radian of isometric latitude between two latitudes [rad].

    On one parallel this is the parallel's radius, the limit of the quotient.
    """
    psi = _psi(phi1, phi2)
    middle = (phi1 + phi2) / 2
    parallel = _A * np.cos(middle) / np.sqrt(1 - _E2 * np.sin(middle) ** 2)
    flat = np.abs(psi) < 1e-9
    return np.where(flat, parallel, _arc(phi1, phi2) / np.where(flat, 1.0, psi))


def _shorter(degrees: Array) -> Array:
    """A difference of longitude the shorter way round; exactly half-way goes east."""
    turned = np.mod(degrees + 180.0, 360.0) - 180.0
    return np.where(turned == -180.0, 180.0, turned)


@overload
def rhumb(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]: ...
@overload
def rhumb(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> tuple[Array, Array]: ...
def rhumb(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> tuple[Array, Array] | tuple[float, float]:
    """Length and course of the rhumb line from one place to another, the shorter way round.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        [deg], numbers or arrays that broadcast together.

    Returns
    -------
    length_m, azimuth_deg
        Of the common shape; azimuth 0..360. From or to a pole the line is the meridian of the other place. Two equal
        places give 0, 0.

    Raises
    ------
    GeometryError
        A latitude beyond a pole, a value that is not finite.
    """
    east1, north1, east2, north2 = np.broadcast_arrays(
        check_finite(lon1, "longitude"), check_latitude(lat1), check_finite(lon2, "longitude"), check_latitude(lat2)
    )
    phi1, phi2 = np.radians(north1), np.radians(north2)
    polar = (np.abs(north1) > _POLE_DEG) | (np.abs(north2) > _POLE_DEG)
    turn = np.where(polar, 0.0, np.radians(_shorter(east2 - east1)))
    arc, stretch = _arc(phi1, phi2), _stretch(phi1, phi2)
    length_m = np.hypot(np.where(polar, 0.0, turn * stretch), arc)
    azimuth = np.mod(np.degrees(np.arctan2(np.where(polar, 0.0, turn * stretch), arc)), 360.0)
    azimuth = np.where((azimuth == 360.0) | (length_m == 0.0), 0.0, azimuth)
    if length_m.ndim == 0:
        return float(length_m), float(azimuth)
    return length_m, azimuth


@overload
def rhumb_destination(lon: float, lat: float, azimuth_deg: float, distance_m: float) -> tuple[float, float]: ...
@overload
def rhumb_destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_m: npt.ArrayLike
) -> tuple[Array, Array]: ...
def rhumb_destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_m: npt.ArrayLike
) -> tuple[Array, Array] | tuple[float, float]:
    """The place (lon in -180..180, lat [deg]) reached after `distance_m` on the constant course `azimuth_deg`.

    Raises
    ------
    GeometryError
        As for `rhumb`; a negative distance; a line that has come to the pole, where every rhumb line ends.
    """
    east, north, azimuth, metres = np.broadcast_arrays(
        check_finite(lon, "longitude"),
        check_latitude(lat),
        np.radians(check_finite(azimuth_deg, "azimuth")),
        check_distance(distance_m),
    )
    phi1 = np.radians(north)
    mu2 = _mu(phi1) + metres * np.cos(azimuth) / _RECTIFYING_RADIUS_M
    beyond = np.abs(mu2) > np.pi / 2 + 1e-12
    if beyond.any():
        km = float(metres[beyond].flat[0]) / 1000.0
        raise GeometryError(
            f"a rhumb line of {km:.6g} km at this course ends at the pole before that", remedy="give a shorter distance"
        )
    phi2 = mu2 + np.sum([c * np.sin(2 * k * mu2) for k, c in enumerate(_FROM_MU, start=1)], axis=0)
    phi2 = np.where(np.abs(np.cos(azimuth)) * metres < 1e-9, phi1, np.clip(phi2, -np.pi / 2, np.pi / 2))
    stretch = _stretch(phi1, phi2)
    polar = (np.abs(np.degrees(phi1)) > _POLE_DEG) | (np.abs(np.degrees(phi2)) > _POLE_DEG)
    turn = np.where(polar, 0.0, metres * np.sin(azimuth) / np.where(polar, 1.0, stretch))
    out_lon, out_lat = wrap_longitude(east + np.degrees(turn)), np.degrees(phi2)
    if out_lon.ndim == 0:
        return float(out_lon), float(out_lat)
    return out_lon, out_lat


def rhumb_line(lon1: float, lat1: float, lon2: float, lat2: float, max_step_m: float = 50_000.0) -> tuple[Array, Array]:
    """Vertices (lon in -180..180, lat [deg], shape (n,)) along the rhumb line, no step longer than `max_step_m`.

    Both ends are kept to the last bit.
    """
    step = float(check_finite(max_step_m, "step"))
    if step <= 0.0:
        raise GeometryError(f"step {step:.10g} m is not positive", remedy="give a step of more than 0 m")
    total, azimuth = rhumb(lon1, lat1, lon2, lat2)
    pieces = max(int(np.ceil(total / step)), 1)
    # a line that leaves a pole runs along the meridian of its other end
    start_lon = lon2 if abs(lat1) > _POLE_DEG else lon1
    lon, lat = rhumb_destination(
        np.full(pieces + 1, start_lon), np.full(pieces + 1, lat1), azimuth, total * np.linspace(0.0, 1.0, pieces + 1)
    )
    lon[0], lat[0], lon[-1], lat[-1] = lon1, lat1, lon2, lat2
    return lon, lat
