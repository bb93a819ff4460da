"""What the map shows between two sharp pictures: the same pixels where it can, a sketch at once where it cannot."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

import resources
from layers import kernels
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture.compose import compose
from layers.picture.marks import Symbol
from layers.picture.sheet import RingSpec, Sheet
from layers.picture.sketch import sketch
from layers.projection import KINDS, Projection
from layers.style.named import named
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.render import FAR_ROOM, far_off, far_serves, render, sketched, widened
from mapapp.canvas.screen import REST_MS, STEP_S, _draw
from mapapp.canvas.turned import Turned, is_turned
from mapapp.paint import Painter
from mapapp.paint.apart import SLACK_PX
from mapapp.paint.floats import Floats
from tests.mapapp.test_canvas import drag, pixel_of

PRATAS = (116.73, 20.7)


@pytest.fixture(scope="module")
def sheet(qapp) -> Sheet:
    rings = tuple(RingSpec(f"r{km}", *PRATAS, km * 1e3, f"{km} km") for km in (400, 2000))
    return Sheet(
        load_basemap(), read_catalogue(resources.path("catalogue"))[0], named("light"), target="pratas", rings=rings
    )


def pixels(image: QImage) -> np.ndarray:
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[:, : image.width(), :3].astype(int)


def never() -> None:
    """Nobody cancels."""


def painted(view: View, draw) -> np.ndarray:
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    image.fill(0x808080)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return pixels(image)


@pytest.mark.parametrize("mpp", [400.0, 6_000.0])
def test_floating_marks_are_the_pixels_the_painter_makes(sheet, mpp):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, mpp, 500, 400)
    picture, sink = compose(sheet, view), Painter()
    floats = Floats(picture, 1.0, sink)
    still = Floats(replace(picture, over=tuple(mark for mark in picture.over if mark.layer != "graticule")), 1.0, sink)
    for moved, made in ((view, floats), (view.panned(31, -12), still)):
        shown = replace(made.picture, view=moved)
        ours = painted(view, lambda painter, moved=moved, made=made: made.draw(painter, moved))
        theirs = painted(view, lambda painter, shown=shown: sink.paint(painter, shown, parts=("over",)))
        assert np.abs(ours - theirs).max() <= 2  # tiles are blended from an image of their own


def test_a_sign_that_stands_on_the_furniture_is_seen_there(sheet):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 6_000.0, 500, 400)
    picture, sink = compose(sheet, view), Painter()
    panel = next(mark for mark in picture.over if mark.layer == "furniture" and hasattr(mark, "geometry"))
    x, y = panel.geometry.xy.mean(axis=0)
    target = next(mark for mark in picture.over if isinstance(mark, Symbol) and mark.name == "target")
    east, north = view.to_plane(x, y)
    picture = replace(picture, over=(*picture.over, replace(target, x=east, y=north)))
    ours = painted(view, lambda painter: Floats(picture, 1.0, sink).draw(painter, view))
    theirs = painted(view, lambda painter: sink.paint(painter, picture, parts=("over",)))
    assert np.abs(ours - theirs).max() <= 2


def test_names_ride_along_into_another_projection(sheet):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 6_000.0, 500, 400)
    picture = compose(sheet, view)
    picture = replace(picture, over=tuple(mark for mark in picture.over if mark.layer != "graticule"))
    plane = [mark for mark in picture.over if getattr(mark, "space", "") == "plane"]
    floats = Floats(picture, 1.0, Painter())
    other = View(Projection("ortho", 100.0, 10.0), 0.0, 0.0, 12_000.0, 500, 400)
    carried = floats._pixels(other)
    for mark, at in zip(plane, carried, strict=True):
        x, y = other.pixels_of(*view.projection.inverse(mark.x, mark.y))
        assert at == pytest.approx((x + mark.dx, y + mark.dy), abs=0.01, nan_ok=True)


@pytest.mark.parametrize("shift", [(60, -35), (-200, 90), (900, 0)])
def test_what_an_image_shows_already_is_not_painted_again_and_not_painted_otherwise(sheet, shift):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 6_000.0, 480, 360)
    sink = Painter()
    wide = widened(render(sheet, view, 1.0, sink, never), 1.0, sink, never)
    assert wide.wide
    moved = view.panned(*shift)
    fresh = render(sheet, moved, 1.0, sink, never)
    kept = render(sheet, moved, 1.0, sink, never, before=wide)
    assert (kept.image is wide.image) == (max(map(abs, shift)) < 90)

    def ground(done):
        dx, dy = (round(v) for v in done.image_view.to_page(*moved.to_plane(0, 0)))
        return pixels(done.image)[dy : dy + 360, dx : dx + 480]

    # a line's antialiasing may differ by its subpixel where a clip cuts the way to it
    assert (np.abs(ground(kept) - ground(fresh)).max(axis=2) > 24).mean() < 2e-4


INLAND = {
    "land": [(64, 63), (105, 46), (23, 6), (-103, 56), (-57, -9), (134, -24), (78, 23), (104, 66)],
    "sea": [(-154, 23), (-35, 33), (75, -33), (-116, -35), (173, 33), (-23, -33), (153, 5), (-163, -55)],
}
"""Far from the coast, off the lines of the net and beyond the rings."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_sketch_has_land_and_sea_where_they_are(sheet, kind):
    for centre in [PRATAS, (0.0, 50.0), (-160.0, -40.0)]:
        view = navigate.whole(View(Projection(kind, *centre), 0.0, 0.0, 1.0, 420, 360))
        picture = sketch(sheet, view)
        image = painted(view, lambda painter, p=picture: Painter().paint(painter, p, parts=("background", "base")))
        land = np.array(sheet.style.ground.land[:3])[::-1]
        for what, places in INLAND.items():
            for lon, lat in places:
                x, y = view.pixels_of(lon, lat)
                if not math.isfinite(x) or not (1 < x < 418 and 1 < y < 358):
                    continue
                patch = image[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2].reshape(-1, 3)
                near = np.abs(patch - land).max(axis=1).min()
                assert (near < 8) == (what == "land"), (centre, what, lon, lat, patch.tolist())


def test_a_sketch_keeps_no_key_and_stays_small(sheet):
    view = View(Projection("ortho", *PRATAS), 0.0, 0.0, 12_000.0, 960, 540)
    one, two = sketch(sheet, view), sketch(sheet, view)
    assert {mark.geometry.key for mark in one.base}.isdisjoint(mark.geometry.key for mark in two.base)
    assert sum(len(mark.geometry.xy) for mark in one.base) < 60_000


def test_another_projection_is_on_the_screen_with_the_next_paint(window, qtbot):
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas.sharp)
    window.actions_table.run("projection.laea")
    assert not canvas.shows(canvas.view.projection)
    canvas.repaint()
    assert canvas.shows(canvas.view.projection)
    assert not canvas.sharp
    qtbot.waitUntil(lambda: canvas.sharp)


def test_dragging_turns_a_globe_under_the_hand(window, qtbot):
    canvas = window.canvas
    window.actions_table.run("projection.ortho")
    start, end = QPoint(canvas.width() // 2 + 60, canvas.height() // 2 - 40), QPoint(canvas.width() // 2 - 90, 200)
    place = navigate.place_at(canvas.view, start.x(), start.y())
    drag(canvas, start, end)
    assert pixel_of(canvas, *place) == pytest.approx((end.x(), end.y()), abs=0.01)
    assert (canvas.view.x, canvas.view.y) == pytest.approx((0.0, 0.0), abs=1e-6), "the globe stays where it is"
    qtbot.waitUntil(lambda: canvas.sharp)


def test_the_arrow_keys_turn_a_globe(window):
    canvas = window.canvas
    window.actions_table.run("projection.ortho")
    before = canvas.view.projection
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.projection.lon0 > before.lon0 + 1
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.view.projection.lat0 > before.lat0 + 1


def test_shift_and_drag_turn_the_picture_about_its_middle_and_n_turns_it_back(window):
    canvas = window.canvas
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)
    right, below = (
        QPoint(canvas.width() // 2 + 100, canvas.height() // 2),
        QPoint(canvas.width() // 2, canvas.height() // 2 + 100),
    )
    home = canvas.view
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, right)
    QTest.mouseMove(canvas, (right + below) / 2)
    QTest.mouseMove(canvas, below)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, below)
    assert canvas.view.rotation_deg == pytest.approx(90.0, abs=1.5)
    assert canvas.view.to_plane(middle.x(), middle.y()) == pytest.approx((home.x, home.y), abs=1e-6)
    window.actions_table.run("view.north")
    assert canvas.view.rotation_deg == 0.0


@pytest.mark.parametrize("place", [(116.73, 20.7), (28.2, 59.37), (-70.0, -80.0), (10.0, 88.0)])
def test_a_globe_can_be_turned_by_any_place_to_any_pixel(place):
    rng = np.random.default_rng(3)
    for rotation in (0.0, 40.0):
        view = View(Projection("ortho", place[0] - 20.0, place[1] * 0.6), 0.0, 0.0, 15_000.0, 800, 700, rotation)
        for _ in range(40):
            px, py = 400 + rng.uniform(-150, 150), 350 + rng.uniform(-150, 150)
            turned = navigate.globe_turned(view, place, px, py)
            x, y = turned.pixels_of(*place)
            # a place at 80 degrees of latitude comes no farther to the side than its parallel reaches
            free = abs(view.to_plane(px, py)[0]) < 6.37e6 * math.cos(math.radians(place[1]))
            if free and abs(turned.projection.lat0) < 90.0 - 1e-9:
                assert math.hypot(x - px, y - py) < 0.05
            assert (turned.mpp, turned.x, turned.y, turned.rotation_deg) == (view.mpp, view.x, view.y, rotation)


def test_a_window_no_picture_was_made_for_shows_a_sketch(sheet):
    view = View(Projection("lcc", 20.0, 50.0), 0.0, 0.0, 4_000.0, 400, 300)
    done = sketched(sheet, view, 2.0, None, legend=True)
    assert done.sketch
    assert (done.image.width(), done.image.height(), done.image.devicePixelRatio()) == (800, 600, 2.0)
    assert len(np.unique(pixels(done.image).reshape(-1, 3), axis=0)) > 5


def test_a_step_alone_is_not_waited_for_and_a_hand_that_moves_on_is(window, qtbot):
    canvas = window.canvas
    rest = canvas._screen._rest
    qtbot.waitUntil(lambda: canvas.sharp)
    qtbot.wait(round(STEP_S * 1e3) + 20)
    canvas.pan_by(7, 3)
    assert rest.interval() == 0
    canvas.pan_by(7, 3)
    assert rest.interval() == REST_MS
    window.actions_table.run("projection.laea")
    canvas.repaint()
    assert rest.interval() == REST_MS, "the sketch comes first, alone"
    qtbot.waitUntil(lambda: canvas.sharp)


def test_what_is_made_for_another_projection_is_dropped(window, qtbot):
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas.sharp)
    canvas.zoom_by(1.5)
    canvas._screen._ask()
    assert canvas._screen._lane.busy
    window.actions_table.run("projection.eqc")
    canvas.repaint()
    assert not canvas._screen._lane.busy
    qtbot.waitUntil(lambda: canvas.sharp)
    assert canvas.shows(canvas.view.projection)


def test_a_picture_that_is_turned_is_smooth_only_when_the_hand_rests(sheet):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 3_000.0, 400, 300)
    done = replace(render(sheet, view, 1.0, Painter(), never), image_view=view)
    turned = navigate.rotated(view, 21.0)
    inks = {tuple(ink) for ink in pixels(done.image).reshape(-1, 3).tolist()} | {(0x80, 0x80, 0x80)}

    def of_the_picture(smooth):
        shown = painted(turned, lambda painter: _draw(painter, done, turned, smooth=smooth)).reshape(-1, 3)
        return np.mean([tuple(ink) in inks for ink in shown.tolist()])

    assert of_the_picture(smooth=False) == 1.0
    assert of_the_picture(smooth=True) < 1.0


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_turned_window_is_what_qt_makes_of_it(sheet, monkeypatch, ratio):
    """The picture, the wider one behind it and the ground beyond both: the pixels of Qt, but where it rounds otherwise."""
    kernel = pytest.importorskip("layers.kernels.turned", reason="needs the compiler")
    monkeypatch.setattr(kernels, "turning", lambda: kernel)
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 3_000.0, 400, 300)
    wide = widened(render(sheet, view, ratio, Painter(), never), ratio, Painter(), never)
    zoomed = navigate.zoomed(view, 1.25, 10.0, 20.0)
    done = render(sheet, zoomed, ratio, Painter(), never)
    seen = navigate.rotated(zoomed, 57.0)
    ground = QColor(*sheet.style.ground.outside)
    ours = Turned().image(done, wide, seen, ratio, ground.rgb())
    theirs = QImage(ours.size(), QImage.Format.Format_RGB32)
    theirs.setDevicePixelRatio(ratio)
    theirs.fill(ground)
    painter = QPainter(theirs)
    for picture in (wide, done):
        _draw(painter, picture, seen, smooth=False)
    painter.end()
    assert (pixels(ours) != pixels(theirs)).any(axis=2).mean() < 0.03
    assert is_turned(done, seen)
    assert not is_turned(done, navigate.zoomed(zoomed, 1.5, 10.0, 20.0))


def test_until_the_loop_is_compiled_qt_turns_the_picture(sheet, monkeypatch):
    monkeypatch.setattr(kernels, "turning", lambda: None)
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 3_000.0, 400, 300)
    done = render(sheet, view, 1.0, Painter(), never)
    assert Turned().image(done, None, navigate.rotated(view, 10.0), 1.0, 0xFF000000) is None


def test_only_what_a_picture_leaves_bare_is_painted_behind_it(sheet):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 3_000.0, 400, 300)
    done = render(sheet, view, 1.0, Painter(), never)
    assert done.uncovered(view).isEmpty()
    bare = done.uncovered(view.panned(30, -10))
    assert bare.contains(QPoint(29, 150))
    assert bare.contains(QPoint(200, 295))
    assert not bare.contains(QPoint(30, 289))
    smaller = done.uncovered(navigate.zoomed(view, 0.5, 200.0, 150.0))
    assert smaller.contains(QPoint(99, 150))
    assert not smaller.contains(QPoint(101, 150))
    assert done.uncovered(navigate.rotated(view, 5.0)).contains(QPoint(200, 150))


def test_beyond_the_edge_of_a_moved_picture_there_is_map(window, qtbot):
    canvas, screen = window.canvas, window.canvas._screen
    qtbot.waitUntil(lambda: canvas.sharp and screen.shown.wide and screen._far is not None and not screen._afar.busy)
    outside = QColor(*canvas.sheet.style.ground.outside)
    for _ in range(8):
        canvas.zoom_by(1 / 1.15)
        canvas.rotate_by(4.0)
    assert not screen.shown.uncovered(canvas.view).isEmpty()
    window = canvas.grab().toImage()
    rim = [QColor(window.pixel(x, y)) for x in range(40, window.width(), 40) for y in (30, window.height() // 2)]
    assert rim.count(outside) < len(rim) / 10
    qtbot.waitUntil(lambda: canvas.sharp)


def test_the_far_picture_is_one_and_is_made_anew_before_its_edge_is_seen(sheet):
    view = View(Projection("laea", *PRATAS), 0.0, 0.0, 400.0, 480, 360, 20.0)
    far = far_off(sheet, view)
    assert far_serves(far, sheet, view)
    assert (far.image.width(), far.image.height()) == (720, 540)
    assert far.uncovered(replace(view, mpp=FAR_ROOM * view.mpp)).isEmpty()
    for other in (view.panned(700, 0), navigate.zoomed(view, 0.4, 0, 0), navigate.zoomed(view, 6.0, 240, 180)):
        assert not far_serves(far, sheet, other)
        assert far_serves(far_off(sheet, other), sheet, other)
    assert not far_serves(far, replace(sheet, rings=()), view)
    whole = far_off(sheet, navigate.zoomed(view, 0.02, 240, 180))
    assert far_serves(whole, sheet, navigate.zoomed(view, 0.01, 0, 0)), "there is no more of the map than all"


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_names_of_a_moved_picture_do_not_lie_over_one_another(sheet, ratio):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 1_500.0, 900, 700)
    floats = Floats(compose(sheet, view), ratio, Painter())
    apart, sizes = floats._apart, floats._size

    def shown(seen):
        corner = np.round(floats._pixels(seen) + floats._shift)
        return corner, np.setdiff1d(apart._part, apart.left_out(corner))

    def crowded(seen):
        corner, left = shown(seen)
        names = dict(zip(apart._part, apart._part_name, strict=True))
        edge = SLACK_PX * ratio
        return [
            (i, j)
            for i in left
            for j in left
            if names[i] < names[j]
            and (corner[i] + edge < corner[j] + sizes[j] - edge).all()
            and (corner[j] + edge < corner[i] + sizes[i] - edge).all()
        ]

    assert len(shown(view)[1]) == len(apart._part), "none gives way where all were placed"
    for moved in (navigate.zoomed(view, 0.4, 450, 350), navigate.rotated(view, 50.0)):
        assert 3 < len(shown(moved)[1]) < len(apart._part)
        assert not crowded(moved)
