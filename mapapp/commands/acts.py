"""What commands do to a desk beyond a single call: switches, choices, edits of the document."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from layers.picture.sheet import DEFAULT_LAYERS, LayerId
from layers.scenario import edits
from mapapp.commands.desk import Desk
from mapapp.document import Content
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.layer_tree import set_layer


def with_name(text: str, name: str) -> str:
    step = tr(name)
    return f"{tr(text)} {step[0].lower()}{step[1:]}" if name else tr(text)


def set_content(desk: Desk, step: str, field: str, value: str) -> None:
    desk.document.apply(step, partial(replaced, field=field, value=value))


def replaced(content: Content, field: str, value: str) -> Content:
    return replace(content, **{field: value})  # type: ignore[arg-type]  # style and projection are str


def content_is(desk: Desk, field: str, value: str) -> bool:
    return bool(getattr(desk.document.content, field) == value)


def prefer(desk: Desk, name: str, value: str) -> None:
    desk.settings.prefer(**{name: value})


def preferred(desk: Desk, name: str, value: str) -> bool:
    return bool(getattr(desk.settings.preferences, name) == value)


def toggle_panel(desk: Desk, name: str) -> None:
    desk.frame.toggle(name)


def panel_shown(desk: Desk, name: str) -> bool:
    return desk.frame.shown(name)


def first_look(desk: Desk) -> None:
    """Panels and columns as they were the first time."""
    desk.settings.forget_layout()
    desk.frame.first_look()
    desk.inspector.first_look()


def sort_by(desk: Desk, column: int) -> None:
    desk.inspector.table.sort_by(column)


def sorted_by(desk: Desk, column: int) -> bool:
    return desk.inspector.table.sorted_by == column


def set_tool(desk: Desk, ident: str) -> None:
    desk.set_tool(ident)


def tool_is(desk: Desk, ident: str) -> bool:
    return desk.tool_id() == ident


def toggle_layer(desk: Desk, ident: LayerId) -> None:
    shown = desk.document.layer(ident).visible
    verb = "Hide" if shown else "Show"
    desk.document.apply(said(f"{verb} {{what}}", what=words.layer(ident)), set_layer(ident, visible=not shown))


def layer_shown(desk: Desk, ident: LayerId) -> bool:
    return desk.document.layer(ident).visible


def default_layers(content: Content) -> Content:
    return replace(content, layers=DEFAULT_LAYERS)


def without_drawings(content: Content) -> Content:
    return replace(content, drawn=())


def passage_open(desk: Desk, ident: str) -> bool:
    scenario = desk.document.content.scenario
    if ident in scenario.opened:
        return True
    return ident not in scenario.closed and desk.document.catalogue.passages[ident].default != "closed"


def toggle_passage(desk: Desk, ident: str) -> None:
    is_open = not passage_open(desk, ident)
    name = desk.document.catalogue.passages[ident].name
    desk.document.apply_scenario(
        said("Open {what}" if is_open else "Close {what}", what=name),
        lambda scenario: edits.set_passage(scenario, ident, is_open=is_open),
    )


def toggle_tankers(desk: Desk) -> None:
    desk.document.apply_scenario("Tankers", lambda scenario: replace(scenario, tankers=not scenario.tankers))


def open_recent(desk: Desk, number: int) -> None:
    desk.files.open(desk.files.recent[number])


def has_recent(desk: Desk, number: int) -> bool:
    return number < len(desk.files.recent)


def recent_name(desk: Desk, number: int) -> str:
    """Number and name for the menu; the folder too where two are called alike."""
    recent = desk.files.recent
    if number >= len(recent):
        return ""
    path = recent[number]
    twins = sum(other.name == path.name for other in recent) > 1
    text = f"{path.name} \u2013 {path.parent}" if twins else path.name
    return f"&{number + 1}  {text.replace('&', '&&')}"


def rename_scenario(desk: Desk) -> None:
    desk.frame.reveal("scenario")
    desk.editing.panel.rename()
