"""Rows of a hand-edited CSV table: what is wrong with a cell is named by file, row, column, value and remedy."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar, get_args

from layers.catalogue.values import Confidence, LonLat, Source, Spread
from layers.errors import Problem

T = TypeVar("T")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{3}", re.ASCII)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
"""What the bytes that are no UTF-8 become when they are decoded with `surrogateescape`."""
_SHOWN = 60
"""Characters of a bad cell that are shown."""


def nearest(text: str, known: Iterable[str]) -> str:
    """``"did you mean 'x'?"`` with up to three of `known`, or an empty text."""
    folded = {name.lower(): name for name in known}
    near = difflib.get_close_matches(text.lower()[:_SHOWN], list(folded), 3, 0.6)
    return f"did you mean {' or '.join(repr(folded[name]) for name in near)}?" if near else ""


def is_country(text: str) -> bool:
    """Whether a text has the form of an ISO A3 code."""
    return _COUNTRY.fullmatch(text) is not None


@dataclass(slots=True)
class Row:
    """One record of a table; what its methods cannot read they note in `problems`, and the row is then `bad`."""

    file: str
    number: int
    """As a spreadsheet counts it: the header is row 1."""
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        return bool(self.problems)

    def refuse(self, column: str, value: str, remedy: str) -> None:
        """Note that the cell in `column` cannot be used."""
        shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
        named = column if column.isprintable() else repr(column)
        self.problems.append(Problem(f"{self.file} row {self.number}, column {named}", shown, remedy))

    def text(self, column: str) -> str:
        """The cell, which may be empty."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell, which must not be empty."""
        value = self.text(column)
        if not value:
            self.refuse(column, value, "this cell must not be empty")
        return value

    def items(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that lists several, separated by semicolons."""
        return tuple(part for part in (part.strip() for part in self.text(column).split(";")) if part)

    def key(self, column: str = "id") -> str:
        """An id of its own."""
        value = self.needed(column)
        if value and not _ID.fullmatch(value):
            self.refuse(column, value, "an id has small letters, digits and single hyphens only, such as kadena-ab")
        return value

    def country(self, column: str) -> str:
        """An ISO A3 code."""
        value = self.needed(column)
        if value and not _COUNTRY.fullmatch(value):
            self.refuse(column, value, "give the ISO code of the country in three capitals, such as JPN")
        return value

    def countries(self, column: str, other: Collection[str] = ()) -> tuple[str, ...]:
        """ISO A3 codes, or words of `other`, separated by semicolons."""
        found = self.items(column)
        for value in found:
            if not _COUNTRY.fullmatch(value) and value not in other:
                words = f", or {' or '.join(other)}" if other else ""
                self.refuse(column, value, f"give ISO codes in three capitals separated by semicolons{words}")
        return found

    def number_in(self, column: str, low: float, high: float, unit: str) -> float:
        """A number from `low` to `high`; 0 when the cell is refused, as the row then is."""
        value = self.needed(column)
        if not value:
            return 0.0
        if not _NUMBER.fullmatch(value):
            point = value.replace(",", ".")
            comma = f"write it with a point: {point}" if _NUMBER.fullmatch(point) else "put words in another column"
            self.refuse(column, value, f"this is not a number; {comma}")
            return 0.0
        number = float(value)
        if not low <= number <= high:
            self.refuse(column, value, f"give a number from {low:g} to {high:g} {unit}".rstrip())
            return 0.0
        return number

    def number_or_none(self, column: str, low: float, high: float, unit: str) -> float | None:
        """As `number_in`; None when the cell is empty."""
        return self.number_in(column, low, high, unit) if self.text(column) else None

    def position(self, lon: str = "lon", lat: str = "lat") -> LonLat:
        """Longitude and latitude in degrees, from two columns."""
        return self.number_in(lon, -180, 180, "degrees east"), self.number_in(lat, -90, 90, "degrees north")

    def spread(self, low: str, likely: str, high: str, unit: str = "h", most: float = 1e5) -> Spread:
        """Low, likely and high from three columns, in rising order and not negative."""
        values = [self.number_in(column, 0, most, unit) for column in (low, likely, high)]
        if not self.bad and not values[0] <= values[1] <= values[2]:
            shown = " / ".join(f"{value:g}" for value in values)
            self.refuse(likely, shown, f"order them: {low} must not exceed {likely}, nor {likely} exceed {high}")
        return Spread(*values)

    def known_hours(self, column: str) -> Spread:
        """Hours that are one number; an empty cell is no time at all."""
        hours = self.number_or_none(column, 0, 1e5, "h") or 0.0
        return Spread(hours, hours, hours)

    def choice(self, column: str, options: tuple[T, ...]) -> T:
        """One of a few words."""
        value = self.text(column)
        for option in options:
            if value == option:
                return option
        words = [str(option) for option in options]
        self.refuse(column, value, f"{nearest(value, words)} It must be one of: {', '.join(words)}".strip())
        return options[0]

    def choices(self, column: str, options: tuple[T, ...]) -> tuple[T, ...]:
        """Several of a few words, separated by semicolons."""
        words = {str(option): option for option in options}
        found = self.items(column)
        for value in found:
            if value not in words:
                self.refuse(column, value, f"{nearest(value, words)} It must be of: {', '.join(words)}".strip())
        return tuple(words[value] for value in found if value in words)

    def yes(self, column: str) -> bool:
        return self.choice(column, ("yes", "no")) == "yes"

    def of(self, column: str, known: Collection[str], table: str, refused: Collection[str] = ()) -> str:
        """The id of a row in another table."""
        value = self.needed(column)
        if value:
            self._refer(column, value, known, table, refused)
        return value

    def all_of(self, column: str, known: Collection[str], table: str, refused: Collection[str] = ()) -> tuple[str, ...]:
        """Ids of rows in another table, separated by semicolons."""
        found = self.items(column)
        for value in found:
            self._refer(column, value, known, table, refused)
        return found

    def _refer(self, column: str, value: str, known: Collection[str], table: str, refused: Collection[str]) -> None:
        if value in known:
            return
        if value in refused:
            self.refuse(column, value, f"its own row in {table} was refused: mend that one first")
        else:
            self.refuse(column, value, f"{nearest(value, known)} There is no such id in {table}".strip())

    def line(self, column: str, least: int) -> tuple[LonLat, ...]:
        """Points written ``lon lat; lon lat``, at least so many."""
        points: list[LonLat] = []
        for part in self.items(column):
            words = part.split()
            if len(words) != 2 or not all(_NUMBER.fullmatch(word) for word in words):
                self.refuse(column, part, "write each point as longitude and latitude, '29.05 41.08; 29.06 41.09'")
                continue
            lon, lat = float(words[0]), float(words[1])
            if abs(lon) > 180 or abs(lat) > 90:
                self.refuse(column, part, "longitude comes first (-180 to 180), then latitude (-90 to 90)")
                continue
            points.append((lon, lat))
        if not self.bad and len(points) < least:
            self.refuse(column, self.text(column), f"give at least {least} points as 'lon lat; lon lat'")
        return tuple(points)

    def day(self, column: str, *, needed: bool = True) -> str:
        """A date as year-month-day."""
        value = self.needed(column) if needed else self.text(column)
        if value:
            try:
                date.fromisoformat(value)
            except ValueError:
                self.refuse(column, value, "write the date as year-month-day, such as 2024-06-17")
        return value

    def source(self) -> Source:
        """Where the row comes from; a row without a source is refused."""
        value = self.text("source")
        if not value:
            self.refuse("source", value, "say where the figures come from, or 'judgement'")
        return Source(value, self.choice("confidence", get_args(Confidence)), self.text("as_of"))


def read_rows(path: Path, columns: Sequence[str], optional: Collection[str] = ()) -> tuple[list[Row], list[Problem]]:
    """The records of a CSV file, those whose cells do not fit the header marked `bad`; and what is wrong with the file.

    Commas, semicolons or tabs may separate the cells, as spreadsheets of different countries write them. Blank rows
    count but are passed over. A file that lacks one of `columns` gives no rows, unless the column is `optional`.
    """
    name = path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [], [Problem(name, "missing", "put the file back; it is part of the catalogue")]
    except OSError as error:
        return [], [Problem(name, error.strerror or "unreadable", "make the file readable")]
    text, problems = _decoded(name, data)
    lines = list(io.StringIO(text, newline=""))
    separator = max(",;\t", key=lines[0].count) if lines else ","
    records = _records(lines, separator)
    header = [cell.strip() for cell in next(records, _Record(1, ())).cells]
    if fatal := _header_problems(name, header, columns, optional, problems):
        return [], [*problems, *fatal]
    rows = [row for record in records if (row := _row(name, header, record)) is not None]
    return rows, problems


class _Record(NamedTuple):
    number: int
    cells: Sequence[str]
    broken: bool = False
    """True where a quotation mark spoils the record; `cells` then holds its first line, uncut."""


def _decoded(name: str, data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file; bytes that are no UTF-8 stay marked in it, so that only their rows are lost."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        remedy = "the file is UTF-16 and was read as such; save it as CSV UTF-8"
        return data.decode("utf-16", "replace"), [Problem(f"{name} row 1", "UTF-16", remedy)]
    return data.decode("utf-8-sig", "surrogateescape"), []


def _records(lines: Sequence[str], separator: str) -> Iterator[_Record]:
    """The records of a table; a quotation mark that is never closed spoils one of them and not the rest."""
    start = number = width = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=separator, strict=True)
        done = 0
        while True:
            try:
                cells = next(reader, None)
            except csv.Error:
                break
            if cells is None:
                return
            width = width or len(cells)
            if reader.line_num - done > 1 and len(cells) != width:
                break
            number += 1
            done = reader.line_num
            yield _Record(number, cells)
        number += 1
        start += done
        yield _Record(number, (lines[start].strip(),), broken=True)
        start += 1


def _header_problems(
    name: str, header: list[str], columns: Sequence[str], optional: Collection[str], problems: list[Problem]
) -> list[Problem]:
    """What makes the whole table unusable; a missing optional column goes to `problems` instead."""
    place = f"{name} row 1"
    if any(_NOT_UTF8.search(cell) for cell in header):
        return [Problem(place, _as_windows(",".join(header)), "the header is not UTF-8; save the file as CSV UTF-8")]
    fatal = [
        Problem(f"{place}, column {cell}", cell, "two columns have this name; rename or remove one")
        for cell in dict.fromkeys(header)
        if cell in columns and header.count(cell) > 1
    ]
    spare = [cell for cell in header if cell not in columns]
    for column in columns:
        if column not in header:
            hint = nearest(column, spare).replace("did you mean", "is it the one headed")
            problem = Problem(f"{place}, column {column}", "missing", f"add a column headed {column}. {hint}".strip())
            (problems if column in optional else fatal).append(problem)
    return fatal


def _row(name: str, header: list[str], record: _Record) -> Row | None:
    """The record as a row, with a problem when its cells do not fit the header; None when it is blank."""
    cells = list(record.cells)
    while len(cells) > len(header) and not cells[-1].strip():
        cells.pop()
    if not any(cell.strip() for cell in cells):
        return None
    row = Row(name, record.number, {head: cell.strip() for head, cell in zip(header, cells, strict=False)})
    if record.broken:
        row.refuse(header[0], _as_windows(cells[0]), "a quotation mark here has no partner, or a line end no quotes")
        return row
    for head, cell in row.cells.items():
        if _NOT_UTF8.search(cell):
            remedy = "this is not UTF-8 but looks like Windows-1252 or another old encoding; save as CSV UTF-8"
            row.refuse(head, _as_windows(cell), remedy)
    if len(cells) != len(header) and not row.bad:
        where = f"{name} row {record.number}"
        remedy = f"the header has {len(header)}; put a cell with commas in it in quotation marks"
        row.problems.append(Problem(where, f"{len(cells)} cells", remedy))
    return row


def _as_windows(text: str) -> str:
    """Bytes that are no UTF-8 as the old Windows encoding reads them."""
    return text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
