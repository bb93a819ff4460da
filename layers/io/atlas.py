"""The documents of an atlas in one file: one for each page, in their order; of a single page its document alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from layers.catalogue.model import Catalogue
from layers.document.model import Saved
from layers.errors import Problem
from layers.io import document
from layers.io.embedded import CARRIERS, read_embedded

MARK = document.ATLAS_MARK


def encode(pages: Sequence[Saved]) -> bytes:
    """The file of one document or of several; equal documents are the same bytes."""
    written = [document.encode(one) for one in pages]
    if len(written) < 2:
        return b"".join(written)
    return b'{"%s": 1,\n"documents": [\n%s]}\n' % (MARK.encode(), b",\n".join(written))


def decode(data: bytes, catalogue: Catalogue, place: str = "document") -> tuple[tuple[Saved, ...], tuple[Problem, ...]]:
    """Every document in the bytes of a file called `place`, and what of them could not be used."""
    try:
        pages = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get("documents")
        parts = msgspec.json.decode(pages, type=list[msgspec.Raw]) if pages is not None else []
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        parts = []
    found: list[Saved] = []
    problems: list[Problem] = []
    for number, part in enumerate(parts or [data], 1):
        where = f"{place}, page {number}" if parts else place
        saved, missed = document.decode(bytes(part), catalogue, where)
        found.append(saved)
        problems.extend(missed)
    return tuple(found), tuple(problems)


def read(path: Path, catalogue: Catalogue) -> tuple[tuple[Saved, ...], tuple[Problem, ...]]:
    """The documents of a file, or of an exported briefing or atlas.

    Raises
    ------
    RimlandError
        The file cannot be read, is no document, or was written by a later version.
    """
    if path.suffix.casefold() in CARRIERS:
        return decode(read_embedded(path), catalogue, path.name)
    saved, problems = document.read(path, catalogue)
    return (saved,), problems
