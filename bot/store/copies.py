"""Where the desk has shown what learners wrote: those copies go when the learner is erased.

    a message of the desk ─► outbox_copies       shown on a chat page ─► page_copies
                                   └──── by the thread or the survey that it shows ────┘

What was sought may be anybody's words, so that with every erasure all results of searches go.
"""

from collections.abc import Collection

from bot.course.desk.inbox import FilterShown, InboxShown, Only, ThreadShown
from bot.course.desk.surveys import SurveyShown
from bot.course.messages import Body
from bot.store.writer import Tx

OF_ONE = (
    "SELECT 'thread ' || thread FROM threads WHERE learner_id = ?"
    " UNION SELECT 'survey ' || survey FROM survey_people WHERE learner_id = ?"
    " UNION SELECT 'sought'"
)


def note(tx: Tx, outbox_id: int, body: Body) -> None:
    """That this message shows what it shows."""
    tx.executemany(
        "INSERT INTO outbox_copies (source, outbox_id) VALUES (?, ?)",
        [(source, outbox_id) for source in _sources(body)],
    )


def note_on_page(tx: Tx, seq: int, body: Body) -> None:
    """The same of what a chat page keeps."""
    tx.executemany(
        "INSERT INTO page_copies (source, seq) VALUES (?, ?)",
        [(source, seq) for source in _sources(body)],
    )


def is_gone(tx: Tx, outbox_id: int, body: Body) -> bool:
    """Whether a message shows somebody's words and was taken back while it was under way."""
    if not _sources(body):
        return False
    row = tx.execute("SELECT 1 FROM outbox WHERE id = ?", (outbox_id,)).fetchone()
    return row is None


def _sources(body: Body) -> set[str]:
    match body:
        case InboxShown(threads=lines, only=only):
            return {_thread(line.thread) for line in lines} | _sought(only)
        case FilterShown(only=only):
            return _sought(only)
        case ThreadShown(thread=thread):
            return {_thread(thread)}
        case SurveyShown(survey=survey, items=items) if any(each.words for each in items):
            return {f"survey {survey}"}
        case _:
            return set()


def _thread(thread: str) -> str:
    return f"thread {thread}"


def _sought(only: Only) -> set[str]:
    return {"sought"} if only.words else set()


def erase(tx: Tx, learner_id: str) -> None:
    """Every message of the desk that shows this learner's words, and what chat pages keep of it."""
    _erase(tx, OF_ONE, (learner_id, learner_id))


def erase_thread(tx: Tx, thread: str) -> None:
    """Every message that shows this thread, and every result of a search."""
    _erase(tx, "SELECT ? UNION SELECT 'sought'", (_thread(thread),))


def _erase(tx: Tx, sources: str, values: Collection[str]) -> None:
    tx.execute(
        "DELETE FROM chat_events WHERE seq IN"  # noqa: S608
        f" (SELECT seq FROM page_copies WHERE source IN ({sources}))",
        (*values,),
    )
    tx.execute(
        "DELETE FROM outbox WHERE id IN"  # noqa: S608
        f" (SELECT outbox_id FROM outbox_copies WHERE source IN ({sources}))",
        (*values,),
    )
