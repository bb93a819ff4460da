"""Another language: every command has its words, English is what is written, and what is not in the table stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

import resources
from layers.io.tables import read_catalogue
from mapapp import language
from mapapp.commands import all_commands

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]


@pytest.fixture
def ukrainian(qapp):
    assert language.speak(qapp, "uk") == "uk"
    yield
    language.speak(qapp, "en")
    for old in qapp.findChildren(QTranslator):
        qapp.removeTranslator(old)


def test_every_command_has_ukrainian_words():
    phrases = json.loads(resources.path("i18n", "uk.json").read_text(encoding="utf-8"))["phrases"]
    names = {"English", "Українська", "Mach"}
    missing = set()
    for command in all_commands(CATALOGUE):
        if command.id.startswith(("passage.", "file.recent.")) and command.id != "file.recent.clear":
            continue  # names of straits and of files
        missing |= {text for text in (*command.menu.split("/"), command.text, command.tip) if text} - phrases.keys()
    assert missing - names == set()
    assert all(text.count("&") == phrases[text].count("&") for text in phrases), "each has its key"


def test_the_window_speaks_ukrainian(ukrainian, window):
    assert window.actions_table["file.open"].text() == "&Відкрити…"
    assert [action.text() for action in window.menuBar().actions()][:2] == ["&Файл", "&Правка"]
    assert window.frame._tabs["upper"].tabText(1) == "Сценарій"
    assert window.layer_tree._items["bases"].text(0) == "Бази"
    window.open_palette("відкрити")
    assert window.searching.box.found[0].id == "file.open"


def test_english_is_as_written_and_the_unknown_stays(qapp, window):
    assert language.speak(qapp, "en") == "en"
    assert language.speak(qapp, "xx") == "en"
    assert language.tr("&Open…") == "&Open…"
    assert window.actions_table["file.open"].text() == "&Open…"


def test_what_is_not_in_the_table_stays(ukrainian):
    assert language.tr("&Open…") == "&Відкрити…"
    assert language.tr("No such phrase") == "No such phrase"


LATIN = re.compile(r"[A-Za-z]{3,}")
ALIKE = re.compile(
    r"Ctrl|Shift|Alt|Enter|Esc|Mach|GeoJSON|KMZ?|GeoPackage|Shapefile|GPX|PDF|PNG|MGRS|UTM|Mach|MIL-STD-2525|APP-6|English|Rimland|nmi|km/h|WGS84"
)
"""Words that Ukrainian writes in Latin letters, or names of formats."""


def untranslated(texts: Iterable[str]) -> set[str]:
    """Those that still hold English words."""
    return {text for text in texts if LATIN.search(ALIKE.sub("", text))}


def headings_and_buttons(window: QWidget) -> Iterator[str]:
    """What a person reads on the window itself: menus, tabs, headings, captions, buttons, column heads, prompts."""
    for action in window.findChildren(QAction):
        if not str(action.objectName()).startswith(("passage.", "file.recent")):
            yield action.text()
            yield action.toolTip() if action.toolTip() != action.text() else ""
    for menu in window.findChildren(QMenu):
        yield menu.title()
    for button in window.findChildren(QAbstractButton):
        yield button.text()
        yield button.accessibleName()
    for bar in window.findChildren(QTabBar):
        yield from (bar.tabText(number) for number in range(bar.count()))
    for caption in window.findChildren(QLabel):
        if caption.objectName() in {"section", "key", "empty"}:
            yield caption.text()
    for field in window.findChildren(QLineEdit):
        yield field.placeholderText()
        yield field.accessibleName()
    for box in window.findChildren(QComboBox):
        yield box.accessibleName()
    for view in window.findChildren(QAbstractItemView):
        yield view.accessibleName()
        if isinstance(view, QTableView):
            yield from (
                str(view.model().headerData(k, Qt.Orientation.Horizontal)) for k in range(view.model().columnCount())
            )
        if isinstance(view, QTreeView) and not view.isHeaderHidden():
            yield from (
                str(view.model().headerData(k, Qt.Orientation.Horizontal)) for k in range(view.model().columnCount())
            )


def test_nothing_in_the_window_is_left_in_english(ukrainian, window, document):
    tables = (CATALOGUE.passages, document.catalogue.passages, document.catalogue.commitments)
    names = {row.name for rows in tables for row in rows.values()}
    document.select("jets-near", "near")
    for panel in ("places", "scenario", "layers", "objects", "time", "calendar"):
        window.frame.reveal(panel)
    told = [text for text in headings_and_buttons(window) if text not in names]
    assert untranslated(told) == set()
    assert {text for text in told if text}, "something is to be read"


def test_every_prompt_of_a_tool_and_every_field_of_a_form_has_ukrainian_words(ukrainian, window):
    told = [text for tool in window.tools.values() for text in (language.tr(tool.hint), language.tr(tool.asks))]
    for kind in ("flashpoint", "base", "platform", "unit"):
        form = window.editing.new_record(kind)
        told += [form.windowTitle(), *(caption.text() for caption in form.findChildren(QLabel))]
        form.reject()
    form = window.editing.ask_posture()
    told += [caption.text() for caption in form.findChildren(QLabel)]
    form.reject()
    assert untranslated(told) == set()
