"""What a typed text may mean to the palette: commands, places, forces, events, bookmarks, objects, towns, positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from layers.catalogue import find
from layers.catalogue.model import Catalogue
from layers.document import areas
from layers.document.model import Content
from layers.document.shown import figure
from layers.errors import RimlandError
from layers.position import format_position, parse_position
from layers.units import DistanceUnit
from mapapp.language import said, tr

Kind = Literal[
    "command", "flashpoint", "base", "unit", "passage", "zone", "town", "position", "event", "commitment", "lever",
    "platform", "bookmark", "object", "scenario",
]  # fmt: skip
LIMIT = 40
_EXACT, _PREFIX, _WORDS, _WITHIN, _LETTERS = range(5)
_KIND_WORDS: dict[str, str] = {
    "flashpoint": "Flashpoint", "base": "Base", "passage": "Passage", "zone": "Zone", "town": "Town",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the palette."""

    kind: Kind
    id: str
    """Id of the command, record or object; the name of a bookmark or a town."""
    text: str
    detail: str = ""
    keys: str = ""
    """The command's shortcut."""
    lon: float | None = None
    lat: float | None = None
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Runnable:
    """A command as the palette knows it."""

    id: str
    text: str
    where: str
    """Its menu, as ``Map › Projection``."""
    also: str = ""
    """More words it is found by."""
    keys: str = ""
    checked: bool | None = None


def search(
    text: str,
    catalogue: Catalogue,
    content: Content,
    commands: Sequence[Runnable],
    towns: Iterable[find.TownRow] = (),
    *,
    unit: DistanceUnit = "km",
) -> list[Finding]:
    """What `text` may mean, the best first. A leading ``>`` asks for commands alone."""
    only_commands = text.lstrip().startswith(">")
    asked = find.fold(text)
    runnable = [(rank, _command(one)) for one in commands if (rank := _rank_command(asked, one)) is not None]
    if only_commands:
        return [found for _, found in sorted(runnable, key=_by_rank)][:LIMIT]
    if not asked:
        return []
    ranked: list[tuple[int, Finding]] = []
    if (spot := _position(text)) is not None:
        ranked.append((-1, spot))
    for finding, names in (*_places(catalogue), *_of_document(content, unit), *_records(catalogue)):
        if (rank := _rank(asked, names)) is not None:
            ranked.append((rank, finding))
    ranked += runnable
    ranked += _towns(asked, towns)
    if not ranked:
        # nothing is called that: what sounds like it
        ranked = [(0, _found(place)) for place in find.find(catalogue, text, 5)]
    return [found for _, found in sorted(ranked, key=_by_rank)][:LIMIT]


def _by_rank(pair: tuple[int, Finding]) -> int:
    return pair[0]


def _rank(asked: str, names: Iterable[str]) -> int | None:
    """How well one of the names fits; None when none does."""
    best: int | None = None
    for name in map(find.fold, names):
        if not name:
            continue
        if name == asked:
            return _EXACT
        if name.startswith(asked):
            fits = _PREFIX
        elif all(f" {word}" in f" {name}" for word in asked.split()):
            fits = _WORDS
        elif asked in name:
            fits = _WITHIN
        else:
            continue
        best = fits if best is None else min(best, fits)
    return best


def _rank_command(asked: str, one: Runnable) -> int | None:
    if not asked:
        return _WORDS
    best = _rank(asked, (one.text,))
    if best is None and _rank(asked, (f"{one.text} {one.where} {one.also}",)) is not None:
        best = _WITHIN
    if best is None and len(asked) >= 3 and _letters(asked.replace(" ", ""), find.fold(one.text)):
        best = _LETTERS
    return best


def _letters(asked: str, name: str) -> bool:
    """Whether the letters stand in the name in this order, each run at the beginning of a word, as ``exbr``."""
    words = name.split()

    def fits(rest: str, at: int) -> bool:
        if not rest:
            return True
        return any(
            rest.startswith(word[:count]) and fits(rest[count:], number + 1)
            for number, word in enumerate(words[at:], at)
            for count in range(min(len(word), len(rest)), 0, -1)
        )

    return fits(asked, 0)


def _command(one: Runnable) -> Finding:
    return Finding("command", one.id, one.text, one.where, one.keys, checked=one.checked)


def _position(text: str) -> Finding | None:
    try:
        spot = parse_position(text)
    except RimlandError:
        return None
    shown = format_position(spot.lon, spot.lat, "DMS")
    return Finding("position", text.strip(), shown, tr("Position"), lon=spot.lon, lat=spot.lat)


def _towns(asked: str, towns: Iterable[find.TownRow]) -> Iterator[tuple[int, Finding]]:
    for _, place in find.towns_like(towns, asked)[:LIMIT]:
        rank = _EXACT if find.fold(place.name.split(",")[0]) == asked else _WORDS
        yield rank, _found(place)


def _found(place: find.Place) -> Finding:
    where = {"east": " in the East", "west": " in the West"}.get(place.theatre, "")
    detail = tr(f"{_KIND_WORDS[place.kind]}{where}")
    return Finding(place.kind, place.id or place.name, place.name, detail, lon=place.lon, lat=place.lat)


def _places(catalogue: Catalogue) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Flashpoints, bases, passages and zones by all they are called."""
    for place in find.everything(catalogue):
        row: Any = {
            "flashpoint": catalogue.flashpoints,
            "base": catalogue.bases,
            "passage": catalogue.passages,
            "zone": catalogue.zones,
        }[place.kind][place.id]
        native = getattr(row, "native", "").split("/")
        yield _found(place), (place.name, place.id, *getattr(row, "aliases", ()), *native, getattr(row, "icao", ""))


def _of_document(content: Content, unit: DistanceUnit) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    for mark in content.bookmarks:
        yield (
            Finding("bookmark", mark.name, mark.name, tr("Bookmark"), lon=mark.sight.lon, lat=mark.sight.lat),
            (mark.name,),
        )
    for one in areas.everything(content):
        lon, lat = one.points[0]
        text = one.name or figure(one, unit) or one.id
        yield Finding("object", one.id, text, tr("Drawn"), lon=lon, lat=lat), (one.name, one.id, one.note)
    for number, scenario in enumerate(content.kept):
        yield (
            Finding("scenario", str(number), tr(scenario.name), tr("Scenario")),
            (tr(scenario.name), scenario.name, scenario.id),
        )


def _records(catalogue: Catalogue) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    for unit in catalogue.units.values():
        base = catalogue.bases.get(unit.base)
        where = said("Unit, {base}", base=base.name) if base else tr("Unit")
        yield Finding("unit", unit.id, unit.name, where), (unit.name, unit.id, f"{unit.nation} {unit.effect}")
    for number, event in enumerate(catalogue.events):
        told = said("Event, {date}", date=event.date)
        found = Finding("event", str(number), tr(event.name), told, lon=event.lon, lat=event.lat)
        yield found, (tr(event.name), event.name, f"{event.place} {event.date}", " ".join(event.actors))
    for treaty in catalogue.commitments.values():
        yield (
            Finding("commitment", treaty.id, tr(treaty.name), said("Commitment, {date}", date=treaty.signed[:4])),
            (tr(treaty.name), treaty.name, treaty.id),
        )
    for lever in catalogue.levers.values():
        told = said("Lever, {actor}", actor=tr(lever.actor.capitalize()))
        yield Finding("lever", lever.id, tr(lever.name), told), (tr(lever.name), lever.name, lever.id)
    for platform in catalogue.platforms.values():
        yield Finding("platform", platform.id, platform.name, tr("Platform")), (platform.name, platform.id)
