"""The tables of networks, from benchmarks/results."""

from tables import load, markdown

NAMES = {
    ("cuba", False): "CUBA-4000, one weight",
    ("brunel", False): "Brunel-12500, one weight",
    ("brunel", True): "Brunel-12500, a weight each",
}
SIDES = ("fastneuron", "C", "C, Philox", "NEST", "Brian2")
# Times C at most, times as fast as NEST and as Brian2 at least, two threads at least.
GOALS = {("cuba", False): (1.6, 35, 4, 1.2), ("brunel", False): (1.3, 25, 7, 1.8), ("brunel", True): (None,) * 4}
KINDS = {"shared": "one weight", "each": "a weight each", "delays": "one weight, delays of 15 to 30 steps"}
EVENT_GOALS = {"shared": 1.2, "each": 2.0, "delays": 4.0}
CONNECT_GOAL, BYTES = 3.0, (2.1, 6.1)


def used(result):
    """What was measured with."""
    versions = {"Python": result["python"], "numba": result["numba"], **result["versions"]}
    return f"{result['processor']}, {', '.join(f'{name} {number}' for name, number in versions.items())}"


def number(value, digits=3):
    """So many significant digits, without an exponent."""
    return "-" if value is None else f"{float(f'{value:.{digits}g}'):g}"


def beside(value, goal):
    """A ratio and what it should be."""
    return "-" if value is None else number(value) + ("" if goal is None else f" ({goal:g})")


def networks_section():
    """Real-time factors and ratios; delivery; building."""
    result = load("networks")
    times, ratios = [], []
    for row in result["rows"]:
        key = row["network"], row["each"]
        mine, goals = row["fastneuron"], GOALS[key]
        times.append([NAMES[key], *(number(row.get(side)) for side in SIDES)])
        found = [mine / row["C"], *(row[side] / mine if side in row else None for side in ("NEST", "Brian2")),
                 row["one"] / row["two"]]  # fmt: skip
        philox = mine / row["C, Philox"] if "C, Philox" in row else None
        cells = [beside(*pair) for pair in zip(found, goals, strict=True)]
        ratios.append([NAMES[key], cells[0], number(philox), *cells[1:]])
    headers = ["s for 1 s of model time", *SIDES], [
        "ratio (goal)", "fastneuron / C", "/ C with Philox", "NEST / fastneuron", "Brian2 / fastneuron",
        "1 thread / 2 threads"]  # fmt: skip
    return "\n\n".join([
        f"One thread of {used(result)}; processor time.",
        markdown(headers[0], times), markdown(headers[1], ratios), delivery_table(result), building_sentence(result)
    ])  # fmt: skip


def delivery_table(result):
    """ns of an event beside a load, an addition and a store."""
    floor = min(row["floor"] for row in result["delivery"])
    rows = [[KINDS[row["kind"]], f"{row['fastneuron']:.2f}", f"{floor:.2f}",
             beside(row["fastneuron"] / floor, EVENT_GOALS[row["kind"]])] for row in result["delivery"]]  # fmt: skip
    return markdown(["delivery, ns an event", "fastneuron", "load, add, store", "ratio (goal)"], rows)


def building_sentence(result):
    """What connecting takes."""
    built = result["building"]
    one, each = built["bytes"]
    return (
        f"Connecting {built['synapses']:,} synapses: {built['fastneuron']:.1f} ns each, C {built['C']:.1f} ns, ratio "
        f"{beside(built['fastneuron'] / built['C'], CONNECT_GOAL)}. They take {one:.2f} bytes each with one weight, "
        f"{each:.2f} with a weight each."
    )


def statistics_section():
    """Differences from NEST."""
    result = load("network_statistics")
    rows = []
    for row in result["rows"]:
        for what, unit in [("rate", "Hz"), ("cv", "CV of intervals"), ("correlation", "correlation")]:
            one, relative = row[what], what == "rate"
            kind = "{:+.2%}" if relative else "{:+.4f}"
            error = f"{one['error']:.2%}" if relative else f"{one['error']:.4f}"
            allowed = f"{one['allowed']:.0%}" if relative else f"{one['allowed']:g}"
            rows.append([f"{row['network']}, {row['neurons']:,} neurons, {row['milliseconds']:g} ms", unit,
                         f"{one['ours']:.4f}", f"{one['nest']:.4f}", kind.format(one["difference"]), error,
                         allowed])  # fmt: skip
    header = ["network", "", "fastneuron", "NEST", "difference", "standard error", "allowed"]
    return f"{result['rows'][0]['seeds']} seeds, {used(result)}.\n\n{markdown(header, rows, words=2)}"


def large_section():
    """A network with 100 million synapses, and one that is ten times as large on paper."""
    result = load("large_network")
    plan = result["planned"]
    return (
        f"{result['neurons']:,} neurons, {result['synapses']:,} synapses of {result['bytes']:.1f} bytes: connected in "
        f"{result['connecting']:.1f} s, {result['factor']:.0f} s for 1 s of model time at {result['rate']:.0f} Hz, "
        f"{result['ns']:.1f} ns of processor time a synaptic event with everything in it, and a peak of "
        f"{result['peak'] / 1e9:.2f} GB for the whole process, with {result['threads']} threads of "
        f"{result['processor']}. By these figures {plan['neurons']:,} neurons and {plan['synapses']:,} synapses are "
        f"{plan['bytes'] / 1e9:.1f} GB at most, and {plan['seconds']:,.0f} s of one processor for 1 s of model time."
    )
