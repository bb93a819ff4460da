"""Exports of the shipped world opened with big programs: Chromium without a network, LibreOffice, QGIS, poppler.

Run by `make test-peers`, which installs what is needed; `make test` checks the same files by their structure.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers import geodesy
from mapapp.cli.written import write_brief
from tests.peers.chromium import Chromium

DATE = "2026-01-31"
pytestmark = pytest.mark.timeout(1800)  # the first run on a machine compiles the kernels


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> dict[str, Path]:
    """One briefing of Pratas in every format that has a peer."""
    folder = tmp_path_factory.mktemp("pratas")
    made = write_brief(
        "pratas",
        [folder / f"pratas.{ending}" for ending in ("png", "pdf", "svg", "html", "pptx", "kml", "gpkg")],
        date=DATE, marking="OFFICIAL", dpi=96,
    )  # fmt: skip
    return {file.suffix[1:]: file for file in made}


@pytest.fixture
def browser():
    made = Chromium()
    yield made
    made.close()


def grey(path: Path, size: tuple[int, int]) -> np.ndarray:
    """An image as block means: what the eye sees from afar, whoever smoothed its edges."""
    with Image.open(path) as image:
        return np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), dtype=float)


# --- the web page ------------------------------------------------------------------------------------------------------


def test_the_page_asks_for_nothing_and_complains_of_nothing(files, browser, tmp_path: Path) -> None:
    browser.open(files["html"])
    browser.wait("document.body.dataset.ready === 'yes'")
    assert browser.requests == [files["html"].resolve().as_uri()]
    assert browser.complaints == []
    shot = tmp_path / "page.png"
    browser.screenshot(shot)
    with Image.open(shot) as image:
        colours = image.convert("RGB").crop((0, 130, 900, 800)).getcolors(1 << 20)
    assert colours is not None
    assert len(colours) > 500  # a map, not a blank


@pytest.mark.parametrize(
    ("place", "size"), [("pratas", (1200, 800)), ("second-thomas", (1200, 800)), ("narva", (390, 844))]
)
def test_the_page_opens_with_the_target_named_beside_the_legend(
    place: str, size: tuple[int, int], tmp_path: Path
) -> None:
    (file,) = write_brief(place, [tmp_path / "page.html"], date=DATE)
    browser = Chromium(*size)
    try:
        browser.open(file)
        browser.wait("document.body.dataset.ready === 'yes' && document.querySelector('.target').style.visibility")
        shown, key, name, whole = browser.run(
            "(() => { const of = (...all) => all.map(q => { const r = document.querySelector(q).getBoundingClientRect();"
            " return [r.left, r.top, r.right, r.bottom]; });"
            " return [document.querySelector('.target').style.visibility, ...of('.legend', '.target span', '.folium-map')]; })()"
        )
        assert shown == "visible"
        assert name[2] < key[0] or key[2] < name[0] - 18.0 or name[3] < key[1] or key[3] < name[1]
        share = (key[2] - key[0]) * (key[3] - key[1]) / ((whole[2] - whole[0]) * (whole[3] - whole[1]))
        assert share < 0.25
        browser.click(*middle_of(browser, "document.querySelector('.legend summary')"))
        browser.wait("document.querySelector('.legend').open")
        assert browser.complaints == []
    finally:
        browser.close()


def test_clicks_open_what_is_there(files, browser) -> None:
    browser.open(files["html"])
    browser.wait("document.body.dataset.ready === 'yes'")
    place = "map_rimland.latLngToContainerPoint([20.703, 116.729])"
    box = browser.run(
        f"(() => {{ const r = map_rimland.getContainer().getBoundingClientRect(), p = {place}; return [r.x + p.x, r.y + p.y]; }})()"
    )
    browser.click(*box)
    browser.wait("document.querySelector('.leaflet-popup-content')")
    assert "Pratas" in browser.run("document.querySelector('.leaflet-popup-content').textContent")
    assert browser.complaints == []


def test_layers_switch_and_hours_run(files, browser) -> None:
    browser.open(files["html"])
    browser.wait("document.body.dataset.ready === 'yes'")
    titles = browser.run(
        "[...document.querySelectorAll('.leaflet-control-layers-overlays label')].map(l => l.textContent.trim())"
    )
    assert {"Range rings", "Routes of the first arrivals", "Bases", "Flashpoints", "Straits and canals"} <= set(titles)
    browser.run("for (const box of document.querySelectorAll('.leaflet-control-layers-overlays input')) box.click()")
    hour = "(v => { const s = document.getElementById('hour'); s.value = v; s.dispatchEvent(new Event('input')); return document.getElementById('hour-out').textContent; })"
    early, late = browser.run(f"{hour}(0)"), browser.run(f"{hour}(240)")
    assert early.startswith("H + 15 min: 0 of")
    assert late.startswith("All hours: ")
    assert browser.complaints == []


def middle_of(browser: Chromium, script: str) -> tuple[float, float]:
    """The middle of an element on the screen."""
    x, y = browser.run(
        f"(e => {{ const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})({script})"
    )
    return x, y


def on_screen(browser: Chromium, lon: float, lat: float) -> tuple[float, float]:
    """Where the page shows a place."""
    x, y = browser.run(
        "(p => { const r = map_rimland.getContainer().getBoundingClientRect(); return [r.x + p.x, r.y + p.y]; })"
        f"(map_rimland.latLngToContainerPoint([{lat}, {lon}]))"
    )
    return x, y


def test_a_hand_switches_measures_and_runs_the_hours(files, browser) -> None:
    """Real clicks at the places where a person would click; nothing is asked for, nothing complains."""
    browser.open(files["html"])
    browser.wait("document.body.dataset.ready === 'yes'")
    # the layers: the list opens under the mouse, a click takes the rings away
    labels = "document.querySelectorAll('.ring-label').length"
    before = browser.run(labels)
    assert before >= 3
    browser.hover(*middle_of(browser, "document.querySelector('.leaflet-control-layers-toggle')"))
    browser.wait("document.querySelector('.leaflet-control-layers-expanded')")
    box = "[...document.querySelectorAll('.leaflet-control-layers-overlays label')].find(l => l.textContent.trim() === 'Range rings').querySelector('input')"
    browser.click(*middle_of(browser, box))
    browser.wait(f"{labels} === 0")
    browser.click(*middle_of(browser, box))
    browser.wait(f"{labels} === {before}")
    browser.hover(*on_screen(browser, 110.0, 12.0))  # off the list, which closes it
    # the ruler
    browser.click(*middle_of(browser, "document.getElementById('measure')"))
    ends = [on_screen(browser, 118.0, 15.0), on_screen(browser, 124.0, 19.0)]
    browser.wait("map_rimland.getContainer().classList.contains('measuring')")
    for x, y in ends:  # the first lies on a route: nothing opens there that could take the second click
        browser.click(round(x), round(y))
    browser.wait("document.querySelector('.readout').textContent.includes('km')")
    text = browser.run("document.querySelector('.readout').textContent")
    pixel_km = 0.001 * browser.run("156543 * Math.cos(17 * Math.PI / 180) / 2 ** map_rimland.getZoom()")
    assert float(text.split(" km")[0]) == pytest.approx(
        geodesy.distance(118.0, 15.0, 124.0, 19.0) / 1000.0, abs=2 * pixel_km
    )
    browser.click(*middle_of(browser, "document.getElementById('measure')"))
    # the hours
    x, y, width = browser.run(
        "(r => [r.x, r.y + r.height / 2, r.width])(document.getElementById('hour').getBoundingClientRect())"
    )
    browser.click(x + 0.3 * width, y)
    early = browser.run("document.getElementById('hour-out').textContent")
    assert early.startswith("H + ")
    browser.click(x + 0.7 * width, y)
    late = browser.run("document.getElementById('hour-out').textContent")
    assert int(late.split(": ")[1].split(" of ")[0]) > int(early.split(": ")[1].split(" of ")[0])
    assert browser.requests == [files["html"].resolve().as_uri()]
    assert browser.complaints == []


def test_the_screen_shows_rings_where_our_geodesics_are(files, browser, tmp_path: Path) -> None:
    browser.open(files["html"])
    browser.wait("document.body.dataset.ready === 'yes'")
    shot = tmp_path / "page.png"
    browser.screenshot(shot)
    with Image.open(shot) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=int)
    ink = np.array(
        [
            int(
                browser.run(
                    "JSON.parse(document.getElementById('rimland-map').textContent).layers.find(l => l.name === 'rings').features[0].colour"
                )[k : k + 2],
                16,
            )
            for k in (1, 3, 5)
        ]
    )
    found = tried = 0
    for azimuth in range(5, 360, 10):
        lon, lat = geodesy.destination(116.729, 20.703, float(azimuth), 1_000_000.0)
        x, y = (round(v) for v in on_screen(browser, float(lon), float(lat)))
        if not (320 < x < 880 and 140 < y < 780):
            continue
        tried += 1
        near = pixels[y - 3 : y + 4, x - 3 : x + 4].reshape(-1, 3)
        found += bool((np.abs(near - ink).max(axis=1) < 48).any())
    assert tried >= 12
    assert found >= 0.85 * tried  # a sign or a name may lie on the rest


def test_the_ruler_agrees_with_the_geodesic(files, browser) -> None:
    browser.open(files["html"])
    browser.wait("document.body.dataset.ready === 'yes'")
    for a, b in (
        ((116.729, 20.703), (28.19, 59.377)),
        ((0.0, 0.0), (1.0, 0.0)),
        ((179.5, 10.0), (-179.5, 12.0)),
        ((10.0, 90.0), (3.0, 40.0)),
    ):
        found = browser.run(f"geodesic(L.latLng({a[1]}, {a[0]}), L.latLng({b[1]}, {b[0]}))")
        assert found == pytest.approx(geodesy.distance(*a, *b), abs=0.01)
    assert browser.run("geodesic(L.latLng(0, 0), L.latLng(0.2, 179.8))") is None  # nearly opposite: said, not guessed


def test_the_svg_in_a_browser_looks_as_the_png_does(files, browser, tmp_path: Path) -> None:
    page = tmp_path / "svg.html"
    page.write_text(
        f"<style>body{{margin:0}}svg{{display:block;width:1123px;height:794px}}</style>{files['svg'].read_text(encoding='utf-8').split('?>', 1)[1]}",
        encoding="utf-8",
    )
    browser.open(page)
    shot = tmp_path / "svg.png"
    browser.screenshot(shot)
    with Image.open(shot) as image:
        image.crop((0, 0, 1123, 794)).save(shot)
    size = (70, 50)  # blocks of 16 pixels: letters of another kerning fall into the same one
    off = np.abs(grey(shot, size) - grey(files["png"], size))
    assert off.mean() < 1.5
    assert np.quantile(off, 0.99) < 12.0  # 27 with letters of another face
    assert browser.complaints == []


# --- paper -------------------------------------------------------------------------------------------------------------


def test_the_pdf_in_poppler_looks_as_the_png_does(files, tmp_path: Path) -> None:
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", files["pdf"], tmp_path / "pdf"], check=True)
    size = (70, 50)  # blocks of 16 pixels: letters of another kerning fall into the same one
    off = np.abs(grey(tmp_path / "pdf.png", size) - grey(files["png"], size))
    assert off.mean() < 3.0
    assert np.quantile(off, 0.99) < 25.0


def test_slides_open_in_libreoffice(files, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "make test-peers installs libreoffice-impress"
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--convert-to", "pdf",
         "--outdir", tmp_path, files["pptx"]],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "pratas.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    for word in (
        "Pratas / Dongsha: who can respond",
        "First arrivals",
        "Legend",
        "Tainan Air Base",
        "OFFICIAL",
        "Likely",
    ):
        assert word in text
    subprocess.run(
        ["pdftoppm", "-r", "96", "-png", "-singlefile", tmp_path / "pratas.pdf", tmp_path / "slide"], check=True
    )
    with Image.open(tmp_path / "slide.png") as image:
        assert abs(image.width - 1280) <= 1
        assert abs(image.height - 720) <= 1
        colours = image.convert("RGB").crop((40, 100, 780, 440)).getcolors(1 << 20)
    assert colours is not None
    assert len(colours) > 500


IN_QGIS = """
import json, os, sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
found = {}
for name in sys.argv[2:]:
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    drawn = [[c.value(), c.symbol().color().name()] for c in layer.renderer().categories()]
    found[name] = [layer.isValid(), layer.featureCount(), layer.crs().authid(), drawn]
print("\\n" + json.dumps(found), flush=True)
os._exit(0)  # QGIS takes itself apart in an order of its own, and may fall over it
"""


def test_qgis_opens_every_layer_in_its_colours(files) -> None:
    import pyogrio

    names = [name for name, kind in pyogrio.list_layers(files["gpkg"]) if kind]
    done = subprocess.run(
        ["/usr/bin/python3", "-c", IN_QGIS, files["gpkg"], *names],
        capture_output=True, text=True, check=True, timeout=120, env={"QT_QPA_PLATFORM": "offscreen", "HOME": "/tmp"},
    )  # fmt: skip
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found.keys() == set(names)
    for name, (valid, count, crs, drawn) in found.items():
        frame = pyogrio.read_dataframe(files["gpkg"], layer=name)
        assert valid
        assert count == len(frame)
        assert crs == "EPSG:4326"
        assert {value for value, _ in drawn} == set(frame.colour)
        assert all(value == colour for value, colour in drawn)
