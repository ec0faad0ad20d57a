"""Bars as SVG, by the standard library alone."""

import math
from xml.sax.saxutils import escape

LABELS, WIDTH, HEIGHT = 330, 480, 22
COLOURS = {"ours": "#2563eb", "other": "#94a3b8"}


def length(value, least, most):
    """Logarithmic: what is compared spans three orders."""
    return WIDTH * (math.log10(value) - least) / (most - least)


def bar(row, name, value, least, most):
    colour = COLOURS["ours" if name.startswith("ours") else "other"]
    top, wide = 40 + row * HEIGHT, max(length(value, least, most), 1)
    return (
        f'<text x="{LABELS - 8}" y="{top + 13}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{LABELS}" y="{top}" width="{wide:.1f}" height="{HEIGHT - 6}" fill="{colour}"/>'
        f'<text x="{LABELS + wide + 6:.1f}" y="{top + 13}">{value:.2f}</text>\n'
    )


def bars(title, rows):
    """`rows`: names and values, drawn in ascending order; what is not above zero is left out."""
    rows = sorted(((name, value) for name, value in rows if value > 0), key=lambda row: row[1])
    least = math.floor(math.log10(rows[0][1]))
    most = math.ceil(math.log10(rows[-1][1]))
    drawn = "".join(bar(n, name, value, least, most) for n, (name, value) in enumerate(rows))
    high, wide = 52 + len(rows) * HEIGHT, LABELS + WIDTH + 70
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{wide}" height="{high}" fill="white"/>\n'
        f'<text x="12" y="22" font-size="14" font-weight="bold">{escape(title)}</text>\n{drawn}</svg>\n'
    )
