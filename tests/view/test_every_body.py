"""Everything that can be said is said in every language, with words on every button."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.course.inputs import (
    Action,
    ActivityOpened,
    Asked,
    CourseOpened,
    LanguageChosen,
    OptionChosen,
    Rated,
    ZoneChosen,
)
from bot.course.settings import ZONES
from bot.course.messages import (
    AsideEnded,
    Body,
    Button,
    CourseCard,
    CourseList,
    FeedbackOffered,
    Label,
    Message,
    Note,
    ProgressShown,
    Questioned,
    Said,
    SettingsShown,
    Simple,
    SimpleKind,
    TestResult,
    UpNext,
    Welcome,
)
from bot.i18n import NAMES
from bot.view.markup import WEB, render
from bot.view.simple import EFFECTS
from tests.course.courses import SHELF
from tests.course.talk import at
from tests.view.interface import WORDS, WebText, telegram, view

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WHO = {"release": "r1", "at": at("stop", "who"), "opens": False, "number": 1, "of": 2}
LINE = ("stop", "wheel", "test-m1", "queue", "test-m2")
BODIES: list[Body] = [
    Welcome(course=None),
    Welcome(course="roads"),
    *(Simple(what=what) for what in get_args(SimpleKind)),
    FeedbackOffered(text="Words"),
    CourseList(courses=("roads",)),
    CourseCard(course="roads", release="r1"),
    *(SettingsShown(zone=zone, pictures=pictures) for zone in ZONES for pictures in (True, False)),
    SettingsShown(zone="UTC", pictures=True, zones=True),
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
]  # fmt: skip
MEANT: dict[Label, Action] = {
    Label.LANGUAGE: LanguageChosen(language="pt"),
    Label.ANSWER: OptionChosen(at=at("stop", "who"), option=3),
    Label.MARKED: OptionChosen(at=at("stop", "who"), option=6),
    Label.POINT: Rated(at=at("wheel", "sure"), value=4),
    Label.COURSE: CourseOpened(course="roads"),
    Label.EPISODE: ActivityOpened(course="roads", activity="stop"),
    Label.ZONE: ZoneChosen(zone="Atlantic/Madeira"),
}
"""What the buttons do whose words depend on it."""
LONGEST_LABEL = 28


def buttons() -> list[Button]:
    return [Button(label=each, does=MEANT.get(each, Asked(menu="help"))) for each in Label]


def test_no_body_is_missing_here() -> None:
    assert {type(body) for body in BODIES} == set(get_args(Body))


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("body", BODIES, ids=str)
def test_a_body_in_words(body: Body, language: str) -> None:
    page = view(SHELF).page(Message(body=body), language)
    seen = telegram(page.text)
    assert seen.complaints == ()
    assert page.text
    assert not set("{}") & set(seen.formatted.text)
    assert "**" not in seen.formatted.text
    assert WebText(render(page.text, WEB)).text
    assert page.effect == (EFFECTS.get(body.what) if isinstance(body, Simple) else None)


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
    assert len(said) == len(Label)
    assert [words for words in said if not words or len(words) > LONGEST_LABEL] == []
    distinct = [
        words
        for words, label in zip(said, Label, strict=True)
        if label not in (Label.LANGUAGES, Label.PICTURES_OFF)
    ]
    assert len(distinct) == len(set(distinct))


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
