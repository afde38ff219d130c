"""Whatever people do, in whatever order: nothing breaks, nothing is lost, nothing is a dead end."""

from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.course.engine import advance
from bot.course.facts import (
    ActivityCompleted,
    Answered,
    CertificateIssued,
    CourseCompleted,
    EnrolmentBegan,
    FeedbackGiven,
    FeedbackGivenAnonymously,
    PlanMade,
    PlanTold,
    PromptMade,
    SurveyEnded,
    SurveyOpened,
    TestTaken,
)
from bot.course.inputs import (
    Action,
    ActivityOpened,
    Arrived,
    Asked,
    ConsentGiven,
    CourseOpened,
    DaysChosen,
    DayToggled,
    Enrolled,
    FeedbackBegun,
    FeedbackWay,
    HolidaysChosen,
    HourChosen,
    Input,
    LanguageChosen,
    LeftAside,
    Menu,
    NameDecided,
    OptionChosen,
    OptionsSubmitted,
    Paused,
    PlanBegun,
    PlanDated,
    PlanOpened,
    PlanReported,
    PlanResult,
    Point,
    Press,
    PutOff,
    Rated,
    Ref,
    Skipped,
    StarterChosen,
    Switch,
    Switched,
    TextEdited,
    TextReceived,
    TimerFired,
    TriedAgain,
    UnknownButton,
    UnknownCommand,
    UnreadableReceived,
    WentOn,
    ZoneChosen,
)
from bot.course.learner import Enrolment, Learner, Walk
from bot.course.messages import Message, Prompted, Simple
from bot.course.model import REVIEW, FollowUp, Questionnaire, Test
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.course.wishes import TopicWished, WishesOpened
from bot.store.codec import LEARNER, MESSAGE, dump
from tests.course.courses import DESK, OPEN_PULSE, PULSE, ROADS, WEEKS, episode, say
from tests.course.talk import Talk, buttons
from tests.course.walker import Walker

EDITED = replace(
    ROADS,
    modules=tuple(replace(m, episodes=(*m.episodes, episode(f"{m.id}-new", say("anew"))))
                  for m in ROADS.modules),
)  # fmt: skip
RELEASES = {"r1": ROADS, "r2": EDITED, "d1": DESK, "w1": WEEKS, "p1": PULSE, "p2": OPEN_PULSE}
SHELVES = {
    "many weeks": Shelf(offered={"weeks": "w1"}, releases=RELEASES),
    "weeks and a desk": Shelf(offered={"weeks": "w1", "desk": "d1"}, releases=RELEASES),
    "two courses": Shelf(offered={"roads": "r1", "desk": "d1"}, releases=RELEASES),
    "one edited": Shelf(offered={"roads": "r2", "desk": "d1"}, releases=RELEASES),
    "one withdrawn": Shelf(offered={"roads": "r2"}, releases=RELEASES),
    "a survey beside": Shelf(offered={"roads": "r1"}, surveys={"pulse": "p1"}, releases=RELEASES),
    "an open one": Shelf(offered={"weeks": "w1"}, surveys={"pulse": "p2"}, releases=RELEASES),
}
shelves = st.sampled_from(sorted(SHELVES))

activities = st.sampled_from(
    [
        "stop",
        "wheel",
        "test-m1",
        "queue",
        "test-m2",
        "after",
        "form",
        "m1-new",
        "nonsense",
        "one",
        "check",
        "before",
        "one-d2",
        "used-d30",
        "left-d90",
        "asked",
        REVIEW,
    ]
)
courses = st.sampled_from(["roads", "desk", "weeks", "pulse", "nonsense"])
points = st.builds(
    Point,
    course=courses,
    activity=activities,
    attempt=st.integers(0, 3),
    step=st.sampled_from(
        [
            "hook",
            "move",
            "who",
            "parts",
            "sure",
            "own",
            "a1",
            "c1",
            "useful",
            "say",
            "hello",
            "know",
            "role",
            "fact",
            "recall",
            "used",
            "how",
            "why",
            "one/fact",
        ]
    ),
)
numbers = st.integers(-1, 8)
menus = st.sampled_from(get_args(Menu))
modules = st.sampled_from(["m1", "m2", "nonsense"])
plans = st.integers(1, 60).map("p{}".format)
days = st.lists(numbers, max_size=4).map(tuple)
zones = st.sampled_from(["Europe/Kyiv", "Atlantic/Azores", "Pacific/Auckland", "UTC"])
texts = st.sampled_from(["1", "2", "1 3", "2.", "7", "Hello", "", " ", "x" * 5000, "/start", "٢"])
strays: st.SearchStrategy[Action] = st.one_of(
    st.builds(Asked, menu=menus),
    st.builds(CourseOpened, course=courses),
    st.builds(Enrolled, course=courses, days=st.none() | days),
    st.builds(ActivityOpened, course=courses, activity=activities, about=st.none() | activities),
    st.builds(WentOn, at=points, deeper=st.booleans()),
    st.builds(OptionChosen, at=points, option=numbers),
    st.builds(OptionsSubmitted, at=points),
    st.builds(TriedAgain, at=points),
    st.builds(Rated, at=points, value=numbers),
    st.builds(Skipped, at=points),
    st.builds(LeftAside, at=points),
    st.builds(PutOff, course=courses, activity=activities),
    st.builds(PlanBegun, course=courses, module=modules),
    st.builds(StarterChosen, course=courses, module=modules, starter=numbers),
    st.builds(PlanDated, plan=plans, days=numbers),
    st.builds(PlanOpened, plan=plans),
    st.builds(PlanReported, plan=plans, result=st.sampled_from(get_args(PlanResult))),
    st.builds(ZoneChosen, zone=zones),
    st.builds(DaysChosen, days=days),
    st.builds(DayToggled, day=numbers),
    st.builds(HourChosen, hour=st.integers(-1, 25)),
    st.builds(HolidaysChosen, country=st.sampled_from([None, "PT", "UA", "XX"])),
    st.builds(Paused, days=numbers),
    st.builds(Switched, what=st.sampled_from(get_args(Switch)), on=st.booleans()),
    st.builds(NameDecided, course=courses, right=st.booleans()),
)
refs = st.builds(Ref, turn=st.integers(0, 40), ordinal=st.integers(0, 2))
inputs: st.SearchStrategy[Input] = st.one_of(
    strays,
    st.builds(Press, on=refs, index=st.integers(0, 5), does=strays),
    st.builds(Arrived, course=st.none() | courses),
    st.builds(LanguageChosen, language=st.sampled_from(["en", "uk", "pt"])),
    st.sampled_from([TextEdited(), UnreadableReceived(), UnknownCommand(), UnknownButton()]),
    st.builds(FeedbackBegun, way=st.sampled_from(get_args(FeedbackWay)), letterbox=st.none()),
    st.sampled_from([WishesOpened(), TopicWished(topic="t", name="T")]),
)
pauses = st.sampled_from([timedelta(seconds=1), timedelta(minutes=1), timedelta(days=2)])

WITHOUT_BUTTONS = {"forgotten", "no-course", "agreed"}
"""What is said at an end, or just before the message that has the buttons."""


class AnyWay(RuleBasedStateMachine):
    @initialize(shelf=shelves)
    def somebody_comes(self, shelf: str) -> None:
        self.talk = Talk(shelf=SHELVES[shelf])
        self.talk.start()

    @property
    def learner(self) -> Learner:
        assert self.talk.learner is not None
        return self.talk.learner

    # --- What people do ------------------------------------------------------------------

    @rule(data=st.data(), after=pauses)
    def press_something_new(self, data: st.DataObject, after: timedelta) -> None:
        self._press(data, self.talk.shown[-2:], after)

    @rule(data=st.data(), after=pauses)
    def go_on(self, data: st.DataObject, after: timedelta) -> None:
        """Mostly the last message is answered; otherwise nobody would get far."""
        self._press(data, self.talk.shown[-1:], after)

    @rule(data=st.data(), after=pauses)
    def press_anything_ever_shown(self, data: st.DataObject, after: timedelta) -> None:
        self._press(data, self.talk.shown, after)

    @rule(presses=st.integers(1, 25))
    def walk_on(self, presses: int) -> None:
        """Without this, chance alone would hardly ever come to a test."""
        walker = Walker(self.talk)
        for _ in range(presses):
            course = self.learner.current or next(iter(self.talk.shelf.offered))
            before = len(self.talk.facts)
            self._take(walker.choose(course), timedelta(seconds=10))
            walker.learn(self.talk.facts[before:])

    @rule(text=texts, after=pauses)
    def write(self, text: str, after: timedelta) -> None:
        self._take(TextReceived(text=text), after)

    @rule(event=inputs, after=pauses)
    def do_anything(self, event: Input, after: timedelta) -> None:
        self._take(event, after)

    @rule(shelf=shelves)
    def lessons_are_edited(self, shelf: str) -> None:
        self.talk.shelf = SHELVES[shelf]

    @rule(days=st.integers(0, 40), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        """Every prompt comes when it is due."""
        until = self.talk.now + timedelta(days=days, hours=hours)
        while "prompt" in self.talk.pending and self.talk.pending["prompt"][0] <= until:
            due, timer = self.talk.pending["prompt"]
            self._take(timer, max(due - self.talk.now, timedelta()))
            assert self.talk.pending.get("prompt") != (due, timer), "the timer changes nothing"
        self.talk.now = max(self.talk.now, until)

    @precondition(lambda self: "pulse" in self.talk.shelf.surveys)
    @rule(data=st.data(), presses=st.integers(0, 8))
    def a_survey_is_opened_and_answered(self, data: st.DataObject, presses: int) -> None:
        """As far as the presses go. Without this, chance alone would hardly ever come to its end."""
        for event in (Arrived(course="pulse"), ConsentGiven(), Enrolled(course="pulse")):
            self._take(event, timedelta(seconds=10))
        for _ in range(presses):
            self._press(data, self.talk.shown[-1:], timedelta(seconds=10))

    @rule(days=st.integers(0, 9))
    def a_survey_is_left_alone(self, days: int) -> None:
        """Its timer fires when it is due."""
        until = self.talk.now + timedelta(days=days)
        if "survey" in self.talk.pending and self.talk.pending["survey"][0] <= until:
            due, timer = self.talk.pending["survey"]
            self._take(timer, max(due - self.talk.now, timedelta()))
            assert self.talk.pending.get("survey") != (due, timer), "the timer changes nothing"
        self.talk.now = max(self.talk.now, until)

    @rule(after=pauses)
    def the_prompt_fires_at_any_moment(self, after: timedelta) -> None:
        self._take(TimerFired(timer="prompt", set_in=0), after)

    @precondition(lambda self: bool(self.talk.timers))
    @rule(data=st.data())
    def a_timer_fires(self, data: st.DataObject) -> None:
        _, timer = data.draw(st.sampled_from(self.talk.timers))
        self._take(timer, timedelta(seconds=1))

    def _press(
        self, data: st.DataObject, shown: list[tuple[Ref, Message]], after: timedelta
    ) -> None:
        keys = [press for ref, message in shown for press, _ in buttons(ref, message)]
        if keys:
            self._take(data.draw(st.sampled_from(keys)), after)

    # --- What must hold at every turn ----------------------------------------------------

    def _take(self, event: Input, after: timedelta) -> None:
        before = self.learner
        turn = self.talk.take(event, after=after)
        if turn.learner is None:
            self.talk = Talk(shelf=self.talk.shelf, now=self.talk.now)
            self.talk.start()
            return
        self._comes_back_from_the_store(before, event, turn)
        _shrinks_nothing(before, turn.learner)
        _speaks_up_rarely(before, event, turn)
        _answers_correspond(before, turn)
        _has_a_way_on(turn)

    def _comes_back_from_the_store(self, before: Learner, event: Input, turn: Turn) -> None:
        reloaded = LEARNER.validate_json(dump(LEARNER, before))
        assert advance(self.talk.shelf, reloaded, event, self.talk.now) == turn
        assert turn.learner is not None
        self.talk.learner = LEARNER.validate_json(dump(LEARNER, turn.learner))
        assert self.talk.learner == turn.learner
        assert [MESSAGE.validate_json(dump(MESSAGE, m)) for m in turn.messages] == [*turn.messages]

    @invariant()
    def nothing_is_kept_before_consent(self) -> None:
        if self.learner.consented_at is None:
            assert (self.learner.enrolments, self.learner.draft, self.talk.facts) == ({}, None, [])

    @invariant()
    def episodes_are_finished_in_order(self) -> None:
        for enrolment in self.learner.enrolments.values():
            course = RELEASES[enrolment.release]
            line = [each.id for each in course.line]
            done = len(enrolment.finished)
            assert list(enrolment.finished) == line[:done]
            assert (enrolment.completed_at is not None) == (done == len(line))
            if enrolment.walk:
                assert enrolment.walk.activity == line[done]
            if enrolment.aside:
                beside = course.find(enrolment.aside.activity)
                assert (
                    enrolment.aside.activity in (*enrolment.finished, REVIEW)
                    or isinstance(beside, Questionnaire | FollowUp)
                )  # fmt: skip
                assert not isinstance(beside, Test)
            self._asked_in_time(enrolment)

    def _asked_in_time(self, enrolment: Enrolment) -> None:
        """Follow-ups are opened after what they are about, and once; cards are of this release."""
        course = RELEASES[enrolment.release]
        for each in course.follow_ups:
            ended = each.after in enrolment.finished if each.after else enrolment.completed_at
            times = enrolment.attempts.get(each.id, 0)
            assert times <= 1
            assert ended or not times
        for asked in filter(None, (course.before, course.after)):
            assert enrolment.attempts.get(asked.id, 0) <= 1
        assert len(course.review(enrolment.cards).steps) == len(enrolment.cards)

    @invariant()
    def surveys_are_answered_once(self) -> None:
        """And of an anonymous one nothing stays with the learner, nor becomes a fact of theirs."""
        learner, facts = self.learner, self.talk.facts
        assert not set(learner.surveys) & set(learner.surveyed)
        assert len(learner.surveyed) == len(set(learner.surveyed))
        assert learner.asking is None or learner.asking in learner.surveys
        over = [f for f in facts if isinstance(f, SurveyEnded)]
        assert len([f for f in over if f.answered]) <= 1
        for fact in over:
            kept = [f for f in facts if isinstance(f, Answered) and f.course == fact.survey]
            assert not (fact.anonymous and (kept or fact.answered != bool(fact.unlinked)))
            assert fact.anonymous or not fact.unlinked
        for enrolment in learner.surveys.values():
            survey = RELEASES[enrolment.release].survey
            assert survey
            assert enrolment.walk
            told = {} if survey.anonymous else enrolment.walk.told
            since = facts[max(i for i, f in enumerate(facts) if isinstance(f, SurveyOpened)) :]
            assert {f.step for f in since if isinstance(f, Answered) and f.course == "pulse"} <= {
                *told
            }

    @invariant()
    def a_timer_ends_what_is_not_gone_on_with(self) -> None:
        assert ("survey" in self.talk.pending) == bool(self.learner.surveys)

    @invariant()
    def a_day_has_one_prompt(self) -> None:
        days = [fact.on for fact in self.talk.facts if isinstance(fact, PromptMade)]
        assert len(days) == len(set(days))

    @invariant()
    def the_timer_is_the_one_that_the_learner_knows_of(self) -> None:
        pending = self.talk.pending.get("prompt")
        assert (pending[0] if pending else None) == self.learner.wake_at

    @invariant()
    def plans_and_certificates_are_facts(self) -> None:
        made = [f.plan for f in self.talk.facts if isinstance(f, PlanMade)]
        assert [plan.id for plan in self.learner.plans] == made[-len(self.learner.plans) :]
        told = {f.plan for f in self.talk.facts if isinstance(f, PlanTold)}
        assert told == {plan.id for plan in self.learner.plans if plan.result}
        issued = {f.course for f in self.talk.facts if isinstance(f, CertificateIssued)}
        assert issued == {e.course for e in self.learner.enrolments.values() if e.certified_as}

    @invariant()
    def facts_tell_the_same_as_the_state(self) -> None:
        for enrolment in self.learner.enrolments.values():
            facts = [f for f in self.talk.facts if getattr(f, "course", None) == enrolment.course]
            began = [f for f in facts if isinstance(f, EnrolmentBegan)]
            completed = [f.activity for f in facts if isinstance(f, ActivityCompleted)]
            ended = [f for f in facts if isinstance(f, CourseCompleted)]
            assert [f.release for f in began] == [enrolment.release]
            assert completed == list(enrolment.finished)
            assert len(ended) == (enrolment.completed_at is not None)
            for walk in filter(None, (enrolment.walk, enrolment.aside)):
                assert self._told(enrolment, walk) == list(walk.tried)
        self._tests_count_their_answers()

    def _told(self, enrolment: Enrolment, walk: Walk) -> list[object]:
        """What the facts say about the answers to the step at which the walk stands."""
        return [
            f.response for f in self.talk.facts
            if isinstance(f, Answered)
            and (f.course, f.activity, f.attempt, f.step)
            == (enrolment.course, walk.activity, walk.attempt, walk.step)
        ]  # fmt: skip

    def _tests_count_their_answers(self) -> None:
        answers = [f for f in self.talk.facts if isinstance(f, Answered)]
        for taken in (f for f in self.talk.facts if isinstance(f, TestTaken)):
            of_it = [f for f in answers if (f.activity, f.attempt) == (taken.test, taken.attempt)]
            assert len(of_it) == taken.asked
            assert sum(f.right is True for f in of_it) == taken.right

    @invariant()
    def the_course_can_be_finished_by_buttons(self) -> None:
        """From a copy, so that the way itself goes on as it was."""
        if self.learner.turn % 5:
            return
        talk = copy(self.talk)
        talk.facts, talk.shown, talk.timers, talk.pending = [], list(talk.shown), [], {}
        Walker(talk).finish(self.learner.current or next(iter(talk.shelf.offered)))


def _shrinks_nothing(before: Learner, after: Learner) -> None:
    for course, old in before.enrolments.items():
        new = after.enrolments[course]
        assert new.finished[: len(old.finished)] == old.finished
        assert (new.release, new.started_at) == (old.release, old.started_at)
        assert old.completed_at in (None, new.completed_at)
        assert all(new.attempts[activity] >= n for activity, n in old.attempts.items())


def _speaks_up_rarely(before: Learner, event: Input, turn: Turn) -> None:
    """Unasked only when a timer fires: one prompt, on another day than the last, and not at night."""
    prompts = [message for message in turn.messages if isinstance(message.body, Prompted)]
    if not isinstance(event, TimerFired):
        assert prompts == []
        return
    assert list(turn.messages) == prompts
    assert len(prompts) <= 1
    assert turn.learner is not None
    if prompts:
        assert turn.learner.prompted_on != before.prompted_on
        assert turn.learner.prompted_on == _day(before, prompts[0])


def _day(learner: Learner, prompt: Message) -> date:
    assert prompt.until is not None
    return prompt.until.astimezone(ZoneInfo(learner.zone)).date()


KEPT = [
    Simple(what="feedback-kept"), Simple(what="anonymous-kept"), Simple(what="complaint-kept"),
    Simple(what="wish-kept"),
]  # fmt: skip


def _answers_correspond(before: Learner, turn: Turn) -> None:
    """A step is left or answered only with a fact, by skipping, or as a message that was read."""
    assert turn.learner is not None
    answered = [f for f in turn.facts if isinstance(f, Answered)]
    assert len(answered) <= 1
    tried_before, tried_after = _tried(before), _tried(turn.learner)
    for place, answers in tried_after.items():
        new = answers[len(tried_before.get(place, ())) :]
        if new:
            assert [(f.activity, f.attempt, f.step, f.response) for f in answered] == [
                (*place[1:], new[0])
            ]
    kept = [f for f in turn.facts if isinstance(f, FeedbackGiven | FeedbackGivenAnonymously)]
    saved = [m for m in turn.messages if m.body in KEPT]
    assert len(kept) == len(saved)


def _tried(learner: Learner) -> dict[tuple[str, str, int, str], tuple[tuple[int, ...], ...]]:
    return {
        (enrolment.course, walk.activity, walk.attempt, walk.step): walk.tried
        for enrolment in learner.enrolments.values()
        for walk in (enrolment.walk, enrolment.aside)
        if walk
    }


def _has_a_way_on(turn: Turn) -> None:
    """The last message of a turn has buttons, unless it is an end."""
    if turn.messages:
        last = turn.messages[-1]
        assert last.buttons or getattr(last.body, "what", None) in WITHOUT_BUTTONS


TestAnyWay = AnyWay.TestCase
TestAnyWay.settings = settings(
    max_examples=40, stateful_step_count=60, deadline=None, print_blob=True
)
