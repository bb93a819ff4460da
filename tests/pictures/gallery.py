"""Contact sheets of all projections, styles and theatres, to be looked at: `make gallery` writes them to out/gallery.

One sheet per theatre: a column for every projection, a row for every style.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from layers.picture.compose import compose
from layers.projection import KINDS
from layers.style.model import NAMES
from mapapp.export import page
from mapapp.paint import Painter
from tests.pictures.cases import THEATRES, Theatre, sheet, view

CELL = 840, 560
GAP = 14
HEAD = 34


def contact_sheet(theatre: Theatre) -> QImage:
    """All pictures of a theatre."""
    width = len(KINDS) * (CELL[0] + GAP) + GAP
    height = len(NAMES) * (CELL[1] + GAP + HEAD) + GAP
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#777777"))
    painter = QPainter(image)
    font = QFont("Inter")
    font.setPixelSize(22)
    sink = Painter()
    for row, style in enumerate(NAMES):
        for column, kind in enumerate(KINDS):
            x, y = GAP + column * (CELL[0] + GAP), GAP + row * (CELL[1] + GAP + HEAD)
            painter.setFont(font)
            painter.setPen(QColor("white"))
            painter.drawText(
                QRectF(x, y, CELL[0], HEAD), Qt.AlignmentFlag.AlignVCenter, f"{theatre.id}   {kind}   {style}"
            )
            picture = compose(sheet(theatre, style), view(theatre, kind, *CELL))
            painter.save()
            painter.translate(x, y + HEAD)
            painter.setClipRect(QRectF(0, 0, *CELL))
            sink.paint(painter, picture, 1.0, "export")
            painter.restore()
    painter.end()
    return image


def main(folder: Path) -> None:
    """Write every sheet to `folder`."""
    page.ready()
    folder.mkdir(parents=True, exist_ok=True)
    for theatre in THEATRES:
        file = folder / f"{theatre.id}.png"
        if not contact_sheet(theatre).save(str(file)):
            raise SystemExit(f"cannot write {file}")
        sys.stdout.write(f"Wrote {file}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("out/gallery"))
