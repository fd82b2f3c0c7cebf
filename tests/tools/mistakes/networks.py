"""Mistakes in networks: who is connected to whom, weights and lags, delivery, presynaptic states, loops of `update`."""

CONNECT = "unit/test_connect.py -k 'autapses_and_multapses or errors or all_and_none or pairs'"
PROJECTIONS = "unit/test_projections.py -k 'not errors and not memory'"
ARRIVE = "unit/test_network_projections.py -k 'arrive or from_then_on'"
RECORDS = "unit/test_network_synapses.py -k 'merged or of_a_part'"
LOOP = "unit/test_align.py -k 'bits_of_the_loop and float64'"

MISTAKES = [
    ("networks/connect/pairs.py", "return values[self._order]", "return values", CONNECT),
    ("networks/connect/degrees.py", "bool(same and not self.autapses)", "bool(same)", CONNECT),
    ("networks/connect/probability.py", "Rule.of(EACH if self.p else SOME)", "Rule.of(EACH)", CONNECT),
    ("networks/numbers.py", "found = np.rint(ratio)", "found = np.floor(ratio)", PROJECTIONS),
    ("networks/numbers.py", "return value.belonging_to(value.seed, value.calls - 1)",
     "return value.belonging_to(value.seed, 0)", PROJECTIONS),
    ("networks/built.py", "weight = weight[_inverse(_places(rows, lags))]", "weight = weight[_places(rows, lags)]",
     PROJECTIONS),
    ("networks/canonical.py", "rows.canonical(rows.lag) * self._step",
     "rows.lag[: rows.synapses] * self._step", PROJECTIONS),
    ("networks/presynaptic.py", "whole[slice(*ends)] = values", "whole[: len(values)] = values", RECORDS),
    ("networks/recorded.py", "attach(array[:, first:stop],", "attach(array[:, : stop - first],", RECORDS),
    ("networks/stepwise/late.py", "delay = (whole + 1) * dt", "delay = (whole + 2) * dt", LOOP),
    ("networks/stepwise/late.py", "before_first = -2", "before_first = -1", LOOP),
    ("networks/stepwise/late.py", "<= ON_GRID, near, steps)", "<= ON_GRID, steps, steps)", LOOP),
    ("networks/stepwise/delivery.py", "lags = before + later + _of(sources, whole)",
     "lags = before + later + whole[0]", LOOP),
    ("engine/spikes/rules.py", "if found[n] >= own:", "if found[n] > own:", CONNECT),
    ("engine/spikes/rules.py", "one = last if marks[one] else one\n", "one = one\n", CONNECT),
    ("engine/spikes/order.py", "found[n + k] = values[first + order[k]]", "found[n + k] = values[first + k]",
     PROJECTIONS),
    ("engine/spikes/poisson.py", "range(max(first, start), min(first + STEPS, stop))",
     "range(first, min(first + STEPS, stop))", PROJECTIONS),
    ("engine/spikes/deliver.py", "row = base + ((step + c[LAG]) & mask) * pitch",
     "row = base + ((step + 1) & mask) * pitch", ARRIVE),
    ("engine/spikes/plastic.py", "spent.last[i] = step", "spent.last[i] = step - 1", LOOP),
    ("engine/network/pieces.py", "side, length = 1 - state[SIDE], state[LENGTH]",
     "side, length = state[SIDE], state[LENGTH]", "unit/test_network_projections.py -k talks_to_itself"),
    ("engine/fixed/pieces.py", "store_held(kernel, counters, i, start, held)", "pass",
     "unit/test_network_projections.py -k go_on"),
]
