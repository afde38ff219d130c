"""Replies to messages of ours: what is written under a message is meant for what it shows.

Only a message that was sent to this very person counts. Who may do what with the words is asked as
ever, when they are taken.
"""

from bot.course.desk.inbox import FeedbackAnswered, ThreadShown
from bot.course.inputs import FeedbackBegun
from bot.course.learner import Draft, Learner, Purpose
from bot.course.messages import Message
from bot.service.commands import command
from bot.service.received import Happening, Typed
from bot.store import outbox
from bot.store.writer import Tx


def expecting(tx: Tx, learner_id: str, learner: Learner, happening: Happening) -> Draft | None:
    """What the words are for: the same as if the button under that message had been pressed."""
    match happening:
        case Typed(text=text, reply_to=str(reply_to)) if command(text) is None:
            message = outbox.posted_as(tx, learner_id, reply_to)
            return _expected(message, learner.turn) if message else None
        case _:
            return None


def _expected(message: Message, turn: int) -> Draft | None:
    match message.body:
        case ThreadShown(thread=thread) if thread:
            return Draft(text=None, turn=turn, purpose="answer", about=thread)
        case FeedbackAnswered():
            begun = (button.does for row in message.buttons for button in row)
            box = next((each.letterbox for each in begun if isinstance(each, FeedbackBegun)), None)
            purpose: Purpose = "anonymous" if box else "feedback"
            return Draft(text=None, turn=turn, purpose=purpose, about=box)
        case _:
            return None
