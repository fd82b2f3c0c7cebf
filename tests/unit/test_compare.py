"""`fastneuron compare`: the counts it prints, the picture it draws, the mistakes it refuses before it computes."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.cli import main
from fastneuron.cli.compare import table
from fastneuron.pictures.responses import Response, Window, response
from fastneuron.pictures.traces import comparison, limits

WINDOW = Window(60 * pq.ms, 10 * pq.ms, 50 * pq.ms, 0.1 * pq.ms)
SHORT = ["--duration", "60 ms", "--on", "10 ms", "--off", "50 ms", "--dt", "0.1 ms"]


@pytest.fixture(scope="module")
def found():
    return [response(fn.LIF(1), 1.5 * pq.mA, WINDOW), response(fn.FitzHughNagumo(1), 0.8, WINDOW)]


def test_response_is_that_of_a_run(found):
    lif, oscillator = found
    group = fn.LIF(1)
    wave = np.zeros((600, 1))
    wave[100:500] = 1.5
    result = group.run(60 * pq.ms, dt=0.1 * pq.ms, x=wave * pq.mA, record=("spikes", "V"))
    assert np.array_equal(lif.V, result["V"][:, 0]) and lif.V.units == pq.mV
    assert np.allclose(lif.spikes, np.asarray(result.spikes.time), rtol=1e-12)
    assert len(lif.spikes) > 3 and 10 < lif.spikes.min() and lif.spikes.max() <= 50
    assert lif.firing == f"{len(lif.spikes)} spikes" and lif.x == 1.5 * pq.mA
    assert np.isin(np.round(lif.spikes, 6), np.round(lif.time, 6)).all()
    assert 1 <= len(oscillator.spikes) <= 3 and oscillator.failure is None


def test_failure_is_part_of_the_response():
    far = response(fn.LIF(1, R=1e308 * pq.ohm, V_th=1e308 * pq.mV), 100 * pq.mA, WINDOW)
    assert far.failure == far.firing == "became non-finite"


def test_table_and_picture(tmp_path, capsys, found):
    picture = tmp_path / "out.png"
    arguments = ["compare", "LIF", "FitzHughNagumo", "--x", "0.8", "--x", "LIF=1500 uA", "--spk-reset", "soft"]
    assert main([*arguments, *SHORT, "--plot", str(picture)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["model", "x", "spikes"]
    assert [row.split()[0] for row in rows] == ["LIF", "FitzHughNagumo"]
    assert rows[0].split()[1:4] == ["1.5", "mA", str(len(found[0].spikes))]
    assert rows[1].split()[1:3] == ["0.8", str(len(found[1].spikes))]
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_the_last_interval_is_that_of_the_last_two_spikes():
    V, spikes = np.zeros(3) * pq.mV, np.array([12.3, 20.0, 35.55])
    found = [Response("A", 2 * pq.mA, np.arange(3.0), V, spikes[:n], None) for n in (3, 2, 1)]
    _, *rows = table(found).splitlines()
    assert [row.split(None, 3) for row in rows] == [
        ["A", "2", "mA", "3       12.3 ms      15.55 ms"], ["A", "2", "mA", "2       12.3 ms      7.7 ms"],
        ["A", "2", "mA", "1       12.3 ms      -"],
    ]  # fmt: skip


def test_other_solver(capsys):
    assert main(["compare", "FitzHughNagumo", "--x", "0.8", *SHORT, "--solver", "rk4"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["FitzHughNagumo", "0.8", "1"]


def test_parameters_that_are_not_the_default(capsys):
    arguments = ["compare", "LIF", "--x", "1.5", "--set", "LIF.V_th=2 mV", "--spk-reset", "soft"]
    assert main([*arguments, *SHORT]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["LIF", "1.5", "mA", "0", "-", "-"]


def test_panels(found):
    figure = comparison(found, WINDOW)
    assert len(figure.axes) == 3
    for ax, shown in zip(figure.axes, found, strict=False):
        assert ax.get_title(loc="left") == shown.name and shown.firing in ax.get_title(loc="right")
        np.testing.assert_array_equal(ax.lines[0].get_ydata(), np.asarray(shown.V))
        np.testing.assert_array_equal(ax.lines[1].get_xdata(), shown.spikes)
    assert [ax.get_ylabel() for ax in figure.axes] == ["V (mV)", "V", "current"]
    assert figure.axes[-1].get_xlabel() == "time (ms)"


def test_one_sample_of_an_upstroke_does_not_set_the_axis():
    time = 0.1 * np.arange(1, 101)
    V = np.linspace(-70, -50, 100)
    V[40] = 1e9
    low, high = limits(V, time, np.array([time[40]]))
    assert -73 < low < -70 and -50 < high < -47
    assert limits(V, time, np.array([]))[1] > 1e9
    assert limits(np.full(100, np.nan), time, np.array([])) == (-0.06, 1.06)


MISTAKES = {
    "model": (["LFI", "--x", "1"], "there is no model 'LFI'. Did you mean 'LIF'?"),
    "unit": (["LIF", "HH", "--x", "1 mV"], "fastneuron compare: LIF(--x=1.0 mV): --x needs a unit of current"),
    "unit of one": (["LIF", "FitzHughNagumo", "--x", "1 mA"], 'Write --x FitzHughNagumo="1"'),
    "text": (["LIF", "--x", "high"], "is not a value with a unit"),
    "other model": (["LIF", "--x", "1", "--x", "HH=2"], "there is no compared model 'HH'"),
    "lacking": (["LIF", "HH", "--x", "HH=2"], "there is no current for LIF. Write --x 25 or --x LIF=25."),
    "set": (["LIF", "--x", "1", "--set", "tau=1 ms"], 'Write --set LIF.tau="10 ms"'),
    "set parameter": (["LIF", "--x", "1", "--set", "LIF.tua=1 ms"], "Did you mean 'tau'?"),
    "set model": (["LIF", "--x", "1", "--set", "HH.C=1 uF"], "there is no compared model 'HH'"),
    "set bound": (["LIF", "--x", "1", "--set", "LIF.tau=-1 ms"], "tau must be greater than 0 ms"),
    "order": (["LIF", "--x", "1", "--off", "5 ms"], "on must be before off"),
    "end": (["LIF", "--x", "1", "--off", "500 ms"], "off must be not after duration"),
    "steps": (["LIF", "--x", "1", "--on", "10.005 ms"], "on is not a whole number of steps"),
    "time": (["LIF", "--x", "1", "--dt", "0.1"], "dt needs a unit of time"),
    "solver": (["LIF", "--x", "1", "--solver", "rk5"], "there is no solver for LIF 'rk5'. Did you mean"),
    "solver of one": (["HH", "LIF", "--x", "1", "--solver", "rkf45"], "there is no solver for LIF 'rkf45'"),
    "plot": (["LIF", "--x", "1", "--plot", "nowhere/out.png"], "cannot be written"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_found_before_anything_runs(mistake, capsys, monkeypatch):
    monkeypatch.setattr(fn.Neurons, "run", None)
    arguments, words = MISTAKES[mistake]
    assert main(["compare", *arguments]) == 1
    captured = capsys.readouterr()
    assert words in captured.err and captured.err.count("\n") == 1 and not captured.out
