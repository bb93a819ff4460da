"""The export dialog: what becomes of the briefing, with a preview that is the file, and work that can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from layers.errors import RimlandError
from layers.picture.marks import Picture
from layers.picture.paper import MARKINGS, PAPERS, TEMPLATES, Block, paper
from mapapp.export import briefing, dates, page, writers
from mapapp.export.briefing import Briefing, Order
from mapapp.export.preview import Preview
from mapapp.workers import Lane, Ticket

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
)
BLOCKS: tuple[tuple[Block, str], ...] = (
    ("legend", "Legend"),
    ("locator", "Locator globe"),
    ("table", "Table of arrivals"),
    ("chart", "Closure chart"),
)
PREVIEW_AFTER_MS = 250
Make = Callable[[str, Callable[[float, str], None]], list[Briefing]]
"""The briefings of a scope other than the map at hand; slow, in a lane."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the dialog is set to."""

    order: Order
    ending: str
    scope: str


class ExportDialog(QDialog):
    """Settings on the left, the page as it will be on the right.

    Signals
    -------
    written(list[Path])
        The files are there.
    """

    written = Signal(object)

    def __init__(self, here: Briefing, make: Make, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export briefing")
        self.resize(1180, 760)
        self._here = here
        self._make = make
        self._folder = folder
        self._previews = Lane("preview", self)
        self._work = Lane("export", self)
        self._work.progressed.connect(self._on_progress)
        self._work.finished.connect(self._on_idle)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PREVIEW_AFTER_MS)
        self._soon.timeout.connect(self._preview)
        self.preview = Preview(self)
        self.preview.setToolTip("Drag the map's right or lower edge to give its neighbours more room or less")
        self.preview.dragged.connect(self._on_dragged)
        self._column, self._share = 0.0, 0.0
        self._slides = False
        self.message = QLabel("", self)
        self.message.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.hide()
        self._build()
        self._on_kind()
        self._soon.start()

    # --- the form -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.kind = _choice(self, [(name, ending) for ending, name in KINDS])
        self.scope = _choice(self, [(name, ident) for ident, name in SCOPES])
        self.template = _choice(
            self, [(f"{one.name.capitalize()}: {one.tells}", one.name) for one in TEMPLATES.values()]
        )
        self.size_box = _choice(self, [(name, name) for name in PAPERS])
        self.upright = QCheckBox("Upright", self)
        self.blocks = {ident: QCheckBox(text, self) for ident, text in BLOCKS}
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(briefing.title_of(self._here, Order()))
        self.subtitle = QLineEdit(self)
        self.subtitle.setPlaceholderText(briefing.subtitle(self._here.response))
        self.marking = QComboBox(self)
        self.marking.setEditable(True)
        self.marking.addItems(["", *MARKINGS])
        self.date = QLineEdit(dates.of().isoformat(), self)
        self.locale_box = _choice(self, [(name, name) for name in dates.LOCALES])
        self.locale_box.setMinimumContentsLength(6)
        self.dpi = QSpinBox(self)
        self.dpi.setRange(72, 600)
        self.dpi.setValue(300)
        self.dpi.setSuffix(" dpi")
        self.base = QLineEdit(self)
        self.base.setPlaceholderText("None: plain slides")
        choose = QPushButton("Choose \u2026", self)
        choose.clicked.connect(self._choose_base)
        rows = QFormLayout()
        rows.addRow("Format", self.kind)
        rows.addRow("Pages", self.scope)
        rows.addRow("Template", self.template)
        rows.addRow("Paper", _beside(self.size_box, self.upright))
        for number, box in enumerate(self.blocks.values()):
            rows.addRow("Blocks" if not number else "", box)
        rows.addRow("Title", self.title)
        rows.addRow("Subtitle", self.subtitle)
        rows.addRow("Marking", self.marking)
        rows.addRow("Date", _beside(self.date, self.locale_box))
        rows.addRow("Resolution", self.dpi)
        rows.addRow("Slide template", _beside(self.base, choose))
        self.export_button = QPushButton("Export \u2026", self)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._ask_and_write)
        self.copy_button = QPushButton("Copy page as image", self)
        self.copy_button.clicked.connect(self.copy_page)
        self.cancel_button = QPushButton("Close", self)
        self.cancel_button.clicked.connect(self._cancel_or_close)
        left = QVBoxLayout()
        left.addLayout(rows)
        left.addStretch(1)
        for widget in (self.message, self.bar, self.copy_button, self.export_button, self.cancel_button):
            left.addWidget(widget)
        across = QHBoxLayout(self)
        panel = QWidget(self)
        panel.setLayout(left)
        panel.setFixedWidth(400)
        across.addWidget(panel)
        across.addWidget(self.preview, 1)
        self._take_template()
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.template.currentIndexChanged.connect(self._take_template)
        for choice in (self.scope, self.template, self.size_box, self.locale_box):
            choice.currentIndexChanged.connect(self._soon.start)
        for check in (self.upright, *self.blocks.values()):
            check.toggled.connect(self._soon.start)
        for text in (self.title, self.subtitle, self.date):
            text.textChanged.connect(self._soon.start)
        self.marking.currentTextChanged.connect(self._soon.start)

    def _take_template(self) -> None:
        """A template sets its blocks; they can be changed afterwards."""
        chosen = TEMPLATES[self.template.currentData()]
        for ident, box in self.blocks.items():
            box.setChecked(ident in chosen.blocks)
        self._column, self._share = 0.0, 0.0

    def _on_dragged(self, edge: str, value: float) -> None:
        if edge == "column":
            self._column = value
        else:
            self._share = value
        self._soon.start()

    def _on_kind(self) -> None:
        ending = self.kind.currentData()
        self.dpi.setEnabled(ending in {".png", ".pptx", ".gif"})
        self.base.setEnabled(ending == ".pptx")
        if (ending == ".pptx") != self._slides:  # slides are wide unless another size is chosen
            self._slides = ending == ".pptx"
            self.size_box.setCurrentIndex(self.size_box.findData("16:9" if self._slides else "A4"))
        self._soon.start()

    def _choose_base(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Slide template", str(self._folder), "Slides (*.pptx *.potx)")
        if name:
            self.base.setText(name)

    def wish(self) -> Wish:
        """What is set now.

        Raises
        ------
        RimlandError
            A date that is none.
        """
        chosen = TEMPLATES[self.template.currentData()]
        blocks = {ident for ident, box in self.blocks.items() if box.isChecked()} | (chosen.blocks & {"note"})
        base = self.base.text().strip()
        ending = self.kind.currentData()
        order = Order(
            title=self.title.text(),
            subtitle=self.subtitle.text(),
            marking=self.marking.currentText().strip(),
            date=dates.of(self.date.text()),
            locale=self.locale_box.currentData(),
            template=replace(
                chosen,
                blocks=frozenset(one for one in get_args(Block) if one in blocks),
                column=self._column,
                map_share=self._share or chosen.map_share,
            ),
            paper=paper(self.size_box.currentData(), self.upright.isChecked()),
            slide=paper(self.size_box.currentData(), self.upright.isChecked()),
            dpi=self.dpi.value(),
            base=Path(base) if base and ending == ".pptx" else None,
        )
        return Wish(order, ending, self.scope.currentData())

    # --- the preview ----------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        try:
            wish = self.wish()
        except RimlandError as error:
            self._say(str(error))
            return
        self._say(HINTS.get(wish.ending, ""))
        here, room, ratio = self._here, self.preview.size(), self.devicePixelRatioF()
        width, height = max(room.width(), 300), max(room.height(), 300)

        def work(ticket: Ticket) -> tuple[Picture, QImage, float]:
            made = briefing.picture(here, wish.order)
            ticket.check()
            scale = min(width / made.view.width, height / made.view.height)
            image = page.image(made, scale * ratio)
            image.setDevicePixelRatio(ratio)
            return made, image, scale

        self._previews.submit("Drawing the page", work, self._on_drawn, self._on_failed)

    def _on_drawn(self, drawn: tuple[Picture, QImage, float]) -> None:
        self.preview.show_page(*drawn)

    @property
    def drawing(self) -> bool:
        """Whether the preview is still to come."""
        return self._soon.isActive() or self._previews.busy

    # --- the work -------------------------------------------------------------------------------------------------

    def _ask_and_write(self) -> None:
        try:
            wish = self.wish()
        except RimlandError as error:
            self._say(str(error))
            return
        stem = (self._here.sheet.target or "briefing") if wish.scope == "here" else "atlas"
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export briefing",
            str(self._folder / f"{stem}{wish.ending}"),
            f"{self.kind.currentText()} (*{wish.ending})",
        )
        if name:
            path = Path(name)
            self.write(path if path.suffix.casefold() == wish.ending else path.with_name(path.name + wish.ending))

    def write(self, path: Path) -> None:
        """Write what is set to `path`, in a lane."""
        wish = self.wish()

        def work(ticket: Ticket) -> list[Path]:
            pages = [self._here] if wish.scope == "here" else self._make(wish.scope, ticket.report)
            return writers.write(pages, wish.order, path, ticket.report)

        self.export_button.setEnabled(False)
        self.cancel_button.setText("Cancel")
        self.bar.setRange(0, 0)
        self.bar.show()
        self._say(f"Writing {path.name} \u2026")
        self._work.submit(f"Writing {path.name}", work, self._on_written, self._on_failed)

    @property
    def working(self) -> bool:
        return self._work.busy

    def _on_progress(self, fraction: float, text: str) -> None:
        self.bar.setRange(0, 0 if fraction < 0 else 100)
        if fraction >= 0:
            self.bar.setValue(round(fraction * 100))
        self._say(text)

    def _on_written(self, files: list[Path]) -> None:
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        self._say(f"Wrote {files[0]}{more}")
        self.written.emit(files)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, RimlandError):
            raise error
        self._say(str(error))

    def _on_idle(self) -> None:
        self.bar.hide()
        self.export_button.setEnabled(True)
        self.cancel_button.setText("Close")

    def _cancel_or_close(self) -> None:
        if self._work.busy:
            self._work.cancel()
            self._on_idle()
            self._say("Cancelled; no file was changed")
        else:
            self.close()

    def copy_page(self) -> None:
        """Put the page on the clipboard as an image, at the resolution set but no more than 300 dpi."""
        wish = self.wish()
        here, scale = self._here, min(self.dpi.value(), 300) / 96

        def work(_ticket: Ticket) -> QImage:
            return page.image(briefing.picture(here, wish.order), scale)

        self._work.submit("Copying the page", work, self._on_copied, self._on_failed)

    def _on_copied(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._say("The page is on the clipboard")

    def _say(self, text: str) -> None:
        self.message.setText(text)

    # --- Qt -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def done(self, result: int) -> None:
        self._soon.stop()
        self._previews.close()
        self._work.close()
        super().done(result)

    def closeEvent(self, event: Any) -> None:
        self._soon.stop()
        self._previews.close()
        self._work.close()
        super().closeEvent(event)


def _choice(parent: QWidget, rows: list[tuple[str, str]]) -> QComboBox:
    made = QComboBox(parent)
    for text, data in rows:
        made.addItem(text, data)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 0 if number else 1)
    return row
