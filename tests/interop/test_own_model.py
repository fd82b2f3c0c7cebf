"""A user's model in a module of its own, outside the package, has everything that the package's models have.

The module is the first block of docs/own_model.md, written to a temporary file and imported from there.
"""

import importlib.util
import math
import re
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from codegen.assembly import arithmetic, busiest_loop
from codegen.kernels import captured, compiled
from fastneuron.cli import main
from fastneuron.engine.kernel.kernel import Kernel
from fastneuron.errors import UnitError
from fastneuron.models import declaration
from oracle.setups import Setup, same

PAGE = Path(__file__).resolve().parents[2] / "docs" / "own_model.md"
MOST_LINES = 30
DT = 0.05 * pq.ms


@pytest.fixture(scope="module")
def source():
    return re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL).group(1)


@pytest.fixture(scope="module")
def Theta(source, tmp_path_factory):
    path = tmp_path_factory.mktemp("user") / "theta_of_a_user.py"
    path.write_text(source, encoding="utf-8")
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[path.stem] = module
    specification.loader.exec_module(module)
    with mock.patch.object(fn, "Theta", module.Theta, create=True):  # where the test helpers look a model up
        yield module.Theta
    del sys.modules[path.stem], declaration._REGISTRY["Theta"]


def test_it_is_short(source):
    assert len(source.splitlines()) <= MOST_LINES


def test_constructor_has_units_and_checks(Theta):
    assert Theta(3).tau == 1 * pq.ms and Theta(3, tau=0.002 * pq.s).tau == 2 * pq.ms
    with pytest.raises(UnitError, match=r"tau needs a unit of time.*Write tau=2 \* pq.ms"):
        Theta(3, tau=2)
    with pytest.raises(ValueError, match="tau must be greater than 0 ms"):
        Theta(3, tau=-1 * pq.ms)
    with pytest.raises(TypeError, match="Did you mean 'tau'?"):
        Theta(3, tua=1 * pq.ms)


@pytest.fixture(scope="module")
def ran(Theta):
    x = np.linspace(0, 1, 50)
    return x, Theta(50, tau=2 * pq.ms).run(200 * pq.ms, dt=DT, x=x, record=("spikes", "V"))


def test_rate_is_the_analytic_one(ran):
    x, result = ran
    period = np.pi * 2 / np.sqrt(x[1:])  # ms
    assert result.counts[0] == 0 and result.counts[1:].max() > 30
    assert np.all(np.abs(result.counts[1:] - (200 / period + 0.5)) <= 1)  # the first spike comes after half a period


def test_step_by_step_is_the_same_bits(Theta, ran):
    x, result = ran
    group = Theta(50, tau=2 * pq.ms)
    raster = result.spikes.raster()
    group.init_state()
    with fn.environ.context(dt=DT):
        for k in range(1000):
            assert np.array_equal(group.update(x=x), raster[k])
    assert same(np.asarray(group.V), np.asarray(result["V"])[999])


def test_kernel_has_the_bits_of_the_equations_in_plain_python(Theta):
    setup = Setup("Theta", steps=50)
    group = setup.group(np.float64)
    inputs = setup.currents()
    setup.run(group, setup.group_inputs(inputs))
    oracle = setup.oracle(np.float64)
    oracle.run(setup.steps, setup.oracle_inputs(inputs, np.float64))
    assert same(np.asarray(group.V), oracle.y["V"])


def test_sweep(Theta, tmp_path):
    x = np.linspace(0, 1, 5)
    run = dict(duration=200 * pq.ms, dt=DT, measure=("count", "latency"))
    data = fn.sweep(Theta, {"x": x, "tau": [1, 2] * pq.ms}, **run)
    assert data["count"].dims == ("x", "tau") and (data.status == 0).all() and data["count"][0, 0] == 0
    assert np.allclose(data.latency[1:, 1], math.pi / np.sqrt(x[1:]), atol=0.1)
    assert data["count"].attrs["long_name"] and data.tau.attrs["units"] == "ms"


def test_command_line_knows_it(Theta, capsys):
    assert main(["models", "Theta"]) == 0
    assert "Theta: Theta neuron" in (listed := capsys.readouterr().out) and "1 ms" in listed
    assert main(["compare", "Theta", "--x", "1", "--dt", "0.05 ms"]) == 0
    assert 20 <= int(capsys.readouterr().out.splitlines()[1].split()[2]) <= 23  # 70 ms, every pi ms


def test_its_kernel_comes_from_the_same_generator(Theta):
    """The same driver, specialised; full registers, no call and no other precision in the loop over time."""
    kernel, _ = captured("Theta", np.float32)
    assert type(kernel) is type(captured("Izhikevich", np.float32)[0]) is Kernel
    _, assembly = compiled("Theta", np.float32)
    found = arithmetic(busiest_loop(assembly, seldom=10))  # beyond 1e5 the cosine reduces its angle in a loop
    assert len(found) > 100 and {(packed, precision) for packed, precision, _ in found} == {("p", "s")}
