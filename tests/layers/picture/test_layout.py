"""Layouts: cells of a grid that come back from a file, stay on the page, and say what overlaps or has no room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.document.model import Content, Saved
from layers.errors import RimlandError
from layers.io import document
from layers.picture import layout as grid
from layers.picture import page
from layers.picture.kit import Box
from layers.picture.layout import ACROSS, BLOCKS, DOWN, Placed, box_of, completed, overlaps, put, snapped
from layers.picture.marks import Text
from layers.picture.paper import PAPERS, TEMPLATES
from layers.scenario.model import BASELINE
from mapapp.export import layouts
from tests.layers.picture.test_page import ROWS

cells = st.integers(-200, 200)
blocks = st.sampled_from(BLOCKS)


@given(blocks, cells, cells, cells, cells, st.sampled_from(list(PAPERS.values())))
def test_a_block_stays_on_the_page_and_comes_back(block, x, y, width, height, paper) -> None:
    one = grid.inside(Placed(block, x, y, width, height))
    assert grid.check(one) == one
    box = box_of(one, paper)
    assert -1e-9 <= box.x0 < box.x1 <= paper.width + 1e-9
    assert -1e-9 <= box.y0 < box.y1 <= paper.height + 1e-9
    assert snapped(block, box, paper) == one


@given(st.lists(st.tuples(blocks, *[st.integers(0, 72)] * 4), max_size=8))
def test_what_overlaps_is_said(rows) -> None:
    layout = ()
    for block, *where in rows:
        layout = put(layout, Placed(block, *where))
    assert len({one.block for one in layout}) == len(layout)
    boxes = [Box(one.x, one.y, one.x + one.width, one.y + one.height) for one in layout]
    met = sum(a.meets(b) for k, a in enumerate(boxes) for b in boxes[k + 1 :])
    assert len(overlaps(layout)) == met
    assert overlaps(layout, ()) == ()


def test_a_layout_comes_back_from_its_file(tmp_path: Path) -> None:
    layout = put(put((), Placed("map", 3, 9, 60, 50)), Placed("legend", 64, 9, 30, 40))
    layouts.write(tmp_path / "a.toml", layout)
    assert layouts.read(tmp_path / "a.toml") == layout


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no block"), ("map = [1, 2, 3]", "width"), ("globe = [1, 2, 3, 4]", "locator"), ("map = [", "TOML"),
     ("map = [90, 2, 30, 40]", "96 x 72"), ("map = [1.5, 2, 30, 40]", "cells")],
)  # fmt: skip
def test_a_mistake_in_a_layout_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(RimlandError, match=words) as caught:
        layouts.read(tmp_path / "a.toml")
    assert "a.toml" in str(caught.value)


def test_the_document_keeps_it(catalogue) -> None:
    layout = put((), Placed("map", 3, 9, 60, 50))
    saved = Saved(Content(BASELINE, layout=layout))
    assert document.decode(document.encode(saved), catalogue) == (saved, ())
    spoilt = document.encode(saved).replace(b"60", b"600")
    found, problems = document.decode(spoilt, catalogue)
    assert found.content.layout == ()
    assert "layout[0]" in problems[0].place


@pytest.mark.parametrize("name", ["briefing", "figures", "plain"])
def test_blocks_stand_where_they_are_put(full, name: str) -> None:
    template, paper = TEMPLATES[name], PAPERS["A4"]
    tell = {"rows": ROWS, "sources": "A; B", "date": "31 January 2026", "template": template, "paper": paper}
    flow = page.laid_out(full, page.spec_for(full), "Title", "Subtitle", **tell)
    layout = completed((), flow.blocks, paper)
    same = page.laid_out(full, page.spec_for(full), "Title", "Subtitle", **tell, placed=layout)
    assert set(same.blocks) == set(flow.blocks)
    for block, box in same.blocks.items():
        cell = max(paper.width / ACROSS, paper.height / DOWN)
        assert max(abs(a - b) for a, b in zip(box, flow.blocks[block], strict=True)) <= cell, block
    words = {mark.text for mark in same.picture.over if isinstance(mark, Text)}
    assert {"Title", "Subtitle"} <= words
    small = replace(next(one for one in layout if one.block == "sources"), height=3, width=9, x=0, y=6)
    crowded = page.laid_out(full, page.spec_for(full), "Title", "Subtitle", **tell, placed=put(layout, small))
    assert any(text.startswith("Sources: ") and "no room" in text for text in crowded.warnings)
    assert any("overlap" in text for text in crowded.warnings)
