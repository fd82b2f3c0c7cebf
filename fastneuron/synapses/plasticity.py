"""Short-term plasticity: how much a presynaptic spike releases, after those before it.

Between spikes the equations are linear, so a state is known from where the last spike has left it: it is computed at
spikes only.
"""

from .declaration import Parameter, PlasticityModel, State


class STP(PlasticityModel):
    """Short-term facilitation and depression.

    .. math::

        \\tau_f \\frac{du}{dt} &= -u

        \\tau_d \\frac{dx}{dt} &= 1 - x

    At a spike u rises by :math:`U (1 - u)`, it releases the new u times x, and x falls by the new u times x. As in
    brainpy what rises and falls is computed with the values one step before the spike.

    References
    ----------
    .. [1] Tsodyks M, Pawelzik K, Markram H (1998). Neural networks with dynamic synapses. Neural Comput 10:821.
       https://doi.org/10.1162/089976698300017502
    """

    U = Parameter(0.15, "1", "release probability at rest", at_least=0, at_most=1)
    tau_f = Parameter(1500.0, "ms", "time constant of facilitation", above=0)
    tau_d = Parameter(200.0, "ms", "time constant of recovery", above=0)
    u = State(None, "1", "release probability")
    x = State(1.0, "1", "fraction of what can be released")

    def start_u(U):
        return U

    def du(u, tau_f):
        return -u / tau_f

    def dx(x, tau_d):
        return (1.0 - x) / tau_d

    def next_u(u, u_old, U):
        return u + U * (1.0 - u_old)

    def next_x(x, x_old, u, u_old, U):
        return x - (u + U * (1.0 - u_old)) * x_old

    def released(x, u, u_old, U):
        return (u + U * (1.0 - u_old)) * x


class STD(PlasticityModel):
    """Short-term depression.

    .. math::

        \\tau \\frac{dx}{dt} = 1 - x

    A spike releases x, which then falls by U times what it was one step before.

    References
    ----------
    .. [1] Abbott LF, Varela JA, Sen K, Nelson SB (1997). Synaptic depression and cortical gain control. Science
       275:220. https://doi.org/10.1126/science.275.5297.221
    """

    tau = Parameter(200.0, "ms", "time constant of recovery", above=0)
    U = Parameter(0.07, "1", "fraction that a spike uses up", at_least=0, at_most=1)
    x = State(1.0, "1", "fraction of what can be released")

    def dx(x, tau):
        return (1.0 - x) / tau

    def next_x(x, x_old, U):
        return x - U * x_old

    def released(x):
        return x
