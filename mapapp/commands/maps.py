"""Commands of the menu Map: projection, style, layers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from layers.picture.sheet import DEFAULT_LAYERS
from layers.projection import KINDS, NAMES, Kind
from mapapp.commands import acts
from mapapp.commands.desk import Command
from mapapp.commands.places import place_menu
from mapapp.panels import words

STYLES = (("light", "Light"), ("dark", "Dark"), ("print", "Print"), ("contrast", "High contrast"))
SIGNS = (
    ("simple", "House signs", "Units by what carries them: aircraft, ship, vehicle"),
    ("frames", "NATO frames", "Units as MIL-STD-2525 and APP-6 draw them"),
)
RINGS = (
    ("separate", "Each ring by itself", "Overlapping rings are all drawn whole"),
    ("united", "Rings of one radius united", "The area that rings of the same radius cover together, with one outline"),
)
PROJECTION_TIPS: dict[Kind, str] = {
    "aeqd": "Distances from the centre are true: range rings are circles",
    "laea": "Areas are true",
    "ortho": "The earth from far away",
    "lcc": "Shapes are true; made for a theatre of middle latitude",
    "merc": "Compass courses are straight; areas grow towards the poles",
    "eqc": "Longitude and latitude as they are",
    "eqearth": "The whole world with true areas",
}


def map_menu() -> Iterator[Command]:
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
    for field, step, choices in (("unit_signs", "Signs of units", SIGNS), ("ring_shape", "Overlapping rings", RINGS)):
        for ident, text, tip in choices:
            yield Command(
                f"{field}.{ident}",
                text,
                f"{menu}/{'&Units' if field == 'unit_signs' else '&Rings'}",
                partial(acts.set_content, step=step, field=field, value=ident),
                tip=tip,
                checked=partial(acts.content_is, field=field, value=ident),
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
    for ident, text, keys, run in (
        ("solo", "&Only this layer", "Ctrl+Shift+O", lambda desk: desk.layer_tree.solo()),
        ("raise", "Layer &up", "Ctrl+Shift+Up", lambda desk: desk.layer_tree.shift(1)),
        ("lower", "Layer &down", "Ctrl+Shift+Down", lambda desk: desk.layer_tree.shift(-1)),
    ):
        yield Command(
            f"layer.{ident}",
            text,
            menu,
            run,
            (keys,),
            tip="Of the layer at the cursor in the list of layers",
            group=1,
            enabled=lambda desk: desk.layer_tree.current is not None,
        )
    yield Command(
        "layer.reset",
        "&Restore all layers",
        menu,
        lambda desk: desk.document.apply("Restore all layers", acts.default_layers),
        group=1,
        enabled=lambda desk: desk.document.content.layers != DEFAULT_LAYERS,
    )
    yield from place_menu()
