"""Results of runs that gradients will need, held as long as a tensor that stands for them.

Operators of torch take tensors and give tensors. So a run gives one byte, whose memory belongs to a NumPy array that has
the result as an attribute: whatever keeps the memory, as a graph that was traced does, keeps the result, and what frees
it frees both. It is found by its address; all these bytes are 0, since tests of operators compare what two calls give.
"""

import weakref

import numpy as np
import torch

_held = weakref.WeakValueDictionary()


class Token(np.ndarray):
    """A byte that stands for a result.

    Attributes
    ----------
    description : Description
    result : Result
    """

    description = result = None


def hold(description, result):
    """A tensor of one byte that keeps a result.

    Parameters
    ----------
    description : Description
    result : Result
    """
    token = np.zeros(1, np.uint8).view(Token)
    token.description, token.result = description, result
    tensor = torch.from_numpy(token)
    _held[tensor.data_ptr()] = token
    return tensor


def held_by(tensor):
    """The description and the result that a tensor stands for."""
    token = _held[tensor.data_ptr()]
    return token.description, token.result


def number_held():
    """How many results are held."""
    return len(_held)
