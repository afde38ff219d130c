"""Whatever people and machines do for months: one prompt a day, in its hours, and nothing lost."""

import os
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.course.inputs import (
    ActivityOpened,
    Asked,
    CourseOpened,
    DaysChosen,
    DayToggled,
    Enrolled,
    HolidaysChosen,
    HourChosen,
    Input,
    LanguageChosen,
    Paused,
    Switched,
    TextReceived,
    UnknownButton,
    ZoneChosen,
)
from bot.course.model import Limits
from bot.course.shelf import Shelf
from bot.course.timing import HOLIDAYS, Rhythm
from tests.course.happenings import (
    Did,
    Ended,
    Failed,
    Happening,
    Lived,
    Lost,
    PlanMade,
    PlanTouched,
    Pressed,
    Restarted,
    Walked,
    happen,
)
from tests.course.months import shelf
from tests.course.watched import Straight

EXAMPLES = int(os.environ.get("MONTHS_EXAMPLES", "100"))
"""More of them search longer: MONTHS_EXAMPLES=3000 make test ARGS=tests/course/test_prompts_always.py"""

ZONES = (
    "Europe/Kyiv", "Europe/Lisbon", "Atlantic/Azores", "UTC", "Pacific/Kiritimati",
    "Pacific/Pago_Pago", "Pacific/Chatham", "Asia/Kathmandu", "America/St_Johns", "Pacific/Easter",
)  # fmt: skip
zones = st.sampled_from(ZONES)
week = st.sampled_from([(), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7), (2, 5)]) | st.lists(
    st.integers(1, 7), unique=True
).map(lambda days: tuple(sorted(days)))
choices: st.SearchStrategy[Input] = st.one_of(
    st.builds(ZoneChosen, zone=zones),
    st.builds(LanguageChosen, language=st.sampled_from(["en", "uk", "pt"])),
    st.builds(DaysChosen, days=week),
    st.builds(DayToggled, day=st.integers(1, 7)),
    st.builds(HourChosen, hour=st.integers(6, 21)),
    st.builds(HolidaysChosen, country=st.none() | st.sampled_from(HOLIDAYS)),
    st.builds(Paused, days=st.sampled_from([0, 3, 7, 14, 30])),
    st.builds(Switched, what=st.sampled_from(["reminders", "follow_ups", "reviews"]), on=st.booleans()),
    st.builds(Enrolled, course=st.sampled_from(["months", "weeks"]), days=st.none() | week),
    st.builds(CourseOpened, course=st.sampled_from(["months", "weeks"])),
    st.builds(ActivityOpened, course=st.sampled_from(["months", "weeks"]),
              activity=st.sampled_from(["one", "after", "end-1", "one-2", "@review"])),
    st.sampled_from([Asked(menu="review"), Asked(menu="continue"), UnknownButton(), TextReceived(text="Hm")]),
)  # fmt: skip
lived = st.builds(Lived, st.sampled_from([1, 6, 20, 24, 24, 48, 48, 96, 168, 240, 480, 960]))
walked = st.builds(Walked, st.sampled_from([1, 2, 3, 16]), st.sampled_from([2, 2, 2, 1]))
happenings: st.SearchStrategy[Happening] = st.one_of(
    lived,
    lived,
    lived,
    walked,
    st.just(Ended()),
    st.builds(Pressed, st.integers(1, 3), st.integers(0, 5)),
    st.builds(Pressed, st.just(1), st.integers(0, 5)),
    st.builds(Did, choices),
    st.builds(Did, choices),
    st.builds(PlanMade, st.sampled_from([1, 3, 7, 14, 30])) | st.builds(
        PlanTouched, st.integers(0, 3), st.sampled_from([1, 7]),
        st.none() | st.sampled_from(["done", "partly", "not-yet", "dropped"]),
    ),
    st.builds(Failed, st.sampled_from([1, 50, 300, 720, 1440, 4000, 15000, 45000])),
    st.just(Restarted()) | st.builds(Lost, st.integers(1, 2)),
)  # fmt: skip
limits = st.builds(Limits, mornings_only=st.booleans(), a_day=st.integers(1, 5))
shelves = st.builds(
    shelf,
    reminders=st.sampled_from([(3, 7, 14), (), (1,), (1, 2), (2, 30)]),
    review_days=st.sampled_from([90, 0, 8, 365]),
    limits=limits,
    others=limits,
    before=st.booleans(),
)
rhythms = st.builds(
    Rhythm,
    days=week,
    hour=st.integers(6, 21),
    holidays=st.none() | st.sampled_from(HOLIDAYS),
    reminders=st.sampled_from([True, True, False]),
    follow_ups=st.sampled_from([True, True, False]),
    reviews=st.sampled_from([True, True, False]),
)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2028, 3, 1)) | st.sampled_from(  # noqa: DTZ001
    [datetime(2026, 3, 26, 8), datetime(2026, 10, 20, 17), datetime(2027, 3, 20, 12)]  # noqa: DTZ001
)


@given(
    shelf=shelves, zone=zones, rhythm=rhythms, start=starts, before=walked,
    story=st.lists(happenings, min_size=25, max_size=70),
)  # fmt: skip
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.timeout(0)
def test_one_prompt_a_day_with_what_is_owed(
    shelf: Shelf, zone: str, rhythm: Rhythm, start: datetime, before: Walked, story: list[Happening]
) -> None:
    months = Straight(shelf=shelf, zone=zone, rhythm=rhythm, now=start.replace(tzinfo=UTC))
    months.enrol()
    for each in (before, *story, Lived(24 * 60)):
        happen(months, each)
