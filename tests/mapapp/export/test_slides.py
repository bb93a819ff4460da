"""Slides: native objects, the user's own template, the document inside, the same bytes again, no harm in any text."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from layers.errors import RimlandError
from layers.io import atlas, document
from layers.io.embedded import read_embedded
from layers.io.text import line
from layers.picture import chart
from layers.picture.paper import PAPERS, paper
from layers.response.gap import EFFECTS
from mapapp.export import writers
from mapapp.export.shapes import FACE
from tests.mapapp.export.hostile import TEXTS, spoiled


@pytest.fixture
def deck(briefing, order, tmp_path: Path):
    out = tmp_path / "a.pptx"
    writers.write([briefing], order, out)
    return Presentation(str(out))


def test_title_table_and_chart_are_native(deck, briefing) -> None:
    (slide,) = deck.slides
    assert slide.shapes.title.text_frame.text == "Pratas Island: who can respond, and how soon"
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    words = [[cell.text for cell in row.cells] for row in table.rows]
    assert words[0][0] == "Effect"
    assert words[1][1] == "Unit jets-near"
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    likely = next(series for series in chart.plots[0].series if series.name == "Likely")
    coming = [row.total.likely for row in briefing.response.arrivals if row.total is not None]
    assert max(likely.values) == len(coming)
    assert list(chart.plots[0].series)[-1].name == "Seizure clock"


def test_a_slide_has_six_rows_and_its_chart_beside_them(briefing, order, tmp_path: Path) -> None:
    """However long the words: a slide is low, and the chart once took the rows' room."""
    gaps = tuple(replace(briefing.response.gaps[0], effect=effect) for effect in list(EFFECTS)[:8])
    long = {row.id: replace(row, name=f"{row.name}, Immediate Response Force battalion of the second division")
            for row in briefing.sheet.catalogue.units.values()}  # fmt: skip
    rows = tuple(
        replace(row, effect=gap.effect) for gap in gaps for row in briefing.response.arrivals if row.total is not None
    )
    rich = replace(
        briefing,
        response=replace(briefing.response, arrivals=rows, gaps=gaps),
        sheet=replace(briefing.sheet, catalogue=replace(briefing.sheet.catalogue, units=long)),
    )
    out = tmp_path / "a.pptx"
    writers.write([rich], order, out)
    (slide,) = Presentation(str(out)).slides
    (table,) = [shape for shape in slide.shapes if shape.has_table]
    (drawn,) = [shape for shape in slide.shapes if shape.has_chart]
    assert len(table.table.rows) == 7
    assert drawn.left >= table.left + table.width
    assert drawn.height >= chart.LEAST_HEIGHT * 9525
    assert abs(drawn.top + drawn.height - table.top - table.height) < 9525 * 10


def test_names_are_in_a_face_that_readers_have_and_stand_off_the_map(deck) -> None:
    """Slides embed no fonts; LibreOffice draws no glow about letters."""
    (slide,) = deck.slides
    names = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text == "Pratas Island"]
    (name,) = [shape for shape in names if shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    (run,) = name.text_frame.paragraphs[0].runs
    assert run.font.name == FACE
    assert name.fill.type == MSO_FILL.SOLID
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob
    assert theme.count(f'<a:latin typeface="{FACE}"'.encode()) == 2
    legend = next(shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text == "Legend")
    assert legend.fill.type == MSO_FILL.BACKGROUND


def test_rings_ways_signs_and_names_can_be_edited(deck) -> None:
    (slide,) = deck.slides
    pictures = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert [shape.name for shape in pictures] == ["Base map"]
    names = [shape.name for shape in slide.shapes]
    assert names.count("Range ring") >= 3
    assert names.count("Route") >= 1
    assert "target" in [shape.name for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for word in ("EXERCISE", "Legend", "1 000 km", "Pratas Island"):
        assert any(word in text.replace("\u202f", " ") for text in texts), word
    numbers = [int(one.get("id")) for one in slide._element.iter("{*}cNvPr")]
    assert len(numbers) == len(set(numbers))


def test_the_speaker_has_sources_and_assumptions(deck) -> None:
    notes = deck.slides[0].notes_slide.notes_text_frame.text
    assert "Assumptions: As things stand" in notes
    assert "Sources:" in notes
    assert "Hand-made for the test" in notes


def test_everything_lies_on_the_slide(deck) -> None:
    for shape in deck.slides[0].shapes:
        if not shape.has_text_frame:  # a box of text may be longer than its words
            assert shape.left >= -9525
            assert shape.left + shape.width <= deck.slide_width + 9525, shape.name
            assert shape.top + shape.height <= deck.slide_height + 9525, shape.name


def test_the_same_bytes_again_and_the_document_comes_back(briefing, order, catalogue, tmp_path: Path) -> None:
    first, again = tmp_path / "a.pptx", tmp_path / "b.pptx"
    writers.write([briefing], order, first)
    saved, problems = document.decode(read_embedded(first), catalogue)
    assert (saved, problems) == (briefing.saved, ())
    writers.write([replace(briefing, saved=saved)], order, again)
    assert first.read_bytes() == again.read_bytes()


def test_an_atlas_is_a_deck_with_contents(briefing, elsewhere, order, tmp_path: Path) -> None:
    out = tmp_path / "atlas.pptx"
    writers.write([briefing, elsewhere], order, out)
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(out)).slides]
    assert titles == [
        "Who can respond, and how soon",
        "Pratas Island: who can respond, and how soon",
        "Narva: who can respond, and how soon",
    ]


@pytest.mark.parametrize("size", list(PAPERS))
@pytest.mark.parametrize("portrait", [False, True])
def test_slides_of_every_size(briefing, order, tmp_path: Path, size: str, portrait: bool) -> None:
    wanted = paper(size, portrait)
    out = tmp_path / "a.pptx"
    writers.write([briefing], replace(order, slide=wanted, dpi=96), out)
    deck = Presentation(str(out))
    assert (deck.slide_width, deck.slide_height) == (wanted.width * 9525, wanted.height * 9525)
    for shape in deck.slides[0].shapes:
        if not shape.has_text_frame:
            assert shape.left >= -9525
            assert shape.left + shape.width <= deck.slide_width + 9525, shape.name
            assert shape.top + shape.height <= deck.slide_height + 9525, shape.name


def test_an_atlas_gives_every_page_back(briefing, elsewhere, order, catalogue, tmp_path: Path) -> None:
    for ending in ("pptx", "pdf"):
        first, again = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
        writers.write([briefing, elsewhere], order, first)
        pages, problems = atlas.read(first, catalogue)
        assert problems == ()
        assert pages == (briefing.saved, elsewhere.saved)
        assert document.read(first, catalogue) == (briefing.saved, ())
        writers.write(
            [replace(one, saved=saved) for one, saved in zip((briefing, elsewhere), pages, strict=True)], order, again
        )
        assert first.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("ending", ["pptx", "potx"])
def test_a_template_of_ones_own(briefing, order, tmp_path: Path, ending: str) -> None:
    own = Presentation()
    own.slide_width, own.slide_height = Inches(10), Inches(7.5)
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "A sample to be taken away"
    own.slide_master.placeholders[0].text_frame.text = "House style"
    held = io.BytesIO()
    own.save(held)
    package = held.getvalue()
    if ending == "potx":
        with zipfile.ZipFile(io.BytesIO(package)) as parts:
            items = [(one.filename, parts.read(one)) for one in parts.infolist()]
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as made:
            for name, data in items:
                made.writestr(name, data.replace(b"presentation.main+xml", b"template.main+xml"))
        package = held.getvalue()
    base = tmp_path / f"house.{ending}"
    base.write_bytes(package)
    out = tmp_path / "a.pptx"
    writers.write([briefing], replace(order, base=base), out)
    deck = Presentation(str(out))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == [
        "Pratas Island: who can respond, and how soon"
    ]
    assert deck.slide_master.placeholders[0].text_frame.text == "House style"


@pytest.mark.parametrize("ending", writers.FORMATS)
def test_where_nobody_can_come_the_chart_says_so(briefing, order, tmp_path: Path, ending: str) -> None:
    rows = tuple(
        replace(row, status="unreachable", reason="no way", legs=(), stages=(), total=None, route_m=None)
        for row in briefing.response.arrivals
    )
    gaps = tuple(
        replace(gap, first_unit="", likely_h=None, gap_h=None, verdict="no response possible")
        for gap in briefing.response.gaps
    )
    nobody = replace(
        briefing,
        response=replace(briefing.response, arrivals=rows, gaps=gaps),
        sheet=replace(briefing.sheet, routes=(), bands=()),
    )
    files = writers.write([nobody], order, tmp_path / f"a{ending}")
    assert all(file.stat().st_size > 0 for file in files)
    if ending == ".pptx":
        (drawn,) = (shape.chart for shape in Presentation(str(files[0])).slides[0].shapes if shape.has_chart)
        told = f"No unit is on station at any hour; {len(rows)} cannot come"
        assert drawn.chart_title.text_frame.text == told
        *curves, clock = drawn.plots[0].series
        assert {value for series in curves for value in series.values} == {0}
        assert list(clock.values) == [0, 1]


def test_a_template_that_is_none(briefing, order, tmp_path: Path) -> None:
    for content in (b"", b"PK not a zip"):
        base = tmp_path / "house.pptx"
        base.write_bytes(content)
        with pytest.raises(RimlandError, match="no template"):
            writers.write([briefing], replace(order, base=base), tmp_path / "a.pptx")
    with pytest.raises(RimlandError, match="cannot read"):
        writers.write([briefing], replace(order, base=tmp_path / "none.pptx"), tmp_path / "a.pptx")


@pytest.mark.parametrize("evil", TEXTS)
def test_hostile_text_stays_text(briefing, order, tmp_path: Path, evil: str) -> None:
    out = tmp_path / "a.pptx"
    writers.write([spoiled(briefing, evil)], replace(order, title=evil, subtitle=evil, marking=evil, dpi=96), out)
    with zipfile.ZipFile(out) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                root = ET.fromstring(parts.read(name))
                assert not [one for one in root.iter() if one.tag.endswith(("hlinkClick", "script", "}b"))], name
                for node in root.iter():
                    text = node.text or ""
                    assert "\u202e" not in text or name.startswith("customXml")
    slide = Presentation(str(out)).slides[0]
    assert slide.shapes.title.text_frame.text or not line(evil).strip()
