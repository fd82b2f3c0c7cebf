"""Names that tools offer: those of the package and its parts, without what is inside; signatures that can be read."""

import inspect
import pydoc

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import FastneuronError

MODELS = [name for name, model in fn.models.registry().items() if model.__module__.startswith("fastneuron.")]
PARTS = [name for name in fn.__all__ if inspect.ismodule(getattr(fn, name))]


def test_the_package_offers_its_public_names_and_no_others():
    assert dir(fn) == sorted([*fn.__all__, "__version__"])
    assert {"LIF", "hh_psc_alpha_gap", "sweep", "neuron", "errors", "Status", *MODELS} <= {*fn.__all__}
    assert not {"runs", "engine", "checks", "neurons", "units", "signature"} & {*dir(fn)}
    assert fn.units.strip and fn.engine, "they can be reached all the same"


@pytest.mark.parametrize("part", PARTS)
def test_a_part_offers_what_it_has_and_no_modules(part):
    module = getattr(fn, part)
    assert dir(module) == sorted(module.__all__)
    assert not any(inspect.ismodule(getattr(module, name)) for name in dir(module))


def test_everything_can_be_imported_at_once():
    names = {}
    exec("from fastneuron import *", names)
    assert {*fn.__all__} <= names.keys() and names["LIF"] is fn.LIF and "runs" not in names


def test_all_errors_are_public():
    errors = {name for name, value in vars(fn.errors).items() if inspect.isclass(value)}
    assert errors == {*fn.errors.__all__} and all(issubclass(getattr(fn.errors, n), FastneuronError) for n in errors)


def test_all_that_simd_imports_from_its_rooms_is_public():
    own = {name for name, value in vars(fn.simd).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert own == {*fn.simd.__all__}


def test_signatures_can_be_read():
    text = str(inspect.signature(fn.LIF))
    assert text.startswith("(in_size, R=1.0 * ohm, tau=5.0 * ms, V_th=1.0 * mV, ") and "array(" not in text
    assert "a=0.0 / ms," in str(inspect.signature(fn.Gif)) and "R2=1.0," in str(inspect.signature(fn.Gif))
    assert "R=1.0 * ohm," in pydoc.render_doc(fn.LIF)
    assert not any("array(" in str(inspect.signature(getattr(fn, name))) for name in MODELS)


def test_defaults_of_a_signature_are_quantities():
    default = inspect.signature(fn.LIF).parameters["tau"].default
    assert isinstance(default, pq.Quantity) and default == 5 * pq.ms and 2 * default == 0.01 * pq.s
    group = fn.LIF(2, tau=default)
    assert type(group.tau.copy()) is pq.Quantity and repr(group.tau) == repr(np.array(5.0) * pq.ms)
