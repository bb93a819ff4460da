"""One picture, many papers: screen, PNG, PDF and SVG show the same, and the same again."""

from __future__ import annotations

import base64
import io
import math
import re
import shutil
import subprocess
import threading
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QTransform

import resources
from layers.errors import RimlandError
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture import page
from layers.picture.compose import compose
from layers.picture.kit import page_geometry
from layers.picture.marks import Colour, Font, Geometry, Pen, Picture, Raster, Shape, Stroke, Symbol, Text
from layers.picture.sheet import Band, RingSpec, Sheet
from layers.projection import Projection
from layers.routes.model import Line
from layers.style.named import named
from layers.style.symbols import GLYPHS
from layers.style.typeset import measure
from layers.view import View
from mapapp.export import page as export
from mapapp.export import svg
from mapapp.paint import Painter, load_fonts, paint
from mapapp.paint.fonts import EM, qt_font
from mapapp.paint.geometry import Areas
from mapapp.paint.lettering import text_path
from mapapp.paint.polygon import qpolygon

SVG = "{http://www.w3.org/2000/svg}"
RED, BLUE, BLACK, WHITE = Colour(220, 20, 20), Colour(20, 40, 220), Colour(0, 0, 0), Colour(255, 255, 255)
PLAIN = View(Projection("aeqd", 116.7, 20.7), 0.0, 0.0, 100.0, 200, 100)


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    azimuth = np.linspace(2 * math.pi, 0, 120, endpoint=False)
    ring = Line(116.7 + 9 * np.sin(azimuth), 20.7 + 9 * np.cos(azimuth))
    outer = Line(116.7 + 14 * np.sin(azimuth), 20.7 + 14 * np.cos(azimuth))
    return Sheet(
        load_basemap(),
        read_catalogue(resources.path("catalogue"))[0],
        named("light"),
        target="pratas",
        rings=(RingSpec("r", 116.7, 20.7, 400e3, "400 km"),),
        bands=(Band(0, 6, (ring,)), Band(6, math.inf, (outer, ring))),
        responders=frozenset({"kadena-ab"}),
    )


@pytest.fixture(scope="module")
def picture(sheet: Sheet) -> Picture:
    projection = Projection("aeqd", 116.7, 20.7)
    return compose(sheet, View(projection, 0.0, 0.0, 3_000.0, 900, 600))


@pytest.fixture(scope="module")
def brief(sheet: Sheet) -> Picture:
    rows = (("Effect", "First unit"), ("Aircraft overhead", "18th Wing"))
    return page.brief(sheet, page.spec_for(sheet), "Who comes to Pratas", "And when", rows, "A source", "1 May 2026")


def painted(picture: Picture, painter: Painter | None = None, scale: float = 1.0, mode: str = "screen") -> np.ndarray:
    image = QImage(round(picture.view.width * scale), round(picture.view.height * scale), QImage.Format.Format_RGB32)
    image.fill(0)
    qp = QPainter(image)
    (painter or Painter()).paint(qp, picture, scale, mode)  # type: ignore[arg-type]
    qp.end()
    return pixels(image)


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return data[:, : image.width(), :3].astype(int)


def marks(*found: object, frame: tuple[float, float, float, float] | None = None, view: View = PLAIN) -> Picture:
    return Picture(view, WHITE, tuple(found), (), frame)  # type: ignore[arg-type]


def square(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


# --- the same again ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["screen", "export"])
def test_repeats_are_bit_identical(qapp: object, picture: Picture, mode: str) -> None:
    kept = Painter()
    first = painted(picture, kept, mode=mode)
    assert (painted(picture, kept, mode=mode) == first).all()
    assert (painted(picture, Painter(), mode=mode) == first).all()
    assert len(np.unique(first.reshape(-1, 3), axis=0)) > 200


def test_a_worker_thread_paints_the_same(qapp: object, picture: Picture) -> None:
    here = painted(picture)
    there: list[np.ndarray] = []
    kept = Painter()
    worker = threading.Thread(target=lambda: there.append(painted(picture, kept)))
    worker.start()
    worker.join()
    assert (there[0] == here).all()


def test_a_pan_makes_no_new_geometry(qapp: object, sheet: Sheet, picture: Picture) -> None:
    kept = Painter()
    painted(picture, kept)
    heavy = {key for key in kept._made if "page" not in str(key)}
    painted(compose(sheet, picture.view.panned(40, -25)), kept)
    assert {key for key in kept._made if "page" not in str(key)} == heavy


def test_the_cache_gives_way(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from mapapp.paint import painter as module

    monkeypatch.setattr(module, "KEPT_BYTES", 20_000)
    kept = Painter()
    for k in range(40):
        ring = Geometry(k, square(k, 0, k + 10, 10), np.array([0, 4], dtype=np.int32), None, "page")
        painted(marks(Shape("x", ring, (RED,))), kept)
    assert kept._weight <= 20_000
    assert len(kept._made) <= 25


def test_screen_and_paper_look_alike(qapp: object, picture: Picture) -> None:
    """Block means hide the different pens and hinting, not a missing band or a shifted coast."""
    difference = np.abs(blocks(painted(picture)) - blocks(painted(picture, mode="export")))
    assert difference.mean() < 2.5
    assert np.quantile(difference, 0.99) < 25


def blocks(image: np.ndarray, size: int = 12) -> np.ndarray:
    height, width = image.shape[0] // size * size, image.shape[1] // size * size
    return image[:height, :width].reshape(height // size, size, width // size, size, 3).mean(axis=(1, 3))


# --- each mark where it belongs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["screen", "export"])
def test_a_plane_shape_lands_on_its_pixels(qapp: object, mode: str) -> None:
    """5 km right of and 2 km above the middle, at 100 m per pixel."""
    ring = Geometry("a", square(5_000, 1_000, 6_000, 2_000), np.array([0, 4], dtype=np.int32))
    image = painted(marks(Shape("x", ring, (RED,))), mode=mode)
    red = np.argwhere((image == RED[:3]).all(axis=2))
    assert red.min(axis=0).tolist() == pytest.approx([30, 150], abs=1)
    assert red.max(axis=0).tolist() == pytest.approx([39, 159], abs=1)


@pytest.mark.parametrize("mode", ["screen", "export"])
def test_rings_of_one_group_leave_a_hole(qapp: object, mode: str) -> None:
    xy = np.vstack((square(20, 20, 80, 80), square(40, 40, 60, 60)))
    start = np.array([0, 4, 8], dtype=np.int32)
    for number, (group, middle) in enumerate(((np.zeros(2, dtype=np.int32), WHITE), (None, BLUE))):
        ring = Geometry(("g", number), xy, start, group, "page")
        image = painted(marks(Shape("x", ring, (RED, BLUE) if group is None else (RED,))), mode=mode)
        assert tuple(image[50, 50]) == middle[:3]
        assert tuple(image[30, 30]) == RED[:3]


def test_a_colour_belongs_to_its_group_wherever_the_window_lies(qapp: object) -> None:
    xy = np.vstack([square(10_000 * k, -500, 10_000 * k + 900, 500) for k in range(4)])
    inks = (RED, BLUE, BLACK, Colour(0, 150, 0))
    ring = Geometry("four", xy, np.arange(0, 17, 4, dtype=np.int32), np.array([3, 5, 8, 9], dtype=np.int32))
    kept = Painter()
    for k, ink in enumerate(inks):
        image = painted(marks(Shape("x", ring, inks), view=replace(PLAIN, x=10_000.0 * k + 450)), kept)
        assert tuple(image[50, 100]) == ink[:3]


def test_what_was_cut_for_a_wide_window_serves_a_narrow_one_within_it(qapp: object) -> None:
    angle = np.linspace(0.0, 2 * np.pi, 6000, endpoint=False)
    ring = np.column_stack((np.cos(angle), np.sin(angle))) * 500.0 * (1.0 + 0.02 * np.sin(90 * angle))[:, None]
    areas = Areas(Geometry(("long",), ring, np.array([0, len(ring)], dtype=np.int32)))
    ((_, wide),) = areas.visible((300.0, -60.0, 480.0, 60.0))
    ((_, narrow),) = areas.visible((350.0, -40.0, 450.0, 40.0))
    assert narrow is wide
    ((_, beside),) = areas.visible((-480.0, -60.0, -300.0, 60.0))
    assert beside.boundingRect().right() < wide.boundingRect().left()
    ((_, small),) = areas.visible((399.0, -1.0, 401.0, 1.0))
    assert small.elementCount() < wide.elementCount()


def test_a_ring_cut_to_the_window_is_filled_as_the_whole(qapp: object) -> None:
    """A jagged ring of many vertices, seen from within, at its edge and from outside."""
    turn = np.linspace(0, 2 * math.pi, 4_000, endpoint=False)
    radius = 400_000 * (1 + 0.2 * np.sin(23 * turn))
    ring = np.column_stack((radius * np.cos(turn), radius * np.sin(turn)))
    geometry = Geometry("jagged", ring, np.array([0, 4_000], dtype=np.int32))
    for x, y, mpp in ((0, 0, 100.0), (400_000, 10_000, 900.0), (-470_000, 0, 300.0), (600_000, 0, 500.0)):
        view = replace(PLAIN, x=float(x), y=float(y), mpp=mpp)
        fast = painted(marks(Shape("x", geometry, (RED,), antialias=False), view=view))
        whole = QImage(200, 100, QImage.Format.Format_RGB32)
        whole.fill(0xFFFFFFFF)
        qp = QPainter(whole)
        qp.setPen(Qt.PenStyle.NoPen)
        qp.setBrush(QBrush(QColor(*RED[:3])))
        qp.setTransform(QTransform(*view.matrix))
        qp.drawPolygon(qpolygon(ring))
        qp.end()
        wrong = (fast != pixels(whole)).any(axis=2).mean()
        assert wrong < 0.002


def test_the_frame_clips_the_map_and_not_the_page(qapp: object) -> None:
    ring = Geometry("b", square(-50_000, -50_000, 50_000, 50_000), np.array([0, 4], dtype=np.int32))
    over = Shape("x", page_geometry([square(0, 0, 10, 10)]), (BLUE,))
    both = replace(marks(Shape("x", ring, (RED,)), frame=(50.0, 20.0, 150.0, 80.0)), over=(over,))
    for mode in ("screen", "export"):
        image = painted(both, mode=mode)
        assert tuple(image[50, 100]) == RED[:3]
        assert tuple(image[10, 100]) == WHITE[:3]
        assert tuple(image[50, 160]) == WHITE[:3]
        assert tuple(image[5, 5]) == BLUE[:3]


@pytest.mark.parametrize("mode", ["screen", "export"])
@pytest.mark.parametrize("name", GLYPHS)
def test_every_sign_is_drawn_about_its_point(qapp: object, name: str, mode: str) -> None:
    sign = Symbol("x", name, 100.0, 50.0, "page", 40.0, RED, BLUE)
    image = painted(marks(sign), mode=mode)
    inked = np.argwhere((image != 255).any(axis=2))
    assert len(inked) > 20
    assert np.abs(inked - [50, 100]).max() <= 27


def test_a_turned_sign_turns_clockwise(qapp: object) -> None:
    up = painted(marks(Symbol("x", "arrow", 100.0, 50.0, "page", 40.0, RED, RED)))
    right = painted(marks(Symbol("x", "arrow", 100.0, 50.0, "page", 40.0, RED, RED, angle_deg=90.0)))
    columns = [(image != 255).any(axis=2).sum(axis=0) for image in (up, right)]
    assert columns[0].argmax() == pytest.approx(100, abs=2)
    ink = np.argwhere((right != 255).any(axis=2))
    tip = ink[ink[:, 1] == ink[:, 1].max()]
    assert tip[:, 0].mean() == pytest.approx(50, abs=1.5)


def test_text_hangs_on_its_plane_point(qapp: object) -> None:
    name = Text("x", "H", 2_000.0, 1_000.0, "plane", Font(size=30.0, weight=700), BLACK, dx=4.0, dy=-3.0)
    for mode in ("screen", "export"):
        ink = np.argwhere((painted(marks(name), mode=mode) < 90).all(axis=2))
        size = measure("H", name.font)
        assert ink[:, 0].max() == pytest.approx(50 - 10 - 3 - 1, abs=1)
        assert ink[:, 0].min() == pytest.approx(50 - 10 - 3 - size.ascent, abs=1.5)
        assert ink[:, 1].mean() == pytest.approx(100 + 20 + 4 + size.width / 2, abs=1)


def test_a_raster_lies_north_up(qapp: object) -> None:
    rgba = np.zeros((2, 2, 4), dtype=np.uint8)
    rgba[0] = (*RED[:3], 255)
    rgba[1] = (*BLUE[:3], 255)
    lying = Raster("x", "r", rgba, -4_000.0, -4_000.0, 4_000.0, 4_000.0)
    for mode in ("screen", "export"):
        image = painted(marks(lying), mode=mode)
        assert tuple(image[15, 100]) == RED[:3]
        assert tuple(image[85, 100]) == BLUE[:3]
        assert tuple(image[50, 20]) == WHITE[:3]


def test_dashes_have_gaps_in_both_modes(qapp: object) -> None:
    line = page_geometry([np.array([(10.0, 50.0), (190.0, 50.0)])])
    for mode in ("screen", "export"):
        image = painted(marks(Stroke("x", line, Pen(BLACK, 2.0, (10.0, 10.0)))), mode=mode)
        dark = image[50, 10:190, 0] < 128
        assert 0.35 < dark.mean() < 0.65
        assert np.abs(np.diff(dark.astype(int))).sum() >= 14


def test_twice_the_pixels_twice_as_sharp(qapp: object, picture: Picture) -> None:
    once, twice = painted(picture, mode="export"), painted(picture, scale=2.0, mode="export")
    small = twice.reshape(600, 2, 900, 2, 3).mean(axis=(1, 3))
    assert np.abs(blocks(small) - blocks(once)).mean() < 1.5


# --- Qt and the fonts -------------------------------------------------------------------------------------------------


def test_qt_sets_the_type_that_was_measured(qapp: object) -> None:
    assert load_fonts()[0] == "Inter"
    for text, font in (
        ("Kaohsiung", Font(size=11.0, weight=500)),
        ("Pratas / Dongsha", Font(size=14.5, weight=700)),
        ("South China Sea", Font(size=14.0, italic=True, tracking=0.2)),
        ("Севастополь", Font(size=10.0)),
        ("東沙島", Font(size=11.0)),
    ):
        drawn = QFontMetricsF(qt_font(font)).horizontalAdvance(text) * font.size / EM
        room = measure(text, font).width + font.tracking * font.size
        assert 0.955 * room <= drawn <= room + 0.3, text


def test_a_polygon_of_nothing(qapp: object) -> None:
    assert qpolygon(np.empty((0, 2))).count() == 0
    assert [(p.x(), p.y()) for p in qpolygon(np.array([(1.5, 2.5), (3.0, 4.0)]))] == [(1.5, 2.5), (3.0, 4.0)]
    nothing = Geometry("none", np.empty((0, 2)), np.zeros(1, dtype=np.int32))
    assert Areas(nothing).visible((0, 0, 1, 1)) == []


def test_the_plain_function_paints_too(qapp: object, picture: Picture) -> None:
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    qp = QPainter(image)
    paint(qp, picture)
    qp.end()
    assert (pixels(image) == painted(picture)).all()


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_png_has_its_size_and_resolution(qapp: object, brief: Picture, tmp_path: Path) -> None:
    export.render_png(brief, tmp_path / "a.png", 1.5)
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (1684, 1191)
    assert image.dotsPerMeterX() == pytest.approx(144 / 0.0254, abs=1)


def test_a_pdf_has_selectable_text_in_embedded_type_on_one_a4_page(
    qapp: object, brief: Picture, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    path = tmp_path / "a.pdf"
    export.render_pdf(brief, path, "Pratas")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for words in (
        "Who comes to Pratas",
        "First arrivals",
        "18th Wing",
        "Sources: A source",
        "CHINA",
        "400 km",
        "東沙島",
    ):
        assert words in text, words
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert any("Inter" in line for line in fonts)
    assert all(" yes " in line for line in fonts)
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\b", info)
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info)
    assert size is not None
    assert [float(value) for value in size.groups()] == pytest.approx([842, 595], abs=1.5)
    assert "Pratas" in info
    images = subprocess.run(["pdfimages", "-list", path], capture_output=True, text=True, check=True).stdout
    assert len(images.splitlines()) <= 2, "the page is vectors"


def test_the_pdf_looks_like_the_png(qapp: object, brief: Picture, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")
    export.render_pdf(brief, tmp_path / "a.pdf")
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", tmp_path / "a.pdf", tmp_path / "b"], check=True)
    other, own = pixels(QImage(str(tmp_path / "b.png"))), painted(brief, mode="export")
    height, width = min(other.shape[0], own.shape[0]), min(other.shape[1], own.shape[1])
    difference = np.abs(blocks(other[:height, :width]) - blocks(own[:height, :width]))
    assert difference.mean() < 4.0
    assert np.quantile(difference, 0.99) < 40


def test_the_svg_is_whole(qapp: object, brief: Picture, tmp_path: Path) -> None:
    export.render_svg(brief, tmp_path / "a.svg", "Pratas & <friends>")
    root = ET.parse(tmp_path / "a.svg").getroot()
    assert root.find(f"{SVG}title").text == "Pratas & <friends>"  # type: ignore[union-attr]
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert {"Who comes to Pratas", "First arrivals", "CHINA", "400 km"} <= set(texts)
    layers = {node.get("class") for node in root.iter(f"{SVG}g")}
    assert {"land", "bands", "rings", "furniture", "labels"} <= layers
    numbers = [float(x) for node in root.iter(f"{SVG}path") for x in re.findall(r"-?\d+\.?\d*", node.get("d", ""))]
    assert max(map(abs, numbers)) < 4_000, "geometry is cut to the page"


def test_the_svg_carries_its_letters(qapp: object, brief: Picture) -> None:
    style = svg.document(brief)
    found = re.findall(r"font-weight:([\d ]+);font-style:(\w+);[^}]*?base64,([^)]+)\)", style)
    assert {(weight, slope) for weight, slope, _ in found} >= {("400", "normal"), ("700", "normal")}
    letters: set[int] = set()
    for _, _, data in found:
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            letters |= set(font.getBestCmap())
    used = {ord(letter) for mark in brief.over if isinstance(mark, Text) for letter in mark.text}
    assert used <= letters


def test_no_two_faces_of_a_family_claim_one_weight(qapp: object, brief: Picture) -> None:
    """Chromium took the Chinese face, of all weights, for Latin letters too, and then another font for what it lacks."""
    faces = re.findall(
        r"font-family:'([^']+)';font-weight:(\d+)(?: (\d+))?;font-style:(\w+);(unicode-range)?", svg.document(brief)
    )
    assert any(segmented for *_, segmented in faces), "the page has Chinese letters"
    claimed = Counter(
        (family, slope, weight)
        for family, least, most, slope, _ in faces
        for weight in range(int(least), int(most or least) + 1, 100)
    )
    assert set(claimed.values()) == {1}
    families = re.search(r"text\{font-family:([^;]+);", svg.document(brief))
    assert families is not None
    assert {f"'{family}'" for family, *_ in faces} <= set(families[1].split(","))


def test_hostile_text_is_inert_in_the_svg(qapp: object) -> None:
    text = Text("x", "</text><script>alert(1)</script>\x07", 10.0, 10.0, "page", Font(), BLACK)
    root = ET.fromstring(svg.document(marks(text), "</title><script/>"))
    assert not list(root.iter(f"{SVG}script"))
    assert [node.text for node in root.iter(f"{SVG}text")] == ["</text><script>alert(1)</script>"]


def test_an_embedded_raster_reads_back(qapp: object) -> None:
    rgba = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    rgba[..., 3] = 255
    image = QImage.fromData(svg.png(rgba))
    assert (pixels(image) == rgba[..., :3]).all()


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_a_file_that_cannot_be_written_is_one_clear_line(
    qapp: object, brief: Picture, tmp_path: Path, ending: str
) -> None:
    with pytest.raises(RimlandError, match="cannot be written") as error:
        export.render(brief, tmp_path / "no" / "such" / f"folder.{ending}")
    assert "\n" not in str(error.value)


def test_a_failed_export_leaves_the_old_file(
    qapp: object, brief: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.svg"
    path.write_text("old")

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RimlandError, match="No space left on device"):
        export.render_svg(brief, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_ending_is_refused(qapp: object, brief: Picture, tmp_path: Path) -> None:
    with pytest.raises(RimlandError, match=r"end it in \.png, \.pdf, \.svg"):
        export.render(brief, tmp_path / "a.docx")


def test_the_window_s_brief_writes_all_kinds(qapp: object, sheet: Sheet, tmp_path: Path) -> None:
    for ending in ("png", "pdf", "svg"):
        export.render(page.brief(sheet, page.spec_for(sheet), "A title"), tmp_path / f"a.{ending}", "A title")
        assert (tmp_path / f"a.{ending}").stat().st_size > 50_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "a.png", "a.svg"]


def test_stamps_are_bounded_by_their_bytes(qapp: object) -> None:
    """Names of views gone by go, the least used first, however many or large they are."""
    from mapapp.paint.lettering import IMAGE_BYTES, Stamps

    stamps = Stamps(keep_bytes=100_000)
    names = [Text("x", f"A long name {k}", 0, 0, "page", Font("Inter", 12, 600), Colour(0, 0, 0)) for k in range(60)]
    for name in names:
        stamps.text(name, 1.0, (0.0, 0.0))
    held = sum(IMAGE_BYTES + one.image.sizeInBytes() for one in stamps._made.values())
    assert stamps._weight == held <= 100_000
    assert 1 < len(stamps._made) < len(names)
    assert stamps.text(names[-1], 1.0, (0.0, 0.0)) is stamps._made[next(reversed(stamps._made))]


def test_outlines_do_not_depend_on_what_the_interface_has_written(qapp: object) -> None:
    """Qt's faces, which the interface shares with the map, keep something of the text they drew last."""
    mark = Text("labels", "Hamburg 澎湖", 0.0, 0.0, "page", Font("Inter", 12.0), BLACK)
    found = set()
    for size in range(9, 25):
        for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold):
            interface = QFont()
            interface.setFamilies(list(load_fonts()))
            interface.setPixelSize(size)
            interface.setWeight(weight)
            image = QImage(300, 60, QImage.Format.Format_ARGB32_Premultiplied)
            qp = QPainter(image)
            qp.setFont(interface)
            for k in range(4):
                qp.drawText(QPointF(10 + 0.27 * k, 40), f"Zoom {chr(65 + size)}澎")
            qp.end()
            found.add(outline(text_path(mark.text, mark)))
    assert len(found) == 1


def outline(path: QPainterPath) -> tuple[tuple[float, float], ...]:
    elements = (path.elementAt(k) for k in range(path.elementCount()))
    return tuple((element.x, element.y) for element in elements)
