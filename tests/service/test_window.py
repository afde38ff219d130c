"""How many messages may be under way at once."""

import pytest

from bot.service.window import LEAST, MOST, Window


def after(window: Window, *seconds: float) -> int:
    for took in seconds:
        window.took(took)
    return window.size


@pytest.mark.parametrize("latency", [0.001, 0.05, 0.1, 0.15])
def test_telegrams_ordinary_limit_needs_eight(latency: float) -> None:
    assert after(Window(rate=30), *[latency] * 200) == LEAST == 8


@pytest.mark.parametrize(("rate", "latency"), [(30, 0.3), (30, 1.0), (100, 0.1), (1000, 0.05)])
def test_it_holds_the_rate_over_any_distance(rate: float, latency: float) -> None:
    """By Little's law, with something to spare and not much."""
    size = after(Window(rate), *[latency] * 200)
    assert rate * latency < size <= 2.2 * rate * latency


def test_it_never_grows_beyond_what_a_crash_may_repeat() -> None:
    assert after(Window(rate=10_000), *[60.0] * 1000) == MOST


def test_one_answer_that_hangs_changes_little() -> None:
    assert after(Window(rate=30), *[0.05] * 100, 60.0) == LEAST


def test_it_shrinks_again() -> None:
    window = Window(rate=30)
    assert after(window, *[2.0] * 200) > LEAST
    assert after(window, *[0.05] * 200) == LEAST


def test_without_a_rate_it_is_what_it_is() -> None:
    assert after(Window(0, least=32), *[10.0] * 100) == 32
