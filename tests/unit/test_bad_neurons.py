"""What neurons with their own steps refuse, and what becomes of those that cannot go on."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach

DT = 0.1 * pq.ms
NEST = ("hh_psc_alpha_gap", "hh_psc_alpha", "hh_cond_exp_traub", "hh_cond_beta_gap_traub")
REFUSED = {
    "C_m": (0, -1, np.nan),
    "t_ref": (-0.1, np.nan),
    "g_Na": (-1, np.nan),
    "g_L": (-1e-9,),
    "gsl_error_tol": (0, -1e-6, np.nan),
    "Act_m_init": (-0.1, 1.1, np.nan),
    "Inact_h_init": (2.0,),
    "Act_n_init": (-1e-9,),
    "V_m_init": (np.nan, np.inf),
}
TIMES = {"hh_psc_alpha_gap": "tau_syn_ex", "hh_psc_alpha": "tau_syn_in", "hh_cond_exp_traub": "tau_syn_ex"}


@pytest.mark.parametrize("model", NEST)
@pytest.mark.parametrize("name", REFUSED)
def test_values_out_of_bounds(model, name):
    declared = getattr(fn, model).model
    first = {argument: declared.states[state] for state, argument in declared.first_value_arguments().items()}
    for value in REFUSED[name]:
        quantity = attach(np.array([0.5, value]), (declared.parameters | first)[name].unit)
        with pytest.raises(ValueError, match=name) as error:
            getattr(fn, model)(2, **{name: quantity}).init_state()
        assert error.value.index == (1,)


@pytest.mark.parametrize(("name", "value", "line"), [("gsl_error_tol", np.nan, "1e-06"), ("Act_m_init", 1.1, "0")])
def test_there_is_a_good_value_to_paste(name, value, line):
    with pytest.raises(ValueError, match=f"Write for example {name}={line}"):
        fn.hh_psc_alpha_gap(1, **{name: value}).init_state()


@pytest.mark.parametrize(("model", "name"), [*TIMES.items(), ("hh_cond_beta_gap_traub", "tau_rise_in")])
def test_time_constants(model, name):
    with pytest.raises(ValueError, match=f"{name} must be greater than 0 ms, got 0 ms"):
        getattr(fn, model)(1, **{name: 0 * pq.ms})


def test_tolerances():
    neurons = fn.HH(2)
    for name, value in (("atol", 0.0), ("atol", -1.0), ("atol", np.nan), ("rtol", -1e-9), ("rtol", np.nan)):
        with pytest.raises(ValueError, match=name):
            neurons.run(1 * pq.ms, dt=DT, solver="rkf45", **{name: value})
    with pytest.raises(ValueError, match="most_trials"):
        neurons.run(1 * pq.ms, dt=DT, solver="rkf45", most_trials=-1)
    with pytest.raises(ValueError, match='atol must be left out with rk4, got 0.1. Write solver="rkf45"'):
        neurons.run(1 * pq.ms, dt=DT, solver="rk4", atol=0.1)
    with pytest.raises(ValueError, match=r"Write hh_psc_alpha\(..., gsl_error_tol=1e-8\)"):
        fn.hh_psc_alpha(1).run(1 * pq.ms, dt=DT, atol=1e-8)


def test_solvers_and_models_that_do_not_fit():
    with pytest.raises(ValueError, match="AdExIF jumps at spikes"):
        fn.AdExIF(1).run(1 * pq.ms, dt=DT, solver="rkf45")
    with pytest.raises(ValueError, match='"rkf45" or "dopri5" for this model'):
        fn.hh_psc_alpha(1).run(1 * pq.ms, dt=DT, solver="euler")
    with pytest.raises(ValueError, match="accepted"):
        fn.HH(1).run(1 * pq.ms, dt=DT, record=("accepted",))


# From NEST's own safe range outwards, and currents that make it hang.
V = np.array([-1e4, -3000.0, -1000.0, -300.0, -168.0, -51.25, -44.0, 0.0, 20.0, 75.5, 95.0, 300.0, 1e4, -69.6, -69.6])
I_E = np.array([*13 * [0.0], -1e6, -3e4])


def test_no_start_hangs_and_each_ends_well_or_has_a_status():
    neurons = fn.hh_psc_alpha_gap(V.size, V_m_init=V * pq.mV, I_e=I_E * pq.pA)
    record = ("V", "accepted", "rejected")
    result = neurons.run(5 * pq.ms, dt=DT, record=record, errors="record", most_trials=300, width=4)
    ended = np.asarray(result["V"])[-1]
    assert np.array_equal(result.status == fn.Status.OK, np.isfinite(ended))
    assert np.all(result.status[4:12] == fn.Status.OK), result.status
    assert set(result.status) <= {fn.Status.OK, fn.Status.UNDERFLOW, fn.Status.STEP_LIMIT}
    assert (result["accepted"] + result["rejected"]).max() <= 50 * 300
    assert np.isfinite(neurons.V.magnitude).all()


def test_gates_without_an_equilibrium():
    with pytest.raises(ValueError, match="Inact_h_init must be given where it has no equilibrium, got nan at index 1"):
        fn.hh_psc_alpha_gap(2, V_m_init=[-65, -1e6] * pq.mV).init_state()


def test_a_lost_neuron_does_not_disturb_the_others():
    alone = fn.hh_psc_alpha_gap(2, I_e=600 * pq.pA).run(5 * pq.ms, dt=DT, record=("V",), width=4)
    V = np.array([-69.60401191631222, np.nan, -69.60401191631222])
    neurons = fn.hh_psc_alpha_gap(3, I_e=600 * pq.pA)
    neurons.init_state()
    neurons.population.states["V"][1] = V[1]
    result = neurons.run(5 * pq.ms, dt=DT, record=("V", "rejected"), errors="record", width=4)
    assert np.array_equal(np.asarray(result["V"])[:, [0, 2]], np.asarray(alone["V"]))
    assert list(result.status) == [fn.Status.OK, fn.Status.NONFINITE, fn.Status.OK]
    assert result["rejected"][1] < 40 and np.isnan(np.asarray(result["V"])[:, 1]).all()


def test_trial_steps_after_a_neuron_is_lost_are_not_counted_as_its_own():
    def rejected(currents):
        group = fn.hh_psc_alpha_gap(len(currents), I_e=currents * pq.pA)
        record = ("rejected",)
        return group.run(5 * pq.ms, dt=DT, record=record, errors="record", most_trials=20, width=4)["rejected"]

    assert rejected([-1e6, 0, 0])[0] == rejected([-1e6])[0] > 0


def test_the_advice_for_too_many_steps_works():
    """Either part of it, and not its opposite. NEST takes 51 steps for the hardest one, too."""

    def run(**options):
        group = fn.hh_psc_alpha_gap(3, I_e=np.array([0, 600, 0]) * pq.pA, gsl_error_tol=options.pop("tolerance", 1e-6))
        return group.run(5 * pq.ms, dt=DT, record=("V", "rejected"), width=4, **options)

    with pytest.raises(fn.errors.NumericalError) as caught:
        run(most_trials=50)
    assert "Try a larger tolerance or most_trials" in caught.value.advice and caught.value.indices == [1]
    for options in ({"most_trials": 51}, {"most_trials": 50, "tolerance": 1e-5}, {}):
        assert not run(**options).status.any(), options
    with pytest.raises(fn.errors.NumericalError):
        run(most_trials=51, tolerance=1e-7)


def test_the_error_names_the_neuron():
    neurons = fn.hh_psc_alpha_gap(3, I_e=np.array([0, -1e6, 0]) * pq.pA)
    with pytest.raises(fn.errors.NumericalError, match="Neuron 1 needed too many steps in step 0"):
        neurons.run(5 * pq.ms, dt=DT, most_trials=20, record=("V", "rejected"), width=4)
