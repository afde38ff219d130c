"""The certificate: what is missing, the name, the document; and leaving with or without it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.course.facts import CertificateIssued
from bot.course.inputs import Asked, NameDecided
from bot.course.learner import Draft
from bot.course.messages import (
    CertificateShown,
    FeedbackOffered,
    Label,
    Message,
    NameShown,
    Note,
    Simple,
)
from bot.course.turn import Turn
from tests.course.courses import WEEKS, WITH_WEEKS
from tests.course.talk import Talk, begun
from tests.course.weeks import after_one, bare, finished

CERTIFYING = bare(certificate=WEEKS.certificate)
EVERYTHING = ("one", "two", "check", "three")


def shown(shows: str, finished: tuple[str, ...] = EVERYTHING) -> CertificateShown:
    return CertificateShown(
        course="weeks", release="w1", shows=shows, finished=finished  # type: ignore[arg-type]
    )  # fmt: skip


def asked_for_the_name() -> Talk:
    talk = finished(CERTIFYING)
    talk.press(Label.CERTIFICATE)
    return talk


def certified(name: str = "Olena Ґудзь") -> Talk:
    talk = asked_for_the_name()
    talk.write(name)
    talk.press(Label.NAME_RIGHT)
    return talk


def issued(talk: Talk) -> list[CertificateIssued]:
    return [fact for fact in talk.facts if isinstance(fact, CertificateIssued)]


def test_at_the_end_it_is_offered() -> None:
    talk = finished(CERTIFYING)
    assert talk.labels == [[Label.CERTIFICATE], [Label.PLAN], [Label.PROGRESS], [Label.COURSES]]


def test_before_the_end_it_says_what_is_missing() -> None:
    talk = after_one(CERTIFYING)
    talk.ask("certificate")
    assert (talk.body(), talk.labels) == (shown("missing", ("one",)), [[Label.CONTINUE]])


def test_where_a_course_gives_none_it_is_said() -> None:
    talk = after_one(bare())
    talk.ask("certificate")
    assert talk.body() == Simple(what="no-certificate")


def test_the_name_is_asked_for_and_shown_before_it_is_printed() -> None:
    talk = asked_for_the_name()
    assert (talk.body(), talk.labels) == (Simple(what="name-asked"), [[Label.CONTINUE]])
    talk.write("  Olena \n Ґудзь ")
    assert talk.body() == NameShown(name="Olena Ґудзь")
    assert talk.labels == [[Label.NAME_RIGHT], [Label.NAME_WRONG], [Label.CONTINUE]]
    assert issued(talk) == []


def test_what_is_issued_as_a_whole() -> None:
    talk = certified()
    assert (talk.body(), talk.labels) == (
        shown("document"), [[Label.BADGE], [Label.NAME_WRONG], [Label.CONTINUE]],
    )  # fmt: skip
    assert issued(talk) == [
        CertificateIssued(
            course="weeks", release="w1", name="Olena Ґудзь", language="en", title="weeks in en",
            issuer="issuer in en", hours=3, credits=None, episodes=3, tests=1,
            began_on=date(2026, 3, 2), completed_on=date(2026, 3, 2),
            issued_on=date(2026, 3, 2),
        )
    ]  # fmt: skip
    assert talk.enrolment.certified_as == "Olena Ґудзь"


def test_it_speaks_the_language_in_which_it_was_asked_for_if_the_course_does() -> None:
    for language, printed in (("uk", "uk"), ("pt", "en")):
        talk = asked_for_the_name()
        talk.write("Олена")
        assert talk.learner is not None
        talk.learner = replace(talk.learner, language=language)
        talk.press(Label.NAME_RIGHT)
        [fact] = issued(talk)
        assert (fact.language, fact.title) == (printed, f"weeks in {printed}")


def test_another_name_before_and_after_it_was_issued() -> None:
    talk = asked_for_the_name()
    talk.write("Olena")
    talk.press(Label.NAME_WRONG)
    assert talk.body() == Simple(what="name-asked")
    talk.write("Olena K")
    talk.press(Label.NAME_RIGHT)
    talk.press(Label.NAME_WRONG)
    talk.write("Olena Kovalenko")
    talk.press(Label.NAME_RIGHT)
    assert [fact.name for fact in issued(talk)] == ["Olena K", "Olena Kovalenko"]


def test_a_name_written_in_place_of_a_press_takes_the_place_of_the_first() -> None:
    talk = asked_for_the_name()
    talk.write("Olena")
    first = talk.button(Label.NAME_RIGHT)
    talk.write("Olena Kovalenko")
    assert talk.body() == NameShown(name="Olena Kovalenko")
    talk.take(first)
    assert (talk.body(), issued(talk)) == (Simple(what="name-asked"), [])


@pytest.mark.parametrize("text", ["x" * 81, "***", "123 456", "\u200b\u200d", "— —"])
def test_what_is_no_name_is_refused_and_may_be_written_again(text: str) -> None:
    talk = asked_for_the_name()
    talk.write(text)
    assert (talk.body(), talk.labels) == (Simple(what="name-wrong"), [[Label.CONTINUE]])
    talk.write("Olena")
    assert talk.body() == NameShown(name="Olena")


def test_no_words_at_all_are_no_name() -> None:
    talk = asked_for_the_name()
    talk.write("  \n ")
    assert talk.body() == Simple(what="unreadable")


@pytest.mark.parametrize(
    "name",
    ["Ґалаґан Євген Їжакевич", "Мар’яна О’Коннор", "Conceição Guimarães", "João", "x" * 80,
     "Anne-Marie d'Orsay", "Ô. Š. Ł"],
)  # fmt: skip
def test_names_as_people_have_them(name: str) -> None:
    talk = asked_for_the_name()
    talk.write(name)
    assert talk.body() == NameShown(name=name)


@pytest.mark.parametrize(
    ("written", "printed"),
    [("Ole\u200bna", "Olena"), ("\u202eOlena\u202c", "Olena"), ("Ole\u00adna", "Olena"),
     ("Olena\u00a0Kovalenko", "Olena Kovalenko"), ("Joa\u0303o", "João"), ("Ole\x00na", "Olena"),
     ("\ufeffOlena\tK", "Olena K")],
)  # fmt: skip
def test_what_cannot_be_seen_is_not_printed(written: str, printed: str) -> None:
    talk = asked_for_the_name()
    talk.write(written)
    assert talk.body() == NameShown(name=printed)


def test_asked_for_again_it_is_there_at_once() -> None:
    talk = certified()
    talk.ask("certificate")
    assert talk.body() == shown("document")
    assert len(set(issued(talk))) == 1


def test_in_another_language_it_is_the_same_certificate_in_that_language() -> None:
    talk = certified()
    assert talk.learner is not None
    talk.learner = replace(talk.learner, language="uk")
    talk.ask("certificate")
    first, second = issued(talk)
    assert second == replace(first, language="uk", title="weeks in uk", issuer="issuer in uk")


def test_the_badge_is_there_when_the_certificate_is() -> None:
    talk = certified()
    talk.press(Label.BADGE)
    assert (talk.body(), talk.labels) == (shown("badge"), [[Label.CONTINUE]])
    talk = asked_for_the_name()
    talk.take(Asked(menu="badge"))
    assert talk.body() == Simple(what="name-asked")


def test_words_typed_at_another_moment_are_no_name() -> None:
    talk = asked_for_the_name()
    talk.ask("help")
    talk.write("Olena")
    assert talk.body() == FeedbackOffered(text="Olena")
    assert talk.learner is not None
    assert talk.learner.draft == Draft(text="Olena", turn=talk.learner.turn)


def test_nothing_is_issued_to_somebody_who_has_not_finished() -> None:
    talk = after_one(CERTIFYING)
    for course in ("weeks", "nonsense"):
        talk.take(NameDecided(course=course, right=True))
        assert talk.note() == Note.STALE
    assert issued(talk) == []


# --- Leaving ----------------------------------------------------------------------------


def test_who_has_one_chooses_whether_it_outlives_the_data() -> None:
    talk = certified()
    talk.ask("forget")
    assert talk.labels == [[Label.KEEP], [Label.FORGET], [Label.FORGET_KEEPING]]
    farewell = (Message(body=Simple(what="forgotten")),)
    turn = talk.press(Label.FORGET_KEEPING)
    assert turn == Turn(learner=None, messages=farewell, keeps_certificates=True)


def test_erasing_everything_erases_it_too() -> None:
    talk = certified()
    talk.ask("forget")
    farewell = (Message(body=Simple(what="forgotten")),)
    assert talk.press(Label.FORGET) == Turn(learner=None, messages=farewell)


def test_who_has_none_is_not_asked_about_it() -> None:
    for talk in (begun(WITH_WEEKS), asked_for_the_name()):
        talk.ask("forget")
        assert talk.labels == [[Label.KEEP], [Label.FORGET]]
