"""The table of all commands, in menu order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from layers.catalogue.model import Catalogue
from layers.picture.sheet import DEFAULT_LAYERS
from layers.projection import KINDS, NAMES, Kind
from mapapp.commands import acts
from mapapp.commands.desk import Command
from mapapp.panels import words

PROJECTION_TIPS: dict[Kind, str] = {
    "aeqd": "Distances from the centre are true: range rings are circles",
    "laea": "Areas are true",
    "ortho": "The earth from far away",
    "lcc": "Shapes are true; made for a theatre of middle latitude",
    "merc": "Compass courses are straight; areas grow towards the poles",
    "eqc": "Longitude and latitude as they are",
    "eqearth": "The whole world with true areas",
}
STYLES = (("light", "Light"), ("dark", "Dark"), ("print", "Print"), ("contrast", "High contrast"))
THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
UNITS = (("km", "Kilometres"), ("nmi", "Nautical miles"), ("mi", "Miles"))
NOTATIONS = (
    ("DD", "Decimal degrees"),
    ("DMS", "Degrees, minutes, seconds"),
    ("DDM", "Degrees and minutes"),
    ("MGRS", "MGRS"),
    ("UTM", "UTM"),
)


def all_commands(catalogue: Catalogue) -> tuple[Command, ...]:
    """The whole table, in menu order."""
    return (*_file(), *_edit(), *_view(), *_map(), *_measure(), *_scenario(catalogue), *_units(), *_help())


def _file() -> Iterator[Command]:
    yield Command(
        "file.briefing",
        "Export &briefing\u2026",
        "&File",
        lambda desk: desk.export_briefing(),
        ("Ctrl+E",),
        "export-pdf",
        "Write the map with title, legend and table of first arrivals as PDF or PNG",
        toolbar=51,
    )
    yield Command("file.quit", "&Quit", "&File", lambda desk: desk.close(), ("Ctrl+Q",), group=9)


def _edit() -> Iterator[Command]:
    yield Command(
        "edit.undo",
        "&Undo",
        "&Edit",
        lambda desk: desk.document.undo(),
        ("Ctrl+Z",),
        "undo",
        enabled=lambda desk: bool(desk.document.undo_name),
        name=lambda desk: acts.with_name("&Undo", desk.document.undo_name),
        toolbar=11,
    )
    yield Command(
        "edit.redo",
        "&Redo",
        "&Edit",
        lambda desk: desk.document.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        enabled=lambda desk: bool(desk.document.redo_name),
        name=lambda desk: acts.with_name("&Redo", desk.document.redo_name),
        toolbar=12,
    )
    yield Command(
        "edit.copy-position",
        "&Copy position under the cursor",
        "&Edit",
        lambda desk: desk.copy_position(),
        ("Ctrl+Shift+C",),
        "copy",
        group=1,
    )
    yield Command(
        "edit.find", "&Find place\u2026", "&Edit", lambda desk: desk.focus_search(), ("Ctrl+F",), "search", group=1
    )


def _view() -> Iterator[Command]:
    menu = "&View"
    yield Command(
        "view.zoom-in",
        "Zoom &in",
        menu,
        lambda desk: desk.canvas.zoom_by(1.5),
        ("+", "=", "Ctrl++"),
        "zoom-in",
        toolbar=21,
    )
    yield Command(
        "view.zoom-out",
        "Zoom &out",
        menu,
        lambda desk: desk.canvas.zoom_by(1 / 1.5),
        ("-", "Ctrl+-"),
        "zoom-out",
        toolbar=22,
    )
    yield Command(
        "view.fit", "&Fit to target", menu, lambda desk: desk.fit(), ("0",), "fit", "Centre on the target", toolbar=23
    )
    yield Command(
        "view.world", "Whole &world", menu, lambda desk: desk.fit_world(), ("Shift+0", "Ctrl+0"), "globe", toolbar=24
    )
    yield Command(
        "view.turn-left", "Turn &left", menu, lambda desk: desk.canvas.rotate_by(-15.0), ("[",), "rotate-left", group=1
    )
    yield Command(
        "view.turn-right",
        "Turn &right",
        menu,
        lambda desk: desk.canvas.rotate_by(15.0),
        ("]",),
        "rotate-right",
        group=1,
    )
    yield Command(
        "view.north",
        "&North up",
        menu,
        lambda desk: desk.canvas.rotate_by(-desk.canvas.view.rotation_deg),
        ("N",),
        "compass",
        group=1,
        enabled=lambda desk: desk.canvas.view.rotation_deg != 0,
    )
    yield Command(
        "go.next", "Ne&xt flashpoint", menu, lambda desk: desk.step_flashpoint(1), ("Ctrl+Down",), "", group=2
    )
    yield Command(
        "go.previous", "Pre&vious flashpoint", menu, lambda desk: desk.step_flashpoint(-1), ("Ctrl+Up",), "", group=2
    )
    for name, text, keys in (("browser", "&Theatres and layers", "F9"), ("inspector", "&Inspector", "F10")):
        yield Command(
            f"panel.{name}",
            text,
            menu,
            partial(acts.toggle_panel, name=name),
            (keys,),
            group=3,
            checked=partial(acts.panel_shown, name=name),
        )
    yield Command(
        "view.full-screen",
        "F&ull screen",
        menu,
        lambda desk: desk.toggle_full_screen(),
        ("F11",),
        group=3,
        checked=lambda desk: desk.is_full_screen(),
    )
    for ident, text in THEMES:
        yield Command(
            f"theme.{ident}",
            text,
            f"{menu}/Window &theme",
            partial(acts.prefer, name="theme", value=ident),
            group=4,
            checked=partial(acts.preferred, name="theme", value=ident),
            choice=True,
        )


def _map() -> Iterator[Command]:
    menu = "&Map"
    for number, kind in enumerate(KINDS, start=1):
        yield Command(
            f"projection.{kind}",
            NAMES[kind],
            f"{menu}/&Projection",
            partial(acts.set_content, step="Projection", field="projection", value=kind),
            (f"Ctrl+{number}",),
            tip=PROJECTION_TIPS[kind],
            checked=partial(acts.content_is, field="projection", value=kind),
            choice=True,
        )
    for ident, text in STYLES:
        yield Command(
            f"style.{ident}",
            text,
            f"{menu}/&Style",
            partial(acts.set_content, step="Style", field="style", value=ident),
            checked=partial(acts.content_is, field="style", value=ident),
            choice=True,
        )
    for row in reversed(DEFAULT_LAYERS):
        yield Command(
            f"layer.{row.id}",
            words.LAYERS[row.id],
            f"{menu}/&Layers",
            partial(acts.toggle_layer, ident=row.id),
            checked=partial(acts.layer_shown, ident=row.id),
        )
    yield Command(
        "map.legend",
        "L&egend",
        menu,
        lambda desk: desk.canvas.show_legend(not desk.canvas.legend),
        ("L",),
        "list",
        "Show or hide the legend",
        group=1,
        checked=lambda desk: desk.canvas.legend,
        toolbar=41,
    )
    yield Command(
        "layer.reset",
        "&Restore all layers",
        menu,
        lambda desk: desk.document.apply("Restore all layers", acts.default_layers),
        group=1,
        enabled=lambda desk: desk.document.content.layers != DEFAULT_LAYERS,
    )


def _measure() -> Iterator[Command]:
    menu = "M&easure"
    for place, (ident, text, key, icon, tip) in enumerate(
        (
            ("pan", "&Hand", "H", "pan", "Move the map and select"),
            ("measure", "&Distance", "M", "measure", "Geodesic and rhumb line between places, azimuths, time"),
            ("ring", "Range &ring", "R", "ring", "Drag a geodesic range ring"),
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
        "rings.clear",
        "&Clear rings and drawings",
        menu,
        lambda desk: desk.document.apply("Clear rings and drawings", acts.without_drawings),
        group=1,
        enabled=lambda desk: bool(desk.document.content.drawn),
    )


def _scenario(catalogue: Catalogue) -> Iterator[Command]:
    menu = "&Scenario"
    for passage in catalogue.passages.values():
        yield Command(
            f"passage.{passage.id}",
            passage.name.replace("&", "&&"),
            f"{menu}/&Passages open to responders",
            partial(acts.toggle_passage, ident=passage.id),
            tip=passage.regime,
            checked=partial(acts.passage_open, ident=passage.id),
        )
    yield Command(
        "scenario.tankers",
        "&Tankers available",
        menu,
        acts.toggle_tankers,
        tip="Whether aircraft go beyond their radius with tankers",
        checked=lambda desk: desk.document.content.scenario.tankers,
    )
    yield Command("scenario.cancel", "&Stop computing", menu, lambda desk: desk.cancel_work(), ("Ctrl+.",), group=1)


def _units() -> Iterator[Command]:
    for ident, text in UNITS:
        yield Command(
            f"unit.{ident}",
            text,
            "&Units",
            partial(acts.prefer, name="unit", value=ident),
            checked=partial(acts.preferred, name="unit", value=ident),
            choice=True,
        )
    for ident, text in NOTATIONS:
        yield Command(
            f"notation.{ident}",
            text,
            "&Units",
            partial(acts.prefer, name="notation", value=ident),
            group=1,
            checked=partial(acts.preferred, name="notation", value=ident),
            choice=True,
        )


def _help() -> Iterator[Command]:
    yield Command(
        "help.shortcuts", "&Commands and shortcuts", "&Help", lambda desk: desk.show_help(), ("F1",), "help", toolbar=91
    )
    yield Command("help.about", "&About Rimland", "&Help", lambda desk: desk.show_about(), group=1)


# --- handlers that take a value ---------------------------------------------------------------------------------
