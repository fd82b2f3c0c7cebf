"""Surrogate gradients: code, type of the error, what it names."""

ROWS = [
    ("fn.surrogate.Sigmoid(alpha=-1)", "ParameterError", "alpha"),
    ('fn.surrogate.Sigmoid(alpha="a")', "UnitError", "alpha"),
    ("fn.surrogate.Sigmoid(alpha=None)", "UnitError", "alpha"),
    ("fn.surrogate.Sigmoid(alpha=np.nan)", "ParameterError", "alpha"),
    ("fn.surrogate.Sigmoid(alpha=1 * pq.mV)", "UnitError", "alpha"),
    ("fn.surrogate.Sigmoid(alpha=[1, 2])", "ShapeError", "alpha"),
    ("fn.surrogate.Sigmoid(alhpa=1)", "UnknownNameError", "alhpa"),
    ("fn.surrogate.Sigmoid(1, 2)", "ArgumentsError", "Sigmoid"),
    ("fn.surrogate.Sigmoid(1, alpha=2)", "ArgumentsError", "Sigmoid"),
    ('fn.surrogate.Sigmoid()("a")', "UnitError", "x"),
    ("fn.surrogate.Sigmoid()(None)", "UnitError", "x"),
    ("fn.surrogate.Sigmoid()(5 * pq.mV)", "UnitError", "x"),
    ("fn.surrogate.Sigmoid()(5j)", "UnitError", "x"),
    ("fn.surrogate.Sigmoid()([[1], [1, 2]])", "ShapeError", "x"),
    ('fn.surrogate.Sigmoid().surrogate_grad("a")', "UnitError", "x"),
    ('fn.surrogate.sigmoid("a")', "UnitError", "x"),
    ("fn.surrogate.sigmoid(1.0, 2, 3, 4)", "ArgumentsError", "Sigmoid"),
]  # fmt: skip
