"""The outline that is there before the program: the same land, inks and place as the map that follows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

import resources
from layers.io.shipped import load_basemap
from layers.projection import Projection
from layers.style.named import named
from layers.view import View
from mapapp import app, opening
from mapapp.settings import Settings
from resources.build import first
from tests.pixel_oracle import Truth


@pytest.fixture
def shown(qtbot, tmp_path):
    window = opening.Opening(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.resize(800, 600)
    with qtbot.waitSignal(window.painted):
        window.show()
    return window


@pytest.fixture
def lasting(qapp):
    """A program that ends when it is told, not when a test closes its last window: later tests use it too."""
    qapp.setQuitOnLastWindowClosed(False)
    yield qapp
    qapp.processEvents()
    qapp.setQuitOnLastWindowClosed(True)


def test_its_file_is_a_copy_of_the_base_map(tmp_path):
    with np.load(resources.path("data", "first.npz")) as file:
        for name, made in first.arrays().items():
            np.testing.assert_array_equal(file[name], made)


def test_its_inks_are_those_of_the_light_style():
    ink = named("light").ground
    for told, used in (
        (opening.SEA, ink.sea),
        (opening.LAND, ink.land),
        (opening.COAST, ink.coast.colour),
        (opening.BORDER, ink.border.colour),
    ):
        assert QColor(told).getRgb()[:3] == tuple(used[:3])


def test_it_opens_on_the_place_and_span_the_window_opens_on():
    from mapapp.sights import SPAN_M

    place = app.read_catalogue(resources.path("catalogue"))[0].flashpoints[app.DEFAULT_TARGET]
    assert (place.lon, place.lat) == pytest.approx(opening.PLACE, abs=0.05)
    assert opening.SPAN_M == SPAN_M


def test_land_is_where_it_is(shown):
    image = shown.grab().toImage()
    land = load_basemap().land.at(10_000.0)
    truth = Truth(land.lon, land.lat, land.start, np.zeros(len(land), dtype=int))
    view = View(Projection("aeqd", *opening.PLACE), 0.0, 0.0, opening.SPAN_M / 600, 800, 600)
    rng = np.random.default_rng(2)
    px, py = rng.integers(2, 798, 1500), rng.integers(2, 598, 1500)
    lon, lat = view.lonlat_grid()
    real = truth.at(lon[py, px], lat[py, px]) > 0
    painted = np.array([image.pixelColor(int(x), int(y)).name() for x, y in zip(px, py, strict=True)])
    clear = np.isin(painted, [opening.LAND, opening.SEA])
    assert clear.mean() > 0.85
    assert ((painted == opening.LAND) != real)[clear].mean() < 0.01


def test_the_window_follows_in_its_place(lasting, monkeypatch, tmp_path):
    """`run` shows the outline, reads the program, and gives way to the window."""
    seen = []
    monkeypatch.setenv("RIMLAND_SETTINGS", str(tmp_path / "settings.ini"))

    def begin(settings):
        seen.append([type(widget).__name__ for widget in lasting.topLevelWidgets() if widget.isVisible()])
        lasting.exit(7)

    monkeypatch.setattr(app, "begin", begin)
    assert opening.run() == 7
    assert seen == [["Opening"]]


def test_a_fault_while_reading_is_told(lasting, monkeypatch, tmp_path):
    monkeypatch.setenv("RIMLAND_SETTINGS", str(tmp_path / "settings.ini"))

    def begin(settings):
        raise FileNotFoundError("basemap.npz is missing")

    monkeypatch.setattr(app, "begin", begin)
    with pytest.raises(FileNotFoundError, match="basemap"):
        opening.run()
