"""Frozen values as JSON that a person can read: what is at its default is left out, what is short stands on a line."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

WIDE = 110
"""A list or a record that fits on a line of so many letters stands on one."""


def plain(value: Any) -> Any:
    """As JSON has it; fields at their default are left out."""
    if dataclasses.is_dataclass(value):
        found = {}
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if field.default is dataclasses.MISSING or held != field.default:
                found[field.name] = plain(held)
        return found
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 1 and 1.0 are equal, so they are the same bytes
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def laid_out(value: Any, indent: str = "") -> str:
    """JSON with short lists and records on one line, so that a point is not four lines long."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or not value or (indent and len(indent) + len(line) <= WIDE):
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        rows = [f"{json.dumps(key, ensure_ascii=False)}: {laid_out(one, deeper)}" for key, one in value.items()]
        return "{\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}}}"
    return "[\n" + ",\n".join(deeper + laid_out(one, deeper) for one in value) + f"\n{indent}]"
