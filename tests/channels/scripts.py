"""What people do, whichever channel they are in. Each script says by itself what must be seen."""

from bot.course.messages import Label, Note
from bot.course.settings import ZONES
from bot.i18n import HOME_ZONES, NAMES
from tests.channels.spoken import button, note, sentence, welcome, words
from tests.channels.talkers import Screen, Talker
from tests.content.small_course import PNG

HOSTILE = (
    "1. <b>Жирно</b> &lt; *зірка* _та_ `код` [тут](https://e.org) > цитата\n- \\ # 😀 <script>"
)


def only(talker: Talker) -> Screen:
    [screen] = talker.seen
    return screen


async def choose(talker: Talker, number: int) -> None:
    """The n-th button of the last message."""
    await talker.press(talker.seen[-1].labels[number - 1])


async def go_on(talker: Talker, language: str) -> None:
    await talker.press(button(Label.CONTINUE, language))


async def enter(talker: Talker, language: str) -> None:
    """From nothing to the first message of the small course."""
    await talker.start("small")
    await talker.press(button(Label.AGREE, language))
    await talker.press(button(Label.START, language))


async def to_the_quiz(talker: Talker, language: str) -> None:
    await enter(talker, language)
    await go_on(talker, language)
    await go_on(talker, language)
    assert len(only(talker).labels) == 2


async def to_the_end_of_the_episode(talker: Talker, language: str) -> None:
    await to_the_quiz(talker, language)
    await choose(talker, 2)
    await go_on(talker, language)
    await choose(talker, 1)
    await go_on(talker, language)
    await talker.press(button(Label.FINISH, language))


async def the_whole_first_episode(talker: Talker, language: str) -> None:
    await enter(talker, language)
    title = {"uk": "Кого немає в кімнаті?"}.get(language, "Who is missing from the room?")
    assert only(talker).words.startswith(title)
    await go_on(talker, language)
    assert only(talker).picture == PNG
    assert "• " in only(talker).words
    await go_on(talker, language)
    quiz = only(talker)
    await choose(talker, 1)
    wrong = only(talker)
    assert wrong.changed
    assert button(Label.TRY_AGAIN, language) in wrong.labels
    await talker.press(button(Label.TRY_AGAIN, language))
    assert only(talker) == Screen(words=quiz.words, keys=quiz.keys, changed=True)
    await choose(talker, 2)
    right = only(talker)
    assert right.changed
    assert right.labels == [button(Label.CONTINUE, language)]
    assert right.words.startswith(quiz.words)
    await go_on(talker, language)
    await choose(talker, 2)
    assert only(talker).changed
    await go_on(talker, language)
    await talker.press(button(Label.FINISH, language))
    assert only(talker).labels == [button(Label.TEST, language), button(Label.RATE, language)]


async def rating_an_episode_and_saying_something(talker: Talker, language: str) -> None:
    await to_the_end_of_the_episode(talker, language)
    await talker.press(button(Label.RATE, language))
    assert only(talker).labels == [*"1234567", button(Label.SKIP, language)]
    await talker.press("7")
    rated, asked = talker.seen
    assert rated.changed
    assert rated.keys == ()
    assert asked.labels == [button(Label.SKIP, language)]
    await talker.say(HOSTILE)
    assert only(talker).words.startswith(note(Note.SAVED, language))
    await go_on(talker, language)
    assert only(talker).labels == [button(Label.TEST, language)]
    await talker.press(button(Label.RATE, language))
    await talker.press(button(Label.SKIP, language))
    await talker.press(button(Label.SKIP, language))
    assert len(talker.seen) == 2


async def settings(talker: Talker, language: str) -> None:
    await enter(talker, language)
    await talker.say("/settings")
    assert not only(talker).changed
    await talker.press(button(Label.PICTURES_OFF, language))
    assert only(talker).changed
    await talker.press(button(Label.ZONES, language))
    assert len(only(talker).labels) == len(ZONES) + 1
    await choose(talker, 3)
    assert only(talker).changed
    await talker.press(button(Label.ZONES, language))
    await talker.press(button(Label.BACK, language))
    await go_on(talker, language)
    await go_on(talker, language)
    assert only(talker).picture is None
    await talker.say("/settings")
    await talker.press(button(Label.PICTURES_ON, language))
    await go_on(talker, language)
    assert only(talker).picture == PNG


async def another_language_in_the_middle_of_a_question(talker: Talker, language: str) -> None:
    await to_the_quiz(talker, language)
    asked = only(talker)
    for other in ("en" if language == "uk" else "uk", language):
        await talker.say("/language")
        await talker.press(NAMES[other])
        changed, again = talker.seen
        assert changed.changed
        assert again.words.startswith(note(Note.LANGUAGE, other))
        assert len(again.labels) == 2
    assert talker.seen[-1].words.endswith(asked.words)
    await choose(talker, 2)
    assert only(talker).labels == [button(Label.CONTINUE, language)]


async def feedback(talker: Talker, language: str) -> None:
    await enter(talker, language)
    await talker.say("/feedback")
    assert only(talker).words == sentence("feedback-asked", language)
    await talker.say(HOSTILE)
    assert only(talker).words == sentence("feedback-kept", language)
    await talker.say("/feedback")
    await talker.press(button(Label.DISCARD, language))
    assert only(talker).changed
    assert only(talker).words == sentence("words-dropped", language)


async def words_out_of_the_blue(talker: Talker, language: str) -> None:
    await enter(talker, language)
    await talker.say(HOSTILE)
    assert only(talker).words.endswith(words(HOSTILE))
    await talker.press(button(Label.SEND, language))
    assert only(talker).words == sentence("feedback-kept", language)
    await talker.say("Never mind.")
    await talker.press(button(Label.DISCARD, language))
    assert only(talker).words == sentence("words-dropped", language)
    await talker.say("x" * 4096)
    assert "x" * 300 in only(talker).words
    assert "x" * 301 not in only(talker).words
    await go_on(talker, language)
    await talker.press(button(Label.SEND, language))
    assert only(talker).words.startswith(note(Note.STALE, language))


async def typing_instead_of_pressing(talker: Talker, language: str) -> None:
    await enter(talker, language)
    await talker.say(f"  {button(Label.CONTINUE, language).upper()} ")
    assert only(talker).picture == PNG
    await talker.say(button(Label.CONTINUE, language))
    await talker.say("9")
    assert len(only(talker).labels) == 2
    await talker.say("1")
    assert button(Label.TRY_AGAIN, language) in only(talker).labels
    await talker.press(button(Label.TRY_AGAIN, language))
    await talker.say("2.")
    assert only(talker).labels == [button(Label.CONTINUE, language)]


async def every_command(talker: Talker, language: str) -> None:
    await to_the_end_of_the_episode(talker, language)
    for command in ("progress", "courses", "help", "privacy", "language", "continue"):
        await talker.say(f"/{command}")
        assert only(talker).words
        assert only(talker).keys
    assert talker.story[-3][0].words == sentence("privacy", language)
    assert talker.story[-4][0].words == sentence("help", language)
    await talker.say("/start")
    await talker.say("/start small")
    await talker.say("/start ../../etc/passwd")
    await talker.say("/CONTINUE now")
    for unknown in ("/nonsense", "/start_", "/zones", "/reread"):
        await talker.say(unknown)
        assert only(talker).words == sentence("unknown-command", language)
    await talker.say("/")
    assert button(Label.SEND, language) in only(talker).labels


async def rereading(talker: Talker, language: str) -> None:
    await to_the_end_of_the_episode(talker, language)
    await talker.say("/progress")
    await talker.press(button(Label.REREAD, language))
    assert len(only(talker).labels) == 2
    await choose(talker, 1)
    await go_on(talker, language)
    await go_on(talker, language)
    await choose(talker, 1)
    await go_on(talker, language)
    await choose(talker, 1)
    await go_on(talker, language)
    await talker.press(button(Label.FINISH, language))
    await go_on(talker, language)
    assert only(talker).labels == [button(Label.TEST, language)]


async def leaving_a_reread_episode(talker: Talker, language: str) -> None:
    await to_the_end_of_the_episode(talker, language)
    await talker.say("/progress")
    await talker.press(button(Label.REREAD, language))
    await choose(talker, 1)
    await talker.say("/continue")
    assert only(talker).labels == [button(Label.TEST, language)]
    await go_on(talker, language)
    assert only(talker).words.startswith(note(Note.STALE, language))


async def before_consent(talker: Talker, language: str) -> None:
    await talker.start()
    assert only(talker).words == welcome(language)
    await talker.press(button(Label.READ_MORE, language))
    assert only(talker).words == sentence("privacy", language)
    await talker.press(button(Label.NOT_NOW, language))
    assert only(talker).changed
    assert only(talker).words == sentence("declined", language)
    for said in ("hello", "/progress", "/settings", "/nonsense", "/start no-such-course", "🎉"):
        await talker.say(said)
        assert only(talker).words == welcome(language)
    await talker.say("/export")
    assert only(talker).file
    await talker.say("/forget")
    assert only(talker).words == sentence("forget-asked", language)
    await talker.press(button(Label.KEEP, language))
    await talker.start()
    other = "en" if language == "uk" else "uk"
    await talker.press(NAMES[other])
    assert only(talker).words == welcome(other)
    await talker.start("small")
    assert only(talker).words != welcome(other)
    await talker.press(button(Label.AGREE, other))
    agreed, card = talker.seen
    assert agreed.changed
    assert agreed.keys == ()
    assert button(Label.START, other) in card.labels


async def a_double_press(talker: Talker, language: str) -> None:
    await enter(talker, language)
    await talker.press(button(Label.CONTINUE, language), times=3)
    assert only(talker).picture == PNG
    await go_on(talker, language)
    await talker.press(talker.seen[-1].labels[0], times=2)
    assert only(talker).changed
    assert button(Label.TRY_AGAIN, language) in only(talker).labels


async def an_old_button(talker: Talker, language: str) -> None:
    await to_the_quiz(talker, language)
    asked = only(talker)
    await talker.press(button(Label.CONTINUE, language), older=1)
    assert not only(talker).changed
    assert only(talker).words == f"{note(Note.STALE, language)} {asked.words}"
    await talker.press(button(Label.START, language))
    assert only(talker).words.endswith(asked.words)
    await choose(talker, 2)
    await go_on(talker, language)
    assert len(only(talker).labels) == 2


async def the_export(talker: Talker, language: str) -> None:
    await rating_an_episode_and_saying_something(talker, language)
    await talker.say("/feedback")
    await talker.say(HOSTILE)
    await talker.say("/export")
    assert only(talker).file == "epizod-export.json"
    document = await talker.download()
    assert document["learner"]["language"] == language
    assert document["learner"]["zone"] == HOME_ZONES[language]
    [enrolment] = document["enrolments"]
    assert enrolment["course"] == "small"
    assert enrolment["completed_at"] is None
    assert enrolment["episodes_completed"] == ["queue"]
    assert [each["text"] for each in document["feedback"]] == [HOSTILE]
    assert {"ask-first", "your-move", "useful", "say"} == {a["step"] for a in document["answers"]}
    assert HOSTILE in {each["response"] for each in document["answers"] if each["step"] == "say"}


async def being_forgotten(talker: Talker, language: str) -> None:
    await to_the_quiz(talker, language)
    await talker.say("/forget")
    assert only(talker).words == sentence("forget-asked", language)
    await talker.press(button(Label.KEEP, language))
    assert only(talker).changed
    assert only(talker).words == sentence("kept", language)
    await talker.say("/forget")
    await talker.press(button(Label.FORGET, language))
    assert only(talker).words == sentence("forgotten", language)
    assert only(talker).keys == ()
    await talker.say("Who am I?")
    assert only(talker).words == welcome(language)
