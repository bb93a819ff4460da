"""Layers as a GeoPackage (OGC 12-128r18): a table each, styles as QGIS reads them, and the document."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from layers.io.embedded import TABLE
from layers.io.feature import Feature, Layer
from layers.io.text import line

VERSION = "1.2"
"""Of the format: the newest that programs of some years ago open without a warning."""
_STYLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
 f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
 description TEXT, owner TEXT, ui TEXT, update_time DATETIME)
"""


def write(path: Path, layers: Sequence[Layer], document: bytes, software: str, date: dt.date) -> None:
    """Write the file to `path`, which is taken as it comes; see `layers.io.files.saved`.

    Raises
    ------
    OSError
        The disk took no more.
    """
    from pyogrio import errors

    stamp = f"{date.isoformat()}T00:00:00.000Z"
    path.unlink(missing_ok=True)
    try:
        _add_layers(path, layers, stamp)
        base = sqlite3.connect(path)
        try:
            _add_styles(base, layers, stamp)
            _add_document(base, document, software, stamp)
            base.commit()
            base.execute("VACUUM")
        finally:
            base.close()
    except (errors.DataSourceError, errors.DataLayerError, errors.FeatureError, sqlite3.OperationalError) as error:
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        raise OSError(0, f"the disk took no more: {str(error).rsplit(': ', maxsplit=1)[-1]}") from None


def _add_layers(path: Path, layers: Sequence[Layer], stamp: str) -> None:
    import geopandas
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        for layer in layers:
            rows = [_row(one) for one in layer.features]
            frame = geopandas.GeoDataFrame(rows, geometry=[one.shape for one in layer.features], crs="EPSG:4326")
            frame.to_file(
                path, layer=layer.name, driver="GPKG", engine="pyogrio", promote_to_multi=layer.kind != "point",
                layer_options={"DESCRIPTION": line(layer.title, 200)}, dataset_options={"VERSION": VERSION},
            )  # fmt: skip
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _row(one: Feature) -> dict[str, object]:
    held: dict[str, object] = {
        key: line(value, 100_000) if isinstance(value, str) else value for key, value in one.attributes.items()
    }
    return {**held, "colour": one.colour}


def _add_styles(base: sqlite3.Connection, layers: Sequence[Layer], stamp: str) -> None:
    base.execute(_STYLES)
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (stamp,),
    )
    for layer in layers:
        base.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
            "VALUES ('', '', ?, 'geom', 'Rimland', ?, '', 1, 'As on the map of Rimland', '', '', ?)",
            (layer.name, qml(layer), stamp),
        )


def _add_document(base: sqlite3.Connection, document: bytes, software: str, stamp: str) -> None:
    base.execute(f"CREATE TABLE {TABLE} (software TEXT NOT NULL, document TEXT NOT NULL)")
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES (?, 'attributes', ?, 'What Rimland made this file from', ?)",
        (TABLE, TABLE, stamp),
    )
    if document:
        base.execute(f"INSERT INTO {TABLE} VALUES (?, ?)", (software, document.decode()))  # noqa: S608 - a name of ours


def qml(layer: Layer) -> str:
    """A QGIS style: a symbol for each colour in use, chosen by the attribute `colour`."""
    kinds = {"point": ("marker", "SimpleMarker"), "line": ("line", "SimpleLine"), "area": ("fill", "SimpleFill")}
    kind, drawer = kinds[layer.kind]
    looks = {one.colour: one for one in layer.features}
    categories, found = [], []
    for number, (colour, one) in enumerate(looks.items()):
        label = quoteattr(_label(one))
        categories.append(f'<category render="true" symbol="{number}" value={quoteattr(colour)} label={label}/>')
        options = "".join(
            f'<Option type="QString" name="{name}" value={quoteattr(value)}/>'
            for name, value in _options(layer, one).items()
        )
        found.append(
            f'<symbol type="{kind}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">'
            f'<layer class="{drawer}" enabled="1" locked="0" pass="0"><Option type="Map">{options}</Option></layer>'
            "</symbol>"
        )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22.0" styleCategories="Symbology"><renderer-v2 type="categorizedSymbol" attr="colour" '
        f'enableorderby="0" forceraster="0" symbollevels="0"><categories>{"".join(categories)}</categories>'
        f"<symbols>{''.join(found)}</symbols></renderer-v2></qgis>"
    )


def _label(one: Feature) -> str:
    return line(str(one.attributes.get("bloc") or one.attributes.get("status") or one.name), 80)


def _options(layer: Layer, one: Feature) -> dict[str, str]:
    red, green, blue = (int(one.colour[k : k + 2], 16) for k in (1, 3, 5))
    ink = f"{red},{green},{blue}"
    match layer.kind:
        case "point":
            return {"color": f"{ink},255", "outline_color": "255,255,255,255", "name": "circle", "size": "2.4",
                    "size_unit": "MM", "outline_width": "0.3", "outline_width_unit": "MM"}  # fmt: skip
        case "line":
            return {"line_color": f"{ink},255", "line_width": "0.6", "line_width_unit": "MM", "line_style": "solid"}
        case _:
            return {"color": f"{ink},{round(255 * one.opacity)}", "outline_color": f"{ink},255", "outline_width": "0.4",
                    "outline_width_unit": "MM", "outline_style": "solid",
                    "style": "solid" if one.opacity else "no"}  # fmt: skip
