"""Declarations of a user, to be made good or bad by some entries; none is registered."""

import fastneuron as fn
from fastneuron.models import Parameter, State
from fastneuron.simd import heaviside

GONE = object()
ms, mV, one = (Parameter(1.0, unit, "any") for unit in ("ms", "mV", "1"))
state = State(0.0, "1", "any")


def own(base=fn.Model, name="Own", register=False, /, **entries):
    """A good declaration, or one with other entries; those that are GONE are left out."""
    good = {} if base is not fn.Model else {
        "tau": Parameter(5.0, "ms", "time constant", above=0), "V_th": Parameter(1.0, "mV", "threshold"),
        "V": State(0.0, "mV", "potential"), "w": State(0.0, "1", "adaptation"),
        "S": lambda V, V_th: heaviside(V, V_th, V_th), "reset_V": lambda V, S, top: V - top * S,
        "dV": lambda V, w, I, tau: (I - V - w) / tau, "dw": lambda w, tau: -w / tau,
    }  # fmt: skip
    body = {key: value for key, value in (good | {"__module__": "own"} | entries).items() if value is not GONE}
    return type(name, (base,), body, register=register)


def nest(**entries):
    """A model with the conventions of NEST."""
    given = {"reset_V": None, "inputs_at_end": True, "signed_deltas": True, "spike_at_peak": True, "holds": False}
    given |= {"refractory_period": "t_ref", "solver": "rkf45", "event_unit": "pA"} | entries
    return own(**given)


def alpha(V):
    """A rate."""
    return 0.1 * V
