"""What can go wrong in a neuron while it runs, noted without stopping the others.

A fault is one int64 a neuron: the kind in the upper bits, the step in which it happened in the lower. States are
looked at when a block of `BURST` steps ends, or the segment: a NaN stays one, so nothing is missed and a step costs
nothing more. Only where one is found does the gang go through the block again, step by step, to find the first.
"""

BURST = 128  # a neuron that fires in every step of a block of so many has run away
OK, RUNAWAY, NONFINITE, UNDERFLOW, STEP_LIMIT = 0, 1, 2, 3, 4
SHIFT = 56
