"""x"""
from typing import NamedTuple


class Rows(NamedTuple):
    edges: object
    starts: object
    index: object
    weight: object = None
    lag: object = None
