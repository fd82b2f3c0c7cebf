"""The value of a loss and its gradient, in one call."""

from ..checks import check_choice, names_in
from ..errors import ParameterError
from ..neurons import Neurons
from ..runs.backward import check_wanted
from ..runs.cotangents import check_loss
from ..runs.running import Request, run_group

OWNER = "value_and_grad"
MODES = ("auto", "reverse", "forward")
FEW = 2  # names up to which forward mode is faster: 2.5 and 3.2 runs of AdExIF, where reverse mode takes 3.5 and 3.7


def value_and_grad(group, duration, *, loss, wrt=None, reset_gradient="reference", mode="auto", **arguments):
    """Run a group and differentiate a loss over it.

    Parameters
    ----------
    group : Neurons
        Goes on by the duration, as by `Neurons.run`.
    duration : Quantity [ms]
    loss : loss of `losses`
    wrt, reset_gradient
        As for `Result.backward`.
    mode : {"auto", "reverse", "forward"}
        Reverse mode costs three to four runs, whatever the number of parameters, and memory for checkpoints. Forward
        mode needs none: it costs two runs and a half, and half a run more for each further name in ``wrt``, which must
        not vary with time. "auto": forward mode for one or two parameters or first values.
    **arguments
        As for `Neurons.run`: ``dt``, ``x``, ``delta``, ``seed`` and so on.

    Returns
    -------
    value : float
        Of the loss.
    gradients : Gradients

    Raises
    ------
    ParameterError
        If the loss is none.

    Examples
    --------
    >>> import quantities as pq, fastneuron as fn
    >>> neurons = fn.LIF(3, tau=[4, 5, 6] * pq.ms)
    >>> loss = fn.losses.squared(V=0.8 * pq.mV)
    >>> value, gradients = fn.value_and_grad(
    ...     neurons, 20 * pq.ms, dt=0.1 * pq.ms, x=1 * pq.mA, loss=loss, wrt="tau")
    >>> value > 0, gradients["tau"].shape
    (True, (3,))
    """
    if not isinstance(group, Neurons):
        raise ParameterError(owner=OWNER, name="group", value=type(group).__name__, expected="a group of neurons",
                             advice="Write fn.value_and_grad(cells, ...) for one group by itself.")  # fmt: skip
    check_choice(OWNER, "mode", mode, MODES)
    check_loss(OWNER, loss)
    wrt = None if wrt is None else names_in(OWNER, "wrt", wrt, "tau")
    wanted = names_in(OWNER, "record", arguments.pop("record", ()), "V")
    arguments |= {"record": tuple(dict.fromkeys(("counts", *loss.needs, *wanted))), "differentiable": _kept(wrt, mode)}
    request = {name: arguments.pop(name) for name in Request._fields if name in arguments}
    result = run_group(group, Request(duration, **request, options=arguments),
                       lambda course: check_wanted(course, loss, wrt, reset_gradient))  # fmt: skip
    gradients = result.backward(loss=loss, wrt=wrt, reset_gradient=reset_gradient)
    return gradients.loss, gradients


def _kept(wrt, mode):
    """What a run keeps for its gradients."""
    if mode == "auto":
        names = wrt or ()
        inputs = any(name in ("x", "delta", "conductance") for name in names)
        mode = "forward" if 0 < len(names) <= FEW and not inputs else "reverse"
    return "forward" if mode == "forward" else True
