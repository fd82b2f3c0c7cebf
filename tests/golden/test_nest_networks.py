"""Stored networks of NEST, with several synapses between two neurons and mixed delays: every spike in its step."""

import numpy as np
import pytest

from golden.nest_networks import FOLDER, NestNetwork

WIDTH = 8  # compiles faster than wider gangs, with the same bits


def cases():
    """The stored networks."""
    found = []
    for path in sorted(FOLDER.glob("*.npz")):
        marks = [pytest.mark.xdist_group(path.stem[:16])]
        found.append(pytest.param(path, id=path.stem, marks=marks))
    return found


@pytest.mark.parametrize("path", cases())
def test_spikes(path):
    network = NestNetwork.load(path)
    step, neuron = network.run(width=WIDTH)
    assert len(step) > 3 * network.neurons
    assert np.array_equal(step, network.fields["spike_steps"])
    assert np.array_equal(neuron, network.fields["spike_senders"])


def test_all_kinds_are_there():
    networks = {path.stem: NestNetwork.load(path) for path in FOLDER.glob("*.npz")}
    gaps = {"hh_psc_alpha_gap_lagged", "hh_psc_alpha_gap_waveform"}
    assert set(networks) == {"iaf_psc_delta", "hh_psc_alpha_gap"} | gaps
    for network in networks.values():
        pairs = np.stack([network.fields["pre"], network.fields["post"]])
        assert len(np.unique(pairs, axis=1).T) < pairs.shape[1] and len(np.unique(network.fields["delay"])) > 5
