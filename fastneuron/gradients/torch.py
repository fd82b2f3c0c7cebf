"""Groups of neurons as modules of PyTorch: whole runs, and single steps for loops."""

import torch
from torch import nn

from .description import Description
from .operators import advance
from .refused import check_input, check_state, refuse_dtype, refuse_no_tensor

__all__ = ["Cell", "Layer"]


def _check_tensor(description, x):
    """Refuse what is no tensor."""
    if not isinstance(x, torch.Tensor):
        refuse_no_tensor(description, x)


class _Neurons(nn.Module):
    """What both modules have: a description, and parameters that are trained."""

    def __init__(self, owner, model, n, dt, train, returns, spk_fun, reset_gradient, dtype, parameters):
        super().__init__()
        given = parameters if spk_fun is None else {"spk_fun": spk_fun, **parameters}
        self.description = Description(owner, model, n, dt, train, returns, reset_gradient, given)
        for name, values in self.description.first.items():
            setattr(self, name, nn.Parameter(torch.from_numpy(values).to(dtype or torch.get_default_dtype())))
        self._number = self.description.number

    def __setstate__(self, state):
        super().__setstate__(state)
        self._number = self.description.number

    def extra_repr(self):
        """What `print` shows of a module."""
        about = self.description
        return f"{about.model.__name__}, {about.shape}, dt={about.dt}, train={about.train}, returns={about.returns}"

    def _advance(self, x, states, ends):
        parameters = [getattr(self, name) for name in self.description.train]
        for name, values in zip(self.description.train, parameters, strict=True):
            if values.dtype != x.dtype:
                refuse_dtype(self.description, name, values.dtype, x.dtype)
        known = (x, *parameters, *states)
        keep = torch.is_grad_enabled() and any(tensor.requires_grad for tensor in known)
        return advance(x, parameters, list(states), self._number, ends, keep)[:-1]

    def _check(self, x, axes):
        check_input(self.description, x.shape, str(x.dtype).removeprefix("torch."), axes, x.device.type)


class Layer(_Neurons):
    """A group of neurons as a layer: currents over time in, spikes over time out.

    Parameters
    ----------
    model : str or type
        A model's name, such as "ALIF", or a class of neurons, also one of your own.
    n : int or tuple of int
        Size of the group.
    dt : Quantity [ms]
        Step size.
    train : sequence of str, default none
        Parameters that are trained: each becomes an ``nn.Parameter`` with plain numbers in its declared unit, of the
        shape in which it was given; one for each neuron where one number was given for all.
    spk_fun : Surrogate or callable, default that of the model
        Gradient of a spike; see `fastneuron.surrogate`.
    reset_gradient : {"reference", "detached", "exact"}, default "reference"
        See `Result.backward`.
    returns : str or sequence of str, default "spikes"
        "spikes", and names of states, such as "V": their values after each step and before its reset.
    dtype : torch.dtype, default that of torch
        Of the parameters; ``x`` has to have the same.
    **parameters
        Further arguments of the model's constructor: parameters and first values as Quantities, ``spk_reset``.

    Raises
    ------
    ParameterError, UnknownNameError, UnitError, ShapeError

    References
    ----------
    .. [1] Neftci EO, Mostafa H, Zenke F (2019). Surrogate gradient learning in spiking neural networks. IEEE Signal
       Process Mag 36:51. https://doi.org/10.1109/MSP.2019.2931595

    Examples
    --------
    >>> import quantities as pq, torch, fastneuron as fn
    >>> layer = fn.torch.Layer("LIF", 3, dt=1 * pq.ms, train=("tau",), tau=[5, 10, 20] * pq.ms)
    >>> spikes = layer(torch.full((20, 2, 3), 2.0))
    >>> spikes.sum().backward()
    >>> spikes.shape, layer.tau.grad.shape
    (torch.Size([20, 2, 3]), torch.Size([3]))
    """

    def __init__(
        self, model, n, *, dt, train=(), spk_fun=None, reset_gradient="reference", returns="spikes", dtype=None,
        **parameters,
    ):  # fmt: skip
        super().__init__("fn.torch.Layer", model, n, dt, train, returns, spk_fun, reset_gradient, dtype, parameters)
        self._single = isinstance(returns, str)

    def forward(self, x):
        """Run from the first states of the model; these are the same neurons in each call, and nothing is left of it.

        Parameters
        ----------
        x : Tensor, shape (steps, batch, neurons) or (steps, neurons), float32 or float64
            Current of each step, plain numbers in the declared unit.

        Returns
        -------
        Tensor or tuple of Tensor, shape of x
            0 and 1 for spikes, plain numbers for states; a tuple if ``returns`` is a sequence.

        Raises
        ------
        ShapeError
        ParameterError
            If the input has another dtype, or a parameter was trained out of its bounds.
        NumericalError
        """
        _check_tensor(self.description, x)
        alone = x.dim() == 1 + len(self.description.shape)
        self._check(x, ("steps",) if alone else ("steps", "batch"))
        found = self._advance(x.unsqueeze(1) if alone else x, (), False)
        found = [values.squeeze(1) for values in found] if alone else found
        return found[0] if self._single else tuple(found)


class Cell(_Neurons):
    """A group of neurons as the cell of a recurrent network: one step a call.

    Parameters
    ----------
    model, n, dt, train, spk_fun, reset_gradient, dtype, **parameters
        See `Layer`.

    Examples
    --------
    >>> import quantities as pq, torch, fastneuron as fn
    >>> cell, state = fn.torch.Cell("LIFRef", 3, dt=1 * pq.ms, tau_ref=2 * pq.ms), None
    >>> for _ in range(9):
    ...     spikes, state = cell(torch.full((1, 3), 2.0), state)
    >>> [(values.shape, values.dtype) for values in state]
    [(torch.Size([1, 3]), torch.float32), (torch.Size([1, 3]), torch.int64)]
    """

    def __init__(self, model, n, *, dt, train=(), spk_fun=None, reset_gradient="reference", dtype=None, **parameters):
        super().__init__("fn.torch.Cell", model, n, dt, train, "spikes", spk_fun, reset_gradient, dtype, parameters)

    def forward(self, x, state=None):
        """Advance by one step.

        Parameters
        ----------
        x : Tensor, shape (batch, neurons), float32 or float64
            Current, plain numbers in the declared unit.
        state : tuple of Tensor, default that of the model
            What the call before gave: each state of the model, (batch, neurons), through which gradients go, and int64
            numbers of steps for which neurons are still refractory.

        Returns
        -------
        spikes : Tensor, shape of x
        state : tuple of Tensor

        Raises
        ------
        ShapeError, ParameterError, NumericalError
            As for `Layer`.
        """
        _check_tensor(self.description, x)
        self._check(x, ("batch",))
        if state is not None:
            given = [(tuple(one.shape), one.dtype == x.dtype) for one in state]
            check_state(self.description, given, tuple(x.shape))
        spikes, *state = self._advance(x.unsqueeze(0), () if state is None else tuple(state), True)
        return spikes.squeeze(0), tuple(state)
