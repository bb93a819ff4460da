"""What a briefing tells and how it is to look, and the page made of that."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from pathlib import Path

from layers import wording
from layers.catalogue.model import Catalogue
from layers.document.model import Saved
from layers.io.atlas import encode as encode_all
from layers.io.document import encode
from layers.picture import answer, chart, page, places, table
from layers.picture.layout import Layout
from layers.picture.marks import Picture
from layers.picture.page import ViewSpec
from layers.picture.paper import A4_LANDSCAPE, BRIEFING, SLIDE, Paper, Template
from layers.picture.sheet import RouteSpec, Sheet
from layers.response.model import Response
from layers.scenario.model import BASELINE
from layers.view import View
from layers.wording import say
from mapapp.export import dates

SIGHT_PX = 1024.0
"""A document's sight stands for a page's map so many pixels across; a power of two comes back exactly."""


@dataclass(frozen=True, eq=False)
class Briefing:
    """One page's subject: what is on the map, who can respond, where to look, and the document it all comes from."""

    sheet: Sheet
    response: Response | None
    spec: ViewSpec
    saved: Saved | None = None
    """The document, carried in what is written."""

    @cached_property
    def document(self) -> bytes:
        """The document as a file's bytes; empty for none."""
        return encode(self.saved) if self.saved is not None else b""

    @property
    def name(self) -> str:
        """The target as the map names it."""
        if self.response is None:
            return ""
        point = self.sheet.catalogue.flashpoints.get(self.response.target)
        told = self.response.target_name
        return places.title(point) if point is not None and point.name == told else told


@dataclass(frozen=True, slots=True)
class Order:
    """How briefings are to look: the same for every page of an atlas."""

    title: str = ""
    """In place of the made one; of an atlas the title of its contents."""
    subtitle: str = ""
    marking: str = ""
    date: dt.date = field(default_factory=dates.of)
    locale: str = "en-GB"
    template: Template = BRIEFING
    paper: Paper = A4_LANDSCAPE
    slide: Paper = SLIDE
    """The size of slides, where no template of the user's own has one."""
    dpi: int = 192
    base: Path | None = None
    """A template of the user's own for slides (.pptx or .potx)."""
    layout: Layout = ()
    """Where the blocks stand; empty: where the template has them."""


def carried(pages: Sequence[Briefing]) -> bytes:
    """The documents of all pages as one file's bytes: an atlas gives every page of it back."""
    return encode_all([one.saved for one in pages if one.saved is not None])


def of_window(sheet: Sheet, response: Response | None, view: View, saved: Saved | None = None) -> Briefing:
    """The briefing of what a window shows; the first arrivals' routes are on it if none is selected."""
    shown = sheet
    if response is not None and not sheet.routes:
        shown = replace(sheet, routes=named_routes(response, sheet.catalogue))
    lon, lat = view.projection.inverse(view.x, view.y)
    across = view.mpp * min(view.width, view.height)
    spec = ViewSpec(view.projection, float(lon), float(lat), across, view.rotation_deg) if isfinite(lon) else None
    spec = spec or page.spec_for(shown)
    if saved is not None and saved.sight is not None:
        saved = replace(saved, sight=replace(saved.sight, mpp=spec.across_m / SIGHT_PX))
    return Briefing(shown, response, spec, saved)


def named_routes(response: Response, catalogue: Catalogue) -> tuple[RouteSpec, ...]:
    """The ways of the first arrivals, with the units' names up to their first comma."""
    found = []
    for spec in answer.routes(response, answer.first_units(response)):
        unit = catalogue.units.get(spec.label)
        found.append(replace(spec, label=re.split(r"[,(;]", unit.name)[0].strip()) if unit is not None else spec)
    return tuple(found)


def title_of(one: Briefing, order: Order) -> str:
    """The given title, or one that says what the page answers."""
    made = say("{place}: who can respond, and how soon", place=one.name) if one.name else "Rimland"
    return order.title or made


def rows_of(one: Briefing, order: Order) -> table.Rows:
    """The table: first arrivals, or unit by unit where the template has room."""
    if one.response is None or not order.template.rows:
        return ()
    if order.template.rows > BRIEFING.rows:
        return table.arrivals(one.response, one.sheet.catalogue, order.template.rows)
    return table.first_arrivals(one.response, one.sheet.catalogue)


def closure_of(one: Briefing) -> chart.Closure | None:
    """What the closure chart shows."""
    return chart.closure(one.response) if one.response is not None else None


def laid_out(one: Briefing, order: Order, left_out: frozenset[str] = frozenset()) -> page.Page:
    """The page, without the blocks in `left_out`; see `layers.picture.page.laid_out`."""
    with wording.spoken(order.locale):
        return _laid_out(one, order, left_out)


def _laid_out(one: Briefing, order: Order, left_out: frozenset[str]) -> page.Page:
    return page.laid_out(
        one.sheet,
        one.spec,
        title_of(one, order),
        order.subtitle or subtitle(one),
        rows_of(one, order),
        sources(one.sheet, one.response),
        dates.words(order.date, order.locale),
        order.marking,
        order.paper,
        order.template,
        closure_of(one),
        left_out,
        order.layout,
    )


def picture(one: Briefing, order: Order) -> Picture:
    """The page as a picture."""
    return laid_out(one, order).picture


def assumed(one: Briefing) -> str:
    """The scenario by name; nothing for the things as they stand, which is what a page without a word means."""
    if one.saved is None or one.saved.content.scenario == BASELINE:
        return ""
    name = say(one.saved.content.scenario.name)
    changed = say("{scenario}, changed", scenario=name) if one.saved.content.scenario.name == BASELINE.name else name
    return say("Assumed: {scenario}", scenario=changed)


def subtitle(one: Briefing) -> str:
    """What is assumed, the clock, and how many come in time, late or never."""
    response = one.response
    parts = [text] if (text := assumed(one)) else []
    if response is None:
        return "".join(parts)
    if response.clock is not None and response.clock.applies:
        parts.append(say("Seizure clock {hours}", hours=chart.hours(response.clock.hours)))
    in_time, late, never = (count(response, status) for status in ("in time", "late", "unreachable"))
    if in_time or late or never:
        told = "{in_time} units in time, {late} late, {never} cannot come"
        parts.append(say(told, in_time=in_time, late=late, never=never))
    if unasked := count(response, "not expected"):
        parts.append(say("{count} not expected to come", count=unasked))
    return "  ·  ".join(parts)


def count(response: Response, status: str) -> int:
    """How many units come in time, late or never."""
    return sum(row.status == status for row in response.arrivals)


def source_list(sheet: Sheet, response: Response | None) -> list[str]:
    """What the figures on the page rest on, each with what it is about."""
    return [f"{about}: {text}" for about, text in _sources(sheet, response)]


def sources(sheet: Sheet, response: Response | None) -> str:
    """The same in a line, each source once."""
    texts = (text for _, text in _sources(sheet, response))
    parts = list(dict.fromkeys(part.strip() for text in texts for part in text.split(";") if part.strip()))
    return "; ".join([*parts[:10], say("the full list stands in the catalogue")]) if parts else ""


def _sources(sheet: Sheet, response: Response | None) -> list[tuple[str, str]]:
    """Of the seizure clock and of the first unit of each effect: what, and where it is from."""
    if response is None:
        return []
    found: dict[str, str] = {}
    if response.clock is not None:
        found[say("Seizure clock")] = response.clock.source.text
    for gap in response.gaps:
        unit = sheet.catalogue.units.get(gap.first_unit)
        if unit is not None:
            found[unit.name] = unit.source.text
    return list(found.items())
