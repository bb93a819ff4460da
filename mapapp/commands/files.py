"""Commands of the menus File and Edit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mapapp.commands import acts, places
from mapapp.commands.desk import Command
from mapapp.settings import RECENT


def file_menu() -> Iterator[Command]:
    menu = "&File"
    yield Command("file.new", "&New", menu, lambda desk: desk.files.new(), ("Ctrl+N",), "file-new", "An empty document")
    yield Command(
        "file.open", "&Open\u2026", menu, lambda desk: desk.files.open(), ("Ctrl+O",), "folder-open", toolbar=1
    )
    for number in range(RECENT):
        yield Command(
            f"file.recent.{number + 1}",
            f"&{number + 1}",
            f"{menu}/Open &recent",
            partial(acts.open_recent, number=number),
            shown=partial(acts.has_recent, number=number),
            name=partial(acts.recent_name, number=number),
        )
    yield Command(
        "file.recent.clear",
        "&Clear the list",
        f"{menu}/Open &recent",
        lambda desk: desk.settings.forget_recent(),
        group=1,
        enabled=lambda desk: bool(desk.files.recent),
    )
    yield Command(
        "file.save",
        "&Save",
        menu,
        lambda desk: desk.files.save(),
        ("Ctrl+S",),
        "save",
        group=1,
        enabled=lambda desk: desk.document.dirty or desk.files.path is None,
        toolbar=2,
    )
    yield Command("file.save-as", "Save &as\u2026", menu, lambda desk: desk.files.save_as(), ("Ctrl+Shift+S",), group=1)
    yield Command(
        "file.import",
        "&Import\u2026",
        menu,
        lambda desk: desk.importing.ask(),
        ("Ctrl+I",),
        "download",
        "GeoJSON, KML, GeoPackage, Shapefile, GPX or a table with positions, as objects",
        group=2,
    )
    yield Command(
        "file.briefing",
        "Export &briefing\u2026",
        menu,
        lambda desk: desk.export_briefing(),
        ("Ctrl+E",),
        "export-pdf",
        "Write the map with title, legend and table of first arrivals as a document, picture, slides, web page or data",
        group=2,
        toolbar=51,
    )
    yield Command("file.quit", "&Quit", menu, lambda desk: desk.close(), ("Ctrl+Q",), group=9)


def edit_menu() -> Iterator[Command]:
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
        "&Copy position",
        "&Edit",
        places.copy_position,
        ("Ctrl+Shift+C",),
        "copy",
        "Of the place under the cursor, else of the middle of the map",
        group=1,
    )
    yield Command(
        "edit.copy-map",
        "Copy &map as image",
        "&Edit",
        lambda desk: desk.copy_map(),
        ("Ctrl+Alt+C",),
        "image",
        group=1,
    )
    yield Command(
        "edit.palette",
        "Find &anything\u2026",
        "&Edit",
        lambda desk: desk.open_palette(),
        ("Ctrl+K",),
        "command",
        "Places, units, events, positions and every command",
        group=1,
        toolbar=61,
    )
    yield Command(
        "edit.find", "&Find place\u2026", "&Edit", lambda desk: desk.focus_search(), ("Ctrl+F",), "search", group=1
    )
