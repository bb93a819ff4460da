"""Toolbar icons and military symbols: resources/icons/. Run `python resources/build/icons.py [CACHE]`; needs node.

Icons are Lucide's (ISC) under the names the program uses; `currentColor` is left in,
for the theme to fill. Symbols are
drawn by milsymbol (MIT) to MIL-STD-2525D from the identification codes below.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

from packages import ROOT, cache, unpacked

ICONS = ROOT / "resources" / "icons"
LUCIDE = {
    "pan": "hand", "measure": "ruler", "ring": "circle-dot", "search": "search", "layers": "layers",
    "zoom-in": "zoom-in", "zoom-out": "zoom-out",
    "fit": "maximize", "rotate-left": "rotate-ccw", "rotate-right": "rotate-cw", "undo": "undo-2",
    "redo": "redo-2", "file": "file", "file-new": "file-plus",
    "folder-open": "folder-open", "save": "save", "download": "download", "upload": "upload", "sun": "sun",
    "moon": "moon", "contrast": "contrast", "info": "info",
    "help": "circle-question-mark", "close": "x", "play": "play", "pause": "pause", "stop": "square",
    "step-forward": "step-forward", "step-back": "step-back",
    "skip-forward": "skip-forward", "skip-back": "skip-back", "map": "map", "globe": "globe", "table": "table",
    "list": "list", "target": "target",
    "crosshair": "crosshair", "plane": "plane", "ship": "ship", "truck": "truck", "anchor": "anchor",
    "shield": "shield", "warning": "triangle-alert",
    "settings": "settings", "chevron-up": "chevron-up", "chevron-down": "chevron-down",
    "chevron-left": "chevron-left", "chevron-right": "chevron-right",
    "compass": "compass", "export-pdf": "file-text", "image": "image", "presentation": "presentation",
    "print": "printer", "copy": "copy", "trash": "trash-2",
    "plus": "plus", "minus": "minus", "check": "check", "pencil": "pencil", "pin": "map-pin",
    "bookmark": "bookmark", "flag": "flag", "eye": "eye", "eye-off": "eye-off",
    "lock": "lock", "unlock": "lock-open", "clock": "clock", "calendar": "calendar", "history": "history",
    "route": "route", "waypoints": "waypoints",
    "polygon": "pentagon", "circle": "circle", "radar": "radar", "filter": "funnel", "sort": "arrow-up-down",
    "compare": "columns-2", "swap": "arrow-left-right",
    "chart": "chart-line", "bars": "chart-bar-stacked", "command": "command", "palette": "palette",
    "grid": "grid-3x3", "link": "link", "external": "external-link",
    "refresh": "refresh-cw", "arrow-left": "arrow-left", "arrow-right": "arrow-right", "move": "move",
    "share": "share-2", "users": "users", "swords": "swords",
    "sliders": "sliders-horizontal", "panel-left": "panel-left", "panel-right": "panel-right", "more": "ellipsis",
    "logo": "locate-fixed",
}  # fmt: skip
"""The program's name of an icon: Lucide's."""

MILITARY = {
    # 10 (2525D) 0 (reality) 3 (friend) set status hq/taskforce/dummy echelon entity modifier1 modifier2
    "fighter": "10030100001101040000",
    "bomber": "10030100001101030000",
    "airlift": "10030100001101070000",
    "tanker": "10030100001101090000",
    "maritime-patrol": "10030100001101100000",
    "airborne-early-warning": "10030100001101160000",
    "helicopter": "10030100001102000000",
    "unmanned-aircraft": "10030100001103000000",
    "carrier": "10033000001201000000",
    "destroyer": "10033000001202030000",
    "frigate": "10033000001202040000",
    "corvette": "10033000001202050000",
    "amphibious": "10033000001203000000",
    "mine-warfare": "10033000001204000000",
    "patrol-craft": "10033000001205000000",
    "submarine": "10033500001101000000",
    "coast-guard": "10033000001403000000",
    "ro-ro": "10033000001401040000",
    "merchant": "10033000001401000000",
    "infantry": "10031000001211000000",
    "mechanised-infantry": "10031000001211020000",
    "motorised-infantry": "10031000001211040000",
    "armour": "10031000001205000000",
    "airborne": "10031000001211000001",
    "marines": "10031000001211010000",
    "artillery": "10031000001303000000",
    "rocket-artillery": "10031000001303004100",
    "air-defence": "10031000001301000000",
    "surface-to-air-missile": "10031000001301020000",
    "surface-to-surface-missile": "10031000001307000000",
    "engineer": "10031000001407000000",
    "special-forces": "10031000001218000000",
    "headquarters": "10031002001211000000",
    "fighter-squadron": "10031000161208007800",
    "airbase": "10032000001213010000",
    "naval-base": "10032000001213090000",
    "army-base": "10032000001208020000",
}
SIZE_PX = 48


def icon(text: str) -> str:
    """An icon without what the program does not need, in one line."""
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'\s*class="[^"]*"', "", text)
    return re.sub(r"\s*\n\s*", " ", text).replace(" />", "/>").replace(" >", ">").replace("> <", "><").strip() + "\n"


def symbol(text: str) -> str:
    """A symbol that small SVG readers draw alike: the bundled face, letters centred by their baseline's place."""

    def centred(found: re.Match[str]) -> str:
        tag = found[0].replace(' dominant-baseline="middle"', "").replace('font-family="Arial"', 'font-family="Inter"')
        size = float(re.search(r'font-size="([\d.]+)"', tag)[1])
        return re.sub(r' y="([\d.]+)"', lambda y: f' y="{float(y[1]) + 0.35 * size:g}"', tag, count=1)

    text = re.sub(r'<text [^>]*dominant-baseline="middle"[^>]*>', centred, text)
    return text.replace('font-family="Arial"', 'font-family="Inter"') + "\n"


def main(folder):
    lucide = unpacked("lucide-static", folder) / "package"
    milsymbol = unpacked("milsymbol", folder) / "package"
    shutil.rmtree(ICONS, ignore_errors=True)
    (ICONS / "military").mkdir(parents=True)
    index = {}
    for name, source in LUCIDE.items():
        (ICONS / f"{name}.svg").write_text(icon((lucide / "icons" / f"{source}.svg").read_text()))
        index[name] = {"file": f"{name}.svg", "source": f"lucide {source}"}
    script = f"""
        const ms = require({json.dumps(str(milsymbol / "dist" / "milsymbol.js"))});
        const codes = {json.dumps(MILITARY)}, out = {{}};
        for (const [name, sidc] of Object.entries(codes)) {{
            const look = {{size: {SIZE_PX}, outlineWidth: 4, outlineColor: "white", civilianColor: false}};
            const s = new ms.Symbol(sidc, look);
            out[name] = {{svg: s.asSVG(), valid: s.isValid(), anchor: s.getAnchor(), size: s.getSize()}};
        }}
        process.stdout.write(JSON.stringify(out));
    """
    drawn = json.loads(subprocess.run(["node", "-e", script], check=True, capture_output=True, text=True).stdout)
    for name, mark in drawn.items():
        if not mark["valid"]:
            print("not drawn in full:", name, MILITARY[name])
        (ICONS / "military" / f"{name}.svg").write_text(symbol(mark["svg"]))
        index[f"military/{name}"] = {"file": f"military/{name}.svg", "source": f"milsymbol {MILITARY[name]}"}
    (ICONS / "index.json").write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")
    (ICONS / "LICENSE-lucide.txt").write_text((lucide / "LICENSE").read_text())
    (ICONS / "LICENSE-milsymbol.txt").write_text((milsymbol / "LICENSE").read_text())
    print(len(index), "pictures")


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
