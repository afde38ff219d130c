"""Topics that learners wish for: collected from the inbox, and in the end answered to all who asked.

A topic is for everybody, so that only those whose reach is everything make, name or finish one.
"""

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from bot.content.telegram_limits import units
from bot.course.desk.announcement import AnnouncementOpened, Audience, wording
from bot.course.desk.fives import through_the_gate
from bot.course.desk.inbox import InboxOpened, ThreadOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.topics import (
    LONGEST_TITLE,
    CountAsked,
    CountOpened,
    TitleAsked,
    TitleBegun,
    TopicAction,
    TopicAnnounced,
    TopicFinished,
    TopicLine,
    TopicList,
    TopicOpened,
    TopicShown,
    TopicsOpened,
    WishCounted,
)
from bot.course.learner import Draft
from bot.course.messages import Body, Button, Keyboard, Label
from bot.course.turn import Turn
from bot.i18n import NAMES
from bot.service.desk import announcements, announcing, inbox
from bot.service.desk.sitting import InChat, Sitting, key
from bot.store import topics
from bot.store.topics import Topic
from bot.view.page import visible

PAGE = 8

Done: TypeAlias = tuple[Body, Keyboard]


def take(chat: InChat, action: TopicAction) -> Turn:
    match action:
        case TopicsOpened(page=page):
            return chat.says(*_listed(chat, max(0, page)))
        case TopicOpened(topic=topic):
            return chat.says(*_topic(chat, topic))
        case TitleBegun():
            return _begun(chat, action)
        case TopicFinished(topic=topic):
            finish(chat.sitting, topic, done=action.done)
            return chat.says(*_topic(chat, topic))
        case TopicAnnounced(topic=topic):
            return _announced(chat, topic)
        case CountOpened(thread=thread):
            return chat.says(*_counting(chat, thread))
        case WishCounted(thread=thread, topic=topic):
            counted = count(chat.sitting, thread, topic)
            return chat.says(*_topic(chat, topic, counted=counted))
        case _:
            assert_never(action)


def written(chat: InChat, draft: Draft, text: str) -> Turn:
    """The title of a topic in one language."""
    topic, _, language = (draft.about or "").rpartition(":")
    title = " ".join(visible(text).split())
    if language not in NAMES or not title or units(title) > LONGEST_TITLE:
        begun = TitleBegun(language=language, topic=topic or None)
        return _begun(chat, begun, refused=units(title) or None)
    named = name(chat.sitting, topic or None, {language: title})
    return chat.says(*(_topic(chat, named) if named else _listed(chat, 0)))


# --- What is done, in the chat or on a page ---------------------------------------------


def may_keep(sitting: Sitting) -> bool:
    """Whether this person may make, name and finish topics."""
    return sitting.rights.reach("answer").everything


def name(sitting: Sitting, topic: str | None, titles: Mapping[str, str]) -> str | None:
    """The topic that now has these titles, beside those it had; a new one where there was none."""
    if not may_keep(sitting):
        return None
    if topic is None:
        made = topics.make(sitting.tx, titles, sitting.now)
        sitting.notes("made topic", made)
        return made
    found = topics.find(sitting.tx, topic)
    if found is None:
        return None
    topics.title(sitting.tx, topic, {**found.titles, **titles})
    sitting.notes("named topic", topic)
    return topic


def finish(sitting: Sitting, topic: str, *, done: bool) -> None:
    if may_keep(sitting) and topics.find(sitting.tx, topic) is not None:
        topics.finish(sitting.tx, topic, sitting.now if done else None)
        sitting.notes("finished topic" if done else "reopened topic", topic)


def count(sitting: Sitting, thread: str, topic: str) -> bool:
    """Whether the wish in the thread is now counted for the topic. Nobody counts anonymous words."""
    found, wished = inbox.find(sitting, thread), topics.find(sitting.tx, topic)
    if found is None or wished is None or wished.done:
        return False
    if found.letterbox is not None or found.learner_id is None:
        return False
    topics.wish(sitting.tx, topic, found.learner_id, sitting.now)
    sitting.notes("counted wish", f"{thread} {topic}")
    return True


# --- What the chat shows ----------------------------------------------------------------


def people(topic: Topic) -> int:
    """How many wish for it, in full fives."""
    return through_the_gate(topic.people).people


def _listed(chat: InChat, page: int) -> Done:
    found = topics.listed(chat.tx, page * PAGE, PAGE + 1)
    shown = found[:PAGE]
    language = chat.learner.language
    lines = tuple(
        TopicLine(title=wording(each.titles, language)[0], people=people(each), done=each.done)
        for each in shown
    )
    keys = [
        key(DeskLabel.TOPIC, TopicOpened(topic=each.id, number=number))
        for number, each in enumerate(shown, 1)
    ]
    turns = [Button(label=DeskLabel.NEWER, does=TopicsOpened(page=page - 1))] if page else []
    if len(found) > PAGE:
        turns.append(Button(label=DeskLabel.OLDER, does=TopicsOpened(page=page + 1)))
    if turns:
        keys.append(tuple(turns))
    if may_keep(chat.sitting):
        keys.append(key(DeskLabel.NEW_TOPIC, TitleBegun(language=language)))
    return TopicList(topics=lines, page=page), (*keys, key(Label.BACK, InboxOpened(state="new")))


def _topic(chat: InChat, topic: str, *, counted: bool = False) -> Done:
    found = topics.find(chat.tx, topic)
    if found is None:
        return _listed(chat, 0)
    keys: list[tuple[Button, ...]] = []
    if may_keep(chat.sitting):
        keys = [
            tuple(
                Button(label=DeskLabel.TITLE_IN, does=TitleBegun(language=each, topic=topic))
                for each in NAMES
            ),
            key(DeskLabel.FINISH_TOPIC, TopicFinished(topic=topic, done=not found.done)),
        ]
    if found.done and chat.sitting.rights.may("announce"):
        keys.append(key(DeskLabel.TELL_WISHERS, TopicAnnounced(topic=topic)))
    body = TopicShown(titles=found.titles, people=people(found), done=found.done, counted=counted)
    return body, (*keys, key(Label.BACK, TopicsOpened()))


def _begun(chat: InChat, begun: TitleBegun, refused: int | None = None) -> Turn:
    """The next words are a title."""
    if not may_keep(chat.sitting) or begun.language not in NAMES:
        return chat.says(*_listed(chat, 0))
    back = TopicOpened(topic=begun.topic) if begun.topic else TopicsOpened()
    body = TitleAsked(language=begun.language, refused=refused)
    about = f"{begun.topic or ''}:{begun.language}"
    return chat.asks("topic", about, body, (key(Label.BACK, back),))


def _counting(chat: InChat, thread: str) -> Done:
    found = topics.offered(chat.tx, PAGE)
    keys: list[tuple[Button, ...]] = []
    for each in found:
        title = wording(each.titles, chat.learner.language)[0]
        counted = WishCounted(thread=thread, topic=each.id, name=title)
        keys.append(key(DeskLabel.COUNT_FOR, counted))
    if may_keep(chat.sitting):
        keys.append(key(DeskLabel.NEW_TOPIC, TitleBegun(language=chat.learner.language)))
    return CountAsked(any=bool(found)), (*keys, key(Label.BACK, ThreadOpened(thread=thread)))


def _announced(chat: InChat, topic: str) -> Turn:
    """An announcement to whoever wished for it is begun; what it says is written there."""
    if topics.find(chat.tx, topic) is None or not chat.sitting.rights.may("announce"):
        return chat.says(*_listed(chat, 0))
    begun = announcing.begin(chat.sitting, Audience(topic=topic))
    return announcements.take(chat, AnnouncementOpened(announcement=begun))
