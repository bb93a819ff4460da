"""Another language: every command has its words, English is what is written, and what is not in the table stays."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QTranslator

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
    names = {"English", "Українська"}
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
