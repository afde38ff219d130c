"""The certificate in the chat: what is missing for it, the name, the document."""

from typing import assert_never

from bot.course.messages import CertificateShown, NameShown
from bot.course.model import Course
from bot.i18n import Words
from bot.view.page import Attachment, Enclosed, Page, paragraphs, plain
from bot.view.titles import in_language, quoted


def shown(body: CertificateShown, course: Course, t: Words) -> Page:
    title = quoted(in_language(course.title, course, t.language), t)
    match body.shows:
        case "document":
            text = paragraphs(
                t("Here is your certificate for the course {title}.", title=title),
                t("Whoever reads it can check it by the code on it. That page shows what the"
                  " certificate shows, and nothing else."),
            )  # fmt: skip
            return Page(text=text, language=t.language, attached=_attached("certificate", body))
        case "badge":
            text = t(
                "Here is the certificate as a digital credential (Open Badges 3.0), for places that"
                " collect such files."
            )
            return Page(text=text, language=t.language, attached=_attached("badge", body))
        case "missing":
            return Page(text=_missing(body, course, title, t), language=t.language)
        case _:
            assert_never(body.shows)


def _attached(what: Enclosed, body: CertificateShown) -> Attachment:
    return Attachment(what=what, about=body.course)


def _missing(body: CertificateShown, course: Course, title: str, t: Words) -> str:
    episodes = sum(each.id in body.finished for each in course.episodes)
    tests = sum(each.id in body.finished for each in course.line) - episodes
    all_tests = len(course.line) - len(course.episodes)
    first = t("The certificate comes when the course {title} is finished.", title=title)
    lines = [
        t("Episodes: {done} of {all}", done=episodes, all=len(course.episodes)),
        *([t("Tests passed: {done} of {all}", done=tests, all=all_tests)] if all_tests else []),
    ]
    return paragraphs(first, "\n".join(f"- {line}" for line in lines))


def name(body: NameShown, t: Words) -> Page:
    text = paragraphs(t("This name will be printed:"), f"**{plain(body.name)}**")
    return Page(text=text, language=t.language, personal=True)
