"""Every stored gradient of the reference: reverse mode through time, for each input, parameter and first value.

The loss is ``sum(spikes w1) + 1e-3 sum(V w2)``.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import fastneuron as fn
from fastneuron.units import attach

FOLDER = Path(__file__).parent / "gradients"
CASES = ("soft_relu", "hard_relu", "soft_sigmoid", "hard_arctan")
NO_GRADIENT = "last_spike_time"


def parameters():
    names = sorted(path.stem for path in FOLDER.glob("*.npz"))
    return [pytest.param(name, case, marks=pytest.mark.xdist_group(name)) for name in names for case in CASES]


class Case:
    """A stored run."""

    def __init__(self, model, name, folder=FOLDER, cases=CASES):
        with np.load(folder / f"{model}.npz", allow_pickle=False) as file:
            assert tuple(json.loads(str(file["__cases__"]))) == cases
            self.fields = {key.split("/", 1)[1]: file[key] for key in file.files if key.startswith(f"{name}/")}
        self.model, self.meta = model, json.loads(str(self.fields["meta"]))

    def part(self, name):
        """What is stored under a name, by the rest of it."""
        return {key.split("/")[1]: values for key, values in self.fields.items() if key.startswith(f"{name}/")}

    def run(self, dtype, **options):
        """The run, and its gradients."""
        meta, units = self.meta, self.meta["units"]
        own = {name: attach(values, units["param"][name]) for name, values in self.part("param").items()}
        surrogate = getattr(fn.surrogate, meta["surrogate"])(**meta["surrogate_params"])
        group = getattr(fn, self.model)(meta["N"], spk_fun=surrogate, spk_reset=meta["spk_reset"], dtype=dtype, **own)
        group.init_state()
        for state in group.model.states:
            setattr(group, state, attach(self.fields[f"init/{state}"], units["state"][state]))
        dt, x = attach(meta["dt"], "ms"), attach(self.fields["x"], units["x"])
        result = group.run(meta["T"] * dt, dt=dt, x=x, record="spikes", differentiable=True, **options)
        return result, result.backward(spikes=self.fields["w1"], V=1e-3 * self.fields["w2"])

    def expected(self):
        """The stored gradients by our names."""
        firsts = {f"{state}0": values for state, values in self.part("grad_init").items() if state != NO_GRADIENT}
        return {"x": self.fields["grad_x"]} | self.part("grad_param") | firsts


@pytest.mark.parametrize(("model", "name"), parameters())
def test_gradients_of_the_reference(model, name):
    case = Case(model, name)
    result, found = case.run(np.float64, width=4)  # a narrow gang has the same bits and compiles in half the time
    assert np.array_equal(result.spikes.raster(), case.fields["spikes"])
    bound = 1e-11 if model == "IzhikevichRef" else 1e-12
    for key, values in case.expected().items():
        error = np.abs(np.asarray(found[key]) - values).max()
        assert error <= bound * np.abs(values).max(), key
    assert not found.status.any()


@pytest.mark.parametrize("model", ["LIFRef", "AdExIF", "HH"])
def test_gradients_of_the_reference_in_single_precision(model):
    case = Case(model, "soft_relu")
    result, found = case.run(np.float32)
    same = (result.spikes.raster() == case.fields["spikes"]).all(axis=0)
    errors = [np.abs(np.asarray(found[key]) - values)[..., same] / np.abs(values).max()
              for key, values in case.expected().items() if values.any()]  # fmt: skip
    assert same.any() and np.median(np.concatenate([error.ravel() for error in errors])) < 1e-4
    assert all(np.asarray(found[key]).dtype == np.float32 for key in found)


class TrialsCase(Case):
    """A stored run of a solver that chooses its steps, differentiated by tangents; spikes have no gradient there."""

    NAMES = ("C_m", "g_Kv3", "V0")

    def __init__(self, name):
        super().__init__("hh_psc_alpha_gap", name, FOLDER.with_name("gradients_of_trials"), ("g0", "g1"))

    def run(self, differentiable):
        """The potential, and gradients."""
        meta, units = self.meta, self.meta["units"]
        own = {name: attach(values, units["param"][name]) for name, values in self.part("param").items()}
        group = fn.hh_psc_alpha_gap(meta["N"], V_m_init=attach(self.fields["init/V"], "mV"), **own)
        dt, x = attach(meta["dt"], "ms"), attach(self.fields["x"], units["x"])
        result = group.run(meta["T"] * dt, dt=dt, x=x, record="V", differentiable=differentiable)
        wrt = None if differentiable is True else self.NAMES
        return np.asarray(result["V"]), result.backward(spikes=self.fields["w1"], V=1e-3 * self.fields["w2"], wrt=wrt)


@pytest.mark.xdist_group("hh_psc_alpha_gap gradients")
@pytest.mark.parametrize("name", ["g0", "g1"])
@pytest.mark.parametrize("differentiable", [True, "forward"])
def test_gradients_through_a_solver_that_chooses_its_steps(name, differentiable):
    """The stored ones are good to 1e-6, the tolerance of their solver."""
    case = TrialsCase(name)
    V, found = case.run(differentiable)
    assert np.abs(V - case.fields["V"]).max() < 1e-3
    expected = {key: values for key, values in case.expected().items() if differentiable is True or key in case.NAMES}
    assert len(expected) == (10 if differentiable is True else 3)
    for key, values in expected.items():
        assert np.abs(np.asarray(found[key]) - values).max() <= 2e-5 * np.abs(values).max(), key
