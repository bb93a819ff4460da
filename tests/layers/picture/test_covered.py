"""Signs and the furniture: whole or not at all, with their names; what was asked for is always seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layers.picture import furniture, page
from layers.picture.compose import compose, draft_map, stage_of
from layers.picture.kit import Box, Draft, Stage
from layers.picture.marks import Picture, Symbol, Text
from layers.picture.sheet import Sheet
from layers.style.symbols import reach
from layers.view import View
from tests.layers.picture.conftest import PRATAS, view


def box_of(stage: Stage, sign: Symbol) -> Box:
    x, y = stage.view.to_page(sign.x, sign.y)
    half = sign.size * reach(sign.name)
    return Box(x + sign.dx - half, y + sign.dy - half, x + sign.dx + half, y + sign.dy + half)


def signs(picture: Picture) -> list[Symbol]:
    return [mark for mark in picture.over if isinstance(mark, Symbol) and mark.space == "plane"]


def furnished(sheet: Sheet, window: View) -> tuple[Stage, Draft]:
    """What stands on the map, and in `taken` where the furniture lies."""
    stage = stage_of(sheet, window)
    draft = draft_map(stage)
    furniture.draw(stage, draft)
    return stage, draft


def shifted(window: View, dx: float, dy: float) -> View:
    """The view in which the middle of `window` lies so many pixels right and below the middle."""
    return replace(window, x=window.x - dx * window.mpp, y=window.y + dy * window.mpp)


@pytest.mark.parametrize("mpp", [1_200.0, 3_000.0, 7_000.0])
@pytest.mark.parametrize("dx", [-330.0, -210.0, 0.0, 190.0, 360.0])
def test_a_sign_is_seen_whole_or_not_at_all(full: Sheet, mpp: float, dx: float) -> None:
    window = shifted(view(121.0, 25.0, mpp), dx, 150.0)
    stage, draft = furnished(full, window)
    picture = compose(full, window)
    for sign in signs(picture):
        if sign.ref not in {"pratas", "kadena-ab"}:
            assert not any(box_of(stage, sign).meets(box) for box in draft.taken), sign


def test_on_a_still_picture_no_sign_is_cut_by_the_edge(full: Sheet) -> None:
    crowd = replace(full, responders=frozenset(full.catalogue.bases))
    cut = 0
    for dx in (-330.0, 0.0, 330.0):
        window = shifted(view(121.0, 25.0, 3_000.0), dx, 150.0)
        stage = stage_of(crowd, window)
        cut += sum(
            stage.frame.meets(box_of(stage, sign)) and not stage.frame.holds(box_of(stage, sign))
            for sign in signs(compose(crowd, window))
        )
        for sign in signs(compose(crowd, window, framed=True)):
            assert stage.frame.holds(box_of(stage, sign)), sign
    assert cut > 0, "in a window they are halves"


@pytest.mark.parametrize("mpp", [700.0, 1_200.0, 3_000.0])
def test_a_name_goes_with_its_sign(full: Sheet, mpp: float) -> None:
    for dx in (-330.0, 0.0, 330.0):
        window = shifted(view(121.0, 25.0, mpp), dx, 150.0)
        picture = compose(full, window)
        drawn = {(sign.x, sign.y) for sign in signs(picture)}
        marked = {(sign.x, sign.y) for sign in draft_map(stage_of(full, window)).symbols}
        for mark in picture.over:
            if isinstance(mark, Text) and mark.space == "plane" and (mark.x, mark.y) in marked:
                assert (mark.x, mark.y) in drawn, mark.text


def test_the_legend_gives_way_to_the_target(full: Sheet) -> None:
    middle = view(*PRATAS, 3_000.0, (1300, 900))
    _, draft = furnished(full, middle)
    legend = draft.taken[-1]
    assert legend.x0 < 20
    window = shifted(middle, (legend.x0 + legend.x1) / 2 - 650.0, legend.y1 - 60.0 - 450.0)
    stage, draft = furnished(full, window)
    (target,) = (sign for sign in signs(compose(full, window)) if sign.name == "target")
    assert not any(box_of(stage, target).meets(box) for box in draft.taken)
    upper = draft.taken[-1]
    assert upper.x0 < 20
    assert upper.y0 < 40, "in the upper corner, not left out"
    assert "Pratas / Dongsha" in {mark.text for mark in compose(full, window).over if isinstance(mark, Text)}


def test_the_locator_gives_way_to_the_target(plain: Sheet) -> None:
    window = shifted(view(*PRATAS, 3_000.0, (1300, 900)), 560.0, -370.0)
    stage, draft = furnished(plain, window)
    (target,) = (sign for sign in signs(compose(plain, window)) if sign.name == "target")
    assert not any(box_of(stage, target).meets(box) for box in draft.taken)


@pytest.mark.parametrize("dy", [370.0, 420.0])
def test_scale_bar_and_credits_give_way_to_the_target(plain: Sheet, dy: float) -> None:
    window = shifted(view(*PRATAS, 3_000.0, (1300, 900)), 560.0, dy)
    stage, draft = furnished(plain, window)
    picture = compose(plain, window)
    (target,) = (sign for sign in signs(picture) if sign.name == "target")
    assert not any(box_of(stage, target).meets(box) for box in draft.taken)
    assert "Pratas / Dongsha" in {mark.text for mark in picture.over if isinstance(mark, Text)}


def test_what_is_selected_stands_on_the_furniture_of_a_page(plain: Sheet) -> None:
    spec = page.ViewSpec(view(*PRATAS, 1_000.0).projection, *PRATAS, 2_600e3)
    framed = page.brief(plain, spec, "Title", "", (), "", "24 November 2026")
    assert framed.frame is not None
    lon, lat = framed.view.places_at(framed.frame[2] - 60.0, framed.frame[3] - 40.0)
    picture = page.brief(replace(plain, target="", target_position=(float(lon), float(lat))), spec, "T", "", (), "", "")
    layers = [mark.layer for mark in picture.over]
    (at,) = (k for k, mark in enumerate(picture.over) if isinstance(mark, Symbol) and mark.ref == "target")
    assert "scale" in layers[:at]


def test_on_a_page_a_name_goes_with_its_sign(full: Sheet) -> None:
    spec = page.ViewSpec(view(124.0, 25.0, 1_000.0).projection, 0.0, 0.0, 2_600e3)
    picture = page.brief(full, spec, "Title", "", (), "", "24 November 2026")
    assert picture.frame is not None
    drawn = {(sign.x, sign.y) for sign in signs(picture)}
    stage = stage_of(full, picture.view, Box(*picture.frame))
    marked = {(sign.x, sign.y) for sign in draft_map(stage).symbols}
    lost = [
        mark.text
        for mark in picture.over
        if isinstance(mark, Text) and mark.space == "plane" and (mark.x, mark.y) in marked - drawn
    ]
    assert not lost
