"""The integration methods.

Each has an ``order``: the power of the step size that the error of a run without spikes goes with.
"""

from .euler import euler as euler
from .exponential_euler import exponential_euler as exponential_euler
from .rk2 import rk2 as rk2
from .rk4 import rk4 as rk4
from .runge_kutta import Tableau as Tableau
from .runge_kutta import explicit as explicit
from .runge_kutta import moved as moved
from .runge_kutta import slopes as slopes

DEFAULT = "exponential_euler"
SOLVERS = {"exponential_euler": exponential_euler, "euler": euler, "rk2": rk2, "rk4": rk4}
