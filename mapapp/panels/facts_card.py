"""What was pointed at, on a card over the map: its facts with their source, and what can be asked about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from mapapp.document import Document
from mapapp.language import tr
from mapapp.panels import records
from mapapp.panels.parts import Facts, label
from mapapp.settings import Settings

WIDE_PX = 372
MARGIN_PX = 14
LEAST_PX = 120


class FactsCard(QFrame):
    """Title, facts, and what can be done.

    Signals
    -------
    target_wanted(str, float, float), centre_wanted(float, float)
        Who can respond there; where is it.
    """

    target_wanted = Signal(str, float, float)
    centre_wanted = Signal(float, float)

    def __init__(self, document: Document, settings: Settings, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("card")
        self.setAccessibleName(tr("Facts"))
        self._document = document
        self._settings = settings
        self._over = over
        self._shown = ("", "")
        self._at: tuple[float, float] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.kind = label("", "section", self)
        head.addWidget(self.kind, 1)
        close = QToolButton(self)
        close.setText("\u00d7")
        close.setAccessibleName(tr("Put the facts away"))
        close.clicked.connect(self.hide)
        head.addWidget(close)
        column.addLayout(head)
        self.title = label("", "strong", self, wrap=True)
        column.addWidget(self.title)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(tr("Facts of what was pointed at"))
        column.addWidget(self._area, 1)
        row = QHBoxLayout()
        self.centre = QPushButton(tr("Show on the map"), self)
        self.centre.clicked.connect(self._on_centre)
        self.respond = QPushButton(tr("Who can respond here?"), self)
        self.respond.clicked.connect(self._on_respond)
        row.addWidget(self.centre)
        row.addWidget(self.respond)
        row.addStretch(1)
        column.addLayout(row)
        over.installEventFilter(self)
        document.catalogue_changed.connect(self._refresh)
        settings.preferences_changed.connect(self._refresh)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written on it, for tests and readers."""
        from PySide6.QtWidgets import QLabel

        return tuple(one.text() for one in self.findChildren(QLabel))

    def show_record(self, kind: str, ident: str) -> bool:
        """Show a record of the catalogue; False when there is none."""
        record = records.record_of(self._document.catalogue, kind, ident)
        if record is None:
            self.hide()
            return False
        self._shown = kind, ident
        self.kind.setText(tr(kind.capitalize()).upper())
        self.title.setText(tr(getattr(record, "name", ident)))
        facts = Facts()
        states = {row.code: row.name for row in self._document.basemap.country_table}
        for key, value in records.facts_of(self._document.catalogue, record, self._settings.preferences, states):
            facts.add(key, value)
        holder = QWidget()
        holder.setObjectName("facts")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addWidget(facts)
        inside.addStretch(1)
        self._area.setWidget(holder)
        lon, lat = getattr(record, "lon", None), getattr(record, "lat", None)
        self._at = None if lon is None or lat is None else (lon, lat)
        for button in (self.centre, self.respond):
            button.setVisible(self._at is not None)
        self.setAccessibleName(f"{tr('Facts')}: {self.title.text()}")
        self.show()
        self._arrange()
        return True

    def _refresh(self, *_: object) -> None:
        if self.isVisible():
            self.show_record(*self._shown)

    def _arrange(self) -> None:
        width = min(WIDE_PX, self._over.width() - 2 * MARGIN_PX)
        inner = self._area.widget()
        if inner is None:
            return
        layout = inner.layout()
        by_width = layout is not None and layout.hasHeightForWidth()
        wants = layout.heightForWidth(width - 54) if layout and by_width else inner.minimumSizeHint().height()
        room = max(self._over.height() - 220, LEAST_PX)
        self._area.setFixedHeight(min(wants + 8, room))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(MARGIN_PX, MARGIN_PX)
        self.raise_()

    def _on_centre(self) -> None:
        if self._at is not None:
            self.centre_wanted.emit(*self._at)

    def _on_respond(self) -> None:
        if self._at is not None:
            self.target_wanted.emit(self.title.text(), *self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._arrange()
        return super().eventFilter(watched, event)
