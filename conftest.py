"""What pytest does not look for examples in: modules whose optional packages are not installed."""

from importlib.util import find_spec

collect_ignore = [
    *([] if find_spec("torch") else ["fastneuron/gradients/torch.py", "fastneuron/gradients/operators.py",
                                     "fastneuron/gradients/held.py"]),
    *([] if find_spec("jax") else ["fastneuron/gradients/jax.py"]),
]  # fmt: skip
