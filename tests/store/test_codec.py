"""Documents in the database."""

from typing import get_args

import pytest

from bot.course.inputs import Asked
from bot.course.messages import AnyLabel, Button, Message, Simple
from bot.store.codec import MESSAGE, dump, load


def test_no_two_labels_share_a_value() -> None:
    """A label is read as the first that has its value."""
    values = [label.value for kind in get_args(AnyLabel) for label in kind]
    assert len(values) == len({*values})


@pytest.mark.parametrize("label", [label for kind in get_args(AnyLabel) for label in kind])
def test_every_label_comes_back_as_itself(label: AnyLabel) -> None:
    button = Button(label=label, does=Asked(menu="continue"))
    message = Message(body=Simple(what="sorry"), buttons=((button,),))
    read = load(MESSAGE, dump(MESSAGE, message))
    assert read == message
    assert type(read.buttons[0][0].label) is type(label)
