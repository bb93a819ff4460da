"""The briefing as one web page that holds everything itself: map library, base map, data, and a strict policy.

folium makes the page and its map; the base map and the layers are drawn by `resources/web/briefing.js`. The page asks
no host for anything: its content security policy allows only the scripts and styles it was written with, by their
digests. Rings and ways are geodesics as polygons and lines, since Leaflet's own circles are not.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import resources
from layers.io import web_data
from layers.io.embedded import as_script
from layers.io.feature import Layer
from layers.io.text import line
from layers.picture.sheet import Sheet
from layers.picture.table import Rows
from layers.response.model import Response
from layers.wording import now, say


@dataclass(frozen=True, slots=True, eq=False)
class WebPage:
    """Everything the page says beside its map."""

    title: str
    subtitle: str
    marking: str
    date: str
    disclaimer: str
    credit: str
    sources: Sequence[str]
    rows: Rows
    document: bytes
    software: str


def page(
    told: WebPage,
    sheet: Sheet,
    response: Response | None,
    layers: Sequence[Layer],
    centre: tuple[float, float],
    across_m: float,
) -> str:
    """The whole file.

    Parameters
    ----------
    layers
        From `layers.io.features`.
    centre, across_m
        What the map shows first: a place (lon, lat [deg]) in its middle and how wide [m].
    """
    data = web_data.data(sheet, response, layers, centre[0])
    text = _skeleton(told, data, centre, across_m)
    return _sealed(text)


def _skeleton(told: WebPage, data: str, centre: tuple[float, float], across_m: float) -> str:
    """Folium's page with our own head, words and layers in it; no policy yet."""
    import folium
    from branca.element import MacroElement
    from folium.template import Template

    class Layers(MacroElement):
        _template = Template("{% macro script(this, kwargs) %}start({{ this._parent.get_name() }});{% endmacro %}")

    # Web Mercator: 156 543 m a pixel at the equator and zoom 0; the map is 650 pixels high on a common screen
    zoom = float(np.clip(np.log2(650.0 * 156_543.0 * np.cos(np.radians(centre[1])) / max(across_m, 1.0)), 1.0, 10.0))
    zoom = round(zoom * 2.0) / 2.0
    made = folium.Map(
        location=(centre[1], centre[0]), zoom_start=zoom,  # type: ignore[arg-type]  # Leaflet takes halves
        tiles=None, prefer_canvas=True, attribution_control=False,
        zoom_snap=0.5, min_zoom=1, max_zoom=11, world_copy_jump=False,
    )  # fmt: skip
    made.default_js, made.default_css = [], []  # they would come from other hosts
    # folium names its parts by chance; the same briefing is to be the same bytes
    made._id = "rimland"  # noqa: SLF001
    layers = Layers()  # type: ignore[no-untyped-call]
    layers._id = "layers"  # noqa: SLF001
    made.add_child(layers)
    root = made.get_root()
    root._id = "page"  # noqa: SLF001
    text = str(root.render())
    text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)  # folium's own, for a map that is the whole page
    head = (
        f"<title>{html.escape(line(told.title))}</title>"
        f'<meta name="generator" content="{html.escape(told.software)}"><meta name="referrer" content="no-referrer">'
        f"<style>{_resource('leaflet.css')}</style><style>{_resource('briefing.css')}</style>"
        f"<script>{_resource('leaflet.js')}</script><script>{_resource('briefing.js')}</script>"
    )
    text = text.replace("</head>", f"{head}</head>", 1)
    text = text.replace("<html>", f'<html lang="{now().language}">', 1)
    place = text.index('<div class="folium-map"')
    end = text.index("</body>")
    before, after = _before(told), _after(told, data)
    return f"{text[:place]}{before}<main>{text[place:end].strip()}{_aside(told)}</main>{after}{text[end:]}"


def _resource(name: str) -> str:
    return resources.path("web", name).read_text(encoding="utf-8")


def _word(text: str) -> str:
    return html.escape(say(text))


def _marking(told: WebPage) -> str:
    return f'<div class="marking">{html.escape(line(told.marking, 200))}</div>' if told.marking else ""


def _before(told: WebPage) -> str:
    return (
        f"{_marking(told)}<header><h1>{html.escape(line(told.title))}</h1>"
        f"<p>{html.escape(line(told.subtitle))}</p></header>"
        f'<div class="clock"><button id="play" type="button">{_word("Play")}</button>'
        f'<input id="hour" type="range" min="0" max="240" value="240" aria-label="{_word("Hours after H-hour")}">'
        '<output id="hour-out" for="hour"></output>'
        f'<button id="measure" type="button" aria-pressed="false">{_word("Measure")}</button></div>'
    )


def _aside(told: WebPage) -> str:
    if len(told.rows) < 2 and not told.sources:
        return ""
    parts = ["<aside>"]
    if len(told.rows) > 1:
        keep = [k for k, name in enumerate(told.rows[0]) if name not in {"Way", "From"}]
        head = "".join(f"<th>{_word(told.rows[0][k])}</th>" for k in keep)
        body = "".join("<tr>" + "".join(f"<td>{_cell(row[k])}</td>" for k in keep) + "</tr>" for row in told.rows[1:])
        parts.append(f"<h2>{_word('First arrivals')}</h2>")
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    if told.sources:
        parts.append(f"<h2>{_word('Sources')}</h2><ul>")
        parts.extend(f"<li>{html.escape(line(one, 600))}</li>" for one in told.sources)
        parts.append("</ul>")
    parts.append("</aside>")
    return "".join(parts)


def _cell(text: str) -> str:
    """A cell whose figures stay together: a span of hours breaks at its dash and nowhere else."""
    ends = line(text, 300).split(" – ")
    if len(ends) != 2:
        return html.escape(" – ".join(ends))
    return " – ".join(f'<span class="n">{html.escape(end)}</span>' for end in ends)


def _after(told: WebPage, data: str) -> str:
    words = " · ".join(line(part) for part in (told.date, told.disclaimer, told.credit, told.software) if part)
    carried = as_script(told.document) if told.document else ""
    return (
        f"<footer>{html.escape(words)}</footer>{_marking(told)}"
        f'<script type="application/json" id="rimland-map">{data}</script>{carried}'
    )


def _sealed(text: str) -> str:
    """The page with a policy that names every script and style in it by its digest."""

    def digests(tag: str) -> str:
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)
        sums = dict.fromkeys(base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in found)
        return " ".join(f"'sha256-{one}'" for one in sums)

    policy = (
        f"default-src 'none'; script-src {digests('script')}; style-src {digests('style')}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return re.sub(r'(<meta http-equiv="content-type"[^>]*>)', lambda found: found[1] + meta, text, count=1)
