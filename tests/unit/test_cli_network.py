"""``fastneuron network``: what it prints, what it draws, what it refuses."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.cli.main import main
from fastneuron.pictures import activity

FILE = """
import fastneuron as fn, quantities as pq

run = dict(duration=40 * pq.ms, dt=0.1 * pq.ms, x=15 * pq.mA)

def network(neurons=20, weight=0.1):
    cells, others = fn.LIF(neurons, V_th=10 * pq.mV), fn.LIF(5, V_th=10 * pq.mV)
    some = fn.Projection(cells, others, fn.connect.AllToAll(), weight=weight * pq.mV)
    return fn.Network([cells, others], projections=some)
"""
ONE = FILE.replace("def network(neurons=20, weight=0.1):", "def made(neurons=20, weight=0.1):") + "\nnetwork = made()\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.py").write_text(FILE)
    return tmp_path


def test_a_network_of_a_function(place, capsys):
    picture = place / "net.png"
    arguments = ["network", "net.py", "--set", "neurons=30", "--set", "weight=0.2", "--plot", str(picture)]
    assert main(arguments) == 0
    head, cells, others, last = capsys.readouterr().out.splitlines()
    assert head.split() == ["group", "neurons", "spikes", "rate", "Hz", "ISI", "CV"]
    assert cells.split()[:2] == ["LIF", "30"] and others.split()[:2] == ["LIF", "5"]
    assert last.startswith("150 synapses; 0.04 s in ") and last.endswith(" of real time")
    assert picture.stat().st_size > 10000


def test_a_network_as_it_stands_and_another_duration(place, capsys):
    (place / "net.py").write_text(ONE)
    assert main(["network", "net.py", "--duration", "20 ms", "--dt", "0.1 ms", "--seed", "3", "--threads", "1"]) == 0
    assert "100 synapses; 0.02 s in" in capsys.readouterr().out
    assert main(["network", "net.py", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


HELPED = ONE + """
import os
from network import size
one, other = network.groups
run |= dict(record={one: ("latency",)}, measures={other: "rate"})
made_by_itself = network
os.chdir("elsewhere")

def network(**settings):
    import helper
    return made_by_itself
"""


def test_what_lies_beside_the_file_and_records_by_group(place, capsys):
    """Imports in the function too, a module called network, a file that goes to another folder."""
    (place / "network.py").write_text("size = 3")
    (place / "helper.py").write_text("")
    (place / "elsewhere").mkdir()
    (place / "net.py").write_text(HELPED)
    assert main(["network", "net.py", "--set", "any=3", "--plot", "net.png"]) == 0
    assert (place / "net.png").exists() and "100 synapses" in capsys.readouterr().out


MISTAKES = {
    "no file": (None, [], "there is no such file"),
    "no Python": ("def", [], "line 1 is no Python"),
    "an error in it": ("x = 1\nnetwork = 1 / 0", [], "line 2: ZeroDivisionError"),
    "no network": ("x = 1", [], "it defines no network"),
    "no fn.Network": ("network = 3", [], "must be a fn.Network, got int"),
    "run is no dictionary": (FILE.replace("dict(duration=40 * pq.ms, dt=0.1 * pq.ms, x=15 * pq.mA)", "3"), [],
                             "must be a dictionary"),
    "no duration": (FILE.replace("duration=40 * pq.ms, ", ""), [], '--duration "1 s"'),
    "an argument that is needed": (FILE.replace("neurons=20", "neurons"), [], "--set neurons=1"),
    "an unknown setting": (FILE, ["--set", "neuron=30"], "Did you mean 'neurons'"),
    "no setting": (FILE, ["--set", "neurons"], "NAME=VALUE"),
    "a setting of no function": (ONE, ["--set", "neurons=3"], "no function that takes it"),
    "a wrong duration": (FILE, ["--duration", "0.33 ms"], "0.3"),
    "a wrong unit": (FILE, ["--duration", "3 mV"], "time"),
    "an error of the library": (FILE.replace("weight=weight * pq.mV", "weight=1 * pq.ms"), [], "weight"),
    "an error in the function": (FILE.replace("weight * pq.mV", "wait"), [], "NameError"),
    "no threads": (FILE, ["--threads", "0"], "fastneuron network: --threads"),
    "an exit": ("import sys\nsys.exit()", [], "line 2: SystemExit."),
    "an exit of the function": ("def network():\n    raise SystemExit(0)", [], "line 2: SystemExit: 0."),
    "a class": ("class network: pass", [], "got the class network"),
    "a function in C": ("network = min", [], "must be a function of Python"),
    "a keyword that is needed": ("def network(*, size): pass", [], "--set size=1"),
    "bytes that are no text": ("\0", [], "it is no Python"),
    "an error in a file beside it": ("import broken", [], "broken.py is no Python"),
    "a time without unit": (FILE, ["--dt", "0.1"], '--dt "0.1 ms"'),
    "a record that is none": (FILE.replace("dict(", "dict(record=3, "), [], "record must be names"),
    "arguments that have no names": (FILE + "run[1] = 2", [], "must be texts, got 1"),
    "no place for the picture": (FILE, ["--plot", "none/net.png"], "does not exist"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(place, capsys, mistake):
    text, options, words = MISTAKES[mistake]
    if text is None:
        (place / "net.py").unlink()
    else:
        (place / "net.py").write_text(text)
    (place / "broken.py").write_text("x = (")
    assert main(["network", "net.py", *options]) == 2
    said = capsys.readouterr()
    assert words in said.err and "Traceback" not in said.err and said.out == ""
    assert len(said.err.splitlines()) <= 2


def run_of(record):
    cells, others = fn.LIF(20, V_th=10 * pq.mV), fn.LIF(5, V_th=10 * pq.mV)
    some = fn.Projection(cells, others, fn.connect.AllToAll(), weight=0.1 * pq.mV)
    network = fn.Network([cells, others], projections=some)
    return network.run(40 * pq.ms, dt=0.1 * pq.ms, x=15 * pq.mA, record=record)


def test_pictures_show_every_spike():
    plt = pytest.importorskip("matplotlib.pyplot")
    run = run_of(("spikes",))
    ax = activity.raster(run, plt.figure().gca())
    drawn = [line.get_xydata() for line in ax.lines]
    assert [len(points) for points in drawn] == [run[group].counts.sum() for group in run.groups]
    assert drawn[1][:, 1].min() >= 20 and ax.get_ylim() == (-0.5, 24.5)
    ax = activity.rates(run, 10 * pq.ms, plt.figure().gca())
    heights = [patch.get_data().values for patch in ax.patches]
    assert np.allclose([h.mean() for h in heights], [run[g].spikes.rate().magnitude.mean() for g in run.groups])
    plt.close("all")


def test_bins_that_do_not_fit_a_run():
    """One that is longer than the run is as long as it; too many, or an array, are refused before they are made."""
    plt = pytest.importorskip("matplotlib.pyplot")
    run = run_of(("spikes",))
    ax = activity.rates(run, 1 * pq.s, plt.figure().gca())
    found = [(heights.item(), edges[-1]) for heights, edges, _ in (patch.get_data() for patch in ax.patches)]
    assert found == [(pytest.approx(run[g].spikes.rate().magnitude.mean()), 40) for g in run.groups]
    with pytest.raises(fn.errors.ParameterError, match="at least 4e-05 ms for this run"):
        activity.rates(run, 1e-9 * pq.ms)
    with pytest.raises(fn.errors.ShapeError, match="bin"):
        activity.rates(run, [1, 2] * pq.ms)
    plt.close("all")


def test_a_picture_of_a_run_without_samples():
    pytest.importorskip("matplotlib")
    cells = fn.LIF(20, V_th=10 * pq.mV)
    run = cells.run(0.5 * pq.ms, dt=0.1 * pq.ms, record=("spikes", "V"), every=1 * pq.ms)
    assert len(activity.overview(run).axes) == 3


def test_pictures_of_what_was_not_recorded():
    with pytest.raises(fn.errors.UnknownNameError, match="record=\\(\"spikes\",\\)"):
        activity.raster(run_of(("counts",)))
    with pytest.raises(fn.errors.ParameterError, match="what a run gives back"):
        activity.raster([1, 2])
    with pytest.raises(fn.errors.ParameterError, match="greater than 0 ms"):
        activity.rates(run_of(("spikes",)), bin=0 * pq.ms)
