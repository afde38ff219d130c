"""Everything that can be said is said in every language, with words on every button."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from bot.content.telegram_limits import CAPTION, MESSAGE
from bot.course.desk import DeskBody
from bot.course.desk.announcement import (
    LASTS_HOURS,
    LONGEST_DESCRIPTION,
    LONGEST_TEXT,
    LONGEST_WITH_FILE,
    QUIET_DAYS,
    Announced,
    AnnouncementList,
    AnnouncementMoved,
    AnnouncementOpened,
    AnnouncementShown,
    AnnouncementState,
    Audience,
    AudienceChosen,
    AudienceOf,
    AudienceOpened,
    CourseLinked,
    Details,
    Enclosure,
    EnclosureAsked,
    LastsChosen,
    Link,
    LinkBegun,
    LinksShown,
    Outcome,
    Progress,
    QuietAsked,
    Refusal,
    Start,
    StartChosen,
    StartOpened,
    StartShown,
    TextAsked,
    TextBegun,
    Why,
)
from bot.course.desk.fives import Count
from bot.course.desk.front import DeskShown, LinkShown, NoBackup
from bot.course.desk.groups import GroupInvitation, GroupsShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.preview import StepShown
from bot.course.desk.reports import (
    REPORTS,
    Choice,
    DigestShown,
    DigestSwitched,
    Form,
    GroupTaken,
    Report,
    ReportAsked,
    ReportShown,
    ReportsOpened,
    ReportsShown,
    name_of,
)
from bot.course.desk.rights import Role
from bot.course.desk.surveys import SurveyFileShown, file_name
from bot.course.desk.team import (
    AuditLine,
    AuditShown,
    InvitationAnswered,
    InvitationBegun,
    InvitationMade,
    InvitationShown,
    Member,
    OverAsked,
    RoleTaken,
    TeamShown,
)
from bot.course.inputs import (
    Action,
    ActivityOpened,
    Asked,
    CourseOpened,
    DayToggled,
    HolidaysChosen,
    HourChosen,
    LanguageChosen,
    OptionChosen,
    Paused,
    PlanDated,
    PlanReported,
    PlanResult,
    Rated,
    StarterChosen,
    Switched,
    ZoneChosen,
)
from bot.course.messages import (
    AnyLabel,
    AsideEnded,
    Body,
    Button,
    CertificateShown,
    CourseCard,
    CourseList,
    Due,
    DueKind,
    FeedbackOffered,
    Label,
    Message,
    NameShown,
    Note,
    PlanAsked,
    PlanLine,
    PlanList,
    PlanShown,
    ProgressShown,
    Prompted,
    Questioned,
    Said,
    SettingsPage,
    SettingsShown,
    Simple,
    SimpleKind,
    TestResult,
    UpNext,
    Welcome,
)
from bot.course.model import REVIEW, Picture
from bot.course.plans import DAYS
from bot.course.settings import PAUSES, SWITCHES, ZONES
from bot.course.shelf import Shelf
from bot.course.timing import HOLIDAYS, Rhythm
from bot.i18n import NAMES
from bot.view.markup import WEB, render
from bot.view.page import Attachment, Effect
from bot.view.simple import EFFECTS
from tests.botapi.text import units
from tests.course.courses import ROADS, WEEKS
from tests.course.talk import at
from tests.view import groups, inbox_bodies, preview_bodies, survey_bodies
from tests.view.interface import WORDS, WebText, telegram, view

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WHO = {"release": "r1", "at": at("stop", "who"), "opens": False, "number": 1, "of": 2}
LINE = ("stop", "wheel", "test-m1", "queue", "test-m2")
SHELF = Shelf(
    offered={"roads": "r1", "weeks": "w1"}, surveys=survey_bodies.SURVEYS,
    releases={"r1": ROADS, "w1": WEEKS, **survey_bodies.RELEASES},
)  # fmt: skip
RHYTHMS = (
    Rhythm(),
    Rhythm(days=(1, 3, 7), hour=20, holidays="PT", reminders=False, reviews=False),
    Rhythm(days=(1, 2, 3, 4, 5), holidays="UA", paused_until=date(2026, 4, 1), follow_ups=False),
)
WORDS_OF_A_PLAN = "If *nobody* asks,\nI will ask <them>"
RESULTS: tuple[PlanResult | None, ...] = (None, *get_args(PlanResult))


def due(what: DueKind, about: str = "", count: int = 0) -> Due:
    text = WORDS_OF_A_PLAN if what == "plan" else ""
    return Due(what=what, course="weeks", release="w1", about=about, text=text, count=count)


DUE = (
    *(due("activity", about) for about in ("one", "check")),
    *(due(what, about, days) for what in ("reminder", "last-reminder")
      for about in ("two", "check") for days in (1, 3, 14)),
    due("questionnaire", "after"),
    *(due("follow-up", each.id) for each in WEEKS.follow_ups),
    *(due("review", count=count) for count in (1, 2)),
    due("plan", "p1"),
)  # fmt: skip


def in_weeks(activity: str, step: str, **changes: object) -> Questioned:
    values = {"release": "w1", "at": at(activity, step, course="weeks"), "opens": True,
              "number": 1, "of": 1, **changes}  # fmt: skip
    return Questioned(**values)  # type: ignore[arg-type]


DESK: tuple[Body, ...] = (
    LinkShown(link="https://desk.example/desk/enter#code", minutes=5),
    LinkShown(link=None, minutes=5),
    LinkShown(link=None, minutes=5, told=True),
    NoBackup(),
    *(DeskShown(role=role, new=1, open=5) for role in (None, *get_args(Role))),
    GroupsShown(),
    *(ReportsShown(choice=choice, course="roads", group_name=name)
      for choice in get_args(Choice) for name in ("", "North *3*")),
    *(ReportShown(report=Report(kind=each, course="roads")) for each in REPORTS),
    *(ReportShown(report=Report(kind="funnel", course="roads", group="g"), form=form, every=True)
      for form in get_args(Form)),
    *(DigestShown(began=Count(0), completed=Count(1), announced=Count(800), waiting=waiting)
      for waiting in (None, 0, 1, 5, 21)),
    *(OverAsked(role=role) for role in get_args(Role)),
    InvitationShown(role="viewer", token="a-b_c", days=7, over="Edition *3*"),
    InvitationShown(role="viewer", token="", days=7, over="Edition *3*"),
    TeamShown(members=(Member(number=1, role="viewer", since=MONDAY, you=False, over="North"),
                       Member(number=1, role="administrator", since=MONDAY, you=True),
                       Member(number=2, role="coordinator", since=MONDAY, you=False)), zone="UTC"),
    *(InvitationShown(role=role, token="a-b_c", days=7) for role in get_args(Role)),
    AuditShown(lines=(), zone="UTC"),
    AuditShown(lines=tuple(AuditLine(at=MONDAY, member=n, action="read", about="t_1")
                           for n in ("K7M2QX4P", None)), zone="UTC"),
    *(InvitationAnswered(role=role) for role in (None, *get_args(Role))),
)  # fmt: skip
OUTCOMES: dict[Outcome, int] = {each: n for n, each in enumerate(get_args(Outcome), 1)}
TEXTS = {"en": "On *Monday*, <b>\n\na **course** begins", "pt": "[Segunda](https://example.org) *"}
TO_SOME = Audience(course="roads", progress="unfinished", language="uk")
PEOPLE = {"en": 0, "pt": 5, "uk": 25}
WHY = (
    *(Why(outcome="skipped", reason=each, people=n)
      for n, each in enumerate(("cancelled", "erased", "expired"), 1)),
    Why(outcome="failed", reason="", people=4),
    Why(outcome="failed", reason="Bad Request: <b> *wrong* file", people=5),
)  # fmt: skip
TO_THE_QUIET = Audience(progress="stopped", quiet=7, group="g", topic="t")
QUEUE = Picture(sha256="0", media_type="image/png", width=9, height=9, description="A *queue*")
LINK = Link(url="https://www.example.org/a_b", words={"uk": "Слово *"})
DETAILED = (
    Details(start=Start(at=MONDAY), lasts=4, link=LINK, opens="roads"),
    Details(start=Start(on=date(2026, 3, 2)), lasts=72, link=LINK),
)
ANNOUNCING: tuple[Body, ...] = (
    *(AnnouncementShown(state=state, texts=TEXTS, audience=audience, people=PEOPLE)
      for state in ("draft", "asked") for audience in (Audience(), TO_SOME)),
    *(AnnouncementShown(state="draft", texts={}, audience=Audience(), people=PEOPLE, everybody=each)
      for each in (0, 5, 25, 100_000)),
    AnnouncementShown(state="draft", texts={"uk": "Слова"}, audience=TO_SOME, people={"uk": 0}),
    *(AnnouncementShown(state=state, texts=TEXTS, audience=TO_SOME, people={}, few=True)
      for state in get_args(AnnouncementState)[3:]),
    *(QuietAsked(refused=each) for each in (True, False)),
    *(AnnouncementShown(state=state, texts=TEXTS, audience=TO_SOME, people={}, outcomes=OUTCOMES,
                        seconds_left=left)
      for state in get_args(AnnouncementState)[2:] for left in (None, 0, 61, 4000)),
    *(AnnouncementShown(state="done", texts=TEXTS, audience=TO_SOME, people={}, outcomes=OUTCOMES,
                        why=WHY, later=later, per_minute=rate, details=detailed)
      for later, rate, detailed in ((1, 1, DETAILED[0]), (21, 1800, DETAILED[1]))),
    *(AnnouncementShown(state="sending", texts=TEXTS, audience=TO_SOME, people={}, why=WHY,
                        outcomes=OUTCOMES, later=later, per_minute=rate, seconds_left=90)
      for later, rate in ((1, 1), (21, 1800))),
    *(AnnouncementShown(state=state, texts=TEXTS, audience=to, people=PEOPLE, details=details,
                        group={"": "North *"}, topic={"en": "Money <b>"}, zone="Europe/Kyiv",
                        refused=refused)
      for state in ("draft", "planned") for details in DETAILED for refused in get_args(Refusal)
      for to in (TO_THE_QUIET,)),
    AnnouncementShown(state="draft", texts=TEXTS, people=PEOPLE, choosing=True,
                      audience=Audience(progress="not-started", topic="t"), topic={"pt": "Dinheiro"}),
    *(StartShown(details=details, zone=zone, on=on, writing=writing, refused=refused)
      for details in DETAILED for zone in ("UTC", "Atlantic/Azores") for refused in (True, False)
      for on, writing in ((None, False), (None, True), (date(2026, 12, 24), False))),
    *(LinksShown(details=details, asked=asked, refused=refused)
      for details in (Details(), *DETAILED) for asked in (None, "address", *NAMES)
      for refused in (True, False)),
    *(EnclosureAsked(describing=each, refused=why)
      for each in (True, False) for why in (None, *get_args(Refusal))),
    AnnouncementShown(state="draft", texts=TEXTS, audience=Audience(), people=PEOPLE, coming=True),
    AnnouncementShown(state="draft", texts=TEXTS, audience=Audience(), people=PEOPLE,
                      details=Details(file=Enclosure(sha256="0", name="Plan *.pdf"), picture=QUEUE)),
    Announced(text=TEXTS["en"], language="en", picture=QUEUE),
    Announced(text=TEXTS["en"], language="en", link=("Join & see", "https://example.org/a?b=1&c")),
    *(AnnouncementShown(state="draft", texts=texts, audience=audience, people=PEOPLE, choosing=True)
      for texts in ({}, TEXTS) for audience in (Audience(), TO_SOME)),
    AnnouncementList(texts=(), states=()),
    AnnouncementList(texts=("1. *Words*", "", *["<b>"] * 5), states=get_args(AnnouncementState)),
    *(TextAsked(language=each, refused=length) for each in NAMES for length in (None, 3001)),
    *(Announced(text=text, language=each) for text in TEXTS.values() for each in NAMES),
)  # fmt: skip
BODIES: list[Body] = [
    Welcome(course=None),
    Welcome(course="roads"),
    *(Welcome(course=course, group=True) for course in (None, "roads")),
    *(Welcome(course=None, group=group, team=True) for group in (False, True)),
    *(Simple(what=what) for what in get_args(SimpleKind)),
    FeedbackOffered(text="Words"),
    CourseList(courses=("roads",)),
    CourseCard(course="roads", release="r1"),
    *(SettingsShown(zone=zone, pictures=pictures) for zone in ZONES for pictures in (True, False)),
    *(SettingsShown(zone="UTC", pictures=True, page=page, rhythm=rhythm)
      for page in get_args(SettingsPage) for rhythm in RHYTHMS[page == "settings":]),
    Said(release="r1", at=at("stop", "hook"), opens=True),
    Said(release="r1", at=at("stop", "close"), opens=False),
    Questioned(**WHO),  # type: ignore[arg-type]
    Questioned(**WHO, answer=(2,), right=True),  # type: ignore[arg-type]
    Questioned(**WHO, answer=(1,), right=False),  # type: ignore[arg-type]
    Questioned(release="r1", at=at("stop", "move"), opens=False, number=0, of=1, answer=(1,)),
    Questioned(release="r1", at=at("wheel", "parts"), opens=True, number=1, of=1, marked=(1, 3)),
    Questioned(release="r1", at=at("wheel", "sure"), opens=False, number=0, of=1),
    Questioned(release="r1", at=at("wheel", "sure"), opens=False, number=0, of=1, answer=(4,)),
    Questioned(release="r1", at=at("wheel", "own"), opens=False, number=0, of=1),
    Questioned(release="r1", at=at("wheel", "own"), opens=False, number=0, of=1, skipped=True),
    Questioned(release="r1", at=at("test-m1", "a1"), opens=True, number=1, of=2),
    Questioned(release="r1", at=at("after", "useful"), opens=True, number=1, of=2),
    *(UpNext(course="roads", release="r1", finished=LINE[:done], next=LINE[done],
             done=LINE[done - 1] if done else None) for done in range(5)),
    *(UpNext(course="roads", release="r1", finished=LINE, next=None, completed=now)
      for now in (True, False)),
    TestResult(course="roads", release="r1", test="test-m1", right=1, asked=2, passed=False,
               again=("stop", "wheel")),
    TestResult(course="roads", release="r1", test="test-m1", right=2, asked=2, passed=True),
    TestResult(course="roads", release="r1", test="test-m2", right=2, asked=2, passed=True),
    AsideEnded(course="roads", release="r1", activity="stop"),
    AsideEnded(course="roads", release="r1", activity="after"),
    ProgressShown(course="roads", release="r1", finished=LINE[:1], walking="wheel",
                  started_at=MONDAY, completed_at=None, zone="Europe/Kyiv"),
    ProgressShown(course="roads", release="r1", finished=LINE, walking=None, started_at=MONDAY,
                  completed_at=MONDAY, zone="Atlantic/Azores"),
    UpNext(course="weeks", release="w1", finished=("one",), next="two", done="one",
           comes_at=MONDAY, zone="Europe/Kyiv"),
    *(AsideEnded(course="weeks", release="w1", activity=each)
      for each in ("before", "after", "one-d2", REVIEW)),
    in_weeks("before", "know"),
    in_weeks("before", "role"),
    in_weeks("before", "role", answer=(2,)),
    in_weeks("before", "role", skipped=True),
    in_weeks("used-d30", "how", marked=(1, 3)),
    in_weeks("used-d30", "how", answer=(1, 3)),
    *(in_weeks(each.id, each.steps[0].id) for each in WEEKS.follow_ups),
    in_weeks(REVIEW, "one/fact"),
    in_weeks(REVIEW, "one-d2/recall", answer=(1,), right=False),
    *(Prompted(items=(each,)) for each in DUE),
    Prompted(items=(due("activity", "one"), due("plan", "p1"), due("review", count=2))),
    PlanAsked(course="weeks", release="w1", module="m1"),
    PlanAsked(course="weeks", release="w1", module="m2"),
    *(PlanShown(text=WORDS_OF_A_PLAN, due_on=date(2026, 3, 9), step=step, result=result)
      for step in ("kept", "moved", "asked", "told", "noted") for result in RESULTS),
    PlanList(plans=tuple(PlanLine(text=WORDS_OF_A_PLAN, due_on=date(2026, 3, 9), result=result)
                         for result in RESULTS)),
    NameShown(name="Олена О’Ґєї *"),
    *(CertificateShown(course="weeks", release="w1", shows=shows, finished=("one", "check"))
      for shows in ("missing", "document", "badge")),
    CertificateShown(course="roads", release="r1", shows="missing", finished=()),
    *DESK,
    *inbox_bodies.INBOX,
    *survey_bodies.ASKED,
    *survey_bodies.AT_THE_DESK,
    *preview_bodies.PREVIEW,
    *ANNOUNCING,
    *groups.GROUPS,
]  # fmt: skip
LABELS: tuple[AnyLabel, ...] = (*Label, *DeskLabel)
MEANT: dict[AnyLabel, Action] = {
    Label.LANGUAGE: LanguageChosen(language="pt"),
    Label.ANSWER: OptionChosen(at=at("stop", "who"), option=3),
    Label.MARKED: OptionChosen(at=at("stop", "who"), option=6),
    Label.POINT: Rated(at=at("wheel", "sure"), value=4),
    Label.COURSE: CourseOpened(course="roads"),
    Label.EPISODE: ActivityOpened(course="roads", activity="stop"),
    Label.ZONE: ZoneChosen(zone="Atlantic/Madeira"),
    Label.DAY: DayToggled(day=1),
    Label.DAY_MARKED: DayToggled(day=2),
    Label.HOUR: HourChosen(hour=10),
    Label.COUNTRY: HolidaysChosen(country="UA"),
    Label.PAUSE_FOR: Paused(days=30),
    Label.SWITCH: Switched(what="follow_ups", on=False),
    Label.NO_MORE: Switched(what="follow_ups", on=False),
    Label.STARTER: StarterChosen(course="weeks", module="m1", starter=2),
    Label.PLAN_IN: PlanDated(plan="p1", days=14),
    Label.RESULT: PlanReported(plan="p1", result="not-yet"),
    DeskLabel.REPORT_COURSE: ReportsOpened(course="weeks"),
    DeskLabel.REPORT_GROUP: GroupTaken(course="roads", group="g", name="The third edition"),
    DeskLabel.REPORT: ReportAsked(report=Report(kind="funnel", course="roads")),
    DeskLabel.REPORT_PART: ReportAsked(
        report=Report(kind="questions", course="roads", activity="queue")
    ),
    DeskLabel.DIGEST: DigestSwitched(on=True),
    **inbox_bodies.MEANT,
    **survey_bodies.MEANT,
    **preview_bodies.MEANT,
    DeskLabel.INVITE: InvitationBegun(role="administrator"),
    DeskLabel.OVER: InvitationMade(role="viewer"),
    DeskLabel.TAKE_ROLE: RoleTaken(member="m", role="coordinator", number=12),
    DeskLabel.ANNOUNCEMENT: AnnouncementOpened(announcement="a", number=3),
    DeskLabel.TEXT_IN: TextBegun(announcement="a", language="uk"),
    DeskLabel.SEND_TO: AnnouncementMoved(announcement="a", move="send", people=100_000),
    DeskLabel.PLAN_TO: AnnouncementMoved(announcement="a", move="send", people=100_000),
    DeskLabel.AUDIENCE_SIDE: AudienceOpened(announcement="a", of="progress"),
    DeskLabel.ON_DAY: StartOpened(announcement="a", on=date(2026, 9, 23)),
    DeskLabel.AT_HOUR: StartChosen(announcement="a", on=date(2026, 9, 23), hour=20),
    DeskLabel.LASTS: LastsChosen(announcement="a", hours=72),
    DeskLabel.LINK_WORDS: LinkBegun(announcement="a", language="en"),
    DeskLabel.LINK_COURSE: CourseLinked(announcement="a", course=None),
    **groups.MEANT,
    DeskLabel.AUDIENCE_OF: AudienceChosen(
        announcement="a", audience=Audience(progress="unfinished"), of="progress"
    ),
}
"""What the buttons do whose words depend on it."""
LONGEST_LABEL = 32

EVERY: dict[AnyLabel, tuple[Action, ...]] = {
    **inbox_bodies.EVERY,
    Label.ZONE: tuple(ZoneChosen(zone=zone) for zone in ZONES),
    Label.DAY: tuple(DayToggled(day=day) for day in range(1, 8)),
    Label.DAY_MARKED: tuple(DayToggled(day=day) for day in range(1, 8)),
    Label.COUNTRY: tuple(HolidaysChosen(country=each) for each in (None, *HOLIDAYS)),
    Label.PAUSE_FOR: tuple(Paused(days=days) for days in PAUSES),
    Label.SWITCH: tuple(Switched(what=what, on=on) for what in SWITCHES for on in (True, False)),
    Label.NO_MORE: tuple(Switched(what=what, on=False) for what in SWITCHES),
    Label.PLAN_IN: tuple(PlanDated(plan="p1", days=days) for days in DAYS),
    DeskLabel.AUDIENCE_OF: (
        *(AudienceChosen(announcement="a", audience=Audience(progress=each), of="progress")
          for each in get_args(Progress) if each != "stopped"),
        *(AudienceChosen(announcement="a", audience=Audience(progress="stopped", quiet=each),
                         of="progress") for each in QUIET_DAYS),
        *(AudienceChosen(announcement="a", audience=Audience(group=each), of="group", name=name)
          for each, name in ((None, {}), ("g", {"": "The region of the long names in the north"}))),
        *(AudienceChosen(announcement="a", audience=Audience(topic=each), of="topic", name=name)
          for each, name in ((None, {}), ("t", {"en": "Money", "uk": "Гроші", "pt": "Dinheiro"}))),
        *(AudienceChosen(announcement="a", audience=Audience(language=each), of="language")
          for each in (None, *NAMES)),
        *(AudienceChosen(announcement="a", audience=Audience(course=each), of="course")
          for each in (None, "roads")),
    ),
    DeskLabel.AUDIENCE_SIDE: tuple(AudienceOpened(announcement="a", of=each)
                                   for each in get_args(AudienceOf)),
    DeskLabel.LASTS: tuple(LastsChosen(announcement="a", hours=each) for each in LASTS_HOURS),
    DeskLabel.ON_DAY: tuple(StartOpened(announcement="a", on=date(2026, 2, day))
                            for day in range(1, 29)),
    DeskLabel.PLAN_TO: tuple(AnnouncementMoved(announcement="a", move="send", people=each)
                             for each in (0, 5, 25, 100_000)),
    DeskLabel.SEND_TO: tuple(AnnouncementMoved(announcement="a", move="send", people=each)
                         for each in (0, 5, 25, 100_000)),
    **groups.EVERY,
    Label.RESULT: tuple(PlanReported(plan="p1", result=each) for each in get_args(PlanResult)),
    DeskLabel.REPORT: tuple(ReportAsked(report=Report(kind=each, course="roads"))
                            for each in REPORTS),
    DeskLabel.REPORT_GROUP: tuple(GroupTaken(course="roads", group=name, name=name)
                                  for name in ("", "N" * 32, "N" * 33)),
    DeskLabel.DIGEST: tuple(DigestSwitched(on=on) for on in (True, False)),
}  # fmt: skip
"""All that a button of this kind can do, where the words differ."""


def buttons() -> list[Button]:
    return [Button(label=each, does=MEANT.get(each, Asked(menu="help"))) for each in LABELS]


def test_no_body_is_missing_here() -> None:
    assert {type(body) for body in BODIES} == set(get_args(Body))


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("body", BODIES, ids=[f"{n}-{b.kind}" for n, b in enumerate(BODIES)])
def test_a_body_in_words(body: Body, language: str) -> None:
    page = view(SHELF).page(Message(body=body), language)
    seen = telegram(page.text)
    assert seen.complaints == ()
    assert page.text
    assert not set("{}") & set(seen.formatted.text)
    assert ("**" in seen.formatted.text) == shows_marks(body)
    assert WebText(render(page.text, WEB)).text
    assert (page.effect, page.attached) == (_effect(body), _attached(body))
    assert page.language == language_of(body, language)


def _effect(body: Body) -> Effect | None:
    return EFFECTS.get(body.what) if isinstance(body, Simple) else None


def _attached(body: Body) -> Attachment | None:
    match body:
        case Simple(what="export"):
            return Attachment(what="export")
        case CertificateShown(shows="document", course=course):
            return Attachment(what="certificate", about=course)
        case GroupInvitation(link=str(), group=group):
            return Attachment(what="code", about=group)
        case CertificateShown(shows="badge", course=course):
            return Attachment(what="badge", about=course)
        case ReportShown():
            return Attachment(what="report", about=name_of(body))
        case SurveyFileShown():
            return Attachment(what="survey", about=file_name(body.form, body.survey))
        case _:
            return None


def shows_marks(body: Body) -> bool:
    """It says how to write bold, or shows what the team wrote as it was written."""
    return isinstance(body, TextAsked) or (
        isinstance(body, AnnouncementShown) and "en" in body.texts and not body.choosing
    )


def language_of(body: Body, language: str) -> str:
    """What a team announces is not translated; these courses know no Portuguese."""
    if isinstance(body, Announced | StepShown):
        return body.language
    return language if language != "pt" or not of_a_course(body) else "en"


def of_a_course(body: Body) -> bool:
    """Words of a course, and these courses know no Portuguese."""
    if isinstance(body, DeskBody):
        return False
    return isinstance(body, Prompted) or (hasattr(body, "release") or isinstance(body, CourseCard))


@pytest.mark.parametrize("language", NAMES)
def test_an_announcement_as_long_as_it_may_be_fits(language: str) -> None:
    """To those who get it, and to those who see all its languages on its way."""
    for text in ("*" * LONGEST_TEXT, "🙂" * (LONGEST_TEXT // 2), "<" * LONGEST_TEXT):
        bodies = (
            Announced(text=text, language=language),
            AnnouncementShown(state="sending", texts=dict.fromkeys(NAMES, text), audience=TO_SOME,
                              people={}, outcomes=OUTCOMES, seconds_left=4000),
            AnnouncementShown(state="asked", texts=dict.fromkeys(NAMES, text), audience=TO_SOME,
                              people=PEOPLE),
        )  # fmt: skip
        for body in bodies:
            seen = telegram(view(SHELF).page(Message(body=body), language).text).formatted.text
            assert units(seen) <= MESSAGE


@pytest.mark.parametrize("language", NAMES)
def test_as_long_as_it_may_be_with_a_picture_it_fits_below_it(language: str) -> None:
    """Also as a test, with the note that it is one."""
    picture = replace(QUEUE, description="W" * LONGEST_DESCRIPTION)
    for text in ("*" * LONGEST_WITH_FILE, "🙂" * (LONGEST_WITH_FILE // 2)):
        message = Message(
            body=Announced(text=text, language=language, picture=picture), note=Note.TEST
        )
        seen = telegram(view(SHELF).page(message, language).text).formatted.text
        assert units(seen) <= CAPTION


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("note", Note)
def test_a_note_stands_before_the_message_in_its_language(note: Note, language: str) -> None:
    message = Message(body=Simple(what="help"), note=note)
    plain = view(SHELF).page(Message(body=Simple(what="help")), language)
    text = view(SHELF).page(message, language).text
    assert text.endswith(f"*\n\n{plain.text}")
    assert text.startswith("*")


@pytest.mark.parametrize("language", NAMES)
def test_every_button_has_words_of_its_own_that_fit_a_phone(language: str) -> None:
    message = Message(body=Simple(what="help"), buttons=tuple((each,) for each in buttons()))
    said = [key for row in view(SHELF).page(message, language).keys for key in row]
    assert len(said) == len(LABELS)
    assert [words for words in said if not words or len(words) > LONGEST_LABEL] == []
    distinct = [
        words
        for words, label in zip(said, LABELS, strict=True)
        if label not in (Label.LANGUAGES, Label.PICTURES_OFF)
    ]
    assert len(distinct) == len(set(distinct))


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("label", EVERY)
def test_buttons_of_a_kind_say_what_each_of_them_does(label: AnyLabel, language: str) -> None:
    keys = tuple((Button(label=label, does=does),) for does in EVERY[label])
    message = Message(body=Simple(what="help"), buttons=keys)
    said = [key for row in view(SHELF).page(message, language).keys for key in row]
    assert [words for words in said if not words or len(words) > LONGEST_LABEL] == []
    assert len(set(said)) == len(said)


EPISODES = {
    "en": ["1 episode", "2 episodes", "5 episodes", "11 episodes", "21 episodes"],
    "uk": ["1 серія", "2 серії", "5 серій", "11 серій", "21 серія"],
    "pt": ["1 episódio", "2 episódios", "5 episódios", "11 episódios", "21 episódios"],
}  # fmt: skip


@pytest.mark.parametrize("language", NAMES)
def test_plurals(language: str) -> None:
    t = WORDS[language]
    assert [t.n("{n} episode", "{n} episodes", n) for n in (1, 2, 5, 11, 21)] == EPISODES[language]


@pytest.mark.parametrize(
    ("language", "day"), [("en", "1 April 2026"), ("uk", "1 квітня 2026\u202fр."),
                          ("pt", "1 de abril de 2026")],
)  # fmt: skip
def test_the_day_is_that_of_the_readers_time_zone(language: str, day: str) -> None:
    late_in_march = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)
    assert WORDS[language].date(late_in_march, "Europe/Kyiv") == day
