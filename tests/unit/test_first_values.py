"""First values that follow from others: computed once for each different potential."""

import numpy as np
import quantities as pq

import fastneuron as fn
from fastneuron.engine.kernel.equations import once_each


def test_once_for_each_set_of_arguments_in_its_place():
    asked = []

    def function(x, y):
        asked.append(x.size)
        return 10 * x + y

    x, y = np.array([[1.0, 2.0], [1.0, 3.0]]), 0.5
    assert np.array_equal(once_each(function, [x, y]), 10 * x + y) and asked == [3]
    assert once_each(lambda x: 7.0, [np.zeros(4)]).tolist() == [7.0] * 4
    assert np.array_equal(once_each(lambda x: x, [np.array([np.nan, 1.0])]), [np.nan, 1.0], equal_nan=True)


def test_values_that_are_given_take_the_place_of_those_drawn_by_default():
    V = np.array([-70.0, -60, -50]) * pq.mV
    group = fn.HH(3, V_initializer=V)
    group.init_state(seed=1)
    assert np.array_equal(group.V, V)


def test_gates_of_neurons_that_start_alike_and_of_others():
    many = fn.hh_psc_alpha_gap(5, V_m_init=np.array([-60.0, -70, -60, -50, -70]) * pq.mV)
    many.init_state()
    for number, V in enumerate((-60.0, -70, -60, -50, -70)):
        one = fn.hh_psc_alpha_gap(1, V_m_init=V * pq.mV)
        one.init_state()
        for gate in ("m", "h", "n", "p"):
            assert getattr(many, gate)[number] == getattr(one, gate)[0]
