"""Zones of one's own and closed airspace as objects with corners: what is changed goes where it is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import resources
from layers.document import Content, Drawn, areas
from layers.document.assumptions import CLOSED, OPEN, assume, assumptions, differences
from layers.document.own import merged
from layers.document.shown import drawing
from layers.errors import GeometryError, RimlandError
from layers.io.tables import read_catalogue
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
SQUARE = ((118.0, 20.0), (119.0, 20.0), (119.0, 21.0), (118.0, 21.0))
OTHER = ((10.0, 50.0), (11.0, 50.0), (10.5, 51.0))


def closed(*rings):
    scenario = BASELINE
    for ring in rings:
        scenario = edits.close_area(scenario, ring)
    return Content(scenario)


def test_closed_airspace_is_the_scenarios_and_can_be_named_moved_and_opened():
    content, ident = areas.added(Content(BASELINE), "airspace", SQUARE)
    assert content.scenario.closed_areas == (SQUARE,)
    assert content.scenario.area_names == ()
    (one,) = areas.everything(content)
    assert (one.id, one.shape, one.name) == (ident, "airspace", "Closed airspace 1")
    content = areas.put(content, replace(one, name="Live fire", points=OTHER))
    assert (content.scenario.closed_areas, content.scenario.area_names) == ((OTHER,), ("Live fire",))
    assert drawing(areas.everything(content)[0], "km").label == "Live fire"
    assert areas.without(content, frozenset({ident})) == Content(BASELINE)


def test_the_names_stay_with_their_areas_when_one_in_the_middle_is_opened():
    content = closed(SQUARE, OTHER, SQUARE[:3])
    content = areas.put(content, replace(areas.everything(content)[2], name="Third"))
    content = areas.without(content, frozenset({"airspace-1", "airspace-2"}))
    assert [(one.points, one.name) for one in areas.everything(content)] == [(SQUARE[:3], "Third")]


@given(st.lists(st.sampled_from(["add", "open", "name"]), max_size=12))
def test_every_area_keeps_its_corners_whatever_is_done_to_the_others(steps):
    content, kept, serial = Content(BASELINE), [], 0
    for step in steps:
        if step == "add":
            ring = ((serial * 1.0, 0.0), (serial + 0.5, 0.0), (serial + 0.5, 1.0))
            serial += 1
            content, _ = areas.added(content, "airspace", ring, f"area {serial}")
            kept.append((ring, f"area {serial}"))
        elif kept and step == "open":
            content = areas.without(content, frozenset({f"airspace-{len(kept) // 2 + 1}"}))
            kept.pop(len(kept) // 2)
        elif kept:
            content = areas.put(content, replace(areas.everything(content)[0], name="renamed"))
            kept[0] = (kept[0][0], "renamed")
    assert [(one.points, one.name) for one in areas.everything(content)] == kept
    assert len(content.scenario.area_names) in {0, len(kept)}


def test_closed_airspace_is_an_assumption_that_can_be_given_up_and_compared():
    first, second = closed(SQUARE).scenario, closed(OTHER).scenario
    rows = [row for row in assumptions(CATALOGUE, first) if row.id.startswith("area ")]
    assert [(row.group, row.value, row.default) for row in rows] == [("Airspace", CLOSED, OPEN)]
    assert assume(first, rows[0], OPEN) == BASELINE
    assert assume(BASELINE, rows[0], CLOSED).closed_areas == (SQUARE,)
    told = [(one.what.value, one.other) for one in differences(CATALOGUE, first, second)]
    assert told == [(CLOSED, OPEN), (OPEN, CLOSED)]


def test_a_zone_is_a_record_of_the_document_and_its_name_lies_inside_it():
    content, ident = areas.added(Content(BASELINE), "zone", SQUARE, "Grey water")
    record = merged(CATALOGUE, content.own).zones[ident]
    assert record.name == "Grey water"
    assert shapely.Polygon(SQUARE).contains(shapely.Point(record.lon, record.lat))
    across = ((179.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (179.0, 2.0))
    content, second = areas.added(content, "zone", across)
    record = merged(CATALOGUE, content.own).zones[second]
    assert abs(record.lon) >= 179.0
    assert 0 < record.lat < 2
    moved = areas.put(content, replace(areas.everything(content)[0], points=OTHER, note="seen"))
    assert (moved.own.zones[0].corners, moved.own.zones[0].note) == (OTHER, "seen")
    assert areas.without(moved, frozenset({ident, second})) == Content(BASELINE)


def test_two_corners_make_no_zone_and_a_bad_ring_in_a_scenario_is_told():
    with pytest.raises(GeometryError, match="2 points make no airspace"):
        areas.added(Content(BASELINE), "airspace", SQUARE[:2])
    with pytest.raises(RimlandError, match="closed_areas"):
        availability.check(CATALOGUE, replace(BASELINE, closed_areas=(SQUARE, SQUARE[:2])))
    with pytest.raises(RimlandError, match="off the earth"):
        availability.check(CATALOGUE, replace(BASELINE, closed_areas=(((0.0, 0.0), (1.0, 95.0), (2.0, 0.0)),)))


def test_plain_objects_are_put_and_taken_away_as_before():
    pin = Drawn("pin-1", "pin", ((1.0, 2.0),), "Here")
    content = areas.put(closed(SQUARE), pin)
    assert content.drawn == (pin,)
    content = areas.put(content, replace(pin, name="There"))
    assert [one.name for one in content.drawn] == ["There"]
    assert areas.without(content, frozenset({"pin-1"})) == closed(SQUARE)
