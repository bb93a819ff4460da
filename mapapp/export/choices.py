"""What the export dialog lets be chosen, in words, and the lists it is chosen from."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from layers.picture.paper import Block
from mapapp.language import tr

KINDS: tuple[tuple[str, str], ...] = (
    (".pdf", "PDF document"),
    (".pptx", "PowerPoint slides, editable"),
    (".png", "PNG image"),
    (".svg", "SVG drawing"),
    (".html", "Web page, works without a network"),
    (".gpkg", "GeoPackage for QGIS"),
    (".geojson", "GeoJSON"),
    (".kmz", "KMZ for Google Earth"),
    (".kml", "KML"),
    (".xlsx", "Excel workbook"),
    (".csv", "CSV tables"),
    (".gif", "GIF of the hours running"),
)
_DATA = "Layers with all their attributes and sources; the page beside shows what they are about."
HINTS: dict[str, str] = {
    ".pptx": "Slides of the paper's size, or of your template's. Rings, ways, signs, names and table stay editable.",
    ".html": "One file for any browser, without a network: layers to switch, popups, a ruler, the hours running.",
    ".gif": "The reach grows and the units move, hour by hour. One place only.",
    **dict.fromkeys((".gpkg", ".geojson", ".kmz", ".kml", ".xlsx", ".csv"), _DATA),
}
SCOPES: tuple[tuple[str, str], ...] = (
    ("here", "This map"),
    ("east", "Atlas: every place in the east"),
    ("west", "Atlas: every place in the west"),
    ("", "Atlas: every place of both theatres"),
    ("scenarios", "Atlas: this place under every scenario"),
)
BLOCKS: tuple[tuple[Block, str], ...] = (
    ("legend", "Legend"),
    ("locator", "Locator globe"),
    ("table", "Table of arrivals"),
    ("chart", "Closure chart"),
)


class Hint(QLabel):
    """Words below a field of a form, as high as they are at its width: a form asks its labels at a guessed one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("small")
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.heightForWidth(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def choice(parent: QWidget, rows: list[tuple[str, str]]) -> QComboBox:
    """A list of texts, each with what it stands for."""
    made = QComboBox(parent)
    for text, data in rows:
        made.addItem(tr(text), data)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def beside(*widgets: QWidget) -> QHBoxLayout:
    """Widgets in a row, the first as wide as it goes."""
    row = QHBoxLayout()
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 0 if number else 1)
    return row
