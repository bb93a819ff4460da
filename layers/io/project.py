"""Scenarios as files a person can read: JSON with a schema number, ready-made ones and the user's own."""

from __future__ import annotations

from pathlib import Path

import msgspec

import resources
from layers.catalogue.model import Catalogue
from layers.errors import RimlandError
from layers.scenario.availability import check, unknown
from layers.scenario.model import BASELINE, SCHEMA, Scenario


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """What stands in a scenario file."""

    rimland_scenario: int
    scenario: Scenario


def ready_made() -> dict[str, Path]:
    """The shipped scenario files by id, `baseline` excepted, which needs none."""
    return {path.stem: path for path in sorted(resources.path("scenarios").glob("*.json"))}


def load_scenario(catalogue: Catalogue, name: str) -> Scenario:
    """A ready-made scenario by its id, or the one in a file.

    Raises
    ------
    RimlandError
        For an unknown id, an unreadable file, or a scenario that names what the catalogue does not hold.
    """
    if name == BASELINE.id:
        return BASELINE
    shipped = ready_made()
    if name in shipped:
        return read_scenario(catalogue, shipped[name])
    if Path(name).suffix or Path(name).exists():
        return read_scenario(catalogue, Path(name))
    raise unknown(name, "scenario", [BASELINE.id, *shipped])


def read_scenario(catalogue: Catalogue, path: Path) -> Scenario:
    """The scenario in a file, checked against the catalogue."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except OSError as error:
        raise RimlandError(f"cannot read {path}: {error.strerror}", remedy="check the name of the file") from None
    except msgspec.MsgspecError as error:
        raise RimlandError(str(error), place=str(path), remedy="mend the file or save the scenario again") from None
    if found.rimland_scenario > SCHEMA:
        raise RimlandError(
            f"written by a later version (schema {found.rimland_scenario}, this one reads up to {SCHEMA})",
            place=str(path),
            remedy="install the newer Rimland",
        )
    check(catalogue, found.scenario)
    return found.scenario


def encode_scenario(scenario: Scenario) -> bytes:
    """The file of a scenario: indented, sets in order, so that two equal scenarios are the same bytes."""
    plain = msgspec.to_builtins(_File(SCHEMA, scenario), order="sorted")
    return msgspec.json.format(msgspec.json.encode(plain, order="sorted"), indent=2) + b"\n"
