"""What a document holds: the content, which is undone and redone, and beside it where one looked when it was saved."""

from __future__ import annotations

from dataclasses import dataclass

from layers.document.objects import Drawn
from layers.document.own import NOTHING, Own
from layers.picture.layout import Layout
from layers.picture.sheet import DEFAULT_LAYERS, LayerSetting, RingShape, UnitSigns
from layers.projection import Kind
from layers.response.model import Posture
from layers.scenario.model import Scenario
from layers.style.model import StyleName

SCHEMA = 1
"""Version of the written form; a reader accepts this and every earlier one."""


@dataclass(frozen=True, slots=True)
class Target:
    """The place a response is asked for: a flashpoint, or any position."""

    id: str
    """Id of the flashpoint; empty for a bare position."""
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Sight:
    """Where one looks, whatever the size of the window: the place in its middle, scale and rotation."""

    lon: float
    lat: float
    mpp: float
    """Metres per logical pixel in the middle."""
    rotation_deg: float = 0.0
    """Clockwise turn of the picture."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A sight with a name, to come back to."""

    name: str
    sight: Sight
    projection: Kind = "aeqd"
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The user's work: all of it, and nothing else, is undone and redone."""

    scenario: Scenario
    """The assumptions the map and the table are about."""
    kept: tuple[Scenario, ...] = ()
    """The other scenarios of the document, to switch to and to compare with."""
    layers: tuple[LayerSetting, ...] = DEFAULT_LAYERS
    style: StyleName = "light"
    projection: Kind = "aeqd"
    unit_signs: UnitSigns = "simple"
    ring_shape: RingShape = "separate"
    drawn: tuple[Drawn, ...] = ()
    """Measurements, rings, areas and pins, bottom to top."""
    bookmarks: tuple[Bookmark, ...] = ()
    dates: tuple[str, str] = ("", "")
    """First and last day [ISO] of the events on the map; empty: open to that side."""
    posture: Posture | None = None
    """From where a platform reaches the target in time, shown in place of the reaction times; None: those."""
    own: Own = NOTHING
    """Flashpoints, bases, platforms and units of the user's own, besides the catalogue's."""
    layout: Layout = ()
    """Where the blocks of a briefing's page stand; empty: where its template has them."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a document file holds."""

    content: Content
    target: Target | None = None
    sight: Sight | None = None
    """None: the first look at the target."""
