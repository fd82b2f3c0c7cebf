"""Inputs that lie in the memory of a GPU: anything with ``__cuda_array_interface__``, such as CuPy and PyTorch arrays.

They cannot carry a unit, so they are plain numbers in the declared one, and they are used where they are: nobody looks
for NaN in them.
"""

import numpy as np

from ..engine.inputs import Source
from ..errors import DeviceError, ParameterError, ShapeError


def on_device(value):
    """Whether a value lies in the memory of a GPU."""
    return isinstance(getattr(value, "__cuda_array_interface__", None), dict)  # some objects have any attribute


def device_shape(value):
    """Shape of an array on a GPU."""
    return tuple(value.__cuda_array_interface__["shape"])


def fetched(value):
    """A copy on the host of an array on a GPU."""
    from numba import cuda

    return cuda.as_cuda_array(value).copy_to_host()


def device_source(frame, value, name):
    """The engine's input for an array on a device.

    Parameters
    ----------
    frame : Frame
        Of the run.
    value : array on a device
        Shape ``(steps, *in_size)``, ``(steps, 1)``, or that of a state.
    name : str
        Of the argument, for error messages.

    Returns
    -------
    Source
    """
    if frame.place.local:
        advice = f'Write device="cuda" (before update: neurons.to("cuda")), or {name}={name}.get() with its unit.'
        raise DeviceError(owner=frame.owner, name="cpu", problem=f"{name} is an array on a GPU", advice=advice)
    _check_layout(frame, value, name)
    shape, array = device_shape(value), frame.place.adopt(value)
    if shape == frame.shape:
        return Source("constant", frame.place.padded(array.reshape(frame.neurons)))
    if shape == (frame.steps, *frame.shape):
        return Source("field", array.reshape(frame.steps, frame.neurons))
    if shape == (frame.steps, *(1,) * len(frame.in_size)):
        return Source("wave", array.reshape(frame.steps))
    expected = f"({frame.steps}, {', '.join(map(str, frame.shape))}), ({frame.steps}, 1) or {frame.shape}"
    raise ShapeError(owner=frame.owner, name=name, shape=shape, expected=f"expected {expected}: arrays on a device "
                     "are not broadcast")  # fmt: skip


def _check_layout(frame, value, name):
    interface = value.__cuda_array_interface__
    dtype = np.dtype(interface["typestr"])
    if dtype != frame.dtype:
        raise ParameterError(
            owner=frame.owner, name=name, value=dtype.name, expected=f"an array of {frame.dtype}, as the neurons",
            advice=f'Write {name}.astype("{frame.dtype}").',
        )  # fmt: skip
    if interface.get("strides") is not None:
        raise ParameterError(
            owner=frame.owner, name=name, value="an array with strides", expected="an array in C order",
            advice=f"Write cupy.ascontiguousarray({name}).",
        )  # fmt: skip
