"""The bundled faces as Qt fonts: the same letters on every machine."""

from __future__ import annotations

import threading
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from layers.picture.marks import Font
from layers.style import typeset

EM = 100
"""Every font is made at this pixel size and scaled by the painter: Qt's pixel sizes are whole numbers, ours are not."""

_LOCK = threading.Lock()
_FAMILIES: list[str] = []


def load_fonts() -> tuple[str, ...]:
    """Hand the bundled faces to Qt, once; the families, the house's own first. Needs a QGuiApplication."""
    with _LOCK:
        if not _FAMILIES:
            house: list[str] = []
            stand_in: list[str] = []
            for face in typeset.faces():
                known = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(face.path)))
                target = stand_in if face.cjk else house
                target.extend(family for family in known if family not in target)
            # faces of one weight name themselves "Inter SemiBold" and so on; the plain name covers them all
            house.sort(key=len)
            _FAMILIES.extend([*house[:1], *stand_in])
        return tuple(_FAMILIES)


@lru_cache(maxsize=128)
def qt_font(font: Font) -> QFont:
    """`font` at `EM` pixels, unhinted, with its tracking."""
    made = QFont()
    made.setFamilies([*load_fonts(), font.family])
    made.setPixelSize(EM)
    made.setWeight(QFont.Weight(font.weight))
    made.setItalic(font.italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferOutline)
    if font.tracking:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, font.tracking * EM)
    return made
