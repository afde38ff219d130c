"""The report as text, for whoever runs a course or writes one."""

from bot.simulation.figures import Figures, Group

SHOWN = 10
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def report(told: Figures) -> str:
    parts = (_head(told), _spacing(told), _course(told), _groups(told), _cost(told), _verdict(told))
    return "\n\n".join(parts) + "\n"


def _head(told: Figures) -> str:
    task = told.task
    return (
        f"{len(told.lives)} synthetic learners, {task.weeks} weeks of the course"
        f" {task.course} from {task.start:%d %B %Y}"
    )


def _spacing(told: Figures) -> str:
    prompts, replies = told.prompts(), told.replies()
    weeks = prompts.total / max(1, len(told.enrolled)) / told.task.weeks
    things = ", ".join(f"{what} {n}" for what, n in told.things().most_common())
    answers = (
        f"on days with a visit {replies.mean:.0f} on average,"
        f" {replies.p95} or fewer on 95 of 100, {replies.most} at most"
    )
    outage = (
        f"{told.task.outage.start:%d %B %H:%M} UTC: {told.waited} timers waited;"
        f" {told.late} prompts in the hour after it,"
        f" {told.most_around_the_outage()} a day at most for a learner"
    )
    lines = (
        ("of its own accord", f"{prompts.most} a day at most, {weeks:.1f} a week for a learner"),
        ("in answer", answers),
        ("in its prompts", things),
        ("right after a press", f"{told.at_once} of {prompts.total} prompts, within ten minutes"),
        ("lost their time", f"{told.lost} follow-ups, before there was a day for them"),
        ("a day without it", outage),
    )
    return "\n".join(("How often the bot speaks", *(f"  {name:20}{text}" for name, text in lines)))


def _course(told: Figures) -> str:
    begun = len(told.enrolled)
    lines = ["How far they came", f"  began the course  {begun} of {len(told.lives)}"]
    for week, done in zip(told.weeks, told.completions(), strict=True):
        share = round(100 * done / max(1, begun))
        lines.append(f"  completed by the end of week {week}  {done:4d}  {share:3d} %")
    for ordinal, (sent, back) in zip(ORDINALS, told.reminders(), strict=False):
        lines.append(f"  the {ordinal} reminder brought back  {back} of {sent}")
    return "\n".join(lines)


def _groups(told: Figures) -> str:
    head = f"  {'':18}{'learners':>9}{'completed':>11}{'days':>6}{'prompts a week':>16}"
    title = "By habit, language and zone (days: the median of those who completed)"
    groups = (*told.by_habit(), *told.by_language(), *told.by_zone())
    return "\n".join((title, head, *map(_line, groups)))


def _line(group: Group) -> str:
    days = "-" if group.days is None else str(group.days)
    return (
        f"  {group.name:18}{group.learners:9d}{group.completed:11d}{days:>6}{group.prompts:16.1f}"
    )


def _cost(told: Figures) -> str:
    presses = sum(sum(life.presses.values()) for life in told.lives)
    each = told.bytes / 1_000_000 / max(1, len(told.lives))
    return (
        f"Cost: {each:.2f} MB of database for a learner, {presses} presses and messages taken,"
        f" {told.seconds:.0f} seconds"
    )


def _verdict(told: Figures) -> str:
    lines = ["What must not be"]
    for name, found in told.wrong():
        lines.append(f"  {name}: {len(found) or 'none'}")
        lines += [f"    {each}" for each in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"    and {len(found) - SHOWN} more")
    return "\n".join(lines)
