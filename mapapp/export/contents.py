"""The atlas: a page for each place, or for each scenario of one place, behind a page of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layers import wording
from layers.picture import chart, page, table
from layers.picture.marks import Picture
from layers.picture.page import ViewSpec
from layers.picture.paper import Template
from layers.response.model import Response
from layers.units import SECONDS_PER_HOUR, format_duration
from layers.wording import say
from mapapp.export import dates
from mapapp.export.briefing import Briefing, Order, count, picture

CONTENTS = Template(
    "contents", "the list of pages below their places", frozenset({"table"}), 60, 0.25, table_beside=0.55
)
MARGIN = 1.2
"""How much wider the map is than the box that holds its places: room for their names."""
_HEAD = ("Seizure clock", "First aircraft", "First ship", "First ground unit", "In time", "Page")
_GROUND = ("light_ground", "heavy_ground", "airborne", "amphibious")


def atlas(pages: Sequence[Briefing], order: Order) -> list[Picture]:
    """The pages, behind a contents page when there are several."""
    made = [picture(one, replace(order, title="", subtitle="") if len(pages) > 1 else order) for one in pages]
    return [contents(pages, order), *made] if len(pages) > 1 else made


def by_scenario(pages: Sequence[Briefing]) -> bool:
    """Whether the pages are one place under several scenarios; told by their documents."""
    saved = [one.saved for one in pages if one.saved is not None]
    return len(saved) == len(pages) > 1 and len({one.target for one in saved}) == 1


def title(pages: Sequence[Briefing], order: Order) -> str:
    """The given title of the atlas, or one that says what it answers."""
    if order.title:
        return order.title
    if by_scenario(pages):
        return say("{place}: who can respond under each scenario", place=pages[0].name)
    return say("Who can respond, and how soon")


def subtitle(pages: Sequence[Briefing], order: Order) -> str:
    """The given subtitle, or how many pages there are of what."""
    if order.subtitle:
        return order.subtitle
    if by_scenario(pages):
        return say("{count} scenarios, a page each", count=len(pages))
    return say("{count} places on the rim of Eurasia, a page each", count=len(pages))


def contents(pages: Sequence[Briefing], order: Order) -> Picture:
    """The contents page as a picture."""
    return contents_page(pages, order).picture


def contents_page(pages: Sequence[Briefing], order: Order, left_out: frozenset[str] = frozenset()) -> page.Page:
    """Where the places lie, what the answer is for each page, and on which page it stands."""
    with wording.spoken(order.locale):
        return _contents_page(pages, order, left_out)


def _contents_page(pages: Sequence[Briefing], order: Order, left_out: frozenset[str]) -> page.Page:
    first = pages[0]
    sheet = replace(first.sheet, bands=(), routes=(), drawings=(), selected=frozenset())
    if not by_scenario(pages):
        sheet = replace(sheet, target="", target_position=None, rings=())
    return page.laid_out(
        sheet,
        first.spec if by_scenario(pages) else overview(pages),
        title(pages, order),
        subtitle(pages, order),
        rows(pages),
        "",
        dates.words(order.date, order.locale),
        order.marking,
        order.paper,
        CONTENTS,
        None,
        left_out,
    )


def overview(pages: Sequence[Briefing]) -> ViewSpec:
    """A view that holds every place of the atlas."""
    import numpy as np

    from layers import sphere
    from layers.projection import Projection

    lon = np.array([one.response.lon for one in pages if one.response is not None] or [80.0])
    lat = np.array([one.response.lat for one in pages if one.response is not None] or [45.0])
    middle = sphere.lon_lat(sphere.unit_vectors(lon, lat).mean(axis=0))
    for _ in range(3):  # the middle of the box that holds them, which moves a little with the projection's own
        projection = Projection("laea", float(middle[0]), float(middle[1]))
        x, y = projection.forward(lon, lat)
        middle = projection.inverse((x.min() + x.max()) / 2, (y.min() + y.max()) / 2)
    wide, high = float(np.ptp(x)), float(np.ptp(y))
    across = min(max(MARGIN * max(wide, high), 1_500_000.0), 14_000_000.0)
    return ViewSpec(projection, float(middle[0]), float(middle[1]), across)


def rows(pages: Sequence[Briefing]) -> table.Rows:
    """A row a page: the answer in a few words."""
    scenarios = by_scenario(pages)
    made: list[tuple[str, ...]] = [("Scenario" if scenarios else "Place", *_HEAD)]
    for number, one in enumerate(pages, 2):
        response = one.response
        if response is None:
            made.append(("–", "–", "–", "–", "–", "–", str(number)))
            continue
        clock = response.clock
        made.append(
            (
                one.saved.content.scenario.name if scenarios and one.saved is not None else one.name,
                chart.hours(clock.hours) if clock is not None and clock.applies else say("none"),
                _first(response, ("air_presence",)),
                _first(response, ("surface_combatant", "maritime_patrol")),
                _first(response, _GROUND),
                say("{early} of {count} units", early=count(response, "in time"), count=len(response.arrivals)),
                str(number),
            )
        )
    return tuple(made)


def _first(response: Response, effects: tuple[str, ...]) -> str:
    """The soonest likely hour of any of the effects, in words."""
    hours = [row.total.likely for row in response.arrivals if row.effect in effects and row.total is not None]
    return format_duration(min(hours) * SECONDS_PER_HOUR) if hours else say("unreachable")
