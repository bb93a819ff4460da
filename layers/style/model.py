"""What a style is: one colour, pen or letter for every kind of thing on the map; nothing of it depends on the view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.style.ink import Colour, Letter, Pen
from layers.style.palette import Bloc, Blocs

StyleName = Literal["light", "dark", "print", "contrast"]
NAMES: tuple[StyleName, ...] = ("light", "dark", "print", "contrast")


@dataclass(frozen=True, slots=True)
class Ground:
    """The base map."""

    outside: Colour
    """Beyond the edge of the world."""
    sea: Colour
    depths: tuple[Colour, ...]
    """From the shelf down; used from shallow to deep as far as there are depth areas."""
    land: Colour
    lake: Colour
    coast: Pen
    lake_edge: Pen
    river: Pen
    border: Pen
    disputed: Pen
    """A border that is claimed, not settled: dashed."""
    control: Pen
    """A line of control or a front: dotted."""
    admin1: Pen
    graticule: Pen
    edge: Pen
    """The edge of the world, and the frame."""


@dataclass(frozen=True, slots=True)
class Thematic:
    """What is said on top of the base map."""

    hours: tuple[Colour, ...]
    """Anchors of the ramp from soon to late; see `layers.style.palette.ramp`."""
    lost: tuple[Colour, ...]
    """Anchors of the ramp of hours lost, from few to many."""
    hour_line: Pen
    hatch: Pen
    """Where nobody can come, and nowhere else."""
    zones: tuple[Colour, ...]
    zone_line: Pen
    ring: Pen
    ring_fill: Colour
    denial: Pen
    denial_fill: Colour
    denial_hatch: Pen
    air: Pen
    sea: Pen
    land: Pen
    late: Colour
    """A route whose unit comes after the grab is over; it is dashed too."""
    casing: Colour
    """Under lines that must stand out."""
    drawing: Pen
    drawing_fill: Colour
    blocs: Blocs
    flashpoint: Colour
    target: Colour
    event: Colour
    cooperation: Colour
    """Patrols and exercises of Russia and China together."""
    adiz: Pen
    median: Pen
    exercise: Pen
    exercise_fill: Colour
    ally: Colour
    """Lands bound to the United States by a defence treaty."""
    ally_hatch: Pen
    """Lands it has a law, an agreement or a statement for, but no treaty."""
    focus: Colour
    """Round what is selected."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Names on the map and words beside it."""

    ocean: Letter
    sea: Letter
    strait: Letter
    country: Letter
    region: Letter
    capital: Letter
    city: Letter
    town: Letter
    island: Letter
    lake: Letter
    river: Letter
    base: Letter
    base_minor: Letter
    flashpoint: Letter
    target: Letter
    native: Letter
    """The name in the place's own script, or the rival name, below a flashpoint's."""
    ring: Letter
    denial: Letter
    band: Letter
    route: Letter
    zone: Letter
    drawing: Letter
    event: Letter
    cooperation: Letter
    adiz: Letter
    exercise: Letter
    graticule: Letter
    legend_title: Letter
    legend: Letter
    note: Letter
    title: Letter
    subtitle: Letter
    table_head: Letter
    table: Letter
    marking: Letter


@dataclass(frozen=True, slots=True)
class Panel:
    """Boxes beside and on the map: legend, scale bar, inset, the page itself."""

    paper: Colour
    fill: Colour
    edge: Pen
    rule: Pen
    ink: Colour
    """Scale bar, north arrow."""
    symbol_edge: Colour
    """Round every symbol on the map."""


@dataclass(frozen=True, slots=True)
class Style:
    """How everything on the map looks."""

    name: StyleName
    ground: Ground
    quiet: Ground
    """The base map under the tints of reaction times: nearly without colour, its land laid over them as a veil."""
    thematic: Thematic
    letters: Letters
    panel: Panel

    def bloc(self, bloc: Bloc) -> Colour:
        """The colour of a group of nations."""
        return dict(self.thematic.blocs)[bloc]
