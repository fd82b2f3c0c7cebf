"""Results of runs that gradients will need, held as long as a tensor that stands for them.

Operators of torch take tensors and give tensors. So a run gives a small one, whose memory belongs to a NumPy array that
has the result as an attribute: whatever keeps the memory, as a graph that was traced does, keeps the result, and what
frees it frees both. All its numbers are 0, since tests of operators compare what two calls give, and copy what they are
given; the signs of these zeros are a number by which the result is found.
"""

import itertools
import weakref

import numpy as np
import torch

from ..errors import ParameterError

BITS = 64
_numbers, _held = itertools.count(1), weakref.WeakValueDictionary()


class Token(np.ndarray):
    """Zeros that stand for a result.

    Attributes
    ----------
    description : Description
    result : Result
    """

    description = result = None


def hold(description, result):
    """A tensor of 64 zeros that keeps a result.

    Parameters
    ----------
    description : Description
    result : Result
    """
    number = next(_numbers)
    signs = np.unpackbits(np.frombuffer(number.to_bytes(BITS // 8, "little"), np.uint8), bitorder="little")
    token = np.where(signs, np.float32(-0.0), np.float32(0.0)).view(Token)
    token.description, token.result = description, result
    _held[number] = token
    return torch.from_numpy(token)


def held_by(tensor):
    """The description and the result that a tensor stands for."""
    number = np.packbits(np.signbit(tensor.numpy()), bitorder="little").tobytes()
    token = _held.get(int.from_bytes(number, "little"))
    if token is None:
        raise ParameterError(
            owner="fn.torch", name="graph", value="copies alone", expected="one that keeps what it saved",
            advice="Leave out torch.autograd.graph.save_on_cpu(), or call the layer outside of it.",
        )  # fmt: skip
    return token.description, token.result


def results_held():
    """All results that are held."""
    return [token.result for token in _held.values()]
