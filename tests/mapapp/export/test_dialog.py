"""The export dialog: its preview is the file, its work can be cancelled, and nothing is left of what was cancelled."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QListWidget

from mapapp.export import briefing as made
from mapapp.export import page
from mapapp.export.dialog import KINDS, ExportDialog
from mapapp.export.writers import FORMATS
from mapapp.panels.notice import Notice


@pytest.fixture
def dialog(qtbot, briefing, elsewhere, tmp_path: Path):
    def make(scope: str, tell) -> list:
        tell(0.5, f"two of {scope}")
        return [briefing, elsewhere]

    shown = ExportDialog(briefing, make, tmp_path)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: not shown.drawing and not shown.preview.pixmap().isNull())
    return shown


def choose(box, data: str) -> None:
    box.setCurrentIndex(box.findData(data))


def test_every_format_can_be_chosen() -> None:
    assert {ending for ending, _ in KINDS} == set(FORMATS)


def test_the_preview_is_the_file(dialog, qtbot, tmp_path: Path) -> None:
    choose(dialog.kind, ".png")
    dialog.title.setText("Another title")
    dialog.marking.setCurrentText("OFFICIAL")
    dialog.blocks["chart"].setChecked(False)
    qtbot.waitUntil(lambda: not dialog.drawing)
    shown = dialog.preview.pixmap().toImage()
    dialog.dpi.setValue(96)
    out = tmp_path / "a.png"
    dialog.write(out)
    qtbot.waitUntil(lambda: not dialog.working)
    written = QImage(str(out))
    assert not written.isNull()
    order = dialog.wish().order
    assert (order.title, order.marking) == ("Another title", "OFFICIAL")
    assert "chart" not in order.template.blocks
    scale = shown.width() / written.width()
    again = page.image(made.picture(dialog._here, order), scale)
    assert again.convertToFormat(shown.format()) == shown
    assert page.image(made.picture(dialog._here, order), 1.0).convertToFormat(written.format()) == written


def test_a_template_sets_the_blocks(dialog) -> None:
    choose(dialog.template, "map")
    assert {ident for ident, box in dialog.blocks.items() if box.isChecked()} == {"legend", "locator"}
    choose(dialog.template, "briefing")
    assert all(box.isChecked() for box in dialog.blocks.values())


def drag(qtbot, dialog, start: tuple[float, float], end: tuple[float, float]) -> None:
    preview = dialog.preview
    qtbot.mousePress(preview, Qt.MouseButton.LeftButton, pos=preview.to_widget(*start))
    qtbot.mouseMove(preview, preview.to_widget(*end))
    qtbot.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=preview.to_widget(*end))
    qtbot.waitUntil(lambda: not dialog.drawing)


def test_the_column_and_the_table_are_dragged(dialog, qtbot) -> None:
    choose(dialog.template, "figures")
    qtbot.waitUntil(lambda: not dialog.drawing)
    x0, y0, x1, y1 = dialog.preview._page.frame
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    drag(qtbot, dialog, (x1 + 4, middle[1]), (x1 - 100, middle[1]))
    _, _, narrower, lower = dialog.preview._page.frame
    assert narrower == pytest.approx(x1 - 100 - 14, abs=16)
    drag(qtbot, dialog, (middle[0] - 60, lower + 4), (middle[0] - 60, 700))
    _, _, _, taller = dialog.preview._page.frame
    assert taller > lower + 20  # rows of the table went
    choose(dialog.template, "map")
    choose(dialog.template, "figures")
    qtbot.waitUntil(lambda: not dialog.drawing)
    assert dialog.preview._page.frame == (x0, y0, x1, y1)


def test_a_drag_beside_the_edges_does_nothing(dialog, qtbot) -> None:
    before = dialog.wish()
    x0, y0, x1, y1 = dialog.preview._page.frame
    drag(qtbot, dialog, ((x0 + x1) / 2, (y0 + y1) / 2), (x0 + 10, y0 + 10))
    assert dialog.wish() == before


def test_an_atlas_tells_how_far_it_is(dialog, qtbot, tmp_path: Path) -> None:
    choose(dialog.scope, "east")
    with qtbot.waitSignal(dialog.written) as caught:
        dialog.write(tmp_path / "atlas.pdf")
    assert caught.args[0] == [tmp_path / "atlas.pdf"]
    assert "Wrote" in dialog.message.text()
    assert not dialog.bar.isVisible()


def test_cancelled_work_leaves_no_file(dialog, qtbot, tmp_path: Path) -> None:
    held, go = threading.Event(), threading.Event()

    def make(_scope: str, tell) -> list:
        held.set()
        go.wait(20)
        tell(0.5, "on")
        return []

    dialog._make = make
    choose(dialog.scope, "west")
    dialog.write(tmp_path / "atlas.pdf")
    assert held.wait(20)
    dialog.cancel_button.click()
    go.set()
    assert "Cancelled" in dialog.message.text()
    assert dialog.export_button.isEnabled()
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_is_told_in_the_dialog(dialog, qtbot, tmp_path: Path) -> None:
    dialog.write(tmp_path / "no" / "a.pdf")
    qtbot.waitUntil(lambda: "cannot be written" in dialog.message.text())
    dialog.date.setText("yesterday")
    qtbot.waitUntil(lambda: "is no date" in dialog.message.text())


def test_the_page_goes_to_the_clipboard(dialog, qtbot) -> None:
    dialog.dpi.setValue(96)
    dialog.copy_page()
    qtbot.waitUntil(lambda: "clipboard" in dialog.message.text())
    assert QGuiApplication.clipboard().image().width() == 1123


def test_the_window_copies_its_map_and_opens_a_briefing(window, qtbot, tmp_path: Path) -> None:
    window.copy_map()
    qtbot.waitUntil(lambda: "clipboard" in window.status.currentMessage())
    assert QGuiApplication.clipboard().image().width() == 2 * window.canvas.view.width
    here = window.document.content
    window.exports.write(tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: window.status.currentMessage().startswith("Wrote"))
    window.document.aim_at_flashpoint("narva")
    window.files.open_now(tmp_path / "a.pdf")
    assert window.document.content == here
    assert window.document.target.id == "pratas"
    assert window.files.path is None  # saving must not write a document over the briefing


def test_the_window_opens_the_dialog(window, qtbot) -> None:
    dialog = window.exports.ask()
    qtbot.waitUntil(lambda: not dialog.drawing)
    dialog.close()


def test_a_geopackage_with_a_document_is_opened_not_imported(window, qtbot, tmp_path: Path) -> None:
    here = window.document.content
    window.exports.write(tmp_path / "a.gpkg")
    qtbot.waitUntil(lambda: window.status.currentMessage().startswith("Wrote"))
    window.document.aim_at_flashpoint("narva")
    window.importing.bring([tmp_path / "a.gpkg"])
    assert window.document.target.id == "pratas"
    assert window.document.content == here


def test_an_atlas_is_opened_at_its_first_page_and_the_others_are_within_reach(window, qtbot, tmp_path: Path) -> None:
    from layers.document.model import Saved, Target
    from layers.io import atlas
    from layers.picture.marks import Picture
    from layers.style.ink import colour

    content, view = window.document.content, window.canvas.view
    pages = [Saved(content, Target("pratas", "Pratas Island", 116.724, 20.7))]
    pages.append(Saved(content, Target("narva", "Narva", 28.19, 59.377)))
    page.render_pdf(Picture(view, colour("#ffffff"), (), ()), tmp_path / "atlas.pdf", document=atlas.encode(pages))
    window.files.open_now(tmp_path / "atlas.pdf")
    assert window.document.target.id == "pratas"
    told = [notice.words.text() for notice in window.findChildren(Notice)]
    assert "This is an atlas of 2 pages, opened at Pratas Island." in told
    window.filing._turn()
    (dialog,) = [one for one in window.findChildren(QDialog) if one.windowTitle() == "Open a page of the atlas"]
    rows = dialog.findChild(QListWidget)
    assert [rows.item(k).text() for k in range(2)] == ["1  Pratas Island", "2  Narva"]
    rows.setCurrentRow(1)
    dialog.accept()
    assert window.document.target.id == "narva"
