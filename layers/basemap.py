"""The base map as values: land, borders, waters, names, each line work with a ladder of simplified copies.

Every vertex carries its *importance*: the Douglas-Peucker tolerance [m] at which it disappears, computed once per arc
shared by neighbours. A copy for a scale is therefore one comparison, and neighbours stay shared in every copy.

At the seam. Rings are closed at lon -180 and +180 (Russia, Fiji, Antarctica) and Antarctica runs down to lat -90, as a
flat world map needs them; the two halves of a cut cancel when both are filled in one path. `coast`, `borders` and
`rivers` hold no such artificial edge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

LADDER_M = (0.0, 150.0, 300.0, 600.0, 1200.0, 2500.0, 5000.0, 10000.0)
"""The tolerances [m] of the simplified copies; each about half the one above in vertices, so that no scale draws more
than twice as many as it can show."""

SEAM_LON = 180.0

BorderKind = Literal["international", "disputed", "line_of_control", "indefinite", "lease", "zone"]
BORDER_KINDS: tuple[BorderKind, ...] = (
    "international",
    "disputed",
    "line_of_control",
    "indefinite",
    "lease",
    "zone",
)
"""What the numbers of `Basemap.border_kind` mean."""


def rung(tolerance_m: float) -> float:
    """The ladder's tolerance for a wished one: the largest that is not above it."""
    return max((step for step in LADDER_M if step <= tolerance_m), default=LADDER_M[0])


def _thin(
    start: I32, importance: F32, tolerance_m: float, fewest: int | npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.bool_], I32, npt.NDArray[np.bool_]]:
    """(vertices kept, new `start`, parts kept); a part left with under `fewest` vertices goes as a whole."""
    keep = importance >= tolerance_m
    before = np.concatenate(([0], np.cumsum(keep, dtype=np.int64)))
    count = before[start[1:]] - before[start[:-1]]
    part = count >= fewest
    keep &= np.repeat(part, np.diff(start))
    return keep, np.concatenate(([0], np.cumsum(count[part]))).astype(np.int32), part


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """Areas: closed rings without the repeated last vertex; a feature is all its rings, by the even-odd rule.

    Parameters
    ----------
    lon, lat
        [deg], shape (n,), WGS84.
    start
        Shape (m + 1,): ring i is vertices ``start[i]:start[i + 1]``.
    feature
        Shape (m,), ascending: the feature each ring belongs to.
    importance
        [m], shape (n,): see the module; infinite where three lines meet.
    """

    lon: F32
    lat: F32
    start: I32
    feature: I32
    importance: F32
    _copies: dict[float, Rings] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.feature)

    def at(self, tolerance_m: float) -> Rings:
        """The copy of the ladder's rung at or below `tolerance_m` [m]; rings left with under 3 vertices are gone."""
        step = rung(tolerance_m)
        if step <= LADDER_M[0]:
            return self
        if step not in self._copies:
            keep, start, part = _thin(self.start, self.importance, step, 3)
            self._copies[step] = Rings(self.lon[keep], self.lat[keep], start, self.feature[part], self.importance[keep])
        return self._copies[step]

    def of(self, feature: int) -> Rings:
        """The rings of one feature, renumbered as feature 0; empty when it has none."""
        first, last = (int(i) for i in np.searchsorted(self.feature, [feature, feature + 1]))
        a, b = int(self.start[first]), int(self.start[last])
        start = (self.start[first : last + 1] - a).astype(np.int32)
        return Rings(self.lon[a:b], self.lat[a:b], start, np.zeros(last - first, dtype=np.int32), self.importance[a:b])


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Open or closed lines (a closed one repeats its first vertex); arrays as in `Rings`, `feature` in any order."""

    lon: F32
    lat: F32
    start: I32
    feature: I32
    importance: F32
    _copies: dict[float, Lines] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.feature)

    def at(self, tolerance_m: float) -> Lines:
        """The copy of the ladder's rung at or below `tolerance_m` [m].

        Gone are closed lines left without area (under 4 vertices, the first one counted twice), as in `Rings.at`, and
        shores from seam to seam that have shrunk to the artificial edge.
        """
        step = rung(tolerance_m)
        if step <= LADDER_M[0]:
            return self
        if step not in self._copies:
            first, last = self.start[:-1], self.start[1:] - 1
            closed = (self.lon[first] == self.lon[last]) & (self.lat[first] == self.lat[last])
            on_seam = (np.abs(self.lon[first]) == SEAM_LON) & (np.abs(self.lon[last]) == SEAM_LON)
            fewest = np.where(closed, 4, np.where(on_seam, 3, 2))
            keep, start, part = _thin(self.start, self.importance, step, fewest)
            self._copies[step] = Lines(self.lon[keep], self.lat[keep], start, self.feature[part], self.importance[keep])
        return self._copies[step]

    def only(self, chosen: npt.NDArray[np.bool_]) -> Lines:
        """The lines where `chosen`, shape (m,), is true."""
        keep = np.repeat(chosen, np.diff(self.start))
        start = np.concatenate(([0], np.cumsum(np.diff(self.start)[chosen]))).astype(np.int32)
        return Lines(self.lon[keep], self.lat[keep], start, self.feature[chosen], self.importance[keep])


class Country(NamedTuple):
    """A country or territory; its place in `Basemap.country_table` is its feature in `Basemap.countries`."""

    code: str
    """ISO 3166 A3; ``XKX`` for Kosovo."""
    name: str
    native: str
    """In its own language where the bundled fonts have the script (Latin, Cyrillic, Greek, Han, Kana, Hangul)."""
    label_lon: float
    label_lat: float
    rank: int
    """0 for the largest, 6 for the smallest: labels are placed in this order."""


class Water(NamedTuple):
    """A lake, by its feature in `Basemap.lakes`, or a river, by its feature in `Basemap.rivers`."""

    name: str
    rank: int


class Town(NamedTuple):
    """A town with its rank for labels (0 the world's largest ... 10)."""

    name: str
    native: str
    """In the local script or language; empty when it is the same as `name`."""
    country: str
    """ISO A3 as in `Country.code`, with Crimea's towns in Ukraine."""
    lon: float
    lat: float
    rank: int
    population: int
    capital: bool


class Label(NamedTuple):
    """A name written along a gentle curve."""

    kind: str
    """``ocean``, ``sea``, ``gulf``, ``strait``, ``region``, ``range`` or ``peninsula``."""
    name: str
    other: str
    """The second name where the first is contested, or the local one."""
    contested: bool
    lon: tuple[float, ...]
    lat: tuple[float, ...]
    """The curve's guide points [deg], in reading order; one point where the name is written level."""
    rank: int

    @property
    def text(self) -> str:
        """Both names where the place is contested."""
        return f"{self.name} / {self.other}" if self.contested and self.other else self.name


class Island(NamedTuple):
    """An island or reef that must be seen at every scale, if only as a mark."""

    id: str
    name: str
    native: str
    aliases: tuple[str, ...]
    lon: float
    lat: float
    country: str
    """ISO A3 of the state that holds it."""
    claimed_by: tuple[str, ...]
    """ISO A3 of other claimants."""
    kind: str
    """``island`` or ``reef``."""
    outlined: bool
    """Whether `Basemap.land` has its outline; if not, only the mark stands for it."""
    rank: int
    source: str


class Declared(NamedTuple):
    """A line or area that a state has declared: an air defence zone, a median line, an area of an exercise."""

    id: str
    kind: str
    """``adiz``, ``median`` or ``exercise``."""
    name: str
    closed: bool
    lon: tuple[float, ...]
    lat: tuple[float, ...]
    """Corners [deg]; joined by lines of constant course, so that edges along parallels are parallels."""
    source: str
    as_of: str
    """Year and month of what the source says."""


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A named sea or land area as true rings."""

    id: str
    rings: Rings


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """Finer coasts in windows, for scales that show them."""

    windows: F32
    """west, south, east, north [deg], shape (n, 4)."""
    replaced: I32
    """Features of `Basemap.land` that `land` holds as they are with the finer coasts in."""
    land: Rings
    lakes: Rings
    """Lakes in place of those that lie whole in a window."""
    coast: Lines


@dataclass(frozen=True, slots=True, eq=False)
class Basemap:
    """All of the base map. Feature numbers index the tables beside them."""

    land: Rings
    """Land with its lakes filled; a feature is one land mass or island, largest first; the Caspian is open."""
    countries: Rings
    country_table: tuple[Country, ...]
    coast: Lines
    borders: Lines
    border_kind: npt.NDArray[np.uint8]
    """Shape (number of features of `borders`,): index into `BORDER_KINDS`."""
    admin1: Lines
    lakes: Rings
    lake_table: tuple[Water, ...]
    rivers: Lines
    river_table: tuple[Water, ...]
    towns: tuple[Town, ...]
    labels: tuple[Label, ...]
    islands: tuple[Island, ...]
    depths: tuple[tuple[float, Rings], ...]
    """(depth [m], the water deeper than that), shallowest first; each lies inside the one before."""
    declared: tuple[Declared, ...] = ()
    detail: Detail | None = None

    def country(self, code: str) -> Rings:
        """The rings of a country by ISO A3; empty for an unknown code."""
        index = next((i for i, row in enumerate(self.country_table) if row.code == code), -1)
        return self.countries.of(index)

    def border(self, kind: BorderKind) -> Lines:
        """The borders of one kind, with the feature numbers of `borders`."""
        return self.borders.only(self.border_kind[self.borders.feature] == BORDER_KINDS.index(kind))
