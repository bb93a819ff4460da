"""One flashpoint's verdict as a row of the rim: what it says in few words, and in a tooltip in more."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from layers.catalogue.model import Flashpoint
from layers.picture.sheet import LOST_HOURS
from layers.theatres.distraction import Price
from layers.units import SECONDS_PER_HOUR, format_duration
from mapapp.language import said, sentence, tr


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """One flashpoint's row."""

    place: Flashpoint
    price: Price | None
    """None while it is being computed, or when what is asked does not count there."""
    note: str = ""
    moved_h: float = 0.0
    """Hours by which the last change of the scenario moved it; positive: later."""
    most_h: float = 0.0
    """Hours lost by what loses most of all that is asked for here; infinite where it does not come any more."""
    stale: bool = False
    """Whether it is of the assumptions before the last change, since the computing was stopped."""


def told(row: Verdict) -> str:
    """A verdict in few words, with its chance and how the last change moved it."""
    price = row.price
    if price is None:
        return row.note or tr("computing \u2026")
    side = price.pressed
    chance = "" if side.p_in_time is None or side.hours is None else f" ({side.p_in_time:.0%})"
    moved = ""
    if abs(row.moved_h) > 1 / 60:
        sign = "\u25b2" if row.moved_h > 0 else "\u25bc"
        moved = f"{sign} {hours_text(abs(row.moved_h))}  "
    before = f"{tr('as before the change')}: " if row.stale else ""
    return f"{before}{moved}{sentence(side.verdict)}{chance}"


def explained(row: Verdict) -> str:
    """What a row says, for a tooltip."""
    price = row.price
    if price is None:
        return f"{row.place.name}: {told(row)}"
    law = ", ".join(price.covered_by) or tr("no commitment")
    beside = f"; {said('not {names}', names=', '.join(price.not_covered_by))}" if price.not_covered_by else ""
    hours = said(
        "Alone {alone}, with pressure {pressed}: the price is {price}.",
        alone=hours_text(price.alone.hours),
        pressed=hours_text(price.pressed.hours),
        price=sentence(price.words),
    )
    most = said("Most time goes to {what}.", what=sentence(price.binding))
    covered = said("Covered by {names}.", names=f"{law}{beside}")
    return f"{row.place.name}: {tr(price.threshold.name)}\n{hours}\n{most}\n{covered}"


def hours_text(hours: float | None) -> str:
    """Hours in words; nobody comes is said, never left blank."""
    return tr("nobody comes") if hours is None else sentence(format_duration(hours * SECONDS_PER_HOUR))


def lost_h(price: Price | None) -> float:
    """Hours lost that are worth a ring; 0 for less or none, infinite where with pressure nobody comes any more."""
    if price is None or price.alone.hours is None:
        return 0.0
    if price.price_h is None:
        return math.inf
    return price.price_h if price.price_h >= LOST_HOURS[0] else 0.0


def dearest(prices: Sequence[Price], shown: Price | None) -> str:
    """What comes later at a place though the first aircraft do not: what is shown if it does, else the dearest."""
    ranked = sorted(prices, key=lambda one: (one is not shown, -lost_h(one)))
    worst = next((one for one in ranked if lost_h(one)), None)
    if worst is None:
        return tr("nor does anything else that is asked for here come later")
    what = tr(worst.threshold.name)
    if worst.price_h is None:
        return said("but nobody brings any more: {what}", what=what)
    return said("but later by {hours}: {what}", hours=sentence(worst.words), what=what)


def shortened(name: str, fits: Callable[[str], bool]) -> str:
    """A name by as many of its first words as fit, without what is in brackets before any word goes; one at least."""
    words = name.partition(" (")[0].split()
    tries = [name, *(" ".join(words[:count]) for count in range(len(words), 0, -1) if words[count - 1] != "and")]
    return next((text for text in tries if fits(text)), tries[-1])
