"""What is said in the same words every time: notices, menus, help, privacy."""

from typing import assert_never

from bot.course.messages import FeedbackOffered, Note, SettingsShown, SimpleKind
from bot.i18n import NAMES, Words
from bot.view.page import Page, paragraphs, plain
from bot.view.titles import zone_name


def note(which: Note, t: Words) -> str:
    match which:
        case Note.STALE:
            return t(
                "That button is from an earlier message; you have gone on since. You are here now:"
            )
        case Note.UNKNOWN_BUTTON:
            return t(
                "That button is too old or was not meant for you, so nothing has changed. You are here now:"
            )
        case Note.LANGUAGE:
            return t("Here you are again, in English:")
        case Note.NOT_AN_ANSWER:
            return t("Nothing is marked yet. Choose at least one of the answers.")
        case Note.TOO_LONG:
            return t(
                "That text is too long to keep. Please send it in shorter parts. You are here:"
            )
        case Note.LOCKED:
            return t("Episodes come in order, and this one is still to come. You are here now:")
        case Note.BACK:
            return t("Good to see you again. You are here:")
        case Note.SAVED:
            return t("Your words are saved.")
        case _:
            assert_never(which)


def welcome(course_title: str | None, t: Words) -> Page:
    return Page(
        language=t.language,
        text=paragraphs(
            "**" + t("Short courses for people in public service: a few minutes a day, on your "
                 "phone.") + "**",
            t("The course waiting for you: {title}.", title=t("“{title}”", title=plain(course_title)))
            if course_title else None,
            t("Before we start, about your data. We keep your answers, your progress and what you write"
              " to us, so that you can go on where you stopped and so that the course gets better. We do"
              " not keep your name or phone number. You can download or erase everything at any time."),
            t("Until you agree we keep only your language and the course you came for, for 24 "
                 "hours at most."),
        ),
    )  # fmt: skip


def simple(what: SimpleKind, t: Words) -> Page:
    if what == "export":
        text = t("Here is everything that is kept about you, as a JSON file.")
        return Page(text=text, language=t.language, document="export")
    return Page(text=_text(what, t), language=t.language)


def _text(what: SimpleKind, t: Words) -> str:  # noqa: PLR0912
    match what:
        case "declined":
            return t(
                "That is fine. Nothing about you is kept beyond 24 hours. Write to us again "
                "whenever you like."
            )
        case "languages":
            return t("Which language do you prefer?")
        case "help":
            return help_text(t)
        case "privacy":
            return privacy_text(t)
        case "feedback-asked":
            return t("Write your message now: praise, a mistake, a wish. It goes to the course team together"
                     " with the place in the course. Please write no names of other people.")  # fmt: skip
        case "feedback-kept":
            return t("Thank you. Your message is saved for the course team.")
        case "words-dropped":
            return t("Nothing was sent, and your words are not kept.")
        case "forget-asked":
            return t("Erase everything? Your progress, answers, results and messages will be gone for good."
                     " There is no way back. You may want to download your data first: /export")  # fmt: skip
        case "forgotten":
            return t(
                "Everything about you is erased. If you ever want to start anew, write /start."
            )
        case "kept":
            return t("Nothing was erased. Everything is as it was.")
        case "unreadable":
            return t("I can read only text and buttons. What you sent is not kept. If it "
                 "matters for the course"
                     " team, please tell them in words with /feedback.")  # fmt: skip
        case "edit-unseen":
            return t("You changed a message that you had sent. I go by its first version. Please send the new"
                     " text as a new message.")  # fmt: skip
        case "unknown-command":
            return t("I do not know this command. /help shows what I can do.")
        case "reread":
            return t(
                "Which episode would you like to read again? Your place in the course stays as it is."
            )
        case "no-course":
            return t("There is no course here yet. Please come back later.")
        case "private-only":
            return t(
                "I work in private chats only, so I am leaving this group. Write to me directly."
            )
        case "sorry":
            return t("Something went wrong on our side. Nothing that was saved is lost. Please "
                 "press Continue, or"
                     " write /continue.")  # fmt: skip
        case "export":
            return ""
        case _:
            assert_never(what)


def help_text(t: Words) -> str:
    commands = {
        "continue": t("go on where you stopped"),
        "progress": t("what is done and what is to come"),
        "courses": t("all courses"),
        "settings": t("language, time zone, pictures"),
        "language": t("change the language at once"),
        "feedback": t("write to the course team"),
        "privacy": t("what is kept about you, and why"),
        "export": t("download your data"),
        "forget": t("erase your data"),
    }
    lines = "\n".join(f"- /{command} – {what}" for command, what in commands.items())
    return paragraphs(
        "**" + t("How this works") + "**",
        t("An episode is a short story in a few messages. Press a button to go on, or type the number of"
          " an answer. Nothing moves by itself, and nothing is timed."),
        lines,
        t("Anything else that you write I can pass on to the course team."),
    )  # fmt: skip


def privacy_text(t: Words) -> str:
    return paragraphs(
        "**" + t("Your data, in plain words") + "**",
        t("What is kept: the number of this chat so that we can answer, your language, time zone and"
          " settings, the courses you take, your answers and results with their times, and the messages"
          " that you send to the course team."),
        t("What is not kept: your name, username, phone number, photos, voice or files."),
        t("Why: so that you can go on where you stopped, and so that the course team can see which"
          " questions are too hard and answer you. Nothing is sold or used for advertising."),
        t("Where: in the database of the organisation that runs this bot. The chat itself is carried by"
          " the service in which you are reading this."),
        t("How long: until you erase it. Your rights: /export gives you everything, /forget erases it."
          " To ask or to complain: /feedback"),
    )  # fmt: skip


def settings(body: SettingsShown, t: Words) -> Page:
    if body.zones:
        return Page(text=t("Choose your time zone."), language=t.language)
    shown = t("Pictures: shown") if body.pictures else t("Pictures: off, descriptions only")
    lines = (
        t("Language: {name}", name=NAMES[t.language]),
        t("Time zone: {zone}", zone=zone_name(body.zone, t)),
        shown,
    )
    listed = "\n".join(f"- {line}" for line in lines)
    return Page(text=paragraphs("**" + t("Settings") + "**", listed), language=t.language)


def feedback_offered(body: FeedbackOffered, t: Words) -> Page:
    text = paragraphs(
        t("Shall I pass this on to the course team?"), f"> {plain(body.text)}".replace("\n", "\n> ")
    )
    return Page(text=text, language=t.language)
