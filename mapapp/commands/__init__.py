"""Every command of the user as data: menus, toolbar, shortcuts and the help page are made from one table."""

from mapapp.commands.desk import Command, Desk
from mapapp.commands.table import LAYER_MENU, OBJECT_MENU, PLACE_MENU, RESPONSE_MENU, SCENARIO_MENU, all_commands

__all__ = [
    "LAYER_MENU", "OBJECT_MENU", "PLACE_MENU", "RESPONSE_MENU", "SCENARIO_MENU", "Command", "Desk", "all_commands",
]  # fmt: skip
