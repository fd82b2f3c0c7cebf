"""Train a network of adapting neurons to tell classes of spike latencies apart, with PyTorch.

    python examples/classify_latencies.py [--samples N] [--epochs N] [--seed N] [--plot FILE]

Each of 20 classes has a latency in about half of 140 channels, within 100 ms; in a sample these are 4 ms off, a fifth
of the spikes is missing, and others come by chance. Two layers of 128 neurons, adapting and refractory ones, learn to
tell the classes by surrogate gradients (Neftci et al. 2019, https://doi.org/10.1109/MSP.2019.2931595): weights, time
constants, thresholds and how much a spike adapts. It needs pip install 'fastneuron[torch,plot]'.
"""

import argparse
import time

import numpy as np
import quantities as pq
import torch
from torch import nn

import fastneuron as fn

STEPS, CHANNELS, CLASSES, HIDDEN, BATCH = 100, 140, 20, 128, 128
DT = 1 * pq.ms
JITTER, KEPT, CHANCE = 4.0, 0.8, 0.005  # ms; share of spikes; spikes in a step and channel
MEMBRANE = {
    "tau": 20 * pq.ms, "V_rest": 0 * pq.mV, "V_reset": 0 * pq.mV, "V_th": 1 * pq.mV, "R": 20 * pq.ohm,
    "spk_fun": fn.surrogate.SoftSign(alpha=2.0),
}  # fmt: skip
LEAST = {"tau": 2.0, "V_th": 0.1, "beta": 0.0}  # to which training may bring a parameter, in its unit


class Latencies:
    """Samples of all classes.

    Parameters
    ----------
    seed : int
    """

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.latency = self.random.uniform(0, STEPS - 1, (CLASSES, CHANNELS))
        self.active = self.random.random((CLASSES, CHANNELS)) < 0.5

    def draw(self, samples):
        """Spikes (steps, samples, channels) of 0 and 1, and classes (samples,)."""
        classes = self.random.integers(0, CLASSES, samples)
        shape = (samples, CHANNELS)
        times = self.latency[classes] + self.random.normal(0, JITTER, shape)
        sample, channel = np.nonzero((self.random.random(shape) < KEPT) & self.active[classes])
        spikes = self.random.random((STEPS, *shape), np.float32) < CHANCE
        spikes[np.clip(np.round(times[sample, channel]), 0, STEPS - 1).astype(int), sample, channel] = True
        return torch.from_numpy(spikes.astype(np.float32)), torch.from_numpy(classes)


class Network(nn.Module):
    """Two layers of neurons between three of weights."""

    def __init__(self):
        super().__init__()
        self.inputs, self.between, self.readout = (
            nn.Linear(CHANNELS, HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, CLASSES)
        )  # fmt: skip
        self.adapting = fn.torch.Layer("ALIF", HIDDEN, dt=DT, train=("tau", "V_th", "beta"), tau_a=60 * pq.ms,
                                       beta=0.1 * pq.mV, **MEMBRANE)  # fmt: skip
        self.refractory = fn.torch.Layer("LIFRef", HIDDEN, dt=DT, train=("tau",), tau_ref=2 * pq.ms, **MEMBRANE)
        for weights in (self.inputs, self.between):  # so that neurons spike from the beginning
            nn.init.normal_(weights.weight, 0.0, 2.5 / weights.in_features**0.5)

    def spikes(self, x):
        """Those of both layers."""
        first = self.adapting(self.inputs(x))
        return first, self.refractory(self.between(first))

    def forward(self, x):
        """Evidence for each class: the readout of how often each neuron of the last layer spikes."""
        return 10.0 * self.readout(self.spikes(x)[1].mean(0))

    def keep_in_bounds(self):
        """Bring time constants and thresholds back to where neurons exist."""
        with torch.no_grad():
            for layer in (self.adapting, self.refractory):
                for name, values in layer.named_parameters():
                    values.clamp_(min=LEAST[name])


def epoch(network, optimiser, x, classes):
    """Go through all samples once; the mean loss."""
    losses = []
    for batch in torch.randperm(len(classes)).split(BATCH):
        loss = nn.functional.cross_entropy(network(x[:, batch]), classes[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        network.keep_in_bounds()
        losses.append(loss.item())
    return np.mean(losses)


def accuracy(network, x, classes):
    """The share of samples that are told apart."""
    with torch.no_grad():
        found = [network(part).argmax(1) for part in x.split(BATCH, 1)]
    return (torch.cat(found) == classes).float().mean().item()


def picture(path, history, network, x):
    """Draw loss and accuracy over epochs, and the spikes of one sample in all layers."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    epochs = np.arange(1, len(history) + 1)
    losses, accuracies = zip(*history, strict=True)
    left.plot(epochs, losses, "o-", color="tab:red")
    left.set(xlabel="epoch", ylim=(0, None), xticks=epochs)
    left.set_ylabel("loss (cross entropy)", color="tab:red")
    other = left.twinx()
    other.plot(epochs, accuracies, "s-", color="tab:blue")
    other.set(ylim=(0, 1.02))
    other.set_ylabel("accuracy on test samples", color="tab:blue")
    with torch.no_grad():
        parts = [x[:, :1], *network.spikes(x[:, :1])]
    above, names = 0, ("input", "adapting", "refractory")
    for part, name, colour in zip(parts, names, ("0.4", "tab:green", "tab:purple"), strict=True):
        step, neuron = np.nonzero(part[:, 0].numpy())
        right.plot(step + 1, neuron + above, ".", markersize=2, color=colour)
        right.text(STEPS + 2, above + part.shape[-1] / 2, name, color=colour, va="center", rotation=270)
        above += part.shape[-1] + 10
    right.set(xlabel="time (ms)", ylabel="channel or neuron", xlim=(0, STEPS + 6), ylim=(-5, above), yticks=[])
    figure.savefig(path, dpi=120)


def main():
    """Train, and say how well after each epoch."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=2048, help="to learn from")
    parser.add_argument("--epochs", type=int, default=6, help="how often")
    parser.add_argument("--seed", type=int, default=0, help="of samples and first weights")
    parser.add_argument("--plot", metavar="FILE", help="draw loss, accuracy and spikes")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    latencies, network = Latencies(options.seed), Network()
    (x, classes), test = latencies.draw(options.samples), latencies.draw(max(options.samples // 2, 1))
    optimiser, history = torch.optim.Adam(network.parameters(), 2e-3), []
    for number in range(1, options.epochs + 1):
        begun = time.perf_counter()
        loss = epoch(network, optimiser, x, classes)
        seconds = time.perf_counter() - begun
        history.append((loss, accuracy(network, *test)))
        print(f"epoch {number}: loss {loss:.3f}, test accuracy {history[-1][1]:.3f}, {seconds:.2f} s", flush=True)
    if options.plot:
        picture(options.plot, history, network, test[0])


if __name__ == "__main__":
    main()
