"""The shipped world's briefing from separate processes: the same bytes from its own file, whatever Python's seeds are.

What readers of a format bear is held here too, since only the shipped world is as large as what a user writes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from layers.io.kml import MOST_VERTICES

ENDINGS = ("pdf", "png", "svg", "pptx", "html", "gpkg", "geojson", "kml", "xlsx")
"""A KMZ is a KML packed as a PPTX is; tables of CSV are those of XLSX."""
TARGET = "thitu"
"""Of the places where many arrive the one that is computed soonest."""
BATCH = f"""
date = 2026-01-31
marking = "EXERCISE"
dpi = 96

[[brief]]
target = "{{target}}"
out = [{", ".join(f'"a.{ending}"' for ending in ENDINGS)}]
"""
MOST_BYTES = 8_000_000
"""Of a web page."""
MOST_ALL = 250_000
"""Vertices of a KML file that a viewer is asked to draw."""


def brief(seed: str, batch: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mapapp", "brief", "--batch", str(batch)],
        env={**os.environ, "PYTHONHASHSEED": seed, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, Path]:
    """The folders of two processes: one writes a place in every format, one of another seed what the first's PDF carries.

    Neither is this process: Qt's seed, by which it orders the fonts in a PDF, is set before Qt is loaded.
    """
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    (first / "set.toml").write_text(BATCH.format(target=TARGET), encoding="utf-8")
    brief("1", first / "set.toml")
    (second / "set.toml").write_text(BATCH.format(target=(first / "a.pdf").as_posix()), encoding="utf-8")
    brief("2", second / "set.toml")
    return first, second


def test_what_is_opened_from_an_export_is_the_same_bytes_in_another_process(written: tuple[Path, Path]) -> None:
    one, two = ({file.name: file.read_bytes() for file in folder.glob("a[.-]*")} for folder in written)
    assert {f"a.{ending}" for ending in ENDINGS} <= one.keys()
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_a_web_page_is_within_its_size(written: tuple[Path, Path]) -> None:
    page = written[0] / "a.html"
    assert page.stat().st_size < MOST_BYTES
    assert "Content-Security-Policy" in page.read_text(encoding="utf-8")


def test_no_ring_of_a_kml_file_is_too_long_for_a_viewer(written: tuple[Path, Path]) -> None:
    text = (written[0] / "a.kml").read_text(encoding="utf-8")
    counts = [len(found.split()) for found in re.findall(r"<coordinates>(.*?)</coordinates>", text, re.DOTALL)]
    assert len(counts) > 100
    assert max(counts) <= MOST_VERTICES
    assert sum(counts) < MOST_ALL
