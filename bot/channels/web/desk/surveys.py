"""Surveys: whom each reached and what was answered, the file of it, and the announcement of it."""

from typing import get_args

from bot.channels.web.desk import announcements
from bot.channels.web.desk.visit import (
    Answer,
    Elsewhere,
    Given,
    Later,
    Missing,
    Place,
    Shown,
    Visit,
)
from bot.course.desk.surveys import FileForm, Item, SurveyShown, file_name
from bot.i18n import Words
from bot.report.surveys import rows
from bot.report.words import Reading, cell, people, share
from bot.service.desk import surveys
from bot.view.desk.surveys import states, why_hidden
from bot.view.page import Attachment
from bot.view.titles import in_language

LIST = "/desk/surveys"
ONE = "/desk/surveys/{survey}"


def show(visit: Visit) -> Answer:
    t, shelf = visit.t, visit.view.shelf
    found = [(each, shelf.releases[each.release]) for each in surveys.listed(visit.sitting, shelf)]
    listed = [
        (each.survey, in_language(course.title, course, t.language), states(t)[each.state])
        for each, course in found
    ]
    return Shown(template="surveys", title=t("Surveys"), values={"listed": listed})


def one(visit: Visit) -> Answer:
    t, shelf = visit.t, visit.view.shelf
    found = surveys.everything(visit.sitting, shelf, visit.named["survey"])
    if found is None:
        return Missing()
    course = shelf.releases[found.release]
    reading = Reading(course=course, group="", t=t)
    values = {
        "found": found, "state": states(t)[found.state],
        "until": t.day(found.until) if found.until else None,
        "turnout": _turnout(found, t), "hidden": why_hidden(found, t),
        "items": [_item(each, reading) for each in found.items],
        "may_announce": found.state == "open" and visit.sitting.rights.may("announce"),
    }  # fmt: skip
    title = in_language(course.title, course, t.language)
    return Shown(template="survey", title=title, values=values)


def _turnout(found: SurveyShown, t: Words) -> list[tuple[str, str]]:
    turnout = found.turnout
    assert turnout is not None
    counted = [
        (t("Sent to"), people(turnout.sent, t)),
        (t("Opened by"), people(turnout.opened, t)),
        (t("Answered by"), people(turnout.answered, t)),
    ]
    if turnout.rate is None:
        return counted
    of = (
        t("Answered, of those who got it")
        if turnout.of == "sent"
        else t("Answered, of those who opened it")
    )
    return [*counted, (of, share(turnout.rate, t))]


def _item(item: Item, reading: Reading) -> dict[str, object]:
    """A question: its options with their figures, or what was written."""
    t = reading.t
    (asked, *_), *_ = found = [*rows(item, reading)]
    cells = [] if not item.chosen else [(a, cell(n, t), cell(s, t)) for _, a, n, s in found]
    return {
        "asked": asked, "answered": people(item.answered, t), "few": item.answered.few,
        "cells": cells, "words": item.words,
    }  # fmt: skip


def file(visit: Visit) -> Answer:
    """What is in it is worked out when it is made; whether it may be seen, too."""
    form = next((each for each in get_args(FileForm) if each == visit.query.get("form")), None)
    if form is None:
        return Missing()
    about = file_name(form, visit.named["survey"])
    attached = Attachment(what="survey", about=about)
    who, language, document_of = visit.sitting.who, visit.t.language, visit.document_of

    async def make() -> Answer:
        document = await document_of(who, attached, language)
        return Missing() if document is None else Given(document=document)

    return Later(make=make)


def announce(visit: Visit) -> Answer:
    """A draft that invites to it; what it says can be changed there."""
    draft = surveys.announce(visit.sitting, visit.view.shelf, visit.named["survey"])
    return Missing() if draft is None else Elsewhere(path=f"{announcements.LIST}/{draft}")


PLACES = (
    Place(path=LIST, power="survey", shows=show),
    Place(path=ONE, power="survey", shows=one, does=announce),
    Place(path=f"{ONE}/file", power="survey", shows=file),
)
