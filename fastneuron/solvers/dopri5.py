"""Dormand and Prince's method of order 5 and 4, with the smaller error constant of the two pairs.

References
----------
Dormand JR, Prince PJ (1980). A family of embedded Runge-Kutta formulae. J Comput Appl Math 6:19, table 2.
https://doi.org/10.1016/0771-050X(80)90013-3
"""

from .embedded import EmbeddedTableau

_WEIGHTS = (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84)

dopri5 = EmbeddedTableau(
    order=5,
    nodes=(0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0),
    stages=(
        (),
        (1 / 5,),
        (3 / 40, 9 / 40),
        (44 / 45, -56 / 15, 32 / 9),
        (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
        (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
        _WEIGHTS,
    ),
    weights=(*_WEIGHTS, 0.0),
    error=(71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40),
)
