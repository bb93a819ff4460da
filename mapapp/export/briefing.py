"""The briefing of what is on the map: the page that shows what the window shows, written to a file."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from pathlib import Path

from layers.picture.sheet import Sheet
from layers.response.model import Response
from layers.view import View


def write(sheet: Sheet, response: Response | None, view: View, file: Path) -> Path:
    """Write the page; the first arrivals' routes are on it if none is selected. Slow, for a lane."""
    from layers.picture import answer
    from layers.picture.page import ViewSpec
    from mapapp.export import page

    shown = sheet
    if response is not None and not sheet.routes:
        shown = replace(sheet, routes=answer.routes(response, answer.first_units(response)))
    lon, lat = view.projection.inverse(view.x, view.y)
    across = view.mpp * min(view.width, view.height)
    spec = ViewSpec(view.projection, float(lon), float(lat), across, view.rotation_deg) if isfinite(lon) else None
    page.render(page.briefing(shown, response, spec=spec), file)
    return file
