"""Briefings computed and written: what `rimland brief`, a batch and the self-test do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from layers.errors import RimlandError

if TYPE_CHECKING:
    from layers.catalogue.find import Place
    from mapapp.export.briefing import Briefing, Order


def write_brief(
    target: str | Place,
    outs: Sequence[Path],
    *,
    title: str = "",
    scenario: str = "baseline",
    theatre: str = "",
    style: str = "",
    template: str = "briefing",
    size: str = "",
    portrait: bool = False,
    dpi: int = 192,
    marking: str = "",
    date: str = "",
    locale: str = "en-GB",
    base: Path | None = None,
    layout: Path | None = None,
    say: Callable[[str], None] = lambda _text: None,
) -> list[Path]:
    """Compute the response at a place, or at all of them, and write it to every file in `outs`; the files written.

    Raises
    ------
    RimlandError
        Unknown place, scenario, style, template or size, an ending we do not write, a file that cannot be written.
    """
    from layers.picture.paper import paper
    from layers.picture.paper import template as template_of
    from mapapp.cli.subjects import briefing_of, documents
    from mapapp.export import dates, layouts, writers
    from mapapp.export.briefing import Order

    for out in outs:
        writers.check(out)
    if not 30 <= dpi <= 1200:
        raise RimlandError(f"{dpi} dots per inch", place="--dpi", remedy="give 30 to 1200")
    order = Order(
        title=title,
        marking=marking,
        date=dates.of(date),
        locale=dates.locale(locale),
        template=template_of(template),
        paper=paper(size or "A4", portrait),
        slide=paper(size or "16:9", portrait),
        dpi=dpi,
        base=base,
        layout=layouts.read(layout) if layout is not None else (),
    )
    subjects = documents(target, scenario, theatre, style, say)
    if layout is None and subjects:
        order = replace(order, layout=subjects[0].content.layout)
    pages = []
    places = len({saved.target for saved in subjects})
    for number, saved in enumerate(subjects, 1):
        if len(subjects) > 1 and saved.target is not None:
            name = saved.target.name if places > 1 else saved.content.scenario.name
            say(f"{number:>3}/{len(subjects)}  {name}")
        pages.append(briefing_of(saved))
    return _write(pages, order, outs, say)


def _write(pages: list[Briefing], order: Order, outs: Sequence[Path], say: Callable[[str], None]) -> list[Path]:
    from mapapp.export import briefing, writers

    files: list[Path] = []
    if order.layout:
        for text in dict.fromkeys(text for one in pages for text in briefing.laid_out(one, order).warnings):
            say(f"Warning: {text}")
    for out in outs:
        if len(pages) > 1:
            say(f"Writing {out.name}")
        files.extend(writers.write(pages, order, out))
    return files
