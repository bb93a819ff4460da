"""Commands about a place: the one its menu was opened at, else the one under the cursor, else the middle of the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from layers.document.objects import Drawn, free_id
from mapapp.commands.desk import Command, Desk
from mapapp.document import Target
from mapapp.language import said
from mapapp.panels import words
from mapapp.tools.measure import MeasureTool
from mapapp.tools.tool import Spot


def place_menu() -> Iterator[Command]:
    for name, text, run in (
        ("centre", "&Centre here", centre),
        ("measure", "&Measure from here", measure_from),
        ("target", "&Who can respond here?", aim),
        ("pin", "&Drop a pin here", drop_pin),
    ):
        yield Command(
            f"place.{name}",
            text,
            "&Map/&Here",
            run,
            tip="At the place under the cursor, else in the middle of the map",
            group=2,
        )


def centre(desk: Desk) -> None:
    place = desk.place()
    desk.canvas.centre_on(place.lon, place.lat)


def measure_from(desk: Desk) -> None:
    """Begin a measured line at the place."""
    place = desk.place()
    desk.set_tool("measure")
    tool = desk.tools["measure"]
    assert isinstance(tool, MeasureTool)
    tool.cancel()
    tool.click(place)


def aim(desk: Desk) -> None:
    """Ask who can respond at the place."""
    aim_at(desk, desk.place())


def aim_at(desk: Desk, place: Spot) -> None:
    """Ask who can respond at that place."""
    if place.ref in desk.document.catalogue.flashpoints:
        desk.document.aim_at_flashpoint(place.ref)
    else:
        desk.document.aim(Target("", name(desk, place), place.lon, place.lat))


def drop_pin(desk: Desk) -> None:
    """Leave a pin at the place."""
    place = desk.place()
    refs = (place.ref,) if place.ref else ()
    ident = free_id(desk.document.content.drawn, "pin")
    pin = Drawn(ident, "pin", ((place.lon, place.lat),), place.name or "Pin", refs=refs)
    desk.document.apply("Drop pin", lambda content: replace(content, drawn=(*content.drawn, pin)))


def copy_position(desk: Desk) -> None:
    text = written(desk, desk.place())
    QGuiApplication.clipboard().setText(text)
    desk.say(said("Copied {what}", what=text))


def new_record(desk: Desk, kind: str) -> None:
    """The form of a record of the user's own, at the place."""
    place = desk.place()
    desk.editing.new_record(kind, (place.lon, place.lat))


def name(desk: Desk, place: Spot) -> str:
    """What the place is called: by the thing there, else by its position."""
    return place.name or written(desk, place)


def written(desk: Desk, place: Spot) -> str:
    return words.place(place.lon, place.lat, desk.settings.preferences.notation)
