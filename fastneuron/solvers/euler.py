"""Forward Euler."""

from .runge_kutta import Tableau

euler = Tableau(order=1, stages=((),), weights=(1.0,))
