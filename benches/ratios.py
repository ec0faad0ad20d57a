"""The table of ratios to reach: every row, also those that this run has not measured."""

ROWS = {
    1: "repeat token through the cache, against the same handler without a guard: ≥ 0.97 of 64 tokens, "
    "≥ 0.85 of 50 000; ≤ 400 bytes a token",
    2: "first-seen v4.public, added CPU: ≤ 0.5 of httpauth + jsonwebtoken EdDSA, ≤ 0.45 of pasetors",
    3: "first-seen v4.local, added CPU: ≤ 0.6 of httpauth + jsonwebtoken HS256",
    4: "issuing v4.public: ≤ 0.25 of pasetors, typed claims",
    5: "refusals: ≤ 300 ns and ≤ 1 allocation over a handler's own; forged no dearer than accepted; junk "
    "no dearer for being longer",
    6: "own overhead besides engine and JSON: ≤ 600 ns, ≤ 3 allocations",
    7: "denylist of 10 000 000: ≤ 32 bytes an entry, ≤ 500 ns a look-up, blocked ≤ 1 ms by expiry",
    8: "shared store: ≤ 1 round trip a request, 0 with a copy; a revocation is everywhere within 100 ms",
    9: "compile time: ≤ 25 ms of `cargo check` for 100 handlers; default features ≤ 1.25 of actix-web "
    "and pasetors",
    10: "against fastapi-paseto, added CPU: v4.local ≤ 1/90, v4.public ≤ 1/15, repeat ≤ 1/400",
}


def number(value):
    size = abs(value)
    return f"{value:.4f}" if 0 < size < 0.1 else f"{value:.2f}" if size < 10 else f"{value:.0f}"


def is_met(ratio):
    value, target = ratio["value"], ratio["target"]
    return value <= target if ratio["at_most"] else value >= target


def line(ratio):
    spread = ""
    if ratio["least"] is not None and ratio["least"] != ratio["most"]:
        spread = f" ({number(ratio['least'])}..{number(ratio['most'])})"
    bound = "≤" if ratio["at_most"] else "≥"
    return (
        f"| {ratio['row']} | {ratio['what']} | {bound} {number(ratio['target'])} "
        f"| {number(ratio['value'])}{spread} | {ratio['where']} | {'met' if is_met(ratio) else 'not met'} |"
    )


def table(ratios):
    """All rows and their figures; then how many rows are met as a whole."""
    lines = ["| | what | target | this run | where | |", "|---:|---|---:|---:|---|---|"]
    whole = []
    for row, title in ROWS.items():
        found = [ratio for ratio in ratios if ratio["row"] == row]
        lines.append(f"| **{row}** | **{title}** | | | | {'' if found else 'not measured'} |")
        lines += [line(ratio) for ratio in found]
        if found and all(map(is_met, found)):
            whole.append(str(row))
    met = sum(map(is_met, ratios))
    said = f"{met} of {len(ratios)} figures are met; rows met as a whole: {', '.join(whole) or 'none'}."
    return "\n".join(lines) + f"\n\n{said}\n"
