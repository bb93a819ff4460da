"""Bands of a real answer: hours that say something, wherever the decision takes long."""

from __future__ import annotations

import math

import pytest

import resources
from layers import kernels
from layers.catalogue import find
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.picture import answer
from layers.picture.sheet import BAND_HOURS
from layers.response.clock import Target, respond
from layers.scenario.model import BASELINE


@pytest.mark.parametrize(("name", "from_start"), [("narva", True), ("odesa", False)])
def test_bands_count_from_when_the_first_can_be_in_the_air(name: str, *, from_start: bool) -> None:
    kernels.warm()
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    world = load_world(catalogue)
    target = Target.at(catalogue, find.resolve(catalogue, name))
    bands = answer.bands(world, BASELINE, target)
    edges = [band.to_h for band in bands[:-1]]
    assert bands[-1].from_h == edges[-1]
    assert bands[-1].to_h == math.inf
    likely = min(row.total.likely for row in respond(world, BASELINE, target).arrivals if row.total)
    if from_start:
        assert edges == [edge for edge in BAND_HOURS if edge in edges]
        assert edges[0] == BAND_HOURS[0]
    else:
        assert edges[0] > BAND_HOURS[-1] / 2
        assert edges[0] - likely < BAND_HOURS[3]
    # somewhere on the map the first aircraft is there within the first bands: they are not empty
    assert any(band.rings for band in bands[:3])
    assert any(edge >= likely for edge in edges)
