"""The export dialog: its preview is the file, its work can be cancelled, and nothing is left of what was cancelled."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QListWidget, QWidget
from shiboken6 import isValid

from layers.picture.kit import Box
from layers.picture.layout import BLOCKS, DOWN, box_of, snapped
from mapapp.export import briefing as made
from mapapp.export import layouts, page, writers
from mapapp.export.choices import KINDS
from mapapp.export.dialog import ExportDialog
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


def test_what_a_template_is_stands_close_below_it(dialog, qtbot) -> None:
    hint = dialog.tells
    qtbot.waitUntil(lambda: hint.height() == hint.heightForWidth(hint.width()))
    gap = hint.geometry().top() - dialog.template.geometry().bottom()
    assert 0 < gap <= dialog.template.geometry().top() - dialog.scope.geometry().bottom()


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


def middle(box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def test_every_block_is_moved_and_given_another_size(dialog, qtbot) -> None:
    assert set(dialog.preview._blocks) == set(BLOCKS)
    paper = dialog.wish().order.paper
    for block in BLOCKS:
        before = dialog.preview._blocks[block]
        drag(qtbot, dialog, middle(before), (middle(before)[0] - 47, middle(before)[1] + 34))
        (one,) = [each for each in dialog.layout_row.now if each.block == block]
        assert one == snapped(block, before.moved(-47, 34), paper) or one.x == 0 or one.y + one.height == DOWN
        after = dialog.preview._blocks[block]
        assert after == box_of(one, paper)
    assert len(dialog.layout_row.now) == len(BLOCKS)
    assert "overlap" in dialog.warning.text()
    assert dialog.warning.isVisible()
    while dialog.layout_row.undo_button.isEnabled():
        dialog.layout_row.undo()
    assert dialog.layout_row.now == ()


def test_a_corner_gives_another_size_and_the_keys_do(dialog, qtbot) -> None:
    box = dialog.preview._blocks["map"]
    drag(qtbot, dialog, (box.x1 - 1, box.y1 - 1), (box.x1 - 100, box.y1 - 50))
    (one,) = [each for each in dialog.layout_row.now if each.block == "map"]
    paper = dialog.wish().order.paper
    assert one == snapped("map", Box(box.x0, box.y0, box.x1 - 99, box.y1 - 49), paper)
    assert dialog.preview._page.frame == box_of(one, paper)
    preview = dialog.preview
    assert preview.chosen == "map"
    for key, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier),
    ):
        qtbot.keyClick(preview, key, modifier)
        qtbot.waitUntil(lambda: not dialog.drawing)
    (now,) = [each for each in dialog.layout_row.now if each.block == "map"]
    assert (now.x, now.y, now.width, now.height) == (one.x + 1, one.y, one.width, one.height - 1)
    qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.chosen == "legend"
    dialog.layout_row.reset()
    qtbot.waitUntil(lambda: not dialog.drawing)
    assert dialog.preview._blocks["map"] == box


def test_a_click_moves_nothing(dialog, qtbot) -> None:
    before = dialog.wish()
    at = middle(dialog.preview._blocks["map"])
    drag(qtbot, dialog, at, at)
    assert dialog.wish() == before


def test_the_layout_is_kept_and_reproduced(dialog, qtbot, tmp_path: Path, catalogue) -> None:
    box = dialog.preview._blocks["chart"]
    drag(qtbot, dialog, middle(box), (middle(box)[0] - 30, middle(box)[1] + 20))
    placed = dialog.layout_row.now
    dialog.layout_row.keep(tmp_path / "layout.toml")
    assert layouts.read(tmp_path / "layout.toml") == placed
    choose(dialog.kind, ".pdf")
    dialog.write(tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: not dialog.working)
    assert layouts.read(tmp_path / "a.pdf") == placed
    order = dialog.wish().order
    writers.write([dialog._here], replace(order, layout=layouts.read(tmp_path / "layout.toml")), tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_layout_is_part_of_the_document(window, qtbot) -> None:
    dialog = window.exports.ask()
    qtbot.waitUntil(lambda: not dialog.drawing and bool(dialog._blocks))
    dialog._on_dragged("chart", dialog._blocks["chart"].moved(40, 40))
    assert window.document.content.layout == dialog.layout_row.now != ()
    dialog.close()
    again = window.exports.ask()
    assert again.layout_row.now == window.document.content.layout
    again.close()
    window.document.undo()
    assert window.document.content.layout == ()


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
        go.wait(60)
        tell(0.5, "on")
        return []

    dialog._make = make
    choose(dialog.scope, "west")
    dialog.write(tmp_path / "atlas.pdf")
    assert held.wait(60)
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
    assert dialog.message.objectName() == "bad"
    dialog.message.clear()
    dialog.copy_page()
    assert "is no date" in dialog.message.text(), "it is no fault of the program"
    dialog.date.setText("2026-01-31")
    qtbot.waitUntil(lambda: dialog.message.objectName() == "")


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


def test_a_window_torn_down_while_the_preview_is_drawn_waits_for_it(briefing, qtbot, tmp_path, monkeypatch) -> None:
    held, go = threading.Event(), threading.Event()
    draw = made.laid_out

    def laid_out(*asked):
        held.set()
        go.wait(60)
        return draw(*asked)

    monkeypatch.setattr(made, "laid_out", laid_out)
    before = set(threading.enumerate())
    window = QWidget()
    dialog = ExportDialog(briefing, lambda *_: [], tmp_path, window)
    dialog.show()
    qtbot.waitUntil(held.is_set)
    later = threading.Timer(0.05, go.set)
    later.start()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    assert set(threading.enumerate()) - {later} == before


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
