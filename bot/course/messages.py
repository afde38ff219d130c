"""What the bot says, as meaning: no language, no channel, no layout.

A body names what is to be shown; the view finds the words when the message is sent.
Buttons carry the input that a press will be.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.course.inputs import Action, Point, Ref


class Label(StrEnum):
    """What a button says; where it needs a number or a title, `does` holds it."""

    LANGUAGE = "language"
    LANGUAGES = "languages"
    AGREE = "agree"
    READ_MORE = "read-more"
    NOT_NOW = "not-now"
    START = "start"
    COURSE = "course"
    COURSES = "courses"
    CONTINUE = "continue"
    DEEPER = "deeper"
    FINISH = "finish"
    ANSWER = "answer"
    MARKED = "marked"
    SUBMIT = "submit"
    TRY_AGAIN = "try-again"
    POINT = "point"
    SKIP = "skip"
    NEXT = "next"
    TEST = "test"
    TEST_AGAIN = "test-again"
    RATE = "rate"
    REREAD = "reread"
    EPISODE = "episode"
    PROGRESS = "progress"
    SETTINGS = "settings"
    ZONES = "zones"
    ZONE = "zone"
    PICTURES_ON = "pictures-on"
    PICTURES_OFF = "pictures-off"
    BACK = "back"
    PRIVACY = "privacy"
    FEEDBACK = "feedback"
    SEND = "send"
    DISCARD = "discard"
    EXPORT = "export"
    FORGET = "forget"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    label: Label
    does: Action


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


# --- Before and beside the course -------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The promise and the privacy notice, before anything is kept."""

    course: str | None
    kind: Literal["welcome"] = "welcome"


SimpleKind: TypeAlias = Literal[
    "agreed", "declined", "languages", "help", "privacy", "feedback-asked", "feedback-kept", "words-dropped",
    "export", "forget-asked", "forgotten", "kept", "unreadable", "edit-unseen", "unknown-command",
    "reread", "no-course", "private-only", "sorry",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """Something that is said in the same words every time."""

    what: SimpleKind
    kind: Literal["simple"] = "simple"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackOffered:
    """Shall these words go to the team?"""

    text: str
    kind: Literal["feedback-offered"] = "feedback-offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseList:
    courses: tuple[str, ...]
    kind: Literal["course-list"] = "course-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCard:
    course: str
    release: str
    kind: Literal["course-card"] = "course-card"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsShown:
    zone: str
    pictures: bool
    zones: bool = False
    """Whether the list of time zones is open."""
    kind: Literal["settings"] = "settings"


# --- On the way -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A `Say` step; `opens` an activity when it is the first, and then shows title and place."""

    release: str
    at: Point
    opens: bool
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questioned:
    """A question, open or answered.

    `number` of `of` counts the quiz questions of an activity; 0 where counting helps nobody.
    `answer` and `right` are None while it is open.
    """

    release: str
    at: Point
    opens: bool
    number: int
    of: int
    marked: tuple[int, ...] = ()
    answer: tuple[int, ...] | None = None
    skipped: bool = False
    right: bool | None = None
    kind: Literal["questioned"] = "questioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpNext:
    """Between two activities: what is done, and what comes next.

    `done` is the activity that has just ended, None when the learner only comes back.
    """

    course: str
    release: str
    finished: tuple[str, ...]
    next: str | None
    done: str | None = None
    completed: bool = False
    """The course came to its end with this very step."""
    kind: Literal["up-next"] = "up-next"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    course: str
    release: str
    test: str
    right: int
    asked: int
    passed: bool
    again: tuple[str, ...] = ()
    """Episodes to look at again."""
    kind: Literal["test-result"] = "test-result"

    __test__ = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideEnded:
    """A reread episode or a questionnaire is over; the way goes on where it was left."""

    release: str
    activity: str
    course: str
    kind: Literal["aside-ended"] = "aside-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressShown:
    course: str
    release: str
    finished: tuple[str, ...]
    walking: str | None
    started_at: datetime
    completed_at: datetime | None
    zone: str
    kind: Literal["progress"] = "progress"


Body: TypeAlias = (
    Welcome | Simple | FeedbackOffered | CourseList | CourseCard | SettingsShown
    | Said | Questioned | UpNext | TestResult | AsideEnded | ProgressShown
)  # fmt: skip


class Note(StrEnum):
    """A line before the message that says why it is shown."""

    STALE = "stale"
    UNKNOWN_BUTTON = "unknown-button"
    LANGUAGE = "language"
    NOTHING_MARKED = "nothing-marked"
    TOO_LONG = "too-long"
    LOCKED = "locked"
    BACK = "back"
    SAVED = "saved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One chat message to one learner; with `replaces`, a change of an earlier one in place."""

    body: Body
    buttons: Keyboard = field(default=())
    note: Note | None = None
    replaces: Ref | None = None
