"""Widths come from the fonts' own tables: compared with fontTools, glyph by glyph."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from layers.style import typeset
from layers.style.ink import Font


def test_the_house_face_comes_in_its_weights_and_an_italic() -> None:
    house = {(face.weight, face.italic) for face in typeset.faces() if not face.cjk}
    assert house >= {(400, False), (400, True), (500, False), (600, False), (700, False)}


@pytest.mark.parametrize("face", typeset.faces(), ids=lambda face: face.path.name)
def test_widths_are_the_fonts_own(face: typeset.Face) -> None:
    with TTFont(face.path, lazy=True) as font:
        em = font["head"].unitsPerEm
        cmap, widths = font.getBestCmap(), font["hmtx"].metrics
        assert set(face.advance) == set(cmap)
        assert all(abs(face.advance[code] - widths[name][0] / em) < 1e-9 for code, name in cmap.items())
        assert face.cap_height == pytest.approx(font["OS/2"].sCapHeight / em)
        assert face.ascent == pytest.approx(font["hhea"].ascent / em)


def test_a_text_is_as_wide_as_its_letters() -> None:
    font = Font(size=20.0)
    assert typeset.measure("Pratas", font).width == pytest.approx(sum(typeset.advances("Pratas", font)))
    assert typeset.measure("", font).width == 0.0


def test_tracking_widens_between_letters_only() -> None:
    plain, spaced = Font(size=10.0), Font(size=10.0, tracking=0.2)
    more = typeset.measure("CHINA", spaced).width - typeset.measure("CHINA", plain).width
    assert more == pytest.approx(4 * 2.0)


def test_size_scales() -> None:
    small, large = typeset.measure("Narva", Font(size=10.0)), typeset.measure("Narva", Font(size=25.0))
    assert large.width == pytest.approx(2.5 * small.width)
    assert large.ascent == pytest.approx(2.5 * small.ascent)


def test_bold_is_wider_and_low_letters_reach_down() -> None:
    assert typeset.measure("Baltic", Font(weight=700)).width > typeset.measure("Baltic", Font()).width
    assert typeset.measure("Gdynia", Font()).descent > typeset.measure("Riga".replace("g", "d"), Font()).descent


@pytest.mark.parametrize(
    "text", ["東沙島", "Севастополь", "Αιγαίο", "Åland", "Constanța", "독도", "魚釣島", "Biển Đông"]
)
def test_every_script_on_the_map_has_a_face(text: str) -> None:
    assert all(typeset.face_of(letter, Font()) is not None for letter in text if letter != " ")
