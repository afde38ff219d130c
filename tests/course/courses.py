"""Small courses built without files: a step of every kind, and every right answer is number 2.

roads ─┬─ m1 ─ stop:  hook · move (story) · who (quiz) · more (deeper) · close
       │       wheel: parts (several: 1 and 3) · sure (rate) · own (write) · end
       │       test-m1: two of a1 a2 b1 b2
       └─ m2 ─ queue: counter (said) · first (quiz)
               test-m2: two of c1 c2 c3 c4
desk ──── m1 ─ form:  hello
weeks ─── asks before and after, comes back after episode, test and course, and certifies:
       ─┬─ m1 ─ one:  fact (quiz)          two starters of plans
        │       two:  hint · proof (quiz)
        │       check: two of q1 q2 q3 q4
        └─ m2 ─ three: last (quiz)
        before: know (rate) · hope (write) · role (poll, optional) · time (rate)
        after:  got (rate) · told (write)
        one-d2, one-d7 (one of two quizzes), check-d7, used-d30 (poll, branches), left-d90
pulse ─── a survey: sure (rate) · used (poll) · how (poll, several, shown to some) · why (write)
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.course.model import (
    Choose,
    Condition,
    Course,
    Episode,
    FollowUp,
    Limits,
    Module,
    OptionWording,
    Passage,
    Prompt,
    Question,
    Questionnaire,
    Rate,
    Say,
    Scale,
    Step,
    Survey,
    Terms,
    Test,
    Write,
)
from bot.course.shelf import Shelf

LANGUAGES = ("en", "uk")


def texts(text: str) -> Mapping[str, str]:
    return {language: f"{text} in {language}" for language in LANGUAGES}


def say(id: str, *, deeper: bool = False) -> Say:
    return Say(id=id, words={k: Passage(text=v) for k, v in texts(id).items()}, deeper=deeper)


def _question(id: str, language: str, options: int) -> Question:
    return Question(
        text=f"The situation of {id} in {language}",
        question=f"The question {id} in {language}?",
        options=tuple(
            OptionWording(text=f"{id} option {n} in {language}", reply=f"{id} reply {n} in {language}")
            for n in range(1, options + 1)
        ),
    )  # fmt: skip


def quiz(
    id: str, *right: int, options: int = 3, several: bool = False, about: str | None = None
) -> Choose:
    return Choose(
        id=id,
        words={language: _question(id, language, options) for language in LANGUAGES},
        options=options,
        right=frozenset(right or (2,)),
        several=several,
        about=about,
    )


def story(id: str) -> Choose:
    return replace(quiz(id, options=2), right=None)


def poll(
    id: str, *, options: int = 3, several: bool = False, most: int | None = None,
    optional: bool = False,
) -> Choose:  # fmt: skip
    bare = {
        k: replace(
            _question(id, k, options),
            options=tuple(OptionWording(text=f"{id} {n} {k}") for n in range(1, options + 1)),
        )
        for k in LANGUAGES
    }
    return Choose(
        id=id, words=bare, options=options, right=None, several=several, most=most, poll=True,
        optional=optional,
    )  # fmt: skip


def when(shown: Step, step: str, *options: int) -> Step:
    """The step, shown only to those who chose one of the options there."""
    return replace(shown, when=Condition(step=step, options=frozenset(options)))


def follow_up(
    id: str, *steps: Step, days: int, after: str | None = None, draw: bool = False
) -> FollowUp:
    return FollowUp(id=id, title=texts(id), steps=steps, after=after, days=days, draw=draw)


def questionnaire(id: str, *steps: Step) -> Questionnaire:
    return Questionnaire(id=id, title=texts(id), steps=steps)


def rate(id: str, low: int, high: int, *, optional: bool = False) -> Rate:
    words = {
        k: Scale(text="", question=v, ends=(f"low in {k}", f"high in {k}"))
        for k, v in texts(id).items()
    }
    return Rate(id=id, words=words, low=low, high=high, optional=optional)


def write(id: str, *, optional: bool = True) -> Write:
    words = {k: Prompt(text="", question=v) for k, v in texts(id).items()}
    return Write(id=id, words=words, optional=optional)


def episode(id: str, *steps: Step) -> Episode:
    return Episode(id=id, title=texts(id), minutes=4, steps=steps, sources={})


def module_test(id: str, *bank: Choose, draw: int = 2, pass_mark: int = 70) -> Test:
    return Test(id=id, title=texts(id), bank=bank, draw=draw, pass_mark=pass_mark)


def course(id: str, *modules: Module, after: Questionnaire | None = None) -> Course:
    return Course(
        id=id, source_language="en", languages=LANGUAGES, title=texts(id),
        summary=texts(f"summary of {id}"), modules=modules, after_episode=after,
    )  # fmt: skip


def module(
    id: str, *episodes: Episode, test: Test | None = None, starters: tuple[str, ...] = ()
) -> Module:
    return Module(
        id=id, title=texts(id), episodes=episodes, test=test,
        starters=tuple(texts(each) for each in starters),
    )  # fmt: skip


AFTER = Questionnaire(
    id="after",
    title=texts("after"),
    steps=(rate("useful", 1, 7, optional=True), write("say")),
)
ROADS = course(
    "roads",
    module(
        "m1",
        episode(
            "stop", say("hook"), story("move"), quiz("who"), say("more", deeper=True), say("close")
        ),
        episode(
            "wheel", quiz("parts", 1, 3, several=True), rate("sure", 1, 5), write("own"), say("end")
        ),
        test=module_test(
            "test-m1", quiz("a1", about="stop"), quiz("a2", about="stop"),
            quiz("b1", about="wheel"), quiz("b2", about="wheel"),
        ),
    ),
    module(
        "m2",
        episode("queue", say("counter"), quiz("first")),
        test=module_test("test-m2", quiz("c1"), quiz("c2"), quiz("c3"), quiz("c4")),
    ),
    after=AFTER,
)  # fmt: skip
DESK = course("desk", module("m1", episode("form", say("hello"))))

SHELF = Shelf(offered={"roads": "r1"}, releases={"r1": ROADS})
TWO_COURSES = Shelf(offered={"roads": "r1", "desk": "d1"}, releases={"r1": ROADS, "d1": DESK})

BEFORE = questionnaire(
    "before",
    rate("know", 1, 5, optional=True),
    write("hope"),
    poll("role", optional=True),
    rate("time", 1, 5, optional=True),
)
WEEKS = replace(
    course(
        "weeks",
        module(
            "m1",
            episode("one", quiz("fact")),
            episode("two", say("hint"), quiz("proof")),
            test=module_test("check", quiz("q1"), quiz("q2"), quiz("q3"), quiz("q4")),
            starters=("ask first", "go and look"),
        ),
        module("m2", episode("three", quiz("last"))),
    ),
    before=BEFORE,
    after=questionnaire("after", rate("got", 1, 5, optional=True), write("told")),
    follow_ups=(
        follow_up("one-d2", quiz("recall"), after="one", days=2),
        follow_up("one-d7", quiz("case-a"), quiz("case-b"), after="one", days=7, draw=True),
        follow_up("check-d7", quiz("judge"), after="check", days=7),
        follow_up(
            "used-d30",
            poll("used", options=2),
            when(poll("how", several=True, most=2, optional=True), "used", 1),
            when(write("why"), "used", 2),
            say("thanks"),
            days=30,
        ),
        follow_up("left-d90", rate("left", 1, 5, optional=True), days=90),
    ),
    certificate=Terms(issuer=texts("issuer"), hours=3),
)
WITH_WEEKS = Shelf(offered={"weeks": "w1"}, releases={"w1": WEEKS})


def weeks(**changes: object) -> Shelf:
    """The shelf with the course `weeks`, changed."""
    changed = replace(WEEKS, **changes)  # type: ignore[arg-type]
    return Shelf(offered={"weeks": "w1"}, releases={"w1": changed})


PULSE = replace(
    course("pulse"),
    survey=Survey(
        questions=questionnaire(
            "asked",
            rate("sure", 1, 5, optional=True),
            poll("used", options=2, optional=True),
            when(poll("how", several=True, most=2, optional=True), "used", 1),
            write("why"),
        ),
        anonymous=True,
        minutes=3,
    ),
)
OPEN_PULSE = replace(PULSE, survey=replace(PULSE.survey, anonymous=False))  # type: ignore[type-var]
WITH_PULSE = Shelf(
    offered={"roads": "r1"}, surveys={"pulse": "p1"}, releases={"r1": ROADS, "p1": PULSE}
)
WITH_OPEN_PULSE = replace(WITH_PULSE, releases={"r1": ROADS, "p1": OPEN_PULSE})


def mornings() -> Limits:
    return Limits(mornings_only=True)


def only(*steps: Step) -> Shelf:
    """A shelf whose one course has one episode of these steps, and then nothing more to come."""
    return Shelf(
        offered={"short": "s1"},
        releases={"s1": course("short", module("m1", episode("single", *steps)))},
    )
