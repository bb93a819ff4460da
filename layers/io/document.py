"""The user's document as a file a person can read: JSON with a schema number; what cannot be used is told by its place.

A file of an earlier version opens, and so does a bare scenario file; what a version did not know yet takes its default.
A file of a later version is refused, since parts of it would be lost on saving.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from layers.catalogue.model import Base, Catalogue, Clock, Flashpoint, Platform, Unit
from layers.document import areas, objects
from layers.document.model import SCHEMA, Bookmark, Content, Saved, Sight, Target
from layers.document.objects import Drawn
from layers.document.own import Own, OwnZone, merged
from layers.errors import Problem, RimlandError
from layers.io.embedded import CARRIERS, read_embedded
from layers.io.readable import laid_out, plain
from layers.io.text import whole
from layers.picture import layout
from layers.picture.layout import Layout, Placed
from layers.picture.sheet import DEFAULT_LAYERS, RING_SHAPES, UNIT_SIGNS, LayerSetting
from layers.projection import KINDS
from layers.response.model import Posture
from layers.scenario import availability
from layers.scenario.model import BASELINE, Scenario
from layers.style.model import NAMES

SUFFIX = ".rimland"
MARK = "rimland_document"
SCENARIO_MARK = "rimland_scenario"
ATLAS_MARK = "rimland_atlas"
"""A file of several documents, see `layers.io.atlas`; read as one it is its first."""
_MEND = "mend it in the file; the rest was read"
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z")
"""A year, a month or a day, as ISO writes them."""

T = TypeVar("T")


# --- writing ----------------------------------------------------------------------------------------------------


def encode(saved: Saved) -> bytes:
    """The file of a document; equal documents are the same bytes."""
    content = saved.content
    body: dict[str, Any] = {MARK: SCHEMA}
    if saved.target is not None:
        body["target"] = plain(saved.target)
    if saved.sight is not None:
        body["view"] = plain(saved.sight)
    body["projection"], body["style"] = content.projection, content.style
    body["unit_signs"], body["ring_shape"] = content.unit_signs, content.ring_shape
    body["scenario"] = plain(content.scenario)
    body["other_scenarios"] = plain(content.kept)
    body["objects"] = plain(content.drawn)
    body["bookmarks"] = plain(content.bookmarks)
    if any(content.dates):
        body["dates"] = list(content.dates)
    if content.posture is not None:
        body["posture"] = plain(content.posture)
    body["own"] = plain(content.own)
    body["layers"] = plain(content.layers)
    body["layout"] = plain(content.layout)
    text = laid_out({key: value for key, value in body.items() if value not in ([], {})}) + "\n"
    return whole(text).encode()


def write(path: Path, saved: Saved) -> None:
    """Write the document beside its place and move it there, so that the old file lives until the new one is whole.

    Raises
    ------
    RimlandError
        When the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(encode(saved))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise RimlandError(f"cannot write {path}: {error.strerror}", remedy="choose another folder") from None


# --- reading ----------------------------------------------------------------------------------------------------


def read(path: Path, catalogue: Catalogue) -> tuple[Saved, tuple[Problem, ...]]:
    """The document in a file of its own or inside an exported briefing, and what of it could not be used.

    Raises
    ------
    RimlandError
        The file cannot be read, is no document, or was written by a later version.
    """
    if path.suffix.casefold() in CARRIERS:
        return decode(read_embedded(path), catalogue, path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RimlandError(f"cannot read {path}: {error.strerror}", remedy="check the name of the file") from None
    return decode(data, catalogue, path.name)


def decode(data: bytes, catalogue: Catalogue, place: str = "document") -> tuple[Saved, tuple[Problem, ...]]:
    """The document in the bytes of a file called `place`; see `read`."""
    body = _body(data, place)
    reader = _Reader(catalogue, place)
    return reader.saved(body), tuple(reader.problems)


def _body(data: bytes, place: str) -> dict[str, Any]:
    try:
        body = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RimlandError(
            f"it is no Rimland document: {error}", place=place, remedy="open a .rimland file, or import other data"
        ) from None
    if isinstance(body, dict) and ATLAS_MARK in body and isinstance(body.get("documents"), list) and body["documents"]:
        body = body["documents"][0]
    version = body.get(MARK, body.get(SCENARIO_MARK)) if isinstance(body, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RimlandError(
            f"it is no Rimland document: it has no {MARK!r} number",
            place=place,
            remedy="open a .rimland file, or import other data",
        )
    if MARK in body and version > SCHEMA:
        raise RimlandError(
            f"written by a later version (schema {version}, this one reads up to {SCHEMA})",
            place=place,
            remedy="install the newer Rimland",
        )
    return body  # type: ignore[no-any-return]  # checked above


class _Reader:
    """Reads part by part; a part that cannot be used is told and left out."""

    def __init__(self, catalogue: Catalogue, place: str) -> None:
        self._catalogue = catalogue
        self._place = place
        self.problems: list[Problem] = []

    def saved(self, body: dict[str, Any]) -> Saved:
        known = {
            MARK, SCENARIO_MARK, "target", "view", "projection", "style", "unit_signs", "ring_shape", "scenario",
            "other_scenarios", "objects", "bookmarks", "own", "layers", "posture", "dates", "layout",
        }  # fmt: skip
        for name in body.keys() - known:
            self._tell(name, name, "this version knows no such part; it will not be saved again")
        own = self._own(body.get("own", {}))
        content = Content(
            scenario=self._scenario(body.get("scenario"), "scenario") or BASELINE,
            kept=tuple(filter(None, self._each(body, "other_scenarios", self._scenario))),
            layers=self._layers(body),
            style=self._choice(body, "style", NAMES),
            projection=self._choice(body, "projection", KINDS),
            unit_signs=self._choice(body, "unit_signs", UNIT_SIGNS),
            ring_shape=self._choice(body, "ring_shape", RING_SHAPES),
            drawn=self._objects(body),
            bookmarks=tuple(filter(None, self._each(body, "bookmarks", self._bookmark))),
            dates=self._dates(body.get("dates", ["", ""])),
            posture=self._posture(body.get("posture"), "posture"),
            own=own,
            layout=self._layout(body),
        )
        sight = self._sight(body["view"], "view") if "view" in body else None
        return Saved(content, self._target(body.get("target"), "target"), sight)

    # --- parts

    def _scenario(self, raw: Any, place: str) -> Scenario | None:
        found = None if raw is None else self._record(Scenario, raw, place)
        if found is None:
            return None
        found = self._known_only(found, place)
        try:
            availability.check(self._catalogue, found)
        except RimlandError as error:
            self._tell(place, found.name, f"{error}; the catalogue's own values are assumed")
            return dataclasses.replace(BASELINE, id=found.id, name=found.name, note=found.note)
        return found

    def _known_only(self, scenario: Scenario, place: str) -> Scenario:
        """Without the ids the catalogue does not hold, as of a unit renamed since."""
        catalogue = self._catalogue
        ids: dict[str, Any] = dict.fromkeys(("closed", "opened"), catalogue.passages)
        ids |= dict.fromkeys(("committed", "called", "uncalled", "spared"), catalogue.units)
        ids |= {"levers": catalogue.levers}
        pairs: dict[str, Any] = dict.fromkeys(("readiness_h", "release_h", "engaged"), catalogue.units)
        pairs |= {"decision_h": catalogue.decisions, "clock_h": catalogue.flashpoints}
        pairs |= {"lever_size": catalogue.levers, "pools": catalogue.pools}
        changes: dict[str, Any] = {}
        pairs |= {"passage_h": catalogue.passages}
        by_kind = {"closed", "opened", "passage_h"}
        for field, known in {**ids, **pairs}.items():
            held = getattr(scenario, field)
            names = [one[0] if field in pairs else one for one in held]
            if field in by_kind:
                names = [availability.split_passage(name)[0] for name in names]
            strange = [one for one, name in zip(held, names, strict=True) if name not in known]
            for one in strange:
                self._tell(f"{place}.{field}", one[0] if field in pairs else one, "the catalogue has no such id")
            if strange:
                changes[field] = type(held)(one for one in held if one not in strange)
        return dataclasses.replace(scenario, **changes)

    def _layers(self, body: dict[str, Any]) -> tuple[LayerSetting, ...]:
        """The rows of the file in their order; a layer it does not know stands where it does by default."""
        rows = [row for row in self._each(body, "layers", self._layer) if row is not None]
        rows = list({row.id: row for row in rows}.values())
        for place, default in enumerate(DEFAULT_LAYERS):
            if all(row.id != default.id for row in rows):
                below = {one.id for one in DEFAULT_LAYERS[:place]}
                at = max((number for number, row in enumerate(rows, 1) if row.id in below), default=0)
                rows.insert(at, default)
        return tuple(rows)

    def _layer(self, raw: Any, place: str) -> LayerSetting | None:
        row = self._record(LayerSetting, raw, place)
        if row is not None and not 0.0 <= row.opacity <= 1.0:
            self._tell(f"{place}.opacity", row.opacity, "give 0 to 1")
            return None
        return row

    def _objects(self, body: dict[str, Any]) -> tuple[Drawn, ...]:
        found: list[Drawn] = []
        for number, one in enumerate(self._each(body, "objects", self._object)):
            if one is None:
                continue
            if any(other.id == one.id for other in found):
                self._tell(f"objects[{number}].id", one.id, "another object has this id; it was given a new one")
                found.append(dataclasses.replace(one, id=objects.free_id(tuple(found), one.shape)))
            else:
                found.append(one)
        return tuple(found)

    def _object(self, raw: Any, place: str) -> Drawn | None:
        return self._checked(self._record(Drawn, raw, place), objects.check, place)

    def _layout(self, body: dict[str, Any]) -> Layout:
        """Each block where the file puts it last; one that lies off the page stands where its template has it."""
        found: Layout = ()
        for one in self._each(body, "layout", self._placed):
            found = layout.put(found, one) if one is not None else found
        return found

    def _placed(self, raw: Any, place: str) -> Placed | None:
        return self._checked(self._record(Placed, raw, place), layout.check, place)

    def _bookmark(self, raw: Any, place: str) -> Bookmark | None:
        return self._checked(self._record(Bookmark, raw, place), _sound_bookmark, place)

    def _sight(self, raw: Any, place: str) -> Sight | None:
        return self._checked(self._record(Sight, raw, place), _sound, place)

    def _dates(self, raw: Any) -> tuple[str, str]:
        pair = raw if isinstance(raw, list) and len(raw) == 2 else [None, None]
        if all(isinstance(one, str) and (not one or DATE.match(one)) for one in pair):
            return str(pair[0]), str(pair[1])
        self._tell("dates", raw, "give two dates as 2024-05-23, or empty texts; all events are shown")
        return "", ""

    def _posture(self, raw: Any, place: str) -> Posture | None:
        found = None if raw is None else self._record(Posture, raw, place)
        if found is None:
            return None
        if found.platform not in self._catalogue.platforms:
            self._tell(f"{place}.platform", found.platform, "the catalogue has no such platform; it is not shown")
            return None
        if not 0.0 <= found.notice_h < found.within_h < 100_000.0:
            self._tell(f"{place}.within_h", found.within_h, "give more hours than the notice takes; it is not shown")
            return None
        return found

    def _target(self, raw: Any, place: str) -> Target | None:
        found = None if raw is None else self._record(Target, raw, place)
        if found is not None and not (-180 <= found.lon <= 180 and -90 <= found.lat <= 90):
            self._tell(place, f"{found.lon}, {found.lat}", "give longitude -180 to 180 and latitude -90 to 90")
            return None
        return found

    def _own(self, raw: Any) -> Own:
        if not isinstance(raw, dict):
            self._tell("own", raw, _MEND)
            return Own()
        kinds: dict[str, type[Any]] = {
            "flashpoints": Flashpoint, "clocks": Clock, "bases": Base, "platforms": Platform, "units": Unit,
        }  # fmt: skip
        read: dict[str, Any] = {name: partial(self._record, kind) for name, kind in kinds.items()}
        read["zones"] = self._zone
        rows = {name: tuple(filter(None, self._each(raw, name, one, "own."))) for name, one in read.items()}
        own = Own(**rows)
        try:
            self._catalogue = merged(self._catalogue, own)
        except RimlandError as error:
            self._tell("own", error.what, f"{error}; none of the own records were taken")
            return Own()
        return own

    def _zone(self, raw: Any, place: str) -> OwnZone | None:
        return self._checked(self._record(OwnZone, raw, place), areas.sound, place)

    # --- grammar

    def _each(
        self, body: dict[str, Any], name: str, read: Callable[[Any, str], T | None], above: str = ""
    ) -> Iterable[T | None]:
        rows = body.get(name, [])
        if not isinstance(rows, list):
            self._tell(above + name, type(rows).__name__, "a list is expected; nothing of it was read")
            return []
        return [read(row, f"{above}{name}[{number}]") for number, row in enumerate(rows)]

    def _record(self, kind: type[T], raw: Any, place: str) -> T | None:
        if isinstance(raw, dict):
            for name in raw.keys() - {field.name for field in dataclasses.fields(kind)}:  # type: ignore[arg-type]
                self._tell(f"{place}.{name}", raw[name], "this version knows no such field; it will not be saved again")
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError as error:
            what, _, where = str(error).partition(" - at `$")
            self._tell(place + where.rstrip("`"), what, _MEND)
            return None

    def _checked(self, found: T | None, check: Callable[[T], T], place: str) -> T | None:
        if found is None:
            return None
        try:
            return check(found)
        except RimlandError as error:
            self._tell(f"{place}.{error.place}" if error.place else place, error.what, error.remedy or _MEND)
            return None

    def _choice(self, body: dict[str, Any], name: str, known: tuple[Any, ...]) -> Any:
        default = getattr(Content(BASELINE), name)
        value = body.get(name, default)
        if value in known:
            return value
        self._tell(name, value, f"use one of {', '.join(known)}; {default!r} was taken")
        return default

    def _tell(self, where: str, value: Any, remedy: str) -> None:
        text = str(value)
        self.problems.append(Problem(f"{self._place}, {where}", text if len(text) <= 80 else text[:79] + "…", remedy))


def _sound(sight: Sight) -> Sight:
    on_earth = -180 <= sight.lon <= 180 and -90 <= sight.lat <= 90
    if not (on_earth and 0 < sight.mpp < 1e6 and abs(sight.rotation_deg) <= 360):
        raise RimlandError("it is no view of the earth", remedy="give lon, lat in degrees and mpp in metres per pixel")
    return sight


def _sound_bookmark(one: Bookmark) -> Bookmark:
    _sound(one.sight)
    return one
