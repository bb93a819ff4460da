"""A picture is a pure function of sheet and view, and a pan keeps its heavy geometry."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from layers.errors import Cancelled
from layers.picture.compose import compose
from layers.picture.marks import Geometry, Mark, Picture, Shape, Stroke, Symbol, Text
from layers.picture.sheet import LayerId, LayerSetting, Sheet
from layers.projection import Projection
from layers.style.ink import Colour
from layers.view import View
from tests.layers.picture.conftest import PRATAS, view


def geometries(picture: Picture) -> list[Geometry]:
    return [mark.geometry for mark in picture.base if isinstance(mark, Shape | Stroke)]


def test_composes_without_qt() -> None:
    script = (
        "import sys\n"
        "import resources\n"
        "from layers.io.shipped import load_basemap\n"
        "from layers.io.tables import read_catalogue\n"
        "from layers.picture.compose import compose\n"
        "from layers.picture.sheet import Sheet\n"
        "from layers.projection import Projection\n"
        "from layers.style.named import named\n"
        "from layers.view import View\n"
        "sheet = Sheet(load_basemap(), read_catalogue(resources.path('catalogue'))[0], named('light'), target='pratas')\n"
        "picture = compose(sheet, View(Projection('aeqd', 116.7, 20.7), 0, 0, 9000, 800, 500))\n"
        "assert len(picture.over) > 50\n"
        "print([name for name in sys.modules if name.split('.')[0] in {'PySide6', 'shiboken6', 'fontTools', 'pandas'}])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("mpp", [15_000.0, 2_000.0, 300.0])
def test_a_pan_keeps_every_key_and_array_of_the_base(plain: Sheet, mpp: float) -> None:
    before = geometries(compose(plain, view(*PRATAS, mpp)))
    after = geometries(compose(plain, view(*PRATAS, mpp).panned(61, -43)))
    assert [one.key for one in before] == [one.key for one in after]
    assert all(one.xy is other.xy for one, other in zip(before, after, strict=True))


def test_a_turn_keeps_the_land(plain: Sheet) -> None:
    before = compose(plain, view(*PRATAS, 2_000))
    after = compose(plain, replace(view(*PRATAS, 2_000), rotation_deg=30.0))
    land = [
        {mark.geometry.key for mark in picture.base if mark.layer in {"land", "lakes", "borders", "rivers"}}
        for picture in (before, after)
    ]
    assert land[0] == land[1]


def test_another_style_keeps_the_keys(plain: Sheet, full: Sheet) -> None:
    from layers.style.named import named

    light, dark = compose(full, view(*PRATAS, 4_000)), compose(replace(full, style=named("dark")), view(*PRATAS, 4_000))
    assert {one.key for one in geometries(light)} == {one.key for one in geometries(dark)}


def test_the_same_twice(full: Sheet) -> None:
    one, other = compose(full, view(*PRATAS, 4_000)), compose(full, view(*PRATAS, 4_000))
    assert one == other


@pytest.mark.parametrize("kind", ["aeqd", "laea", "ortho", "lcc", "merc", "eqc", "eqearth"])
def test_every_projection_has_a_picture(full: Sheet, kind: str) -> None:
    picture = compose(full, view(*PRATAS, 6_000, kind=kind))
    assert {mark.layer for mark in picture.base} >= {"land", "bands", "rings", "routes", "graticule"}
    assert all(np.isfinite(one.xy).all() for one in geometries(picture))
    assert any(isinstance(mark, Text) and "Pratas" in mark.text for mark in picture.over)


def test_a_hidden_layer_leaves_no_mark(full: Sheet) -> None:
    for layer in ("bands", "rings", "denial", "routes", "bases", "flashpoints", "zones", "drawings", "graticule"):
        hidden = full.with_layer(LayerSetting(layer, visible=False))  # type: ignore[arg-type]
        picture = compose(hidden, view(*PRATAS, 4_000))
        assert not [mark for mark in (*picture.base, *picture.over) if mark.layer == layer], layer


def test_opacity_fades(full: Sheet) -> None:
    faint = compose(full.with_layer(LayerSetting("bands", opacity=0.2)), view(*PRATAS, 4_000))
    strong = compose(full.with_layer(LayerSetting("bands", opacity=0.9)), view(*PRATAS, 4_000))
    alphas = [
        [mark.colours[0].a for mark in picture.base if isinstance(mark, Shape) and mark.layer == "bands"]
        for picture in (faint, strong)
    ]
    assert len(alphas[0]) == 3
    assert max(alphas[0]) < 60 < 200 < min(alphas[1])


@pytest.mark.parametrize("layer", ["bands", "rings", "denial", "routes", "bases", "zones", "drawings", "borders"])
def test_the_opacity_of_a_layer_fades_it_alone(full: Sheet, layer: LayerId) -> None:
    """Its areas and lines, or its signs but the ring of the chosen, are as much fainter; of other layers only the legend's samples follow."""
    setting = next(row for row in full.layers if row.id == layer)
    whole, faint = (
        compose(full.with_layer(replace(setting, visible=True, opacity=part)), view(*PRATAS, 4_000))
        for part in (1.0, 0.25)
    )
    pairs = list(zip((*whole.base, *whole.over), (*faint.base, *faint.over), strict=True))
    own = [(one, other) for one, other in pairs if one.layer == layer and getattr(one, "name", "") != "dot"]
    drawn = [pair for pair in own if isinstance(pair[0], Shape | Stroke)] or own
    for one, other in drawn:
        for before, after in zip(_inks(one)[:1], _inks(other)[:1], strict=True):
            assert after == before.faded(0.25)
    assert any(_inks(one) for one, _ in drawn)
    others = [pair for pair in pairs if pair[0].layer not in {layer, "furniture"}]
    assert [_inks(one) for one, _ in others] == [_inks(other) for _, other in others]


def _inks(mark: Mark) -> tuple[Colour, ...]:
    match mark:
        case Shape():
            return mark.colours
        case Stroke():
            return (mark.pen.colour,)
        case Symbol():
            return (mark.fill, mark.outline)
        case Text():
            return (mark.colour,)
    return ()


def test_a_sheet_of_drawings_alone_covers_nothing(full: Sheet) -> None:
    """What follows the hand is composed alone and laid over the map: no sea may come with it."""
    alone = replace(full, layers=(LayerSetting("rings"), LayerSetting("drawings")), target="")
    picture = compose(alone, view(*PRATAS, 4_000))
    assert {mark.layer for mark in (*picture.base, *picture.over)} == {"rings", "drawings"}


def test_the_target_is_marked_where_it_lies(plain: Sheet) -> None:
    picture = compose(plain, view(*PRATAS, 500))
    sign = next(mark for mark in picture.over if isinstance(mark, Symbol) and mark.name == "target" and mark.ref)
    x, y = picture.view.to_page(sign.x, sign.y)
    assert (sign.ref, round(x), round(y)) == ("pratas", 500, 350)


def test_a_target_that_is_no_flashpoint(plain: Sheet) -> None:
    picture = compose(replace(plain, target="", target_position=(118.0, 22.0)), view(118.0, 22.0, 500))
    assert any(isinstance(mark, Text) and mark.text == "Target" for mark in picture.over)
    assert "Target of the response" in {entry.text for entry in picture.legend}


def test_an_odd_window_is_drawn(full: Sheet) -> None:
    for size in ((1, 1), (320, 40), (40, 900)):
        assert compose(full, view(*PRATAS, 4_000, size)).view.width == size[0]


def test_beyond_the_edge_of_the_world_is_empty(full: Sheet) -> None:
    picture = compose(full, replace(view(*PRATAS, 4_000), x=60e6, y=60e6))
    assert not [mark for mark in picture.over if isinstance(mark, Symbol) and mark.layer == "bases"]


def test_off_the_map_no_net_is_made(plain, monkeypatch):
    """Zoomed in beyond the edge of the world a fine net of the whole earth would be asked for, for nothing."""
    from layers.picture import graticule

    asked = []
    made = graticule.graticule
    monkeypatch.setattr(graticule, "graticule", lambda *given: asked.append(given) or made(*given))
    compose(plain, View(Projection("ortho", 116.7, 20.7), 8.0e6, 8.0e6, 400.0, 300, 200))
    assert asked == []
    compose(plain, View(Projection("ortho", 116.7, 20.7), 0.0, 0.0, 401.0, 300, 200))
    assert len(asked) == 1
    assert asked[0][3] - asked[0][1] < 60.0


def test_composing_stops_when_nobody_wants_it(plain: Sheet) -> None:
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 9:
            raise Cancelled("the map")

    with pytest.raises(Cancelled):
        compose(plain, view(*PRATAS, 4_000), check=check)
    assert asked == 9


def test_without_its_legend_a_picture_still_tells_what_it_would_say(full: Sheet) -> None:
    window = view(*PRATAS, 4_500, (1400, 900))
    with_it, without = compose(full, window), compose(full, window, legend=False)
    assert without.legend == with_it.legend
    words = {mark.text for mark in without.over if isinstance(mark, Text) and mark.space == "page"}
    assert with_it.legend
    assert not any(entry.text in words for entry in with_it.legend)
