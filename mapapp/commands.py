"""Every command of the user as data: menus, toolbar, shortcuts and the help page are made from this table.

A command's handler gets the `Desk`, the few things a command can act on; the window is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from layers.catalogue.model import Catalogue
from layers.picture.sheet import DEFAULT_LAYERS, LayerId
from layers.projection import KINDS, NAMES, Kind
from layers.scenario import edits
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Content, Document
from mapapp.panels import words
from mapapp.panels.layer_tree import set_layer
from mapapp.settings import Settings

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


class Desk(Protocol):
    """What commands act on."""

    document: Document
    settings: Settings
    canvas: MapCanvas

    def set_tool(self, ident: str) -> None: ...
    def tool_id(self) -> str: ...
    def fit(self) -> None: ...
    def fit_world(self) -> None: ...
    def step_flashpoint(self, by: int) -> None: ...
    def focus_search(self) -> None: ...
    def copy_position(self) -> None: ...
    def export_briefing(self) -> None: ...
    def toggle_panel(self, name: str) -> None: ...
    def panel_shown(self, name: str) -> bool: ...
    def toggle_full_screen(self) -> None: ...
    def is_full_screen(self) -> bool: ...
    def show_help(self) -> None: ...
    def show_about(self) -> None: ...
    def cancel_work(self) -> None: ...
    def close(self) -> bool: ...
    def as_widget(self) -> QWidget: ...


Run = Callable[[Desk], object]
Ask = Callable[[Desk], bool]


def always(_desk: Desk) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do.

    `menu` is a path such as ``View/Projection``; commands of one menu with another `group` are set apart by a line.
    `checked` makes it a switch; `choice` one of several of its group. `name`, when given, is the text that changes with
    the state, as "Undo hide borders".
    """

    id: str
    text: str
    menu: str
    run: Run
    shortcut: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    group: int = 0
    enabled: Ask = always
    checked: Ask | None = None
    choice: bool = False
    toolbar: int = 0
    """Place in the toolbar, its tens being the section; 0: not there."""
    name: Callable[[Desk], str] | None = None


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
        name=lambda desk: _with_name("&Undo", desk.document.undo_name),
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
        name=lambda desk: _with_name("&Redo", desk.document.redo_name),
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
            partial(_toggle_panel, name=name),
            (keys,),
            group=3,
            checked=partial(_panel_shown, name=name),
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
            partial(_prefer, name="theme", value=ident),
            group=4,
            checked=partial(_preferred, name="theme", value=ident),
            choice=True,
        )


def _map() -> Iterator[Command]:
    menu = "&Map"
    for number, kind in enumerate(KINDS, start=1):
        yield Command(
            f"projection.{kind}",
            NAMES[kind],
            f"{menu}/&Projection",
            partial(_set_content, step="Projection", field="projection", value=kind),
            (f"Ctrl+{number}",),
            tip=PROJECTION_TIPS[kind],
            checked=partial(_content_is, field="projection", value=kind),
            choice=True,
        )
    for ident, text in STYLES:
        yield Command(
            f"style.{ident}",
            text,
            f"{menu}/&Style",
            partial(_set_content, step="Style", field="style", value=ident),
            checked=partial(_content_is, field="style", value=ident),
            choice=True,
        )
    for row in reversed(DEFAULT_LAYERS):
        yield Command(
            f"layer.{row.id}",
            words.LAYERS[row.id],
            f"{menu}/&Layers",
            partial(_toggle_layer, ident=row.id),
            checked=partial(_layer_shown, ident=row.id),
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
        lambda desk: desk.document.apply("Restore all layers", _default_layers),
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
            partial(_set_tool, ident=ident),
            (key,),
            icon,
            tip,
            checked=partial(_tool_is, ident=ident),
            choice=True,
            toolbar=place,
        )
    yield Command(
        "rings.clear",
        "&Clear rings and drawings",
        menu,
        lambda desk: desk.document.apply("Clear rings and drawings", _without_drawings),
        group=1,
        enabled=lambda desk: bool(desk.document.content.rings or desk.document.content.drawings),
    )


def _scenario(catalogue: Catalogue) -> Iterator[Command]:
    menu = "&Scenario"
    for passage in catalogue.passages.values():
        yield Command(
            f"passage.{passage.id}",
            passage.name.replace("&", "&&"),
            f"{menu}/&Passages open to responders",
            partial(_toggle_passage, ident=passage.id),
            tip=passage.regime,
            checked=partial(_passage_open, ident=passage.id),
        )
    yield Command(
        "scenario.tankers",
        "&Tankers available",
        menu,
        _toggle_tankers,
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
            partial(_prefer, name="unit", value=ident),
            checked=partial(_preferred, name="unit", value=ident),
            choice=True,
        )
    for ident, text in NOTATIONS:
        yield Command(
            f"notation.{ident}",
            text,
            "&Units",
            partial(_prefer, name="notation", value=ident),
            group=1,
            checked=partial(_preferred, name="notation", value=ident),
            choice=True,
        )


def _help() -> Iterator[Command]:
    yield Command(
        "help.shortcuts", "&Commands and shortcuts", "&Help", lambda desk: desk.show_help(), ("F1",), "help", toolbar=91
    )
    yield Command("help.about", "&About Rimland", "&Help", lambda desk: desk.show_about(), group=1)


# --- handlers that take a value ---------------------------------------------------------------------------------


def _with_name(text: str, name: str) -> str:
    return f"{text} {name[0].lower()}{name[1:]}" if name else text


def _set_content(desk: Desk, step: str, field: str, value: str) -> None:
    desk.document.apply(step, partial(_replaced, field=field, value=value))


def _replaced(content: Content, field: str, value: str) -> Content:
    return replace(content, **{field: value})  # type: ignore[arg-type]  # style and projection are str


def _content_is(desk: Desk, field: str, value: str) -> bool:
    return bool(getattr(desk.document.content, field) == value)


def _prefer(desk: Desk, name: str, value: str) -> None:
    desk.settings.prefer(**{name: value})


def _preferred(desk: Desk, name: str, value: str) -> bool:
    return bool(getattr(desk.settings.preferences, name) == value)


def _toggle_panel(desk: Desk, name: str) -> None:
    desk.toggle_panel(name)


def _panel_shown(desk: Desk, name: str) -> bool:
    return desk.panel_shown(name)


def _set_tool(desk: Desk, ident: str) -> None:
    desk.set_tool(ident)


def _tool_is(desk: Desk, ident: str) -> bool:
    return desk.tool_id() == ident


def _toggle_layer(desk: Desk, ident: LayerId) -> None:
    shown = desk.document.layer(ident).visible
    verb = "Hide" if shown else "Show"
    desk.document.apply(f"{verb} {words.LAYERS[ident].lower()}", set_layer(ident, visible=not shown))


def _layer_shown(desk: Desk, ident: LayerId) -> bool:
    return desk.document.layer(ident).visible


def _default_layers(content: Content) -> Content:
    return replace(content, layers=DEFAULT_LAYERS)


def _without_drawings(content: Content) -> Content:
    return replace(content, rings=(), drawings=())


def _passage_open(desk: Desk, ident: str) -> bool:
    scenario = desk.document.content.scenario
    if ident in scenario.opened:
        return True
    return ident not in scenario.closed and desk.document.catalogue.passages[ident].default != "closed"


def _toggle_passage(desk: Desk, ident: str) -> None:
    is_open = not _passage_open(desk, ident)
    name = desk.document.catalogue.passages[ident].name
    desk.document.apply_scenario(
        f"{'Open' if is_open else 'Close'} {name}", lambda scenario: edits.set_passage(scenario, ident, is_open=is_open)
    )


def _toggle_tankers(desk: Desk) -> None:
    desk.document.apply_scenario("Tankers", lambda scenario: replace(scenario, tankers=not scenario.tankers))
