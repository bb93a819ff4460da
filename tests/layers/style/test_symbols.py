"""Signs keep to their square and to one shape per meaning."""

from __future__ import annotations

import pytest

from layers.style import symbols


@pytest.mark.parametrize("name", symbols.GLYPHS)
def test_a_sign_keeps_to_its_square(name: str) -> None:
    for part in symbols.GLYPHS[name]:
        assert part.fill or part.pen, "a part that cannot be seen"
        assert (part.width > 0) == bool(part.pen)
        for ring in part.rings:
            assert len(ring) >= (3 if part.closed else 2)
            assert all(abs(x) <= 0.5 + 1e-9 and abs(y) <= 0.5 + 1e-9 for x, y in ring)
    assert 0.3 <= symbols.reach(name) <= 0.62


def test_kinds_of_bases_differ_in_shape() -> None:
    frames = {symbols.GLYPHS[name][0].rings for name in symbols.BASE_SIGNS.values()}
    assert len(frames) == len(symbols.BASE_SIGNS) == 4
    assert set(symbols.BASE_SIGNS) == set(symbols.BASE_KINDS)


def test_an_unknown_name_is_a_bundled_drawing() -> None:
    assert symbols.reach("some-bundled-svg") == 0.5
