"""Threads are read and answered in a browser by the same rules as in the chat."""

import pytest

from bot.course.desk.inbox import FeedbackAnswered
from bot.course.messages import Label, Message
from bot.service.desk.inbox import LONGEST_ANSWER
from bot.service.received import Tapped, Typed
from bot.store.learners import Address
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import OLHA, House
from tests.channels.web.desk.test_people import group_of
from tests.service.house import ANNA, BOHDAN, messages

HOSTILE = "<script>alert(1)</script> =1+1 **bold** [x](javascript:alert(1)) \"'>"


@pytest.fixture
async def at_desk(house: House) -> Browser:
    return await house.signed_in(BOHDAN)


async def thread_of(house: House, who: Address = ANNA) -> str:
    rows = await house.rows("SELECT thread FROM threads WHERE learner_id = ?", await house.id(who))
    return f"/desk/inbox/{rows[0][0]}"


async def answers(house: House, who: Address = ANNA) -> list[FeedbackAnswered]:
    said = await house.talk.writer.run(lambda tx: messages(tx, who))
    return [each.body for each in said if isinstance(each.body, FeedbackAnswered)]


async def test_a_thread_is_read_and_answered(house: House, at_desk: Browser) -> None:
    await house.feedback("The crossing is missing.")
    front = await at_desk.look("/desk")
    assert "1 new message from learners" in front.text
    listed = await at_desk.look("/desk/inbox")
    page = await thread_of(house)
    assert page in listed.links
    assert "The crossing is missing." in listed.text
    seen = await at_desk.look(page)
    assert "The crossing is missing." in seen.text
    seen = await at_desk.send(page, text="It comes in May.")
    assert "The learner will read: You wrote to the course team: The crossing" in seen.text
    assert await answers(house) == []
    seen = await at_desk.send(page, text="It comes in May.", do="send")
    assert "Your answer is on its way." in seen.text
    assert await answers(house) == [
        FeedbackAnswered(asked="The crossing is missing.", answer="It comes in May.")
    ]
    assert (await house.audit())[-2:] == ["read", "answered"]
    assert house.woken
    assert "There is nothing here." in (await at_desk.look("/desk/inbox")).text


async def test_what_somebody_wrote_stays_text(house: House, at_desk: Browser) -> None:
    await house.feedback(HOSTILE)
    page = await thread_of(house)
    for path in ("/desk/inbox", page):
        seen = await at_desk.look(path)
        assert "<script>alert" not in seen.html
        assert "<strong>bold" not in seen.html
        assert "javascript:" not in str(seen.links)
    seen = await at_desk.send(page, text=HOSTILE)
    assert "<script>alert" not in seen.html
    assert "javascript:" not in str(seen.links)
    assert "<script>alert(1)</script>" in seen.text


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_ANSWER + 1), "🙂" * LONGEST_ANSWER])
async def test_an_answer_that_cannot_be_sent_stays_typed(
    house: House, at_desk: Browser, text: str
) -> None:
    await house.feedback("Why?")
    page = await thread_of(house)
    await at_desk.look(page)
    for do in ("look", "send"):
        seen = await at_desk.send(page, text=text, do=do)
        assert seen.status == 422
        assert text.strip() in seen.html
    assert await answers(house) == []


async def test_marks(house: House, at_desk: Browser) -> None:
    await house.feedback("Why?")
    page = await thread_of(house)
    await at_desk.look(page)
    await at_desk.send(f"{page}/mark", mark="complaint")
    await at_desk.send(f"{page}/mark", mark="done")
    assert await house.rows("SELECT state, complaint FROM threads") == [("done", 1)]
    assert "Mark as complaint" not in (await at_desk.look(page)).text
    for odd in ("", "no-complaint", "deleted"):
        assert (await at_desk.send(f"{page}/mark", mark=odd)).status == 404
        await at_desk.look(page)
    assert await house.rows("SELECT state, complaint FROM threads") == [("done", 1)]


async def test_what_is_chosen_and_sought(house: House, at_desk: Browser) -> None:
    await house.feedback("The crossing is missing.")
    await house.feedback("Дякую за курс", OLHA)
    both, anna = await at_desk.look("/desk/inbox"), await thread_of(house)
    assert {anna, await thread_of(house, OLHA)} <= set(both.links)
    seen = await at_desk.send("/desk/inbox", words="CROSSING")
    assert anna in seen.links
    assert await thread_of(house, OLHA) not in seen.links
    assert "CROSSING" not in seen.path
    for query in ("state=done", "complaints=1", "language=pt", "course=other"):
        assert anna not in (await at_desk.look(f"/desk/inbox?{query}")).links


async def test_another_group_s_thread_is_not_there(house: House) -> None:
    await house.feedback("The crossing is missing.", OLHA)
    await group_of(house, ANNA)
    await house.take(BOHDAN)
    await house.grant(BOHDAN, "coordinator", "g")
    browser = await house.signed_in(BOHDAN)
    page = await thread_of(house, OLHA)
    listed = await browser.look("/desk/inbox")
    assert page not in listed.links
    key = listed.forms["/desk/inbox"]["key"]
    assert page not in (await browser.post("/desk/inbox", key=key, words="crossing")).links
    assert (await browser.look(page)).status == 404
    assert (await browser.post(page, key=key, text="Hm.", do="send")).status == 404
    assert (await browser.post(f"{page}/mark", key=key, mark="done")).status == 404
    assert await answers(house, OLHA) == []
    assert await house.rows("SELECT state FROM threads") == [("new",)]


async def test_somebody_who_cannot_be_reached(house: House, at_desk: Browser) -> None:
    await house.feedback("Why?")
    await house.rows(
        "UPDATE addresses SET reachable = 0 WHERE learner_id = ?", await house.id(ANNA)
    )
    page = await thread_of(house)
    await at_desk.look(page)
    seen = await at_desk.send(page, text="Because.", do="send")
    assert "cannot be reached today" in seen.text


async def test_the_desk_in_the_chat_and_in_the_browser_are_one(
    house: House, at_desk: Browser
) -> None:
    await house.feedback("Why?")
    await at_desk.look(await thread_of(house))
    (desk,) = await house.talk(Typed(text="/desk"), BOHDAN)
    assert getattr(desk.body, "open", None) == 1


async def test_an_anonymous_thread_leads_to_nobody(house: House, at_desk: Browser) -> None:
    await house.talk(Typed(text="/feedback"))
    labels = [b.label for row in (await _last(house)).buttons for b in row]
    token = await house.talk.token()
    await house.talk(Tapped(token=token, index=labels.index(Label.ANONYMOUS)))
    await house.talk(Typed(text="I do not want to be known."))
    listed = await at_desk.look("/desk/inbox")
    (page,) = [each for each in listed.links if each.startswith("/desk/inbox/")]
    seen = await at_desk.look(page)
    assert "Anonymous" in seen.text
    seen = await at_desk.send(page, text="Thank you.")
    assert "The course team answers your anonymous message:" in seen.text
    seen = await at_desk.send(page, text="Thank you.", do="send")
    for secret in (await house.id(ANNA), await house.number(ANNA)):
        assert secret not in seen.html
        assert secret not in str(await house.rows("SELECT about FROM audit"))
    assert await answers(house) == [FeedbackAnswered(asked=None, answer="Thank you.")]


async def _last(house: House) -> Message:
    return (await house.talk.writer.run(lambda tx: messages(tx, ANNA)))[-1]
