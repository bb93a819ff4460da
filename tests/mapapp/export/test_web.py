"""The web page: whole in itself, closed by its policy, and nothing a person wrote becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely.geometry import shape

from layers import geodesy
from layers.io import document
from layers.io.embedded import read_embedded
from mapapp.export import writers
from tests.mapapp.export.hostile import TEXTS, spoiled

LOADING = {"src", "href", "srcset", "data", "action", "poster", "background"}


class Page(HTMLParser):
    """Tags with their attributes, and the contents of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[tuple[str, dict[str, str | None], str]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in {"script", "style"} and self.cdata_elem:
            self.code.append((*self.tags[-1], data))
        else:
            self.words.append(data)


def data_of(page: Page) -> Any:
    return json.loads(next(text for _, attrs, text in page.code if attrs.get("id") == "rimland-map"))


@pytest.fixture
def text(briefing, order, tmp_path: Path) -> str:
    out = tmp_path / "a.html"
    writers.write([briefing], order, out)
    return out.read_text(encoding="utf-8")


def test_nothing_is_loaded_from_anywhere(text: str) -> None:
    page = Page(text)
    for tag, attrs in page.tags:
        assert not LOADING & attrs.keys(), (tag, attrs)
    for tag, _, content in page.code:
        if tag == "style":
            assert "url(" not in content
            assert "@import" not in content
    # Leaflet's and SVG's own names are all the addresses in it
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    assert hosts <= {"leafletjs.com", "www.w3.org"}
    assert "sourceMappingURL" not in text
    assert len(text) < 8_000_000


def test_the_policy_names_every_script_and_style(text: str) -> None:
    page = Page(text)
    policy = next(attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    running = [(tag, body) for tag, attrs, body in page.code if attrs.get("type") != "application/json"]
    assert len(running) >= 5
    for _, body in running:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_the_same_bytes_again_and_the_document_comes_back(briefing, order, catalogue, tmp_path: Path) -> None:
    first, again = tmp_path / "a.html", tmp_path / "b.html"
    writers.write([briefing], order, first)
    saved, problems = document.decode(read_embedded(first), catalogue)
    assert (saved, problems) == (briefing.saved, ())
    writers.write([replace(briefing, saved=saved)], order, again)
    assert first.read_bytes() == again.read_bytes()


def test_rings_are_geodesic_and_whole_about_the_target(text: str) -> None:
    layers = {layer["name"]: layer for layer in data_of(Page(text))["layers"]}
    rings = {one["properties"]["id"]: one for one in layers["rings"]["features"]}
    over = rings["ring-1"]
    assert over["shape"]["type"] == "Polygon"  # over 180 degrees, which is nothing special about Pratas
    edges = np.array(over["shape"]["coordinates"][0])
    assert edges[:, 0].min() < 180 < edges[:, 0].max()
    edges = edges[np.abs(np.mod(edges[:, 0], 360.0) - 180.0) > 0.002]
    off = geodesy.distance(
        np.full(len(edges), 179.0), np.full(len(edges), 10.0), np.mod(edges[:, 0] + 180, 360) - 180, edges[:, 1]
    )
    assert np.abs(off - 600e3).max() < 120.0  # three decimals of a degree
    for layer in layers.values():
        for one in layer["features"]:
            assert shape(one["shape"]).is_valid or layer["kind"] != "area"


def test_units_leave_before_they_arrive(text: str, briefing) -> None:
    data = data_of(Page(text))
    assert len(data["units"]) == 4
    for unit in data["units"]:
        assert 0 < unit["leaves_h"] < unit["arrives_h"]
    assert data["arrivals_h"] == sorted(data["arrivals_h"])
    assert data["clock_h"] == 18


@pytest.mark.parametrize("evil", TEXTS)
def test_hostile_text_stays_text(briefing, order, tmp_path: Path, evil: str) -> None:
    plain, spoilt = tmp_path / "plain.html", tmp_path / "spoilt.html"
    writers.write([briefing], order, plain)
    writers.write([spoiled(briefing, evil)], replace(order, title=evil, subtitle=evil, marking=evil), spoilt)
    good, bad = Page(plain.read_text(encoding="utf-8")), Page(spoilt.read_text(encoding="utf-8"))
    # the very same elements with the very same attributes, but for the policy's digests
    shapes = [[(tag, sorted(attrs)) for tag, attrs in page.tags if tag != "li"] for page in (good, bad)]
    assert shapes[0] == shapes[1]
    assert [body for tag, attrs, body in bad.code if not attrs.get("type")] == [
        body for tag, attrs, body in good.code if not attrs.get("type")
    ]
    data_of(bad)
    assert not any(
        ord(c) in {0x202E, 0x2066, 0x200F} or (ord(c) < 32 and c != "\n") for word in bad.words for c in word
    )
