"""Two responses side by side: who comes sooner, who later, who not any more, and the hours won or lost."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from layers.catalogue.model import Catalogue
from layers.response.model import Arrival, Gap, Response
from mapapp.language import tr
from mapapp.panels import words

SAME_H = 1 / 120
"""Half a minute: less is rounding."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the table."""

    name: str
    first: str
    second: str
    said: str
    """Hours won or lost in words."""
    lost_h: float
    """Positive: later under the second scenario; infinite: it cannot come any more."""
    units: tuple[str, str] = ("", "")
    """Whose chains stand behind the two hours; empty for nobody's."""

    @property
    def role(self) -> str:
        """How it is coloured."""
        return "idle" if abs(self.lost_h) < SAME_H else "bad" if self.lost_h > 0 else "good"


def by_effect(catalogue: Catalogue, first: Response, second: Response) -> tuple[Change, ...]:
    """The first arrival of every effect under the two."""
    there = {gap.effect: gap for gap in second.gaps}
    found = []
    for gap in first.gaps:
        other = there.get(gap.effect)
        if other is not None:
            texts = _gap(catalogue, gap), _gap(catalogue, other)
            change = _change(tr(words.EFFECTS[gap.effect]), *texts, gap.likely_h, other.likely_h)
            found.append(replace(change, units=(gap.first_unit, other.first_unit)))
    return tuple(found)


def by_unit(catalogue: Catalogue, first: Response, second: Response) -> tuple[Change, ...]:
    """The units that come otherwise, those that lose most first."""
    there = {row.unit: row for row in second.arrivals}
    found = []
    for row in first.arrivals:
        other = there.get(row.unit)
        if other is None:
            continue
        a, b = (one.total.likely if one.total else None for one in (row, other))
        unit = catalogue.units.get(row.unit)
        name = unit.name if unit else row.unit
        change = _change(name, _arrival(row), _arrival(other), a, b)
        if abs(change.lost_h) >= SAME_H or row.reason != other.reason:
            found.append(replace(change, units=(row.unit, row.unit)))
    return tuple(sorted(found, key=lambda one: -one.lost_h))


def _change(name: str, first: str, second: str, a: float | None, b: float | None) -> Change:
    if a is None and b is None:
        return Change(name, first, second, tr("as before"), 0.0)
    if b is None:
        return Change(name, first, second, tr("cannot come any more"), math.inf)
    if a is None:
        return Change(name, first, second, tr("can come now"), -math.inf)
    lost = b - a
    if abs(lost) < SAME_H:
        return Change(name, first, second, tr("as before"), 0.0)
    return Change(
        name,
        first,
        second,
        tr("{hours} lost" if lost > 0 else "{hours} won").format(hours=words.hours(abs(lost))),
        lost,
    )


def _gap(catalogue: Catalogue, gap: Gap) -> str:
    if gap.likely_h is None:
        return tr("nobody can come")
    unit = catalogue.units.get(gap.first_unit)
    return f"{words.hours(gap.likely_h)}, {unit.name if unit else gap.first_unit}"


def _arrival(row: Arrival) -> str:
    return words.hours(row.total.likely) if row.total else tr("cannot come: {reason}").format(reason=words.reason(row))
