"""What the tests of the inbox share: the ways of a coordinator, and a look into the store."""

from bot.course.desk.inbox import FeedbackAnswered, InboxShown, ThreadShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Role
from bot.course.desk.team import fingerprint
from bot.course.inputs import Action
from bot.course.messages import AnyLabel, Label, Message
from bot.service.received import Typed
from bot.store import learners, outbox, team
from bot.store.learners import Address
from bot.store.outbox import Posted, Settled
from bot.store.writer import Tx
from tests.service.house import BOHDAN, Talk
from tests.service.test_desk import shown, tap

THREADS = "SELECT thread FROM threads ORDER BY moved_at, rowid"


def labels(message: Message) -> list[AnyLabel]:
    return [button.label for row in message.buttons for button in row]


async def did(talk: Talk, action: Action, who: Address) -> list[Message]:
    """As if a button that does this had been there to press."""
    return await talk(action, who)  # type: ignore[arg-type]


async def inbox(talk: Talk, who: Address = BOHDAN) -> InboxShown:
    await talk(Typed(text="/desk"), who)
    body = (await tap(talk, DeskLabel.INBOX, who)).body
    assert isinstance(body, InboxShown)
    return body


async def thread(talk: Talk, who: Address = BOHDAN, place: int = 0) -> ThreadShown:
    """The thread at this place of the inbox."""
    await inbox(talk, who)
    body = (await tap(talk, DeskLabel.THREAD, who, place)).body
    assert isinstance(body, ThreadShown)
    return body


async def answer(talk: Talk, text: str, who: Address = BOHDAN) -> Message:
    """To the thread that they have open."""
    await tap(talk, DeskLabel.REPLY, who)
    await talk(Typed(text=text), who)
    return await tap(talk, Label.SEND, who)


async def answers(talk: Talk, who: Address) -> list[FeedbackAnswered]:
    """What came from the team to them."""
    return [m.body for m in await shown(talk, who) if isinstance(m.body, FeedbackAnswered)]


async def posted(talk: Talk, who: Address, name: str) -> None:
    """The newest message to them has arrived, and this is its name in their chat."""

    def job(tx: Tx) -> None:
        sql = "SELECT max(id) AS id FROM outbox WHERE address = ?"
        row = tx.execute(sql, (who.address,)).fetchone()
        outcome = Settled(id=row["id"], status="sent", posted=Posted(id=name, form="text"))
        outbox.settle(tx, outcome, talk.clock())

    await talk.writer.run(job)


async def appointed(talk: Talk, who: Address, role: Role = "coordinator", over: str = "") -> None:
    whose = await id_of(talk, who)

    def job(tx: Tx) -> None:
        token = team.invite(tx, role, over, talk.clock())
        team.accept(tx, whose, fingerprint(token), talk.clock())

    await talk.writer.run(job)


async def dismissed(talk: Talk, who: Address) -> None:
    whose = await id_of(talk, who)
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM roles WHERE learner_id = ?", (whose,)))


async def id_of(talk: Talk, who: Address) -> str:
    found = await talk.writer.run(lambda tx: learners.find(tx, who))
    assert found is not None
    return found.id


async def group(talk: Talk, name: str, *members: Address) -> None:
    ids = [await id_of(talk, each) for each in members]

    def job(tx: Tx) -> None:
        tx.execute(
            "INSERT INTO groups (id, kind, name, token, made_at) VALUES (?, 'region', ?, ?, 0)",
            (name, name, name),
        )
        for each in ids:
            tx.execute(
                "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, ?, 'in', 0)",
                (each, name),
            )

    await talk.writer.run(job)


async def rows(talk: Talk, sql: str, *values: object) -> list[tuple[object, ...]]:
    return await talk.writer.run(lambda tx: [tuple(row) for row in tx.execute(sql, values)])


async def erase(talk: Talk, who: Address) -> None:
    whose = await id_of(talk, who)
    await talk.writer.run(lambda tx: learners.erase(tx, whose))
