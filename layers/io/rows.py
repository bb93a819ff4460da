"""One row of a CSV file at a time: every value read as what it should be, every mistake named with its place."""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Collection, Iterator
from pathlib import Path

from layers.catalogue.model import Source, Spread
from layers.errors import Problem


class BadValue(Exception):
    """A value that cannot be used: column, value, remedy."""

    def __init__(self, column: str, value: str, remedy: str) -> None:
        super().__init__(column, value, remedy)
        self.column, self.value, self.remedy = column, value, remedy


class Row:
    """The cells of one row, read by column as the type that column must have."""

    def __init__(self, file: str, number: int, cells: dict[str, str]) -> None:
        self.file, self.number, self.cells = file, number, cells

    def problem(self, bad: BadValue) -> Problem:
        """The mistake with its place: file, spreadsheet row, column."""
        return Problem(f"{self.file} row {self.number}, column {bad.column}", bad.value, bad.remedy)

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def needed(self, column: str) -> str:
        text = self.text(column)
        if not text:
            raise BadValue(column, "", "it must not be empty")
        return text

    def names(self, column: str) -> tuple[str, ...]:
        """Several texts with semicolons between."""
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())

    def optional(self, column: str) -> float | None:
        """A finite number, or None for an empty cell."""
        text = self.text(column)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            raise BadValue(column, text, "give a number, with a point for the decimals") from None
        if not math.isfinite(value):
            raise BadValue(column, text, "give a finite number")
        return value

    def number_in(self, column: str, low: float, high: float) -> float:
        value = self.optional(column)
        if value is None:
            raise BadValue(column, "", f"give a number from {low:g} to {high:g}")
        if not low <= value <= high:
            raise BadValue(column, self.text(column), f"give a number from {low:g} to {high:g}")
        return value

    def longitude(self, column: str = "lon") -> float:
        return self.number_in(column, -180.0, 180.0)

    def latitude(self, column: str = "lat") -> float:
        return self.number_in(column, -90.0, 90.0)

    def positive(self, column: str) -> float | None:
        value = self.optional(column)
        if value is not None and value <= 0:
            raise BadValue(column, self.text(column), "give a number above 0, or leave the cell empty")
        return value

    def spread(self, low: str, likely: str, high: str, most: float = 1e6) -> Spread:
        three = [self.number_in(column, 0.0, most) for column in (low, likely, high)]
        if not three[0] <= three[1] <= three[2]:
            shown = " / ".join(f"{value:g}" for value in three)
            raise BadValue(f"{low}..{high}", shown, "give low <= likely <= high")
        return Spread(*three)

    def one_of(self, column: str, choices: Collection[str]) -> str:
        text = self.needed(column)
        if text not in choices:
            raise BadValue(column, text, nearest(text, choices))
        return text

    def known(self, column: str, ids: Collection[str], *, empty: bool = False) -> str:
        """The id of another record."""
        return "" if empty and not self.text(column) else self.one_of(column, ids)

    def all_known(self, column: str, ids: Collection[str]) -> tuple[str, ...]:
        names = self.names(column)
        for name in names:
            if name not in ids:
                raise BadValue(column, name, nearest(name, ids))
        return names

    def yes(self, column: str) -> bool:
        return self.one_of(column, ("yes", "no")) == "yes"

    def points(self, column: str) -> tuple[tuple[float, float], ...]:
        """``lon lat; lon lat; ...``"""
        found = []
        for part in self.names(column):
            try:
                lon, lat = (float(value) for value in part.split())
            except ValueError:
                raise BadValue(column, part, "give points as 'lon lat; lon lat'") from None
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                raise BadValue(column, part, "give longitudes of -180..180 and latitudes of -90..90, lon first")
            found.append((lon, lat))
        return tuple(found)

    def source(self) -> Source:
        text = self.text("source")
        if not text:
            raise BadValue("source", "", "say where the row's figures come from")
        confidence = self.one_of("confidence", ("high", "medium", "low"))
        return Source(text, confidence, self.text("as_of"))  # type: ignore[arg-type]


def nearest(text: str, choices: Collection[str]) -> str:
    """The remedy for an unknown name."""
    near = difflib.get_close_matches(text, list(choices), 2, 0.5)
    if near:
        return f"did you mean {' or '.join(repr(name) for name in near)}?"
    shown = ", ".join(list(choices)[:8])
    return f"use one of {shown}{', ...' if len(choices) > 8 else ''}"


def read_rows(path: Path, columns: Collection[str], problems: list[Problem]) -> Iterator[Row]:
    """The usable rows of a file; what is not UTF-8, has too many or too few cells, or lacks a column is a problem."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(path.name, error.strerror or "unreadable", "restore the file"))
        return
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        problems.append(Problem(path.name, "UTF-16", "save the file as CSV UTF-8"))
        return
    lines = _decoded(path.name, raw.removeprefix(b"\xef\xbb\xbf"), problems)
    reader = csv.reader(lines)
    header: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(Problem(f"{path.name} row {reader.line_num}", str(error), "write the row again"))
            continue
        number = reader.line_num
        if header is None:
            header = [cell.strip() for cell in cells]
            missing = [column for column in columns if column not in header]
            if missing:
                problems.append(Problem(f"{path.name} row 1", ", ".join(missing), "add the missing columns"))
                return
        elif len(cells) != len(header):
            if any(cell.strip() for cell in cells):
                remedy = f"the header has {len(header)} columns, this row {len(cells)}: check commas and quotation marks"
                problems.append(Problem(f"{path.name} row {number}", ",".join(cells)[:60], remedy))
        elif any(cell.strip() for cell in cells):
            yield Row(path.name, number, dict(zip(header, cells, strict=True)))
    if header is None:
        problems.append(Problem(path.name, "", "the file is empty: restore its header and rows"))


def _decoded(name: str, raw: bytes, problems: list[Problem]) -> Iterator[str]:
    for number, line in enumerate(raw.splitlines(keepends=True), start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            shown = line[max(0, error.start - 10) : error.end + 10].decode("cp1252", "replace")
            problems.append(
                Problem(f"{name} row {number}", shown.strip(), "not UTF-8 (Windows-1252?): save the file as CSV UTF-8")
            )
            text = "\n"
        yield text.replace("\0", "")
