"""The inbox: threads of feedback, and how they are answered."""

from typing import get_args

from bot.channels.web.desk.visit import Answer, Elsewhere, Missing, Place, Shown, Visit
from bot.course.desk.announcement import wording
from bot.course.desk.inbox import Entry, FeedbackAnswered, Mark, Only, ThreadLine, ThreadState
from bot.course.messages import Message
from bot.i18n import NAMES, Words
from bot.service.desk import inbox, topics
from bot.service.desk.inbox import LONGEST_ANSWER, LONGEST_SEARCH
from bot.store import threads
from bot.store import topics as wished
from bot.store.threads import Thread
from bot.view.desk.inbox import letterbox, marks, rating, states
from bot.view.titles import activity_title, course_title

LIST = "/desk/inbox"
ONE = "/desk/inbox/{thread}"
PAGE = 20
FOUND = 50
"""Threads that a search shows at most."""
MOST_TOPICS = 100


def show(visit: Visit) -> Answer:
    """What is chosen stands in the address; what is sought does not: it may be somebody's words."""
    state = _state(visit.query.get("state", "new"))
    only = _only(visit)
    reach = visit.sitting.rights.reach("answer")
    found = threads.listed(visit.sitting.tx, reach, state, visit.page * PAGE, PAGE + 1, only)
    return _list(visit, found, state=state, only=only)


def search(visit: Visit) -> Answer:
    words = " ".join(visit.form.text("words").split())[:LONGEST_SEARCH]
    if not words:
        return Elsewhere(path=LIST)
    reach = visit.sitting.rights.reach("answer")
    found = threads.listed(visit.sitting.tx, reach, None, 0, FOUND, Only(words=words))
    return _list(visit, found, state=None, only=Only(words=words))


def _list(
    visit: Visit, found: list[ThreadLine], *, state: ThreadState | None, only: Only
) -> Answer:
    t, shelf = visit.t, visit.view.shelf
    courses, languages = threads.places(visit.sitting.tx, visit.sitting.rights.reach("answer"))
    waiting = threads.counts(visit.sitting.tx, visit.sitting.rights.reach("answer"))
    most = FOUND if only.words else PAGE
    values = {
        "threads": [(each, _place(visit, each.course, each.activity)) for each in found[:most]],
        "state": state or "all", "only": only, "page": visit.page, "more": len(found) > most,
        "states": [
            (each or "all", words, waiting.get(each, 0) if each else sum(waiting.values()))
            for each, words in states(t).items()
        ],
        "state_names": states(t), "query": _query(state, only),
        "courses": [(each, course_title(shelf, each, t.language)) for each in courses],
        "spoken": [(each, NAMES.get(each, each)) for each in languages],
    }  # fmt: skip
    return Shown(template="inbox", title=t("Messages from learners"), values=values)


def _state(name: str) -> ThreadState | None:
    """Every other name means: whatever the state."""
    return next((each for each in get_args(ThreadState) if each == name), None)


def _only(visit: Visit) -> Only:
    asked = visit.query
    return Only(
        course=asked.get("course") or None, language=asked.get("language") or None,
        complaints="complaints" in asked, wishes="wishes" in asked,
    )  # fmt: skip


def _query(state: ThreadState | None, only: Only) -> dict[str, str]:
    """What a link to another page of the same list carries."""
    asked = {"state": state or "all", "course": only.course or "", "language": only.language or ""}
    asked |= {"complaints": "1"} if only.complaints else {}
    asked |= {"wishes": "1"} if only.wishes else {}
    return {name: value for name, value in asked.items() if value}


def _place(visit: Visit, course: str | None, activity: str | None) -> str:
    """Where the words were written."""
    shelf, language = visit.view.shelf, visit.t.language
    if course is None:
        return ""
    if activity is None:
        return course_title(shelf, course, language)
    return activity_title(shelf, course, activity, language)


# --- One thread -------------------------------------------------------------------------


def one(visit: Visit) -> Answer:
    found = inbox.read(visit.sitting, visit.named["thread"])
    return Missing() if found is None else _thread(visit, found)


def answer(visit: Visit) -> Answer:
    """First it is shown as it will be read, then it is sent."""
    found = inbox.find(visit.sitting, visit.named["thread"])
    if found is None:
        return Missing()
    text = visit.form.text("text").strip()
    if visit.form.text("do") != "send":
        return _thread(visit, found, text=text, looked=True)
    match inbox.answer(visit.sitting, found.thread, text):
        case "refused":
            return _thread(visit, found, text=text, looked=True)
        case "kept":
            return Elsewhere(path=f"{LIST}/{found.thread}", said="unanswered")
        case "on its way":
            return Elsewhere(path=f"{LIST}/{found.thread}", said="answered")
        case "in the letterbox":
            return Elsewhere(path=f"{LIST}/{found.thread}", said="posted")


def mark(visit: Visit) -> Answer:
    found = inbox.find(visit.sitting, visit.named["thread"])
    wanted = next((each for each in get_args(Mark) if each == visit.form.text("mark")), None)
    if found is None or wanted is None:
        return Missing()
    inbox.mark(visit.sitting, found.thread, wanted)
    return Elsewhere(path=f"{LIST}/{found.thread}", said="marked")


def count(visit: Visit) -> Answer:
    """The wish is counted for a topic. Nobody counts anonymous words."""
    found = inbox.find(visit.sitting, visit.named["thread"])
    if found is None or not topics.count(visit.sitting, found.thread, visit.form.text("topic")):
        return Missing()
    return Elsewhere(path=f"{LIST}/{found.thread}", said="counted")


def _topics(visit: Visit, found: Thread) -> list[tuple[str, str]]:
    """For which topics the wish can be counted."""
    if found.letterbox is not None or found.learner_id is None:
        return []
    offered = wished.offered(visit.sitting.tx, MOST_TOPICS)
    return [(each.id, wording(each.titles, visit.t.language)[0]) for each in offered]


def _thread(visit: Visit, found: Thread, *, text: str = "", looked: bool = False) -> Answer:
    t = visit.t
    wrong = _wrong(text, t) if looked else None
    values = {
        "thread": found, "entries": [(each, _about(visit, each)) for each in found.entries],
        "state": states(t)[found.state], "marks": _marks(found, t), "text": text, "wrong": wrong,
        "preview": _preview(visit, found, text) if looked and not wrong else None,
        "letterbox": letterbox(t) if found.letterbox is not None else None,
        "longest": LONGEST_ANSWER, "topics": _topics(visit, found),
    }  # fmt: skip
    title = t("Message from a learner")
    return Shown(template="thread", title=title, values=values, status=422 if wrong else 200)


def _about(visit: Visit, entry: Entry) -> list[str]:
    """Where it was written, and how the learner rated that."""
    place = _place(visit, entry.course, entry.activity)
    return [each for each in (place, rating(entry, visit.view.shelf, visit.t)) if each]


def _marks(found: Thread, t: Words) -> list[tuple[Mark, str]]:
    wanted: list[Mark] = ["open" if found.state == "done" else "done"]
    wanted += [] if found.complaint else ["complaint"]
    return [(each, marks(t)[each]) for each in wanted]


def _wrong(text: str, t: Words) -> str | None:
    if not text:
        return t("There is no text yet.")
    length = len(text.encode("utf-16-le")) // 2
    if length > LONGEST_ANSWER:
        return t(
            "The text is too long: {n} characters. It can have {most}.",
            n=length, most=LONGEST_ANSWER,
        )  # fmt: skip
    return None


def _preview(visit: Visit, found: Thread, text: str) -> object:
    """The message as the learner will read it."""
    asked = None if found.letterbox is not None else found.asked
    message = Message(body=FeedbackAnswered(asked=asked, answer=text))
    return visit.view.page(message, found.language)


PLACES = (
    Place(path=LIST, power="answer", shows=show, does=search),
    Place(path=ONE, power="answer", shows=one, does=answer),
    Place(path=f"{ONE}/mark", power="answer", does=mark),
    Place(path=f"{ONE}/count", power="answer", does=count),
)
