"""What Telegram saw, what the database says and what the learner's model expects must agree."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from bot.service import window
from tests.botapi import BotApi, Call
from tests.crash.kept import Kept, rows, unfinished
from tests.crash.learners import left_behind
from tests.crash.process import Bot

FILES = ("", "-wal", "-shm")
"""The database, as endings of its name."""


def same(seen: object, expected: object, what: str) -> None:
    """In words, whoever runs it: pytest says more about an assertion only in its own files."""
    if isinstance(seen, dict) and isinstance(expected, dict) and seen.keys() == expected.keys():
        for name in seen:
            same(seen[name], expected[name], f"{what}, {name}")
    assert seen == expected, f"{what}: {seen!r}, not {expected!r}"


def agree(telegram: BotApi, bot: Bot, people: Iterable[int], undisturbed: Kept) -> None:
    """Nothing was acknowledged that was not kept, and all of it took effect."""
    same(not_kept(telegram, bot), [], "acknowledged and not kept")
    took_effect(telegram, bot, people, undisturbed)


def took_effect(telegram: BotApi, bot: Bot, people: Iterable[int], undisturbed: Kept) -> None:
    """Everything that came has taken effect once, everything that was to go has gone."""
    same(unfinished(bot.database), [], "unfinished")
    for each in people:
        same(left_behind(telegram, bot, each), undisturbed, f"what learner {each} left behind")
    same(rows(bot.database, "PRAGMA integrity_check"), [("ok",)], "the file")
    assert "Traceback" not in bot.words, bot.words
    telegram.check()


def bytes_of(bot: Bot) -> bytes:
    """Whatever is in the database, and what was deleted but not overwritten."""
    files = [bot.database.with_name(bot.database.name + suffix) for suffix in FILES]
    return b"".join(file.read_bytes() for file in files if file.exists())


def not_kept(telegram: BotApi, bot: Bot) -> list[int]:
    """Updates that were confirmed to Telegram, or presses that were answered, but are not on the disk.

    Of the last 48 hours: so long the ids of updates are remembered.
    """
    answered = {
        call.params.get("callback_query_id")
        for call in telegram.calls.of("answerCallbackQuery")
        if call.delivered
    }
    acknowledged = [
        update.update_id
        for update in telegram.updates.history
        if update.confirmed_at is not None or _press(update.body) in answered
    ]
    kept = {int(number) for (number,) in rows(bot.database, "SELECT update_id FROM inbox")}
    return [number for number in acknowledged if number not in kept]


def _press(body: Any) -> object:
    match body:
        case {"callback_query": {"id": query}}:
            return query
        case _:
            return None


def repeated(telegram: BotApi) -> list[tuple[Call, Call]]:
    """Each delivery that had been delivered before: the one before it, and itself.

    A message with buttons is unlike any other: they carry its token.
    """
    latest: dict[Any, Call] = {}
    again = []
    for call in telegram.calls.deliveries():
        if call.fingerprint is None:
            continue
        chat, _, content = call.fingerprint
        if before := latest.get((chat, content)):
            again.append((before, call))
        latest[chat, content] = call
    return again


def explained(telegram: BotApi, crashes: Sequence[float], most: int) -> tuple[int, int]:
    """How many messages were repeated, and how many by one crash at most.

    Each by a crash between the first time and the second; a crash repeats at most one for each
    chat, and at most `most` in all.

    `crashes`: when the process was gone, and its last calls had arrived.
    """
    of_a_chat: Counter[tuple[int, int | None]] = Counter()
    in_all: Counter[int] = Counter()
    for first, again in repeated(telegram):
        crash = bisect_left(crashes, again.at) - 1
        assert crash >= 0, f"repeated without a crash: {first}, {again}"
        assert first.at <= crashes[crash], f"repeated without a crash: {first}, {again}"
        of_a_chat[crash, again.chat_id] += 1
        in_all[crash] += 1
    assert max(of_a_chat.values(), default=0) <= 1, of_a_chat
    worst = max(in_all.values(), default=0)
    assert worst <= most, in_all
    return sum(in_all.values()), worst


def window_of(telegram: BotApi, rate: float) -> int:
    """The most messages that may be under way: the sender's own rule, which goes by the median of
    the latency, at its 95th percentile.
    """
    deliveries = telegram.calls.deliveries(edits=True)
    took = sorted(call.ended - call.at for call in deliveries if call.ended is not None)
    most = ceil(window.HEADROOM * rate * took[len(took) * 95 // 100])
    return min(window.MOST, max(window.LEAST, most))
