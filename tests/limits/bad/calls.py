"""What the rows of the tables call: good calls, of which a row changes one argument."""

import datetime
import decimal
import fractions
import tempfile

import neo
import numpy as np
import pandas
import quantities as pq
import xarray

import fastneuron as fn
import own_models
from fastneuron.models import Parameter, State
from fastneuron.pictures import plots

__all__ = ["NAMES"]
LIF, LIFRef = fn.LIF, fn.LIFRef
MS, DT, X = 10 * pq.ms, 0.1 * pq.ms, [1, 2] * pq.mA


def ready(model=LIF):
    group = model(3)
    group.init_state()
    return group


def run(duration=MS, dt=DT, **given):
    return LIF(3).run(duration, dt=dt, **given)


def hh(**given):
    return fn.HH(3).run(MS, dt=DT, **given)


def update(*given, **named):
    group = ready()
    with fn.environ.context(dt=DT):
        return group.update(*given, **named)


def events(time=(1, 2) * pq.ms, index=(0, 1), weight=1 * pq.mV, **given):
    return fn.Events(time, index, weight, **given)


def signal(units="mA", period=0.1, rows=100, columns=1, value=1.0):
    return neo.AnalogSignal(np.full((rows, columns), value), units=units, sampling_period=period * pq.ms)


def train(*times, t_start=0, units="ms"):
    return neo.SpikeTrain(times * pq.Quantity(1, units), t_start=t_start * pq.ms, t_stop=9 * pq.ms)


def sweep(parameters=None, model=LIF, duration=MS, dt=DT, **given):
    parameters = {"x": X} if parameters is None else parameters
    return fn.sweep(model, parameters, duration=duration, dt=dt, **given)


def context(**entries):
    with fn.environ.context(**entries):
        return fn.environ.all()


def folder():
    return tempfile.mkdtemp()


def occupied():
    """A folder that holds something else."""
    return some_file().rpartition("/")[0]


def some_file():
    path = f"{folder()}/a"
    with open(path, "w") as file:
        file.write("no store")
    return path


def gapped(**given):
    return fn.hh_psc_alpha_gap(3, **given)


def gap(pre=(0, 1), post=(1, 2), g=1 * pq.nS, **given):
    return fn.GapJunctions(pre, post, g, **given)


def network():
    return fn.Network(gapped(), gap())


def coincidence(spike_times=(1, 2) * pq.ms, window=4 * pq.ms, **given):
    return fn.measures.coincidence(spike_times, window, **given)


def own(**entries):
    return fn.neuron(own_models.own(**entries))


def dataset(dimensions):
    names = list("abc"[:dimensions])
    return xarray.Dataset({"rate": (names, np.zeros((2,) * dimensions))}, attrs={"model": "LIF", "duration": "1 ms"})


MODULES = (datetime, decimal, fractions, neo, np, pandas, pq, xarray, fn, plots, Parameter, State)
NAMES = {name: value for name, value in globals().items() if not name.startswith("_")}
