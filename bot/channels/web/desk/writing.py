"""Writing an announcement: one form for all of it. What cannot be kept stays typed, and says why."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.channels.web.desk.announcements import LIST, ONE, found_in
from bot.channels.web.desk.visit import Answer, Elsewhere, Missing, Place, Shown, Visit
from bot.course.desk.announcement import LASTS_HOURS, LONGEST_QUIET, Audience, Named, Start
from bot.i18n import NAMES, Words
from bot.service.desk import announcing
from bot.service.desk.announcing import Changed
from bot.store import announcements, audiences
from bot.store.announcements import Announcement
from bot.view.desk.announcements import lasts, progress, wrong_days
from bot.view.titles import course_title, zone_name

FIELDS = (
    "course", "progress", "quiet", "group", "language", "topic", "start", "on", "hour", "lasts", "url",
    "opens", *(f"text-{each}" for each in NAMES), *(f"words-{each}" for each in NAMES),
)  # fmt: skip


@dataclass(slots=True)
class Writing:
    """The draft as far as it could be kept, and for each field what is wrong with it."""

    visit: Visit
    found: Announcement
    wrong: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, changed: Changed, says: str) -> None:
        if isinstance(changed, Announcement):
            self.found = changed
        else:
            self.wrong[name] = says

    def text(self, name: str) -> str:
        return self.visit.form.text(name).strip()


def write(visit: Visit) -> Answer:
    found = found_in(visit)
    if found is None or found.state != "draft":
        return Missing() if found is None else Elsewhere(path=f"{LIST}/{found.id}")
    return _form(visit, found, _typed(found, visit.zone), {})


def keep(visit: Visit) -> Answer:
    found = found_in(visit)
    if found is None or found.state != "draft":
        return Missing() if found is None else Elsewhere(path=f"{LIST}/{found.id}")
    writing = Writing(visit, found)
    steps: tuple[Callable[[Writing], None], ...] = (_texts, _audience, _start, _link, _course)
    for step in steps:
        step(writing)
    if writing.wrong:
        typed = {name: visit.form.text(name) for name in FIELDS}
        return _form(visit, writing.found, typed, writing.wrong)
    return Elsewhere(path=f"{LIST}/{found.id}", said="kept")


# --- What was typed ---------------------------------------------------------------------


def _texts(writing: Writing) -> None:
    t, sitting = writing.visit.t, writing.visit.sitting
    for language in NAMES:
        name = f"text-{language}"
        text = writing.text(name)
        if not text:
            left = {each: words for each, words in writing.found.texts.items() if each != language}
            writing.found = replace(writing.found, texts=left)
            announcements.write(sitting.tx, writing.found)
            continue
        too_long = t(
            "The text is too long: {n} characters. It can have {most}.",
            n=announcing.length(text), most=writing.found.details.longest,
        )  # fmt: skip
        changed = announcing.write_text(sitting, writing.found, language, text)
        writing.keep(name, changed, too_long)
    if not writing.found.texts and not writing.wrong:
        writing.wrong[f"text-{next(iter(NAMES))}"] = t("Write the text in one language at least.")


def _audience(writing: Writing) -> None:
    visit, text = writing.visit, writing.text
    state, days = text("progress"), text("quiet")
    stopped = state == "stopped"
    audience = Audience(
        course=text("course") or None, group=text("group") or None, topic=text("topic") or None,
        language=text("language") if text("language") in NAMES else None,
        progress=next((each for each in progress(visit.t) if each == state), "all"),
        quiet=int(days) if stopped and days.isascii() and days.isdigit() and len(days) < 4 else 0,
    )  # fmt: skip
    if stopped and not 1 <= audience.quiet <= LONGEST_QUIET:
        writing.wrong["quiet"] = wrong_days(visit.t)
        return
    changed = announcing.choose_audience(visit.sitting, writing.found, audience)
    writing.keep("group", changed, visit.t("You do not look after this group."))


def _start(writing: Writing) -> None:
    visit, t = writing.visit, writing.visit.t
    start = _moment(writing)
    if start is None:
        writing.wrong["on"] = t("Choose a day, and a time of day where one is needed.")
    else:
        changed = announcing.choose_start(visit.sitting, writing.found, start)
        writing.keep("on", changed, t("That moment is past. Choose another."))
    hours = next((each for each in LASTS_HOURS if str(each) == writing.text("lasts")), 0)
    if hours:
        changed = announcing.choose_lasts(visit.sitting, writing.found, hours)
        writing.keep("lasts", changed, t("This cannot be done now."))


def _moment(writing: Writing) -> Start | None:
    """At once, in the morning of each learner's own zone, or at a moment of the coordinator's."""
    how = writing.text("start")
    if how not in ("morning", "moment"):
        return Start()
    try:
        on = date.fromisoformat(writing.text("on"))
        if how == "morning":
            return Start(on=on)
        at = time.fromisoformat(writing.text("hour"))
        local = datetime.combine(on, at, ZoneInfo(writing.visit.zone))
        return Start(at=local.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _link(writing: Writing) -> None:
    visit, t, url = writing.visit, writing.visit.t, writing.text("url")
    wrong = t("This is not a full address. It has to begin with https://.")
    writing.keep("url", announcing.link(visit.sitting, writing.found, url or None), wrong)
    if not url or "url" in writing.wrong:
        return
    link = writing.found.details.link
    assert link is not None
    bare = replace(writing.found.details, link=replace(link, words={}))
    writing.found = replace(writing.found, details=bare)
    announcements.write(visit.sitting.tx, writing.found)
    for language in NAMES:
        name = f"words-{language}"
        if words := writing.text(name):
            changed = announcing.name_link(visit.sitting, writing.found, language, words)
            writing.keep(name, changed, t("That is too long for a button."))


def _course(writing: Writing) -> None:
    visit = writing.visit
    changed = announcing.link_course(visit.sitting, writing.found, writing.text("opens") or None)
    writing.keep("opens", changed, visit.t("This cannot be done now."))


# --- The form ---------------------------------------------------------------------------


def _typed(found: Announcement, zone: str) -> dict[str, str]:
    """The draft as it is kept, in the fields of the form."""
    who, details = found.audience, found.details
    start = details.start
    local = start.at.astimezone(ZoneInfo(zone)) if start.at else None
    link = details.link
    return {
        "course": who.course or "", "group": who.group or "", "topic": who.topic or "",
        "language": who.language or "",
        "progress": who.progress, "quiet": str(who.quiet) if who.progress == "stopped" else "",
        "start": "moment" if start.at else "morning" if start.on else "now",
        "on": f"{start.on or local:%Y-%m-%d}" if start.on or local else "",
        "hour": f"{local:%H:%M}" if local else "", "lasts": str(details.lasts),
        "url": link.url if link else "", "opens": details.opens or "",
        **{f"text-{each}": found.texts.get(each, "") for each in NAMES},
        **{f"words-{each}": link.words.get(each, "") if link else "" for each in NAMES},
    }  # fmt: skip


def _form(
    visit: Visit, found: Announcement, typed: dict[str, str], wrong: dict[str, str]
) -> Answer:
    t, tx, shelf = visit.t, visit.sitting.tx, visit.view.shelf
    courses = [(each, course_title(shelf, each, t.language)) for each in audiences.courses(tx)]
    groups = audiences.groups_within(tx, announcing.reach(visit.sitting, found))
    today = visit.sitting.now.astimezone(ZoneInfo(visit.zone)).date()
    values = {
        "found": found, "typed": typed, "wrong": wrong, "courses": courses,
        "progress": progress(t).items(), "longest_quiet": LONGEST_QUIET, "longest": found.details.longest,
        "groups": [(each, _named(name, t)) for each, name in groups.items()],
        "topics": [(each, _named(name, t)) for each, name in audiences.topics(tx).items()],
        "lasts": [(str(each), lasts(each, t)) for each in LASTS_HOURS],
        "zone": zone_name(visit.zone, t), "today": today.isoformat(),
    }  # fmt: skip
    status = 422 if wrong else 200
    title = t("Write an announcement")
    return Shown(template="write", title=title, values=values, status=status)


def _named(name: Named, t: Words) -> str:
    return name.get("") or name.get(t.language) or next(iter(name.values()), "")


PLACES = (Place(path=f"{ONE}/write", power="announce", shows=write, does=keep),)
