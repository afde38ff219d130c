"""Where the desk has shown threads: those copies of somebody's words go when they are erased."""

from bot.course.desk.inbox import InboxShown, ThreadShown
from bot.course.messages import Body
from bot.store.writer import Tx

OF_ONE = (
    "SELECT c.outbox_id FROM thread_copies c JOIN threads t ON t.thread = c.thread"
    " WHERE t.learner_id = ?"
)


def note(tx: Tx, outbox_id: int, body: Body) -> None:
    """That this message shows the threads that it shows."""
    for thread in _shown(body):
        tx.execute(
            "INSERT INTO thread_copies (thread, outbox_id) SELECT thread, ? FROM threads"
            " WHERE thread = ?",
            (outbox_id, thread),
        )


def _shown(body: Body) -> set[str]:
    match body:
        case InboxShown(threads=lines):
            return {line.thread for line in lines}
        case ThreadShown(thread=thread):
            return {thread}
        case _:
            return set()


def erase(tx: Tx, learner_id: str) -> None:
    """Every message of the desk that shows this learner's words, and what chat pages keep of it."""
    tx.execute(
        "DELETE FROM chat_events WHERE (address, message_id) IN (SELECT address, platform_id"  # noqa: S608
        f" FROM outbox WHERE channel = 'web' AND id IN ({OF_ONE}))",
        (learner_id,),
    )
    tx.execute(f"DELETE FROM outbox WHERE id IN ({OF_ONE})", (learner_id,))  # noqa: S608
