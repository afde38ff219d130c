"""The small course with everything that a course can have besides: polls, follow-ups, certificate."""

from tests.content.small_course import (
    COURSE,
    EPISODE_EN,
    EPISODE_UK,
    TEST_EN,
    TEST_UK,
    Files,
    good_files,
)

MORE_OF_COURSE = """\
    if_then:
      - {en: If a queue grows then I go and look, uk: Якщо черга росте то йду подивитися}
      - {en: If nobody objects then I ask who is missing, uk: Якщо всі згодні то питаю кого немає}
before: before
after: after-course
follow_ups: 90-later
reminders: [2, 5]
review_days: 30
limits: {mornings_only: true, a_day: 2}
certificate:
  issuer: {en: Department of Everyday Affairs, uk: Міністерство щоденних справ}
  hours: 3
  credits: {en: A tenth of a credit, uk: Десята частина кредиту}
"""

MORE_OF_EPISODE_EN = """\

---

## Who knew what the form would miss? {#recall .quiz .d2}

- [x] Those who wait
  > They stand there.
- [ ] Those who plan
  > They sit elsewhere.

---

## Have you asked anybody since? {#asked .poll .d7}

- Yes
- Not yet

---

{#thanks .d7 when=asked:1}
Then you know more than this course.

---

## What would help? {#help .write .optional .d7 when=asked:2}
"""

MORE_OF_EPISODE_UK = """\

---

## Хто знав, чого бракує у формі? {#recall .quiz .d2}

- [x] Ті, хто чекає
  > Вони там стоять.
- [ ] Ті, хто планує
  > Вони сидять деінде.

---

## Чи питали ви когось відтоді? {#asked .poll .d7}

- Так
- Ще ні

---

{#thanks .d7 when=asked:1}
Тоді ви знаєте більше за цей курс.

---

## Що допомогло б? {#help .write .optional .d7 when=asked:2}
"""

MORE_OF_TEST_EN = """\

---

## What did you use? {#used .poll .several .optional most=2 .d30}

- The map
- The list
- Nothing

---

{#good .d30 when=used:1,2}
Good to hear.

## Who opens the door? {#door .quiz .d7}

- [x] The porter
  > He has the key.
- [ ] The wind
  > Not this door.

## Who closes it? {#lock .quiz .d7 about=queue}

- [ ] The wind
  > Not this door.
- [x] The porter
  > He has the key.
"""

MORE_OF_TEST_UK = """\

---

## Що ви використали? {#used .poll .several .optional most=2 .d30}

- Мапу
- Список
- Нічого

---

{#good .d30 when=used:1,2}
Приємно чути.

## Хто відчиняє двері? {#door .quiz .d7}

- [x] Вахтер
  > Він має ключ.
- [ ] Вітер
  > Не ці двері.

## Хто їх зачиняє? {#lock .quiz .d7 about=queue}

- [ ] Вітер
  > Не ці двері.
- [x] Вахтер
  > Він має ключ.
"""

BEFORE_EN = """\
---
title: Before the course
---
## I can say who is missing. {#a1 .poll .optional}

- Hardly
- Well

---

{#welcome when=a1:1}
Then you are right here.
"""

BEFORE_UK = """\
---
title: Перед курсом
---
## Я можу сказати, кого немає. {#a1 .poll .optional}

- Навряд
- Добре

---

{#welcome when=a1:1}
Тоді ви за адресою.
"""

AFTER_EN = """\
---
title: After the course
---
## What will you do first? {#first .write .optional}
"""

AFTER_UK = """\
---
title: Після курсу
---
## Що зробите спершу? {#first .write .optional}
"""

LATER_EN = """\
---
title: Some time later
---
## How useful was it in the end? {#useful .rate .d90}

- 1 = not at all
- 7 = very

## Who was missing last month? {#missing .write .d30}
"""

LATER_UK = """\
---
title: Згодом
---
## Чи було корисно зрештою? {#useful .rate .d90}

- 1 = зовсім ні
- 7 = дуже

## Кого бракувало минулого місяця? {#missing .write .d30}
"""


def full_files() -> Files:
    """Every file of a course without problems that uses everything there is."""
    pages = {
        "01-queue": (EPISODE_EN + MORE_OF_EPISODE_EN, EPISODE_UK + MORE_OF_EPISODE_UK),
        "test-m1": (TEST_EN + MORE_OF_TEST_EN, TEST_UK + MORE_OF_TEST_UK),
        "before": (BEFORE_EN, BEFORE_UK),
        "after-course": (AFTER_EN, AFTER_UK),
        "90-later": (LATER_EN, LATER_UK),
    }
    files = good_files() | {"small/course.yaml": (COURSE + MORE_OF_COURSE).encode()}
    for folder, (english, ukrainian) in pages.items():
        files[f"small/{folder}/en.md"] = english.encode()
        files[f"small/{folder}/uk.md"] = ukrainian.encode()
        files[f"small/{folder}/made-from/uk.md"] = english.encode()
    return files
