"""What is on the map: values to be drawn, chosen by the user or by a briefing; no geometry of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from layers.basemap import Basemap, Zone
from layers.catalogue.model import Catalogue, Event
from layers.routes.model import Line, Mode
from layers.style.model import Ground, Style

LayerId = Literal[
    "depths",
    "land",
    "admin1",
    "rivers",
    "lakes",
    "borders",
    "commitments",
    "zones",
    "exercises",
    "bands",
    "lost",
    "graticule",
    "denial",
    "rings",
    "adiz",
    "routes",
    "events",
    "cooperation",
    "bases",
    "units",
    "flashpoints",
    "drawings",
    "labels",
    "furniture",
]


@dataclass(frozen=True, slots=True)
class LayerSetting:
    """One row of the layer tree, bottom to top in `Sheet.layers`."""

    id: LayerId
    visible: bool = True
    opacity: float = 1.0


DEFAULT_LAYERS: tuple[LayerSetting, ...] = (
    LayerSetting("depths"),
    LayerSetting("land"),
    LayerSetting("admin1", visible=False),
    LayerSetting("rivers"),
    LayerSetting("lakes"),
    LayerSetting("borders"),
    LayerSetting("commitments", visible=False),
    LayerSetting("zones", visible=False),
    LayerSetting("exercises", visible=False),
    LayerSetting("bands", opacity=0.5),
    LayerSetting("lost", visible=False, opacity=0.6),
    LayerSetting("graticule"),
    LayerSetting("denial", visible=False),
    LayerSetting("rings"),
    LayerSetting("adiz", visible=False),
    LayerSetting("routes"),
    LayerSetting("events", visible=False),
    LayerSetting("cooperation", visible=False),
    LayerSetting("bases"),
    LayerSetting("units", visible=False),
    LayerSetting("flashpoints"),
    LayerSetting("drawings"),
    LayerSetting("labels"),
    LayerSetting("furniture"),
)


UnitSigns = Literal["simple", "frames"]
"""Units as a house sign by domain, or as the frames of MIL-STD-2525 and APP-6."""
UNIT_SIGNS: tuple[UnitSigns, ...] = get_args(UnitSigns)

RingShape = Literal["separate", "united"]
"""Overlapping rings of one radius each by itself, or as the area they cover together."""
RING_SHAPES: tuple[RingShape, ...] = get_args(RingShape)

BANDS_TITLE = "Hours until the first aircraft is overhead"
BAND_HOURS = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0)
"""Edges of the bands [h]: near alerts count in hours, and within two days an aircraft is there or not coming."""
LOST_TITLE = "Hours lost by the first allied aircraft overhead"
LOST_HOURS = (0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 72.0)
"""Edges of the bands of hours lost [h], of which a map has those that occur; less than the first is worth no tint."""


@dataclass(frozen=True, slots=True)
class RingSpec:
    """A range ring to draw: geodesic, labelled on the ring."""

    id: str
    lon: float
    lat: float
    radius_m: float
    label: str
    kind: Literal["range", "denial"] = "range"
    group: str = ""
    """Rings of one group are drawn as the area they cover together, with one name; empty: each by itself."""
    colour: str = ""
    """``#rrggbb`` of a ring with a colour of its own; empty: the style's."""
    width: float = 0.0
    """Of its line [px]; 0: the style's."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The area reached between two hours after H-hour: lon/lat rings by the even-odd rule, cut at the antimeridian.

    `to_h` infinite: reached only after `from_h`, or never; both infinite: out of reach. Such bands are hatched.
    """

    from_h: float
    to_h: float
    rings: tuple[Line, ...]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a place lies in the area, edges straight in longitude and latitude as the rings are."""
        crossed = 0
        for ring in self.rings:
            x, y = ring.lon, ring.lat
            x2, y2 = np.roll(x, -1), np.roll(y, -1)
            spans = (y > lat) != (y2 > lat)
            with np.errstate(divide="ignore", invalid="ignore"):  # level edges span nothing
                at = x + (lat - y) / (y2 - y) * (x2 - x)
            crossed += int(np.count_nonzero(spans & (lon < at)))
        return crossed % 2 == 1


@dataclass(frozen=True, slots=True, eq=False)
class RouteSpec:
    """A responder's way to draw."""

    id: str
    mode: Mode
    line: Line
    label: str
    hours: float | None = None
    """Travelling time, for hour ticks along the line; None draws none."""
    in_time: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Something the user drew or measured: a line (densified already) or a ring, with its label."""

    id: str
    kind: Literal["geodesic", "rhumb", "area", "ring", "pin", "zone", "airspace"]
    line: Line
    label: str = ""
    holes: tuple[Line, ...] = ()
    """Of an area."""
    colour: str = ""
    """``#rrggbb`` of a drawing with a colour of its own; empty: the style's."""
    width: float = 0.0
    """Of its line [px]; 0: the style's."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Everything `compose` needs besides the view."""

    basemap: Basemap
    catalogue: Catalogue
    style: Style
    layers: tuple[LayerSetting, ...] = DEFAULT_LAYERS
    target: str = ""
    """Id of the flashpoint the map is about; empty when there is none."""
    target_position: tuple[float, float] | None = None
    """lon, lat of a target that is not a flashpoint of the catalogue."""
    zones: tuple[Zone, ...] = ()
    """Named areas; their names stand in `catalogue.zones`."""
    rings: tuple[RingSpec, ...] = ()
    bands: tuple[Band, ...] = ()
    bands_title: str = ""
    lost: tuple[Band, ...] = ()
    """By how many hours pressure makes the first arrival later; both hours infinite: nobody comes any more."""
    lost_title: str = ""
    routes: tuple[RouteSpec, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    dates: tuple[str, str] = ("", "")
    """First and last day [ISO] of the events that are shown; empty: open to that side."""
    unit_signs: UnitSigns = "simple"
    selected: frozenset[str] = frozenset()
    """Ids (bases, units, flashpoints, routes) drawn with emphasis."""
    responders: frozenset[str] = frozenset()
    """Bases of the responding units; the others are drawn small and without a label until there is room."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The events between the dates."""
        first, last = self.dates
        return tuple(event for event in self.catalogue.events if event.between(first, last))

    def setting(self, layer: LayerId) -> LayerSetting:
        """The tree row of `layer`; a layer not in the tree is invisible."""
        return next((row for row in self.layers if row.id == layer), LayerSetting(layer, visible=False))

    @property
    def tinted(self) -> bool:
        """Whether reaction times lie over the map."""
        rows = ((self.bands, self.setting("bands")), (self.lost, self.setting("lost")))
        return any(bands and row.visible and row.opacity > 0 for bands, row in rows)

    @property
    def ground(self) -> Ground:
        """How the base map looks: hushed where tints lie over it."""
        return self.style.quiet if self.tinted else self.style.ground

    def with_layer(self, setting: LayerSetting) -> Sheet:
        """The sheet with the row of the same id replaced."""
        return replace(self, layers=tuple(setting if row.id == setting.id else row for row in self.layers))
