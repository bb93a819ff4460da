"""Pages on paper: opened with poppler and an XML parser, carrying their document, the same bytes every time."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from layers.errors import RimlandError
from layers.io import document
from layers.io.embedded import read_embedded
from layers.picture import chart, table
from layers.picture.kit import page_geometry
from layers.picture.marks import Colour, Geometry, Pen, Stroke, Text
from layers.picture.paper import MARKINGS, PAPERS, TEMPLATES, paper, template
from layers.style.named import named
from layers.style.typeset import measure
from mapapp.export import briefing as made
from mapapp.export import dates, page, writers


def poppler(*command: str | Path) -> str:
    """What poppler says of a file; it may complain of nothing."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_a_stroke_without_length_is_nothing_to_complain_of(briefing, order, tmp_path: Path) -> None:
    """Qt writes the outline of such a stroke, if it is translucent, as a path without a point."""
    picture = made.picture(briefing, order)
    geometry = page_geometry([np.array([(300.0, 300.0), (300.0, 300.0)])])
    middle = np.array([(picture.view.x, picture.view.y)] * 2)
    dots = [
        Stroke("bands", one, Pen(Colour(0, 0, 0, 70), 0.9))
        for one in (geometry, Geometry("dot", middle, geometry.start))
    ]
    page.render_pdf(replace(picture, over=(*picture.over, *dots)), tmp_path / "a.pdf")
    poppler("pdftoppm", "-r", "20", "-png", tmp_path / "a.pdf", tmp_path / "a")


def test_poppler_reads_the_text_the_fonts_and_the_size(briefing, order, tmp_path: Path) -> None:
    assert shutil.which("pdftotext"), "poppler-utils is one of the system packages of scripts/setup.sh"
    out = tmp_path / "a.pdf"
    writers.write([briefing], order, out)
    text = poppler("pdftotext", "-layout", out, "-")
    for word in (
        "Pratas Island: who can respond",
        "First arrivals",
        "Near Base",
        "31 January 2026",
        "Units on station",
    ):
        assert word in text
    assert text.count("EXERCISE") == 2
    fonts = poppler("pdffonts", out).splitlines()[2:]
    assert fonts
    assert all("Inter" in line or "Noto" in line for line in fonts)
    assert all(line.split()[-5:-2] == ["yes", "no", "yes"] or " yes " in line for line in fonts)
    info = poppler("pdfinfo", out)
    assert "841.89 x 595.276" in info or "842 x 595" in info
    assert "Rimland" in info
    assert "rimland.json" in poppler("pdfdetach", "-list", out)
    assert poppler("pdfimages", "-list", out).splitlines()[2:] == []


@pytest.mark.parametrize("marking", MARKINGS)
def test_a_ready_made_marking_stands_at_both_edges_of_the_page(briefing, order, tmp_path: Path, marking: str) -> None:
    marked = replace(order, marking=marking)
    picture = made.picture(briefing, marked)
    found = [mark for mark in picture.over if isinstance(mark, Text) and mark.text == marking]
    assert sorted(round(mark.y / picture.view.height) for mark in found) == [0, 1]
    for mark in found:
        assert abs(mark.x + measure(marking, mark.font).width / 2 - picture.view.width / 2) < 1.0
        assert not [
            other for other in picture.over
            if isinstance(other, Text) and other.space == "page" and other.text != marking and abs(other.y - mark.y) < 9.0
        ]  # fmt: skip
    out = tmp_path / "a.pdf"
    page.render_pdf(picture, out)
    assert poppler("pdftotext", "-layout", out, "-").count(marking) == 2


def test_an_atlas_has_a_contents_page_and_a_page_for_each(briefing, elsewhere, order, tmp_path: Path) -> None:
    out = tmp_path / "atlas.pdf"
    writers.write([briefing, elsewhere], replace(order, title="Both ends"), out)
    pages = poppler("pdftotext", "-layout", out, "-").split("\f")
    assert len([page for page in pages if page.strip()]) == 3
    assert "Both ends" in pages[0]
    assert "Pratas Island" in pages[0]
    assert "Narva: who can respond" in pages[2]


def test_an_atlas_of_images_is_numbered_files(briefing, elsewhere, order, tmp_path: Path) -> None:
    files = writers.write([briefing, elsewhere], order, tmp_path / "atlas.png")
    assert [file.name for file in files] == ["atlas-01-contents.png", "atlas-02-pratas.png", "atlas-03-narva.png"]
    assert all(file.exists() for file in files)


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_the_same_bytes_again_and_the_document_comes_back(briefing, order, catalogue, tmp_path, ending: str) -> None:
    first, again = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    writers.write([briefing], order, first)
    saved, problems = document.decode(read_embedded(first), catalogue)
    assert problems == ()
    assert saved == briefing.saved
    writers.write([replace(briefing, saved=saved)], order, again)
    assert first.read_bytes() == again.read_bytes()


def test_svg_is_xml_with_selectable_text(briefing, order, tmp_path: Path) -> None:
    out = tmp_path / "a.svg"
    writers.write([briefing], order, out)
    root = ET.parse(out).getroot()
    words = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "First arrivals" in words
    assert root.get("viewBox") == "0 0 1123 794"
    assert "http" not in out.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", list(TEMPLATES))
@pytest.mark.parametrize("size", list(PAPERS))
@pytest.mark.parametrize("portrait", [False, True])
def test_nothing_leaves_the_page_on_any_paper(briefing, order, name: str, size: str, portrait: bool) -> None:
    picture = made.picture(briefing, replace(order, template=template(name), paper=paper(size, portrait)))
    view = picture.view
    assert picture.frame is not None
    x0, y0, x1, y1 = picture.frame
    assert (x1 - x0) * (y1 - y0) > 0.15 * view.width * view.height
    texts = [mark for mark in picture.over if isinstance(mark, Text) and mark.space == "page"]
    for mark in texts:
        size_of = measure(mark.text, mark.font)
        assert 0 <= mark.x <= view.width - size_of.width + 0.5, mark.text
        assert mark.y - size_of.ascent >= 0, mark.text
        assert mark.y + size_of.descent <= view.height, mark.text
    words = {mark.text for mark in texts}
    assert ("First arrivals" in words) == (name == "briefing")
    assert any(mark.layer == "chart" for mark in picture.over) == (name in {"briefing", "figures"})


def test_sizes_and_names_that_are_none_are_refused() -> None:
    for refused in (
        lambda: paper("A9"),
        lambda: template("poster"),
        lambda: dates.of("31.1."),
        lambda: dates.locale("xx"),
    ):
        with pytest.raises(RimlandError, match=r"give one of|write it as"):
            refused()


def test_300_dpi_a3(briefing, order, tmp_path: Path) -> None:
    from PIL import Image

    out = tmp_path / "a3.png"
    writers.write([briefing], replace(order, paper=paper("A3"), dpi=300), out)
    with Image.open(out) as image:
        # 420 x 297 mm at 300 dpi are 4961 x 3508 pixels, here in whole 96ths of an inch
        assert abs(image.width - 4961) <= 3
        assert abs(image.height - 3508) <= 3
        assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)


# --- the closure chart -------------------------------------------------------------------------------------------------


def test_the_closure_counts_what_is_there(briefing) -> None:
    response = briefing.response
    found = chart.closure(response)
    for hour in (0.0, 5.0, 18.0, 100.0):
        assert found.by(hour) == sum(row.total is not None and row.total.likely <= hour for row in response.arrivals)
    assert found.unreachable == 1
    assert found.clock.likely == 18
    assert np.all(np.diff(found.low_h) >= 0)
    assert np.all(found.low_h <= found.likely_h)
    assert np.all(found.likely_h <= found.high_h)


@pytest.mark.parametrize("name", ["briefing", "figures"])
@pytest.mark.parametrize("size", list(PAPERS))
@pytest.mark.parametrize("portrait", [False, True])
def test_a_page_full_of_legend_and_rows_keeps_its_chart(briefing, order, name, size: str, portrait: bool) -> None:
    """The last rows of the table go first; nobody to count and no clock are said in the chart."""
    response = briefing.response
    many = tuple(replace(row, unit=f"{row.unit}-{k}") for k in range(5) for row in response.arrivals)
    rows = tuple(replace(row, status="not expected", total=None, reason="Not covered; to vary: --call") for row in many)
    for found, told in (
        (replace(response, arrivals=many), "before the clock runs out"),
        (replace(response, arrivals=many, clock=None), "no seizure clock is set"),
        (replace(response, arrivals=rows), "not expected to come"),
    ):
        laid = made.laid_out(
            replace(briefing, response=found),
            replace(order, template=template(name), paper=paper(size, portrait)),
        )
        assert laid.boxes["chart"].height >= chart.LEAST_HEIGHT
        texts = " ".join(mark.text for mark in laid.picture.over if isinstance(mark, Text) and mark.space == "page")
        assert told in texts
        assert "Legend" in texts
        assert not laid.blocks["legend"].meets(laid.blocks["chart"])
        legend, entries = laid.blocks["legend"], {entry.text for entry in laid.picture.legend}
        words = [mark for mark in laid.picture.over if isinstance(mark, Text) and mark.space == "page"]
        keys = [mark for mark in words if mark.text in entries and legend.x0 <= mark.x < legend.x1]
        assert len(keys) >= 5
        assert all(legend.y0 <= mark.y <= legend.y1 for mark in keys)  # none runs into the note or the table below


@pytest.mark.parametrize(
    ("reason", "short"),
    [
        ("Bosporus and Dardanelles closed; no other way into the Black Sea.", "Bosporus and Dardanelles closed"),
        (
            (
                "beyond the unrefuelled radius of 550 km (route 10 042 km) and cannot be refuelled in the air, no friendly "
                "airfield at the end"
            ),
            "beyond the unrefuelled radius of 550 km (route 10 042 km) and cannot be refuelled in the air",
        ),
        (
            (
                "by C-17A: no airfield leads there: Magong, Penghu: no land route: water lies between the start (Taiwan) "
                "and the target (Taiwan), no bridge joins them; by A400M: no airfield leads there: Magong"
            ),
            "no airfield leads there",
        ),
        ("no commitment of Bulgaria covers it; to vary: --call bul", "no commitment of Bulgaria covers it"),
        ("closed: by whoever holds it", "closed: by whoever holds it"),
        ("", ""),
    ],
)
def test_a_reason_on_a_page_is_its_first_clause_and_whole(reason: str, short: str) -> None:
    assert table.short(reason) == short


def test_a_cell_has_the_lines_it_needs() -> None:
    """Only what no page has room for is cut."""
    head = ("Unit", "From", "Against the clock")
    long = "Promised consultation within 24 hours and supply but no forces, which is what the treaty asks for"
    style = named("print")
    for width in (1050.0, 640.0, 420.0):
        marks = table.draw((head, ("A unit", "A base", long)), style, 0.0, 0.0, width)
        words = [mark.text for mark in marks if isinstance(mark, Text)]
        assert " ".join(words).endswith(long)
    marks = table.draw((head, ("A unit", "A base", "word " * 400)), style, 0.0, 0.0, 420.0)
    assert [mark.text for mark in marks if isinstance(mark, Text)][-1].endswith("…")
    assert table.height_of((head, ("A unit", "A base", "word " * 400)), style, 420.0) < 120.0


def test_the_curve_ends_at_what_has_arrived() -> None:
    x, n = chart.steps(np.array([1.0, 2.0, 2.0, 50.0]), 0.5, 24.0)
    assert n[-1] == 3
    assert list(n[x < 1.0]) == [0]
    assert np.all(np.diff(n) >= 0)
    assert np.all(np.diff(x) >= 0)


def test_dates_in_words() -> None:
    day = dates.of("2026-01-31")
    assert dates.words(day) == "31 January 2026"
    assert dates.words(day, "en-US") == "January 31, 2026"
    assert dates.words(day, "de-DE") == "31. Januar 2026"
    assert dates.words(day, "ja-JP") == "2026年1月31日"


def test_source_date_epoch_fixes_the_date(monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert dates.of().isoformat() == "1970-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(RimlandError, match="SOURCE_DATE_EPOCH"):
        dates.of()
