"""All that the inbox and its topics can show, and all that their buttons can do."""

from datetime import UTC, datetime
from typing import get_args

from bot.course.desk.inbox import (
    AlertsChosen,
    AlertsShown,
    AlertWay,
    AnswerAsked,
    AnswerShown,
    Entry,
    FeedbackAnswered,
    FilterShown,
    InboxOpened,
    InboxShown,
    Mark,
    NewThreads,
    Only,
    Rating,
    SearchAsked,
    ThreadLine,
    ThreadMarked,
    ThreadOpened,
    ThreadShown,
    ThreadState,
)
from bot.course.desk.labels import DeskLabel
from bot.course.desk.topics import (
    CountAsked,
    TitleAsked,
    TitleBegun,
    TopicFinished,
    TopicLine,
    TopicList,
    TopicOpened,
    TopicShown,
    WishCounted,
)
from bot.course.inputs import Action
from bot.course.messages import AnyLabel, Body, Label
from bot.course.wishes import TopicWished, WishesShown
from bot.i18n import NAMES

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STATES: tuple[ThreadState | None, ...] = (None, *get_args(ThreadState))
WAYS: tuple[AlertWay | None, ...] = (None, *get_args(AlertWay))
ONLY = (
    Only(),
    Only(course="roads", language="uk", complaints=True, wishes=True, words="*слова* <b>"),
    Only(course="gone", language="xx"),
)
RATED = (
    Rating(release="gone", activity="after", step="useful", value=1),
    Rating(release="r1", activity="gone", step="useful", value=2),
    Rating(release="r1", activity="stop", step="who", value=3),
    Rating(release="r1", activity="after", step="useful", value=4),
)
ENTRIES = (
    Entry(team=False, at=MONDAY, text="Words *and* a\nline", course="roads", activity="stop",
          rated=RATED),
    Entry(team=True, at=MONDAY, text="An answer"),
    Entry(team=False, at=MONDAY, text="Once more", course="roads", rated=RATED[:3]),
)  # fmt: skip
LINES = (
    ThreadLine(thread="t1", at=MONDAY, language="uk", course="roads", excerpt="1. Words",
               complaint=True, activity="stop", state="done"),
    ThreadLine(thread="t2", at=MONDAY, language="en", course=None, excerpt="Words",
               complaint=False, wish=True, anonymous=True, state="new"),
)  # fmt: skip
TITLES = {"en": "Plain *language*", "uk": "Проста мова"}

INBOX: tuple[Body, ...] = (
    *(InboxShown(state=state, threads=threads, page=0, zone="UTC", only=only)
      for state in STATES for threads in ((), LINES) for only in ONLY),
    *(FilterShown(state=state, only=only) for state in STATES for only in ONLY),
    SearchAsked(),
    *(ThreadShown(thread="t1", state="open", complaint=each, wish=each, anonymous=not each,
                  language="pt", entries=ENTRIES, zone="UTC")
      for each in (True, False)),
    *(AnswerAsked(language="uk", refused=length) for length in (None, 1, 3001)),
    *(AnswerShown(text="Words", sent=sent, reached=reached)
      for sent in (True, False) for reached in (True, False)),
    AnswerShown(text="Words", sent=True, letterbox=True),
    *(FeedbackAnswered(asked=asked, answer="Because.") for asked in ("Why?", None)),
    *(AlertsShown(how=how) for how in WAYS),
    *(NewThreads(count=count) for count in (1, 2, 5, 21)),
    NewThreads(count=99, more=True),
    TopicList(topics=(), page=0),
    TopicList(topics=tuple(TopicLine(title="<b> *x*", people=people, done=done)
                           for people in (0, 5, 20) for done in (True, False)), page=1),
    *(TopicShown(titles=titles, people=5, done=done, counted=done)
      for titles in (TITLES, {"pt": "<b>"}) for done in (True, False)),
    *(TitleAsked(language=each, refused=length) for each in NAMES for length in (None, 1, 41)),
    *(CountAsked(any=each) for each in (True, False)),
    *(WishesShown(wished=wished, any=bool(wished)) for wished in ((), tuple(TITLES.values()))),
)  # fmt: skip

MEANT: dict[AnyLabel, Action] = {
    Label.TOPIC: TopicWished(topic="t", name="Plain language"),
    DeskLabel.THREAD: ThreadOpened(thread="t1", number=3),
    DeskLabel.INBOX_OF: InboxOpened(state="done"),
    DeskLabel.ONLY: InboxOpened(state="new", only=Only(complaints=True), of="complaints"),
    DeskLabel.MARK: ThreadMarked(thread="t1", mark="complaint"),
    DeskLabel.ALERT: AlertsChosen(how="each"),
    DeskLabel.TOPIC: TopicOpened(topic="t", number=8),
    DeskLabel.TITLE_IN: TitleBegun(language="en"),
    DeskLabel.FINISH_TOPIC: TopicFinished(topic="t", done=False),
    DeskLabel.COUNT_FOR: WishCounted(thread="t1", topic="t", name="Service design"),
}
"""What the buttons do whose words depend on it."""

EVERY: dict[AnyLabel, tuple[Action, ...]] = {
    Label.TOPIC: tuple(TopicWished(topic="t", name="Plain language", on=on) for on in (True, False)),
    DeskLabel.INBOX_OF: tuple(InboxOpened(state=state) for state in STATES),
    DeskLabel.ONLY: (
        InboxOpened(state="new", only=Only(course="roads"), of="course"),
        InboxOpened(state="new", only=Only(course="gone"), of="course"),
        *(InboxOpened(state="new", only=Only(language=each), of="language") for each in NAMES),
        InboxOpened(state="new", only=Only(complaints=True), of="complaints"),
        InboxOpened(state="new", only=Only(wishes=True), of="wishes"),
        InboxOpened(state="new"),
    ),
    DeskLabel.MARK: tuple(ThreadMarked(thread="t1", mark=mark) for mark in get_args(Mark)),
    DeskLabel.ALERT: tuple(AlertsChosen(how=how) for how in WAYS),
    DeskLabel.TITLE_IN: tuple(TitleBegun(language=each) for each in NAMES),
    DeskLabel.FINISH_TOPIC: tuple(TopicFinished(topic="t", done=each) for each in (True, False)),
}  # fmt: skip
"""All that a button of this kind can do, where the words differ."""
