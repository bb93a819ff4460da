"""What the keyboard reaches says what it is: every widget that takes the focus has a name for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QApplication, QComboBox, QTabBar, QWidget


def focusable(window: QWidget) -> Iterator[QWidget]:
    """The widgets that Tab or a click gives the focus, those within another control left out."""
    for one in window.findChildren(QWidget):
        shown = one.window() is window and one.isVisibleTo(window) and one.isEnabledTo(window)
        if not shown or one.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        inside = isinstance(one.parent(), (QComboBox, QAbstractSpinBox)) or one.focusProxy() is not None
        viewport = isinstance(one.parent(), QAbstractScrollArea) and one.parent().viewport() is one
        if not inside and not viewport and not isinstance(one, QTabBar):
            yield one


def nameless(window: QWidget) -> list[str]:
    """Those of which a screen reader would say nothing: no accessible name, text or label."""
    found = []
    for one in focusable(window):
        told = QAccessible.queryAccessibleInterface(one)
        if told is None or not told.text(QAccessible.Text.Name).strip():
            found.append(f"{type(one).__name__} {one.objectName()} in {type(one.parent()).__name__}")
    return found


def test_everything_that_takes_the_focus_has_a_name(window, document):
    document.select("jets-near", "near")
    for panel in ("places", "scenario", "layers", "objects", "time", "calendar"):
        window.frame.reveal(panel)
    window.open_palette("")
    window.pointing.choose("base", "near")
    window.set_tool("measure")
    window.notices.tell("Something", stays=True)
    assert list(focusable(window))
    assert nameless(window) == []


def test_dialogs_name_what_takes_the_focus(window):
    editing = window.editing
    openers = [lambda kind=kind: editing.new_record(kind) for kind in ("flashpoint", "base", "platform", "unit")]
    for opens in (*openers, editing.ask_posture, editing.compare, editing.two_ends, window.exports.ask):
        dialog = opens()
        assert nameless(dialog) == [], dialog.windowTitle()
        dialog.close()


def test_tab_goes_round_the_window_and_comes_back(window):
    window.activateWindow()
    window.canvas.setFocus()
    seen: list[QWidget] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now is window.canvas:
            break
        seen.append(now)
    else:
        raise AssertionError(f"the focus stays in {seen[-3:]}")
    assert {window.browser.search, window.browser.tree, window.layer_tree.tree, window.inspector.table} <= set(seen)
