"""The table of what criterion has left in a folder: criterion.py FOLDER."""

import json
import pathlib
import sys

found = {}
for path in pathlib.Path(sys.argv[1]).glob("*/new"):
    name = json.loads((path / "benchmark.json").read_text())["function_id"]
    found[name] = json.loads((path / "estimates.json").read_text())["median"]["point_estimate"]
base = found["unguarded"]
print("| request | ns | ratio to unguarded | added ns |\n|---|---:|---:|---:|")
for name, ns in sorted(found.items()):
    print(f"| {name} | {ns:.0f} | {ns / base:.2f} | {ns - base:+.0f} |")
