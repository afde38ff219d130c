"""What the short course leaves behind when nothing goes wrong."""

import pytest

from tests.crash.kept import Kept
from tests.crash.learners import undisturbed_once


@pytest.fixture(scope="session")
def undisturbed() -> Kept:
    return undisturbed_once()
