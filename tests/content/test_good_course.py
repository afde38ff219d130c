"""What the files of a good course become."""

from hashlib import sha256
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.content import Medium, read_course, read_lessons
from bot.content.draft import at_most, length
from bot.content.markdown import plain
from bot.content.page import read_page
from bot.content.pictures import Album
from bot.content.problem import Problems
from bot.course.model import (
    Choose,
    Course,
    Episode,
    Module,
    OptionWording,
    Passage,
    Picture,
    Prompt,
    Question,
    Questionnaire,
    Rate,
    Say,
    Scale,
    Test,
    Write,
)
from tests.content.small_course import PNG, good_files, write

DIGEST = sha256(PNG).hexdigest()
PICTURES = {
    "en": "A long queue at a counter at eight in the morning, before the doors open",
    "uk": "Довга черга до віконця о восьмій ранку, двері ще зачинені, люди чекають",
}


def option(text: str, reply: str) -> OptionWording:
    return OptionWording(text=text, reply=reply)


def picture(language: str) -> Picture:
    return Picture(
        sha256=DIGEST, media_type="image/png", width=1, height=1, description=PICTURES[language]
    )


EPISODE = Episode(
    id="queue",
    title={"en": "Who is missing from the room?", "uk": "Кого немає в кімнаті?"},
    minutes=4,
    sources={"en": ("UDHR art. 21",), "uk": ()},
    steps=(
        Say(
            id="hook",
            words={
                "en": Passage(
                    text="Olena reads the plan **twice**. See [the text](https://example.org/plan)."
                ),
                "uk": Passage(
                    text="Олена читає план **двічі**. Ось [текст](https://example.org/plan)."
                ),
            },
        ),
        Say(
            id="message-1",
            words={
                "en": Passage(
                    text="The queue is long:\n\n- some people wait\n- some go home",
                    picture=picture("en"),
                ),
                "uk": Passage(
                    text="Черга довга:\n\n- хтось чекає\n- хтось іде додому",
                    picture=picture("uk"),
                ),
            },
        ),
        Choose(
            id="ask-first",
            options=2,
            right=frozenset({2}),
            words={
                "en": Question(
                    text="The online form goes live on Monday.",
                    question="Whom would you ask first?",
                    options=(
                        option(
                            "The software team",
                            "They know the form, not the people who will give up on it.",
                        ),
                        option(
                            "People who come to the counter", "They know what the form will miss."
                        ),
                    ),
                ),
                "uk": Question(
                    text="Форма запрацює в понеділок.",
                    question="Кого спитаєте спершу?",
                    options=(
                        option("Команду розробників", "Вони знають форму, а не людей."),
                        option("Людей біля віконця", "Вони знають, чого бракує у формі."),
                    ),
                ),
            },
        ),
        Choose(
            id="your-move",
            options=2,
            right=None,
            words={
                "en": Question(
                    text="",
                    question="What do you do now?",
                    options=(
                        option("Go outside", "Nobody stops you."),
                        option("Stay inside", "The telephone rings."),
                    ),
                ),
                "uk": Question(
                    text="",
                    question="Що робите далі?",
                    options=(
                        option("Вийти надвір", "Ніхто не зупиняє."),
                        option("Лишитися всередині", "Дзвонить телефон."),
                    ),
                ),
            },
        ),
        Say(
            id="takeaway",
            words={
                "en": Passage(text="Ask those who are not in the room."),
                "uk": Passage(text="Питайте тих, кого немає в кімнаті."),
            },
        ),
    ),
)
BANK = (
    Choose(
        id="street",
        options=2,
        right=frozenset({1}),
        about="queue",
        words={
            "en": Question(
                text="",
                question="Who knows the street?",
                options=(
                    option("The tram driver", "She drives there daily."),
                    option("The printed map", "It is five years old."),
                ),
            ),
            "uk": Question(
                text="",
                question="Хто знає вулицю?",
                options=(
                    option("Водійка трамвая", "Вона їздить там щодня."),
                    option("Друкована мапа", "Їй п’ять років."),
                ),
            ),
        },
    ),
    Choose(
        id="desk",
        options=3,
        right=frozenset({1, 2}),
        several=True,
        about="queue",
        words={
            "en": Question(
                text="",
                question="Who is at the desk?",
                options=(
                    option("The clerk", "He works there."),
                    option("The visitor", "She asks there."),
                    option("The minister", "He is elsewhere."),
                ),
            ),
            "uk": Question(
                text="",
                question="Хто біля віконця?",
                options=(
                    option("Службовець", "Він там працює."),
                    option("Відвідувачка", "Вона там питає."),
                    option("Міністр", "Він деінде."),
                ),
            ),
        },
    ),
)
AFTER = Questionnaire(
    id="after-episode",
    title={"en": "After the episode", "uk": "Після серії"},
    steps=(
        Rate(
            id="useful",
            low=1,
            high=7,
            optional=True,
            words={
                "en": Scale(text="", question="How useful was it?", ends=("not at all", "very")),
                "uk": Scale(text="", question="Чи було корисно?", ends=("зовсім ні", "дуже")),
            },
        ),
        Write(
            id="say",
            optional=True,
            words={
                "en": Prompt(text="", question="Anything to say?"),
                "uk": Prompt(text="", question="Хочете щось сказати?"),
            },
        ),
    ),
)
COURSE = Course(
    id="small",
    source_language="en",
    languages=("en", "uk"),
    title={"en": "A small course", "uk": "Малий курс"},
    summary={"en": "Two languages and one episode.", "uk": "Дві мови й одна серія."},
    modules=(
        Module(
            id="m1",
            title={"en": "The only module", "uk": "Єдиний модуль"},
            episodes=(EPISODE,),
            test=Test(
                id="test-m1",
                title={"en": "Test of module 1", "uk": "Тест модуля 1"},
                bank=BANK,
                draw=1,
                pass_mark=70,
            ),
        ),
    ),
    after_episode=AFTER,
)


def test_files_become_the_course_they_describe(tmp_path: Path) -> None:
    root = write(good_files(), tmp_path)
    read = read_course(root / "small", root)
    assert read.problems == ()
    assert read.course == COURSE
    assert read.media == {DIGEST: Medium(content=PNG, media_type="image/png", width=1, height=1)}


def test_all_lessons_hold_the_course_by_its_id(tmp_path: Path) -> None:
    lessons = read_lessons(write(good_files(), tmp_path))
    assert (lessons.problems, lessons.courses) == ((), {"small": COURSE})


def test_windows_files_mean_the_same(tmp_path: Path) -> None:
    files = {
        name: content
        if name.endswith(".png")
        else b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")
        for name, content in good_files().items()
    }
    lessons = read_lessons(write(files, tmp_path))
    assert (lessons.problems, lessons.courses) == ((), {"small": COURSE})


EXAMPLE = """\
---
title: Who is missing from the room?
minutes: 4
sources: [UDHR art. 21]
---
Olena reads the plan twice. …

---

![A long queue at a counter at eight in the morning](queue.png)

## Whom would you ask first? {#ask-first .quiz}

The online form goes live on Monday.

- [ ] The software team
  > They know the form, not the people who will give up on it.
- [x] People who come to the counter today
  > Yes: they know what the form will miss.
"""


def test_the_example_of_the_design_parses(tmp_path: Path) -> None:
    (tmp_path / "queue.png").write_bytes(PNG)
    problems = Problems()
    page = read_page(
        EXAMPLE,
        file="en.md",
        language="en",
        role=None,
        album=Album(folder=tmp_path, media={}),
        complain=problems.of("en.md"),
    )
    assert problems.sorted() == ()
    assert [(each.id, each.line, each.kind, each.right) for each in page.drafts] == [
        ("message-1", 6, "message", ()),
        ("message-2", 10, "message", ()),
        ("ask-first", 12, "quiz", (2,)),
    ]


@given(st.text(st.sampled_from("ab *_-1.)>#!&;[]()`\n\\"), max_size=60))
def test_the_quick_measure_is_never_too_short(text: str) -> None:
    passage = Passage(text=text)
    assert at_most(passage) >= length(passage)


def test_plain_text_is_what_a_learner_reads() -> None:
    text = "**Bold** and *soft* &amp; [here](https://e.org).\nNext\n\n1. one\n2. two"
    assert plain(text) == "Bold and soft & here.\nNext\n\n• one\n• two"
