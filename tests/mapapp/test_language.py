"""Another language: every command has its words, English is what is written, and what is not in the table stays."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
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

import mapapp
import resources
from layers.io.tables import read_catalogue
from layers.picture.layout import NAMES
from layers.picture.marks import Text
from mapapp import language
from mapapp.commands import all_commands
from mapapp.export.choices import HINTS
from mapapp.panels.response_model import DISTANCE
from mapapp.tools.tool import Spot

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]


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


def test_every_country_has_a_ukrainian_name():
    phrases = json.loads(resources.path("i18n", "uk.json").read_text(encoding="utf-8"))["phrases"]
    with resources.path("data", "countries.csv").open(encoding="utf-8", newline="") as file:
        assert {row["name"] for row in csv.DictReader(file)} - phrases.keys() == set()


FACTS = {
    "flashpoints": ("held_by", "garrison", "essay_claim", "notes"), "commitments": ("name", "what_it_covers"),
    "clocks": ("rationale",), "decisions": ("name", "rationale"), "airspace": ("rationale",), "crews": ("rationale",),
    "passages": ("regime", "wartime_note"), "levers": ("name", "rationale"), "pools": ("name", "rationale"),
    "releases": ("rationale",), "requirements": ("rationale",), "thresholds": ("name", "rationale"),
    "stances": ("rationale",), "lifts": ("rationale",), "events": ("name", "what", "place"),
}  # fmt: skip


def test_what_the_catalogue_and_the_ready_made_scenarios_tell_has_ukrainian_words(ukrainian):
    """Rationales, titles of events, treaties, facts of flashpoints, names and notes of scenarios; none is forgotten."""
    told = set()
    for table, columns in FACTS.items():
        with resources.path("catalogue", f"{table}.csv").open(encoding="utf-8", newline="") as file:
            told |= {row[column] for row in csv.DictReader(file) for column in columns}
    for path in resources.path("scenarios").glob("*.json"):
        scenario = json.loads(path.read_text(encoding="utf-8"))["scenario"]
        told |= {scenario["name"], scenario["note"]}
    told -= {""}
    assert {text for text in told if language.tr(text) == text} == set()


def test_a_ready_made_scenario_is_shown_in_ukrainian_and_kept_as_it_is(ukrainian, window, document):
    from mapapp.export.pages import scenarios

    panel = window.editing.panel
    made = next(one for one in scenarios(CATALOGUE) if one.id == "pratas-alone")
    document.apply("Use", lambda content: replace(content, scenario=made))
    assert panel.choice.currentText() == "Лише Пратас"
    assert panel.note.toPlainText().startswith("Китай захоплює Пратас")
    panel.rename()
    panel.name.editingFinished.emit()
    assert document.content.scenario == made, "to look at it changes nothing"
    panel.note.setPlainText("Мій запис")
    assert document.content.scenario.note == "Мій запис"


def test_the_map_of_a_ukrainian_window_is_ukrainian(ukrainian, window, document, qtbot):
    """Legend and scale on the screen; the labels of the document stay the program's own, for exports to turn."""
    document.apply("Style", lambda content: replace(content, style="dark"))
    qtbot.waitUntil(lambda: window.canvas.sharp)
    told = [mark.text for mark in window.canvas.picture.over if isinstance(mark, Text)]
    assert "Умовні позначення" in told
    assert "400 км" in told
    assert not any(re.search(r"\d (km|nmi|h)\b", text) for text in told)
    assert document.sheet().rings[0].label == "400 km"
    assert window.inspector.table.model().index(0, DISTANCE).data().endswith(" км")


def _reported() -> Iterator[str]:
    """What the program's own code reports of its progress, with a name in every hole."""
    for name in ("answers", "app", "importing"):
        tree = ast.parse((Path(mapapp.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = {"report": 1, "aside": 3, "submit": 0}.get(called)
            if place is None or place >= len(call.args):
                continue
            match call.args[place]:
                case ast.Constant(value=str(text)):
                    yield text
                case ast.JoinedStr(values=parts):
                    yield "".join(part.value if isinstance(part, ast.Constant) else "\u0425" for part in parts)


def test_what_computes_is_told_in_ukrainian(ukrainian, window):
    told = set(_reported()) - {"Response", "Bands"}  # reported at once by what they do
    assert "First use: compiling the kernels, about a minute, once" in told
    assert len(told) >= 6
    assert untranslated(map(language.sentence, told)) == set()
    window.status._on_progressed(-1.0, "Computing who can reach Narva")
    assert window.status._what.text() == "Обчислення, хто може дістатися: Narva"
    window.status._on_started("Loading routes and forces")
    assert untranslated([window.status._what.text()]) == set()


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
    for widget in window.findChildren(QWidget):
        yield widget.accessibleDescription()
    for view in window.findChildren(QAbstractItemView):
        yield view.accessibleName()
        if isinstance(view, QTableView):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield from (
                    str(view.model().headerData(k, Qt.Orientation.Horizontal, role) or "")
                    for k in range(view.model().columnCount())
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


def test_comparison_two_ends_export_and_tour_are_not_left_in_english(ukrainian, window, document, qtbot):
    catalogue = document.catalogue
    tables = (catalogue.thresholds, catalogue.levers, catalogue.flashpoints, catalogue.platforms)
    names = {row.name for rows in tables for row in rows.values()}
    names |= {name[:1].upper() + name[1:] for name in names} | {document.content.scenario.name}
    for opens in (window.editing.compare, window.editing.two_ends, window.exports.ask):
        dialog = opens()
        told = [dialog.windowTitle(), *headings_and_buttons(dialog)]
        told += [box.itemText(k) for box in dialog.findChildren(QComboBox) for k in range(box.count())]
        if dialog.objectName() == "export":  # what the page will say is in the language of the page
            of_page = {dialog.title.placeholderText(), dialog.subtitle.placeholderText()}
            told = [text for text in told if text not in of_page]
        told = [WRITTEN_SO.sub("", ALIKE.sub("", text)) for text in told]
        told += [one.text() for one in dialog.findChildren(QLabel) if one.buddy() is not None]
        left = {text for text in untranslated(told) if not any(name in text for name in names)}
        assert left == set(), dialog.windowTitle()
        dialog.close()
    window.actions_table.run("help.tour")
    for _ in range(5):
        told = [window.tour._count.text(), window.tour.title.text(), window.tour.text.text(), window.tour.next.text()]
        assert untranslated(told) == set()
        window.tour.next.click()


WRITTEN_SO = re.compile(
    r"[A-Z]{2,}[0-9]*|PowerPoint|letter|Google Earth|Excel|Letter|Legal|Tabloid|Ledger|[a-z]{2}-[A-Z]{2}"
)
"""Markings, sizes of paper and names of programs, which are the same in every language."""


def test_a_step_is_named_in_ukrainian_with_the_names_of_its_parts(ukrainian, window, document):
    def last() -> str:
        return str(window.actions_table["edit.undo"].text())

    window.actions_table.run("layer.bases")
    assert last() == "&Скасувати сховати: бази"
    window.actions_table.run("style.dark")
    assert last() == "&Скасувати стиль"
    window.layer_tree.tree.setCurrentItem(window.layer_tree._items["rings"])
    window.layer_tree.solo()
    assert untranslated([last()]) == set()
    pin = window.tools["pin"]
    pin.add("Drop pin", "pin", (Spot(118.0, 21.0),), name="Х")
    assert last() == "&Скасувати поставити позначку"
    window.objects.recolour("#0072b2")
    assert untranslated([last()]) == set()
    window.objects.remove_selected()
    assert last() == "&Скасувати вилучити об'єкт"


def test_a_verdict_is_said_in_ukrainian(ukrainian, window):
    from layers.response.model import Gap
    from mapapp.panels import words

    assert words.gap(Gap("air_presence", "jets-near", 20.0, 1.5, "late")) == "запізно на 1,5 год"
    assert words.hours(0.2) == "12 хв"
    assert words.layer("bases") == "бази"


def test_the_export_dialog_has_ukrainian_words(ukrainian, window):
    """Captions, buttons, prompts and all that its lists offer; names of formats and of papers stay."""
    dialog = window.exports.ask()
    lists = (dialog.kind, dialog.scope, dialog.template)
    told = [
        dialog.windowTitle(),
        *(caption.text() for caption in dialog.findChildren(QLabel) if caption is not dialog.preview),
    ]
    told += [button.text() for button in dialog.findChildren(QAbstractButton)]
    told += [button.toolTip() for button in dialog.findChildren(QAbstractButton)]
    told += [box.itemText(k) for box in lists for k in range(box.count())]
    told += [language.tr(text) for text in (*HINTS.values(), *NAMES.values())]
    named = re.compile("PowerPoint|SVG|CSV|XLSX|GIF|Excel|QGIS|Google Earth|rimland brief --layout")
    assert untranslated(named.sub("", text) for text in told) == set()
    dialog.close()


SENTENCES = [
    (
        "beyond the unrefuelled radius of 1 650 km (route 10 800 km) and cannot be refuelled in the air",
        "далі за радіус без дозаправлення 1\u00a0650 км (шлях 10\u00a0800 км): дозаправити в повітрі не можна",
    ),
    ("no commitment of Japan covers Narva", "жодне зобов'язання (Японія) не охоплює: Narva"),
    (
        (
            "by Armoured brigade by rail: no land route: the target is at sea, no land within 10 km; by Light infantry by "
            "road: no land route outside closed China, Russia"
        ),
        (
            "танкова бригада залізницею: суходолом шляху немає: ціль у морі, землі немає ближче як 10 км; "
            "легка піхота дорогою: суходолом шляху поза закритим немає: Китай, Росія"
        ),
    ),
    (
        "tied down by Small war in Europe (r-small-war): no rule lets it go",
        "зв'язана: Мала війна в Європі: жодне правило його не відпускає",
    ),
    ("late by 1 d 14 h", "запізно на 1 д 14 год"),
    (
        "The direct way of 10 021 km crosses closed airspace: China, Russia.",
        "Прямий шлях 10\u00a0021 км перетинає закритий простір: Китай, Росія.",
    ),
]


@pytest.mark.parametrize(("english", "said"), SENTENCES)
def test_a_sentence_of_the_library_is_said_with_its_parts(ukrainian, english, said):
    assert language.sentence(english) == said


def test_a_sentence_stays_in_english_and_what_no_template_fits_stays(qapp, ukrainian):
    assert language.sentence("Quite another sentence") == "Quite another sentence"
    language.speak(qapp, "en")
    assert all(language.sentence(english) == english for english, _ in SENTENCES)


def test_names_of_levers_thresholds_decisions_and_pools_have_ukrainian_words(ukrainian):
    tables = (CATALOGUE.levers, CATALOGUE.thresholds, CATALOGUE.decisions, CATALOGUE.pools, CATALOGUE.crews)
    names = [row.name for rows in tables for row in rows.values()]
    names += [row.rationale for row in (*CATALOGUE.levers.values(), *CATALOGUE.stances)]
    assert [name for name in names if language.tr(name) == name] == []


FRAGMENTS = (
    "beyond", "unrefuelled", "route", "cannot", "land route", "water lies", "ferries", "covers", "leads there",
    "within", "tied down", "Refuelled", "Lands at", "direct way", "direct line", "crosses", "Expected", "to vary",
    "nothing carries", "held off", "closed;", "other way", "loads of this unit", "Starts again", "let go",
)  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    """Both theatres as the engine answers them, with a war at the other end in one."""
    from layers.io.shipped_world import load_world
    from layers.response import clock
    from layers.scenario.model import BASELINE
    from mapapp.app import ShippedEngine
    from mapapp.document import Target

    engine = ShippedEngine(load_world(CATALOGUE), None)  # type: ignore[arg-type]  # no map is asked for
    pressed = replace(BASELINE, levers=frozenset({"r-small-war", "r-small-war-lift", "r-danish", "c-militia"}))
    found = []
    for ident, scenario in (("pratas", pressed), ("narva", BASELINE)):
        place = CATALOGUE.flashpoints[ident]
        target = engine._asked(Target(place.id, place.name, place.lon, place.lat))
        found.append(clock.respond(engine.world, scenario, target))
    return found


@pytest.mark.timeout(900)
def test_reasons_notes_and_stages_of_real_answers_are_not_left_in_english(ukrainian, answers):
    """No word of the library's own sentences is left; names, and sources behind a stage, may be."""
    from mapapp.panels import words

    rows = [row for response in answers for row in response.arrivals]
    told = [words.reason(row) for row in rows if row.total is None]
    told += [language.sentence(note).split(" (")[0] for row in rows for note in row.notes]  # a source in brackets
    assert len(set(told)) > 60
    every = [row.reason for row in rows] + [note for row in rows for note in row.notes]
    assert [text for text in every if re.search(r"\d,\d{3} km", text)] == [], "the house sets thousands apart by spaces"
    assert [text for text in told if any(word in text for word in FRAGMENTS)] == []
    stages = {stage.name for row in rows for stage in row.stages}
    assert {name for name in stages if language.sentence(name) == name} == set()
