"""Spaced review: questions come back by FSRS, two on a day at most, and stop when nobody wants them."""

from dataclasses import replace
from datetime import date, timedelta

from fsrs import Card as Memory
from fsrs import Rating, Scheduler

from bot.course import review
from bot.course.facts import Answered
from bot.course.inputs import Asked, Switched
from bot.course.learner import Learner
from bot.course.messages import AsideEnded, Due, Label, Prompted, Questioned, Simple
from bot.course.model import REVIEW
from bot.course.review import Card
from tests.course.courses import WEEKS, episode, module, only, quiz, when
from tests.course.talk import Talk, at, begun
from tests.course.weeks import after_one, bare, finished, started, walk_one

MON, TUE, WED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
GOOD = Card(due=WED, last=MON, stability=2.3065, difficulty=2.1181)
AGAIN = Card(due=TUE, last=MON, stability=0.212, difficulty=6.4133)
REVIEWED = bare(review_days=90)
FOUR = bare(
    review_days=90,
    modules=(module("m1", episode("one", quiz("a"), quiz("b"), quiz("c"), quiz("d")),
                    episode("two", quiz("e"))),),
)  # fmt: skip


def learner(talk: Talk) -> Learner:
    assert talk.learner is not None
    return talk.learner


def read_four(*answers: int) -> Talk:
    """Somebody who has answered the four questions of the first episode."""
    talk = started(FOUR)
    for number, answer in enumerate(answers, 1):
        talk.answer(answer)
        talk.press(Label.FINISH if number == len(answers) else Label.CONTINUE)
    return talk


def review_now(talk: Talk, *answers: int) -> list[str]:
    """The steps of the review that is in front, answered in their order."""
    asked = []
    for number, answer in enumerate(answers, 1):
        asked.append(talk.question().at.step)
        talk.answer(answer)
        talk.press(Label.FINISH if number == len(answers) else Label.CONTINUE)
    return asked


# --- When a question comes back ---------------------------------------------------------


def test_the_first_right_and_the_first_wrong_answer() -> None:
    """The first stabilities are the third and the first weight of FSRS 6."""
    weights = Scheduler().parameters
    assert review.answered(None, right=True, on=MON) == GOOD
    assert review.answered(None, right=False, on=MON) == AGAIN
    assert (GOOD.stability, AGAIN.stability) == (weights[2], weights[0])


def test_a_question_that_is_known_comes_back_later_and_later() -> None:
    card, dates = GOOD, []
    for _ in range(4):
        card = review.answered(card, right=True, on=card.due)
        dates.append(card.due)
    assert dates == [date(2026, 3, 15), date(2026, 4, 30), date(2026, 10, 10), date(2027, 4, 8)]


def test_the_days_are_those_of_the_library() -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    memory = Memory(card_id=1)
    card = None
    for right in (True, True, False, True, True):
        on = card.due if card else MON
        memory, _ = scheduler.review_card(
            memory, Rating.Good if right else Rating.Again, review._noon(on)
        )
        card = review.answered(card, right=right, on=on)
        assert card.due == memory.due.date()


def test_a_wrong_answer_brings_it_back_soon() -> None:
    known = Card(due=date(2026, 4, 30), last=date(2026, 3, 15), stability=46.2802, difficulty=2.1)
    assert (review.answered(known, right=False, on=known.due).due - known.due).days <= 3


def test_a_question_never_comes_back_on_the_day_of_its_answer_nor_after_half_a_year() -> None:
    assert review.answered(AGAIN, right=False, on=MON).due == TUE
    old = Card(due=MON, last=date(2024, 1, 1), stability=900.0, difficulty=1.0)
    assert (review.answered(old, right=True, on=MON).due - MON).days == review.LONGEST


def test_the_least_remembered_comes_first() -> None:
    cards = {
        "known": Card(due=MON, last=date(2026, 2, 1), stability=40.0, difficulty=5.0),
        "shaky": Card(due=MON, last=date(2026, 2, 27), stability=1.0, difficulty=5.0),
        "later": Card(due=TUE, last=MON, stability=0.2, difficulty=5.0),
        "alike": Card(due=MON, last=date(2026, 2, 27), stability=1.0, difficulty=5.0),
    }
    assert review.due(cards, MON) == ("alike", "shaky", "known")


# --- In the course ----------------------------------------------------------------------


def test_the_first_answer_counts() -> None:
    talk = started(REVIEWED)
    talk.answer(1)
    talk.press(Label.TRY_AGAIN)
    talk.answer(2)
    assert talk.enrolment.cards == {"one/fact": AGAIN}


def test_answers_of_tests_and_follow_ups_count_and_those_that_cannot_be_wrong_do_not() -> None:
    talk = finished(bare(review_days=90, follow_ups=WEEKS.follow_ups))
    asked = [key for key in talk.enrolment.cards if not key.startswith("check/")]
    assert sorted(asked) == ["one/fact", "three/last", "two/proof"]
    assert len(talk.enrolment.cards) == 5
    talk = begun(only(replace(quiz("turn"), right=None)))
    talk.answer(1)
    assert talk.enrolment.cards == {}


def test_it_is_brought_on_its_day() -> None:
    talk = after_one(REVIEWED)
    assert talk.sleep(days=2) == [("Wed 04 Mar 09:00", ("review",))]
    due = Due(what="review", course="weeks", release="w1", count=1)
    assert talk.body() == Prompted(items=(due,))
    assert talk.labels == [[Label.REVIEW], [Label.NO_MORE]]


def test_the_question_comes_back_as_it_was_and_its_answer_is_a_fact_of_the_review() -> None:
    talk = after_one(REVIEWED)
    talk.sleep(days=2)
    talk.press(Label.REVIEW)
    asked = at(REVIEW, "one/fact", course="weeks")
    assert talk.body() == Questioned(release="w1", at=asked, opens=True, number=1, of=1)
    assert talk.answer(2).facts == (
        Answered(
            course="weeks", release="w1", activity=REVIEW, step="one/fact", attempt=1,
            response=(2,), right=True,
        ),
    )  # fmt: skip
    talk.press(Label.FINISH)
    assert talk.body() == AsideEnded(course="weeks", release="w1", activity=REVIEW)
    assert talk.labels == [[Label.CONTINUE], [Label.MORE]]
    assert talk.enrolment.cards["one/fact"].due == date(2026, 3, 15)


def test_a_wrong_answer_in_a_review_brings_it_back_the_next_days() -> None:
    talk = after_one(REVIEWED)
    talk.sleep(days=2)
    talk.press(Label.REVIEW)
    review_now(talk, 1)
    assert talk.sleep(days=1) == [("Thu 05 Mar 09:00", ("review",))]


def test_two_a_day_and_the_others_on_the_days_that_follow() -> None:
    talk = read_four(2, 2, 2, 2)
    talk.sleep(days=2)
    body = talk.body()
    assert isinstance(body, Prompted)
    assert [due.count for due in body.items] == [2]
    talk.press(Label.REVIEW)
    assert review_now(talk, 2, 2) == ["one/a", "one/b"]
    assert talk.sleep(days=1) == [("Thu 05 Mar 09:00", ("review",))]
    talk.press(Label.REVIEW)
    assert review_now(talk, 2, 2) == ["one/c", "one/d"]
    assert talk.sleep(days=3) == []


def test_after_months_away_there_are_still_two_a_day_and_no_word_of_a_debt() -> None:
    talk = read_four(1, 2, 1, 2)
    assert talk.down(days=60) == [("Fri 01 May 12:01", ("review",))]
    body = talk.body()
    assert isinstance(body, Prompted)
    assert [due.count for due in body.items] == [2]
    talk.press(Label.REVIEW)
    assert review_now(talk, 2, 2) == ["one/a", "one/c"]


def test_after_three_prompts_without_an_answer_it_brings_none() -> None:
    assert after_one(REVIEWED).sleep(days=60) == [
        ("Wed 04 Mar 09:00", ("review",)),
        ("Thu 05 Mar 09:00", ("review",)),
        ("Fri 06 Mar 09:00", ("review",)),
    ]


def test_opening_one_or_an_answer_begins_the_count_anew() -> None:
    talk = after_one(REVIEWED)
    talk.sleep(days=60)
    talk.ask("review")
    review_now(talk, 1)
    assert len(talk.sleep(days=60)) == 3


def test_one_press_stops_it() -> None:
    talk = after_one(REVIEWED)
    talk.sleep(days=2)
    assert talk.button(Label.NO_MORE).does == Switched(what="reviews", on=False)
    talk.press(Label.NO_MORE)
    assert learner(talk).rhythm.reviews is False
    assert talk.sleep(days=60) == []


def test_switched_on_again_it_goes_on() -> None:
    talk = after_one(REVIEWED)
    talk.sleep(days=60)
    talk.take(Switched(what="reviews", on=False))
    talk.take(Switched(what="reviews", on=True))
    assert len(talk.sleep(days=60)) == 3


def test_it_ends_when_the_course_says_so() -> None:
    talk = finished(bare(review_days=3))
    assert [day for day, _ in talk.sleep(days=60)] == ["Wed 04 Mar 09:00", "Thu 05 Mar 09:00"]
    talk = finished(bare(review_days=1))
    assert talk.sleep(days=60) == []


def test_a_course_without_review_keeps_no_cards() -> None:
    talk = after_one(bare(review_days=0))
    assert talk.enrolment.cards == {}
    assert talk.sleep(days=60) == []


def test_more_on_request_even_when_nothing_is_due() -> None:
    talk = read_four(2, 1, 2, 2)
    talk.now += timedelta(days=1)
    talk.ask("review")
    assert review_now(talk, 2) == ["one/b"]
    talk.press(Label.MORE)
    assert review_now(talk, 2, 2) == ["one/a", "one/c"]
    talk.press(Label.MORE)
    assert review_now(talk, 2, 2)[0] == "one/d"


def test_with_nothing_to_review_it_says_so() -> None:
    talk = started(REVIEWED)
    talk.ask("review")
    assert (talk.body(), talk.labels) == (Simple(what="no-review"), [[Label.CONTINUE]])


def test_reviewing_leaves_the_way_as_it_was() -> None:
    talk = after_one(REVIEWED)
    talk.press(Label.NEXT)
    left = talk.body()
    talk.ask("review")
    talk.take(Asked(menu="continue"))
    assert talk.body() == left


def test_a_question_that_only_some_were_asked_comes_back_without_its_condition() -> None:
    steps = (quiz("a"), when(quiz("b"), "a", 2), quiz("c"))
    talk = started(bare(review_days=90, modules=(module("m1", episode("one", *steps)),)))
    for label in (Label.CONTINUE, Label.CONTINUE, Label.FINISH):
        talk.answer(2)
        talk.press(label)
    talk.ask("review")
    assert review_now(talk, 2, 2) == ["one/a", "one/b"]


def test_an_episode_read_again_counts_once_more() -> None:
    talk = after_one(REVIEWED)
    talk.sleep(days=2)
    talk.ask("reread")
    talk.press(Label.EPISODE)
    walk_one(talk)
    assert talk.enrolment.cards["one/fact"].due == date(2026, 3, 15)
