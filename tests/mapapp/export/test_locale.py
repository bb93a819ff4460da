"""`--locale` in every format: words, numbers and date of the language; the program's own without it."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from layers.picture.marks import Text
from mapapp.export import briefing as made
from mapapp.export import dates, writers
from tests.mapapp.export.test_web import Page, data_of

ENGLISH = re.compile(
    r"First arrivals|Legend|Sources|in time|late by|Seizure clock|Units on station|Planning|Range ring|Flashpoint"
    r"|who can respond|\d (h|min|d|km|nmi)\b"
)
"""Fixed words and units that must not be left on a Ukrainian page."""


@pytest.fixture
def ukrainian(order):
    return replace(order, locale="uk-UA")


def test_the_words_of_a_page(briefing, ukrainian) -> None:
    words = [mark.text for mark in made.picture(briefing, ukrainian).over if isinstance(mark, Text)]
    text = "\n".join(words)
    for word in (
        "Перші прибуття",
        "Умовні позначення",
        "Відлік захоплення",
        "31 січня 2026",
        "Джерела",
        "вчасно",
        "1\u00a0000 км",
    ):
        assert word in text, word
    assert not [word for word in words if ENGLISH.search(word)]


def test_german_numbers_in_english_words(briefing, order) -> None:
    words = [
        mark.text for mark in made.picture(briefing, replace(order, locale="de-DE")).over if isinstance(mark, Text)
    ]
    assert "1.000 km" in words
    assert "First arrivals" in words
    assert any("31. Januar 2026" in word for word in words)
    assert any(re.search(r"\d,\d{2}°", word) for word in words)


@pytest.mark.parametrize("ending", [".pdf", ".svg", ".pptx", ".html", ".xlsx", ".kml", ".gpkg"])
def test_every_format_speaks(briefing, elsewhere, ukrainian, tmp_path: Path, ending: str) -> None:
    (out,) = writers.write([briefing], ukrainian, tmp_path / f"a{ending}")
    match ending:
        case ".pdf":
            text = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True).stdout
            assert "Перші прибуття" in text
            assert not ENGLISH.search(text)
        case ".svg":
            assert "Перші прибуття" in out.read_text(encoding="utf-8")
        case ".pptx":
            slide = Presentation(str(out)).slides[0]
            assert slide.shapes.title.text_frame.text == "Pratas Island: хто може відреагувати і як швидко"
            (table,) = [shape.table for shape in slide.shapes if shape.has_table]
            assert table.cell(0, 0).text == "Дія"
            (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
            assert [one.name for one in chart.plots[0].series] == [
                "Найменше",
                "Імовірно",
                "Найбільше",
                "Відлік захоплення",
            ]
            assert "Джерела:" in slide.notes_slide.notes_text_frame.text
            with zipfile.ZipFile(out) as parts:
                body = parts.read("ppt/slides/slide1.xml").decode()
            assert not ENGLISH.search("\n".join(re.findall(r"<a:t>([^<]*)</a:t>", body)))
        case ".html":
            page = Page(out.read_text(encoding="utf-8"))
            assert ("html", {"lang": "uk"}) in page.tags
            assert "Перші прибуття" in page.words
            data = data_of(page)
            assert data["spoken"]["decimal"] == ","
            assert data["spoken"]["words"]["Play"] == "Пуск"
            assert "Кільця дальності" in [layer["title"] for layer in data["layers"]]
        case ".xlsx":
            assert load_workbook(out)["About"]["A1"].value == "Назва"
        case ".kml":
            assert "<name>Кільця дальності</name>" in out.read_text(encoding="utf-8")
        case ".gpkg":
            assert "Кільця дальності" in json.dumps(
                pyogrio.read_info(out, layer="rings"), ensure_ascii=False, default=str
            )


def test_the_script_of_the_page_asks_for_known_words() -> None:
    import resources

    script = resources.path("web", "briefing.js").read_text(encoding="utf-8")
    phrases = json.loads(resources.path("i18n", "brief", "uk.json").read_text(encoding="utf-8"))["phrases"]
    asked = set(re.findall(r'tell\("([^"]+)"', script)) | set(re.findall(r'\? "([^"]+)" : "[^"]+"\)', script))
    asked -= {"path"}
    assert asked <= phrases.keys(), asked - phrases.keys()


def test_locales_by_any_name() -> None:
    assert dates.locale("uk") == dates.locale("UK_ua") == "uk-UA"
    assert dates.locale("sv-SE") == "sv-SE"
    assert dates.words(dates.of("2026-01-31"), "sv-SE") == "31 januari 2026"
    assert dates.words(dates.of("2026-01-31"), "uk-UA") == "31 січня 2026\u202fр."
    assert dates.words(dates.of("2026-01-31"), "ISO") == "2026-01-31"
