"""What can go wrong in a neuron while it runs, noted without stopping the others.

A fault is one int64 a neuron: the kind in the upper bits, the step in which it happened in the lower. States are
looked at when a block of `BURST` steps ends, or the segment: a NaN stays one, so nothing is missed and a step costs
nothing more. Only where one is found does the gang go through the block again, step by step, to find the first.
"""

BURST = 128  # a neuron that fires in every step of a block of so many has run away
# The worse the larger; from NONFINITE on a neuron is lost.
OK, OVERSHOOT, RUNAWAY, DOWNWARD, NONFINITE, UNDERFLOW, STEP_LIMIT = range(7)
SHIFT = 56


class Changed(RuntimeError):
    """The equations of a model read something that has changed since its class was made.

    Parameters
    ----------
    name : str
        Of the model.
    """

    def __init__(self, name):
        self.name = name
        super().__init__(name)

    def __str__(self):
        return f"the equations of {self.name} read something that has changed since the class was made"
