"""Every style is whole, and what it writes can be read."""

from __future__ import annotations

import dataclasses

import pytest

from layers.errors import RimlandError
from layers.style.ink import Colour, Letter, colour, contrast, luminance
from layers.style.model import NAMES, Letters, Style
from layers.style.named import named

BESIDE = {"legend_title", "legend", "note", "title", "subtitle", "table_head", "table", "marking"}
WATER = {"ocean", "sea", "strait", "lake"}
LAND = {"country", "region", "capital", "city", "town", "river"}


def grounds(style: Style, kind: str, letter: Letter) -> list[Colour]:
    """What the letters may stand on; a halo lies over it."""
    if kind in BESIDE:
        return [style.panel.paper, *(style.panel.fill.over(ground) for ground in (style.ground.sea, style.ground.land))]
    ground = style.ground
    waters = [ground.sea, *ground.depths]
    below = waters if kind in WATER else [ground.land] if kind in LAND else [ground.land, *waters]
    return [letter.halo.over(one) if letter.halo else one for one in below]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [field.name for field in dataclasses.fields(Letters)])
def test_text_stands_out_by_four_and_a_half(name: str, kind: str) -> None:
    style = named(name)
    letter: Letter = getattr(style.letters, kind)
    assert min(contrast(letter.colour, ground) for ground in grounds(style, kind, letter)) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_names_stand_out_on_every_tint(name: str) -> None:
    """Over the tints of reaction times, at the strength they have by default; a halo lies below the letters."""
    from layers.picture.ground import VEIL
    from layers.picture.names import TINT_HALO
    from layers.picture.sheet import DEFAULT_LAYERS
    from layers.style.palette import ramp

    style = named(name)
    strength = next(row.opacity for row in DEFAULT_LAYERS if row.id == "bands")
    inks = [ink.faded(strength) for ink in ramp(style.thematic.hours, 7)]
    waters = [ink.over(ground) for ink in inks for ground in (style.quiet.sea, *style.quiet.depths)]
    lands = [style.quiet.land.faded(VEIL).over(water) for water in waters]
    for kind in ("ocean", "sea", "strait", "country", "capital", "city", "town", "island", "base", "flashpoint", "band",
                 "ring", "route", "adiz", "cooperation"):  # fmt: skip
        letter: Letter = getattr(style.letters, kind)
        halo = letter.halo or style.quiet.sea.faded(TINT_HALO)
        below = waters if kind in WATER else lands if kind in LAND else [*waters, *lands]
        assert min(contrast(letter.colour, halo.over(ground)) for ground in below) >= 4.5, kind
    river, lake = style.letters.river.colour, style.letters.lake.colour
    assert min(contrast(river, ground) for ground in lands) >= 4.5, "a river's letters have no halo"
    lakes = [style.quiet.lake.faded(VEIL).over(land) for land in lands]
    assert min(contrast(lake, style.quiet.lake.faded(0.85).over(ground)) for ground in lakes) >= 4.5
    assert min(contrast(lake, style.quiet.land.faded(0.85).over(ground)) for ground in [*lands, *waters]) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_land_and_sea_keep_apart_under_every_tint(name: str) -> None:
    """What the eye tells apart beside a line: the coast itself stands out besides."""
    from layers.picture.ground import VEIL
    from layers.style.palette import ramp, to_oklab

    style = named(name)
    for ink in ramp(style.thematic.hours, 7)[:5]:  # the last are nearly paper
        water = ink.faded(0.5).over(style.quiet.sea)
        land = style.quiet.land.faded(VEIL).over(water)
        one, other = to_oklab([water, land])
        assert float(((one - other) ** 2).sum() ** 0.5) > 0.03


def test_high_contrast_is_higher() -> None:
    style = named("contrast")
    for kind in ("base", "flashpoint", "city", "legend"):
        letter: Letter = getattr(style.letters, kind)
        assert min(contrast(letter.colour, ground) for ground in grounds(style, kind, letter)) >= 7.0


@pytest.mark.parametrize("name", NAMES)
def test_signs_stand_out_from_land_and_sea(name: str) -> None:
    """3:1 for graphical objects (WCAG 2.1, success criterion 1.4.11)."""
    style = named(name)
    inks = [ink for _, ink in style.thematic.blocs] + [style.thematic.flashpoint, style.thematic.event]
    for ink in inks:
        for ground in (style.ground.land, style.ground.sea):
            assert contrast(ink, ground) >= 3.0, (name, ink.hex, ground.hex)


@pytest.mark.parametrize("name", NAMES)
def test_water_grows_deeper(name: str) -> None:
    style = named(name)
    ladder = [luminance(ink) for ink in (style.ground.sea, *style.ground.depths)]
    assert ladder == sorted(ladder, reverse=True)
    assert len(set(ladder)) == len(ladder)


@pytest.mark.parametrize("name", NAMES)
def test_states_do_not_rest_on_colour_alone(name: str) -> None:
    ground, thematic = named(name).ground, named(name).thematic
    assert not ground.border.dash
    assert ground.disputed.dash
    assert ground.control.dash
    assert ground.disputed.dash != ground.control.dash
    assert thematic.denial.dash
    assert not thematic.ring.dash


def test_a_style_is_one_value() -> None:
    assert named("Light") is named("light")
    assert hash(named("dark")) != hash(named("light"))


def test_an_unknown_style_names_the_known_ones() -> None:
    with pytest.raises(RimlandError, match="unknown style 'sepia'; use one of light, dark, print, contrast"):
        named("sepia")


def test_published_contrasts() -> None:
    """Black on white is 21:1; #777777 on white is 4.48:1 (WebAIM)."""
    white = colour("#ffffff")
    assert contrast(colour("#000000"), white) == pytest.approx(21.0)
    assert contrast(colour("#777777"), white) == pytest.approx(4.48, abs=0.005)


def test_colours() -> None:
    assert colour("#0b4a5c", 0.5) == Colour(11, 74, 92, 128)
    assert colour("#0b4a5c").hex == "#0b4a5c"
    assert colour("#ff0000", 0.5).over(colour("#0000ff")) == Colour(128, 0, 127)
    assert colour("#ffffff").faded(0.5).a == 128
