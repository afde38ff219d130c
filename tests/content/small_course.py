"""A small good course in two languages, to be damaged in one place by each test."""

import zlib
from pathlib import Path
from typing import TypeAlias

Files: TypeAlias = dict[str, bytes]


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return len(content).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)

COURSE = """\
id: small
source_language: en
languages: [en, uk]
title: {en: A small course, uk: Малий курс}
summary: {en: Two languages and one episode., uk: Дві мови й одна серія.}
after_episode: after-episode
modules:
  - id: m1
    title: {en: The only module, uk: Єдиний модуль}
    episodes: [01-queue]
    test:
      folder: test-m1
      draw: 1
"""

EPISODE_EN = """\
---
title: Who is missing from the room?
minutes: 4
objective: names who is missing
sources: [UDHR art. 21]
facts:
  - claim: Everyone has a right to take part.
    source: UDHR art. 21
    status: known
---
{#hook}
Olena reads the plan **twice**. See [the text](https://example.org/plan).

---

![A long queue at a counter at eight in the morning, before the doors open](queue.png)

The queue is long:

- some people wait
- some go home

---

## Whom would you ask first? {#ask-first .quiz}

The online form goes live on Monday.

- [ ] The software team
  > They know the form, not the people who will give up on it.
- [x] People who come to the counter
  > They know what the form will miss.

---

## What do you do now? {#your-move .choice}

- Go outside
  > Nobody stops you.
- Stay inside
  > The telephone rings.

---

{#takeaway}
Ask those who are not in the room.
"""

EPISODE_UK = """\
---
title: Кого немає в кімнаті?
objective: називає, кого бракує
---
{#hook}
Олена читає план **двічі**. Ось [текст](https://example.org/plan).

---

![Довга черга до віконця о восьмій ранку, двері ще зачинені, люди чекають](queue.png)

Черга довга:

- хтось чекає
- хтось іде додому

---

## Кого спитаєте спершу? {#ask-first .quiz}

Форма запрацює в понеділок.

- [ ] Команду розробників
  > Вони знають форму, а не людей.
- [x] Людей біля віконця
  > Вони знають, чого бракує у формі.

---

## Що робите далі? {#your-move .choice}

- Вийти надвір
  > Ніхто не зупиняє.
- Лишитися всередині
  > Дзвонить телефон.

---

{#takeaway}
Питайте тих, кого немає в кімнаті.
"""

TEST_EN = """\
---
title: Test of module 1
---
## Who knows the street? {#street .quiz about=queue}

- [x] The tram driver
  > She drives there daily.
- [ ] The printed map
  > It is five years old.

## Who is at the desk? {#desk .quiz .several about=queue}

- [x] The clerk
  > He works there.
- [x] The visitor
  > She asks there.
- [ ] The minister
  > He is elsewhere.
"""

TEST_UK = """\
---
title: Тест модуля 1
---
## Хто знає вулицю? {#street .quiz about=queue}

- [x] Водійка трамвая
  > Вона їздить там щодня.
- [ ] Друкована мапа
  > Їй п’ять років.

## Хто біля віконця? {#desk .quiz .several about=queue}

- [x] Службовець
  > Він там працює.
- [x] Відвідувачка
  > Вона там питає.
- [ ] Міністр
  > Він деінде.
"""

AFTER_EN = """\
---
title: After the episode
---
## How useful was it? {#useful .rate .optional}

- 1 = not at all
- 7 = very

## Anything to say? {#say .write .optional}
"""

AFTER_UK = """\
---
title: Після серії
---
## Чи було корисно? {#useful .rate .optional}

- 1 = зовсім ні
- 7 = дуже

## Хочете щось сказати? {#say .write .optional}
"""


def good_files() -> Files:
    """Every file of a course without problems and without hints worth a word."""
    texts = {
        "small/course.yaml": COURSE,
        "small/01-queue/en.md": EPISODE_EN,
        "small/01-queue/uk.md": EPISODE_UK,
        "small/01-queue/made-from/uk.md": EPISODE_EN,
        "small/test-m1/en.md": TEST_EN,
        "small/test-m1/uk.md": TEST_UK,
        "small/test-m1/made-from/uk.md": TEST_EN,
        "small/after-episode/en.md": AFTER_EN,
        "small/after-episode/uk.md": AFTER_UK,
        "small/after-episode/made-from/uk.md": AFTER_EN,
    }
    return {name: text.encode() for name, text in texts.items()} | {"small/01-queue/queue.png": PNG}


def write(files: Files, root: Path) -> Path:
    """The files below `root`, which is returned."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root
