"""What ships: small enough, told where it comes from, letters for every name, pictures that any reader can draw."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import resources
from layers.io import shipped

ROOT = Path(resources.__file__).parent
FONTS = sorted((ROOT / "fonts").glob("*.[to]tf"))
SVGS = sorted((ROOT / "icons").rglob("*.svg"))


def test_a_missing_file_says_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match="install Rimland again"):
        resources.path("data", "nothing.npz")


def test_shipped_data_stay_small() -> None:
    size = sum(file.stat().st_size for file in ROOT.rglob("*") if file.is_file() and "build" not in file.parts)
    assert size < 30e6


def test_arrays_are_stored_uncompressed_and_without_pickles() -> None:
    import zipfile

    import numpy as np

    for file in ("basemap", "islands-osm", "waters", "admin1", "depths", "zones", "towns", "gazetteer"):
        path = ROOT / "data" / f"{file}.npz"
        with zipfile.ZipFile(path) as inside:
            assert all(item.compress_type == zipfile.ZIP_STORED for item in inside.infolist()), file
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[key].dtype != object for key in arrays.files)


# --- sources --------------------------------------------------------------------------------------------------------


def packages() -> list[object]:
    spec = importlib.util.spec_from_file_location("packages", ROOT / "build" / "packages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["packages"] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules["packages"]
    return list(module.PACKAGES)


def test_sources_name_every_package_with_version_and_sum() -> None:
    text = (ROOT / "SOURCES.md").read_text(encoding="utf-8")
    for package in packages():
        for fact in (package.name, package.version, package.sha256):
            assert fact in text, f"{package.name}: {fact} is not in SOURCES.md"


def test_sources_name_every_shipped_file_of_the_base_map() -> None:
    text = (ROOT / "SOURCES.md").read_text(encoding="utf-8")
    for name in (
        "basemap.npz", "detail.npz", "declared.csv", "islands-osm.npz", "islands.csv", "waters.npz", "admin1.npz", "depths.npz", "zones.npz",
        "towns.npz", "gazetteer.npz", "labels.csv", "countries.csv", "fonts/", "icons/",
    ):  # fmt: skip
        assert name in text
    for credit in (
        "Natural Earth",
        "OpenStreetMap contributors",
        "ODbL",
        "GeoNames",
        "CC BY 4.0",
        "ETOPO5",
        "Inter",
        "Noto",
    ):
        assert credit in text


def test_sums_of_what_was_made_are_the_files() -> None:
    text = (ROOT / "SOURCES.md").read_text(encoding="utf-8")
    sums = re.findall(r"^ {4}([0-9a-f]{64})  ((?:data|fonts)/\S+)$", text, flags=re.MULTILINE)
    assert len(sums) >= 14
    for told, name in sums:
        made = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        assert made == told, f"{name} is not the file that SOURCES.md tells of"


@pytest.mark.parametrize("name", ["OFL-Inter.txt", "OFL-NotoSansCJK.txt"])
def test_fonts_ship_with_their_licence(name: str) -> None:
    text = (ROOT / "fonts" / name).read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in text
    assert text.startswith("Copyright")


def test_country_names_of_cldr_are_told_and_ship_with_their_licence() -> None:
    told = (ROOT / "SOURCES.md").read_text(encoding="utf-8")
    assert re.search(r"i18n/uk\.json.*Unicode CLDR.*Unicode Licence v3", told)
    text = (ROOT / "i18n" / "LICENSE-unicode.txt").read_text(encoding="utf-8")
    assert text.startswith("UNICODE LICENSE V3")
    assert "appear with all copies of the Data" in text


# --- letters --------------------------------------------------------------------------------------------------------


def letters() -> set[str]:
    found: set[str] = set()
    for file in FONTS:
        with TTFont(file) as font:
            found.update(map(chr, font.getBestCmap()))
    return found


def test_every_name_that_ships_can_be_written() -> None:
    basemap = shipped.load_basemap()
    known = letters()
    names = [row.native for row in basemap.country_table] + [row.name for row in basemap.country_table]
    names += [text for label in basemap.labels for text in (label.text, label.other)]
    names += [text for island in basemap.islands for text in (island.name, island.native, *island.aliases)]
    names += [text for town in basemap.towns for text in (town.name, town.native)]
    names += [row.name for row in (*basemap.lake_table, *basemap.river_table)]
    names += [place.native for place in shipped.gazetteer()]
    missing = {c for name in names for c in name if c not in known and not c.isspace()}
    assert not missing, {c: unicodedata.name(c, "?") for c in missing}


def test_every_letter_of_the_catalogue_can_be_written() -> None:
    known = letters()
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "catalogue").glob("*.csv"))
    missing = {c for c in text if c not in known and not c.isspace()}
    missing = {c for c in missing if not unicodedata.name(c, "").startswith("ARABIC")}  # left to the system's fonts
    assert not missing, {c: unicodedata.name(c, "?") for c in missing}


def test_the_house_face_has_five_cuts_and_what_the_map_writes() -> None:
    cuts = {}
    for file in FONTS:
        if "Inter" in file.name:
            with TTFont(file) as font:
                italic = bool(font["OS/2"].fsSelection & 1)
                cuts[font["OS/2"].usWeightClass, italic] = set(map(chr, font.getBestCmap()))
    assert sorted(cuts) == [(400, False), (400, True), (500, False), (600, False), (700, False)]
    for found in cuts.values():
        assert set("ABCabc0123456789°′″±×−–—→←↑↓≤≥≈½“”‘’…·§€ŁÕõŠšŽžÆØÅßЇїІіЄєҐґЪЯΑαΩωẾệ") <= found


def test_fonts_are_cut() -> None:
    assert sum(file.stat().st_size for file in FONTS if "Noto" in file.name) < 1.5e6
    assert sum(file.stat().st_size for file in FONTS if "Inter" in file.name) < 1.2e6


# --- pictures -------------------------------------------------------------------------------------------------------


def test_the_index_and_the_folder_agree() -> None:
    index = json.loads((ROOT / "icons" / "index.json").read_text(encoding="utf-8"))
    assert {ROOT / "icons" / entry["file"] for entry in index.values()} == set(SVGS)
    for name, entry in index.items():
        assert entry["file"] == f"{name}.svg"


@pytest.mark.parametrize(
    "name",
    [
        "pan", "measure", "ring", "search", "layers", "zoom-in", "zoom-out", "fit", "rotate-left", "rotate-right", "undo", "redo",
        "file", "folder-open", "save", "download", "sun", "moon", "info", "close", "play", "pause", "map", "globe", "table", "list",
        "target", "crosshair", "plane", "ship", "truck", "anchor", "shield", "warning", "settings", "chevron-up", "chevron-down",
        "military/fighter", "military/bomber", "military/airlift", "military/tanker", "military/maritime-patrol",
        "military/airborne-early-warning", "military/destroyer", "military/frigate", "military/carrier", "military/amphibious",
        "military/submarine", "military/coast-guard", "military/ro-ro", "military/infantry", "military/armour",
        "military/mechanised-infantry", "military/airborne", "military/marines", "military/surface-to-air-missile",
        "military/surface-to-surface-missile", "military/airbase", "military/naval-base", "military/army-base",
    ],
)  # fmt: skip
def test_pictures_the_program_asks_for_are_there(name: str) -> None:
    assert resources.path("icons", f"{name}.svg").stat().st_size > 100


@pytest.mark.parametrize("file", SVGS, ids=lambda file: file.stem)
def test_pictures_are_plain_and_self_contained(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root)) >= 1
    assert not re.search(r"<script|<image|<foreignObject|href=|url\(|@import|rgba\(|dominant-baseline", text)
    assert not re.search(r'font-family="(?!Inter")', text)
    if file.parent.name != "military":
        assert "currentColor" in text, "an icon takes the theme's ink"
    box = [float(value) for value in root.attrib["viewBox"].split()]
    assert box[2] > 0
    assert box[3] > 0


# --- tables a person edits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["labels.csv", "islands.csv", "countries.csv"])
def test_tables_are_whole(name: str) -> None:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len({len(row) for row in rows}) == 1, "every row has every column"
    first = [tuple(row[:2]) if name == "labels.csv" else row[0] for row in rows[1:]]
    assert len(set(first)) == len(first), "no row stands twice"
    assert all(cell == cell.strip() for row in rows for cell in row)
