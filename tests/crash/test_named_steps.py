"""Killed at every named step, again and again, while a learner goes from /start to the end."""

from pathlib import Path

import pytest

from tests.crash.doomed import STEPS
from tests.crash.kept import Kept
from tests.crash.learners import killed_at

pytestmark = pytest.mark.crash

PASSINGS = (2, 3, 9)
"""At which passing of the step each of the lives ends; the fourth is not cut short."""


def test_the_walk_leaves_every_kind_of_fact(undisturbed: Kept) -> None:
    assert [answer[:2] for answer in undisturbed["answers"]] == [
        ("queue", "ask-first"),
        ("queue", "ask-first"),
        ("after-episode", "useful"),
        ("after-episode", "say-something"),
        ("window", "your-move"),
        ("window", "can-wait"),
        ("window", "say-it"),
        *(("test-m1", step) for _, step, *_ in undisturbed["answers"][-2:]),
    ]
    assert undisturbed["tests_taken"] == [("test-m1", 1, 2, 2, 1)]
    assert [each[:1] for each in undisturbed["completions"]] == [
        ("queue",),
        ("window",),
        ("test-m1",),
    ]
    assert [completed for *_, completed in undisturbed["enrolments"]] == [1]


@pytest.mark.parametrize("step", STEPS)
async def test_nothing_is_lost_and_one_message_repeated(
    step: str, tmp_path: Path, undisturbed: Kept
) -> None:
    await killed_at(step, PASSINGS, tmp_path, undisturbed)
