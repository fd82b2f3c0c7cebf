"""The explicit midpoint method: the Runge-Kutta method of order 2 with the fewest operations.

References
----------
Runge C (1895). Ueber die numerische Aufloesung von Differentialgleichungen. Math Ann 46:167.
https://doi.org/10.1007/BF01446807
"""

from .runge_kutta import Tableau

rk2 = Tableau(order=2, stages=((), (1 / 2,)), weights=(0.0, 1.0))
