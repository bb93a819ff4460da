"""What is remembered from one start to the next: window layout, units, notation, theme."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast, get_args

from PySide6.QtCore import QByteArray, QObject, QSettings, QStandardPaths, Signal

DistanceUnit = Literal["km", "nmi", "mi"]
SpeedUnit = Literal["km/h", "kn", "Mach"]
Notation = Literal["DD", "DMS", "DDM", "MGRS", "UTM"]
Theme = Literal["system", "light", "dark"]
RECENT = 8
"""Documents in the list of recent ones."""
_WIDTH = re.compile(r"(\d{1,2}):(\d{1,4})")
"""A column and its width [px]; wider than 9 999 none is made by hand."""
NOTATIONS: tuple[Notation, ...] = get_args(Notation)


@dataclass(frozen=True, slots=True)
class Preferences:
    """How numbers and the window look; switching changes labels only."""

    unit: DistanceUnit = "km"
    speed: SpeedUnit = "km/h"
    notation: Notation = "DMS"
    theme: Theme = "system"
    language: str = "system"
    """A code such as ``uk``; takes effect at the next start."""


class Settings(QObject):
    """The user's preferences and window layout, kept in one INI file of the user's configuration folder.

    ``RIMLAND_SETTINGS`` names another file; tests and screenshots use a fresh one.

    Signals
    -------
    preferences_changed(Preferences)
    """

    preferences_changed = Signal(object)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(str(file or default_file()), QSettings.Format.IniFormat, self)
        self._preferences = Preferences(
            unit=cast("DistanceUnit", self._choice("unit", get_args(DistanceUnit), "km")),
            speed=cast("SpeedUnit", self._choice("speed", get_args(SpeedUnit), "km/h")),
            notation=cast("Notation", self._choice("notation", NOTATIONS, "DMS")),
            theme=cast("Theme", self._choice("theme", get_args(Theme), "system")),
            language=str(self._store.value("preferences/language", "system")),
        )

    @property
    def preferences(self) -> Preferences:
        return self._preferences

    def prefer(self, **changes: str) -> None:
        """Change preferences and remember them."""
        changed = replace(self._preferences, **changes)  # type: ignore[arg-type]  # names are checked by replace
        if changed == self._preferences:
            return
        self._preferences = changed
        for name, value in changes.items():
            self._store.setValue(f"preferences/{name}", value)
        self.preferences_changed.emit(changed)

    def next_notation(self) -> None:
        """Write positions the next way round."""
        here = NOTATIONS.index(self._preferences.notation)
        self.prefer(notation=NOTATIONS[(here + 1) % len(NOTATIONS)])

    def layout(self, name: str) -> QByteArray | None:
        """A remembered geometry or splitter state; None the first time."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep_layout(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"layout/{name}", state)

    def widths(self, table: str) -> dict[int, int]:
        """Widths [px] that a hand gave to columns of a table; what is no width in the file is passed over."""
        kept = str(self._store.value(f"layout/columns-{table}", "")).split()
        return {int(one[1]): int(one[2]) for word in kept if (one := _WIDTH.fullmatch(word))}

    def keep_widths(self, table: str, widths: Mapping[int, int]) -> None:
        self._store.setValue(f"layout/columns-{table}", " ".join(f"{column}:{px}" for column, px in widths.items()))

    def forget_layout(self) -> None:
        """Forget sizes, widths and which panels were put away."""
        self._store.remove("layout")

    @property
    def put_away(self) -> set[str]:
        """Panels that were hidden, and ``+`` with strips that were shown."""
        return set(filter(None, str(self._store.value("layout/away", "")).split()))

    @put_away.setter
    def put_away(self, names: set[str]) -> None:
        self._store.setValue("layout/away", " ".join(sorted(names)))

    @property
    def recent(self) -> tuple[Path, ...]:
        """Documents opened and saved last, the last first."""
        stored = self._store.value("files/recent", [])
        names = stored if isinstance(stored, list) else [stored]  # an INI file gives a list of one as a text
        return tuple(Path(name) for name in names if isinstance(name, str) and name)

    def remember_recent(self, path: Path) -> None:
        path = path.resolve()
        rest = [one for one in self.recent if one != path]
        self._store.setValue("files/recent", [str(one) for one in (path, *rest)][:RECENT])
        self.keep_folder(path.parent)

    def keep_folder(self, folder: Path) -> None:
        """Where the next dialog of files begins."""
        self._store.setValue("files/folder", str(folder.resolve()))

    def forget_recent(self, path: Path | None = None) -> None:
        """Drop one from the list, or all."""
        rest = [str(one) for one in self.recent if path is not None and one != path.resolve()]
        self._store.setValue("files/recent", rest)

    @property
    def folder(self) -> Path:
        """Where the last document or import was; else the user's documents."""
        kept = str(self._store.value("files/folder", ""))
        if kept and Path(kept).is_dir():
            return Path(kept)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())

    def seen(self, what: str) -> bool:
        """Whether something that is shown once has been shown."""
        return str(self._store.value(f"seen/{what}", "")) == "yes"

    def mark_seen(self, what: str, *, seen: bool = True) -> None:
        self._store.setValue(f"seen/{what}", "yes" if seen else "")

    def save(self) -> None:
        self._store.sync()

    def _choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self._store.value(f"preferences/{name}", default)
        return value if value in allowed else default


def default_file() -> Path:
    """Where settings are kept on this machine."""
    named = os.environ.get("RIMLAND_SETTINGS")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("rimland", appauthor=False)) / "settings.ini"
