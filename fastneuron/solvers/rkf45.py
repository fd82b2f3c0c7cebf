"""Fehlberg's method of order 4 and 5; the solution of order 5 is propagated.

References
----------
Fehlberg E (1970). Klassische Runge-Kutta-Formeln vierter und niedrigerer Ordnung mit Schrittweiten-Kontrolle und ihre
Anwendung auf Waermeleitungsprobleme. Computing 6:61, table III. https://doi.org/10.1007/BF02241732
"""

from .embedded import EmbeddedTableau

rkf45 = EmbeddedTableau(
    order=5,
    nodes=(0.0, 1 / 4, 3 / 8, 12 / 13, 1.0, 1 / 2),
    stages=(
        (),
        (1 / 4,),
        (3 / 32, 9 / 32),
        (1932 / 2197, -7200 / 2197, 7296 / 2197),
        (439 / 216, -8.0, 3680 / 513, -845 / 4104),
        (-8 / 27, 2.0, -3544 / 2565, 1859 / 4104, -11 / 40),
    ),
    weights=(16 / 135, 0.0, 6656 / 12825, 28561 / 56430, -9 / 50, 2 / 55),
    error=(1 / 360, 0.0, -128 / 4275, -2197 / 75240, 1 / 50, 2 / 55),
)
