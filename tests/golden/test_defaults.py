"""Defaults, units and first values of every model against those of the reference, which are stored.

``defaults.csv`` was written from the descriptions of brainpy.state and of NEST, not from the declarations: a row for
each parameter and state, those of brainpy.state in the order of its constructors' arguments. A range of a uniform
distribution is "low to high"; "equation" stands for a gate that starts at rest.
"""

import csv
import inspect
from pathlib import Path

import numpy as np
import pytest

import fastneuron as fn

PATH = Path(__file__).parent / "defaults.csv"
MODELS = fn.models.registry()
OTHERS = {"in_size", "spk_fun", "spk_reset", "ref_var", "name", "clip", "dtype"}  # arguments that are no numbers
OF_NEST = ("hh_psc_alpha", "hh_psc_alpha_gap", "hh_cond_exp_traub", "hh_cond_beta_gap_traub")
HARD = (*OF_NEST, "Izhikevich", "IzhikevichRef")  # the others reset softly
REF_VAR = ("ExpIFRef", "AdExIFRef", "QuaIFRef", "AdQuaIFRef", "GifRef", "IzhikevichRef")
AT_REST = {  # gates at the default potential, as NEST's descriptions print them; HH by their equations
    "hh_psc_alpha": {"m": 0.05293248525724958, "h": 0.5961207535084603, "n": 0.3176769140606974},
    "hh_psc_alpha_gap": {
        "m": 0.019198766985083732, "h": 0.868462041294399, "n": 0.0005741576228359767, "p": 0.0002511318227150632,
    },
}  # fmt: skip


def stored():
    """The rows of each model."""
    found = {}
    with PATH.open(newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["model"], []).append(row)
    return found


ROWS = stored()


def value(text):
    """A number, the two ends of a range, or None for an equation."""
    if text == "equation":
        return None
    return tuple(map(float, text.split(" to "))) if " to " in text else float(text)


def test_every_model_has_rows():
    assert set(ROWS) == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_defaults_and_units(model):
    rows, declared = ROWS[model], MODELS[model]
    expected = {kind: {r["name"]: (value(r["value"]), r["unit"]) for r in rows if r["kind"] == kind}
                for kind in ("parameter", "state")}  # fmt: skip
    assert {name: (p.default, p.unit) for name, p in declared.parameters.items()} == expected["parameter"]
    assert {name: (s.initial, s.unit) for name, s in declared.states.items()} == expected["state"]


@pytest.mark.parametrize("model", MODELS)
def test_a_group_has_them(model):
    group = getattr(fn, model)(2)
    group.init_state()
    for row in ROWS[model]:
        first, found = value(row["value"]), np.asarray(getattr(group, row["name"]))
        if isinstance(first, float):
            assert np.all(found == first), row["name"]
        elif first is not None:
            assert np.all((found > first[0]) & (found < first[1])) and found[0] != found[1], row["name"]
    assert group.spk_reset == ("hard" if model in HARD else "soft")
    assert ("ref_var" in inspect.signature(type(group)).parameters) == (model in REF_VAR)


@pytest.mark.parametrize("model", [name for name in MODELS if name not in OF_NEST])
def test_arguments_come_in_the_order_of_the_reference(model):
    names = [row["name"] + "_initializer" * (row["kind"] == "state") for row in ROWS[model]]
    assert [name for name in inspect.signature(getattr(fn, model)).parameters if name not in OTHERS] == names


@pytest.mark.parametrize("model", AT_REST)
def test_gates_start_at_rest(model):
    """In the last digits the two differ by how an exponential is rounded."""
    group = getattr(fn, model)(1)
    group.init_state()
    for gate, expected in AT_REST[model].items():
        assert np.asarray(getattr(group, gate))[0] == pytest.approx(expected, rel=2e-14), gate
