"""Texts that would do harm if any format took them for more than text."""

from __future__ import annotations

from dataclasses import replace

from layers.catalogue.values import Source
from layers.document.objects import Drawn
from mapapp.export.briefing import Briefing

TEXTS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "`${alert(1)}`",
    "${7*7} {{7*7}} {% raw %}",
    "=cmd|'/C calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "]]><b>x</b>",
    "\x00\x01\x08\x0b\x1f\x7f\ufffe\uffff",
    "\u202eevil\u202c \u2066x\u2069 \u200f",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + " e\u0301",
    "\ud800 alone \udfff \udc80",
    "\u200e\u200f\u061c\u202a\u202b\u202d\u202e\u2067right to left \u05d0\u05d1 \u0627\u0628",
    "\U0001f680 \U0001f1fa\U0001f1e6 \U0001f469\u200d\U0001f680 e\u0301\u0301\u0301",
    "%PDF-1.4 ) >> stream endstream endobj %%EOF \\( <</JS (app.alert(1))>>",
    "a\r\nb\tc",
    "'; DROP TABLE rings; --",
    '" onload="alert(1)',
    "&lt;script&gt;",
    "x" * 10_000,
)


def spoiled(one: Briefing, text: str) -> Briefing:
    """The briefing with `text` wherever a person may write."""
    catalogue = one.sheet.catalogue
    source = Source(text, "low", text[:20])
    places = {
        key: replace(row, name=text, native=text, notes=text, held_by=text, source=source)
        for key, row in catalogue.flashpoints.items()
    }
    bases = {
        key: replace(row, name=text, note=text, operators=text, source=source) for key, row in catalogue.bases.items()
    }
    units = {key: replace(row, name=text, source=source) for key, row in catalogue.units.items()}
    passages = {key: replace(row, name=text, regime=text, wartime_note=text) for key, row in catalogue.passages.items()}
    rows = replace(catalogue, flashpoints=places, bases=bases, units=units, passages=passages)
    rings = tuple(replace(spec, label=text) for spec in one.sheet.rings)
    drawings = tuple(replace(spec, label=text) for spec in one.sheet.drawings)
    routes = tuple(replace(spec, label=text) for spec in one.sheet.routes)
    sheet = replace(
        one.sheet, catalogue=rows, rings=rings, drawings=drawings, routes=routes, bands_title=text
    )  # fmt: skip
    assert one.response is not None
    arrivals = tuple(replace(row, reason=text if row.reason else "") for row in one.response.arrivals)
    response = replace(one.response, target_name=text, arrivals=arrivals)
    assert one.saved is not None
    drawn = tuple(replace(thing, name=text, note=text) for thing in one.saved.content.drawn)
    assert all(isinstance(thing, Drawn) for thing in drawn)
    scenario = replace(one.saved.content.scenario, name=text, note=text)
    saved = replace(one.saved, content=replace(one.saved.content, drawn=drawn, scenario=scenario))
    return Briefing(sheet, response, one.spec, saved)
