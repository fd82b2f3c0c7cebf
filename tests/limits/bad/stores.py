"""Places for the results of a sweep: code, type of the error, what it names."""

ROWS = [
    ("sweep(store=5)", "ParameterError", "store"),
    ('sweep(store="")', "ParameterError", "store"),
    ('sweep(store=" ")', "ParameterError", "store"),
    ('sweep(store=b"a\\0b")', "ParameterError", "store"),
    ('sweep(store="a\\0b")', "ParameterError", "store"),
    ("sweep(store=folder())", "OutputExistsError", "store"),
    ("sweep(store=some_file())", "OutputExistsError", "store"),
    ('sweep(store=some_file() + "/x.zarr")', "OutputNotWritableError", "store"),
    ("sweep(store=some_file(), resume=True)", "OutputExistsError", "store"),
    ("sweep(store=occupied(), resume=True)", "OutputExistsError", "store"),
    ('sweep(store=folder() + "/x.zarr", resume="yes")', "ParameterError", "resume"),
    ('sweep(store=folder() + "/x.zarr", resume=1)', "ParameterError", "resume"),
    ('sweep(store="/proc/x.zarr")', "OutputNotWritableError", "store"),
    ('sweep(store=folder() + "/" + "x" * 400)', "OutputNotWritableError", "store"),
    ('sweep(store=["a"])', "ParameterError", "store"),
    ("sweep(store={})", "ParameterError", "store"),
    ("sweep(store=object())", "ParameterError", "store"),
    ("sweep(store=True)", "ParameterError", "store"),
    ("sweep(resume=True)", "ParameterError", "resume"),
    ('sweep(resume="yes")', "ParameterError", "resume"),
]  # fmt: skip
