"""Every command of the user as data: menus, toolbar, shortcuts and the help page are made from one table."""

from mapapp.commands.desk import Command, Desk
from mapapp.commands.table import all_commands

__all__ = ["Command", "Desk", "all_commands"]
