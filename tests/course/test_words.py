"""Free text is never an error: it is an answer, or it is offered to the team as feedback."""

import pytest

from bot.course.engine import LONGEST_TEXT
from bot.course.facts import FeedbackGiven, FeedbackGivenAnonymously
from bot.course.feedback import SHOWN_OF_DRAFT
from bot.course.inputs import Input, TextEdited, TextReceived, UnknownCommand, UnreadableReceived
from bot.course.messages import FeedbackOffered, Label, Message, Note, Said, Simple
from tests.course.courses import only, say, write
from tests.course.talk import Talk, agreed, at, begun
from tests.course.ways import walk_stop, walk_to_the_end

HOOK = Said(release="r1", at=at("stop", "hook"), opens=True)


def feedback(talk: Talk) -> list[FeedbackGiven]:
    return [fact for fact in talk.facts if isinstance(fact, FeedbackGiven)]


def between_courses() -> Talk:
    talk = begun()
    walk_stop(talk)
    return talk


def finished() -> Talk:
    talk = begun()
    walk_to_the_end(talk)
    return talk


def in_a_question() -> Talk:
    talk = begun()
    talk.press(Label.CONTINUE)
    return talk


@pytest.mark.parametrize("somebody", [agreed, begun, in_a_question, between_courses, finished])
def test_words_out_of_the_blue_are_offered_as_feedback(somebody: object) -> None:
    talk = somebody()  # type: ignore[operator]
    talk.write("There is a mistake here")
    assert talk.body() == FeedbackOffered(text="There is a mistake here")
    assert talk.labels == [[Label.SEND], [Label.DISCARD]]
    assert feedback(talk) == []
    talk.press(Label.SEND)
    assert [given.text for given in feedback(talk)] == ["There is a mistake here"]
    assert talk.labels == [[Label.CONTINUE]]


def test_the_offer_turns_into_the_thanks() -> None:
    talk = begun()
    talk.write("A mistake")
    offer = talk.shown[-1][0]
    [thanks] = talk.press(Label.SEND).messages
    assert thanks == Message(
        body=Simple(what="feedback-kept"), buttons=thanks.buttons, replaces=offer
    )
    talk.press(Label.CONTINUE)
    assert talk.body() == HOOK


def test_what_is_not_sent_is_not_kept() -> None:
    talk = begun()
    talk.write("My colleague is impossible")
    turn = talk.press(Label.DISCARD)
    assert turn.facts == ()
    assert talk.body() == Simple(what="words-dropped")
    assert "impossible" not in str(turn.learner)


def test_feedback_keeps_the_place_it_was_written_from() -> None:
    talk = in_a_question()
    talk.ask("feedback")
    assert talk.body() == Simple(what="feedback-asked")
    talk.write("Why only two answers?")
    assert feedback(talk) == [
        FeedbackGiven(text="Why only two answers?", course="roads", activity="stop", step="move")
    ]
    talk = between_courses()
    talk.ask("feedback")
    talk.write("A good start")
    talk.ask("reread")
    talk.press(Label.EPISODE)
    talk.ask("feedback")
    talk.write("I read it again")
    assert feedback(talk) == [
        FeedbackGiven(text="A good start", course="roads", activity=None, step=None),
        FeedbackGiven(text="I read it again", course="roads", activity="stop", step="hook"),
    ]


def test_feedback_from_outside_every_course() -> None:
    talk = agreed()
    talk.ask("feedback")
    talk.write("Hello")
    assert feedback(talk) == [FeedbackGiven(text="Hello", course=None, activity=None, step=None)]


def test_feedback_that_was_asked_for_is_no_answer() -> None:
    talk = begun(only(write("own"), say("end")))
    talk.ask("feedback")
    talk.write("Not an answer")
    assert (talk.answers, len(feedback(talk))) == ([], 1)
    talk.write("An answer")
    assert talk.answers == [("own", "An answer", None)]


@pytest.mark.parametrize(
    ("label", "asked", "kept", "marks"),
    [
        (Label.COMPLAINT, "complaint-asked", "complaint-kept", {"complaint": True}),
        (Label.ANONYMOUS, "anonymous-asked", "anonymous-kept", None),
    ],
)
def test_feedback_in_another_way(
    label: Label, asked: str, kept: str, marks: dict[str, bool] | None
) -> None:
    talk = in_a_question()
    talk.ask("feedback")
    question = talk.shown[-1][0]
    [message] = talk.press(label).messages
    assert (message.body, message.replaces) == (Simple(what=asked), question)  # type: ignore[arg-type]
    assert talk.labels == [[Label.DISCARD]]
    turn = talk.take(TextReceived(text=" Words ", message="m1"))
    assert talk.body() == Simple(what=kept)  # type: ignore[arg-type]
    place = {"text": "Words", "course": "roads", "activity": "stop"}
    if marks is None:
        assert turn.facts == (FeedbackGivenAnonymously(**place),)
        assert "Words" not in str((turn.learner, turn.messages))
    else:
        named = FeedbackGiven(**place, step="move", message="m1", **marks)  # type: ignore[arg-type]
        assert turn.facts == (named,)


def test_words_that_were_asked_for_may_still_come_after_a_voice_message() -> None:
    talk = begun(only(write("own"), say("end")))
    talk.ask("feedback")
    talk.take(UnreadableReceived(what="voice"))
    talk.write("In words, then")
    assert [given.text for given in feedback(talk)] == ["In words, then"]
    assert talk.answers == []


def test_words_that_wait_for_a_decision_do_not_survive_a_photo() -> None:
    talk = begun()
    talk.write("A mistake")
    offered = talk.button(Label.SEND)
    talk.take(UnreadableReceived(what="file"))
    talk.take(offered)
    assert talk.note() == Note.STALE
    assert feedback(talk) == []


def test_the_words_offered_know_which_message_they_were() -> None:
    talk = begun()
    talk.take(TextReceived(text="A mistake", message="m2"))
    talk.press(Label.SEND)
    assert [given.message for given in feedback(talk)] == ["m2"]


def test_a_number_after_feedback_was_asked_is_feedback() -> None:
    talk = in_a_question()
    talk.ask("feedback")
    talk.write("1")
    assert [given.text for given in feedback(talk)] == ["1"]
    assert talk.answers == []


def test_feedback_can_be_called_off() -> None:
    talk = in_a_question()
    talk.ask("feedback")
    talk.press(Label.DISCARD)
    talk.write("1")
    assert talk.answers == [("move", (1,), None)]
    assert feedback(talk) == []


def test_a_draft_lives_until_the_next_input() -> None:
    talk = begun()
    talk.write("A mistake")
    offered = talk.button(Label.SEND)
    talk.press(Label.CONTINUE)
    talk.take(offered)
    assert talk.note() == Note.STALE
    assert feedback(talk) == []


def test_the_offer_sends_the_words_that_it_shows() -> None:
    talk = begun()
    talk.write("The first words")
    first = talk.button(Label.SEND)
    talk.write("Others, not to be sent")
    talk.take(first)
    assert talk.note() == Note.STALE
    assert feedback(talk) == []


def test_an_old_cancel_does_not_drop_other_words_unseen() -> None:
    talk = begun()
    talk.write("The first words")
    first = talk.button(Label.DISCARD)
    talk.write("The second words")
    talk.take(first)
    assert talk.note() == Note.STALE


def test_a_draft_that_waits_survives_a_text_that_is_too_long() -> None:
    talk = begun()
    talk.write("The first words")
    talk.write("x" * (LONGEST_TEXT + 1))
    assert (talk.note(), talk.body()) == (Note.TOO_LONG, HOOK)
    talk.press(Label.SEND)
    assert [given.text for given in feedback(talk)] == ["The first words"]


def test_a_text_that_is_too_long_changes_nothing_and_says_so() -> None:
    talk = begun(only(write("own"), say("end")))
    talk.write("x" * LONGEST_TEXT)
    assert [len(str(response)) for _, response, _ in talk.answers] == [LONGEST_TEXT]
    talk = begun(only(write("own"), say("end")))
    asked = talk.body()
    talk.write("x" * (LONGEST_TEXT + 1))
    assert (talk.note(), talk.body()) == (Note.TOO_LONG, asked)
    assert talk.answers == []


def test_a_long_draft_is_sent_whole_and_shown_in_part() -> None:
    talk = begun()
    talk.write("word " * 200)
    assert talk.body() == FeedbackOffered(text=("word " * 200)[:SHOWN_OF_DRAFT])
    talk.press(Label.SEND)
    assert [given.text for given in feedback(talk)] == [("word " * 200).strip()]


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (UnreadableReceived(), "unreadable"),
        (UnreadableReceived(what="voice"), "voice-unheard"),
        (UnreadableReceived(what="file"), "file-unkept"),
        (TextEdited(), "edit-unseen"),
        (UnknownCommand(), "unknown-command"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_way_on(event: Input, what: str) -> None:
    talk = in_a_question()
    left = talk.body()
    [message] = talk.take(event).messages
    assert message.body == Simple(what=what)  # type: ignore[arg-type]
    talk.press(Label.CONTINUE)
    assert talk.body() == left


def test_a_text_of_nothing_is_like_something_unreadable() -> None:
    talk = begun(only(write("own"), say("end")))
    talk.write(" \n\t ")
    assert talk.body() == Simple(what="unreadable")
    assert talk.answers == []
