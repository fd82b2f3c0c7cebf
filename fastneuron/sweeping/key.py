"""The content key of a sweep: two sweeps with the same key compute the same bits, in any process."""

import hashlib

import numpy as np

from ..inputs.device_arrays import fetched, on_device
from ..runs.identity import fingerprint

UNSEEN = ("errors", "device")  # options that make no difference to results


def content_key(description):
    """Hash of everything that the results depend on: equations and generated code, points, inputs, measures.

    Threads, chunks, device, progress and where results go are left out: results do not depend on them.

    Parameters
    ----------
    description : Description

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    digest = hashlib.sha256(fingerprint(description.model).encode())
    content = dict(vars(description), model=description.model.__name__, panel=description.panel.measures)
    content["options"] = {name: value for name, value in description.options.items() if name not in UNSEEN}
    _feed(digest, content)
    return digest.hexdigest()[:32]


def _feed(digest, value):
    """Feed a value with its structure: pickled bytes would differ with the sharing of equal objects."""
    value = fetched(value) if on_device(value) else value
    digest.update(f"<{type(value).__module__}.{type(value).__qualname__}>".encode())
    if isinstance(value, np.ndarray):  # Quantity and AnalogSignal too
        _feed_array(digest, value)
    elif isinstance(value, dict):
        for key in value:
            _feed(digest, (key, value[key]))
    elif isinstance(value, (list, tuple)):
        for item in value:
            _feed(digest, item)
    elif hasattr(value, "__dict__") and not isinstance(value, type):
        _feed(digest, vars(value))
    else:
        digest.update(repr(value).encode())
    digest.update(b";")


def _feed_array(digest, array):
    unit = getattr(array, "dimensionality", None)
    period = getattr(array, "sampling_period", None)
    digest.update(repr((array.dtype.str, array.shape, unit and unit.string, str(period))).encode())
    digest.update(np.ascontiguousarray(np.asarray(array)).tobytes())
