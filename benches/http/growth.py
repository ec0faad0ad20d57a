"""What a request costs as connections and workers grow."""

import resource
from statistics import median

import servers
from load import load

ROUTES = [
    "no guard",
    "ours, v4.local, first-seen",
    "ours, v4.public, first-seen",
    "ours, v4.public, repeat",
]


def chosen(cases):
    return [case for case in cases if case.name in ROUTES]


def added(samples, bases):
    return median(one.cpu_us - base.cpu_us for one, base in zip(samples, bases))


def table(head, rows, side="---:"):
    """`rows`: (what grows, route, samples, samples without a guard)."""
    lines = [
        f"| {head} | route | req/s median | server CPU µs | added µs |",
        f"|{side}|---|---:|---:|---:|",
    ]
    for at, name, samples, bases in rows:
        rate = median(sample.per_second for sample in samples)
        cpu = median(sample.cpu_us for sample in samples)
        lines.append(f"| {at} | {name} | {rate:.0f} | {cpu:.2f} | {added(samples, bases):+.2f} |")
    return "\n".join(lines) + "\n"


def knees(rows):
    """Where a route first costs half as much again as at its start."""
    said = []
    for route in ROUTES:
        costs = [
            (at, median(sample.cpu_us for sample in samples))
            for at, name, samples, _ in rows
            if name == route
        ]
        if costs:
            found = [str(at) for at, cost in costs if cost > 1.5 * costs[0][1]]
            said.append(f"{route}: {found[0] if found else 'none'}")
    return f"\nKnee, where the server's CPU is first 1.5 times the start: {'; '.join(said)}.\n"


def rounds(count, points, sample):
    """Every point in every round; `sample(at, case)` measures one."""
    found = {}
    for number in range(count):
        for at, cases in points if number % 2 == 0 else reversed(points):
            for case in cases:
                found.setdefault((at, case.name), []).append(sample(at, case))
    return [
        (at, case.name, found[at, case.name], found[at, case.base])
        for at, cases in points
        for case in cases
    ]


def connections(options, scratch):
    """One worker, more and more clients that keep their connection."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 100
    wanted = [int(count) for count in options.connections.split(",")]
    server, cases = servers.ours(options.server, scratch, options=["--many", "1"])
    cases = chosen(cases)
    points = [(count, cases) for count in wanted if count <= most]
    # Ten thousand take seconds to come, and wrk counts from the first.
    sample = lambda count, case: load(case, options.seconds + count // 2_000, connections=count)
    rows = rounds(options.few, points, sample)
    made = table("connections", rows) + knees(rows)
    left = [str(count) for count in wanted if count > most]
    if left:
        made += f"\nNot measured: {', '.join(left)}; the system allows {most} open files.\n"
    server.stop()
    return {"tables": {"growth-connections": made}, "ratios": []}


def workers(options, scratch):
    """Not pinned: wrk shares the cores with the workers, so the CPU a request is what counts."""
    started = []
    for count in [1, 2]:
        arguments = ["--many", "1", "--workers", str(count)]
        server, cases = servers.ours(options.server, scratch, core="", options=arguments)
        started.append((count, server, chosen(cases)))
    points = [(count, cases) for count, _, cases in started]
    sample = lambda _, case: load(case, options.seconds, core="")
    rows = rounds(options.few, points, sample)
    for _, server, _ in started:
        server.stop()
    return {"tables": {"growth-workers": table("workers", rows) + knees(rows)}, "ratios": []}
