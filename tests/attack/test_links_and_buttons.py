"""What opens something in the chat: links and buttons of others, forged ones, and the same once more."""

from bot.course.inputs import Arrived
from bot.service.commands import command
from bot.service.received import Tapped, Typed
from bot.store import groups, sessions
from bot.store.writer import Tx
from tests.attack.test_sql import talk
from tests.service.house import ANNA, BOHDAN, NOW, Talk

__all__ = ["talk"]

HUGE = (
    "x" * 4096, "i-" + "x" * 4000, "g-" + "x" * 61, "i-x", "g-", "i--" * 10, "\u202e" * 60,
    "і-" + "x" * 20, "g-" + "х" * 20, "i-" + "\uff21" * 20, "a\x00b", "🎓" * 30, "../../x",
    "i-%41%41%41%41%41%41%41%41%41%41", "i-xxxxxxxxxxxxxxxx\nxxxx", "short?x=1", "SHORT",
)  # fmt: skip
"""Too long, too short, with letters of other scripts that look alike, with what nobody sees."""


async def doors(talk: Talk) -> list[tuple[object, ...]]:
    """Who may do what, who is where, and who is signed in."""

    def read(tx: Tx) -> list[tuple[object, ...]]:
        tables = ("roles", "members", "sessions", "invitations", "sign_in_links", "enrolments")
        return [tuple(row) for each in tables for row in tx.execute(f"SELECT * FROM {each}")]

    return await talk.writer.run(read)


async def test_a_link_that_is_none_opens_nothing(talk: Talk) -> None:
    before = await doors(talk)
    for payload in HUGE:
        assert await talk(Typed(text=f"/start {payload}"))
        assert await doors(talk) == before, payload


def test_what_is_no_link_of_ours_is_a_start_without_one() -> None:
    for payload in HUGE:
        arrived = command(f"/start {payload}")
        assert isinstance(arrived, Arrived), payload
        assert arrived.group is None or 16 <= len(arrived.group) <= 60
        assert arrived.invitation is None or 16 <= len(arrived.invitation) <= 60


async def test_what_opens_one_door_opens_no_other(talk: Talk) -> None:
    """Each secret, in each place where a secret can be told."""
    group = await talk.writer.run(lambda tx: groups.make(tx, "edition", "One", NOW))
    await talk.writer.run(lambda tx: groups.close(tx, group.id, NOW))
    link = await talk.writer.run(lambda tx: sessions.make_link(tx, someone(tx), NOW))
    button = await talk.token(BOHDAN)
    before = await doors(talk)
    for secret in (group.id, link, button, group.token):
        for begins in ("", "i-", "g-"):
            await talk(Typed(text=f"/start {begins}{secret}"))
        for place in range(4):
            if secret is not button:
                await talk(Tapped(token=secret[:24], index=place))
        await talk(Arrived(course=secret))
    assert await doors(talk) == before


def someone(tx: Tx) -> str:
    """Somebody else: Bohdan."""
    row = tx.execute("SELECT learner_id FROM addresses WHERE address = '8'").fetchone()
    return str(row["learner_id"])


async def test_a_button_of_somebody_else_moves_neither_of_them(talk: Talk) -> None:
    """Forwarded with its message, or guessed."""

    def states(tx: Tx) -> dict[str, str]:
        rows = tx.execute(
            "SELECT a.address, l.state FROM learners l JOIN addresses a ON a.learner_id = l.id"
        )
        return {row["address"]: row["state"] for row in rows}

    foreign, before = await talk.token(BOHDAN), await talk.writer.run(states)
    told = await talk(Tapped(token=foreign, index=0), ANNA)
    unknown = await talk(Tapped(token="nobody-s-token", index=0), ANNA)
    assert [each.body for each in told] == [each.body for each in unknown]
    after = await talk.writer.run(states)
    assert after["8"] == before["8"]
    facts = "SELECT count(*) FROM enrolments"
    assert await talk.writer.run(lambda tx: tx.execute(facts).fetchone()[0]) == 0


async def test_a_button_that_is_pressed_a_hundred_times_has_been_pressed_once(talk: Talk) -> None:
    """Replayed by a network, a finger or a program."""
    token = await talk.token(ANNA)
    (first, *_) = [await talk(Tapped(token=token, index=0)) for _ in range(100)]
    assert first
    sql = "SELECT count(*) FROM enrolments"
    assert await talk.writer.run(lambda tx: tx.execute(sql).fetchone()[0]) == 1
