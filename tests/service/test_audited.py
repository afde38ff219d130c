"""Every action of the desk in the chat leaves its line, or stands here with the reason why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import pytest

from bot.course.desk import DeskAction
from bot.course.desk import announcement as a
from bot.course.desk import front as f
from bot.course.desk import groups as g
from bot.course.desk import inbox as i
from bot.course.desk import preview as p
from bot.course.desk import reports as r
from bot.course.desk import surveys as s
from bot.course.desk import team as t
from bot.course.desk import topics as w
from bot.course.inputs import Arrived
from bot.service import library
from bot.service.desk.desk import Desk
from bot.service.received import Typed
from bot.service.turns import Turns
from bot.store.writer import Writer
from bot.view.desk.deeds import deeds
from bot.view.pages import View
from tests.service.house import ANNA, BOHDAN, NOW, Talk, words
from tests.service.inbox import appointed, did, group, id_of, rows
from tests.service.test_desk import BOSS, OLHA, feedback
from tests.service.test_surveys import shipped

SILENT: Mapping[type[object], str] = {
    f.DeskOpened: "the front, with what can be chosen",
    i.FilterOpened: "what can be chosen",
    i.SearchBegun: "asks for words",
    i.AnswerBegun: "asks for words",
    i.AlertsOpened: "a switch of one's own",
    w.TitleBegun: "asks for words",
    w.CountOpened: "what can be chosen",
    a.TextBegun: "asks for words",
    a.QuietBegun: "asks for words",
    a.StartOpened: "what can be chosen",
    a.DateBegun: "asks for words",
    a.LinksOpened: "what can be chosen",
    a.LinkBegun: "asks for words",
    a.EnclosureBegun: "asks for a file",
    g.GroupBegun: "asks for words",
    g.ChangeBegun: "what can be chosen, or asks for words",
    r.ReportsOpened: "what can be chosen",
    r.GroupTaken: "what can be chosen",
    p.PreviewOpened: "what can be chosen",
    p.ContentsOpened: "what can be chosen",
    t.InvitationBegun: "what can be chosen",
}


@dataclass(slots=True)
class Desked:
    """The boss at the desk, with one of everything there is."""

    talk: Talk
    thread: str
    topic: str
    announcement: str
    anna: str
    number: str
    bohdan: str

    async def lines(self) -> list[tuple[object, ...]]:
        return await rows(self.talk, "SELECT action, about FROM audit ORDER BY id")

    async def added(self, action: object) -> list[tuple[object, ...]]:
        before = len(await self.lines())
        await did(self.talk, action, BOSS)  # type: ignore[arg-type]
        return (await self.lines())[before:]


@pytest.fixture
async def desk(writer: Writer) -> Desked:
    shelf = await writer.run(lambda tx: library.shelf(tx, shipped(), NOW))
    made = Desk(administrators=frozenset({BOSS.address}), shelf=shelf, address="https://desk")
    talk = Talk(writer, Turns(view=View(words=words(), shelf=shelf), desk=made))
    for who in (ANNA, BOHDAN, OLHA, BOSS):
        await talk(Arrived(course="short"), who)
        await talk.press(who)
    await appointed(talk, BOHDAN)
    await group(talk, "g", ANNA)
    await rows(talk, "UPDATE members SET state = 'asked'")
    await feedback(talk, "Crossings, please.", ANNA)
    await did(talk, a.AnnouncementBegun(), BOSS)
    await did(talk, w.TitleBegun(language="en"), BOSS)
    await talk(Typed(text="Crossings"), BOSS)
    ((thread, topic, announcement),) = await rows(
        talk, "SELECT (SELECT thread FROM threads), (SELECT id FROM topics),"
        " (SELECT id FROM announcements)",
    )  # fmt: skip
    await did(talk, a.TextBegun(announcement=str(announcement), language="en"), BOSS)
    await talk(Typed(text="On Monday"), BOSS)
    anna = await id_of(talk, ANNA)
    ((number,),) = await rows(talk, "SELECT number FROM learners WHERE id = ?", anna)
    return Desked(
        talk=talk, thread=str(thread), topic=str(topic), announcement=str(announcement),
        anna=anna, number=str(number), bohdan=await id_of(talk, BOHDAN),
    )  # fmt: skip


def every(at: Desked) -> Iterator[Any]:
    """One action of each kind, that can be done; what ends something comes last."""
    shelf = at.talk.turns.view.shelf
    release = shelf.offered["short"]
    activity = shelf.releases[release].line[0].id
    draft, thread, topic = at.announcement, at.thread, at.topic
    report = r.Report(kind="funnel", course="short")
    yield from (f.DeskOpened(), f.BrowserAsked())
    yield from (
        i.InboxOpened(state="new"), i.FilterOpened(state="new", only=i.Only()), i.SearchBegun(),
        i.ThreadOpened(thread=thread), i.ThreadMarked(thread=thread, mark="done"),
        i.AnswerBegun(thread=thread), i.AlertsOpened(), i.AlertsChosen(how="each"),
    )  # fmt: skip
    yield from (
        w.TopicsOpened(), w.TopicOpened(topic=topic), w.TitleBegun(language="en"),
        w.CountOpened(thread=thread), w.WishCounted(thread=thread, topic=topic, name="C"),
        w.TopicFinished(topic=topic, done=True), w.TopicAnnounced(topic=topic),
    )  # fmt: skip
    yield from (
        a.AnnouncementBegun(), a.AnnouncementsOpened(), a.AnnouncementOpened(announcement=draft),
        a.TextBegun(announcement=draft, language="en"), a.AudienceOpened(announcement=draft),
        a.AudienceChosen(announcement=draft, audience=a.Audience(language="en"), of="language"),
        a.QuietBegun(announcement=draft), a.StartOpened(announcement=draft),
        a.DateBegun(announcement=draft),
        a.StartChosen(announcement=draft, on=date(2026, 3, 9), hour=9),
        a.LastsChosen(announcement=draft, hours=4), a.LinksOpened(announcement=draft),
        a.LinkBegun(announcement=draft), a.LinkDropped(announcement=draft),
        a.CourseLinked(announcement=draft, course="short"), a.EnclosureBegun(announcement=draft),
        a.EnclosureDropped(announcement=draft), a.PreviewAsked(announcement=draft),
        a.TestAsked(announcement=draft), a.AnnouncementMoved(announcement=draft, move="discard"),
    )  # fmt: skip
    yield from (
        g.GroupsOpened(), g.GroupBegun(), g.GroupOpened(group="g"),
        g.ChangeBegun(group="g", change="places"),
        g.GroupCourseChosen(group="g", course="short", sure=True),
        g.GroupDateChosen(group="g", on=date(2026, 4, 6), sure=True),
        g.GroupPlacesChosen(group="g", places=25), g.GroupJoiningChosen(group="g", joining="list"),
        g.InvitationOpened(group="g"), g.MembersOpened(group="g", state="asked"),
        g.MemberDecided(group="g", number=at.number, decision="approve"),
        g.GroupMoved(group="g", move="renew", sure=True),
    )  # fmt: skip
    yield from (
        r.ReportsOpened(), r.GroupTaken(course="short", group="g"), r.ReportAsked(report=report),
        r.DigestSwitched(on=True),
    )  # fmt: skip
    yield from (
        s.SurveysOpened(), s.SurveyChosen(survey="signed"), s.AnswersOpened(survey="signed", page=1),
        s.SurveyFileAsked(survey="signed", form="csv"), s.SurveyAnnounced(survey="signed"),
    )  # fmt: skip
    yield from (
        p.PreviewOpened(), p.ContentsOpened(release=release),
        p.StepOpened(release=release, activity=activity, language="en"),
    )  # fmt: skip
    yield from (
        t.TeamOpened(), t.InvitationBegun(role="coordinator"), t.InvitationMade(role="coordinator"),
        t.AuditOpened(), t.RoleTaken(member=at.bohdan, role="coordinator", number=1),
    )  # fmt: skip
    yield i.AnswerDecided(thread=thread, send=True)


async def test_each_leaves_its_line_or_has_a_reason(desk: Desked) -> None:
    done: dict[type[object], list[tuple[object, ...]]] = {}
    for action in every(desk):
        desk.talk.clock.forward(minutes=61)
        if isinstance(action, i.AnswerDecided):
            await did(desk.talk, i.AnswerBegun(thread=desk.thread), BOSS)
            await desk.talk(Typed(text="It comes in May."), BOSS)
        done[type(action)] = await desk.added(action)
    assert set(done) == set(get_args(DeskAction))
    assert {kind for kind, lines in done.items() if not lines} == set(SILENT)
    several = {kind for kind, lines in done.items() if len(lines) > 1}
    assert several == {w.TopicAnnounced, i.ThreadMarked}, "a draft with its audience; shown anew"
    said = {line[0] for lines in done.values() for line in lines}
    assert said <= set(deeds(words()["en"]))
    assert "May" not in str(await desk.lines())


async def test_a_look_at_the_same_is_one_line_an_hour(desk: Desked) -> None:
    look = i.ThreadOpened(thread=desk.thread)
    assert await desk.added(look) == [("read", desk.thread)]
    desk.talk.clock.forward(minutes=59)
    assert await desk.added(look) == []
    assert await desk.added(g.MembersOpened(group="g")) == [("listed people of group", "g")]
    assert await desk.added(g.MembersOpened(group="g", page=1)) == []
    desk.talk.clock.forward(minutes=2)
    assert await desk.added(look) == [("read", desk.thread)]
    ((who,),) = await rows(desk.talk, "SELECT DISTINCT who FROM audit WHERE action = 'read'")
    assert who == await id_of(desk.talk, BOSS)
    await did(desk.talk, look, BOHDAN)
    assert (await desk.lines())[-1] == ("read", desk.thread)


async def test_what_is_not_shown_was_not_looked_at(desk: Desked) -> None:
    """Somebody out of whose reach it is gets their own list, and that is what the audit says."""
    await appointed(desk.talk, OLHA, over="other")
    before = len(await desk.lines())
    for action in (i.ThreadOpened(thread=desk.thread), g.GroupOpened(group="g")):
        await did(desk.talk, action, OLHA)
    assert (await desk.lines())[before:] == [("listed messages", "new"), ("listed groups", "")]


async def test_a_search_is_noted_without_its_words(desk: Desked) -> None:
    await did(desk.talk, i.SearchBegun(), BOSS)
    await desk.talk(Typed(text="crossings"), BOSS)
    assert (await desk.lines())[-1] == ("searched messages", "")


async def test_an_answer_that_is_thrown_away_was_none(desk: Desked) -> None:
    await did(desk.talk, i.AnswerBegun(thread=desk.thread), BOSS)
    await desk.talk(Typed(text="It comes in May."), BOSS)
    assert await desk.added(i.AnswerDecided(thread=desk.thread, send=False)) == [
        ("read", desk.thread)
    ]
