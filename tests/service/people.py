"""A course with everything that reports are about, and people who walked it, written as facts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.content import release
from bot.course.desk.rights import Grant
from bot.course.facts import (
    ActivityCompleted,
    Answered,
    CourseCompleted,
    EnrolmentBegan,
    Fact,
    PlanMade,
    PlanTold,
    TestTaken,
)
from bot.course.model import Choose, Course
from bot.course.shelf import Shelf
from bot.store import facts, learners, releases, team
from bot.store.learners import Address
from bot.store.writer import Tx
from tests.course.courses import WEEKS, poll, questionnaire, rate, write
from tests.service.house import NOW
from tests.store.somebody import learner

COURSE: Course = replace(
    WEEKS,
    after_episode=questionnaire("each", rate("useful", 1, 7, optional=True), write("say")),
    before=questionnaire("before", rate("know", 1, 5), poll("role"), write("hope")),
    after=questionnaire("after", rate("know", 1, 5), poll("role"), rate("got", 1, 5), poll("next")),
)
RELEASE = release.release_hash(release.dump(COURSE))
SHELF = Shelf(offered={"weeks": RELEASE}, releases={RELEASE: COURSE})
GROUPS = ("north", "south")
LINE = tuple(each.id for each in COURSE.line)
LANGUAGES = ("en", "uk", "pt")


@dataclass(slots=True)
class Person:
    """What somebody did, by which the test counts for itself."""

    name: str
    language: str
    groups: tuple[str, ...]
    began: datetime
    done: int
    """How many activities of the line."""
    answers: list[Answered]
    plans: tuple[str, ...]
    score: int
    """Right answers of two in the test."""

    @property
    def finished(self) -> bool:
        return self.done == len(LINE)

    def first(self, activity: str, step: str, about: str | None = None) -> tuple[int, ...] | None:
        found = [
            each.response for each in self.answers
            if (each.activity, each.step, each.about) == (activity, step, about)
        ]  # fmt: skip
        return found[0] if found and isinstance(found[0], tuple) else None


def somebody(name: str, draw: random.Random) -> Person:
    done = draw.randint(0, len(LINE))
    answers: list[Answered] = []

    def says(activity: str, step: str, high: int, about: str | None = None) -> None:
        for attempt in range(1, draw.randint(0, 2) + 1):
            response = (draw.randint(1, high),)
            found = COURSE.step(activity, step)
            right = isinstance(found, Choose) and found.right is not None
            answers.append(
                Answered(
                    course="weeks", release=RELEASE, activity=activity, step=step, attempt=attempt,
                    response=response, right=response == (2,) if right else None, about=about,
                )
            )  # fmt: skip

    for activity, step in (("one", "fact"), ("two", "proof"), ("check", "q1"), ("three", "last")):
        if LINE.index(activity) < done:
            says(activity, step, 3)
    for episode in ("one", "two", "three"):
        says("each", "useful", 7, episode)
    for activity in ("before", "after"):
        says(activity, "know", 5)
        says(activity, "role", 3)
    says("after", "got", 5)
    says("used-d30", "used", 2)
    says("left-d90", "left", 5)
    answers.append(
        Answered(course="weeks", release=RELEASE, activity="before", step="hope", attempt=1,
                 response="words-of-hope", right=None)
    )  # fmt: skip
    results = ("done", "partly", "not-yet", "dropped", "")
    return Person(
        name=name, language=draw.choice(LANGUAGES),
        groups=tuple(each for each in GROUPS if draw.random() < 0.4),
        began=NOW - timedelta(days=draw.randint(0, 100)), done=done, answers=answers,
        plans=tuple(draw.choice(results) for _ in range(draw.choice((0, 0, 1, 3)))),
        score=draw.randint(0, 2),
    )  # fmt: skip


def happened(person: Person) -> Iterator[tuple[Fact, datetime]]:
    yield EnrolmentBegan(course="weeks", release=RELEASE), person.began
    for each in person.answers:
        yield each, person.began
    for activity in LINE[: person.done]:
        sort = "test" if activity == "check" else "episode"
        yield ActivityCompleted(course="weeks", activity=activity, sort=sort), person.began  # type: ignore[arg-type]
    if person.done > LINE.index("check"):
        yield TestTaken(course="weeks", test="check", attempt=1, right=person.score, asked=2,
                        passed=True), person.began  # fmt: skip
    for number, result in enumerate(person.plans):
        plan = f"p{number}"
        yield PlanMade(plan=plan, course="weeks", module="m1", text="words-of-a-plan",
                       due_on=NOW.date()), NOW  # fmt: skip
        for told in ("not-yet", result) if result else ():
            yield PlanTold(plan=plan, result=told), NOW  # type: ignore[arg-type]
    if person.finished:
        yield CourseCompleted(course="weeks"), person.began + timedelta(hours=1)


def prepare(tx: Tx) -> None:
    releases.put(tx, RELEASE, "weeks", release.dump(COURSE), NOW)
    for number, group in enumerate(GROUPS):
        tx.execute(
            "INSERT INTO groups (id, kind, name, token, made_at) VALUES (?, 'region', ?, ?, 0)",
            (group, group.title(), str(number)),
        )


def add(tx: Tx, person: Person) -> None:
    here = Address(channel="telegram", address=f"at-{person.name}")
    learners.add(tx, person.name, here, learner(language=person.language, consented_at=NOW), NOW)
    for fact, at in happened(person):
        facts.add(tx, person.name, person.language, [fact], at)
    for group in person.groups:
        tx.execute(
            "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, ?, 'in', 0)",
            (person.name, group),
        )


def add_member_of_the_team(tx: Tx, name: str, *grants: Grant) -> None:
    here = Address(channel="telegram", address=f"at-{name}")
    learners.add(tx, name, here, learner(consented_at=NOW, zone="Europe/Kyiv"), NOW)
    for grant in grants:
        team.grant(tx, name, grant, NOW)
