"""`Projection`: how places of the earth stand in a plane, and how rings and lines are cut for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, cast, get_args, overload

import numpy as np
import numpy.typing as npt

from layers.errors import GeometryError
from layers.projection import azimuthal, curve, cut, flat, globe, rim
from layers.projection.azimuthal import AzimuthalKind
from layers.projection.curve import Along
from layers.projection.ellipsoid import E2, A
from layers.projection.flat import FlatKind
from layers.projection.ragged import I32, Array

Kind = Literal["aeqd", "laea", "ortho", "lcc", "merc", "eqc", "eqearth"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: dict[Kind, str] = {
    "aeqd": "Azimuthal equidistant",
    "laea": "Lambert azimuthal equal-area",
    "ortho": "Globe (orthographic)",
    "lcc": "Lambert conformal conic",
    "merc": "Mercator",
    "eqc": "Equirectangular",
    "eqearth": "Equal Earth",
}
_AZIMUTHAL = ("aeqd", "laea", "ortho")
TRUE_TO_SCALE_LIMIT = 80.0
"""Farthest parallel [deg] along which Mercator and the equirectangular map can be true to scale."""
TOLERANCE_M = 500.0
"""How far [m] the picture of a ring's edge may lie from its curve unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A map projection of WGS84; two equal ones give the same plane, so it may be part of a key.

    Parameters
    ----------
    kind
        `aeqd`, `laea`, `ortho`: about the centre (`lon0`, `lat0`). In `aeqd` distance and azimuth from the centre are
        the geodesic ones. `lcc`: a cone through two parallels. `merc`, `eqc`: true to scale along `lat0` north and
        south, which is kept from 0 to 80. `eqearth`: `lat0` has no meaning and is made 0.
    lon0, lat0
        Central meridian, kept in -180..180, and latitude of the centre [deg].
    lat1, lat2
        The parallels [deg] of `lcc`; left out, they follow from `lat0`. None for the others.

    Raises
    ------
    GeometryError
        An unknown kind, a latitude beyond a pole, parallels on two sides of the equator that cancel.
    """

    kind: Kind
    lon0: float = 0.0
    lat0: float = 0.0
    lat1: float | None = None
    lat2: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise GeometryError(f"projection {self.kind!r} is unknown", remedy=f"choose one of {', '.join(KINDS)}")
        if not math.isfinite(self.lon0):
            raise GeometryError(f"central longitude {self.lon0} is no number", remedy="give degrees from -180 to 180")
        if not abs(self.lat0) <= 90.0:
            raise GeometryError(f"central latitude {self.lat0} is beyond the pole", remedy="give -90 to 90 degrees")
        lon0 = self.lon0 - 360.0 * math.floor((self.lon0 + 180.0) / 360.0)
        object.__setattr__(self, "lon0", lon0 + 0.0)
        lat0 = self.lat0 + 0.0
        if self.kind == "eqearth":
            lat0 = 0.0
        elif self.kind in {"merc", "eqc"}:
            lat0 = min(abs(lat0), TRUE_TO_SCALE_LIMIT)
        object.__setattr__(self, "lat0", lat0)
        self._set_parallels()

    def _set_parallels(self) -> None:
        if self.kind != "lcc":
            object.__setattr__(self, "lat1", None)
            object.__setattr__(self, "lat2", None)
            return
        lat1, lat2 = flat.standard_parallels(self.lat0)
        lat1, lat2 = self.lat1 if self.lat1 is not None else lat1, self.lat2 if self.lat2 is not None else lat2
        if abs(lat1 + lat2) < 4.0 or max(abs(lat1), abs(lat2)) > 89.0:
            raise GeometryError(
                f"no cone goes through the parallels {lat1} and {lat2}",
                remedy="give parallels short of 89 degrees whose mean is at least 2 degrees off the equator",
            )
        object.__setattr__(self, "lat1", lat1)
        object.__setattr__(self, "lat2", lat2)

    @property
    def azimuthal(self) -> bool:
        """Whether the map is a disc about a centre."""
        return self.kind in _AZIMUTHAL

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    @property
    def _flat(self) -> tuple[FlatKind, flat.Sheet]:
        kind = cast("FlatKind", self.kind)
        return kind, flat.sheet(kind, self.lat0, self.lat1 or 0.0, self.lat2 or 0.0)

    @property
    def _round(self) -> tuple[AzimuthalKind, tuple[float, float]]:
        return cast("AzimuthalKind", self.kind), (self.lon0, self.lat0)

    @overload
    def forward(self, lon: float, lat: float) -> tuple[float, float]: ...
    @overload
    def forward(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array]: ...
    def forward(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array] | tuple[float, float]:
        """Plane coordinates [m] of places [deg], of the same shape; nan where the map does not show the place."""
        shape, (east, north) = _flattened(lon, lat)
        if self.azimuthal:
            kind, centre = self._round
            x, y, hidden = azimuthal.forward(kind, *centre, east, north)
        else:
            flat_kind, sheet = self._flat
            hidden = ~((north >= sheet.south - 1e-9) & (north <= sheet.north + 1e-9))
            inside = np.clip(north, sheet.south, sheet.north)
            x, y = flat.forward(flat_kind, sheet, globe.wrapped(east - self.lon0), inside)
        x[hidden] = y[hidden] = np.nan
        return _shaped(shape, x, y)

    @overload
    def inverse(self, x: float, y: float) -> tuple[float, float]: ...
    @overload
    def inverse(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array]: ...
    def inverse(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array] | tuple[float, float]:
        """Places [deg], longitudes in -180..180, of plane coordinates [m], of the same shape; nan off the map."""
        shape, (u, v) = _flattened(x, y)
        if self.azimuthal:
            kind, centre = self._round
            lon, lat = azimuthal.inverse(kind, *centre, u, v)
        else:
            lam, lat = flat.inverse(*self._flat, u, v)
            lon = lam + self.lon0
        return _shaped(shape, globe.wrapped(lon), lat)

    def rings(
        self,
        lon: npt.ArrayLike,
        lat: npt.ArrayLike,
        start: npt.NDArray[np.integer],
        feature: npt.NDArray[np.integer],
        tolerance_m: float = TOLERANCE_M,
        along: Along = "parallel",
    ) -> tuple[Array, I32, I32]:
        """Rings in the plane, cut at the seam, the rim and the poles, ready to be filled.

        Parameters
        ----------
        lon, lat
            [deg], shape (n,). Rings need not repeat their first vertex. Their meaning is even-odd in longitude and
            latitude, as in `layers.basemap`: closed at +-180 and along -90, or running across the seam, or, when they
            wind round a pole, with the pole on their left.
        start
            Shape (m + 1,): ring i is vertices ``start[i]:start[i + 1]``.
        feature
            Shape (m,), ascending.
        tolerance_m
            How far the picture of a long edge may lie from its curve [m].
        along
            What an edge is: straight in longitude and latitude, as in a base map, or a geodesic, as in a range ring.

        Returns
        -------
        xy, start, group
            Shapes (n', 2), (m' + 1,), (m',) ascending: the rings of one group are filled together by the even-odd
            rule; the group is the feature. Features that are not seen have no rings.
        """
        if len(feature) == 0:
            return np.zeros((0, 2)), np.zeros(1, dtype=np.int32), np.zeros(0, dtype=np.int32)
        if along == "geodesic":
            lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
            lon, lat, start = curve.resampled_rings(self.forward, lon, lat, start, tolerance_m)
        if self.azimuthal:
            kind, centre = self._round
            return rim.rings(kind, centre, lon, lat, start, feature, tolerance_m)
        return cut.rings(self._flat[0], self.lon0, self._flat[1], lon, lat, start, feature, tolerance_m)

    def lines(
        self,
        lon: npt.ArrayLike,
        lat: npt.ArrayLike,
        start: npt.NDArray[np.integer],
        tolerance_m: float | None = None,
        along: Along = "geodesic",
    ) -> tuple[Array, I32]:
        """Lines in the plane, cut where they are hidden and at the seam, without segments that only close a ring there.

        Parameters
        ----------
        lon, lat
            [deg], shape (n,).
        start
            Shape (m + 1,), as for `rings`; a closed line repeats its first vertex.
        tolerance_m
            When given, vertices are added along the geodesic, or along the straight line in longitude and latitude
            (`along` "parallel"), and dropped, so that the line drawn lies within so many metres of the plane of its
            curve: a fraction of the metres per pixel. None draws the vertices as they are.

        Returns
        -------
        xy, start
            Shapes (n', 2), (m' + 1,): pieces of two vertices or more.
        """
        east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        begin = np.asarray(start, dtype=np.int32)
        if len(east) == 0:
            return np.zeros((0, 2)), np.zeros(1, dtype=np.int32)
        if tolerance_m is not None:
            east, north, begin = self.resample(east, north, begin, 0.6 * tolerance_m, along)
        xy, pieces = self._pieces(east, north, begin, tolerance_m or TOLERANCE_M)
        return (xy, pieces) if tolerance_m is None else curve.thinned(xy, pieces, 0.4 * tolerance_m)

    def _pieces(self, lon: Array, lat: Array, start: I32, tolerance_m: float) -> tuple[Array, I32]:
        """What is seen of lines, their vertices as they are."""
        if self.azimuthal:
            kind, centre = self._round
            return rim.lines(kind, centre, lon, lat, start, tolerance_m)
        return cut.lines(self._flat[0], self.lon0, self._flat[1], lon, lat, start)

    def strokes(
        self,
        lon: npt.ArrayLike,
        lat: npt.ArrayLike,
        start: npt.NDArray[np.integer],
        tolerance_m: float = TOLERANCE_M,
    ) -> tuple[Array, I32]:
        """Lines of a base map in the plane: as `lines`, with edges straight in longitude and latitude.

        Long ones, such as a border along a parallel, are cut up as those of `rings` are, so that the two coincide.
        """
        east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        # half of it, as far from the centre the map bends a line about as much again as the sphere does
        east, north, begin = curve.stepped(east, north, start, globe.step_deg(tolerance_m / 2.0))
        return self._pieces(east, north, begin, tolerance_m) if len(east) else self.lines(east, north, begin)

    def resample(
        self,
        lon: npt.ArrayLike,
        lat: npt.ArrayLike,
        start: npt.NDArray[np.integer],
        tolerance_m: float,
        along: Along = "geodesic",
    ) -> tuple[Array, Array, I32]:
        """Lines with vertices added so that each step's picture lies within `tolerance_m` [m] of its curve."""
        return curve.resampled(
            self.forward, np.asarray(lon, dtype=float), np.asarray(lat, dtype=float), start, tolerance_m, along
        )

    def outline(self, tolerance_m: float = TOLERANCE_M) -> Array:
        """The edge of the map as a ring (n, 2) in the plane: a circle, an ellipse, a frame."""
        if self.azimuthal:
            disc = azimuthal.disc(self._round[0], self.lat0)
            return rim.outline(disc, rim.rim_points(tolerance_m, disc))
        kind, sheet = self._flat
        step = globe.step_deg(tolerance_m) / 2.6
        across, up = math.ceil(360.0 / step), math.ceil((sheet.north - sheet.south) / step)
        if kind in {"merc", "eqc"}:
            across = up = 1
        elif kind == "eqearth":
            across = 1
        else:
            up = 1
        lam, phi = np.linspace(-180.0, 180.0, across + 1)[:-1], np.linspace(sheet.south, sheet.north, up + 1)[:-1]
        ring_lam = np.concatenate((lam, np.full(up, 180.0), -lam, np.full(up, -180.0)))
        ring_phi = np.concatenate(
            (np.full(across, sheet.south), phi, np.full(across, sheet.north), sheet.north + sheet.south - phi)
        )
        return np.column_stack(flat.forward(kind, sheet, ring_lam, ring_phi))

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 [m] of the whole map."""
        if self.azimuthal:
            ax, by, y0, _ = azimuthal.disc(self._round[0], self.lat0)
            return -ax, y0 - by, ax, y0 + by
        kind, sheet = self._flat
        if kind == "lcc":
            lam = np.append(np.linspace(0.0, 180.0, 3601), 0.0)  # symmetrical; the pole's side counts at 0
            x, y = flat.forward(kind, sheet, lam, np.full(3602, sheet.south if sheet.n > 0 else sheet.north))
            pole = flat.forward(kind, sheet, np.zeros(1), np.array([sheet.north if sheet.n > 0 else sheet.south]))[1]
            return -float(x.max()), float(min(y.min(), pole[0])), float(x.max()), float(max(y.max(), pole[0]))
        x, y = flat.forward(kind, sheet, np.array([180.0, 0.0, 0.0]), np.array([0.0, sheet.south, sheet.north]))
        return -float(x[0]), float(y[1]), float(x[0]), float(y[2])

    def scale_at(self, lon: float, lat: float) -> tuple[float, float]:
        """Scale factors along the meridian (h) and along the parallel (k) at a place; 1 is true to scale.

        Differences over 2e-5 degrees, good to about 1e-8. At a pole, where no parallel has a length, the value just
        beside it; nan where the map does not show the place.
        """
        step = 1e-5
        lat = min(max(lat, -90.0 + 3 * step), 90.0 - 3 * step)
        sin, cos = math.sin(math.radians(lat)), math.cos(math.radians(lat))
        w = 1.0 - E2 * sin * sin
        meridian = A * (1.0 - E2) / w**1.5 * math.radians(2 * step)
        parallel = A / math.sqrt(w) * cos * math.radians(2 * step)
        x, y = self.forward(np.array([lon, lon, lon - step, lon + step]), np.array([lat - step, lat + step, lat, lat]))
        return (
            math.hypot(x[1] - x[0], y[1] - y[0]) / meridian,
            math.hypot(x[3] - x[2], y[3] - y[2]) / parallel,
        )


def _flattened(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[tuple[int, ...], tuple[Array, Array]]:
    first, second = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
    return first.shape, (first.ravel(), second.ravel())


def _shaped(shape: tuple[int, ...], a: Array, b: Array) -> tuple[Array, Array] | tuple[float, float]:
    if shape == ():
        return float(a[0]), float(b[0])
    return a.reshape(shape), b.reshape(shape)
