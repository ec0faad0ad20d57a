"""Compares the guards over HTTP: one worker on core 0, wrk on core 1, all routes in every round.

run.py --server BINARY --out FOLDER [--rounds N] [--few N] [--seconds N] [--many N,N]
       [--fastapi PYTHON] [--connections N,N] [--revocations N] [--entries N] PART
"""

import argparse
import json
import pathlib
import resource
import tempfile
from statistics import median

import figures
import growth
import servers
import shared
from load import load

# Bytes of cache, for the tokens of both purposes.
ENOUGH = 128 << 20


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--server", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--few", type=int, default=3, help="rounds of the longer tables")
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--many", default="64,50000")
    parser.add_argument("--fastapi")
    parser.add_argument("--connections", default="64,256,1024,4096,10000")
    parser.add_argument("--revocations", type=int, default=200)
    parser.add_argument("--entries", type=int, default=10_000)
    return parser.parse_args()


def interleave(cases, rounds, seconds, **how):
    """Each round visits every row, in reversed order every second round."""
    for case in cases:
        load(case, 1, **how)
    found = figures.Figures(cases)
    for number in range(rounds):
        shift = number % len(cases)
        order = cases[shift:] + cases[:shift]
        for case in reversed(order) if number % 2 else order:
            found.samples[case.name].append(load(case, seconds, **how))
        print(f"round {number + 1} of {rounds}", flush=True)
    return found


def accepted(options, scratch):
    """What lets a request in, beside the peers."""
    server, cases = servers.ours(options.server, scratch, options=["--many", "1"])
    running = [server]
    cases = [case for case in cases if case.status == 200 and "tokens" not in case.name]
    if options.fastapi:
        peer, more = servers.fastapi(options.fastapi, scratch)
        running.append(peer)
        cases += more
    found = interleave(cases, options.rounds, options.seconds)
    for each in running:
        each.stop()
    return {
        "tables": {"http": found.table(found.names())},
        "ratios": figures.ratios(found),
        "bars": [[name, median(found.added_rounds(name))] for name in found.names()],
    }


def repeat(options, scratch):
    """Few rows, so that those that are compared stand close to each other."""
    remembered = ["--many", options.many, "--remembered", str(ENOUGH)]
    server, cases = servers.ours(options.server, scratch, options=remembered)
    cases = [case for case in cases if case.name.endswith(" tokens")]
    found = interleave(cases, 2 * options.rounds, options.seconds)
    server.stop()
    return {"tables": {"http-repeat": found.table(found.names())}, "ratios": figures.repeats(found)}


def refused(options, scratch):
    server, cases = servers.ours(options.server, scratch, options=["--many", "1"])
    found = interleave([case for case in cases if case.status != 200], options.few, options.seconds)
    server.stop()
    return {"tables": {"http-refusals": found.table(found.names())}, "ratios": []}


PARTS = {
    "http": accepted,
    "repeat": repeat,
    "http-refusals": refused,
    "connections": growth.connections,
    "workers": growth.workers,
    "stores": shared.costs,
    "trips": shared.trips,
}


def main():
    options = arguments()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # Folders of tokens, read by nobody else.
    with tempfile.TemporaryDirectory() as scratch:
        made = PARTS[options.part](options, scratch)
        write(options.out / f"{options.part}.json", made)


def write(path, made):
    for table in made["tables"].values():
        print(table)
    for ratio in made["ratios"]:
        bound = "at most" if ratio["at_most"] else "at least"
        print(f"{ratio['row']} {ratio['what']}: {ratio['value']:.4f} ({bound} {ratio['target']:.4f})")
    path.write_text(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
