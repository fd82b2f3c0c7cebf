"""Pictures: code, type of the error, what it names."""

ROWS = [
    ("plots.surface(None)", "ParameterError", "measure"),
    ("plots.surface(5)", "ParameterError", "measure"),
    ('plots.surface(dataset(1)["rate"])', "ParameterError", "measure"),
    ('plots.curves(dataset(3)["rate"])', "ParameterError", "measure"),
    ("plots.overview(dataset(3))", "ParameterError", "measure"),
    ("plots.overview(None)", "ParameterError", "dataset"),
    ("plots.overview(xarray.Dataset())", "ParameterError", "dataset"),
]  # fmt: skip
