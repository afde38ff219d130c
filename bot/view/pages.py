"""One door from a message to its page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from bot.course.desk import DeskBody
from bot.course.desk.preview import StepShown
from bot.course.groups import CourseBegins, MembershipBody
from bot.course.messages import (
    AsideEnded,
    Body,
    CertificateShown,
    CourseCard,
    CourseList,
    FeedbackOffered,
    Message,
    NameShown,
    PlanAsked,
    PlanList,
    PlanShown,
    ProgressShown,
    Prompted,
    Questioned,
    Said,
    SettingsShown,
    Simple,
    SurveyClosed,
    SurveyPast,
    TestResult,
    UpNext,
    Welcome,
)
from bot.course.model import Course
from bot.course.shelf import Shelf
from bot.course.wishes import WishesShown
from bot.i18n import Words
from bot.view import certificates, groups, places, plans, prompts, settings, simple, steps, surveys
from bot.view.desk import preview
from bot.view.desk.desk import desk
from bot.view.desk.topics import wishes
from bot.view.labels import label
from bot.view.page import Page, paragraphs
from bot.view.titles import course_title

Place: TypeAlias = (
    UpNext
    | TestResult
    | AsideEnded
    | ProgressShown
    | CourseCard
    | PlanAsked
    | CertificateShown
    | SurveyClosed
)
"""What tells about one course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All words and all courses: whatever a message means, `page` can say it in any language."""

    words: Mapping[str, Words]
    shelf: Shelf

    def page(self, message: Message, language: str, *, pictures: bool = True) -> Page:
        """The whole message in `language`, or all of it in the course's source language."""
        page = self._body(message, language)
        t = self.words[page.language]
        spoken = self._spoken(message.body, page.language)
        keys = tuple(
            tuple(label(button, self.shelf, t, spoken) for button in row) for row in message.buttons
        )
        text = paragraphs(f"*{simple.note(message.note, t)}*" if message.note else None, page.text)
        return replace(page, text=text, keys=keys, picture=page.picture if pictures else None)

    def _spoken(self, body: Body, language: str) -> steps.Spoken:
        """The words that stand on buttons in place of numbers."""
        match body:
            case Questioned(release=release):
                return steps.spoken(body, self.shelf.releases[release], language)
            case StepShown(release=release):
                return preview.spoken(body, self.shelf.releases[release], language)
            case _:
                return ()

    def _body(self, message: Message, language: str) -> Page:  # noqa: PLR0912
        t = self.words[language]
        releases = self.shelf.releases
        if isinstance(message.body, DeskBody):
            return desk(message.body, self.shelf, self.words, language)
        if isinstance(message.body, CourseBegins):
            return self._begins(message.body, language)
        if isinstance(message.body, MembershipBody):
            return groups.page(message.body, t)
        match message.body:
            case Said() as body:
                return steps.said(body, releases[body.release], self.words, language)
            case Questioned() as body:
                return steps.questioned(body, releases[body.release], self.words, language)
            case UpNext() | TestResult() | AsideEnded() | ProgressShown() | PlanAsked() as body:
                return self._place(body, releases[body.release], language)
            case CertificateShown() | SurveyClosed() as body:
                return self._place(body, releases[body.release], language)
            case SurveyPast():
                return surveys.past(t)
            case CourseCard(course=course, release=release) as body:
                known = self.shelf.offer(course) or releases.get(release)
                return (
                    self._place(body, known, language) if known else simple.simple("no-course", t)
                )
            case CourseList() as body:
                return places.course_list(body, self.shelf, t)
            case Welcome(course=course, group=group, team=team):
                title = course_title(self.shelf, course, language) if course else None
                survey = course in self.shelf.surveys
                return simple.welcome(title, t, group=group, team=team, survey=survey)
            case SettingsShown() as body:
                return settings.settings(body, t)
            case Prompted() as body:
                return self._prompted(body, language)
            case PlanShown() as body:
                return plans.shown(body, t)
            case PlanList() as body:
                return plans.listed(body, t)
            case NameShown() as body:
                return certificates.name(body, t)
            case WishesShown() as body:
                return wishes(body, t)
            case FeedbackOffered() as body:
                return simple.feedback_offered(body, t)
            case Simple(what=what):
                return simple.simple(what, t)
            case _:
                assert_never(message.body)

    def _begins(self, body: CourseBegins, language: str) -> Page:
        course = self.shelf.offer(body.course) or self.shelf.releases.get(body.release)
        if course is None:
            return simple.simple("no-course", self.words[language])
        spoken = language if language in course.languages else course.source_language
        return groups.course_begins(body, course, self.words[spoken])

    def _prompted(self, body: Prompted, language: str) -> Page:
        """In the learner's language if every course of the prompt speaks it."""
        courses = [self.shelf.releases[each.release] for each in body.items]
        speak = all(language in course.languages for course in courses)
        return prompts.prompted(
            body, self.shelf, self.words[language if speak else courses[0].source_language]
        )

    def _place(self, body: Place, course: Course, language: str) -> Page:
        t = self.words[language if language in course.languages else course.source_language]
        match body:
            case UpNext():
                return places.up_next(body, course, t)
            case TestResult():
                return places.test_result(body, course, t)
            case AsideEnded():
                return places.aside_ended(body, course, t)
            case ProgressShown():
                return places.progress(body, course, t)
            case CourseCard():
                return places.course_card(course, t)
            case PlanAsked():
                return plans.asked(body, course, t)
            case CertificateShown():
                return certificates.shown(body, course, t)
            case SurveyClosed():
                return surveys.closed(body, course, t)
            case _:
                assert_never(body)
