"""Other people's data as objects of the document: GeoJSON, KML, GeoPackage, Shapefile, GPX, tables."""

from layers.io.imports.read import KINDS, SUFFIXES, Imported, read_file

__all__ = ["KINDS", "SUFFIXES", "Imported", "read_file"]
