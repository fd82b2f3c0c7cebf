"""The stored reference traces as cases that a test can run."""

import functools
import json
import pathlib

import numpy as np

import fastneuron as fn
from fastneuron.units import attach

FOLDER = pathlib.Path(__file__).parent / "brainpy"


@functools.cache
def archive(model):
    """The file of a model."""
    return np.load(FOLDER / f"{model}.npz")


def case_names():
    """Model and case of every stored case of a registered model."""
    models = [name for name in fn.models.registry() if (FOLDER / f"{name}.npz").exists()]
    return [(model, case) for model in models for case in json.loads(str(archive(model)["__cases__"]))]


class Case:
    """One stored case: how to build the group, what to feed it, and what came out of the reference."""

    def __init__(self, model, name):
        self.model, self.name = model, name
        fields = archive(model)
        prefix = f"{name}/"
        self.fields = {key[len(prefix) :]: fields[key] for key in fields.files if key.startswith(prefix)}
        self.meta = json.loads(str(self.fields["meta"]))
        self.dt, self.steps, self.neurons = (self.meta[key] for key in ("dt", "T", "N"))
        # One case of a model is run as it is. In the others every parameter and input is an array, whether it varies or
        # not: three kernels instead of seven.
        self.plain = name == "const_supra"

    def group(self, dtype=np.float64):
        """The group of the case, at its initial state."""
        units, given = self.meta["units"], self.part("param")
        if not self.plain:
            given = {k: np.broadcast_to(v, self.neurons).astype(float) for k, v in given.items()}
        parameters = {k: attach(v, units["param"][k]) for k, v in given.items()}
        cls = getattr(fn, self.model)
        options = {"spk_reset": self.meta["spk_reset"], "dtype": dtype}
        if cls.model.refractory() and cls.model.ref_var:
            options["ref_var"] = self.meta["ref_var"]
        group = cls(self.neurons, **parameters, **options)
        group.init_state()
        for state, values in self.part("init").items():
            if state != "last_spike_time" or cls.model.refractory():
                setattr(group, state, attach(values, units["state"][state]))
        return group

    def inputs(self):
        """Keyword arguments of ``run``."""
        units, shape = self.meta["units"], (self.steps, self.neurons)
        x = self.fields["x"].astype(float)
        if "x_offset" in self.fields:
            x = x + self.fields["x_offset"]
        if not self.plain:
            x = np.broadcast_to(x, shape)
        found = {"x": attach(x, units["x"])}
        if "delta" in self.fields or not self.plain:
            delta = np.broadcast_to(self.fields.get("delta", 0.0), shape).astype(float)
            found["delta"] = attach(delta, units["delta"])
        if "g" in self.fields:
            g = np.broadcast_to(self.fields["g"].astype(float), shape)
            found["conductance"] = (attach(g, units["g"]), attach(self.fields["E"].astype(float), units["E"]))
        return found

    def run(self, dtype=np.float64, width=8, **options):
        """The group and the result of the whole case; a narrow gang has the same bits and compiles faster."""
        group = self.group(dtype)
        records = ["spikes", *self.part("trace")]
        dt = attach(self.dt, "ms")
        options |= {"dt": dt, "record": records, "errors": "record", "width": width}
        result = group.run(self.steps * dt, **self.inputs(), **options)
        return group, result

    def tolerance(self):
        """The relative tolerance that the file's documentation gives for this case."""
        if "ill_conditioned" in self.meta["tags"]:
            return 1e-5
        return 1e-6 if self.meta["perturbation_growth"] > 1e5 else 1e-9

    def held_by_rounding(self):
        """Whether a refractory period is a multiple of dt, so that the reference's rounding decides a held step."""
        ratio = np.asarray(self.fields.get("param/tau_ref", 0.5 * self.dt)) / self.dt
        return bool(np.any((np.abs(ratio - np.round(ratio)) < 1e-9) & (np.round(ratio) > 0)))

    def part(self, kind):
        """All fields of one kind: param, init, trace, final."""
        prefix = f"{kind}/"
        return {key[len(prefix) :]: value for key, value in self.fields.items() if key.startswith(prefix)}
