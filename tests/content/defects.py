"""A good course damaged in one place at a time, by name."""

from collections.abc import Callable
from typing import TypeAlias

from tests.content.small_course import Files, good_files

Damage: TypeAlias = Callable[[Files], None]

EN, UK, YAML = "small/01-queue/en.md", "small/01-queue/uk.md", "small/course.yaml"
TEST = "small/test-m1/en.md"
AFTER = "small/after-episode/en.md"


def put(file: str, old: str, new: str, *, record: bool = True) -> Damage:
    """Replace `old`; a changed source text is recorded as the one that was translated."""

    def damage(files: Files) -> None:
        text = files[file].decode()
        assert old in text, old
        files[file] = text.replace(old, new, 1).encode()
        if record and file.endswith("en.md"):
            files[file.replace("en.md", "made-from/uk.md")] = files[file]

    return damage


def both(first: Damage, second: Damage) -> Damage:
    def damage(files: Files) -> None:
        first(files)
        second(files)

    return damage


def drop(*names: str) -> Damage:
    def damage(files: Files) -> None:
        for name in names:
            del files[name]

    return damage


def add(name: str, content: bytes = b"") -> Damage:
    def damage(files: Files) -> None:
        files[name] = content

    return damage


def in_both(old_en: str, new_en: str, old_uk: str, new_uk: str) -> Damage:
    return both(put(EN, old_en, new_en), put(UK, old_uk, new_uk))


def copy_of_queue(files: Files) -> None:
    for name, content in good_files().items():
        if name.startswith("small/01-queue/"):
            files[name.replace("01-queue", "02-queue")] = content


HOOK = "Olena reads the plan **twice**."
LONG = "Sixty little letters stand in this sentence, we counted them. "

DEFECTS: dict[str, Damage] = {
    # course.yaml
    "no course file": drop(YAML),
    "an empty course file": add(YAML),
    "an unknown key": put(YAML, "after_episode: after", "after_episodes: after"),
    "an unknown key in a test": put(YAML, "draw: 1", "draw: 1\n      drow: 2"),
    "a repeated key": put(YAML, "title:", "id: again\ntitle:"),
    "an alias": put(YAML, "languages: [en, uk]", "languages: &all [en, uk]"),
    "an alias of nothing": put(YAML, "id: m1", "id: *m1"),
    "bold in front matter": put(EN, "objective: names", "objective: **names**"),
    "a colon too many": put(YAML, "id: small", "id: small: one"),
    "an unclosed bracket": put(YAML, "[01-queue]", "[01-queue"),
    "a key that is no word": put(YAML, "id: small", "id: small\n1: one"),
    "a tag": put(YAML, "id: small", "id: !!python/name:os.system"),
    "a wrong id": put(YAML, "id: small", "id: Small"),
    "a missing key": put(YAML, "source_language: en\n", ""),
    "a pass mark over 100": put(YAML, "draw: 1", "draw: 1\n      pass_mark: 170"),
    "a course title in one language": put(YAML, ", uk: Малий курс", ""),
    "a title in a language of no use": put(YAML, "uk: Малий курс", "uk: Малий курс, de: Kurs"),
    "a source language that is not listed": put(YAML, "[en, uk]", "[uk]"),
    "an episode listed twice": put(YAML, "[01-queue]", "[01-queue, 01-queue]"),
    "two episodes of one name": both(
        put(YAML, "[01-queue]", "[01-queue, 02-queue]"), copy_of_queue
    ),
    "a module id used twice": put(
        YAML,
        "modules:",
        "modules:\n  - {id: m1, title: {en: One, uk: Один}, episodes: [02-other]}",
    ),
    "a folder that is not there": put(YAML, "[01-queue]", "[01-queue, 02-quoue]"),
    "a folder outside": put(YAML, "[01-queue]", "[01-queue, ../other]"),
    "a folder that is forgotten": add("small/02-new/en.md", b"x"),
    "a bank too small": put(YAML, "draw: 1", "draw: 2"),
    # files
    "a missing translation": drop(UK),
    "a missing source": drop(EN),
    "a language nobody listed": add("small/01-queue/ua.md", b"x"),
    "no record": drop("small/01-queue/made-from/uk.md"),
    "not UTF-8": add(UK, "---\ntitle: Черга\n---\n".encode("cp1251")),
    "a NUL byte": put(EN, HOOK, HOOK + "\x00"),
    "too large a text": add(EN, b"x" * 300_000),
    # front matter
    "no front matter": put(EN, "---\ntitle", "title"),
    "no title": put(EN, "title: Who is missing from the room?\n", ""),
    "an unknown front matter key": put(EN, "minutes: 4", "minutes: 4\nminuts: 4"),
    "a title too long": put(EN, "from the room", "from the room of the committee today"),
    "no minutes": put(EN, "minutes: 4\n", ""),
    "other minutes": put(UK, "objective", "minutes: 5\nobjective"),
    "no objective": put(UK, "objective: називає, кого бракує\n", ""),
    "a fact to verify": put(EN, "status: known", "status: verify"),
    "a wrong status": put(EN, "status: known", "status: sure"),
    "a wrong day": put(EN, "status: known", "status: known\n    accessed: 2025-13-01"),
    # messages
    "raw HTML": put(EN, HOOK, "Olena reads <b>twice</b>."),
    "a block of HTML": put(EN, HOOK, HOOK + "\n\n<div>x</div>"),
    "code": put(EN, HOOK, "Olena reads `twice`."),
    "a code block": put(EN, HOOK, HOOK + "\n\n```\nx\n```\n\n"),
    "an unclosed code block": put(EN, HOOK, HOOK + "\n\n```\n"),
    "a table": put(EN, HOOK, HOOK + "\n\n| a | b |\n|---|---|"),
    "a list in a list": put(EN, "- some go home", "- some go home\n  - slowly"),
    "a quotation": put(EN, HOOK, "> Olena reads."),
    "unclosed bold": put(EN, "**twice**", "**twice **"),
    "a heading in a message": put(EN, "The queue is long:", "# The queue\n\nIt is long:"),
    "a rule without an empty line": put(EN, "plan).\n\n---", "plan).\n---"),
    "two rules": put(EN, "\n---\n\n![", "\n---\n\n---\n\n!["),
    "a link to a file": put(EN, "https://example.org/plan", "plan.pdf"),
    "a link to a script": put(EN, "https://example.org/plan", "javascript:alert(1)"),
    "a reference link": put(EN, "[the text](https://example.org/plan)", "[the text][1]"),
    "a name twice": in_both("{#takeaway}", "{#hook}", "{#takeaway}", "{#hook}"),
    "a name in the wrong place": put(EN, "The queue is long:", "The queue is long:\n\n{#queue}"),
    "a name without its sign": in_both("{#takeaway}", "{takeaway}", "{#takeaway}", "{takeaway}"),
    "a wrong name": in_both("{#takeaway}", "{#Take}", "{#takeaway}", "{#Take}"),
    "a wrong kind of message": put(EN, "{#takeaway}", "{#takeaway .deper}"),
    "an empty message": put(EN, "Ask those who are not in the room.\n", ""),
    "a message too long": put(EN, HOOK, LONG * 65),
    "a message too long for its picture": put(EN, "The queue is long:", LONG * 13),
    # pictures
    "a picture without description": put(
        EN, "A long queue at a counter at eight in the morning, before the doors open", ""
    ),
    "a picture that is not there": put(EN, "(queue.png)", "(Queue.PNG)"),
    "a picture elsewhere": put(EN, "(queue.png)", "(../../secret.png)"),
    "a picture on the web": put(EN, "(queue.png)", "(https://example.org/a.png)"),
    "a picture in a sentence": put(EN, "The queue is long:", "See ![it](queue.png) now:"),
    "two pictures": put(EN, "The queue is long:", "![More of the queue](queue.png)"),
    "no real picture": add("small/01-queue/queue.png", b"GIF89a"),
    "too heavy a picture": add("small/01-queue/queue.png", b"\x89PNG" + b"x" * 150_000),
    # questions
    "no right answer": in_both("- [x]", "- [ ]", "- [x]", "- [ ]"),
    "two right answers": in_both("- [ ]", "- [x]", "- [ ]", "- [x]"),
    "other right answers": put(
        UK,
        "[ ] Команду розробників\n  > Вони знають форму, а не людей.\n- [x]",
        "[x] Команду розробників\n  > Вони знають форму, а не людей.\n- [ ]",
    ),
    "an option without feedback": put(EN, "\n  > Nobody stops you.", ""),
    "feedback that is not indented": put(EN, "  > Nobody", "> Nobody"),
    "an option without a box": put(EN, "- [ ] The software team", "- The software team"),
    "a Cyrillic x": put(UK, "[x]", "[х]"),
    "a box in a story": put(EN, "- Go outside", "- [ ] Go outside"),
    "one option": in_both(
        "- Stay inside\n  > The telephone rings.\n",
        "",
        "- Лишитися всередині\n  > Дзвонить телефон.\n",
        "",
    ),
    "fewer options in a translation": put(TEST, "- [ ] The minister\n  > He is elsewhere.\n", ""),
    "an option twice": put(EN, "- Stay inside", "- Go outside"),
    "an option on two lines": put(EN, "- Go outside", "- Go\n  outside"),
    "text after the options": put(EN, "rings.\n", "rings.\n\nAnd then?\n"),
    "numbered options": put(
        TEST,
        "- [x] The tram driver\n  > She drives there daily.\n- [ ] The printed map\n  >",
        "1. [x] The tram driver\n   > She drives there daily.\n2. [ ] The printed map\n   >",
    ),
    "a question without a kind": put(EN, "{#your-move .choice}", "{#your-move .choise}"),
    "a question without a name": put(EN, "{#your-move .choice}", "{.choice}"),
    "a heading without braces": put(EN, " {#your-move .choice}", ""),
    "a kind that does not fit": put(EN, "{#your-move .choice}", "{#your-move .choice .several}"),
    "an attribute nobody knows": put(EN, "{#your-move .choice}", "{#your-move .choice x=1}"),
    "about in an episode": in_both(
        ".choice}", ".choice about=queue}", ".choice}", ".choice about=queue}"
    ),
    "another kind in a translation": put(UK, "{#ask-first .quiz}", "{#ask-first .quiz .several}"),
    "another order": put(
        AFTER,
        "## How useful was it? {#useful .rate .optional}\n\n- 1 = not at all\n- 7 = very\n\n"
        "## Anything to say? {#say .write .optional}\n",
        "## Anything to say? {#say .write .optional}\n\n"
        "## How useful was it? {#useful .rate .optional}\n\n- 1 = not at all\n- 7 = very\n",
    ),
    "a step that is missing": put(
        UK, "---\n\n{#takeaway}\nПитайте тих, кого немає в кімнаті.\n", ""
    ),
    "a step of its own": put(UK, "{#hook}", "{#extra}\nЗайве.\n\n---\n\n{#hook}"),
    "a scale with one end": put(AFTER, "- 7 = very\n", ""),
    "a scale upside down": put(AFTER, "- 1 = not at all\n- 7 = very", "- 7 = very\n- 1 = bad"),
    "another scale": put(AFTER, "- 7 = very", "- 5 = very"),
    "options of a writing": put(
        AFTER, "{#say .write .optional}", "{#say .write .optional}\n\n- no"
    ),
    "a picture in a scale": both(
        put(AFTER, "\n- 1 =", "\n![A face](face.png)\n\n- 1 ="),
        add("small/after-episode/face.png", good_files()["small/01-queue/queue.png"]),
    ),
    "a question too long": put(EN, "The online form goes live on Monday.", LONG * 64),
    # tests
    "a message in a test": put(TEST, "## Who knows", "Good luck!\n\n## Who knows"),
    "a question about nothing": put(TEST, ".quiz about=queue", ".quiz"),
    "a question about another episode": put(TEST, "about=queue", "about=line"),
    # translations
    "a stale step": put(EN, "reads the plan", "reads the new plan", record=False),
    "a stale title": put(EN, "title: Who is missing from", "title: Who is not in", record=False),
    "a record of another time": add("small/01-queue/made-from/uk.md", b"\xff\xfe"),
}
