"""A short visit of the monkey: random keys, clicks, drags and commands end without an exception or a lost document."""

from __future__ import annotations

import pytest

from benchmarks.monkey import Monkey


@pytest.mark.parametrize("seed", [7, 2026])
def test_the_monkey_breaks_nothing(window, document, asker, tmp_path, seed):
    monkey = Monkey(window, seed, tmp_path)
    for _ in range(250):
        monkey.act()
    monkey.do_save()
    assert monkey.done.total() == 250
    assert len(monkey.done) >= 7
