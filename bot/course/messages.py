"""What the bot says, as meaning: no language, no channel, no layout.

A body names what is to be shown; the view finds the words when the message is sent.
Buttons carry the input that a press will be.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.course.desk import DeskBody
from bot.course.desk.labels import DeskLabel
from bot.course.groups import MembershipBody
from bot.course.inputs import Action, PlanResult, Point, Ref
from bot.course.timing import Rhythm
from bot.course.wishes import WishBody


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
    FORGET_KEEPING = "forget-keeping"
    KEEP = "keep"
    DAILY = "daily"
    OWN_PACE = "own-pace"
    RHYTHM = "rhythm"
    DAY = "day"
    DAY_MARKED = "day-marked"
    HOURS = "hours"
    HOUR = "hour"
    HOLIDAYS = "holidays"
    COUNTRY = "country"
    PAUSE = "pause"
    PAUSE_FOR = "pause-for"
    RESUME = "resume"
    PROMPTS = "prompts"
    SWITCH = "switch"
    NO_MORE = "no-more"
    QUESTIONNAIRE = "questionnaire"
    FOLLOW_UP = "follow-up"
    LATER = "later"
    LEAVE = "leave"
    REVIEW = "review"
    MORE = "more"
    PLAN = "plan"
    STARTER = "starter"
    PLAN_IN = "plan-in"
    PLAN_CHECK = "plan-check"
    RESULT = "result"
    PLANS = "plans"
    CERTIFICATE = "certificate"
    NAME_RIGHT = "name-right"
    NAME_WRONG = "name-wrong"
    BADGE = "badge"
    WRITE_BACK = "write-back"
    ANONYMOUS = "anonymous"
    COMPLAINT = "complaint"
    WISH = "wish"
    TOPIC = "topic-to-wish"
    OTHER_TOPIC = "other-topic"
    MY_GROUPS = "my-groups"
    TAKE_PLACE = "take-place"
    GIVE_UP_PLACE = "give-up-place"
    JOIN_AGAIN = "join-again"
    LEAVE_GROUP = "leave-group"
    LEAVE_FOR_GOOD = "leave-for-good"
    STAY = "stay"
    BEGIN = "begin"
    SURVEY = "survey"


AnyLabel: TypeAlias = Label | DeskLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    label: AnyLabel
    does: Action


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


# --- Before and beside the course -------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The promise and the privacy notice, before anything is kept."""

    course: str | None
    group: bool = False
    """The person comes by the link of a group."""
    team: bool = False
    """The person comes with an invitation to the course team."""
    kind: Literal["welcome"] = "welcome"


SimpleKind: TypeAlias = Literal[
    "agreed", "declined", "languages", "help", "privacy", "feedback-asked", "feedback-kept", "words-dropped",
    "anonymous-asked", "anonymous-kept", "complaint-asked", "complaint-kept", "wish-asked", "wish-kept",
    "voice-unheard", "file-unkept",
    "export", "forget-asked", "forgotten", "kept", "unreadable", "edit-unseen", "unknown-command",
    "reread", "no-course", "private-only", "sorry",
    "long-away", "no-review", "no-plan", "plan-unknown", "put-off",
    "name-asked", "name-wrong", "no-certificate",
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


SettingsPage: TypeAlias = Literal[
    "settings", "zones", "rhythm", "hours", "holidays", "pause", "prompts"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsShown:
    zone: str
    pictures: bool
    rhythm: Rhythm = field(default_factory=Rhythm)
    page: SettingsPage = "settings"
    kind: Literal["settings"] = "settings"


# --- On the way -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A `Say` step; `opens` an activity when it is the first, and then shows title and place."""

    release: str
    at: Point
    opens: bool
    ago: int = 0
    """Days since that ended what a follow-up follows."""
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
    ago: int = 0
    saved: bool = False
    """Answered, and the answer is not shown: the survey is anonymous in the chat as well."""
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
    comes_at: datetime | None = None
    """When the rhythm will bring what comes next."""
    zone: str = "UTC"
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
class SurveyClosed:
    """A survey cannot be answered now, and why: it is done, put away, answered before, or over."""

    course: str
    release: str
    why: Literal["thanks", "later", "answered", "over"]
    kind: Literal["survey-closed"] = "survey-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPast:
    """What stands in place of each message of an anonymous survey, once it is over."""

    kind: Literal["survey-past"] = "survey-past"


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


# --- Of its own accord ------------------------------------------------------------------

DueKind: TypeAlias = Literal[
    "activity", "reminder", "last-reminder", "questionnaire", "follow-up", "review", "plan",
    "survey",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that a prompt holds. `about` names what it concerns: an activity, a plan."""

    what: DueKind
    course: str
    release: str
    about: str = ""
    text: str = ""
    """The words of the plan."""
    count: int = 0
    """Days since the learner was there, or questions to review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompted:
    """The one message of a day that nobody asked for."""

    items: tuple[Due, ...]
    kind: Literal["prompted"] = "prompted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsked:
    """What will you do, and when? With the starters of the module."""

    course: str
    release: str
    module: str
    kind: Literal["plan-asked"] = "plan-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A plan: just made or moved, asked about, or reported on (`result`)."""

    text: str
    due_on: date
    step: Literal["kept", "moved", "asked", "told", "noted"]
    result: PlanResult | None = None
    kind: Literal["plan-shown"] = "plan-shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    text: str
    due_on: date
    result: PlanResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanList:
    plans: tuple[PlanLine, ...]
    kind: Literal["plan-list"] = "plan-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameShown:
    """Is this the name to be printed?"""

    name: str
    kind: Literal["name-shown"] = "name-shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateShown:
    """The certificate as a document or as a badge, or what is still missing for it."""

    course: str
    release: str
    shows: Literal["missing", "document", "badge"]
    finished: tuple[str, ...]
    kind: Literal["certificate"] = "certificate"


Body: TypeAlias = (
    Welcome | Simple | FeedbackOffered | CourseList | CourseCard | SettingsShown
    | Said | Questioned | UpNext | TestResult | AsideEnded | SurveyClosed | SurveyPast | ProgressShown
    | Prompted | PlanAsked | PlanShown | PlanList | NameShown | CertificateShown
    | WishBody | MembershipBody | DeskBody
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
    TOO_MANY = "too-many"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One chat message to one learner; with `replaces`, a change of an earlier one in place."""

    body: Body
    buttons: Keyboard = field(default=())
    note: Note | None = None
    replaces: Ref | None = None
    until: datetime | None = None
    """From this moment on it must not be sent any more."""
    answers: str | None = None
    """The channel's own name of the learner's message to which this is the reply."""
