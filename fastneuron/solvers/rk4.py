"""The classical Runge-Kutta method of order 4.

References
----------
Hairer E, Norsett SP, Wanner G (1993). Solving Ordinary Differential Equations I, table 1.2. Springer.
https://doi.org/10.1007/978-3-540-78862-1
"""

from .runge_kutta import Tableau

rk4 = Tableau(
    order=4,
    stages=((), (1 / 2,), (0.0, 1 / 2), (0.0, 0.0, 1.0)),
    weights=(1 / 6, 1 / 3, 1 / 3, 1 / 6),
)
