"""Everything that surveys say, for those who answer and at the desk."""

from dataclasses import replace
from datetime import date
from typing import get_args

from bot.course.desk.fives import Count
from bot.course.desk.labels import DeskLabel
from bot.course.desk.surveys import (
    AnswersOpened,
    Hidden,
    Item,
    SurveyBody,
    SurveyChosen,
    SurveyFileShown,
    SurveyLine,
    SurveyShown,
    SurveysShown,
    Turnout,
)
from bot.course.inputs import Action
from bot.course.messages import (
    AnyLabel,
    Body,
    CourseCard,
    Due,
    Prompted,
    Questioned,
    SurveyClosed,
    SurveyPast,
    Welcome,
)
from tests.course.courses import OPEN_PULSE, PULSE
from tests.course.talk import at

assert PULSE.survey
UNTIL = replace(PULSE, survey=replace(PULSE.survey, until=date(2026, 4, 1)))
SURVEYS = {"pulse": "p1", "open-pulse": "p2", "until": "p3"}
RELEASES = {"p1": PULSE, "p2": replace(OPEN_PULSE, id="open-pulse"), "p3": UNTIL}
SURE = at("asked", "sure", course="pulse")

ASKED: tuple[Body, ...] = (
    Welcome(course="pulse"),
    *(CourseCard(course=course, release=release) for course, release in SURVEYS.items()),
    Questioned(release="p1", at=SURE, opens=True, number=1, of=3),
    Questioned(release="p1", at=SURE, opens=True, number=1, of=3, saved=True),
    *(SurveyClosed(course=course, release=release, why=why)
      for course, release in SURVEYS.items() for why in ("thanks", "later", "answered", "over")),
    SurveyPast(),
    Prompted(items=(Due(what="survey", course="pulse", release="p1"),)),
)  # fmt: skip

LINES = (
    SurveyLine(survey="pulse", release="p1", state="open"),
    SurveyLine(survey="until", release="p3", state="over"),
    SurveyLine(survey="gone", release="p2", state="withdrawn"),
)
NONE = Turnout(sent=Count(), opened=Count(), answered=Count())
ITEMS = (
    Item(step="sure", answered=Count(4), chosen=(Count(1), Count(), Count(2), Count(), Count())),
    Item(step="used", answered=Count(4), chosen=(Count(3), Count())),
    Item(step="how", answered=Count(), chosen=(Count(), Count(), Count())),
)
SOME = {"survey": "pulse", "release": "p1", "state": "open", "anonymous": True, "pages": 2}


def shown(**values: object) -> SurveyShown:
    return SurveyShown(**{**SOME, **values})  # type: ignore[arg-type]


AT_THE_DESK: tuple[SurveyBody, ...] = (
    SurveysShown(),
    SurveysShown(surveys=LINES),
    *(shown(turnout=NONE, hidden=hidden) for hidden in get_args(Hidden)),
    shown(turnout=Turnout(sent=Count(9), opened=Count(4), answered=Count(3))),
    shown(turnout=Turnout(sent=Count(2), opened=Count(4), answered=Count(3)), anonymous=False,
          state="over", until=date(2026, 4, 1)),
    shown(page=1, items=ITEMS),
    shown(page=2, items=(Item(step="why", answered=Count(1), words=("*Time*\n<b>", "x" * 200)),)),
    shown(page=2, items=(Item(step="why", answered=Count()),)),
    SurveyFileShown(survey="pulse", form="xlsx"),
    SurveyFileShown(survey="gone", form="csv"),
)  # fmt: skip

MEANT: dict[AnyLabel, Action] = {
    DeskLabel.SURVEY: SurveyChosen(survey="pulse"),
    DeskLabel.SURVEY_ANSWERS: AnswersOpened(survey="pulse", page=12),
}
