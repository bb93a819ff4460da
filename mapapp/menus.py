"""Makes Qt's actions, menus and toolbar from the table of commands, and the help page from the same table."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from mapapp import look
from mapapp.commands import Command, Desk
from mapapp.finding import Runnable
from mapapp.language import tr


class Actions:
    """The commands as actions of one window."""

    def __init__(self, desk: Desk, commands: tuple[Command, ...], parent: QMainWindow) -> None:
        self.commands = {command.id: command for command in commands}
        self._desk = desk
        self._actions: dict[str, QAction] = {}
        groups: dict[tuple[str, int], QActionGroup] = {}
        for command in commands:
            action = QAction(tr(command.text), parent)
            action.setObjectName(command.id)
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcut])
            name, tip = plain(tr(command.text)), tr(command.tip)
            keys = (
                QKeySequence(command.shortcut[0]).toString(QKeySequence.SequenceFormat.NativeText)
                if command.shortcut
                else ""
            )
            action.setToolTip((tip or name) + (f"  ({keys})" if keys else ""))
            action.setStatusTip(tip or name)
            action.setCheckable(command.checked is not None)
            if command.choice:
                key = (command.menu, command.group)
                if key not in groups:
                    groups[key] = QActionGroup(parent)
                groups[key].addAction(action)
            action.triggered.connect(partial(self._run, command.id))
            self._actions[command.id] = action
            parent.addAction(action)

    def __getitem__(self, ident: str) -> QAction:
        return self._actions[ident]

    def run(self, ident: str) -> None:
        """Do a command, as if it had been chosen from a menu; nothing when it cannot be chosen now."""
        self._run(ident)

    def _run(self, ident: str, *_: object) -> None:
        command = self.commands[ident]
        if command.enabled(self._desk) and command.shown(self._desk):
            command.run(self._desk)
            self.refresh()

    def runnable(self) -> list[Runnable]:
        """What can be done now, as the palette shows it."""
        found = []
        for ident, command in self.commands.items():
            if ident == "edit.palette" or not (command.enabled(self._desk) and command.shown(self._desk)):
                continue
            text = command.name(self._desk) if command.name else tr(command.text)
            keys = (
                QKeySequence(command.shortcut[0]).toString(QKeySequence.SequenceFormat.NativeText)
                if command.shortcut
                else ""
            )
            checked = command.checked(self._desk) if command.checked else None
            where = " \u203a ".join(plain(tr(part)) for part in command.menu.split("/"))
            also = f"{tr(command.tip)} {command.text} {command.tip} {command.also}"
            found.append(Runnable(ident, plain(text), where, also, keys, checked))
        return found

    def refresh(self) -> None:
        """Bring check marks, texts and what can be done in line with the state."""
        for ident, command in self.commands.items():
            action = self._actions[ident]
            action.setEnabled(command.enabled(self._desk))
            action.setVisible(command.shown(self._desk))
            if command.checked is not None:
                action.setChecked(command.checked(self._desk))
            if command.name is not None:
                action.setText(command.name(self._desk))

    def popup(self, idents: Sequence[str], at: QPoint, parent: QWidget, title: str = "") -> QMenu:
        """A context menu of these commands, under the name of what it is about."""
        self.refresh()
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if title:
            menu.addAction(title.replace("&", "&&")).setEnabled(False)
            menu.addSeparator()
        self.fill(menu, idents)
        menu.popup(at)
        return menu

    def fill(self, menu: QMenu, idents: Sequence[str]) -> None:
        """Put these commands into a menu, a line between those that stand apart in the menu bar."""
        for before, ident in pairwise(("", *idents)):
            if before and self._part(before) != self._part(ident):
                menu.addSeparator()
            menu.addAction(self._actions[ident])

    def _part(self, ident: str) -> tuple[str, int]:
        return self.commands[ident].menu, self.commands[ident].group

    def dress(self, theme: look.Theme) -> None:
        """Icons in the ink of the theme."""
        for ident, command in self.commands.items():
            self._actions[ident].setIcon(look.icon(command.icon, theme) if command.icon else QIcon())

    def fill_menus(self, bar: QMenuBar) -> None:
        """Menus and submenus, a line between groups."""
        menus: dict[str, QMenu] = {}
        last_group: dict[str, int] = {}
        for ident, command in self.commands.items():
            menu = self._menu(bar, menus, last_group, command.menu, command.group)
            self._separate(menu, last_group, command.menu, command.group)
            menu.addAction(self._actions[ident])

    def _menu(self, bar: QMenuBar, menus: dict[str, QMenu], last_group: dict[str, int], path: str, group: int) -> QMenu:
        if path not in menus:
            above, _, name = path.rpartition("/")
            if above:
                parent = self._menu(bar, menus, last_group, above, group)
                self._separate(parent, last_group, above, group)
                menus[path] = parent.addMenu(tr(name))
            else:
                menus[path] = bar.addMenu(tr(name))
            menus[path].setToolTipsVisible(True)
        return menus[path]

    @staticmethod
    def _separate(menu: QMenu, last_group: dict[str, int], path: str, group: int) -> None:
        if last_group.get(path, group) != group:
            menu.addSeparator()
        last_group[path] = group

    def fill_toolbar(self, bar: QToolBar) -> None:
        """The commands with a place in the toolbar, a line between its sections."""
        bar.setIconSize(QSize(20, 20))
        section = 0
        for command in sorted((c for c in self.commands.values() if c.toolbar), key=lambda c: c.toolbar):
            if section and command.toolbar // 10 != section:
                bar.addSeparator()
            section = command.toolbar // 10
            bar.addAction(self._actions[command.id])
            button = bar.widgetForAction(self._actions[command.id])
            if isinstance(button, QToolButton):
                button.setAccessibleName(plain(tr(command.text)))
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def plain(text: str) -> str:
    """A text without its mark for the keyboard and its dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("\u2026")


BY_HAND = (
    ("Drag", "moves the map"),
    ("Wheel, or pinch", "zooms to the cursor"),
    ("Double click", "zooms in; ends a measured line; on an edge of the selected object adds a point"),
    ("Click", "selects a base, a flashpoint or an object"),
    ("Drag a point of the selected object", "moves it"),
    ("Type a number while measuring", "radius, distance and azimuth, or a position"),
    ("Right click", "centre here, measure from here, who can respond here, pin, new record, copy position"),
    ("Drop a file", "opens a document, imports anything else"),
    ("Arrow keys", "move the map"),
    ("Del", "removes the point taken last, or the selected object"),
    ("Esc", "gives up what was begun; clears the selection"),
)
"""What mouse and keys do on the map itself."""


def help_page(commands: tuple[Command, ...]) -> str:
    """Every command with its shortcut, by menu, as rich text."""
    by_menu: dict[str, list[Command]] = {}
    for command in commands:
        if command.name is not None and len(command.text) <= 2:
            continue  # a place for a name that changes, as of a recent document
        by_menu.setdefault(command.menu, []).append(command)
    parts = [f"<h2 style='margin-left: 3px'>{tr('Commands and shortcuts')}</h2><table cellspacing='0' cellpadding='3'>"]
    for menu, rows in by_menu.items():
        parts.append(_heading(" \u203a ".join(plain(tr(part)) for part in menu.split("/"))))
        for command in rows:
            text = html.escape(plain(tr(command.text)))
            keys = ", ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in command.shortcut)
            tip = html.escape(tr(command.tip))
            parts.append(
                f"<tr><td width='230'>{text}</td><td width='150'><b>{html.escape(keys)}</b></td><td>{tip}</td></tr>"
            )
    parts.append(_heading(tr("On the map")))
    for hand, does in BY_HAND:
        parts.append(f"<tr><td width='230'>{tr(hand)}</td><td colspan='2'>{tr(does)}</td></tr>")
    parts.append("</table>")
    return "".join(parts)


def _heading(text: str) -> str:
    """A row across; room above it, which a heading between two tables does not get."""
    return f"<tr><td colspan='3' style='padding-top: 14px'><big><b>{html.escape(text)}</b></big></td></tr>"
