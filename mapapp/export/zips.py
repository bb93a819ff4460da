"""Zip packages (slides, workbooks, KMZ) whose every moment is one date, so that the same content is the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")


def packed(items: Iterable[tuple[str, bytes]], date: dt.date) -> bytes:
    """A zip of files in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name, data in items:
            info = zipfile.ZipInfo(name, (max(date.year, 1980), date.month, date.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            made.writestr(info, data)
    return out.getvalue()


def dated(package: bytes, date: dt.date) -> bytes:
    """An Office package with its stamps, and those of the workbooks inside it, set to the midnight of a date."""
    stamp = f"{date.isoformat()}T00:00:00Z".encode()
    items = []
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith(".xlsx"):
                data = dated(data, date)
            elif info.filename == "docProps/core.xml":
                data = _MOMENT.sub(lambda found: found[1] + stamp + found[2], data)
            items.append((info.filename, data))
    return packed(items, date)
