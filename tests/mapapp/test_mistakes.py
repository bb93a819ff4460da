"""What goes wrong is told in the language of the window: the mistake, where it stands, and what to do about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidget

from layers import geodesy, position, units
from layers.document import quantities
from layers.errors import RimlandError
from mapapp import language

ROOT = Path(__file__).parents[2]
OUTSIDE = {
    "layers/io/areas.py": "areas are read by --avoid-area only",
    "layers/io/force_records.py": "tables of the program itself, with English headings",
    "layers/io/records.py": "tables of the program itself, with English headings",
    "layers/io/rows.py": "tables of the program itself, with English headings",
    "layers/io/tables.py": "tables of the program itself, with English headings",
    "mapapp/app.py": "rimland --shot and the options of the window's start",
    "mapapp/application.py": "no screen: there is no window to say it in",
    "mapapp/cli": "the command line",
    "mapapp/export/layouts.py": "layouts are read by rimland brief --layout only",
}
"""Modules whose mistakes no user of the window meets, and why."""
SAMPLE = "12"
ERRORS = {"RimlandError", "PlaceError", "GeometryError"}
TOLD = {"tell": 0, "_tell": 1, "Problem": 0}
"""What notes a problem, and which of its arguments is the first that is words."""


def texts(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """All that an expression may say, `SAMPLE` in each hole; names are what the module gives them."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else SAMPLE for part in parts)  # type: ignore[misc]
        case ast.IfExp(body=one, orelse=other):
            yield from texts(one, tree)
            yield from texts(other, tree)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from map("".join, product(texts(left, tree), texts(right, tree)))
        case ast.Name(id=name):
            for given in ast.walk(tree):
                match given:
                    case ast.Assign(targets=[ast.Name(id=held)], value=value) if held == name:
                        yield from texts(value, tree)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_, default]):
            yield from texts(default, tree)
            for given in ast.walk(tree):
                match given:
                    case ast.Assign(targets=[ast.Name(id=held)], value=ast.Dict(values=values)) if held == name:
                        for value in values:
                            yield from texts(value, tree)


def mistakes() -> Iterator[tuple[str, str]]:
    """Where a mistake is made that the window may show, and its words."""
    for path in sorted((*(ROOT / "layers").rglob("*.py"), *(ROOT / "mapapp").rglob("*.py"))):
        name = path.relative_to(ROOT).as_posix()
        if any(name.startswith(one) for one in OUTSIDE):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if called in ERRORS:
                said = [*call.args, *(one.value for one in call.keywords if one.arg == "remedy")]
            elif called in TOLD:
                said = call.args[TOLD[called] :] if len(call.args) == 3 else []
            else:
                continue
            for one in said:
                yield from ((f"{name}:{call.lineno}", text) for text in texts(one, tree))


LATIN = re.compile(r"[A-Za-z]{3,}")
ALIKE = re.compile(
    r"MGRS|UTM|QMH|WGS84|ISO|один position|Rimland|\.rimland|KML|<kml>|TOML|PNG|GIF|Mach|CLDR|GeoJSON|KMZ|GeoPackage|Shapefile|GPX|CSV|pptx|"
    r"potx|SOURCE_DATE_EPOCH|\bmin\b|nmi|\blon\b|\blat\b|\bmpp\b|\.prj|Title Only|'all'|\.kml|[a-z]{2}-[A-Z]{2}|Del\b"
)
"""Names of formats and fields, and units as they are typed."""


def test_every_mistake_the_window_can_show_has_ukrainian_words(ukrainian):
    found = [(place, text) for place, text in mistakes() if LATIN.search(ALIKE.sub("", text))]
    assert len(found) > 300
    left = {f"{place} {text}" for place, text in found if LATIN.search(ALIKE.sub("", language.amiss(text)))}
    assert left == set()


REAL = [
    (
        position.parse_position, "95, 10",
        ("95, 10: широта 95 лежить за полюсом; "
         "дайте широту від -90 до 90; широта йде першою: можливо, 10,95?"),
    ),
    (position.parse_position, "20 75 N 116 E", "'20 75 N 116 E' - понад 60: 75 (мінути); дайте від 0 до 60: мінути"),
    (units.parse_distance, "7 parsecs", "'7 parsecs' - не відстань; запишіть як 400 km, 200 nmi, 12.5 mi або 800 m"),
    (
        quantities.read_hours, "3 / 2 / 1",
        ("'3 / 2 / 1' - не зростає від 0; "
         "запишіть найменше / імовірне / найбільше, як-от 12 / 18 / 36 h"),
    ),
    (geodesy.check_radius, -5000.0, "радіус -5 км: менше нуля; дайте радіус від 0 до 20 003,9 км"),
    (geodesy.check_latitude, float("nan"), "широта nan - не число; дайте скінченне число: широта"),
]  # fmt: skip


@pytest.mark.parametrize(("read", "given", "said"), REAL)
def test_a_mistake_is_said_with_its_parts_and_stays_english_in_english(qapp, ukrainian, read, given, said):
    with pytest.raises(RimlandError) as raised:
        read(given)
    assert language.mistake(raised.value) == said
    language.speak(qapp, "en")
    assert language.mistake(raised.value) == str(raised.value)


def test_a_scenario_of_another_catalogue_is_refused_in_ukrainian(ukrainian):
    """One error within another, as a document tells it."""
    told = "scenario x, lift: unknown id 'u-9'; did you mean 'u-1' or 'u-2'?; the catalogue's own values are assumed"
    said = "сценарій x, lift: невідомий код 'u-9'; можливо, 'u-1' або 'u-2'?; узято власні значення каталогу"
    assert language.amiss(told) == said


def test_a_wrong_coordinate_typed_into_a_ukrainian_window_is_refused_in_ukrainian(ukrainian, window):
    QTest.keyClick(window, Qt.Key.Key_M)
    canvas = window.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    QTest.keyClick(canvas, Qt.Key.Key_9)
    QTest.keyClicks(window.typed, "5, 10")
    QTest.keyClick(window.typed, Qt.Key.Key_Return)
    [told] = [text for text in window.notices.texts if "95, 10" in text]
    assert told == "'95, 10' - не наступна точка; напишіть відстань і азимут, як-от 250 km 045, або координати"
    QTest.keyClick(window.typed, Qt.Key.Key_Escape)
    form = window.editing.new_record("base")
    form.editors["name"].setText("Х")
    form.editors["place"].setText("95, 10")
    form.take()
    assert "широта 95 лежить за полюсом" in form.problem.text()
    assert not LATIN.search(form.problem.text())
    form.reject()


def test_an_unreadable_line_of_an_import_is_listed_in_ukrainian(ukrainian, window, tmp_path, qtbot):
    table = tmp_path / "ports.csv"
    table.write_text("name,lat,lon\nPort,20,115\nNowhere,95,10\n")
    window.importing.bring([table])
    qtbot.waitUntil(lambda: any("ports.csv" in text for text in window.notices.texts))
    show = next(one for notice in window.notices.shown for one in notice.findChildren(QPushButton))
    show.click()
    listed = next(one for top in QApplication.topLevelWidgets() for one in top.findChildren(QTableWidget)
                  if one.accessibleName() == "Що не вдалося використати" and one.isVisible())  # fmt: skip
    assert [listed.item(0, column).text() for column in range(3)] == [
        "ports.csv, рядок 3, стовпець lat, lon",
        "95, 10",
        "дайте широту від -90 до 90; широта йде першою: можливо, 10,95?",
    ]
    listed.window().close()
