"""How the error of adaptive solvers falls with the tolerance: hh_psc_alpha_gap against DOP853 at 1e-12. Prints a table.

    python benchmarks/accuracy.py

One neuron with 600 pA for 20 ms in which it fires; error of the potential at all output steps, and trial steps taken.
"""

import numpy as np
import quantities as pq
from scipy.integrate import solve_ivp

import fastneuron as fn

DURATION, DT = 20.0, 0.1  # ms
CURRENT = 600.0  # pA
TOLERANCES = 10.0 ** -np.arange(3, 10)


def linoid(x, scale):
    """x / (1 - exp(-x / scale)); no run meets x = 0 exactly."""
    return x / -np.expm1(-x / scale)


def slopes(t, y):
    """The equations with NumPy's functions, without synapses."""
    V, m, h, n, p = y
    I_Na = 4500.0 * m**3 * h * (V - 74.0)
    I_K = (9.0 * n**4 + 9000.0 * p**2) * (V + 90.0)
    rates = [
        (40.0 * linoid(V - 75.5, 13.5), 1.2262 * np.exp(-V / 42.248), m),
        (0.0035 * np.exp(-V / 24.186), 0.017 * linoid(V + 51.25, 5.2), h),
        (0.014 * linoid(V + 44.0, 2.3), 0.0043 * np.exp(-(V + 44.0) / 34.0), n),
        (linoid(V - 95.0, 11.8), 0.025 * np.exp(-V / 22.222), p),
    ]
    return [(CURRENT - I_Na - I_K - 10.0 * (V + 70.0)) / 40.0, *(a * (1 - x) - b * x for a, b, x in rates)]


def reference(start):
    """The potential at the output steps."""
    times = np.arange(1, round(DURATION / DT) + 1) * DT
    how = {"method": "DOP853", "rtol": 1e-12, "atol": 1e-12}
    return solve_ivp(slopes, (0, DURATION), start, t_eval=times, **how).y[0]


def measured(solver):
    """Largest and median error of the potential in mV, and trial steps, for each tolerance."""
    group = fn.hh_psc_alpha_gap(TOLERANCES.size, I_e=CURRENT * pq.pA, gsl_error_tol=TOLERANCES)
    group.init_state()
    start = [float(getattr(group, name).magnitude[0]) for name in ("V", "m", "h", "n", "p")]
    record = ("V", "accepted", "rejected")
    result = group.run(DURATION * pq.ms, dt=DT * pq.ms, solver=solver, record=record)
    error = np.abs(np.asarray(result["V"]) - reference(start)[:, None])
    return error.max(axis=0), np.median(error, axis=0), result["accepted"] + result["rejected"]


def main():
    """Print the table as Markdown."""
    columns = [column for solver in ("rkf45", "dopri5") for column in measured(solver)]
    head = "largest, mV | median, mV | trial steps"
    print(f"| tolerance | rkf45: {head} | dopri5: {head} |\n|{'---|' * 7}")
    for tolerance, *row in zip(TOLERANCES, *columns, strict=True):
        cells = [f"{value:.1e}" if n % 3 < 2 else f"{value}" for n, value in enumerate(row)]
        print(f"| {tolerance:.0e} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
