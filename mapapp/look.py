"""How the window looks: colours of the light and the dark theme, the bundled type, icons in the theme's ink."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

import resources
from mapapp.paint import load_fonts


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role, as #rrggbb; text on `panel` and `window` keeps a contrast of 4.5 or more, also `muted`."""

    name: str
    window: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selection: str
    hover: str
    good: str
    good_wash: str
    bad: str
    bad_wash: str
    idle: str
    idle_wash: str


LIGHT = Theme(
    name="light",
    window="#f3f5f8",
    panel="#ffffff",
    raised="#f7f9fb",
    line="#d9dfe6",
    text="#17202b",
    muted="#566272",
    accent="#1d5a9e",
    on_accent="#ffffff",
    selection="#d9e7f6",
    hover="#ecf1f7",
    good="#11694a",
    good_wash="#dff2e9",
    bad="#a8321f",
    bad_wash="#fbe6e1",
    idle="#566272",
    idle_wash="#e9edf2",
)
DARK = Theme(
    name="dark",
    window="#12161c",
    panel="#1a1f27",
    raised="#212731",
    line="#313a46",
    text="#e8ecf2",
    muted="#a0acba",
    accent="#7db4ee",
    on_accent="#0d1620",
    selection="#26405c",
    hover="#252d38",
    good="#6fd0a4",
    good_wash="#17382c",
    bad="#f49a86",
    bad_wash="#43221c",
    idle="#a0acba",
    idle_wash="#2a323d",
)

STAGE_COLOURS = {
    # Okabe and Ito's palette (Color Universal Design, 2008), which stays apart for colour-blind readers; the waiting
    # stages warm or grey, the moving ones blue or green.
    "decision": "#7f8a99",
    "decision delay": "#555f6d",
    "readiness": "#e69f00",
    "wear": "#b87f00",
    "release": "#8c6d46",
    "waiting for lift": "#c9c2b4",
    "waiting for tankers": "#d8cdb8",
    "to embarkation": "#56b4e9",
    "load": "#f0d35a",
    "permissions": "#cc79a7",
    "transit": "#0072b2",
    "slowed": "#003f66",
    "crew rest": "#b5bdc9",
    "passages": "#9b4f96",
    "held in passages": "#6d3569",
    "unload": "#d55e00",
    "onward": "#009e73",
}


def theme(dark: bool) -> Theme:
    return DARK if dark else LIGHT


def system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def dress(app: QApplication, look: Theme) -> None:
    """Give the whole application the theme's palette, type and style sheet."""
    font = QFont()
    font.setFamilies(list(load_fonts()))
    font.setPixelSize(13)
    app.setFont(font)
    app.setPalette(_palette(look))
    sheet = resources.path("style.qss").read_text(encoding="utf-8")
    sheet = sheet.replace("@pictures", resources.path("ui").as_posix())
    for role, colour in sorted(asdict(look).items(), key=lambda pair: -len(pair[0])):
        sheet = sheet.replace(f"@{role}", colour)
    app.setStyleSheet(sheet)


def _palette(look: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: look.window,
        QPalette.ColorRole.WindowText: look.text,
        QPalette.ColorRole.Base: look.panel,
        QPalette.ColorRole.AlternateBase: look.raised,
        QPalette.ColorRole.Text: look.text,
        QPalette.ColorRole.Button: look.panel,
        QPalette.ColorRole.ButtonText: look.text,
        QPalette.ColorRole.BrightText: look.bad,
        QPalette.ColorRole.Highlight: look.accent,
        QPalette.ColorRole.HighlightedText: look.on_accent,
        QPalette.ColorRole.ToolTipBase: look.raised,
        QPalette.ColorRole.ToolTipText: look.text,
        QPalette.ColorRole.PlaceholderText: look.muted,
        QPalette.ColorRole.Link: look.accent,
        QPalette.ColorRole.Mid: look.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.muted))
    return palette


FRAME_PX = 40
"""Of a dialog's title bar and edges, and a little of the window to be seen behind."""


def size_within(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog that size, but no more than the window it belongs to has room for."""
    parent = dialog.parentWidget()
    room = parent.window().size() if parent is not None else dialog.screen().availableGeometry().size()
    dialog.resize(min(width, room.width() - FRAME_PX), min(height, room.height() - FRAME_PX))


def icon(name: str, look: Theme) -> QIcon:
    """A bundled icon in the theme's ink, paler when disabled, in the accent colour when checked."""
    found = QIcon()
    inks = (
        (look.text, QIcon.Mode.Normal, QIcon.State.Off),
        (look.accent, QIcon.Mode.Normal, QIcon.State.On),
        (look.line, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    for ink, mode, state in inks:
        for scale in (1, 2):
            found.addPixmap(_drawn(name, ink, 20, scale), mode, state)
    return found


@lru_cache(maxsize=512)
def _drawn(name: str, ink: str, size: int, scale: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    svg = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", ink)
    pixmap = QPixmap(QSize(size, size) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    found = pixmap.copy()  # without the paint engine, 50 kB, that a pixmap keeps once it was painted on
    found.setDevicePixelRatio(scale)
    return found
