"""Hostile texts in every format and in an atlas: each is written, opened again, and holds text and nothing else."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from layers.document.objects import Drawn
from layers.document.shown import shown
from layers.io import document
from layers.io.embedded import CARRIERS, read_embedded
from layers.io.text import line
from mapapp.export import run as film
from mapapp.export import writers
from tests.mapapp.export.hostile import TEXTS, spoiled

BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What no reader of a page is ever given."""


def noted(one, text: str):
    """The briefing with a drawn object whose name and note, as imported attributes are, hold `text`."""
    pin = Drawn("pin-9", "pin", ((118.0, 21.0),), name=text, note=text)
    rings, drawings = shown((pin,), "km")
    saved = replace(one.saved, content=replace(one.saved.content, drawn=(pin,)))
    return replace(one, sheet=replace(one.sheet, rings=rings, drawings=drawings), saved=saved)


EVERY = [(ending, text) for ending in (".pdf", ".svg") for text in TEXTS]
EVERY += [(ending, text) for ending in (".png", ".gif", ".gpkg", ".kmz") for text in (" ".join(TEXTS), TEXTS[-1])]


@pytest.mark.parametrize(("ending", "evil"), EVERY)
def test_every_format_stands_it(briefing, order, tmp_path: Path, monkeypatch, ending: str, evil: str) -> None:
    monkeypatch.setattr(film, "FRAMES", 2)
    spoilt = noted(spoiled(briefing, evil), evil)
    look = replace(order, title=evil, subtitle=evil, marking=evil, dpi=72)
    (out,) = writers.write([spoilt], look, tmp_path / f"a{ending}")
    match ending:
        case ".png" | ".gif":
            with Image.open(out) as image:
                image.load()
                told = str(image.info)
            assert not BAD.search(told.replace("\\x", ""))
        case ".pdf":
            _sound_pdf(out)
        case ".svg":
            text = out.read_text(encoding="utf-8")
            assert not BAD.search(text)
            ET.fromstring(text)
        case ".gpkg":
            with sqlite3.connect(out) as base:
                assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                for (held,) in base.execute("SELECT name FROM pins"):
                    assert held == line(evil, 100_000)
            base.close()
    if ending in CARRIERS:
        saved, problems = document.decode(read_embedded(out), spoilt.sheet.catalogue)
        assert problems == ()
        again = document.encode(saved)
        assert again == document.encode(spoilt.saved)
        writers.write([replace(spoilt, saved=saved)], look, tmp_path / f"b{ending}")
        assert out.read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def _sound_pdf(out: Path) -> None:
    """Poppler reads it without a complaint, and no action of any kind is in it."""
    done = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert not BAD.search(re.sub("[\f\u202a-\u202e]", "", done.stdout))  # poppler marks right-to-left words itself
    told = subprocess.run(["pdfinfo", out], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    assert "JavaScript:      no" in told.stdout
    structure = re.sub(rb"stream\r?\n.*?endstream", b"", out.read_bytes(), flags=re.DOTALL)
    strings = re.sub(rb"\((?:\\.|[^\\()])*\)", b"()", structure)
    for word in (b"/JavaScript", b"/JS", b"/OpenAction", b"/Launch", b"/URI", b"/AA"):
        assert word not in strings


@pytest.mark.parametrize("ending", [".pdf", ".pptx", ".svg"])
def test_an_atlas_stands_them_all(briefing, elsewhere, order, tmp_path: Path, ending: str) -> None:
    evil = " ".join(TEXTS)
    pages = [noted(spoiled(one, evil), evil) for one in (briefing, elsewhere)]
    files = writers.write(pages, replace(order, title=evil, marking=evil), tmp_path / f"a{ending}")
    assert all(file.stat().st_size for file in files)
    if ending == ".pdf":
        _sound_pdf(files[0])


def test_a_document_with_half_a_letter_is_still_written(briefing) -> None:
    """A name given as bytes that are no UTF-8 comes from the system as lone surrogates."""
    one = replace(briefing.saved, content=replace(briefing.saved.content, scenario=replace(
        briefing.saved.content.scenario, note="caf\udce9 \ud800")))  # fmt: skip
    body = json.loads(document.encode(one))
    assert body["scenario"]["note"] == "caf\ufffd \ufffd"
