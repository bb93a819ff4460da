"""Commands of the menu View: moving about, panels, the window's theme."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mapapp.commands import acts
from mapapp.commands.desk import Ask, Command, Run, always
from mapapp.language import languages
from mapapp.panels.response_model import DISTANCE, EFFECT, HIGH, LIKELY, LOW, UNIT

SORTS = (
    ("unit", "By &name", UNIT),
    ("effect", "By &effect", EFFECT),
    ("distance", "By &distance", DISTANCE),
    ("low", "By e&arliest arrival", LOW),
    ("likely", "By &likely arrival", LIKELY),
    ("high", "By la&test arrival", HIGH),
)
THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))


def view_menu() -> Iterator[Command]:
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
        "view.fit",
        "&Fit to target",
        menu,
        lambda desk: desk.sights.fit(),
        ("0",),
        "fit",
        "Centre on the target",
        toolbar=23,
    )
    yield Command(
        "view.world",
        "Whole &world",
        menu,
        lambda desk: desk.sights.fit_world(),
        ("Shift+0", "Ctrl+0"),
        "globe",
        toolbar=24,
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
        "go.back",
        "&Back",
        menu,
        lambda desk: desk.sights.back(),
        ("Alt+Left",),
        "arrow-left",
        "The view before",
        group=2,
        enabled=lambda desk: desk.sights.can_go_back,
        toolbar=25,
    )
    yield Command(
        "go.forward",
        "&Forward",
        menu,
        lambda desk: desk.sights.forward(),
        ("Alt+Right",),
        "arrow-right",
        "The view after",
        group=2,
        enabled=lambda desk: desk.sights.can_go_forward,
        toolbar=26,
    )
    yield Command(
        "go.bookmark",
        "Book&mark this view",
        menu,
        lambda desk: desk.sights.bookmark(),
        ("Ctrl+D",),
        "bookmark",
        "Keep this view in the document",
        group=2,
    )
    yield Command(
        "go.next", "Ne&xt flashpoint", menu, lambda desk: desk.step_flashpoint(1), ("Ctrl+Down",), "", group=2
    )
    yield Command(
        "go.previous", "Pre&vious flashpoint", menu, lambda desk: desk.step_flashpoint(-1), ("Ctrl+Up",), "", group=2
    )
    for name, text, keys in (("left", "&Panels at the left", "F9"), ("inspector", "&Inspector", "F10")):
        yield Command(
            f"panel.{name}",
            text,
            menu,
            partial(acts.toggle_panel, name=name),
            (keys,),
            group=3,
            checked=partial(acts.panel_shown, name=name),
        )
    for name, text, key, icon, tip in (
        ("time", "T&ime slider", "T", "clock", "Responders on the move and bands that grow, hour by hour"),
        ("calendar", "&Calendar of events", "E", "calendar", "Patrols, incursions and drills by date"),
    ):
        yield Command(
            f"strip.{name}",
            text,
            menu,
            partial(acts.toggle_panel, name=name),
            (key,),
            icon,
            tip,
            group=3,
            checked=partial(acts.panel_shown, name=name),
            toolbar=42 if name == "time" else 43,
        )
    yield Command(
        "time.play",
        "&Play or pause",
        menu,
        lambda desk: desk.time.toggle(),
        ("Space",),
        "play",
        "Let time run from the first hostile move",
        group=3,
        enabled=lambda desk: desk.frame.shown("time"),
    )
    for ident, text, column in SORTS:
        yield Command(
            f"sort.{ident}",
            text,
            f"{menu}/S&ort responders",
            partial(acts.sort_by, column=column),
            tip="The response table; once more the other way round, who cannot come stays last",
            group=3,
            checked=partial(acts.sorted_by, column=column),
            choice=True,
        )
    yield from _maps_beside(menu)
    yield Command(
        "view.full-screen",
        "F&ull screen",
        menu,
        lambda desk: desk.toggle_full_screen(),
        ("F11",),
        group=3,
        checked=lambda desk: desk.is_full_screen(),
    )
    yield Command(
        "view.first-look",
        "Panels as at first",
        menu,
        acts.first_look,
        tip="Every panel in its place again, with the sizes and widths of the first start",
        group=3,
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
    for ident, text in (("system", "As the system"), *languages().items()):
        yield Command(
            f"language.{ident}",
            text,
            f"{menu}/&Language",
            partial(acts.prefer, name="language", value=ident),
            tip="Takes effect at the next start",
            group=4,
            checked=partial(acts.preferred, name="language", value=ident),
            choice=True,
        )


def _maps_beside(menu: str) -> Iterator[Command]:
    rows: tuple[tuple[str, str, str, str, str, Run, Ask, Ask], ...] = (
        (
            "second", "Second &map", "F4", "The other end of Eurasia beside this one",
            "two linked maps both ends split",
            lambda desk: desk.beside.pair.toggle(), lambda desk: desk.beside.pair.on, always,
        ),
        (
            "second-below", "Second map &below", "Shift+F4", "One above the other, or side by side",
            "split horizontal vertical",
            lambda desk: desk.beside.pair.turn(), lambda desk: desk.beside.pair.below,
            lambda desk: desk.beside.pair.on,
        ),
        (
            "second-linked", "Maps move to&gether", "Ctrl+Shift+F4", "Both maps move, zoom and turn alike",
            "link pan zoom",
            lambda desk: desk.beside.pair.toggle_link(), lambda desk: desk.beside.pair.linked,
            lambda desk: desk.beside.pair.on,
        ),
        (
            "swipe", "S&wipe between two scenarios", "F3", "Another scenario right of a divider on the same map",
            "compare difference slider curtain",
            lambda desk: desk.beside.swipe.toggle(), lambda desk: desk.beside.swipe.on,
            lambda desk: desk.beside.swipe.on or bool(desk.beside.swipe.scenarios()),
        ),
    )  # fmt: skip
    for ident, text, key, tip, also, run, checked, enabled in rows:
        yield Command(
            f"view.{ident}", text, menu, run, (key,), "", tip, group=3, enabled=enabled, checked=checked, also=also
        )
