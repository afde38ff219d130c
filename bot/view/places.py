"""Where a learner is on the way: courses, what comes next, results, progress."""

from zoneinfo import ZoneInfo

from bot.course.messages import (
    AsideEnded,
    CourseList,
    ProgressShown,
    TestResult,
    UpNext,
)
from bot.course.model import (
    REVIEW,
    Activity,
    Course,
    Episode,
    FollowUp,
    Module,
    Questionnaire,
    Test,
)
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view import surveys
from bot.view.page import Page, paragraphs, plain
from bot.view.settings import hour
from bot.view.titles import in_language, quoted


def _page(t: Words, *parts: str | None) -> Page:
    return Page(text=paragraphs(*parts), language=t.language)


def course_list(body: CourseList, shelf: Shelf, t: Words) -> Page:
    courses = [course for each in body.courses if (course := shelf.offer(each))]
    return _page(t, "**" + t("Courses") + "**", *(_course(course, t) for course in courses))


def course_card(course: Course, t: Words) -> Page:
    if course.survey:
        return surveys.card(course, course.survey, t)
    return _page(
        t,
        _course(course, t),
        t(
            "Episodes come in order. Take them at your own pace, or let one come each working day."
            " You can stop at any time and go on later."
        ),
    )


def _course(course: Course, t: Words) -> str:
    minutes = sum(episode.minutes for episode in course.episodes)
    size = ", ".join((
        t.n("{n} module", "{n} modules", len(course.modules)),
        t.n("{n} episode", "{n} episodes", len(course.episodes)),
        t.n("about {n} minute in all", "about {n} minutes in all", minutes),
    ))  # fmt: skip
    title = f"**{plain(in_language(course.title, course, t.language))}**"
    return paragraphs(title, plain(in_language(course.summary, course, t.language)), f"*{size}*")


def _quoted(course: Course, activity: Episode | Test | Questionnaire, t: Words) -> str:
    return quoted(in_language(activity.title, course, t.language), t)


def up_next(body: UpNext, course: Course, t: Words) -> Page:
    done = course.activity(body.done) if body.done else None
    following = course.activity(body.next) if body.next else None
    if following is None:
        return _page(t, _completed(course, t, now=body.completed))
    ended = None
    if isinstance(done, Episode):
        ended = "**" + t("Episode {title} is finished.", title=_quoted(course, done, t)) + "**"
    coming = _coming(course, following, t)
    return _page(t, ended, _done(body.finished, course, t), coming, _comes(body, t))


def _comes(body: UpNext, t: Words) -> str | None:
    if body.comes_at is None:
        return None
    local = body.comes_at.astimezone(ZoneInfo(body.zone))
    return t(
        "I will bring it: {day}, {hour}. You can also go on now.",
        day=t.day(local.date()), hour=hour(local.hour),
    )  # fmt: skip


def _done(finished: tuple[str, ...], course: Course, t: Words) -> str | None:
    count = sum(episode.id in finished for episode in course.episodes)
    if not count:
        return None
    return t.n(
        "You have finished {n} episode of {count}.", "You have finished {n} episodes of {count}.",
        count, count=len(course.episodes),
    )  # fmt: skip


def _coming(course: Course, following: Activity, t: Words) -> str:
    match following:
        case Episode():
            return t(
                "Next: {title}, about {minutes} min.",
                title=_quoted(course, following, t), minutes=following.minutes,
            )  # fmt: skip
        case Test():
            questions = t.n("{n} question", "{n} questions", following.draw)
            return t(
                "Next: the test of this module, {questions}. To pass, answer {mark} %"
                " correctly. You may try as often as you like.",
                questions=questions, mark=following.pass_mark,
            )  # fmt: skip
        case Questionnaire() | FollowUp():
            raise TypeError(following.kind)


def _completed(course: Course, t: Words, *, now: bool) -> str:
    title = quoted(in_language(course.title, course, t.language), t)
    first = (
        t("You have finished the course {title}.", title=title)
        if now
        else t("The course {title} is finished.", title=title)
    )
    return paragraphs(
        f"**{first}**",
        t("Every episode stays open: read it again whenever you need it. Tell us what you"
          " have used at work: /feedback"),
    )  # fmt: skip


def test_result(body: TestResult, course: Course, t: Words) -> Page:
    test = course.activity(body.test)
    assert isinstance(test, Test)
    score = t.n(
        "Right answers: {n} of {count}.", "Right answers: {n} of {count}.",
        body.right, count=body.asked,
    )  # fmt: skip
    if body.passed:
        return _page(
            t, "**" + t("You have passed the test.") + "**", score, _after_test(body, course, t)
        )
    again = t(
        "To pass, answer {mark} % correctly. The next attempt brings other questions.",
        mark=test.pass_mark,
    )
    failed = "**" + t("Not passed yet.") + "**"
    return _page(t, failed, score, again, _look_again(body, course, t))


def _after_test(body: TestResult, course: Course, t: Words) -> str | None:
    line = course.line
    position = [each.id for each in line].index(body.test)
    following = line[position + 1 : position + 2]
    return _coming(course, following[0], t) if following else None


def _look_again(body: TestResult, course: Course, t: Words) -> str | None:
    titles = [_quoted(course, e, t) for e in course.episodes if e.id in body.again]
    if not titles:
        return None
    return t("Before you try again, look at these episodes: {titles}.", titles=", ".join(titles))


def aside_ended(body: AsideEnded, course: Course, t: Words) -> Page:
    if body.activity == REVIEW:
        return _page(
            t, t("That was the review for now. These questions come back when it is time.")
        )
    activity = course.activity(body.activity)
    if isinstance(activity, Questionnaire | FollowUp):
        return _page(t, t("Thank you. Your answers are saved."))
    return _page(t, t("You have read the episode again. Your place in the course is kept."))


def progress(body: ProgressShown, course: Course, t: Words) -> Page:
    title = f"**{plain(in_language(course.title, course, t.language))}**"
    began = t("Started on {date}.", date=t.date(body.started_at, body.zone))
    ended = (
        t("Finished on {date}.", date=t.date(body.completed_at, body.zone))
        if body.completed_at
        else None
    )
    modules = (
        _module(number, module, body, course, t) for number, module in enumerate(course.modules, 1)
    )
    return _page(
        t, title, _done(body.finished, course, t), *modules, " ".join(filter(None, (began, ended)))
    )


def _module(number: int, module: Module, body: ProgressShown, course: Course, t: Words) -> str:
    title = plain(in_language(module.title, course, t.language))
    heading = "**" + t("Module {number}: {title}", number=number, title=title) + "**"
    lines = [
        f"- {plain(in_language(each.title, course, t.language))} – {_state(each.id, body, t)}"
        for each in module.line
    ]
    return heading + "\n\n" + "\n".join(lines)


def _state(activity: str, body: ProgressShown, t: Words) -> str:
    if activity in body.finished:
        return t("done")
    return t("you are here") if activity == body.walking else t("to come")
