"""What a layer refuses: inputs, states and parameters that do not fit, and what to write instead."""

from ..errors import ParameterError, ShapeError

CLAMP = {
    "torch": "Write with torch.no_grad(): layer.{name}.clamp_({bound}) after each step of the optimiser.",
    "jax": 'Write params["{name}"] = jnp.clip(params["{name}"], {bound}) after each step of the optimiser.',
}
FLOATS = {"torch": "Write layer(x.float()).", "jax": "Write layer(params, jnp.asarray(x, jnp.float32))."}


def _package(about):
    return about.owner.split(".")[1]


def check_input(about, shape, dtype, axes, place="cpu"):
    """Refuse an input that a layer does not take.

    Parameters
    ----------
    about : Description
    shape : tuple of int
        Of the input.
    dtype : str
    axes : tuple of str
        Those before the neurons.
    place : str, default "cpu"
        Its device.
    """
    wanted, neurons = ", ".join((*axes, *map(str, about.shape))), ", ".join(map(str, about.shape))
    last = tuple(shape[-len(about.shape) :])
    if len(shape) != len(axes) + len(about.shape) or last != about.shape or 0 in shape:
        raise ShapeError(owner=about.owner, name="x", shape=tuple(shape), expected=f"expected ({wanted})",
                         advice=f"Write x.reshape({'len(x), ' * (len(axes) - 1)}-1, {neurons}).")  # fmt: skip
    if dtype not in ("float32", "float64"):
        raise ParameterError(owner=about.owner, name="x", value=dtype, expected="float32 or float64",
                             advice=FLOATS[_package(about)])  # fmt: skip
    if place != "cpu":
        raise ParameterError(owner=about.owner, name="x", value=place, expected="on the CPU",
                             advice="Write layer(x.cpu()).")  # fmt: skip


def refuse_no_tensor(about, given):
    """Refuse an input that is no tensor."""
    raise ParameterError(owner=about.owner, name="x", value=type(given).__name__, expected="a tensor",
                         advice="Write layer(torch.as_tensor(x, dtype=torch.float32)).")  # fmt: skip


def refuse_dtype(about, name, own, given):
    """Refuse an input of another dtype than that of a trained parameter."""
    raise ParameterError(owner=about.owner, name="x", value=str(given), expected=f"{own}, as {name} is",
                         advice=f"Write layer(x.to({own})), or layer.to({given}) once.")  # fmt: skip


def check_state(about, given, shape):
    """Refuse a state that no step has given: shapes, and whether they have the dtype of the input."""
    names = (*about.states, "steps still refractory")
    fits = len(given) == len(names) and all(one == shape for one, _ in given)
    if not fits or not all(same for _, same in given[:-1]):
        shapes = ", ".join(str(one) for one, _ in given)
        raise ParameterError(owner=about.owner, name="state", value=f"tensors of shapes {shapes}",
                             expected=f"{len(names)} tensors {shape} ({', '.join(names)}) of the dtype of x",
                             advice="Write spikes, state = cell(x, state), beginning with state=None.")  # fmt: skip


def check_params(about, params):
    """Refuse what is no dictionary of all trained parameters."""
    names = tuple(params) if hasattr(params, "keys") else None
    if names is None or {*names} != {*about.train}:
        raise ParameterError(owner=about.owner, name="params", value=names or type(params).__name__,
                             expected=f"a dictionary with the keys {about.train}",
                             advice="Write layer(layer.params, x) to begin with.")  # fmt: skip


def check_param(about, name, shape):
    """Refuse a trained parameter of another shape than it was given in."""
    if shape != about.first[name].shape:
        raise ShapeError(owner=about.owner, name=name, shape=shape, expected=f"expected {about.first[name].shape}",
                         advice=f'Write params["{name}"] = layer.params["{name}"].')  # fmt: skip


def out_of_bounds(about, error):
    """The error of a parameter that training has brought out of its bounds, with what keeps it within."""
    if error.name in about.train and "finite" not in error.expected:
        bound = _bound(error, about.model.parameters[error.name])
        error.advice = CLAMP[_package(about)].format(name=error.name, bound=bound)
    error.args = (str(error),)
    return error


def _bound(error, declared):
    """What to clamp to: a bound that belongs to the values, or somewhat inside of one that does not."""
    if "at most" in error.expected:
        return f"max={error.example if isinstance(declared.at_most, str) else declared.at_most}"
    limit = declared.above if declared.at_least is None else declared.at_least
    if limit is None or isinstance(limit, str):
        return f"min={declared.default if error.example is None else error.example:.6g}"
    return f"min={limit + 0.01 * (declared.default - limit) * (declared.at_least is None):.6g}"
