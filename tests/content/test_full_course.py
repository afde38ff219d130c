"""What polls, follow-ups, questionnaires, limits and a certificate become."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.content import read_lessons
from bot.course.model import (
    Choose,
    Condition,
    Course,
    FollowUp,
    Limits,
    OptionWording,
    Passage,
    Prompt,
    Question,
    Questionnaire,
    Rate,
    Say,
    Scale,
    Terms,
    Write,
)
from tests.content.full_course import full_files
from tests.content.small_course import Files, good_files, write

W = TypeVar("W")


def read(files: Files, root: Path) -> Course:
    lessons = read_lessons(write(files, root))
    assert lessons.problems == ()
    return lessons.courses["small"]


def both(english: W, ukrainian: W) -> dict[str, W]:
    return {"en": english, "uk": ukrainian}


def question(words: str, *options: str) -> Question:
    """Each option as `text` or as `text > reply`."""
    parts = (each.partition(" > ") for each in options)
    wordings = tuple(OptionWording(text=text, reply=reply) for text, _, reply in parts)
    return Question(text="", question=words, options=wordings)


def prompts(english: str, ukrainian: str) -> dict[str, Prompt]:
    return both(Prompt(text="", question=english), Prompt(text="", question=ukrainian))


BEFORE = Questionnaire(
    id="before",
    title=both("Before the course", "Перед курсом"),
    steps=(
        Choose(
            id="a1",
            words=both(
                question("I can say who is missing.", "Hardly", "Well"),
                question("Я можу сказати, кого немає.", "Навряд", "Добре"),
            ),
            options=2,
            right=None,
            poll=True,
            optional=True,
        ),
        Say(
            id="welcome",
            words=both(
                Passage(text="Then you are right here."), Passage(text="Тоді ви за адресою.")
            ),
            when=Condition(step="a1", options=frozenset({1})),
        ),
    ),
)
AFTER = Questionnaire(
    id="after-course",
    title=both("After the course", "Після курсу"),
    steps=(
        Write(
            id="first",
            words=prompts("What will you do first?", "Що зробите спершу?"),
            optional=True,
        ),
    ),
)
OF_THE_EPISODE = (
    FollowUp(
        id="queue-d2",
        title=both("Who is missing from the room?", "Кого немає в кімнаті?"),
        steps=(
            Choose(
                id="recall",
                words=both(
                    question(
                        "Who knew what the form would miss?",
                        "Those who wait > They stand there.",
                        "Those who plan > They sit elsewhere.",
                    ),
                    question(
                        "Хто знав, чого бракує у формі?",
                        "Ті, хто чекає > Вони там стоять.",
                        "Ті, хто планує > Вони сидять деінде.",
                    ),
                ),
                options=2,
                right=frozenset({1}),
            ),
        ),
        after="queue",
        days=2,
    ),
    FollowUp(
        id="queue-d7",
        title=both("Who is missing from the room?", "Кого немає в кімнаті?"),
        steps=(
            Choose(
                id="asked",
                words=both(
                    question("Have you asked anybody since?", "Yes", "Not yet"),
                    question("Чи питали ви когось відтоді?", "Так", "Ще ні"),
                ),
                options=2,
                right=None,
                poll=True,
            ),
            Say(
                id="thanks",
                words=both(
                    Passage(text="Then you know more than this course."),
                    Passage(text="Тоді ви знаєте більше за цей курс."),
                ),
                when=Condition(step="asked", options=frozenset({1})),
            ),
            Write(
                id="help",
                words=prompts("What would help?", "Що допомогло б?"),
                optional=True,
                when=Condition(step="asked", options=frozenset({2})),
            ),
        ),
        after="queue",
        days=7,
    ),
)
OF_THE_TEST = (
    FollowUp(
        id="test-m1-d7",
        title=both("Test of module 1", "Тест модуля 1"),
        steps=(
            Choose(
                id="door",
                words=both(
                    question(
                        "Who opens the door?",
                        "The porter > He has the key.",
                        "The wind > Not this door.",
                    ),
                    question(
                        "Хто відчиняє двері?", "Вахтер > Він має ключ.", "Вітер > Не ці двері."
                    ),
                ),
                options=2,
                right=frozenset({1}),
            ),
            Choose(
                id="lock",
                words=both(
                    question(
                        "Who closes it?",
                        "The wind > Not this door.",
                        "The porter > He has the key.",
                    ),
                    question("Хто їх зачиняє?", "Вітер > Не ці двері.", "Вахтер > Він має ключ."),
                ),
                options=2,
                right=frozenset({2}),
                about="queue",
            ),
        ),
        after="test-m1",
        days=7,
        draw=True,
    ),
    FollowUp(
        id="test-m1-d30",
        title=both("Test of module 1", "Тест модуля 1"),
        steps=(
            Choose(
                id="used",
                words=both(
                    question("What did you use?", "The map", "The list", "Nothing"),
                    question("Що ви використали?", "Мапу", "Список", "Нічого"),
                ),
                options=3,
                right=None,
                several=True,
                most=2,
                poll=True,
                optional=True,
            ),
            Say(
                id="good",
                words=both(Passage(text="Good to hear."), Passage(text="Приємно чути.")),
                when=Condition(step="used", options=frozenset({1, 2})),
            ),
        ),
        after="test-m1",
        days=30,
    ),
)
OF_THE_COURSE = (
    FollowUp(
        id="later-d30",
        title=both("Some time later", "Згодом"),
        steps=(
            Write(
                id="missing",
                words=prompts("Who was missing last month?", "Кого бракувало минулого місяця?"),
            ),
        ),
        after=None,
        days=30,
    ),
    FollowUp(
        id="later-d90",
        title=both("Some time later", "Згодом"),
        steps=(
            Rate(
                id="useful",
                words=both(
                    Scale(
                        text="",
                        question="How useful was it in the end?",
                        ends=("not at all", "very"),
                    ),
                    Scale(text="", question="Чи було корисно зрештою?", ends=("зовсім ні", "дуже")),
                ),
                low=1,
                high=7,
            ),
        ),
        after=None,
        days=90,
    ),
)
STARTERS = (
    both("If a queue grows then I go and look", "Якщо черга росте то йду подивитися"),
    both("If nobody objects then I ask who is missing", "Якщо всі згодні то питаю кого немає"),
)
TERMS = Terms(
    issuer=both("Department of Everyday Affairs", "Міністерство щоденних справ"),
    hours=3,
    credits=both("A tenth of a credit", "Десята частина кредиту"),
)


def test_everything_more_is_beside_the_steps_that_were_there(tmp_path: Path) -> None:
    small = read(good_files(), tmp_path / "small")
    (module,) = small.modules
    assert read(full_files(), tmp_path / "full") == replace(
        small,
        modules=(replace(module, starters=STARTERS),),
        before=BEFORE,
        after=AFTER,
        follow_ups=(*OF_THE_EPISODE, *OF_THE_TEST, *OF_THE_COURSE),
        reminders=(2, 5),
        review_days=30,
        limits=Limits(mornings_only=True, a_day=2),
        certificate=TERMS,
    )


def test_a_course_that_says_nothing_of_it_keeps_the_usual(tmp_path: Path) -> None:
    course = read(good_files(), tmp_path)
    assert (course.reminders, course.review_days, course.limits) == ((3, 7, 14), 90, Limits())
    assert (course.before, course.after, course.follow_ups, course.certificate) == (
        None,
        None,
        (),
        None,
    )


def test_a_course_can_go_without_reminders_and_review(tmp_path: Path) -> None:
    files = full_files()
    course_file = files["small/course.yaml"].decode()
    silent = course_file.replace("[2, 5]", "[]").replace("review_days: 30", "review_days: 0")
    course = read(files | {"small/course.yaml": silent.encode()}, tmp_path)
    assert (course.reminders, course.review_days) == ((), 0)


def test_every_follow_up_is_found_by_its_id(tmp_path: Path) -> None:
    course = read(full_files(), tmp_path)
    assert [course.activity(each.id) for each in course.follow_ups] == list(course.follow_ups)
    assert (course.find("before"), course.find("after-course")) == (course.before, course.after)


def test_one_question_after_a_test_is_not_drawn(tmp_path: Path) -> None:
    files = full_files()
    for page in ("en", "uk", "made-from/uk"):
        name = f"small/test-m1/{page}.md"
        files[name] = files[name].replace(b"{#lock .quiz .d7", b"{#lock .quiz .d8")
    follow_ups = read(files, tmp_path).follow_ups[2:4]
    assert [(each.id, each.draw) for each in follow_ups] == [
        ("test-m1-d7", False),
        ("test-m1-d8", False),
    ]


def test_a_poll_may_have_eight_options(tmp_path: Path) -> None:
    files = full_files()
    more = "".join(f"- Option {number}\n" for number in range(3, 9))
    for page, last in (("en", "- Well\n"), ("uk", "- Добре\n"), ("made-from/uk", "- Well\n")):
        name = f"small/before/{page}.md"
        files[name] = files[name].decode().replace(last, last + more).encode()
    before = read(files, tmp_path).before
    assert before is not None
    assert [each.options for each in before.steps if isinstance(each, Choose)] == [8]
