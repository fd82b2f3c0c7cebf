"""What is measured: four models, their inputs and parameters, the same for C, fastneuron and brainpy.state.

Parameters are the defaults of the models except where a comment says why not.
"""

import quantities as pq

NEURONS = 100_000
DT = 0.1  # ms

# tau_ref 1.73: not a whole number of steps, so that no rounding decides how long a neuron is held.
CASES = {
    "IzhikevichRef": {
        "parameters": {"a": 0.02, "b": 0.2, "c": -65.0, "d": 8.0, "V_th": 30.0, "tau_ref": 1.73},
        "x": (0.0, 20.0), "V": -65.0, "hard": True,
    },
    # V_th and reset: with the defaults, -30 mV and soft, this model runs away above rheobase at this dt, by
    # up to 1e21 mV in one step, and rounding decides how often it spikes
    "ExpIFRef": {
        "parameters": {"R": 1.0, "tau": 10.0, "tau_ref": 1.73, "V_th": -50.0, "V_reset": -68.0,
                       "V_rest": -65.0, "V_T": -59.9, "delta_T": 3.48},
        "x": (0.0, 20.0), "V": -65.0, "hard": True,
    },
    "AdExIF": {
        "parameters": {"R": 1.0, "tau": 10.0, "tau_w": 30.0, "V_th": -55.0, "V_reset": -68.0, "V_rest": -65.0,
                       "V_T": -59.9, "delta_T": 3.48, "a": 1.0, "b": 1.0},
        "x": (0.0, 20.0), "V": -65.0, "hard": False,
    },
    "LIFRef": {
        "parameters": {"R": 1.0, "tau": 5.0, "tau_ref": 1.73, "V_th": 1.0, "V_reset": 0.0, "V_rest": 0.0},
        "x": (0.0, 3.0), "V": 0.0, "hard": False,
    },
}  # fmt: skip

# unit of a parameter, by name, or by model and name where models differ
UNITS = {
    **dict.fromkeys(["V_th", "V_reset", "V_rest", "V_T", "delta_T"], pq.mV),
    **dict.fromkeys(["tau", "tau_w", "tau_ref"], pq.ms),
    "R": pq.ohm, "a": pq.S, "b": pq.mA,
    ("IzhikevichRef", "a"): 1 / pq.ms, ("IzhikevichRef", "b"): 1 / pq.ms,
    ("IzhikevichRef", "c"): pq.mV, ("IzhikevichRef", "d"): pq.mV / pq.ms, "c": pq.mV, "d": pq.mV / pq.ms,
    ("IzhikevichRef", "x"): pq.mV / pq.ms,
    **{(model, "x"): pq.mA for model in ("LIFRef", "ExpIFRef", "AdExIF")},
}  # fmt: skip
