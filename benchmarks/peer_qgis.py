"""Run by `bench_peers` with the system's Python: the same layers and extents drawn by QGIS, timed there.

python3 -m benchmarks.peer_qgis JOB.json     times of every view, as JSON on one line
python3 -m benchmarks.peer_qgis JOB.json once    draws the first view once and says "drawn"
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def layers(job):
    land = QgsVectorLayer(f"{job['file']}|layername=land", "land", "ogr")
    borders = QgsVectorLayer(f"{job['file']}|layername=borders", "borders", "ogr")
    assert land.isValid(), job["file"]
    assert borders.isValid(), job["file"]
    look = {"color": job["land"], "outline_color": job["coast"], "outline_width": "1", "outline_width_unit": "Pixel"}
    land.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
    line = {"line_color": job["border"], "line_width": "1", "line_width_unit": "Pixel"}
    borders.setRenderer(QgsSingleSymbolRenderer(QgsLineSymbol.createSimple(line)))
    return [borders, land]


def settings(job, view, drawn):
    crs = (
        QgsCoordinateReferenceSystem.fromProj(view["proj"])
        if view["proj"]
        else QgsCoordinateReferenceSystem("EPSG:4326")
    )
    made = QgsMapSettings()
    made.setLayers(drawn)
    made.setDestinationCrs(crs)
    made.setOutputSize(QSize(job["width"], job["height"]))
    made.setExtent(QgsRectangle(*view["extent"]))
    made.setBackgroundColor(QColor(job["sea"]))
    made.setFlag(QgsMapSettings.Antialiasing, True)
    return made


def render(made):
    begin = time.perf_counter()
    task = QgsMapRendererSequentialJob(made)
    task.start()
    task.waitForFinished()
    return task.renderedImage(), time.perf_counter() - begin


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    application = QgsApplication([], False)
    application.initQgis()
    drawn = layers(job)
    if "once" in sys.argv:
        render(settings(job, job["views"][0], drawn))
        print("drawn", flush=True)
        os._exit(0)
    made = {view["name"]: settings(job, view, drawn) for view in job["views"]}
    print(json.dumps(Qgis.QGIS_VERSION), flush=True)
    for line in sys.stdin:  # one view a line, one time back
        name = line.strip()
        image, took = render(made[name])
        if job["save"]:
            image.save(f"{job['save']}/qgis-{name.replace(' ', '-')}.png")
        print(json.dumps(took), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
