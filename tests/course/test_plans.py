"""If-then plans: made at the end of a module, asked about on their day, told in a word or two."""

from datetime import date

import pytest

from bot.course.facts import Fact, FeedbackGiven, PlanMade, PlanMoved, PlanTold
from bot.course.inputs import (
    PlanBegun,
    PlanDated,
    PlanOpened,
    PlanReported,
    PlanResult,
    StarterChosen,
)
from bot.course.learner import Plan
from bot.course.messages import (
    Due,
    FeedbackOffered,
    Label,
    Note,
    PlanAsked,
    PlanLine,
    PlanList,
    PlanShown,
    Prompted,
    Simple,
)
from bot.course.plans import LISTED, MOST
from tests.course.talk import Talk
from tests.course.weeks import after_one, bare, finished, take_check, walk_two

WORDS = "If a plan is read out, I will ask who is missing."
MON = date(2026, 3, 2)


def after_a_module() -> Talk:
    talk = after_one(bare())
    walk_two(talk)
    take_check(talk)
    return talk


def planned() -> Talk:
    """Somebody with a plan in their own words, made on Monday 2 March."""
    talk = after_a_module()
    talk.press(Label.PLAN)
    talk.write(WORDS)
    return talk


def asked() -> Talk:
    """Somebody who is asked what became of it."""
    talk = planned()
    talk.sleep(days=7)
    talk.press(Label.PLAN_CHECK)
    return talk


def plans(talk: Talk) -> tuple[Plan, ...]:
    assert talk.learner is not None
    return talk.learner.plans


def plan(talk: Talk) -> Plan:
    [only] = plans(talk)
    return only


def about_plans(talk: Talk) -> list[Fact]:
    return [each for each in talk.facts if isinstance(each, PlanMade | PlanMoved | PlanTold)]


# --- Made -------------------------------------------------------------------------------


def test_at_the_end_of_a_module_a_plan_is_offered_and_nowhere_else() -> None:
    talk = after_one(bare())
    assert talk.labels == [[Label.NEXT]]
    walk_two(talk)
    assert talk.labels == [[Label.TEST]]
    take_check(talk)
    assert talk.labels == [[Label.NEXT], [Label.PLAN]]


def test_it_is_asked_for_with_the_starters_of_the_module() -> None:
    talk = after_a_module()
    talk.press(Label.PLAN)
    assert talk.body() == PlanAsked(course="weeks", release="w1", module="m1")
    assert talk.labels == [[Label.STARTER], [Label.STARTER], [Label.CONTINUE]]


def test_a_plan_in_ones_own_words_is_kept_and_will_be_asked_about_in_a_week() -> None:
    talk = planned()
    made = plan(talk)
    assert made == Plan(
        id=made.id, course="weeks", module="m1", text=WORDS, made_on=MON, due_on=date(2026, 3, 9)
    )
    assert talk.body() == PlanShown(text=WORDS, due_on=date(2026, 3, 9), step="kept")
    assert talk.labels == [[Label.PLAN_IN] * 2, [Label.PLAN_IN] * 3, [Label.CONTINUE]]
    assert about_plans(talk) == [
        PlanMade(plan=made.id, course="weeks", module="m1", text=WORDS, due_on=made.due_on)
    ]


def test_a_starter_is_taken_in_the_language_of_the_learner() -> None:
    talk = after_a_module()
    talk.press(Label.PLAN)
    question = talk.shown[-1][0]
    [message] = talk.press(Label.STARTER, 2).messages
    assert message.replaces == question
    assert plan(talk).text == "go and look in en"


@pytest.mark.parametrize("nth", range(1, 6))
def test_another_day(nth: int) -> None:
    talk = planned()
    days = (1, 3, 7, 14, 30)[nth - 1]
    [message] = talk.press(Label.PLAN_IN, nth).messages
    due = date.fromordinal(MON.toordinal() + days)
    assert plan(talk).due_on == due
    assert message.body == PlanShown(text=WORDS, due_on=due, step="moved")
    assert about_plans(talk)[1:] == [PlanMoved(plan=plan(talk).id, due_on=due)]


def test_words_typed_at_another_moment_are_not_swallowed() -> None:
    talk = after_a_module()
    talk.press(Label.PLAN)
    talk.ask("help")
    talk.write(WORDS)
    assert talk.body() == FeedbackOffered(text=WORDS)
    assert plans(talk) == ()
    talk = planned()
    talk.write("And one more thing")
    assert talk.body() == FeedbackOffered(text="And one more thing")
    assert len(plans(talk)) == 1


def test_a_prompt_in_between_does_not_swallow_the_words() -> None:
    talk = planned()
    talk.press(Label.PLAN)
    assert talk.sleep(days=7) == [("Mon 09 Mar 09:00", ("plan " + plan(talk).id,))]
    talk.write("If it rains, I will walk")
    assert [each.text for each in plans(talk)] == [WORDS, "If it rains, I will walk"]


def test_a_module_or_a_starter_that_is_not_there() -> None:
    talk = after_a_module()
    for event in (
        PlanBegun(course="weeks", module="nonsense"),
        PlanBegun(course="nonsense", module="m1"),
        StarterChosen(course="weeks", module="m1", starter=3),
        StarterChosen(course="weeks", module="m1", starter=0),
        StarterChosen(course="weeks", module="m2", starter=1),
    ):
        talk.take(event)
        assert talk.note() == Note.STALE
    assert plans(talk) == ()


# --- Asked about ------------------------------------------------------------------------


def test_on_its_day_the_bot_asks_once() -> None:
    talk = planned()
    came = talk.sleep(days=60)
    assert came == [("Mon 09 Mar 09:00", ("plan " + plan(talk).id,))]
    due = Due(what="plan", course="weeks", release="w1", about=plan(talk).id, text=WORDS)
    assert talk.body() == Prompted(items=(due,))
    assert talk.labels == [[Label.PLAN_CHECK]]


def test_the_answers_to_choose_from() -> None:
    talk = asked()
    assert talk.body() == PlanShown(text=WORDS, due_on=date(2026, 3, 9), step="asked")
    assert [button.does for row in talk.shown[-1][1].buttons for button in row] == [
        PlanReported(plan=plan(talk).id, result=result)
        for result in ("done", "partly", "not-yet", "dropped")
    ]


@pytest.mark.parametrize(("nth", "result"), [(1, "done"), (4, "dropped")])
def test_done_and_dropped_close_it(nth: int, result: PlanResult) -> None:
    talk = asked()
    question = talk.shown[-1][0]
    [message] = talk.press(Label.RESULT, nth).messages
    due = date(2026, 3, 9)
    assert message.replaces == question
    assert message.body == PlanShown(text=WORDS, due_on=due, step="told", result=result)
    assert talk.labels == [[Label.CONTINUE]]
    assert about_plans(talk)[1:] == [PlanTold(plan=plan(talk).id, result=result)]
    talk.take(PlanOpened(plan=plan(talk).id))
    assert talk.body() == Simple(what="plan-unknown")
    assert talk.sleep(days=60) == []


@pytest.mark.parametrize(("nth", "result"), [(2, "partly"), (3, "not-yet")])
def test_partly_and_not_yet_may_have_a_new_day(nth: int, result: PlanResult) -> None:
    talk = asked()
    talk.press(Label.RESULT, nth)
    assert talk.labels == [[Label.PLAN_IN] * 2, [Label.PLAN_IN] * 3, [Label.CONTINUE]]
    talk.press(Label.PLAN_IN, 4)
    due = date(2026, 3, 23)
    assert talk.body() == PlanShown(text=WORDS, due_on=due, step="moved", result=result)
    assert talk.sleep(days=60) == [("Mon 23 Mar 09:00", ("plan " + plan(talk).id,))]
    talk.press(Label.PLAN_CHECK)
    talk.press(Label.RESULT, 1)
    assert plan(talk).result == "done"


def test_without_a_new_day_it_is_not_asked_about_again() -> None:
    talk = asked()
    talk.press(Label.RESULT, 3)
    assert talk.sleep(days=90) == []


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_what_helped_or_held_back_is_kept_with_it(nth: int) -> None:
    talk = asked()
    talk.press(Label.RESULT, nth)
    talk.write("My colleague asked too")
    result = plan(talk).result
    assert result is not None
    assert talk.note() == Note.SAVED
    assert talk.body() == PlanShown(
        text=WORDS, due_on=date(2026, 3, 9), step="noted", result=result
    )
    assert about_plans(talk)[2:] == [
        PlanTold(plan=plan(talk).id, result=result, note="My colleague asked too")
    ]
    assert not any(isinstance(each, FeedbackGiven) for each in talk.facts)


def test_a_new_day_first_and_the_words_then() -> None:
    talk = asked()
    talk.press(Label.RESULT, 2)
    talk.press(Label.PLAN_IN, 2)
    talk.write("There was no meeting")
    assert [type(each) for each in about_plans(talk)] == [PlanMade, PlanTold, PlanMoved, PlanTold]


def test_a_note_is_not_asked_for_for_ever() -> None:
    talk = asked()
    talk.press(Label.RESULT, 1)
    talk.press(Label.CONTINUE)
    talk.write("Hello?")
    assert talk.body() == FeedbackOffered(text="Hello?")


@pytest.mark.parametrize(("days", "comes"), [(21, True), (22, False)])
def test_a_plan_whose_day_is_two_weeks_past_is_not_asked_about(days: int, comes: bool) -> None:
    """The program is down from the 2nd on; the plan was for the 9th."""
    talk = planned()
    assert bool(talk.down(days=days)) == comes
    assert talk.sleep(days=90) == []


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_who_told_before_the_day_is_not_asked(nth: int) -> None:
    talk = planned()
    talk.ask("plans")
    talk.press(Label.PLAN_CHECK)
    talk.press(Label.RESULT, nth)
    assert talk.sleep(days=60) == []


def test_after_the_course_plans_are_still_asked_about() -> None:
    talk = finished(bare())
    talk.press(Label.PLAN)
    talk.write(WORDS)
    assert plan(talk).module == "m2"
    assert [day for day, _ in talk.sleep(days=60)] == ["Mon 09 Mar 09:00"]


# --- /plans -----------------------------------------------------------------------------


def test_the_list_of_plans() -> None:
    talk = asked()
    talk.press(Label.RESULT, 1)
    talk.ask("plans")
    talk.press(Label.PLAN)
    talk.press(Label.STARTER)
    talk.ask("plans")
    assert talk.body() == PlanList(
        plans=(
            PlanLine(text=WORDS, due_on=date(2026, 3, 9), result="done"),
            PlanLine(text="ask first in en", due_on=date(2026, 3, 16), result=None),
        )
    )
    assert talk.labels == [[Label.PLAN_CHECK], [Label.PLAN], [Label.CONTINUE]]


def test_without_a_plan_it_says_how_there_will_be_one() -> None:
    talk = after_one(bare())
    talk.ask("plans")
    assert (talk.body(), talk.labels) == (Simple(what="no-plan"), [[Label.CONTINUE]])


def test_the_oldest_go_and_the_list_shows_the_newest() -> None:
    talk = after_a_module()
    for number in range(MOST + 3):
        talk.take(PlanBegun(course="weeks", module="m1"))
        talk.write(f"Plan {number}")
    assert [each.text for each in plans(talk)] == [f"Plan {n}" for n in range(3, MOST + 3)]
    talk.ask("plans")
    body = talk.body()
    assert isinstance(body, PlanList)
    assert [each.text for each in body.plans] == [f"Plan {n}" for n in range(MOST + 3)][-LISTED:]


def test_a_plan_that_is_not_there_or_a_day_that_is_not_offered() -> None:
    talk = planned()
    for event in (
        PlanOpened(plan="nonsense"),
        PlanReported(plan="nonsense", result="done"),
        PlanDated(plan="nonsense", days=7),
        PlanDated(plan=plan(talk).id, days=365),
    ):
        talk.take(event)
        assert (talk.body(), talk.labels) == (Simple(what="plan-unknown"), [[Label.CONTINUE]])
    assert plan(talk).due_on == date(2026, 3, 9)
