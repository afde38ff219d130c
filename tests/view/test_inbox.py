"""The inbox in words: hostile words stay words, everything fits one message, a rating is told."""

from datetime import UTC, datetime

import pytest

from bot.content.telegram_limits import MESSAGE
from bot.course.desk.inbox import (
    AnswerShown,
    Entry,
    FeedbackAnswered,
    InboxShown,
    Only,
    Rating,
    ThreadLine,
    ThreadShown,
)
from bot.course.messages import Body, Message
from bot.course.shelf import Shelf
from bot.i18n import NAMES
from bot.service.desk.inbox import LONGEST_ANSWER, LONGEST_SEARCH
from bot.service.desk.inbox_in_chat import PAGE
from bot.store.threads import EXCERPT
from bot.view.markup import WEB, render
from bot.view.page import plain
from tests.botapi.text import units
from tests.course.courses import ROADS
from tests.view.interface import WebText, telegram, view

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHELF = Shelf(offered={"roads": "r1"}, releases={"r1": ROADS})
HOSTILE = {
    "HTML": '<b>bold</b><script>alert(1)</script><img src=x onerror="x"> &lt;i&gt;',
    "Markdown": "**bold** _it_ [here](https://example.org) ![x](y) # head > quote ``` - list",
    "a formula": '=HYPERLINK("https://example.org","here") +1 -1 @SUM(A1) |cmd',
    "a link with a code": "tg://user?id=1 <https://example.org>",
}
UNSEEN = {
    "turned around": ("abc\u202egnp.exe\u202c def", "abcgnp.exe def"),
    "isolated": ("\u2066abc\u2069 \u2067def\u2069", "abc def"),
    "marks of direction": ("\u200eabc\u200f\u061c", "abc"),
    "of no width": ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
    "tags": ("x\U000e0041\U000e0042y", "xy"),
    "control signs": ("a\x07b\x1b[31mc\x9b", "ab[31mc"),
    "joined signs stay": ("👩\u200d👩\u200d👧 می\u200cخواهم", "👩\u200d👩\u200d👧 می\u200cخواهم"),
}


def thread(text: str, **changes: object) -> ThreadShown:
    entries = tuple(Entry(team=each, at=MONDAY, text=text) for each in (False, True) * 4)
    values = {"thread": "t", "state": "new", "complaint": True, "language": "uk", "zone": "UTC",
              "entries": entries, "wish": True, **changes}  # fmt: skip
    return ThreadShown(**values)  # type: ignore[arg-type]


def listed(text: str) -> InboxShown:
    line = ThreadLine(
        thread="t", at=MONDAY, language="uk", course="roads", activity="stop",
        excerpt=text[:EXCERPT], complaint=True, wish=True, anonymous=True, state="open",
    )  # fmt: skip
    only = Only(course="roads", complaints=True, wishes=True, language="uk",
                words=text[:LONGEST_SEARCH])  # fmt: skip
    return InboxShown(state=None, threads=(line,) * PAGE, page=0, zone="UTC", only=only)


def shows(text: str) -> list[Body]:
    """Wherever somebody's words are shown."""
    return [
        thread(text), listed(text), AnswerShown(text=text, sent=False),
        FeedbackAnswered(asked=text, answer=text), FeedbackAnswered(asked=None, answer=text),
    ]  # fmt: skip


def seen(body: Body, language: str = "en") -> str:
    parsed = telegram(view(SHELF).page(Message(body=body), language).text)
    assert parsed.complaints == ()
    return parsed.formatted.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    for body in shows(text):
        assert text[:EXCERPT] in seen(body)
        page = WebText(render(view(SHELF).page(Message(body=body), "en").text, WEB))
        assert text[:EXCERPT] in page.text
        assert not {"a", "script", "img", "h1", "code", "pre"} & set(page.tags)


@pytest.mark.parametrize(("text", "left"), UNSEEN.values(), ids=UNSEEN)
def test_signs_that_nobody_sees_change_nothing_that_is_seen(text: str, left: str) -> None:
    for body in shows(text):
        assert left in seen(body)
        if text != left:
            assert text not in seen(body)


def test_no_sign_of_direction_is_left_of_anything() -> None:
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    turning = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200b"}
    assert not turning & set(plain(everything))


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("sign", ["x", "Ж", "🙂", "<", "\n", "a\n"], ids=repr)
def test_as_long_as_it_may_be_it_fits_one_message(sign: str, language: str) -> None:
    text = sign * (LONGEST_ANSWER // units(sign))
    for body in shows(text):
        assert units(seen(body, language)) <= MESSAGE


def test_a_thread_tells_where_it_was_written_and_the_rating_on_its_scale() -> None:
    rated = (
        Rating(release="gone", activity="after", step="useful", value=1),
        Rating(release="r1", activity="stop", step="who", value=2),
        Rating(release="r1", activity="after", step="useful", value=4),
        Rating(release="r1", activity="after", step="useful", value=7),
    )
    entry = Entry(team=False, at=MONDAY, text="Words", course="roads", activity="stop", rated=rated)
    title = ROADS.activity("stop").title["en"]
    assert f"· “{title}” · rated 4 of 7" in seen(thread("", entries=(entry,)))
