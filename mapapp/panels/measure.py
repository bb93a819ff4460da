"""The measuring card on the map: places to type, lengths and azimuths, and the time at a platform's speed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from layers import units, wording
from layers.errors import RimlandError
from mapapp.document import Document
from mapapp.language import mistake, said, tr
from mapapp.panels import words
from mapapp.panels.parts import label
from mapapp.settings import Settings
from mapapp.tools.measure import MeasureTool
from mapapp.tools.tool import Spot

COURSES = (
    ("Shortest (geodesic)", "geodesic"),
    ("Constant course (rhumb)", "rhumb"),
    ("By sea", "sea"),
    ("By air, round closed airspace", "air"),
    ("By land", "land"),
)
Resolve = Callable[[str], Spot]
"""The place a text names; raises RimlandError."""


class MeasureCard(QFrame):
    """Shown over the map while the measuring tool is in the hand.

    Signals
    -------
    message(str)
        Something to tell in the status bar.
    """

    message = Signal(str)

    def __init__(
        self,
        document: Document,
        tool: MeasureTool,
        resolve: Resolve,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(tr("Measurement"))
        self._document = document
        self._tool = tool
        self._resolve = resolve
        self._settings = settings
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(label("MEASURE", "section", self))
        ends = QGridLayout()
        ends.setSpacing(6)
        self.start, self.end = self._field("From"), self._field("To")
        for row, (text, field) in enumerate((("From", self.start), ("To", self.end))):
            caption = label(text, "key", self)
            caption.setBuddy(field)
            ends.addWidget(caption, row, 0)
            ends.addWidget(field, row, 1)
        self._add_course(ends)
        column.addLayout(ends)
        self._way = label("", "small", self, wrap=True)
        self._way.hide()
        column.addWidget(self._way)
        self._numbers = QGridLayout()
        self._numbers.setHorizontalSpacing(12)
        self._numbers.setVerticalSpacing(4)
        self._cells: dict[str, QLabel] = {}
        for row, name in enumerate(("Geodesic", "Rhumb line", "Azimuths", "Rhumb course")):
            self._numbers.addWidget(label(name, "key", self), row, 0, Qt.AlignmentFlag.AlignTop)
            self._cells[name] = label("\u2013", "value", self, wrap=True)
            self._cells[name].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._numbers.addWidget(self._cells[name], row, 1)
        self._numbers.setColumnStretch(1, 1)
        column.addLayout(self._numbers)
        self.platform = QComboBox(self)
        self.platform.setAccessibleName(tr("Platform"))
        self.platform.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.platform.setMinimumContentsLength(16)
        self._fill_platforms()
        document.catalogue_changed.connect(self._fill_platforms)
        self._time = label("", "value", self)
        self._time.hide()
        column.addWidget(self.platform)
        column.addWidget(self._time)
        self._problem = label("", "bad", self, wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        self.setFixedWidth(330)
        tool.changed.connect(self._on_changed)
        settings.preferences_changed.connect(self._on_changed)
        self.platform.currentIndexChanged.connect(self._on_changed)
        self.start.returnPressed.connect(self._on_typed)
        self.end.returnPressed.connect(self._on_typed)
        self._on_changed()

    def _add_course(self, ends: QGridLayout) -> None:
        row = ends.rowCount()
        self.course = QComboBox(self)
        self.course.setAccessibleName(tr("How the line goes"))
        for text, course in COURSES:
            self.course.addItem(tr(text), course)
        self.course.currentIndexChanged.connect(self._on_course)
        caption = label("Line", "key", self)
        caption.setBuddy(self.course)
        ends.addWidget(caption, row, 0)
        ends.addWidget(self.course, row, 1)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(tr(f"{name}: place or position"))
        field.setPlaceholderText(tr("name, or 20.7,116.72, or click the map"))
        return field

    def _on_course(self, _number: int) -> None:
        self._way.hide()
        self._tool.set_course(self.course.currentData())

    def show_way(self, text: str) -> None:
        """What was found of a way by sea, air or land."""
        self._way.setText(text)
        self._way.show()

    def _on_typed(self) -> None:
        self._problem.hide()
        texts = [self.start.text().strip(), self.end.text().strip()]
        if not all(texts):
            (self.end if texts[0] else self.start).setFocus()
            return
        try:
            spots = [self._resolve(text) for text in texts]
        except RimlandError as error:
            self._problem.setText(mistake(error))
            self._problem.show()
            return
        self._tool.set_ends(*spots)

    def _fill_platforms(self) -> None:
        chosen = self.platform.currentData()
        self.platform.blockSignals(True)
        self.platform.clear()
        for platform in self._document.catalogue.platforms.values():
            if platform.cruise_kmh:
                self.platform.addItem(platform.name, platform.id)
        self.platform.setCurrentIndex(max(self.platform.findData(chosen), 0))
        self.platform.blockSignals(False)

    def _show_ends(self) -> None:
        """The fields say what was clicked, unless someone is typing in them."""
        spots = self._tool.spots
        ends = (self.start, spots[0] if spots else None), (self.end, spots[-1] if len(spots) > 1 else None)
        for field, spot in ends:
            if not field.hasFocus() and (spot is not None or self._tool.fixed):
                text = spot and (spot.name or words.place(spot.lon, spot.lat, self._settings.preferences.notation))
                field.setText(text or "")
                field.setCursorPosition(0)

    def _on_changed(self, *_: object) -> None:
        self._show_ends()
        found = self._tool.measurement
        cells = self._cells
        if found is None:
            for cell in cells.values():
                cell.setText("\u2013")
            self._time.setText("")
            self._time.hide()
        else:
            cells["Geodesic"].setText(in_all(found.geodesic_m))
            cells["Rhumb line"].setText(in_all(found.rhumb_m))
            first, last = found.legs[0], found.legs[-1]
            start, end = _azimuth(first.initial_azimuth_deg), _azimuth(last.final_azimuth_deg)
            cells["Azimuths"].setText(said("{start} at start, {end} at end", start=start, end=end))
            cells["Rhumb course"].setText(_azimuth(first.rhumb_azimuth_deg))
            platform = self._document.catalogue.platforms.get(self.platform.currentData() or "")
            time_h = found.hours(platform) if platform else None
            if platform is not None and time_h is not None:
                cruise = units.format_speed(
                    (platform.cruise_kmh or 0.0) * units.MPS_PER_KMH, self._settings.preferences.speed
                )
                self._time.show()
                self._time.setText(said("{hours} at {speed}", hours=units.format_duration(time_h * 3600), speed=cruise))
                self._time.setToolTip(
                    said("{what} at {speed} along the geodesic, without a stop", what=platform.name, speed=cruise)
                    + f"; {words.source(platform.source)}"
                )
        self._problem.hide()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and (column := self.layout()) is not None:
            self.resize(self.width(), column.totalHeightForWidth(self.width()))  # as high as what it says
        return done


def in_all(metres: float) -> str:
    """A length in the three units; a line breaks between two of them."""
    lengths = (units.format_distance(metres, unit) for unit in ("km", "nmi", "mi"))
    return " \u00b7 ".join(text.replace(" ", "\u00a0") for text in lengths)


def _azimuth(degrees: float) -> str:
    return wording.number(f"{degrees:05.1f}\u00b0")
