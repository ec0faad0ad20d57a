"""Medians over rounds, tables and ratios of one run."""

from statistics import median, quantiles


class Figures:
    """`samples[name]`: one sample a round; `bases[name]`: the row without a guard."""

    def __init__(self, cases):
        self.bases = {case.name: case.base for case in cases}
        self.samples = {case.name: [] for case in cases}

    def names(self):
        return list(self.samples)

    def added_rounds(self, name):
        pairs = zip(self.samples[name], self.samples[self.bases[name]])
        return [one.cpu_us - base.cpu_us for one, base in pairs]

    def added(self, name):
        return median(self.added_rounds(name))

    def throughput_rounds(self, name):
        """To the row without a guard, by CPU: other load does not count."""
        pairs = zip(self.samples[name], self.samples[self.bases[name]])
        return [base.cpu_us / one.cpu_us for one, base in pairs]

    def to_rounds(self, name, reference):
        pairs = zip(self.added_rounds(name), self.added_rounds(reference))
        return [one / other for one, other in pairs]

    def table(self, names):
        lines = [
            "| route | req/s median (best) | server CPU µs | added µs | throughput |",
            "|---|---:|---:|---:|---:|",
        ]
        for name in names:
            rates = [sample.per_second for sample in self.samples[name]]
            cpu = median(sample.cpu_us for sample in self.samples[name])
            lines.append(
                f"| {name} | {median(rates):.0f} ({max(rates):.0f}) | {cpu:.2f} "
                f"| {self.added(name):+.2f} | {median(self.throughput_rounds(name)):.2f} |"
            )
        return "\n".join(lines) + "\n"


def ratio(row, what, values, target, at_most=True, where="HTTP"):
    """The median, and between what the middle half of the rounds lies."""
    least, _, most = quantiles(values, n=4) if len(values) > 3 else (None, None, None)
    return {
        "row": row, "what": what, "value": median(values), "least": least, "most": most,
        "target": target, "at_most": at_most, "where": where,
    }


def repeats(figures):
    """Row 1: `64 tokens` are hot, `50000` are what many clients send."""
    return [
        ratio(1, f"{name}: throughput", figures.throughput_rounds(name), target, False)
        for name in figures.names()
        if name.startswith("ours")
        for target in [0.97 if name.endswith(", 64 tokens") else 0.85]
    ]


def ratios(figures):
    known = set(figures.names())
    made = []

    def to(row, what, name, reference, target):
        if {name, reference} <= known:
            made.append(ratio(row, what, figures.to_rounds(name, reference), target))

    local, public = "ours, v4.local, first-seen", "ours, v4.public, first-seen"
    eddsa, hs256 = "httpauth + jsonwebtoken, EdDSA", "httpauth + jsonwebtoken, HS256"
    theirs = "fastapi-paseto, v4."
    to(2, "v4.public first-seen to jsonwebtoken EdDSA", public, eddsa, 0.5)
    to(2, "v4.public first-seen to pasetors", public, "pasetors, v4.public", 0.45)
    to(3, "v4.local to jsonwebtoken HS256", local, hs256, 0.6)
    to(10, "v4.local to fastapi-paseto", local, theirs + "local", 1 / 90)
    to(10, "v4.public first-seen to fastapi-paseto", public, theirs + "public", 1 / 15)
    to(10, "repeat token to fastapi-paseto", "ours, v4.public, repeat", theirs + "public", 1 / 400)
    return made
