"""Everything that can be said is said in every language, with words on every button."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from bot.content.telegram_limits import MESSAGE
from bot.course.desk.announcement import (
    LONGEST_TEXT,
    Announced,
    AnnouncementList,
    AnnouncementMoved,
    AnnouncementOpened,
    AnnouncementShown,
    AnnouncementState,
    Audience,
    AudienceChosen,
    Outcome,
    Progress,
    TextAsked,
    TextBegun,
)
from bot.course.desk.front import DeskShown
from bot.course.desk.groups import GroupsShown
from bot.course.desk.inbox import (
    AnswerAsked,
    AnswerShown,
    Entry,
    FeedbackAnswered,
    InboxOpened,
    InboxShown,
    ThreadLine,
    ThreadMarked,
    ThreadOpened,
    ThreadShown,
    ThreadState,
)
from bot.course.desk.labels import DeskLabel
from bot.course.desk.reports import ReportsShown
from bot.course.desk.rights import Role
from bot.course.desk.surveys import SurveysShown
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
from bot.course.model import REVIEW
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
from tests.view.interface import WORDS, WebText, telegram, view

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WHO = {"release": "r1", "at": at("stop", "who"), "opens": False, "number": 1, "of": 2}
LINE = ("stop", "wheel", "test-m1", "queue", "test-m2")
SHELF = Shelf(offered={"roads": "r1", "weeks": "w1"}, releases={"r1": ROADS, "w1": WEEKS})
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


ENTRIES = (
    Entry(team=False, at=MONDAY, text="Words *and* a\nline", course="roads", activity="stop"),
    Entry(team=True, at=MONDAY, text="An answer"),
)
LINE_OF_INBOX = ThreadLine(
    thread="t1", at=MONDAY, language="uk", course="roads", excerpt="1. Words", complaint=True
)
DESK: tuple[Body, ...] = (
    *(DeskShown(role=role, new=1, open=5) for role in (None, *get_args(Role))),
    *(InboxShown(state=state, threads=threads, page=0, zone="UTC")
      for state in get_args(ThreadState) for threads in ((), (LINE_OF_INBOX, LINE_OF_INBOX))),
    *(ThreadShown(state="open", complaint=each, language="pt", entries=ENTRIES, zone="UTC")
      for each in (True, False)),
    AnswerAsked(language="uk"),
    *(AnswerShown(text="Words", sent=sent) for sent in (True, False)),
    GroupsShown(),
    ReportsShown(),
    SurveysShown(),
    *(OverAsked(role=role) for role in get_args(Role)),
    InvitationShown(role="viewer", token="a-b_c", days=7, over="Edition *3*"),
    TeamShown(members=(Member(number=1, role="viewer", since=MONDAY, you=False, over="North"),
                       Member(number=1, role="administrator", since=MONDAY, you=True),
                       Member(number=2, role="coordinator", since=MONDAY, you=False)), zone="UTC"),
    *(InvitationShown(role=role, token="a-b_c", days=7) for role in get_args(Role)),
    AuditShown(lines=(), zone="UTC"),
    AuditShown(lines=tuple(AuditLine(at=MONDAY, member=n, action="read", about="t_1")
                           for n in (1, None)), zone="UTC"),
    FeedbackAnswered(asked="Why?", answer="Because."),
    *(InvitationAnswered(role=role) for role in (None, *get_args(Role))),
)  # fmt: skip
OUTCOMES: dict[Outcome, int] = {each: n for n, each in enumerate(get_args(Outcome), 1)}
TEXTS = {"en": "On *Monday*, <b>\n\na **course** begins", "pt": "[Segunda](https://example.org) *"}
TO_SOME = Audience(course="roads", progress="unfinished", language="uk")
PEOPLE = {"en": 1, "pt": 5, "uk": 21}
ANNOUNCING: tuple[Body, ...] = (
    *(AnnouncementShown(state=state, texts=TEXTS, audience=audience, people=PEOPLE)
      for state in ("draft", "asked") for audience in (Audience(), TO_SOME)),
    AnnouncementShown(state="draft", texts={}, audience=Audience(), people={}),
    AnnouncementShown(state="draft", texts={"uk": "Слова"}, audience=TO_SOME, people={"uk": 2}),
    *(AnnouncementShown(state=state, texts=TEXTS, audience=TO_SOME, people={}, outcomes=OUTCOMES,
                        seconds_left=left)
      for state in get_args(AnnouncementState)[2:] for left in (None, 0, 61, 4000)),
    *(AnnouncementShown(state="draft", texts=texts, audience=audience, people=PEOPLE, choosing=True)
      for texts in ({}, TEXTS) for audience in (Audience(), TO_SOME)),
    AnnouncementList(texts=(), states=()),
    AnnouncementList(texts=("1. *Words*", "", *["<b>"] * 4), states=get_args(AnnouncementState)),
    *(TextAsked(language=each, refused=length) for each in NAMES for length in (None, 3001)),
    *(Announced(text=text, language=each) for text in TEXTS.values() for each in NAMES),
)  # fmt: skip
BODIES: list[Body] = [
    Welcome(course=None),
    Welcome(course="roads"),
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
    *ANNOUNCING,
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
    DeskLabel.THREAD: ThreadOpened(thread="t1", number=3),
    DeskLabel.INBOX_OF: InboxOpened(state="done"),
    DeskLabel.MARK: ThreadMarked(thread="t1", mark="complaint"),
    DeskLabel.INVITE: InvitationBegun(role="administrator"),
    DeskLabel.OVER: InvitationMade(role="viewer"),
    DeskLabel.TAKE_ROLE: RoleTaken(member="m", role="coordinator", number=12),
    DeskLabel.ANNOUNCEMENT: AnnouncementOpened(announcement="a", number=3),
    DeskLabel.TEXT_IN: TextBegun(announcement="a", language="uk"),
    DeskLabel.SEND_TO: AnnouncementMoved(announcement="a", move="send", people=100_000),
    DeskLabel.AUDIENCE_OF: AudienceChosen(
        announcement="a", audience=Audience(progress="unfinished"), of="progress"
    ),
}
"""What the buttons do whose words depend on it."""
LONGEST_LABEL = 32

EVERY: dict[AnyLabel, tuple[Action, ...]] = {
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
          for each in get_args(Progress)),
        *(AudienceChosen(announcement="a", audience=Audience(language=each), of="language")
          for each in (None, *NAMES)),
        *(AudienceChosen(announcement="a", audience=Audience(course=each), of="course")
          for each in (None, "roads")),
    ),
    DeskLabel.SEND_TO: tuple(AnnouncementMoved(announcement="a", move="send", people=each)
                         for each in (1, 2, 5, 21, 100_000)),
    Label.RESULT: tuple(PlanReported(plan="p1", result=each) for each in get_args(PlanResult)),
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
        case CertificateShown(shows="badge", course=course):
            return Attachment(what="badge", about=course)
        case _:
            return None


def shows_marks(body: Body) -> bool:
    """It says how to write bold, or shows what the team wrote as it was written."""
    return isinstance(body, TextAsked) or (
        isinstance(body, AnnouncementShown) and "en" in body.texts and not body.choosing
    )


def language_of(body: Body, language: str) -> str:
    """What a team announces is not translated; these courses know no Portuguese."""
    if isinstance(body, Announced):
        return body.language
    return language if language != "pt" or not of_a_course(body) else "en"


def of_a_course(body: Body) -> bool:
    """Words of a course, and these courses know no Portuguese."""
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
