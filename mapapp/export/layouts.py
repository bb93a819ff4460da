"""A layout as a file of its own: TOML with the cells of each block, or any document or export that carries one."""

from __future__ import annotations

import tomllib
from pathlib import Path

from layers.errors import RimlandError
from layers.io.files import save_bytes
from layers.picture import layout as grid
from layers.picture.layout import Layout, Placed

_HEAD = f"""\
# Where the blocks of a briefing's page stand: x, y, width, height in cells of a grid of {grid.ACROSS} by {grid.DOWN}
# over the page, from its upper left corner. Blocks that are not named stand where the template has them.
"""


def write(path: Path, layout: Layout) -> None:
    """Write the layout as TOML."""
    rows = [f"{one.block} = [{one.x}, {one.y}, {one.width}, {one.height}]" for one in layout]
    save_bytes(path, (_HEAD + "\n".join(rows) + "\n").encode())


def read(path: Path) -> Layout:
    """The layout in a file.

    Raises
    ------
    RimlandError
        The file cannot be read, is no layout, or puts a block off the page.
    """
    if path.suffix.casefold() != ".toml":
        return _of_document(path)
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RimlandError(f"cannot read {path}: {error.strerror}", remedy="check the name of the file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RimlandError(f"it is no TOML: {error}", place=path.name, remedy="mend that line") from None
    found: Layout = ()
    for name, cells in body.items():
        if name not in grid.BLOCKS:
            raise RimlandError(f"no block {name!r}", place=path.name, remedy=f"give one of {', '.join(grid.BLOCKS)}")
        if not isinstance(cells, list) or len(cells) != 4 or not all(type(cell) is int for cell in cells):
            raise RimlandError(f"{name} = {cells!r}", place=path.name, remedy="give [x, y, width, height] in cells")
        try:
            found = grid.put(found, grid.check(Placed(name, *cells)))
        except RimlandError as error:
            raise RimlandError(error.what, place=f"{path.name}, {name}", remedy=error.remedy) from None
    if not found:
        raise RimlandError("it places no block", place=path.name, remedy="give for example map = [3, 10, 60, 50]")
    return found


def _of_document(path: Path) -> Layout:
    import resources
    from layers.io import document
    from layers.io.tables import read_catalogue

    saved, _ = document.read(path, read_catalogue(resources.path("catalogue"))[0])
    if not saved.content.layout:
        raise RimlandError("its blocks stand where the template has them", place=path.name, remedy="give no --layout")
    return saved.content.layout
