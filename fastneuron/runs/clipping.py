"""Whether a potential above its threshold counts as that: for models that show their threshold."""

import numpy as np

from ..engine.kernel.equations import evaluate
from ..engine.kernel.threshold import threshold
from ..errors import ParameterError


def check_clip(owner, model, clip):
    """Whether to clip; the model must show its threshold then."""
    if not isinstance(clip, (bool, np.bool_)):
        raise ParameterError(owner=owner, name="clip", value=clip, expected="True or False", advice="Write clip=True.")
    if clip and not _shows_threshold(model):
        raise ParameterError(
            owner=owner, name="clip", value=clip, expected="False: S of this model does not show its threshold",
            advice="Write def S(V, V_th): return fn.simd.heaviside(V, V_th, 1.0).",
        )  # fmt: skip
    return bool(clip)


def _shows_threshold(model):
    """Whether S is a comparison with a threshold that can be read off."""
    try:
        threshold(model, evaluate, dict.fromkeys((*model.states, *model.parameters), 1.0))
    except TypeError:
        return False
    return True
