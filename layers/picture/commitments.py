"""Draws what the United States has bound itself to: lands under a treaty tinted, under a law or statement hatched."""

from __future__ import annotations

import re
from collections.abc import Mapping

from layers.basemap import Basemap, Rings
from layers.catalogue.model import Catalogue
from layers.picture.ground import level, rings_in
from layers.picture.kit import Draft, Stage, setting
from layers.picture.marks import Entry, Shape, Stroke
from layers.picture.rings import hatched

GROUP = "US commitments"
TREATY, WORD = "Bound by a defence treaty", "Law or statement, no treaty"
HATCH_PX, HATCH_DEG = 7.0, -45.0
"""Leaning the other way than the hatch of ranges and of what comes too late, which may lie on the same land."""
_CODE = re.compile(r"[A-Z]{3}")


def bound(catalogue: Catalogue) -> Mapping[str, str]:
    """ISO A3 of every land the United States is committed to: ``treaty`` or, where there is none, ``word``.

    A treaty's parties count when it has the United States among them. What is no treaty covers its parties and those
    who hold a flashpoint it is said to cover.
    """
    found: dict[str, str] = {}
    for one in catalogue.commitments.values():
        if "USA" not in one.parties:
            continue
        parties = {party for party in one.parties if _CODE.fullmatch(party)}
        if one.binding == "treaty":
            for party in parties:
                if (one.id, party) not in SUSPENDED:
                    found.update(dict.fromkeys((party, *APART.get(party, ())), "treaty"))
        else:
            places = catalogue.flashpoints.values()
            parties |= {code for place in places if one.id in place.commitments for code in place.holders}
        for code in parties:
            found.setdefault(code, "word")
    return {code: kind for code, kind in found.items() if code not in NOT_BOUND}


SUSPENDED = frozenset({("anzus", "NZL")})
"""Obligations that are in abeyance: those of the United States to New Zealand since 1986."""
APART = {"DNK": ("FRO", "GRL"), "FIN": ("ALA",), "FRA": ("SPM",), "GBR": ("BMU", "GGY", "GIB", "IMN", "JEY")}
"""Lands that the base map keeps apart from the party they belong to, within Article 6 of the North Atlantic Treaty: in
Europe, or islands in the North Atlantic north of the Tropic of Cancer."""
NOT_BOUND = frozenset({"USA", "RUS", "CHN"})
"""Itself, and parties of joint statements that are no commitments to them."""


def draw(stage: Stage, draft: Draft) -> None:
    """The lands, country by country."""
    row = setting(stage, "commitments")
    if row is None:
        return
    thematic, base = stage.style.thematic, stage.sheet.basemap
    for code, kind in sorted(bound(stage.sheet.catalogue).items()):
        land = _land(base, code)
        if not len(land):
            continue
        shape = rings_in(stage.projection, f"ally {code}", land, level(stage))
        if not stage.covers(shape):
            continue
        if kind == "treaty":
            draft.base.append(Shape("commitments", shape, (thematic.ally.faded(row.opacity),), antialias=False))
            draft.explain(Entry(15, TREATY, "area", thematic.ally, group=GROUP))
        else:
            pen = thematic.ally_hatch
            lines = hatched(stage, shape, HATCH_PX, HATCH_DEG)
            draft.base.append(Stroke("commitments", lines, pen))
            draft.explain(Entry(16, WORD, "hatch", None, pen, hatch_deg=HATCH_DEG, group=GROUP))


_LANDS: dict[str, tuple[Basemap, Rings]] = {}


def _land(base: Basemap, code: str) -> Rings:
    """A country's rings, the same value each time."""
    found = _LANDS.get(code)
    if found is None or found[0] is not base:
        found = _LANDS[code] = (base, base.country(code))
    return found[1]
