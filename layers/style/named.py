"""The four styles: an atlas by day, a chart room by night, ink on paper, and black on white for tired eyes.

Each is told as a handful of inks; the letters and pens follow from them, so that the four keep one typography.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from layers.errors import RimlandError
from layers.style import palette
from layers.style.ink import Colour, Font, Letter, Pen, Weight, colour
from layers.style.model import NAMES, Ground, Letters, Panel, Style, StyleName, Thematic


@dataclass(frozen=True, slots=True)
class _Inks:
    """What differs between the styles."""

    outside: str
    sea: str
    depths: tuple[str, ...]
    land: str
    coast: str
    river: str
    border: str
    disputed: str
    admin1: str
    graticule: str
    grid_text: str
    text: str
    muted: str
    country: str
    sea_text: str
    river_text: str
    halo: str
    paper: str
    panel: str
    panel_edge: str
    ring: str
    denial: str
    air: str
    route_sea: str
    route_land: str
    late: str
    flashpoint: str
    drawing: str
    focus: str
    hatch: str
    zones: tuple[str, ...]
    hours: tuple[Colour, ...]
    lost: tuple[Colour, ...]
    blocs: palette.Blocs
    symbol_edge: str
    quiet: tuple[str, str, tuple[str, str, str, str, str]]
    """Under the tints of reaction times: sea, land and depths, nearly without colour."""
    adiz: str
    coop: str
    exercise: str
    ally: str
    line: float = 1.0
    """Factor on the width of thematic lines."""


_LIGHT = _Inks(
    outside="#e9eef1", sea="#dbe8f1", depths=("#d1e2ed", "#c8dce9", "#bfd6e5", "#b7d0e2", "#afcade"), land="#f5f1e6",
    coast="#4d6f8a", river="#8fb3cb", border="#8a7f86", disputed="#8a5a63", admin1="#cfc6b8", graticule="#7f9db3",
    grid_text="#3b4f62", text="#22262b", muted="#474e56", country="#5c564d", sea_text="#174a73", river_text="#174a73",
    halo="#fbf9f3",
    paper="#ffffff", panel="#fdfcf9", panel_edge="#a9b3bb", ring="#24476b", denial="#a81f18", air="#1d4f9c",
    route_sea="#0b6572", route_land="#6b4a1d", late="#8f3a08", flashpoint="#a0120c", drawing="#5b2a86", focus="#e08a00",
    hatch="#6b6470", zones=("#7a8fbf", "#6aa88f", "#c79a5b", "#b77a9a", "#8a8f5a", "#5f9fb5"),
    hours=palette.HOURS_LIGHT, lost=palette.LOST_LIGHT, blocs=palette.BLOCS_LIGHT, symbol_edge="#ffffff",
    quiet=("#f6f8f9", "#fbfaf6", ("#f2f5f7", "#eef2f4", "#eaeff2", "#e6ecef", "#e2e9ed")),
    adiz="#4a4390", coop="#8a1c6d", exercise="#a3480a", ally="#2f6fb5",
)  # fmt: skip

_DARK = _Inks(
    outside="#0a1017", sea="#182b3c", depths=("#142535", "#12202f", "#0f1c29", "#0d1823", "#0b141e"), land="#26323d",
    coast="#5d7c95", river="#33536b", border="#74818c", disputed="#b08a90", admin1="#37444f", graticule="#35506a",
    grid_text="#9db3c6", text="#eef2f5", muted="#b9c4cd", country="#bcc4ca", sea_text="#86b9de", river_text="#9cc8e6",
    halo="#0e1822",
    paper="#10161d", panel="#17212b", panel_edge="#3d4d5b", ring="#a9cdf0", denial="#ff7b6e", air="#7fb2ff",
    route_sea="#5fd0d8", route_land="#e0b47a", late="#ffa25c", flashpoint="#ff8a7a", drawing="#cda6ff", focus="#ffc14d",
    hatch="#8b97a2", zones=("#7f97d6", "#67b795", "#d8ab66", "#cf8fb2", "#a9b06a", "#66b3cc"),
    hours=palette.HOURS_DARK, lost=palette.LOST_DARK, blocs=palette.BLOCS_DARK, symbol_edge="#0d151d",
    quiet=("#131b23", "#2b3138", ("#11181f", "#10161d", "#0e141a", "#0d1218", "#0b1015")),
    adiz="#b9b2ff", coop="#ff9be0", exercise="#ffb070", ally="#6aa6ea",
)  # fmt: skip

_PRINT = _Inks(
    outside="#ffffff", sea="#eaf2f7", depths=("#dfebf3", "#d4e4ee", "#c9ddea", "#bfd6e6", "#b5cfe2"), land="#fcfbf8",
    coast="#47687f", river="#86aac2", border="#77707a", disputed="#7d3f4b", admin1="#d8d2c9", graticule="#9db4c5",
    grid_text="#3c4f60", text="#14171a", muted="#444b52", country="#59544d", sea_text="#1b4f79", river_text="#1b4f79",
    halo="#ffffff",
    paper="#ffffff", panel="#ffffff", panel_edge="#8d969e", ring="#1c3c5e", denial="#a81f18", air="#1a4791",
    route_sea="#085763", route_land="#5d4018", late="#8f3a08", flashpoint="#9d110c", drawing="#4f2478", focus="#c97800",
    hatch="#5d5762", zones=("#7a8fbf", "#6aa88f", "#c79a5b", "#b77a9a", "#8a8f5a", "#5f9fb5"),
    hours=palette.HOURS_LIGHT, lost=palette.LOST_LIGHT, blocs=palette.BLOCS_LIGHT, symbol_edge="#ffffff",
    quiet=("#fafbfc", "#fdfdfb", ("#f6f8fa", "#f2f5f8", "#eef2f6", "#eaeff3", "#e6ecf1")),
    adiz="#453e88", coop="#821866", exercise="#98430a", ally="#2f6fb5",
)  # fmt: skip

_CONTRAST = _Inks(
    outside="#ffffff", sea="#e2f0ff", depths=("#d9ecff", "#d0e6ff", "#c7e1ff", "#bedbff", "#b5d6ff"), land="#ffffff",
    coast="#000000", river="#3a6ea5", border="#000000", disputed="#7a0000", admin1="#8a8a8a", graticule="#6f8bab",
    grid_text="#000000", text="#000000", muted="#1c1c1c", country="#1c1c1c", sea_text="#00305f", river_text="#00305f",
    halo="#ffffff",
    paper="#ffffff", panel="#ffffff", panel_edge="#000000", ring="#00234d", denial="#990000", air="#003a99",
    route_sea="#004a4a", route_land="#4a2a00", late="#8a2f00", flashpoint="#990000", drawing="#3d007a", focus="#b35f00",
    hatch="#000000", zones=("#4a66b0", "#2f8a66", "#b57a1f", "#a34a7a", "#6d7420", "#1f7f9f"),
    hours=palette.HOURS_CONTRAST, lost=palette.LOST_LIGHT, blocs=palette.BLOCS_LIGHT, symbol_edge="#ffffff",
    line=1.4,
    quiet=("#ffffff", "#ffffff", ("#fafcff", "#f5f9ff", "#f0f6ff", "#ebf3ff", "#e6f0ff")),
    adiz="#2a2370", coop="#6e0050", exercise="#7a3000", ally="#1f5fae",
)  # fmt: skip

_INKS: dict[StyleName, _Inks] = {"light": _LIGHT, "dark": _DARK, "print": _PRINT, "contrast": _CONTRAST}


def _grounds(ink: _Inks) -> tuple[Ground, Ground]:
    """The base map in its own colours, and hushed under tints."""

    def pen(code: str, width: float, dash: tuple[float, ...] = (), opacity: float = 1.0) -> Pen:
        return Pen(colour(code, opacity), width, dash)

    bold = ink.line > 1
    plain = Ground(
        outside=colour(ink.outside),
        sea=colour(ink.sea),
        depths=tuple(colour(code) for code in ink.depths),
        land=colour(ink.land),
        lake=colour(ink.sea),
        coast=pen(ink.coast, 1.0 if bold else 0.8),
        lake_edge=pen(ink.coast, 0.6),
        river=pen(ink.river, 0.8),
        border=pen(ink.border, 1.0 if bold else 0.9),
        disputed=pen(ink.disputed, 1.0, (5.0, 3.0)),
        control=pen(ink.disputed, 1.0, (1.5, 2.5)),
        admin1=pen(ink.admin1, 0.7, (4.0, 2.0)),
        graticule=pen(ink.graticule, 0.6, opacity=0.75),
        edge=pen(ink.panel_edge, 1.0),
    )
    sea, land, depths = ink.quiet
    hushed = replace(
        plain,
        sea=colour(sea),
        depths=tuple(colour(code) for code in depths),
        land=colour(land),
        lake=colour(sea),
    )
    return plain, hushed


def _thematic(ink: _Inks) -> Thematic:
    def pen(code: str, width: float, dash: tuple[float, ...] = (), opacity: float = 1.0) -> Pen:
        return Pen(colour(code, opacity), width * ink.line, dash)

    return Thematic(
        hours=ink.hours,
        lost=ink.lost,
        hour_line=pen(ink.text, 0.9, opacity=0.55),
        hatch=pen(ink.hatch, 0.7, opacity=0.55),
        zones=tuple(colour(code, 0.22) for code in ink.zones),
        zone_line=pen(ink.muted, 0.9, (6.0, 2.0, 1.5, 2.0), 0.8),
        ring=pen(ink.ring, 1.3),
        ring_fill=colour(ink.ring, 0.0),
        denial=pen(ink.denial, 1.3, (7.0, 3.0)),
        denial_fill=colour(ink.denial, 0.06),
        denial_hatch=pen(ink.denial, 0.6, opacity=0.28),
        air=pen(ink.air, 1.7),
        sea=pen(ink.route_sea, 1.7),
        land=pen(ink.route_land, 1.7),
        late=colour(ink.late),
        casing=colour(ink.halo, 0.8),
        drawing=pen(ink.drawing, 1.6),
        drawing_fill=colour(ink.drawing, 0.08),
        blocs=ink.blocs,
        flashpoint=colour(ink.flashpoint),
        target=colour(ink.flashpoint),
        event=colour(ink.late),
        cooperation=colour(ink.coop),
        adiz=pen(ink.adiz, 1.3, (12.0, 3.0, 2.0, 3.0)),
        median=pen(ink.adiz, 1.3, (3.0, 4.0)),
        exercise=pen(ink.exercise, 1.2),
        exercise_fill=colour(ink.exercise, 0.14),
        ally=colour(ink.ally, 0.3),
        ally_hatch=pen(ink.ally, 0.9, opacity=0.8),
        focus=colour(ink.focus),
    )


def _letters(ink: _Inks) -> Letters:
    halo = colour(ink.halo, 0.92)

    def on_map(
        code: str, size: float, weight: Weight = 400, *, italic: bool = False, tracking: float = 0.0,
        capitals: bool = False, ground: Colour | None = halo, width: float = 1.6,
    ) -> Letter:  # fmt: skip
        return Letter(Font("Inter", size, weight, italic, tracking), colour(code), ground, width, capitals)

    def beside(code: str, size: float, weight: Weight = 400, tracking: float = 0.0) -> Letter:
        return Letter(Font("Inter", size, weight, False, tracking), colour(code))

    return Letters(
        ocean=on_map(ink.sea_text, 19, italic=True, tracking=0.34, capitals=True, ground=None),
        sea=on_map(ink.sea_text, 14, italic=True, tracking=0.2, ground=None),
        strait=on_map(ink.sea_text, 10.5, italic=True, tracking=0.06, ground=colour(ink.sea, 0.8)),
        country=on_map(ink.country, 12.5, 600, tracking=0.24, capitals=True, ground=colour(ink.halo, 0.75)),
        region=on_map(ink.muted, 10, tracking=0.12, capitals=True, ground=colour(ink.halo, 0.75)),
        capital=on_map(ink.text, 11.5, 600),
        city=on_map(ink.text, 11, 500),
        town=on_map(ink.muted, 10),
        island=on_map(ink.sea_text, 10, italic=True),
        lake=on_map(ink.sea_text, 9.5, italic=True, ground=None),
        river=on_map(ink.river_text, 9.5, italic=True, tracking=0.05, ground=None),
        base=on_map(ink.text, 11, 600),
        base_minor=on_map(ink.muted, 9.5, 500),
        flashpoint=on_map(ink.flashpoint, 12, 700, width=2.0),
        target=on_map(ink.flashpoint, 14.5, 700, width=2.2),
        native=on_map(ink.flashpoint, 11, 500, width=1.8),
        ring=on_map(ink.ring, 11, 600, width=2.0),
        denial=on_map(ink.denial, 10.5, 600, width=2.0),
        band=on_map(ink.text, 10.5, 700, width=2.0),
        route=on_map(ink.text, 9.5, 600, width=1.8),
        zone=on_map(ink.muted, 11.5, 600, tracking=0.1, width=1.8),
        drawing=on_map(ink.drawing, 11, 600, width=2.0),
        event=on_map(ink.late, 9.5, 500),
        cooperation=on_map(ink.coop, 10, 600, width=1.8),
        adiz=on_map(ink.adiz, 10, 600, tracking=0.03, width=1.8),
        exercise=on_map(ink.exercise, 9.5, 600, width=1.8),
        graticule=on_map(ink.grid_text, 9.5, 500, ground=colour(ink.halo, 0.9)),
        legend_title=beside(ink.text, 11, 700),
        legend=beside(ink.text, 10.5),
        note=beside(ink.muted, 9),
        title=beside(ink.text, 26, 700),
        subtitle=beside(ink.muted, 14),
        table_head=beside(ink.muted, 9.5, 600),
        table=beside(ink.text, 10.5),
        marking=beside(ink.text, 10, 700, 0.14),
    )


@cache
def _made(name: StyleName) -> Style:
    ink = _INKS[name]
    panel = Panel(
        paper=colour(ink.paper),
        fill=colour(ink.panel, 0.985),
        edge=Pen(colour(ink.panel_edge), 0.8),
        rule=Pen(colour(ink.panel_edge), 0.7),
        ink=colour(ink.text),
        symbol_edge=colour(ink.symbol_edge),
    )
    return Style(name, *_grounds(ink), _thematic(ink), _letters(ink), panel)


def named(name: str) -> Style:
    """The style of that name: ``light``, ``dark``, ``print`` or ``contrast``.

    Raises
    ------
    RimlandError
        When there is no such style.
    """
    for known in NAMES:
        if name.casefold() == known:
            return _made(known)
    raise RimlandError(f"unknown style {name!r}", remedy=f"use one of {', '.join(NAMES)}")
