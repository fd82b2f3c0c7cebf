"""`update`, one step: code, type of the error, what it names."""

ROWS = [
    ("update(5)", "UnitError", "x"),
    ('update("5 mA")', "UnitError", "x"),
    ("update(5 * pq.mV)", "UnitError", "x"),
    ("update(np.nan * pq.mA)", "ParameterError", "x"),
    ("update([1, 2] * pq.mA)", "ShapeError", "x"),
    ("update(np.zeros((2, 3)) * pq.mA)", "ShapeError", "x"),
    ("update(5j * pq.mA)", "UnitError", "x"),
    ('update(x={"a": 1})', "UnitError", "x"),
    ("update(x=[None])", "UnitError", "x"),
    ('update(solver="rk5")', "UnknownNameError", "rk5"),
    ("update(solver=5)", "UnknownNameError", "5"),
    ('update(solver="rkf45")', "ParameterError", "solver"),
    ("ready().update(5 * pq.mA)", "MissingStepError", "dt"),
    ("LIF(3).update(5 * pq.mA)", "MissingStepError", "dt"),
    ("LIF(3)(5)", "MissingStepError", "dt"),
]  # fmt: skip
