"""A curve as an SVG file: both axes logarithmic, a line per name, labels at the lines' ends."""

from __future__ import annotations

import math
from html import escape

from benchmarks.harness import Curve, seconds

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 80, 210, 50, 60
FONT = 'font-family="sans-serif" font-size="13"'
INKS = ("#1f4e79", "#b3541e", "#3b7a3b", "#7a3b78", "#555555")


def _decades(low: float, high: float) -> list[float]:
    return [10.0**k for k in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def _plain(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 1 else f"{value:g}"


def svg(curve: Curve) -> str:
    """The picture as text."""
    everything = [value for line in curve.lines.values() for value in line]
    x_low, x_high = min(curve.x), max(curve.x)
    ys = _decades(min(everything), max(everything))
    if len(ys) == 1:
        ys = [ys[0] / 10, ys[0]]

    def across(value: float) -> float:
        share = math.log(value / x_low) / math.log(x_high / x_low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def down(value: float) -> float:
        share = math.log(value / ys[0]) / math.log(ys[-1] / ys[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="28" font-size="16" fill="#222222">{escape(curve.title)}</text>',
    ]
    for value in ys:
        y = down(value)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#555555">{seconds(value)}</text>')
    for value in curve.x:
        x = across(value)
        parts.append(f'<path d="M{x:.1f} {HEIGHT - BOTTOM}v5" stroke="#555555"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#555555">{_plain(value)}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle" fill="#222222">{escape(curve.x_label)}</text>'
    )
    taken: list[float] = []
    for k, (name, line) in enumerate(curve.lines.items()):
        ink = INKS[k % len(INKS)]
        points = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in zip(curve.x, line, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{across(x):.1f}" cy="{down(y):.1f}" r="3" fill="{ink}"/>'
            for x, y in zip(curve.x, line, strict=True)
        ]
        at = down(line[-1])
        while any(abs(at - other) < 16 for other in taken):
            at += 16
        taken.append(at)
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{at + 4:.1f}" fill="{ink}">{escape(name)}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
