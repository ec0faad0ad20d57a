"""What the macros and the dependencies cost to compile, in CPU seconds of all processes.

run.py --out FOLDER --scratch FOLDER [--rounds N] [--clean N]

`--clean N` also builds everything from nothing, N times; that takes minutes each.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
from statistics import median

ROOT = pathlib.Path(__file__).resolve().parents[2]
HANDLERS = 200
ACTIX = 'actix-web = { version = "4.18", default-features = false, features = ["macros"] }'
OURS = f'actix-paseto = {{ path = "{ROOT}" }}'
GRANTS = 'actix-web-grants = "4.1"'
PASETORS = 'pasetors = "0.8"'

KINDS = {
    "`#[get]` only": ("plain", "", ""),
    "+ `#[paseto_required]`": ("required", "#[paseto_required]", "ours"),
    "+ `#[paseto_required(fresh, scopes(…))]`": (
        "scopes",
        '#[paseto_required(fresh, scopes("admin", "orders:read"))]',
        "ours",
    ),
    "+ `#[paseto_required(require = …)]`": (
        "require",
        '#[paseto_required(require = token.is_fresh() || req.path() != "/")]',
        "ours",
    ),
    "+ `#[protect(…)]` of actix-web-grants": (
        "protect",
        '#[protect("ROLE_ADMIN", "OP_READ")]',
        "grants",
    ),
}
PRELUDES = {
    "": "",
    "ours": "use actix_paseto::prelude::*;\n",
    "grants": "use actix_web_grants::protect;\n",
}


def source(attribute, prelude, edit, count):
    handlers = "".join(
        f'#[get("/r{n}/{{id}}")]\n{attribute}\n'
        f"async fn handler_{n}(id: Path<u32>) -> String {{\n    id.to_string()\n}}\n\n"
        for n in range(count)
    )
    uses = f"{PRELUDES[prelude]}use actix_web::{{get, web::Path}};\n\n"
    return f"#![allow(dead_code)]\n{uses}pub const EDIT: u32 = {edit};\n\n{handlers}fn main() {{}}\n"


def crate(folder, name, dependencies):
    (folder / "src/bin").mkdir(parents=True, exist_ok=True)
    manifest = f'[workspace]\n\n[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n\n'
    (folder / "Cargo.toml").write_text(manifest + "[dependencies]\n" + "\n".join(dependencies) + "\n")
    (folder / "src/main.rs").write_text("fn main() {}\n")
    # The same versions as everywhere else; cargo takes out what is not needed.
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, check=True)


def cpu_of(command, folder, target):
    # Incremental, as the dev profile is unless somebody has turned it off.
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def kinds(folder):
    """Without those of a crate that cannot be had."""
    try:
        crate(folder, "handlers", [ACTIX, OURS, GRANTS])
        return KINDS
    except subprocess.CalledProcessError:
        print("actix-web-grants cannot be fetched: left out")
        crate(folder, "handlers", [ACTIX, OURS])
        return {name: kind for name, kind in KINDS.items() if kind[2] != "grants"}


def macros(options):
    """Times by kind and number of handlers: one alone pays for what is loaded in any case."""
    folder, target = options.scratch / "handlers", options.scratch / "target-handlers"
    points = [(name, count) for name in kinds(folder) for count in (HANDLERS, 1)]

    def check(name, count, edit):
        file, attribute, prelude = KINDS[name]
        file = f"{file}_{count}"
        text = source(attribute, prelude, edit, count)
        (folder / f"src/bin/{file}.rs").write_text(text)
        return cpu_of(["cargo", "check", "--quiet", "--offline", "--bin", file], folder, target)

    found = {point: [] for point in points}
    for name, count in points:
        check(name, count, 0)
    for number in range(1, options.rounds + 1):
        for name, count in points if number % 2 else reversed(points):
            found[name, count].append(check(name, count, number))
    return found


PLAIN = "`#[get]` only"


def per_hundred(found, name, count=HANDLERS):
    """Milliseconds over unguarded handlers, round by round."""
    return [
        (one - plain) * 1e5 / HANDLERS
        for one, plain in zip(found[name, count], found[PLAIN, count])
    ]


def macro_table(found):
    lines = [
        f"| {HANDLERS} handlers in one file | `cargo check` after an edit, CPU s "
        "| added ms per 100 | of that, beyond the first handler |",
        "|---|---:|---:|---:|",
    ]
    ratios = []
    for name in dict.fromkeys(name for name, _ in found):
        whole, first = per_hundred(found, name), per_hundred(found, name, 1)
        added, beyond = median(whole), median(one - other for one, other in zip(whole, first))
        lines.append(f"| {name} | {median(found[name, HANDLERS]):.2f} | {added:+.0f} | {beyond:+.0f} |")
        if "paseto_required" in name:
            what = f"{name[2:]}, ms of `cargo check` per 100 handlers"
            ratios.append(ratio(what, added, 25))
            ratios.append(ratio(what + ", beyond the first handler", beyond, 25))
    return "\n".join(lines) + "\n", ratios


def ratio(what, value, target):
    return {
        "row": 9, "what": what, "value": value, "least": None, "most": None,
        "target": target, "at_most": True, "where": "compiler",
    }


SETS = {
    "base: actix-web without default features, and pasetors": [ACTIX, PASETORS],
    "actix-paseto with default features": [ACTIX, OURS],
}


def clean(options):
    """From nothing, in turns."""
    found = {name: [] for name in SETS}
    target = options.scratch / "target-clean"
    for number, (name, dependencies) in enumerate(SETS.items()):
        folder = options.scratch / f"clean-{number}"
        crate(folder, f"clean-{number}", dependencies)
    for _ in range(options.clean):
        for number, name in enumerate(SETS):
            shutil.rmtree(target, ignore_errors=True)
            command = ["cargo", "build", "--quiet", "--offline"]
            found[name].append(cpu_of(command, options.scratch / f"clean-{number}", target))
    shutil.rmtree(target, ignore_errors=True)
    base, ours = found.values()
    value = median(one / other for one, other in zip(ours, base))
    lines = ["| clean build, dev profile | CPU s | to base |", "|---|---:|---:|"]
    for name, times in found.items():
        relative = median(one / other for one, other in zip(times, base))
        lines.append(f"| {name} | {median(times):.0f} | {relative:.2f} |")
    return "\n".join(lines) + "\n", ratio("default features to base, clean build", value, 1.25)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--scratch", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--clean", type=int, default=0)
    options = parser.parse_args()
    made = {"tables": {}, "ratios": []}
    if options.rounds:
        made["tables"]["compile-macros"], made["ratios"] = macro_table(macros(options))
        write(options.out / "compile-macros.json", made)
    if options.clean:
        table, line = clean(options)
        write(options.out / "compile-clean.json", {"tables": {"compile-clean": table}, "ratios": [line]})


def write(path, made):
    print("\n".join(made["tables"].values()))
    path.write_text(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
