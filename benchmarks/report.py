"""Write the tables of docs/*.md from benchmarks/results: no figure is typed by hand.

    python benchmarks/limit/run.py --json benchmarks/results/limit.json
    python benchmarks/compare/brainpy_state.py --json benchmarks/results/brainpy_state.json
    python benchmarks/compare/gradients.py --json benchmarks/results/gradients.json
    python benchmarks/compare/snntorch_epoch.py --json benchmarks/results/snntorch.json
    python benchmarks/compare/networks.py --nest PYTHON --brian2 PYTHON --json benchmarks/results/networks.json
    python benchmarks/compare/network_statistics.py PYTHON --json benchmarks/results/network_statistics.json
    python benchmarks/large_network.py --json benchmarks/results/large_network.json
    python benchmarks/gpu.py --json benchmarks/results/gpu.json
    python benchmarks/report.py --startup     measure import, first calls and memory as well
    python benchmarks/report.py --speed       measure a step of every model as well
    python benchmarks/report.py --checkpoints measure what gradients take of memory as well
    python benchmarks/periods.py              measure how far solvers are off: fastneuron/runs/periods.py
    python benchmarks/report.py               write the tables
"""

import argparse
import json
import math
import platform
import sys
from pathlib import Path

import network_tables
import phenomena
from tables import RESULTS, load, markdown

DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- {}: written by benchmarks/report.py -->", "<!-- end -->"
STARTUP_MODELS = ("LIFRef", "AdExIF", "IzhikevichRef")


def measure_startup():
    """Import time, first calls and memory, with the functions that asv uses."""
    from suite import memory, startup

    rows = []
    for model in STARTUP_MODELS:
        for dtype in ("float32", "float64"):
            call = startup.FirstCall()
            call.setup(model, dtype)
            row = {"model": model, "dtype": dtype, "cold": call.track_cold(model, dtype)}
            row["cached"] = call.track_cached(model, dtype)
            call.teardown(model, dtype)
            memory.Memory().setup(model, dtype)
            row["bytes"] = memory.Memory().track_bytes_per_neuron(model, dtype)
            rows.append(row)
    result = {"import": startup.Import().track_beyond_numba(), "rows": rows}
    (RESULTS / "startup.json").write_text(json.dumps(result, indent=1) + "\n")


def measure_speed():
    """A step of every model in both dtypes with all threads, with the function that asv uses."""
    import numba
    from pairs import processor
    from suite import step, subjects

    rows = []
    for model in subjects.MODELS:
        for dtype in subjects.DTYPES:
            made = step.Step()
            made.setup(model, dtype, "all")
            rows.append({"model": model, "dtype": dtype, "fastneuron": made.track_step(model, dtype, "all")})
            print("{model:24} {dtype} {fastneuron:10.4f}".format(**rows[-1]), flush=True)
    used = {"threads": numba.get_num_threads(), "neurons": step.NEURONS, "steps": step.STEPS}
    used |= {"processor": processor(), "numba": numba.__version__, "python": platform.python_version()}
    (RESULTS / "speed.json").write_text(json.dumps({**used, "rows": rows}, indent=1) + "\n")


def measure_checkpoints():
    """Memory of runs that gradients go back through, with the functions that asv uses."""
    from suite import memory, subjects

    rows, made = [], memory.Checkpoints()
    for dtype in subjects.DTYPES:
        made.setup(dtype)
        rows.append({"dtype": dtype, "run": made.track_run(dtype), "back": made.track_back(dtype)})
    result = {"neurons": made.neurons, "steps": made.steps, "rows": rows}
    (RESULTS / "checkpoints.json").write_text(json.dumps(result, indent=1) + "\n")


def about(result):
    """One sentence on what was measured with."""
    count = f"{result['threads']} thread{'s' * (result['threads'] > 1)}"
    used = {"Python": result["python"], "numba": result["numba"], **result.get("versions", {})}
    return (
        f"{result['neurons']:,} neurons, {result['steps']:,} steps of 0.1 ms, {count} of "
        f"{result['processor']}, {', '.join(f'{name} {number}' for name, number in used.items())}."
    )


def limit_section():
    """ns per neuron and step beside the floor and the C."""
    result = load("limit")
    rates = result["operations per ns and thread"]
    header = ["model, dtype", "floor", "C", "fastneuron", "fastneuron / C", "equal counts"]
    rows = [
        [f"{r['model']} {r['dtype']}", f"{r['floor']:.3f}", f"{r['other']:.3f}", f"{r['fastneuron']:.3f}",
         f"{r['ratio']:.2f}", f"{r['same']:.2%}"]
        for r in result["rows"]
    ]  # fmt: skip
    peak = (
        f"Peak per thread, vector operations per ns: {rates['fused']:.1f} multiply-adds, "
        f"{rates['mixed']:.1f} with additions beside them, {rates['divided']:.2f} divisions "
        f"({rates['divided_float']:.2f} in float32); "
        f"a copy moves {result['copied bytes per ns']:.0f} bytes per ns."
    )
    return f"{about(result)} ns per neuron and step.\n\n{markdown(header, rows)}\n\n{peak}"


def brainpy_section():
    """ns per neuron and step beside brainpy.state."""
    result = load("brainpy_state")
    header = ["model, dtype", "brainpy.state", "fastneuron", "times as fast", "equal counts"]
    rows = [
        [f"{r['model']} {r['dtype']}", f"{r['other']:.2f}", f"{r['fastneuron']:.3f}", f"{1 / r['ratio']:.1f}",
         f"{r['same']:.2%}"]
        for r in result["rows"]
    ]  # fmt: skip
    return f"{about(result)} ns per neuron and step.\n\n{markdown(header, rows)}"


def gradients_section():
    """ns per neuron and step beside jax.value_and_grad, and how far gradients are apart."""
    result = load("gradients")
    header = ["model, dtype", "gradient by", "JAX: loss", "JAX: gradient", "run", "backward", "times as fast",
              "worst difference", "median", "equal spikes"]  # fmt: skip
    rows = [
        [f"{r['model']} {r['dtype']}", r["by"], f"{r['forward']:.1f}", f"{r['other']:.1f}",
         f"{r['run']:.1f}", f"{r['back']:.1f}", f"{r['times']:.1f}", f"{r['worst']:.0e}", f"{r['median']:.0e}",
         f"{r['same']:.2%}"]
        for r in result["rows"]
    ]  # fmt: skip
    short = ", ".join({f"{r['model']} {r['steps']:,} steps" for r in result["rows"] if r["steps"] < result["steps"]})
    return f"{about(result)} {short and short + '. '}ns per neuron and step.\n\n{markdown(header, rows, words=2)}"


def gradients_overview():
    """How many times as fast as jax.value_and_grad."""
    result = load("gradients")
    times = {(r["model"], r["dtype"], r["by"]): f"{r['times']:.1f}" for r in result["rows"]}
    columns = [(dtype, by) for by in ("x", "all") for dtype in ("float32", "float64")]
    rows = [[name, *(times[name, *column] for column in columns)] for name in dict.fromkeys(key[0] for key in times)]
    header = ["model", *(f"by {by}, {dtype}" for dtype, by in columns)]
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    return f"{versions}; numba {result['numba']}, {result['processor']}.\n\n{markdown(header, rows)}"


def snntorch_section():
    """Seconds of an epoch beside snnTorch."""
    result, used = load("snntorch"), load("snntorch")["rows"][0]
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    header = ["", "s of an epoch", "accuracy on test samples"]
    sides = zip(["fastneuron", "snnTorch"], [used["fastneuron"], used["other"]], used["accuracies"], strict=True)
    rows = [[name, f"{seconds:.2f}", f"{accuracy:.2f}"] for name, seconds, accuracy in sides]
    return (
        f"{result['samples']:,} samples, one thread of {result['processor']}, Python {result['python']}, numba "
        f"{result['numba']}, {versions}. Ratio {used['ratio']:.2f}.\n\n{markdown(header, rows)}"
    )


def checkpoints_section():
    """What a run that can be differentiated takes beyond a plain one."""
    result = load("checkpoints")
    header = ["dtype", "checkpoints, MB", "and the way back, MB"]
    rows = [[r["dtype"], f"{r['run']:.0f}", f"{r['back']:.0f}"] for r in result["rows"]]
    return (
        f"Peak of a process beyond that of a plain run: {result['neurons']:,} neurons of AdExIF, "
        f"{result['steps']:,} steps.\n\n{markdown(header, rows)}"
    )


def speed_section():
    """ns per neuron and step of every model."""
    result = load("speed")
    costs = {(row["model"], row["dtype"]): f"{row['fastneuron']:.3g}" for row in result["rows"]}
    names = dict.fromkeys(model for model, _ in costs)
    rows = [[name, costs[name, "float32"], costs[name, "float64"]] for name in names]
    return f"{about(result)} ns per neuron and step.\n\n{markdown(['model', 'float32', 'float64'], rows)}"


def startup_section():
    """What a short script waits for."""
    result = load("startup")
    header = ["model, dtype", "first call, cold, s", "from the cache, s", "bytes per neuron"]
    rows = [
        [f"{r['model']} {r['dtype']}", f"{r['cold']:.2f}", f"{r['cached']:.2f}", f"{r['bytes']:.0f}"]
        for r in result["rows"]
    ]
    seconds = f"`import fastneuron` takes {result['import']:.2f} s more than `import numba`."
    return f"{seconds}\n\n{markdown(header, rows)}"


def phenomena_section():
    """What each model is for, and its cost; ``-`` where it was not measured."""
    result = load("speed") or {"rows": []}
    costs = {(row["model"], row["dtype"]): row["fastneuron"] for row in result["rows"]}
    table = markdown(phenomena.HEADER, phenomena.rows(costs), words=3)
    return f"{table}\n\n{about(result)}" if result["rows"] else table


def accuracy_section():
    """How far default solvers are off, and what to take."""
    sys.path.insert(0, str(DOCS / "pages"))
    import accuracy

    return markdown(accuracy.HEADER, accuracy.overview())


def gpu_section():
    """Steps on a GPU, beside what it does at most and brainpy.state; from which size on it is faster than the CPU."""
    result = load("gpu")
    rates, header = result["multiply-adds per ns"], ["model, dtype", "ns", "operations", "of the peak", "instructions"]
    header += ["of the peak", "brainpy.state", "times as fast", "equal counts"]
    rows = []
    for r in result["rows"]:
        shares = [[str(r[kind]), f"{r[kind] / (r['fastneuron'] * rates[r['dtype']]):.0%}"] for kind in COUNTED]
        beside = [f"{r['other']:.4f}", f"{1 / r['ratio']:.0f}", f"{r['same']:.2%}"] if "other" in r else ["-"] * 3
        rows.append([f"{r['model']} {r['dtype']}", f"{r['fastneuron']:.5f}", *shares[0], *shares[1], *beside])
    peak = ", ".join(f"{2e-3 * rate:.3g} TFLOP/s in {dtype}" for dtype, rate in rates.items())
    sizes = markdown(["model", "neurons", "CPU", "GPU"], [
        [r["model"], f"{r['neurons']:,}", f"{r['cpu']:.4f}", f"{r['cuda']:.4f}"] for r in result["crossover"]
    ])  # fmt: skip
    cross = " ".join(crossing(model, result["crossover"]) for model in {r["model"]: 0 for r in result["crossover"]})
    return (
        f"{result['device']}: {peak} in a loop of multiply-adds. {about(result)} ns per neuron and step.\n\n"
        f"{markdown(header, rows)}\n\nfloat32, 1000 steps, states copied there and back, ns per neuron and step. "
        f"{cross}\n\n{sizes}"
    )


COUNTED = ("arithmetic", "instructions")


def crossing(model, rows):
    """From which number of neurons on a GPU is faster than the CPU: between two sizes, on logarithmic axes."""
    found = [(math.log(r["neurons"]), math.log(r["cuda"] / r["cpu"])) for r in rows if r["model"] == model]
    for (size, slower), (larger, faster) in zip(found, found[1:], strict=False):
        if slower > 0 >= faster:
            equal = math.exp(size + (larger - size) * slower / (slower - faster))
            return f"{model}: the GPU is faster from {equal:,.0f} neurons on."
    always = found[0][1] <= 0
    return f"{model}: the {'GPU' if always else 'CPU'} is faster at all sizes."


SECTIONS = {
    "networks": network_tables.networks_section,
    "network_statistics": network_tables.statistics_section,
    "large_network": network_tables.large_section,
    "limit": limit_section,
    "brainpy_state": brainpy_section,
    "gradients": gradients_section,
    "snntorch": snntorch_section,
    "checkpoints": checkpoints_section,
    "speed": speed_section,
    "startup": startup_section,
}


def replaced(page, name, text):
    """The page with what stands between a section's marks replaced."""
    begin = BEGIN.format(name)
    before, rest = page.split(begin)
    after = rest[rest.index(END) :]
    return f"{before}{begin}\n\n{text}\n\n{after}"


def write(name, sections):
    """Write sections of a page of the documentation."""
    page = (DOCS / name).read_text(encoding="utf-8")
    for mark, section in sections.items():
        page = replaced(page, mark, section())
    (DOCS / name).write_text(page, encoding="utf-8")


def main():
    """Measure if asked to, then write every section that has results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--startup", action="store_true", help="measure import, first calls and memory")
    parser.add_argument("--speed", action="store_true", help="measure a step of every model")
    parser.add_argument("--checkpoints", action="store_true", help="measure what gradients take of memory")
    RESULTS.mkdir(exist_ok=True)
    wanted = parser.parse_args()
    if wanted.startup:
        measure_startup()
    if wanted.speed:
        measure_speed()
    if wanted.checkpoints:
        measure_checkpoints()
    write("benchmarks.md", {name: section for name, section in SECTIONS.items() if load(name)})
    write("choosing.md", {"phenomena": phenomena_section, "accuracy": accuracy_section})
    if load("gradients"):
        write("gradients.md", {"gradients": gradients_overview})
    if load("gpu"):
        write("cuda.md", {"gpu": gpu_section})


if __name__ == "__main__":
    main()
