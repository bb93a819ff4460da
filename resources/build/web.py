"""resources/web: Leaflet as it is published, without what would make a page reach outside (images, source maps).

Run `python resources/build/web.py [CACHE]`; `briefing.js` and `briefing.css` beside it are written by hand.
"""

from __future__ import annotations

import re
import sys

import packages

WEB = packages.ROOT / "resources" / "web"


def main(folder) -> None:
    dist = packages.unpacked("leaflet", folder) / "package"
    script = (dist / "dist" / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", script)
    style = (dist / "dist" / "leaflet.css").read_text(encoding="utf-8")
    style = re.sub(r"^.*url\(.*\n", "", style, flags=re.MULTILINE)
    style = re.sub(r"/\*.*?\*/\n?", "", style, flags=re.DOTALL)
    WEB.mkdir(exist_ok=True)
    for name, text in (
        ("leaflet.js", script),
        ("leaflet.css", style),
        ("LICENSE-leaflet.txt", (dist / "LICENSE").read_text(encoding="utf-8")),
    ):
        (WEB / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(packages.cache(sys.argv[1] if len(sys.argv) > 1 else None))
