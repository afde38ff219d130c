"""A course of the shipped one's size that only ever asks: whoever presses the first button goes on.

Every press is one turn with one answer in the chat: the verdict on a choice, or the next question.
"""

from pathlib import Path

EPISODES, QUESTIONS = 10, 10
PRESSES = EPISODES * (2 * QUESTIONS + 1)
"""About as many first buttons as there are from the first question to the last."""

COURSE = """\
id: long
source_language: en
languages: [en]
title: {{en: A long course}}
summary: {{en: "Questions, and nothing but questions."}}
modules:
  - id: m1
    title: {{en: The only module}}
    episodes: [{episodes}]
"""
HEAD = """\
---
title: Episode number {number}
minutes: 4
objective: chooses whom to ask first
sources: [UDHR art. 21]
---
"""
QUESTION = """
## Whom would you ask first, question {number}? {{#ask-{number} .quiz}}

On Monday the online form replaces the counter. Olena has a week, two colleagues and a list of
nine offices. In the queue this morning stood **forty-one people**, and eleven of them had come
for the second time, because the form had asked for a document that they did not have.

- [x] People who come to the counter today
  > They know what the form will miss, and they are here until noon.
- [ ] The software team
  > They know the form, not the people who will give up on it.
- [ ] The head of the department
  > She has asked the same question herself.
"""


def write(folder: Path) -> Path:
    """The lessons, in `folder`."""
    course = folder / "long"
    names = [f"{number:02}-part-{number}" for number in range(1, EPISODES + 1)]
    for number, name in enumerate(names, start=1):
        (course / name).mkdir(parents=True)
        questions = map(str, range(1, QUESTIONS + 1))
        text = "\n---\n".join(QUESTION.format(number=each) for each in questions)
        (course / name / "en.md").write_text(HEAD.format(number=number) + text)
    (course / "course.yaml").write_text(COURSE.format(episodes=", ".join(names)))
    return folder
