"""Surveys: questionnaires that belong to no course, sent to an audience.

SurveysOpened ── SurveyChosen ─┬─ AnswersOpened, page by page
                               ├─ SurveyFileAsked ─► all of it as a file
                               └─ SurveyAnnounced ─► a draft with the survey's button
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bot.course.desk.fives import Count, percent

# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveysOpened:
    kind: Literal["surveys-opened"] = "surveys-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyChosen:
    survey: str
    kind: Literal["survey-chosen"] = "survey-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersOpened:
    survey: str
    page: int
    kind: Literal["survey-answers-opened"] = "survey-answers-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnnounced:
    """An announcement is begun that invites to it."""

    survey: str
    kind: Literal["survey-announced"] = "survey-announced"


FileForm: TypeAlias = Literal["xlsx", "csv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFileAsked:
    """Everything that is told of the answers, as a file."""

    survey: str
    form: FileForm
    kind: Literal["survey-file-asked"] = "survey-file-asked"


SurveyAction: TypeAlias = (
    SurveysOpened | SurveyChosen | AnswersOpened | SurveyAnnounced | SurveyFileAsked
)


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyLine:
    survey: str
    release: str
    state: Literal["open", "over", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveysShown:
    surveys: tuple[SurveyLine, ...] = ()
    kind: Literal["surveys"] = "surveys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """How many people have got it, opened it and answered it, in full fives.

    Some come by a link and got no announcement: then the rate is of those who opened it.
    """

    sent: Count
    opened: Count
    answered: Count

    @property
    def of(self) -> Literal["sent", "opened"]:
        return "sent" if self.sent > Count() and self.sent >= self.answered else "opened"

    @property
    def rate(self) -> int | None:
        return percent(self.answered, self.sent if self.of == "sent" else self.opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The answers to one question: for each option or point how many chose it, or the words.

    `answered`: how many have answered this question.
    """

    step: str
    answered: Count
    chosen: tuple[Count, ...] = ()
    words: tuple[str, ...] = ()


Hidden: TypeAlias = Literal["few", "reach"]
"""Why no answers are shown: fewer than five people, or nobody can tell whose they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyShown:
    """A survey with its turnout (`turnout`), or one page of its answers."""

    survey: str
    release: str
    state: Literal["open", "over", "withdrawn"]
    anonymous: bool
    until: date | None = None
    turnout: Turnout | None = None
    items: tuple[Item, ...] = ()
    page: int = 0
    pages: int = 0
    hidden: Hidden | None = None
    kind: Literal["survey"] = "survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFileShown:
    """Only which: what is in the file is counted when it is sent, for the person who gets it."""

    survey: str
    form: FileForm
    kind: Literal["survey-file"] = "survey-file"


SurveyBody: TypeAlias = SurveysShown | SurveyShown | SurveyFileShown


def file_name(form: FileForm, survey: str) -> str:
    """The file as `Attachment.about` names it."""
    return f"{form}/{survey}"
