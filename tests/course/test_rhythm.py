"""The rhythm: on which days and at which hour the next episode comes, and when nothing does."""

from datetime import UTC, date, datetime

import pytest

from bot.course.inputs import (
    DaysChosen,
    DayToggled,
    Enrolled,
    HolidaysChosen,
    HourChosen,
    Paused,
    ZoneChosen,
)
from bot.course.messages import Label, SettingsShown, UpNext
from bot.course.timing import Rhythm
from tests.course.courses import mornings
from tests.course.talk import Talk, newcomer
from tests.course.weeks import after_one, bare, limited, started, walk_one, walk_two

DAILY = (1, 2, 3, 4, 5)


def rhythm(talk: Talk) -> Rhythm:
    assert talk.learner is not None
    return talk.learner.rhythm


def test_at_ones_own_pace_nothing_is_brought() -> None:
    talk = after_one(bare())
    assert rhythm(talk) == Rhythm()
    assert talk.sleep(days=60) == []


def test_each_working_day_is_chosen_with_the_course_and_kept_as_a_rhythm() -> None:
    assert rhythm(after_one(bare(), daily=True)) == Rhythm(days=DAILY, hour=9)


def test_the_next_episode_comes_the_next_working_day_at_nine() -> None:
    talk = after_one(bare(), daily=True)
    assert talk.sleep(days=1) == [("Tue 03 Mar 09:00", ("activity two",))]
    assert talk.labels == [[Label.NEXT]]


def test_over_the_weekend_nothing_comes() -> None:
    talk = started(bare(), daily=True)
    talk.sleep(days=4)
    walk_one(talk)
    assert talk.local == "Fri 06 Mar 11:00"
    assert talk.sleep(days=7) == [("Mon 09 Mar 09:00", ("activity two",))]


def test_the_end_of_an_episode_says_when_the_next_one_comes() -> None:
    talk = after_one(bare(), daily=True)
    assert talk.body() == UpNext(
        course="weeks", release="w1", finished=("one",), next="two", done="one",
        comes_at=datetime(2026, 3, 3, 7, tzinfo=UTC), zone="Europe/Kyiv",
    )  # fmt: skip


def test_an_episode_is_brought_once() -> None:
    talk = after_one(bare(), daily=True)
    assert len(talk.sleep(days=60)) == 1


def test_the_next_one_comes_the_day_after_what_came_before_and_not_before_it_is_finished() -> None:
    talk = after_one(bare(), daily=True)
    talk.sleep(days=2)
    talk.press(Label.NEXT)
    talk.press(Label.CONTINUE)
    assert talk.sleep(days=2) == []
    talk.answer(2)
    talk.press(Label.FINISH)
    assert talk.sleep(days=7) == [("Mon 09 Mar 09:00", ("activity check",))]
    assert talk.labels == [[Label.TEST]]


def test_who_goes_on_by_themselves_is_brought_what_comes_after() -> None:
    talk = after_one(bare(), daily=True)
    walk_two(talk)
    assert talk.sleep(days=1) == [("Tue 03 Mar 09:00", ("activity check",))]


def test_chosen_weekdays() -> None:
    talk = after_one(bare())
    talk.ask("rhythm")
    talk.press(Label.DAY, 3)
    talk.press(Label.DAY, 6)
    assert talk.body() == SettingsShown(
        zone="Europe/Kyiv", pictures=True, rhythm=Rhythm(days=(3, 7)), page="rhythm"
    )
    assert talk.sleep(days=2) == [("Wed 04 Mar 09:00", ("activity two",))]
    walk_two(talk)
    assert talk.sleep(days=7) == [("Sun 08 Mar 09:00", ("activity check",))]


def test_the_last_weekday_taken_away_is_ones_own_pace() -> None:
    talk = after_one(bare())
    talk.take(DayToggled(day=3))
    talk.take(DayToggled(day=3))
    assert rhythm(talk).days == ()
    assert talk.sleep(days=30) == []


def test_another_hour() -> None:
    talk = after_one(bare(), daily=True)
    talk.ask("hours")
    talk.press(Label.HOUR, 12)
    assert rhythm(talk).hour == 18
    assert talk.sleep(days=2) == [("Tue 03 Mar 18:00", ("activity two",))]


@pytest.mark.parametrize("hour", [-1, 6, 21, 24])
def test_an_hour_of_the_night_is_not_taken(hour: int) -> None:
    talk = after_one(bare(), daily=True)
    talk.take(HourChosen(hour=hour))
    assert rhythm(talk).hour == 9


def test_the_hour_moves_with_the_zone() -> None:
    talk = after_one(bare(), daily=True)
    assert talk.pending["prompt"][0] == datetime(2026, 3, 3, 7, tzinfo=UTC)
    talk.take(ZoneChosen(zone="Atlantic/Azores"))
    assert talk.pending["prompt"][0] == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert talk.sleep(days=2) == [("Tue 03 Mar 09:00", ("activity two",))]


def test_the_hour_stays_when_the_clocks_change() -> None:
    talk = after_one(bare(), daily=True)
    talk.sleep(days=24)
    walk_two(talk)
    assert talk.local.startswith("Thu 26 Mar")
    talk.take(Paused(days=4))
    assert talk.sleep(days=7) == [("Mon 30 Mar 09:00", ("activity check",))]


def test_a_course_for_mornings_only_comes_before_noon() -> None:
    talk = after_one(limited(mornings()), daily=True)
    talk.take(HourChosen(hour=11))
    assert talk.sleep(days=1) == [("Tue 03 Mar 11:00", ("activity two",))]
    talk = after_one(limited(mornings()), daily=True)
    talk.take(HourChosen(hour=17))
    assert talk.sleep(days=1) == [("Tue 03 Mar 09:00", ("activity two",))]


def test_what_is_late_waits_for_the_next_morning() -> None:
    """The program was down from Monday to Tuesday afternoon."""
    talk = after_one(limited(mornings()), daily=True)
    assert talk.down(days=1.2) == []
    assert talk.local.startswith("Tue 03 Mar 15")
    assert talk.sleep(days=1) == [("Wed 04 Mar 09:00", ("activity two",))]


@pytest.mark.parametrize(("hours", "came"), [(33.9, True), (34, False), (40, False), (43.9, False),
                                             (46.1, True)])  # fmt: skip
def test_nothing_is_sent_in_the_evening_or_at_night(hours: float, came: bool) -> None:
    """The program comes back at 20:54, 21:00, 3:00, 6:54 and 9:06."""
    talk = after_one(bare(), daily=True)
    talk.now = talk.now.replace(minute=0, second=0)
    assert bool(talk.down(days=hours / 24)) == came


def test_public_holidays_are_free_in_portugal_from_the_first_choice_on() -> None:
    lisbon = newcomer("pt")
    talk = Talk(shelf=bare(), learner=lisbon)
    talk.start("weeks")
    talk.press(Label.AGREE)
    talk.take(ZoneChosen(zone="Europe/Lisbon"))
    talk.take(Enrolled(course="weeks", days=DAILY))
    assert rhythm(talk) == Rhythm(days=DAILY, holidays="PT")


def test_no_holiday_is_free_in_kyiv_unless_chosen() -> None:
    assert rhythm(after_one(bare(), daily=True)).holidays is None


@pytest.mark.parametrize(
    ("country", "day", "comes"),
    [
        ("PT", datetime(2026, 6, 9, 12, tzinfo=UTC), "Thu 11 Jun 09:00"),
        ("UA", datetime(2026, 6, 9, 12, tzinfo=UTC), "Wed 10 Jun 09:00"),
        (None, datetime(2026, 6, 9, 12, tzinfo=UTC), "Wed 10 Jun 09:00"),
        ("PT", datetime(2026, 8, 21, 12, tzinfo=UTC), "Mon 24 Aug 09:00"),
        ("UA", datetime(2026, 8, 21, 12, tzinfo=UTC), "Tue 25 Aug 09:00"),
        (None, datetime(2026, 8, 21, 12, tzinfo=UTC), "Mon 24 Aug 09:00"),
    ],
)
def test_a_public_holiday_of_the_chosen_country_is_free(
    country: str | None, day: datetime, comes: str
) -> None:
    """10 June is the day of Portugal, 24 August that of Ukraine's independence."""
    talk = started(bare(), daily=True)
    talk.take(HolidaysChosen(country=country))
    talk.now = day
    walk_one(talk)
    assert talk.sleep(days=5) == [(comes, ("activity two",))]


def test_an_unknown_country_has_no_holidays() -> None:
    talk = after_one(bare(), daily=True)
    talk.take(HolidaysChosen(country="PT"))
    talk.take(HolidaysChosen(country="XX"))
    assert rhythm(talk).holidays is None


def test_during_a_pause_nothing_comes_and_then_it_goes_on() -> None:
    talk = after_one(bare(), daily=True)
    talk.ask("pause")
    talk.press(Label.PAUSE_FOR, 2)
    assert rhythm(talk).paused_until == date(2026, 3, 9)
    assert talk.labels == [[Label.PAUSE_FOR]] * 4 + [[Label.RESUME], [Label.BACK]]
    assert talk.sleep(days=8) == [("Mon 09 Mar 09:00", ("activity two",))]


def test_a_pause_can_be_ended_before_its_time() -> None:
    talk = after_one(bare(), daily=True)
    talk.take(Paused(days=30))
    talk.press(Label.RESUME)
    assert rhythm(talk).paused_until is None
    assert talk.sleep(days=1) == [("Tue 03 Mar 09:00", ("activity two",))]


def test_a_change_of_mind_takes_back_what_was_to_come() -> None:
    talk = after_one(bare(), daily=True)
    assert "prompt" in talk.pending
    talk.take(DaysChosen(days=()))
    assert "prompt" not in talk.pending


def test_impossible_days_are_left_out() -> None:
    talk = after_one(bare())
    talk.take(DaysChosen(days=(0, 1, 1, 8, 5)))
    assert rhythm(talk).days == (1, 5)


def test_the_rhythm_is_offered_with_a_course_only_until_there_is_one() -> None:
    talk = Talk(shelf=bare())
    talk.start("weeks")
    talk.press(Label.AGREE)
    assert talk.labels == [[Label.START], [Label.DAILY], [Label.RHYTHM], [Label.COURSES]]
    talk.press(Label.RHYTHM)
    talk.press(Label.DAILY)
    talk.press(Label.CONTINUE)
    assert talk.labels == [[Label.START], [Label.COURSES]]
    talk.press(Label.START)
    assert rhythm(talk).days == DAILY
