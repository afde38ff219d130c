"""Commands as people type them."""

import pytest

from bot.course.inputs import Arrived, Asked, Input, UnknownCommand
from bot.service.commands import COMMANDS, command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_menu(name: str) -> None:
    assert command(f"/{name}") == Asked(menu=name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", Arrived()),
        ("/start pp", Arrived(course="pp")),
        ("  /start   pp  and more", Arrived(course="pp")),
        (f"/start g-{'A_b-' * 5}Zz", Arrived(group=f"{'A_b-' * 5}Zz")),
        (f"/start i-{'A_b-' * 6} and more", Arrived(invitation="A_b-" * 6)),
        (f"/start g-{'A' * 61}", Arrived()),
        ("/start ../../etc/passwd", Arrived()),
        ("/start PP", Arrived()),
        (f"/start {'a' * 41}", Arrived()),
        ("/START@Epizod_bot pp", Arrived(course="pp")),
        ("/help@epizod_bot", Asked(menu="help")),
        ("/Help", Asked(menu="help")),
        ("/help me\nplease", Asked(menu="help")),
        ("/zones", UnknownCommand()),
        ("/reread", UnknownCommand()),
        ("/nothing", UnknownCommand()),
        ("/", None),
        ("/допомога", None),
        ("help", None),
        ("1/2", None),
        ("", None),
        (f"/{'x' * 33}", None),
        ("/help/me", None),
    ],
)
def test_what_was_typed(text: str, expected: Input | None) -> None:
    assert command(text) == expected
