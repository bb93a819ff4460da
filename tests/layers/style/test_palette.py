"""The ramp is even for every eye; nations keep apart; bases show whose they are."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

import resources
from layers.io.tables import read_catalogue
from layers.style import palette
from layers.style.ink import Colour, colour
from layers.style.named import named

RAMPS = {"light": palette.HOURS_LIGHT, "dark": palette.HOURS_DARK, "contrast": palette.HOURS_CONTRAST}

# Vienot, F., Brettel, H. and Mollon, J. D. (1999), Digital video colourmaps for checking the legibility of displays by
# dichromats, Color Research and Application 24(4), 243-252: linear RGB as seen without red, without green cones.
SEEN = {
    "protanopia": np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
    "deuteranopia": np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
}


def as_seen(ink: Colour, matrix: np.ndarray) -> Colour:
    rgb = np.array(ink[:3]) / 255
    linear = matrix @ np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear, 0, 1)
    back = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return Colour(*(round(float(value) * 255) for value in back))


def steps(inks: list[Colour]) -> np.ndarray:
    return np.linalg.norm(np.diff(palette.to_oklab(inks), axis=0), axis=1)


def test_oklab_of_published_colours() -> None:
    """White, red and blue as printed by Ottosson (2020) to three digits."""
    lab = palette.to_oklab([colour("#ffffff"), colour("#ff0000"), colour("#0000ff")])
    assert lab == pytest.approx(np.array([[1, 0, 0], [0.628, 0.225, 0.126], [0.452, -0.032, -0.312]]), abs=1e-3)


def test_oklab_round_trip() -> None:
    inks = [Colour(r, g, b) for r in (0, 90, 255) for g in (0, 130, 255) for b in (0, 200, 255)]
    assert palette.from_oklab(palette.to_oklab(inks)) == inks


@pytest.mark.parametrize("name", RAMPS)
@pytest.mark.parametrize("count", [4, 7, 10])
def test_the_ramp_is_even(name: str, count: int) -> None:
    size = steps(list(palette.ramp(RAMPS[name], count)))
    assert size.max() / size.min() < 1.35


@pytest.mark.parametrize("name", RAMPS)
def test_lightness_goes_one_way(name: str) -> None:
    light = palette.to_oklab(list(palette.ramp(RAMPS[name], 12)))[:, 0]
    change = np.diff(light)
    assert (change > 0).all() or (change < 0).all()
    assert np.ptp(light) > 0.35


@pytest.mark.parametrize("name", RAMPS)
@pytest.mark.parametrize("eye", SEEN)
def test_neighbours_keep_apart_for_the_colour_blind(name: str, eye: str) -> None:
    inks = [as_seen(ink, SEEN[eye]) for ink in palette.ramp(RAMPS[name], 7)]
    assert steps(inks).min() > 0.035


def test_few_steps() -> None:
    assert palette.ramp(palette.HOURS_LIGHT, 0) == ()
    assert palette.ramp(palette.HOURS_LIGHT, 1) == palette.HOURS_LIGHT[:1]
    both = palette.ramp(palette.HOURS_LIGHT, 2)
    assert both == (palette.HOURS_LIGHT[0], palette.HOURS_LIGHT[-1])


@pytest.mark.parametrize("blocs", [palette.BLOCS_LIGHT, palette.BLOCS_DARK])
def test_nations_keep_apart(blocs: palette.Blocs) -> None:
    lab = dict(zip([name for name, _ in blocs], palette.to_oklab([ink for _, ink in blocs]), strict=True))
    for one, other in combinations(lab, 2):
        assert np.linalg.norm(lab[one] - lab[other]) > 0.05, (one, other)


def test_every_bloc_has_a_colour_and_a_name() -> None:
    for style in ("light", "dark", "print", "contrast"):
        assert {name for name, _ in named(style).thematic.blocs} == set(palette.BLOC_NAMES)


@pytest.mark.parametrize(
    ("base", "bloc"),
    [("kadena-ab", "us"), ("naha-ab", "japan"), ("ramstein", "us")],
)
def test_a_base_shows_its_operators(base: str, bloc: str) -> None:
    bases = read_catalogue(resources.path("catalogue"))[0].bases
    assert palette.bloc_of(bases[base]) == bloc


@pytest.mark.parametrize(
    ("country", "bloc"),
    [("TWN", "taiwan"), ("EST", "nato"), ("UKR", "ukraine"), ("PHL", "partner"), ("RUS", "denial"), ("BRA", "other")],
)
def test_countries_by_group(country: str, bloc: str) -> None:
    assert palette.bloc_of_country(country) == bloc


def test_pairs_of_a_ramp_differ() -> None:
    assert all(one != other for one, other in pairwise(palette.ramp(palette.HOURS_DARK, 9)))
