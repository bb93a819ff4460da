"""Documents as files: written and read again they are the same, and what cannot be used is told by its place."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from layers.catalogue.model import Base, Catalogue, Clock, Unit
from layers.catalogue.values import ZERO, Source, Spread
from layers.document import Bookmark, Content, Drawn, Own, Saved, Sight, Target
from layers.document.own import OwnZone
from layers.errors import RimlandError
from layers.io import document
from layers.io.project import encode_scenario
from layers.io.tables import read_catalogue
from layers.picture.layout import BLOCKS, Placed
from layers.picture.sheet import DEFAULT_LAYERS, RING_SHAPES, UNIT_SIGNS
from layers.projection import KINDS
from layers.response.model import Posture
from layers.scenario import edits
from layers.scenario.model import BASELINE, Scenario
from layers.style.model import NAMES

CATALOGUE: Catalogue = read_catalogue(resources.path("catalogue"))[0]
SOURCE = Source("my own survey", "low", "2026-05")

lon, lat = st.floats(-180, 180), st.floats(-90, 90)
places = st.tuples(lon, lat)
sights = st.builds(Sight, lon, lat, st.floats(1, 50_000), st.floats(-180, 180))
targets = (
    st.none() | st.just(Target("pratas", "Pratas", 116.72, 20.7)) | st.builds(Target, st.just(""), st.text(), lon, lat)
)
common = {
    "name": st.text(max_size=12),
    "note": st.text(max_size=12),
    "colour": st.sampled_from(["", "#1d5a9e"]),
    "width": st.floats(0, 20),
    "visible": st.booleans(),
}
idents = st.uuids().map(str)
drawn = st.one_of(
    st.builds(
        Drawn,
        id=idents,
        shape=st.just("line"),
        points=st.lists(places, min_size=2, max_size=4).map(tuple),
        course=st.sampled_from(["geodesic", "rhumb", "sea", "air", "land"]),
        way=st.lists(places, max_size=3).map(tuple),
        **common,
    ),
    st.builds(
        Drawn,
        id=idents,
        shape=st.just("area"),
        points=st.lists(places, min_size=3, max_size=5).map(tuple),
        holes=st.lists(st.lists(places, min_size=3, max_size=3).map(tuple), max_size=1).map(tuple),
        **common,
    ),
    st.builds(
        Drawn,
        id=idents,
        shape=st.sampled_from(["ring", "sector"]),
        points=st.tuples(places),
        radius_m=st.floats(1000, 2e7),
        inner_m=st.floats(0, 900),
        from_deg=st.floats(0, 360),
        to_deg=st.floats(0, 360),
        **common,
    ),
    st.builds(Drawn, id=idents, shape=st.just("pin"), points=st.tuples(places), **common),
)
scenarios = st.builds(
    Scenario,
    id=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    name=st.text(max_size=20),
    closed=st.frozensets(st.sampled_from(sorted(CATALOGUE.passages)), max_size=4),
    committed=st.frozensets(st.sampled_from(sorted(CATALOGUE.units)), max_size=4),
    tankers=st.booleans(),
    closed_areas=st.lists(st.lists(places, min_size=3, max_size=4).map(tuple), max_size=2).map(tuple),
    readiness_h=st.just((("82abn", Spread(1.5, 3.0, 7.25)),)) | st.just(()),
)
MY_BASE = Base("my-base", "Моя база", "EST", "Estonia", "air", "", 25.0, 59.0, "west", "", SOURCE, ("mine",))
MY_UNIT = Unit(
    "my-unit", "My unit", "EST", "nato", "f16", "my-base", "4", "air_presence", Spread(0.25, 0.5, 1.0), True, "", ZERO,
    ZERO, "west", SOURCE,
)  # fmt: skip
MY_ZONE = OwnZone("own-zone-1", "Grey water", ((1.0, 2.0), (3.0, 2.0), (2.0, 4.0)), "", SOURCE)
owns = st.sampled_from(
    [
        Own(),
        Own(zones=(MY_ZONE,)),
        Own(bases=(MY_BASE,), clocks=(Clock("narva", Spread(1.0, 2.0, 3.0), "mine", SOURCE),)),
    ]
)
layers = st.tuples(
    st.permutations(DEFAULT_LAYERS), st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=30, max_size=30)
).map(
    lambda pair: tuple(
        replace(row, visible=on, opacity=part) for row, (on, part) in zip(pair[0], pair[1], strict=False)
    )
)
saved = st.builds(
    Saved,
    st.builds(
        Content,
        scenario=scenarios,
        kept=st.lists(scenarios, max_size=2).map(tuple),
        layers=layers,
        style=st.sampled_from(NAMES),
        unit_signs=st.sampled_from(UNIT_SIGNS),
        ring_shape=st.sampled_from(RING_SHAPES),
        projection=st.sampled_from(KINDS),
        drawn=st.lists(drawn, max_size=4, unique_by=lambda one: one.id).map(tuple),
        layout=st.lists(
            st.builds(
                Placed,
                st.sampled_from(BLOCKS),
                st.integers(0, 50),
                st.integers(0, 40),
                st.integers(3, 40),
                st.integers(3, 30),
            ),
            max_size=3,
            unique_by=lambda one: one.block,
        ).map(lambda rows: tuple(sorted(rows, key=lambda one: BLOCKS.index(one.block)))),
        bookmarks=st.lists(
            st.builds(Bookmark, st.text(max_size=9), sights, st.sampled_from(KINDS), targets), max_size=2
        ).map(tuple),
        own=owns,
        posture=st.none()
        | st.builds(
            Posture, st.sampled_from(sorted(CATALOGUE.platforms)), st.floats(10, 99), st.floats(0, 9), st.just("EST")
        ),
        dates=st.sampled_from([("", ""), ("2022", ""), ("", "2022-05"), ("2021-01-31", "2022-05-24")]),
    ),
    targets,
    st.none() | sights,
)


@settings(max_examples=60)
@given(saved)
def test_written_and_read_again_is_the_same_and_the_same_bytes(one: Saved) -> None:
    data = document.encode(one)
    again, problems = document.decode(data, CATALOGUE)
    assert problems == ()
    assert again == one
    assert document.encode(again) == data


def test_every_part_of_the_content_is_drawn_above() -> None:
    """A field that is added to the content without being written would pass unseen otherwise."""
    assert {field.name for field in fields(Content)} == {
        "scenario", "kept", "layers", "style", "projection", "unit_signs", "ring_shape", "drawn", "bookmarks", "own",
        "posture", "dates", "layout",
    }  # fmt: skip


def _example() -> dict[str, Any]:
    pin = Drawn("pin-1", "pin", ((116.7, 20.7),), "Pratas")
    content = Content(edits.set_passage(BASELINE, "suez", is_open=False), drawn=(pin,))
    return dict(json.loads(document.encode(Saved(content, Target("pratas", "Pratas", 116.72, 20.7)))))


def _read(body: dict[str, Any]) -> tuple[Saved, str]:
    found, problems = document.decode(json.dumps(body).encode(), CATALOGUE, "mine.rimland")
    return found, "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda b: b["objects"].append({"id": "x", "shape": "blob", "points": []}), "objects[1].shape"),
        (lambda b: b["objects"].append({"id": "x", "shape": "pin", "points": [[200, 0]]}), "objects[1].points[0]"),
        (lambda b: b["objects"].append({"id": "x", "shape": "ring", "points": [[0, 0]]}), "objects[1].radius_m"),
        (lambda b: b["objects"].append(dict(b["objects"][0])), "objects[1].id"),
        (lambda b: b["objects"][0].update(hue="green"), "objects[0].hue"),
        (lambda b: b.update(style="neon"), "style"),
        (lambda b: b.update(unit_signs="stickers"), "unit_signs"),
        (lambda b: b.update(weather="fine"), "weather"),
        (lambda b: b.update(view={"lon": 1, "lat": 99, "mpp": 1}), "view"),
        (lambda b: b["scenario"]["closed"].append("atlantis"), "scenario.closed"),
        (lambda b: b["scenario"].update(clock_h=[["pratas", [1, 2]]]), "scenario.clock_h[0]"),
        (lambda b: b["layers"].append({"id": "clouds"}), f"layers[{len(DEFAULT_LAYERS)}].id"),
        (lambda b: b.update(bookmarks=3), "bookmarks"),
        (lambda b: b.update(own={"units": [{"id": "u"}]}), "own.units[0]"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_place_and_the_rest_is_read(spoil: Any, place: str) -> None:
    body = _example()
    spoil(body)
    found, told = _read(body)
    assert f"mine.rimland, {place}" in told
    assert found.target is not None
    assert found.target.id == "pratas"
    assert found.content.drawn[0].name == "Pratas"
    assert {row.id for row in found.content.layers} == {row.id for row in DEFAULT_LAYERS}


def test_an_own_unit_without_its_base_is_refused_and_said(tmp_path: Path) -> None:
    lost = Saved(Content(BASELINE, own=Own(units=(MY_UNIT,))))
    path = tmp_path / "lost.rimland"
    document.write(path, lost)
    found, problems = document.read(path, CATALOGUE)
    assert found.content.own == Own()
    assert "my-base" in str(problems[0])


def test_a_scenario_of_an_own_unit_is_understood() -> None:
    scenario = edits.set_readiness(BASELINE, "my-unit", Spread(1.0, 2.0, 3.0))
    unit = replace(MY_UNIT, platform=next(iter(CATALOGUE.platforms)))
    one = Saved(Content(scenario, own=Own(bases=(MY_BASE,), units=(unit,))))
    assert document.decode(document.encode(one), CATALOGUE) == (one, ())


def test_a_later_version_is_refused_with_its_number() -> None:
    with pytest.raises(RimlandError, match=r"later version \(schema 9, this one reads up to 1\); install the newer"):
        _read(_example() | {"rimland_document": 9})


def test_an_earlier_file_that_knows_less_takes_the_defaults() -> None:
    found, told = _read({"rimland_document": 1, "layers": [{"id": "land", "visible": False}, {"id": "rings"}]})
    assert told == ""
    assert found.content == Content(
        BASELINE, layers=tuple(replace(row, visible=False) if row.id == "land" else row for row in DEFAULT_LAYERS)
    )


def test_a_scenario_file_opens_as_a_document() -> None:
    scenario = edits.set_passage(BASELINE, "suez", is_open=False)
    found, problems = document.decode(encode_scenario(scenario), CATALOGUE)
    assert found == Saved(Content(scenario))
    assert problems == ()


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": 1}', b'{"rimland_document": true}', b"PK\x03\x04"]
)
def test_what_is_no_document_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(RimlandError, match="it is no Rimland document") as caught:
        document.decode(data, CATALOGUE, "photo.rimland")
    assert "photo.rimland" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.rimland"
    document.write(path, Saved(Content(BASELINE)))
    before = path.read_bytes()
    with pytest.raises(RimlandError, match="cannot write"):
        document.write(tmp_path / "no" / "mine.rimland", Saved(Content(BASELINE)))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["mine.rimland"]


def test_a_person_can_read_it() -> None:
    ring = Drawn("ring-1", "ring", ((116.724, 20.7),), "Reach of Taiwan", radius_m=400_000.0)
    text = document.encode(Saved(Content(BASELINE, drawn=(ring,)))).decode()
    lines = [line.strip().rstrip(",") for line in text.splitlines()]
    assert '"points": [[116.724, 20.7]]' in lines
    assert '"radius_m": 400000' in lines
    assert '{"id": "bands", "opacity": 0.5}' in lines
    assert max(map(len, lines)) < 160
