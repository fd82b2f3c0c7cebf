"""The mistakes that tests/tools/mistakes puts in one at a time: each has its place, and tests that should notice."""

from tools.mistakes.catalogue import AREAS, faults, mistakes
from tools.mistakes.trial import outcome


def test_each_has_one_place_and_tests_that_exist():
    assert faults() == []


def test_there_are_many_in_every_area():
    areas = [mistake.area for mistake in mistakes()]
    assert len(areas) >= 120 and len(set(areas)) == len(AREAS) and all(areas.count(area) >= 20 for area in set(areas))


def test_what_pytest_says_of_a_mistake():
    assert outcome(0, "1 passed") == (False, "")
    assert outcome(1, "F\nFAILED tests/unit/test_a.py::test_b[1] - assert") == (True, "tests/unit/test_a.py::test_b[1]")
    assert outcome(2, "ERROR tests/unit/test_a.py") == (True, "tests/unit/test_a.py")
    assert outcome(None, "") == (True, "the time limit")
