"""Draw the reliability of scores as SVG, legible on light and dark pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import shared
from calibration import Bin, Calibration

PLOT = shared.ROOT / "docs" / "img" / "reliability.svg"
WIDTH, HEIGHT = 720, 600
LEFT, RIGHT = 76, 692
TOP, BOTTOM = 92, 424
"""Edges of the panel of points; that of the counts stands below."""
COUNTS_TOP, COUNTS_BOTTOM = 452, 530
LEGEND_WIDTH = 290
LABEL_ROOM = 18
"""Height kept free above the highest bar for its number."""
TICKS = tuple(number / 5 for number in range(6))
ROOT = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title desc"'
STYLE = """\
  svg { color-scheme: light dark; font: 14px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
  .page { fill: #ffffff } text { fill: #1f2328 } .soft { fill: #59636e } .title { font-size: 17px; font-weight: 600 }
  .grid { stroke: #d8dee4 } .frame { stroke: #8c959f; fill: none } .even { stroke: #59636e; stroke-dasharray: 6 5 }
  .range { stroke: #0550ae; stroke-width: 2 } .point { fill: #0550ae } .bar { fill: #0550ae; fill-opacity: 0.45 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .soft { fill: #9198a1 } .grid { stroke: #30363d }
    .frame { stroke: #6e7681 } .even { stroke: #9198a1 } .range { stroke: #79c0ff } .point { fill: #79c0ff }
    .bar { fill: #79c0ff }
  }"""


def draw_reliability(found: Calibration, *, name: str, texts: str) -> str:
    """Return the plot of ``found``: share right by mean score above, how many below; ``texts`` says what was read."""
    title = f"Do scores tell the share that is right? Attributor {name}"
    parts = [
        f"<svg {ROOT}>",
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_description(found))}</desc>',
        f"<style>\n{STYLE}\n</style>",
        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        f'<text class="title" x="{LEFT}" y="34">{escape(title)}</text>',
        f'<text class="soft" x="{LEFT}" y="58">{escape(f"{found.n:,} attributions found in {texts}")}</text>',
        *_axes(),
        *_legend(found),
        *(line for one in found.bins for line in _point(one)),
        *_bars(found.bins),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _description(found: Calibration) -> str:
    bins = "; ".join(f"mean score {one.mean:.2f}: {one.share:.2f} of {one.n} right" for one in found.bins)
    return (
        f"Share right by mean score in tenths of the scale, beside the diagonal. {bins}. "
        f"Expected calibration error {found.error:.3f}, Brier score {found.brier:.3f}."
    )


def _x(score: float) -> float:
    return LEFT + (RIGHT - LEFT) * score


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share


def _axes() -> Iterator[str]:
    for tick in TICKS:
        x, y = _x(tick), _y(tick)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{RIGHT}M{x:.1f} {TOP}V{BOTTOM}"/>'
        yield f'<text class="soft" x="{LEFT - 10}" y="{y + 5:.1f}" text-anchor="end">{tick:.1f}</text>'
        yield f'<text class="soft" x="{x:.1f}" y="{COUNTS_BOTTOM + 22}" text-anchor="middle">{tick:.1f}</text>'
    yield f'<path class="even" d="M{LEFT} {BOTTOM}L{RIGHT} {TOP}"/>'
    yield f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}"/>'
    yield f'<path class="frame" d="M{LEFT} {COUNTS_BOTTOM}H{RIGHT}"/>'
    middle = (LEFT + RIGHT) / 2
    yield f'<text x="{middle}" y="{COUNTS_BOTTOM + 50}" text-anchor="middle">score</text>'
    for label, y in (("share right", (TOP + BOTTOM) / 2), ("how many", (COUNTS_TOP + COUNTS_BOTTOM) / 2)):
        yield f'<text transform="translate(26 {y}) rotate(-90)" text-anchor="middle">{label}</text>'


def _legend(found: Calibration) -> Iterator[str]:
    """Yield what the signs mean, in the corner above the diagonal, where few points can be."""
    x, y = LEFT + 24, TOP + 30
    yield f'<rect class="page" x="{LEFT + 6}" y="{TOP + 6}" width="{LEGEND_WIDTH}" height="120"/>'
    yield f'<path class="range" d="M{x} {y - 14}V{y + 6}"/><circle class="point" cx="{x}" cy="{y - 4}" r="5"/>'
    yield f'<text x="{x + 18}" y="{y + 1}">a tenth of the scale, 95 % interval</text>'
    yield f'<path class="even" d="M{x - 12} {y + 22}H{x + 10}"/>'
    yield f'<text x="{x + 18}" y="{y + 27}">score and share are the same</text>'
    yield f'<text x="{x - 12}" y="{y + 61}">expected calibration error {found.error:.3f}</text>'
    yield f'<text x="{x - 12}" y="{y + 83}">Brier score {found.brier:.3f}</text>'


def _point(one: Bin) -> Iterator[str]:
    x = _x(one.mean)
    yield f'<path class="range" d="M{x:.1f} {_y(one.least):.1f}V{_y(one.most):.1f}"/>'
    yield f'<circle class="point" cx="{x:.1f}" cy="{_y(one.share):.1f}" r="5"/>'


def _bars(bins: list[Bin]) -> Iterator[str]:
    most = max((one.n for one in bins), default=1)
    for one in bins:
        height = (COUNTS_BOTTOM - COUNTS_TOP - LABEL_ROOM) * one.n / most
        x, width = _x(one.low) + 2, _x(one.high) - _x(one.low) - 4
        y = COUNTS_BOTTOM - height
        yield f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        yield f'<text class="soft" x="{x + width / 2:.1f}" y="{y - 5:.1f}" text-anchor="middle">{one.n:,}</text>'
