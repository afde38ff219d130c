"""Facts are only ever added; one that is there already stays as it was."""

from datetime import timedelta

from bot.course.facts import (
    ActivityCompleted,
    Answered,
    CourseCompleted,
    EnrolmentBegan,
    Fact,
    FeedbackGiven,
    PromptMade,
    TestTaken,
)
from bot.store import facts, releases
from bot.store.times import to_ms
from bot.store.writer import Tx, Writer
from tests.store.somebody import NOW, SOMEBODY, add

LATER = NOW + timedelta(days=1)
BEGAN = EnrolmentBegan(course="c1", release="r1")
ANSWERED = Answered(
    course="c1", release="r1", activity="a1", step="s1", attempt=1, response=(2,), right=False
)


def keep(tx: Tx, *kept: Fact, later: bool = False) -> None:
    if tx.execute("SELECT count(*) FROM learners").fetchone()[0] == 0:
        add(tx)
        releases.put(tx, "r1", "c1", "{}", NOW)
        releases.put(tx, "r2", "c1", "{}", NOW)
    facts.add(tx, SOMEBODY, "uk", kept, LATER if later else NOW)


async def rows(writer: Writer, sql: str) -> list[tuple[object, ...]]:
    return await writer.run(lambda tx: [tuple(row) for row in tx.execute(sql)])


async def test_a_completion_keeps_its_first_moment(writer: Writer) -> None:
    done = ActivityCompleted(course="c1", activity="a1", sort="episode")
    await writer.run(lambda tx: keep(tx, done))
    await writer.run(lambda tx: keep(tx, done, later=True))
    assert await rows(writer, "SELECT completed_at FROM completions") == [(to_ms(NOW),)]


async def test_an_enrolment_keeps_its_release_and_is_completed_once(writer: Writer) -> None:
    ended = CourseCompleted(course="c1")
    await writer.run(lambda tx: keep(tx, BEGAN, ended))
    again = EnrolmentBegan(course="c1", release="r2")
    await writer.run(lambda tx: keep(tx, again, ended, later=True))
    assert await rows(writer, "SELECT release, started_at, completed_at FROM enrolments") == [
        ("r1", to_ms(NOW), to_ms(NOW))
    ]


async def test_every_answer_is_kept(writer: Writer) -> None:
    """Also the same one twice: the first is what statistics count."""
    words = Answered(
        course="c1", release="r1", activity="a1", step="s2", attempt=1, response="Слова", right=None
    )
    await writer.run(lambda tx: keep(tx, ANSWERED, ANSWERED, words))
    assert await rows(writer, "SELECT step, response, correct, language FROM answers") == [
        ("s1", "[2]", 0, "uk"),
        ("s1", "[2]", 0, "uk"),
        ("s2", '"Слова"', None, "uk"),
    ]


async def test_a_test_is_taken_once_for_each_attempt(writer: Writer) -> None:
    first = TestTaken(course="c1", test="t1", attempt=1, right=2, asked=5, passed=False)
    same = TestTaken(course="c1", test="t1", attempt=1, right=5, asked=5, passed=True)
    await writer.run(lambda tx: keep(tx, first, same))
    assert await rows(writer, "SELECT correct, passed FROM tests_taken") == [(2, 0)]


async def test_feedback_of_one_person_is_one_thread(writer: Writer) -> None:
    def given(text: str) -> FeedbackGiven:
        return FeedbackGiven(text=text, course="c1", activity=None, step=None)

    await writer.run(lambda tx: keep(tx, given("one"), given("two")))
    await writer.run(
        lambda tx: tx.execute(
            "INSERT INTO learners (id, state, created_at) VALUES ('other', '{}', 0)"
        )
    )
    await writer.run(lambda tx: facts.add(tx, "other", "en", [given("three")], NOW))
    kept = await rows(writer, "SELECT text, thread FROM feedback ORDER BY id")
    threads = [thread for _, thread in kept]
    assert [text for text, _ in kept] == ["one", "two", "three"]
    assert threads[0] == threads[1] != threads[2]
    assert SOMEBODY not in str(threads)


async def test_a_second_prompt_of_a_day_leaves_the_first(writer: Writer) -> None:
    """A clock that was put forward and back may come to the same day again."""

    def prompted(tx: Tx) -> list[str]:
        for items in (("activity:a1",), ("review:",)):
            facts.add(tx, SOMEBODY, "en", [PromptMade(on=NOW.date(), items=items)], NOW)
        return [row["items"] for row in tx.execute("SELECT items FROM prompts")]

    await writer.run(add)
    assert await writer.run(prompted) == ['["activity:a1"]']
