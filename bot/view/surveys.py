"""Surveys as those see them who answer: what is asked, by whom, and what becomes of the answers."""

from bot.course.messages import SurveyClosed
from bot.course.model import Course, Say, Survey
from bot.i18n import Words
from bot.view.page import Page, paragraphs, plain
from bot.view.titles import in_language, quoted


def card(course: Course, survey: Survey, t: Words) -> Page:
    """Everything that somebody must know before the first question, in plain words."""
    title = f"**{plain(in_language(course.title, course, t.language))}**"
    summary = plain(in_language(course.summary, course, t.language))
    text = paragraphs(title, summary, f"*{_size(survey, t)}*", _promise(survey, t), _voluntary(t))
    return Page(text=text, language=t.language)


def _size(survey: Survey, t: Words) -> str:
    """What only some are asked is not promised to everybody."""
    asked = sum(not isinstance(step, Say) and step.when is None for step in survey.questions.steps)
    parts = (
        t.n("{n} question", "{n} questions", asked),
        t.n("about {n} minute", "about {n} minutes", survey.minutes),
        t("open until {day}", day=t.day(survey.until)) if survey.until else None,
    )
    return ", ".join(each for each in parts if each)


def _voluntary(t: Words) -> str:
    return t(
        "You can skip any question. You can stop and go on within 7 days; after that, what you have"
        " answered counts as it is. Each person can answer once."
    )


def _promise(survey: Survey, t: Words) -> str:
    if not survey.anonymous:
        return t(
            "Your answers are kept with your account here, without your name, until you erase them:"
            " /forget. The course team sees totals, and only from five people on. What you write in"
            " your own words it can read, without seeing who wrote it."
        )
    return paragraphs(
        t(
            "This survey is anonymous. While you answer, I have to remember which answers are yours,"
            " so that you can go on. When you finish, I cut that link for good: the answers stay,"
            " and of you only that you took part and on which day."
        ),
        t(
            "From then on nobody can tell which answers are yours, and so nobody can erase them for"
            " you either. The course team sees totals, and only from five people on, and what was"
            " written, without an author. What you write yourself stays in this chat until you"
            " delete it here."
        ),
    )


def past(t: Words) -> Page:
    """Seen only where a question had not arrived yet when its survey was over."""
    return Page(text=t("This was a question of a survey that is over."), language=t.language)


def closed(body: SurveyClosed, course: Course, t: Words) -> Page:
    assert course.survey is not None
    return Page(text=_closed(body, course, course.survey, t), language=t.language)


def _closed(body: SurveyClosed, course: Course, survey: Survey, t: Words) -> str:
    title = quoted(in_language(course.title, course, t.language), t)
    match body.why:
        case "thanks" if survey.anonymous:
            return paragraphs(
                "**" + t("Thank you. Your answers are counted.") + "**",
                t(
                    "The link between you and your answers is cut. The course team looks at the"
                    " totals of everybody and decides by them what to do next."
                ),
            )
        case "thanks":
            return paragraphs(
                "**" + t("Thank you. Your answers are counted.") + "**",
                t(
                    "The course team looks at the totals of everybody and decides by them what to do"
                    " next. To erase your answers with everything else: /forget"
                ),
            )
        case "later":
            return t(
                "The survey {title} waits for you for 7 days, and what you have answered is kept."
                " You go on where you stopped.",
                title=title,
            )
        case "answered":
            return t(
                "You have taken part in the survey {title} already. Each person can answer once.",
                title=title,
            )
        case "over":
            return t("The survey {title} is over. Thank you for your interest.", title=title)
