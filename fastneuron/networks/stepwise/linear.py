"""A matrix of weights as ``comm``."""

import numpy as np

from ...errors import ParameterError
from ...units import attach, strip
from .. import numbers
from ..matrices import as_rule
from .comm import Comm
from .values import unit_of

MATRIX = "fn.Linear(100, 50, w_init=0.1 * np.ones((100, 50)) * pq.mS)"


class Linear(Comm):
    """A matrix of weights.

    Parameters
    ----------
    in_size, out_size : int
        Numbers of presynaptic and postsynaptic neurons.
    w_init : Quantity, shape (in_size, out_size), or initialiser such as ``fn.init.Normal``
        The weights; those that are 0 are no synapses.
    b_init : None
        brainpy's constant input; there is none here.
    name : str, optional
        Not used.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> fn.Linear(2, 3, [[1, 2, 3], [4, 5, 6]] * pq.mS)([0, 1])
    array([4., 5., 6.]) * mS
    """

    def __init__(self, in_size, out_size, w_init=None, b_init=None, name=None):
        super().__init__(in_size, out_size, name)
        if b_init is not None:
            raise ParameterError(owner="Linear", name="b_init", value=b_init, advice="Write b_init=None.",
                                 expected="None: give a constant current to the neurons")  # fmt: skip
        shape = self.in_size[-1], self.out_size[-1]
        matrix = w_init(shape) if callable(w_init) else w_init
        if matrix is None or hasattr(matrix, "tocsr") or np.shape(matrix) != shape:
            given = matrix if matrix is None or hasattr(matrix, "tocsr") else f"<shape {np.shape(matrix)}>"
            raise ParameterError(owner="Linear", name="w_init", value=given, expected=f"weights of shape {shape}",
                                 advice=f"Write {MATRIX}.")  # fmt: skip
        self.matrix, self.unit = matrix, unit_of(matrix)
        self.connect, found = as_rule(matrix, self.pre_part, self.post_part)
        found = numbers.given("weight", found, self.unit, 0.1)
        self._weight = self.connect.in_order("weight", found)

    def of_projection(self, unit):
        """See `Comm`."""
        return attach(strip(self.matrix, unit, "Linear", "w_init", example=0.1), unit), None
