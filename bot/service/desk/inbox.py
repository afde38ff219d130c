"""The inbox: threads of feedback within the reach of whoever sits at the desk, and their answers.

What is done here, in the chat or on a page; what the chat shows of it: `inbox_in_chat`.
"""

from dataclasses import replace
from typing import Literal, TypeAlias

from bot.content.telegram_limits import units
from bot.course.desk.inbox import AlertWay, FeedbackAnswered, Mark
from bot.course.inputs import Asked, FeedbackBegun
from bot.course.messages import Button, Label, Message
from bot.course.scene import CONTINUE
from bot.service.desk.sitting import Sitting
from bot.store import alerts, learners, outbox, threads
from bot.store.threads import Thread

LONGEST_ANSWER = 3000
"""In UTF-16 units: with the learner's own words before it, it still fits one message."""
LONGEST_SEARCH = 100

Answered: TypeAlias = Literal["on its way", "kept", "in the letterbox", "refused"]


def find(sitting: Sitting, thread: str) -> Thread | None:
    """The thread, if it is within reach."""
    return threads.find(sitting.tx, thread, sitting.rights.reach("answer"))


def read(sitting: Sitting, thread: str) -> Thread | None:
    """The thread; what was new is being dealt with from now on."""
    found = find(sitting, thread)
    if found is None:
        return None
    sitting.looks("read", thread)
    if found.state != "new":
        return found
    threads.move(sitting.tx, thread, "open", sitting.now)
    return replace(found, state="open")


def mark(sitting: Sitting, thread: str, as_: Mark) -> None:
    """There is no mark that makes a complaint anything else."""
    if find(sitting, thread) is None:
        return
    if as_ == "complaint":
        threads.mark_complaint(sitting.tx, thread)
    else:
        threads.move(sitting.tx, thread, as_, sitting.now)
    sitting.notes(as_, thread)


def answer(sitting: Sitting, thread: str, text: str) -> Answered:
    """In the same transaction the answer is kept and on its way to the learner.

    "kept": the learner cannot be reached today. "in the letterbox": it is all that is ever said of
    anonymous words, also when their author is not there any more, for that would tell who it was.
    "refused": there is no such thread, nothing to say or too much.
    """
    found = find(sitting, thread)
    if found is None or not 0 < units(text) <= LONGEST_ANSWER:
        return "refused"
    threads.answer(sitting.tx, thread, text, sitting.now)
    threads.move(sitting.tx, thread, "done", sitting.now)
    sitting.notes("answered", thread)
    reached = found.learner_id is not None and _tell(sitting, found, found.learner_id, text)
    if found.letterbox is not None:
        return "in the letterbox"
    return "on its way" if reached else "kept"


def alert(sitting: Sitting, how: AlertWay | None) -> None:
    """How this person is told of new messages from now on; None: not at all."""
    alerts.choose(sitting.tx, sitting.who, how, sitting.now)
    sitting.notes("chose alerts", how or "none")


def _tell(sitting: Sitting, thread: Thread, whose: str, answer: str) -> bool:
    """Whether there is a way to the learner. To anonymous words nothing points but their letterbox."""
    learner = learners.state(sitting.tx, whose)
    address = learners.reached_at(sitting.tx, whose)
    if learner is None or address is None:
        return False
    turn = learner.turn + 1
    learners.save(sitting.tx, whose, replace(learner, turn=turn))
    asked: str | None = thread.asked
    back = Button(label=Label.WRITE_BACK, does=Asked(menu="feedback"))
    if thread.letterbox is not None:
        begun = FeedbackBegun(way="anonymous", letterbox=thread.letterbox)
        asked, back = None, replace(back, does=begun)
    message = Message(
        body=FeedbackAnswered(asked=asked, answer=answer), buttons=((back,), *CONTINUE),
        answers=thread.message,
    )  # fmt: skip
    outbox.add(
        sitting.tx, address, whose, turn, [message], language=learner.language,
        pictures=learner.pictures, now=sitting.now, first=int(whose == sitting.who),
    )  # fmt: skip
    return True
