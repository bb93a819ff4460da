"""Commands of the menus Measure, Scenario, Units and Help."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from layers.catalogue.model import Catalogue
from layers.units import MACH_NOTE
from mapapp.commands import acts, places
from mapapp.commands.desk import Command

UNITS = (("km", "Kilometres"), ("nmi", "Nautical miles"), ("mi", "Miles"))
SPEEDS = (
    ("km/h", "Kilometres per hour", ""),
    ("kn", "Knots", ""),
    ("Mach", "Mach", MACH_NOTE),
)
NOTATIONS = (
    ("DD", "Decimal degrees"),
    ("DMS", "Degrees, minutes, seconds"),
    ("DDM", "Degrees and minutes"),
    ("MGRS", "MGRS"),
    ("UTM", "UTM"),
)


def measure_menu() -> Iterator[Command]:
    menu = "M&easure"
    for place, (ident, text, key, icon, tip) in enumerate(
        (
            ("pan", "&Hand", "H", "pan", "Move the map and select"),
            (
                "measure",
                "&Distance",
                "M",
                "measure",
                "Geodesic, rhumb line, way by sea, air or land; time",
            ),
            ("ring", "Range &ring", "R", "ring", "Drag a geodesic range ring, or type its radius"),
            ("sector", "&Sector", "S", "radar", "Radius and two azimuths"),
            ("area", "&Area", "A", "polygon", "Area and perimeter on the ellipsoid"),
            ("pin", "&Pin", "P", "pin", "Mark a place"),
            ("coast", "&Nearest coast", "C", "waypoints", "The geodesic from a place to the nearest coast"),
        ),
        start=31,
    ):
        yield Command(
            f"tool.{ident}",
            text,
            menu,
            partial(acts.set_tool, ident=ident),
            (key,),
            icon,
            tip,
            checked=partial(acts.tool_is, ident=ident),
            choice=True,
            toolbar=place,
        )
    yield Command(
        "posture.ask",
        "&From where in time?\u2026",
        menu,
        lambda desk: desk.editing.ask_posture(),
        ("F",),
        "target",
        "From where a platform reaches the selected place within given hours, as contours on the map",
        group=1,
        enabled=lambda desk: desk.document.target is not None,
        also="posture contour isochrone within hours notice",
    )
    yield Command(
        "posture.drop",
        "Back to reaction &times",
        menu,
        lambda desk: desk.editing.drop_posture(),
        tip="Give up the posture and show the reaction times again",
        group=1,
        enabled=lambda desk: desk.document.content.posture is not None,
    )
    yield Command(
        "objects.list",
        "&List of objects",
        menu,
        lambda desk: desk.frame.reveal("objects"),
        ("F7",),
        "list",
        "What was drawn and measured: names, colours, figures",
        group=1,
    )
    yield Command(
        "rings.clear",
        "&Clear rings and drawings",
        menu,
        lambda desk: desk.document.apply("Clear rings and drawings", acts.without_drawings),
        group=1,
        also="erase delete all objects",
        enabled=lambda desk: bool(desk.document.content.drawn),
    )
    for ident, text, run in (
        ("look", "Look at the selected &objects", lambda desk: desk.objects.look_at_selected()),
        ("change", "Chan&ge the selected object\u2026", lambda desk: desk.objects.change_selected()),
        ("remove", "R&emove the selected objects", lambda desk: desk.objects.remove_selected()),
    ):
        yield Command(
            f"object.{ident}",
            text,
            menu,
            run,
            tip="What was drawn or measured and is selected on the map or in the list of objects",
            group=2,
            enabled=lambda desk: bool(desk.objects.selected),
        )


def scenario_menu(catalogue: Catalogue) -> Iterator[Command]:
    menu = "&Scenario"
    for passage in catalogue.passages.values():
        yield Command(
            f"passage.{passage.id}",
            passage.name.replace("&", "&&"),
            f"{menu}/&Passages open to responders",
            partial(acts.toggle_passage, ident=passage.id),
            tip=passage.regime,
            checked=partial(acts.passage_open, ident=passage.id),
            also=f"open close strait canal passage {' '.join(passage.aliases)}",
        )
    yield Command(
        "scenario.tankers",
        "&Tankers available",
        menu,
        acts.toggle_tankers,
        tip="Whether aircraft go beyond their radius with tankers",
        checked=lambda desk: desk.document.content.scenario.tankers,
    )
    yield Command(
        "scenario.edit",
        "&Assumptions",
        menu,
        lambda desk: desk.frame.reveal("scenario"),
        ("F6",),
        "sliders",
        "Everything that is assumed, with its default and source, to be changed",
        group=1,
        toolbar=53,
    )
    yield Command(
        "scenario.copy",
        "&Copy this scenario",
        menu,
        lambda desk: desk.editing.panel.copy(),
        tip="Keep it, and go on with a copy",
        group=1,
    )
    yield Command(
        "scenario.rename",
        "Rename this scenario\u2026",
        menu,
        acts.rename_scenario,
        group=1,
    )
    yield Command(
        "scenario.compare",
        "Co&mpare two scenarios\u2026",
        menu,
        lambda desk: desk.editing.compare(),
        ("Ctrl+Shift+K",),
        "compare",
        "What differs, and the hours won or lost",
        group=1,
        toolbar=54,
    )
    yield Command(
        "scenario.two-ends",
        "&Two ends of Eurasia\u2026",
        menu,
        lambda desk: desk.editing.two_ends(),
        ("F8",),
        "globe",
        "A verdict for every flashpoint, alone and with the other end burning; the levers that move it",
        group=1,
        toolbar=55,
        also="price of distraction levers gap theatre switch tornado",
    )
    yield Command(
        "scenario.reset",
        "&Back to the catalogue",
        menu,
        lambda desk: desk.editing.panel.reset_all(),
        tip="Give up every departure from the catalogue",
        group=1,
        enabled=lambda desk: desk.editing.panel.departs,
    )
    yield Command(
        "scenario.delete",
        "&Delete this scenario",
        menu,
        lambda desk: desk.editing.panel.delete(),
        tip="Go on with the one kept last",
        group=1,
        enabled=lambda desk: bool(desk.document.content.kept),
    )
    for kind in ("flashpoint", "base", "platform", "unit"):
        yield Command(
            f"own.{kind}",
            f"New {kind}\u2026",
            f"{menu}/&New",
            partial(places.new_record, kind=kind),
            tip=f"A {kind} of your own, kept in the document",
            group=2,
        )
    for ident, text, icon, tip in (
        ("zone", "Zone, drawn on the map", "polygon", "Corner by corner: a zone of your own, kept in the document"),
        (
            "airspace",
            "Closed airspace, drawn on the map",
            "shield",
            "Corner by corner: aircraft fly round it, and the times follow at once",
        ),
    ):
        yield Command(
            f"tool.{ident}",
            text,
            f"{menu}/&New",
            partial(acts.set_tool, ident=ident),
            icon=icon,
            tip=tip,
            group=2,
            checked=partial(acts.tool_is, ident=ident),
            choice=True,
            also="polygon no-fly area overflight",
        )
    yield Command("scenario.cancel", "&Stop computing", menu, lambda desk: desk.cancel_work(), ("Ctrl+.",), group=3)


def units_menu() -> Iterator[Command]:
    for ident, text in UNITS:
        yield Command(
            f"unit.{ident}",
            text,
            "&Units",
            partial(acts.prefer, name="unit", value=ident),
            checked=partial(acts.preferred, name="unit", value=ident),
            choice=True,
        )
    for ident, text, tip in SPEEDS:
        yield Command(
            f"speed.{ident.replace('/', '')}",
            text,
            "&Units",
            partial(acts.prefer, name="speed", value=ident),
            tip=tip,
            group=1,
            checked=partial(acts.preferred, name="speed", value=ident),
            choice=True,
            also="speed unit",
        )
    for ident, text in NOTATIONS:
        yield Command(
            f"notation.{ident}",
            text,
            "&Units",
            partial(acts.prefer, name="notation", value=ident),
            group=2,
            checked=partial(acts.preferred, name="notation", value=ident),
            choice=True,
        )


def help_menu() -> Iterator[Command]:
    yield Command("help.tour", "&Tour in five steps", "&Help", lambda desk: desk.tour.begin(), tip="On the real map")
    yield Command(
        "help.shortcuts", "&Commands and shortcuts", "&Help", lambda desk: desk.show_help(), ("F1",), "help", toolbar=91
    )
    yield Command("help.about", "&About Rimland", "&Help", lambda desk: desk.show_about(), group=1)


# --- handlers that take a value ---------------------------------------------------------------------------------
