"""A hand-edited table: every kind of mistake is named by file, row, column, value and remedy, and the rest still loads."""

from __future__ import annotations

import csv
import io
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from layers.catalogue.model import Catalogue
from layers.catalogue.values import Spread
from layers.errors import Problem
from layers.io.rows import read_rows
from layers.io.tables import read_catalogue

SHIPPED = resources.path("catalogue")
TABLES = sorted(path.name for path in SHIPPED.glob("*.csv"))
Cells = list[list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in TABLES:
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def cells_of(path: Path) -> Cells:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def text_of(rows: Cells, separator: str = ",", *, quoting: int = csv.QUOTE_MINIMAL, end: str = "\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
    return file.getvalue()


def row_of(path: Path, ident: str) -> int:
    """The row of an id, as a spreadsheet counts it."""
    rows = cells_of(path)
    return 1 + [row[0] for row in rows].index(ident)


def spoil(folder: Path, table: str, ident: str, **changes: str) -> tuple[Catalogue, tuple[Problem, ...], int]:
    """The catalogue with one row changed, what is said of it, and the number of the row."""
    path = folder / f"{table}.csv"
    rows = cells_of(path)
    number = row_of(path, ident)
    for column, value in changes.items():
        rows[number - 1][rows[0].index(column)] = value
    path.write_text(text_of(rows), encoding="utf-8")
    found, problems = read_catalogue(folder)
    return found, problems, number


@pytest.mark.parametrize(
    ("table", "ident", "column", "value", "remedy"),
    [
        ("bases", "yokosuka", "lat", "95", "give a number from -90 to 90 degrees north"),
        ("bases", "yokosuka", "lon", "-181", "give a number from -180 to 180 degrees east"),
        ("bases", "yokosuka", "lat", "north", "this is not a number; put words in another column"),
        ("bases", "yokosuka", "lat", "35,28", "this is not a number; write it with a point: 35.28"),
        ("bases", "yokosuka", "lat", "nan", "this is not a number; put words in another column"),
        ("bases", "yokosuka", "lat", "٣٥", "this is not a number; put words in another column"),
        ("bases", "yokosuka", "lat", "", "this cell must not be empty"),
        ("bases", "yokosuka", "source", "", "say where the figures come from, or 'judgement'"),
        ("bases", "yokosuka", "confidence", "hihg", "did you mean 'high'? It must be one of: high, medium, low"),
        ("bases", "yokosuka", "kind", "navl", "did you mean 'naval'? It must be one of: air, naval, army, multi"),
        ("bases", "yokosuka", "country", "Japan", "give the ISO code of the country in three capitals, such as JPN"),
        ("bases", "yokosuka", "id", "Yoko suka", "an id has small letters, digits and single hyphens only"),
        ("units", "desron15", "platform", "ddg51", "did you mean 'ddg-51'"),
        ("units", "desron15", "base", "yokosuga", "did you mean 'yokosuka'"),
        ("units", "desron15", "alliance", "usa", "did you mean 'us'"),
        ("units", "desron15", "effect", "surface", "It must be one of: air_presence, air_strike"),
        ("units", "desron15", "standing_orders", "maybe", "It must be one of: yes, no"),
        ("units", "desron15", "nation", "US", "give ISO codes in three capitals separated by semicolons, or NATO"),
        ("units", "31meu", "lift", "lha", "There is no such id in platforms.csv"),
        ("platforms", "f-22", "cruise_kmh", "", "give the planning speed in km/h"),
        ("platforms", "cvn", "ship_kinds", "carier", "did you mean 'carrier'?"),
        ("flashpoints", "pratas", "commitments", "tra;trq", "did you mean 'tra'?"),
        ("flashpoints", "pratas", "theatre", "middle", "It must be one of: east, west, both"),
        ("clocks", "pratas", "flashpoint", "prats", "did you mean 'pratas'"),
        ("passages", "bosporus", "gate", "29.05 41.09", "give at least 2 points as 'lon lat; lon lat'"),
        ("passages", "bosporus", "gate", "29 41; x", "write each point as longitude and latitude"),
        ("passages", "bosporus", "gate", "29 41; 41 129", "longitude comes first (-180 to 180), then latitude"),
        ("passages", "bosporus", "default", "shut", "It must be one of: open, restricted, closed"),
        ("passages", "bosporus", "bars", "carriers", "did you mean 'carrier'? It must be of: carrier, submarine"),
        ("levers", "c-militia", "applies_to", "senkaku;theatre:north", "There is no such id in the other tables"),
        ("levers", "c-militia", "effect", "decision_delay", "did you mean 'decision_delay_h'?"),
        ("commitments", "tra", "signed", "10 April 1979", "write the date as year-month-day, such as 2024-06-17"),
        ("commitments", "tra", "binding", "promise", "It must be one of: treaty, law, policy"),
        ("commitments", "nato-5", "parties", "32 members", "give ISO codes in three capitals separated by semicolons"),
        ("commitments", "tra", "aid", "maybe", "It must be one of: defence, consultation, none"),
        ("stances", "us-taiwan", "who", "USA;America", "give ISO codes in three capitals, NATO, or ids of units"),
        ("stances", "us-taiwan", "who", "csg", "did you mean 'csg5'"),
        ("stances", "us-taiwan", "covers", "trb", "did you mean 'tra'?"),
        ("stances", "us-taiwan", "decides", "usa", "did you mean 'us'"),
        ("platforms", "f-22", "crew", "figter", "did you mean 'fighter'?"),
        ("crews", "fighter", "longest_h", "0", "give a number from 0.5 to 200 h"),
        ("time_checks", "bap-scramble", "compare", "readiness:bap-amary", "did you mean 'bap-amari'"),
        (
            "time_checks",
            "bap-scramble",
            "compare",
            "redness:bap-amari",
            "begin with one of: transit, length, readiness",
        ),
        ("time_checks", "vilseck-orzysz-km", "compare", "length:far", "give the kilometres printed"),
        ("time_checks", "barksdale-guam", "from_place", "", "this cell must not be empty"),
        ("time_checks", "barksdale-guam", "platform", "b-52", "did you mean 'b-52h'"),
        ("airspace", "RUS", "country", "Russia", "give the ISO code of the country in three capitals"),
        ("decisions", "nato", "rationale", "", "this cell must not be empty"),
        ("time_checks", "bap-scramble", "mode", "rail", "It must be one of: air, sea, land, decision, clock"),
        ("zones", "baltic-sea", "lat", "-91", "give a number from -90 to 90 degrees north"),
    ],
)
def test_a_bad_cell_is_named_with_its_remedy(
    folder: Path, table: str, ident: str, column: str, value: str, remedy: str
) -> None:
    found, problems, number = spoil(folder, table, ident, **{column: value})
    named = [row for row in problems if row.place == f"{table}.csv row {number}, column {column}"]
    assert len(named) == 1
    assert named[0].value in {value, *value.split(";"), *(part.strip() for part in value.split(";"))}
    assert remedy in named[0].remedy
    kept = getattr(found, table)
    before = getattr(read_catalogue(SHIPPED)[0], table)
    assert len(kept) == len(before) - 1


def test_numbers_out_of_order_are_shown_together(folder: Path) -> None:
    _, problems, number = spoil(folder, "clocks", "pratas", low_h="60")
    remedy = "order them: low_h must not exceed likely_h, nor likely_h exceed high_h"
    assert problems == (Problem(f"clocks.csv row {number}, column likely_h", "60 / 18 / 48", remedy),)


def test_every_bad_cell_of_a_row_is_told_at_once(folder: Path) -> None:
    _, problems, number = spoil(folder, "bases", "drawsko", lat="95", kind="fort", source="")
    assert {row.place for row in problems} == {
        f"bases.csv row {number}, column {column}" for column in ("lat", "kind", "source")
    }


def test_the_second_row_of_an_id_is_refused_and_the_first_kept(folder: Path) -> None:
    path = folder / "bases.csv"
    rows = cells_of(path)
    copy = list(rows[row_of(path, "sasebo") - 1])
    copy[1] = "Another Sasebo"
    path.write_text(text_of([*rows, copy]), encoding="utf-8")
    found, problems = read_catalogue(folder)
    assert found.bases["sasebo"].name == "Sasebo naval base"
    assert [row.place for row in problems] == [f"bases.csv row {len(rows) + 1}, column id"]
    assert f"row {row_of(SHIPPED / 'bases.csv', 'sasebo')} has this id already" in problems[0].remedy


def test_what_leans_on_a_refused_row_is_refused_with_the_reason(folder: Path) -> None:
    found, problems, _ = spoil(folder, "bases", "siauliai", lat="155.9")
    assert "siauliai" not in found.bases
    assert "bap-siauliai" not in found.units
    unit = next(row for row in problems if row.place.startswith("units.csv"))
    assert unit.value == "siauliai"
    assert unit.remedy == "its own row in bases.csv was refused: mend that one first"


def test_a_row_that_is_not_utf_8_is_named_and_the_others_load(folder: Path) -> None:
    path = folder / "bases.csv"
    number = row_of(path, "grafenwoehr")
    path.write_bytes(path.read_bytes().replace("Grafenwöhr".encode(), "Grafenwöhr".encode("cp1252")))
    found, problems = read_catalogue(folder)
    assert problems[0].place == f"bases.csv row {number}, column name"
    assert problems[0].value == "Grafenwöhr"
    assert "not UTF-8" in problems[0].remedy
    assert "Windows-1252" in problems[0].remedy
    assert len(found.bases) == len(read_catalogue(SHIPPED)[0].bases) - 1
    # The units that stand there go with it, and what rests on those units; all say so.
    assert {row.place.split()[0] for row in problems} == {
        "bases.csv", "units.csv", "formations.csv", "time_checks.csv", "lifts.csv",
    }  # fmt: skip


def test_utf_16_is_named_and_read_nevertheless(folder: Path) -> None:
    path = folder / "bases.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    found, problems = read_catalogue(folder)
    assert [str(row) for row in problems] == [
        "bases.csv row 1: 'UTF-16': the file is UTF-16 and was read as such; save it as CSV UTF-8"
    ]
    assert found == read_catalogue(SHIPPED)[0]


@pytest.mark.parametrize("kept", [5, 40])
def test_a_row_with_the_wrong_number_of_cells_is_named(folder: Path, kept: int) -> None:
    path = folder / "events.csv"
    rows = cells_of(path)
    rows[7] = (rows[7] * 5)[:kept]
    path.write_text(text_of(rows), encoding="utf-8")
    found, problems = read_catalogue(folder)
    assert [(row.place, row.value) for row in problems] == [("events.csv row 8", f"{kept} cells")]
    assert "the header has 11" in problems[0].remedy
    assert len(found.events) == len(rows) - 2


def test_an_unclosed_quotation_mark_spoils_one_row_only(folder: Path) -> None:
    path = folder / "zones.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("black-sea,", 'black-sea,"', 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, problems = read_catalogue(folder)
    assert list(found.zones) == [name for name in read_catalogue(SHIPPED)[0].zones if name != "black-sea"]
    assert [row.place for row in problems] == ["zones.csv row 4, column id"]
    assert "quotation mark" in problems[0].remedy


def test_a_missing_column_is_named_with_the_one_that_was_meant(folder: Path) -> None:
    path = folder / "zones.csv"
    rows = cells_of(path)
    rows[0][rows[0].index("theatre")] = "theater"
    path.write_text(text_of(rows), encoding="utf-8")
    found, problems = read_catalogue(folder)
    assert not found.zones
    assert [str(row) for row in problems] == [
        "zones.csv row 1, column theatre: 'missing': add a column headed theatre. is it the one headed 'theater'?"
    ]


def test_a_missing_column_of_remarks_costs_nothing_but_a_word(folder: Path) -> None:
    path = folder / "zones.csv"
    rows = cells_of(path)
    gone = rows[0].index("native")
    path.write_text(text_of([row[:gone] + row[gone + 1 :] for row in rows]), encoding="utf-8")
    found, problems = read_catalogue(folder)
    assert len(found.zones) == 9
    assert [row.place for row in problems] == ["zones.csv row 1, column native"]


def test_two_columns_of_one_name_are_refused(folder: Path) -> None:
    path = folder / "zones.csv"
    rows = cells_of(path)
    path.write_text(text_of([[*row, "x"] if i else [*row, "lat"] for i, row in enumerate(rows)]), encoding="utf-8")
    found, problems = read_catalogue(folder)
    assert not found.zones
    assert problems[0].remedy == "two columns have this name; rename or remove one"


def test_further_columns_and_blank_rows_are_passed_over(folder: Path) -> None:
    path = folder / "zones.csv"
    rows = [[*row, "my remark"] for row in cells_of(path)]
    rows[0][-1] = "remarks"
    rows.insert(4, [""] * len(rows[0]))
    rows.insert(5, [])
    path.write_text(text_of(rows), encoding="utf-8")
    assert read_catalogue(folder) == read_catalogue(SHIPPED)


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_file_is_named_and_the_others_load(folder: Path, name: str) -> None:
    (folder / name).unlink()
    found, problems = read_catalogue(folder)
    assert Problem(name, "missing", "put the file back; it is part of the catalogue") in problems
    check_references(found)


def test_a_folder_in_the_place_of_a_file_is_no_crash(folder: Path) -> None:
    (folder / "zones.csv").unlink()
    (folder / "zones.csv").mkdir()
    found, problems = read_catalogue(folder)
    assert not found.zones
    assert [row.place for row in problems] == ["zones.csv"]


def test_an_event_does_not_end_before_it_begins(folder: Path) -> None:
    path = folder / "events.csv"
    rows = cells_of(path)
    rows[1][1] = "2007-04-01"
    path.write_text(text_of(rows), encoding="utf-8")
    found, problems = read_catalogue(folder)
    assert [row.place for row in problems] == ["events.csv row 2, column end_date"]
    assert len(found.events) == len(rows) - 2


# --- Where bases stand -----------------------------------------------------------------------------------------------


def flat(country: str, lon: float, lat: float) -> float:
    """A world whose only land is Japan, a degree round 35.3 N 139.7 E; of Korea nothing is known."""
    if country == "KOR":
        return math.nan
    if country != "JPN":
        return 0.0
    return max(0.0, max(abs(lon - 139.7), abs(lat - 35.3)) - 20.0) * 100_000.0


@pytest.mark.parametrize(
    ("lat", "lon", "hint"),
    [
        ("-35.2833", "139.6667", "the sign of the latitude looks wrong"),
        ("35.2833", "-139.6667", "the sign of the longitude looks wrong"),
        ("5", "100", "check the position and the country"),
    ],
)
def test_a_base_off_its_country_is_named_with_what_looks_mistaken(folder: Path, lat: str, lon: str, hint: str) -> None:
    spoil(folder, "bases", "yokosuka", lat=lat, lon=lon)
    found, problems = read_catalogue(folder, flat)
    named = [row for row in problems if row.place.startswith("bases.csv")]
    assert len(named) == 1
    assert named[0].place.endswith(", column lat")
    assert named[0].value == f"{float(lat):g} {float(lon):g}"
    assert "km from the land of JPN" in named[0].remedy
    assert named[0].remedy.endswith(hint)
    assert "yokosuka" not in found.bases


def test_the_shipped_bases_stand_in_their_countries() -> None:
    from layers.io import shipped
    from layers.io.ashore import country_distance

    distance = country_distance(shipped.load_basemap())
    found, problems = read_catalogue(SHIPPED, distance)
    assert problems == ()
    assert len(found.bases) == 198
    # A field inland, an islet the outlines lack, and the far side of a border and of the world.
    assert distance("USA", -93.5479, 38.7303) == 0.0
    assert distance("TWN", 116.7208, 20.7066) < 1_000
    assert distance("FIN", 37.6, 55.75) > 500_000
    assert distance("RUS", -175.0, 66.5) == 0.0  # Chukotka, across the antimeridian
    assert math.isnan(distance("XXX", 0.0, 0.0))
    # Yokosuka with a slip in the longitude: 124 for 139 is in the Yellow Sea.
    assert distance("JPN", 124.0, 35.2833) > 25_000


# --- Round trips and noise -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_round_trip_through_any_spreadsheet_changes_nothing(
    folder: Path, separator: str, mark: bytes, quoting: int
) -> None:
    for name in TABLES:
        saved = text_of(cells_of(SHIPPED / name), separator, quoting=quoting, end="\r\n")
        (folder / name).write_bytes(mark + saved.encode("utf-8"))
    assert read_catalogue(folder) == read_catalogue(SHIPPED)


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)] * 3),
        max_size=8,
    )
)
def test_any_text_comes_back_from_its_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "any.csv"
    path.write_text(text_of([["a", "b", "c"], *map(list, rows)], end="\r\n"), encoding="utf-8", newline="")
    found, problems = read_rows(path, ["a", "b", "c"])
    assert problems == []
    assert [tuple(row.cells.values()) for row in found] == [row for row in rows if any(row)]
    assert [row.number for row in found] == [i + 2 for i, row in enumerate(rows) if any(row)]


def check_references(found: Catalogue) -> None:
    """Whatever was refused, nothing left refers to it."""
    for unit in found.units.values():
        assert unit.base in found.bases
        assert unit.platform in found.platforms
        assert unit.alliance in found.decisions
        assert not unit.lift or unit.lift in found.platforms
    for platform in found.platforms.values():
        assert platform.domain != "air" or platform.crew in found.crews
    for stance in found.stances:
        assert not stance.decides or stance.decides in found.decisions
    assert found.clocks.keys() <= found.flashpoints.keys()
    for row in found.flashpoints.values():
        assert found.commitments.keys() >= set(row.commitments)
        assert -90 <= row.lat <= 90
    for table in (found.units, found.clocks, found.decisions):
        for record in table.values():
            hours: Spread = getattr(record, "hours", None) or record.readiness_h
            assert 0 <= hours.low <= hours.likely <= hours.high < math.inf


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, Callable[[bytes], bytes]]:
    """A table, and something done to its bytes."""
    name = draw(st.sampled_from(TABLES))
    size = (SHIPPED / name).stat().st_size
    start = draw(st.integers(0, size))
    end = draw(st.integers(start, min(size, start + 400)))
    junk = draw(
        st.one_of(st.binary(max_size=60), st.sampled_from([b'"', b"\x00", b"\r", b"\xff\xfe", b",,,", b"\n\n"]))
    )
    return name, lambda data: data[:start] + junk + data[end:]


@settings(max_examples=80)
@given(st.lists(damage(), min_size=1, max_size=3))
def test_no_damage_crashes_the_reader(
    tmp_path_factory: pytest.TempPathFactory, harms: list[tuple[str, Callable[[bytes], bytes]]]
) -> None:
    folder = tmp_path_factory.mktemp("harm")
    harmed = {name: (SHIPPED / name).read_bytes() for name in TABLES}
    for name, harm in harms:
        harmed[name] = harm(harmed[name])
    for name, data in harmed.items():
        (folder / name).write_bytes(data)
    found, problems = read_catalogue(folder)
    check_references(found)
    for row in problems:
        assert row.place.split()[0] in TABLES
        assert row.remedy
        assert str(row).isprintable()


@settings(max_examples=100)
@given(st.sampled_from(TABLES), st.binary(max_size=300))
def test_no_bytes_at_all_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(data)
    columns = cells_of(SHIPPED / name)[0]
    path.write_bytes(",".join(columns).encode() + b"\n" + data)
    rows, problems = read_rows(path, columns)
    for row in rows:
        problems += row.problems
    for problem in problems:
        assert str(problem).isprintable()
