"""What a person did, or what fell due: the inputs of `advance`.

Inputs are in the past tense: they have happened, the engine only decides what
follows. A `Press` names the message whose button was pressed, so that the answer
can appear in that very message. Buttons carry inputs as data; the client sees
only an opaque token.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.course.desk import DeskAction
from bot.course.groups import MembershipAction
from bot.course.wishes import WishAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A message to one learner: the turn that made it and its place in that turn."""

    turn: int
    ordinal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A step on somebody's way: which activity, which walk through it, which step."""

    course: str
    activity: str
    attempt: int
    step: str


# --- Arriving ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """/start, with what the link leads to: a course, an invitation to the team, or a group."""

    course: str | None = None
    invitation: str | None = None
    group: str | None = None
    """The token of the group's link."""
    kind: Literal["arrived"] = "arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChosen:
    language: str
    kind: Literal["language-chosen"] = "language-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    kind: Literal["consent-given"] = "consent-given"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDeclined:
    kind: Literal["consent-declined"] = "consent-declined"


Menu: TypeAlias = Literal[
    "courses", "continue", "progress", "settings", "zones", "language", "help", "privacy",
    "feedback", "export", "forget", "reread", "rhythm", "hours", "holidays", "pause", "prompts",
    "review", "plans", "certificate", "badge", "desk", "groups",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command, or the button that does the same."""

    menu: Menu
    kind: Literal["asked"] = "asked"


# --- On the way through a course --------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOpened:
    course: str
    kind: Literal["course-opened"] = "course-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """`days` of the rhythm as chosen with the course; None leaves the rhythm as it is."""

    course: str
    days: tuple[int, ...] | None = None
    kind: Literal["enrolled"] = "enrolled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityOpened:
    """An episode, a test or a questionnaire was begun or opened again."""

    course: str
    activity: str
    about: str | None = None
    kind: Literal["activity-opened"] = "activity-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn:
    at: Point
    deeper: bool = False
    kind: Literal["went-on"] = "went-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChosen:
    at: Point
    option: int
    kind: Literal["option-chosen"] = "option-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsSubmitted:
    """The marked options of a question with several answers are the answer."""

    at: Point
    kind: Literal["options-submitted"] = "options-submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAgain:
    at: Point
    kind: Literal["tried-again"] = "tried-again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    at: Point
    value: int
    kind: Literal["rated"] = "rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    at: Point
    kind: Literal["skipped"] = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAside:
    """What was opened beside the way is left."""

    at: Point
    kind: Literal["left-aside"] = "left-aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """A follow-up that was offered is to be offered again another day."""

    course: str
    activity: str
    kind: Literal["put-off"] = "put-off"


# --- Plans ------------------------------------------------------------------------------

PlanResult: TypeAlias = Literal["done", "partly", "not-yet", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBegun:
    course: str
    module: str
    kind: Literal["plan-begun"] = "plan-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterChosen:
    course: str
    module: str
    starter: int
    kind: Literal["starter-chosen"] = "starter-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDated:
    """The bot is to ask about the plan in so many days."""

    plan: str
    days: int
    kind: Literal["plan-dated"] = "plan-dated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOpened:
    plan: str
    kind: Literal["plan-opened"] = "plan-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReported:
    plan: str
    result: PlanResult
    kind: Literal["plan-reported"] = "plan-reported"


# --- Words, settings, leaving -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReceived:
    """`message`: the channel's own name of it."""

    text: str
    message: str | None = None
    marked: str | None = None
    """The same text with its formatting as markup, where it has any."""
    kind: Literal["text-received"] = "text-received"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEdited:
    kind: Literal["text-edited"] = "text-edited"


Unreadable: TypeAlias = Literal["voice", "file", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A picture or a file that lies with the channel: its handle there, and what is said of it."""

    handle: str
    media_type: str
    size: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableReceived:
    """A photo, a voice message, a sticker, a file: nothing of it is kept.

    `offered`: where it could be fetched, for the desk if it has asked for it.
    """

    what: Unreadable = "other"
    offered: Offered | None = None
    kind: Literal["unreadable-received"] = "unreadable-received"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCommand:
    kind: Literal["unknown-command"] = "unknown-command"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownButton:
    """A button that we never sent to this person, or so long ago that it is forgotten."""

    kind: Literal["unknown-button"] = "unknown-button"


FeedbackWay: TypeAlias = Literal["anonymous", "complaint", "wish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackBegun:
    """The next words are for the team: without a name, as a complaint, or as a wish for a topic.

    `letterbox`: anonymous words go on where an answer came from.
    """

    way: FeedbackWay
    letterbox: str | None = None
    kind: Literal["feedback-begun"] = "feedback-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDecided:
    """Whether words written out of the blue are to be passed on as feedback."""

    send: bool
    kind: Literal["draft-decided"] = "draft-decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneChosen:
    zone: str
    kind: Literal["zone-chosen"] = "zone-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesChosen:
    on: bool
    kind: Literal["pictures-chosen"] = "pictures-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysChosen:
    """The days on which episodes come; none: at the learner's own pace."""

    days: tuple[int, ...]
    kind: Literal["days-chosen"] = "days-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayToggled:
    """One ISO weekday more or less."""

    day: int
    kind: Literal["day-toggled"] = "day-toggled"


@dataclass(frozen=True, slots=True, kw_only=True)
class HourChosen:
    hour: int
    kind: Literal["hour-chosen"] = "hour-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysChosen:
    country: str | None
    kind: Literal["holidays-chosen"] = "holidays-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """Nothing is to come for so many days; 0 ends a pause."""

    days: int
    kind: Literal["paused"] = "paused"


Switch: TypeAlias = Literal["reminders", "follow_ups", "reviews"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    what: Switch
    on: bool
    kind: Literal["switched"] = "switched"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDecided:
    """Whether the name is printed as it was shown."""

    course: str
    right: bool
    kind: Literal["name-decided"] = "name-decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetDecided:
    forget: bool
    keep_certificates: bool = False
    kind: Literal["forget-decided"] = "forget-decided"


# --- Time -------------------------------------------------------------------------------

TimerKind: TypeAlias = Literal["forget-unconsented", "prompt", "survey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired:
    """A timer came due; `set_in` is the turn that set it."""

    timer: TimerKind
    set_in: int
    kind: Literal["timer-fired"] = "timer-fired"


Action: TypeAlias = (
    LanguageChosen | ConsentGiven | ConsentDeclined | Asked
    | CourseOpened | Enrolled | ActivityOpened | WentOn | OptionChosen | OptionsSubmitted
    | TriedAgain | Rated | Skipped | LeftAside | PutOff
    | PlanBegun | StarterChosen | PlanDated | PlanOpened | PlanReported
    | FeedbackBegun | WishAction | DraftDecided
    | ZoneChosen | PicturesChosen | DaysChosen | DayToggled | HourChosen | HolidaysChosen
    | Paused | Switched | NameDecided | ForgetDecided | MembershipAction | DeskAction
)  # fmt: skip
"""What a button can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button of `on` was pressed; `index` tells which."""

    on: Ref
    index: int
    does: Action


Input: TypeAlias = (
    Press | Action | Arrived | TextReceived | TextEdited | UnreadableReceived
    | UnknownCommand | UnknownButton | TimerFired
)  # fmt: skip
