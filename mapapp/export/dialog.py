"""The export dialog: what becomes of the briefing, with a preview that is the file, and work that can be cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

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

from layers import wording
from layers.errors import RimlandError
from layers.picture.kit import Box
from layers.picture.layout import Layout, PageBlock
from layers.picture.page import Page
from layers.picture.paper import MARKINGS, PAPERS, TEMPLATES, Block, paper
from mapapp import look
from mapapp.export import briefing, dates, page, writers
from mapapp.export.arranging import Arranging
from mapapp.export.briefing import Briefing, Order
from mapapp.export.choices import BLOCKS, HINTS, KINDS, SCOPES, Hint, beside, choice
from mapapp.export.preview import Preview
from mapapp.language import mistake, said, sentence, tr
from mapapp.workers import Lane, Ticket

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
    arranged(Layout)
        The blocks of the page stand elsewhere.
    """

    written = Signal(object)
    arranged = Signal(object)

    def __init__(self, here: Briefing, make: Make, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("export")
        self.setWindowTitle(tr("Export briefing"))
        look.size_within(self, 1180, 760)
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
        self.preview.dragged.connect(self._on_dragged)
        placed = here.saved.content.layout if here.saved is not None else ()
        self.layout_row = Arranging(placed, folder, self)
        self.layout_row.changed.connect(self._on_arranged)
        self.layout_row.told.connect(self._say)
        self._slides = False
        self.message = QLabel("", self)
        self.message.setWordWrap(True)
        self.warning = QLabel("", self)
        self.warning.setWordWrap(True)
        self.warning.setObjectName("bad")
        self.warning.hide()
        self._blocks: Mapping[PageBlock, Box] = {}
        self.bar = QProgressBar(self)
        self.bar.hide()
        self._build()
        self._on_kind()
        self._soon.start()

    # --- the form -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.kind = choice(self, [(tr(name), ending) for ending, name in KINDS])
        self.scope = choice(self, [(tr(name), ident) for ident, name in SCOPES])
        self.template = choice(self, [(tr(one.name.capitalize()), one.name) for one in TEMPLATES.values()])
        for number, one in enumerate(TEMPLATES.values()):
            self.template.setItemData(number, tr(one.tells.capitalize()), Qt.ItemDataRole.ToolTipRole)
        self.tells = Hint(self)
        self.size_box = choice(self, [(name, name) for name in PAPERS])
        self.upright = QCheckBox(tr("Upright"), self)
        self.blocks = {ident: QCheckBox(tr(text), self) for ident, text in BLOCKS}
        self.title = QLineEdit(self)
        self.subtitle = QLineEdit(self)
        self.marking = QComboBox(self)
        self.marking.setEditable(True)
        self.marking.addItems(["", *MARKINGS])
        self.date = QLineEdit(dates.of().isoformat(), self)
        self.locale_box = choice(self, [(name, name) for name in dates.LOCALES])
        self.locale_box.setMinimumContentsLength(6)
        self.locale_box.setCurrentText(dates.locale(wording.now().locale or dates.LOCALES[0]))
        self.locale_box.currentTextChanged.connect(self._ask_titles)
        self._ask_titles()
        self.dpi = QSpinBox(self, minimum=72, maximum=600, value=300, suffix=" dpi")
        self.dpi.lineEdit().setTextMargins(8, 0, 0, 0)  # as the fields beside it; the style sheet does not reach it
        self.base = QLineEdit(self)
        self.base.setPlaceholderText(tr("None: plain slides"))
        choose = QPushButton(tr("Choose \u2026"), self)
        choose.clicked.connect(self._choose_base)
        rows = QFormLayout()
        rows.addRow(tr("Format"), self.kind)
        rows.addRow(tr("Pages"), self.scope)
        rows.addRow(tr("Template"), self.template)
        rows.addRow("", self.tells)
        rows.addRow(tr("Paper"), beside(self.size_box, self.upright))
        for number, box in enumerate(self.blocks.values()):
            rows.addRow(tr("Blocks") if not number else "", box)
        rows.addRow(tr("Layout"), self.layout_row)
        rows.addRow(tr("Title"), self.title)
        rows.addRow(tr("Subtitle"), self.subtitle)
        rows.addRow(tr("Marking"), self.marking)
        rows.addRow(tr("Date"), beside(self.date, self.locale_box))
        rows.addRow(tr("Resolution"), self.dpi)
        rows.addRow(tr("Slide template"), beside(self.base, choose))
        self._add_buttons(rows)

    def _add_buttons(self, rows: QFormLayout) -> None:
        """Below the form, and the page beside both."""
        self.export_button = QPushButton(tr("Export \u2026"), self)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._ask_and_write)
        self.copy_button = QPushButton(tr("Copy page as image"), self)
        self.copy_button.clicked.connect(self.copy_page)
        self.cancel_button = QPushButton(tr("Close"), self)
        self.cancel_button.clicked.connect(self._cancel_or_close)
        for field, name in (
            (self.date, "Date"),
            (self.locale_box, "Language of the page"),
            (self.size_box, "Paper"),
            (self.base, "Slide template"),
        ):  # rows of two have no label of their own for a screen reader
            field.setAccessibleName(tr(name))
        left = QVBoxLayout()
        left.addLayout(rows)
        left.addStretch(1)
        for widget in (self.warning, self.message, self.bar, self.copy_button, self.export_button, self.cancel_button):
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
        for row in (self.scope, self.template, self.size_box, self.locale_box):
            row.currentIndexChanged.connect(self._soon.start)
        for check in (self.upright, *self.blocks.values()):
            check.toggled.connect(self._soon.start)
        for text in (self.title, self.subtitle, self.date):
            text.textChanged.connect(self._soon.start)
        self.marking.currentTextChanged.connect(self._soon.start)

    def _take_template(self) -> None:
        """A template sets its blocks; they can be changed afterwards."""
        chosen = TEMPLATES[self.template.currentData()]
        self.tells.setText(tr(chosen.tells.capitalize()))
        for ident, box in self.blocks.items():
            box.setChecked(ident in chosen.blocks)

    def _on_dragged(self, block: PageBlock, box: Box) -> None:
        self.layout_row.put(block, box, self._blocks, self.wish().order.paper)

    def _on_arranged(self, layout: Layout) -> None:
        self.arranged.emit(layout)
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
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Slide template"), str(self._folder), f"{tr('Slides')} (*.pptx *.potx)"
        )
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
            ),
            paper=paper(self.size_box.currentData(), self.upright.isChecked()),
            slide=paper(self.size_box.currentData(), self.upright.isChecked()),
            dpi=self.dpi.value(),
            base=Path(base) if base and ending == ".pptx" else None,
            layout=self.layout_row.now,
        )
        return Wish(order, ending, self.scope.currentData())

    def _wished(self) -> Wish | None:
        """What is set now; None when something is wrong, which is then said."""
        try:
            return self.wish()
        except RimlandError as error:
            self._on_failed(error)
            return None

    def _ask_titles(self, *_: object) -> None:
        """The titles a page gets by itself, in its language."""
        with wording.spoken(self.locale_box.currentData()):
            self.title.setPlaceholderText(briefing.title_of(self._here, Order()))
            self.subtitle.setPlaceholderText(briefing.subtitle(self._here))

    # --- the preview ----------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        wish = self._wished()
        if wish is None:
            return
        self._say(tr(HINTS.get(wish.ending, "")))
        here, room, ratio = self._here, self.preview.size(), self.devicePixelRatioF()
        width, height = max(room.width(), 300), max(room.height(), 300)

        def work(ticket: Ticket) -> tuple[Page, QImage, float]:
            made = briefing.laid_out(here, wish.order)
            ticket.check()
            scale = min(width / made.picture.view.width, height / made.picture.view.height)
            image = page.image(made.picture, scale * ratio)
            image.setDevicePixelRatio(ratio)
            return made, image, scale

        self._previews.submit(tr("Drawing the page"), work, self._on_drawn, self._on_failed)

    def _on_drawn(self, drawn: tuple[Page, QImage, float]) -> None:
        made, image, scale = drawn
        self._blocks = made.blocks
        self.preview.show_page(made.picture, made.blocks, image, scale)
        self.warning.setText("\n".join(made.warnings))
        self.warning.setVisible(bool(made.warnings))

    @property
    def drawing(self) -> bool:
        """Whether the preview is still to come."""
        return self._soon.isActive() or self._previews.busy

    # --- the work -------------------------------------------------------------------------------------------------

    def _ask_and_write(self) -> None:
        wish = self._wished()
        if wish is None:
            return
        stem = (self._here.sheet.target or "briefing") if wish.scope == "here" else "atlas"
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Export briefing"),
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
        self.cancel_button.setText(tr("Cancel"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self._say(tr("Writing {file} \u2026").format(file=path.name))
        self._work.submit(said("Writing {file}", file=path.name), work, self._on_written, self._on_failed)

    @property
    def working(self) -> bool:
        return self._work.busy

    def _on_progress(self, fraction: float, text: str) -> None:
        self.bar.setRange(0, 0 if fraction < 0 else 100)
        if fraction >= 0:
            self.bar.setValue(round(fraction * 100))
        self._say(text)

    def _on_written(self, files: list[Path]) -> None:
        told = tr("Wrote {file}") if len(files) == 1 else tr("Wrote {file} and {more} more")
        self._say(told.format(file=files[0], more=len(files) - 1))
        self.written.emit(files)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, RimlandError):
            raise error
        self._say(mistake(error), role="bad")

    def _on_idle(self) -> None:
        self.bar.hide()
        self.export_button.setEnabled(True)
        self.cancel_button.setText(tr("Close"))

    def _cancel_or_close(self) -> None:
        if self._work.busy:
            self._work.cancel()
            self._on_idle()
            self._say(tr("Cancelled; no file was changed"))
        else:
            self.close()

    def copy_page(self) -> None:
        """Put the page on the clipboard as an image, at the resolution set but no more than 300 dpi."""
        wish = self._wished()
        if wish is None:
            return
        here, scale = self._here, min(self.dpi.value(), 300) / 96

        def work(_ticket: Ticket) -> QImage:
            return page.image(briefing.picture(here, wish.order), scale)

        self._work.submit(tr("Copying the page"), work, self._on_copied, self._on_failed)

    def _on_copied(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._say(tr("The page is on the clipboard"))

    def _say(self, text: str, role: str = "") -> None:
        self.message.setText(sentence(text))
        if role != self.message.objectName():
            self.message.setObjectName(role)
            self.message.setStyleSheet("")  # the role's look is taken on anew

    # --- Qt -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def done(self, result: int) -> None:
        self._soon.stop()
        self._previews.close()
        self._work.close()
        super().done(result)
