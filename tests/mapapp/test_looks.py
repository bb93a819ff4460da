"""What is shown can be read: contrast of every role in both themes, no word cut without a sign, credits told."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QTreeView

from mapapp import dialogs, look
from mapapp.panels import words
from mapapp.panels.parts import ElidedChoice

THEMES = (look.LIGHT, look.DARK)


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]
    ]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_has_a_contrast_of_four_and_a_half(theme):
    for ink in ("text", "muted", "good", "bad", "idle"):
        for ground in ("window", "panel", "raised", "selection", "hover"):
            if (ink, ground) in {("good", "selection"), ("bad", "selection")}:
                continue  # a verdict stands on its own wash
            assert contrast(QColor(getattr(theme, ink)), QColor(getattr(theme, ground))) >= 4.5, (ink, ground)
    for role in ("good", "bad", "idle"):
        assert contrast(QColor(getattr(theme, role)), QColor(getattr(theme, f"{role}_wash"))) >= 4.5, role
    assert contrast(QColor(theme.on_accent), QColor(theme.accent)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_a_field_asks_for_can_be_read(qapp, qtbot, theme):
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    try:
        look.dress(qapp, theme)
        line = QLineEdit()
        qtbot.addWidget(line)
        line.ensurePolished()
        ink = line.palette().color(QPalette.ColorRole.PlaceholderText)
        assert ink.alpha() == 255, "a thinned ink is paler than its colour"
        assert contrast(ink, QColor(theme.panel)) >= 4.5
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])


def test_a_choice_without_room_ends_in_an_ellipsis_and_tells_the_whole(qtbot):
    box = ElidedChoice()
    qtbot.addWidget(box)
    box.addItems(["Narva", "Azimuthal equidistant"])
    box.setCurrentIndex(1)
    box.resize(100, 30)
    box.show()
    assert box.shown.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert box.toolTip() == "Azimuthal equidistant"
    narrow = box.grab().toImage()
    box.resize(300, 30)
    assert box.shown == "Azimuthal equidistant"
    assert box.grab().toImage().copy(0, 0, 60, 30) != narrow.copy(40, 0, 60, 30)


def test_every_layer_has_room_for_its_name_in_a_small_window(window):
    window.resize(1366, 768)
    window.frame.reveal("layers")
    tree = window.layer_tree.tree
    metrics = QFontMetrics(tree.font())
    for ident, item in window.layer_tree._items.items():
        box = tree.visualItemRect(item)
        tick = tree.style().pixelMetric(tree.style().PixelMetric.PM_IndicatorWidth)
        room = tree.columnWidth(0) - box.left() - tick - 12
        assert metrics.horizontalAdvance(words.LAYERS[ident]) <= room, ident


def test_whose_data_are_shown_is_told(window):
    dialogs.show_about(window)
    (dialog,) = (one for one in window.findChildren(QDialog) if one.windowTitle() == "About Rimland")
    told = " ".join(one.text() for one in dialog.findChildren(QLabel))
    for source in ("Natural Earth", "OpenStreetMap", "ODbL", "GeoNames", "CC BY 4.0", "GSHHG", "ETOPO5"):
        assert source in told
    dialog.close()


def test_the_rows_of_every_list_stand_as_far_apart(window):
    """Also at the first look, before the theme is changed."""
    for name in ("places", "scenario", "layers", "objects"):
        window.frame.reveal(name)
    trees = [tree for tree in window.findChildren(QTreeView) if tree.model().rowCount()]
    assert len(trees) >= 3
    assert {tree.visualRect(tree.model().index(0, 0)).height() for tree in trees} == {24}
