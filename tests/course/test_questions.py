"""Questions: answers are facts in the order in which they were given, the first one first."""

from bot.course.facts import Answered
from bot.course.messages import Label, Message, Note, Questioned, Said, UpNext
from tests.course.courses import only, quiz, rate, say, story, write
from tests.course.talk import Talk, at, begun


def at_the_quiz() -> Talk:
    talk = begun()
    talk.press(Label.CONTINUE)
    talk.answer(1)
    talk.press(Label.CONTINUE)
    return talk


def test_a_turn_of_the_story_has_no_wrong_answer_and_no_second_one() -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    question = talk.shown[-1][0]
    turn = talk.answer(2)
    moved = at("stop", "move")
    assert turn.messages == (
        Message(
            body=Questioned(
                release="r1", at=moved, opens=False, number=0, of=1, answer=(2,), right=None
            ),
            buttons=turn.messages[0].buttons,
            replaces=question,
        ),
    )
    assert talk.labels == [[Label.CONTINUE]]
    talk.answer(1)
    assert talk.note() == Note.STALE
    assert talk.answers == [("move", (2,), None)]


def test_a_wrong_answer_is_explained_in_place_and_may_be_tried_again() -> None:
    talk = at_the_quiz()
    question = talk.shown[-1][0]
    [wrong] = talk.answer(1).messages
    asked = {"release": "r1", "at": at("stop", "who"), "opens": False, "number": 1, "of": 1}
    assert (wrong.replaces, wrong.body) == (
        question,
        Questioned(**asked, answer=(1,), right=False),  # type: ignore[arg-type]
    )
    assert talk.labels == [[Label.CONTINUE], [Label.DEEPER], [Label.TRY_AGAIN]]
    talk.press(Label.TRY_AGAIN)
    assert talk.body() == Questioned(**asked)  # type: ignore[arg-type]
    assert talk.labels == [[Label.ANSWER]] * 3
    talk.answer(2)
    assert talk.body() == Questioned(**asked, answer=(2,), right=True)  # type: ignore[arg-type]
    assert talk.labels == [[Label.CONTINUE], [Label.DEEPER]]
    assert talk.answers[1:] == [("who", (1,), False), ("who", (2,), True)]


def test_a_wrong_answer_may_also_be_left_alone() -> None:
    talk = at_the_quiz()
    talk.answer(3)
    talk.press(Label.CONTINUE)
    assert talk.body() == Said(release="r1", at=at("stop", "close"), opens=False)


def test_the_fact_of_an_answer_as_a_whole() -> None:
    turn = at_the_quiz().answer(3)
    assert turn.facts == (
        Answered(
            course="roads", release="r1", activity="stop", step="who", attempt=1, response=(3,),
            right=False,
        ),
    )  # fmt: skip


def test_the_deeper_message_comes_only_to_those_who_ask() -> None:
    talk = at_the_quiz()
    talk.answer(2)
    talk.press(Label.DEEPER)
    assert talk.body() == Said(release="r1", at=at("stop", "more"), opens=False)
    talk.press(Label.CONTINUE)
    assert talk.body() == Said(release="r1", at=at("stop", "close"), opens=False)
    assert talk.labels == [[Label.FINISH]]


def test_a_deeper_message_at_the_very_end() -> None:
    talk = begun(only(say("one"), say("more", deeper=True)))
    assert talk.labels == [[Label.FINISH], [Label.DEEPER]]
    talk.press(Label.DEEPER)
    talk.press(Label.FINISH)
    assert isinstance(talk.body(), UpNext)


def test_several_answers_are_marked_unmarked_and_submitted() -> None:
    talk = begun(only(quiz("parts", 1, 3, several=True)))
    talk.answer(1, 2)
    talk.answer(2)
    talk.answer(3)
    body = talk.question()
    assert (body.marked, body.answer) == ((1, 3), None)
    assert talk.labels == [[Label.MARKED], [Label.ANSWER], [Label.MARKED], [Label.SUBMIT]]
    assert talk.answers == []
    talk.press(Label.SUBMIT)
    assert talk.answers == [("parts", (1, 3), True)]


def test_nothing_marked_is_no_answer() -> None:
    talk = begun(only(quiz("parts", 1, 3, several=True)))
    question = talk.shown[-1]
    [message] = talk.press(Label.SUBMIT).messages
    assert (message.note, message.replaces) == (Note.NOTHING_MARKED, question[0])
    assert message.body == question[1].body
    assert talk.answers == []


def test_half_of_the_right_answers_is_not_right() -> None:
    talk = begun(only(quiz("parts", 1, 3, several=True)))
    talk.answer(3)
    talk.press(Label.SUBMIT)
    talk.press(Label.TRY_AGAIN)
    body = talk.question()
    assert body.marked == ()
    talk.answer(1, 2, 3)
    talk.press(Label.SUBMIT)
    assert talk.answers == [("parts", (3,), False), ("parts", (1, 2, 3), False)]


def test_an_old_mark_pressed_after_the_answer_is_a_mark_and_no_answer() -> None:
    talk = begun(only(quiz("parts", 1, 3, several=True)))
    old = talk.button(Label.ANSWER, 1)
    talk.answer(2)
    talk.press(Label.SUBMIT)
    talk.take(old)
    body = talk.question()
    assert (body.marked, body.answer) == ((1,), None)
    assert talk.answers == [("parts", (2,), False)]


def test_numbers_may_be_typed_in_place_of_pressing() -> None:
    talk = at_the_quiz()
    [message] = talk.write(" 2. ").messages
    assert message.replaces is None
    assert talk.answers[-1] == ("who", (2,), True)
    talk = begun(only(quiz("parts", 1, 3, several=True), say("end")))
    talk.write("3, 1 and 1")
    talk.press(Label.DISCARD)
    talk.write("3, 1, 1")
    assert talk.answers == [("parts", (1, 3), True)]


def test_typed_numbers_that_are_no_option_are_words() -> None:
    talk = at_the_quiz()
    asked = len(talk.answers)
    for text in ("0", "4", "22", "1 2", "2 of them", "...", "-1", "1234", "٢"):
        talk.write(text)
        assert talk.labels == [[Label.SEND], [Label.DISCARD]], text
    assert len(talk.answers) == asked


def test_a_rating_is_kept_shown_and_gone_on_from() -> None:
    talk = begun(only(rate("sure", 1, 5), say("end")))
    assert talk.labels == [[Label.POINT] * 5]
    question = talk.shown[-1][0]
    settled, following = talk.rate(4).messages
    sure = at("single", "sure", course="short")
    assert settled == Message(
        body=Questioned(release="s1", at=sure, opens=True, number=0, of=0, answer=(4,)),
        replaces=question,
    )
    assert following.body == Said(release="s1", at=at("single", "end", course="short"), opens=False)
    assert talk.answers == [("sure", (4,), None)]


def test_a_rating_may_be_typed() -> None:
    talk = begun(only(rate("sure", 1, 5), say("end")))
    talk.write("6")
    talk.press(Label.DISCARD)
    talk.write("5")
    assert talk.answers == [("sure", (5,), None)]


def test_ten_points_stand_in_rows_that_fit_a_phone() -> None:
    talk = begun(only(rate("sure", 0, 9, optional=True), say("end")))
    assert talk.labels == [[Label.POINT] * 5, [Label.POINT] * 5, [Label.SKIP]]
    seven = begun(only(rate("sure", 1, 7), say("end")))
    assert seven.labels == [[Label.POINT] * 4, [Label.POINT] * 3]


def test_words_are_the_answer_where_words_are_asked() -> None:
    talk = begun(only(write("own", optional=False), say("end")))
    assert talk.labels == []
    [message] = talk.write("  The counter at eight ").messages
    assert message.note == Note.SAVED
    assert talk.answers == [("own", "The counter at eight", None)]


def test_numbers_are_words_too_where_words_are_asked() -> None:
    talk = begun(only(write("own"), say("end")))
    talk.write("2")
    assert talk.answers == [("own", "2", None)]


def test_skipping_leaves_no_answer_and_says_so_in_place() -> None:
    talk = begun(only(rate("sure", 1, 5, optional=True), write("own"), say("end")))
    for step in ("sure", "own"):
        question = talk.shown[-1][0]
        settled, _ = talk.press(Label.SKIP).messages
        assert settled.replaces == question
        assert isinstance(settled.body, Questioned)
        assert (settled.body.at.step, settled.body.skipped) == (step, True)
        assert settled.buttons == ()
    assert talk.body() == Said(release="s1", at=at("single", "end", course="short"), opens=False)
    assert talk.answers == []


def test_quiz_questions_are_counted_and_story_choices_are_not() -> None:
    talk = begun(only(quiz("one"), story("turn"), quiz("two")))
    counted = []
    for _ in range(3):
        body = talk.question()
        counted.append((body.number, body.of))
        talk.answer(2)
        if len(counted) < 3:
            talk.press(Label.CONTINUE)
    assert counted == [(1, 2), (0, 2), (2, 2)]
