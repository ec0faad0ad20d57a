"""What a request costs with each revocation store, how often it asks a shared one, and how soon a
revocation is known on another node."""

import json
import subprocess
import time

import growth
import servers
import stores
from figures import ratio
from load import load
from trips import Counter

ROUTES = [
    "no guard",
    "ours, v4.local, first-seen",
    "ours, v4.local, repeat, `skip_revocation`",
    "ours, v4.local, repeat",
    "ours, v4.public, repeat",
]


def costs(options, scratch):
    """The same routes with each store: memory, a file, a shared one, and copies of it."""
    shared = stores.installed()
    settings = {"memory": [], "file": ["--store", f"file:{scratch}/revocations"]}
    for name, store in shared.items():
        settings[name] = ["--store", store.url()]
        settings[f"{name}, copied"] = ["--store", store.url(), "--replica", "true"]
    started = []
    for name, arguments in settings.items():
        server, cases = servers.ours(options.server, scratch, options=["--many", "1", *arguments])
        started.append((name, server, [case for case in cases if case.name in ROUTES]))
    points = [(name, cases) for name, _, cases in started]
    sample = lambda _, case: load(case, options.seconds)
    made = growth.table("store", growth.rounds(options.few, points, sample), side="---")
    for _, server, _ in started:
        server.stop()
    for store in shared.values():
        store.stop()
    return {"tables": {"http-stores": made}, "ratios": []}


def asked(options, scratch, store, is_copied):
    """Round trips a request, less those that nobody's request causes; and how many requests."""
    counter = Counter(store.port)
    arguments = ["--many", "1", "--store", store.url(counter.port)]
    arguments += ["--replica", "true"] if is_copied else []
    server, cases = servers.ours(options.server, scratch, options=arguments)
    (case,) = [case for case in cases if case.name == "ours, v4.public, repeat"]
    load(case, 1, connections=1)
    idle, begun = counter.trips, time.monotonic()
    time.sleep(options.seconds)
    idle = (counter.trips - idle) / (time.monotonic() - begun)
    before, begun = counter.trips, time.monotonic()
    requests = load(case, options.seconds, connections=1).requests
    trips = counter.trips - before - idle * (time.monotonic() - begun)
    server.stop()
    return max(trips / requests, 0.0), requests, idle


def spread(options, url):
    command = [str(options.server.with_name("spread")), "--store", url]
    command += ["--revocations", str(options.revocations), "--entries", str(options.entries)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def trips(options, scratch):
    asking = ["| store | round trips a request | requests | trips a second without requests |"]
    asking.append("|---|---:|---:|---:|")
    seen = ["| store | revocations | p50 ms | p99 ms | longest ms | entries copied at start, s |"]
    seen.append("|---|---:|---:|---:|---:|---:|")
    ratios = []
    for name, store in stores.installed().items():
        for is_copied in [False, True]:
            row = f"{name}, copied" if is_copied else name
            value, requests, idle = asked(options, scratch, store, is_copied)
            asking.append(f"| {row} | {value:.2f} | {requests:.0f} | {idle:.0f} |")
            what, target = f"{row}: round trips a request", 0 if is_copied else 1
            ratios.append(ratio(8, what, [round(value, 2)], target, where="wire"))
        told = spread(options, store.url())
        seen.append(
            f"| {name} | {told['revocations']} | {told['p50']:.1f} | {told['p99']:.1f} "
            f"| {told['most']:.1f} | {told['entries']}: {told['copied']:.2f} |"
        )
        what = f"{name}, copied: ms until another node refuses, p99"
        ratios.append(ratio(8, what, [told["p99"]], 100, where="in process"))
        store.stop()
    made = {"store-trips": "\n".join(asking) + "\n", "store-spread": "\n".join(seen) + "\n"}
    return {"tables": made, "ratios": ratios}
