"""Advice on style by the numbers of the content guide (sections 3, 5 and 8). It stops nothing."""

from collections.abc import Callable, Iterable

from bot.content.draft import Draft
from bot.content.guide_steps import Advice, advise_on_step, texts_of
from bot.content.guide_words import avoided
from bot.content.markdown import plain
from bot.content.page import Page
from bot.content.problem import Hint
from bot.content.readability import sentences, words_in
from bot.course.model import OptionWording, Passage, Question

SENTENCE, AVERAGE = 22, 15
MOST_MESSAGES = 12
TOTALS = {"en": (1400, 2300), "uk": (1400, 2400), "pt": (1500, 2500)}
LONGEST_IS_RIGHT = 0.40
POSITIONS = (0.25, 0.42)


def hints(pages: Iterable[Page]) -> tuple[Hint, ...]:
    """All advice, by file and line."""
    found = {
        Hint(file=page.file, line=line, message=message)
        for page in pages
        for line, message in _page(page)
    }
    return tuple(sorted(found))


def _page(page: Page) -> Advice:
    if page.front:
        if len(words_in(page.front.title)) > 8:
            yield page.line("title"), "The title has more than eight words: shorten it."
        if page.front.title.endswith("."):
            yield page.line("title"), "The title ends with a full stop: delete it."
    for draft in page.drafts:
        yield from advise_on_step(draft)
        for text in texts_of(draft):
            for found, better in avoided(page.language, plain(text)):
                yield draft.line, f"`{draft.id}`: “{found}”: {better}."
    yield from _sentences(page)
    if page.role == "episode":
        yield from _episode(page)
    if page.role == "test":
        yield from _bank(page)


def _sentences(page: Page) -> Advice:
    counts: list[int] = []
    for draft in page.drafts:
        for text in texts_of(draft):
            for sentence in sentences(plain(text)):
                counts.append(size := len(words_in(sentence)))
                if size > SENTENCE:
                    start = " ".join(sentence.split()[:5])
                    what = f"`{draft.id}`: the sentence “{start} …” has {size} words"
                    yield draft.line, f"{what}, at most {SENTENCE} read well."
    if counts and (average := sum(counts) / len(counts)) > AVERAGE:
        yield 1, f"Sentences have {average:.1f} words on average, at most {AVERAGE} read well."


def _episode(page: Page) -> Advice:
    messages = [each for each in page.own if each.kind == "message"]
    quizzes = [each for each in page.own if each.kind == "quiz"]
    if not any(each.id == "takeaway" for each in messages):
        yield 1, "The episode has no message `{#takeaway}`: say its idea in one or two sentences."
    if len(messages) > MOST_MESSAGES:
        yield 1, f"The episode has {len(messages)} messages, at most {MOST_MESSAGES} are read."
    if len(quizzes) not in (2, 3):
        yield 1, f"The episode has {len(quizzes)} quiz questions; two or three work best."
    if page.whole and page.language in TOTALS and all(each.wording for each in page.own):
        low, high = TOTALS[page.language]
        shortest, longest = _total(page.own, _least), _total(page.own, _most)
        if longest < low or shortest > high:
            size = f"{shortest}–{longest}" if shortest != longest else str(shortest)
            aim = f"{low}–{high} is the aim in `{page.language}`"
            yield 1, f"A learner reads {size} characters here; {aim}."


def _least(sizes: list[int]) -> int:
    return min(sizes)


def _most(sizes: list[int]) -> int:
    return max(sizes)


def _total(drafts: tuple[Draft, ...], choose: Callable[[list[int]], int]) -> int:
    """The text a learner sees: one consequence of each choice, no quiz, nothing deeper.

    What only some learners are shown counts for the longest walk and not for the shortest.
    """
    sizes = [(draft, _size(draft, choose)) for draft in drafts]
    return sum(choose([0, size]) if draft.when else size for draft, size in sizes)


def _size(draft: Draft, choose: Callable[[list[int]], int]) -> int:
    match draft.wording:
        case Passage(text=text) if not draft.deeper:
            return len(plain(text))
        case Question() as question if draft.kind == "choice":
            options = [each.text for each in question.options]
            shown = (question.text, question.question, *options)
            replies = [len(plain(each.reply)) for each in question.options]
            return sum(len(plain(each)) for each in shown) + choose(replies)
        case _:
            return 0


def _bank(page: Page) -> Advice:
    questions = [
        (draft, draft.wording.options)
        for draft in page.own
        if isinstance(draft.wording, Question) and len(draft.right) == 1
    ]
    if len(questions) < 3:
        return
    giveaways = [draft.id for draft, options in questions if _is_longest(draft.right[0], options)]
    if len(giveaways) > LONGEST_IS_RIGHT * len(questions):
        yield (
            1,
            (
                f"The right answer is the longest in {len(giveaways)} of {len(questions)} questions"
                f" ({', '.join(giveaways)}); at most 40 % keeps learners thinking."
            ),
        )
    if all(len(options) == 3 for _, options in questions):
        for position in (1, 2, 3):
            count = sum(draft.right[0] == position for draft, _ in questions)
            if not POSITIONS[0] <= count / len(questions) <= POSITIONS[1]:
                yield (
                    1,
                    (
                        f"Option {position} is right in {count} of {len(questions)} questions;"
                        " 25–42 % for each position is fair."
                    ),
                )


def _is_longest(right: int, options: tuple[OptionWording, ...]) -> bool:
    lengths = [len(plain(each.text)) for each in options]
    own = lengths.pop(right - 1)
    return own > max(lengths)
