"""Settings, notices and leaving."""

from dataclasses import replace

import pytest

from bot.course.inputs import LanguageChosen, Menu
from bot.course.messages import CourseCard, Label, Message, Note, Questioned, SettingsShown, Simple
from bot.course.timing import Rhythm
from bot.course.turn import Turn
from tests.course.talk import Talk, agreed, at, begun, labels
from tests.course.ways import walk_stop

SETTINGS = [
    [Label.LANGUAGE] * 3,
    [Label.RHYTHM],
    [Label.PAUSE, Label.PROMPTS],
    [Label.ZONES, Label.PICTURES_OFF],
    [Label.MY_GROUPS],
    [Label.CONTINUE],
]


def test_settings_are_shown_and_changed_in_place() -> None:
    talk = begun()
    talk.ask("settings")
    shown = talk.shown[-1][0]
    assert talk.body() == SettingsShown(zone="Europe/Kyiv", pictures=True)
    assert talk.labels == SETTINGS
    [message] = talk.press(Label.PICTURES_OFF).messages
    assert message.replaces == shown
    assert message.body == SettingsShown(zone="Europe/Kyiv", pictures=False)
    assert labels(message)[3] == [Label.ZONES, Label.PICTURES_ON]
    assert talk.learner is not None
    assert talk.learner.pictures is False


def test_the_time_zone_is_chosen_from_a_list_and_back() -> None:
    talk = begun()
    talk.ask("settings")
    talk.press(Label.ZONES)
    assert talk.body() == SettingsShown(zone="Europe/Kyiv", pictures=True, page="zones")
    talk.press(Label.BACK)
    assert talk.labels == SETTINGS
    talk.press(Label.ZONES)
    talk.press(Label.ZONE, 3)
    assert talk.body() == SettingsShown(
        zone="Atlantic/Azores", pictures=True, rhythm=Rhythm(holidays="PT")
    )
    assert talk.learner is not None
    assert talk.learner.zone == "Atlantic/Azores"


def test_a_change_of_language_in_the_middle_of_a_question_asks_it_again() -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    talk.ask("language")
    assert (talk.body(), talk.labels) == (Simple(what="languages"), [[Label.LANGUAGE] * 3])
    menu = talk.shown[-1][0]
    settings, again = talk.press(Label.LANGUAGE, 2).messages
    assert (settings.replaces, settings.body) == (
        menu,
        SettingsShown(zone="Europe/Kyiv", pictures=True),
    )
    asked = Questioned(release="r1", at=at("stop", "move"), opens=False, number=0, of=1)
    assert again == Message(body=asked, buttons=again.buttons, note=Note.LANGUAGE)
    assert talk.learner is not None
    assert talk.learner.language == "uk"
    talk.answer(1)
    assert talk.answers == [("move", (1,), None)]


def test_marks_survive_a_change_of_language() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.NEXT)
    talk.answer(1, 3)
    talk.take(LanguageChosen(language="pt"))
    body = talk.question()
    assert body.marked == (1, 3)


def test_between_two_steps_only_the_settings_change() -> None:
    talk = begun()
    walk_stop(talk)
    [message] = talk.take(LanguageChosen(language="pt")).messages
    assert isinstance(message.body, SettingsShown)


@pytest.mark.parametrize(
    ("menu", "expected"),
    [
        ("help", [[Label.CONTINUE], [Label.PROGRESS, Label.COURSES],
                  [Label.SETTINGS, Label.FEEDBACK], [Label.PRIVACY, Label.LANGUAGES]]),
        ("privacy", [[Label.EXPORT, Label.FORGET], [Label.CONTINUE]]),
        ("export", [[Label.CONTINUE]]),
    ],
)  # fmt: skip
def test_notices_have_a_way_on(menu: Menu, expected: list[list[Label]]) -> None:
    talk = begun()
    talk.ask(menu)
    assert talk.body() == Simple(what=menu)  # type: ignore[arg-type]
    assert talk.labels == expected


def test_forgetting_is_asked_once_and_can_be_called_off() -> None:
    talk = begun()
    talk.ask("forget")
    assert (talk.body(), talk.labels) == (
        Simple(what="forget-asked"),
        [[Label.KEEP], [Label.FORGET]],
    )
    before = talk.learner
    turn = talk.press(Label.KEEP)
    assert (talk.body(), talk.labels) == (Simple(what="kept"), [[Label.CONTINUE]])
    assert before is not None
    assert turn.learner is not None
    assert turn.learner == replace(
        before, turn=before.turn + 1, last_press=turn.learner.last_press, active_at=talk.now
    )


def test_forgetting_leaves_nothing_but_a_farewell() -> None:
    talk = begun()
    talk.ask("forget")
    turn = talk.press(Label.FORGET)
    assert turn == Turn(learner=None, messages=(Message(body=Simple(what="forgotten")),))


def test_before_any_course_progress_and_continue_lead_to_the_course() -> None:
    menus: tuple[Menu, ...] = ("progress", "continue", "reread")
    for menu in menus:
        talk: Talk = agreed()
        talk.ask(menu)
        assert talk.body() == CourseCard(course="roads", release="r1")
