"""Runs in the interpreter that has Brian2: the networks of suite/networks.py as C++ standalone, for `networks.py`.

A question with "network" compiles one, with float32 and no OpenMP, unless "folder" has it from before, and runs it for
the first time; one with "pieces" runs it on, and is answered with the processor time of the fastest piece. How long a
piece is is said when it is compiled: the program waits for a character before each of them.
"""

import json
import subprocess
import sys
from pathlib import Path

import brian2
from brian2 import Hz, NeuronGroup, PoissonInput, Synapses, device, ms, mV

CUBA = """
dv/dt = (ge + gi - (v - El)) / (20 * ms) : volt (unless refractory)
dge/dt = -ge / (5 * ms) : volt
dgi/dt = -gi / (10 * ms) : volt
"""
BRUNEL = "dv/dt = -v / (20 * ms) : volt (unless refractory)"


def cuba(neurons):
    """See suite/networks.py; without a delay a spike acts in the next step."""
    names = {"El": -49 * mV}
    cells = NeuronGroup(neurons, CUBA, threshold="v > -50 * mV", reset="v = -60 * mV", refractory=5 * ms,
                        method="exact", namespace=names)  # fmt: skip
    cells.v = "-60 * mV + rand() * 10 * mV"
    made, first = [cells], neurons * 4 // 5
    for pre, what in [(cells[:first], "ge_post += 1.62 * mV"), (cells[first:], "gi_post -= 9 * mV")]:
        synapses = Synapses(pre, cells, on_pre=what)
        synapses.connect(p=80 / neurons)
        made.append(synapses)
    return made


def brunel(neurons):
    """See suite/networks.py; each neuron has a tenth of all others on average."""
    first, exciting = neurons * 4 // 5, neurons // 10 * 4 // 5
    J = 100.0 / exciting * mV
    cells = NeuronGroup(neurons, BRUNEL, threshold="v > 20 * mV", reset="v = 0 * mV", refractory=2 * ms, method="exact")
    made = [cells, PoissonInput(cells, "v", exciting, 1000 * 2 / (J / mV) / exciting * Hz, weight=J)]
    for pre, weight in [(cells[:first], J), (cells[first:], -5 * J)]:
        synapses = Synapses(pre, cells, on_pre="v_post += weight", delay=1.5 * ms, namespace={"weight": weight})
        synapses.connect(p=0.1)
        made.append(synapses)
    return made


def program(network, neurons, milliseconds, folder):
    """Compile a network, and start it; it is at its first step when it answers."""
    folder = Path(folder) / f"brian2-{brian2.__version__}-{network}-{neurons}-{milliseconds:g}"
    if not (folder / "main").exists():
        built(network, neurons, milliseconds, str(folder))
    return subprocess.Popen(["./main"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def built(network, neurons, milliseconds, folder):
    """Compile the program; around the only run stands a loop."""
    brian2.set_device("cpp_standalone", build_on_run=False, directory=folder)
    brian2.prefs.core.default_float_dtype = brian2.float32
    brian2.prefs.devices.cpp_standalone.extra_make_args_unix = ["-j1"]
    brian2.defaultclock.dt = 0.1 * ms
    device.insert_code("before_network_run", "while (getchar() == 'x') { clock_t begun = clock();")
    said = r'printf("CPU %g\n", double(clock() - begun) / CLOCKS_PER_SEC); fflush(stdout); }'
    device.insert_code("after_network_run", said)
    brian2.Network({"cuba": cuba, "brunel": brunel}[network](neurons)).run(milliseconds * ms)
    device.build(run=False, directory=folder, with_output=False)


def seconds(running):
    """Processor time of the next run."""
    running.stdin.write("x")
    running.stdin.flush()
    for line in running.stdout:
        if line.startswith("CPU"):
            return float(line.split()[1])
    raise SystemExit("the program has stopped")


def main():
    """Answer."""
    running = None
    for line in sys.stdin:
        question = json.loads(line)
        if "network" in question:
            running = program(**question)
            answer = {"version": brian2.__version__, "seconds": seconds(running)}
        else:
            answer = {"seconds": min(seconds(running) for _ in range(question["pieces"]))}
        print("RESULT", json.dumps(answer), flush=True)
    if running:
        running.stdin.close()


if __name__ == "__main__":
    main()
