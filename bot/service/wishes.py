"""Topics to wish for, for the learner: which there are lies in the store, so no matter of the engine."""

from dataclasses import replace
from datetime import datetime

from bot.course.desk.announcement import wording
from bot.course.engine import is_double
from bot.course.inputs import FeedbackBegun, Input, Press, Ref
from bot.course.learner import LastPress, Learner
from bot.course.messages import Button, Label, Message
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.course.wishes import TopicWished, WishAction, WishesShown
from bot.store import topics
from bot.store.learners import Found
from bot.store.writer import Tx

MOST = 8
"""Topics that are offered, the newest: as many as a phone shows."""


def turn(tx: Tx, found: Found, event: Input, now: datetime) -> Turn | None:
    """The turn, if wishes are concerned. Only people who have agreed have any."""
    press, learner = event if isinstance(event, Press) else None, found.learner
    action = press.does if press else event
    if not isinstance(action, WishAction) or learner.consented_at is None:
        return None
    if press is not None:
        if is_double(learner.last_press, press, now):
            return Turn(learner=learner)
        pressed = LastPress(on=press.on, index=press.index, at=now)
        learner = replace(learner, last_press=pressed)
    return _shown(tx, found.id, learner, action, press.on if press else None, now)


def _shown(
    tx: Tx, learner_id: str, learner: Learner, action: WishAction, origin: Ref | None,
    now: datetime,
) -> Turn:  # fmt: skip
    """The topics with those that this learner wishes for; a topic that is gone changes nothing."""
    offered = topics.offered(tx, MOST)
    if isinstance(action, TopicWished) and action.topic in {each.id for each in offered}:
        if action.on:
            topics.wish(tx, action.topic, learner_id, now)
        else:
            topics.unwish(tx, action.topic, learner_id)
    mine = topics.wished(tx, learner_id)
    names = {each.id: wording(each.titles, learner.language)[0] for each in offered}
    keys = tuple(
        (Button(label=Label.TOPIC, does=TopicWished(topic=topic, name=name, on=topic not in mine)),)
        for topic, name in names.items()
    )
    other = (Button(label=Label.OTHER_TOPIC, does=FeedbackBegun(way="wish")),)
    body = WishesShown(
        wished=tuple(name for topic, name in names.items() if topic in mine), any=bool(names)
    )
    after = replace(learner, turn=learner.turn + 1, draft=None, active_at=now)
    shown = Message(body=body, buttons=(*keys, other, *CONTINUE), replaces=origin)
    return Turn(learner=after, messages=(shown,))
