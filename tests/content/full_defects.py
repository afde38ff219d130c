"""The full course damaged in one place at a time, by name."""

from tests.content.defects import EN, TEST, UK, YAML, Damage, both, drop, put
from tests.content.full_course import MORE_OF_EPISODE_EN, MORE_OF_EPISODE_UK, full_files
from tests.content.small_course import EPISODE_EN, EPISODE_UK, Files

BEFORE, LATER = "small/before/en.md", "small/90-later/en.md"


def pages(file: str, old: str, new: str) -> Damage:
    """Replace the same marks in the source and in its translation."""
    return both(put(file, old, new), put(file.replace("en.md", "uk.md"), old, new))


def follow_ups_only(files: Files) -> None:
    """An episode that keeps of its text what comes days later."""
    front = "---\ntitle: {}\nminutes: 4\nobjective: x\n---"
    files[EN] = (front.format("Who?") + MORE_OF_EPISODE_EN[4:]).encode()
    files[UK] = (front.format("Хто?") + MORE_OF_EPISODE_UK[4:]).encode()
    files["small/01-queue/made-from/uk.md"] = files[EN]


def queue_of_day_two(files: Files) -> None:
    """A second episode with the name of the follow-up of the first."""
    for page, text in (("en", EPISODE_EN), ("uk", EPISODE_UK), ("made-from/uk", EPISODE_EN)):
        files[f"small/02-queue-d2/{page}.md"] = text.encode()
    files["small/02-queue-d2/queue.png"] = files["small/01-queue/queue.png"]
    put(YAML, "[01-queue]", "[01-queue, 02-queue-d2]")(files)


STARTER = "      - {en: One more, uk: Ще один}\n"
NINE = "".join(f"- Option {number}\n" for number in range(3, 10))

DAMAGES: dict[str, Damage] = {
    # course.yaml
    "an episode that is the follow-ups too": both(
        put(YAML, "follow_ups: 90-later", "follow_ups: 01-queue"),
        drop("small/90-later/en.md", "small/90-later/uk.md", "small/90-later/made-from/uk.md"),
    ),
    "one questionnaire before and after": put(YAML, "after: after-course", "after: before"),
    "reminders out of order": put(YAML, "[2, 5]", "[5, 2, 5]"),
    "a reminder too late": put(YAML, "[2, 5]", "[2, 61]"),
    "too many reminders": put(YAML, "[2, 5]", "[1, 2, 3, 4, 5, 6]"),
    "one reminder that is no list": put(YAML, "[2, 5]", "5"),
    "too long a review": put(YAML, "review_days: 30", "review_days: 366"),
    "mornings that are neither true nor false": put(
        YAML, "mornings_only: true", "mornings_only: x"
    ),
    "too much a day": put(YAML, "a_day: 2", "a_day: 6"),
    "an unknown key in the limits": put(YAML, "a_day: 2", "a_dy: 2"),
    "an unknown key in the certificate": put(YAML, "  hours: 3", "  hour: 3"),
    "an issuer in one language": put(YAML, ", uk: Міністерство щоденних справ", ""),
    "an issuer on two lines": put(
        YAML, "{en: Department of Everyday Affairs,", '{en: "Everyday\\nAffairs",'
    ),
    "credits too long": put(YAML, "A tenth of a credit", "A tenth of a credit " * 12),
    "a course of no hours": put(YAML, "hours: 3", "hours: 0"),
    "a starter in one language": put(YAML, ", uk: Якщо черга росте то йду подивитися", ""),
    "a starter cut off by a comma": put(YAML, "grows then", "grows, then"),
    "a starter of words alone": put(YAML, "before: before", "      - If so\nbefore: before"),
    "too many starters": put(YAML, "before: before", STARTER * 3 + "before: before"),
    # polls
    "a poll with a reply": put(BEFORE, "- Hardly", "- Hardly\n  > Then stay."),
    "a poll with boxes": put(BEFORE, "- Hardly", "- [ ] Hardly"),
    "a poll of nine options": both(
        put(BEFORE, "- Well\n", "- Well\n" + NINE),
        put(BEFORE.replace("en.md", "uk.md"), "- Добре\n", "- Добре\n" + NINE),
    ),
    "an optional quiz": pages(EN, "{#recall .quiz .d2}", "{#recall .quiz .d2 .optional}"),
    "most of a single answer": pages(BEFORE, ".poll .optional", ".poll .optional most=1"),
    "most above the options": pages(TEST, "most=2", "most=4"),
    "most that is nothing": pages(TEST, "most=2", "most=0"),
    "most on a message": pages(BEFORE, "{#welcome ", "{#welcome most=2 "),
    # days
    "day nought": pages(LATER, ".d30", ".d0"),
    "a day too late": pages(LATER, ".d90", ".d366"),
    "a day with a nought": pages(LATER, ".d30", ".d030"),
    "two days": pages(LATER, ".d30", ".d30 .d60"),
    "a day of a questionnaire": pages(BEFORE, "{#a1 .poll", "{#a1 .d2 .poll"),
    "follow-ups without a day": pages(LATER, " .d30", ""),
    "a follow-up that asks nothing": pages(EN, "{#thanks .d7 when=asked:1}", "{#thanks .d8}"),
    "an episode of follow-ups": follow_ups_only,
    "a bank of follow-ups": pages(TEST, "{#desk .quiz", "{#desk .d7 .quiz"),
    "a follow-up named like an episode": queue_of_day_two,
    "one name in the bank and later": pages(TEST, "{#door .quiz", "{#desk .quiz"),
    "a writing about an episode": pages(
        TEST, "---\n\n## ", "## Why? {#why .write .d8 about=queue}\n\n---\n\n## "
    ),
    "a follow-up about another episode": pages(TEST, ".d7 about=queue", ".d7 about=line"),
    # conditions
    "a condition without an option": pages(EN, "when=asked:1", "when=asked"),
    "a condition on nothing": pages(EN, "when=asked:1", "when=askd:1"),
    "a condition on itself": pages(EN, "when=asked:1", "when=thanks:1"),
    "a condition on what comes later": pages(
        EN, "{#asked .poll .d7}", "{#asked .poll .d7 when=thanks:1}"
    ),
    "a condition on another day": pages(EN, "when=asked:1", "when=recall:1"),
    "a condition on a message": pages(EN, "when=asked:2", "when=thanks:1"),
    "a condition on option three": pages(EN, "when=asked:1", "when=asked:1,3,0"),
    "a condition in a bank": pages(TEST, "{#desk .quiz", "{#desk when=street:1 .quiz"),
    "a condition in a draw": pages(TEST, "{#lock .quiz", "{#lock when=door:1 .quiz"),
    "a condition that would be shown": pages(BEFORE, "{#welcome when=a1:1}", "{when=a1:1}"),
    # translations
    "another day in a translation": put(UK, ".poll .d7}", ".poll .d8}"),
    "a day only in the source": put(UK, "{#recall .quiz .d2}", "{#recall .quiz}"),
    "another condition in a translation": put(UK, "when=asked:2", "when=asked:1"),
    "a condition only in a translation": put(EN, "{#thanks .d7 when=asked:1}", "{#thanks .d7}"),
    "another most in a translation": put(TEST.replace("en.md", "uk.md"), "most=2", "most=3"),
    "a poll that is a choice elsewhere": put(
        UK,
        "{#asked .poll .d7}\n\n- Так\n- Ще ні",
        "{#asked .choice .d7}\n\n- Так\n  > О.\n- Ні\n  > А.",
    ),
    "a follow-up that is not translated": put(
        UK, "{#thanks .d7 when=asked:1}\nТоді ви знаєте більше за цей курс.\n\n---\n", ""
    ),
    "a stale follow-up": put(EN, "asked anybody since", "asked anyone since", record=False),
}


def _to_the_full_course(damage: Damage) -> Damage:
    def of_the_full_course(files: Files) -> None:
        files |= full_files()
        damage(files)

    return of_the_full_course


FULL_DEFECTS = {name: _to_the_full_course(damage) for name, damage in DAMAGES.items()}
