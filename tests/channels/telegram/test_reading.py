"""Every kind of update becomes what the person did, or nothing, and carries nothing personal."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.receive import callback_data, read
from bot.course.inputs import TextEdited, Unreadable, UnreadableReceived
from bot.service.received import (
    Blocked,
    Happening,
    InGroup,
    Received,
    Tapped,
    Typed,
    Unblocked,
)  # fmt: skip
from bot.store.learners import Address

ANNA = {
    "id": 7, "is_bot": False, "first_name": "Анна", "last_name": "Secret-Name",
    "username": "secret_anna", "language_code": "uk-UA",
}  # fmt: skip
PRIVATE = {"id": 7, "type": "private", "first_name": "Анна", "username": "secret_anna"}
GROUP = {"id": -100500, "type": "supergroup", "title": "Secret group"}
CONTACT = {"phone_number": "+380501234567", "first_name": "Анна", "user_id": 7}
FILE = {"file_id": "f", "file_unique_id": "u", "duration": 3, "width": 1, "height": 1}
UNREADABLE: dict[str, Any] = {
    "photo": [FILE], "voice": FILE, "sticker": FILE, "video": FILE, "audio": FILE, "document": FILE,
    "animation": FILE, "video_note": FILE, "contact": CONTACT, "venue": {"title": "Secret place"},
    "location": {"latitude": 50.45, "longitude": 30.52}, "dice": {"emoji": "🎲", "value": 6},
    "poll": {"id": "1", "question": "Secret?"}, "story": {"id": 1}, "paid_media": {},
    "something_new": {"of": "the future"}, "web_app_data": {"data": "x", "button_text": "y"},
    "new_chat_photo": [FILE], "successful_payment": {}, "giveaway": {}, "users_shared": {},
}  # fmt: skip


KINDS: dict[str, Unreadable] = {
    "voice": "voice", "audio": "voice", "video_note": "voice",
    "photo": "file", "video": "file", "document": "file", "animation": "file",
}  # fmt: skip


def message(chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] = ANNA, **said: Any) -> str:
    body = {"message_id": 1, "date": 1, "chat": chat, "from": sender, **said}
    return json.dumps({"update_id": 1, "message": body})


def press(data: Any = None, chat: dict[str, Any] | None = PRIVATE) -> str:
    query: dict[str, Any] = {"id": "1", "from": ANNA, "chat_instance": "1"}
    if chat is not None:
        query["message"] = {"message_id": 1, "date": 0, "chat": chat}
    if data is not None:
        query["data"] = data
    return json.dumps({"update_id": 1, "callback_query": query})


def membership(status: str, chat: dict[str, Any] = PRIVATE) -> str:
    change = {
        "chat": chat, "from": ANNA, "date": 1, "old_chat_member": {"status": "restricted"},
        "new_chat_member": {"status": status, "user": {"id": 1}},
    }  # fmt: skip
    return json.dumps({"update_id": 1, "my_chat_member": change})


def edited(**said: Any) -> str:
    return message(**said).replace('"message":', '"edited_message":')


def anna(happening: Happening) -> Received:
    return Received(
        address=Address(channel="telegram", address="7"), happening=happening, language="uk"
    )


def typed(text: str, reply_to: str | None = None) -> Typed:
    """Message number 1."""
    return Typed(text=text, message="1", reply_to=reply_to)


def group() -> Received:
    address = Address(channel="telegram", address="-100500")
    return Received(address=address, happening=InGroup(), language="uk")


NOTHING = Tapped(token="", index=0)
OURS, FIRST = "1:abcdefgh:0", Tapped(token="abcdefgh", index=0)
SEEN: dict[str, tuple[str, Received | None]] = {
    "text": (message(text="Привіт"), anna(typed("Привіт"))),
    "text with a NUL": (message(text="a\x00b"), anna(typed("ab"))),
    "text with half a character": (message(text="a\ud83d"), anna(typed("a?"))),
    "forwarded text": (message(text="x", forward_origin={"type": "user"}), anna(typed("x"))),
    "text by way of another bot": (message(text="x", via_bot={"id": 2}), anna(typed("x"))),
    "picture with a caption": (message(photo=[FILE], caption="x"), anna(UnreadableReceived(what="file"))),
    "a reply": (message(text="x", reply_to_message={"message_id": 9, "text": "y"}),
                anna(typed("x", reply_to="9"))),
    "a reply to something without a number": (message(text="x", reply_to_message={"text": "y"}),
                                              anna(typed("x"))),
    "own message": (message(sender={**ANNA, "is_bot": True}, text="x"), None),
    "pinned": (message(pinned_message={}), None),
    "deletion timer": (message(message_auto_delete_timer_changed={}), None),
    "edited text": (edited(text="new"), anna(TextEdited())),
    "edited picture": (edited(photo=[FILE]), anna(TextEdited())),
    "our button": (press(callback_data("abcdefgh_-12", 99)), anna(Tapped(token="abcdefgh_-12", index=99))),
    "button of an inaccessible message": (press(OURS, PRIVATE), anna(FIRST)),
    "button of a message that is gone": (press(OURS, None), anna(FIRST)),
    "button of a game": (press(None), anna(NOTHING)),
    "button of another version": (press("2:abcdefgh:0"), anna(NOTHING)),
    "button with something behind": (press("1:abcdefgh:0\n"), anna(NOTHING)),
    "button with a long index": (press("1:abcdefgh:1000"), anna(NOTHING)),
    "button with other digits": (press("1:abcdefgh:١"), anna(NOTHING)),
    "button with SQL": (press("1:' OR 1=1 --:0"), anna(NOTHING)),
    "empty button": (press(""), anna(NOTHING)),
    "button in a group": (press("1:abcdefgh:0", GROUP), group()),
    "blocked": (membership("kicked"), anna(Blocked())),
    "unblocked": (membership("member"), anna(Unblocked())),
    "strange membership": (membership("restricted"), None),
    "text in a group": (message(GROUP, text="/start"), group()),
    "picture in a group": (message(GROUP, photo=[FILE]), group()),
    "edited in a group": (edited(chat=GROUP, text="x"), group()),
    "added to a group": (membership("member", GROUP), group()),
    "made administrator": (membership("administrator", GROUP), group()),
    "removed from a group": (membership("left", GROUP), None),
    "thrown out of a group": (membership("kicked", GROUP), None),
    "an update of the future": ('{"update_id": 1, "something_new": {"id": 1}}', None),
    "an update of a kind not asked for": ('{"update_id": 1, "poll_answer": {}}', None),
    "an empty update": ('{"update_id": 1}', None),
}  # fmt: skip
MALFORMED = {
    "no chat": '{"update_id": 1, "message": {"text": "x"}}',
    "chat of another type": '{"update_id": 1, "message": {"chat": 7, "text": "x"}}',
    "chat without a type": '{"update_id": 1, "message": {"chat": {"id": 7}}}',
    "chat with a strange id": '{"update_id": 1, "message": {"chat": {"id": "7", "type": "private"}}}',
    "chat with the id true": '{"update_id": 1, "message": {"chat": {"id": true, "type": "private"}}}',
    "press by nobody": '{"update_id": 1, "callback_query": {"id": "1"}}',
    "change of nothing": '{"update_id": 1, "my_chat_member": null}',
    "no object": '"update"',
    "no id": '{"text": "x"}',
    "no JSON": "<html>",
    "nothing": "",
}


@pytest.mark.parametrize("kind", SEEN)
def test_what_an_update_means(kind: str) -> None:
    body, expected = SEEN[kind]
    assert read(body) == expected


@pytest.mark.parametrize("kind", UNREADABLE)
def test_anything_but_text_is_unreadable_and_nothing_of_it_is_kept(kind: str) -> None:
    what = KINDS.get(kind, "other")
    assert read(message(**{kind: UNREADABLE[kind]})) == anna(UnreadableReceived(what=what))


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_no_update_is_a_value_error(kind: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read(MALFORMED[kind])


@pytest.mark.parametrize(
    ("tag", "language"),
    [("uk", "uk"), ("pt-BR", "pt"), ("PT_pt", "pt"), ("en", "en"), ("fr", "en"), ("", "en"), (None, "en")],
)  # fmt: skip
def test_the_language_that_the_device_proposes(tag: str | None, language: str) -> None:
    received = read(message(sender={**ANNA, "language_code": tag}, text="x"))
    assert received is not None
    assert received.language == language


def test_nobody_s_name_survives() -> None:
    for body, _ in SEEN.values():
        seen = repr(read(body))
        for word in ("Анна", "secret", "Secret", "380501234567", "50.45"):
            assert word not in seen


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
texts = st.text() | st.sampled_from(["/start pp", "\ud800", "1:abcdefgh:1", "x" * 5000])
chats = st.fixed_dictionaries(
    {}, optional={"id": st.integers() | junk, "type": st.sampled_from(["private", "group", "channel"]) | junk}
)  # fmt: skip
people = st.fixed_dictionaries(
    {}, optional={"id": st.integers() | junk, "is_bot": junk, "language_code": texts | junk}
)
events = st.fixed_dictionaries(
    {},
    optional={
        "chat": chats | junk, "from": people | junk, "text": texts | junk, "photo": junk,
        "data": texts | junk,
        "message": st.fixed_dictionaries({"chat": chats | junk}) | junk, "id": junk,
        "new_chat_member": st.fixed_dictionaries({"status": texts | st.just("kicked")}) | junk,
    },
)  # fmt: skip
updates = st.fixed_dictionaries(
    {"update_id": st.integers() | junk},
    optional=dict.fromkeys(("message", "edited_message", "callback_query", "my_chat_member"), events | junk),
)  # fmt: skip


@given(updates | junk)
def test_whatever_comes_is_read_or_refused_with_a_value_error(update: object) -> None:
    try:
        received = read(json.dumps(update))
    except ValueError:
        return
    assert received is None or isinstance(received, Received)
    if received is not None:
        int(received.address.address)
        assert received.language in {"en", "uk", "pt"}


@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "replace")))
def test_any_text_is_read_or_refused_with_a_value_error(body: str) -> None:
    try:
        read(body)
    except ValueError:
        return
