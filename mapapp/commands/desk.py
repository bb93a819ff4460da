"""What a command is, and the `Desk`: the few things a command can act on; the window is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from mapapp.beside.maps import MapsBeside
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Document
from mapapp.editing import Editing
from mapapp.files import Files
from mapapp.frame import Frame
from mapapp.importing import Importing
from mapapp.panels.inspector import Inspector
from mapapp.panels.layer_tree import LayerTree
from mapapp.panels.objects import ObjectsPanel
from mapapp.panels.time_strip import TimeStrip
from mapapp.settings import Settings
from mapapp.sights import Sights
from mapapp.tools.tool import Spot, Tool
from mapapp.tour import Tour


class Desk(Protocol):
    """What commands act on."""

    beside: MapsBeside
    document: Document
    settings: Settings
    canvas: MapCanvas
    files: Files
    editing: Editing
    frame: Frame
    importing: Importing
    inspector: Inspector
    layer_tree: LayerTree
    objects: ObjectsPanel
    sights: Sights
    time: TimeStrip
    tools: dict[str, Tool]
    tour: Tour

    def place(self) -> Spot: ...
    def set_tool(self, ident: str) -> None: ...
    def tool_id(self) -> str: ...
    def step_flashpoint(self, by: int) -> None: ...
    def focus_search(self) -> None: ...
    def open_palette(self, text: str = "") -> None: ...
    def say(self, text: str) -> None: ...
    def export_briefing(self) -> None: ...
    def copy_map(self) -> None: ...
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
    shown: Ask = always
    """Whether it stands in the menu at all, as one of the recent documents does."""
    checked: Ask | None = None
    choice: bool = False
    toolbar: int = 0
    """Place in the toolbar, its tens being the section; 0: not there."""
    name: Callable[[Desk], str] | None = None
    also: str = ""
    """More words the palette finds it by."""
