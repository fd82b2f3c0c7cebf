"""The integration methods.

Each has an ``order``, the power of the step size that the error of a run without spikes goes with, and says whether
it is ``adaptive``: whether it chooses its steps.
"""

from .dopri5 import dopri5 as dopri5
from .embedded import TINIEST as TINIEST
from .embedded import EmbeddedTableau as EmbeddedTableau
from .embedded import controlled as controlled
from .embedded import largest as largest
from .embedded import trial as trial
from .euler import euler as euler
from .exponential_euler import exponential_euler as exponential_euler
from .rk2 import rk2 as rk2
from .rk4 import rk4 as rk4
from .rkf45 import rkf45 as rkf45
from .runge_kutta import Tableau as Tableau
from .runge_kutta import explicit as explicit
from .runge_kutta import moved as moved
from .runge_kutta import slopes as slopes

SOLVERS = {"exponential_euler": exponential_euler, "euler": euler, "rk2": rk2, "rk4": rk4}
SOLVERS |= {"rkf45": rkf45, "dopri5": dopri5}
