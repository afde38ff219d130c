"""Words for the course team: asked for, or out of the blue.

asked ─┬─ words ───────────────► kept with the place they were written from
       ├─ as a complaint ─ words ─► kept, and marked for good
       ├─ as a wish ─ words ──────► kept, to be counted for a topic
       └─ anonymously ─ words ────► kept without a link to the person

out of the blue ─ words ─► shown again ─► kept, or dropped

Anonymous words go straight from the update to where they are kept: they are in no draft and in no
message.
"""

from collections.abc import Mapping

from bot.course import way
from bot.course.facts import FeedbackGiven, FeedbackGivenAnonymously
from bot.course.inputs import DraftDecided, FeedbackBegun, FeedbackWay, Point
from bot.course.learner import Draft, Purpose
from bot.course.messages import (
    Button,
    FeedbackOffered,
    Keyboard,
    Label,
    Message,
    Simple,
    SimpleKind,
)
from bot.course.scene import CONTINUE, Scene
from bot.course.turn import Turn
from bot.course.wishes import WishesOpened

SHOWN_OF_DRAFT = 300
"""Characters of a draft that are shown again."""
FEEDBACK: tuple[Purpose, ...] = ("feedback", "anonymous", "complaint", "wish")
"""What words can be for, when they are for the course team."""
ASKED: Mapping[FeedbackWay, SimpleKind] = {
    "anonymous": "anonymous-asked", "complaint": "complaint-asked", "wish": "wish-asked",
}  # fmt: skip

_send = Button(label=Label.SEND, does=DraftDecided(send=True))
_cancel = Button(label=Label.DISCARD, does=DraftDecided(send=False))
WAYS: Keyboard = (
    (Button(label=Label.ANONYMOUS, does=FeedbackBegun(way="anonymous")),),
    (Button(label=Label.COMPLAINT, does=FeedbackBegun(way="complaint")),),
    (Button(label=Label.WISH, does=WishesOpened()),),
    (_cancel,),
)


def asked(scene: Scene) -> Turn:
    """The next words are for the team."""
    scene = scene.with_learner(draft=Draft(text=None, turn=scene.learner.turn))
    return scene.answers(Simple(what="feedback-asked"), WAYS)


def begun(scene: Scene, begun: FeedbackBegun) -> Turn:
    """The next words are for the team, in this way."""
    draft = Draft(text=None, turn=scene.learner.turn, purpose=begun.way, about=begun.letterbox)
    scene = scene.with_learner(draft=draft)
    in_place = begun.letterbox is None
    return scene.answers(Simple(what=ASKED[begun.way]), ((_cancel,),), in_place=in_place)


def offered(scene: Scene, text: str, message: str | None) -> Turn:
    """Words out of the blue: shall they be passed on?"""
    draft = Draft(text=text, turn=scene.learner.turn, message=message)
    scene = scene.with_learner(draft=draft)
    return scene.answers(FeedbackOffered(text=text[:SHOWN_OF_DRAFT]), ((_send,), (_cancel,)))


def decided(scene: Scene, draft: Draft | None, send: bool) -> Turn:
    """The decision about a draft. A draft lives until the next input, whatever that is."""
    strange = draft is None or draft.purpose not in FEEDBACK
    if draft is None or strange or (scene.origin and scene.origin.turn != draft.turn):
        return way.stale(scene.with_learner(draft=draft))
    if send and draft.text:
        return given(scene, draft, draft.text, draft.message)
    return scene.answers(Simple(what="words-dropped"), CONTINUE, in_place=True)


def given(scene: Scene, draft: Draft, text: str, message: str | None) -> Turn:
    """Words for the team, in the way for which they were asked for."""
    course, at = _place(scene)
    activity, step = (at.activity, at.step) if at else (None, None)
    match draft.purpose:
        case "anonymous":
            fact: FeedbackGiven | FeedbackGivenAnonymously = FeedbackGivenAnonymously(
                text=text, course=course, activity=activity, letterbox=draft.about
            )
        case purpose:
            fact = FeedbackGiven(
                text=text, course=course, activity=activity, step=step,
                complaint=purpose == "complaint", wish=purpose == "wish", message=message,
            )  # fmt: skip
    thanks = Message(body=_thanks(draft.purpose), buttons=CONTINUE, replaces=scene.origin)
    return scene.says(thanks, facts=(fact,))


def _place(scene: Scene) -> tuple[str | None, Point | None]:
    """The course in front, and where in it the learner stands."""
    path = scene.front()
    return (path.at.course, path.at) if path else (scene.learner.current, None)


def _thanks(purpose: Purpose) -> Simple:
    match purpose:
        case "anonymous":
            return Simple(what="anonymous-kept")
        case "complaint":
            return Simple(what="complaint-kept")
        case "wish":
            return Simple(what="wish-kept")
        case _:
            return Simple(what="feedback-kept")
