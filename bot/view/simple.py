"""What is said in the same words every time: notes and notices."""

from collections.abc import Mapping
from typing import assert_never

from bot.course.messages import FeedbackOffered, Note, SimpleKind
from bot.course.name import LONGEST_NAME
from bot.i18n import Words
from bot.view import about
from bot.view.page import Attachment, Effect, Page, paragraphs, plain
from bot.view.titles import quoted

EFFECTS: Mapping[SimpleKind, Effect] = {
    "private-only": "leave",
    "forgotten": "erased",
}


def note(which: Note, t: Words) -> str:
    match which:
        case Note.STALE:
            return t("That button belongs to an earlier message. You are here now:")
        case Note.UNKNOWN_BUTTON:
            return t("That button no longer works. Nothing has changed. You are here now:")
        case Note.LANGUAGE:
            return t("Here is the same in English:")
        case Note.NOTHING_MARKED:
            return t("Nothing is marked yet. Choose at least one of the answers.")
        case Note.TOO_LONG:
            return t("That text is too long to keep. Please send it in parts. You are here:")
        case Note.LOCKED:
            return t("Episodes come in order, and this one is still to come. You are here now:")
        case Note.BACK:
            return t("Good to see you again. You are here:")
        case Note.SAVED:
            return t("Your text is saved.")
        case Note.TOO_MANY:
            return t("That is more than may be marked. Choose fewer.")
        case Note.TEST:
            return t("This is a test. Only you see it:")
        case _:
            assert_never(which)


def welcome(
    course_title: str | None, t: Words, *, group: bool = False, team: bool = False,
    survey: bool = False,
) -> Page:  # fmt: skip
    promise = t("Short courses for people in public service: a few minutes a day, on your phone.")
    waiting = None
    if course_title:
        title = quoted(course_title, t)
        waiting = (
            t("The survey waiting for you: {title}.", title=title)
            if survey
            else t("The course waiting for you: {title}.", title=title)
        )
    notice = t(
        "Before we start: your data. We keep your answers, your progress and what you write to us."
        " So you can go on where you stopped, and we can improve the course. We do not keep your"
        " name or phone number. You can download or erase everything at any time."
    )
    until_then = t(
        "Until you agree, we keep only the address of this chat, your language, your time zone"
        " and the course you opened, for 24 hours at most."
    )
    if group:
        waiting = paragraphs(waiting, t("A group is waiting for you: it opens when you agree."))
    if team:
        asked = t("You are invited to the course team: your role begins when you agree.")
        waiting = paragraphs(waiting, asked)
    if group or team:
        until_then = t(
            "Until you agree, we keep only the address of this chat, your language, your time zone"
            " and the link you followed, for 24 hours at most."
        )
    text = paragraphs(f"**{promise}**", waiting, notice, until_then)
    return Page(text=text, language=t.language)


def simple(what: SimpleKind, t: Words) -> Page:
    attached = Attachment(what="export") if what == "export" else None
    return Page(
        text=_text(what, t), language=t.language, effect=EFFECTS.get(what), attached=attached
    )


def _text(what: SimpleKind, t: Words) -> str:  # noqa: PLR0912
    match what:
        case "agreed":
            return t(
                "You have agreed that we keep your answers, progress and messages. Read the"
                " notice again: /privacy. Change your mind at any time: /forget"
            )
        case "declined":
            return t(
                "That is fine. Nothing about you is kept for more than 24 hours. Write to us again"
                " whenever you like."
            )
        case "languages":
            return t("Which language do you prefer?")
        case "help":
            return about.help_text(t)
        case "privacy":
            return about.privacy_text(t)
        case "feedback-asked":
            return t(
                "Write your message now: praise, a mistake, an idea. It goes to the course"
                " team together with your place in the course. Please write no names of other"
                " people. Below you can choose to stay anonymous, or to make a complaint: it is"
                " marked, and the course team cannot delete it."
            )
        case "feedback-kept":
            return t("Thank you. Your message is saved for the course team.")
        case "anonymous-asked":
            return t(
                "Write your message now. The course team sees your words, their language and the"
                " day, but not who wrote them, and no groups. The course or the episode is shown"
                " only if many people have taken it. I can still bring you the answer. Once it is sent,"
                " erasing your data does not erase it: nobody could tell that it is yours."
            )
        case "anonymous-kept":
            return t(
                "Thank you. Your message is saved for the course team without a link to you. In"
                " this chat your words stay until you delete them."
            )
        case "complaint-asked":
            return t(
                "Write your complaint now. It is marked as one, and the course team cannot delete"
                " it. Please write no names of other people, unless the complaint is about them."
            )
        case "complaint-kept":
            return t("Thank you. Your complaint is saved and marked for the course team.")
        case "wish-asked":
            return t("Write now what you would like to learn about.")
        case "wish-kept":
            return t("Thank you. Your wish is saved for the course team.")
        case "words-dropped":
            return t("Nothing was sent, and your text is not kept.")
        case "forget-asked":
            return t(
                "Erase everything? Your progress, answers, results and messages will be gone for"
                " good. You may want to download your data first: /export"
            )
        case "forgotten":
            return t("Everything about you is erased. If you want to begin anew, write /start.")
        case "long-away":
            return t(
                "You have not been here for two years. What nobody needs is not kept: in 30 days"
                " everything about you will be erased, except certificates, which stay valid. To"
                " keep it, press the button or write anything. To download it first: /export"
            )
        case "kept":
            return t("Nothing was erased. Everything is as it was.")
        case "unreadable":
            return t(
                "I can read only text and buttons. What you sent is not kept. If the course team"
                " should know about it, write it in words: /feedback"
            )
        case "voice-unheard":
            return t("I cannot listen, so nothing of this is kept: please write it in words.")
        case "file-unkept":
            return t("Pictures and files are not kept: please write in words what matters.")
        case "edit-unseen":
            return t(
                "You changed a message after sending it. I keep the first version. Please send the"
                " new text as a new message."
            )
        case "unknown-command":
            return t("I do not know this command. /help shows what I can do.")
        case "reread":
            return t(
                "Which episode would you like to read again? Your place in the course is kept."
            )
        case "no-course":
            return t("There is no course here yet. Please come back later.")
        case "private-only":
            return t("I work only in private chats and leave this group now. Write to me directly.")
        case "sorry":
            return t(
                "Something went wrong on our side. What was saved is not lost. Go on: /continue"
            )
        case "no-review":
            return t("There is nothing to review yet. Questions come back after you have met them.")
        case "no-plan":
            return t(
                "You have no plan yet. At the end of each module you can write down what you will do"
                " at work, and I will ask you about it."
            )
        case "plan-unknown":
            return t("That plan is closed or no longer kept. Your plans: /plans")
        case "put-off":
            return t("All right. I will bring it on another day.")
        case "name-asked":
            return t(
                "Which name shall be printed on the certificate? Write it as a message. It is kept"
                " with the certificate, and whoever checks the code sees it."
            )
        case "no-certificate":
            return t("This course gives no certificate.")
        case "name-wrong":
            return t(
                "I cannot print that. Write a name in letters such as Latin, Cyrillic or Greek, at"
                " most {n} characters long.",
                n=LONGEST_NAME,
            )
        case "export":
            return t("Here is everything that is kept about you, as a JSON file.")
        case _:
            assert_never(what)


def feedback_offered(body: FeedbackOffered, t: Words) -> Page:
    text = paragraphs(
        t("Shall I pass this on to the course team?"), f"> {plain(body.text)}".replace("\n", "\n> ")
    )
    return Page(text=text, language=t.language, personal=True)
