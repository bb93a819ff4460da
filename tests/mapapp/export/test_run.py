"""The hours running: where a unit is when, and the GIF of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from layers import geodesy
from layers.errors import RimlandError
from layers.response.runs import place_at, run
from mapapp.export import run as film
from mapapp.export import writers


def test_a_unit_waits_travels_and_is_there(briefing) -> None:
    response = briefing.response
    row = next(row for row in response.arrivals if row.unit == "jets-far")
    found = run(row)
    base = briefing.sheet.catalogue.bases["far"]
    waits = sum(stage.hours.likely for stage in row.stages if stage.name in {"decision", "readiness"})
    assert found.leaves_h == pytest.approx(waits)
    assert found.arrives_h == row.total.likely
    for hour in (0.0, waits):
        assert geodesy.distance(*place_at(found, hour), base.lon, base.lat) < 1.0
    assert geodesy.distance(*place_at(found, 1e4), response.lon, response.lat) < 1.0
    halfway = place_at(found, (found.leaves_h + found.arrives_h) / 2)
    gone = geodesy.distance(base.lon, base.lat, *halfway)
    assert gone == pytest.approx(row.route_m / 2, rel=1e-6)


def test_who_cannot_come_does_not_move(briefing) -> None:
    assert run(next(row for row in briefing.response.arrivals if row.unit == "stuck")) is None


def test_the_gif_runs_and_stops(briefing, order, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(film, "FRAMES", 4)
    first, again = tmp_path / "a.gif", tmp_path / "b.gif"
    writers.write([briefing], order, first)
    writers.write([briefing], order, again)
    assert first.read_bytes() == again.read_bytes()
    with Image.open(first) as image:
        assert image.n_frames == 4
        assert image.size == (1123, 794)
        frames = []
        for number in range(4):
            image.seek(number)
            frames.append(image.convert("RGB").tobytes())
    assert len(set(frames)) == 4


def test_a_gif_is_of_one_place(briefing, elsewhere, order, tmp_path: Path) -> None:
    with pytest.raises(RimlandError, match="one place"):
        writers.write([briefing, elsewhere], order, tmp_path / "a.gif")
