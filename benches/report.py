"""Writes what was measured into docs/performance.md, between its markers, and draws the plot.

report.py FOLDER [--print]: every `*.json` and `*.md` that one run left there. A place of the page that
the run has not filled says so: no figure of an earlier run stays. `--print` shows the ratios alone.
"""

import json
import pathlib
import re
import sys

import plot
import ratios

PAGE = pathlib.Path(__file__).resolve().parents[1] / "docs/performance.md"
PLOT = PAGE.with_name("performance.svg")


def collect(folder):
    """Tables by marker, the lines of the table of ratios, and what is drawn."""
    tables, lines, bars = {}, [], []
    for path in sorted(folder.glob("*.json")):
        made = json.loads(path.read_text())
        tables.update(made["tables"])
        lines += made["ratios"]
        bars += made.get("bars", [])
    for path in sorted(folder.glob("*.md")):
        text = path.read_text().splitlines(keepends=True)
        lines += [json.loads(line[len("ratio: "):]) for line in text if line.startswith("ratio: ")]
        tables[path.stem] = "".join(line for line in text if not line.startswith("ratio: "))
    return {**tables, "ratios": ratios.table(lines)}, bars


def fill(page, tables):
    """The page with each table in its place; a table without a place is an error."""
    left = dict(tables)

    def place(found):
        table = left.pop(found[1], "Not measured in this run.")
        return f"<!-- begin {found[1]} -->\n{table.strip()}\n<!-- end {found[1]} -->"

    page = re.sub(r"<!-- begin (\S+) -->.*?<!-- end \1 -->", place, page, flags=re.S)
    if left:
        raise SystemExit(f"docs/performance.md has no place for {', '.join(left)}")
    return page


def main():
    tables, bars = collect(pathlib.Path(sys.argv[1]))
    print(tables["ratios"])
    if "--print" in sys.argv:
        return
    PAGE.write_text(fill(PAGE.read_text(), tables))
    if bars:
        PLOT.write_text(plot.bars("CPU that a guard adds to a request, µs (logarithmic)", bars))
    print(f"wrote {len(tables)} tables into {PAGE.name}")


main()
