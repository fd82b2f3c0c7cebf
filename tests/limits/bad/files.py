"""The command line: entries of a sweep's file that are wrong, other files, options; what the message says of each."""

GOOD = {
    "model": '"LIF"', "duration": '"10 ms"', "dt": '"0.1 ms"', "x": '{ start = 0, stop = 3, num = 3, unit = "mA" }',
}  # fmt: skip

# The name of an entry, its value in TOML, words of the message.
ENTRIES = [
    ("model", '"LFI"', "Did you mean 'LIF'"), ("model", "1", "must be the name of a model"), ("model", "[]", "a list"),
    ("model", '"' + "m" * 10**5 + '"', "there is no model"), ("duration", "10", "needs a unit of time"),
    ("duration", '"10 mV"', "needs a unit of time"), ("duration", '"0 ms"', "greater than 0"),
    ("duration", '"-1 ms"', "greater than 0"), ("duration", "nan", "must be finite"), ("duration", "[]", "a list of 0"),
    ("duration", "true", "not a value"), ("duration", "1979-05-27", "1979-05-27"), ("duration", '"1e400 ms"', "finite"),
    ("duration", '"10.05 ms"', "whole number of steps"), ("duration", "1" + "0" * 400, "must be finite"),
    ("duration", "1" * 5000, "digits"), ("dt", '"0.1"', "needs a unit of time"), ("dt", '"0 ms"', "greater than 0"),
    ("dt", '"1e-300 ms"', "at most 2**53 steps"), ("dt", '["0.1 ms"]', "a list of 1"), ("dt", "{}", "a table of 0"),
    ("measure", '"rat"', "Did you mean 'rate'"), ("measure", "[]", "no measure"), ("measure", "1", "a name or a list"),
    ("measure", '["rate", 1]', "1 is not the name"), ("measure", '["rate", ["count"]]', "a list of 1 is not the name"),
    ("measure", '["rate", "rate"]', "not taken yet"), ("measure", '{ x = "rate" }', "not taken yet"),
    ("measure", "{ a = 1 }", "1 is not the name"), ("measure", "true", "got true"), ("zipped", "1", "true or false"),
    ("zipped", '"yes"', "true or false"), ("clip", "0", "true or false"), ("keep_failed", '"no"', "true or false"),
    ("dtype", '"float16"', "float64 or float32"), ("dtype", "64", "float32"), ("dtype", '"1 ms"', "float64 or float32"),
    ("spk_reset", '"medium"', "'soft' or 'hard'"), ("spk_reset", "true", "got true"),
    ("seed", "-1", "an integer from 0"),
    ("seed", "1.5", "a whole number"), ("seed", "true", "a whole number"),
    ("seed", "1" + "0" * 30, "an integer from 0"),
    ("errors", '"ignore"', "'raise' or 'record'"), ("device", '"gpu"', "gpu"), ("device", "0", "cuda"),
    ("solver", '"rk5"', "Did you mean"), ("solver", '"rkf45"', "jumps at spikes"), ("solver", "4", "name of a solver"),
    ("atol", "1e-6", "left out with"), ("atol", '"small"', "a number"), ("most_trials", "0", "left out with"),
    ("parameters", "1", "not a table"), ("nonsense", "1", "there is no parameter 'nonsense'"),
    ("tua", '"1 ms"', "Did you mean 'tau'"), ("tau", "5", "needs a unit of time"), ("tau", '"5 mV"', "unit of time"),
    ("tau", '"-5 ms"', "greater than 0"), ("tau", "true", "not a value"), ("tau", '"5 mss"', 'no unit "mss"'),
    ("tau", '"1 ms*9**9*9**9"', "no unit"), ("tau", '"1 ' + "m" * 10**6 + '"', "not a value"), ("tau", '""', "not a"),
    ("tau", '"5 ' + " " * 10**5 + 'x"', "not a value"), ("tau", "[]", "is empty"), ("tau", "[[1]]", "a list of 1"),
    ("tau", '["1 ms", 2]', "got a bare number"), ("tau", '["1 ms", "1 mV"]', "a unit of voltage"),
    ("tau", "{}", "there is no start"), ("tau", "{ a = 1 }", "there is no entry 'a'"), ("tau", "07:32:00", "07:32:00"),
    ("tau", "{ values = 1 }", "not a list"), ("tau", "{ values = [nan], unit = 'ms' }", "must be finite, got nan"),
    ("tau", "{ values = [1, true], unit = 'ms' }", "values[1] = true"), ("tau", "{ values = [1], unit = 3 }", "unit"),
    ("x", "{ start = 0, stop = 1 }", "there is no num"), ("x", "{ start = 0, stop = 1, num = 0 }", "from 1, got 0"),
    ("x", "{ start = 0, stop = 1, num = 1e3 }", "whole number"), ("x", "{ start = 0, stop = 1, num = true }", "true"),
    ("x", "{ start = 0, stop = 1, num = 100000000000000000000 }", "1e+20 points"),
    ("x", "{ start = 0, stop = 1, num = 3, step = 1 }", "no entry 'step'"),
    ("x", "{ start = [1], stop = 1, num = 2 }", "["),
    ("x", "{ start = nan, stop = 1, num = 2 }", "must be finite"), ("x", "{ value = [1] }", "Did you mean 'values'"),
    ("x", "{ start = -1e308, stop = 1e308, num = 5, unit = 'mA' }", "too far apart"),
]  # fmt: skip

# Contents of a file, words of the message.
CONTENTS = [
    (b"", "there is no model"), (b"\0" * 99, "no TOML"), (bytes(range(256)) * 9, "no TOML"), (b"\xff\xfe", "no TOML"),
    (b"a = 1\na = 2", "no TOML"), (b"a = " + b"[" * 10**6, "too deeply"), (b"a = " + b"{a=" * 10**5, "too deeply"),
    (b"a." * 10**5 + b"a = 1", "too deeply"), (b"[" + b"a." * 10**5 + b"a]", "too deeply"), (b"model = ", "no TOML"),
    (b"#" * (2**24 + 1), "larger than 16 MB"), (b"d = 1979-13-41", "no TOML"), (b"[[parameters]]", "not a table"),
    (b"'" * 999, "no TOML"), (b'"\\u0000" = 1', "there is no entry '\\x00'"),
]  # fmt: skip

# Options, words of the message.
OPTIONS = [
    (["-o", "a\0b"], "null byte"), (["-o", ""], "is empty"), (["-o", "  "], "is empty"),
    (["-o", "x" * 999], "too long"),
    (["-o", "."], "exists already"), (["-o", "a.toml"], "exists already"), (["-o", "a.toml/b"], "cannot be written"),
    (["-o", "a.toml", "--resume"], "no store"), (["-o", "memory://x"], "on a disk"),
    (["-o", "nothing://x"], "on a disk"),
    (["--plot", "a.xyz"], "no picture format 'xyz'"), (["--plot", "a"], "no picture format"),
    (["--plot", ""], "is empty"),
    (["--plot", "a\0.png"], "null byte"), (["--plot", "."], "not a file"), (["--plot", "b/a.png"], "cannot be written"),
    (["--plot", "a.png", "--set", 'R=["1 ohm", "2 ohm"]', "--set", 'tau=["1 ms", "2 ms"]'], "two parameters, not 3"),
    (["--plot", "a.png", "--set", "zipped=true"], "a sample"), (["--points", "0"], "at least 1"),
    (["--chunk", "-1"], "at least 1"), (["--threads", "0"], "from 1 to"), (["--set", "tau"], "has no ="),
    (["--set", "=1"], "has no name"), (["--set", "tau=-1 ms"], "--set tau: tau must be greater"),
    (["--set", "parameters=1"], "not a table"), (["--set", "tau=" + "[" * 10**5], "not a value"),
]  # fmt: skip
