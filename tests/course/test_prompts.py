"""The one message of a day: what it holds, when it is decided, and that it never becomes two."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.course.engine import take_back
from bot.course.facts import PromptMade
from bot.course.inputs import Asked, PlanOpened, Switched, TimerFired
from bot.course.learner import Learner
from bot.course.messages import Label, Prompted
from bot.course.model import Limits
from bot.course.turn import Turn
from tests.course.courses import WEEKS, WITH_WEEKS, follow_up, quiz
from tests.course.talk import Talk, newcomer, things
from tests.course.weeks import after_one, bare, finished, take_check, walk_two

PROMPT = TimerFired(timer="prompt", set_in=1)
D2 = tuple(each for each in WEEKS.follow_ups if each.id == "one-d2")
FULL = {"follow_ups": D2, "review_days": 90, "reminders": (3, 7, 14)}


def learner(talk: Talk) -> Learner:
    assert talk.learner is not None
    return talk.learner


def busy(**changes: object) -> Talk:
    """The program is down on Tuesday: an episode, a follow-up and a review are due on Wednesday."""
    return after_one(bare(**{**FULL, **changes}), daily=True)


def everything() -> Talk:
    talk = after_one(bare(follow_ups=(follow_up("f", quiz("q"), after="one", days=7),),
                          review_days=90), daily=True)  # fmt: skip
    walk_two(talk)
    take_check(talk)
    talk.press(Label.PLAN)
    talk.press(Label.STARTER)
    return talk


def prompts(talk: Talk) -> list[PromptMade]:
    return [fact for fact in talk.facts if isinstance(fact, PromptMade)]


def test_several_things_come_as_one_message_the_most_pressing_first() -> None:
    talk = busy(limits=Limits(a_day=5))
    talk.down(days=2)
    assert things(talk.body()) == ("activity two", "follow-up one-d2", "review")
    assert talk.labels == [
        [Label.NEXT], [Label.FOLLOW_UP], [Label.REVIEW], [Label.LATER], [Label.PROMPTS],
    ]  # fmt: skip


@pytest.mark.parametrize(("a_day", "held"), [(1, 1), (2, 2), (3, 3)])
def test_a_day_holds_no_more_than_the_course_allows(a_day: int, held: int) -> None:
    talk = busy(limits=Limits(a_day=a_day))
    talk.down(days=2)
    assert things(talk.body()) == ("activity two", "follow-up one-d2", "review")[:held]


def test_what_found_no_place_comes_on_the_next_days() -> None:
    talk = busy(limits=Limits(a_day=1))
    talk.down(days=2)
    came = talk.sleep(days=3)
    assert [items for _, items in came] == [("follow-up one-d2",), ("review",)]


def test_with_two_courses_the_stricter_limit_holds() -> None:
    talk = busy(limits=Limits(a_day=5))
    other = replace(WEEKS, id="other", limits=Limits(a_day=1), before=None)
    talk.shelf = replace(
        talk.shelf, offered={**talk.shelf.offered, "other": "o1"},
        releases={**talk.shelf.releases, "o1": other},
    )  # fmt: skip
    talk.start("other")
    talk.press(Label.START)
    talk.start("weeks")
    talk.down(days=2)
    assert len(things(talk.body())) == 1


def test_a_reminder_comes_alone() -> None:
    talk = after_one(bare(**FULL))
    talk.down(days=3)
    assert things(talk.body()) == ("reminder two",)
    assert talk.labels == [[Label.CONTINUE], [Label.NO_MORE]]
    assert [items for _, items in talk.sleep(days=3)] == []


def test_a_prompt_is_a_fact_with_its_day() -> None:
    talk = after_one(bare(follow_ups=D2))
    talk.sleep(days=2)
    assert prompts(talk) == [PromptMade(on=date(2026, 3, 4), items=("follow-up:one-d2",))]


def test_a_day_has_one_prompt_however_often_the_timer_fires() -> None:
    talk = after_one(bare(**FULL), daily=True)
    talk.sleep(days=2)
    for _ in range(24):
        turn = talk.take(PROMPT, after=timedelta(minutes=20))
        assert turn.messages == ()
    days = [fact.on for fact in prompts(talk)]
    assert len(days) == len(set(days))


def test_what_is_done_meanwhile_is_not_asked_for() -> None:
    """The timer was set, and the learner did it before the hour."""
    talk = after_one(bare(review_days=0), daily=True)
    due, fired = talk.pending["prompt"]
    walk_two(talk)
    take_check(talk)
    talk.now = due
    talk.take(fired)
    assert things(talk.body()) == ("activity three",)


def test_a_timer_that_fires_too_early_does_nothing_but_set_itself_anew() -> None:
    talk = after_one(bare(follow_ups=D2))
    due = talk.pending["prompt"][0]
    turn = talk.take(PROMPT)
    assert turn.messages == ()
    assert talk.pending["prompt"][0] == due


def test_a_clock_put_forward_and_back_makes_no_second_prompt_of_that_day() -> None:
    talk = after_one(bare(follow_ups=WEEKS.follow_ups), daily=True)
    talk.sleep(days=1)
    talk.now -= timedelta(hours=20)
    assert talk.take(PROMPT).messages == ()
    talk.now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert talk.take(PROMPT).messages == ()


def test_a_clock_put_back_by_months_does_not_silence_the_bot() -> None:
    talk = after_one(bare(follow_ups=D2))
    talk.learner = replace(learner(talk), prompted_on=date(2027, 1, 1))
    talk.ask("help")
    assert talk.sleep(days=7) == [("Wed 04 Mar 09:00", ("follow-up one-d2",))]


def test_over_the_date_line_a_day_is_not_prompted_twice() -> None:
    talk = after_one(bare(follow_ups=(
        follow_up("a", quiz("q"), after="one", days=2), follow_up("b", quiz("r"), after="one", days=2),
    )))  # fmt: skip
    talk.sleep(days=1.93)
    assert [fact.on for fact in prompts(talk)] == [date(2026, 3, 4)]
    talk.learner = replace(learner(talk), zone="Pacific/Honolulu")
    talk.ask("help")
    assert talk.sleep(days=3) == [("Thu 05 Mar 09:00", ("follow-up b",))]


def test_a_prompt_must_be_gone_before_the_evening() -> None:
    talk = after_one(bare(follow_ups=D2))
    talk.sleep(days=2)
    assert talk.shown[-1][1].until == datetime(2026, 3, 4, 19, tzinfo=UTC)


def test_a_prompt_that_could_not_leave_is_taken_back_and_comes_another_day() -> None:
    talk = after_one(bare(follow_ups=D2))
    talk.sleep(days=2)
    body = talk.body()
    assert isinstance(body, Prompted)
    assert talk.enrolment.asked == ("one-d2",)
    talk.now += timedelta(hours=14)
    turn = take_back(talk.shelf, learner(talk), body, talk.now)
    assert turn.learner is not None
    assert turn.learner.enrolment is not None
    assert turn.learner.enrolment.asked == ()
    assert [timer.due for timer in turn.timers] == [datetime(2026, 3, 5, 7, tzinfo=UTC)]


def test_before_consent_there_is_no_prompt() -> None:
    talk = Talk()
    talk.start()
    before = learner(talk)
    assert talk.take(PROMPT) == Turn(learner=replace(before, turn=before.turn + 1))


def test_before_any_course_there_is_nothing_to_bring() -> None:
    talk = Talk(shelf=WITH_WEEKS, learner=newcomer())
    talk.start()
    talk.press(Label.AGREE)
    assert "prompt" not in talk.pending
    assert talk.take(PROMPT).messages == ()


def test_the_timer_goes_when_nothing_is_to_come_any_more() -> None:
    talk = after_one(bare(follow_ups=D2))
    assert "prompt" in talk.pending
    talk.take(Switched(what="follow_ups", on=False))
    assert "prompt" not in talk.pending


def test_a_prompt_leaves_what_is_in_front_as_it_is() -> None:
    talk = after_one(bare(follow_ups=D2))
    talk.press(Label.NEXT)
    talk.press(Label.CONTINUE)
    left = talk.body()
    talk.sleep(days=2)
    talk.write("2")
    assert talk.answers[-1] == ("proof", (2,), True)
    assert talk.question().at == left.at  # type: ignore[union-attr]


def test_a_prompt_is_no_sign_of_life() -> None:
    talk = after_one(bare(follow_ups=D2))
    seen = learner(talk).active_at
    talk.sleep(days=2)
    assert learner(talk).active_at == seen


def test_everything_that_a_year_brings_comes_one_a_day() -> None:
    talk = finished(WITH_WEEKS)
    talk.press(Label.PLAN)
    talk.write("If a form comes, I will fill it in")
    days = [day[:10] for day, _ in talk.sleep(days=365)]
    assert len(days) == len(set(days)) > 5
    assert all(made.on.isoweekday() in range(1, 6) for made in prompts(talk))


def test_the_plan_in_a_prompt_is_opened_by_its_button() -> None:
    talk = everything()
    talk.down(days=7)
    assert things(talk.body())[1] == f"plan {learner(talk).plans[0].id}"
    assert PlanOpened(plan=learner(talk).plans[0].id) in [
        button.does for row in talk.shown[-1][1].buttons for button in row
    ]
    assert Asked(menu="prompts") == talk.button(Label.PROMPTS).does
