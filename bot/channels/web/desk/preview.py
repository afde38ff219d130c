"""Preview: every step of a course as its learners get it, with what each answer brings.

courses ─► contents of one release ─► one part of it, all its steps, in the language of the address
"""

from dataclasses import replace

from bot.channels.web.desk.visit import Answer, Missing, Place, Shown, Visit
from bot.course.desk.preview import (
    StepOpened,
    StepShown,
    activities,
    course_of,
    releases,
    steps_of,
)
from bot.course.messages import CourseCard, Message
from bot.course.model import Course
from bot.i18n import NAMES
from bot.service.desk import preview
from bot.view.desk.preview import kind, learners_page, notes, release_title, replies
from bot.view.titles import in_language

LIST = "/desk/preview"
RELEASE = "/desk/preview/{release}"
PART = "/desk/preview/{release}/{activity}"


def show(visit: Visit) -> Answer:
    t, shelf = visit.t, visit.view.shelf
    listed = [
        (each, release_title(shelf, each, t)) for each in releases(shelf, visit.sitting.rights)
    ]
    return Shown(template="preview", title=t("Preview of courses"), values={"listed": listed})


def contents(visit: Visit) -> Answer:
    release = visit.named["release"]
    course = course_of(visit.view.shelf, visit.sitting.rights, release)
    if course is None:
        return Missing()
    t = visit.t
    card = Message(body=CourseCard(course=course.id, release=release))
    values = {
        "release": release,
        "cards": [(NAMES[each], visit.view.page(card, each)) for each in course.languages],
        "parts": [
            (each.id, in_language(each.title, course, t.language), kind(each, course, t))
            for each in activities(course)
        ],
    }  # fmt: skip
    title = release_title(visit.view.shelf, release, t)
    return Shown(template="preview_course", title=title, values=values)


def part(visit: Visit) -> Answer:
    """All steps of an activity, one below the other, in one language."""
    release, name = visit.named["release"], visit.named["activity"]
    course = course_of(visit.view.shelf, visit.sitting.rights, release)
    activity = course.find(name) if course else None
    if course is None or activity is None:
        return Missing()
    language = _language(visit, course)
    opened = StepOpened(release=release, activity=name, language=language)
    if preview.look(visit.sitting, visit.view.shelf, opened) is None:
        return Missing()
    values = {
        "release": release, "language": language,
        "tongues": [(each, NAMES[each]) for each in course.languages],
        "kind": kind(activity, course, visit.t),
        "steps": [_step(visit, course, replace(opened, step=each.id)) for each in steps_of(activity)],
    }  # fmt: skip
    title = in_language(activity.title, course, language)
    return Shown(template="preview_part", title=title, values=values)


def _language(visit: Visit, course: Course) -> str:
    wanted = (visit.query.get("language"), visit.t.language)
    return next((each for each in wanted if each in course.languages), course.source_language)


def _step(visit: Visit, course: Course, opened: StepOpened) -> dict[str, object]:
    """The message with its buttons, what only authors ask, and what follows each answer."""
    view, shown = visit.view, shown_at(opened)
    learners = learners_page(shown, course, view.words)
    step = course.step(opened.activity, opened.step)
    keyed = view.page(Message(body=shown, buttons=preview.keys(step, opened)), opened.language)
    return {
        "page": replace(learners, keys=keyed.keys), "id": opened.step,
        "notes": notes(shown, course, visit.t), "replies": replies(shown, course),
    }  # fmt: skip


def shown_at(opened: StepOpened) -> StepShown:
    """The step with its question open."""
    return StepShown(
        release=opened.release, activity=opened.activity, step=opened.step,
        language=opened.language,
    )  # fmt: skip


PLACES = (
    Place(path=LIST, power="preview", shows=show),
    Place(path=RELEASE, power="preview", shows=contents),
    Place(path=PART, power="preview", shows=part),
)
