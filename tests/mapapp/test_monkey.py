"""A short visit of the monkey: all it can do ends without an exception, a window left behind or a lost document."""

from __future__ import annotations

import pytest

from benchmarks.monkey import SHARE, Careless, Monkey, answered


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # what a screen that is none says of itself
@pytest.mark.parametrize("seed", [7, 2026])
def test_the_monkey_breaks_nothing(window, document, qapp, tmp_path, seed):
    window.files.asker = Careless(tmp_path, seed)
    monkey = Monkey(window, seed, tmp_path)
    with answered(tmp_path, seed):
        for _ in range(200):
            monkey.act()
        for kind in SHARE:  # whatever the draw left out
            monkey.do(kind)
        monkey.do_open()
    assert set(monkey.done) == set(SHARE)
    assert [one for one in qapp.topLevelWidgets() if one.isVisible() and one is not window and one.windowTitle()] == []


def test_undo_has_a_bound_and_the_document_none(document, monkeypatch):
    """With ten steps kept, twenty pins stay and ten can be taken back."""
    from dataclasses import replace

    from layers.document.objects import Drawn
    from mapapp import history as module

    monkeypatch.setattr(module, "STEPS", 10)
    for number in range(20):
        pin = Drawn(f"p{number}", "pin", ((float(number), 0.0),))
        document.apply("A pin", lambda now, pin=pin: replace(now, drawn=(*now.drawn, pin)))
    assert len(document.content.drawn) == 20
    while document.undo_name:
        document.undo()
    assert len(document.content.drawn) == 10
    while document.redo_name:
        document.redo()
    assert len(document.content.drawn) == 20
