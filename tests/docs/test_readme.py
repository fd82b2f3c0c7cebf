"""The README's Python runs as it stands."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_every_block_of_python_runs():
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    names = {"__name__": "readme"}
    exec(compile("\n".join(blocks), str(README), "exec"), names)
    assert names["result"]["V"].shape == (1000, 1000)
    assert names["data"].rate.shape == (200, 20)
    assert names["spikes"].shape == (10,)
