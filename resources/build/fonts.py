"""The bundled faces, cut to the letters used: resources/fonts/. Run `python resources/build/fonts.py [CACHE]` last.

Inter for Latin, Cyrillic and Greek; Noto Sans CJK cut to the Han, Kana and Hangul of the names in resources/data and
resources/catalogue. Both under the SIL Open Font Licence; Noto keeps its name, which its licence does not reserve.
"""

from __future__ import annotations

import sys

import numpy as np
from fontTools import subset
from fontTools.ttLib import TTFont
from packages import ROOT, cache, unpacked

FONTS = ROOT / "resources" / "fonts"
FACES = {
    "Inter-Regular": "400Regular/Inter_400Regular.ttf",
    "Inter-Medium": "500Medium/Inter_500Medium.ttf",
    "Inter-SemiBold": "600SemiBold/Inter_600SemiBold.ttf",
    "Inter-Bold": "700Bold/Inter_700Bold.ttf",
    "Inter-Italic": "400Regular_Italic/Inter_400Regular_Italic.ttf",
}
KEPT = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x180, 0x24F), (0x250, 0x25F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF),
    (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2300, 0x23FF), (0x25A0, 0x25FF),
    (0x2600, 0x26FF), (0x2713, 0x2718), (0x27F5, 0x27FF),
)  # fmt: skip
"""Latin with Vietnamese, Greek, Cyrillic, punctuation, currency, letter-like, arrows, mathematics, shapes."""
KEPT_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "case"]
NOTO_COPYRIGHT = "Copyright 2014-2021 Adobe (http://www.adobe.com/)."
"""As in the face's own name table."""
WIDE = (
    (0x1100, 0x11FF),
    (0x2E80, 0x2FDF),
    (0x3000, 0x30FF),
    (0x3130, 0x318F),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
)


def options(**more) -> subset.Options:
    chosen = subset.Options(
        layout_features=KEPT_FEATURES, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17], notdef_outline=True,
        hinting=False,
        recalc_timestamp=False, drop_tables=["DSIG", "STAT", "BASE", "VORG", "vhea", "vmtx"],
    )  # fmt: skip
    for key, value in more.items():
        setattr(chosen, key, value)
    return chosen


def cut(font: TTFont, letters: set[int], target) -> None:
    chosen = options()
    cutter = subset.Subsetter(chosen)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font.save(target)
    print(f"{target.name:32} {target.stat().st_size / 1024:7.0f} KiB {len(font.getBestCmap())} letters")


def used() -> set[int]:
    """Every East Asian character of a shipped name."""
    text = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "resources").glob("*/*.csv"))]
    with np.load(ROOT / "resources/data/towns.npz") as towns, np.load(ROOT / "resources/data/gazetteer.npz") as more:
        text += [file["native"].tobytes().decode() for file in (towns, more)]
    found = {ord(c) for c in "".join(text)}
    common = {
        ord(c)
        for c in "、。・ー「」（）：，年月日時分秒東西南北海空陸島嶼礁港市縣県区區町村國国"
        "軍基地台臺灣湾中日本韓朝鮮美米俄露"
    }
    return {c for c in found | common if any(low <= c <= high for low, high in WIDE)}


def main(folder):
    FONTS.mkdir(exist_ok=True)
    for old in FONTS.iterdir():
        old.unlink()
    inter = unpacked("@expo-google-fonts/inter", folder) / "package"
    letters = {c for low, high in KEPT for c in range(low, high + 1)}
    for name, path in FACES.items():
        cut(TTFont(inter / path, recalcTimestamp=False), letters, FONTS / f"{name}.ttf")
    (FONTS / "OFL-Inter.txt").write_text((inter / "LICENSE_FONT").read_text())
    noto = unpacked("fonts-noto-cjk", folder)
    collection = noto / "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
    # Face 0 is the Japanese one: it has the forms of Japan for shared code points and all letters of the others.
    face = TTFont(collection, fontNumber=0, recalcTimestamp=False)
    print(face["name"].getDebugName(4), face["maxp"].numGlyphs)
    cut(face, used(), FONTS / "NotoSansCJK-Regular-cut.otf")
    licence = (inter / "LICENSE_FONT").read_text().split("\n", 1)[1]
    (FONTS / "OFL-NotoSansCJK.txt").write_text(f"{NOTO_COPYRIGHT}\n{licence}")


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
