"""The table of all commands, in menu order, and which of them stand in each context menu."""

from __future__ import annotations

from layers.catalogue.model import Catalogue
from mapapp.commands.desk import Command
from mapapp.commands.files import edit_menu, file_menu
from mapapp.commands.maps import map_menu
from mapapp.commands.views import view_menu
from mapapp.commands.work import help_menu, measure_menu, scenario_menu, units_menu

LAYER_MENU = ("layer.solo", "layer.raise", "layer.lower", "layer.reset")
OBJECT_MENU = ("object.look", "object.change", "object.remove")
PLACE_MENU = (
    "place.centre", "place.measure", "place.target", "place.pin",
    "own.flashpoint", "own.base", "own.unit", "edit.copy-position",
)  # fmt: skip
RESPONSE_MENU = ("sort.unit", "sort.effect", "sort.distance", "sort.low", "sort.likely", "sort.high")
SCENARIO_MENU = (
    "scenario.copy", "scenario.rename", "scenario.reset", "scenario.delete", "scenario.compare",
    "own.flashpoint", "own.base", "own.platform", "own.unit",
)  # fmt: skip


def all_commands(catalogue: Catalogue) -> tuple[Command, ...]:
    """The whole table, in menu order."""
    return (
        *file_menu(),
        *edit_menu(),
        *view_menu(),
        *map_menu(),
        *measure_menu(),
        *scenario_menu(catalogue),
        *units_menu(),
        *help_menu(),
    )
