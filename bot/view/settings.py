"""The settings, page by page."""

from bot.course.inputs import Switch
from bot.course.messages import SettingsShown
from bot.course.timing import EVENING, HOURS, Rhythm
from bot.i18n import NAMES, Words
from bot.view.page import Page, paragraphs
from bot.view.titles import zone_name


def settings(body: SettingsShown, t: Words) -> Page:
    return Page(text=_text(body, t), language=t.language)


def _text(body: SettingsShown, t: Words) -> str:
    rhythm = body.rhythm
    match body.page:
        case "zones":
            return t("Choose your time zone.")
        case "rhythm":
            return paragraphs(
                "**" + t("When the next episode comes") + "**",
                _listed(days(rhythm, t), _holidays(rhythm, t)),
                t("You can always go on by yourself. Nothing comes between {from_} and {to}.",
                  from_=hour(EVENING), to=hour(HOURS.start)),
            )  # fmt: skip
        case "hours":
            return t("At which hour may messages come? Now: {hour}.", hour=hour(rhythm.hour))
        case "holidays":
            return paragraphs(_holidays(rhythm, t), t("On which public holidays shall I be quiet?"))
        case "pause":
            return paragraphs(_pause(rhythm, t), t("For how long shall I be quiet?"))
        case "prompts":
            heading = "**" + t("What I may send without being asked, once a day at most") + "**"
            names = switches(t)
            lines = [
                t("{what}: on", what=name) if getattr(rhythm, what) else t("{what}: off", what=name)
                for what, name in names.items()
            ]
            return paragraphs(heading, _listed(*lines))
        case "settings":
            return paragraphs("**" + t("Settings") + "**", _listed(*_lines(body, t)))


def _lines(body: SettingsShown, t: Words) -> list[str]:
    rhythm = body.rhythm
    lines = [
        t("Language: {name}", name=NAMES[t.language]),
        t("Time zone: {zone}", zone=zone_name(body.zone, t)),
        t("Pictures: shown") if body.pictures else t("Pictures: off, descriptions only"),
        days(rhythm, t),
    ]
    if rhythm.paused_until:
        lines.append(_pause(rhythm, t))
    return lines


def _listed(*lines: str) -> str:
    return "\n".join(f"- {line}" for line in lines)


def days(rhythm: Rhythm, t: Words) -> str:
    if not rhythm.days:
        return t("Episodes: at your own pace; anything else on working days at {hour}",
                 hour=hour(rhythm.hour))  # fmt: skip
    names = ", ".join(t.weekday(day) for day in rhythm.days)
    return t("Episodes: {days} at {hour}", days=names, hour=hour(rhythm.hour))


def _holidays(rhythm: Rhythm, t: Words) -> str:
    return t("Public holidays: {country}", country=country(rhythm.holidays, t))


def country(code: str | None, t: Words) -> str:
    match code:
        case "PT":
            return t("free in Portugal")
        case "UA":
            return t("free in Ukraine")
        case _:
            return t("like any other day")


def _pause(rhythm: Rhythm, t: Words) -> str:
    if rhythm.paused_until is None:
        return t("There is no pause.")
    return t("Pause until: {day}", day=t.day(rhythm.paused_until))


def switches(t: Words) -> dict[Switch, str]:
    return {
        "reminders": t("Reminders"),
        "follow_ups": t("Follow-up questions"),
        "reviews": t("Review questions"),
    }


def hour(number: int) -> str:
    return f"{number}:00"
