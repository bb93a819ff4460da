"""The shipped world's briefing from separate processes: the same bytes whatever Python's seeds are, and from its own files.

What readers of a format bear is held here too, since only the shipped world is as large as what a user writes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from layers.io.embedded import CARRIERS

ENDINGS = ("pdf", "png", "svg", "pptx", "html", "gpkg", "geojson", "kml", "kmz", "xlsx", "csv")
BATCH = f"""
date = 2026-01-31
marking = "EXERCISE"
dpi = 96

[[brief]]
target = "narva"
out = [{", ".join(f'"a.{ending}"' for ending in ENDINGS)}]
"""
MOST_BYTES = 8_000_000
"""Of a web page."""
MOST_LINE, MOST_ALL = 30_000, 250_000
"""Vertices of a line, of which Google Earth refuses some 31 000 in a polygon, and of all a file may ask it to draw."""


def brief(seed: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "mapapp", "brief", *map(str, arguments)],
        env={**os.environ, "PYTHONHASHSEED": seed, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


CARRIED = [ending for ending in ENDINGS if f".{ending}" in CARRIERS]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, Path]:
    """The folders of one batch in two processes; the second also writes again what a PDF of the first carries."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    (first / "set.toml").write_text(BATCH, encoding="utf-8")
    brief("1", "--batch", first / "set.toml")
    outs = ", ".join(f'"again.{ending}"' for ending in CARRIED)
    more = f'[[brief]]\ntarget = "{(first / "a.pdf").as_posix()}"\nout = [{outs}]\n'
    (second / "set.toml").write_text(BATCH + more, encoding="utf-8")
    brief("2", "--batch", second / "set.toml")
    return first, second


def test_a_batch_is_the_same_bytes_in_another_process(written: tuple[Path, Path]) -> None:
    one, two = ({file.name: file.read_bytes() for file in folder.glob("a[.-]*")} for folder in written)
    assert {f"a.{ending}" for ending in ENDINGS} <= one.keys()
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_what_is_opened_from_an_export_is_written_again(written: tuple[Path, Path]) -> None:
    first, second = written
    assert {"pdf", "png", "svg", "pptx", "html", "gpkg"} <= set(CARRIED)
    for ending in CARRIED:
        assert (second / f"again.{ending}").read_bytes() == (first / f"a.{ending}").read_bytes(), ending


def test_a_web_page_is_within_its_size(written: tuple[Path, Path]) -> None:
    page = written[0] / "a.html"
    assert page.stat().st_size < MOST_BYTES
    assert "Content-Security-Policy" in page.read_text(encoding="utf-8")


def test_no_ring_is_too_long_for_google_earth(written: tuple[Path, Path]) -> None:
    text = (written[0] / "a.kml").read_text(encoding="utf-8")
    counts = [len(found.split()) for found in re.findall(r"<coordinates>(.*?)</coordinates>", text, re.DOTALL)]
    assert len(counts) > 100
    assert max(counts) < MOST_LINE
    assert sum(counts) < MOST_ALL
