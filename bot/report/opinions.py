"""What people say of themselves and of the course: before and after, satisfaction, use at work."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from bot.course.desk.fives import Count, percent
from bot.course.model import Choose, Course, FollowUp, Rate
from bot.report.figures import Answers, Plans, Progress
from bot.report.told import Bar, Bars, Cell, Part, Percent, Score, Stack, Stacks, Table, Told
from bot.report.words import Reading, counted, people, results, rounding, score, share

Pair = tuple[Answers, Answers]
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def step_of(course: Course, answers: Answers) -> Choose | Rate:
    step = course.step(answers.activity, answers.step)
    assert isinstance(step, Choose | Rate)
    return step


# --- Before and after -------------------------------------------------------------------


def awareness(told: Sequence[Pair], progress: Progress, reading: Reading) -> Told:
    """The same statements before the course and after it, side by side."""
    t = reading.t
    stacks: list[Part] = []
    for options, pairs in _alike(told, lambda pair: legend(pair[0], reading)):
        both = [
            Stack(
                heading=reading.question(step_of(reading.course, before)) if first else "",
                label=t("before") if first else t("after"), shows=people(each.people, t),
                parts=each.parts, whole=each.people,
            )
            for before, after in pairs
            for first, each in ((True, before), (False, after))
        ]  # fmt: skip
        rest = "" if stacks else _rest(reading)
        stacks.append(Stacks(legend=options, stacks=tuple(both), rest=rest))
    rows = tuple(row for pair in told for row in _compared(pair, reading))
    said = [
        t(
            "Before the course, each statement was answered by {before} at most; after it, by"
            " {after}. {began} began the course and {finished} finished it.",
            before=people(max((b.people for b, _ in told), default=Count()), t),
            after=people(max((a.people for _, a in told), default=Count()), t),
            began=people(progress.began, t), finished=people(progress.completed, t),
        ),
        *(line for pair in told if (line := _moved(pair, reading))),
    ]  # fmt: skip
    headers = (
        t("Statement"), t("Answer given"), t("Before"), t("Share before"), t("Answers before"),
        t("After"), t("Share after"), t("Answers after"),
    )  # fmt: skip
    return Told(
        kind="awareness", title=t("Before and after"), about=reading.about,
        description=tuple(said) if told else (t("This course asks nothing before and after."),),
        parts=tuple(stacks), table=Table(headers=headers, rows=rows),
        notes=(t("What people say of themselves, of their own free will. Those who answered after"
                 " the course are fewer, and may be others, than those before."), rounding(t)),
    )  # fmt: skip


def legend(answers: Answers, reading: Reading) -> tuple[str, ...]:
    return reading.options(step_of(reading.course, answers))


def _alike(all_: Sequence[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """Together what has the same legend, in the order in which the first of each comes."""
    found: dict[K, list[T]] = {}
    for each in all_:
        found.setdefault(key(each), []).append(each)
    return list(found.items())


def _rest(reading: Reading) -> str:
    return reading.t("White: answers that fewer than five gave, and what is lost in rounding.")


def _compared(pair: Pair, reading: Reading) -> list[tuple[Cell, ...]]:
    before, after = pair
    step = step_of(reading.course, before)
    return [
        (
            reading.question(step), option or str(place), was, Percent(value=percent(was, before.people)),
            before.people, now, Percent(value=percent(now, after.people)), after.people,
        )
        for place, (option, was, now) in enumerate(
            zip(reading.options(step), before.parts, after.parts, strict=True), before.low
        )
    ]  # fmt: skip


def _moved(pair: Pair, reading: Reading) -> str | None:
    """The most frequent answer before and after."""
    t = reading.t
    before, after = (_most(each, reading) for each in pair)
    if before is None or after is None:
        return None
    question = reading.quoted(reading.question(step_of(reading.course, pair[0])))
    return t(
        "{question}: before, most often {before}; after, most often {after}.",
        question=question, before=before, after=after,
    )  # fmt: skip


def _most(answers: Answers, reading: Reading) -> str | None:
    place, most = max(enumerate(answers.parts), key=lambda each: each[1])
    known = percent(most, answers.people)
    if known is None:
        return None
    option = legend(answers, reading)[place] or str(place + answers.low)
    return f"{reading.quoted(option)} ({share(known, reading.t)})"


# --- Satisfaction -----------------------------------------------------------------------


def satisfaction(told: Sequence[Answers], reading: Reading) -> Told:
    """Ratings of episodes and of the course, and what else is asked at its end."""
    t = reading.t
    scales = [each for each in told if isinstance(step_of(reading.course, each), Rate)]
    asked = [each for each in told if isinstance(step_of(reading.course, each), Choose)]
    parts: list[Part] = [
        Stacks(
            legend=options, rest="" if place else _rest(reading), low=low,
            stacks=tuple(
                Stack(heading=rated(each, reading), label="", parts=each.parts, whole=each.people,
                      shows=_mean(each, reading))
                for each in same
            ),
        )
        for place, ((options, low), same) in enumerate(
            _alike(scales, lambda each: (legend(each, reading), each.low))
        )
    ]  # fmt: skip
    parts += [_bars(each, reading) for each in asked]
    means = [(m, each) for each in scales if (m := each.mean) is not None]
    said = (t("Too few people have answered, so there is nothing to show yet."),)
    if means:
        (low, worst), (high, best) = (f(means, key=lambda m: m[0]) for f in (min, max))
        said = (
            t(
                "Rated highest: {best}, {high} on average. Rated lowest: {worst}, {low}.",
                best=reading.quoted(rated(best, reading)), high=score(high, t),
                worst=reading.quoted(rated(worst, reading)), low=score(low, t),
            ),
        )  # fmt: skip
    return Told(
        kind="satisfaction", title=t("Satisfaction"), about=reading.about, description=said,
        parts=tuple(parts), table=_table(told, reading),
        notes=(t("Rating is voluntary. A mean is told where nearly all answers stand in cells of"
                 " five people or more."), rounding(t)),
    )  # fmt: skip


def rated(answers: Answers, reading: Reading) -> str:
    """The episode that was rated, or the question."""
    if answers.about:
        return reading.title(answers.about)
    return reading.question(step_of(reading.course, answers))


def _mean(answers: Answers, reading: Reading) -> str:
    t, mean = reading.t, answers.mean
    if mean is None:
        return people(answers.people, t)
    return t("mean {mean} · {people}", mean=score(mean, t), people=people(answers.people, t))


# --- Use at work ------------------------------------------------------------------------


def use(told: Sequence[Answers], plans: Plans, reading: Reading) -> Told:
    """What is asked after the course about work, and what became of people's plans."""
    t = reading.t
    names = results(t)
    of_plans = Bars(
        heading=t("Plans for work"), note=t("People with a plan: {people}", people=people(plans.made, t)),
        bars=tuple(
            Bar(label=names[each], shows=counted(count, plans.made, t), people=count, whole=plans.made)
            for each in names for count in (plans.told.get(each, Count()),)
        ),
    )  # fmt: skip
    said = [
        t(
            "{made} made a plan for their work; {done} have carried one out, {partly} in part.",
            made=people(plans.made, t), done=people(plans.told.get("done", Count()), t),
            partly=people(plans.told.get("partly", Count()), t),
        ),
        *(f"{later(e, reading)}: {most}." for e in told if (most := _most(e, reading))),
    ]  # fmt: skip
    table = _table(told, reading)
    of_plan = tuple(
        (t("Plans for work"), names[each], count, Percent(value=percent(count, plans.made)),
         plans.made, Score(value=None))
        for each in names for count in (plans.told.get(each, Count()),)
    )  # fmt: skip
    return Told(
        kind="use", title=t("Use at work"), about=reading.about, description=tuple(said),
        parts=(*(_bars(each, reading) for each in told), of_plans),
        table=Table(headers=table.headers, rows=(*table.rows, *of_plan)),
        notes=(t("What people say themselves, of their own free will. Who has several plans may"
                 " stand in several lines."), rounding(t)),
    )  # fmt: skip


def later(answers: Answers, reading: Reading) -> str:
    """The question, and about which episode or how long after the course it was asked."""
    question = reading.question(step_of(reading.course, answers))
    if answers.about:
        return f"{reading.title(answers.about)}: {question}"
    activity = reading.course.find(answers.activity)
    if not isinstance(activity, FollowUp):
        return question
    days = reading.t.n("after {n} day", "after {n} days", activity.days)
    return f"{question} ({days})"


# --- What both have ---------------------------------------------------------------------


def _bars(answers: Answers, reading: Reading) -> Bars:
    t = reading.t
    bars = tuple(
        Bar(
            label=option or str(place), shows=counted(count, answers.people, t), people=count,
            whole=answers.people,
        )
        for place, (option, count) in enumerate(
            zip(points(answers, reading), answers.parts, strict=True), answers.low
        )
    )  # fmt: skip
    note = t("Answered: {people}", people=people(answers.people, t))
    return Bars(heading=later(answers, reading), bars=bars, note=note)


def points(answers: Answers, reading: Reading) -> tuple[str, ...]:
    """Options as they are; points of a scale with their numbers."""
    words = legend(answers, reading)
    if isinstance(step_of(reading.course, answers), Choose):
        return words
    return tuple(
        f"{point} = {said}" if said else str(point) for point, said in enumerate(words, answers.low)
    )


def _table(told: Sequence[Answers], reading: Reading) -> Table:
    t = reading.t
    headers = (
        t("Question"), t("Answer given"), t("People"), t("Share"), t("Answered"), t("Mean"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for each in told:
        rates = isinstance(step_of(reading.course, each), Rate)
        name = rated(each, reading) if each.about else later(each, reading)
        for option, count in zip(points(each, reading), each.parts, strict=True):
            rows.append((
                name, option, count, Percent(value=percent(count, each.people)), each.people,
                Score(value=each.mean if rates else None),
            ))  # fmt: skip
    return Table(headers=headers, rows=tuple(rows))
