"""From what a person types to a place: ids, names, aliases and native names in any case, then towns and positions."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from layers.catalogue.model import Base, Catalogue
from layers.catalogue.values import LonLat, Theatre
from layers.errors import PlaceError

Kind = Literal["flashpoint", "base", "passage", "zone", "town", "position"]
Prefer = Literal["naval", "air", "army"]
TownRow = Sequence[object]
"""Name, native name, ISO A3 of the country, longitude, latitude, and whatever may follow."""

_TOWN_SOURCE = "GeoNames, CC BY 4.0"
_ID, _NAME, _ALIAS, _TOWN, _PREFIX, _WORD, _TOWN_PREFIX = range(7)
"""How well a text fits, best first."""
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_NO_WORD = re.compile(r"[\W_]+")
_NUMERIC = re.compile(
    r"\s*(?:[-+\u2212]?\s*\d+[.,]?\d*\s*(?:[°\u00ba,;\s'\u2032-]|[NSEWnsew]\b)|[NSEWnsew]\s*\d|[-+]?(?i:nan|inf)\s*,)"
)
"""How a text starts that is meant as a position: then it is said what is wrong with it as one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map with a name, and where its position comes from."""

    id: str
    """Empty for a town and for a bare position."""
    name: str
    kind: Kind
    lon: float
    lat: float
    theatre: Theatre | Literal[""]
    source: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A place of the catalogue with all it is called, folded."""

    place: Place
    names: tuple[tuple[int, str], ...]
    """How good an exact match is, and the name."""
    serves: str
    """The kind of a base; empty for other places."""


def everything(catalogue: Catalogue) -> list[Place]:
    """All places of the catalogue: flashpoints, bases, passages and zones, in file order."""
    return [entry.place for entry in _entries(catalogue)]


def find(catalogue: Catalogue, text: str, limit: int = 20, *, towns: Iterable[TownRow] = ()) -> list[Place]:
    """The places that `text` may mean, the best first, at most `limit`; similar names only when nothing fits better.

    Parameters
    ----------
    towns
        Rows of (name, native name, country, lon, lat); the same tuple is prepared once.
    """
    asked = fold(text)
    if not asked:
        return everything(catalogue)[:limit]
    entries = _entries(catalogue)
    ranked = [(rank, entry.place) for entry in entries if (rank := _rank(entry, asked)) is not None]
    ranked += towns_like(towns, asked)
    if ranked:
        return [place for _, place in sorted(ranked, key=lambda pair: pair[0])[:limit]]
    return _similar(entries, asked, limit)


def resolve(catalogue: Catalogue, text: str, *, prefer: str | None = None, towns: Iterable[TownRow] = ()) -> Place:
    """The one place that `text` means.

    An exact id, name, alias or native name comes first; then a position; then a town by its exact name; then the
    beginning or a word of a name, when only one place has it.

    Parameters
    ----------
    prefer
        Which base is meant where several share a name: ``"naval"`` or ``"air"`` takes Apra or Andersen for Guam.
    towns
        Rows of (name, native name, country, lon, lat), the largest town first.

    Raises
    ------
    PlaceError
        Nothing or too much fits; the remedy names what comes near.
    """
    asked = fold(text)
    entries = _entries(catalogue)
    ranked = sorted(
        ((rank, entry) for entry in entries if asked and (rank := _rank(entry, asked)) is not None),
        key=lambda pair: pair[0],
    )
    if exact := [entry for rank, entry in ranked if rank <= _ALIAS]:
        return (_preferred(exact, prefer) or exact)[0].place
    if asked and (position := _position(text)):
        return position
    if found := [place for rank, place in towns_like(towns, asked) if rank == _TOWN]:
        return found[0]
    near = [entry for _, entry in ranked]
    for wanted in (_PREFIX, _WORD):
        some = [entry for rank, entry in ranked if rank <= wanted]
        some = _preferred(some, prefer) or some
        if len(some) == 1:
            return some[0].place
    likely = [entry.place for entry in near] or _similar(entries, asked, 3)
    names = list(dict.fromkeys(place.id for place in likely))
    if len(names) > 3:
        remedy = f"it fits {len(names)} places, among them {_quoted(names[:3])}: say more of the name"
    elif names:
        remedy = f"did you mean {_quoted(names)}?"
    else:
        remedy = "give a name of the catalogue, a town, or a position such as 20.7,116.72"
    raise PlaceError(f"there is no place called {text.strip()!r}", remedy=remedy)


def fold(text: str) -> str:
    """A text in small letters without accents and with single spaces for all that is no letter or digit."""
    if text.isascii():
        plain = text.lower()
    else:
        apart = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(mark for mark in apart if not unicodedata.combining(mark)).translate(_UNDECOMPOSED)
    # An apostrophe joins, as in Su'ao; everything else parts.
    return _NO_WORD.sub(" ", plain.replace("'", "").replace("\u2019", "")).strip()


_indexed: tuple[Catalogue | None, list[_Entry]] = (None, [])
"""The catalogue last searched and its entries: it is searched at every key that is pressed."""


def _entries(catalogue: Catalogue) -> list[_Entry]:
    global _indexed  # noqa: PLW0603 - one entry, remade when another catalogue comes
    held, entries = _indexed
    if held is not catalogue:
        entries = _collected(catalogue)
        _indexed = (catalogue, entries)
    return entries


def _collected(catalogue: Catalogue) -> list[_Entry]:
    made = []
    for spot in catalogue.flashpoints.values():
        place = Place(spot.id, spot.name, "flashpoint", spot.lon, spot.lat, spot.theatre, spot.source.text)
        made.append(_entry(place, (*spot.aliases, *spot.native.split("/"))))
    for base in catalogue.bases.values():
        place = Place(base.id, base.name, "base", base.lon, base.lat, base.theatre, base.source.text)
        made.append(_entry(place, (*base.aliases, base.icao), base))
    for way in catalogue.passages.values():
        lon, lat = _middle(way.gate)
        place = Place(way.id, way.name, "passage", lon, lat, way.theatre, way.source.text)
        made.append(_entry(place, way.aliases))
    for zone in catalogue.zones.values():
        place = Place(zone.id, zone.name, "zone", zone.lon, zone.lat, zone.theatre, zone.source.text)
        made.append(_entry(place, zone.native.split("/")))
    return made


def _entry(place: Place, others: Iterable[str], base: Base | None = None) -> _Entry:
    names = [(_ID, fold(place.id)), (_NAME, fold(place.name)), *((_ALIAS, fold(other)) for other in others)]
    return _Entry(place, tuple(pair for pair in names if pair[1]), base.kind if base else "")


def _rank(entry: _Entry, asked: str) -> int | None:
    """How well the entry fits, or None."""
    best: int | None = None
    for rank, name in entry.names:
        if name == asked:
            return rank
        if name.startswith(asked):
            best = _PREFIX
        elif best is None and all(f" {word}" in f" {name}" for word in asked.split()):
            best = _WORD
    return best


def _preferred(entries: Sequence[_Entry], prefer: str | None) -> list[_Entry]:
    """The bases of the kind asked for, those of that kind alone before those of several."""
    fitting = [entry for entry in entries if prefer and entry.serves in {prefer, "multi"}]
    return sorted(fitting, key=lambda entry: entry.serves == "multi")


def _position(text: str) -> Place | None:
    from layers.position import parse_position

    try:
        spot = parse_position(text)
    except PlaceError:
        if _NUMERIC.match(text):
            raise
        return None
    return Place("", text.strip(), "position", spot.lon, spot.lat, "", "as typed")


_prepared: tuple[Iterable[TownRow], list[tuple[str, str]]] = ((), [])
"""The towns last searched and their folded names and native names: the shipped ones are many and stay the same."""


def towns_like(towns: Iterable[TownRow], asked: str) -> list[tuple[int, Place]]:
    """Towns whose name is or begins with the folded text, each with a rank, in their own order."""
    if not asked or not towns:
        return []
    if not isinstance(towns, tuple):
        towns = tuple(towns)
    found = []
    for row, names in zip(towns, prepare(towns), strict=True):
        if asked in names:
            found.append((_TOWN, _town(row)))
        elif names[0].startswith(asked) or names[1].startswith(asked):
            found.append((_TOWN_PREFIX, _town(row)))
    return found


def prepare(towns: tuple[TownRow, ...]) -> list[tuple[str, str]]:
    """Folded names and native names of the towns, kept for the tuple last asked for; any thread may come first."""
    global _prepared  # noqa: PLW0603 - one entry, remade when other towns come
    held, names = _prepared
    if held is not towns:
        names = [(fold(str(row[0])), fold(str(row[1]))) for row in towns]
        _prepared = (towns, names)
    return names


def _town(row: TownRow) -> Place:
    name, _, country, lon, lat = row[:5]
    return Place("", f"{name}, {country}", "town", float(str(lon)), float(str(lat)), "", _TOWN_SOURCE)


def _similar(entries: Sequence[_Entry], asked: str, limit: int) -> list[Place]:
    """Places with a name like the text, the most similar first."""
    owners: dict[str, Place] = {}
    for entry in entries:
        for _, name in entry.names:
            owners.setdefault(name, entry.place)
    near = difflib.get_close_matches(asked[:60], list(owners), max(limit, 1), 0.6)
    return list(dict.fromkeys(owners[name] for name in near))[:limit]


def _quoted(names: Iterable[str]) -> str:
    return " or ".join(repr(name) for name in names)


def _middle(line: Sequence[LonLat]) -> LonLat:
    """The point half way along a short line; planar, which is near enough to put a name there."""
    scale = math.cos(math.radians(line[0][1]))
    lengths = [math.hypot((b[0] - a[0]) * scale, b[1] - a[1]) for a, b in pairwise(line)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        if left <= length and length > 0:
            part = left / length
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        left -= length
    return line[0]
