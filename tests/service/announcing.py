"""Coordinators who announce something, and the people who get it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.course.desk.announcement import Announced, AnnouncementShown, TextAsked
from bot.course.desk.labels import DeskLabel
from bot.course.facts import EnrolmentBegan
from bot.course.inputs import Arrived
from bot.course.messages import AnyLabel, Message
from bot.service.announcer import Announcer
from bot.service.desk.desk import Desk
from bot.service.received import Tapped, Typed
from bot.store import announcements, facts, outbox, team
from bot.store import learners as learners_
from bot.store.learners import Address
from bot.store.outbox import Outcome, Outgoing, Posted, Settled, Status
from bot.store.writer import Tx, Writer
from tests.service.house import NOW, Talk, messages, turns
from tests.store.somebody import learner

OLHA = Address(channel="telegram", address="1000")
IVAN = Address(channel="telegram", address="1001")
TEXT = "On Monday the *second* course begins."
UK = "У понеділок починається *другий* курс."


async def at_the_desk(writer: Writer, over: str = "") -> Talk:
    """Olha and Ivan are the team; neither takes a course. Ivan coordinates everybody, or a group."""
    desk = Desk(administrators=frozenset({OLHA.address}))
    talk = Talk(writer, replace(await turns(writer), desk=desk))
    for who in (OLHA, IVAN):
        await talk(Arrived(course="short"), who)
        await talk.press(who)
    token = await writer.run(lambda tx: team.invite(tx, "coordinator", over, talk.clock()))
    await talk(Typed(text=f"/start i-{token}"), IVAN)
    return talk


def needs_two_from(talk: Talk, people: int) -> None:
    """From so many people on, a second person has to confirm."""
    desk = replace(talk.turns.desk, second_person_from=people)
    talk.turns = replace(talk.turns, desk=desk)


def person(number: int) -> Address:
    return Address(channel="telegram", address=f"7{number:05}")


async def learners(talk: Talk, count: int, language: str | None = None) -> list[Address]:
    """People inside the course, at its first message."""
    people = [person(number) for number in range(count)]
    for each in people:
        await talk(Arrived(course="short"), each)
        await talk.press(each)
        await talk.press(each)
        if language:
            await talk(Typed(text="/language"), each)
            places = {"en": 0, "uk": 1, "pt": 2}
            await talk(Tapped(token=await talk.token(each), index=places[language]), each)
    await everything_sent(talk)
    return people


async def shown(talk: Talk, who: Address) -> list[Message]:
    return await talk.writer.run(lambda tx: messages(tx, who))


async def tap(talk: Talk, label: AnyLabel, who: Address = OLHA, place: int = 0) -> Message:
    """Presses the button of the newest message to them that has one, and gives what comes last."""
    talk.clock.forward(seconds=5)

    def find(tx: Tx) -> tuple[str, int]:
        rows = tx.execute(
            "SELECT token, message FROM outbox WHERE address = ? ORDER BY id DESC", (who.address,)
        )
        for row, message in zip(rows, reversed(messages(tx, who)), strict=False):
            there = [index for index, each in enumerate(labels(message)) if each == label]
            if there:
                return row["token"], there[place]
        raise AssertionError(label)

    token, index = await talk.writer.run(find)
    came = await talk(Tapped(token=token, index=index), who)
    return came[-1]


def labels(message: Message) -> list[AnyLabel]:
    return [button.label for row in message.buttons for button in row]


def fire(tx: Tx) -> None:
    (member,) = team.members(tx)
    team.take(tx, member.learner_id, member.grant.role)


async def open_the_newest(talk: Talk, who: Address) -> Message:
    """The newest announcement; the list, where there is none."""
    await talk(Typed(text="/desk"), who)
    listed = await tap(talk, DeskLabel.ANNOUNCEMENTS, who)
    return (
        await tap(talk, DeskLabel.ANNOUNCEMENT, who)
        if DeskLabel.ANNOUNCEMENT in labels(listed)
        else listed
    )


async def draft(talk: Talk, texts: Iterable[tuple[int, str]] = ((0, TEXT),)) -> AnnouncementShown:
    await talk(Typed(text="/desk"), OLHA)
    await tap(talk, DeskLabel.ANNOUNCEMENTS)
    await tap(talk, DeskLabel.ANNOUNCE)
    body = None
    for place, text in texts:
        asked = await tap(talk, DeskLabel.TEXT_IN, place=place)
        assert isinstance(asked.body, TextAsked)
        (message,) = await talk(Typed(text=text), OLHA)
        body = message.body
    assert isinstance(body, AnnouncementShown)
    return body


def announcer(talk: Talk) -> Announcer:
    desk = talk.turns.desk
    return Announcer(
        talk.writer, talk.clock, lambda: None, desk.administrators,
        rate=30, second_person_from=desk.second_person_from,
    )  # fmt: skip


async def everything_sent(talk: Talk, status: Status = "sent") -> int:
    """Settles what waits in the outbox, as a sender would. How many messages of announcements."""

    def job(tx: Tx) -> int:
        count = 0
        while out := outbox.claim(
            tx, "telegram", talk.clock(), 50, timedelta(minutes=1), lambda _: True
        ):
            for each in out:
                announced = isinstance(each.message.body, Announced)
                count += announced
                posted = Posted(id=str(each.id), form="text") if status == "sent" else None
                outcome = status if announced else "sent"
                outbox.settle(tx, Settled(id=each.id, status=outcome, posted=posted), talk.clock())
        return count

    return await talk.writer.run(job)


async def sent_out(talk: Talk, feeding: Announcer, steps: int = 20) -> int:
    count = 0
    for _ in range(steps):
        await talk.writer.run(feeding.feed)
        talk.clock.forward(seconds=6)
        count += await everything_sent(talk)
    return count


async def ledger(talk: Talk) -> dict[str, int]:
    def job(tx: Tx) -> dict[str, int]:
        (found,) = announcements.latest(tx, 1)
        return {str(k): v for k, v in announcements.outcomes(tx, found.id).items()}

    return await talk.writer.run(job)


def sent(outgoing: Outgoing) -> Settled:
    return Settled(id=outgoing.id, status="sent", posted=Posted(id=str(outgoing.id), form="text"))


async def claimed(talk: Talk, limit: int) -> list[Outgoing]:
    return await talk.writer.run(
        lambda tx: outbox.claim(
            tx, "telegram", talk.clock(), limit, timedelta(minutes=1), lambda _: True
        )
    )


async def settled(talk: Talk, outcomes: Iterable[Outcome]) -> None:
    def job(tx: Tx) -> None:
        for each in outcomes:
            outbox.settle(tx, each, talk.clock())

    await talk.writer.run(job)


def stranger(number: int) -> Address:
    return Address(channel="telegram", address=f"8{number:05}")


def crowd(tx: Tx, count: int, release: str) -> None:
    """People inside the course who have nothing to say."""
    for number in range(count):
        who = learner(consented_at=NOW)
        learners_.add(tx, f"s{number:05}", stranger(number), who, NOW)
        facts.add(tx, f"s{number:05}", "en", [EnrolmentBegan(course="short", release=release)], NOW)


async def announced(talk: Talk, who: Address) -> list[str]:
    return [m.body.text for m in await shown(talk, who) if isinstance(m.body, Announced)]


async def turn_of(talk: Talk, who: Address) -> int:
    def job(tx: Tx) -> int:
        found = learners_.find(tx, who)
        assert found is not None
        return found.learner.turn

    return await talk.writer.run(job)
