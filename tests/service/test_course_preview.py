"""Whoever writes a course looks at all of it in the chat, as a learner would, and leaves no trace."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot.content.reading import Lessons
from bot.course.desk import DeskAction
from bot.course.desk.front import DeskShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.preview import (
    ContentsOpened,
    ContentsShown,
    PreviewList,
    PreviewOpened,
    StepOpened,
    StepShown,
    activities,
    releases,
    steps_of,
)
from bot.course.desk.rights import Grant, Rights, Role
from bot.course.inputs import Arrived
from bot.course.messages import AnyLabel, Label, Message
from bot.course.model import Course
from bot.course.shelf import Shelf
from bot.service import library
from bot.service.desk.desk import Desk
from bot.service.received import Tapped, Typed
from bot.service.turns import Turns
from bot.store import learners, team
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from bot.view.page import Page
from bot.view.pages import View
from tests.course.courses import PULSE, ROADS, WEEKS
from tests.service.house import ANNA, BOHDAN, NOW, Talk, lessons, messages, words
from tests.store.test_erasure import tables_about

AUTHOR = Address(channel="telegram", address="31")


def read() -> Lessons:
    courses = {each.id: each for each in (ROADS, WEEKS)}
    return replace(lessons(), courses={**lessons().courses, **courses}, surveys={"pulse": PULSE})


@dataclass(slots=True)
class Room:
    talk: Talk
    shelf: Shelf

    async def give(self, who: Address, role: Role, over: str = "") -> None:
        await self.talk(Arrived(course="short"), who)
        await self.talk.press(who)

        def job(tx: Tx) -> None:
            found = learners.find(tx, who)
            assert found is not None
            team.grant(tx, found.id, Grant(role=role, over=over), NOW)

        await self.talk.writer.run(job)

    async def says(self, who: Address = AUTHOR) -> Message:
        """What stands last in their chat."""
        return (await self.talk.writer.run(lambda tx: messages(tx, who)))[-1]

    async def desk(self, who: Address = AUTHOR) -> Message:
        (message,) = await self.talk(Typed(text="/desk"), who)
        return message

    async def tap(self, label: AnyLabel, place: int = 0, who: Address = AUTHOR) -> Message:
        self.talk.clock.forward(seconds=5)
        last = await self.says(who)
        labels = [button.label for row in last.buttons for button in row]
        index = [n for n, each in enumerate(labels) if each == label][place]
        (message,) = await self.talk(Tapped(token=await self.talk.token(who), index=index), who)
        return message

    async def forged(self, who: Address, action: DeskAction) -> Message:
        """A press on a button that this person was never given."""

        def job(tx: Tx) -> Message:
            found = learners.find(tx, who)
            assert found is not None
            desk = self.talk.turns.desk
            return desk.take(tx, found.id, found.learner, action, None, NOW).messages[0]

        return await self.talk.writer.run(job)

    def page(self, message: Message, language: str = "en") -> Page:
        return self.talk.turns.view.page(message, language)

    def release(self, course: str) -> str:
        found = self.shelf.newest(course)
        assert found is not None
        return found


def labels(message: Message) -> list[AnyLabel]:
    return [button.label for row in message.buttons for button in row]


@pytest.fixture
async def room(writer: Writer) -> Room:
    shelf = await writer.run(lambda tx: library.shelf(tx, read(), NOW))
    talk = Talk(
        writer, Turns(view=View(words=words(), shelf=shelf), desk=Desk(administrators=(), shelf=shelf))
    )  # fmt: skip
    room = Room(talk, shelf)
    await room.give(AUTHOR, "author", "roads")
    return room


async def test_an_episode_step_by_step_with_what_each_answer_brings(room: Room) -> None:
    assert DeskLabel.LOOK in labels(await room.desk())
    listed = await room.tap(DeskLabel.LOOK)
    assert listed.body == PreviewList(releases=(room.release("roads"),))
    contents = await room.tap(DeskLabel.LOOK_COURSE)
    assert contents.body == ContentsShown(release=room.release("roads"))
    assert "stop in en – episode, 4 min" in room.page(contents).text.replace("\\", "")
    step = await room.tap(DeskLabel.LOOK_ACTIVITY)
    assert isinstance(step.body, StepShown)
    assert (step.body.step, step.replaces) == ("hook", None)
    text = room.page(step).text
    assert "Preview: step 1 of 5" in text.replace("\\", "")
    assert "hook in en" in text
    await room.tap(DeskLabel.LOOK_NEXT)
    quiz = await room.tap(DeskLabel.LOOK_NEXT)
    assert labels(quiz)[:3] == [Label.ANSWER] * 3
    answered = await room.tap(Label.ANSWER, 0)
    assert answered.replaces is not None
    assert isinstance(answered.body, StepShown)
    assert answered.body.answer == (1,)
    text = room.page(answered).text
    assert "Not quite." in text
    assert "who reply 1 in en" in text
    right = await room.tap(Label.ANSWER, 0)
    assert "who reply 2 in en" in room.page(right).text
    assert "Right." in room.page(right).text
    deeper = await room.tap(DeskLabel.LOOK_NEXT)
    assert "Only for those who go deeper." in room.page(deeper).text.replace("\\", "")
    assert DeskLabel.LOOK_NEXT not in labels(await room.tap(DeskLabel.LOOK_NEXT))
    before = await room.tap(DeskLabel.LOOK_BEFORE)
    assert before.body == deeper.body


async def test_in_every_language_of_the_course(room: Room) -> None:
    await room.desk()
    await room.tap(DeskLabel.LOOK)
    await room.tap(DeskLabel.LOOK_COURSE)
    await room.tap(DeskLabel.LOOK_ACTIVITY)
    other = await room.tap(DeskLabel.LOOK_IN)
    page = room.page(other)
    assert (page.language, "hook in uk" in page.text) == ("uk", True)
    onward = await room.tap(DeskLabel.LOOK_NEXT)
    assert room.page(onward).language == "uk"


async def test_several_answers_are_marked_and_submitted(room: Room) -> None:
    opened = StepOpened(
        release=room.release("roads"), activity="wheel", step="parts", language="en"
    )
    await room.desk()
    first = await room.forged(AUTHOR, opened)
    assert labels(first)[:4] == [*[Label.ANSWER] * 3, Label.SUBMIT]
    marked = await room.forged(AUTHOR, first.buttons[0][0].does)  # type: ignore[arg-type]
    assert "Marked: 1." in room.page(marked).text
    both = await room.forged(AUTHOR, marked.buttons[2][0].does)  # type: ignore[arg-type]
    assert "Marked: 1, 3." in room.page(both).text
    submitted = await room.forged(AUTHOR, both.buttons[3][0].does)  # type: ignore[arg-type]
    text = room.page(submitted).text
    assert "Your answer: 1, 3." in text
    assert "Right." in text
    assert labels(submitted)[0] == Label.TRY_AGAIN


async def test_every_step_of_every_activity_can_be_looked_at(room: Room) -> None:
    """Of a test the whole bank, and follow-ups long before they come."""
    await room.give(BOHDAN, "administrator")
    seen: set[tuple[str, str, str]] = set()
    for release in releases(room.shelf, Rights(grants=(Grant(role="administrator"),))):
        course = room.shelf.releases[release]
        for activity in activities(course):
            action: object = StepOpened(
                release=release, activity=activity.id, language=course.source_language
            )
            while isinstance(action, StepOpened):
                shown = await room.forged(BOHDAN, action)
                assert isinstance(shown.body, StepShown)
                seen.add((course.id, activity.id, shown.body.step))
                assert room.page(shown, "uk").text
                found = [b.does for row in shown.buttons for b in row
                         if b.label == DeskLabel.LOOK_NEXT]  # fmt: skip
                action = next(iter(found), None)
    assert seen == {
        (course.id, activity.id, step.id)
        for course in room.shelf.releases.values()
        for activity in activities(course)
        for step in steps_of(activity)
    }


async def test_nothing_of_it_is_kept(room: Room) -> None:
    """No fact, no figure, no progress; of the person, only that the desk was used."""

    def traces(tx: Tx) -> dict[str, list[tuple[object, ...]]]:
        return {
            table: [tuple(row) for row in tx.execute(f"SELECT * FROM {table}")]
            for table in tables_about(tx)
            if table not in ("learners", "outbox", "inbox", "audit")
        }

    def state(tx: Tx) -> object:
        found = learners.find(tx, AUTHOR)
        assert found is not None
        return replace(found.learner, turn=0, active_at=None, last_press=None)

    await room.desk()
    before = await room.talk.writer.run(lambda tx: (traces(tx), state(tx)))
    await room.tap(DeskLabel.LOOK)
    await room.tap(DeskLabel.LOOK_COURSE)
    await room.tap(DeskLabel.LOOK_ACTIVITY)
    await room.tap(DeskLabel.LOOK_NEXT)
    await room.tap(DeskLabel.LOOK_NEXT)
    await room.tap(Label.ANSWER)
    assert await room.talk.writer.run(lambda tx: (traces(tx), state(tx))) == before
    noted = await room.talk.writer.run(
        lambda tx: [(r["action"], r["about"]) for r in tx.execute("SELECT * FROM audit")]
    )
    assert noted.count(("previewed", "roads stop")) == 1


# --- Who may ----------------------------------------------------------------------------

ForgedAt = Callable[[str], DeskAction]
FORGED: dict[str, ForgedAt] = {
    "the contents": lambda release: ContentsOpened(release=release),
    "a step": lambda release: StepOpened(release=release, activity="one", language="en"),
}


@pytest.mark.parametrize("what", FORGED)
async def test_an_author_of_one_course_sees_no_other(room: Room, what: str) -> None:
    seen = await room.forged(AUTHOR, FORGED[what](room.release("weeks")))
    assert seen.body == PreviewList(releases=(room.release("roads"),))


async def test_a_viewer_sees_none(room: Room) -> None:
    await room.give(BOHDAN, "viewer")
    assert DeskLabel.LOOK not in labels(await room.desk(BOHDAN))
    await room.talk(Arrived(course="short"), ANNA)
    await room.talk.press(ANNA)
    of_weeks = (forged(room.release("weeks")) for forged in FORGED.values())
    for action in (*of_weeks, PreviewOpened()):
        assert isinstance((await room.forged(BOHDAN, action)).body, DeskShown)
        assert (await room.forged(ANNA, action)).body == DeskShown(role=None)


async def test_another_role_over_everything_opens_no_other_course(room: Room) -> None:
    """Who may see all reports, and writes one course, looks at that one."""
    await room.give(AUTHOR, "viewer")
    seen = await room.forged(AUTHOR, FORGED["a step"](room.release("weeks")))
    assert seen.body == PreviewList(releases=(room.release("roads"),))


async def test_the_right_is_asked_for_at_every_press(room: Room) -> None:
    await room.desk()
    await room.tap(DeskLabel.LOOK)
    await room.talk.writer.run(lambda tx: tx.execute("DELETE FROM roles"))
    assert (await room.tap(DeskLabel.LOOK_COURSE)).body == DeskShown(role=None)


@pytest.mark.parametrize(("role", "over"), [("administrator", ""), ("coordinator", ""),
                                            ("coordinator", "a-group"), ("author", "")])  # fmt: skip
async def test_whoever_looks_after_people_sees_every_course(
    room: Room, role: Role, over: str
) -> None:
    rights = Rights(grants=(Grant(role=role, over=over),))
    assert {room.shelf.releases[each].id for each in releases(room.shelf, rights)} == {
        "short", "roads", "weeks", "pulse",
    }  # fmt: skip


@pytest.mark.parametrize(
    "opened",
    [
        StepOpened(release="none", activity="stop", language="en"),
        StepOpened(release="", activity="none", language="en"),
        StepOpened(release="", activity="stop", step="none", language="en"),
        StepOpened(release="", activity="stop", language="xx"),
    ],
    ids=["release", "activity", "step", "language"],
)
async def test_what_there_is_not(room: Room, opened: StepOpened) -> None:
    asked = replace(opened, release=opened.release or room.release("roads"))
    assert isinstance((await room.forged(AUTHOR, asked)).body, PreviewList)


async def test_a_choice_that_the_step_does_not_have_is_none(room: Room) -> None:
    opened = StepOpened(release=room.release("roads"), activity="stop", step="who", language="en")
    shown = await room.forged(AUTHOR, replace(opened, answer=(99,), marked=(0, -1)))
    assert shown.body == StepShown(
        release=room.release("roads"), activity="stop", step="who", language="en"
    )


async def test_an_earlier_release_is_named_so(room: Room) -> None:
    """People are still inside it; the newest stands first."""
    changed: Course = replace(ROADS, summary={"en": "Changed", "uk": "Змінено"})
    shelf = replace(
        room.shelf, offered={**room.shelf.offered, "roads": "new"},
        releases={**room.shelf.releases, "new": changed},
    )  # fmt: skip
    rights = Rights(grants=(Grant(role="author", over="roads"),))
    assert releases(shelf, rights) == ("new", room.release("roads"))
    view = View(words=words(), shelf=shelf)
    shown = Message(body=ContentsShown(release=room.release("roads")))
    assert "earlier" in view.page(shown, "en").text
    shown = Message(body=ContentsShown(release="new"))
    assert "earlier" not in view.page(shown, "en").text
