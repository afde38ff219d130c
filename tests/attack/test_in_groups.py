"""In groups and channels, among anonymous administrators and forwarded words: private, or nothing."""

import json
from typing import Any

import pytest

from bot.channels.telegram.receive import needed, read, whose
from bot.service.received import InGroup, Received, Typed
from bot.store.learners import Address
from tests.channels.telegram.test_reading import ANNA, GROUP, PRIVATE

ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL = {"id": -1009, "type": "channel", "title": "CANARY"}
RELAY = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
PRESSED = {"id": "1", "chat_instance": "1", "data": "1:AAAAAAAA:0"}


def update(**what: Any) -> dict[str, Any]:
    return {"update_id": 1, **what}


def said(chat: Any, sender: Any, **more: Any) -> dict[str, Any]:
    body = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/start i-x", **more}
    return update(message=body)


IN_PUBLIC: dict[str, dict[str, Any]] = {
    "a member": said(GROUP, ANNA),
    "an anonymous administrator": said(GROUP, ANONYMOUS, sender_chat=GROUP),
    "in the name of a channel": said(GROUP, ANONYMOUS, sender_chat=CHANNEL),
    "from the channel of the group": said(GROUP, RELAY, is_automatic_forward=True),
    "in a topic": said(GROUP, ANNA, message_thread_id=5, is_topic_message=True),
    "without a sender": said(GROUP, None),
    "a press in a group": update(
        callback_query={**PRESSED, "from": ANNA, "message": {"message_id": 1, "chat": GROUP}}
    ),
    "added to a group": update(
        my_chat_member={"chat": GROUP, "from": ANNA, "new_chat_member": {"status": "member"}}
    ),
    "made administrator of a channel": update(
        my_chat_member={
            "chat": CHANNEL, "from": ANONYMOUS, "new_chat_member": {"status": "administrator"},
        }
    ),
}  # fmt: skip
NOTHING: dict[str, dict[str, Any]] = {
    "a post in a channel": update(channel_post={"chat": CHANNEL, "text": "/start"}),
    "removed from a group": update(
        my_chat_member={"chat": GROUP, "from": ANNA, "new_chat_member": {"status": "kicked"}}
    ),
    "a question typed elsewhere": update(inline_query={"from": ANNA, "query": "/start"}),
    "in the name of a business": update(business_message={"chat": PRIVATE, "text": "/start"}),
    "another bot in private": said({"id": 9, "type": "private"}, {**ANONYMOUS, "id": 9}),
}  # fmt: skip


@pytest.mark.parametrize("how", IN_PUBLIC)
def test_in_public_nothing_is_done_for_anybody(how: str) -> None:
    """Whoever speaks there and in whoever's name: it is told that the bot works in private."""
    kept = needed(IN_PUBLIC[how])
    heard = read(json.dumps(kept))
    assert heard is not None
    assert heard.happening == InGroup()
    assert heard.address.address in (str(GROUP["id"]), str(CHANNEL["id"]))
    assert "CANARY" not in json.dumps(kept)


@pytest.mark.parametrize("how", NOTHING)
def test_what_is_not_said_to_the_bot_is_nothing(how: str) -> None:
    assert read(json.dumps(needed(NOTHING[how]))) is None


@pytest.mark.parametrize("origin", ["user", "hidden_user", "chat", "channel"])
def test_forwarded_words_are_those_of_who_forwards_them(origin: str) -> None:
    """And nothing is kept of who said them first."""
    of = {"type": origin, "sender_user_name": "CANARY", "sender_user": {"id": 9}, "chat": CHANNEL}
    forwarded = said(PRIVATE, ANNA, text="words", forward_origin=of, forward_from={"id": 9})
    kept = needed(forwarded)
    anna = Address(channel="telegram", address="7")
    assert read(json.dumps(kept)) == Received(
        address=anna, happening=Typed(text="words", message="1"), language="uk"
    )
    assert "CANARY" not in json.dumps(kept)
    assert whose(forwarded) == "7"


def test_a_press_is_that_of_who_presses_wherever_the_message_lies() -> None:
    """A message of somebody else's chat, or one that Telegram does not show any more."""
    for message in ({"message_id": 1, "chat": {"id": 9, "type": "private"}}, None, {"date": 0}):
        pressed = update(callback_query={**PRESSED, "from": ANNA, "message": message})
        heard = read(json.dumps(needed(pressed)))
        assert heard is not None
        assert heard.address.address == "7"
