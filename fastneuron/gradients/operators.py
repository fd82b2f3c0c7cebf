"""A run and the way back as operators of torch, which its compiler takes as they are.

A layer is known by the number of its description. `advance` gives, one after the other: what the layer returns; if
they are wanted the states at the end, and for how many steps neurons are still held; and a tensor that stands for the
run.
"""

import numpy as np
import torch
from torch import Tensor

from ..engine.population import FREE
from .description import described
from .held import BITS, held_by, hold

LIBRARY = "fastneuron"


@torch.library.custom_op(f"{LIBRARY}::advance", mutates_args=(), device_types="cpu")
def advance(
    x: Tensor, parameters: list[Tensor], states: list[Tensor], layer: int, ends: bool, keep: bool
) -> list[Tensor]:
    """Run a group; see the module.

    Parameters
    ----------
    x : Tensor, shape (steps, batch, neurons)
    parameters : list of Tensor
        Those that are trained.
    states : list of Tensor, shape (batch, neurons)
        First states, and for how many steps more neurons are held; none: those of the model.
    layer : int
        Number of the description.
    ends : bool
        Whether states at the end are given.
    keep : bool
        Whether there will be gradients.
    """
    description = described(layer)
    group = description.group(str(x.dtype).removeprefix("torch."), x.shape[1], _arrays(parameters))
    if states:
        _begin(group, description, _arrays(states))
    outputs, result = description.run(group, x.detach().numpy(), keep)
    outputs += _ends(group, description) if ends else []
    token = hold(description, result) if keep else torch.zeros(0)
    return [*map(torch.from_numpy, outputs), token]


@advance.register_fake
def _(x, parameters, states, layer, ends, keep):
    description = described(layer)
    outputs = [torch.empty_like(x, memory_format=torch.contiguous_format) for _ in description.returns]
    if ends:
        outputs += [x.new_empty(x.shape[1:]) for _ in description.states]
        outputs.append(x.new_empty(x.shape[1:], dtype=torch.int64))
    return [*outputs, x.new_empty(BITS if keep else 0, dtype=torch.float32)]


@torch.library.custom_op(f"{LIBRARY}::back", mutates_args=(), device_types="cpu")
def back(
    token: Tensor, bars: list[Tensor], given: list[int], ends: bool, of_input: bool, sizes: list[int]
) -> list[Tensor]:
    """Go back through a run.

    Parameters
    ----------
    token : Tensor
        What `advance` gave.
    bars : list of Tensor
        Derivatives of a loss by some of what it gave.
    given : list of int
        Which.
    ends : bool
        Whether derivatives by first states are wanted.
    of_input : bool
        Whether those by the input are.
    sizes : list of int
        Of each result the number of axes and their lengths. They are arguments since compiled graphs are kept on disk,
        under their code and the shapes of what goes in.
    """
    description, result = held_by(token)
    names, outputs = [*description.returns, *description.states], len(description.returns)
    found = dict(zip(given, _arrays(bars), strict=True))
    cotangents = {names[n]: bar for n, bar in found.items() if n < outputs}
    final = {names[n]: bar for n, bar in found.items() if n >= outputs}
    wanted = (("x",) if of_input else ()) + (description.first_states() if ends else ())
    gradients = description.pull(result, cotangents, final or None, wanted)
    return [torch.from_numpy(values) for values in gradients]


@back.register_fake
def _(token, bars, given, ends, of_input, sizes):
    shapes, left = [], list(sizes)
    while left:
        axes = left.pop(0)
        shapes.append(left[:axes])
        del left[:axes]
    return [bars[0].new_empty(shape) for shape in shapes]


def _remember(ctx, inputs, output):
    x, parameters, states, layer, _, _ = inputs
    ctx.outputs = len(described(layer).returns) + len(described(layer).states)
    ctx.of_input, ctx.parameters, ctx.states = ctx.needs_input_grad[0], len(parameters), max(len(states) - 1, 0)
    results = [*([x] if ctx.of_input else ()), *states[: ctx.states], *parameters]
    ctx.sizes = [size for result in results for size in (result.dim(), *result.shape)]
    ctx.mark_non_differentiable(output[-1])
    ctx.save_for_backward(output[-1])
    ctx.set_materialize_grads(False)


def _differentiate(ctx, bars):
    given = [n for n, bar in enumerate(bars[: ctx.outputs]) if bar is not None]
    held = [None] if ctx.states else []
    if not given:
        return None, [None] * ctx.parameters, [None] * ctx.states + held, None, None, None
    (token,) = ctx.saved_tensors
    chosen = [bars[n].contiguous() for n in given]
    found = iter(back(token, chosen, given, ctx.states > 0, ctx.of_input, ctx.sizes))
    of_input = next(found) if ctx.of_input else None
    first = [next(found) for _ in range(ctx.states)]
    return of_input, list(found), first + held, None, None, None


advance.register_autograd(_differentiate, setup_context=_remember)


def _arrays(tensors):
    return [np.ascontiguousarray(tensor.detach().numpy()) for tensor in tensors]


def _begin(group, description, states):
    """Give a group the states that a step ended with, and for how many steps its neurons are still held."""
    *states, held = states
    population = group.population
    for name, values in zip(description.states, states, strict=True):
        population.states[name][: population.neurons] = values.ravel()
    if description.model.refractory():
        group.clock.begin(float(description.dt))
        population.set_until(np.where(held > 0, held, FREE).ravel())


def _ends(group, description):
    """The states at the end, and for how many steps more neurons are held."""
    states = [np.array(group.plain_state(name)) for name in description.states]
    if not description.model.refractory():
        return [*states, np.zeros(group.shape, np.int64)]
    return [*states, group.clock.refractory_steps_left.reshape(group.shape)]
