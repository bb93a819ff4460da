"""A batch of briefings: a TOML file that says what to write, and writes the same bytes every time.

    date = "2026-11-28"        # for all; without it SOURCE_DATE_EPOCH, else today
    marking = "UNCLASSIFIED"

    [[brief]]
    target = "pratas"
    out = ["pratas.pdf", "pratas.pptx"]
    scenario = "europe-first"
    size = "A3"

What stands above the first `[[brief]]` holds for all of them. Files are named from the folder of the batch file.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from layers.errors import RimlandError
from mapapp.cli.written import write_brief

FILES = frozenset({"base", "layout"})
"""Options that name a file, from the folder of the batch file."""


def run(path: Path, say: Callable[[str], None]) -> list[Path]:
    """Write everything the batch file asks for; the files written.

    Raises
    ------
    RimlandError
        The file cannot be read, or names what there is not, with the number of the briefing.
    """
    files: list[Path] = []
    for number, (target, outs, options) in enumerate(read(path), 1):
        try:
            files.extend(write_brief(target, outs, say=say, **options))
        except RimlandError as error:
            place = f"{path.name}, brief {number}"
            raise RimlandError(
                error.what, place=f"{place}, {error.place}" if error.place else place, remedy=error.remedy
            ) from None
    return files


def read(path: Path) -> list[tuple[str, list[Path], dict[str, Any]]]:
    """Target, files and options of every briefing in a batch file."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RimlandError(f"cannot read {path}: {error.strerror}", remedy="check the name of the file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RimlandError(f"it is no TOML: {error}", place=path.name, remedy="mend that line") from None
    rows = body.pop("brief", [])
    if not isinstance(rows, list) or not rows:
        raise RimlandError("it asks for no briefing", place=path.name, remedy="add a [[brief]] with target and out")
    return [_one({**body, **row}, path, number) for number, row in enumerate(rows, 1)]


def _one(row: dict[str, Any], path: Path, number: int) -> tuple[str, list[Path], dict[str, Any]]:
    place = f"{path.name}, brief {number}"
    kinds = {
        name: type(given.default)
        for name, given in inspect.signature(write_brief).parameters.items()
        if given.kind is inspect.Parameter.KEYWORD_ONLY and name != "say"
    }
    target, outs = row.pop("target", None), row.pop("out", None)
    if not isinstance(target, str) or not outs:
        raise RimlandError("target or out is missing", place=place, remedy='give target = "pratas", out = ["x.pdf"]')
    options: dict[str, Any] = {}
    for name, value in row.items():
        if name not in kinds:
            raise RimlandError(f"unknown key {name!r}", place=place, remedy=f"give one of {', '.join(kinds)}")
        options[name] = str(value) if name == "date" else path.parent / str(value) if name in FILES else value
        if name not in FILES and not isinstance(options[name], kinds[name]):
            raise RimlandError(f"{name} = {value!r}", place=place, remedy=f"give a {kinds[name].__name__}")
    names = [outs] if isinstance(outs, str) else list(outs)
    return target, [path.parent / str(name) for name in names], options
