"""From briefings to files: the ending of a file's name says what it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from layers import wording
from layers.errors import RimlandError
from layers.picture.marks import Picture
from mapapp.export import briefing, contents, data, page
from mapapp.export.briefing import Briefing, Order

Tell = Callable[[float, str], None]
"""How far the work is, from 0 to 1, and at what; raises `Cancelled` when it is no longer wanted."""
Write = Callable[[Sequence[Briefing], Order, Path, Tell], list[Path]]


def _silent(_fraction: float, _text: str) -> None:
    """Nobody wants to know."""


def _numbered(path: Path, number: int, one: Briefing | None, scenarios: bool) -> Path:
    """The file of one page of many: ``atlas-02-pratas.png``, or by its scenario ``atlas-03-europe-first.png``."""
    tail = "contents" if one is None else (one.sheet.target or "place")
    if scenarios and one is not None and one.saved is not None:
        tail = re.sub(r"[^a-z0-9]+", "-", one.saved.content.scenario.id.casefold())[:40].strip("-") or "scenario"
    return path.with_name(f"{path.stem}-{number:02d}-{tail}{path.suffix}")


def _one_each(render: Callable[[Picture, Path, str, bytes, Order], None]) -> Write:
    """Formats that hold one page: an atlas becomes numbered files."""

    def write(pages: Sequence[Briefing], order: Order, path: Path, tell: Tell) -> list[Path]:
        if len(pages) == 1:
            tell(0.0, path.name)
            title = briefing.title_of(pages[0], order)
            render(briefing.picture(pages[0], order), path, title, pages[0].document, order)
            return [path]
        plain = replace(order, title="", subtitle="")
        files = []
        for number, one in enumerate((None, *pages), 1):
            file = _numbered(path, number, one, contents.by_scenario(pages))
            tell((number - 1) / (len(pages) + 1), file.name)
            made = contents.contents(pages, order) if one is None else briefing.picture(one, plain)
            title = contents.title(pages, order) if one is None else briefing.title_of(one, plain)
            render(made, file, title, briefing.carried(pages) if one is None else one.document, order)
            files.append(file)
        return files

    return write


def _pdf(pages: Sequence[Briefing], order: Order, path: Path, tell: Tell) -> list[Path]:
    tell(0.0, path.name)
    title = briefing.title_of(pages[0], order) if len(pages) == 1 else contents.title(pages, order)
    made = contents.atlas(pages, order)
    page.render_pdf(
        made, path, title, briefing.carried(pages), order.date, tell=lambda share: tell(0.2 + 0.8 * share, path.name)
    )
    return [path]


def _data_each(render: Callable[[Briefing, Order, Path], list[Path]]) -> Write:
    """Formats that hold one briefing's data: an atlas becomes numbered files."""

    def write(pages: Sequence[Briefing], order: Order, path: Path, tell: Tell) -> list[Path]:
        files = []
        for number, one in enumerate(pages, 1):
            file = path if len(pages) == 1 else _numbered(path, number, one, contents.by_scenario(pages))
            tell((number - 1) / len(pages), file.name)
            files.extend(render(one, order if len(pages) == 1 else replace(order, title="", subtitle=""), file))
        return files

    return write


def _pptx(pages: Sequence[Briefing], order: Order, path: Path, tell: Tell) -> list[Path]:
    from mapapp.export import slides

    return slides.write(pages, order, path, tell)


def _gif(pages: Sequence[Briefing], order: Order, path: Path, tell: Tell) -> list[Path]:
    from mapapp.export import run

    return run.write(pages, order, path, tell)


_WRITERS: dict[str, Write] = {
    ".png": _one_each(
        lambda made, path, _title, document, order: page.render_png(made, path, order.dpi / 96, document)
    ),
    ".svg": _one_each(lambda made, path, title, document, _order: page.render_svg(made, path, title, document)),
    ".pdf": _pdf,
    ".html": _data_each(data.html),
    ".pptx": _pptx,
    ".gif": _gif,
    ".gpkg": _data_each(data.geopackage),
    ".geojson": _data_each(data.geojson),
    ".kml": _data_each(data.kml),
    ".kmz": _data_each(data.kmz),
    ".csv": _data_each(data.tables),
    ".xlsx": _data_each(data.workbook),
}
FORMATS: tuple[str, ...] = tuple(_WRITERS)


def _spoken(write: Write, pages: Sequence[Briefing], order: Order, path: Path, tell: Tell) -> list[Path]:
    with wording.spoken(order.locale):
        return write(pages, order, path, tell)


def _told(one: Briefing, order: Order) -> Briefing:
    """The briefing whose document says where the blocks of its page stand."""
    saved = one.saved
    if saved is None or saved.content.layout == order.layout:
        return one
    return replace(one, saved=replace(saved, content=replace(saved.content, layout=order.layout)))


def check(path: Path) -> None:
    """Refuse an ending that no writer takes: before the work, not after it.

    Raises
    ------
    RimlandError
        With the endings there are.
    """
    if path.suffix.casefold() not in _WRITERS:
        raise RimlandError(f"{path.name} is no kind of file we write", remedy=f"end it in {', '.join(FORMATS)}")


def write(pages: Sequence[Briefing], order: Order, path: Path, tell: Tell = _silent) -> list[Path]:
    """Write the briefings to a file, or to numbered ones where the format holds a single page; the files written.

    Raises
    ------
    RimlandError
        The ending is none of `FORMATS`, there is nothing to write, or the file cannot be written.
    """
    check(path)
    if not pages:
        raise RimlandError("there is nothing to write", place=path.name, remedy="name a place, or 'all'")
    page.ready()
    told = [_told(one, order) for one in pages]
    # Qt keeps fonts by thread, and what a thread has set before moves letters by a thousandth of a pixel: in one of its
    # own the same briefing is the same bytes
    with ThreadPoolExecutor(1, thread_name_prefix="export") as alone:
        files = alone.submit(_spoken, _WRITERS[path.suffix.casefold()], told, order, path, tell).result()
    tell(1.0, path.name)
    return files
