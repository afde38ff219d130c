"""Reminders: for those who stopped, three times, further and further apart, and then silence."""

from datetime import date, timedelta

import pytest

from bot.course.inputs import Asked, CourseOpened, Paused, Switched
from bot.course.learner import Learner
from bot.course.messages import Due, Label, Message, Prompted
from tests.course.courses import WEEKS
from tests.course.talk import Talk, at, things
from tests.course.weeks import after_one, bare, finished, started, walk_two

REMINDERS = (3, 7, 14)
AT_NINE = [
    ("Thu 05 Mar 09:00", ("reminder two",)),
    ("Mon 09 Mar 09:00", ("reminder two",)),
    ("Mon 16 Mar 09:00", ("last-reminder two",)),
]


def stopped(*, reminders: tuple[int, ...] = REMINDERS, daily: bool = False) -> Talk:
    """Somebody who finished the first episode on Monday 2 March, and then did nothing."""
    return after_one(bare(reminders=reminders), daily=daily)


def learner(talk: Talk) -> Learner:
    assert talk.learner is not None
    return talk.learner


def test_after_three_seven_and_fourteen_days_and_never_again() -> None:
    assert stopped().sleep(days=365) == AT_NINE


def test_the_reminder_as_a_whole() -> None:
    talk = stopped()
    talk.sleep(days=3)
    [message] = [message for _, message in talk.shown[-1:]]
    reminder = Due(what="reminder", course="weeks", release="w1", about="two", count=3)
    assert message == Message(
        body=Prompted(items=(reminder,)), buttons=message.buttons, until=message.until
    )
    assert [button.does for row in message.buttons for button in row] == [
        CourseOpened(course="weeks"),
        Switched(what="reminders", on=False),
    ]


def test_the_last_one_is_a_last_one_and_knows_how_long_it_has_been() -> None:
    talk = stopped()
    talk.sleep(days=14)
    last = Due(what="last-reminder", course="weeks", release="w1", about="two", count=14)
    assert talk.body() == Prompted(items=(last,))
    assert talk.labels == [[Label.CONTINUE]]


def test_one_button_goes_on_exactly_there() -> None:
    talk = stopped()
    talk.press(Label.NEXT)
    talk.press(Label.CONTINUE)
    left = talk.body()
    assert talk.question().at == at("two", "proof", course="weeks")
    talk.sleep(days=3)
    talk.press(Label.CONTINUE)
    assert talk.body() == left


def test_the_button_goes_on_in_what_stands_before_the_course() -> None:
    talk = Talk(shelf=bare(reminders=REMINDERS, before=WEEKS.before))
    talk.start("weeks")
    talk.press(Label.AGREE)
    talk.press(Label.START)
    talk.rate(3)
    left = talk.body()
    talk.sleep(days=3)
    assert things(talk.body()) == ("reminder one",)
    talk.press(Label.CONTINUE)
    assert talk.body() == left


def test_a_course_has_reminders_of_its_own() -> None:
    assert stopped(reminders=(1, 8)).sleep(days=90) == [
        ("Tue 03 Mar 09:00", ("reminder two",)),
        ("Tue 10 Mar 09:00", ("last-reminder two",)),
    ]


def test_a_course_without_reminders() -> None:
    assert stopped(reminders=()).sleep(days=90) == []


def test_a_course_with_a_single_reminder() -> None:
    assert stopped(reminders=(5,)).sleep(days=90) == [("Mon 09 Mar 09:00", ("last-reminder two",))]


def test_who_answers_meanwhile_is_not_reminded_of_that_absence() -> None:
    talk = stopped()
    talk.sleep(days=2.5)
    talk.ask("progress")
    assert talk.sleep(days=3) == []
    assert talk.sleep(days=2) == [("Mon 09 Mar 09:00", ("reminder two",))]


def test_after_any_sign_of_life_the_count_begins_anew() -> None:
    talk = stopped()
    talk.sleep(days=10)
    talk.write("Hello?")
    assert [items for _, items in talk.sleep(days=60)] == [items for _, items in AT_NINE]


def test_who_has_finished_is_never_reminded() -> None:
    assert finished(bare(reminders=REMINDERS)).sleep(days=365) == []


def test_who_is_there_every_day_is_never_reminded() -> None:
    talk = stopped()
    for _ in range(30):
        assert talk.sleep(days=1) == []
        talk.ask("help")


def test_during_a_pause_nobody_is_reminded() -> None:
    talk = stopped()
    talk.take(Paused(days=30))
    assert talk.sleep(days=29) == []


def test_after_a_pause_reminders_are_spaced_out_again() -> None:
    talk = stopped()
    talk.take(Paused(days=30))
    assert talk.sleep(days=90) == [
        ("Wed 01 Apr 09:00", ("reminder two",)),
        ("Mon 06 Apr 09:00", ("reminder two",)),
        ("Mon 13 Apr 09:00", ("last-reminder two",)),
    ]


def test_after_an_outage_there_are_never_three_on_three_days() -> None:
    talk = stopped()
    assert talk.down(days=20.9) == []
    assert talk.sleep(days=60) == [
        ("Mon 23 Mar 09:00", ("reminder two",)),
        ("Fri 27 Mar 09:00", ("reminder two",)),
        ("Fri 03 Apr 09:00", ("last-reminder two",)),
    ]


def test_an_invited_learner_is_reminded_from_the_invitation_on() -> None:
    assert stopped(daily=True).sleep(days=60) == [
        ("Tue 03 Mar 09:00", ("activity two",)),
        ("Fri 06 Mar 09:00", ("reminder two",)),
        ("Tue 10 Mar 09:00", ("reminder two",)),
        ("Tue 17 Mar 09:00", ("last-reminder two",)),
    ]


def test_one_press_switches_them_off_and_the_settings_on_again() -> None:
    talk = stopped()
    talk.sleep(days=3)
    talk.press(Label.NO_MORE)
    assert learner(talk).rhythm.reminders is False
    assert talk.sleep(days=60) == []
    talk.ask("prompts")
    talk.press(Label.SWITCH, 1)
    assert learner(talk).rhythm.reminders is True
    assert len(talk.sleep(days=60)) == 3


def test_after_the_last_one_there_is_silence_about_everything() -> None:
    """No follow-up, no review, although there are days for them; then the learner comes back."""
    talk = after_one(bare(
        reminders=(1,), review_days=90,
        follow_ups=tuple(each for each in WEEKS.follow_ups if each.id == "one-d7"),
    ))  # fmt: skip
    assert talk.sleep(days=8) == [("Tue 03 Mar 09:00", ("last-reminder two",))]
    talk.ask("continue")
    assert learner(talk).reminded == 0
    assert talk.sleep() == [("Tue 10 Mar 11:01", ("follow-up one-d7", "review"))]


@pytest.mark.parametrize("days", [3, 7, 14])
def test_a_reminder_counts_the_days_since_anybody_was_there(days: int) -> None:
    talk = stopped()
    talk.sleep(days=days)
    body = talk.body()
    assert isinstance(body, Prompted)
    assert [each.count for each in body.items] == [days]
    assert learner(talk).reminded_on == date(2026, 3, 2) + timedelta(days=days)


def test_a_reminder_that_was_followed_is_no_step_of_the_count() -> None:
    talk = stopped()
    talk.sleep(days=7)
    talk.press(Label.CONTINUE)
    walk_two(talk)
    assert talk.sleep(days=3) == [("Thu 12 Mar 09:00", ("reminder check",))]


def test_somebody_who_never_answered_one_question_is_reminded_of_the_first_episode() -> None:
    talk = started(bare(reminders=REMINDERS))
    assert talk.sleep(days=3) == [("Thu 05 Mar 09:00", ("reminder one",))]
    talk.take(Asked(menu="continue"))
    assert talk.question().at == at("one", "fact", course="weeks")
