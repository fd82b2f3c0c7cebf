"""What is measured: seven models, their inputs and parameters, the same for C, fastneuron and brainpy.state.

Parameters are the defaults of the models except where a comment says why not.
"""

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
    "ALIF": {
        "parameters": {"R": 1.0, "tau": 5.0, "tau_a": 100.0, "V_th": 1.0, "V_reset": 0.0, "V_rest": 0.0, "beta": 0.1},
        "x": (0.0, 3.0), "V": 0.0, "states": {"a": 0.0}, "hard": False,
    },
    # a, A1, A2: with the defaults, 0, the threshold and the currents stay what they are
    "Gif": {
        "parameters": {"R": 20.0, "tau": 20.0, "V_rest": -70.0, "V_reset": -70.0, "V_th_inf": -50.0,
                       "V_th_reset": -60.0, "a": 0.005, "b": 0.01, "k1": 0.2, "k2": 0.02, "R1": 0.0, "R2": 1.0,
                       "A1": 1.0, "A2": -0.05},
        "x": (0.0, 3.0), "V": -70.0, "states": {"I1": 0.0, "I2": 0.0, "V_th": -50.0}, "hard": False,
    },
    # the states: those at rest at -65 mV
    "HH": {
        "parameters": {"ENa": 50.0, "gNa": 120.0, "EK": -77.0, "gK": 36.0, "EL": -54.387, "gL": 0.03, "V_th": 20.0,
                       "C": 1.0},
        "x": (0.0, 30.0), "V": -65.0, "states": {"m": 0.0529, "h": 0.5961, "n": 0.3177}, "hard": False,
    },
}  # fmt: skip
